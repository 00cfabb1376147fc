"""The head file: the last entry of a chain once more, outside the database.

If the database is put back to an earlier state, it ends before the entry in the file: a
rollback. If the machine died between a commit and the note, the database is ahead of
the file, which is no alarm. The last entry of every append is signed, so its stored form
is the signed note of chain, number and hash that is wanted, at no further cost. It is
written in place and not forced to the disk each time (that would double the cost of an
append); the caller does so at closings and stops. Two places take turns, so a note that a
kill or a power cut tears (a long one crosses a page) leaves the one before it whole.
"""

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from db.canonical import unb64u
from db.entry import Entry, Head, parse
from db.errors import DatabaseDamagedError, JournalMissingError
from db.keyring import Keyring
from db.notices import Notice, RollbackDetected, WitnessUnreachable

_PLACE = 1 << 20
"""Bytes from one note to the other; what lies between takes no room on the disk."""


class HeadFile:
    """Writes the head of one chain; `read_head` reads it."""

    def __init__(self, path: Path) -> None:
        """Opens or creates the file.

        Raises:
            OSError: it cannot be opened for writing.
        """
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
        self._file = os.open(path, flags, 0o600)
        notes = _notes(path)
        self._longest = [len(note) for note in notes]
        first, second = map(_number, notes)
        self._turn = int(first > second)

    def write(self, last: Entry) -> None:
        """Replaces the older of the two notes.

        Raises:
            OSError: it could not be written.
        """
        # Blanks over what is left of a longer note: one write, no truncation between.
        note = last.jws.encode().ljust(self._longest[self._turn])
        if len(note) > _PLACE:
            raise OSError(errno.EFBIG, "the note has no room")
        self._longest[self._turn] = len(note)
        os.lseek(self._file, self._turn * _PLACE, os.SEEK_SET)
        os.write(self._file, note)
        self._turn ^= 1

    def sync(self) -> None:
        """Forces the note to the disk.

        Raises:
            OSError: the disk refused.
        """
        os.fsync(self._file)

    def close(self) -> None:
        """Gives the file back."""
        os.close(self._file)


def read_head(
    path: Path, keyring_of: Callable[[str], Keyring], *, signed: bool = False
) -> Head | None:
    """The later of its notes, or None if it is missing or both are damaged.

    A note of a key that the chain does not know is believed: the chain may have been
    replaced as a whole. So is one without a signature, of a time when the key did not
    sign. Whoever forges one only raises an alarm.

    Args:
        path: the head file.
        keyring_of: the keys of a chain, by its name.
        signed: a note without a signature counts as damaged.
    """
    try:
        found = [_head(note, keyring_of, signed=signed) for note in _notes(path)]
    except OSError:
        return None
    return max(filter(None, found), key=lambda head: head.seq, default=None)


def _notes(path: Path) -> tuple[bytes, bytes]:
    content = path.read_bytes()
    first, _, _ = content[:_PLACE].partition(b"\0")
    return first.rstrip(), content[_PLACE:].rstrip()


def _number(note: bytes) -> int:
    """Which entry a note is of, 0 for one that is damaged or not there."""
    try:
        return parse(note.decode()).seq
    except (ValueError, DatabaseDamagedError):
        return 0


def _head(
    note: bytes, keyring_of: Callable[[str], Keyring], *, signed: bool
) -> Head | None:
    try:
        entry = parse(note.decode())
        signing_input, _, signature = note.rpartition(b".")
        key = keyring_of(entry.chain).at(entry.seq)
        ours = key is not None and note.startswith(key.header + b".") and signature
        if signed and not signature:
            return None
        if key and ours and not key.verifies(signing_input, unb64u(signature.decode())):
            return None
    except (ValueError, DatabaseDamagedError):
        return None
    return Head(entry.chain, entry.seq, entry.hash, entry.hlc, entry.ts)


def compare(
    path: Path, keyring: Keyring, head: Head, at: Callable[[int], Head]
) -> Iterator[Notice]:
    """Looks for a rollback: the database must contain the witnessed entry.

    Args:
        path: the chain's head file.
        keyring: the chain's keys.
        head: the chain's end in the database.
        at: the chain as if it ended at a number.

    Raises:
        JournalMissingError: the chain is empty although its head file has entries.
    """
    noted = read_head(path, lambda _: keyring)
    if noted is None or noted.chain != head.chain:
        if head.seq > 0:
            reason = "unreadable" if path.exists() else "missing"
            yield WitnessUnreachable(head.chain, reason)
        return
    if head.seq == 0:
        raise JournalMissingError(f"{head.chain} had {noted.seq} entries")
    stored = at(min(noted.seq, head.seq))
    if (stored.seq, stored.hash) != (noted.seq, noted.hash):
        yield RollbackDetected(noted, stored)

"""Personal data sealed per person, so that it can be forgotten and the chain still holds.

The journal never shows a name in clear: it holds sealed text, whose key lies outside
the journal, one per person. Destroying the key erases the person everywhere that text
was copied to, and no entry changes. Copies of the key in older backups live as long as
those backups; keep them no longer than the law wants.
"""

import os
from collections.abc import Iterable, Mapping
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import ColumnElement, Connection, bindparam, insert, select, update

from db.canonical import b64u, nfc, unb64u
from db.database import Database
from db.errors import PersonErasedError
from db.tables import person_key

_KEYS: Final = select(person_key.c.person, person_key.c.secret).where(
    person_key.c.person.in_(bindparam("persons", expanding=True)),
    person_key.c.erased == 0,
)
_MARK: Final = "s1."
_NONCE_BYTES: Final = 12
_KEY_BYTES: Final = 32
_MOST_KEYS: Final = 16
"""Of one person: as many terminals as may have met them first, each for itself."""


class Sealer:
    """Seals and unseals texts about persons. Thread: any."""

    def __init__(self, database: Database) -> None:
        self._database = database
        # A kitchen asks for forty names at every bump. Changed under the lock of the
        # database only, so that no key outlives its erasure.
        self._known: dict[str, bytes] = {}

    def seal(self, person: str, text: str) -> str:
        """The sealed form of `text`, fit for an entry's data; never twice the same.

        The person's key is made the first time, and is durable before this returns.

        Args:
            person: random id, up to 64 characters; it says nothing about who it is.
            text: any text.

        Raises:
            PersonErasedError: the person was erased.
            KnownError: the key could not be stored.
        """
        secret = self._secret(person)
        if secret is None:
            secret = self._database.transact(lambda c: _made(c, person))
        if not secret:
            raise PersonErasedError(person)
        nonce = os.urandom(_NONCE_BYTES)
        sealed = AESGCM(_each(secret)[0]).encrypt(
            nonce, nfc(text).encode(), person.encode()
        )
        return _MARK + b64u(nonce + sealed)

    def unseal(self, person: str, sealed: str) -> str | None:
        """The text again; None if the person was erased, is unknown, or is another."""
        secret = self._secret(person)
        if not secret or not sealed.startswith(_MARK):
            return None
        for key in _each(secret):
            try:
                raw = unb64u(sealed.removeprefix(_MARK))
                return (
                    AESGCM(key)
                    .decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], person.encode())
                    .decode()
                )
            except (InvalidTag, ValueError):
                continue
        return None

    def persons(self, prefix: str) -> list[str]:
        """Who has a key that was not erased, of those whose id begins with `prefix`."""
        query = select(person_key.c.person).where(*_known_from(prefix))
        with self._database.read() as connection:
            return list(connection.execute(query.order_by("person")).scalars())

    def recall(self, prefix: str) -> None:
        """Reads the keys of all whose id begins with `prefix` at once: a list of names
        would ask for each of them.

        Raises:
            KnownError: the data cannot be read.
        """
        if self._database.shared:  # another process may erase one
            return
        query = select(person_key.c.person, person_key.c.secret)
        with self._database.lock, self._database.read() as connection:
            found = connection.execute(query.where(*_known_from(prefix)))
            self._known.update((row.person, row.secret) for row in found)

    def keys(self, persons: Iterable[str]) -> dict[str, bytes]:
        """The keys of those persons who have any: they go along with their texts.

        Raises:
            KnownError: the data cannot be read.
        """
        with self._database.read() as connection:
            found = connection.execute(_KEYS, {"persons": list(set(persons))})
            return {row.person: row.secret for row in found}

    def take(self, keys: Mapping[str, bytes]) -> None:
        """Keeps keys that came from another terminal; who was erased stays erased.

        Two terminals that were apart may have made a key each for one person: both are
        kept, and a text is opened by the one that fits.

        Raises:
            KnownError: nothing was changed.
        """

        def keep(connection: Connection) -> None:
            for person, theirs in keys.items():
                ours = _stored(connection, person)
                known = _each(ours or b"")
                new = sorted({k for k in _each(theirs) if len(k) == _KEY_BYTES})
                kept = [*known, *(k for k in new if k not in known)][:_MOST_KEYS]
                if ours is None and kept:
                    row = {"person": person, "secret": b"".join(kept), "erased": 0}
                    connection.execute(insert(person_key), row)
                elif ours and len(kept) > len(known):
                    self._known.pop(person, None)
                    both = {"secret": b"".join(kept)}
                    theirs_here = update(person_key).where(
                        person_key.c.person == person
                    )
                    connection.execute(theirs_here.values(both))

        self._database.transact(keep)

    def erase(self, person: str) -> None:
        """Destroys the person's key for good, on the disk too.

        Also for a person without a key, so that none is made later.

        Raises:
            KnownError: nothing was changed.
        """
        gone = {"secret": b"", "erased": 1}

        def destroy(connection: Connection) -> None:
            self._known.pop(person, None)
            if _stored(connection, person) is None:
                connection.execute(insert(person_key), {"person": person, **gone})
                return
            theirs = update(person_key).where(person_key.c.person == person)
            connection.execute(theirs.values(gone))

        with self._database.wiping():
            self._database.transact(destroy)

    def _secret(self, person: str) -> bytes | None:
        known = self._known.get(person)
        if known:
            return known
        with self._database.lock, self._database.read() as connection:
            secret = _stored(connection, person)
            if secret and not self._database.shared:  # another process may erase it
                self._known[person] = secret
        return secret


def _known_from(prefix: str) -> tuple[ColumnElement[bool], ...]:
    """Who has a key that was not erased, of those whose id begins with `prefix`."""
    end = prefix[:-1] + chr(ord(prefix[-1]) + 1)
    return (
        person_key.c.person >= prefix,
        person_key.c.person < end,
        person_key.c.erased == 0,
    )


def _each(secret: bytes) -> list[bytes]:
    """The keys that lie side by side in a row: one, or one for each who made one."""
    return [secret[i : i + _KEY_BYTES] for i in range(0, len(secret), _KEY_BYTES)]


def _made(connection: Connection, person: str) -> bytes:
    """The person's keys, one made now where there is none."""
    secret = _stored(connection, person)
    if secret is None:
        secret = AESGCM.generate_key(8 * _KEY_BYTES)
        row = {"person": person, "secret": secret, "erased": 0}
        connection.execute(insert(person_key), row)
    return secret


def _stored(connection: Connection, person: str) -> bytes | None:
    """The person's keys; empty if they were erased, None if there never was one."""
    query = select(person_key.c.secret).where(person_key.c.person == person)
    return connection.execute(query).scalar()

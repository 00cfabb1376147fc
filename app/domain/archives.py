"""The fact that a part of the journal was archived (`fiscal.md` 7 and D-02)."""

from dataclasses import dataclass

from app.domain.wire import fact


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedRun:
    """The part of a chain that an archive holds: beyond `after`, up to `last`.

    `head` is the hash of the entry `last`.
    """

    chain: str
    after: int
    last: int
    head: str


@fact("archive.made", stream="archive", series="A", signed=True)
class ArchiveMade:
    """An archive was written, read back, and read back again where it was taken to.

    Attributes:
        terminal: who made it.
        number: of the terminal's archives, from 1.
        first_day, last_day: business days it covers, inclusive.
        runs: what it holds of each chain; the next archive goes on there.
        file: its name; sha256: of the whole file, hexadecimal.
        manifest: SHA-256 of its manifest, hexadecimal; previous: of the manifest of the
            archive before it, "" for the first.
        anomalies: errors of the journal that it states.
    """

    terminal: str
    number: int
    first_day: str
    last_day: str
    runs: tuple[ArchivedRun, ...]
    file: str
    sha256: str
    manifest: str
    previous: str
    anomalies: int = 0

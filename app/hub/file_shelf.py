"""The files that entries name, as terminals give them to each other.

An invoice's file is drawn once, where it is issued; drawn again elsewhere, or by another
version, it would not be the same to the byte. So it follows its entry, and is taken for
what it is by the hash that was signed. Source: `fiscal.md` L-01, J-08. A picture that
people keep with a thing has that hash for its name.
"""

import base64
import binascii
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

import orjson
from sqlalchemy import Connection, text

from app.domain.floor.events import TracingSet
from app.domain.till.events import FileKept
from app.domain.wire import from_data
from app.fiscal.issuing import InvoiceFileError, kept
from app.projections.invoices import invoice_named
from app.services import kept_files
from app.services.kept_files import HASH
from db.database import Database
from db.whole_file import write_whole

_ROOM: Final = 8 * 2**20
"""Bytes of files in one message."""


@dataclass(frozen=True, slots=True)
class FileShelf:
    """The invoices and pictures that are known here, and the folders of their files.

    Without a database nothing is lacking and nothing is given: a head office knows no
    names of companies.

    Attributes:
        folder: of invoices, by their numbers; pictures: by their hashes.
    """

    database: Database | None = None
    folder: Path = Path()
    pictures: Path = Path()

    def stand(self) -> tuple[int, ...]:
        """Something else when a file came since."""
        return tuple(map(_changed, (self.folder, self.pictures)))

    def lacking(self) -> list[str]:
        """Numbers of the invoices, and hashes of the pictures, whose files are not here."""
        if self.database is None:
            return []
        with self.database.read() as connection:
            known = connection.execute(text("SELECT number FROM invoice")).scalars()
            numbers = set(known)
            pictures = set(_pictures(connection))
        here = {path.stem for path in self.folder.glob("*.pdf")} if numbers else set()
        drawn = {path.name for path in self.pictures.glob("*")} if pictures else set()
        return sorted((numbers - here) | (pictures - drawn))

    def files(self, numbers: Iterable[str]) -> dict[str, str]:
        """The files that are here, in base64, as many as one message takes."""
        found: dict[str, str] = {}
        if self.database is None:
            return found
        room = _ROOM
        with self.database.read() as connection:
            for name in numbers:
                content = self._content(connection, name) if room > 0 else None
                if content is not None:
                    found[name] = base64.b64encode(content).decode()
                    room -= len(content)
        return found

    def _content(self, connection: Connection, name: str) -> bytes | None:
        if HASH.fullmatch(name):
            return kept_files.kept(self.pictures, name)
        stored = invoice_named(connection, name)
        with suppress(InvoiceFileError):
            return kept(self.folder, stored.event) if stored is not None else None
        return None

    def keep(self, files: Mapping[str, str]) -> None:
        """Puts files where they belong; what is not what was signed is dropped, and what
        the disk refuses is asked for again with the next connection."""
        if self.database is None or not files:
            return
        with self.database.read() as connection:
            pictures = set(_pictures(connection))
            for name, encoded in files.items():
                stored = None if name in pictures else invoice_named(connection, name)
                with suppress(binascii.Error, OSError):
                    content = base64.b64decode(encoded, validate=True)
                    event = stored.event if stored else None
                    digest = sha256(content).hexdigest()
                    if name in pictures and digest == name:
                        kept_files.keep(self.pictures, content)
                    if event and digest == event.sha256:
                        write_whole(self.folder / Path(event.file).name, content)


def _changed(folder: Path) -> int:
    """When a folder was written to, 0 where there is none."""
    with suppress(OSError):
        return folder.stat().st_mtime_ns
    return 0


def _pictures(connection: Connection) -> Iterator[str]:
    """The hashes of the pictures that things of the house name."""
    query = text(
        "SELECT kind, version, data FROM thing "
        "WHERE kind IN ('tracing.set', 'till.file_kept')"
    )
    for kind, version, data in connection.execute(query):
        event = from_data(kind, version, orjson.loads(data))
        if isinstance(event, TracingSet) and event.active:
            yield event.picture
        elif isinstance(event, FileKept):
            yield event.file

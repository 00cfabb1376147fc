"""The files of invoices as terminals give them to each other.

An invoice's file is drawn once, where it is issued; drawn again elsewhere, or by another
version, it would not be the same to the byte. So it follows its entry, and is taken for
what it is by the hash that was signed. Source: `fiscal.md` L-01, J-08.
"""

import base64
import binascii
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from sqlalchemy import text

from app.fiscal.issuing import InvoiceFileError, kept
from app.projections.invoices import invoice_named
from db.database import Database
from db.whole_file import write_whole

_ROOM: Final = 8 * 2**20
"""Bytes of files in one message."""


@dataclass(frozen=True, slots=True)
class InvoiceShelf:
    """The invoices that are known here, and the folder of their files.

    Without a database nothing is lacking and nothing is given: a head office knows no
    names of companies.
    """

    database: Database | None = None
    folder: Path = Path()

    def stand(self) -> int:
        """Another number when a file came since."""
        with suppress(OSError):
            return self.folder.stat().st_mtime_ns
        return 0

    def lacking(self) -> list[str]:
        """Numbers of the invoices whose files are not here."""
        if self.database is None:
            return []
        with self.database.read() as connection:
            known = connection.execute(text("SELECT number FROM invoice")).scalars()
            numbers = set(known)
        here = {path.stem for path in self.folder.glob("*.pdf")} if numbers else set()
        return sorted(numbers - here)

    def files(self, numbers: Iterable[str]) -> dict[str, str]:
        """The files that are here, in base64, as many as one message takes."""
        found: dict[str, str] = {}
        if self.database is None:
            return found
        room = _ROOM
        with self.database.read() as connection:
            for number in numbers:
                stored = invoice_named(connection, number)
                with suppress(InvoiceFileError):
                    if stored is not None and room > 0:
                        content = kept(self.folder, stored.event)
                        found[number] = base64.b64encode(content).decode()
                        room -= len(content)
        return found

    def keep(self, files: Mapping[str, str]) -> None:
        """Puts files where they belong; what is not what was signed is dropped, and what
        the disk refuses is asked for again with the next connection."""
        if self.database is None or not files:
            return
        with self.database.read() as connection:
            for number, encoded in files.items():
                stored = invoice_named(connection, number)
                with suppress(binascii.Error, OSError):
                    content = base64.b64decode(encoded, validate=True)
                    event = stored.event if stored else None
                    if event and sha256(content).hexdigest() == event.sha256:
                        write_whole(self.folder / Path(event.file).name, content)

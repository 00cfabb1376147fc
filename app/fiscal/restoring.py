"""The drill: a journal is made again from archives alone, or from the copy of a backup,
and compared with itself.

It proves that what lies on the stick is enough: every entry back in its place, the read
tables folded from them, documents and closings added up. Names of guests are not in an
archive and do not come back; in a copy they are. Invoices that lie beside a copy are held
against their hashes.
"""

import itertools
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from typing_extensions import override

from app.fiscal import verifier_sotto
from app.fiscal.archive import ArchiveUnsoundError
from app.fiscal.checking import verify_database
from app.fiscal.copies import bring_along, opened_copy
from app.fiscal.issuing import Filed, InvoiceFileError, kept
from app.projections.invoices import invoices
from app.services.facts import journal_types, project_entries
from app.services.kept_files import keep
from db import reading
from db.database import Database
from db.entry import OWN_TYPES, parse_all
from db.errors import KnownError
from db.findings import Report
from db.profile import Profile
from db.shelf import Shelf
from resources.texts import tr

_BATCH = 500
_ALL = 2**31 - 1


class ArchiveMissingError(KnownError):
    """Archives do not follow each other from the first entry on."""

    @override
    def text(self) -> str:
        return tr("Il manque une archive avant celle-ci : donnez-les toutes.")


def restore_archives(archives: Sequence[Path], folder: Path) -> Report:
    """Makes a journal again in an empty folder, and verifies it with its read tables.

    Args:
        archives: all from the first on, in any order.

    Raises:
        ArchiveUnsoundError: one of them was altered.
        ArchiveMissingError: one is missing. KnownError: the folder refuses.
    """
    told = sorted((_manifest(path)["number"], path) for path in archives)
    database = Database.open(folder / "sotto.db")
    try:
        for _, path in told:
            _take_in(database, path)
            _bring_pictures(path, Profile(folder).files)
        return verify_database(database, Profile(folder), deep=True)
    finally:
        database.close()


def restore_copy(copy: Path, folder: Path, secret: str) -> tuple[Report, list[str]]:
    """Opens a copy in an empty folder, and verifies it with its read tables.

    Args:
        secret: the recovery key, where the copy is sealed.

    Returns:
        what was found, and the invoices that are not beside it as they were issued.

    Raises:
        KnownError: the copy cannot be read, or not with this key.
    """
    profile = Profile(folder)
    bring_along(copy, profile, secret)
    with opened_copy(copy, folder, secret) as backup:
        database = Database.open(backup, read_only=True)
        try:
            report = verify_database(database, profile, deep=True)
            with database.read() as connection:
                issued = [each.event for each in invoices(connection, limit=_ALL)]
        finally:
            database.close()
    own = copy.parent.name.partition("-")[0]
    mine = (event for event in issued if event.terminal == own)
    return report, [
        event.number for event in mine if not _kept(profile.invoices, event)
    ]


def _kept(folder: Path, event: Filed) -> bool:
    try:
        return bool(kept(folder, event))
    except InvoiceFileError:
        return False


def _manifest(path: Path) -> dict[str, Any]:
    result = verifier_sotto.verify(path)
    if result.errors:
        raise ArchiveUnsoundError(result.errors[0].line())
    return result.manifest


def _take_in(database: Database, path: Path) -> None:
    shelf = Shelf(database, journal_types() | OWN_TYPES)
    with zipfile.ZipFile(path) as file:
        chains = json.loads(file.read(verifier_sotto.MANIFEST))["chains"]
        for chain, told in chains.items():
            if reading.head(database, chain).seq != told["after"]:
                raise ArchiveMissingError(path.name)
            with file.open(f"journal/{chain}.jsonl") as lines:
                for batch in _batches(line.decode().rstrip("\n") for line in lines):
                    rows = [(jws, verifier_sotto.digest(jws)) for jws in batch]
                    shelf.store(parse_all(rows), project_entries)


def _bring_pictures(path: Path, folder: Path) -> None:
    """Pictures and scans by their hash, as the archive has them."""
    with zipfile.ZipFile(path) as file:
        for name in file.namelist():
            if name.startswith("pieces/"):
                folder.mkdir(parents=True, exist_ok=True)
                keep(folder, file.read(name))


def _batches(lines: Iterable[str]) -> Iterator[list[str]]:
    remaining = iter(lines)
    while batch := list(itertools.islice(remaining, _BATCH)):
        yield batch

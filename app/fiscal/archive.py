"""Archives: a part of the journal with all it takes to read and verify it elsewhere.

One signed ZIP: the journal as the bytes that were signed, the same things as CSV, a notice
in French, the shapes of the entries, the public keys, and a verifier that needs only Python
and `cryptography`. It is made in steps, and only the whole of them leaves a record in the
journal: the journal is verified, the file is written, read back, copied to the medium that
leaves the house, and read back there.

Nothing is ever purged: an archive is a copy, and the journal's table refuses DELETE.

Source: `fiscal.md` 7, D-01 to D-04, B-09, B-10.
"""

import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from typing_extensions import override

from app.domain.archives import ArchivedRun, ArchiveMade
from app.domain.settings import EventRecorded
from app.fiscal import verifier_sotto
from app.fiscal.archive_due import following
from app.fiscal.archive_file import Part, Progress, Source, write_archive
from app.fiscal.checking import verify_database
from app.fiscal.medium import copy_to, medium_told, sync
from app.projections.queries import last_closing
from app.services.facts import journal_types
from app.services.house import Actor, House
from app.services.site import FIRST_CHAIN
from db import reading
from db.database import Database
from db.errors import KnownError
from db.findings import Report
from db.keys import Signer
from db.profile import Profile
from db.verify import verify
from resources.texts import tr

__all__ = [
    "ArchiveUnsoundError",
    "NothingToArchiveError",
    "Part",
    "Source",
    "check_of",
    "make_archive",
    "part_of",
    "read_back",
    "record_archive",
    "source_of",
]

YEAR: Final = timedelta(days=360)
"""An archive of so many days is that of a year (`fiscal.md` 5)."""


class NothingToArchiveError(KnownError):
    """No closed day was not archived yet."""

    @override
    def text(self) -> str:
        return tr(
            "Rien à archiver : aucune journée clôturée depuis la dernière archive."
        )


class ArchiveOvertakenError(KnownError):
    """Another archive of this terminal was recorded meanwhile."""

    @override
    def text(self) -> str:
        return tr("Une autre archive a été faite entre-temps : celle-ci ne compte pas.")


class ArchiveUnsoundError(KnownError):
    """What was written is not what is read back."""

    @override
    def text(self) -> str:
        return tr(
            "L'archive relue n'est pas celle qui a été écrite : changez de support."
        )


def part_of(house: House, first_day: str = "", last_day: str = "") -> Part:
    """What the next archive covers: what came since the last one, up to the last Z.

    Args:
        first_day, last_day: other business days, inclusive ("YYYY-MM-DD").

    Raises:
        NothingToArchiveError: nothing was closed in these days.
    """
    done = house.world.archives.get(house.terminal)
    last_day = min(last_day or "9999-12-31", _last_closed(house.database))
    if first_day:
        after = reading.before(house.database, first_day)
    else:
        after = {run.chain: run.last for run in done.runs} if done else {}
        first_day = (
            following(done.last_day) if done else reading.first_day(house.database, {})
        )
    if not last_day or last_day < first_day:
        raise NothingToArchiveError("no closed day")
    last = reading.before(house.database, following(last_day))
    last = {chain: end for chain, end in last.items() if end > after.get(chain, 0)}
    return Part(
        number=done.number + 1 if done else 1,
        first_day=first_day,
        last_day=last_day,
        after={chain: after.get(chain, 0) for chain in last},
        last=last,
        previous=done.manifest if done else "",
    )


def _last_closed(database: Database) -> str:
    """The last business day that any terminal closed, "" for none."""
    with database.read() as connection:
        chains = reading.vector(database)
        found = [last_closing(connection, chain) for chain in chains]
    return max((closing[0].day for closing in found if closing), default="")


def source_of(
    house: House,
    signer: Signer,
    software: str,
    check: Callable[[], Report],
    invoices: Path,
    files: Path,
) -> Source:
    """The house as an archive takes it; called in the thread of the house."""
    values = house.world.settings.values
    return Source(
        database=house.database,
        signer=signer,
        chain=house.terminal,
        software=software,
        house={key: text for key, text in values.items() if key.startswith("house.")},
        check=check,
        made=house.clock(),
        invoices=invoices,
        files=files,
        mark=house.mark.paper if house.mark else "",
    )


def make_archive(
    source: Source, part: Part, folder: Path, medium: Path, progress: Progress
) -> ArchiveMade:
    """Makes an archive in `folder` and takes it to `medium`; the fact is to be recorded.

    Takes minutes for a year; any thread but the house's. What is left when it fails or is
    stopped has another name than an archive.

    Args:
        folder: in the profile; medium: a folder outside, on a stick mostly.

    Raises:
        MediumError: the medium is full, gone or refuses.
        ArchiveUnsoundError: it does not read back.
        OSError: the disk of this machine refused.
        KnownError: the journal cannot be read.
    """
    progress(tr("Vérification du journal"), 0.0)
    journal = source.check()
    name = _name(source, part)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path, beside = folder / name, folder / f"{name}.part"
    try:
        manifest = write_archive(source, part, journal, beside, progress)
        words = tr("Relecture de l'archive")
        read_back(beside, words, progress, stated=journal)
        sync(beside)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    sha256 = copy_to(
        path, medium, lambda done: progress(tr("Copie vers le support"), done)
    )
    with medium_told():
        words = tr("Relecture sur le support")
        read_back(medium / name, words, progress, stated=journal)
    runs = [
        ArchivedRun(
            chain=chain,
            after=part.after[chain],
            last=last,
            head=reading.at(source.database, chain, last).hash,
        )
        for chain, last in sorted(part.last.items())
    ]
    return ArchiveMade(
        terminal=source.chain,
        number=part.number,
        first_day=part.first_day,
        last_day=part.last_day,
        runs=tuple(runs),
        file=name,
        sha256=sha256,
        manifest=hashlib.sha256(manifest).hexdigest(),
        previous=part.previous,
        anomalies=len(journal.errors),
    )


def record_archive(house: House, made: ArchiveMade, actor: Actor) -> None:
    """Writes down that an archive was made, and what its verification came to.

    Raises:
        ArchiveOvertakenError: another one has its number.
        KnownError: it could not be written; the archive counts as not made.
    """
    before = house.world.archives.get(made.terminal)
    if made.number != (before.number if before else 0) + 1:
        raise ArchiveOvertakenError(made.file)
    covered = date.fromisoformat(made.last_day) - date.fromisoformat(made.first_day)
    year = covered + timedelta(days=1) >= YEAR
    checked = "VERIFY_FAILED" if made.anomalies else "VERIFY_OK"
    house.record(
        [
            EventRecorded(code=checked, detail=f"{made.file}: {made.anomalies}"),
            made,
            EventRecorded(
                code="ARCHIVE_YEAR" if year else "ARCHIVE_PARTIAL",
                detail=f"{made.file} {made.manifest}",
            ),
        ],
        actor,
    )


def _name(source: Source, part: Part) -> str:
    """Its number has its terminal's chain, where another one may count its own."""
    siret = "".join(filter(str.isalnum, source.house["house.siret"])) or "SANS-SIRET"
    apart = "" if source.chain == FIRST_CHAIN else f"{source.chain}-"
    days = f"{part.first_day}_{part.last_day}"
    return f"SOTTO-ARCH_{siret}_{days}_{apart}{part.number}.zip"


def read_back(
    path: Path, words: str, progress: Progress, *, stated: Report | None = None
) -> None:
    """Has the stand-alone verifier read an archive.

    Args:
        stated: what the journal itself has wrong, which the archive says; that is no
            reason to refuse it (`fiscal.md` B-10). None takes the archive's own word.

    Raises:
        ArchiveUnsoundError: anything else is wrong with it.
    """
    result = verifier_sotto.verify(path, progress=lambda done: progress(words, done))
    if stated is not None:
        chains = {each.chain for each in stated.errors}
    else:
        told = result.manifest.get("verification", {}).get("errors", ())
        chains = {each["chain"] for each in told}
    for error in result.errors:
        if not error.chain or error.chain not in chains:
            raise ArchiveUnsoundError(error.line())


def check_of(database: Database, progress: Progress) -> Callable[[], Report]:
    """What verifies the whole journal, telling how far it is."""
    words = tr("Vérification du journal")

    def check() -> Report:
        if database.path is None:
            return verify(database, types=journal_types())
        return verify_database(
            database,
            Profile(database.path.parent),
            deep=True,
            progress=lambda part: progress(words, part),
        )

    return check

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
import json
import shutil
import zipfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import TextIOWrapper
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, Final

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from typing_extensions import override

from app.domain.archives import ArchivedRun, ArchiveMade
from app.domain.settings import EventRecorded
from app.fiscal import verifier_sotto
from app.fiscal.archive_notice import notice
from app.fiscal.archive_tables import TABLES, TableWriter, rows_of
from app.fiscal.medium import copy_to, sync
from app.fiscal.schemas import BODY, types_told
from app.services.facts import journal_types
from app.services.house import Actor, House
from db import reading
from db.canonical import b64u, canonical
from db.database import Database
from db.entry import OWN_TYPES, parse_all
from db.errors import DatabaseDamagedError, KnownError
from db.findings import Report
from db.keys import Signer
from resources.texts import tr

YEAR: Final = timedelta(days=360)
"""An archive of so many days is that of a year (`fiscal.md` 5)."""
_BLOCK: Final = 1 << 20
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_STATED: Final = 1000

Progress = Callable[[str, float], object]
"""Told the step in words and how much of the step is done, 0-1; may raise to stop."""


class NothingToArchiveError(KnownError):
    """No closed day was not archived yet."""

    @override
    def text(self) -> str:
        return tr(
            "Rien à archiver : aucune journée clôturée depuis la dernière archive."
        )


class ArchiveUnsoundError(KnownError):
    """What was written is not what is read back."""

    @override
    def text(self) -> str:
        return tr(
            "L'archive relue n'est pas celle qui a été écrite : changez de support."
        )


@dataclass(frozen=True, slots=True)
class Part:
    """What an archive covers.

    Attributes:
        number: of the archive.
        first_day, last_day: business days, inclusive.
        after, last: numbers of each chain: beyond `after`, up to `last`.
        previous: SHA-256 of the manifest of the archive before it, "" for none.
    """

    number: int
    first_day: str
    last_day: str
    after: Mapping[str, int]
    last: Mapping[str, int]
    previous: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Whom an archive is of: what is read, who signs, and what the house says of itself.

    Attributes:
        check: verifies the whole journal.
        house: settings by key ("house.siret").
        made: when.
    """

    database: Database
    signer: Signer
    chain: str
    software: str
    house: Mapping[str, str]
    check: Callable[[], Report]
    made: datetime


def part_of(house: House, first_day: str = "", last_day: str = "") -> Part:
    """What the next archive covers: what came since the last one, up to the last Z.

    Args:
        first_day, last_day: other business days, inclusive ("YYYY-MM-DD").

    Raises:
        NothingToArchiveError: nothing was closed in these days.
    """
    done = house.world.archives.get(house.terminal)
    last_day = min(
        last_day or "9999-12-31", house.world.till(house.terminal).closed_day
    )
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


def following(day: str) -> str:
    """The day after a day."""
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def source_of(
    house: House, signer: Signer, software: str, check: Callable[[], Report]
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
        ArchiveUnsoundError: it does not read back. KnownError: the disk refused.
    """
    progress(tr("Vérification du journal"), 0.0)
    journal = source.check()
    name = _name(source.house, part)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path, beside = folder / name, folder / f"{name}.part"
    try:
        manifest = _write(source, part, journal, beside, progress)
        _read_back(beside, journal, tr("Relecture de l'archive"), progress)
        sync(beside)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    sha256 = copy_to(
        path, medium, lambda done: progress(tr("Copie vers le support"), done)
    )
    _read_back(medium / name, journal, tr("Relecture sur le support"), progress)
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
        KnownError: it could not be written; the archive counts as not made.
    """
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


def _name(house: Mapping[str, str], part: Part) -> str:
    siret = "".join(filter(str.isalnum, house["house.siret"])) or "SANS-SIRET"
    days = f"{part.first_day}_{part.last_day}"
    return f"SOTTO-ARCH_{siret}_{days}_{part.number}.zip"


def _read_back(path: Path, journal: Report, words: str, progress: Progress) -> None:
    """The stand-alone verifier's word; what the journal itself has wrong is stated in the
    archive and no reason to refuse it (`fiscal.md` B-10)."""
    result = verifier_sotto.verify(path, progress=lambda done: progress(words, done))
    stated = {each.chain for each in journal.errors}
    for error in result.errors:
        if not error.chain or error.chain not in stated:
            raise ArchiveUnsoundError(error.line())


# ----------------------------------------------------------------- the file


def _write(
    source: Source, part: Part, journal: Report, path: Path, progress: Progress
) -> bytes:
    """Writes the ZIP; returns its manifest."""
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as file,
        TemporaryDirectory(dir=path.parent) as tables,
    ):
        bag = _Bag(file)
        counts = _write_chains(source, part, bag, Path(tables), progress)
        for table in TABLES:
            bag.copy(f"csv/{table}.csv", Path(tables) / table)
        own = verifier_sotto.__file__
        bag.text("verifier_sotto.py", Path(own).read_text(encoding="utf-8"))
        bag.text("keys.json", _json(_keys(source.database, part)))
        bag.text(f"certs/{source.chain}.pem", _pem(source.signer))
        bag.text("schema/body.json", _json(BODY))
        bag.text("schema/types.json", _json(types_told()))
        told = _manifest(source, part, journal, counts)
        bag.text("NOTICE.txt", notice(told))
        manifest = _json(told | {"files": bag.files}).encode()
        signature = signed(source.signer, manifest)
        bag.text("manifest.json", manifest.decode())
        bag.text("manifest.jws", signature)
        bag.text("SHA256SUMS", bag.sums())
    return manifest


def signed(signer: Signer, payload: bytes) -> str:
    """A detached JWS of some bytes.

    Source: RFC 7515, appendix F.
    """
    told = {"alg": "ES256", "kid": signer.kid, "typ": "sotto-archive+jws"}
    header = b64u(canonical({**told}).encode())
    signature = signer.sign(f"{header}.{b64u(payload)}".encode())
    return f"{header}..{b64u(signature)}"


class _Bag:
    """Files of a ZIP, each noted with its SHA-256 in the order of writing."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self.files: list[dict[str, str | int]] = []
        self._file = file

    def open(self, name: str) -> IO[bytes]:
        """A file of any length, to be written and closed before the next."""
        told = zipfile.ZipInfo(name, _EPOCH)
        told.compress_type, told.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
        return self._file.open(told, "w", force_zip64=True)

    def note(self, name: str, sha256: str, size: int) -> None:
        """Notes what was written."""
        self.files.append({"name": name, "sha256": sha256, "size": size})

    def text(self, name: str, content: str) -> None:
        """A small file."""
        raw = content.encode()
        with self.open(name) as file:
            file.write(raw)
        self.note(name, hashlib.sha256(raw).hexdigest(), len(raw))

    def copy(self, name: str, path: Path) -> None:
        """A file that lies ready."""
        with path.open("rb") as ready:
            sha256 = hashlib.file_digest(ready, "sha256").hexdigest()
            ready.seek(0)
            with self.open(name) as file:
                shutil.copyfileobj(ready, file, _BLOCK)
        self.note(name, sha256, path.stat().st_size)

    def sums(self) -> str:
        """What `sha256sum -c` reads."""
        return "".join(f"{each['sha256']}  {each['name']}\n" for each in self.files)


def _write_chains(
    source: Source, part: Part, bag: _Bag, tables: Path, progress: Progress
) -> dict[str, int]:
    """Every chain as it was signed, and the tables beside; rows of each table."""
    words = tr("Écriture de l'archive")
    whole = sum(part.last[chain] - part.after[chain] for chain in part.last) or 1
    series = {name: spec.series for name, spec in (journal_types() | OWN_TYPES).items()}
    written = 0
    with ExitStack() as stack:
        writers = {
            table: TableWriter(stack.enter_context(_text_file(tables / table)), columns)
            for table, columns in TABLES.items()
        }
        for chain, last in sorted(part.last.items()):
            content, size = hashlib.sha256(), 0
            with bag.open(name := f"journal/{chain}.jsonl") as file:
                for _, jws, hash_ in reading.stored(
                    source.database, chain, part.after[chain], last
                ):
                    line = f"{jws}\n".encode()
                    file.write(line)
                    content.update(line)
                    size += len(line)
                    _tabulate(jws, hash_, series, writers)
                    written += 1
                    if written % 500 == 0:
                        progress(words, written / whole)
            bag.note(name, content.hexdigest(), size)
    return {table: writer.rows for table, writer in writers.items()}


def _text_file(path: Path) -> TextIOWrapper:
    return path.open("w", encoding="utf-8", newline="")


def _tabulate(
    jws: str, hash_: str, series: Mapping[str, str], writers: Mapping[str, TableWriter]
) -> None:
    try:
        (entry,) = parse_all([(jws, hash_)])
        for table, cells in rows_of(entry, series.get(entry.type, "")):
            writers[table].write(cells)
    except (DatabaseDamagedError, LookupError, TypeError, ValueError, AttributeError):
        return  # a damaged entry is in the journal as it is, and in no table


def _keys(database: Database, part: Part) -> dict[str, list[dict[str, object]]]:
    return {
        chain: [
            {"first": first, "jwk": jwk}
            for first, jwk in reading.keyring(database, chain).keys
            if first <= part.last[chain] + 1
        ]
        for chain in sorted(part.last)
    }


def _pem(signer: Signer) -> str:
    certificate = x509.load_der_x509_certificate(signer.certificate)
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def _manifest(
    source: Source, part: Part, journal: Report, counts: Mapping[str, int]
) -> dict[str, Any]:
    database = source.database
    return {
        "format": verifier_sotto.FORMAT,
        "number": part.number,
        "from": part.first_day,
        "to": part.last_day,
        "made": source.made.isoformat(timespec="seconds"),
        "made_by": {"chain": source.chain, "software": source.software},
        "house": {
            key.removeprefix("house."): source.house[key]
            for key in ("house.name", "house.address", "house.siret", "house.naf")
        }
        | {"vat_number": source.house["house.vat_number"]},
        "previous_archive_sha256": part.previous,
        "chains": {
            chain: {
                "after": part.after[chain],
                "last": last,
                "start": reading.at(database, chain, part.after[chain]).hash,
                "head": reading.at(database, chain, last).hash,
            }
            for chain, last in sorted(part.last.items())
        },
        "verification": {
            "entries": journal.entries,
            "errors": [each.to_json() for each in journal.errors[:_STATED]],
            "warnings": [each.to_json() for each in journal.warnings[:_STATED]],
        },
        "rows": dict(counts),
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"

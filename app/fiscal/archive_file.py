"""Writes the file of an archive: the journal, its tables, and what they are read with.

The journal is read once, whatever its length: its bytes go into the ZIP, and the rows of
each table beside it, until they follow.
"""

import base64
import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Any, Final

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from app.domain.invoices.events import InvoiceIssued
from app.domain.settings import YEAR_STARTS
from app.fiscal import verifier_sotto
from app.fiscal.archive_notice import notice
from app.fiscal.archive_tables import TABLES, TableWriter, rows_of
from app.fiscal.core import core
from app.fiscal.issuing import InvoiceFileError, kept
from app.fiscal.schemas import BODY, types_told
from app.services.facts import facts_of, journal_types
from app.services.kept_files import ending_of
from app.services.kept_files import kept as kept_file
from db import reading
from db.canonical import b64u, canonical
from db.database import Database
from db.entry import OWN_TYPES, Entry, parse_all
from db.errors import DatabaseDamagedError
from db.findings import Report
from db.keys import Signer
from resources.texts import tr

_BLOCK: Final = 1 << 20
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_STATED: Final = 1000

Progress = Callable[[str, float], object]
"""Told the step in words and how much of the step is done, 0-1; may raise to stop."""


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
        invoices: where the files of the invoices lie that were issued here.
        files: where pictures and scans lie by their hash.
        house: settings by key ("house.siret").
        mark: what papers bear beside real trade, "" in production.
        made: when.
    """

    database: Database
    signer: Signer
    chain: str
    software: str
    house: Mapping[str, str]
    check: Callable[[], Report]
    made: datetime
    invoices: Path
    files: Path
    mark: str = ""


def write_archive(
    source: Source, part: Part, journal: Report, path: Path, progress: Progress
) -> bytes:
    """Writes the ZIP; returns its manifest.

    Raises:
        OSError: the disk refused. KnownError: the journal cannot be read.
    """
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as file,
        _room(path.with_suffix(".tables")) as tables,
    ):
        bag = _Bag(file)
        named = _Named()
        counts = _write_chains(source, part, bag, tables, named, progress)
        for table in TABLES:
            bag.copy(f"csv/{table}.csv", tables / table)
        _write_invoices(source.invoices, named.invoices, bag)
        _write_files(source.files, named.files, bag)
        own = verifier_sotto.__file__
        bag.text("verifier_sotto.py", Path(own).read_text(encoding="utf-8"))
        bag.text("keys.json", _json(_keys(source, part)))
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


@contextmanager
def _room(folder: Path) -> Iterator[Path]:
    """An empty folder while the block runs; what a kill left in it is swept away."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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
        self.raw(name, content.encode())

    def raw(self, name: str, raw: bytes) -> None:
        """A file that is in memory."""
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


@dataclass(slots=True)
class _Named:
    """The files that entries name: of invoices, and pictures and scans by their hash."""

    invoices: list[InvoiceIssued] = field(default_factory=list)
    files: dict[str, None] = field(default_factory=dict)

    def note(self, entry: Entry) -> None:
        """Notes what an entry names."""
        if entry.type == "invoice.issued":
            self.invoices += _invoices([entry])
        elif entry.type == "till.file_kept":
            self.files[str(entry.data["file"])] = None


def _write_chains(
    source: Source,
    part: Part,
    bag: _Bag,
    tables: Path,
    named: _Named,
    progress: Progress,
) -> dict[str, int]:
    """Every chain as it was signed, and the tables beside; rows of each table.

    `named` gets the files that the entries name.
    """
    words = tr("Écriture de l'archive")
    progress(words, 0.0)
    whole = sum(part.last[chain] - part.after[chain] for chain in part.last) or 1
    series = {name: spec.series for name, spec in (journal_types() | OWN_TYPES).items()}
    written, stamps = 0, list[Entry]()
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
                    entry = _tabulate(jws, hash_, series, writers)
                    if entry is not None:
                        named.note(entry)
                        if entry.type == "witness.stamped":
                            stamps.append(entry)
                    written += 1
                    if written % 500 == 0:
                        progress(words, written / whole)
            bag.note(name, content.hexdigest(), size)
    for entry in stamps:
        name = f"horodatages/{entry.data['chain']}-{entry.data['seq']}.tsr"
        bag.raw(name, base64.b64decode(str(entry.data["token"])))
    return {table: writer.rows for table, writer in writers.items()}


def _text_file(path: Path) -> TextIOWrapper:
    return path.open("w", encoding="utf-8", newline="")


def _tabulate(
    jws: str, hash_: str, series: Mapping[str, str], writers: Mapping[str, TableWriter]
) -> Entry | None:
    """Writes what an entry has to tell; None where it cannot be read."""
    try:
        (entry,) = parse_all([(jws, hash_)])
        for table, cells in rows_of(entry, series.get(entry.type, "")):
            writers[table].write(cells)
    except (DatabaseDamagedError, LookupError, TypeError, ValueError, AttributeError):
        return None  # a damaged entry is in the journal as it is, and in no table
    return entry


def _invoices(entries: Iterable[Entry]) -> Iterator[InvoiceIssued]:
    events = (fact.event for fact in facts_of(entries))
    return (event for event in events if isinstance(event, InvoiceIssued))


def _write_invoices(folder: Path, issued: Iterable[InvoiceIssued], bag: _Bag) -> None:
    """The files that are here as they were issued; the verifier names the others."""
    for event in issued:
        with suppress(InvoiceFileError):
            bag.raw(f"factures/{event.file}", kept(folder, event))


def _write_files(folder: Path, files: Iterable[str], bag: _Bag) -> None:
    """Pictures and scans that are here as they were kept, called by their hash."""
    for name in files:
        content = kept_file(folder, name)
        if content is not None:
            bag.raw(f"pieces/{name}{ending_of(content)}", content)


def _keys(source: Source, part: Part) -> dict[str, list[dict[str, object]]]:
    """The keys of each chain up to where it ends here, and all of who signs the archive:
    the archive itself can be verified where the journal's own word of a key is damaged."""
    keys = {
        chain: [
            {"first": first, "jwk": jwk}
            for first, jwk in reading.keyring(source.database, chain).keys
            if chain == source.chain or first <= part.last[chain] + 1
        ]
        for chain in sorted({*part.last, source.chain})
    }
    signer = dict(source.signer.jwk)
    if signer not in [each["jwk"] for each in keys[source.chain]]:
        beyond = part.last.get(source.chain, 0) + 1
        keys[source.chain].append({"first": beyond, "jwk": signer})
    return keys


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
        "made_by": {
            "chain": source.chain,
            "software": source.software,
            "attested": core().attests(source.software),
        },
        "house": {
            key.removeprefix("house."): source.house[key]
            for key in ("house.name", "house.address", "house.siret", "house.naf")
        }
        | {"vat_number": source.house["house.vat_number"]},
        "mark": source.mark,
        "previous_archive_sha256": part.previous,
        "year_starts": _year_starts(database),
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


def _year_starts(database: Database) -> list[int]:
    """The months with which fiscal years began so far, as that was ever set."""
    stream = f"setting/{YEAR_STARTS}"
    told = reading.entries(database, stream=stream, after={}, readable=True)
    return sorted({1, *(int(str(entry.data["value"])) for entry in told)})


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"

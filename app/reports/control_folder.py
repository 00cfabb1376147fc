"""The control folder: a ZIP with a summary, attestations, tills, card terminals, archives.

Always French: it is handed to the French administration. Source: `fiscal.md` A-04.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile

from app.domain.settings import DeviceSet
from app.fiscal.attestation import User, day_words, user_of
from app.fiscal.control import (
    MISSING,
    SIGNED,
    UNSIGNED,
    Trail,
    attestations_in,
    state_of,
    trail,
)
from app.fiscal.core import core
from app.fiscal.standing import Standing, standing_of
from app.reports.csv_file import csv_bytes
from app.reports.ink import WIDTH, Ink
from app.reports.layout import INNER, MARGIN, Band, lay_out
from app.reports.letterhead import plain_head
from app.reports.prose import prose
from app.reports.sections import Column, Row, Table
from app.reports.tokens import ON_VAR
from app.services.house import Actor, House
from db import reading
from db.database import Database
from db.findings import Report
from hardware.terminals.kinds import kind_of
from resources.texts import tr

Progress = Callable[[str, float], None]
Rows = Sequence[Sequence[str]]

STATES: Final = {
    SIGNED: "signée",
    UNSIGNED: "à signer",
    MISSING: "manquante",
}
_TOP: Final = 122.0
_MOST_ROWS: Final = 34
"""Rows of a table on a page."""
_TO_SAY: Final = "à renseigner"


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlSource:
    """The house as the folder takes it; gathered in the thread of the house.

    Attributes:
        names: chain -> what its terminal is called.
        attestations: folder of the profile where they are kept.
        check: verifies the whole journal.
        mark: on what is beside real trade, "" in production.
    """

    database: Database
    user: User
    names: Mapping[str, str]
    devices: Mapping[str, DeviceSet]
    attestations: Path
    software: str
    check: Callable[[], Report]
    made: datetime
    mark: str = ""

    @property
    def file(self) -> str:
        """The name of the folder."""
        return (
            f"SOTTO-CONTROLE_{self.user.siren or 'SANS-SIREN'}_{self.made:%Y-%m-%d}.zip"
        )


def control_source(
    house: House, attestations: Path, software: str, check: Callable[[], Report]
) -> ControlSource:
    """The house as its control folder takes it; called in the thread of the house."""
    world = house.world
    return ControlSource(
        database=house.database,
        user=user_of(world.settings.values),
        names={chain: each.name for chain, each in world.terminals.known.items()},
        devices=dict(world.settings.devices),
        attestations=attestations,
        software=software,
        check=check,
        made=house.clock(),
        mark=house.mark.word if house.mark else "",
    )


def record_control(house: House, path: Path, actor: Actor) -> None:
    """Writes down that the folder was made.

    Raises:
        JournalError: it could not be written.
    """
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    house.note("EXPORT", f"{path.name} {digest}", actor)


@dataclass(frozen=True, slots=True)
class Listed:
    """A table of the folder: in the summary, and as CSV.

    Attributes:
        parts: widths in the summary; 0 for what is in the CSV alone.
    """

    title: str
    name: str
    heads: tuple[str, ...]
    parts: tuple[float, ...]
    rows: Rows
    empty: str = field(default="aucun")


def make_control_folder(
    source: ControlSource, folder: Path, progress: Progress
) -> Path:
    """Writes the folder into `folder` and tells where; whole or not at all.

    Takes as long as a verification; any thread but the house's.

    Raises:
        KnownError: the data cannot be read.
        OSError: the disk refused.
    """
    progress(tr("Vérification du journal"), 0.0)
    report = source.check()
    progress(tr("Lecture du journal"), 0.6)
    told = trail(source.database, dict(source.devices))
    papers = attestations_in(source.attestations)
    standings = [
        standing_of(source.database, chain) for chain in reading.vector(source.database)
    ]
    lists = list(_lists(source, told, [path.name for path in papers], standings))
    path, beside = folder / source.file, folder / f"{source.file}.part"
    try:
        with ZipFile(beside, "w", ZIP_DEFLATED) as file:
            progress(tr("Synthèse"), 0.8)
            file.writestr("SYNTHESE.pdf", _summary(source, lists, told, report))
            for paper in papers:
                file.write(paper, f"attestations/{paper.name}")
            for each in lists:
                file.writestr(f"{each.name}.csv", csv_bytes(each.heads, each.rows))
            file.writestr("verification.json", _json(report.to_json()))
            file.writestr("noyau_fiscal.json", _json(_core()))
            progress(tr("Synthèse"), 1.0)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return path


def _lists(
    source: ControlSource,
    told: Trail,
    papers: list[str],
    standings: Sequence[Standing],
) -> Iterator[Listed]:
    proved = core().attests
    yield Listed(
        "Versions utilisées et leurs attestations",
        "versions",
        ("Version", "Du", "Au", "Caisses", "Publiée", "Attestation"),
        (3.6, 1.2, 1.2, 1.2, 1, 1.4),
        [
            (
                each.software,
                day_words(each.first[:10]),
                day_words(each.last[:10]),
                ", ".join(each.chains),
                "oui" if proved(each.software) else "non",
                STATES[state_of(each.version, papers)],
            )
            for each in told.versions
        ],
    )
    yield Listed(
        "Caisses",
        "caisses",
        ("Caisse", "Nom", "Écritures", "Dernière clôture", "Clé"),
        (0.8, 0.9, 1.0, 2.1, 6.1),
        [
            (
                each.chain,
                source.names.get(each.chain, "—"),
                str(each.entries),
                f"Z {each.closing} du {day_words(each.day)}"
                if each.closing
                else "aucune",
                each.keys[-1] if each.keys else "illisible",
            )
            for each in standings
        ],
    )
    yield Listed(
        "Terminaux de paiement",
        "terminaux_paiement",
        ("Nom", "Modèle", "Série", "Contrat", "Acquéreur", "Depuis", "Retiré"),
        (1.3, 1.8, 1.5, 1.3, 1.6, 1.2, 1.2),
        [
            (
                each.name,
                tr(kind_of(each.profile, each.address).label),
                each.serial or _TO_SAY,
                each.contract or _TO_SAY,
                each.acquirer or _TO_SAY,
                day_words(each.since) or _TO_SAY,
                day_words(each.until) or ("—" if each.active else _TO_SAY),
            )
            for each in told.devices
        ],
    )
    yield Listed(
        "Archives",
        "archives",
        ("Archive", "Journées", "Anomalies", "Fichier", "SHA-256"),
        (1, 0, 1.3, 7.7, 0),
        [
            (
                f"{each.terminal}-{each.number}",
                f"{day_words(each.first_day)} – {day_words(each.last_day)}",
                str(each.anomalies),
                each.file,
                each.sha256,
            )
            for each in told.archives
        ],
        "aucune",
    )


# ------------------------------------------------------------------ the files


def _summary(
    source: ControlSource, lists: Iterable[Listed], told: Trail, report: Report
) -> bytes:
    ink = Ink("Dossier de contrôle", source.user.name)
    parts = ("Dossier de contrôle", source.user.name, source.software)
    foot = " · ".join(filter(None, parts))

    def before(ink: Ink) -> None:
        if source.mark:
            ink.watermark(source.mark)

    before(ink)
    siren = f"SIREN {source.user.siren}" if source.user.siren else "SIREN à renseigner"
    words = " · ".join(filter(None, (source.user.name, siren, source.user.address)))
    plain_head(ink, "Dossier de contrôle", words)
    words = f"Établi le {source.made:%d/%m/%Y à %H:%M} par {source.software}"
    ink.text(WIDTH - MARGIN, 92, words, size=8.5, colour=ON_VAR, align="right")
    bands: list[Band] = [
        [prose(ink, "Vérification", list(_checked(told, report)), INNER)]
    ]
    for each in lists:
        bands += [[table] for table in _tables(each)]
    lay_out(ink, bands, top=_TOP, foot=foot, before=before)
    return ink.finished()


def _checked(told: Trail, report: Report) -> Iterator[str]:
    entries = f"{report.entries} enregistrements de {len(report.chains)} caisse(s)"
    if report.errors:
        codes = sorted({each.code for each in report.errors})
        yield (
            f"Journal vérifié en entier ce jour : {entries}, "
            f"{len(report.errors)} anomalie(s) ({', '.join(codes)})."
        )
    else:
        yield f"Journal vérifié en entier ce jour : {entries}, aucune anomalie."
    if told.check.ts:
        result = "réussie" if told.check.code == "VERIFY_OK" else "avec anomalies"
        day = day_words(told.check.ts[:10])
        yield f"Dernière vérification inscrite au journal : {day}, {result}."
    if not core().attested:
        yield (
            f"Version fiscale non attestée : {core().label} n'est pas de la liste signée "
            "par l'éditeur."
        )
    yield (
        "Les archives sont gardées à part ; chacune contient de quoi la vérifier sans "
        "ce logiciel, et archives.csv dit son empreinte SHA-256."
    )


def _tables(listed: Listed) -> Iterator[Table]:
    """A table, in as many parts as pages want."""
    shown = [number for number, part in enumerate(listed.parts) if part]
    columns = [
        Column(head=listed.heads[number], part=listed.parts[number], figures=False)
        for number in shown
    ]
    if not listed.rows:
        yield Table(
            title=f"{listed.title} : {listed.empty}",
            columns=[Column(head="", part=1)],
            rows=[],
        )
    for start in range(0, len(listed.rows), _MOST_ROWS):
        yield Table(
            title=listed.title if not start else f"{listed.title} (suite)",
            columns=columns,
            rows=[
                Row(
                    cells=tuple(row[number] for number in shown),
                    wrong=STATES[MISSING] in row,
                )
                for row in listed.rows[start : start + _MOST_ROWS]
            ],
        )


def _core() -> dict[str, object]:
    """The core that runs here, and the versions that the publisher attests."""
    here = core()
    return {
        "version": here.version,
        "hash": here.hash,
        "attested": here.attested,
        "changed": list(here.changed),
        "releases": [
            {"version": each.version, "hash": each.hash, "day": each.day}
            for each in here.releases
        ],
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"

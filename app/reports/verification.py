"""The outcome of a verification on one page, for whoever asks for it.

Always French: it is handed to the French administration. It says what was verified and
what was found, and claims nothing more. Source: `fiscal.md` B-09, 4.7.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.fiscal.verifier_sotto import WORDS
from app.reports.ink import WIDTH, Ink
from app.reports.layout import INNER, MARGIN, Band, lay_out
from app.reports.letterhead import plain_head
from app.reports.prose import prose
from app.reports.tokens import BOLD, DANGER, ON_VAR, PRIMARY
from db.findings import Finding, Report

_TOP = 132.0
_MOST = 18
"""Findings that fit on the page."""
_VERDICTS = ("INTACTE", "INTACTE, avec des remarques", "ALTÉRÉE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What goes on the page.

    Attributes:
        house: settings by key ("house.name", "house.siret").
        days: first and last business day, "" for the whole journal.
        deep: read tables, documents and closings were added up as well.
        witnesses: each in a line.
        mark: across the page of a house beside real trade, "" in production.
    """

    house: Mapping[str, str]
    made: datetime
    software: str
    report: Report
    days: tuple[str, str] = ("", "")
    deep: bool = True
    witnesses: Sequence[str] = ()
    mark: str = ""


def verification_pdf(told: Verification) -> bytes:
    """The file; the same outcome gives the same bytes."""
    ink = Ink("Vérification du journal de caisse", "Sotto")
    verdict = _VERDICTS[told.report.exit_code]

    def before(ink: Ink) -> None:
        if told.mark:
            ink.watermark(told.mark)

    before(ink)
    plain_head(ink, "Vérification du journal de caisse")
    colour = DANGER if told.report.errors else PRIMARY
    ink.text(MARGIN, 104, verdict, face=BOLD, size=16, colour=colour)
    ink.text(
        WIDTH - MARGIN,
        104,
        f"{told.made:%d/%m/%Y %H:%M}",
        size=9.5,
        colour=ON_VAR,
        align="right",
    )
    bands: list[Band] = [
        [prose(ink, "Établissement", _house(told), INNER)],
        [prose(ink, "Ce qui a été vérifié", _scope(told), INNER)],
        [prose(ink, "Fin de chaque journal", _chains(told.report), INNER, bullet="·")],
        [prose(ink, "Témoins", list(told.witnesses) or ["aucun"], INNER, bullet="·")],
        [prose(ink, "Constats", _findings(told.report), INNER, bullet="·")],
    ]
    lay_out(ink, bands, top=_TOP, foot=told.software, before=before)
    return ink.finished()


def _house(told: Verification) -> list[str]:
    name, siret = (told.house[key] for key in ("house.name", "house.siret"))
    return [f"{name}, SIRET {siret or 'non renseigné'}"]


def _scope(told: Verification) -> list[str]:
    first, last = told.days
    days = (
        f"Journées du {first or 'début'} au {last or 'dernier enregistrement'}"
        if first or last
        else "Le journal entier"
    )
    count = f"{told.report.entries} enregistrements"
    depth = (
        "forme, chaînage, signatures, séries, tables de lecture, totaux et clôtures"
        if told.deep
        else "forme, chaînage, signatures et séries"
    )
    return [f"{days} : {count} ; {depth}."]


def _chains(report: Report) -> list[str]:
    return [
        f"Caisse {name} : n° {chain.length}, empreinte {chain.head}"
        for name, chain in report.chains.items()
    ]


def _findings(report: Report) -> list[str]:
    found = (*report.errors, *report.warnings)
    lines = [_line(each) for each in found[:_MOST]]
    if len(found) > _MOST:
        lines.append(f"et {len(found) - _MOST} autres")
    return lines or ["aucun"]


def _line(finding: Finding) -> str:
    words = WORDS.get(finding.code, "")
    place = f"{finding.chain} n° {finding.seq}" if finding.seq else finding.chain
    more = finding.table or finding.detail
    told = f"{finding.code} {place} : {words}".replace("  ", " ")
    return f"{told} ({more})" if more else told

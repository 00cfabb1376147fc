"""The outcome of a verification in words that a manager can act on, and closings.

Source: `fiscal.md` B-09 and 4.7 (codes).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.till.events import DayClosed
from app.fiscal.closing import sums_of
from app.presenters.till import report_lines
from app.services.house import Fact, House
from app.services.people import person_name
from db.findings import Finding, Report
from resources.texts import amount, long_date, price, tr, trn
from widgets.table_model import Cell, Column, Row

CODES: dict[str, str] = {
    "BAD_JWS": "écriture illisible",
    "KID_UNKNOWN": "signée par une clé inconnue",
    "BAD_SIG": "signature fausse ou absente",
    "SEQ_GAP": "un numéro manque avant celle-ci",
    "TSEQ_GAP": "un numéro manque dans sa série",
    "LINK_BROKEN": "ne suit pas celle d'avant : quelque chose a été changé",
    "TRUNCATED": "la fin du journal manque",
    "FORK": "le journal a deux suites différentes",
    "GENESIS_MISSING": "le début du journal manque",
    "PROJECTION_DIFF": "les tables de lecture ne disent pas la même chose",
    "TOTAL_DIFF": "un total ne tombe pas juste",
    "CLOSE_MISSING": "une clôture manque",
    "TS_BACKWARD": "l'horloge a reculé",
    "SEGMENT": "un nouveau segment commence ici",
    "DEGRADED": "rien ne pouvait plus être enregistré avant celle-ci",
    "WITNESS_UNREACHABLE": "le témoin de fin n'a pas pu être lu",
}
"""Finding -> what it means, in French."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a verification came to.

    Attributes:
        tone: "success", "warning" or "danger".
        lines: (place of the entry, words) of each finding; the place is "" for none.
    """

    tone: str
    words: str
    lines: tuple[tuple[str, str], ...]


def present_verdict(report: Report, *, deep: bool) -> Verdict:
    """The outcome in words."""
    count = trn(report.entries, "{n} écriture", "{n} écritures")
    lines = tuple(map(_finding, (*report.errors, *report.warnings)))
    if report.errors:
        found = len(report.errors)
        words = trn(found, "{n} anomalie", "{n} anomalies")
        text = tr("{words} dans {count} : prévenez.", words=words, count=count)
        return Verdict(tone="danger", words=text, lines=lines)
    if report.warnings:
        text = tr("{count} intactes, avec des remarques.", count=count)
        return Verdict(tone="warning", words=text, lines=lines)
    text = (
        tr("{count} intactes : chaîne, signatures et tables.", count=count)
        if deep
        else tr("{count} intactes : chaîne et signatures.", count=count)
    )
    return Verdict(tone="success", words=text, lines=lines)


def _finding(finding: Finding) -> tuple[str, str]:
    words = tr(CODES[finding.code])
    if finding.table:
        words = f"{words} ({finding.table})"
    if not finding.seq:
        return "", f"{finding.chain} {words}".strip()
    return (
        f"{finding.chain}:{finding.seq}",
        tr("Écriture {n} : {words}", n=finding.seq, words=words),
    )


def closing_columns() -> tuple[Column, ...]:
    """The columns of the closings."""
    return (
        Column("number", tr("N°"), 84, style="strong"),
        Column("day", tr("Jour")),
        Column("made", tr("Clôturé"), 104, drop=2),
        Column("person", tr("Par"), 96, drop=1),
        Column("total", tr("Total net"), 110, "end", "plain"),
        Column("difference", tr("Écart"), 84, "end"),
    )


def closing_rows(house: House, closings: Sequence[Fact]) -> list[Row]:
    """Closings as they are listed, in the order given."""
    rows = []
    for fact in closings:
        event = fact.event
        if not isinstance(event, DayClosed):
            continue
        sums = sums_of(event.figures)
        net = sums.get(("document", "sale", "ttc"), 0)
        net += sums.get(("document", "refund", "ttc"), 0)
        difference = sums.get(("cash", "difference", "amount"), 0)
        day = date.fromisoformat(event.day)
        made = datetime.fromisoformat(fact.meta.ts)
        rows.append(
            Row(
                str(event.number),
                (
                    Cell(f"{event.number:04d}", sort=event.number),
                    Cell(f"{long_date(day)} {day.year}", sort=event.day),
                    Cell(f"{made:%d/%m %H:%M}", sort=fact.meta.ts),
                    person_name(house, fact.meta.op),
                    Cell(amount(net), sort=net),
                    Cell(amount(difference, sign=True), sort=difference),
                ),
            )
        )
    return rows


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingView:
    """One Z: (name, value) pairs."""

    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]


def present_closing(house: House, fact: Fact) -> ClosingView | None:
    """A Z as it is shown before it is saved; None when the fact is none."""
    event = fact.event
    if not isinstance(event, DayClosed):
        return None
    sums = sums_of(event.figures)
    facts = list(report_lines(sums))
    for item, words in (
        ("expected", tr("Attendu dans le tiroir")),
        ("counted", tr("Compté")),
    ):
        value = sums.get(("cash", item, "amount"))
        if value is not None:
            facts.append((words, price(value)))
    difference = sums.get(("cash", "difference", "amount"), 0)
    facts += [
        (tr("Écart"), amount(difference, sign=True)),
        (tr("Total perpétuel net"), price(event.totals.perpetual_net)),
        (tr("Signature"), fact.meta.extract),
    ]
    if event.last:
        facts.append((tr("Tickets"), f"{event.first:06d} – {event.last:06d}"))
    who = person_name(house, fact.meta.op)
    return ClosingView(
        title=tr("Z n° {number}", number=f"{event.number:04d}"),
        subtitle=f"{long_date(date.fromisoformat(event.day))} · {who}",
        facts=tuple(facts),
    )

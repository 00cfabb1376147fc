"""The outcome of a verification in words that a manager can act on.

Source: `fiscal.md` B-09 and 4.7 (codes).
"""

import re
from dataclasses import dataclass

from db.findings import Finding, Report
from resources.texts import tr, trn

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
    "CLOSE_LATE": "clôturé après coup, par la première version qui clôture les mois",
    "REFUND_APART": "remboursé par des postes séparés : la somme ne tombe pas juste",
    "TS_BACKWARD": "l'horloge a reculé",
    "SEGMENT": "un nouveau segment commence ici",
    "DEGRADED": "rien ne pouvait plus être enregistré avant celle-ci",
    "WITNESS_UNREACHABLE": "le témoin de fin n'a pas pu être lu",
}
"""Finding -> what it means, in French."""
_NOTED = re.compile(rf"\S+ (\d+) ({'|'.join(CODES)})")


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


def found_words(found: str) -> str:
    """What was found as the journal notes it ("C1 12 BAD_SIG, C1 13 FORK"), in words."""
    return _NOTED.sub(
        lambda place: tr(
            "écriture {n} : {words}", n=place[1], words=tr(CODES[place[2]])
        ),
        found,
    )


def present_verdict(report: Report, *, deep: bool) -> Verdict:
    """The outcome in words."""
    count = trn(report.entries, "{n} écriture", "{n} écritures")
    lines = tuple(map(_finding, (*report.errors, *report.warnings)))
    if report.errors:
        found = len(report.errors)
        words = trn(found, "{n} anomalie", "{n} anomalies")
        text = tr(
            "{words} dans {count} : n'effacez rien, appelez le support.",
            words=words,
            count=count,
        )
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

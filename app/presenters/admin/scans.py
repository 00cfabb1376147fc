"""How guns type and what the shop's own labels say, as a form."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.settings import Settings
from app.presenters.pos.words import kilograms
from hardware.scanners.barcodes import (
    BarcodeError,
    InStorePattern,
    patterns_of,
    patterns_text,
    read_gs1,
    read_in_store,
    same_article,
)
from hardware.scanners.wedge import SUFFIXES, WedgeSettings
from resources.texts import price, tr
from widgets.dropdown import Entry

GAP, PREFIX, IN_STORE = "scan.gap", "scan.prefix", "scan.in_store"
MOST_ROWS = 8
_LEAST_GAP, _MOST_GAP = 20, 200
_GS1_FROM = 15


@dataclass(frozen=True, slots=True)
class LabelRow:
    """A line of the table; an empty shape is no line."""

    shape: str = ""
    measure: str = "weight"
    decimals: str = "3"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanDraft:
    """The form as it is typed; `gap` in milliseconds."""

    prefix: str
    gap: str
    rows: tuple[LabelRow, ...]


def scan_draft(settings: Settings) -> ScanDraft:
    """The form as stored, with room for more labels."""
    rows = [
        LabelRow(p.shape, p.measure, str(p.decimals))
        for p in patterns_of(settings.text(IN_STORE))
    ]
    room = min(MOST_ROWS, len(rows) + 2)
    rows += [LabelRow()] * (room - len(rows))
    return ScanDraft(
        prefix=settings.text(PREFIX), gap=settings.text(GAP), rows=tuple(rows)
    )


def scan_errors(draft: ScanDraft) -> dict[str, str]:
    """Field ("prefix", "gap", "row:0") -> what is wrong with it."""
    errors = {}
    if len(draft.prefix) > 1 or draft.prefix.isalnum() or draft.prefix in SUFFIXES:
        errors["prefix"] = tr("Un seul signe, ni lettre ni chiffre : ~ par exemple")
    gap = draft.gap.strip()
    if not (gap.isascii() and gap.isdigit() and _LEAST_GAP <= int(gap) <= _MOST_GAP):
        errors["gap"] = tr("De {least} à {most}", least=_LEAST_GAP, most=_MOST_GAP)
    for place, row in enumerate(draft.rows):
        if _shape(row) and _pattern(row) is None:
            errors[f"row:{place}"] = tr("13 signes : chiffres, I, V, K, et C à la fin")
    return errors


def scan_values(draft: ScanDraft) -> dict[str, str]:
    """Key -> value of the settings."""
    patterns = [_pattern(row) for row in draft.rows]
    return {
        PREFIX: draft.prefix,
        GAP: str(int(draft.gap.strip())),
        IN_STORE: patterns_text(p for p in patterns if p is not None),
    }


def with_row(draft: ScanDraft, place: int, row: LabelRow) -> ScanDraft:
    """The draft with another line of the table."""
    rows = (*draft.rows[:place], row, *draft.rows[place + 1 :])
    return replace(draft, rows=rows)


def trial_words(draft: ScanDraft, code: str) -> str:
    """What a code would say with this table; "" for none."""
    code = code.strip()
    if not code:
        return ""
    patterns = [p for p in map(_pattern, draft.rows) if p is not None]
    try:
        label = read_in_store(code, patterns)
        gs1 = read_gs1(code) if label is None and len(code) >= _GS1_FROM else None
    except BarcodeError:
        return tr("Ce code se contredit : clé ou longueur fausse")
    if label is not None:
        what = kilograms(label.value) if label.measure == "weight" else ""
        what = what or price(label.value)
        return tr("Article {number}, {what}", number=label.number, what=what)
    if gs1 is not None:
        parts = [f"({ai}) {value}" for ai, value in gs1.elements.items()]
        return " ".join(parts)
    return tr("Article {number}", number=same_article(code))


def measure_entries() -> tuple[Entry, ...]:
    """What V counts."""
    return Entry("weight", tr("Poids, kg")), Entry("price", tr("Prix, €"))


def decimal_entries() -> Sequence[Entry]:
    """Digits behind the point."""
    return tuple(Entry(str(n), tr("{n} décimales", n=n)) for n in range(4))


def wedge_settings(settings: Settings) -> WedgeSettings:
    """How the house tells a gun that types from a person; whatever is stored can be used."""
    gap, prefix = settings.text(GAP), settings.text(PREFIX)
    known = gap.isascii() and gap.isdigit()
    gap_ms = min(max(int(gap), _LEAST_GAP), _MOST_GAP) if known else 50
    return WedgeSettings(gap_ms=gap_ms, prefix=prefix[:1])


def _shape(row: LabelRow) -> str:
    return row.shape.strip().upper()


def _pattern(row: LabelRow) -> InStorePattern | None:
    measure = "price" if row.measure == "price" else "weight"
    try:
        return InStorePattern(_shape(row), measure, int(row.decimals))  # type: ignore[arg-type]  # one of the two words above
    except ValueError:
        return None

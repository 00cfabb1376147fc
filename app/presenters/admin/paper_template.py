"""What a house adds to its papers and leaves out of them, as a form, and an example."""

from dataclasses import dataclass, replace
from typing import Any, Literal

from app.domain.kitchen.events import TicketIssued, TicketLine
from app.domain.papers import (
    CONTACT,
    COUNT,
    DISHES,
    FOOTER,
    HEADER,
    LOGO,
    PEOPLE,
    PICTURE,
    PICTURE_DOTS,
    SHARE,
    TABLE,
    TOP,
    picture_of,
    picture_text,
)
from app.domain.receipts.events import (
    GrandTotals,
    ReceiptIssued,
    ReceiptLine,
    ReceiptPayment,
    ReceiptVat,
)
from app.domain.settings import Settings
from app.followers.paper.kitchen import kitchen_papers
from app.followers.paper.receipt import Stamp, addition_paper, receipt_paper
from app.presenters.admin.drafts import with_field
from hardware.printers.charset import DRAWN, printable
from hardware.printers.dither import MOST_BYTES, MOST_SIDE, resized
from hardware.printers.document import Bitmap, Document
from hardware.printers.layout import wrap
from resources.texts import tr
from widgets.choices import Choice
from widgets.dropdown import Entry

PaperKind = Literal["receipt", "addition", "kitchen"]
COLUMNS = 48
"""Characters of a line on 80 mm paper."""
HEADERS, FOOTERS = 3, 5
PROFILES = {"80": "generic_80", "58": "generic_58"}
"""Width of the paper -> the model whose paper is shown."""
_WIDTHS = {"small": 160, "medium": 256, "large": PICTURE_DOTS[0]}
"""Size of the logo -> dots across."""
_SWITCHES = {
    "logo": LOGO,
    "contact": CONTACT,
    "share": SHARE,
    "people": PEOPLE,
    "count": COUNT,
}
_CHOSEN = {"top": TOP, "table": TABLE, "dishes": DISHES}
_MEGA = 1_000_000
_WHY = {
    "large": "Ce fichier a {size} Mo ; {most} Mo au plus",
    "sides": "Cette image est trop grande : {n} points de côté au plus",
    "unknown": "Ce fichier n'est pas une image PNG ou JPEG",
    "broken": "Cette image est abîmée : elle ne se lit pas",
    "blank": "Cette image est blanche : rien ne s'imprimerait",
    "missing": "Ce fichier ne se lit pas",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateDraft:
    """The form as it is typed.

    Attributes:
        header, footer: line by line.
        picture: as the setting keeps it.
        size: of the logo, "small", "medium", "large".
    """

    header: tuple[str, ...]
    footer: tuple[str, ...]
    picture: str
    size: str
    logo: bool
    contact: bool
    share: bool
    people: bool
    count: bool
    top: str
    table: str
    dishes: str


def template_draft(settings: Settings) -> TemplateDraft:
    """The form as stored; a line from before lines had a limit is broken like on paper."""
    picture = settings.text(PICTURE)
    found = picture_of(picture)
    rest: dict[str, Any] = {
        **{name: settings.text(key) == "yes" for name, key in _SWITCHES.items()},
        **{name: settings.text(key) for name, key in _CHOSEN.items()},
    }
    return TemplateDraft(
        header=_rows(settings.text(HEADER), HEADERS),
        footer=_rows(settings.text(FOOTER), FOOTERS),
        picture=picture if found else "",
        size=_size(found) if found else "medium",
        **rest,
    )


def template_errors(draft: TemplateDraft) -> dict[str, str]:
    """Field ("header:0", "footer:3") -> what is wrong with it."""
    found = {
        f"{name}:{place}": _line_error(line)
        for name in ("header", "footer")
        for place, line in enumerate(getattr(draft, name))
    }
    return {name: words for name, words in found.items() if words}


def template_values(draft: TemplateDraft) -> dict[str, str]:
    """Key -> value of the settings."""
    return {
        HEADER: _text(draft.header),
        FOOTER: _text(draft.footer),
        PICTURE: draft.picture,
        **{k: "yes" if getattr(draft, n) else "no" for n, k in _SWITCHES.items()},
        **{key: getattr(draft, name) for name, key in _CHOSEN.items()},
    }


def with_line(draft: TemplateDraft, name: str, line: str) -> TemplateDraft:
    """The draft with another line, "header:0"."""
    part, _, place = name.partition(":")
    lines = list(getattr(draft, part))
    lines[int(place)] = line
    return with_field(draft, part, tuple(lines))


def with_picture(draft: TemplateDraft, bitmap: Bitmap) -> TemplateDraft:
    """The draft with a picture, which is shown."""
    text = picture_text(bitmap.width, bitmap.height, bitmap.bits)
    return replace(draft, picture=text, logo=True)


def with_size(draft: TemplateDraft, size: str) -> TemplateDraft:
    """The draft with its picture in another size."""
    found = picture_of(draft.picture)
    draft = replace(draft, size=size)
    return with_picture(draft, resized(Bitmap(*found), *room(size))) if found else draft


def room(size: str) -> tuple[int, int]:
    """Dots across and down that a logo of that size fills at most."""
    return _WIDTHS[size], PICTURE_DOTS[1] * _WIDTHS[size] // PICTURE_DOTS[0]


def picture_error(why: str, size: int = 0) -> str:
    """Why a file cannot be the logo; `size` in bytes."""
    shown = f"{size / _MEGA:.0f}"
    return tr(_WHY[why], size=shown, most=MOST_BYTES // _MEGA, n=MOST_SIDE)


def size_choices() -> tuple[Choice, ...]:
    """How large the logo is."""
    return (
        Choice("small", tr("Petit")),
        Choice("medium", tr("Moyen")),
        Choice("large", tr("Grand")),
    )


def table_choices() -> tuple[Choice, ...]:
    """How large the number of the table is."""
    return Choice("large", tr("Grand")), Choice("small", tr("Petit"))


def dish_choices() -> tuple[Choice, ...]:
    """How large the dishes are."""
    return (
        Choice("small", tr("Petit")),
        Choice("normal", tr("Normal")),
        Choice("large", tr("Grand")),
    )


def top_entries() -> tuple[Entry, ...]:
    """Blank lines for the clip that holds a ticket; a line is 3.5 mm."""
    heights = (0, 4, 7, 11, 14, 18, 21)
    return tuple(
        Entry(str(lines), tr("{n} mm", n=mm) if lines else tr("Aucun"))
        for lines, mm in enumerate(heights)
    )


def example(kind: PaperKind, draft: TemplateDraft, settings: Settings) -> Document:
    """A paper as it would come out with this form; amounts are those of nobody."""
    values = {**settings.values, **template_values(draft)}
    shown = replace(settings, values=values)
    if kind == "kitchen":
        (paper,) = kitchen_papers(
            _TICKET,
            shown,
            station="Chaud",
            course="Plats",
            waiter="Léa",
            ts=_TS,
            allergies={"nuts": "Fruits à coque"},
            limit=20,
        )
        return paper
    if kind == "addition":
        lines = [("2", "Entrecôte", 4800), ("1", "Café", 250)]
        head = f"{shown.text('house.name').upper()} · A-000187 · 20:31"
        return addition_paper(
            lines,
            _TTC,
            2,
            "Table 12 · 2 couverts · Léa",
            head,
            shown,
        )
    return receipt_paper(_RECEIPT, _STAMP, shown)


def _rows(text: str, least: int) -> tuple[str, ...]:
    lines = wrap(text, COLUMNS)
    return (*lines, *[""] * (least - len(lines)))


def _text(lines: tuple[str, ...]) -> str:
    return "\n".join(line.strip() for line in lines).strip("\n")


def _size(picture: tuple[int, int, bytes]) -> str:
    """The least size that holds a stored picture."""
    width, height, _ = picture
    fits = (s for s in _WIDTHS if width <= room(s)[0] and height <= room(s)[1])
    return next(fits, "large")


def _line_error(line: str) -> str:
    text = line.strip()
    if len(text) > COLUMNS:
        return tr("{n} signes au plus, il y en a {count}", n=COLUMNS, count=len(text))
    strange = next((c for c in text if c != "?" and "?" in printable(c, DRAWN)), "")
    return tr("« {sign} » ne s'imprime pas", sign=strange) if strange else ""


_TS, _TTC = "2026-11-20T20:31:00+01:00", 5050
_STAMP = Stamp(
    number="C1-000214",
    ts=_TS,
    operator="Léa",
    till="Caisse 1",
    extract="exemple",
    software="Sotto",
)
_RECEIPT = ReceiptIssued(
    receipt="example",
    order="example",
    bill="",
    mode="dine_in",
    table="12",
    covers=2,
    opened=_TS,
    lines=tuple(
        ReceiptLine(
            id=label,
            article=label,
            label=label,
            quantity=quantity,
            unit=unit,
            total=total,
            ttc=total,
            ht=ht,
            rate=1000,
            nature="SERVICE",
        )
        for label, quantity, unit, total, ht in (
            ("Entrecôte", "2", 2400, 4800, 4364),
            ("Café", "1", 250, 250, 227),
        )
    ),
    vat=(ReceiptVat(rate=1000, ttc=_TTC, ht=4591, tva=459),),
    ttc=_TTC,
    ht=4591,
    tva=459,
    payments=(ReceiptPayment(payment="example", method="card", amount=_TTC),),
    portions=(),
    totals=GrandTotals(day=0, month=0, year=0, perpetual_net=0, perpetual_abs=0),
    n_lines=2,
    n_articles=3,
)
_TICKET = TicketIssued(
    station="example",
    number=214,
    order="example",
    kind="new",
    course="example",
    table="12",
    covers=2,
    lines=(
        TicketLine(
            dish="1",
            quantity=2000,
            label="Entrecôte",
            modifiers=("saignant",),
            seats=(1, 2),
        ),
        TicketLine(
            dish="2",
            quantity=1000,
            label="Risotto aux cèpes",
            seats=(3,),
            note="sans persil",
            allergy="nuts",
        ),
    ),
    also="Bar 3",
    room="Terrasse",
)

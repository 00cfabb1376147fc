"""What labels are made of, and where they come out, in words."""

from collections.abc import Sequence
from datetime import datetime

from app.domain.world import World
from app.reports.labels import (
    SHEETS,
    Label,
    LabelKind,
    allergen_label,
    price_label,
    use_by_label,
)
from resources.texts import tr, trn
from widgets.choices import Choice
from widgets.dropdown import Entry

ALL = "*"
"""Key of all articles of the list at once."""
PRINTER, SHEET = "printer:", "sheet:"
"""Before the id of where labels come out."""
KINDS: tuple[LabelKind, ...] = ("price", "allergens", "use_by")
_WORDS: dict[LabelKind, str] = {
    "price": "Prix",
    "allergens": "Allergènes",
    "use_by": "DLC",
}


def kind_choices() -> tuple[Choice, ...]:
    """The kinds of labels."""
    return tuple(Choice(kind, tr(_WORDS[kind])) for kind in KINDS)


def article_entries(
    world: World, articles: Sequence[str], *, together: bool
) -> list[Entry]:
    """Each of these articles by its name, after all of them `together`."""
    known = world.catalogue.articles
    named = sorted((known[a].name, a) for a in articles if a in known)
    entries = [Entry(key, name) for name, key in named]
    if not together or len(entries) < 2:
        return entries
    words = trn(len(entries), "{n} article de la liste", "Les {n} articles de la liste")
    return [Entry(ALL, words), *entries]


def where_entries(world: World, terminal: str) -> list[Entry]:
    """The printers that a terminal drives, then the sheets of stickers."""
    printers = [
        Entry(PRINTER + device.id, tr("Imprimante {name}", name=device.name))
        for device in world.driven(terminal).values()
        if device.kind == "printer"
    ]
    sheets = [
        Entry(
            SHEET + sheet.key,
            tr(
                "Planche A4, {n} étiquettes {width} × {height} mm ({key})",
                n=sheet.count,
                width=_millimetres(sheet.width),
                height=_millimetres(sheet.height),
                key=sheet.key,
            ),
        )
        for sheet in SHEETS.values()
    ]
    return printers + sheets


def _millimetres(length: float) -> str:
    return f"{length:g}".replace(".", ",")


def made_labels(
    world: World,
    articles: Sequence[str],
    kind: LabelKind,
    now: datetime,
    *,
    days: int = 0,
    by: str = "",
) -> list[Label]:
    """One label for each of these articles.

    Args:
        days: how long a preparation of now keeps.
        by: who made it.
    """
    found = [world.catalogue.articles[article] for article in articles]
    if kind == "price":
        return [price_label(article) for article in found]
    if kind == "allergens":
        return [allergen_label(article) for article in found]
    return [use_by_label(article, now, days, by) for article in found]

"""The stock as a list and a form: levels, alerts, movements, recipes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.catalogue.state import Catalogue
from app.domain.inventory.decide import MAX_NAME, MAX_PAN
from app.domain.inventory.events import ItemSet, Part, RecipeSet
from app.domain.inventory.state import Inventory
from app.domain.vocabulary import MILLI
from app.projections.queries import StockChange
from resources.texts import amount, language, tr
from widgets.amount_entry import parse_cents
from widgets.dropdown import Entry
from widgets.table_model import Cell, Column, Row

COUNT = "count"
"""Choice of the movement field that is a count."""
_QUANTITY = re.compile(r"(-?)(\d{1,6})(?:[.,](\d{1,3}))?", re.ASCII)


def columns() -> tuple[Column, ...]:
    """The columns; supplier and value go where there is no room."""
    return (
        Column("name", tr("Article de stock"), style="strong"),
        Column("level", tr("En stock"), 104, "end", "plain"),
        Column("low", tr("Seuil"), 92, "end"),
        Column("supplier", tr("Fournisseur"), 150, drop=2),
        Column("value", tr("Valeur HT"), 124, "end", drop=1),
        Column("state", tr("État"), 148),
    )


def stock_rows(inventory: Inventory) -> list[Row]:
    """Everything that is or was kept."""
    return [_row(inventory, item) for item in inventory.items.values()]


def _row(inventory: Inventory, item: ItemSet) -> Row:
    level = inventory.level(item.id)
    value = max(0, level) * item.cost // MILLI
    return Row(
        item.id,
        (
            item.name,
            Cell(quantity_words(level, item.unit), sort=level),
            Cell(
                quantity_words(item.low, item.unit) if item.low else "—", sort=item.low
            ),
            item.supplier,
            Cell(amount(value) if item.cost else "—", sort=value),
            _state(inventory, item),
        ),
    )


def _state(inventory: Inventory, item: ItemSet) -> Cell:
    if not item.active:
        return Cell(tr("retiré"), sort=3, tag="neutral", icon="visibility_off")
    if inventory.level(item.id) < 0:
        return Cell(tr("à compter"), sort=0, tag="danger", icon="error")
    if inventory.is_low(item):
        return Cell(tr("à commander"), sort=1, tag="warning", icon="trending_down")
    return Cell(tr("suffisant"), sort=2, icon="check")


def low_ids(inventory: Inventory) -> list[str]:
    """What has to be ordered or counted."""
    return [
        item.id
        for item in inventory.items.values()
        if inventory.is_low(item) or (item.active and inventory.level(item.id) < 0)
    ]


def unit_words(unit: str) -> str:
    """What stands after a number: "kg", "l", "" for pieces."""
    return "" if unit == "piece" else unit


def unit_help(unit: str) -> str:
    """What a quantity is typed in."""
    return {
        "piece": tr("en pièces"),
        "kg": tr("en kilogrammes"),
        "l": tr("en litres"),
    }.get(unit, unit)


def quantity_text(milli: int) -> str:
    """12500 -> "12,5", below zero with a minus sign."""
    whole, part = divmod(abs(milli), MILLI)
    text = str(whole)
    if part:
        comma = "," if language() == "fr" else "."
        text += comma + f"{part:03d}".rstrip("0")
    return f"−{text}" if milli < 0 else text


def quantity_words(milli: int, unit: str) -> str:
    """12500 -> "12,5 kg"."""
    return f"{quantity_text(milli)} {unit_words(unit)}".strip()


def parse_quantity(text: str) -> int | None:
    """ "12,5" -> 12500; None when it is no quantity."""
    found = _QUANTITY.fullmatch(text.strip().replace("−", "-"))
    if found is None:
        return None
    sign, whole, part = found.groups()
    milli = int(whole) * MILLI + int((part or "").ljust(3, "0"))
    return -milli if sign else milli


def unit_entries() -> tuple[Entry, ...]:
    """What things are counted in."""
    return (
        Entry("piece", tr("Pièce")),
        Entry("kg", tr("Kilogramme")),
        Entry("l", tr("Litre")),
    )


def movement_entries() -> tuple[Entry, ...]:
    """What can be noted, the most frequent first."""
    return (
        Entry("delivery", tr("Livraison")),
        Entry("waste", tr("Perte")),
        Entry(COUNT, tr("Inventaire : compté")),
        Entry("transfer", tr("Transfert (− sort)")),
        Entry("correction", tr("Correction (− enlève)")),
    )


# The form


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDraft:
    """An item as it stands in the form; numbers as they are typed."""

    name: str
    unit: str
    low: str
    supplier: str
    cost: str
    active: bool
    counted: bool = False
    batch: str = ""
    pan: str = ""


def item_draft(item: ItemSet) -> ItemDraft:
    """The form of an item as stored."""
    return ItemDraft(
        name=item.name,
        unit=item.unit,
        low=quantity_text(item.low) if item.low else "",
        supplier=item.supplier,
        cost=amount(item.cost) if item.cost else "",
        active=item.active,
        counted=item.counted,
        batch=quantity_text(item.batch) if item.batch else "",
        pan=item.pan,
    )


def item_errors(draft: ItemDraft) -> dict[str, str]:
    """Field -> what is wrong with it."""
    errors = {}
    if not 0 < len(draft.name.strip()) <= MAX_NAME:
        errors["name"] = tr("De 1 à {n} caractères", n=MAX_NAME)
    low = parse_quantity(draft.low) if draft.low.strip() else 0
    if low is None or low < 0:
        errors["low"] = tr("Par exemple 2,5")
    if draft.cost.strip() and parse_cents(draft.cost) is None:
        errors["cost"] = tr("Par exemple 12,50")
    batch = parse_quantity(draft.batch) if draft.batch.strip() else 0
    if batch is None or batch < 0:
        errors["batch"] = tr("Par exemple 4")
    if len(draft.pan.strip()) > MAX_PAN:
        errors["pan"] = tr("{n} caractères au plus", n=MAX_PAN)
    return errors


def item_of(draft: ItemDraft, stored: ItemSet) -> ItemSet:
    """The item as the form says, once it has no errors."""
    return replace(
        stored,
        name=draft.name.strip(),
        unit=draft.unit,
        low=parse_quantity(draft.low) or 0,
        supplier=draft.supplier.strip(),
        cost=(parse_cents(draft.cost) or 0) if draft.cost.strip() else 0,
        active=draft.active,
        counted=draft.counted,
        batch=parse_quantity(draft.batch) or 0,
        pan=draft.pan.strip(),
    )


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A movement, a sale or a count in words."""

    title: str
    subtitle: str


def change_rows(
    changes: Sequence[StockChange], unit: str, names: dict[str, str]
) -> list[ChangeRow]:
    """What happened to an item; `names` are those of people."""
    return [_change(change, unit, names) for change in changes]


def _change(change: StockChange, unit: str, names: dict[str, str]) -> ChangeRow:
    words = {
        "delivery": tr("Livraison"),
        "waste": tr("Perte"),
        "transfer": tr("Transfert"),
        "correction": tr("Correction"),
        "used": tr("Vendu"),
        COUNT: tr("Inventaire"),
    }.get(change.kind, change.kind)
    sign = "+" if change.milli > 0 and change.kind != COUNT else ""
    at = datetime.fromisoformat(change.ts)
    parts = (f"{at:%d/%m %H:%M}", names.get(change.op, ""), change.note)
    return ChangeRow(
        f"{words} {sign}{quantity_words(change.milli, unit)}",
        " · ".join(part for part in parts if part),
    )


def recipe_rows(
    inventory: Inventory, catalogue: Catalogue, item: ItemSet
) -> list[tuple[str, str, str]]:
    """(article, its name, what a portion takes of the item), by name."""
    found = []
    for article, recipe in inventory.recipes.items():
        for part in recipe.parts:
            if part.item == item.id and article in catalogue.articles:
                words = quantity_words(part.quantity, item.unit)
                found.append((article, catalogue.articles[article].name, words))
    return sorted(found, key=lambda row: row[1].casefold())


def part_rows(inventory: Inventory, article: str) -> list[tuple[str, str, str]]:
    """(item, its name, how much of it) of what a portion of an article takes."""
    recipe = inventory.recipes.get(article)
    return [
        (part.item, item.name, quantity_words(part.quantity, item.unit))
        for part in (recipe.parts if recipe else ())
        for item in [inventory.items[part.item]]
    ]


def item_entries(inventory: Inventory) -> list[Entry]:
    """What is kept, by name, with the unit in which a quantity is typed."""
    items = [item for item in inventory.items.values() if item.active]
    items.sort(key=lambda item: item.name.casefold())
    return [
        Entry(item.id, " · ".join(filter(None, (item.name, unit_words(item.unit)))))
        for item in items
    ]


def article_entries(catalogue: Catalogue) -> list[Entry]:
    """What is on the card, by name."""
    articles = [a for a in catalogue.articles.values() if a.active]
    articles.sort(key=lambda article: article.name.casefold())
    return [Entry(article.id, article.name) for article in articles]


def recipe_with(
    inventory: Inventory, article: str, item: str, quantity: int
) -> RecipeSet:
    """The recipe of an article when a portion takes so much of an item (0: nothing)."""
    known = inventory.recipes.get(article)
    parts = [part for part in (known.parts if known else ()) if part.item != item]
    if quantity:
        parts.append(Part(item=item, quantity=quantity))
    return RecipeSet(article=article, parts=tuple(parts))

"""Deciding about stock: items, recipes, movements, counts; what sales take of it."""

from collections.abc import Iterable
from copy import copy
from dataclasses import replace

from app.domain.catalogue.stock import taken
from app.domain.inventory.events import (
    MOVEMENTS,
    UNITS,
    ItemSet,
    LowStock,
    MovementKind,
    Part,
    RecipeSet,
    Restocked,
    StockCounted,
    StockMoved,
    StockUsed,
)
from app.domain.inventory.state import Inventory, touched
from app.domain.orders.taking import clean_note
from app.domain.vocabulary import MILLI, Context, Refusal, command, need
from app.domain.world import World

Decision = tuple[object, ...] | Refusal
MAX_ID = 40
MAX_NAME = 60
MAX_LEVEL = 1_000_000 * MILLI
MAX_COST = 10_000_000
MAX_PARTS = 50
MAX_PAN = 20

_SIGNS = {"delivery": 1, "waste": -1}
"""Movements that go one way only; others are told with their sign."""


@command
class SetItem:
    """Change something that is kept in stock, as a whole; a new id makes a new one."""

    event: ItemSet


@command
class SetRecipe:
    """Say what a portion of an article takes; no parts when it takes nothing."""

    event: RecipeSet


@command
class MoveStock:
    """Stock came in or went out.

    Args:
        quantity: thousandths of the unit. More than 0 for a delivery and for waste,
            which takes it off; a transfer or a correction is below 0 when it goes out.
    """

    item: str
    kind: MovementKind
    quantity: int
    note: str = ""


@command
class CountStock:
    """Somebody counted `level` thousandths of the unit."""

    item: str
    level: int


InventoryCommand = SetItem | SetRecipe | MoveStock | CountStock


def decide(world: World, command: InventoryCommand, context: Context) -> Decision:
    """What changed in the stock, or why it cannot."""
    if isinstance(command, SetItem | SetRecipe):
        refused = need(
            context, "stock.edit", "Gérer les stocks demande un responsable."
        )
        if refused:
            return refused
        if isinstance(command, SetRecipe):
            return _recipe_refusal(world, command.event) or (command.event,)
        return _item(command.event)
    refused = need(
        context, "stock.move", "Noter un mouvement de stock demande un droit."
    )
    if refused:
        return refused
    if command.item not in world.inventory.items:
        return Refusal("item_unknown", "Cet article n'est pas en stock.")
    if isinstance(command, CountStock):
        if not 0 <= command.level <= MAX_LEVEL:
            return _out_of_range()
        expected = world.inventory.level(command.item)
        return (
            StockCounted(item=command.item, level=command.level, expected=expected),
        )
    return _move(command)


def _move(command: MoveStock) -> Decision:
    if command.kind not in MOVEMENTS:
        return Refusal("movement_unknown", "Ce mouvement n'existe pas.")
    sign = _SIGNS.get(command.kind)
    if not 0 < abs(command.quantity) <= MAX_LEVEL or (sign and command.quantity < 0):
        return _out_of_range()
    return (
        StockMoved(
            item=command.item,
            kind=command.kind,
            quantity=command.quantity * (sign or 1),
            note=clean_note(command.note),
        ),
    )


def _item(event: ItemSet) -> Decision:
    if not 0 < len(event.id) <= MAX_ID:
        return Refusal("id_invalid", "Cet identifiant n'est pas possible.")
    name, supplier = event.name.strip(), clean_note(event.supplier)
    if not name or len(name) > MAX_NAME:
        return Refusal("name_invalid", "Le nom a de 1 à 60 caractères.")
    if event.unit not in UNITS:
        return Refusal("unit_unknown", "Choisissez une unité : pièce, kg ou litre.")
    if not (0 <= event.low <= MAX_LEVEL and 0 <= event.batch <= MAX_LEVEL):
        return _out_of_range()
    if len(pan := clean_note(event.pan)) > MAX_PAN:
        return Refusal("pan_invalid", "Le nom de la fournée a 20 caractères au plus.")
    if not 0 <= event.cost <= MAX_COST:
        return Refusal("price_out_of_range", "Ce prix n'est pas possible.")
    return (replace(event, name=name, supplier=supplier, pan=pan),)


def _recipe_refusal(world: World, recipe: RecipeSet) -> Refusal | None:
    if recipe.article not in world.catalogue.articles:
        return Refusal("article_unknown", "Cet article n'est pas à la carte.")
    named = [part.item for part in recipe.parts]
    if len(set(named)) < len(named) or len(named) > MAX_PARTS:
        return Refusal("recipe_invalid", "Un article de stock figure deux fois.")
    if not all(item in world.inventory.items for item in named):
        return Refusal("item_unknown", "Cet article n'est pas en stock.")
    if not all(0 < part.quantity <= MAX_LEVEL for part in recipe.parts):
        return _out_of_range()
    return None


def _out_of_range() -> Refusal:
    return Refusal("quantity_out_of_range", "Cette quantité n'est pas possible.")


def used_facts(world: World, facts: Iterable[object]) -> tuple[StockUsed, ...]:
    """What recipes take of the stock by `facts` that were just decided.

    A dish is counted as soon as it is taken down, so that open orders count; it is given
    back when it is voided before anybody started to make it.
    """
    recipes = world.inventory.recipes
    if not recipes:
        return ()
    parts: dict[str, int] = {}
    for fact in facts:
        for article, milli in taken(world, fact, _as_sold).items():
            recipe = recipes.get(article)
            for part in recipe.parts if recipe else ():
                whole = part.quantity * milli
                # Halves away from zero, so that what is given back is what was taken.
                share = (abs(whole) + MILLI // 2) // MILLI
                parts[part.item] = parts.get(part.item, 0) + (
                    share if whole > 0 else -share
                )
    used = tuple(
        Part(item=item, quantity=milli) for item, milli in parts.items() if milli
    )
    return (StockUsed(parts=used),) if used else ()


def _as_sold(quantity: int, unit: str) -> int:
    """Pieces or kilograms: a recipe is for one of them."""
    return quantity


def crossings(
    world: World, facts: Iterable[object]
) -> tuple[LowStock | Restocked, ...]:
    """The alerts that begin or end with `facts` that were just decided."""
    facts = tuple(facts)
    items = touched(facts)
    if not items:
        return ()
    after = _after(world.inventory, facts)
    found: list[LowStock | Restocked] = []
    for name in items:
        item = after.items.get(name)
        if item is None or after.is_low(item) == (name in after.low):
            continue
        kind = Restocked if name in after.low else LowStock
        found.append(kind(item=name, level=after.level(name), low=item.low))
    return tuple(found)


def _after(inventory: Inventory, facts: Iterable[object]) -> Inventory:
    """The stock once these facts are taken in."""
    after = replace(
        inventory, items=copy(inventory.items), levels=copy(inventory.levels)
    )
    for fact in facts:
        if isinstance(fact, ItemSet | StockMoved | StockCounted | StockUsed):
            after.evolve(fact)
    return after

"""The middle of the till: what was typed, the tabs, the tiles.

The dining room and the shop counter sell from the same catalogue; `shop` says whose
categories and favourites are shown. Search looks through both.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.catalogue.events import ArticleSet
from app.domain.orders.state import Order
from app.domain.orders.taking import MAX_QUANTITY
from app.domain.vocabulary import MILLI
from app.domain.world import World
from app.presenters.pos.words import Sight, allergen_letters, category_colour, pieces
from resources.texts import amount, tr
from widgets.choices import Choice
from widgets.tile import TileView

FAVOURITES = "favourites"
"""Key of the first tab."""
TABLE_TILE = "table:"
"""Beginning of the id of a tile that opens a table."""

_TIMES = re.compile(r"\s*(-?\d+)\s*[*x×]\s*(.*)", re.IGNORECASE | re.DOTALL)
_UNIT = re.compile(r"(\d) (cl|ml|L|g|kg|cm|pers)\b")
"""A number and its unit stay on one line of a tile."""
_MOST_DIGITS = 4
_MOST = MAX_QUANTITY // MILLI


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the search field, understood.

    Attributes:
        words: what to look for.
        quantity: pieces of what is taken next ("3*expresso"), 0 when it cannot be.
        table: id of the table whose number was typed, "" for none.
        number: a number that could be a table's, "" otherwise.
    """

    words: str = ""
    quantity: int = 1
    table: str = ""
    number: str = ""


def read_typed(world: World, text: str) -> Typed:
    """Understands "12", "tarte ci", "3*expresso", "3*" or a barcode."""
    times = _TIMES.fullmatch(text)
    if times:
        count = int(times[1]) if len(times[1]) <= _MOST_DIGITS else 0
        quantity = count if 0 < count <= _MOST else 0
        return Typed(words=times[2].strip(), quantity=quantity)
    words = text.strip()
    number = words if words.isdigit() and len(words) <= _MOST_DIGITS else ""
    table = world.floor.by_number(words) if words else None
    return Typed(words=words, table=table.id if table else "", number=number)


def present_tabs(world: World, *, shop: bool) -> tuple[Choice, ...]:
    """Favourites, or all while there are none, then the categories of the place that
    have something to sell."""
    filled = {a.category for a in world.catalogue.articles.values() if a.active}
    here = _sold_at(world, shop=shop)
    ranked = sorted(world.catalogue.categories.values(), key=lambda each: each.rank)
    first = Choice(FAVOURITES, tr("Favoris"), "star")
    if not any(a.favourite for a in articles_of(world, FAVOURITES, shop=shop)):
        first = Choice(FAVOURITES, tr("Tout"), "grid_view")
    return (
        first,
        *(
            Choice(category.id, category.name, category.icon)
            for category in ranked
            if category.active and category.id in here & filled
        ),
    )


def articles_of(world: World, tab: str, *, shop: bool) -> list[ArticleSet]:
    """The articles of a tab, in the order of the page."""
    here = _sold_at(world, shop=shop)
    sold = [
        article
        for article in world.catalogue.articles.values()
        if article.active and article.category in here
    ]
    if tab == FAVOURITES:
        chosen = sorted((a for a in sold if a.favourite), key=lambda a: a.favourite)
        categories = world.catalogue.categories
        return chosen or sorted(sold, key=lambda a: categories[a.category].rank)
    return [article for article in sold if article.category == tab]


def _sold_at(world: World, *, shop: bool) -> set[str]:
    """The categories of the counter, or of the dining room; all of them where the card
    does not tell the two apart."""
    categories = world.catalogue.categories.values()
    divided = len({each.shop for each in categories if each.active}) > 1
    return {each.id for each in categories if not divided or each.shop == shop}


def nearest_first(world: World, found: Sequence[str], *, shop: bool) -> list[str]:
    """What is sold at this place before what is sold elsewhere, else in order."""
    categories, articles = world.catalogue.categories, world.catalogue.articles

    def elsewhere(article: str) -> bool:
        category = categories.get(articles[article].category)
        return category is None or category.shop != shop

    return sorted(found, key=elsewhere)


def in_order(world: World, order: Order | None) -> Mapping[str, int]:
    """Article -> pieces on the order in front of the person."""
    counts: dict[str, int] = {}
    for line in world.book.lines_of(order) if order else ():
        counts[line.article] = counts.get(line.article, 0) + pieces(
            line.quantity, line.unit
        )
    return counts


def present_tile(
    world: World,
    article: ArticleSet,
    served: str,
    sight: Sight,
    counts: Mapping[str, int],
) -> TileView:
    """An article as a tile, at the price in force."""
    catalogue = world.catalogue
    name = _UNIT.sub("\\1\u00a0\\2", article.button or article.name)
    colour = category_colour(world, article)
    if article.open_price:
        return TileView(
            id=article.id, name=name, price_text="", category=colour, icon="add"
        )
    cents = catalogue.price_of(
        article, served, sight.now, room=sight.room, client=sight.client
    )
    text = amount(cents)
    left, initial = (
        catalogue.remaining.get(article.id),
        catalogue.initial.get(article.id),
    )
    tile = TileView(
        id=article.id,
        name=name,
        price_text=text if article.unit == "piece" else tr("{price} le kg", price=text),
        category=colour,
        allergens=allergen_letters(article),
        in_order=counts.get(article.id, 0),
        photo=article.photo if world.settings.text("tiles.photos") == "yes" else "",
    )
    if left is None:
        return tile
    if left <= 0:
        return replace(tile, sold_out=True)
    return replace(
        tile,
        countdown=tr("reste {n}", n=left // MILLI),
        share=min(1.0, left / initial) if initial else 1.0,
    )


def present_tiles(
    world: World,
    articles: Iterable[ArticleSet],
    served: str,
    sight: Sight,
    order: Order | None,
) -> tuple[TileView, ...]:
    """Articles as tiles, in the given order."""
    counts = in_order(world, order)
    return tuple(present_tile(world, a, served, sight, counts) for a in articles)


def present_found(
    world: World,
    typed: Typed,
    found: Sequence[str],
    served: str,
    sight: Sight,
    order: Order | None,
) -> tuple[TileView, ...]:
    """What a search found; the table of that number comes first."""
    articles = [world.catalogue.articles[article] for article in found]
    tiles = present_tiles(world, articles, served, sight, order)
    if not typed.table:
        return tiles
    number = world.floor.number(typed.table)
    table = TileView(
        id=TABLE_TILE + typed.table,
        name=tr("Table {table}", table=number),
        price_text="",
        category="formules",
        icon="table_restaurant",
    )
    return (table, *tiles)


def quantity_words() -> str:
    """Why a typed quantity was not taken."""
    return tr("La quantité va de 1 à {most}.", most=_MOST)


def nothing_found(typed: Typed) -> str:
    """What is said when Enter finds nothing."""
    if typed.number:
        return tr("Aucune table {number}.", number=typed.number)
    return tr("Rien ne ressemble à « {words} ».", words=typed.words[:40])


def needs_choice(world: World, article: ArticleSet) -> str:
    """What must be asked before it can be taken: "formule", "options", "price", "weight",
    or "" for nothing."""
    if article.steps:
        return "formule"
    if article.open_price:
        return "price"
    if article.unit != "piece":
        return "weight"
    groups = world.catalogue.groups
    asked = any(groups[g].minimum for g in article.groups if g in groups)
    return "options" if asked else ""

"""The card as guests read it: chapters, prices, what is in each dish.

What the printed price list, the allergen sheet and the page of the hub say alike.
Source: `fiscal.md` F-08, K-01, K-02. Nothing that the house has not said is taken to be absent.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from app.domain.catalogue.events import ArticleSet, CategorySet, PriceListSet
from app.domain.catalogue.ranks import ranked
from app.domain.catalogue.state import Catalogue
from app.domain.vocabulary import ALLERGENS
from resources.texts import language, price, tr

_DAY = 1440


@dataclass(frozen=True, slots=True, kw_only=True)
class Dish:
    """Something on the card.

    Attributes:
        cents: VAT and service included; 0 where the price is asked for.
        unit: "piece" or "kg".
        held, traces: keys of `ALLERGENS` that are in it, or may be.
        said: whether the house has said what is in it, if only that nothing is.
        steps: of a formule, whose dishes are on the card themselves.
        origin: of its meat, "" for none.
    """

    name: str
    cents: int
    unit: str = "piece"
    held: tuple[str, ...] = ()
    traces: tuple[str, ...] = ()
    said: bool = False
    steps: tuple[str, ...] = ()
    origin: str = ""

    @property
    def origin_text(self) -> str:
        """ "Viande : France", "" for none."""
        return tr("Viande : {origin}", origin=self.origin) if self.origin else ""

    @property
    def price_text(self) -> str:
        """ "21,90 €", "29,90 € le kg", "selon le jour"."""
        if not self.cents:
            return tr("selon le jour")
        words = price(self.cents)
        return tr("{price} le kg", price=words) if self.unit == "kg" else words


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A part of the card; `note` says when its prices hold, "" for always."""

    name: str
    dishes: tuple[Dish, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """The card in one service mode ("dine_in" or "takeaway"), as of a day."""

    mode: str
    day: date
    chapters: tuple[Chapter, ...]

    @property
    def included(self) -> str:
        """What the prices include."""
        if self.mode == "dine_in":
            return tr("Prix nets en euros, taxes et service compris")
        return tr("Prix nets en euros, toutes taxes comprises")


Named = Callable[[str, str, str], str]
"""(kind, id, the house's own name) -> what guests are told."""


def house_name(_kind: str, _thing: str, usual: str) -> str:
    """As the house calls it."""
    return usual


def menu_of(
    catalogue: Catalogue, mode: str, day: date, named: Named = house_name
) -> Menu:
    """The card as it stands; what is sold at the shop's counter is not eaten here."""
    shown = [
        category
        for category in sorted(catalogue.categories.values(), key=lambda c: c.rank)
        if category.active and not (mode == "dine_in" and category.shop)
    ]
    chapters = [
        *_chapters(catalogue, shown, mode, named),
        *_hours(catalogue, shown, mode, named),
    ]
    return Menu(mode=mode, day=day, chapters=tuple(chapters))


def _chapters(
    catalogue: Catalogue, shown: list[CategorySet], mode: str, named: Named
) -> Iterator[Chapter]:
    for category in shown:
        dishes = [
            _dish(catalogue, article, mode, named)
            for article in catalogue.articles.values()
            if article.active and article.category == category.id
        ]
        if dishes:
            name = named("category", category.id, category.name)
            yield Chapter(name=name, dishes=tuple(dishes))


def _dish(catalogue: Catalogue, article: ArticleSet, mode: str, named: Named) -> Dish:
    return Dish(
        name=named("article", article.id, article.name),
        cents=0 if article.open_price else _usual(catalogue, article, mode),
        unit=article.unit,
        held=tuple(key for key in ALLERGENS if key in article.allergens),
        traces=tuple(key for key in ALLERGENS if f"{key}?" in article.allergens),
        said=bool(article.allergens) or article.no_allergens,
        steps=tuple(step.name for step in article.steps),
        origin=article.origin,
    )


def _limited(listed: PriceListSet) -> bool:
    """Whether a price list holds at some hours, on some days or in some rooms alone."""
    limits = listed.weekdays, listed.rooms, listed.since, listed.until
    return any(limits) or (listed.start, listed.end) != (0, _DAY)


def _in_mode(catalogue: Catalogue, mode: str) -> list[PriceListSet]:
    return [
        listed
        for listed in ranked(catalogue.price_lists.values())
        if listed.active
        and not listed.clients  # a menu is for whoever reads it
        and listed.vat_included
        and (not listed.modes or mode in listed.modes)
    ]


def _usual(catalogue: Catalogue, article: ArticleSet, mode: str) -> int:
    """The price outside happy hours."""
    for listed in _in_mode(catalogue, mode):
        cents = catalogue.listed(listed, article, article.price)
        if cents is not None and not _limited(listed):
            return cents
    return article.price


def _hours(
    catalogue: Catalogue, shown: list[CategorySet], mode: str, named: Named
) -> Iterator[Chapter]:
    """The price lists that hold at some hours, each a chapter of its own."""
    categories = {category.id for category in shown}
    for listed in _in_mode(catalogue, mode):
        if not _limited(listed):
            continue
        dishes = [
            Dish(
                name=named("article", article.id, article.name),
                cents=cents,
                unit=article.unit,
                said=True,  # it says so where it stands at its usual price
            )
            for article in catalogue.articles.values()
            if (cents := catalogue.listed(listed, article, article.price)) is not None
            and article.active
            and article.category in categories
        ]
        if dishes:
            note = _when(listed)
            yield Chapter(name=listed.name, dishes=tuple(dishes), note=note)


def _when(listed: PriceListSet) -> str:
    """ "lun. mar. mer. jeu. ven. · 17:00 – 19:00"."""
    names = tr("lun. mar. mer. jeu. ven. sam. dim.").split()
    days = " ".join(names[day] for day in listed.weekdays)
    hours = ""
    if (listed.start, listed.end) != (0, _DAY):
        start, end = divmod(listed.start, 60), divmod(listed.end, 60)
        hours = f"{start[0]:02d}:{start[1]:02d} – {end[0]:02d}:{end[1]:02d}"
    return " · ".join(filter(None, (days, hours)))


def allergen_letters(dish: Dish) -> str:
    """ "G L (Œ)", "?" where the house has not said, "" where nothing is in it."""
    if dish.steps:
        return ""
    if not dish.said:
        return "?"
    letters = [ALLERGENS[key][1] for key in dish.held]
    return " ".join([*letters, *(f"({ALLERGENS[key][1]})" for key in dish.traces)])


def allergen_word(key: str) -> str:
    """What is in a dish, within a sentence: nouns are large in German alone."""
    word = tr(ALLERGENS[key][0])
    return word if language() == "de" else word.lower()


def legend() -> str:
    """What the letters mean."""
    names = [f"{letters} {tr(name).lower()}" for name, letters in ALLERGENS.values()]
    return " · ".join(
        [*names, tr("(…) traces possibles"), tr("? non renseigné : demandez-nous")]
    )

"""Facts about what is sold. Each `…set` carries the whole thing: the latest one stands."""

from dataclasses import dataclass
from typing import Final

from app.domain.catalogue.presets import PresetSet
from app.domain.catalogue.promotions import OfficePromotion, PromotionSet
from app.domain.wire import Json, fact, upcast


@dataclass(frozen=True, slots=True, kw_only=True)
class FormuleChoice:
    """An article that may be chosen at a step, with its supplement in cents."""

    article: str
    supplement: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FormuleStep:
    """One step of a formule: its name, the course it is served in, what may be chosen."""

    name: str
    course: str
    choices: tuple[FormuleChoice, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KitchenName:
    """What something is called in the kitchen by cooks of another language ("pt")."""

    language: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModifierOption:
    """One choice of a modifier group.

    Attributes:
        price: cents added, may be negative.
        groups: groups asked next when this option is taken (nested modifiers).
        kitchen: words on the kitchen ticket, `name` when empty; `kitchens` in other
            languages.
        minutes: added to the preparation time, may be negative.
        article: article whose availability this option shares, "" for none.
        colour, icon, weight: how it stands out in the kitchen, of those in `marks.py`;
            no colour for what does not.
        station: where it is made when that is not the dish's own station, "" for there.
    """

    id: str
    name: str
    price: int = 0
    kitchen: str = ""
    groups: tuple[str, ...] = ()
    minutes: int = 0
    article: str = ""
    kitchens: tuple[KitchenName, ...] = ()
    colour: str = ""
    icon: str = ""
    weight: str = ""
    station: str = ""


@fact("article.set", version=5, stream="article/{id}")
class ArticleSet:
    """An article as it is sold from now on.

    Attributes:
        name: on receipts and reports; `button` on the tile and `kitchen` on the ticket,
            both `name` when empty; `kitchens` for cooks of other languages; `spoken` are
            aliases for search and voice.
        price: cents, VAT included, in every service mode that has no price list.
        vat_on_site, vat_takeaway: codes of `VatSet` ("intermediate", "reduced"...).
        course: "" as its category has it.
        goods: sold as goods even on the premises (shop shelf).
        unit: "piece", or "kg" when the quantity is a weight.
        groups: modifier groups, in the order in which they are asked.
        steps: not empty for a formule.
        allergens: keys of the 14 groups of Reg. (EU) 1169/2011, with "?" after a key
            for "may contain"; none of them says nothing unless `no_allergens`.
        no_allergens: somebody has looked, and none of the 14 is in it.
        tare: grams of what it is weighed in, which the till takes off the scale's word.
        origin: of its meat, in the words that guests read ("France", "né en Irlande, élevé
            et abattu en France"), "" for none (décret 2002-1465; `fiscal.md` K-02).
        legal_warranty: goods whose receipt is printed and mentions the legal warranty
            (code de la consommation, L. 217-3).
        favourite: rank on the favourites page, 0 when it is not there.
        cost: cents excluding VAT, 0 unknown.
        minutes: preparation time.
        apart: each time it is taken is a line of its own.
    """

    id: str
    name: str
    category: str
    price: int
    button: str = ""
    kitchen: str = ""
    spoken: tuple[str, ...] = ()
    vat_on_site: str = "intermediate"
    vat_takeaway: str = "intermediate"
    goods: bool = False
    alcohol: bool = False
    unit: str = "piece"
    station: str = ""
    course: str = ""
    groups: tuple[str, ...] = ()
    steps: tuple[FormuleStep, ...] = ()
    allergens: tuple[str, ...] = ()
    barcodes: tuple[str, ...] = ()
    favourite: int = 0
    cost: int = 0
    minutes: int = 0
    photo: str = ""
    open_price: bool = False
    active: bool = True
    no_allergens: bool = False
    legal_warranty: bool = False
    tare: int = 0
    origin: str = ""
    apart: bool = False
    kitchens: tuple[KitchenName, ...] = ()


@upcast("article.set", 1)
@upcast("article.set", 2)
@upcast("article.set", 3)
@upcast("article.set", 4)
@upcast("article.office_set", 1)
@upcast("article.office_set", 2)
@upcast("article.office_set", 3)
@upcast("article.office_set", 4)
def _nothing_said(data: dict[str, Json]) -> dict[str, Json]:
    """Of what the versions before did not know, the defaults say nothing."""
    return data


@fact("article.availability_set", stream="article/{article}")
class AvailabilitySet:
    """86 and countdown: `remaining` pieces from now on, 0 = sold out, -1 = no limit."""

    article: str
    remaining: int


@fact("article.consumed", stream="article/{article}")
class StockConsumed:
    """`quantity` thousandths left the countdown of an article (negative: given back).

    Only counted articles have such facts; deltas of several terminals add up.
    """

    article: str
    quantity: int


@fact("category.set", version=2, stream="category/{id}")
class CategorySet:
    """A page of tiles.

    Attributes:
        colour: one of the eight category colours ("formules", "entrees", "plats",
            "fromages", "desserts", "vins", "boissons", "cafe").
        shop: belongs to the shop counter rather than the dining room.
        course: that its articles are served in, those without one of their own.
    """

    id: str
    name: str
    colour: str
    icon: str
    rank: int
    shop: bool = False
    active: bool = True
    course: str = ""


@upcast("category.set", 1)
@upcast("category.office_set", 1)
def _no_course(data: dict[str, Json]) -> dict[str, Json]:
    """The first version had a course at each article alone: the default holds."""
    return data


@fact("modifier_group.set", version=2, stream="modifier_group/{id}")
class ModifierGroupSet:
    """A question asked about an article: at least `minimum`, at most `maximum` answers."""

    id: str
    name: str
    minimum: int
    maximum: int
    options: tuple[ModifierOption, ...]


@upcast("modifier_group.set", 1)
@upcast("modifier_group.office_set", 1)
def _plain_options(data: dict[str, Json]) -> dict[str, Json]:
    """No option of the first version stood out, or was made elsewhere."""
    return data


@fact("course.set", version=2, stream="course/{id}")
class CourseSet:
    """A course of the meal.

    Attributes:
        rank: place in the meal; 0 is *Direct*, served at once.
        tag: what the tag shows ("1"); the Direct course shows a flash.
        colour: 1-5, role `course_N` of the design system.
        limit: minutes from fired to ready before the kitchen is late.
        stage_limit: minutes a table may stay at this stage.
        pace: when it goes once it is held, one of the words of the setting
            `courses.pace`; "" as the house does.
        pace_minutes: so long after the course before it, where `pace` is its own.
    """

    id: str
    name: str
    rank: int
    tag: str
    colour: int
    limit: int
    stage_limit: int
    pace: str = ""
    pace_minutes: int = 0


@upcast("course.set", 1)
@upcast("course.office_set", 1)
def _paced_by_the_house(data: dict[str, Json]) -> dict[str, Json]:
    """No course of the first version went otherwise than the others."""
    return data


TICKET_FORMS: Final = ("whole", "items", "master")
"""All of a sending on one ticket, one for each dish, or those after one with all of it."""


@fact("station.set", version=4, stream="station/{id}")
class StationSet:
    """A place where dishes are made: its printer, and whether it has a screen.

    Attributes:
        neighbour: station that makes what this one cannot, "" for none.
        full: minutes of work ahead from which what comes goes to the neighbour, 0 for
            however many.
        form: how its tickets are composed, one of `TICKET_FORMS`.
        merged: like dishes are added up ("3 MAGRET"), else each portion stands alone.
        apart: of what is sent at once each course has a ticket of its own, else they are
            on one.
        language: that its cooks read ("pt"), "" for the card's own words.
    """

    id: str
    name: str
    rank: int
    printer: str
    screen: bool = True
    neighbour: str = ""
    full: int = 0
    form: str = "whole"
    merged: bool = True
    language: str = ""
    apart: bool = False


@upcast("station.set", 1)
@upcast("station.office_set", 1)
@upcast("station.set", 2)
@upcast("station.office_set", 2)
@upcast("station.set", 3)
@upcast("station.office_set", 3)
def _makes_all(data: dict[str, Json]) -> dict[str, Json]:
    """The first version knew of no neighbour: a station makes whatever comes. The second
    one's tickets were whole, in the words of the card; the third one's had all courses."""
    return data


@fact("station.open_set", stream="station/{station}")
class StationOpenSet:
    """A station makes dishes from now on, or is closed until somebody opens it."""

    station: str
    open: bool


@fact("route.set", stream="route/{id}")
class RouteSet:
    """Dishes that are made at another station than their article's.

    A dish goes by the first rule, by rank, all of whose conditions it meets.

    Attributes:
        station: where they are made.
        of: station that would make them, "" for any.
        option: answer that was chosen with them, "" for any.
        room: where their guests sit, "" for anywhere.
        mode: service mode, "" for all.
        start, end: minutes of the day, start inclusive, end exclusive; an end that is not
            after the start is on the next day; 0, 1440 = always.
    """

    id: str
    rank: int
    station: str
    of: str = ""
    option: str = ""
    room: str = ""
    mode: str = ""
    start: int = 0
    end: int = 1440
    active: bool = True


@fact("vat.set", stream="vat/{code}", series="J", signed=True)
class VatSet:
    """The rate of a VAT code from a day on, in hundredths of a percent."""

    code: str
    rate: int
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPrice:
    """Price of one article in a list, cents."""

    article: str
    price: int


@fact("price_list.set", version=3, stream="price_list/{id}")
class PriceListSet:
    """Prices that replace the articles' own in some modes, rooms, hours and days.

    Attributes:
        prices: of articles that it names; they go before its `cut`.
        modes: service modes in which it holds; empty = all.
        weekdays: 0 Monday - 6 Sunday; empty = all.
        start, end: minutes of the day, start inclusive, end exclusive; 0, 1440 = always.
        vat_included: False for lists before VAT (VAT is added per document).
        rooms: of the tables where it holds; empty = everywhere.
        since, until: first and last day ("YYYY-MM-DD"), "" for no limit.
        cut: hundredths of a percent off the articles' own prices, 0 for none.
        categories: whose articles the cut is for; empty = all.
        clients: on whose orders it holds, before any other list; empty = on all.
    """

    id: str
    name: str
    rank: int
    prices: tuple[ListedPrice, ...]
    modes: tuple[str, ...] = ()
    weekdays: tuple[int, ...] = ()
    start: int = 0
    end: int = 1440
    vat_included: bool = True
    active: bool = True
    rooms: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    cut: int = 0
    categories: tuple[str, ...] = ()
    clients: tuple[str, ...] = ()


@upcast("price_list.set", 1)
@upcast("price_list.office_set", 1)
@upcast("price_list.set", 2)
@upcast("price_list.office_set", 2)
def _holds_everywhere(data: dict[str, Json]) -> dict[str, Json]:
    """The first version knew of no rooms, no dates and no percentage, the second one of no
    clients."""
    return data


# ------------------------------------------------------------------ several sites
# What a head office says is a fact of its own beside the site's: a subclass with the same
# fields, so that whoever reads an article need not ask whose it is.


@fact("article.office_set", version=5, stream="article/{id}")
class OfficeArticle(ArticleSet):
    """An article as the head office sells it from now on, at this site too."""


@fact("category.office_set", version=2, stream="category/{id}")
class OfficeCategory(CategorySet):
    """A page of tiles as the head office has it."""


@fact("modifier_group.office_set", version=2, stream="modifier_group/{id}")
class OfficeModifierGroup(ModifierGroupSet):
    """A question as the head office asks it."""


@fact("course.office_set", version=2, stream="course/{id}")
class OfficeCourse(CourseSet):
    """A course of the meal as the head office has it."""


@fact("station.office_set", version=4, stream="station/{id}")
class OfficeStation(StationSet):
    """A place where dishes are made, as the head office names it, for a site that has
    not said itself what is there: its printers are its own."""


@fact("vat.office_set", stream="vat/{code}", series="J", signed=True)
class OfficeVat(VatSet):
    """The rate of a VAT code as the head office has it."""


@fact("price_list.office_set", version=3, stream="price_list/{id}")
class OfficePriceList(PriceListSet):
    """A price list of the head office."""


OWN_FIELDS: Final = (
    *("price", "button", "kitchen", "station", "course", "minutes", "cost"),
    *("favourite", "active"),
)
"""Fields of an article of the head office that a site may have its own way: none that
touches VAT, what is in the dish, or what it is called on a receipt."""


@fact("article.own_set", stream="article/{article}")
class ArticleOwn:
    """A site has a field of an article of the head office its own way from now on.

    Attributes:
        field: one of `OWN_FIELDS`.
        value: None where it is the head office's again.
    """

    article: str
    field: str
    value: int | str | bool | None = None


@fact("article.sites_set", stream="article/{id}")
class ArticleSites:
    """At which sites the head office sells an article; None: at all, later ones too."""

    id: str
    sites: tuple[str, ...] | None = None


CatalogueEvent = (
    ArticleSet
    | AvailabilitySet
    | StockConsumed
    | CategorySet
    | ModifierGroupSet
    | CourseSet
    | StationSet
    | StationOpenSet
    | RouteSet
    | VatSet
    | PriceListSet
    | PromotionSet
    | PresetSet
    | OfficeArticle
    | OfficeCategory
    | OfficeModifierGroup
    | OfficeCourse
    | OfficeStation
    | OfficeVat
    | OfficePriceList
    | OfficePromotion
    | ArticleOwn
    | ArticleSites
)

"""Deciding about what is sold: 86, countdowns, prices, articles."""

import re
from collections.abc import Iterable
from typing import Final, Literal

from app.domain.catalogue.events import (
    OWN_FIELDS,
    TICKET_FORMS,
    ArticleOwn,
    ArticleSet,
    ArticleSites,
    AvailabilitySet,
    CategorySet,
    CourseSet,
    KitchenName,
    ModifierGroupSet,
    OfficeArticle,
    OfficeCategory,
    OfficeCourse,
    OfficeModifierGroup,
    OfficePriceList,
    OfficeStation,
    OfficeVat,
    PriceListSet,
    RouteSet,
    StationOpenSet,
    StationSet,
    VatSet,
)
from app.domain.catalogue.marks import COLOURS, ICONS, LANGUAGES, WEIGHTS
from app.domain.catalogue.mixes import MixSet, mix_refusal
from app.domain.catalogue.presets import PresetSet, SetPreset, set_preset
from app.domain.catalogue.promotions import (
    OfficePromotion,
    PromotionSet,
    promotion_refusal,
)
from app.domain.catalogue.ranks import raised
from app.domain.catalogue.terms import SetTerms, set_terms
from app.domain.settings import PACES, EventRecorded
from app.domain.terminals.decide import OFFICE, sites_refusal
from app.domain.vocabulary import Context, Refusal, command, need
from app.domain.wire import as_kind, fields_changed
from app.domain.world import World

Decision = tuple[object, ...] | Refusal
MAX_PRICE = 10_000_000
MAX_NAME = 60
MAX_TARE = 100_000
"""Grams."""
MAX_ORIGIN = 90
MAX_FULL = 240
DAY = 1440
"""Minutes."""
MAX_RATE = 10_000
"""100 % in hundredths of a percent."""
ARTICLE_UNKNOWN: Final = Refusal("article_unknown", "Cet article n'est pas à la carte.")
STATION_UNKNOWN: Final = Refusal("station_unknown", "Choisissez un poste.")
_NAME_INVALID: Final = Refusal("name_invalid", "Le nom a de 1 à 60 caractères.")
_LANGUAGE_UNKNOWN: Final = Refusal("language_unknown", "Choisissez une autre langue.")
_OWN_PRICES: Final = Refusal(
    "price_of_head_office", "Le siège fixe les prix de cet article."
)
_RETIRED: Final = Refusal(
    "retired_by_head_office", "Le siège a retiré cet article de la carte."
)


@command
class SetAvailability:
    """86 (`remaining` 0), a countdown, or no limit any more (-1)."""

    article: str
    remaining: int


SetCatalogueEvent = (
    ArticleSet
    | ArticleSites
    | CategorySet
    | ModifierGroupSet
    | CourseSet
    | StationSet
    | RouteSet
    | VatSet
    | PriceListSet
    | PromotionSet
    | MixSet
)
OFFICE_KINDS: Final = {
    ArticleSet: OfficeArticle,
    CategorySet: OfficeCategory,
    ModifierGroupSet: OfficeModifierGroup,
    CourseSet: OfficeCourse,
    StationSet: OfficeStation,
    VatSet: OfficeVat,
    PriceListSet: OfficePriceList,
    PromotionSet: OfficePromotion,
}
"""What a house says of its card -> the same as a head office says it to its sites."""
_Ranked = RouteSet | PresetSet | PriceListSet | PromotionSet | MixSet
_PLAIN = {office: kind for kind, office in OFFICE_KINDS.items()}


@command
class SetCatalogue:
    """Change a category, article, group, course, station, route, VAT rate, price list,
    promotion or mix.

    Of an article of the head office, a site keeps what it may have its own way.
    """

    event: SetCatalogueEvent


@command
class FollowOffice:
    """Have an article as the head office has it again, in these fields or in all."""

    article: str
    fields: tuple[str, ...] = OWN_FIELDS


@command
class SetStationOpen:
    """Close a station, whose dishes its neighbour makes then, or open it again."""

    station: str
    open: bool


@command
class Raise:
    """Have a rule, a preset, a price list, a promotion or a mix go before the one that
    now precedes it."""

    kind: Literal["route", "preset", "price_list", "promotion", "mix"]
    id: str


CatalogueCommand = (
    SetAvailability
    | SetCatalogue
    | FollowOffice
    | Raise
    | SetStationOpen
    | SetTerms
    | SetPreset
)


def decide(world: World, command: CatalogueCommand, context: Context) -> Decision:
    """What changed in the catalogue, or why it cannot."""
    if isinstance(command, SetCatalogue | FollowOffice | Raise):
        refused = need(
            context, "catalogue.edit", "Modifier la carte demande un responsable."
        )
        if refused:
            return refused
        if isinstance(command, FollowOffice):
            return _follow(world, command)
        if isinstance(command, Raise):
            return _raise(world, command)
        return _event_refusal(world, command.event) or _set(world, command.event)
    if isinstance(command, SetTerms):
        return set_terms(world, command, context)
    if isinstance(command, SetPreset):
        return set_preset(world, command, context)
    if isinstance(command, SetStationOpen):
        return _open(world, command, context)
    refused = need(
        context, "catalogue.availability", "Passer en rupture demande un droit."
    )
    if refused:
        return refused
    if command.article not in world.catalogue.articles:
        return ARTICLE_UNKNOWN
    if not -1 <= command.remaining <= 9999:
        return Refusal("quantity_out_of_range", "Le compte va de 0 à 9 999.")
    return (AvailabilitySet(article=command.article, remaining=command.remaining),)


def _open(world: World, command: SetStationOpen, context: Context) -> Decision:
    refused = need(context, "kitchen.work", "Fermer un poste demande un droit.")
    if refused:
        return refused
    if command.station not in world.catalogue.stations:
        return STATION_UNKNOWN
    if command.open == (command.station not in world.catalogue.closed):
        return ()
    return (StationOpenSet(station=command.station, open=command.open),)


def _raise(world: World, command: Raise) -> Decision:
    catalogue = world.catalogue
    things: dict[str, Iterable[_Ranked]] = {
        "route": catalogue.routes.values(),
        "preset": catalogue.presets.known.values(),
        "price_list": catalogue.price_lists.values(),
        "promotion": catalogue.promotions.values(),
        "mix": catalogue.mixes.values(),
    }
    moved = raised(things[command.kind], command.id)
    if world.terminals.upstream is not None and any(map(catalogue.of_office, moved)):
        return OFFICE
    return tuple(_plain(each) for each in moved)


def _set(world: World, event: SetCatalogueEvent) -> Decision:
    catalogue = world.catalogue
    if isinstance(event, ArticleSites):
        return (event,)
    if world.terminals.upstream is None or not catalogue.of_office(event):
        if isinstance(event, ArticleSet):
            before = catalogue.articles.get(event.id)
            return (_plain(event), *price_change(before, event.price))
        return (_plain(event),)
    return _own(world, event) if isinstance(event, ArticleSet) else OFFICE


def _own(world: World, event: ArticleSet) -> Decision:
    catalogue, own = world.catalogue, list[ArticleOwn]()
    office, before = catalogue.office[event.id], catalogue.articles[event.id]
    for name in fields_changed(event, before):
        if name not in OWN_FIELDS:
            return OFFICE
        if name == "price" and not catalogue.own_prices:
            return _OWN_PRICES
        if name == "active" and not office.active:
            return _RETIRED
        value, theirs = getattr(event, name), getattr(office, name)
        own.append(
            ArticleOwn(
                article=event.id, field=name, value=None if value == theirs else value
            )
        )
    return (*own, *price_change(before, event.price))


def _follow(world: World, command: FollowOffice) -> Decision:
    office = world.catalogue.office.get(command.article)
    if office is None:
        return ARTICLE_UNKNOWN
    own = world.catalogue.own.get(command.article, {})
    facts = [
        ArticleOwn(article=command.article, field=name)
        for name in command.fields
        if name in own
    ]
    before = world.catalogue.articles[command.article]
    price = office.price if "price" in command.fields else before.price
    return (*facts, *price_change(before, price))


def price_change(before: ArticleSet | None, price: int) -> tuple[EventRecorded, ...]:
    """The technical event that an article is sold at another price (`fiscal.md` R19)."""
    if before is None or before.price == price:
        return ()
    old, new = (f"{cents // 100},{cents % 100:02d}" for cents in (before.price, price))
    detail = f"{before.name} : {old} -> {new}"
    return (EventRecorded(code="PRICE_CHANGE", detail=detail),)


def _plain(event: SetCatalogueEvent | PresetSet) -> object:
    """The fact as a house writes it that has no head office."""
    kind = _PLAIN.get(type(event))
    return event if kind is None else as_kind(event, kind)


def _event_refusal(world: World, event: object) -> Refusal | None:
    """Why something of the menu cannot be saved as it is, None when it can."""
    match event:
        case ArticleSet():
            return article_refusal(world, event)
        case ArticleSites():
            if event.id not in world.catalogue.articles:
                return ARTICLE_UNKNOWN
            return sites_refusal(world, event.sites)
        case VatSet():
            day = re.fullmatch(r"\d{4}-\d{2}-\d{2}", event.since, re.ASCII)
            if not day or not 0 <= event.rate <= MAX_RATE:
                return Refusal("vat_invalid", "Ce taux de TVA n'est pas possible.")
        case PriceListSet():
            return _list_refusal(event)
        case PromotionSet() | MixSet():
            return _offer_refusal(event)
        case CourseSet():
            return _course_refusal(event)
        case StationSet():
            return _station_refusal(world, event)
        case RouteSet():
            return _route_refusal(world, event)
        case ModifierGroupSet():
            return _group_refusal(world, event)
        case _:
            pass
    return None


def _offer_refusal(event: PromotionSet | MixSet) -> Refusal | None:
    if isinstance(event, MixSet):
        return mix_refusal(event)
    return promotion_refusal(event)


def _list_refusal(price_list: PriceListSet) -> Refusal | None:
    """Why a price list cannot be saved as it is, None when it can."""
    if not 0 < len(price_list.name.strip()) <= MAX_NAME:
        return _NAME_INVALID
    if not all(0 <= listed.price <= MAX_PRICE for listed in price_list.prices):
        return Refusal("price_out_of_range", "Ce prix n'est pas possible.")
    if not 0 <= price_list.cut < MAX_RATE:
        return Refusal("cut_out_of_range", "Une promotion va de 0 à moins de 100 %.")
    if price_list.cut and not price_list.vat_included:
        return Refusal("cut_before_vat", "Une promotion se donne TVA comprise.")
    if not 0 <= price_list.start < price_list.end <= 1440:
        return Refusal("hours_invalid", "L'heure de fin vient après celle du début.")
    days = [day for day in (price_list.since, price_list.until) if day]
    if not all(re.fullmatch(r"\d{4}-\d{2}-\d{2}", day, re.ASCII) for day in days):
        return Refusal("days_invalid", "Ces dates ne sont pas possibles.")
    if days != sorted(days):
        return Refusal("days_invalid", "Ces dates ne sont pas possibles.")
    return None


def _wording(article: ArticleSet) -> Refusal | None:
    if not 0 < len(article.name.strip()) <= MAX_NAME:
        return _NAME_INVALID
    if len(article.origin) > MAX_ORIGIN:
        return Refusal("origin_invalid", "L'origine a 90 caractères au plus.")
    return None


def _course_refusal(course: CourseSet) -> Refusal | None:
    """Why a course cannot be saved as it is, None when it can."""
    if course.pace not in ("", *PACES):
        return Refusal("pace_unknown", "Une suite part réclamée, ou seule.")
    if not 0 <= course.pace_minutes <= MAX_FULL:
        return Refusal("pace_out_of_range", "De 0 à 240 minutes.")
    return None


def _station_refusal(world: World, station: StationSet) -> Refusal | None:
    """Why a station cannot be saved as it is, None when it can."""
    if not 0 < len(station.name.strip()) <= MAX_NAME:
        return _NAME_INVALID
    neighbour = station.neighbour
    if neighbour and (
        neighbour == station.id or neighbour not in world.catalogue.stations
    ):
        return Refusal("neighbour_invalid", "Choisissez un autre poste.")
    if not 0 <= station.full <= MAX_FULL:
        return Refusal("full_out_of_range", "De 0 à 240 minutes de travail.")
    if station.form not in TICKET_FORMS:
        return Refusal("form_unknown", "Cette forme de bon n'existe pas.")
    if station.language and station.language not in LANGUAGES:
        return _LANGUAGE_UNKNOWN
    return None


def _group_refusal(world: World, group: ModifierGroupSet) -> Refusal | None:
    """Why a question cannot be saved as it is, None when it can."""
    if not 0 <= group.minimum <= group.maximum:
        return Refusal("group_invalid", "Le minimum dépasse le maximum.")
    for option in group.options:
        mark = option.colour, option.icon, option.weight
        told = (COLOURS, ICONS, WEIGHTS)
        if any(mark) and not all(m in t for m, t in zip(mark, told, strict=True)):
            return Refusal(
                "mark_unknown", "Une couleur, un signe et une force : les trois."
            )
        if option.station and option.station not in world.catalogue.stations:
            return STATION_UNKNOWN
        if len(option.kitchen) > MAX_NAME:
            return _NAME_INVALID
        refused = _names_refusal(option.kitchens)
        if refused is not None:
            return refused
    return None


def _names_refusal(names: tuple[KitchenName, ...]) -> Refusal | None:
    """Names in the kitchen: one for a language, short enough for a ticket."""
    told = [name.language for name in names]
    if len(set(told)) < len(told) or not set(told) <= LANGUAGES.keys():
        return _LANGUAGE_UNKNOWN
    if not all(0 < len(name.text.strip()) <= MAX_NAME for name in names):
        return _NAME_INVALID
    return None


def _route_refusal(world: World, route: RouteSet) -> Refusal | None:
    """Why a rule cannot be saved as it is, None when it can."""
    places = {route.station, route.of or route.station}
    if not places <= world.catalogue.stations.keys():
        return STATION_UNKNOWN
    if not (0 <= route.start < DAY and 0 <= route.end <= DAY):
        return Refusal("hours_invalid", "Ces heures ne sont pas possibles.")
    return None


def article_refusal(world: World, article: ArticleSet) -> Refusal | None:
    """Why an article cannot be saved as it is, None when it can."""
    refused = _wording(article) or _names_refusal(article.kitchens)
    if refused is not None:
        return refused
    if not 0 <= article.price <= MAX_PRICE:
        return Refusal("price_out_of_range", "Ce prix n'est pas possible.")
    if article.price == 0 and not article.open_price:
        return Refusal(
            "price_zero", "Un prix de 0 demande « prix libre », ou offrez l'article."
        )
    if not 0 <= article.tare <= MAX_TARE:
        return Refusal("tare_out_of_range", "Cette tare n'est pas possible.")
    if article.category not in world.catalogue.categories:
        return Refusal("category_unknown", "Choisissez une catégorie.")
    if article.station and article.station not in world.catalogue.stations:
        return STATION_UNKNOWN
    for code in (article.vat_on_site, article.vat_takeaway):
        if code not in world.catalogue.vat:
            return Refusal("vat_unknown", "Choisissez un taux de TVA.")
    for barcode in article.barcodes:
        owner = world.catalogue.barcodes.get(barcode)
        if owner not in (None, article.id):
            values = (("code", barcode),)
            text = "Le code {code} est déjà celui d'un autre article."
            return Refusal("barcode_taken", text, values=values)
    for choice in (c for step in article.steps for c in step.choices):
        component = world.catalogue.articles.get(choice.article)
        if component is None or component.price <= 0:
            return Refusal(
                "component_unpriced",
                "Chaque plat d'une formule doit avoir un prix à la carte.",
            )
    return None

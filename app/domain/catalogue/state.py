"""The catalogue as it stands: what may be sold, at which price and VAT, and how many left."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from app.domain.catalogue.events import (
    OWN_FIELDS,
    ArticleOwn,
    ArticleSet,
    ArticleSites,
    AvailabilitySet,
    CatalogueEvent,
    CategorySet,
    CourseSet,
    ModifierGroupSet,
    ModifierOption,
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
    StockConsumed,
    VatSet,
)
from app.domain.catalogue.mixes import MixSet
from app.domain.catalogue.presets import Presets, PresetSet
from app.domain.catalogue.promotions import OfficePromotion, PromotionSet
from app.domain.catalogue.ranks import ranked
from app.domain.catalogue.terms import Terms
from app.domain.money import WHOLE_RATE, rhu
from app.domain.vocabulary import MILLI, Nature

DIRECT = "direct"
"""Id of the course that is served at once and needs no réclame."""

Own = int | str | bool
"""What a site may have in a field of `OWN_FIELDS`."""


@dataclass(slots=True)
class Catalogue:
    """Everything that is sold, by id.

    Attributes:
        articles: as they are sold here, whoever says so.
        office: articles as the head office has them.
        own: article of the head office -> field -> what this site has there instead.
        closed: stations that make nothing at the moment.
        own_prices: whether the head office lets its sites have prices of their own.
        terms: what titres-restaurant pay and what discounts, promotions too, touch.
        sites: article -> the sites at which this head office sells it; absent for all.
        vat: code -> (since, rate) pairs, oldest first. office_vat: codes whose rates the
            head office sets.
        remaining: article -> thousandths left; an article that is absent has no limit.
        initial: article -> thousandths when the countdown was set (for its filet).
    """

    articles: dict[str, ArticleSet] = field(default_factory=dict)
    categories: dict[str, CategorySet] = field(default_factory=dict)
    groups: dict[str, ModifierGroupSet] = field(default_factory=dict)
    courses: dict[str, CourseSet] = field(default_factory=dict)
    stations: dict[str, StationSet] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    routes: dict[str, RouteSet] = field(default_factory=dict)
    price_lists: dict[str, PriceListSet] = field(default_factory=dict)
    promotions: dict[str, PromotionSet] = field(default_factory=dict)
    mixes: dict[str, MixSet] = field(default_factory=dict)
    presets: Presets = field(default_factory=Presets)
    vat: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    office_vat: set[str] = field(default_factory=set)
    office: dict[str, OfficeArticle] = field(default_factory=dict)
    own: dict[str, dict[str, Own]] = field(default_factory=dict)
    own_prices: bool = True
    terms: Terms = field(default_factory=Terms)
    sites: dict[str, tuple[str, ...]] = field(default_factory=dict)
    remaining: dict[str, int] = field(default_factory=dict)
    initial: dict[str, int] = field(default_factory=dict)
    barcodes: dict[str, str] = field(default_factory=dict)
    _listed: dict[str, dict[str, int]] = field(default_factory=dict)

    def evolve(self, event: CatalogueEvent) -> None:
        """Takes a fact in; never refuses."""
        match event:
            case ArticleSet() if type(event) is ArticleSet:  # by far the most
                self._forget_office(event.id)
                self._put(event)
            case OfficeArticle() | ArticleOwn() | ArticleSites():
                self._evolve_shared(event)
            case CategorySet():
                self.categories[event.id] = event
            case ModifierGroupSet():
                self.groups[event.id] = event
            case CourseSet():
                self.courses[event.id] = event
            case StationSet():
                self._set_station(event)
            case StationOpenSet() | RouteSet():
                self._evolve_routing(event)
            case PriceListSet() | PresetSet() | PromotionSet():
                self._evolve_serving(event)
            case VatSet():
                self._set_vat(event)
            case AvailabilitySet():
                self._set_remaining(event.article, event.remaining * MILLI)
            case StockConsumed() if event.article in self.remaining:
                self.remaining[event.article] -= event.quantity
            case _:
                pass

    def _evolve_serving(self, event: PriceListSet | PresetSet | PromotionSet) -> None:
        if isinstance(event, PresetSet):
            self.presets.evolve(event)
        elif isinstance(event, PromotionSet):
            self.promotions[event.id] = event
        else:
            self.price_lists[event.id] = event
            self._listed[event.id] = {p.article: p.price for p in event.prices}

    def _set_station(self, event: StationSet) -> None:
        said = type(self.stations.get(event.id)) is StationSet
        if not (said and isinstance(event, OfficeStation)):
            self.stations[event.id] = event

    def _evolve_routing(self, event: StationOpenSet | RouteSet) -> None:
        if isinstance(event, RouteSet):
            self.routes[event.id] = event
        elif event.open:
            self.closed.discard(event.station)
        else:
            self.closed.add(event.station)

    def _set_vat(self, event: VatSet) -> None:
        rates = self.vat.setdefault(event.code, [])
        rates[:] = [(day, rate) for day, rate in rates if day != event.since]
        rates.append((event.since, event.rate))
        rates.sort()
        if isinstance(event, OfficeVat):
            self.office_vat.add(event.code)
        else:
            self.office_vat.discard(event.code)

    def _forget_office(self, article: str) -> None:
        if self.office or self.own:
            self.office.pop(article, None)
            self.own.pop(article, None)

    def _evolve_shared(self, event: OfficeArticle | ArticleOwn | ArticleSites) -> None:
        match event:
            case OfficeArticle():
                self.office[event.id] = event
                self._put(self._effective(event.id))
            case ArticleOwn(article=article, field=name, value=value):
                if name not in OWN_FIELDS:
                    return  # of a newer Sotto
                own = self.own.setdefault(article, {})
                own.pop(name, None)
                if value is not None:
                    own[name] = value
                if article in self.office:
                    self._put(self._effective(article))
            case ArticleSites(id=article, sites=sites):
                self.sites.pop(article, None)
                if sites is not None:
                    self.sites[article] = sites

    def _put(self, article: ArticleSet) -> None:
        before = self.articles.get(article.id)
        for code in before.barcodes if before else ():
            self.barcodes.pop(code, None)
        self.articles[article.id] = article
        for code in article.barcodes if article.active else ():
            self.barcodes[code] = article.id

    def _effective(self, article: str) -> OfficeArticle:
        own = self.own_of(article)
        office = self.office[article]
        return replace(office, **own) if own else office  # type: ignore[arg-type]  # by name

    def own_of(self, article: str) -> dict[str, Own]:
        """Field -> what this site has its own way at an article of the head office.

        Prices only while the head office allows them, and nothing brings back what it
        has retired.
        """
        own = dict(self.own.get(article, ()))
        if not own:
            return own
        if not self.own_prices:
            own.pop("price", None)
        if not self.office[article].active:
            own.pop("active", None)
        return own

    def allow_own_prices(self, *, allowed: bool) -> None:
        """Whether sites may have prices of their own; those there are wait if not."""
        if allowed == self.own_prices:
            return
        self.own_prices = allowed
        for article in self.own.keys() & self.office.keys():
            self._put(self._effective(article))

    def of_office(self, event: object) -> bool:
        """Whether what the fact is about comes from the head office."""
        match event:
            case ArticleSet():
                return event.id in self.office
            case VatSet():
                return event.code in self.office_vat
            case CategorySet():
                return isinstance(self.categories.get(event.id), OfficeCategory)
            case ModifierGroupSet():
                return isinstance(self.groups.get(event.id), OfficeModifierGroup)
            case CourseSet():
                return isinstance(self.courses.get(event.id), OfficeCourse)
            case PriceListSet():
                return isinstance(self.price_lists.get(event.id), OfficePriceList)
            case PromotionSet():
                return isinstance(self.promotions.get(event.id), OfficePromotion)
            case _:
                return False

    def _set_remaining(self, article: str, milli: int) -> None:
        if milli < 0:
            self.remaining.pop(article, None)
            self.initial.pop(article, None)
        else:
            self.remaining[article] = self.initial[article] = milli

    def sold_out(self, article: str) -> bool:
        """Whether nothing of the article is left."""
        return self.remaining.get(article, 1) <= 0

    def rate(self, code: str, day: str) -> int:
        """Rate of a VAT code on `day` ("YYYY-MM-DD"), hundredths of a percent.

        An unknown code takes the highest rate known: the tax office is never short.
        """
        fitting = [rate for since, rate in self.vat.get(code, []) if since <= day]
        if fitting:
            return fitting[-1]
        return max((r for rates in self.vat.values() for _, r in rates), default=2000)

    def rate_of(self, article: ArticleSet, served: str, day: str) -> int:
        """VAT rate of an article on a day (`fiscal.md` F-02).

        Args:
            served: a preset, or a service mode, as everywhere here.
        """
        on_site = self.presets.mode_of(served) == "dine_in"
        return self.rate(article.vat_on_site if on_site else article.vat_takeaway, day)

    def nature_of(self, article: ArticleSet, served: str) -> Nature:
        """Eating in is a service; takeaway, delivery and the shop are goods."""
        on_site = self.presets.mode_of(served) == "dine_in"
        return "SERVICE" if on_site and not article.goods else "GOODS"

    def price_of(
        self,
        article: ArticleSet,
        served: str,
        now: datetime,
        prices: str = "incl",
        *,
        room: str = "",
        client: str = "",
    ) -> int:
        """Price in cents in force now: the best ranked list that is for the article.

        Args:
            article: what is sold.
            served: a preset, or a service mode.
            now: wall clock.
            prices: "incl" or "excl", as the order it is for counts (`prices`); lists of
                the other kind do not hold, and the article's own price is converted.
            room: of the table; "" where there is none.
            client: whom the order names; "" for nobody.
        """
        rate = self.rate_of(article, served, now.date().isoformat())
        own = in_basis(article.price, rate, prices)
        for price_list in self._in_force(served, now, room, client):
            if price_list.vat_included == (prices != "excl"):
                listed = self.listed(price_list, article, own)
                if listed is not None:
                    return listed
        return own

    def listed(
        self, price_list: PriceListSet, article: ArticleSet, own: int
    ) -> int | None:
        """Cents of an article on a list, its own price being `own`; None when the list is
        not for it."""
        named = self._listed.get(price_list.id, {}).get(article.id)
        return cut_price(self, price_list, article, own) if named is None else named

    def prices(self, served: str, now: datetime, *, room: str = "") -> str:
        """How a new order counts: "excl" if the best ranked list leaves VAT out."""
        best = next(iter(self._in_force(served, now, room)), None)
        return "incl" if best is None or best.vat_included else "excl"

    def _in_force(
        self, served: str, now: datetime, room: str = "", client: str = ""
    ) -> list[PriceListSet]:
        """Those of the client that hold now, the preset's own list at any hour, then all
        others that hold now; by rank."""
        mode = self.presets.mode_of(served)
        preset = self.presets.get(served)
        own = self.price_lists.get(preset.price_list) if preset else None
        first = [own] if own is not None and own.active else []
        lists = ranked(self.price_lists.values())
        holding = [each for each in lists if holds(each, mode, now, room, client)]
        named = [each for each in holding if each.clients]
        return [
            *named,
            *first,
            *(each for each in holding if not each.clients and each is not own),
        ]

    def course_of(self, article: ArticleSet) -> str:
        """Course an article is served in when nobody says otherwise: its own, else that
        of its category."""
        category = self.categories.get(article.category)
        for course in (article.course, category.course if category else ""):
            if course in self.courses:
                return course
        return DIRECT

    def options_of(self, article: str) -> dict[str, ModifierOption]:
        """By id, what may be answered to the questions of an article, those that follow
        from an answer last."""
        found = self.articles.get(article)
        asked, done = list(found.groups) if found else [], set[str]()
        options: dict[str, ModifierOption] = {}
        while asked:
            key = asked.pop(0)
            group = self.groups.get(key)
            if group is not None and key not in done:
                done.add(key)
                for option in group.options:
                    options.setdefault(option.id, option)
                    asked += option.groups
        return options


def article_of(
    event: ArticleSet | ArticleSites | ArticleOwn | AvailabilitySet | StockConsumed,
) -> str:
    """The article that a fact is about."""
    return event.id if isinstance(event, ArticleSet | ArticleSites) else event.article


def in_basis(cents: int, rate: int, prices: str) -> int:
    """Cents that include VAT as an order counts them: without it when `prices` is "excl"."""
    if prices != "excl":
        return cents
    return rhu(cents * WHOLE_RATE, WHOLE_RATE + rate)


def cut_price(
    catalogue: Catalogue, price_list: PriceListSet, article: ArticleSet, own: int
) -> int | None:
    """What the percentage of a list leaves of a price; None when it is not for the article.

    A price that is said at the till, and what discounts never touch, are not cut.
    """
    wanted = price_list.categories
    if not price_list.cut or (wanted and article.category not in wanted):
        return None
    if article.open_price or not catalogue.terms.allows(article, "discount"):
        return None
    return own - rhu(own * price_list.cut, WHOLE_RATE)


def holds(
    price_list: PriceListSet | PromotionSet,
    mode: str,
    now: datetime,
    room: str = "",
    client: str = "",
) -> bool:
    """Whether a list or a promotion is in force for a table of a room at a moment."""
    minute, day = now.hour * 60 + now.minute, now.date().isoformat()
    named = price_list.clients if isinstance(price_list, PriceListSet) else ()
    return (
        price_list.active
        and (not named or client in named)
        and price_list.since <= day <= (price_list.until or day)
        and (not price_list.rooms or room in price_list.rooms)
        and (not price_list.modes or mode in price_list.modes)
        and (not price_list.weekdays or now.weekday() in price_list.weekdays)
        and price_list.start <= minute < price_list.end
    )

"""The tiles of each tab, kept between taps: a shop has thousands of articles, a tap must
not present them all again. What a fact is about is presented anew, nothing else."""

from collections.abc import Iterable
from dataclasses import replace

from app.domain.catalogue.events import (
    AvailabilitySet,
    CatalogueEvent,
    StockConsumed,
)
from app.domain.orders.state import Order
from app.domain.settings import SettingSet
from app.domain.world import World
from app.presenters.pos.page import articles_of, in_order, present_tabs, present_tile
from app.presenters.pos.words import Sight
from widgets.choices import Choice
from widgets.tile import TileView

_Key = tuple[str, bool, str]
_WHOLE_DAY = (0, 1440)


class Shelf:
    """Tabs and tiles of one till."""

    def __init__(self) -> None:
        self._tabs: dict[bool, tuple[Choice, ...]] = {}
        self._tiles: dict[_Key, list[TileView]] = {}
        self._places: dict[_Key, dict[str, int]] = {}
        self._when = (0, "", "")

    def note(self, world: World, events: Iterable[object], sight: Sight) -> None:
        """Takes in what changed about the catalogue."""
        for event in events:
            if isinstance(event, AvailabilitySet | StockConsumed):
                self._renew(world, event.article, sight)
            elif isinstance(event, CatalogueEvent | SettingSet):
                self._tabs.clear()
                self._forget_tiles()

    def _forget_tiles(self) -> None:
        self._tiles.clear()
        self._places.clear()

    def _renew(self, world: World, article_id: str, sight: Sight) -> None:
        article = world.catalogue.articles.get(article_id)
        for key, places in self._places.items():
            if article is not None and article_id in places:
                tile = present_tile(world, article, key[2], sight, {})
                self._tiles[key][places[article_id]] = tile

    def tabs(self, world: World, *, shop: bool) -> tuple[Choice, ...]:
        """The tabs of the place."""
        if shop not in self._tabs:
            self._tabs[shop] = present_tabs(world, shop=shop)
        return self._tabs[shop]

    def tiles(
        self, world: World, tab: str, served: str, sight: Sight, order: Order | None,
        *, shop: bool,
    ) -> tuple[TileView, ...]:  # fmt: skip
        """The tiles of a tab, with what is on the order."""
        when = _minute_of_prices(world, sight), sight.room, sight.client
        if when != self._when:
            self._when = when
            self._forget_tiles()
        key = tab, shop, served
        if key not in self._tiles:
            articles = articles_of(world, tab, shop=shop)
            self._tiles[key] = [
                present_tile(world, article, served, sight, {}) for article in articles
            ]
            self._places[key] = {a.id: place for place, a in enumerate(articles)}
        tiles, places = list(self._tiles[key]), self._places[key]
        for article, count in in_order(world, order).items():
            if article in places:
                place = places[article]
                tiles[place] = replace(tiles[place], in_order=count)
        return tuple(tiles)


def _minute_of_prices(world: World, sight: Sight) -> int:
    """The minute, where some prices hold only at some hours; else always the same."""
    timed = any(
        price_list.active
        and (
            (price_list.start, price_list.end) != _WHOLE_DAY
            or any((price_list.weekdays, price_list.since, price_list.until))
        )
        for price_list in world.catalogue.price_lists.values()
    )
    return int(sight.now.timestamp()) // 60 if timed else 0

"""Pages for whoever is in the house, and nothing behind them: the card with its allergens
for whoever scans its code, and which orders are ready.

No login and no right, nothing but what hangs at the door or over the counter: names of
dishes, prices, allergens, numbers of orders.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from app.domain.kitchen.pickup import pickups
from app.hub.api.api import Api
from app.hub.api.gate import AsgiApp, Gate, Receive, Scope, Send
from app.hub.api.problems import ProblemError, language_of
from app.reports.menu import menu_of
from app.reports.menu_page import menu_html
from app.reports.pickup_page import pickup_html
from app.services.house import House
from resources.texts import GUESTS, speaking

CARD: Final = "/carte"
PICKUP: Final = "/pret"
_Maker = Callable[..., str]
"""Makes a page of a house in a language."""
_HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Vary": "Accept-Language",
}
_KEPT_S: Final = {CARD: 60, PICKUP: 1}
"""Seconds for which a page may be kept by whoever has it."""


def public_pages(api: Api) -> dict[str, AsgiApp]:
    """Prefix -> what is mounted there."""
    makers: dict[str, _Maker] = {CARD: _card, PICKUP: _pickup}
    return {prefix: _page(api, prefix, make) for prefix, make in makers.items()}


def _page(api: Api, prefix: str, make: _Maker) -> AsgiApp:
    headers = {**_HEADERS, "Cache-Control": f"max-age={_KEPT_S[prefix]}"}

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        if request.method not in ("GET", "HEAD"):
            raise ProblemError(405, headers={"Allow": "GET, HEAD"})
        if scope["path"].rstrip("/") != prefix:
            raise ProblemError(404)
        asked = request.query_params.get("langue", "")
        accepted = request.headers.get("accept-language", "")
        chosen = asked if asked in GUESTS else language_of(accepted, GUESTS)
        page = await api.ask(partial(make, language=chosen))
        answer = Response(page, media_type="text/html", headers=headers)
        await answer(scope, receive, send)

    return Gate(serve, api, None)


def _card(house: House, *, language: str) -> str:
    names = house.world.guest_names

    def named(kind: str, thing: str, usual: str) -> str:
        return names.of(kind, thing, language, usual)

    today, name = house.clock().date(), house.world.settings.text("house.name")
    menu = menu_of(house.world.catalogue, "dine_in", today, named)
    with speaking(language):
        return menu_html(menu, name, house.mark, languages=True)


def _pickup(house: House, *, language: str) -> str:
    """In the house's language and a second one, whoever looks."""
    world = house.world
    found = pickups(world, round(house.clock().timestamp() * 1000))
    preparing, ready = (
        [world.sale_number(order.terminal, order.number) for order in orders]
        for orders in (found.preparing, [order for order, _ in found.ready])
    )
    return pickup_html(preparing, ready, world.settings.text("house.name"), house.mark)

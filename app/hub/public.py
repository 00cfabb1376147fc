"""Pages for whoever is in the house, and nothing behind them: the card with its allergens
for whoever scans its code, and which orders are ready.

No login and no right, nothing but what hangs at the door or over the counter: names of
dishes, prices, allergens, numbers of orders.
"""

from collections.abc import Callable, Mapping
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from app.domain.kitchen.pickup import pickups
from app.hub.api.api import Api
from app.hub.api.gate import AsgiApp, Gate, Receive, Scope, Send
from app.hub.api.problems import ProblemError
from app.reports.menu import menu_of
from app.reports.menu_page import menu_html
from app.reports.pickup_page import pickup_html
from app.services.house import House

CARD: Final = "/carte"
PICKUP: Final = "/pret"
_HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}
_KEPT_S: Final = {CARD: 60, PICKUP: 1}
"""Seconds for which a page may be kept by whoever has it."""


def public_pages(api: Api) -> dict[str, AsgiApp]:
    """Prefix -> what is mounted there."""
    makers = {CARD: _card, PICKUP: _pickup}
    return {prefix: _page(api, prefix, make) for prefix, make in makers.items()}


def _page(api: Api, prefix: str, make: Callable[[House], str]) -> AsgiApp:
    headers = {**_HEADERS, "Cache-Control": f"max-age={_KEPT_S[prefix]}"}

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        if request.method not in ("GET", "HEAD"):
            raise ProblemError(405, headers={"Allow": "GET, HEAD"})
        if scope["path"].rstrip("/") != prefix:
            raise ProblemError(404)
        page = await api.ask(make)
        answer = Response(page, media_type="text/html", headers=headers)
        await answer(scope, receive, send)

    return Gate(serve, api, None)


def _card(house: House) -> str:
    menu = menu_of(house.world.catalogue, "dine_in", house.clock().date())
    return menu_html(menu, house.world.settings.text("house.name"), house.mark)


def _pickup(house: House) -> str:
    world = house.world
    found = pickups(world, round(house.clock().timestamp() * 1000))
    preparing, ready = (
        [world.sale_number(order.terminal, order.number) for order in orders]
        for orders in (found.preparing, [order for order, _ in found.ready])
    )
    return pickup_html(preparing, ready, world.settings.text("house.name"), house.mark)

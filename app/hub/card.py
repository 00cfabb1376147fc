"""The card with its allergens, for whoever scans its code: a page, and nothing behind it.

No login and no right, nothing but what hangs at the door: names, prices, allergens.
"""

from collections.abc import Mapping
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from app.hub.api.api import Api
from app.hub.api.gate import AsgiApp, Gate, Receive, Scope, Send
from app.hub.api.problems import ProblemError
from app.reports.menu import menu_of
from app.reports.menu_page import menu_html
from app.services.house import House

PREFIX: Final = "/carte"
_HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "max-age=60",
}


def card(api: Api) -> AsgiApp:
    """What is mounted at `PREFIX`."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        if request.method not in ("GET", "HEAD"):
            raise ProblemError(405, headers={"Allow": "GET, HEAD"})
        if scope["path"].rstrip("/") != PREFIX:
            raise ProblemError(404)
        page = await api.ask(_page)
        answer = Response(page, media_type="text/html", headers=_HEADERS)
        await answer(scope, receive, send)

    return Gate(serve, api, None)


def _page(house: House) -> str:
    menu = menu_of(house.world.catalogue, "dine_in", house.clock().date())
    return menu_html(menu, house.world.settings.text("house.name"), house.mark)

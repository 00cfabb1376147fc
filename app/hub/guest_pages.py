"""Pages on which guests send forms: at their table, and to order what they fetch.

Behind the gate of the API; nothing of a page is kept on the telephone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import Response

from app.hub.api.api import Api
from app.hub.api.gate import AsgiApp, Gate, Receive, Scope, Send
from app.hub.api.problems import ProblemError, language_of
from app.hub.table_bill import Fields, first
from app.hub.table_pay import Going, TablePay
from app.reports.bill_page import POLICY, SCRIPT
from app.reports.table_page import page
from app.services.house import House
from resources.texts import GUESTS, speaking

_MOST_FIELDS: Final = 600
_HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; {live}"
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a telephone asks for.

    Attributes:
        below: what of the address comes behind the prefix of the pages.
        query: the first of each value behind the address.
        address: of the telephone.
    """

    below: str
    fields: Fields
    query: Mapping[str, str]
    address: str


@dataclass(frozen=True, slots=True)
class Page:
    """What is answered: a body, or the way to a provider's page, under a title."""

    title: str
    body: str | Going


Answer = Callable[[House, Asked], Page]


def guest_pages(api: Api, paying: TablePay, prefix: str, answer: Answer) -> AsgiApp:
    """The pages under a prefix; `?part=` shows what became of a payment.

    Args:
        answer: called in the thread of the house, in the guest's language.
    """

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        if request.method not in ("GET", "HEAD", "POST"):
            raise ProblemError(405, headers={"Allow": "GET, HEAD, POST"})
        asked = await _asked(request, prefix)
        told = first(asked.fields, "langue") or asked.query.get("langue", "")
        accepted = request.headers.get("accept-language", "")
        chosen = told if told in GUESTS else language_of(accepted, GUESTS)
        part = first(asked.fields, "part") or asked.query.get("part", "")
        stop = bool(part) and first(asked.fields, "step") == "stop"

        def act(house: House) -> Page:
            with speaking(chosen):
                if not part:
                    return answer(house, asked)
                became = paying.outcome(house, part, stop=stop)
                if became is None:
                    raise ProblemError(404)
                return Page(*became)

        found = await api.ask(act)
        body = found.body
        if isinstance(body, Going):
            here = f"https://{request.url.netloc}{request.url.path}"
            body = await paying.go(body, chosen, here, asked.fields)
        if stop:
            paying.give_up(part)
        with speaking(chosen):
            name = api.house.world.settings.text("house.name")
            whole = page(name, found.title, body, api.house.mark)
        await _told(whole)(scope, receive, send)

    return Gate(serve, api, None, forms=True)


async def _asked(request: Request, prefix: str) -> Asked:
    body = (await request.body()).decode("utf-8", "replace")
    try:
        fields = parse_qs(body, max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise ProblemError(413) from error
    return Asked(
        below=request.scope["path"].removeprefix(prefix).strip("/"),
        fields=fields,
        query=dict(request.query_params),
        address=request.client.host if request.client else "",
    )


def _told(whole: str) -> Response:
    """A page; one that is kept up to date may run its script, and no other."""
    live = POLICY if f"<script>{SCRIPT}</script>" in whole else ""
    policy = _HEADERS["Content-Security-Policy"].format(live=live)
    headers = {**_HEADERS, "Content-Security-Policy": policy}
    return Response(whole, media_type="text/html", headers=headers)

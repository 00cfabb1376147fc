"""Where payment providers say that there is news of a page: `/paye/<provider>`.

Nothing of a message is believed but which page it is about; the provider is asked then.
Without a message, on a network that the outside does not reach, the page is asked about
all the same (`pay_pages.py`), a little later.
"""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from app.hub.api.api import Api
from app.hub.api.gate import AsgiApp, Gate, Receive, Scope, Send
from app.hub.api.problems import ProblemError
from app.hub.pay_pages import PagesDesk

PREFIX: Final = "/paye"


def pay_messages(api: Api, desk: PagesDesk) -> dict[str, AsgiApp]:
    """Prefix -> what is mounted there."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        if request.method != "POST":
            raise ProblemError(405, headers={"Allow": "POST"})
        pages = desk.pages()
        if pages is None or scope["path"] != f"{PREFIX}/{pages.name}":
            raise ProblemError(404)
        session = pages.heard(request.headers, await request.body())
        if not session:
            raise ProblemError(400)
        desk.heard(session)
        await Response(status_code=204)(scope, receive, send)

    return {PREFIX: Gate(serve, api, None)}

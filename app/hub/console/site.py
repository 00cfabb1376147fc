"""The page: files of `resources/console`, and what a browser may do with them."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from app.hub.api.gate import AsgiApp, Message, Receive, Scope, Send
from app.hub.certificate import CERTIFICATE

PREFIX: Final = "/developers"
HEADERS: Final[Mapping[str, str]] = {
    # The page is text, styles and scripts of this hub; no string ever becomes a script.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "font-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'none'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}


def site(keys: Path) -> AsgiApp:
    """What is mounted at `PREFIX`.

    Args:
        keys: key folder of the profile; its certificate alone is served.
    """

    def certificate(request: Request) -> FileResponse:
        return FileResponse(keys / CERTIFICATE, media_type="application/x-pem-file")

    resources = Path(str(files("resources")))
    pages = StaticFiles(directory=resources / "console", html=True)
    inner = Starlette(
        routes=[
            Route("/hub.crt", certificate),
            Mount("/fonts", StaticFiles(directory=resources / "fonts")),
            Mount("/icons", StaticFiles(directory=resources / "icons")),
            Mount("/", pages),
        ]
    )

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(raw=message["headers"]).update(HEADERS)
            await send(message)

        await inner(scope, receive, guarded)

    return serve

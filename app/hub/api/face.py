"""Puts the API together: routes, problems, the gate before them, the OpenAPI document."""

import logging
from collections.abc import Sequence
from pathlib import Path

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Match

from app.domain.vocabulary import Refusal
from app.hub.api import (
    access,
    channels,
    customers,
    documents,
    events,
    imports,
    inventory,
    invoices,
    menu,
    orders,
    payments,
    presets,
    reservations,
    sessions,
    settings,
    sites,
    tables,
)
from app.hub.api.api import Api
from app.hub.api.gate import Gate
from app.hub.api.invalid import invalid
from app.hub.api.logins import Logins
from app.hub.api.openapi import document
from app.hub.api.problems import ProblemError, response
from app.hub.api.tokens import Tokens
from app.hub.node import Node
from app.hub.webhooks import routes as webhooks
from app.hub.webhooks.desk import WebhookDesk
from app.hub.webhooks.inspector import Inspector
from app.services.answers import Answers
from db.errors import KnownError
from db.profile import Profile

PREFIX = "/api/v1"
VERSION = "1.0"
ROUTERS: tuple[APIRouter, ...] = tuple(
    noun.router
    for noun in (
        *(imports, orders, payments, menu, presets, tables, reservations, inventory),
        *(customers, documents, sessions, invoices, sites, events, webhooks),
        *(access, settings, channels),
    )
)
"""Every noun's routes; those that are asked most are looked at first."""

BUSY = "busy"
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_log = logging.getLogger("sotto.api")


def api_of(node: Node, keys: Path, pepper: bytes) -> Api:
    """The API of a hub, for one face or several.

    Args:
        keys: key folder of the profile, where the signing key lies.
        pepper: what keys the PINs.

    Raises:
        OSError: the signing key cannot be made.
        KeyUnavailableError: the file is no key.
    """
    tokens = Tokens(keys, node.chain, node.house.environment)
    desk = WebhookDesk(node, pepper, Inspector(node.house, pepper))
    files = Profile(keys.parent).invoices
    return Api(node, tokens, Answers(node.house), pepper, desk, files)


def face_of(
    api: Api,
    logins: Logins,
    routers: Sequence[APIRouter] = ROUTERS,
    prefix: str = PREFIX,
    *,
    noted: bool = True,
) -> Gate:
    """What is mounted at `prefix`.

    Args:
        logins: of all faces together, or wrong tries would count once for each.
        noted: its calls are in the call log.
    """
    app = routes(routers, prefix)
    app.state.api, app.state.logins = api, logins
    return Gate(app, api, api.calls if noted else None)


def routes(routers: Sequence[APIRouter] = ROUTERS, prefix: str = PREFIX) -> FastAPI:
    """The routes and their document, without a house behind them."""
    app = FastAPI(
        title="Sotto",
        version=VERSION,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    for router in routers:
        for route in router.routes:
            if isinstance(route, APIRoute):
                route.operation_id = route.name  # what clients call it
        app.router.routes += router.routes  # included, each would be looked for twice
    told(app)

    async def openapi(request: Request) -> Response:
        stands = request.app.state.api.house.environment
        told = document(app, prefix, stands)
        return JSONResponse(told, headers={"Cache-Control": "no-cache"})

    app.add_route("/openapi.json", openapi, include_in_schema=False)
    return app


def told(app: FastAPI) -> None:
    """Everything that goes wrong under this app is answered as a problem."""

    def answered(request: Request, problem: ProblemError) -> Response:
        return response(
            problem,
            language=request.scope["sotto.language"],
            where=request.url.path,
            request_id=request.scope["sotto.request_id"],
        )

    async def problem(request: Request, error: Exception) -> Response:
        assert isinstance(error, ProblemError)
        return answered(request, error)

    async def malformed(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return answered(request, invalid(error))

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return answered(request, _http(request, error))

    async def known(request: Request, error: Exception) -> Response:
        assert isinstance(error, KnownError)
        _log.warning("the house takes nothing: %s", type(error).__name__)
        busy = Refusal(BUSY, "La maison ne peut rien enregistrer en ce moment.")
        return answered(request, ProblemError(503, busy, headers={"Retry-After": "5"}))

    async def bug(request: Request, error: Exception) -> Response:
        return answered(request, ProblemError(500))  # the gate logs it

    app.add_exception_handler(ProblemError, problem)
    app.add_exception_handler(RequestValidationError, malformed)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(KnownError, known)
    app.add_exception_handler(Exception, bug)


def _http(request: Request, error: HTTPException) -> ProblemError:
    if error.status_code == 405:
        allowed = _allowed(request)
        return ProblemError(405, headers={"Allow": ", ".join(allowed)})
    return ProblemError(error.status_code if error.status_code in (400, 404) else 400)


def _allowed(request: Request) -> list[str]:
    """Every method that some route at this address takes; Starlette names one's alone."""
    routes: Sequence[BaseRoute] = request.app.router.routes
    found = []
    for method in _METHODS:
        scope = {**request.scope, "method": method}
        if any(route.matches(scope)[0] is Match.FULL for route in routes):
            found.append(method)
    return found

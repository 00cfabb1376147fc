"""The OpenAPI document: what FastAPI knows, and what every answer of ours has besides."""

from collections.abc import Iterable
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app.domain.environment import ENVIRONMENTS, PRODUCTION, Environment
from app.hub.api.examples import example_of
from app.hub.api.problems import MEDIA, ProblemShape, example_problem
from app.hub.api.schemas import tidy

_ALWAYS = (400, 401, 403, 408, 413, 414, 415, 422, 429, 500, 503)
"""Problems that every route may answer with."""
_PUBLIC = (400, 401, 408, 413, 414, 415, 422, 429, 500, 503)
_TEXTS = {
    400: "The request cannot be read.",
    401: "Nobody knows who asks.",
    403: "A right or a scope is missing; `right` names it.",
    404: "There is no such thing.",
    405: "Not with this method.",
    408: "The body came too slowly.",
    409: "Not possible at the moment; `code` says why.",
    412: "It has changed: `If-Match` names an older version.",
    413: "The body is too large.",
    414: "The address is too long.",
    415: "Not JSON in UTF-8, or compressed.",
    422: "A value is not possible; `errors` says which.",
    429: "Too many requests, tries or connections; see `Retry-After`.",
    500: "A bug of Sotto.",
    503: "The house can record nothing at the moment.",
}
TAGS = (
    ("access", "Logging in, keys of programs."),
    ("orders", "What tables and guests consume."),
    ("payments", "Money: tenders, card terminals, refunds."),
    ("menu", "What is sold."),
    ("tables", "Rooms, tables, availability."),
    ("reservations", "Who comes when."),
    ("inventory", "Stock, movements, alerts."),
    ("documents", "Receipts and refunds as they were issued."),
    ("invoices", "Invoices of receipts to companies, their files and their state."),
    ("reports", "Figures of business days, tills."),
    ("sites", "The sites of a head office and their figures."),
    ("customers", "Guests, as far as their reservations tell."),
    ("events", "The journal as the primary log."),
    ("webhooks", "Programs that are told of events."),
    ("booking", "The booking system's own addresses."),
    ("notifications", "Text messages and mails."),
)
DESCRIPTION = """The house over HTTP. Everything a program does here goes through the
same rules as a tap on a till, and ends in the same signed journal.

Amounts are decimals of the house's currency (12.50). Times are RFC 3339. Lists have
`limit`, `after` and `next`. Every write takes an `Idempotency-Key`; money needs one.
Problems are RFC 9457, in French or English by `Accept-Language`."""

_PARAMETERS: dict[str, dict[str, Any]] = {
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "Makes a repeated request answer again instead of acting again.",
        "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
        "example": "0b0c9a3e-6b1f-4f43-9a4b-f0a7f2a7a1d5",
    },
}
_PARAMETERS["NeededKey"] = {**_PARAMETERS["IdempotencyKey"], "required": True}
for _name, _text in (
    ("If-Match", "Does nothing, and answers 412, when this is no longer the ETag."),
    ("If-None-Match", "Answers 304 when this is still the ETag."),
):
    _PARAMETERS[_name.replace("-", "")] = {
        "name": _name,
        "in": "header",
        "description": _text,
        "schema": {"type": "string"},
        "example": '"8f14e45fceea167a5a36dedd"',
    }
_HEADERS: dict[str, dict[str, Any]] = {
    name: {"description": text, "schema": {"type": kind}}
    for name, kind, text in (
        ("X-Request-Id", "string", "Names this request in the logs."),
        ("Sotto-Environment", "string", "Where the house stands."),
        ("RateLimit-Limit", "integer", "Requests a minute."),
        ("RateLimit-Remaining", "integer", "Requests left in this minute."),
        ("RateLimit-Reset", "integer", "Seconds until more are left."),
        ("ETag", "string", "Stands for what is answered."),
        ("Location", "string", "Where the thing that was made is found."),
        ("Link", "string", "The next page (RFC 8288), where there is one."),
        ("Idempotency-Replayed", "string", "`true` when it was carried out before."),
        ("Retry-After", "integer", "Seconds to wait."),
        ("WWW-Authenticate", "string", "`Bearer`, and what is wrong with the token."),
        ("Allow", "string", "The methods that are allowed."),
    )
}
_HEADERS["Sotto-Environment"]["schema"]["enum"] = list(ENVIRONMENTS)
_EVERYWHERE = tuple(_HEADERS)[:5]
_WITH = {401: "WWW-Authenticate", 405: "Allow", 429: "Retry-After", 503: "Retry-After"}
"""Status of a problem -> the header that comes with it."""


def document(
    app: FastAPI, prefix: str, environment: Environment = PRODUCTION
) -> dict[str, Any]:
    """The whole document, made once; it says where the house stands."""
    if app.openapi_schema is None:
        made = get_openapi(
            title="Sotto",
            version=app.version,
            summary="Point of sale and kitchen, open to programs.",
            description=DESCRIPTION,
            routes=app.routes,
            tags=[{"name": name, "description": text} for name, text in TAGS],
            servers=[{"url": prefix, "description": environment}],
        )
        app.openapi_schema = _completed(made)
    return app.openapi_schema


def _completed(made: dict[str, Any]) -> dict[str, Any]:
    parts = made.setdefault("components", {})
    shapes = parts.setdefault("schemas", {})
    shapes.pop("HTTPValidationError", None)
    shapes.pop("ValidationError", None)
    problem = ProblemShape.model_json_schema(
        ref_template="#/components/schemas/{model}"
    )
    shapes |= problem.pop("$defs", {})
    shapes["ProblemShape"] = problem
    parts["securitySchemes"] = {
        "token": {
            "type": "http",
            "scheme": "bearer",
            "description": "An access token of a person, or a key of a program (sk_…, "
            "sk_sandbox_…, sk_staging_…).",
        }
    }
    parts["parameters"] = _PARAMETERS
    parts["headers"] = _HEADERS
    parts["responses"] = {f"Problem{s}": _problem(s, t) for s, t in _TEXTS.items()}
    for path in made["paths"].values():
        for method, operation in path.items():
            _complete(method, operation)
    tidy(made)
    for path in made["paths"].values():
        for operation in path.values():
            _show(operation, parts["schemas"])
    return made


def _problem(status: int, text: str) -> dict[str, Any]:
    told = {
        "schema": {"$ref": "#/components/schemas/ProblemShape"},
        "example": example_problem(status),
    }
    headers = (*_EVERYWHERE, *([_WITH[status]] if status in _WITH else []))
    return {
        "description": text,
        "headers": _referred(headers),
        "content": {MEDIA: told},
    }


def _referred(headers: Iterable[str]) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in headers}


def _show(operation: dict[str, Any], shapes: dict[str, Any]) -> None:
    """Gives bodies their examples, and answers the words of what they answer."""
    answers = operation["responses"].values()
    for body in (operation.get("requestBody", {}), *answers):
        for told in body.get("content", {}).values():
            told.setdefault("example", example_of(told["schema"], shapes))
    for answer in answers:
        if answer.get("description") == "Successful Response":
            (told,) = answer.get("content", {"": {"schema": {}}}).values()
            shape = told["schema"].get("$ref", "").rpartition("/")[2]
            answer["description"] = shapes.get(shape, {}).get("description", "Done.")


def _complete(method: str, operation: dict[str, Any]) -> None:
    public = operation.pop("x-public", False)
    scope = operation.pop("x-scope", "")
    more = operation.pop("x-errors", ())
    idempotent = operation.pop("x-idempotent", False)
    operation["security"] = [] if public else [{"token": []}]
    if scope:
        operation["x-scope"] = scope
        text = operation.get("description", "")
        operation["description"] = f"{text}\n\nScope: `{scope}`.".strip()
    answers: dict[str, Any] = operation["responses"]
    answers.pop("422", None)
    parameters: list[dict[str, Any]] = operation.setdefault("parameters", [])
    paged = any(each["name"] == "after" for each in parameters)
    for code, answer in answers.items():
        headers = [
            *_EVERYWHERE,
            *(["ETag"] if "content" in answer else []),
            *(["Location"] if code == "201" else []),
            *(["Link"] if paged and method == "get" else []),
            *(["Idempotency-Replayed"] if idempotent else []),
        ]
        answer["headers"] = _referred(headers)
    for status in sorted({*(_PUBLIC if public else _ALWAYS), *more}):
        answers[str(status)] = {"$ref": f"#/components/responses/Problem{status}"}
    names = []
    if method == "get" and not public:
        answers["304"] = {"description": "Nothing has changed since `If-None-Match`."}
        names.append("IfNoneMatch")
    if 412 in more:
        names.append("IfMatch")
    if idempotent:
        names.append("NeededKey" if idempotent == "needed" else "IdempotencyKey")
    parameters += [{"$ref": f"#/components/parameters/{name}"} for name in names]
    if not parameters:
        del operation["parameters"]

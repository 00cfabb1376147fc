"""What went wrong, as a program and a person read it (RFC 9457), in the caller's words."""

from collections.abc import Container, Mapping, Sequence
from functools import cache

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from app.domain.vocabulary import Refusal
from resources.texts import LANGUAGES, catalogue

MEDIA = "application/problem+json"

_TITLES: dict[int, Refusal] = {
    400: Refusal("bad_request", "Cette demande n'est pas lisible."),
    401: Refusal("login_needed", "Dites d'abord qui vous êtes."),
    403: Refusal("right_missing", "Il manque un droit."),
    404: Refusal("not_found", "Il n'y a rien ici."),
    405: Refusal("method_not_allowed", "Cela ne se demande pas ainsi."),
    406: Refusal("not_acceptable", "Sotto répond en JSON."),
    408: Refusal("too_slow", "La demande met trop de temps à venir."),
    409: Refusal("conflict", "Ce n'est pas possible en ce moment."),
    412: Refusal("changed", "Cela a changé entre-temps : relisez d'abord."),
    413: Refusal("too_large", "La demande est trop grande."),
    414: Refusal("address_too_long", "L'adresse est trop longue."),
    415: Refusal("not_json", "Envoyez du JSON, sans compression."),
    422: Refusal("invalid", "Une valeur n'est pas possible."),
    429: Refusal("too_many", "Trop de demandes : attendez un peu."),
    500: Refusal("bug", "Sotto s'est trompé : dites-nous le numéro de cette demande."),
    503: Refusal("busy", "La maison ne peut rien enregistrer en ce moment."),
}
_INVALID = ("_out_of_range", "_invalid", "_missing", "_expected", "_length", "_weak")


class FieldProblem(BaseModel):
    """What is wrong at one place of the request."""

    pointer: str = Field(examples=["#/items/0/quantity"])
    code: str = Field(examples=["too_small"])
    detail: str = Field(examples=["Plus de 0."])


class ProblemShape(BaseModel):
    """An answer that says why not (RFC 9457)."""

    model_config = ConfigDict(title="Problem")

    type: str = Field(examples=["urn:sotto:problem:table_taken"])
    title: str = Field(examples=["Ce n'est pas possible en ce moment."])
    status: int = Field(examples=[409])
    detail: str = Field(examples=["La table 12 est déjà ouverte."])
    code: str = Field(examples=["table_taken"])
    instance: str = Field(examples=["/api/v1/orders"])
    request_id: str = Field(examples=["01KB6R3Z6M7T9Q0V5W8X2Y4Z6A"])
    right: str | None = Field(None, description="The right that would allow it.")
    errors: list[FieldProblem] | None = None


class ProblemError(Exception):
    """A request that leads nowhere.

    Args:
        refusal: why, in French, with a code; what the status usually means without one.
        errors: (JSON pointer, why not what is there).
    """

    def __init__(
        self,
        status: int,
        refusal: Refusal | None = None,
        *,
        errors: Sequence[tuple[str, Refusal]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.status = status
        self.refusal = refusal or _TITLES[status]
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        super().__init__(self.refusal.code)


def refused(refusal: Refusal, pointer: str = "") -> ProblemError:
    """What the domain refused: 403 for a right, 404 for what is not there, 422 for an
    impossible value, 409 for what is impossible now.

    Args:
        pointer: where the request asks for it, where that is one place of several.
    """
    errors = [(pointer, refusal)] if pointer else []
    return ProblemError(_status(refusal.code), refusal, errors=errors)


def _status(code: str) -> int:
    if code == "right_missing":
        return 403
    if code.endswith("_unknown") and code != "payment_unknown":
        return 404
    return 422 if code.endswith(_INVALID) else 409


def language_of(header: str, spoken: Container[str] = LANGUAGES) -> str:
    """The first language of an Accept-Language header that is spoken, else French."""
    asked: list[tuple[float, str]] = []
    for part in header[:200].split(","):
        name, _, weight = part.partition(";q=")
        try:
            quality = float(weight or 1)
        except ValueError:
            continue
        asked.append((-quality, name.strip()[:2].lower()))
    asked.sort(key=lambda one: one[0])
    return next((name for _, name in asked if name in spoken), "fr")


def say(source: str, language: str, values: Mapping[str, object]) -> str:
    """A French source text in the caller's language, whatever the windows speak."""
    text = _catalogue(language).get(source, source).replace("'", "’")
    return text.format(**values) if values else text


@cache
def _catalogue(language: str) -> dict[str, str]:
    return catalogue(language)


def example_problem(status: int) -> dict[str, object]:
    """What a problem of this status usually looks like, in French."""
    usual = _TITLES[status]
    wrong = FieldProblem(
        pointer="#/items/0/quantity", code="too_small", detail="Plus de 0."
    )
    shape = ProblemShape(
        type=f"urn:sotto:problem:{usual.code}",
        title=say(usual.text, "fr", {}),
        status=status,
        detail=say(usual.text, "fr", {}),
        code=usual.code,
        instance="/api/v1/orders",
        request_id="01KB6R3Z6M7T9Q0V5W8X2Y4Z6A",
        right="orders:write" if status == 403 else None,
        errors=[wrong] if status == 422 else None,
    )
    return shape.model_dump(exclude_none=True)


def response(
    problem: ProblemError, *, language: str, where: str, request_id: str
) -> Response:
    """The problem as an answer."""
    refusal = problem.refusal
    shape = ProblemShape(
        type=f"urn:sotto:problem:{refusal.code}",
        title=say(_TITLES[problem.status].text, language, {}),
        status=problem.status,
        detail=say(refusal.text, language, dict(refusal.values)),
        code=refusal.code,
        instance=where,
        request_id=request_id,
        right=refusal.right or None,
        errors=[
            FieldProblem(
                pointer=pointer,
                code=why.code,
                detail=say(why.text, language, dict(why.values)),
            )
            for pointer, why in problem.errors
        ]
        or None,
    )
    headers = {"Content-Language": language, **problem.headers}
    if problem.status == 401:
        headers.setdefault("WWW-Authenticate", "Bearer")
    body = shape.model_dump_json(exclude_none=True)
    return Response(body, problem.status, headers, MEDIA)

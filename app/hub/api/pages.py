"""Lists page by page: an opaque cursor says where the next page begins."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, TypeVar

from fastapi import Query, Request

from app.domain.vocabulary import Refusal
from app.hub.api.problems import ProblemError

T = TypeVar("T")

DEFAULT, MOST = 50, 100
CURSOR_INVALID = Refusal("cursor_invalid", "Ce curseur n'est pas valable.")

Limit = Annotated[int, Query(ge=1, le=MOST, description="Things of one page.")]
After = Annotated[
    str,
    Query(max_length=2000, description="`next` of the page before; opaque."),
]


def cursor(place: str) -> str:
    """A place in a list as callers see it."""
    return urlsafe_b64encode(place.encode()).decode().rstrip("=")


def place(after: str) -> str:
    """The place that a cursor stands for, "" for the beginning.

    Raises:
        ProblemError: 422, it is none of ours.
    """
    try:
        padded = after.encode("ascii") + b"=" * (-len(after) % 4)
        return urlsafe_b64decode(padded).decode()
    except (NotBase64, UnicodeError, ValueError) as error:
        raise ProblemError(422, CURSOR_INVALID) from error


def page(
    things: Sequence[T], id_of: Callable[[T], str], after: str, limit: int
) -> tuple[list[T], str | None]:
    """The things behind the cursor, by id, and the next cursor if there are more."""
    start = place(after)
    later = sorted((t for t in things if id_of(t) > start), key=id_of)
    found = later[:limit]
    more = len(later) > limit
    return found, cursor(id_of(found[-1])) if more else None


def linked(request: Request) -> Callable[[Any], Mapping[str, str]]:
    """The header that names the next page (RFC 8288)."""

    def headers(shape: Any) -> Mapping[str, str]:
        if shape.next is None:
            return {}
        url = request.url.include_query_params(after=shape.next)
        return {"Link": f'<{url.path}?{url.query}>; rel="next"'}

    return headers

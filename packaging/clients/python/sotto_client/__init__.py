"""Asks a Sotto hub. `sotto_client.rest` is made from its OpenAPI document: a module for
each operation, a class for each shape; here is what makes them short to use."""

import ssl
import time
from collections.abc import Callable, Iterator
from typing import Protocol, TypeVar
from uuid import uuid4

import httpx
from standardwebhooks import Webhook

from sotto_client.rest.client import AuthenticatedClient, Client
from sotto_client.rest.models import Problem

__all__ = [
    "ProblemError",
    "Webhook",
    "connect",
    "pages",
    "surely",
    "told",
    "visit",
]

T = TypeVar("T")
_PAUSE_S = 0.5
_LATER = ("busy", "request_running")
"""Codes of problems that pass by themselves."""


class ProblemError(Exception):
    """The hub said why not; `problem.code` names it for programs."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(f"{problem.code}: {problem.detail}")


def connect(host: str, token: str, certificate: str) -> AuthenticatedClient:
    """A client of the hub at "caisse.local:8443".

    Args:
        token: a program's key, or a person's access token.
        certificate: file of the hub's own certificate.
    """
    trusted = ssl.create_default_context(cafile=certificate)
    return AuthenticatedClient(_url(host), token, verify_ssl=trusted)


def visit(host: str, certificate: str) -> Client:
    """The same for who has no token yet and logs in."""
    trusted = ssl.create_default_context(cafile=certificate)
    return Client(_url(host), verify_ssl=trusted)


def _url(host: str) -> str:
    return f"https://{host}/api/v1"


def told(answer: T | Problem | None) -> T:
    """The answer, when it is none that says why not.

    Raises:
        ProblemError: it is.
    """
    if isinstance(answer, Problem):
        raise ProblemError(answer)
    if answer is None:
        raise TypeError("an answer that the document does not know")
    return answer


def surely(ask: Callable[[str], T], tries: int = 5) -> T:
    """Asks again until there is an answer, always with the same Idempotency-Key: what
    it asks for happens once, however often the connection is cut or the house is busy.

    Args:
        ask: is given the key.

    Raises:
        httpx.TransportError: there was none, as often as it was tried.
    """
    key = str(uuid4())
    for number in range(1, tries):
        try:
            answer = ask(key)
        except httpx.TransportError:
            pass
        except ProblemError as error:
            if error.problem.code not in _LATER:
                raise
        else:
            if not (isinstance(answer, Problem) and answer.code in _LATER):
                return answer
        time.sleep(_PAUSE_S * number)
    return ask(key)


class Page(Protocol):
    """A page of a list; `next_` is where the following one begins."""

    @property
    def next_(self) -> object:
        """A cursor; no text on the last page."""


P = TypeVar("P", bound=Page)


def pages(ask: Callable[[str], P | Problem | None]) -> Iterator[P]:
    """Every page of a list, to its end.

    Args:
        ask: is given `after`.
    """
    after: object = ""
    while isinstance(after, str):
        page = told(ask(after))
        yield page
        after = page.next_

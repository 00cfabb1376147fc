"""SumUp Hosted Checkout: a page for each part that a guest pays.

A checkout is made under the payment's reference, which SumUp takes once: a second try is
turned away and the first one is found by the reference. Its messages carry no signature,
so they are worth a look and nothing more.

Source: developer.sumup.com API reference, "Checkouts" (create, list, retrieve, deactivate),
"Hosted Checkout", "Webhooks".
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from threading import Event
from typing import Any, Final
from urllib.parse import quote

from app.services.pay_pages import PagesDownError, PageState, PageWanted, PayPage
from hardware.errors import HardwareError, ProtocolError
from hardware.terminals.dialogue import Turn
from hardware.terminals.plain import cents_of, part, word
from hardware.terminals.web import Json, Place, Question, Reply, ask, read_json

_PATH: Final = "/v0.1/checkouts"
_ID: Final = re.compile(r"[A-Za-z0-9-]{8,64}")
_TWICE, _AGAIN = 409, 429


class SumUpCheckout:
    """The pages of a SumUp account; see `PayPages`.

    Args:
        place: of SumUp's API, with the key among its headers.
        merchant: the account's merchant code.
    """

    name = "sumup"

    def __init__(self, place: Place, merchant: str, stopping: Event) -> None:
        self._place, self._merchant, self._stopping = place, merchant, stopping

    def greet(self) -> None:
        """See `PayPages`."""
        reply = self._ask("GET", f"{_PATH}?checkout_reference=sotto")
        if not reply.done:
            raise PagesDownError(f"HTTP {reply.status}")

    def open(self, wanted: PageWanted) -> PayPage:
        """See `PayPages`."""
        until = datetime.fromtimestamp(wanted.until, UTC)
        told = {
            "checkout_reference": wanted.reference,
            "amount": wanted.amount / 100,  # SumUp's own form; two decimals come out
            "currency": "EUR",
            "merchant_code": self._merchant,
            "description": wanted.words,
            "redirect_url": wanted.back,
            "valid_until": until.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "hosted_checkout": {"enabled": True},
        }
        reply = self._ask("POST", _PATH, told)
        if reply.status == _TWICE:
            return self._found(wanted.reference)
        if reply.refused and reply.status != _AGAIN:
            raise PagesDownError(f"HTTP {reply.status}", final=True)
        return _page(_right(reply))

    def _found(self, reference: str) -> PayPage:
        path = f"{_PATH}?checkout_reference={quote(reference, safe='')}"
        reply = self._ask("GET", path)
        if not reply.done:
            raise PagesDownError(f"HTTP {reply.status}")
        try:
            listed = read_json(b'{"all":' + reply.content + b"}").get("all")
        except ProtocolError as error:
            raise PagesDownError(str(error)) from error
        for each in listed if isinstance(listed, list) else ():
            if part(each, "checkout_reference") == reference:
                return _page(each)
        raise PagesDownError("a checkout that was made is not found")

    def look(self, session: str, reference: str) -> PageState:
        """See `PayPages`."""
        said = _right(self._ask("GET", f"{_PATH}/{_known(session)}"))
        if said.get("checkout_reference") != reference:
            raise PagesDownError("another checkout answers")
        match said.get("status"):
            case "PAID":
                return _paid(said)
            case "EXPIRED":
                return PageState(state="ended")
            case _:  # FAILED too: the guest may try another card on the same page
                return PageState(state="open")

    def close(self, session: str, reference: str) -> PageState:
        """See `PayPages`."""
        reply = self._ask("DELETE", f"{_PATH}/{_known(session)}")
        found = self.look(session, reference)  # it may have been paid at that moment
        if found.state == "open":
            raise PagesDownError(f"HTTP {reply.status}")
        return found

    def heard(self, headers: Mapping[str, str], body: bytes) -> str:
        """See `PayPages`."""
        try:
            session = read_json(body).get("id")
        except ProtocolError:
            return ""
        right = isinstance(session, str) and _ID.fullmatch(session)
        return str(session) if right else ""

    def _ask(self, method: str, path: str, told: Any = None) -> Reply:
        body = json.dumps(told, ensure_ascii=False).encode() if told else None
        headers = {"Content-Type": "application/json"} if told else {}
        question = Question(method=method, path=path, body=body, headers=headers)
        try:
            return ask(self._place, question, Turn(self._stopping))
        except HardwareError as error:
            raise PagesDownError(str(error)) from error


def _known(session: str) -> str:
    if not _ID.fullmatch(session):
        raise PagesDownError("this is no checkout")
    return session


def _right(reply: Reply) -> Json:
    try:
        return reply.right()
    except HardwareError as error:
        raise PagesDownError(f"HTTP {reply.status}") from error


def _page(said: object) -> PayPage:
    session, url = part(said, "id"), part(said, "hosted_checkout_url")
    if not isinstance(session, str) or not _ID.fullmatch(session):
        raise PagesDownError("no checkout came back")
    return PayPage(session, url if isinstance(url, str) else "")


def _paid(said: Json) -> PageState:
    if said.get("currency") != "EUR":
        raise PagesDownError("another currency")
    try:
        cents = cents_of(said.get("amount"))
    except ProtocolError as error:
        raise PagesDownError(str(error)) from error
    tried = said.get("transactions")
    done = next(
        (
            each
            for each in (tried if isinstance(tried, list) else ())
            if part(each, "status") == "SUCCESSFUL"
        ),
        None,
    )
    return PageState(
        state="paid",
        amount=cents,
        transaction=word(part(done, "id")),
        authorisation=word(part(done, "auth_code")),
    )

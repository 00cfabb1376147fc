"""Stripe Checkout: a page for each part that a guest pays.

A session is made under the payment's reference as idempotency key and as metadata, so one
reference is one page, whoever asks again after a crash. Only cards are taken (wallets with
them): what Stripe collects days later cannot close a table.

Source: docs.stripe.com API reference, "Checkout Sessions" (create, retrieve, expire),
"Idempotent requests", "Webhook signatures" (scheme v1).
"""

import hmac
import re
from collections.abc import Callable, Mapping
from threading import Event
from typing import Final

from app.services.pay_pages import PagesDownError, PageState, PageWanted, PayPage
from hardware.errors import HardwareError, ProtocolError
from hardware.terminals.dialogue import Turn
from hardware.terminals.masking import last4
from hardware.terminals.plain import minor_of, part, scheme, word
from hardware.terminals.web import Json, Place, Question, Reply, ask, read_json

OURS: Final = "sotto_payment"
"""Metadata that names a payment by its reference."""
_SESSION: Final = re.compile(r"cs_[A-Za-z0-9_]{1,200}")
_SHORTEST_S: Final = 31 * 60
"""Stripe ends no page sooner than after 30 minutes by itself; we do (`close`)."""
_STALE_S: Final = 300
"""A message that was signed longer ago is not heard."""
_LATEST_S, _PAGES = 3600, 5
_AGAIN: Final = (409, 429)
_LANGUAGES: Final = {"fr": "fr", "en": "en", "de": "de", "es": "es", "it": "it"}


class StripeCheckout:
    """The pages of a Stripe account; see `PayPages`.

    Args:
        place: of Stripe's API, with the secret key among its headers.
        secret: with which Stripe signs its messages ("whsec_…"), "" for none are heard.
        clock: seconds since 1970.
    """

    name = "stripe"

    def __init__(
        self, place: Place, secret: str, stopping: Event, clock: Callable[[], float]
    ) -> None:
        self._place, self._secret, self._clock = place, secret, clock
        self._stopping = stopping

    def greet(self) -> None:
        """See `PayPages`."""
        _right(self._ask("GET", "/v1/checkout/sessions?limit=1"))

    def open(self, wanted: PageWanted) -> PayPage:
        """See `PayPages`."""
        form = {
            "mode": "payment",
            "payment_method_types[0]": "card",
            "client_reference_id": wanted.reference,
            f"metadata[{OURS}]": wanted.reference,
            f"payment_intent_data[metadata][{OURS}]": wanted.reference,
            "line_items[0][quantity]": "1",
            "line_items[0][price_data][currency]": "eur",
            "line_items[0][price_data][unit_amount]": str(wanted.amount),
            "line_items[0][price_data][product_data][name]": wanted.words,
            "locale": _LANGUAGES.get(wanted.language, "auto"),
            "success_url": wanted.back,
            "cancel_url": wanted.back,
            "expires_at": str(wanted.until + _SHORTEST_S),
        }
        reply = self._ask("POST", "/v1/checkout/sessions", form, wanted.reference)
        if part(reply.told, "error", "type") == "idempotency_error":
            return self._found(wanted)  # made with another address to come back to
        if reply.refused and reply.status not in _AGAIN:
            raise PagesDownError(_why(reply), final=True)
        return _page(_right(reply))

    def _found(self, wanted: PageWanted) -> PayPage:
        """The session that was made under a reference, among the latest."""
        since, after = wanted.until - _LATEST_S, ""
        for _ in range(_PAGES):
            path = f"/v1/checkout/sessions?limit=100&created[gte]={since}{after}"
            said = _right(self._ask("GET", path))
            listed = said.get("data")
            sessions = listed if isinstance(listed, list) else []
            for each in sessions:
                if part(each, "metadata", OURS) == wanted.reference:
                    return _page(each)
            if not (said.get("has_more") and sessions):
                break
            after = f"&starting_after={word(part(sessions[-1], 'id'))}"
        raise PagesDownError("a session that was made is not found")

    def look(self, session: str, reference: str) -> PageState:
        """See `PayPages`."""
        path = f"/v1/checkout/sessions/{_known(session)}"
        query = "?expand[]=payment_intent.latest_charge"
        return _state(_right(self._ask("GET", path + query)), reference)

    def close(self, session: str, reference: str) -> PageState:
        """See `PayPages`."""
        path = f"/v1/checkout/sessions/{_known(session)}/expire"
        reply = self._ask("POST", path, {})
        if reply.done and reply.told.get("status") == "expired":
            return PageState(state="ended")
        found = self.look(session, reference)  # it was paid, or has ended already
        if found.state == "open":
            raise PagesDownError(_why(reply))
        return found

    def heard(self, headers: Mapping[str, str], body: bytes) -> str:
        """See `PayPages`."""
        fields = [
            each.partition("=")
            for each in headers.get("stripe-signature", "").split(",")
        ]
        at = next((value for name, _, value in fields if name == "t"), "")
        if not (self._secret and at.isdecimal() and len(at) < 12):
            return ""
        if abs(self._clock() - int(at)) > _STALE_S:
            return ""
        right = hmac.digest(self._secret.encode(), f"{at}.".encode() + body, "sha256")
        signed = [value for name, _, value in fields if name == "v1"]
        if not any(hmac.compare_digest(right.hex(), value) for value in signed):
            return ""
        try:
            session = part(read_json(body), "data", "object", "id")
        except ProtocolError:
            return ""
        right_form = isinstance(session, str) and _SESSION.fullmatch(session)
        return str(session) if right_form else ""

    def _ask(
        self,
        method: str,
        path: str,
        form: Mapping[str, str] | None = None,
        key: str = "",
    ) -> Reply:
        question = Question(
            method=method,
            path=path,
            body=form,
            headers={"Idempotency-Key": key} if key else {},
        )
        try:
            return ask(self._place, question, Turn(self._stopping))
        except HardwareError as error:
            raise PagesDownError(str(error)) from error


def _page(said: object) -> PayPage:
    session, url = part(said, "id"), part(said, "url")
    if not isinstance(session, str) or not _SESSION.fullmatch(session):
        raise PagesDownError("no session came back")
    return PayPage(session, url if isinstance(url, str) else "")


def _known(session: str) -> str:
    if not _SESSION.fullmatch(session):
        raise PagesDownError("this is no session")
    return session


def _right(reply: Reply) -> Json:
    try:
        return reply.right()
    except HardwareError as error:
        raise PagesDownError(_why(reply)) from error


def _why(reply: Reply) -> str:
    code = word(part(reply.told, "error", "code"))
    return f"HTTP {reply.status} {code}".strip()


def _state(said: Json, reference: str) -> PageState:
    """What a session says, if it is surely ours.

    Raises:
        PagesDownError: it is not, or does not say how much.
    """
    if part(said, "metadata", OURS) != reference:
        raise PagesDownError("another session answers")
    match said.get("status"), said.get("payment_status"):
        case "complete", "paid":
            return _paid(said)
        case "expired", _:
            return PageState(state="ended")
        case _:
            return PageState(state="open")


def _paid(said: Json) -> PageState:
    if said.get("currency") != "eur":
        raise PagesDownError("another currency")
    try:
        cents = minor_of(said.get("amount_total"))
    except ProtocolError as error:
        raise PagesDownError(str(error)) from error
    intent = said.get("payment_intent")
    card = part(intent, "latest_charge", "payment_method_details", "card")
    tail = part(card, "last4")
    return PageState(
        state="paid",
        amount=cents,
        transaction=word(part(intent, "id") if isinstance(intent, dict) else intent),
        authorisation=word(part(card, "authorization_code")),
        scheme=scheme(part(card, "brand")),
        last4=last4(tail) if isinstance(tail, str) else "",
    )

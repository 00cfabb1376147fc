"""A Stripe reader, driven by Stripe's API (WisePOS E, S700, S710): the till never speaks
with the reader, and what it says is never the truth about the money.

The truth is the PaymentIntent. It is made under the payment's reference as idempotency key
and as metadata, so it is found again after any crash without anything else kept; making
it moves nothing. Only ``process_payment_intent`` lets a card be charged, so that is the
boundary behind which an answer that is lost is unknown. A payment that is given up is
cancelled at Stripe first: what is cancelled can never be charged any more.

Source: docs.stripe.com "Collect card payments, server-driven", "PaymentIntents",
"Idempotent requests", "Refund transactions".
"""

import re
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from urllib.parse import quote

from typing_extensions import override

from hardware.errors import HardwareError, ProtocolError
from hardware.terminals.cloud_kinds import STRIPE
from hardware.terminals.dialogue import Dialogue, LostError, NotSentError, Turn
from hardware.terminals.masking import last4
from hardware.terminals.model import PayKind, PayOutcome, PayRequest, PayState
from hardware.terminals.plain import minor_of, part, scheme, word
from hardware.terminals.web import Json, Place, Question, Reply, ask

OURS = "sotto_payment"
"""Metadata that names a payment or a refund by its reference."""
_INTENT = re.compile(r"(?!.*[0-9]{12})pi_[A-Za-z0-9_]{1,60}")
_CURRENCIES = {"978": "eur"}
_TRIES = 3  # of a request that Stripe carries out once however often it comes
_AGAIN = (409, 429)  # the same request is under way, or there are too many
_PAGES = 5  # of a hundred refunds each
_CUSTOMER = ("customer_canceled", "payment_method_customer_decline")
_NOT_ASKED = {
    "terminal_reader_offline": "offline",
    "terminal_reader_busy": "busy",
    "terminal_reader_hardware_fault": "offline",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a Stripe reader is waited for, in seconds.

    Attributes:
        answer_s: for the guest, after which the payment is given up.
        recover_s: a look-up follows a payment that goes on.
        settle_s: between two looks for a refund before it is believed that there is none.
        retry_s: between two tries of what may be tried again.
        poll_s: between two questions about one payment.
    """

    answer_s: float = 180.0
    recover_s: float = 60.0
    settle_s: float = 10.0
    retry_s: float = 1.0
    poll_s: float = 1.0


class Stripe(Dialogue):
    """One reader of a Stripe account.

    Args:
        place: of Stripe's API, with the secret key among its headers.
        reader: its id, "tmr_…".
    """

    caps = STRIPE.caps

    def __init__(
        self,
        place: Place,
        reader: str,
        patience: Patience | None = None,
        watch_s: float = 120.0,
    ) -> None:
        self._place, self._reader = place, f"/v1/terminal/readers/{reader}"
        self._patience = patience or Patience()
        self.watch_s = watch_s
        self._unwanted = ""  # payment that somebody wishes to stop

    @override
    def greet(self, turn: Turn) -> str:
        """Asks Stripe for the reader."""
        reply = self._get(self._reader, turn)
        said = reply.right()
        if part(said, "status") != "online":
            raise NotSentError("offline", "Stripe does not reach the reader")
        return word(part(said, "serial_number"))

    @override
    def ask(self, payment: PayRequest, turn: Turn) -> PayOutcome:
        if payment.kind is not PayKind.DEBIT:
            return self._refund(payment, turn)
        intent, _ = self._make_intent(payment, turn)
        try:
            reply = self._process(intent, turn)
        except NotSentError:
            with suppress(HardwareError):
                self._cancel(intent, turn)
            raise
        except LostError:
            if turn.stopping.is_set():
                raise
        else:
            self._raise_if_not_asked(intent, reply, turn)
        turn.sent()
        return self._follow(intent, payment, turn, self._patience.answer_s)

    @override
    def look_up(self, payment: PayRequest, turn: Turn) -> PayOutcome:
        """See ``Dialogue.look_up``."""
        if payment.kind is not PayKind.DEBIT:
            return self._look_up_refund(payment, turn)
        intent = self._search(payment.reference, turn)
        if not intent:
            # What is older than a minute is indexed; of what is younger than a day, Stripe
            # knows the key.
            intent, replayed = self._make_intent(payment, turn)
            if not replayed:
                self._cancel(intent, turn)
                return PayOutcome(state=PayState.NOT_FOUND, detail="not_found")
        outcome = self._follow(intent, payment, turn, self._patience.recover_s)
        if outcome.state is PayState.ABORTED:
            return replace(outcome, state=PayState.REFUSED)
        if outcome.state is PayState.UNKNOWN:
            return replace(outcome, state=PayState.NEEDS_HUMAN)
        return outcome

    @override
    def abort(self, payment: PayRequest) -> bool:
        """Has the wish go out with the next look at the payment."""
        self._unwanted = payment.id
        return True

    # -- a payment -----------------------------------------------------------------

    def _make_intent(self, payment: PayRequest, turn: Turn) -> tuple[str, bool]:
        """(its PaymentIntent, whether it was there already); moves no money.

        Raises:
            NotSentError: it could not be made, so nobody can pay it.
        """
        currency = _CURRENCIES.get(payment.currency, "")
        form = {
            "amount": str(payment.amount),
            "currency": currency,
            "payment_method_types[]": "card_present",
            "capture_method": "automatic",
            f"metadata[{OURS}]": payment.reference,
        }
        try:
            reply = self._insist("/v1/payment_intents", form, payment.reference, turn)
            said = reply.right()
        except LostError as error:
            raise NotSentError("unreachable", str(error)) from error
        except ProtocolError as error:
            raise NotSentError("rejected", str(error)) from error
        intent = part(said, "id")
        if not isinstance(intent, str) or not _INTENT.fullmatch(intent):
            raise NotSentError("rejected", "no PaymentIntent came back")
        return intent, reply.headers.get("idempotent-replayed") == "true"

    def _process(self, intent: str, turn: Turn) -> Reply:
        """Puts a payment before the guest: from its first byte on, money may move."""
        form = {
            "payment_intent": intent,
            "process_config[enable_customer_cancellation]": "true",
        }
        question = _post(f"{self._reader}/process_payment_intent", form)
        return ask(self._place, question, turn, begin=turn.begin)

    def _raise_if_not_asked(self, intent: str, reply: Reply, turn: Turn) -> None:
        """Raises NotSentError when Stripe says that it is not before the guest."""
        code = word(part(reply.told, "error", "code"))
        # A reader that timed out did not say whether it heard.
        if reply.done or reply.in_doubt or code == "terminal_reader_timeout":
            return
        with suppress(HardwareError):
            self._cancel(intent, turn)
        raise NotSentError(_NOT_ASKED.get(code, reply.refused), code)

    def _follow(
        self, intent: str, payment: PayRequest, turn: Turn, until_s: float
    ) -> PayOutcome:
        """Waits until the PaymentIntent is settled, and settles it when time is up.

        Raises:
            LostError: nothing is settled, or the till shuts down.
        """
        deadline = time.monotonic() + until_s
        given_up = ""  # why
        while True:
            late = time.monotonic() >= deadline
            if late:
                given_up = "timeout"
            elif self._unwanted == payment.id:
                given_up, self._unwanted = "stopped_at_till", ""
            lost: HardwareError | None = None
            try:
                outcome = self._step(intent, payment, turn, given_up)
            except (LostError, NotSentError, ProtocolError) as error:
                outcome, lost = None, error
            if outcome is not None:
                return outcome
            if late:
                reason = "link_lost" if lost else "no_answer"
                raise LostError(reason, "the payment is not settled") from lost
            turn.pause(self._patience.poll_s)

    def _step(
        self, intent: str, payment: PayRequest, turn: Turn, given_up: str
    ) -> PayOutcome | None:
        """One look at a PaymentIntent; None while it is not settled."""
        said = self._intent(intent, turn)
        match said.get("status"):
            case "succeeded":
                return _approved(payment, intent, said)
            case "canceled":
                detail = given_up or "stopped_at_till"
                return PayOutcome(state=PayState.ABORTED, detail=detail)
            case "requires_payment_method":
                return self._settle_open(intent, said, turn, given_up)
            case "requires_capture":
                self._post(f"/v1/payment_intents/{intent}/capture", {}, turn)
            case _:
                pass  # confirmation, action, processing, what Stripe will add: wait
        return None

    def _settle_open(
        self, intent: str, said: Json, turn: Turn, given_up: str
    ) -> PayOutcome | None:
        """A payment that no card has paid: does the guest still have it?"""
        action = part(self._get(self._reader, turn).right(), "action")
        about = part(action, "process_payment_intent", "payment_intent")
        shown = (part(about, "id") if isinstance(about, dict) else about) == intent
        status = part(action, "status")
        if shown and status == "in_progress":
            if not given_up:
                return None
            # Only ours: another till may have a guest at this reader.
            self._post(f"{self._reader}/cancel_action", {}, turn)
        if not self._cancel(intent, turn):
            return None  # a card was faster: look again
        if shown and status == "failed":
            return _not_paid(said, action)
        return PayOutcome(state=PayState.ABORTED, detail=given_up or "never_shown")

    def _intent(self, intent: str, turn: Turn) -> Json:
        path = f"/v1/payment_intents/{intent}?expand[]=latest_charge"
        said = self._get(path, turn).right()
        if said.get("id") != intent:
            raise ProtocolError("another PaymentIntent answers")
        return said

    def _cancel(self, intent: str, turn: Turn) -> bool:
        """Whether it can never be paid any more."""
        reply = self._post(f"/v1/payment_intents/{intent}/cancel", {}, turn)
        return reply.done and part(reply.told, "status") == "canceled"

    def _search(self, reference: str, turn: Turn) -> str:
        """The PaymentIntent of a reference by what Stripe has indexed, "" for none."""
        query = quote(f"metadata['{OURS}']:'{reference}'", safe="")
        path = f"/v1/payment_intents/search?limit=10&query={query}"
        found = self._get(path, turn).right().get("data")
        for each in found if isinstance(found, list) else ():
            intent = part(each, "id")
            if isinstance(intent, str) and _INTENT.fullmatch(intent):
                return intent
        return ""

    # -- a refund ------------------------------------------------------------------

    def _refund(self, payment: PayRequest, turn: Turn) -> PayOutcome:
        """Gives money back to the card that paid; no guest is needed."""
        if not _INTENT.fullmatch(payment.original):
            raise NotSentError("no_original", "Stripe refunds a payment, not a card")
        form = {
            "payment_intent": payment.original,
            "amount": str(payment.amount),
            f"metadata[{OURS}]": payment.reference,
        }
        turn.begin()
        # Stripe gives it back once, however often the same request comes.
        reply = self._insist("/v1/refunds", form, payment.reference, turn)
        turn.sent()
        if reply.done:
            return _refunded(payment, reply.told)
        code = word(part(reply.told, "error", "code"))
        return PayOutcome(state=PayState.REFUSED, code=code, detail=reply.refused)

    def _look_up_refund(self, payment: PayRequest, turn: Turn) -> PayOutcome:
        """What became of a refund: that there is none is believed when it is said twice,
        for the request may still be on its way."""
        outcome = self._listed_refund(payment, turn)
        if outcome.detail == "not_found":
            turn.pause(self._patience.settle_s)
            outcome = self._listed_refund(payment, turn)
        return outcome

    def _listed_refund(self, payment: PayRequest, turn: Turn) -> PayOutcome:
        """The refund among those of its payment."""
        if not _INTENT.fullmatch(payment.original):
            return PayOutcome(state=PayState.NOT_FOUND, detail="no_original")
        path = f"/v1/refunds?limit=100&payment_intent={payment.original}"
        after = ""
        for _ in range(_PAGES):
            said = self._get(path + after, turn).right()
            found = said.get("data")
            refunds = found if isinstance(found, list) else []
            for refund in refunds:
                if part(refund, "metadata", OURS) == payment.reference:
                    outcome = _refunded(payment, refund)
                    if outcome.state is PayState.UNKNOWN:
                        return replace(outcome, state=PayState.NEEDS_HUMAN)
                    return outcome
            if not (said.get("has_more") and refunds):
                return PayOutcome(state=PayState.NOT_FOUND, detail="not_found")
            after = f"&starting_after={word(part(refunds[-1], 'id'))}"
        return PayOutcome(state=PayState.NEEDS_HUMAN, detail="status_unclear")

    # -- requests ------------------------------------------------------------------

    def _get(self, path: str, turn: Turn) -> Reply:
        return ask(self._place, Question(method="GET", path=path), turn)

    def _post(self, path: str, form: dict[str, str], turn: Turn) -> Reply:
        return ask(self._place, _post(path, form), turn)

    def _insist(self, path: str, form: dict[str, str], key: str, turn: Turn) -> Reply:
        """Asks until there is an answer; one key, so it is carried out once at most."""
        question = replace(_post(path, form), headers={"Idempotency-Key": key})
        lost: HardwareError | None = None
        for _ in range(_TRIES):
            if lost is not None:
                turn.pause(self._patience.retry_s)
            try:
                reply = ask(self._place, question, turn)
            except (LostError, ProtocolError) as error:
                lost = error
            except NotSentError as error:
                raise lost or error from None
            else:
                if not (reply.in_doubt or reply.status in _AGAIN):
                    return reply
                lost = LostError("no_answer", f"HTTP {reply.status}")
        raise lost or AssertionError


def _post(path: str, form: dict[str, str]) -> Question:
    return Question(method="POST", path=path, body=form)


def _approved(payment: PayRequest, intent: str, said: Json) -> PayOutcome:
    """Money moved: how much, and is it surely ours?

    Raises:
        ProtocolError: it does not say how much.
    """
    charge = said.get("latest_charge")
    card = part(charge, "payment_method_details", "card_present")
    tail = part(card, "last4")
    cents = minor_of(said.get("amount_received"))
    told = PayOutcome(
        state=PayState.UNKNOWN,
        authorisation=word(part(card, "receipt", "authorization_code")),
        scheme=scheme(part(card, "brand")),
        last4=last4(tail) if isinstance(tail, str) else "",
        transaction=intent,
    )
    if said.get("currency") != _CURRENCIES[payment.currency]:
        return replace(told, detail="echo_currency")
    if part(said, "metadata", OURS) != payment.reference:
        return replace(told, detail="echo_reference")
    if not 0 < cents <= payment.amount:
        return replace(told, detail="echo_amount")
    detail = "" if cents == payment.amount else "partial"
    return replace(told, state=PayState.APPROVED, amount=cents, detail=detail)


def _not_paid(said: Json, action: object) -> PayOutcome:
    """Why the guest did not pay."""
    code = word(part(action, "failure_code"))
    if code in _CUSTOMER:
        return PayOutcome(state=PayState.ABORTED, code=code, detail="customer")
    error = said.get("last_payment_error")
    declined = word(part(error, "decline_code")) or word(part(error, "code"))
    if declined or code == "card_declined":
        why = declined or code
        return PayOutcome(state=PayState.REFUSED, code=why, detail="declined")
    detail = "timeout" if code.endswith("timeout") else "stopped_at_till"
    return PayOutcome(state=PayState.ABORTED, code=code, detail=detail)


def _refunded(payment: PayRequest, said: object) -> PayOutcome:
    """What a refund has come to. One that is pending is on its way to the card."""
    status = part(said, "status")
    if part(said, "metadata", OURS) != payment.reference:
        return PayOutcome(state=PayState.UNKNOWN, detail="echo_reference")
    if status in ("succeeded", "pending"):
        cents = minor_of(part(said, "amount"))
        if not 0 < cents <= payment.amount:
            return PayOutcome(state=PayState.UNKNOWN, detail="echo_amount")
        return PayOutcome(state=PayState.APPROVED, amount=cents)
    if status in ("failed", "canceled"):
        code = word(part(said, "failure_reason"))
        return PayOutcome(state=PayState.REFUSED, code=code, detail="rejected")
    return PayOutcome(state=PayState.UNKNOWN, detail="pending")

"""A SumUp Solo, driven by SumUp's cloud: a checkout is sent to the reader, and its
transaction is the truth about the money.

SumUp knows no idempotency key for these checkouts, so one is never sent twice. It carries
the payment's reference as ``foreign_transaction_id``, under which its transaction is found
after any crash. That there is none proves something only once the reader has been idle
and in reach for `settle_s`: so long may a checkout wait before it starts.

Source: developer.sumup.com "Cloud API", reference of Readers and Transactions.
"""

import re
import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from urllib.parse import quote

import orjson
from typing_extensions import override

from hardware.errors import HardwareError, ProtocolError
from hardware.terminals.cloud_kinds import SUMUP
from hardware.terminals.dialogue import Dialogue, LostError, NotSentError, Turn
from hardware.terminals.masking import last4
from hardware.terminals.model import (
    NOT_CHARGED,
    PayKind,
    PayOutcome,
    PayRequest,
    PayState,
)
from hardware.terminals.plain import cents_of, decimal_text, part, scheme, word
from hardware.terminals.web import Json, Place, Question, Reply, ask

_READER = re.compile(r"rdr_[A-Za-z0-9]{4,64}")
_TRANSACTION = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_CURRENCIES = {"978": "EUR"}
_PAID = ("SUCCESSFUL", "REFUNDED")
_NOT_PAID = ("FAILED", "CANCELLED")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Who is paid.

    Attributes:
        merchant: "MC0X0ABC".
        app: application id of the affiliate key.
        affiliate: the affiliate key.
    """

    merchant: str
    app: str
    affiliate: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a SumUp reader is waited for, in seconds.

    Attributes:
        answer_s: for the guest, after which the checkout is stopped.
        recover_s: a look-up follows a payment that goes on.
        settle_s: the reader has to be idle before "no transaction" is believed.
        poll_s: between two questions about one payment.
    """

    answer_s: float = 180.0
    recover_s: float = 120.0
    settle_s: float = 75.0
    poll_s: float = 1.5


class SumUp(Dialogue):
    """One reader of a SumUp account.

    Args:
        place: of SumUp's API, with the key among its headers.
        reader: its id; or the code it shows, with which it is paired at the first look.
    """

    caps = SUMUP.caps

    def __init__(
        self,
        place: Place,
        account: Account,
        reader: str,
        patience: Patience | None = None,
        watch_s: float = 120.0,
    ) -> None:
        self._place, self._account = place, account
        self._merchant = quote(account.merchant, safe="")
        self._code = "" if _READER.fullmatch(reader) else reader.upper()
        self._reader = "" if self._code else reader
        self._patience = patience or Patience()
        self.watch_s = watch_s
        self._unwanted = ""  # payment that somebody wishes to stop
        self._refunds: dict[str, int] = {}  # refund -> how many of as much before it

    @override
    def greet(self, turn: Turn) -> str:
        """Asks SumUp how the reader is."""
        if self._state(turn) is None:
            raise NotSentError("offline", "SumUp does not reach the reader")
        return self._reader

    @override
    def ask(self, payment: PayRequest, turn: Turn) -> PayOutcome:
        if payment.kind is not PayKind.DEBIT:
            return self._refund(payment, turn)
        path = f"{self._at_reader(turn)}/checkout"
        question = _post(path, orjson.dumps(self._checkout(payment)))
        try:
            reply = ask(self._place, question, turn, begin=turn.begin)
            _raise_if_refused(reply)
        except LostError:
            if turn.stopping.is_set():
                raise
            turn.sent()
            found = self.look_up(payment, turn)
            if found.state is PayState.APPROVED:
                return found
            raise
        turn.sent()
        checkout = part(reply.json(), "data", "checkout_id")
        if not isinstance(checkout, str):
            raise ProtocolError("a checkout without a name")
        return self._follow(payment, checkout, turn)

    @override
    def look_up(self, payment: PayRequest, turn: Turn) -> PayOutcome:
        """See ``Dialogue.look_up``."""
        if payment.kind is not PayKind.DEBIT:
            return self._look_up_refund(payment, turn)
        deadline = time.monotonic() + self._patience.recover_s
        idle_since: float | None = None
        while True:
            outcome = self._outcome(payment, turn)
            if outcome is not None and outcome.state not in NOT_CHARGED:
                return _looked_up(outcome)
            idle = self._state(turn) == "IDLE"
            if outcome is not None and idle:
                # A card was declined; whether another one paid, its checkout would tell.
                return replace(
                    outcome, state=PayState.NEEDS_HUMAN, detail="status_unclear"
                )
            self._stop_if_unwanted(payment, turn)
            now = time.monotonic()
            if not idle:
                idle_since = None
            elif idle_since is None:
                idle_since = now
            if idle_since is not None and now - idle_since >= self._patience.settle_s:
                return PayOutcome(state=PayState.NOT_FOUND, detail="not_found")
            if now >= deadline:
                return PayOutcome(state=PayState.NEEDS_HUMAN, detail="pending")
            turn.pause(self._patience.poll_s)

    @override
    def abort(self, payment: PayRequest) -> bool:
        """Has the wish go out with the next look at the payment."""
        self._unwanted = payment.id
        return True

    # -- a payment -----------------------------------------------------------------

    def _checkout(self, payment: PayRequest) -> Json:
        return {
            "total_amount": {
                "value": payment.amount,
                "currency": _CURRENCIES[payment.currency],
                "minor_unit": 2,
            },
            "affiliate": {
                "app_id": self._account.app,
                "key": self._account.affiliate,
                "foreign_transaction_id": payment.reference,
            },
        }

    def _follow(self, payment: PayRequest, checkout: str, turn: Turn) -> PayOutcome:
        """Waits until the payment is settled; stops the checkout when time is up.

        Raises:
            LostError: nothing is settled, or the till shuts down.
        """
        deadline = time.monotonic() + self._patience.answer_s
        stopped = ""  # why
        while True:
            lost: HardwareError | None = None
            try:
                outcome = self._settled(payment, checkout, turn)
            except (LostError, NotSentError, ProtocolError) as error:
                outcome, lost = None, error
            if outcome is not None and outcome.state is PayState.ABORTED:
                return replace(outcome, detail=stopped or outcome.detail)
            if outcome is not None:
                return outcome
            now = time.monotonic()
            if now >= deadline + self._patience.settle_s:
                reason = "link_lost" if lost else "no_answer"
                raise LostError(reason, "the payment is not settled") from lost
            if now >= deadline:
                self._unwanted = "" if stopped else payment.id
            if self._unwanted == payment.id:
                stopped = "timeout" if now >= deadline else "stopped_at_till"
            self._stop_if_unwanted(payment, turn)
            turn.pause(self._patience.poll_s)

    def _settled(
        self, payment: PayRequest, checkout: str, turn: Turn
    ) -> PayOutcome | None:
        """What the checkout has come to; None while it goes on."""
        path = f"{self._at_reader(turn)}/checkout/{quote(checkout, safe='')}"
        said = self._get(path, turn).right().get("data")
        if part(said, "checkout_id") != checkout:
            raise ProtocolError("another checkout answers")
        match part(said, "status"):
            case "successful":
                # The transaction that is listed may still be that of a card before.
                outcome = self._outcome(payment, turn)
                paid = outcome is not None and outcome.state not in NOT_CHARGED
                return outcome if paid else None
            case "failed":
                return _not_paid(word(part(said, "payment_failure_reason")))
            case "cancelled":
                return PayOutcome(state=PayState.ABORTED, detail="customer")
            case _:
                return None

    def _outcome(self, payment: PayRequest, turn: Turn) -> PayOutcome | None:
        """What the transaction of a payment says; None while there is none."""
        reply = self._get(self._transactions(payment.reference), turn)
        if reply.status == 404:
            return None
        said = reply.right()
        if said.get("foreign_transaction_id") != payment.reference:
            raise ProtocolError("another transaction answers")
        status = said.get("status")
        if status in _PAID:
            return _approved(payment, said)
        return _not_paid("") if status in _NOT_PAID else None

    def _transactions(self, reference: str) -> str:
        found = f"foreign_transaction_id={quote(reference, safe='')}"
        return f"/v2.1/merchants/{self._merchant}/transactions?{found}"

    def _stop_if_unwanted(self, payment: PayRequest, turn: Turn) -> None:
        """Stops the checkout, once. SumUp confirms nothing: the checkout tells."""
        if self._unwanted != payment.id:
            return
        self._unwanted = ""
        with suppress(LostError, NotSentError, ProtocolError):
            ask(self._place, _post(f"{self._at_reader(turn)}/terminate", b"{}"), turn)

    # -- a refund ------------------------------------------------------------------

    def _refund(self, payment: PayRequest, turn: Turn) -> PayOutcome:
        """Gives money back to the card that paid; no guest is needed."""
        if not _TRANSACTION.fullmatch(payment.original):
            raise NotSentError("no_original", "SumUp refunds a payment, not a card")
        try:
            self._refunds[payment.id] = self._as_much(payment, turn)
        except (LostError, ProtocolError) as error:
            raise NotSentError("unreachable", str(error)) from error
        path = f"/v1.0/merchants/{self._merchant}/payments/{payment.original}/refunds"
        body = orjson.dumps({"amount": orjson.Fragment(decimal_text(payment.amount))})
        reply = ask(
            self._place, _post(path, body), turn, begin=turn.begin, sent=turn.sent
        )
        if reply.done:
            return PayOutcome(state=PayState.APPROVED, amount=payment.amount)
        if reply.in_doubt:
            raise LostError("no_answer", f"HTTP {reply.status}")
        code = f"HTTP {reply.status}"
        return PayOutcome(state=PayState.REFUSED, code=code, detail=reply.refused)

    def _look_up_refund(self, payment: PayRequest, turn: Turn) -> PayOutcome:
        """Counts the refunds of the payment: SumUp does not say whose one is."""
        if not _TRANSACTION.fullmatch(payment.original):
            return PayOutcome(state=PayState.NOT_FOUND, detail="no_original")
        deadline = time.monotonic() + self._patience.settle_s
        before = self._refunds.get(payment.id)
        while True:
            there = self._as_much(payment, turn)
            if before is not None and there > before:
                return PayOutcome(state=PayState.APPROVED, amount=payment.amount)
            if before is None and there:
                # Ours, or an earlier one of as much.
                return PayOutcome(state=PayState.NEEDS_HUMAN, detail="status_unclear")
            if time.monotonic() >= deadline:
                return PayOutcome(state=PayState.NOT_FOUND, detail="not_found")
            turn.pause(self._patience.poll_s)

    def _as_much(self, payment: PayRequest, turn: Turn) -> int:
        """How many refunds of as much its payment has."""
        path = f"/v2.1/merchants/{self._merchant}/transactions?id={payment.original}"
        said = self._get(path, turn).right()
        if said.get("id") != payment.original:
            raise ProtocolError("another transaction answers")
        events = said.get("transaction_events")
        amounts = [
            cents_of(part(event, "amount"))
            for event in (events if isinstance(events, list) else ())
            if part(event, "event_type") == "REFUND"
            and part(event, "status") != "FAILED"
        ]
        return amounts.count(payment.amount)

    # -- the reader ----------------------------------------------------------------

    def _at_reader(self, turn: Turn) -> str:
        """Path of the reader, which is paired if it is not yet."""
        readers = f"/v0.1/merchants/{self._merchant}/readers"
        if not self._reader:
            self._reader = self._paired(readers, turn)
        return f"{readers}/{self._reader}"

    def _paired(self, readers: str, turn: Turn) -> str:
        """The reader that was paired with this code, now or before; it bears its name.

        Raises:
            NotSentError: nobody has this code.
        """
        try:
            found = self._get(readers, turn).right().get("items")
            name = f"Sotto {self._code}"
            for each in found if isinstance(found, list) else ():
                reader = part(each, "id")
                if part(each, "name") == name:
                    return _right_reader(reader)
            body = orjson.dumps({"pairing_code": self._code, "name": name})
            reader = part(ask(self._place, _post(readers, body), turn).right(), "id")
        except LostError as error:
            raise NotSentError("unreachable", str(error)) from error
        except ProtocolError as error:
            raise NotSentError("not_paired", str(error)) from error
        return _right_reader(reader)

    def _state(self, turn: Turn) -> str | None:
        """What the reader shows, "IDLE"; None when it is out of reach."""
        said = self._get(f"{self._at_reader(turn)}/status", turn).right().get("data")
        if part(said, "status") != "ONLINE":
            return None
        return word(part(said, "state"))

    def _get(self, path: str, turn: Turn) -> Reply:
        return ask(self._place, Question(method="GET", path=path), turn)


def _right_reader(reader: object) -> str:
    """Raises NotSentError when it is no reader's id."""
    if not isinstance(reader, str) or not _READER.fullmatch(reader):
        raise NotSentError("not_paired", "SumUp gave no reader")
    return reader


def _post(path: str, body: bytes) -> Question:
    headers = {"Content-Type": "application/json"}
    return Question(method="POST", path=path, body=body, headers=headers)


def _raise_if_refused(reply: Reply) -> None:
    """Whether SumUp took the checkout.

    Raises:
        NotSentError: it says that it did not.
        LostError: it does not say.
    """
    if reply.done:
        return
    if reply.in_doubt:
        raise LostError("no_answer", f"HTTP {reply.status}")
    said = word(part(reply.told, "errors", "type")).upper()
    reasons = (each for each in ("offline", "busy") if each.upper() in said)
    raise NotSentError(next(reasons, reply.refused), f"HTTP {reply.status} {said}")


def _approved(payment: PayRequest, said: Json) -> PayOutcome:
    """Money moved: how much, and is it surely ours?

    Raises:
        ProtocolError: it does not say how much.
    """
    card, name = said.get("card"), said.get("id")
    tail = part(card, "last_4_digits")
    cents = cents_of(said.get("amount"))
    right = isinstance(name, str) and _TRANSACTION.fullmatch(name)
    told = PayOutcome(
        state=PayState.UNKNOWN,
        authorisation=word(said.get("auth_code")),
        scheme=scheme(part(card, "type")),
        last4=last4(tail) if isinstance(tail, str) else "",
        transaction=str(name) if right else "",
    )
    if said.get("currency") != _CURRENCIES[payment.currency]:
        return replace(told, detail="echo_currency")
    if not 0 < cents <= payment.amount:
        return replace(told, detail="echo_amount")
    detail = "" if cents == payment.amount else "partial"
    return replace(told, state=PayState.APPROVED, amount=cents, detail=detail)


def _not_paid(code: str) -> PayOutcome:
    """Why the guest did not pay, as far as SumUp says."""
    low = code.lower()
    if "cancel" in low or "terminat" in low:
        return PayOutcome(state=PayState.ABORTED, code=code, detail="customer")
    if "timeout" in low or "timed out" in low:
        return PayOutcome(state=PayState.ABORTED, code=code, detail="timeout")
    return PayOutcome(state=PayState.REFUSED, code=code, detail="declined")


def _looked_up(outcome: PayOutcome) -> PayOutcome:
    """An outcome as a look-up tells it."""
    if outcome.state is PayState.UNKNOWN:
        return replace(outcome, state=PayState.NEEDS_HUMAN)
    return outcome

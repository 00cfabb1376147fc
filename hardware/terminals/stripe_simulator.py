"""Stripe's API with one reader and a customer in front of it.

It knows PaymentIntents, idempotency keys, the reader's action, refunds and search as
``stripe`` uses them. A PaymentIntent that is paid is in the ledger, so it is known again
after a restart; one that was never paid is forgotten with the process.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from typing_extensions import override

from hardware.terminals.customer import ACCEPTS, Behaviour, Charge, Sale
from hardware.terminals.kind import Setup
from hardware.terminals.ledger import SERIAL
from hardware.terminals.model import PayKind
from hardware.terminals.stripe import OURS
from hardware.terminals.web import Json
from hardware.terminals.web_simulator import (
    HTTP,
    CutError,
    Heard,
    Said,
    WebSimulated,
)

READER = "tmr_simulated"
API_KEY = "sk_test_simulated"
_AT_READER = f"/v1/terminal/readers/{READER}"
_DECLINES = {"04": "generic_decline", "10": "incorrect_number"}
_FAILURES = {"06": "customer_canceled", "08": "terminal_reader_timeout"}
_BRANDS = {"00B": "cartes_bancaires", "001": "cartes_bancaires", "002": "amex"}


class StripeSimulator(WebSimulated):
    """See ``kind.Simulator``.

    Attributes:
        online: whether Stripe reaches the reader.
        forgetful: Stripe has forgotten its idempotency keys, as it may after a day.
        indexed: whether the search finds what there is.
    """

    def __init__(
        self,
        *,
        customer: Behaviour | None = ACCEPTS,
        memory: Path | None = None,
        port: int = 0,
    ) -> None:
        super().__init__(customer=customer, memory=memory, port=port)
        self.online, self.forgetful, self.indexed = True, False, True
        self._intents: dict[str, Json] = {}
        self._refunds: list[Json] = []
        self._keys: dict[str, Json] = {}  # idempotency key -> what was answered
        self._action: Json | None = None
        self._wrong: dict[str, str] = {}

    @property
    @override
    def setup(self) -> Setup:
        return Setup(
            scheme="stripe",
            place=READER,
            options={"base": self.base},
            secrets={"key": API_KEY},
        )

    @override
    def _answer(self, heard: Heard, till_leaves: Callable[[], None]) -> Said:
        if heard.headers.get("authorization") != f"Bearer {API_KEY}":
            return _error(401, "api_key_invalid")
        path, method = heard.path, heard.method
        name, _, verb = path.removeprefix("/v1/payment_intents/").partition("/")
        if heard.line == "POST /v1/payment_intents":
            return self._once(heard, self._make)
        if heard.line == "GET /v1/payment_intents/search":
            return Said(200, {"data": self._found(heard.query.get("query", ""))})
        if path.startswith("/v1/payment_intents/"):
            return self._of_intent(method, name, verb)
        if heard.line == f"GET {_AT_READER}":
            return Said(200, self._reader())
        if heard.line == f"POST {_AT_READER}/process_payment_intent":
            return self._process(heard)
        if heard.line == f"POST {_AT_READER}/cancel_action":
            self._cancel_action()
            return Said(200, self._reader())
        if heard.line == "POST /v1/refunds":
            return self._once(heard, self._refund)
        if heard.line == "GET /v1/refunds":
            intent = heard.query.get("payment_intent")
            mine = [r for r in self._refunds if r["payment_intent"] == intent]
            return Said(200, {"data": mine, "has_more": False})
        return _error(404, "resource_missing")

    def _once(self, heard: Heard, work: Callable[[Heard], Said]) -> Said:
        """Carries a request with an idempotency key out once."""
        key = heard.headers.get("idempotency-key", "")
        known = None if self.forgetful else self._keys.get(key)
        if known is not None:
            if known["form"] != heard.form():
                return _error(400, "idempotency_error")
            return Said(200, known["said"], headers={"Idempotent-Replayed": "true"})
        said = work(heard)
        if key and said.status == 200:
            self._keys[key] = {"form": heard.form(), "said": said.content}
        return said

    # -- PaymentIntents ------------------------------------------------------------

    def _make(self, heard: Heard) -> Said:
        form = heard.form()
        reference = form.get(f"metadata[{OURS}]", "")
        if not form.get("amount", "").isdigit() or form.get("currency") != "eur":
            return _error(400, "parameter_missing")
        # "…[]" or, as Stripe's own libraries write it, "…[0]".
        kinds = [form[each] for each in form if each.startswith("payment_method_types")]
        if kinds != ["card_present"]:
            return _error(400, "parameter_missing")
        salt = str(len(self._intents)) if self.forgetful else ""
        intent = _intent(reference + salt, int(form["amount"]), reference)
        self._intents[intent["id"]] = intent
        return Said(200, dict(intent))

    def _known(self, name: str) -> Json | None:
        """A PaymentIntent, that of a sale of before the restart too."""
        for charge in self.approved() if name not in self._intents else ():
            paid = _intent(charge.reference, charge.cents, charge.reference)
            if paid["id"] == name and charge.kind is PayKind.DEBIT:
                self._intents[name] = paid
                self._pay(name, charge, ACCEPTS)
        return self._intents.get(name)

    def _found(self, query: str) -> list[Json]:
        paid = {
            _intent(charge.reference, charge.cents, charge.reference)["id"]
            for charge in self.approved()
        }
        known = [self._known(name) for name in sorted({*paid, *self._intents})]
        return [
            intent
            for intent in known
            if self.indexed
            and intent is not None
            and query == f"metadata['{OURS}']:'{intent['metadata'][OURS]}'"
        ]

    def _of_intent(self, method: str, name: str, verb: str) -> Said:
        intent = self._known(name)
        if intent is None:
            return _error(404, "resource_missing")
        if method == "GET" and not verb:
            return Said(200, {**intent, **self._wrong_of("intent")})
        if verb == "cancel":
            with self._lock:
                if intent["status"] not in ("requires_payment_method", "canceled"):
                    return _error(400, "payment_intent_unexpected_state")
                intent["status"] = "canceled"
            return Said(200, dict(intent))
        if verb == "capture" and intent["status"] == "requires_capture":
            intent["status"] = "succeeded"
            return Said(200, dict(intent))
        return _error(400, "payment_intent_unexpected_state")

    def _wrong_of(self, what: str) -> Json:
        """Fields to say wrongly, "intent.currency" -> "usd"."""
        return {
            name.removeprefix(f"{what}."): int(value) if value.isdigit() else value
            for name, value in self._wrong.items()
            if name.startswith(f"{what}.")
        }

    # -- the reader ----------------------------------------------------------------

    def _reader(self) -> Json:
        status = "online" if self.online else "offline"
        serial = {"id": READER, "serial_number": SERIAL, "status": status}
        return {**serial, "action": dict(self._action) if self._action else None}

    def _process(self, heard: Heard) -> Said:
        intent = self._known(heard.form().get("payment_intent", ""))
        if intent is None:
            return _error(404, "resource_missing")
        if not self.online:
            return _error(400, "terminal_reader_offline")
        if intent["status"] != "requires_payment_method":
            return _error(400, "payment_intent_unexpected_state")
        sale = Sale(cents=intent["amount"], reference=intent["metadata"][OURS])
        admission, behaviour = self._admit(sale, heard.size)
        if admission == "unread" and behaviour is not None and behaviour.cut:
            raise CutError(behaviour.cut)
        if admission == "busy":
            return _error(400, "terminal_reader_busy")
        scripted = behaviour or ACCEPTS
        status = int(scripted.wrong.get(HTTP, "200"))
        if status != 200 and status < 500:
            self._over(sale)
            return _error(status, scripted.wrong.get("code", "rate_limit"))
        self._action = {
            "type": "process_payment_intent",
            "status": "in_progress",
            "process_payment_intent": {"payment_intent": intent["id"]},
        }
        action = self._action
        self._in_background(lambda: self._act(intent["id"], sale, behaviour, action))
        if status != 200:
            return _error(status, "api_error")
        return Said(200, self._reader(), scripted)

    def _act(
        self, name: str, sale: Sale, behaviour: Behaviour | None, action: Json
    ) -> None:
        """What the customer does with the reader."""
        try:
            behaviour = self._behaviour(behaviour)
            self._wrong = dict(behaviour.wrong)
            if behaviour.walks_away:
                self._wait_for(lambda: self._action is not action)
            elif self._off.wait(behaviour.think_s):
                raise ConnectionAbortedError
            with self._lock:
                gone = self._intents[name]["status"] == "canceled"
                if not gone and not behaviour.refusal and self._action is action:
                    self._intents[name]["status"] = "processing"
            if gone or self._action is not action:
                self._ledger.refuse(sale.reference, "11")
                return
            said = self._decide(sale, _at_once(behaviour), lambda: None)
            if isinstance(said, str):
                self._decline(name, said, action)
            else:
                self._pay(name, said, behaviour)
                action["status"] = "succeeded"
        finally:
            self._over(sale)

    def _wait_for(self, done: Callable[[], bool]) -> None:
        while not done():
            if self._off.wait(0.005):
                raise ConnectionAbortedError

    def _pay(self, name: str, charge: Charge, behaviour: Behaviour) -> None:
        card = {
            "brand": _BRANDS.get(behaviour.scheme, "visa"),
            "last4": behaviour.card[-4:],
            "receipt": {"authorization_code": charge.authorisation},
        }
        self._intents[name].update(
            status=behaviour.wrong.get("status", "succeeded"),
            amount_received=charge.cents,
            latest_charge={"payment_method_details": {"card_present": card}},
        )

    def _decline(self, name: str, code: str, action: Json) -> None:
        if code in _FAILURES:
            action["failure_code"] = _FAILURES[code]
        else:
            action["failure_code"] = "card_declined"
            decline = _DECLINES.get(code, "do_not_honor")
            error = {"code": "card_declined", "decline_code": decline}
            self._intents[name]["last_payment_error"] = error
        action["status"] = "failed"

    def _cancel_action(self) -> None:
        self._action = None
        self.press(Behaviour(refusal="11"))

    # -- refunds -------------------------------------------------------------------

    def _refund(self, heard: Heard) -> Said:
        form = heard.form()
        intent = self._known(form.get("payment_intent", ""))
        amount = int(form.get("amount", "0"))
        if intent is None:
            return _error(404, "resource_missing")
        given = sum(
            r["amount"] for r in self._refunds if r["payment_intent"] == intent["id"]
        )
        if given + amount > intent.get("amount_received", 0):
            return _error(400, "charge_already_refunded")
        reference = form.get(f"metadata[{OURS}]", "")
        sale = Sale(kind=PayKind.CREDIT, cents=amount, reference=reference)
        admission, behaviour = self._admit(sale, heard.size)
        if admission == "unread" and behaviour is not None and behaviour.cut:
            raise CutError(behaviour.cut)
        try:
            done = self._decide(sale, behaviour or ACCEPTS, lambda: None)
        finally:
            self._over(sale)
        if isinstance(done, str):
            return _error(400, "refund_disputed_payment")
        refund = {
            "id": f"re_{_digest(reference)}",
            "amount": done.cents,
            "payment_intent": intent["id"],
            "metadata": {OURS: reference},
            "status": "succeeded",
        }
        self._refunds.append(refund)
        return Said(200, refund, behaviour or ACCEPTS)


def _at_once(behaviour: Behaviour) -> Behaviour:
    """The same customer, who has thought already."""
    return Behaviour(
        refusal=behaviour.refusal or ("08" if behaviour.walks_away else ""),
        amount=behaviour.amount,
        card=behaviour.card,
        scheme=behaviour.scheme,
    )


def _intent(name: str, cents: int, reference: str) -> Json:
    return {
        "id": f"pi_{_digest(name)}",
        "object": "payment_intent",
        "amount": cents,
        "amount_received": 0,
        "currency": "eur",
        "status": "requires_payment_method",
        "latest_charge": None,
        "last_payment_error": None,
        "metadata": {OURS: reference},
    }


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:24]


def _error(status: int, code: str) -> Said:
    error = {"code": code, "type": "invalid_request_error", "message": code}
    said: dict[str, Any] = {"error": error}
    return Said(status, said)

"""SumUp's API with one Solo and a customer in front of it.

A transaction that was paid is in the ledger, so it is known again after a restart; a
checkout that was not is forgotten with the process.
"""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from typing_extensions import override

from hardware.terminals.customer import ACCEPTS, Behaviour, Charge, Sale
from hardware.terminals.kind import Setup
from hardware.terminals.ledger import SERIAL
from hardware.terminals.model import PayKind
from hardware.terminals.plain import cents_of, decimal_text, part
from hardware.terminals.web import Json
from hardware.terminals.web_simulator import (
    HTTP,
    CutError,
    Heard,
    Said,
    WebSimulated,
)

MERCHANT, READER, CODE = "MCSIMUL", "rdr_SIMULATED01", "4WLFDSBF"
API_KEY, APP, AFFILIATE = "sup_sk_simulated", "sotto.app", "sup_afk_simulated"
_AT_MERCHANT = f"/v0.1/merchants/{MERCHANT}/readers"
_AT_READER = f"{_AT_MERCHANT}/{READER}"
_TRANSACTIONS = f"/v2.1/merchants/{MERCHANT}/transactions"
_PAYMENTS = f"/v1.0/merchants/{MERCHANT}/payments/"
_REASONS = {"06": "CANCELLED_BY_CUSTOMER", "08": "TIMEOUT", "11": "TERMINATED"}
_CARDS = {"00B": "CARTES_BANCAIRES", "001": "CARTES_BANCAIRES", "002": "AMEX"}


class SumUpSimulator(WebSimulated):
    """See ``kind.Simulator``.

    Attributes:
        online: whether SumUp reaches the reader.
        listed: whether the transactions are to be found yet.
        paired: names that readers were given.
    """

    def __init__(
        self,
        *,
        customer: Behaviour | None = ACCEPTS,
        memory: Path | None = None,
        port: int = 0,
        code: bool = False,
    ) -> None:
        super().__init__(customer=customer, memory=memory, port=port)
        self.online, self.listed = True, True
        self.paired: list[str] = []
        self._place = CODE if code else READER
        self._checkouts: dict[str, Json] = {}
        self._cards: dict[str, Behaviour] = {}  # reference -> who paid

    @property
    @override
    def setup(self) -> Setup:
        return Setup(
            scheme="sumup",
            place=self._place,
            options={"base": self.base, "merchant": MERCHANT, "app": APP},
            secrets={"key": API_KEY, "affiliate": AFFILIATE},
        )

    @override
    def _answer(self, heard: Heard, till_leaves: Callable[[], None]) -> Said:
        if heard.headers.get("authorization") != f"Bearer {API_KEY}":
            return Said(401, {"title": "Unauthorized"})
        line, checkouts = heard.line, f"GET {_AT_READER}/checkout/"
        if line == f"POST {_AT_READER}/checkout":
            return self._check_out(heard)
        if line.startswith(checkouts):
            known = self._checkouts.get(line.removeprefix(checkouts))
            return Said(200, {"data": known}) if known else Said(404, {})
        if line == f"POST {_AT_READER}/terminate":
            return self._terminate()
        if line == f"GET {_AT_READER}/status":
            return Said(200, {"data": self._state()})
        if line == f"GET {_TRANSACTIONS}":
            return self._transaction(heard)
        if heard.method == "POST" and heard.path.startswith(_PAYMENTS):
            name = heard.path.removeprefix(_PAYMENTS).removesuffix("/refunds")
            return self._refund(name, heard)
        if line == f"GET {_AT_MERCHANT}":
            readers = [{"id": READER, "name": name} for name in self.paired]
            return Said(200, {"items": readers})
        if line == f"POST {_AT_MERCHANT}":
            return self._pair(heard)
        return Said(404, {"title": "Not Found"})

    def _pair(self, heard: Heard) -> Said:
        said = heard.json()
        if said.get("pairing_code") != CODE or self.paired:
            return Said(400, {"title": "Bad Request"})
        self.paired.append(str(said.get("name")))
        return Said(201, {"id": READER, "name": self.paired[0], "status": "paired"})

    def _state(self) -> Json:
        state = "WAITING_FOR_CARD" if self.asked() else "IDLE"
        return {"status": "ONLINE" if self.online else "OFFLINE", "state": state}

    # -- a checkout ----------------------------------------------------------------

    def _check_out(self, heard: Heard) -> Said:
        said = heard.json()
        amount, affiliate = said.get("total_amount"), said.get("affiliate")
        reference = part(affiliate, "foreign_transaction_id")
        cents = part(amount, "value")
        right = part(amount, "currency") == "EUR" and part(amount, "minor_unit") == 2
        if part(affiliate, "key") != AFFILIATE or part(affiliate, "app_id") != APP:
            return _refusal(400, "AFFILIATE_INVALID")
        if not (right and isinstance(cents, int) and isinstance(reference, str)):
            return _refusal(400, "INVALID")
        if not self.online:
            return _refusal(422, "READER_OFFLINE")
        sale = Sale(cents=cents, reference=reference)
        admission, behaviour = self._admit(sale, heard.size)
        if admission == "unread" and behaviour is not None and behaviour.cut:
            raise CutError(behaviour.cut)
        if admission == "busy":
            return _refusal(422, "READER_BUSY")
        scripted = behaviour or ACCEPTS
        status = int(scripted.wrong.get(HTTP, "200"))
        if status != 200 and status < 500:
            self._over(sale)
            return Said(status, {})
        name, now = str(uuid.uuid4()), datetime.now(UTC).isoformat()
        checkout = {
            "checkout_id": name,
            "client_transaction_id": str(uuid.uuid4()),
            "status": "pending",
            "payment_status": None,
            "payment_failure_reason": None,
            "payment_type": "card",
            "card_type": None,
            "installments": None,
            "total_amount": amount,
            "reader_serial_number": SERIAL,
            "reader_firmware_version": "3.3.39.0",
            "created_at": now,
            "updated_at": now,
            "valid_until": None,
        }
        self._checkouts[name] = checkout
        self._in_background(lambda: self._act(checkout, sale, behaviour))
        if status != 200:
            return Said(status, {})
        told = {key: checkout[key] for key in ("checkout_id", "client_transaction_id")}
        return Said(201, {"data": told}, scripted)

    def _act(self, checkout: Json, sale: Sale, behaviour: Behaviour | None) -> None:
        """What the customer does with the reader."""
        try:
            behaviour = self._behaviour(behaviour)
            self._cards[sale.reference] = behaviour
            done = self._decide(sale, behaviour, lambda: self._wait_for_end(checkout))
            if isinstance(done, Charge):
                checkout["status"] = behaviour.wrong.get("status", "successful")
            elif done == "06":
                checkout["status"] = "cancelled"
            else:
                reason = _REASONS.get(done, "DECLINED")
                checkout.update(status="failed", payment_failure_reason=reason)
        finally:
            self._over(sale)

    def _wait_for_end(self, checkout: Json) -> None:
        """Nobody comes: until the till stops it."""
        while not checkout.get("terminated"):
            if self._off.wait(0.005):
                raise ConnectionAbortedError

    def _terminate(self) -> Said:
        for checkout in self._checkouts.values():
            checkout["terminated"] = True
        self.press(Behaviour(refusal="11"))
        return Said(202, {}) if self.online else Said(422, {})

    # -- transactions --------------------------------------------------------------

    def _transaction(self, heard: Heard) -> Said:
        name = heard.query.get("id")
        reference = heard.query.get("foreign_transaction_id")
        for charge in self.approved() if self.listed else ():
            ours = (_name(charge.reference), charge.reference)
            if charge.kind is PayKind.DEBIT and (name, reference) in (
                (ours[0], None),
                (None, ours[1]),
            ):
                return Said(200, orjson.dumps(self._of(charge)))
        if reference and self._ledger.refusal_of(reference) in ("04", "05"):
            failed = {"foreign_transaction_id": reference, "status": "FAILED"}
            return Said(200, failed)
        return Said(404, {"error_code": "NOT_FOUND"})

    def _of(self, charge: Charge) -> Json:
        behaviour = self._cards.get(charge.reference, ACCEPTS)
        wrong = behaviour.wrong
        amount = wrong.get("amount", decimal_text(charge.cents))
        return {
            "id": _name(charge.reference),
            "foreign_transaction_id": wrong.get(
                "foreign_transaction_id", charge.reference
            ),
            "status": "SUCCESSFUL",
            "amount": orjson.Fragment(amount),
            "currency": wrong.get("currency", "EUR"),
            "auth_code": charge.authorisation,
            "card": {
                "last_4_digits": behaviour.card[-4:],
                "type": _CARDS.get(behaviour.scheme, "VISA"),
            },
            "transaction_events": [
                {
                    "event_type": "REFUND",
                    "status": "SUCCESSFUL",
                    "amount": orjson.Fragment(decimal_text(each.cents)),
                }
                for each in self._given_back(_name(charge.reference))
            ],
        }

    def _given_back(self, name: str) -> list[Charge]:
        """Refunds of a transaction: the ledger names them by it."""
        return [
            each
            for each in self.approved()
            if each.kind is PayKind.CREDIT and each.reference == name
        ]

    def _refund(self, name: str, heard: Heard) -> Said:
        paid = {
            _name(charge.reference): charge.cents
            for charge in self.approved()
            if charge.kind is PayKind.DEBIT
        }
        cents = cents_of(heard.json().get("amount"))
        given = sum(each.cents for each in self._given_back(name))
        if name not in paid:
            return Said(404, {})
        if given + cents > paid[name]:
            return Said(409, {})
        sale = Sale(kind=PayKind.CREDIT, cents=cents, reference=name)
        admission, behaviour = self._admit(sale, heard.size)
        if admission == "unread" and behaviour is not None and behaviour.cut:
            raise CutError(behaviour.cut)
        scripted = behaviour or ACCEPTS
        try:
            done = self._decide(sale, scripted, lambda: None)
        finally:
            self._over(sale)
        if isinstance(done, str):
            return Said(422, {})
        status = int(scripted.wrong.get(HTTP, "201"))
        return Said(status, {}, scripted)


def _name(reference: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, reference))


def _refusal(status: int, word: str) -> Said:
    said: dict[str, Any] = {"errors": {"type": word, "detail": word}}
    return Said(status, said)

"""Whatever a card service answers: an outcome that follows the law, or a protocol error.

True answers with something else in one place or several, a card number among others, are
given to the whole dialogue of each service.
"""

import json
from contextlib import suppress
from copy import deepcopy
from threading import Event
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from web_terminal_kit import impatient

from hardware.errors import HardwareError
from hardware.terminals import stripe, sumup
from hardware.terminals.adyen import Adyen, Demand
from hardware.terminals.dialogue import Dialogue, Turn
from hardware.terminals.masking import mask
from hardware.terminals.model import PayKind, PayOutcome, PayRequest, PayState
from hardware.terminals.nexo import Message, Names
from hardware.terminals.plain import cents_of, minor_of, word
from hardware.terminals.stripe import Stripe
from hardware.terminals.sumup import Account, SumUp
from hardware.terminals.web import Place, Question, Reply, read_json

PAN = "4970101234567890"
TRANSACTION = "410fc44a-5956-44e1-b5cc-19c6f8d727a4"
REQUEST = PayRequest(id="p1", amount=1590, reference="01KCNVQ4M70000000000000001")
ASKED = {PayState.APPROVED, PayState.REFUSED, PayState.ABORTED, PayState.UNKNOWN}
LOOKED_UP = {
    PayState.APPROVED,
    PayState.REFUSED,
    PayState.ABORTED,
    PayState.NOT_FOUND,
    PayState.NEEDS_HUMAN,
}

ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=12),
    st.sampled_from(
        (PAN, f"x{PAN}", "4970 1012 3456 7890", 1590, 15.9, 15.905, "15.90", -1, 10**30)
    ),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=4), st.integers(), max_size=2),
)
CHANGES = st.lists(st.tuples(st.integers(0, 10_000), ODD), max_size=3)


def places(said: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every way into nested objects and lists."""
    found = [way] if way else []
    if isinstance(said, dict):
        for name, inner in said.items():
            found += places(inner, (*way, name))
    elif isinstance(said, list):
        for index, inner in enumerate(said):
            found += places(inner, (*way, index))
    return found


def changed(said: Any, changes: list[tuple[int, Any]]) -> Any:
    said = deepcopy(said)
    for number, odd in changes:
        ways = places(said)
        if not ways:
            break
        *way, last = ways[number % len(ways)]
        place = said
        for step in way:
            place = place[step]
        place[last] = deepcopy(odd)
    return said


def check(outcome: PayOutcome, states: set[PayState], request: PayRequest) -> None:
    assert outcome.state in states
    paid = outcome.state is PayState.APPROVED
    assert 0 < outcome.amount <= request.amount if paid else outcome.amount == 0
    shown = repr(outcome)
    assert PAN not in shown
    assert "4970 1012 3456 7890" not in shown
    assert mask(outcome.receipt_text) == outcome.receipt_text


def play(dialogue: Dialogue, request: PayRequest) -> None:
    with suppress(HardwareError):
        check(dialogue.ask(request, Turn(Event())), ASKED, request)
    with suppress(HardwareError):
        check(dialogue.look_up(request, Turn(Event())), LOOKED_UP, request)
    with suppress(HardwareError):
        dialogue.greet(Turn(Event()))


def request(kind: PayKind, original: str) -> PayRequest:
    if kind is PayKind.DEBIT:
        return REQUEST
    fields = {"id": "r1", "amount": 590, "reference": "R1"}
    return PayRequest(kind=kind, original=original, **fields)  # type: ignore[arg-type]


KINDS = st.sampled_from((PayKind.DEBIT, PayKind.CREDIT))


# -- Adyen ----------------------------------------------------------------------------


class _Carrier:
    """Answers truly, but for the changes."""

    def __init__(self, changes: list[tuple[int, Any]]) -> None:
        self.changes = changes

    def carry(
        self, message: Message, turn: Turn, answer_s: float, demand: Demand | None
    ) -> dict[str, Any] | None:
        category = message.header["MessageCategory"]
        asked = read_json(message.content)["SaleToPOIRequest"]
        if category == "TransactionStatus":
            about = asked["TransactionStatusRequest"]["MessageReference"]
            inner = {f"{about['MessageCategory']}Response": _done(REQUEST)}
            body: dict[str, Any] = {
                "TransactionStatusResponse": {
                    "Response": {"Result": "Success"},
                    "MessageReference": about,
                    "RepeatedMessageResponse": {
                        "MessageHeader": about,
                        "RepeatedResponseMessageBody": inner,
                    },
                }
            }
        else:
            body = {f"{category}Response": _done(REQUEST)}
        named = {**message.header, "MessageType": "Response"}
        whole = {"SaleToPOIResponse": {"MessageHeader": named, **body}}
        return _wired(changed(whole, self.changes))


def _done(payment: PayRequest) -> dict[str, Any]:
    return {
        "Response": {"Result": "Success", "ErrorCondition": "Refusal"},
        "SaleData": {"SaleTransactionID": {"TransactionID": payment.reference}},
        "POIData": {
            "POITransactionID": {
                "TransactionID": "BV0q001643892070000.VK9DRSLLRCQ2WN82",
                "TimeStamp": "2026-01-01T12:00:09.943Z",
            }
        },
        "PaymentResult": {
            "AmountsResp": {"Currency": "EUR", "AuthorizedAmount": 15.9},
            "PaymentInstrumentData": {
                "CardData": {"MaskedPan": "************0674", "PaymentBrand": "visa"}
            },
            "PaymentAcquirerData": {"ApprovalCode": "184117", "AcquirerPOIID": "P"},
        },
        "ReversedAmount": 5.9,
        "PaymentReceipt": [
            {
                "DocumentQualifier": "CustomerReceipt",
                "OutputContent": {"OutputText": [{"Text": "key=a&name=b&value=c"}]},
            }
        ],
    }


def _wired(said: Any) -> dict[str, Any]:
    """As it comes off the wire."""
    return read_json(json.dumps(said).encode())


@given(CHANGES, KINDS)
def test_adyen(changes: list[tuple[int, Any]], kind: PayKind) -> None:
    dialogue = Adyen(_Carrier(changes), Names(sale="S", poi="P-1"))
    quick = dict.fromkeys(
        ("answer_s", "recover_s", "settle_s", "grace_s", "poll_s"), 0.0
    )
    impatient(dialogue, **quick)
    play(dialogue, request(kind, "BV0q001.VK9 2026-01-01T12:00:09.943Z"))


# -- Stripe and SumUp -----------------------------------------------------------------

INTENT = {
    "id": "pi_1",
    "status": "succeeded",
    "amount_received": 1590,
    "currency": "eur",
    "metadata": {stripe.OURS: REQUEST.reference},
    "latest_charge": {
        "payment_method_details": {
            "card_present": {
                "brand": "visa",
                "last4": "0674",
                "receipt": {"authorization_code": "184117"},
            }
        }
    },
    "last_payment_error": {"code": "card_declined", "decline_code": "generic"},
    # Of a reader, a refund and a search, which are asked for by the same name here.
    "action": {
        "status": "failed",
        "failure_code": "card_declined",
        "process_payment_intent": {"payment_intent": "pi_1"},
    },
    "serial_number": "S1",
    "amount": 590,
    "data": [
        {
            "id": "pi_1",
            "amount": 590,
            "status": "succeeded",
            "metadata": {stripe.OURS: "R1"},
        }
    ],
}
CHECKOUT = {
    "data": {"checkout_id": "c1", "status": "successful", "state": "IDLE"},
    "id": TRANSACTION,
    "foreign_transaction_id": REQUEST.reference,
    "status": "SUCCESSFUL",
    "amount": 15.9,
    "currency": "EUR",
    "auth_code": "184117",
    "card": {"last_4_digits": "0674", "type": "VISA"},
    "transaction_events": [
        {"event_type": "REFUND", "status": "SUCCESSFUL", "amount": 5.9}
    ],
    "items": [{"id": "rdr_SIMULATED01", "name": "Sotto 4WLFDSBF"}],
}
STATUSES = st.sampled_from((200, 200, 200, 201, 400, 401, 404, 409, 429, 500, 503))


def service(
    monkeypatch: pytest.MonkeyPatch,
    module: Any,
    true: dict[str, Any],
    changes: list[tuple[int, Any]],
    statuses: list[int],
) -> None:
    """Has `module` ask a service that answers truly, but for the changes."""
    coming = iter(statuses)

    def ask(_place: Place, _asked: Question, turn: Turn, **how: Any) -> Reply:
        if "begin" in how:
            how["begin"]()
        if "sent" in how:
            how["sent"]()
        content = json.dumps(changed(true, changes)).encode()
        return Reply(next(coming, 200), {}, content)

    monkeypatch.setattr(module, "ask", ask)


QUIET = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUIET
@given(
    CHANGES,
    st.lists(STATUSES, max_size=4),
    KINDS,
    st.sampled_from(
        ("succeeded", "canceled", "requires_payment_method", "processing", "new")
    ),
)
def test_stripe(
    monkeypatch: pytest.MonkeyPatch,
    changes: list[tuple[int, Any]],
    statuses: list[int],
    kind: PayKind,
    status: str,
) -> None:
    service(monkeypatch, stripe, {**INTENT, "status": status}, changes, statuses)
    dialogue = Stripe(Place(base="https://example.com"), "tmr_1")
    names = ("answer_s", "recover_s", "settle_s", "retry_s", "poll_s")
    quick = dict.fromkeys(names, 0.0)
    impatient(dialogue, **quick)
    play(dialogue, request(kind, "pi_1"))


@QUIET
@given(CHANGES, st.lists(STATUSES, max_size=4), KINDS)
def test_sumup(
    monkeypatch: pytest.MonkeyPatch,
    changes: list[tuple[int, Any]],
    statuses: list[int],
    kind: PayKind,
) -> None:
    service(monkeypatch, sumup, CHECKOUT, changes, statuses)
    account = Account(merchant="M", app="a", affiliate="k")
    dialogue = SumUp(Place(base="https://example.com"), account, "4WLFDSBF")
    quick = dict.fromkeys(("answer_s", "recover_s", "settle_s", "poll_s"), 0.0)
    impatient(dialogue, **quick)
    play(dialogue, request(kind, TRANSACTION))


# -- what all of them read with ---------------------------------------------------------


@given(st.one_of(ODD, st.decimals()))
def test_an_amount_is_cents_or_an_error(said: object) -> None:
    for read in (cents_of, minor_of):
        with suppress(HardwareError):
            assert read(said) >= 0


@given(st.text())
def test_a_word_is_short_and_on_one_line(said: str) -> None:
    found = word(said)
    assert len(found) <= 40
    assert found == "" or found.isprintable()


@given(st.binary(max_size=200))
def test_bytes_are_an_object_or_an_error(received: bytes) -> None:
    with suppress(HardwareError):
        assert isinstance(read_json(received), dict)
    with pytest.raises(HardwareError):
        read_json(b"[" * 100_000)

"""nexo messages: each written once as it goes over the wire, each answer judged once."""

import json
from copy import deepcopy
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from hardware.errors import ProtocolError
from hardware.terminals import nexo
from hardware.terminals.model import PayKind, PayRequest, PayState
from hardware.terminals.nexo import Message, Names
from hardware.terminals.web import read_json

NAMES = Names(sale="CAISSE1", poi="V400m-324688179")
NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
REFERENCE = "01KCNVQ4M70000000000000001"
PAYMENT = PayRequest(id="p1", amount=1590, reference=REFERENCE)
ORIGINAL = "BV0q001643892070000.VK9DRSLLRCQ2WN82 2026-01-01T12:00:09.943Z"
REFUND = PayRequest(
    id="r1", amount=590, reference="R1", kind=PayKind.CREDIT, original=ORIGINAL
)
UNNAMED = PayRequest(id="r2", amount=590, reference="R2", kind=PayKind.CREDIT)


def head(category: str, service: str) -> str:
    return (
        '{"SaleToPOIRequest":{"MessageHeader":{"ProtocolVersion":"3.0",'
        f'"MessageClass":"Service","MessageCategory":"{category}",'
        f'"MessageType":"Request","SaleID":"CAISSE1","ServiceID":"{service}",'
        '"POIID":"V400m-324688179"},'
    )


def sale(reference: str) -> str:
    return (
        f'"SaleTransactionID":{{"TransactionID":"{reference}",'
        '"TimeStamp":"2026-01-01T12:00:00.000Z"}'
    )


@pytest.mark.parametrize(
    ("payment", "category", "body"),
    [
        (
            PAYMENT,
            "Payment",
            (
                f'"PaymentRequest":{{"SaleData":{{{sale(REFERENCE)}}},'
                '"PaymentTransaction":{"AmountsReq":{"Currency":"EUR",'
                '"RequestedAmount":15.90}}}}}'
            ),
        ),
        (
            UNNAMED,
            "Payment",
            (
                f'"PaymentRequest":{{"SaleData":{{{sale("R2")}}},'
                '"PaymentTransaction":{"AmountsReq":{"Currency":"EUR",'
                '"RequestedAmount":5.90}},"PaymentData":{"PaymentType":"Refund"}}}}'
            ),
        ),
        (
            REFUND,
            "Reversal",
            (
                '"ReversalRequest":{"OriginalPOITransaction":{"POITransactionID":'
                '{"TransactionID":"BV0q001643892070000.VK9DRSLLRCQ2WN82",'
                '"TimeStamp":"2026-01-01T12:00:09.943Z"}},'
                '"ReversalReason":"MerchantCancel","ReversedAmount":5.90,'
                f'"SaleData":{{{sale("R1")},"SaleToAcquirerData":"currency=EUR"}}}}}}}}'
            ),
        ),
    ],
    ids=["payment", "refund to a card", "refund of a payment"],
)
def test_a_demand_on_the_wire(payment: PayRequest, category: str, body: str) -> None:
    message = nexo.demand(NAMES, payment, NOW)
    service = nexo.service_of(payment)
    assert message.content.decode() == head(category, service) + body


def test_questions_on_the_wire() -> None:
    service = nexo.service_of(PAYMENT)
    about = f'"MessageCategory":"Payment","SaleID":"CAISSE1","ServiceID":"{service}"'
    for message, body in (
        (
            nexo.abort(NAMES, PAYMENT),
            (
                '"AbortRequest":{"AbortReason":"MerchantAbort","MessageReference":'
                f"{{{about}}}}}}}}}"
            ),
        ),
        (
            nexo.status(NAMES, PAYMENT, "Payment"),
            (
                '"TransactionStatusRequest":{"ReceiptReprintFlag":true,'
                '"DocumentQualifier":["CashierReceipt","CustomerReceipt"],'
                f'"MessageReference":{{{about}}}}}}}}}'
            ),
        ),
        (
            nexo.diagnosis(NAMES),
            '"DiagnosisRequest":{"HostDiagnosisFlag":false}}}',
        ),
    ):
        category = message.header["MessageCategory"]
        fresh = message.header["ServiceID"]
        assert fresh != service
        assert message.content.decode() == head(category, fresh) + body


def test_a_payment_has_one_service_for_ever_and_no_other_has_it() -> None:
    assert nexo.service_of(PAYMENT) == "3V9TABPB3R"
    many = {
        nexo.service_of(PayRequest(id="p", amount=1, reference=f"R{n}"))
        for n in range(5000)
    }
    assert len(many) == 5000
    assert all(len(service) == 10 and service.isalnum() for service in many)


# -- answers ------------------------------------------------------------------------


def answer(message: Message, body: dict[str, Any], **header: str) -> dict[str, Any]:
    named = {**message.header, "MessageType": "Response", **header}
    return {"SaleToPOIResponse": {"MessageHeader": named, **body}}


DONE: dict[str, Any] = {
    "Response": {"Result": "Success"},
    "SaleData": {"SaleTransactionID": {"TransactionID": REFERENCE}},
    "POIData": {
        "POITransactionID": {
            "TransactionID": "BV0q001643892070000.VK9DRSLLRCQ2WN82",
            "TimeStamp": "2026-01-01T12:00:09.943Z",
        }
    },
    "PaymentResult": {
        "AmountsResp": {"Currency": "EUR", "AuthorizedAmount": Decimal("15.90")},
        "PaymentInstrumentData": {
            "CardData": {"MaskedPan": "497010 **** 0674", "PaymentBrand": "mc"}
        },
        "PaymentAcquirerData": {"ApprovalCode": "184117", "AcquirerPOIID": "P400"},
    },
    "PaymentReceipt": [
        {"DocumentQualifier": "CashierReceipt", "OutputContent": {}},
        {
            "DocumentQualifier": "CustomerReceipt",
            "OutputContent": {
                "OutputText": [
                    {"Text": "key=pan&name=Carte&value=4970101234567890"},
                    {"Text": "key=total&name=Total&value=15%2C90"},
                    {"Text": "MERCI"},
                ]
            },
        },
    ],
}


def test_a_payment_that_was_made_says_what_is_kept_of_it() -> None:
    outcome = nexo.judge(PAYMENT, {"PaymentResponse": DONE})
    assert (outcome.state, outcome.amount) == (PayState.APPROVED, 1590)
    assert (outcome.scheme, outcome.last4) == ("MASTERCARD", "0674")
    assert (outcome.authorisation, outcome.terminal_id) == ("184117", "P400")
    assert outcome.transaction == ORIGINAL.replace("12:00:00", "12:00:09")
    lines = outcome.receipt_text.splitlines()
    assert lines == ["Carte ************7890", "Total 15,90", "MERCI"]


AMOUNT = "PaymentResult.AmountsResp.AuthorizedAmount"


@pytest.mark.parametrize(
    ("path", "value", "state", "detail"),
    [
        (
            AMOUNT,
            Decimal("9.5"),
            "approved",
            "partial",
        ),
        (AMOUNT, 15, "approved", "partial"),
        (
            AMOUNT,
            Decimal("15.91"),
            "unknown",
            "echo_amount",
        ),
        (AMOUNT, 0, "unknown", "echo_amount"),
        (AMOUNT, None, "unknown", "echo_missing"),
        ("PaymentResult.AmountsResp.Currency", "USD", "unknown", "echo_currency"),
        ("PaymentResult.AmountsResp", None, "unknown", "echo_missing"),
        ("SaleData.SaleTransactionID.TransactionID", "R9", "unknown", "echo_reference"),
        ("SaleData", None, "unknown", "echo_reference"),
        ("Response.Result", "Perhaps", "unknown", "unclear_result"),
    ],
)
def test_an_approval_is_believed_only_when_all_of_it_is_ours(
    path: str, value: object, state: str, detail: str
) -> None:
    said = deepcopy(DONE)
    *way, last = path.split(".")
    place = said
    for name in way:
        place = place[name]
    place[last] = value
    outcome = nexo.judge(PAYMENT, {"PaymentResponse": said})
    assert (outcome.state.value, outcome.detail) == (state, detail)


@pytest.mark.parametrize(
    ("condition", "state", "detail"),
    [
        *((each, PayState.REFUSED, why) for each, why in nexo.REFUSED.items()),
        *((each, PayState.ABORTED, why) for each, why in nexo.ABORTED.items()),
        *(
            (each, PayState.UNKNOWN, "unclear_result")
            for each in (
                "UnreachableHost",
                "DeviceOut",
                "InsertedCard",
                "InProgress",
                "NotFound",
                "UnavailableDevice",
                "",
                "Whatever",
            )
        ),
    ],
)
def test_a_failure_refuses_only_when_it_is_certain(
    condition: str, state: PayState, detail: str
) -> None:
    response = {"Result": "Failure", "ErrorCondition": condition}
    outcome = nexo.judge(PAYMENT, {"PaymentResponse": {"Response": response}})
    assert (outcome.state, outcome.code, outcome.detail) == (state, condition, detail)


@pytest.mark.parametrize(
    "wrong", ["MessageType", "MessageCategory", "SaleID", "ServiceID", "POIID"]
)
def test_an_answer_to_something_else_is_none(wrong: str) -> None:
    message = nexo.demand(NAMES, PAYMENT, NOW)
    right = answer(message, {"PaymentResponse": DONE})
    assert "PaymentResponse" in nexo.body_of(message, right)
    with pytest.raises(ProtocolError, match=wrong):
        nexo.body_of(message, answer(message, {}, **{wrong: "other"}))


def again(payment: PayRequest, body: dict[str, Any], **about: str) -> dict[str, Any]:
    reference = {"ServiceID": nexo.service_of(payment), **about}
    return {
        "TransactionStatusResponse": {
            "Response": {"Result": "Success"},
            "MessageReference": reference,
            "RepeatedMessageResponse": {
                "MessageHeader": reference,
                "RepeatedResponseMessageBody": body,
            },
        }
    }


def test_an_answer_that_is_sent_again_is_judged_as_the_first_one() -> None:
    body = again(PAYMENT, {"PaymentResponse": DONE})
    outcome = nexo.judge_status(PAYMENT, "Payment", body)
    assert outcome == nexo.judge(PAYMENT, {"PaymentResponse": DONE})


@pytest.mark.parametrize(
    ("condition", "state"),
    [
        ("InProgress", PayState.IN_PROGRESS),
        ("NotFound", PayState.NOT_FOUND),
        ("Busy", PayState.NEEDS_HUMAN),
    ],
)
def test_a_terminal_that_does_not_say_what_became_of_it(
    condition: str, state: PayState
) -> None:
    response = {"Result": "Failure", "ErrorCondition": condition}
    body = {"TransactionStatusResponse": {"Response": response}}
    assert nexo.judge_status(PAYMENT, "Payment", body).state is state


def test_the_answer_about_another_payment_proves_nothing() -> None:
    body = again(PAYMENT, {"PaymentResponse": DONE}, ServiceID="0000000001")
    outcome = nexo.judge_status(PAYMENT, "Payment", body)
    assert (outcome.state, outcome.detail) == (PayState.NEEDS_HUMAN, "status_unclear")


def test_amounts_are_read_to_the_cent() -> None:
    said = read_json(json.dumps({"a": 0}).encode().replace(b"0}", b"0.29}"))
    assert said == {"a": Decimal("0.29")}
    with pytest.raises(ProtocolError):
        read_json(b'{"a": NaN}')

"""nexo Retailer in JSON, as Adyen speaks it: requests written, answers judged, no socket.

Every request is named by ``SaleID`` (the till), ``POIID`` (the terminal) and ``ServiceID``
(1 to 10 letters and digits, unique for 48 hours). The ServiceID of a payment follows from
its reference, which is in the journal before the first byte leaves: so it can be asked
for after any crash, and nothing else has to be kept.

Source: nexo Sale to POI 3.0 as published in Adyen's Terminal API reference; Adyen "Verify
transaction status", "Refund a payment", "Terminal API refusal reasons", "Time-outs".
"""

import hashlib
import re
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

import orjson

from hardware.errors import ProtocolError
from hardware.terminals.masking import last4
from hardware.terminals.model import PayKind, PayOutcome, PayRequest, PayState
from hardware.terminals.plain import (
    cents_of,
    decimal_text,
    part,
    scheme,
    slip,
    word,
)
from hardware.terminals.web import Json

VERSION = "3.0"
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SERVICE_LENGTH = 10
_CURRENCIES = {"978": "EUR"}
# Adyen's reference of a payment has a clock of 13 digits in it ("BV0q001643892070000"), and
# mostly a second part; nothing else may hold digits enough for a card number.
_CLOCKED = re.compile(r"(?=.{0,3}[A-Za-z])[A-Za-z0-9]{4}00[0-9]{13}")
_NAME = re.compile(r"[A-Za-z0-9]{1,40}")
_MANY_DIGITS = re.compile(r"[0-9]{12}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?"
    r"(Z|[+-][0-9]{2}:?[0-9]{2})"
)

REFUSED = {
    "Refusal": "declined",
    "InvalidCard": "declined",
    "WrongPIN": "declined",
    "WrongPin": "declined",
    "PaymentRestriction": "declined",
    "Communication timeout": "declined",
    "NotAllowed": "forbidden",
    "Busy": "busy",
    "LoggedOut": "forbidden",
    "MessageFormat": "not_understood",
    "UnavailableService": "forbidden",
}
"""ErrorCondition of a payment that was not made -> why. All others but `ABORTED` settle
nothing: a host or a device that cannot be reached may have been reached a moment before."""
ABORTED = {"Cancel": "customer", "Aborted": "stopped_at_till"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Who speaks with whom: `sale` is the till, `poi` the terminal ("V400m-324688179")."""

    sale: str
    poi: str


@dataclass(frozen=True, slots=True)
class Message:
    """A request: its header, and all of it as bytes."""

    header: Json
    content: bytes


def service_of(payment: PayRequest) -> str:
    """The ServiceID of a payment: ten characters, the same whenever it is asked for."""
    digest = hashlib.sha256(payment.reference.encode("ascii")).digest()
    return _base36(int.from_bytes(digest[:8]))


def fresh_service() -> str:
    """A ServiceID for a question that moves no money."""
    return _base36(secrets.randbits(64))


def _base36(number: int) -> str:
    found = ""
    for _ in range(_SERVICE_LENGTH):
        number, digit = divmod(number, 36)
        found += _ALPHABET[digit]
    return found


def category_of(payment: PayRequest) -> str:
    """ "Reversal" for a refund that names what it gives back, else "Payment"."""
    return "Reversal" if _original(payment) else "Payment"


def demand(names: Names, payment: PayRequest, now: datetime) -> Message:
    """Asks for money, or gives it back.

    A refund that names its payment goes back to the card that paid; one that does not
    has the guest present a card.
    """
    sale = {
        "SaleTransactionID": {
            "TransactionID": payment.reference,
            "TimeStamp": _timestamp(now),
        }
    }
    amount = orjson.Fragment(decimal_text(payment.amount))
    currency = _CURRENCIES.get(payment.currency, "")
    if not currency:
        raise ValueError(f"no currency of ours: {payment.currency}")
    original = _original(payment)
    body: Json
    if original:
        transaction, moment = original
        body = {
            "ReversalRequest": {
                "OriginalPOITransaction": {
                    "POITransactionID": {
                        "TransactionID": transaction,
                        "TimeStamp": moment,
                    }
                },
                "ReversalReason": "MerchantCancel",
                "ReversedAmount": amount,
                "SaleData": {**sale, "SaleToAcquirerData": f"currency={currency}"},
            }
        }
    else:
        back = payment.kind is not PayKind.DEBIT
        body = {
            "PaymentRequest": {
                "SaleData": sale,
                "PaymentTransaction": {
                    "AmountsReq": {"Currency": currency, "RequestedAmount": amount}
                },
                **({"PaymentData": {"PaymentType": "Refund"}} if back else {}),
            }
        }
    return _message(names, category_of(payment), service_of(payment), body)


def abort(names: Names, payment: PayRequest) -> Message:
    """Wishes that a payment under way be stopped."""
    about = _reference(names, payment, category_of(payment))
    body = {"AbortRequest": {"AbortReason": "MerchantAbort", "MessageReference": about}}
    return _message(names, "Abort", fresh_service(), body)


def status(names: Names, payment: PayRequest, category: str) -> Message:
    """Asks what became of a payment; the terminal sends its answer again."""
    body = {
        "TransactionStatusRequest": {
            "ReceiptReprintFlag": True,
            "DocumentQualifier": ["CashierReceipt", "CustomerReceipt"],
            "MessageReference": _reference(names, payment, category),
        }
    }
    return _message(names, "TransactionStatus", fresh_service(), body)


def diagnosis(names: Names) -> Message:
    """Asks whether the terminal is there."""
    body = {"DiagnosisRequest": {"HostDiagnosisFlag": False}}
    return _message(names, "Diagnosis", fresh_service(), body)


def _message(names: Names, category: str, service: str, body: Json) -> Message:
    header = {
        "ProtocolVersion": VERSION,
        "MessageClass": "Service",
        "MessageCategory": category,
        "MessageType": "Request",
        "SaleID": names.sale,
        "ServiceID": service,
        "POIID": names.poi,
    }
    content = orjson.dumps({"SaleToPOIRequest": {"MessageHeader": header, **body}})
    return Message(header, content)


def _reference(names: Names, payment: PayRequest, category: str) -> Json:
    return {
        "MessageCategory": category,
        "SaleID": names.sale,
        "ServiceID": service_of(payment),
    }


def _timestamp(now: datetime) -> str:
    """ "2026-01-01T12:00:00.000Z"."""
    return now.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _original(payment: PayRequest) -> tuple[str, str] | None:
    """(transaction, moment) of the payment that is given back, None without one."""
    transaction, _, moment = payment.original.partition(" ")
    return (transaction, moment) if transaction and moment else None


# -- answers ------------------------------------------------------------------------


def body_of(asked: Message, answer: Json) -> Json:
    """The answer to `asked`: the message without its header.

    Raises:
        ProtocolError: it is the answer to something else, or none.
    """
    response = answer.get("SaleToPOIResponse")
    header = part(response, "MessageHeader")
    if not (isinstance(response, dict) and isinstance(header, dict)):
        raise ProtocolError("this is no answer of a terminal")
    expected = {**asked.header, "MessageType": "Response"}
    for name in ("MessageType", "MessageCategory", "SaleID", "ServiceID", "POIID"):
        if header.get(name) != expected[name]:
            raise ProtocolError(f"another {name} answers")
    return response


def judge(payment: PayRequest, body: Json) -> PayOutcome:
    """What the answer to a demand means for the money.

    Only a certain success approves and only a certain failure refuses; whatever is left,
    and every echo that is not ours, is unknown.

    Raises:
        ProtocolError: it is no answer to a payment.
    """
    reversal = category_of(payment) == "Reversal"
    said = body.get("ReversalResponse" if reversal else "PaymentResponse")
    result, condition = _result(said)
    told = _told(said)
    echo = part(said, "SaleData", "SaleTransactionID", "TransactionID")
    if echo is None and reversal:
        echo = payment.reference
    if result in ("Success", "Partial") and echo != payment.reference:
        return replace(told, state=PayState.UNKNOWN, detail="echo_reference")
    if result in ("Success", "Partial"):
        return _judge_done(payment, said, told, reversal=reversal)
    if result == "Failure" and condition in REFUSED:
        detail = REFUSED[condition]
        return replace(told, state=PayState.REFUSED, code=condition, detail=detail)
    if result == "Failure" and condition in ABORTED:
        detail = ABORTED[condition]
        return replace(told, state=PayState.ABORTED, code=condition, detail=detail)
    return replace(told, code=word(condition), detail="unclear_result")


def _judge_done(
    payment: PayRequest, said: object, told: PayOutcome, *, reversal: bool
) -> PayOutcome:
    """Money moved: how much, and is it surely ours?"""
    if reversal:
        amount = part(said, "ReversedAmount")
        cents = payment.amount if amount is None else cents_of(amount)
        currency: object = "EUR"
    else:
        amounts = part(said, "PaymentResult", "AmountsResp")
        amount = part(amounts, "AuthorizedAmount")
        if amount is None:
            return replace(told, detail="echo_missing")
        cents = cents_of(amount)
        currency = part(amounts, "Currency")
    if currency != _CURRENCIES[payment.currency]:
        return replace(told, detail="echo_currency")
    if not 0 < cents <= payment.amount:
        return replace(told, detail="echo_amount")
    detail = "" if cents == payment.amount else "partial"
    return replace(told, state=PayState.APPROVED, amount=cents, detail=detail)


def judge_status(payment: PayRequest, category: str, body: Json) -> PayOutcome:
    """What the answer about a payment proves.

    The state is ``in_progress`` while the guest still has the terminal, ``not_found`` when
    the terminal knows no such payment (which is not a proof by itself: the request may
    come after the question), ``needs_human`` when nothing is proven.

    Raises:
        ProtocolError: it is no answer to this question.
    """
    said = body.get("TransactionStatusResponse")
    result, condition = _result(said)
    if result == "Failure" and condition == "InProgress":
        return PayOutcome(state=PayState.IN_PROGRESS, detail="pending")
    if result == "Failure" and condition == "NotFound":
        return PayOutcome(state=PayState.NOT_FOUND, detail="not_found")
    about = part(said, "MessageReference", "ServiceID")
    again = part(said, "RepeatedMessageResponse", "RepeatedResponseMessageBody")
    header = part(said, "RepeatedMessageResponse", "MessageHeader", "ServiceID")
    named = [each for each in (about, header) if each is not None]
    ours = bool(named) and all(each == service_of(payment) for each in named)
    if result != "Success" or not isinstance(again, dict) or not ours:
        return PayOutcome(state=PayState.NEEDS_HUMAN, detail="status_unclear")
    if category != category_of(payment):
        payment = replace(payment, original="")
    outcome = judge(payment, again)
    if outcome.state is PayState.UNKNOWN:
        return replace(outcome, state=PayState.NEEDS_HUMAN)
    return outcome


def _result(said: object) -> tuple[str, str]:
    """(Result, ErrorCondition).

    Raises:
        ProtocolError: there is none.
    """
    result = part(said, "Response", "Result")
    condition = part(said, "Response", "ErrorCondition")
    if not isinstance(result, str):
        raise ProtocolError("this answer says no result")
    return result, condition if isinstance(condition, str) else ""


def _told(said: object) -> PayOutcome:
    """What an answer says beside the result; its state is unknown so far."""
    result = part(said, "PaymentResult")
    card = part(result, "PaymentInstrumentData", "CardData")
    acquirer = part(result, "PaymentAcquirerData")
    masked = part(card, "MaskedPan") or part(card, "MaskedPAN")
    return PayOutcome(
        state=PayState.UNKNOWN,
        authorisation=word(part(acquirer, "ApprovalCode")),
        scheme=scheme(part(card, "PaymentBrand")),
        last4=last4(masked) if isinstance(masked, str) else "",
        terminal_id=word(part(acquirer, "AcquirerPOIID")),
        transaction=_transaction(part(said, "POIData", "POITransactionID")),
        receipt_text=_slip(part(said, "PaymentReceipt")),
    )


def _transaction(said: object) -> str:
    name, moment = part(said, "TransactionID"), part(said, "TimeStamp")
    if not (isinstance(name, str) and isinstance(moment, str)):
        return ""
    first, _, second = name.partition(".")
    if not (_is_name(first) and _MOMENT.fullmatch(moment)):
        return ""
    return f"{first}.{second} {moment}" if _is_name(second) else f"{first} {moment}"


def _is_name(said: str) -> bool:
    """Whether it can name a payment, and is no card number."""
    plain = _NAME.fullmatch(said) and not _MANY_DIGITS.search(said)
    return bool(plain or _CLOCKED.fullmatch(said))


def _slip(receipts: Any) -> str:
    """The guest's receipt. Each line is a query, "name=Total&value=15,90 €"."""
    for each in receipts if isinstance(receipts, list) else ():
        if part(each, "DocumentQualifier") != "CustomerReceipt":
            continue
        lines = part(each, "OutputContent", "OutputText")
        texts = (
            [part(line, "Text") for line in lines] if isinstance(lines, list) else []
        )
        return slip([_line(text) for text in texts if isinstance(text, str)])
    return ""


def _line(text: str) -> str:
    if "key=" not in text:
        return text
    try:
        said = parse_qs(text, max_num_fields=8)
    except ValueError:
        return ""
    return " ".join(said[name][0] for name in ("name", "value") if name in said)

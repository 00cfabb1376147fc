"""Caisse-AP (Concert V3) without a socket: what a till asks, what the answer means.

``tlv`` reads and writes the items; this module gives them meaning, and money its state.
The one rule above all: "done" with our echoes approves, a certain "not done" refuses,
everything else is unknown.

Source: Association du Paiement, Caisse-AP V3.x, as published by HiPay ("Local API for
Nepting"), PayXpert ("Concert V3"), Viva ("AP Concert") and akretion (caisse-ap-ip).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum

from hardware.errors import ProtocolError
from hardware.terminals.masking import last4, mask, redact
from hardware.terminals.model import PayOutcome, PayState
from hardware.terminals.tlv import Item, encode

SCHEMES: Mapping[str, str] = {
    "001": "CB",
    "00B": "CB",  # contactless
    "002": "AMEX",
    "00D": "AMEX",
    "003": "CETELEM",
    "004": "CETELEM",
    "005": "COFINOGA",
    "006": "DINERS",
    "009": "JCB",
    "00C": "CHEQUE",
    "00E": "CONECS",
    "10E": "CONECS",
    "00I": "CPEI",
    "00U": "UPI",
}

DONE = "10"
NOT_DONE = "01"
TAKEN_INTO_ACCOUNT = "11"

REFUSED_CODES = frozenset({"04", "05", "09", "10", "12", "13"})
ABORTED_CODES = frozenset({"06", "08", "11"})
NOT_ENDED = "07"
# In the answer to CD=T the other codes may as well speak of the question itself.
STATUS_NOT_CHARGED = frozenset({"04", "06", "08", "11"})


class Action(Enum):
    """CD. Only debit and credit are portable; see ``profiles``."""

    DEBIT = "0"
    CREDIT = "1"
    CANCELLATION = "2"
    DUPLICATA = "3"
    IDENTIFICATION = "I"
    COLLECTION = "B"
    STATUS = "T"


MONEY = frozenset({Action.DEBIT, Action.CREDIT, Action.CANCELLATION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a till asks.

    Attributes:
        version: CZ, four digits.
        ipc: CJ, twelve digits: which till software asks.
        till: CA.
        action: CD.
        amount: CB in cents; None for actions without money.
        currency: CE, ISO 4217 number; "" for actions without money.
        reference: CF, "" for none.
        application: CC, "" for any.
        partial: BF, a part of the amount is welcome.
        immediate: BA, do not wait for the end. Such an answer approves nothing.
        ticket: CK, which slip to return: "100" the customer's; "" for none.
    """

    version: str = "0320"
    ipc: str
    till: str = "01"
    action: Action
    amount: int | None = None
    currency: str = ""
    reference: str = ""
    application: str = ""
    partial: bool = False
    immediate: bool = False
    ticket: str = ""

    def items(self) -> list[Item]:
        """The request as items, version first."""
        amount = "" if self.amount is None else f"{self.amount:02d}"
        values = {
            "CZ": self.version,
            "CJ": self.ipc,
            "CA": self.till,
            "CB": amount,
            "CC": self.application,
            "CD": self.action.value,
            "CE": self.currency,
            "BA": "1" if self.immediate else "",
            "BF": "1" if self.partial else "",
            "CF": self.reference,
            "CK": self.ticket,
        }
        return [Item(tag, value) for tag, value in values.items() if value]


def encode_request(request: Request, *, append_crlf: bool = False) -> bytes:
    """Writes a request.

    Raises:
        ValueError: a field does not fit its tag.
    """
    return encode(request.items()) + (b"\r\n" if append_crlf else b"")


def read_request(items: Mapping[str, str]) -> Request:
    """Reads what a till asked: the terminal's side of the table.

    Raises:
        ProtocolError: an action or amount that the protocol does not know.
    """
    if items["CD"] not in {action.value for action in Action}:
        raise ProtocolError("unknown action")
    return Request(
        version=items["CZ"],
        ipc=items["CJ"],
        till=items["CA"],
        action=Action(items["CD"]),
        amount=_cents(items["CB"]) if "CB" in items else None,
        currency=items.get("CE", ""),
        reference=items.get("CF", ""),
        application=items.get("CC", ""),
        partial=items.get("BF") == "1",
        immediate=items.get("BA") == "1",
        ticket=items.get("CK", ""),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a terminal said; "" or None where it said nothing.

    `detail` is AF cut to its code: longer values carry bank fields we do not keep.
    """

    result: str
    detail: str = ""
    till: str = ""
    amount: int | None = None
    action: str = ""
    currency: str = ""
    reference: str = ""
    authorisation: str = ""
    application: str = ""
    last4: str = ""
    terminal_id: str = ""
    slip: str = ""


def read_answer(items: Mapping[str, str]) -> Answer:
    """Reads the items of an answer.

    Raises:
        ProtocolError: the amount is not a number.
    """
    return Answer(
        result=items["AE"],
        detail=items.get("AF", "")[:2],
        till=items.get("CA", ""),
        amount=_cents(items["CB"]) if "CB" in items else None,
        action=items.get("CD", ""),
        currency=items.get("CE", ""),
        reference=items.get("CF", ""),
        authorisation=items.get("AC", "").strip(),
        application=items.get("CC", ""),
        last4=last4(items.get("AA", "")),
        terminal_id=items.get("AQ") or items.get("CG", ""),
        slip=items.get("ZT", ""),
    )


def _cents(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= 12):
        raise ProtocolError("amount is not a number", redact(value.encode("latin-1")))
    return int(value)


def judge(request: Request, answer: Answer, *, named: bool = True) -> PayOutcome:
    """What the answer to a debit or credit means for the money.

    Only a certain "done" approves and only a certain "not done" refuses; whatever is
    left, and every echo that is not ours, is unknown. `named` when the terminal is one
    that repeats our reference: else another one there says nothing.
    """
    wrong = _wrong_echo(request, answer if named else replace(answer, reference=""))
    if answer.action not in {"", request.action.value}:
        wrong = "action"
    if wrong:
        return _outcome(answer, PayState.UNKNOWN, f"echo_{wrong}")
    if answer.result == DONE and not request.immediate:
        return _judge_done(answer, request)
    if answer.result == NOT_DONE and answer.detail in REFUSED_CODES:
        return _outcome(answer, PayState.REFUSED, "refused")
    if answer.result == NOT_DONE and answer.detail in ABORTED_CODES:
        return _outcome(answer, PayState.ABORTED, "aborted")
    pending = answer.result == TAKEN_INTO_ACCOUNT or request.immediate
    detail = "pending" if pending else "unclear_result"
    return _outcome(answer, PayState.UNKNOWN, detail)


def judge_status(
    request: Request, answer: Answer, not_found: frozenset[str]
) -> PayOutcome:
    """What the answer to a CD=T about `request` proves; needs_human if nothing.

    `request` is the *payment*. The answer must name it in CF: without that it may well
    speak of another payment. AE=10 may mean "status given" as well as "paid", so an AF
    beside it is read too.
    """
    if answer.result == NOT_DONE and answer.detail in not_found:
        return _outcome(answer, PayState.NOT_FOUND, "not_found")
    actions = {"", request.action.value, Action.STATUS.value}
    ours = answer.reference and answer.action in actions
    if ours and not _wrong_echo(request, answer):
        if answer.result == DONE and answer.detail in {"", "01"}:
            outcome = _judge_done(answer, request)
            if outcome.state is PayState.APPROVED:
                return outcome
        elif answer.detail in STATUS_NOT_CHARGED:
            return _outcome(answer, PayState.REFUSED, "refused")
    return _outcome(answer, PayState.NEEDS_HUMAN, "status_unclear")


def _judge_done(answer: Answer, request: Request) -> PayOutcome:
    """Money moved: how much, and is it surely ours?"""
    if not (answer.till and answer.action and answer.currency and answer.amount):
        return _outcome(answer, PayState.UNKNOWN, "echo_missing")
    detail = "" if answer.amount == request.amount else "partial"
    return _outcome(answer, PayState.APPROVED, detail, amount=answer.amount)


def _wrong_echo(request: Request, answer: Answer) -> str:
    """Name of the first echo that is not ours; "" when all that came back are."""
    if answer.till and answer.till.zfill(2) != request.till.zfill(2):
        return "till"
    if answer.currency not in {"", request.currency}:
        return "currency"
    if answer.reference not in {"", mask(request.reference)}:
        return "reference"
    if (answer.amount or 0) > (request.amount or 0):
        return "amount"
    return ""


def _outcome(
    answer: Answer, state: PayState, detail: str, *, amount: int = 0
) -> PayOutcome:
    return PayOutcome(
        state=state,
        amount=amount,
        code=answer.detail,
        authorisation=answer.authorisation,
        scheme=SCHEMES.get(answer.application, answer.application),
        last4=answer.last4,
        terminal_id=answer.terminal_id,
        receipt_text=answer.slip,
        detail=detail,
    )


def slip_mentions(slip: str, cents: int) -> bool:
    """Whether a slip shows this amount: a hint for a person, never a proof."""
    units, rest = divmod(cents, 100)
    plain = re.sub(r"(?<=[0-9])[ \u00a0\u202f](?=[0-9]{3}(?![0-9]))", "", slip)
    return bool(re.search(rf"(?<![0-9,.]){units}[.,]{rest:02d}(?![0-9])", plain))

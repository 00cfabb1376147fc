"""Concert V2, protocols E and E+, without a line: what a till asks, what an answer means.

A question has 34 characters (E: 26, without delay and force), an answer 26, and 55 more
when the report is asked for. The report may hold the number of the card: four digits of
it leave this module.

Source: Concert V2 as in pyTeliumManager, pypostelium and PayXpert's "Concert V2 – Legacy".
"""

import hashlib
import re
from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from hardware.errors import ProtocolError
from hardware.terminals.masking import last4, redact
from hardware.terminals.model import Means, PayKind, PayOutcome, PayState

MAX_CENTS: Final = 99_999_999
"""Eight digits."""
_PRIVATE: Final = 10
_SHORT, _LONG, _REPORT = 26, 34, 55
ACCEPTED, NOT_ACCEPTED, TAKEN_INTO_ACCOUNT = "0", "7", "9"
_AT_THE_END, _AT_ONCE = "A010", "A011"
_NOT_FORCED, _FORCED = "B010", "B011"


class Type(Enum):
    """TYPE: which way the money goes."""

    DEBIT = "0"
    CREDIT = "1"
    CANCELLATION = "2"
    PREAUTHORISATION = "4"  # never asked by us


TYPES: Mapping[PayKind, Type] = {
    PayKind.DEBIT: Type.DEBIT,
    PayKind.CREDIT: Type.CREDIT,
    PayKind.CANCELLATION: Type.CANCELLATION,
}
MODES: Mapping[Means, str] = {Means.CARD: "1", Means.CHEQUE: "C"}
"""MODE of what a guest hands over; there is none for titres-restaurant."""
SCHEMES: Mapping[str, str] = {
    "0": "",  # something else
    "1": "CB",
    "2": "AMEX",
    "3": "CETELEM",
    "5": "COFINOGA",
    "6": "DINERS",
    "9": "JCB",
    "C": "CHEQUE",
    "U": "CUP",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What a till asks.

    Attributes:
        till: number of the till, two digits.
        amount: cents, 0 to 99 999 999.
        report: whether the answer shall say what card it was.
        mode: MODE, one of `SCHEMES`.
        private: ten characters that the answer repeats.
        at_once: answer that it was taken into account; such an answer approves nothing.
        force: ask the bank whatever the amount.
    """

    till: str = "01"
    amount: int
    report: bool = True
    mode: str = "1"
    type: Type = Type.DEBIT
    currency: str = "978"
    private: str = " " * _PRIVATE
    at_once: bool = False
    force: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.amount <= MAX_CENTS:
            raise ValueError(f"amount out of range: {self.amount}")
        shapes = (
            (self.till, r"[0-9]{2}"),
            (self.mode, r"[0-9A-Z]"),
            (self.currency, r"[0-9]{3}"),
            (self.private, r"[ -~]{10}"),
        )
        for value, shape in shapes:
            if not re.fullmatch(shape, value):
                raise ValueError(f"not {shape}: {value!r}")


def encode(demand: Demand, *, plus: bool = True) -> bytes:
    """A demand as text; in E the answer always comes at the end, and nothing is forced."""
    text = (
        demand.till
        + f"{demand.amount:08d}"
        + ("1" if demand.report else "0")
        + demand.mode
        + demand.type.value
        + demand.currency
        + demand.private
    )
    if plus:
        text += _AT_ONCE if demand.at_once else _AT_THE_END
        text += _FORCED if demand.force else _NOT_FORCED
    return text.encode("ascii")


def read_demand(text: bytes) -> Demand:
    """Reads what a till asked: the terminal's side of the table.

    Raises:
        ProtocolError: it is no demand.
    """
    words = _ascii(text)
    if len(words) not in (_SHORT, _LONG) or not words[2:10].isdigit():
        raise ProtocolError("not a demand", redact(text))
    try:
        return Demand(
            till=words[:2],
            amount=int(words[2:10]),
            report={"0": False, "1": True}[words[10]],
            mode=words[11],
            type=Type(words[12]),
            currency=words[13:16],
            private=words[16:26],
            at_once={"": False, _AT_THE_END: False, _AT_ONCE: True}[words[26:30]],
            force={"": False, _NOT_FORCED: False, _FORCED: True}[words[30:]],
        )
    except (KeyError, ValueError) as error:
        raise ProtocolError("not a demand", redact(text)) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a terminal said; of the card the last four digits."""

    till: str
    result: str
    amount: int
    mode: str
    currency: str
    private: str
    last4: str = ""


def read_answer(text: bytes) -> Answer:
    """Reads an answer, with or without report.

    Raises:
        ProtocolError: it is none.
    """
    words = _ascii(text)
    if len(words) not in (_SHORT - 1, _SHORT - 1 + _REPORT):
        raise ProtocolError(f"an answer has not {len(words)} characters")
    rest = words[-13:]
    if not (words[:11].isdigit() and rest[:3].isdigit()):
        raise ProtocolError("not an answer", redact(text))
    report = words[12:-13]
    return Answer(
        till=words[:2],
        result=words[2],
        amount=int(words[3:11]),
        mode=words[11],
        currency=rest[:3],
        private=rest[3:],
        last4=last4(report.split(" ")[0]),
    )


def write_answer(values: Mapping[str, str]) -> bytes:
    """An answer of these fields: the terminal's side of the table."""
    names = ("CAISSE", "STAT", "AMOUNT", "MODE", "REP", "CURRENCY", "PRIV")
    return "".join(values.get(name, "") for name in names).encode("ascii")


def private_of(reference: str) -> str:
    """The ten characters by which an answer is known to be about a payment.

    They are made of its reference, so a till that was started anew knows them too: 50
    bits, that no two payments of a terminal's memory share by chance.
    """
    digest = hashlib.sha256(reference.encode()).digest()
    return b32encode(digest)[:_PRIVATE].decode()


def judge(demand: Demand, answer: Answer) -> PayOutcome:
    """What an answer means for the money.

    Only "accepted" with our echoes approves and only "not accepted" refuses: whatever is
    left is unknown.
    """
    wrong = _wrong_echo(demand, answer)
    if wrong:
        return _outcome(answer, PayState.UNKNOWN, f"echo_{wrong}")
    if answer.result == NOT_ACCEPTED:
        return _outcome(answer, PayState.REFUSED, "refused")
    if answer.result == ACCEPTED and not demand.at_once:
        if not answer.amount:
            return _outcome(answer, PayState.UNKNOWN, "echo_missing")
        part = "partial" if answer.amount < demand.amount else ""
        return _outcome(answer, PayState.APPROVED, part, amount=answer.amount)
    pending = demand.at_once or answer.result == TAKEN_INTO_ACCOUNT
    detail = "pending" if pending else "unclear_result"
    return _outcome(answer, PayState.UNKNOWN, detail)


def _wrong_echo(demand: Demand, answer: Answer) -> str:
    """Name of the first echo that is not ours; "" when all are."""
    if answer.till != demand.till:
        return "till"
    if answer.currency != demand.currency:
        return "currency"
    if answer.private != demand.private:
        return "reference"
    return "amount" if answer.amount > demand.amount else ""


def _outcome(
    answer: Answer, state: PayState, detail: str, *, amount: int = 0
) -> PayOutcome:
    return PayOutcome(
        state=state,
        amount=amount,
        code=answer.result,
        scheme=SCHEMES.get(answer.mode, answer.mode),
        last4=answer.last4,
        detail=detail,
    )


def _ascii(text: bytes) -> str:
    try:
        return text.decode("ascii")
    except UnicodeDecodeError as error:
        raise ProtocolError("not ASCII", redact(text)) from error

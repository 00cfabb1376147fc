"""The technical events that the law wants (JET), and which entry stands for which.

Most of what the catalogue asks for is a fact already: a count *is* DRAWER_COUNT, a refund
*is* REFUND_LINE for each of its lines. Only what is no fact of the restaurant is written as
`event.recorded`. So each trigger leaves exactly one entry, and `told_by` says its code.

NF525 numbers stand only where the specification names an implementer who documents them.
Source: `fiscal.md` 5.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from app.domain.integrity import BREACH, KEY_LOST

Data = Mapping[str, Any]
Told = Iterator[tuple[str, str]]

RECORDED: Final = "event.recorded"
_READ: Final = 1000
"""Characters of a value at most: only pictures have more."""

NF525: Final = {
    "JET_INIT": "260",
    "LOGIN": "80",
    "LOGOUT": "40",
    "APP_STOP": "40",
    "CLOSE_DAY": "50",
    "CLOSE_MONTH": "50",
    "CLOSE_YEAR": "60",
    "ARCHIVE_PARTIAL": "20",
    "ARCHIVE_YEAR": "30",
    "VERIFY_FAILED": "90",
    BREACH: "90",
    "TABLES_CHANGED": "90",
    "CHAIN_ROLLBACK": "90",
    "DRAWER_COUNT": "170",
    "REFUND_LINE": "190",
    "IDENTITY_CHANGE": "240",
    "SALE_CANCELLED": "320",
    "NON_ITEM_AMOUNT": "910",
}
"""Code -> number in the referential."""

IDENTITY: Final = (
    *("house.name", "house.address", "house.siret", "house.naf"),
    "house.vat_number",
)
"""Settings that say who the company is."""

EVENTS: Final = (
    *("APP_START", "APP_STOP", "UPDATE_MINOR", "UPDATE_MAJOR", "CORE_UNATTESTED"),
    *("CLOSE_DAY", "CLOSE_MONTH", "CLOSE_YEAR"),
    *("ARCHIVE_PARTIAL", "ARCHIVE_YEAR", "BACKUP", "RESTORE", "IMPORT", "EXPORT"),
    *("VERIFY_OK", "VERIFY_FAILED", BREACH, "CHAIN_ROLLBACK", "WITNESS_UNREACHABLE"),
    "TABLES_CHANGED",
    *("CLOCK_BACKWARD", "CLOCK_FORWARD", "TZ_CHANGE", "PAN_REDACTED", "PRICE_CHANGE"),
    *("HUB_LOST", "HUB_BACK", "PRINTER_FAIL", "USER_CREATED", "USER_DISABLED"),
    *("RIGHTS_CHANGE", "DISCOUNT_OVER_LIMIT"),
)
"""Codes that are written as `event.recorded`; what they are of is no other fact."""

NEVER: Final = {
    "SEQUENCE_MODE_CHANGE": "numbers are given in one way for ever",
    "PURGE": "nothing is ever purged",
}
"""Codes whose trigger Sotto does not have. APPROVAL is no entry of its own either: who
approved an act stands in each fact of it (`appr`)."""


def _genesis(data: Data) -> Told:
    yield "JET_INIT", str(data.get("terminal", ""))
    yield "KEY_CREATED", ""


def _key_changed(data: Data) -> Told:
    yield "KEY_ROTATED", str(data.get("reason", ""))


def _segment(data: Data) -> Told:
    # The breach itself is an event, written just before.
    if data.get("code") == KEY_LOST:
        yield "KEY_LOST", str(data.get("found", ""))


def _unsigned(data: Data) -> Told:
    yield "DEGRADED_START", str(data.get("reason", ""))


def _sealed(data: Data) -> Told:
    yield "DEGRADED_END", f"{data['first']}-{data['last']}: {data['count']}"


def _setting(data: Data) -> Told:
    key = str(data["key"])
    code = "IDENTITY_CHANGE" if key in IDENTITY else "PARAM_CHANGE"
    yield code, f"{key}: {_brief(data.get('was', ''))} -> {_brief(data['value'])}"


def _brief(value: object) -> str:
    """A value that is read; of a picture only its beginning, the entry has it whole."""
    text = str(value)
    return text if len(text) <= _READ else f"{text[:20]}… ({len(text)})"


def _vat(data: Data) -> Told:
    yield "VAT_RATE_CHANGE", f"{data['code']} {data['since']}: {data['rate']}"


def _role(data: Data) -> Told:
    yield "RIGHTS_CHANGE", str(data["id"])


def _refund(data: Data) -> Told:
    for line in data["lines"]:
        yield "REFUND_LINE", f"{data['of']}: {line['label']} {line['ttc']}"


def _receipt(data: Data) -> Told:
    beside = [each["amount"] for each in data.get("beside", ())]
    beside += [each["tip"] for each in data["payments"] if each.get("tip")]
    for amount in beside:
        yield "NON_ITEM_AMOUNT", str(amount)


def _cancelled(data: Data) -> Told:
    amount, lines = data.get("amount", 0), data.get("lines", 0)
    yield "SALE_CANCELLED", f"{amount}, {lines}: {data.get('reason', '')}"


def _voided(data: Data) -> Told:
    if data.get("stage") != "unsent":
        yield "LINE_VOID", f"{data['amount']}: {data.get('reason', '')}"


def _counted(data: Data) -> Told:
    told = (data["expected"], data["total"], data["difference"])
    yield "DRAWER_COUNT", ", ".join(map(str, told))


def _named(code: str, *keys: str) -> Callable[[Data], Told]:
    """A fact that is always the event `code`; `keys` are what it is about."""

    def tell(data: Data) -> Told:
        yield code, " ".join(str(data.get(key, "")) for key in keys)

    return tell


STANDS_FOR: Final[Mapping[str, Callable[[Data], Told]]] = {
    "journal.opened": _genesis,
    "journal.key_changed": _key_changed,
    "journal.segment_opened": _segment,
    "journal.unsigned": _unsigned,
    "journal.sealed": _sealed,
    "staff.logged_in": _named("LOGIN", "person", "window"),
    "staff.logged_out": _named("LOGOUT", "person", "reason"),
    "till.counted": _counted,
    "till.drawer_opened": _named("DRAWER_NO_SALE", "reason"),
    "receipt.issued": _receipt,
    "receipt.refunded": _refund,
    "receipt.duplicated": _named("DUPLICATE", "number", "copy"),
    "payment.corrected": _named("PAYMENT_CORRECTION", "receipt", "reason"),
    "order.cancelled": _cancelled,
    "order.line_voided": _voided,
    "training.started": _named("TRAINING_ON", "manager", "trainee"),
    "training.ended": _named("TRAINING_OFF", "documents"),
    "setting.set": _setting,
    "vat.set": _vat,
    "vat.office_set": _vat,
    "role.set": _role,
    "role.office_set": _role,
}
"""Wire name -> the codes that a fact of this kind stands for, with what it says."""


def told_by(type_: str, data: Data) -> list[tuple[str, str]]:
    """The codes of the catalogue that an entry stands for, with what it says of each;
    none for most entries."""
    if type_ == RECORDED:
        return [(str(data.get("code", "")), str(data.get("detail", "")))]
    tell = STANDS_FOR.get(type_)
    try:
        return list(tell(data)) if tell else []
    except (LookupError, TypeError, AttributeError):
        return []  # tampered with: the verification tells


def number_of(code: str) -> str:
    """The NF525 number of a code, "" where none is sourced."""
    return NF525.get(code, "")

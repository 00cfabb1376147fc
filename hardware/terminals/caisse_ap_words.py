"""What a simulated Caisse-AP terminal says, whatever it is reached by."""

import base64
from collections.abc import Mapping

from hardware.errors import ProtocolError
from hardware.terminals.caisse_ap import (
    DONE,
    MONEY,
    NOT_DONE,
    NOT_ENDED,
    Action,
    Request,
)
from hardware.terminals.customer import Behaviour, Charge, Sale
from hardware.terminals.ledger import CONTRACT, SERIAL, Ledger
from hardware.terminals.model import Means, PayKind
from hardware.terminals.profiles import Profile
from hardware.terminals.tlv import Item, encode

FORBIDDEN, BAD_FORMAT, UNKNOWN_ACTION = "05", "09", "12"
_BAD_SELECTION = "10"
_KINDS = {
    Action.DEBIT: PayKind.DEBIT,
    Action.CREDIT: PayKind.CREDIT,
    Action.CANCELLATION: PayKind.CANCELLATION,
}
_MEANS = {"00C": Means.CHEQUE, "00E": Means.MEAL_VOUCHER, "10E": Means.MEAL_VOUCHER}
_NOT_ECHOED = frozenset({"BA", "BF", "CK"})
# The order of the published examples.
_ORDER = (
    "CZ", "CJ", "CA", "CB", "CC", "CD", "CE",
    "AA", "AC", "AE", "AF", "AQ", "CF", "CG", "ZT",
)  # fmt: skip


def sale_of(request: Request) -> Sale | None:
    """The sale that is asked for; None when it moves no money.

    Raises:
        ProtocolError: its amount or currency is missing.
    """
    if request.action not in MONEY:
        return None
    if not (request.amount and request.currency):
        raise ProtocolError("amount or currency is missing")
    return Sale(
        kind=_KINDS[request.action],
        cents=request.amount,
        currency=request.currency,
        reference=request.reference,
        means=_MEANS.get(request.application, Means.CARD),
    )


def after_sale(
    request: Request, behaviour: Behaviour, done: Charge | str, ledger: Ledger
) -> dict[str, str]:
    """What is answered to a sale: of a charge, or why there is none."""
    if isinstance(done, str):
        return {"AE": NOT_DONE, "AF": done, **behaviour.wrong}
    said = _of_charge(done)
    if done.means is Means.CHEQUE:
        said |= {"CC": request.application, "AC": ""}
    else:
        scheme = request.application or behaviour.scheme
        said |= {"AA": behaviour.card, "CC": scheme}
    slip = _slip(ledger) if request.ticket else {}
    return {**said, **slip, **behaviour.wrong}


def look_up(
    request: Request, profile: Profile, ledger: Ledger, running: Sale | None
) -> dict[str, str]:
    """What is answered about the past; moves no money."""
    if request.action is Action.IDENTIFICATION and profile.ping:
        return {"AE": DONE, "AQ": SERIAL}
    if request.action is Action.DUPLICATA and profile.duplicata:
        return _slip(ledger)
    if request.action is Action.COLLECTION and profile.collect:
        return {"AE": DONE, "CB": f"{ledger.collect():02d}"}
    if request.action is Action.STATUS and profile.status:
        if running is not None and running.reference == request.reference:
            return {"AE": NOT_DONE, "AF": NOT_ENDED}
        return _fate(request.reference, ledger)
    return {"AE": NOT_DONE, "AF": UNKNOWN_ACTION}


def _fate(reference: str, ledger: Ledger) -> dict[str, str]:
    """What CD=T says of a payment that is over."""
    charge = ledger.charge_of(reference)
    if charge is not None:
        return _of_charge(charge)
    return {"AE": NOT_DONE, "AF": ledger.refusal_of(reference) or _BAD_SELECTION}


def _slip(ledger: Ledger) -> dict[str, str]:
    """What CD=3 says: the slip of the last charge, whoever asked for it."""
    slip = ledger.last_slip()
    if not slip:
        return {"AE": NOT_DONE, "AF": _BAD_SELECTION}
    text = base64.b64encode(slip.encode("latin-1")).decode()
    constructed = encode([Item("CK", "100"), Item("AK", text)]).decode()
    return {"AE": DONE, "ZT": constructed}


def _of_charge(charge: Charge) -> dict[str, str]:
    """The items that tell of a charge."""
    return {
        "AE": DONE,
        "AC": charge.authorisation,
        "CB": f"{charge.cents:02d}",
        "CG": CONTRACT,
    }


def write_answer(request: Request | None, said: Mapping[str, str]) -> bytes:
    """An answer: what the till asked, echoed, then what is said. "" drops an item."""
    values = {"CZ": "0320"}
    if request is not None:
        values = {item.tag: item.value for item in request.items()}
    values = {tag: value for tag, value in values.items() if tag not in _NOT_ECHOED}
    values.update(said)
    return encode(Item(tag, values[tag]) for tag in _ORDER if values.get(tag))

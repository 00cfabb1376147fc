"""What a card service says, made fit to be kept: short, printable, no card number.

Amounts stay integer cents on the way in and out; nothing here is ever a float.
"""

from decimal import Decimal

from hardware.errors import ProtocolError
from hardware.terminals.masking import mask
from hardware.terminals.model import MAX_CENTS

_MOST = 40  # characters of a word that is kept

SCHEMES = {
    "amex": "AMEX",
    "american_express": "AMEX",
    "cartes_bancaires": "CB",
    "cartebancaire": "CB",
    "diners": "DINERS",
    "discover": "DISCOVER",
    "eftpos_au": "EFTPOS",
    "jcb": "JCB",
    "maestro": "MAESTRO",
    "mastercard": "MASTERCARD",
    "mc": "MASTERCARD",
    "unionpay": "UPI",
    "cup": "UPI",
    "visa": "VISA",
}
"""Names of card schemes, by what services call them."""


def word(said: object) -> str:
    """`said` as one short line; "" when it is no text."""
    if not isinstance(said, str):
        return ""
    line = "".join(each for each in said if each.isprintable()).strip()
    return mask(line)[:_MOST]


def scheme(said: object) -> str:
    """The name of a card scheme."""
    name = word(said)
    return SCHEMES.get(name.lower().replace(" ", "_"), name.upper())


def slip(lines: list[str]) -> str:
    """The guest's slip, card numbers starred."""
    clean = ("".join(c for c in line if c.isprintable()).rstrip() for line in lines)
    return mask("\n".join(clean))


def decimal_text(cents: int) -> str:
    """ "15.90"."""
    units, rest = divmod(cents, 100)
    return f"{units}.{rest:02d}"


def cents_of(said: object) -> int:
    """Cents of an amount in major units, 15.90 or 15.9 or 15.

    Raises:
        ProtocolError: it is no amount, or finer than a cent.
    """
    if isinstance(said, bool) or not isinstance(said, int | Decimal):
        raise ProtocolError("this is no amount")
    amount = Decimal(said)
    if not (amount.is_finite() and 0 <= amount <= MAX_CENTS // 100):
        raise ProtocolError("this amount is out of range")
    cents = amount * 100
    if cents != cents.to_integral_value():
        raise ProtocolError("this amount is finer than a cent")
    return int(cents)


def minor_of(said: object) -> int:
    """Cents of an amount in minor units.

    Raises:
        ProtocolError: it is none.
    """
    if isinstance(said, bool) or not isinstance(said, int):
        raise ProtocolError("this is no amount")
    if not 0 <= said <= MAX_CENTS:
        raise ProtocolError("this amount is out of range")
    return said


def part(said: object, *path: str) -> object:
    """What stands at `path` in nested objects; None when something is missing."""
    for name in path:
        if not isinstance(said, dict):
            return None
        said = said.get(name)
    return said

"""Foreign notes: which currencies a house takes, what they are worth, and change in them.

A rate is millionths of a euro for one unit, as the manager set it; a session keeps those it
was opened with. Amounts are hundredths of a unit. Whatever is handed over is worth whole
cents, and what is given back makes up the rest to the cent, in the currency as far as its
coins go and in euros beyond.
"""

from typing import Final

from app.domain.money import decimal_text, rhu
from app.domain.till.events import Rate

CURRENCIES: Final[dict[str, str]] = {
    "CHF": "Franc suisse",
    "GBP": "Livre sterling",
    "USD": "Dollar américain",
    "CAD": "Dollar canadien",
    "AUD": "Dollar australien",
    "SEK": "Couronne suédoise",
    "NOK": "Couronne norvégienne",
    "DKK": "Couronne danoise",
    "PLN": "Zloty",
    "CZK": "Couronne tchèque",
}
"""Code (ISO 4217) -> French name: those whose unit has hundredths."""
RATES: Final = "cash.currencies"
"""Setting: what one unit is worth in euros: "CHF=1.0512 USD=0.9231"; "" takes none."""
ONE: Final = 1_000_000
_SMALLEST: Final = {"CHF": 5, "SEK": 100, "NOK": 100, "DKK": 50, "CZK": 100}
"""Currency -> its smallest coin in hundredths, where that is not one."""
_PLACES: Final = 6
_MOST: Final = 100 * ONE


def rates_of(text: str) -> tuple[Rate, ...] | None:
    """The rates that a setting says; None when it says none that can be."""
    found: dict[str, Rate] = {}
    for word in text.split():
        currency, _, number = word.partition("=")
        micro = _micro(number.replace(",", "."))
        if currency not in CURRENCIES or currency in found or not 0 < micro <= _MOST:
            return None
        found[currency] = Rate(currency=currency, micro=micro)
    return tuple(found.values())


def _micro(number: str) -> int:
    """Millionths of a decimal number, 0 for what is none."""
    whole, _, part = number.partition(".")
    digits = whole + part
    if not whole or len(part) > _PLACES or not (digits.isascii() and digits.isdigit()):
        return 0
    return int(digits + "0" * (_PLACES - len(part)))


def rate_text(micro: int) -> str:
    """ "1,0512": a rate as people read it, with the decimals that it has."""
    return decimal_text(micro, _PLACES).rstrip("0").rstrip(".").replace(".", ",")


def worth(foreign: int, micro: int) -> int:
    """Cents that so many hundredths of a unit are worth."""
    return rhu(foreign * micro, ONE)


def needed(cents: int, micro: int, currency: str) -> int:
    """Hundredths of a unit that are worth so many cents at least, in whole coins."""
    coin = _SMALLEST.get(currency, 1)
    return -(-(2 * cents - 1) * ONE // (2 * micro * coin)) * coin


def change_of(cents: int, micro: int, currency: str) -> tuple[int, int]:
    """So many cents given back in the currency: (hundredths of a unit in whole coins, the
    cents that are left to give back in euros)."""
    if not cents:
        return 0, 0  # the coins that round to nothing stay where they are
    coin = _SMALLEST.get(currency, 1)
    back = ((2 * cents + 1) * ONE - 1) // (2 * micro * coin) * coin
    return back, cents - worth(back, micro)

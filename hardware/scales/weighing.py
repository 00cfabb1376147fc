"""What a scale says of its plate, whatever it speaks.

Weights are grams, amounts cents, prices cents a kilogram. A reading without trouble may be
sold; every other one says what a person has to do about it.
"""

from dataclasses import dataclass
from enum import Enum

from hardware.health import Health

_KILOGRAM = 1000


class Trouble(Enum):
    """Why what lies on the plate cannot be sold as it is."""

    MOVING = "moving"  # wait
    EMPTY = "empty"  # nothing, or less than the scale may weigh
    OVERLOAD = "overload"
    BELOW_ZERO = "below_zero"  # a container was taken away: zero the scale
    OUT_OF_ZERO = "out_of_zero"  # it was switched on loaded: empty it, zero it
    USED = "used"  # it was sold already: empty the plate first
    AMOUNT = "amount"  # the scale reckons another amount than we do
    REFUSED = "refused"  # the scale does not take the price or the tare


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody wants to weigh.

    Attributes:
        price: cents a kilogram, 0 when only the weight matters.
        tare: grams of the container.
    """

    price: int = 0
    tare: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The plate at a moment.

    Attributes:
        net: grams without the container; 0 when the scale did not say.
        tare: grams of the container.
        amount: cents that the scale itself reckons, None when it does not.
        trouble: why it may not be sold, None when it may.
    """

    net: int = 0
    tare: int = 0
    amount: int | None = None
    trouble: Trouble | None = None

    @property
    def gross(self) -> int:
        """Grams with the container."""
        return self.net + self.tare


ScaleEvent = Reading | Health


def amount_of(net: int, price: int) -> int:
    """Cents for `net` grams at `price` cents a kilogram, half a cent up."""
    return (2 * net * price + _KILOGRAM) // (2 * _KILOGRAM)


def less_tare(grams: int, asked: Asked, trouble: Trouble | None) -> Reading:
    """The reading of a scale that knows no tare of ours: `grams` is all on its plate."""
    if trouble is not None:
        return Reading(net=max(0, grams - asked.tare), tare=asked.tare, trouble=trouble)
    if grams <= asked.tare:
        return Reading(tare=asked.tare, trouble=Trouble.EMPTY)
    return Reading(net=grams - asked.tare, tare=asked.tare)

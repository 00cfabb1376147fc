"""What was taken back of a line, and what was taken off its price."""

from dataclasses import dataclass, field

from app.domain.money import rhu


@dataclass(frozen=True, slots=True, kw_only=True)
class Earned:
    """Pieces of a line that earned a promotion, in thousandths."""

    line: str
    quantity: int


@dataclass(slots=True)
class Void:
    """A quantity taken back. `seen` holds the dishes whose stop a cook acknowledged."""

    quantity: int
    stage: str
    reason: str
    op: str
    ms: int
    seen: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Discount:
    """Cents off one line.

    Attributes:
        percent: hundredths of a percent when it was given as a percentage, else 0.
        quantity: thousandths of the line that it was worked out on.
        promotion: that gave it, "" for a person's own word.
    """

    id: str
    amount: int
    percent: int
    reason: str
    comp: bool
    op: str
    appr: str
    quantity: int = 0
    promotion: str = ""

    def off(self, quantity: int) -> int:
        """Cents it takes off when `quantity` thousandths of the line are left.

        An amount stays as it is. A percentage shrinks with the quantity; it never grows
        past what a person granted.
        """
        if not self.percent or quantity >= self.quantity:
            return self.amount
        return rhu(self.amount * quantity, self.quantity)


def divided(
    counted: dict[str, int], left: int
) -> tuple[dict[str, int], dict[str, int]]:
    """What earned promotions, shared between a line that keeps `left` thousandths and the
    part that is taken off it: (of the line, of the part)."""
    kept, given = dict[str, int](), dict[str, int]()
    for discount, quantity in counted.items():
        mine = min(quantity, left)
        left -= mine
        kept |= {discount: mine} if mine else {}
        given |= {discount: quantity - mine} if quantity > mine else {}
    return kept, given

"""What each person gave away on a day, for the budget that a house may set."""

from dataclasses import dataclass, field

from app.domain.orders.events import DiscountRemoved, LineDiscounted
from app.domain.vocabulary import Meta


@dataclass(slots=True)
class Offers:
    """Comps as they were granted: discount -> (business day, person, cents)."""

    given: dict[str, tuple[str, str, int]] = field(default_factory=dict)

    def evolve(self, event: LineDiscounted | DiscountRemoved, meta: Meta) -> None:
        """Takes a fact in; never refuses."""
        if isinstance(event, DiscountRemoved):
            self.given.pop(event.discount, None)
        elif event.comp:
            self.given[event.discount] = (meta.bday, meta.op, event.amount)

    def of(self, person: str, bday: str) -> int:
        """Cents that a person gave away on a business day."""
        return sum(
            c for day, who, c in self.given.values() if (day, who) == (bday, person)
        )

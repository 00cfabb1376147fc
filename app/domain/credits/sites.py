"""Gift vouchers at the other sites of a head office.

Who sold a voucher owes it. Who takes it has sold its dishes and is owed that money by who
sold the voucher; so of two sites one has a claim and the other a debt of the same cents,
each counted from what it knows: its own moves, and what the head office tells it of the
other's (`CreditElsewhere`). What the books say already is taken off, so it makes no
difference when or on which till they are told.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from app.domain.credits.events import CreditIssued, OfficeCredit, SiteBooked
from app.domain.credits.state import Credits
from app.domain.settings import SITE_GIFTS
from app.domain.vocabulary import Context, Refusal
from app.domain.world import World

NOT_HERE: Final = "Ce bon est de {name} : il ne se prend pas ici."


@dataclass(frozen=True, slots=True)
class Due:
    """Cents that another site owes here for vouchers; negative for what is owed to it."""

    site: str
    name: str
    cents: int


def dues(credits_: Credits) -> Mapping[str, Due]:
    """Site -> what it owes here, by all that is known."""
    found: dict[str, Due] = {}

    def add(site: str, name: str, cents: int) -> None:
        before = found.get(site, Due(site, name, 0))
        found[site] = Due(site, name, before.cents + cents)

    for credit in credits_.issued.values():
        if isinstance(credit, OfficeCredit):
            here = credits_.balances.get(credit.credit, 0)
            add(credit.site, credit.name, -here)
            continue
        for there in credits_.elsewhere.get(credit.credit, {}).values():
            add(there.site, there.name, there.cents)
    return found


def to_book(credits_: Credits) -> Iterator[SiteBooked]:
    """What the books do not say yet."""
    for due in dues(credits_).values():
        if cents := due.cents - credits_.balances.get(due.site, 0):
            yield SiteBooked(site=due.site, name=due.name, cents=cents)


def stranger(world: World, credit: CreditIssued) -> Refusal | None:
    """Why another site's voucher is not taken here, None when it is, or is our own."""
    if not isinstance(credit, OfficeCredit):
        return None
    told = world.terminals.upstream is not None
    if told and credit.active and world.settings.text(SITE_GIFTS) == "yes":
        return None
    return Refusal("credit_elsewhere", NOT_HERE, values=(("name", credit.name),))


def unheard(credit: CreditIssued, context: Context) -> bool:
    """Whether who sold a voucher cannot be asked what was spent of it there."""
    return isinstance(credit, OfficeCredit) and credit.site not in context.heard

"""What a head office tells its sites of each other's gift vouchers.

It keeps nothing: what each site made of a voucher is read in that site's member, and told
to the others as what it comes to by now. So a crash, or a site that was away, needs no case
of its own. Who sold a voucher and what another site took for it is all that a site hears.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.credits.events import CreditElsewhere, CreditIssued, OfficeCredit
from app.domain.credits.state import MOVING, OF_SITES, move_of
from app.domain.money import euros_text
from app.domain.terminals.events import SiteSet
from app.domain.wire import fields_changed
from app.domain.world import World
from app.projections.queries import credit_changes
from app.services.house import Fact, House

OVERDRAWN = "CREDIT_OVERDRAWN"
"""Alarm: more was taken for a voucher, at several sites, than it was worth."""
_GIFT = "gift"


@dataclass(frozen=True, slots=True)
class Stand:
    """What one site made of a voucher.

    Attributes:
        cents: sum of its moves there.
        sold: how it was sold, with the last day it is taken now; None where it was not.
        op, at: who moved it there last, and when.
    """

    cents: int
    sold: CreditIssued | None
    op: str
    at: str


class Vouchers:
    """What all sites made of their vouchers, as far as it was heard since the start.

    It belongs to the thread of the head office's house.
    """

    def __init__(self) -> None:
        self._stands: dict[str, dict[str, Stand]] = {}

    def hear(self, site: str, stands: Mapping[str, Stand]) -> None:
        """A site made this of these vouchers (by credit)."""
        for credit, stand in stands.items():
            self._stands.setdefault(credit, {})[site] = stand

    def known(self) -> Iterator[str]:
        """Every voucher that was heard of."""
        return iter(self._stands)

    def said(
        self, credit: str, site: str, sites: Mapping[str, SiteSet], *, shared: bool
    ) -> list[object]:
        """What a site is to know of a voucher; nothing before it is known who sold it.
        Who sold it is not said of one that is used up: who needs to know that knows.

        Args:
            sites: as the head office knows them; who sold it may have left.
            shared: sites take each other's vouchers; else none is said to another site
                for the first time.
        """
        heard = self._stands.get(credit, {})
        stands = {s: stand for s, stand in heard.items() if s in sites}
        sellers = ((s, stand.sold) for s, stand in stands.items() if stand.sold)
        seller, sold = next(sellers, ("", None))
        if sold is None:
            return []
        found: list[object] = []
        left = sum(stand.cents for stand in stands.values())
        if seller != site and left > 0 and (shared or site in stands):
            found.append(_of_office(sold, sites[seller]))
        for other, stand in stands.items():
            if other != site:
                found.append(
                    CreditElsewhere(
                        credit=credit,
                        site=other,
                        name=sites[other].name,
                        cents=stand.cents,
                        op=stand.op,
                        at=stand.at,
                    )
                )
        return found


def _of_office(sold: CreditIssued, seller: SiteSet) -> OfficeCredit:
    """A voucher as other sites hear of it: not for which order it was sold."""
    return OfficeCredit(
        credit=sold.credit,
        kind=sold.kind,
        code=sold.code,
        amount=sold.amount,
        order="",
        receipt="",
        expires=sold.expires,
        site=seller.site,
        name=seller.name,
        active=seller.active,
    )


def not_told(
    world: World, said: Sequence[OfficeCredit | CreditElsewhere]
) -> Iterator[OfficeCredit | CreditElsewhere]:
    """What a site does not know yet; nothing of a voucher that it never heard of and that
    is used up, or whose site has left."""
    credits_ = world.credits
    sold = {e.credit for e in said if isinstance(e, OfficeCredit) and e.active}
    for event in said:
        held = credits_.issued.get(event.credit)
        if isinstance(event, OfficeCredit):
            same = held is not None or not event.active
            if isinstance(held, OfficeCredit):
                same = not fields_changed(event, held)
        else:
            there = credits_.elsewhere.get(event.credit, {}).get(event.site)
            same = event.cents == (there.cents if there else 0)
            same = same or (held is None and event.credit not in sold)
        if not same:
            yield event


def stands_of(house: House) -> dict[str, Stand]:
    """What a site made of every voucher; in the member's thread."""
    found = {}
    with house.database.read() as connection:
        for credit in house.world.credits.issued.values():
            if credit.kind == _GIFT and _moved_here(house.world, credit):
                last = credit_changes(connection, credit.credit)[-1:]
                op, at = (last[0].op, last[0].ts) if last else ("", "")
                found[credit.credit] = _stand(house.world, credit.credit, op, at)
    return found


def _moved_here(world: World, credit: CreditIssued) -> bool:
    return not world.credits.owner(credit.credit) or bool(
        world.credits.balances.get(credit.credit)
    )


def moved(house: House, facts: Iterable[Fact]) -> dict[str, Stand]:
    """What a site made of the vouchers that these facts moved."""
    found = {}
    for fact in facts:
        move = move_of(fact.event)
        if move is not None and move.kind == _GIFT:
            meta = fact.meta
            found[move.holder] = _stand(house.world, move.holder, meta.op, meta.ts)
    return found


def _stand(world: World, credit: str, op: str, at: str) -> Stand:
    credits_ = world.credits
    sold = credits_.issued.get(credit)
    if sold is not None and credits_.owner(credit):
        sold = None
    if sold is not None:
        sold = replace(sold, expires=credits_.until(sold))
    return Stand(credits_.balances.get(credit, 0), sold, op, at)


def overdrawn_by(world: World, facts: Iterable[Fact]) -> Iterator[tuple[str, int, str]]:
    """(credit, cents beyond it, in words) of vouchers of a site that these facts are
    about, and of which several sites took more than there was."""
    credits_ = world.credits
    over = credits_.overdrawn
    for credit in dict.fromkeys(filter(None, map(_voucher, facts))):
        there = credits_.elsewhere.get(credit, {})
        if credit in over and there:
            last = max(there.values(), key=lambda each: each.at)
            where = ", ".join(each.name for each in there.values() if each.cents)
            code, cents = credits_.issued[credit].code, over[credit]
            day = f"{last.at[8:10]}/{last.at[5:7]} {last.at[11:16]}"
            yield credit, cents, f"{code}, {euros_text(cents)} €, {where}, {day}"


def _voucher(fact: Fact) -> str:
    if isinstance(fact.event, OF_SITES):
        return str(getattr(fact.event, "credit", ""))
    move = move_of(fact.event) if isinstance(fact.event, MOVING) else None
    return move.holder if move is not None and move.kind == _GIFT else ""

"""What a screen of the kitchen shows of a day that another terminal has closed."""

from domain_kit import Sim, Till

from app.domain.till.decide import CloseDay, CountTill
from app.presenters.kitchen.cards import cards


def shown(till: Till) -> set[str]:
    return {card.order.id for card in cards(till.world)}


def test_what_was_paid_on_a_closed_day_is_on_no_wall() -> None:
    """A kitchen's own terminal closes no day: it showed a month of drinks as late."""
    sim = Sim()
    till, kitchen = sim.tills
    till.open()
    paid, left = till.seat("t1"), till.seat("t2")
    for order in (paid, left):
        till.take(order, "fish")
        till.send(order)
    till.pay(paid)
    sim.meet()
    assert shown(kitchen) == {paid, left}  # it can be paid before it is made
    till.do(CountTill(coins=()))
    till.do(CloseDay(day="2026-11-20", figures=()))
    sim.meet()
    assert shown(kitchen) == {left}
    till.open()
    till.pay(left)
    sim.meet()
    assert shown(kitchen) == {left}  # paid today: it is still to be made

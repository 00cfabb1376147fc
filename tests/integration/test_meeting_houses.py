"""Terminals with a journal each: apart, together again, and the same everywhere."""

import random
from datetime import timedelta

import pytest
from domain_kit import EVENING, settled
from hypothesis import example, given, settings
from hypothesis import strategies as st
from meeting_kit import Terminal, enrolled, flat, meet, same_everywhere, terminals
from player_kit import Player, searching

from app.domain.catalogue.decide import SetAvailability
from app.domain.orders.commands import AddLine, OpenOrder, SendOrder
from app.domain.orders.events import OrderCreated
from app.domain.orders.state import Order
from app.domain.till.decide import CloseDay, OpenTill
from app.domain.vocabulary import Refusal
from app.domain.world import World
from app.fiscal.closing import close_left_open
from app.presenters.floor.standing import standing
from app.services import settled as settled_orders
from app.services.house import Fact, House
from db.database import Database
from db.errors import EntriesRefusedError, StorageFailedError
from db.exchange import batch


def order_of(facts: tuple[Fact, ...]) -> str:
    event = facts[0].event
    assert isinstance(event, OrderCreated)
    return event.order


def test_an_order_of_one_terminal_stands_on_the_other() -> None:
    with terminals(0, 0) as (one, two):
        order = order_of(one.do(OpenOrder(table="t1", covers=2)))
        one.do(AddLine(order=order, article="soup"))
        told: list[Fact] = []
        two.house.follow(told.extend)
        assert two.hears(one)
        assert [type(fact.event).__name__ for fact in told][-1] == "LineAdded"
        assert two.world.order_on("t1") is not None
        two.do(SendOrder(order=order))
        one.hears(two)
        assert one.world.book.orders[order].lines
        same_everywhere([one, two])


def test_of_two_orders_opened_at_once_the_same_is_first_on_both_terminals() -> None:
    """Each terminal had its own first: two waiters at one table saw different notes."""
    with terminals(0, 0) as (one, two):
        for terminal in (one, two):
            terminal.do(OpenOrder(table="t1", covers=2))
            terminal.do(OpenOrder(preset="takeaway"))
        one.hears(two)
        two.hears(one)
        first, second = one.world.book.orders_on("t1")
        assert (first.terminal, second.terminal) == ("C1", "C2")
        for world in (one.world, two.world):
            assert world.order_on("t1").id == first.id
            assert [o.terminal for o in standing(world, one.now).without_table()] == [
                *("C1", "C2")
            ]
        same_everywhere([one, two])


def test_a_count_that_comes_late_is_put_in_its_place() -> None:
    """Four are left, said one terminal before the other sold one of what it knew."""
    with terminals(0, 0) as (one, two):
        one.do(SetAvailability(article="fish", remaining=9))
        two.hears(one)
        one.now += timedelta(minutes=1)
        one.do(SetAvailability(article="fish", remaining=4))
        two.now += timedelta(minutes=2)
        order = order_of(two.do(OpenOrder(table="t2", covers=1)))
        two.do(AddLine(order=order, article="fish"))
        two.hears(one)
        one.hears(two)
        assert one.world.catalogue.remaining["fish"] == 3000
        same_everywhere([one, two])


def test_what_is_refused_changes_nothing() -> None:
    with terminals(0, 0) as (one, two):
        order = order_of(one.do(OpenOrder(table="t1", covers=2)))
        one.do(AddLine(order=order, article="soup"))
        stored = flat(batch(one.house.database, two.house.journal.vector(), 100))
        with pytest.raises(EntriesRefusedError):
            two.house.receive(stored[1:], enrolled)
        assert two.world.order_on("t1") is None
        assert two.hears(one)


def test_a_late_fact_is_in_its_place_after_a_restart_too() -> None:
    with terminals(0, 0) as (one, two):
        order = order_of(one.do(OpenOrder(table="t1", covers=2)))
        two.hears(one)
        one.now += timedelta(minutes=1)
        one.do(AddLine(order=order, article="soup"))
        two.now += timedelta(minutes=2)
        two.do(AddLine(order=order, article="cake"))
        two.hears(one)
        assert [
            two.world.book.lines[line].article
            for line in two.world.book.orders[order].lines
        ] == ["soup", "cake"]
        before = settled(two.world)
        two.house.load()
        assert settled(two.world) == before


def test_what_a_till_still_in_yesterday_wrote_is_there_after_a_closing() -> None:
    """Its day lasts until it is closed; the order is of the other's next day."""
    with terminals(0, 0) as (one, two):
        one.do(CloseDay(day=one.context().bday, figures=()))
        one.now = two.now = EVENING + timedelta(days=1)
        one.do(OpenTill(coins=()))
        order = order_of(one.do(OpenOrder(table="t1", covers=2)))
        two.hears(one)
        two.do(AddLine(order=order, article="soup"))
        assert two.context().bday < one.context().bday
        one.hears(two)
        one.do(CloseDay(day=one.context().bday, figures=()))
        (line,) = one.world.book.orders[order].lines
        assert one.world.book.lines[line].article == "soup"
        one.do(SendOrder(order=order))


YEAR = 365 * 24 * 60.0


def test_a_terminal_from_the_future_keeps_nobody_busy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is done once its facts are known is later, so nothing is folded anew."""
    with terminals(0, YEAR) as (one, two):
        order = order_of(two.do(OpenOrder(table="t1", covers=2)))
        two.do(AddLine(order=order, article="soup"))
        one.hears(two)
        anew: list[House] = []
        monkeypatch.setattr(House, "load", anew.append)
        one.do(AddLine(order=order, article="cake"))
        other = order_of(one.do(OpenOrder(table="t2", covers=2)))
        one.do(AddLine(order=other, article="soup"))
        assert anew == []
        lines = one.world.book.orders[order].lines
        articles = [one.world.book.lines[line].article for line in lines]
        assert articles == ["soup", "cake"]


@settings(searching, max_examples=1 + searching.max_examples // 3)  # slow
@given(
    skews=st.sampled_from([(0, 0), (0, 4), (0, 10, -10), (0, YEAR, -2 * YEAR)]),
    seed=st.integers(0, 2**32),
)
@example(skews=(0, 0), seed=8747)  # one closes its day, and lets go of what is over
@example(skews=(0, 10, -10), seed=88)  # a line moved before it was there, then others
@example(skews=(0, YEAR, -2 * YEAR), seed=222531)  # gone on with after a closing
@example(skews=(0, 10, -10), seed=15)  # what is open was written before a closing
@example(skews=(0, YEAR, -2 * YEAR), seed=426)  # an earlier day, on later ones' orders
def test_terminals_that_were_apart_agree_once_they_have_met(
    skews: tuple[float, ...], seed: int
) -> None:
    apart_and_together(skews, seed)


@pytest.mark.parametrize(
    "seed", [0, 1, *(pytest.param(n, marks=pytest.mark.scenario) for n in range(2, 12))]
)
def test_nobody_can_tell_which_orders_are_put_away(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that are closed are, each time, and come back with what is said of them."""

    def closed(world: World) -> list[Order]:
        return [o for o in world.book.orders.values() if world.book.closed(o)]

    monkeypatch.setattr(settled_orders, "KEPT", 0)
    monkeypatch.setattr(settled_orders, "_SLACK", 0)
    monkeypatch.setattr(settled_orders, "_over", closed)
    apart_and_together((0,), seed, acts=150)
    apart_and_together((0, 10), seed, acts=100)


def apart_and_together(skews: tuple[float, ...], seed: int, acts: int = 40) -> None:
    dice = random.Random(seed)
    with terminals(*skews) as made:
        players = [Player(terminal) for terminal in made]  # type: ignore[arg-type]
        for _ in range(acts):
            step = timedelta(seconds=dice.randrange(60))
            for terminal in made:
                terminal.now += step
            which = dice.randrange(len(made))
            if dice.random() < 0.2:
                made[which].hears(dice.choice(made), dice.choice([1, 5, 1000]))
            else:
                players[which].play(dice.randrange(100), dice.randrange(9999))
        meet(made)
        same_everywhere(made)


def test_what_could_not_be_folded_is_folded_and_told_with_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with terminals(0, 0) as (one, two):
        order = order_of(one.do(OpenOrder(table="t1", covers=2)))
        two.hears(one)
        one.now += timedelta(minutes=1)
        one.do(AddLine(order=order, article="soup"))
        two.now += timedelta(minutes=2)
        two.do(AddLine(order=order, article="cake"))
        told: list[Fact] = []
        two.house.follow(told.extend)
        load = House.load

        def broken(_: House) -> None:
            raise StorageFailedError("the disk")

        monkeypatch.setattr(House, "load", broken)
        with pytest.raises(StorageFailedError):
            two.hears(one)
        assert told == []
        monkeypatch.setattr(House, "load", load)
        two.do(AddLine(order=order, article="fish"))
        assert [fact.meta.chain for fact in told] == ["C1", "C2"]
        assert len(two.world.book.orders[order].lines) == 3


def test_where_no_day_is_closed_a_load_lets_go_of_what_is_long_over() -> None:
    with terminals(0) as (till,):
        till.do(OpenOrder(table="t1", covers=2))
        database = Database.open("sqlite://")
        try:
            mirror = Terminal("C9", database, timedelta(), keeps=timedelta(days=2))
            mirror.hears(till)
            assert len(mirror.world.book.orders) == 1

            till.now = mirror.now = EVENING + timedelta(days=4)
            assert not isinstance(close_left_open(till.house), Refusal)
            mirror.hears(till)
            mirror.house.load()
            assert mirror.world.book.orders == {}
            assert mirror.world.catalogue.articles == till.world.catalogue.articles
            assert len(till.world.book.orders) == 1
        finally:
            database.close()

"""Tickets that are held back so that a course ends together, on paper: each once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from gui_kit import FixedClock, demo_house
from paper_kit import Counter

from app.domain.catalogue.decide import SetCatalogue
from app.domain.kitchen.decide import LaunchDishes, RushDishes, StartDishes
from app.domain.orders.commands import (
    AddLine,
    MovedLine,
    MoveLines,
    SendOrder,
    VoidLine,
)
from app.domain.orders.state import Line
from app.domain.rules import SetSetting
from app.domain.till.decide import OpenDrawer
from app.followers.printing import PrintingFollower
from hardware.printers.document import Text


class Held:
    """A table whose bass takes 14 minutes, so that a carpaccio of the same course, but of
    another station, waits."""

    def __init__(self, counter: Counter, clock: FixedClock) -> None:
        self.counter, self.clock = counter, clock
        counter.run(SetSetting(key="kitchen.together", value="hold"))
        articles = counter.house.world.catalogue.articles
        quick = replace(articles["carpaccio"], course="plats")
        counter.run(SetCatalogue(event=quick))
        self.order = counter.table("bar_roti", "carpaccio")
        counter.run(SendOrder(order=self.order))

    def later(self, minutes: float) -> None:
        self.clock.now += timedelta(minutes=minutes)
        self.counter.follower.look()

    def lines(self) -> dict[str, Line]:
        book = self.counter.house.world.book
        return {ln.article: ln for ln in book.lines_of(book.orders[self.order])}

    @property
    def printed(self) -> list[tuple[str, str]]:
        return [(printer, title) for printer, _, title in self.counter.shelf.titles]


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Held]:
    clock = FixedClock()
    with demo_house(tmp_path, clock) as opened:
        yield Held(Counter(opened), clock)


def test_the_ticket_of_a_quicker_dish_is_printed_when_it_is_to_be_begun(
    held: Held,
) -> None:
    assert held.printed == [("chaud", "BON 1")]
    held.later(7.5)
    assert held.printed == [("chaud", "BON 1")]
    held.later(1)
    held.later(1)
    assert held.printed == [("chaud", "BON 1"), ("froid", "BON 1")]


def test_a_kill_while_a_ticket_is_held_back_loses_and_doubles_nothing(
    held: Held,
) -> None:
    house, shelf = held.counter.house, held.counter.shelf
    held.counter.run(OpenDrawer(reason="monnaie"))  # what comes after it is seen
    again = PrintingFollower(house, shelf, "Sotto")
    again.catch_up()
    assert held.printed[0] == ("chaud", "BON 1")
    assert ("froid", "BON 1") not in held.printed
    held.clock.now += timedelta(minutes=14)
    later = PrintingFollower(house, shelf, "Sotto")
    later.catch_up()
    assert [each for each in held.printed if each[0] == "froid"] == [("froid", "BON 1")]


def test_what_is_stopped_while_it_is_held_back_never_comes_out(held: Held) -> None:
    line = held.lines()["carpaccio"].id
    held.counter.run(
        VoidLine(order=held.order, line=line, quantity=1000, reason="error")
    )
    held.later(20)
    assert held.printed == [("chaud", "BON 1")]


def test_a_change_of_what_is_held_back_comes_out_after_it(held: Held) -> None:
    held.counter.run(RushDishes(order=held.order))
    assert [each for each in held.printed if each[0] == "froid"] == [
        ("froid", "BON 1"),
        ("froid", "BON 2"),
    ]


@pytest.mark.parametrize("launch", [LaunchDishes, StartDishes])
def test_a_person_has_it_begun_at_once(
    held: Held, launch: type[LaunchDishes] | type[StartDishes]
) -> None:
    (dish,) = held.lines()["carpaccio"].dishes
    held.counter.run(
        LaunchDishes(order=held.order)
        if launch is LaunchDishes
        else StartDishes(order=held.order, station="froid", dishes=(dish.id,))
    )
    held.counter.follower.look()
    assert held.printed[1:] == [("froid", "BON 1")]


@pytest.mark.logs
def test_a_full_disk_keeps_a_held_ticket_until_it_can_be_queued(
    held: Held, caplog: pytest.LogCaptureFixture
) -> None:
    held.counter.shelf.broken = True
    held.later(14)
    assert held.counter.follower.behind
    held.counter.shelf.broken = False
    held.counter.follower.follow(())
    assert held.printed == [("chaud", "BON 1"), ("froid", "BON 1")]


def voids(held: Held, line: str, quantity: int) -> None:
    held.counter.run(
        VoidLine(order=held.order, line=line, quantity=quantity, reason="error")
    )


@pytest.mark.parametrize("portions", [1, 2])
def test_a_kill_prints_no_stop_of_what_never_came_out(
    held: Held, portions: int
) -> None:
    """Two carpaccios are held back; some are voided before anybody makes them. What else is
    held back keeps the vector before all of it."""
    counter, order = held.counter, held.order
    counter.run(AddLine(order=order, article="carpaccio", quantity=2000))
    counter.run(SendOrder(order=order))
    line = max(counter.house.world.book.orders[order].lines)
    voids(held, line, portions * 1000)
    before = dict(counter.shelf.jobs)
    held.clock.now += timedelta(minutes=20)
    again = PrintingFollower(counter.house, counter.shelf, "Sotto")
    again.catch_up()
    cold = [doc for where, doc in counter.shelf.jobs.values() if where == "froid"]
    texts = [b.text for doc in cold for b in doc.blocks if isinstance(b, Text)]
    assert len(cold) == (1 if portions == 2 else 2)
    assert not any("STOP" in text or "CHANGEMENT" in text for text in texts)
    assert before.items() <= counter.shelf.jobs.items()


def test_a_part_that_was_divided_off_is_stopped_after_its_ticket(held: Held) -> None:
    counter, order = held.counter, held.order
    counter.run(AddLine(order=order, article="carpaccio", quantity=2000))
    counter.run(SendOrder(order=order))
    line = max(counter.house.world.book.orders[order].lines)
    other = counter.table("limonade", at="t5")
    counter.run(
        MoveLines(
            order=order,
            target=other,
            lines=(MovedLine(line=line, quantity=1000),),
        )
    )
    moved = counter.house.world.book.orders[other].lines[-1]
    counter.run(VoidLine(order=other, line=moved, quantity=1000, reason="error"))
    held.later(20)
    cold = [title for where, title in held.printed if where == "froid"]
    assert cold.index("BON 2") < cold.index("BON 3")

"""Sections change hands before a service, notes at the end of a shift."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from domain_kit import EVENING, Sim, Till

from app.domain.floor.decide import SetFloor
from app.domain.floor.events import HandoverOffered, SectionSet
from app.domain.floor.handover import (
    AnswerHandover,
    GiveSections,
    HandOver,
    UndoHandover,
)
from app.domain.folding import Recent
from app.domain.orders.commands import CancelOrder, OpenOrder
from app.domain.vocabulary import Meta
from app.domain.world import World


@pytest.fixture
def till() -> Till:
    made = Till()
    for section in ("left", "right"):
        event = SectionSet(id=section, room="hall", x=0, y=0, width=500, height=800)
        made.do(SetFloor(event=event))
    return made


def give(till: Till, section: str, waiter: str, person: str = "lea") -> None:
    till.do(GiveSections(given=((section, waiter),)), person)


def seat(till: Till, table: str) -> str:
    """Tom's guests."""
    till.do(OpenOrder(table=table, covers=2, order=f"on {table}"), "tom")
    return f"on {table}"


def offered(till: Till) -> HandoverOffered:
    return next(fact for fact in till.last if isinstance(fact, HandoverOffered))


def test_a_manager_gives_the_sections(till: Till) -> None:
    give(till, "left", "tom")
    assert till.world.floor.waiter_of("left") == "tom"
    assert till.world.floor.sections_of("tom") == ("left",)
    assert till.refuses(GiveSections(given=(("left", "ines"),)), "ines") == (
        "right_missing"
    )
    assert till.do(GiveSections(given=(("left", "tom"),))) == ()  # it is theirs


def test_a_waiter_takes_what_is_nobodys_and_passes_their_own_on(till: Till) -> None:
    give(till, "left", "tom", "tom")
    give(till, "left", "ines", "tom")
    assert till.world.floor.waiter_of("left") == "ines"
    give(till, "left", "tom", "tom")  # back again
    assert till.refuses(GiveSections(given=(("left", "sam"),)), "ines") == (
        "right_missing"
    )


def test_a_drawing_keeps_who_serves_and_what_is_gone_is_nobodys(till: Till) -> None:
    give(till, "left", "tom")
    moved = SectionSet(id="left", room="hall", x=9, y=9, width=9, height=9)
    till.do(SetFloor(event=moved))
    assert till.world.floor.waiter_of("left") == "tom"
    assert till.refuses(GiveSections(given=(("left", "gone"),))) == "person_unknown"
    assert till.refuses(GiveSections(given=(("x", "tom"),))) == "section_unknown"
    till.do(SetFloor(event=replace(moved, active=False)))
    assert till.refuses(GiveSections(given=(("left", "ines"),))) == "section_unknown"


def test_notes_and_section_move_when_the_other_has_accepted(till: Till) -> None:
    give(till, "left", "tom")
    first, second = seat(till, "t1"), seat(till, "t2")
    wish = HandOver(
        giver="tom", taker="ines", orders=(first, second), sections=("left", "right")
    )
    till.do(wish, "tom")
    assert offered(till).sections == ("left",)
    assert till.refuses(wish, "tom") == "handover_waits"
    assert till.world.book.orders[first].waiter == "tom"
    handover = offered(till).handover
    yes = AnswerHandover(handover=handover, accepted=True)
    assert till.refuses(yes, "sam") == "right_missing"
    till.do(CancelOrder(order=second, reason="partis"), "tom")

    till.do(yes, "ines")
    assert till.world.book.orders[first].waiter == "ines"
    assert till.world.book.orders[second].waiter == "tom"  # they left meanwhile
    assert till.world.floor.waiter_of("left") == "ines"

    assert till.refuses(UndoHandover(handover=handover), "sam") == "right_missing"
    till.do(UndoHandover(handover=handover), "ines")
    assert till.world.book.orders[first].waiter == "tom"
    assert till.world.floor.waiter_of("left") == "tom"
    assert till.refuses(UndoHandover(handover=handover)) == "handover_over"


@pytest.mark.parametrize(
    ("person", "said"), [("ines", "declined"), ("tom", "withdrawn")]
)
def test_nothing_moves_without_a_yes(till: Till, person: str, said: str) -> None:
    order = seat(till, "t1")
    till.do(HandOver(giver="tom", taker="ines", orders=(order,)), "tom")
    handover = offered(till).handover
    till.do(AnswerHandover(handover=handover, accepted=False), person)
    assert till.world.floor.handovers[handover].answer == said
    assert till.world.book.orders[order].waiter == "tom"
    again = AnswerHandover(handover=handover, accepted=True)
    assert till.refuses(again, "ines") == "handover_over"


def test_a_manager_passes_on_what_somebody_left_behind(till: Till) -> None:
    order = seat(till, "t1")
    wish = HandOver(giver="tom", taker="ines", orders=(order,))
    assert till.refuses(wish, "ines") == "right_missing"
    till.do(wish)
    assert till.world.book.orders[order].waiter == "ines"
    assert till.refuses(wish) == "nothing_to_hand_over"
    assert till.refuses(HandOver(giver="tom", taker="tom")) == "same_person"


@pytest.mark.parametrize("last", [0, 1])
def test_two_terminals_agree_on_what_was_answered_apart(last: int) -> None:
    """The giver takes it back on one terminal, the taker has said yes on the other:
    whichever of the two is folded last."""
    sim = Sim()
    one, two = sim.tills[last], sim.tills[1 - last]
    order = seat(one, "t1")
    one.do(HandOver(giver="tom", taker="ines", orders=(order,)), "tom")
    handover = offered(one).handover
    sim.meet()
    two.do(AnswerHandover(handover=handover, accepted=True), "ines")
    one.do(AnswerHandover(handover=handover, accepted=False), "tom")
    sim.meet()
    for till in (one, two):
        assert till.world.book.orders[order].waiter == "ines"
        assert till.world.floor.handovers[handover].answer == "accepted"


def test_an_offer_of_yesterday_that_comes_late_drops_none_of_today() -> None:
    """A terminal was cut off overnight; what it wrote is folded behind what is here."""
    late, today = (
        HandoverOffered(handover=name, giver="tom", taker="ines", orders=("o",))
        for name in ("late", "today")
    )
    world, recent = World(), Recent()
    yesterday, now = (EVENING + timedelta(days=n) for n in (-1, 0))
    recent.take(world, today, _written(now, "C1"))
    assert recent.fold(world, late, _written(yesterday, "C2"))
    assert list(world.floor.handovers) == ["today"]


def _written(moment: datetime, chain: str) -> Meta:
    ms = round(moment.timestamp() * 1000)
    return Meta(order=(f"{ms:012x}", chain, 1), ts=moment.isoformat())

"""How the till works in a room and on a terminal, and what is taken there."""

from dataclasses import replace

import pytest
from domain_kit import Till

from app.domain.floor.decide import SetFloor
from app.domain.manners import MannerSet, SetManner, answers, manner_at
from app.domain.payments.commands import RequestCard, TakePayment
from app.domain.terminals.events import TerminalSet


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    till.write([TerminalSet(chain="C1", x="x", y="y", name="Bar")])
    return till


def said(till: Till, kind: str, thing: str, **more: object) -> None:
    till.do(SetManner(event=MannerSet(kind=kind, id=thing, **more)))


def test_a_room_says_it_for_its_tables(till):
    hall = till.world.floor.rooms["hall"]
    till.do(SetFloor(event=replace(hall, style="flexible", ask_covers=False)))
    said(till, "room", "hall", tenders=("cash",), category="drinks")

    here, there = (manner_at(till.world, "C1", table) for table in ("t1", "t5"))
    assert (here.style, here.covers) == ("flexible", False)
    assert (here.tenders, here.category) == (("cash",), "drinks")
    assert (there.style, there.covers, there.tenders) == ("classic", True, ())


def test_a_room_s_screen_and_covers_stay_where_nothing_is_said_of_them(till):
    said(till, "room", "hall", style="flexible", covers="no", category="drinks")
    said(till, "room", "hall", tenders=("cash",))

    told = manner_at(till.world, "C1", "t1")
    assert (told.style, told.covers, told.category) == ("flexible", False, "")
    assert answers(till.world, "room", "hall") == MannerSet(
        kind="room", id="hall", style="flexible", covers="no", tenders=("cash",)
    )


def test_a_terminal_goes_before_the_room(till):
    said(till, "room", "hall", tenders=("cash",), category="drinks")
    said(till, "terminal", "C1", style="express", covers="no", tenders=("card",))

    mine, theirs = (manner_at(till.world, chain, "t1") for chain in ("C1", "C2"))
    assert (mine.style, mine.covers, mine.tenders) == ("express", False, ("card",))
    assert mine.category == "drinks"  # of which it says nothing
    assert theirs.style == "classic"


def test_without_a_table_the_terminal_alone_says_it(till):
    assert manner_at(till.world, "C1").style == "express"
    said(till, "terminal", "C1", style="flexible")
    assert manner_at(till.world, "C1").style == "flexible"


def test_what_is_not_taken_in_a_room_is_refused_there(till):
    said(till, "room", "hall", tenders=("card",))
    here, there = till.seat("t1"), till.seat("t5")
    for order in (here, there):
        till.take(order, "beer")
    cash = TakePayment(order=here, method="cash", amount=650)

    assert till.refuses(cash) == "tender_not_here"
    till.do(replace(cash, order=there))
    till.do(RequestCard(order=here, amount=650, terminal="tpe"))
    said(till, "room", "terrace", tenders=("cash",))
    other = till.seat("t6")
    till.take(other, "beer")
    card = RequestCard(order=other, amount=650, terminal="tpe")
    assert till.refuses(card) == "tender_not_here"


def test_only_a_manager_says_it_and_only_of_what_there_is(till):
    right = MannerSet(kind="room", id="hall")
    assert till.refuses(SetManner(event=right), "tom") == "right_missing"
    for wrong in (
        replace(right, id="attic"),
        replace(right, kind="cellar"),
        replace(right, style="slow"),
        replace(right, category="nothing"),
        replace(right, covers="perhaps"),
    ):
        assert till.refuses(SetManner(event=wrong)) in (
            *("place_unknown", "setting_invalid"),
        )

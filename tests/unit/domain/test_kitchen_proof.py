"""Proof of display: a screen that does not say what it painted is stood in for."""

from dataclasses import replace
from datetime import timedelta

import pytest
from domain_kit import Known, Till, facts_in

from app.domain.kitchen.events import TicketIssued, TicketsShown
from app.domain.kitchen.proof import KEPT_MS, LIMIT_MS
from app.domain.kitchen.screens import bearer, borrowed, shown
from app.domain.rules import SetSetting
from app.domain.terminals.events import DisplaySet, TerminalSet
from app.domain.vocabulary import Meta

ROOM = (("C3", "hot", "C4"), ("C4", "cold", ""), ("C5", "bar", ""))
"""Screens of the kitchen: what each shows, who stands in for it."""


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    named = [("C1", "pos"), *((chain, "kitchen") for chain, _, _ in ROOM)]
    till.write(TerminalSet(chain=c, x=c, y=c, name=c, role=role) for c, role in named)
    till.write(
        DisplaySet(chain=c, station=station, stand_in=stand_in)
        for c, station, stand_in in ROOM
    )
    return till


def steak(till: Till) -> str:
    """A ticket for the hot kitchen; its name."""
    order = till.seat(f"t{len(till.world.book.orders) + 1}")
    till.take(order, "steak")
    till.send(order)
    return last(till)


def last(till: Till) -> str:
    """The name of the last ticket."""
    _, meta = facts_in(till, TicketIssued)[-1]
    return f"{meta.chain}:{meta.order[2]}"


def prove(till: Till, chain: str, *tickets: str) -> None:
    till.write([TicketsShown(chain=chain, tickets=tickets)])


def anybody(_chain: str) -> bool:
    return True


def now_ms(till: Till) -> int:
    return round(till.now.timestamp() * 1000)


def on(till: Till, chain: str = "C3") -> str:
    return bearer(till.world, chain, anybody, now_ms(till))


def lent(till: Till) -> dict[str, list[str]]:
    """Screen -> the screens for which it stands in."""
    found = {
        chain: borrowed(till.world, chain, anybody, now_ms(till))
        for chain, _, _ in ROOM
    }
    return {chain: [d.chain for d in displays] for chain, displays in found.items()}


def pass_by(till: Till, limits: float = 1) -> None:
    till.wait(seconds=limits * LIMIT_MS / 1000 + 0.5)


def test_a_screen_that_proves_keeps_its_tickets(till: Till) -> None:
    prove(till, "C3", steak(till))
    pass_by(till, 3)
    assert on(till) == "C3"
    assert lent(till) == {"C3": [], "C4": [], "C5": []}


def test_without_a_proof_the_ticket_goes_to_the_stand_in_then_paper_then_everywhere(
    till: Till,
) -> None:
    prove(till, "C3", steak(till))
    prove(till, "C4")  # it has proved something too, once
    ticket = steak(till)
    assert on(till) == "C3"  # it has its time
    pass_by(till)
    assert on(till) == "C4"
    assert lent(till)["C4"] == ["C3"]
    assert lent(till)["C5"] == []
    assert shown(till.world, "hot", anybody, now_ms(till))

    pass_by(till)
    assert on(till) == ""
    assert not shown(till.world, "hot", anybody, now_ms(till))  # paper
    assert lent(till) == {"C3": [], "C4": ["C3"], "C5": []}  # C4 may show it after all
    pass_by(till)
    assert lent(till) == {"C3": [], "C4": ["C3"], "C5": ["C3"]}

    prove(till, "C5", ticket)  # it stays on every screen: its own owes it still
    assert lent(till)["C5"] == ["C3"]
    prove(till, "C4", ticket)
    assert on(till) == "C4"
    assert lent(till) == {"C3": [], "C4": ["C3"], "C5": []}
    prove(till, "C3", ticket)
    assert on(till) == "C3"


def test_a_screen_of_an_older_sotto_proves_nothing_and_is_believed(till: Till) -> None:
    steak(till)
    pass_by(till, 9)
    assert on(till) == "C3"
    assert lent(till) == {"C3": [], "C4": [], "C5": []}


def test_a_proof_may_come_before_its_ticket_and_old_ones_are_let_go(till: Till) -> None:
    seen = till.world.proofs
    early = facts_in(till, DisplaySet)[-1][1]
    seen.evolve(TicketsShown(chain="C3", tickets=("C9:5",)), early)
    order = till.seat("t1")
    till.take(order, "steak")
    till.send(order)
    ((ticket, _),) = facts_in(till, TicketIssued)
    own = facts_in(till, TicketIssued)[-1][1].order
    seen.evolve(ticket, Meta(order=(own[0], "C9", 5), ts=till.now.isoformat()))
    owed = [each.name for each in seen.owed("C3", now_ms(till))]
    assert owed == [f"C1:{own[2]}"]

    till.wait(seconds=KEPT_MS / 1000 + 60)
    steak(till)
    assert [name for name in seen.issued if name.startswith("C1:")] == [last(till)]
    again = replace(facts_in(till, TicketIssued)[-1][1], order=(own[0], "C9", 6))
    seen.evolve(ticket, again)
    assert "C9:5" not in seen.issued
    assert "C9:5" not in seen.shown


@pytest.mark.parametrize("kind", ["tickets", "proofs"])
def test_a_till_whose_clock_is_ahead_changes_nothing_of_the_proof(
    till: Till, kind: str
) -> None:
    prove(till, "C3", steak(till))
    ticket = replace(facts_in(till, TicketIssued)[-1].event, station="bar")
    fact = ticket if kind == "tickets" else TicketsShown(chain="C9", tickets=())
    steak(till)
    ahead = till.now + timedelta(hours=3)
    order = (f"{round(ahead.timestamp() * 1000):012x}-0000", "C9", 1)
    till.receive("C9", [Known(fact, Meta(order=order, ts=ahead.isoformat()))])
    steak(till)
    pass_by(till)
    assert on(till) == "C4"
    owed = till.world.proofs.owed("C3", now_ms(till))
    assert len([each for each in owed if each.name.startswith("C1:")]) == 2


def test_what_is_held_back_is_owed_once_it_is_to_be_begun(till: Till) -> None:
    """A cook who looks at what is new does not see it before."""
    prove(till, "C3", steak(till))
    articles = till.world.catalogue.articles
    till.write(
        [
            replace(articles["steak"], minutes=12),
            replace(articles["salad"], minutes=20, course="mains"),
        ]
    )
    till.do(SetSetting(key="kitchen.together", value="hold"))
    order = till.seat("t2")
    for article in ("steak", "salad"):
        till.take(order, article)
    till.send(order)
    till.wait(minutes=7)
    assert on(till) == "C3"
    till.wait(minutes=1)
    pass_by(till)
    assert on(till) == "C4"

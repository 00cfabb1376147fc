"""Tickets that are kept until they are to be begun: what comes out, and when."""

from dataclasses import replace
from datetime import UTC, datetime

from app.domain.kitchen.events import TicketIssued, TicketLine
from app.domain.orders.dish import Dish
from app.domain.orders.events import DishOrdered
from app.domain.orders.state import Book
from app.domain.vocabulary import Meta
from app.followers.held import PATIENCE_MS, HeldTickets, key_of
from app.services.facts import Fact

NOW, LATER = 1_000_000, 1_600_000
ISSUED = datetime.fromtimestamp(NOW / 1000, UTC).isoformat()


def sure(_chain: str) -> bool:
    return True


def book(*dishes: str) -> Book:
    """Dishes that are held back until `LATER`."""
    made = Book()
    for dish in dishes:
        ordered = DishOrdered(
            id=dish,
            article=dish,
            label=dish,
            kitchen=dish,
            course="mains",
            station="cold",
            rate=1000,
            nature="SERVICE",
            reference=0,
        )
        known = Dish(ordered, dish, "mains", "cold", sent=NOW, fired=NOW, begin=LATER)
        made.dishes[dish] = known
    return made


def ticket(seq: int, kind: str, *lines: TicketLine) -> Fact:
    event = TicketIssued(
        station="cold",
        number=seq,
        order="o1",
        kind=kind,
        course="mains",
        table="1",
        covers=2,
        lines=lines,
    )
    meta = Meta(order=(f"{seq:012x}-0000", "C1", seq), ts=ISSUED, op="lea", bday="")
    return Fact(event, meta)


def line(dish: str, kind: str = "make", n: int = 1) -> TicketLine:
    begin = LATER if kind == "make" else 0
    return TicketLine(dish=dish, quantity=n * 1000, label=dish, kind=kind, begin=begin)


def said(facts: list[Fact]) -> list[tuple[str, int]]:
    tickets = [f.event for f in facts if isinstance(f.event, TicketIssued)]
    return [(ln.dish, ln.quantity) for each in tickets for ln in each.lines]


def out(held: HeldTickets, known: Book, now_ms: int) -> list[Fact]:
    return [fact for fact, _ in held.due(known, now_ms, sure)]


def test_what_is_left_of_a_ticket_comes_out_when_it_is_to_be_begun() -> None:
    held, known = HeldTickets(), book("tart", "ham")
    assert held.keep(ticket(1, "new", line("tart", n=3), line("ham")), NOW)
    stop = ticket(2, "change", line("tart", "stop"), line("ham", "stop"))
    assert held.meet(stop, known) == ([], False)
    assert out(held, known, NOW) == []
    assert said(out(held, known, LATER)) == [("tart", 2000)]


def test_a_dish_that_takes_the_place_of_a_held_one_brings_that_one_out_first() -> None:
    held, known = HeldTickets(), book("tart")
    first = ticket(1, "new", line("tart"))
    held.keep(first, NOW)
    swap = ticket(2, "change", line("tart", "stop"), line("pie", "add"))
    due, wanted = held.meet(swap, known)
    assert said(due) == [("tart", 1000)]
    assert wanted
    assert out(held, known, LATER) == []  # it leaves once
    assert held.before({"C1": 2}) == {"C1": 0}
    held.printed(due)
    assert held.before({"C1": 2}) == {"C1": 2}
    assert key_of(first) == ("C1", 1)


def test_a_stop_after_its_ticket_was_due_comes_out_after_it() -> None:
    """Though this machine, whose clock is behind, holds it still."""
    held, known = HeldTickets(), book("tart")
    held.keep(ticket(1, "new", line("tart")), NOW - 600_000)
    stop = ticket(2, "change", line("tart", "stop"))
    late = datetime.fromtimestamp(LATER / 1000, UTC).isoformat()
    stop = replace(stop, meta=replace(stop.meta, ts=late))
    due, wanted = held.meet(stop, known)
    assert said(due) == [("tart", 1000)]
    assert wanted


def test_a_clock_that_is_ahead_holds_nothing_longer() -> None:
    """The till is an hour ahead of the kitchen's machine."""
    held, known, hour = HeldTickets(), book("tart"), 3_600_000
    held.keep(ticket(1, "new", line("tart")), NOW - hour)
    assert out(held, known, LATER - hour - 1) == []
    assert said(out(held, known, LATER - hour)) == [("tart", 1000)]


def test_what_another_terminal_may_have_taken_waits_a_moment_for_its_word() -> None:
    held, known = HeldTickets(), book("tart")
    held.keep(ticket(1, "new", line("tart")), NOW)
    assert held.due(known, LATER, lambda _: False) == []
    assert held.due(known, LATER + PATIENCE_MS - 1, lambda _: False) == []
    ((fact, doubtful),) = held.due(known, LATER + PATIENCE_MS, lambda _: False)
    assert said([fact]) == [("tart", 1000)]
    assert doubtful


def test_what_comes_out_elsewhere_is_kept_no_longer() -> None:
    held, known = HeldTickets(), book("tart")
    held.keep(ticket(7, "new", line("tart")), NOW)
    taken = held.take(("C1", 7))
    assert taken is not None
    assert said([taken]) == [("tart", 1000)]
    assert out(held, known, LATER) == []
    assert held.before({"C1": 9}) == {"C1": 9}

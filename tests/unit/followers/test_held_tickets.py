"""Tickets that are kept until they are to be begun: what comes out, and when."""

from app.domain.kitchen.events import TicketIssued, TicketLine
from app.domain.orders.dish import Dish
from app.domain.orders.events import DishOrdered
from app.domain.orders.state import Book
from app.domain.vocabulary import Meta
from app.followers.held import HeldTickets, key_of
from app.services.facts import Fact

NOW, LATER = 1_000_000, 1_600_000


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
    meta = Meta(order=(f"{seq:012x}-0000", "C1", seq), ts="", op="lea", bday="")
    return Fact(event, meta)


def line(dish: str, kind: str = "make", n: int = 1) -> TicketLine:
    begin = LATER if kind == "make" else 0
    return TicketLine(dish=dish, quantity=n * 1000, label=dish, kind=kind, begin=begin)


def said(facts: list[Fact]) -> list[tuple[str, int]]:
    tickets = [f.event for f in facts if isinstance(f.event, TicketIssued)]
    return [(ln.dish, ln.quantity) for each in tickets for ln in each.lines]


def test_what_is_left_of_a_ticket_comes_out_when_it_is_to_be_begun() -> None:
    held, known = HeldTickets(), book("tart", "ham")
    assert held.keep(ticket(1, "new", line("tart", n=3), line("ham")), known, NOW)
    stop = ticket(2, "change", line("tart", "stop"), line("ham", "stop"))
    assert held.due(known, NOW, [stop]) == []
    assert held.stops(stop)
    assert said(held.due(known, LATER)) == [("tart", 2000)]


def test_a_dish_that_takes_the_place_of_a_held_one_brings_that_one_out_first() -> None:
    held, known = HeldTickets(), book("tart")
    first = ticket(1, "new", line("tart"))
    held.keep(first, known, NOW)
    swap = ticket(2, "change", line("tart", "stop"), line("pie", "add"))
    due = held.due(known, NOW, [swap])
    assert said(due) == [("tart", 1000)]
    assert not held.stops(swap)  # which is read after it
    assert held.due(known, LATER) == []  # it leaves once
    assert held.before({"C1": 2}) == {"C1": 0}
    held.printed(due)
    assert held.before({"C1": 2}) == {"C1": 2}
    assert key_of(first) == ("C1", 1)


def test_what_comes_out_elsewhere_is_kept_no_longer() -> None:
    held, known = HeldTickets(), book("tart")
    held.keep(ticket(7, "new", line("tart")), known, NOW)
    held.drop(("C1", 7))
    assert held.due(known, LATER) == []
    assert held.before({"C1": 9}) == {"C1": 9}

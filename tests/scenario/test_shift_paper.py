"""Reading kitchen tickets and receipts off the paper of simulated printers."""

from app.shift.paper import read_paper
from hardware.printers.paper import Line, Span, Ticket

STATIONS = {"chaud": "Chaud", "patisserie": "Pâtisserie"}


def ticket(*lines: str) -> Ticket:
    return Ticket(tuple(Line((Span(line),)) for line in lines))


def test_a_ticket_is_known_by_its_station_and_number() -> None:
    found = read_paper(
        [ticket("PÂTISSERIE      BON 12", "1 TARTE"), ticket("CHAUD   BON 12")],
        STATIONS,
    )
    assert found.tickets == {("patisserie", 12), ("chaud", 12)}
    assert not found.marked


def test_a_reprint_that_says_so_is_no_second_ticket() -> None:
    found = read_paper(
        [ticket("CHAUD   BON 3"), ticket("REIMPRESSION", "CHAUD   BON 3")], STATIONS
    )
    assert found.kitchen["chaud", 3] == 1
    assert found.marked["chaud", 3] == 1


def test_the_same_ticket_twice_without_a_mark_is_counted_twice() -> None:
    found = read_paper([ticket("CHAUD   BON 3"), ticket("CHAUD   BON 3")], STATIONS)
    assert found.kitchen["chaud", 3] == 2


def test_a_receipt_is_known_by_its_number() -> None:
    found = read_paper([ticket("TICKET C1-000214     20/11/2026")], STATIONS)
    assert found.receipts["C1-000214"] == 1
    assert found.tickets == set()

"""One terminal owns a printer; the others' papers come out there, each once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from journal_kit import signer
from meeting_kit import Terminal, meet, terminals

from app.domain.credits.events import CreditIssued, OfficeCredit
from app.domain.credits.state import code_of
from app.domain.kitchen.events import TicketDiverted
from app.domain.orders.commands import (
    AddLine,
    ChangeLine,
    OpenOrder,
    SendOrder,
    VoidLine,
)
from app.domain.orders.events import OrderCreated
from app.domain.outlets import till_printer
from app.domain.settings import BEHIND, TOGETHER, DeviceSet, SettingSet
from app.domain.terminals.events import TerminalSet
from app.domain.till.decide import OpenDrawer
from app.domain.wire import to_data
from app.followers.paper.kitchen import DOUBTED
from app.followers.printing import PrintingFollower
from hardware.printers.document import Document, Text


def printer(key: str, **more: object) -> DeviceSet:
    made = {"kind": "printer", "name": key, "profile": "escpos", "address": "sim://"}
    return DeviceSet(id=key, **{**made, **more})  # type: ignore[arg-type]  # its fields


def enrolled(chain: str, *, active: bool = True) -> TerminalSet:
    key = signer(chain).jwk
    return TerminalSet(
        chain=chain, x=key["x"], y=key["y"], name=f"Till {chain}", active=active
    )


class Till:
    """A terminal with its paper; `hub` says whether others hear of it."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal, self.hub = terminal, True
        self.jobs: dict[str, tuple[str, Document]] = {}
        self.starts()

    def starts(self) -> None:
        self.follower = PrintingFollower(self.terminal.house, self, "Sotto")
        self.follower.owner_reached = lambda _: self.hub
        self.follower.catch_up()
        self.stops = self.terminal.house.follow(self.follower.follow)

    def submit(self, where: str, key: str, document: Document) -> int:
        self.jobs.setdefault(key, (where, document))
        return len(self.jobs)

    def health(self, printer: str) -> object:
        raise LookupError(printer)

    def sends(self, table: str) -> None:
        created = self.terminal.do(OpenOrder(table=table, covers=1))[0].event
        assert isinstance(created, OrderCreated)
        order = created.order
        self.terminal.do(AddLine(order=order, article="soup"))
        self.terminal.do(SendOrder(order=order))

    @property
    def printed(self) -> list[tuple[str, str]]:
        return [(where, paper.kind) for where, paper in self.jobs.values()]


@pytest.fixture
def shop() -> Iterator[tuple[Till, Till]]:
    """C1 has the till's printer and drawer, C2 the kitchen's."""
    with terminals(0, 0) as (one, two):
        facts = [
            enrolled("C1"),
            enrolled("C2"),
            printer("p_till", drawer=True, terminal="C1"),
            printer("p_hot", terminal="C2"),
        ]
        one.house.record(facts)
        meet([one, two])
        yield Till(one), Till(two)


def forward(shop: tuple[Till, ...], seconds: float) -> None:
    """They look all the time: longer between two looks means that a machine slept."""
    while seconds > 0:
        step = min(5, seconds)
        seconds -= step
        for till in shop:
            till.terminal.now += timedelta(seconds=step)
            till.follower.look()


def test_the_owner_prints_what_another_terminal_sent(shop: tuple[Till, Till]) -> None:
    one, two = shop
    one.sends("t1")
    assert one.printed == []
    two.terminal.hears(one.terminal)
    two.terminal.hears(one.terminal)
    assert two.printed == [("p_hot", "kitchen")]
    forward(shop, 60)
    assert one.printed == []


def test_the_owner_prints_each_ticket_once_though_it_was_killed(
    shop: tuple[Till, Till],
) -> None:
    one, two = shop
    one.sends("t1")
    two.terminal.hears(one.terminal)
    two.stops()  # killed
    one.sends("t2")
    two.terminal.hears(one.terminal)  # its journal has it, its spool has not
    two.starts()
    one.sends("t4")
    two.terminal.hears(one.terminal)
    assert [key.split(":")[0] for key in two.jobs] == ["C1", "C1", "C1"]
    assert two.printed == [("p_hot", "kitchen")] * 3


def test_a_late_ticket_comes_out_at_its_issuer_and_nowhere_else(
    shop: tuple[Till, Till],
) -> None:
    one, two = shop
    one.hub = False
    one.sends("t1")
    forward(shop, 20)
    assert one.printed == []
    forward(shop, 20)
    forward(shop, 1)
    ((where, paper),) = one.jobs.values()
    assert where == "p_till"
    assert "SECOURS" in [b.text for b in paper.blocks if isinstance(b, Text)]
    two.terminal.hears(one.terminal)
    assert two.printed == []


def test_a_ticket_waits_where_nothing_stands_in(shop: tuple[Till, Till]) -> None:
    one, two = shop
    one.terminal.house.record([printer("p_till", drawer=True, terminal="C2")])
    one.hub = False
    one.sends("t1")
    forward(shop, 40)
    assert one.printed == []
    two.terminal.hears(one.terminal)
    assert two.printed == [("p_hot", "kitchen")]


def test_a_new_owner_prints_nothing_of_what_was_before(shop: tuple[Till, Till]) -> None:
    one, two = shop
    two.sends("t1")
    assert two.printed == [("p_hot", "kitchen")]
    one.terminal.hears(two.terminal)
    one.terminal.house.record([printer("p_hot", terminal="C1")])
    one.stops()
    one.starts()
    assert one.printed == []
    two.terminal.hears(one.terminal)
    two.sends("t2")
    one.terminal.hears(two.terminal)
    assert one.printed == [("p_hot", "kitchen")]
    assert two.printed == [("p_hot", "kitchen")]


def test_papers_of_the_day_before_are_not_made_up_for(
    shop: tuple[Till, Till],
) -> None:
    one, two = shop
    one.sends("t1")
    two.terminal.now += timedelta(days=1)
    two.terminal.hears(one.terminal)
    assert two.printed == []


def test_a_drawer_opens_only_for_the_terminal_that_drives_it(
    shop: tuple[Till, Till],
) -> None:
    one, two = shop
    two.terminal.do(OpenDrawer(reason="Monnaie"))
    one.terminal.hears(two.terminal)
    assert (one.printed, two.printed) == ([], [])
    one.terminal.do(OpenDrawer(reason="Monnaie"))
    assert one.printed == [("p_till", "drawer")]


def test_what_a_revoked_terminal_had_is_everybodys(shop: tuple[Till, Till]) -> None:
    world = shop[0].terminal.world
    assert set(world.driven("C1")) == {"p_till", "tpe"}
    shop[0].terminal.house.record([enrolled("C2", active=False)])
    assert set(world.driven("C1")) == {"p_till", "tpe", "p_hot"}


def test_a_display_goes_with_its_printer(shop: tuple[Till, Till]) -> None:
    house = shop[0].terminal.house
    behind = printer("lcd", kind="display", address=f"{BEHIND}p_hot")
    house.record([behind])
    assert house.world.owner(behind) == "C2"


def test_a_till_has_its_own_printer_first(shop: tuple[Till, Till]) -> None:
    one = shop[0].terminal
    assert till_printer(one.world, "C2") == "p_till"
    one.house.record([printer("p_second", terminal="C2")])
    assert till_printer(one.world, "C2") == "p_second"
    assert till_printer(one.world, "C1") == "p_till"


def test_a_diverted_ticket_is_printed_after_a_crash(shop: tuple[Till, Till]) -> None:
    one, _ = shop
    one.sends("t1")
    ticket = next(iter(one.follower._sent))
    one.stops()
    one.terminal.house.record([TicketDiverted(ticket=ticket, printer="p_till")])
    one.starts()
    assert one.printed == [("p_till", "kitchen")]


def holds_back(one: Till) -> None:
    """A soup (10 min) of the kitchen waits for a salad (20 min) of another station."""
    catalogue = one.terminal.world.catalogue
    articles, cold = catalogue.articles, catalogue.stations["cold"]
    one.terminal.house.record(
        [
            replace(cold, printer=""),
            replace(articles["soup"], minutes=10),
            replace(articles["salad"], minutes=20),
            SettingSet(key=TOGETHER, value="hold"),
        ]
    )
    created = one.terminal.do(OpenOrder(table="t1", covers=2))[0].event
    assert isinstance(created, OrderCreated)
    for article in ("soup", "salad"):
        one.terminal.do(AddLine(order=created.order, article=article))
    one.terminal.do(SendOrder(order=created.order))


def test_the_owner_prints_what_is_held_back_once_it_is_to_be_begun(
    shop: tuple[Till, Till],
) -> None:
    one, two = shop
    holds_back(one)
    two.terminal.hears(one.terminal)
    forward(shop, 9 * 60)
    assert two.printed == []
    two.stops()  # killed, and back once it was due
    forward(shop, 90)
    two.starts()
    forward(shop, 5)
    assert two.printed == [("p_hot", "kitchen")]
    forward(shop, 60)
    assert one.printed == []


def test_a_ticket_that_is_held_back_at_a_lost_owner_comes_out_where_it_was_issued(
    shop: tuple[Till, Till],
) -> None:
    one, two = shop
    holds_back(one)
    two.terminal.hears(one.terminal)
    forward(shop, 60)
    one.hub = False  # the kitchen's machine died with the ticket
    forward(shop, 8 * 60)
    one.stops()
    one.starts()  # and the till was started again meanwhile
    one.follower.owner_reached = lambda _: False
    forward(shop, 60)
    assert one.printed == []
    forward(shop, 31)
    forward(shop, 1)
    assert one.printed == [("p_till", "kitchen")]


def test_a_voucher_that_another_site_sold_comes_out_there_alone(
    shop: tuple[Till, Till],
) -> None:
    """The head office is one more terminal: what it says of a voucher is no paper."""
    one, two = shop
    sold = CreditIssued(
        credit="gift",
        kind="gift",
        code=code_of("gift"),
        amount=5000,
        order="o",
        receipt="r",
    )
    told = OfficeCredit(**to_data(sold), site="lyon", name="Lyon")
    two.terminal.house.record([told])
    one.terminal.hears(two.terminal)
    assert one.printed == []
    two.terminal.house.record([replace(sold, credit="own", code=code_of("own"))])
    one.terminal.hears(two.terminal)
    assert [where for where, _ in one.printed] == ["p_till"]


def soup(one: Till) -> tuple[str, str]:
    """The order with the soup that is held back, and the soup's line."""
    (order,) = one.terminal.world.book.open_orders()
    return order.id, order.lines[0]


def words(till: Till) -> list[str]:
    papers = [paper for _, paper in till.jobs.values()]
    return [b.text for paper in papers for b in paper.blocks if isinstance(b, Text)]


def test_what_is_stopped_at_a_lost_owner_comes_out_nowhere(
    shop: tuple[Till, Till],
) -> None:
    """Not the stop first and the soup later, on the printer that stands in."""
    one, two = shop
    holds_back(one)
    two.terminal.hears(one.terminal)
    one.hub = False
    order, line = soup(one)
    one.terminal.do(VoidLine(order=order, line=line, quantity=1000, reason="error"))
    two.stops()  # its machine died with the ticket
    forward((one,), 12 * 60)
    assert one.printed == []
    two.terminal.now = one.terminal.now
    two.starts()
    two.terminal.hears(one.terminal)
    forward(shop, 60)
    assert one.printed == two.printed == []


def test_a_note_after_a_held_ticket_comes_out_after_it_where_both_are_diverted(
    shop: tuple[Till, Till],
) -> None:
    one, _ = shop
    one.hub = False
    holds_back(one)
    forward(shop, 60)
    order, line = soup(one)
    one.terminal.do(ChangeLine(order=order, line=line, kitchen_note="sans sel"))
    forward(shop, 60)
    assert [paper.title for _, paper in one.jobs.values()] == [
        "BON C1-1",
        "BON C1-2",
    ]


def test_an_owner_that_slept_prints_nothing_that_came_out_elsewhere(
    shop: tuple[Till, Till],
) -> None:
    """Its machine slept with the ticket; the till took it. What it believes as it wakes up
    is old."""
    one, two = shop
    holds_back(one)
    two.terminal.hears(one.terminal)
    one.hub = False
    forward((one,), 12 * 60)
    assert one.printed == [("p_till", "kitchen")]
    two.terminal.now = one.terminal.now
    two.follower.look()
    two.follower.heard = lambda _: False  # the link has noticed
    forward(shop, 20)
    assert two.printed == []
    two.terminal.hears(one.terminal)
    two.follower.heard = lambda _: True
    forward(shop, 60)
    assert two.printed == []
    assert len(one.printed) == 1


def test_an_owner_that_hears_nobody_prints_in_doubt_what_it_holds(
    shop: tuple[Till, Till],
) -> None:
    one, two = shop
    holds_back(one)
    two.terminal.hears(one.terminal)
    two.follower.heard = lambda _: False
    forward(shop, 11 * 60)
    assert two.printed == [("p_hot", "kitchen")]
    assert DOUBTED in words(two)


def test_a_till_that_slept_takes_nothing_before_it_knows_who_is_there(
    shop: tuple[Till, Till],
) -> None:
    one, two = shop
    holds_back(one)
    two.terminal.hears(one.terminal)
    forward((two,), 12 * 60)
    assert two.printed == [("p_hot", "kitchen")]
    one.hub = False  # its link is not back yet
    one.terminal.now = two.terminal.now
    one.follower.look()
    forward(shop, 20)
    one.hub = True
    forward(shop, 60)
    assert one.printed == []


def test_a_printer_of_all_terminals_holds_nothing_back(shop: tuple[Till, Till]) -> None:
    """A tablet that sleeps would keep it: it comes out at once, and says when."""
    one, _ = shop
    one.terminal.house.record([printer("p_hot")])
    holds_back(one)
    ((where, _),) = one.jobs.values()
    assert where == "p_hot"
    assert any("LANCER" in text.upper() for text in words(one))

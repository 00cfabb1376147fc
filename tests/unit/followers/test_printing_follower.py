"""Paper follows the journal: the right printer, once, and again only when it must."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from gui_kit import FixedClock, demo_house
from paper_kit import MARC, Counter, Shelf

from app.domain.kitchen.decide import RushDishes
from app.domain.kitchen.events import TicketIssued, TicketsShown
from app.domain.kitchen.screens import shown
from app.domain.orders.commands import (
    AddLine,
    ImportOrder,
    LetGuestsIn,
    MoveToCourse,
    PlaceOrder,
    PrintAddition,
    SendOrder,
    SetOrderNote,
    VoidLine,
)
from app.domain.orders.import_events import PaidElsewhere
from app.domain.payments.decide import TakePayment
from app.domain.rules import SetSetting
from app.domain.terminals.events import TerminalSet
from app.domain.till.decide import MoveCash, OpenDrawer
from app.domain.vocabulary import Refusal
from app.fiscal.closing import close_day
from app.followers.printing import PrintingFollower
from db.entry import Entry
from db.followers import vector
from hardware.printers.document import Bar, BigNumber, Columns, Text


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    with demo_house(tmp_path, FixedClock()) as opened:
        yield Counter(opened)


def test_each_station_prints_its_own_ticket(counter: Counter) -> None:
    order = counter.table("bar_roti", "kir")
    counter.run(SendOrder(order=order))
    assert sorted(counter.shelf.titles) == [
        ("bar", "kitchen", "BON 1"),
        ("chaud", "kitchen", "BON 1"),
    ]


def test_a_note_on_the_whole_order_is_on_every_ticket(counter: Counter) -> None:
    order = counter.table("bar_roti", "kir")
    counter.run(SetOrderNote(order=order, kitchen="À partager"))
    counter.run(SendOrder(order=order))
    counter.run(SetOrderNote(order=order, kitchen="Très vite"))
    said = [
        block.text
        for _, paper in counter.shelf.jobs.values()
        for block in paper.blocks
        if isinstance(block, Text) and block.text.startswith("«")
    ]
    assert said == [
        "« À partager »",
        "« À partager »",
        "« Très vite »",
        "« Très vite »",
    ]


def test_a_void_prints_a_stop_where_the_dish_is_made(counter: Counter) -> None:
    order = counter.table("bar_roti")
    counter.run(SendOrder(order=order))
    line = counter.house.world.book.orders[order].lines[0]
    counter.run(VoidLine(order=order, line=line, reason="Erreur"))
    assert counter.shelf.titles[-1] == ("chaud", "kitchen", "BON 2")


def test_a_dish_that_waits_with_another_course_is_told_on_paper(
    counter: Counter,
) -> None:
    order = counter.table("bar_roti")
    counter.run(SendOrder(order=order))
    line = counter.house.world.book.orders[order].lines[0]
    counter.run(MoveToCourse(order=order, course="desserts", dishes=(f"{line}.0",)))

    assert counter.shelf.titles[-1] == ("chaud", "kitchen", "BON 2")
    paper = list(counter.shelf.jobs.values())[-1][1]
    assert Bar("× PAS MAINTENANT") in paper.blocks
    words = [block.text for block in paper.blocks if isinstance(block, Text)]
    assert words == ["ATTENDRE : DESSERTS", "le reste du bon 1 ne change pas"]


def test_what_goes_first_is_told_in_large_letters(counter: Counter) -> None:
    order = counter.table("bar_roti")
    counter.run(SendOrder(order=order))
    counter.run(RushDishes(order=order))
    counter.run(RushDishes(order=order, urgent=False))

    papers = [paper for _, paper in counter.shelf.jobs.values()][-2:]
    large = [
        b.text for p in papers for b in p.blocks if getattr(b, "size", "") == "huge"
    ]
    assert large == ["PRIORITÉ", "PRIORITÉ LEVÉE"]
    assert Bar("→ À FAIRE D'ABORD") in papers[0].blocks
    assert Text("le reste du bon 1 ne change pas") in papers[0].blocks


def test_a_paper_receipt_and_the_drawer_go_to_the_till(counter: Counter) -> None:
    order = counter.table("bar_roti")
    counter.run(
        TakePayment(
            order=order, method="cash", amount=2300, tendered=5000, issued="paper"
        )
    )
    kinds = [(printer, kind) for printer, kind, _ in counter.shelf.titles]
    assert ("caisse", "receipt") in kinds
    assert ("caisse", "drawer") in kinds


def test_without_a_wish_for_paper_nothing_is_printed(counter: Counter) -> None:
    order = counter.table("bar_roti")
    counter.run(TakePayment(order=order, method="cheque", amount=2300))
    kinds = {kind for _, kind, _ in counter.shelf.titles}
    assert kinds == {"kitchen"}  # what was paid for is made


def test_the_provisional_bill_is_printed(counter: Counter) -> None:
    order = counter.table("bar_roti")
    counter.run(PrintAddition(order=order))
    assert counter.shelf.titles == [("caisse", "addition", "A-000001")]


def test_a_closing_prints_its_z(counter: Counter) -> None:
    closed = close_day(counter.house, MARC)
    assert not isinstance(closed, Refusal)
    assert counter.shelf.titles == [("caisse", "report", "Z 0001")]


def test_what_was_queued_is_not_queued_again_after_a_restart(counter: Counter) -> None:
    order = counter.table("bar_roti")
    counter.run(SendOrder(order=order))
    again = PrintingFollower(counter.house, Shelf(), "Sotto")
    again.catch_up()
    assert again._printers.jobs == {}  # type: ignore[attr-defined]  # a Shelf


def test_a_start_reads_nothing_of_other_terminals(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = counter.house.journal
    ends = journal.vector() | {"C2": 9000}
    monkeypatch.setattr(journal, "vector", lambda: dict(ends))
    asked: list[dict[str, int]] = []

    def entries(*, after: dict[str, int], readable: bool) -> Iterator[Entry]:
        asked.append(after)
        return iter(())

    monkeypatch.setattr(journal, "entries", entries)
    counter.follower.catch_up()
    seen = vector(counter.house.database, "printing")
    assert asked == [{**ends, **seen}]
    assert asked[0]["C2"] == 9000


@pytest.mark.logs
def test_paper_that_could_not_be_queued_comes_with_the_next_fact(
    counter: Counter, caplog: pytest.LogCaptureFixture
) -> None:
    order = counter.table("bar_roti")
    counter.shelf.broken = True
    counter.run(SendOrder(order=order))
    assert "paper waits" in caplog.text
    assert counter.shelf.titles == []
    told: list[bool] = []
    counter.follower.changed = lambda: told.append(counter.follower.behind)
    counter.follower.follow(())  # a look around: nothing else of it may suffer
    counter.shelf.broken = False
    counter.run(PrintAddition(order=order))
    assert told == [False]
    kinds = [kind for _, kind, _ in counter.shelf.titles]
    assert kinds == ["kitchen", "addition"]


@pytest.mark.logs
def test_an_old_wish_for_the_drawer_is_not_carried_out(
    counter: Counter, caplog: pytest.LogCaptureFixture
) -> None:
    counter.shelf.broken = True
    clock = counter.house.clock
    counter.run(OpenDrawer(reason="Monnaie"))
    assert "paper waits" in caplog.text
    assert isinstance(clock, FixedClock)
    clock.forward(minutes=1)
    counter.shelf.broken = False
    counter.follower.catch_up()
    assert "drawer" not in {kind for _, kind, _ in counter.shelf.titles}


class Elsewhere:
    """A thread that runs when it is told to."""

    def __init__(self) -> None:
        self.works: list[Callable[[], None]] = []

    def run(self, count: int | None = None) -> None:
        works, self.works = self.works[:count], self.works[count or len(self.works) :]
        for work in works:
            work()


def test_a_send_does_not_wait_for_the_spool(counter: Counter) -> None:
    elsewhere, here, shelf = Elsewhere(), Elsewhere(), Shelf()
    later = PrintingFollower(
        counter.house, shelf, "Sotto", here.works.append, elsewhere.works.append
    )
    stop = counter.house.follow(later.follow)
    order = counter.table("bar_roti")
    sent = counter.run(SendOrder(order=order))
    stop()

    assert (shelf.titles, later.under_way) == ([], 1)
    elsewhere.run()
    assert len(shelf.titles) == 1
    here.run()
    assert later.under_way == 0
    assert vector(counter.house.database, "printing") == {"C1": sent[-1].meta.order[2]}


@pytest.mark.logs
def test_what_failed_elsewhere_is_not_passed_over_by_what_came_after(
    counter: Counter, caplog: pytest.LogCaptureFixture
) -> None:
    elsewhere, here = Elsewhere(), Elsewhere()
    counter.follower._post = here.works.append
    counter.follower._elsewhere = elsewhere.works.append
    order = counter.table("bar_roti")
    counter.run(SendOrder(order=order))
    counter.run(PrintAddition(order=order))
    counter.shelf.broken = True
    elsewhere.run(1)
    counter.shelf.broken = False
    elsewhere.run()
    here.run()
    assert counter.follower.behind
    assert "paper waits" in caplog.text

    restarted = Shelf()
    PrintingFollower(counter.house, restarted, "Sotto").catch_up()
    assert [kind for _, kind, _ in restarted.titles] == ["kitchen", "addition"]


def screen_only(counter: Counter, station: str) -> None:
    """Takes the printer of a station away: its cooks read their screen."""
    found = counter.house.world.catalogue.stations[station]
    counter.house.record((replace(found, printer=""),))


def test_a_station_with_a_screen_alone_has_paper_while_it_is_not_reached(
    counter: Counter,
) -> None:
    screen_only(counter, "bar")
    counter.run(SendOrder(order=counter.table("demi")))
    assert counter.shelf.titles == []

    counter.follower.screens_reached = lambda _: False
    order = next(iter(counter.house.world.book.orders))
    counter.run(AddLine(order=order, article="demi"))
    counter.run(SendOrder(order=order))

    assert counter.shelf.titles == [("caisse", "kitchen", "BON 2")]
    ((_, paper),) = counter.shelf.jobs.values()
    assert "ÉCRAN INJOIGNABLE" in [b.text for b in paper.blocks if isinstance(b, Text)]


def test_tickets_of_several_terminals_name_theirs(counter: Counter) -> None:
    named = [
        TerminalSet(chain=chain, x=chain, y=chain, name=name)
        for chain, name in (("C1", "Terrasse"), ("C2", "Bar"))
    ]
    counter.house.record(tuple(named))
    counter.run(SendOrder(order=counter.table("demi")))
    ((printer, paper),) = counter.shelf.jobs.values()
    assert (printer, paper.title) == ("bar", "BON C1-1")
    (big,) = (block for block in paper.blocks if isinstance(block, BigNumber))
    assert big.lines[-1].endswith("Terrasse")


def test_what_a_screen_missed_as_it_was_lost_comes_out_on_paper(
    tmp_path: Path,
) -> None:
    clock = FixedClock()
    with demo_house(tmp_path, clock) as opened:
        counter = Counter(opened)
        screen_only(counter, "bar")
        order = counter.table("demi")
        counter.run(SendOrder(order=order))
        clock.forward(seconds=30)
        counter.run(AddLine(order=order, article="demi"))
        counter.run(SendOrder(order=order))
        clock.forward(seconds=2)
        assert counter.shelf.titles == []

        counter.follower.screens_reached = lambda _: False
        counter.follower.screens_lost()
        counter.follower.screens_lost()

        assert counter.shelf.titles == [("caisse", "kitchen", "BON 2")]


def test_a_ticket_that_no_screen_proves_to_have_painted_comes_out_on_paper(
    tmp_path: Path,
) -> None:
    clock = FixedClock()
    with demo_house(tmp_path, clock) as opened:
        counter = Counter(opened)
        screen_only(counter, "bar")
        screen = TerminalSet(chain="C3", x="c", y="c", name="Bar", role="kitchen")
        opened.house.record([screen, TicketsShown(chain="C3", tickets=())])

        def reached(station: str) -> bool:
            now_ms = round(clock.now.timestamp() * 1000)
            return shown(opened.house.world, station, lambda _: True, now_ms)

        counter.follower.screens_reached = reached
        order = counter.table("demi")
        facts = counter.run(SendOrder(order=order))
        (painted,) = (
            f.meta.order[2] for f in facts if isinstance(f.event, TicketIssued)
        )
        clock.forward(seconds=10)
        counter.follower.look()
        ticket = f"{opened.house.terminal}:{painted}"
        opened.house.record([TicketsShown(chain="C3", tickets=(ticket,))])
        clock.forward(seconds=10)
        counter.follower.look()
        assert counter.shelf.titles == []  # it was painted in time

        counter.run(AddLine(order=order, article="demi"))
        counter.run(SendOrder(order=order))
        clock.forward(seconds=10)
        counter.follower.look()
        assert counter.shelf.titles == []
        for _ in range(3):
            clock.forward(seconds=10)
            counter.follower.look()
        assert counter.shelf.titles == [("caisse", "kitchen", "BON 2")]


def test_cash_that_moves_has_a_slip_to_sign(counter: Counter) -> None:
    counter.run(MoveCash(amount=-4500, reason="supplier", note="citrons"))
    (paper,) = [d for _, d in counter.shelf.jobs.values() if d.kind == "report"]
    said = [b.text for b in paper.blocks if isinstance(b, Text)]
    cells = [c.text for b in paper.blocks if isinstance(b, Columns) for c in b.cells]
    assert paper.title == "SORTIE D'ESPÈCES C1-000002"
    assert "citrons" in said
    assert {"Fournisseur", "Marc", "45,00\u00a0€"} <= set(cells)


def test_an_order_that_did_not_come_in_whole_is_printed_at_the_counter(
    counter: Counter,
) -> None:
    pizza = AddLine(order="", article="sku", quantity=2000, price=1250)
    soup = AddLine(order="", article="soupe_oignon")
    whole = PlaceOrder(mode="takeaway", lines=(soup,))
    counter.run(ImportOrder(order=whole, names=("Soupe",)))
    assert not counter.shelf.jobs
    place = PlaceOrder(mode="takeaway", lines=(pizza,))
    paid = (PaidElsewhere(method="transfer", amount=2500, reference="pi_1"),)
    counter.run(ImportOrder(order=place, names=("Pizza Regina",), payments=paid))
    assert counter.shelf.titles == [("caisse", "report", "À VÉRIFIER Vente 0002")]
    ((_, paper),) = counter.shelf.jobs.values()
    words = [block.text for block in paper.blocks if isinstance(block, Text)]
    assert "2 × Pizza Regina" in words
    assert "Cet article n'est pas à la carte." in words
    assert "Payé ailleurs" in words


def test_the_code_of_a_table_is_printed_where_it_was_made(counter: Counter) -> None:
    counter.run(SetSetting(key="guests.order", value="review"))
    order = counter.table()
    address = "https://192.168.1.20:8443/table/12"
    counter.run(LetGuestsIn(order=order, code="4821", address=address))
    assert counter.shelf.titles == [("caisse", "report", "CODE TABLE 12")]
    ((_, paper),) = counter.shelf.jobs.values()
    assert Text("4821", size="huge", bold=True, align="center") in paper.blocks
    counter.run(LetGuestsIn(order=order, code=""))
    assert len(counter.shelf.jobs) == 1

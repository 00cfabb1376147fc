"""What a manager has to look at: each exception, its words, its place, its rank."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from gui_kit import FixedClock, demo_house

from app.bootstrap import Opened
from app.domain.catalogue.decide import SetAvailability
from app.domain.catalogue.events import StockConsumed
from app.domain.inventory.decide import CountStock
from app.domain.orders.billing import order_due
from app.domain.orders.commands import (
    AddLine,
    CompLine,
    Discount,
    FireCourse,
    OpenOrder,
    PrintAddition,
    SendOrder,
    VoidLine,
)
from app.domain.orders.events import OrderCreated
from app.domain.payments.commands import (
    RecordOutcome,
    RefundReceipt,
    RequestCard,
    TakePayment,
)
from app.domain.payments.events import PaymentRequested
from app.domain.receipts.events import ReceiptIssued
from app.domain.reservations.commands import CreateReservation
from app.domain.rules import Command
from app.domain.till.decide import OpenDrawer
from app.domain.vocabulary import MILLI, Meta, Refusal
from app.presenters.admin.watch import WatchItem, is_low, present_watch
from app.services.house import Actor, Fact
from hardware.health import DeviceState, Health
from resources.texts import set_language

DAY = "2026-11-20"
FINE = Health(state=DeviceState.READY, since=datetime(2026, 11, 20, tzinfo=UTC))


class Service:
    """A house in which things go wrong on demand."""

    def __init__(self, opened: Opened, clock: FixedClock) -> None:
        self.house, self.clock = opened.house, clock
        self.health: dict[str, Health] = {}
        for article in list(self.house.world.catalogue.remaining):
            self.run(SetAvailability(article=article, remaining=-1))
        for item in self.house.world.inventory.alerts():
            self.run(CountStock(item=item.id, level=9 * item.low))

    def run(
        self, command: Command, person: str = "marc", approver: str = ""
    ) -> tuple[Fact, ...]:
        done = self.house.run(command, Actor(person, "pos", approver))
        assert not isinstance(done, Refusal), done
        return done

    def order(self, *articles: str, table: str = "t9") -> str:
        created = self.run(OpenOrder(table=table, covers=2), "karim")[0].event
        assert isinstance(created, OrderCreated)
        for article in articles:
            self.run(AddLine(order=created.order, article=article), "karim")
        return created.order

    def line(self, order: str, number: int = 0) -> str:
        return self.house.world.book.orders[order].lines[number]

    def items(self, bday: str = DAY) -> tuple[WatchItem, ...]:
        return present_watch(self.house, bday, lambda d: self.health.get(d, FINE))

    def only(self) -> WatchItem:
        (item,) = self.items()
        return item


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    set_language("fr")
    clock = FixedClock()
    with demo_house(tmp_path, clock) as opened:
        yield Service(opened, clock)


def test_a_quiet_day_has_nothing_to_look_at(service: Service) -> None:
    assert service.items() == ()


def test_a_line_voided_before_sending_is_no_matter(service: Service) -> None:
    order = service.order("risotto")
    service.run(VoidLine(order=order, line=service.line(order), reason="Erreur"))
    assert service.items() == ()


def test_a_line_voided_after_sending_says_where_who_when_and_what(
    service: Service,
) -> None:
    order = service.order("risotto", "bar_roti")
    service.run(SendOrder(order=order), "karim")
    void = VoidLine(order=order, line=service.line(order), reason="Erreur")
    service.run(void, "karim", "marc")
    item = service.only()
    assert item.view.title == "Ligne retirée après l’envoi"
    assert item.view.subtitle == "T. 9 · Karim · 20:26 · Risotto aux cèpes"
    assert item.view.trailing == "−17,00"
    assert item.view.tone == "danger"
    assert item.place == ("admin", f"journal:order/{order}")


def test_a_line_voided_after_the_bill_is_the_graver(service: Service) -> None:
    order = service.order("risotto", "bar_roti")
    service.run(SendOrder(order=order), "karim")
    service.run(PrintAddition(order=order), "karim")
    service.run(VoidLine(order=order, line=service.line(order), reason="Erreur"))
    assert service.only().view.title == "Ligne retirée après la note"


def test_a_comp_shows_only_above_the_limit(service: Service) -> None:
    order = service.order("risotto")
    comp = CompLine(order=order, line=service.line(order), reason="Geste commercial")
    service.run(comp, "ines")
    assert service.items() == ()  # 17,00 under 20,00
    other = service.order("bar_roti", table="t14")
    comp = CompLine(order=other, line=service.line(other), reason="Geste commercial")
    service.run(comp, "karim", "marc")
    item = service.only()
    assert item.view.title == "Offert au-dessus du plafond"
    assert item.view.subtitle == "T. 14 · Karim · accord Marc"
    assert item.view.trailing == "23,00"
    assert item.view.tone == "warning"


def test_a_discount_on_a_whole_order_is_one_row(service: Service) -> None:
    order = service.order("risotto", "bar_roti")
    service.run(Discount(order=order, percent=1000, reason="Fidélité"))
    assert service.items() == ()
    other = service.order("risotto", "bar_roti", table="t14")
    service.run(Discount(order=other, percent=5000, reason="Fidélité"))
    item = service.only()
    assert item.view.title == "Remise au-dessus du plafond"
    assert item.view.trailing == "20,00"


def test_the_drawer_opened_for_no_sale_leads_to_its_till(service: Service) -> None:
    service.run(OpenDrawer(reason="Monnaie"), "lea")
    item = service.only()
    assert item.view.title == "Tiroir ouvert sans vente"
    assert item.view.subtitle == "Caisse 1 · Léa · 20:26 · Monnaie"
    assert item.place == ("admin", "journal:till/C1")


def test_a_refund_leads_to_its_document(service: Service) -> None:
    order = service.order("risotto")
    pay = TakePayment(order=order, method="cash", amount=1700)
    receipt = next(
        f.event for f in service.run(pay) if isinstance(f.event, ReceiptIssued)
    )
    service.run(
        RefundReceipt(
            original=receipt,
            number="C1-000001",
            back=((0, 1000),),
            reason="Plat renvoyé",
            method="cash",
        )
    )
    item = service.only()
    assert item.view.title == "Ticket remboursé"
    assert item.view.trailing == "−17,00"
    assert item.place[1].startswith("documents:")


def test_late_dishes_are_counted_by_station(service: Service) -> None:
    order = service.order("risotto")
    service.run(SendOrder(order=order), "karim")
    if not service.house.world.book.lines[service.line(order)].dishes[0].fired:
        service.run(FireCourse(order=order), "karim")
    service.clock.forward(minutes=16)
    item = service.only()
    assert item.view.title == "Plats au-delà de la limite"
    assert item.view.subtitle == "Chaud · 1 table · 16 min"
    assert item.place == ("kitchen", "chaud")


def test_a_card_without_an_answer_comes_first_and_leads_to_paying(
    service: Service,
) -> None:
    service.run(OpenDrawer(reason="Monnaie"), "lea")
    order = service.order("risotto")
    due = order_due(service.house.world.book, service.house.world.book.orders[order])
    asked = service.run(RequestCard(order=order, amount=due, terminal="tpe1"))[0].event
    assert isinstance(asked, PaymentRequested)
    outcome = RecordOutcome(order=order, payment=asked.payment, state="unknown")
    service.run(outcome)
    first = service.items()[0]
    assert first.view.title == "Carte sans réponse"
    assert first.view.trailing == "17,00"
    assert first.place == ("pay", f"order:{order}")


def test_stock_is_told_when_it_runs_low_but_not_when_taken_off(
    service: Service,
) -> None:
    service.run(SetAvailability(article="gravlax", remaining=13))
    service.run(SetAvailability(article="magret", remaining=0))
    assert service.items() == ()
    order = service.order()
    line = AddLine(order=order, article="gravlax", quantity=9 * MILLI)
    service.run(line, "karim")
    item = service.only()
    assert item.view.title == "Gravlax : 4 portions"
    assert item.view.subtitle == "sur 13 au départ"
    assert item.place == ("admin", "articles:gravlax")


def test_what_terminals_apart_sold_too_many_of_is_said(service: Service) -> None:
    service.run(SetAvailability(article="gravlax", remaining=2))
    assert service.only().view.title == "Gravlax : 2 portions"
    sold_elsewhere = StockConsumed(article="gravlax", quantity=4 * MILLI)
    service.house.world.evolve(sold_elsewhere, Meta(order=("f", "C2", 1)))
    item = service.only()
    assert item.view.title == "Gravlax : 2 vendues de trop"
    assert item.view.tone == "warning"


def test_what_has_to_be_ordered_is_one_row(service: Service) -> None:
    for item in ("boeuf", "creme"):
        service.run(CountStock(item=item, level=0))
    item = service.only()
    assert item.view.title == "2 articles à commander"
    assert item.view.subtitle == "Crème 35 %, Entrecôte"
    assert item.place == ("admin", "stock")


def test_a_table_that_was_given_twice_leads_to_the_list(service: Service) -> None:
    twice = CreateReservation(date=DAY, time="21:00", covers=2, tables=("t26",))
    service.run(twice)
    item = service.only()
    assert item.view.title == "Réservation à vérifier"
    assert item.view.subtitle.startswith("T. 26 · Deux réservations")
    assert item.place[0] == "reservations"


@pytest.mark.parametrize(
    ("left", "initial", "low"),
    [(0, 0, False), (13, 13, False), (4, 13, True), (6, 20, True), (7, 20, False)],
)
def test_stock_is_low_at_four_pieces_or_a_third(
    left: int, initial: int, low: bool
) -> None:
    assert is_low(left * MILLI, initial * MILLI) is low


def test_devices_in_trouble_come_last(service: Service) -> None:
    service.health["chaud"] = Health(
        state=DeviceState.DEGRADED,
        reasons=frozenset({"paper_near_end"}),
        since=FINE.since,
    )
    service.run(OpenDrawer(reason="Monnaie"), "lea")
    drawer, printer = service.items()
    assert drawer.view.tone == "warning"
    assert printer.view.title == "Imprimante Chaud : papier bientôt fini"
    assert printer.place == ("admin", "devices:chaud")
    unconfirmed = frozenset({"paper_near_end", "unconfirmed"})
    service.health["chaud"] = replace(service.health["chaud"], reasons=unconfirmed)
    assert service.items()[1].view.title == "Imprimante Chaud : bons non confirmés"


def test_a_past_day_shows_what_happened_and_not_what_is_the_matter_now(
    service: Service,
) -> None:
    service.run(OpenDrawer(reason="Monnaie"), "lea")
    service.health["chaud"] = Health(state=DeviceState.OFFLINE, since=FINE.since)
    assert len(service.items()) == 2
    assert service.items("2026-11-19") == ()


def test_the_words_are_english_too(service: Service) -> None:
    set_language("en")
    try:
        service.run(OpenDrawer(reason="Change"), "lea")
        assert service.only().view.title == "Drawer opened without a sale"
    finally:
        set_language("fr")

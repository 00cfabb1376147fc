"""Drives the paying page: what is on show, what came of a tender, where one goes then.

`PayWork` knows the bill and carries acts out, `CardDesk` the card terminals, `PayTaps`
turns taps into changes of what is chosen.
"""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.domain.orders.billing import payer
from app.domain.orders.state import Order
from app.domain.payments.events import PaymentCompleted, PaymentFailed, PaymentUnknown
from app.domain.receipts.events import ReceiptIssued
from app.presenters.pay import paid_words
from app.presenters.pay_account import first_unpaid, running_payment
from app.presenters.pay_choices import Choices, choose_tender, issued, next_payer
from app.presenters.pay_words import card_title, card_words
from app.presenters.pos_words import order_words
from app.services.house import Fact
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from app.windows.pay.cards import CardDesk
from app.windows.pay.split_controller import SplitController
from app.windows.pay.taps import PayTaps
from app.windows.pay.work import PayWork
from resources.texts import amount, price, tr

if TYPE_CHECKING:
    from app.windows.pay.page import PayPage


class PayController(QObject):
    """One page's wishes carried out."""

    def __init__(self, desk: Desk, board: DeviceBoard, page: "PayPage") -> None:
        super().__init__(page)
        self._desk, self._board, self._page = desk, board, page
        self.work = PayWork(desk, board)
        self.cards = CardDesk(desk, board, self)
        self._here = False
        self._taps = PayTaps(self, page)
        self.split = SplitController(desk, self, page)
        self._connect_signals()

    def _connect_signals(self) -> None:
        self.cards.approved.connect(self._on_card_approved)
        self.cards.ended.connect(self._on_card_ended)
        self.cards.silent.connect(self._on_card_silent)
        self._desk.changed.connect(self._on_desk_changed)
        self._board.changed.connect(self._on_board_changed)

    # Coming and going

    def begin(self, argument: str) -> None:
        """Shows "order:<id>" or "order:<id>/bill:<bill id>"."""
        place, _, bill_place = argument.partition("/")
        order = self._desk.world.book.orders.get(place.removeprefix("order:"))
        if order is None:
            self._desk.go("pos")
            return
        self._here = True
        running = running_payment(self._desk.world.book, order)
        bill = bill_place.removeprefix("bill:")
        if running is not None:
            bill = payer(order, running.bill)
        elif not bill_place:
            bill = first_unpaid(self._desk.world, order)
        self.pay_bill(order.id, bill)
        split = order.split is not None and bool(order.split.bills)
        account = self.work.account
        if split and not bill_place and running is None and account and account.bill:
            self.open_split("")

    def pay_bill(self, order: str, bill: str) -> None:
        """Shows one bill of an order."""
        self.choose(Choices(order=order, bill=bill))

    def open_split(self, by: str) -> None:
        """Shows who pays which lines: "articles", "places", "" for what is in force."""
        order = self.work.order
        if order is not None:
            self.split.open(order, by)

    def leave_split(self, order: Order, mode: str) -> None:
        """Back to one bill, by equal shares or by an amount."""
        self.work.choices = Choices(
            order=order.id, bill=first_unpaid(self._desk.world, order)
        )
        self._taps.choose_mode(mode)

    def leave(self) -> None:
        """Another page is shown; a card that runs goes on running."""
        self._here = False

    def choose(self, choices: Choices) -> None:
        """Takes what was chosen and shows what follows from it."""
        self.work.choices = choices
        account = self.work.account
        if account is not None and choices.tender == "cash":
            refused = self.work.no_cash(account)
            if refused is not None and refused.code == "cash_limit":
                self.work.choices = choose_tender(choices, "card_manual")
        self.refresh()

    def refresh(self) -> None:
        """Shows how the bill stands."""
        view = self.work.view()
        if self._here and view is not None:
            self._page.show_pay(view)

    def _refresh_shown(self) -> None:
        """Something changed elsewhere: shows it in the view that is open.

        A card that another window asked for comes before the split.
        """
        account = self.work.account
        if self._page.splitting and (account is None or account.running is None):
            self.split.refresh()
        else:
            self.refresh()

    def change(self, **changes: object) -> None:
        self.choose(replace(self.work.choices, **changes))  # type: ignore[arg-type]  # names and types of `Choices`

    def request_card(self, chosen: Choices, terminal: str) -> None:
        """Asks this terminal for what is wanted."""
        if self.work.shut:
            # The pad says why, and how to open the till.
            self.choose(choose_tender(chosen, "cash"))
            return
        self.work.choices = replace(chosen, tender="card", stage="tender", failed="")
        account = self.work.account
        if account is None:
            return
        wish = issued(self._desk.world, chosen, account)
        if self.cards.request(self.work.choices, account, terminal, wish):
            self.refresh()
        else:
            self.choose(choose_tender(chosen, "cash"))

    @Slot()
    def go_home(self) -> None:
        """Where one came from: the plan for a table, the counter otherwise."""
        order = self.work.order
        if order is not None and order.table:
            self._desk.go("floor")
        else:
            self._desk.go("pos", "counter")

    # What came of it

    def on_paid(self, facts: tuple[Fact, ...]) -> None:
        """After a tender: says what to give back, then shows who pays next, or leaves."""
        work, account = self.work, self.work.account
        if account is None:
            return
        events = [fact.event for fact in facts]
        taken = next((e for e in events if isinstance(e, PaymentCompleted)), None)
        closed = next((e for e in events if isinstance(e, ReceiptIssued)), None)
        if closed is not None:
            self._say_paid(taken, closed.receipt)
        elif taken is not None and self._partly(taken):
            self._say_partly(taken)
        if closed is not None and account.settled:
            self.go_home()
        elif closed is not None and account.split:
            self.open_split("")
        elif account.bill is None:
            bill = first_unpaid(work.world, account.order)
            self.choose(next_payer(work.choices, bill))
        else:
            self.choose(next_payer(work.choices, account.bill_id))

    def _say_paid(self, taken: object, receipt_id: str) -> None:
        receipt = self._desk.world.book.receipt(receipt_id)
        if receipt is None:
            return
        change = taken.change if isinstance(taken, PaymentCompleted) else 0
        self._desk.say(
            paid_words(change, receipt.number, receipt.ttc),
            undo=partial(self.work.reprint, receipt),
            act=tr("Réimprimer"),
            icon="print",
        )

    def _partly(self, taken: PaymentCompleted) -> bool:
        return taken.amount + taken.tip < self.cards.asked(taken.payment)

    def _say_partly(self, taken: PaymentCompleted) -> None:
        words = tr(
            "La carte n'a payé que {paid} sur {asked}.",
            paid=amount(taken.amount + taken.tip),
            asked=price(self.cards.asked(taken.payment)),
        )
        self._desk.say(words)

    @Slot(object)
    def _on_card_approved(self, facts: tuple[Fact, ...]) -> None:
        if self._here and self._about_us(facts):
            self.on_paid(facts)
            return
        for fact in facts:
            if isinstance(fact.event, PaymentCompleted):
                taken = fact.event
                cents = taken.amount + taken.tip
                words = tr("Carte acceptée {price}", price=price(cents))
                self._say_elsewhere(taken.order, words)

    @Slot(object)
    def _on_card_ended(self, event: PaymentFailed | PaymentUnknown) -> None:
        choices = self.work.choices
        order = self._desk.world.book.orders.get(event.order)
        payment = order.payments.get(event.payment) if order else None
        if payment is None:
            return
        if not (self._here and event.order == choices.order):
            words = f"{card_title(payment)} · {card_words(payment)}"
            self._say_elsewhere(event.order, words)
        elif isinstance(event, PaymentFailed):
            failed = choose_tender(choices, "card")
            self.choose(replace(failed, failed=event.payment, red_key=False))
        else:
            self.change(red_key=False, asked_again="")

    def _say_elsewhere(self, order: str, words: str) -> None:
        """A card that was left running has ended: said wherever the person is now."""
        found = self._desk.world.book.orders.get(order)
        if found is not None:
            where = order_words(self._desk.world, found)
            self._desk.say(f"{where[:1].upper()}{where[1:]} : {words}")

    @Slot()
    def _on_card_silent(self) -> None:
        if self.work.choices.asked_again == "waiting":
            self.change(asked_again="silent")

    @Slot(object)
    def _on_desk_changed(self, facts: tuple[Fact, ...]) -> None:
        if self._here and self._about_us(facts):
            self._refresh_shown()

    def _about_us(self, facts: tuple[Fact, ...]) -> bool:
        order = self.work.choices.order
        return any(getattr(fact.event, "order", order) == order for fact in facts)

    @Slot()
    def _on_board_changed(self) -> None:
        if self._here:
            self._refresh_shown()

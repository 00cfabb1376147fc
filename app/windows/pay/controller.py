"""Drives the paying page: what is on show, and where one goes from there.

`PayWork` knows the bill and carries acts out, `CardDesk` the card terminals, `PayTaps`
turns taps into changes of what is chosen, `Outcomes` says what came of a tender.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget

from app.domain.orders.billing import payer
from app.domain.orders.state import Order
from app.domain.payments.events import PaymentEvent
from app.presenters.pay.account import first_unpaid, running_payment
from app.presenters.pay.choices import Choices, begun, choose_tender
from app.services.house import Fact
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from app.windows.mailing import may_mail
from app.windows.pay.balances import Balances
from app.windows.pay.cards import CardDesk
from app.windows.pay.outcomes import Outcomes
from app.windows.pay.split_controller import SplitController
from app.windows.pay.taps import PayTaps
from app.windows.pay.tips import Tips
from app.windows.pay.work import PayWork
from resources.texts import price, tr

if TYPE_CHECKING:
    from app.windows.pay.page import PayPage

_AIMED_MS = 800
"""A tap that soon after somebody else changed the sum was aimed at the sum before."""


class PayController(QObject):
    """One page's wishes carried out."""

    def __init__(self, desk: Desk, board: DeviceBoard, page: "PayPage") -> None:
        super().__init__(page)
        self._desk, self._board, self._page = desk, board, page
        self.work = PayWork(desk, board)
        self.cards = CardDesk(desk, board, self)
        self.outcomes = Outcomes(desk, self)
        self._here = False
        self._shown = 0
        """Cents of the next tender, as the page says."""
        self.moved = QTimer(self, interval=_AIMED_MS, singleShot=True)
        self._taps = PayTaps(self, page)
        self.balances = Balances(self, page)
        self.tips = Tips(self, page)
        self.split = SplitController(desk, self, page)
        self._connect_signals()

    def _connect_signals(self) -> None:
        self._desk.changed.connect(self._on_desk_changed)
        self._board.changed.connect(self._on_board_changed)

    @property
    def still(self) -> bool:
        """Nobody else has just changed the sum: a tap takes what it was aimed at."""
        return not self.moved.isActive()

    # Coming and going

    def begin(self, argument: str) -> None:
        """Shows "order:<id>" or "order:<id>/bill:<bill id>"; "order:<id>/credit:<code>"
        once a voucher was scanned for it."""
        place, _, bill_place = argument.partition("/")
        if bill_place.startswith("credit:"):
            self.begin(place)
            self.take_scan(bill_place.removeprefix("credit:"))
            return
        order = self._desk.world.book.orders.get(place.removeprefix("order:"))
        if order is None:
            self._desk.go("pos")
            return
        self._here = True
        self.work.mails = may_mail(self._desk)
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

    def take_scan(self, code: str) -> bool:
        """A gun read a code; False when it means nothing here."""
        return self.balances.take_scan(code)

    @property
    def window(self) -> QWidget:
        """The window that the page is in."""
        return self._page.window()

    def pay_bill(self, order: str, bill: str) -> None:
        """Shows one bill of an order; a deposit that the guests left pays first."""
        self.work.choices = Choices(order=order, bill=bill)
        self.choose(begun(order, bill, self.work.tenders))
        self.balances.use_deposit()

    def open_split(self, by: str) -> None:
        """Shows who pays which lines: "articles", "places", "" for what is in force."""
        order = self.work.order
        if order is not None:
            self.split.open(order, by)

    def leave_split(self, order: Order, mode: str) -> None:
        """Back to one bill, by equal shares or by an amount."""
        bill = first_unpaid(self._desk.world, order)
        self.work.choices = begun(order.id, bill, self.work.tenders)
        self._taps.choose_mode(mode)

    def leave(self) -> None:
        """Another page is shown; a card that runs goes on running."""
        self._here = False
        self._desk.front()

    def shows(self, order: str) -> bool:
        """Whether this order is on show now."""
        return self._here and order == self.work.choices.order

    def choose(self, choices: Choices) -> None:
        """Takes what was chosen and shows what follows from it."""
        self.work.choices = choices
        self.work.choices = choices = self.balances.within_the_day(choices)
        account = self.work.account
        if account is not None and choices.tender == "cash":
            refused = self.work.no_cash(account)
            if refused is not None and refused.code == "cash_limit":
                self.work.choices = choose_tender(choices, "card_manual")
        self.refresh()

    def refresh(self) -> None:
        """Shows how the bill stands."""
        view, account = self.work.view(), self.work.account
        self._shown = account.share if account else 0
        if self._here:
            self._desk.front(self.work.front())
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
        if not self.still:
            return
        if self.work.shut:
            # The pad says why, and how to open the till.
            self.choose(choose_tender(chosen, "cash"))
            return
        self.work.choices = replace(chosen, stage="tender", failed="")
        account = self.work.account
        if account is None:
            return
        if self.cards.request(self.work.choices, account, terminal):
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

    @Slot(object)
    def _on_desk_changed(self, facts: tuple[Fact, ...]) -> None:
        # Another order's card takes or frees a terminal.
        cards = any(isinstance(fact.event, PaymentEvent) for fact in facts)
        if self.concerns(facts) or (self._here and cards):
            self._notice_sum(facts)
            self._refresh_shown()

    def _notice_sum(self, facts: tuple[Fact, ...]) -> None:
        """Says a sum that is not the one on show, when somebody else made it so."""
        account, shown = self.work.account, self._shown
        self._shown = account.share if account else 0
        if account is None or account.share in {shown, 0}:
            return
        own = self._desk.person, self._desk.house.terminal
        hands = ((fact.meta.op, fact.meta.chain) for fact in facts if fact.meta.op)
        if any(hand != own for hand in hands):
            self.moved.start()
            words = tr("La note vient de changer : {due}", due=price(account.share))
            self._desk.say(words)

    def concerns(self, facts: tuple[Fact, ...]) -> bool:
        """Whether the bill on show is concerned by what was written."""
        if not self._here:
            return False
        order = self.work.choices.order
        return any(getattr(fact.event, "order", order) == order for fact in facts)

    @Slot()
    def _on_board_changed(self) -> None:
        if self._here:
            self._refresh_shown()

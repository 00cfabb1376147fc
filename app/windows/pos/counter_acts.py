"""The counter: paying in one tap, putting a sale aside, giving its receipt."""

from PySide6.QtCore import QObject, Slot

from app.domain.orders.billing import REST, order_due
from app.domain.orders.state import Order
from app.domain.payments.commands import RequestCard, TakePayment
from app.domain.payments.events import PaymentCompleted, PaymentFailed, PaymentUnknown
from app.domain.payments.holding import holder
from app.domain.payments.vouchers import voucher_most
from app.domain.receipts.events import ReceiptIssued
from app.presenters.guest.display import RECEIPT
from app.presenters.pay.terminals import holder_words
from app.presenters.pay.words import kept_from_vouchers, voucher_day
from app.presenters.pos.counter import (
    Paid,
    default_terminal,
    failure_words,
    paid_of,
    wished,
)
from app.presenters.pos.words import order_title
from app.projections.queries import document
from app.services.house import Fact
from app.windows.mailing import MailTaker
from app.windows.pos.sheets import AmountSheet, CounterQrSheet
from app.windows.pos.work import Work
from app.windows.qr_sheet import code_of
from resources.texts import price, tr


class CounterActs(QObject):
    """Money and receipts of the sale in front of the person."""

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self._work = work
        self._mails = MailTaker(work.desk, self)

    def _payable(self) -> Order | None:
        """The sale, when money can be taken on it now; else says why not."""
        work, order = self._work, self._work.order
        if order is None or order_due(work.world.book, order) <= 0:
            work.refuse(tr("Il n'y a rien à payer."))
            return None
        if work.state.choosing or work.state.composing:
            work.refuse(tr("Finissez d'abord ce choix."))
            return None
        house = work.desk.house
        if not house.world.till(house.terminal).session:
            work.refuse(tr("Ouvrez d'abord la caisse."))
            work.desk.go("till", "open")
            return None
        return order

    @property
    def _issued(self) -> str:
        """What the journal is told of the receipt: code and mail are digital ones."""
        wish = wished(self._work.world, self._work.order, self._work.state.issued)
        return "digital" if wish in ("qr", "mail") else wish

    @Slot(int)
    def pay_cash(self, tendered: int) -> None:
        """The guest hands over `tendered` cents for what is due."""
        order = self._payable()
        if order is None:
            return
        due = order_due(self._work.world.book, order)
        if tendered < due:
            self._work.refuse(tr("Il manque {amount}.", amount=price(due - tendered)))
            return
        self._work.run(
            TakePayment(
                order=order.id,
                method="cash",
                amount=due,
                tendered=tendered,
                issued=self._issued,
            )
        )

    @Slot()
    def pay_card(self) -> None:
        """Asks the default terminal for what is due."""
        order, terminal = self._payable(), default_terminal(self._work.world)
        if order is None:
            return
        if terminal is None:
            self._work.refuse(tr("Aucun terminal de paiement n'est réglé."))
            return
        house = self._work.desk.house
        held = holder(house.world.book, terminal.id, house.clock())
        if held is not None:  # the payment page has the ways out
            self._work.refuse(
                f"{terminal.name} : {holder_words(self._work.world, held)}"
            )
            self.pay_otherwise()
            return
        self._work.state.card_failed = ""
        self._work.run(
            RequestCard(
                order=order.id,
                amount=order_due(self._work.world.book, order),
                terminal=terminal.id,
                issued=self._issued,
            )
        )

    @Slot()
    def cancel_card(self) -> None:
        """Wishes the running card payment away."""
        work, order = self._work, self._work.order
        running = (
            [p.id for p in order.payments.values() if p.state == "in_progress"]
            if order
            else []
        )
        for payment in running:
            if not work.board.cancel_card(payment):
                work.refuse(tr("Annulez avec la touche rouge du terminal."))

    @Slot()
    def ask_voucher(self) -> None:
        """What the titre-restaurant is worth."""
        order = self._payable()
        if order is None:
            return
        work = self._work
        due = order_due(work.world.book, order)
        limit = work.world.settings.number("voucher.limit")
        most = voucher_most(work.world, order, REST)
        kept = kept_from_vouchers(work.world, order, REST) if most < limit else ""
        off = voucher_day(work.world, work.desk.house.clock())
        sheet = AmountSheet(
            work.beside,
            tr("Titre-restaurant"),
            f"{off[:1].upper()}{off[1:]}"
            if off
            else tr("Hors titres : {what}", what=kept)
            if kept
            else tr("{limit} au plus par personne et par jour", limit=price(limit)),
            label=tr("Valeur du titre"),
            act=tr("Encaisser"),
            value=min(due, most) or min(due, limit),
        )
        sheet.submitted.connect(self._on_voucher_submitted)
        work.open_sheet(sheet)

    @Slot(int)
    def _on_voucher_submitted(self, value: int) -> None:
        work, order, sheet = self._work, self._work.order, self._work.sheet
        if order is None or not isinstance(sheet, AmountSheet):
            return
        limit = work.world.settings.number("voucher.limit")
        if not 0 < value <= limit:
            sheet.refuse(tr("De 0,01 à {limit}.", limit=price(limit)))
            return
        due = order_due(work.world.book, order)
        payable = min(due, voucher_most(work.world, order, REST)) or due
        command = TakePayment(
            order=order.id,
            method="voucher",
            amount=min(value, payable),
            tendered=value,
            issued=self._issued,
        )
        if work.run(command):
            work.close_sheet()
            left = order_due(work.world.book, order)
            if left > 0:
                work.say(tr("Reste {amount} à payer", amount=price(left)))

    @Slot()
    def pay_otherwise(self) -> None:
        """The payment page: everything else."""
        order = self._work.order
        if order is not None:
            self._work.desk.go("pay", f"order:{order.id}")

    @Slot(str)
    def choose_issued(self, issued: str) -> None:
        """How the guest wants the receipt."""
        self._work.state.issued = issued
        self._work.shown_changed.emit()

    @Slot(str, str)
    def on_guest_said(self, kind: str, key: str) -> None:
        """The guest before the second screen says how they want the receipt."""
        work = self._work
        shown = work.state.pays and work.order and work.beside.isVisible()
        if kind == RECEIPT and shown:
            self.choose_issued("qr" if key == "digital" else key)

    @Slot()
    def hold(self) -> None:
        """Puts the sale aside; it waits in the list until somebody takes it again."""
        work, order = self._work, self._work.order
        if order is None or not work.world.book.lines_of(order):
            return
        words = tr("Vente {number} en attente", number=order_title(work.world, order))
        work.state.take_order("")
        work.shown_changed.emit()
        work.say(words)

    # What became of the money

    def note(self, facts: tuple[Fact, ...]) -> None:
        """Takes in what happened to the sale in front of the person."""
        state = self._work.state
        receipt = completed = None
        for fact in facts:
            event = fact.event
            if getattr(event, "order", "") != state.order or not state.order:
                continue
            if isinstance(event, PaymentFailed | PaymentUnknown):
                state.card_failed = failure_words(event)
            elif isinstance(event, PaymentCompleted):
                completed = event
                state.card_failed = ""
            elif isinstance(event, ReceiptIssued):
                receipt = event
        if completed is not None and receipt is not None:
            self._paid(completed, receipt)

    def _paid(self, completed: PaymentCompleted, receipt: ReceiptIssued) -> None:
        """The sale is over: the change stays on show, the next article begins another."""
        work, state = self._work, self._work.state
        if work.order is not None and order_due(work.world.book, work.order):
            return
        with work.desk.house.database.read() as connection:
            stored = document(connection, receipt.receipt)
        number = stored.number if stored else ""
        wish = state.issued if state.pays else ""
        paid: Paid = paid_of(completed, number, receipt)
        state.take_order("")
        state.paid = paid
        if wish == "qr":
            work.open_sheet(CounterQrSheet(work.beside, code_of(work.desk, receipt)))
        elif wish == "mail":
            host = work.beside.window()
            self._mails.ask(host, receipt.order, receipt.receipt, number, original=True)

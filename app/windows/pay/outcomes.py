"""What came of a tender: what is said about it, and what is shown then."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.domain.payments.events import PaymentCompleted, PaymentFailed, PaymentUnknown
from app.domain.receipts.events import ReceiptIssued
from app.presenters.pay.account import first_unpaid
from app.presenters.pay.choices import choose_tender, next_payer
from app.presenters.pay.foreign import units
from app.presenters.pay.page import paid_words
from app.presenters.pay.words import card_title, card_words
from app.presenters.pos.words import order_words
from app.services.house import Fact
from app.windows.desk import Desk
from app.windows.mailing import MailTaker
from app.windows.qr_sheet import QrSheet, code_of
from resources.texts import amount, price, tr

if TYPE_CHECKING:
    from app.windows.pay.controller import PayController


class Outcomes(QObject):
    """Follows the tenders of one page, and the cards that were asked for there."""

    def __init__(self, desk: Desk, flow: "PayController") -> None:
        super().__init__(flow)
        self._desk, self._flow = desk, flow
        self._mails = MailTaker(desk, self)
        flow.cards.approved.connect(self._on_card_approved)
        flow.cards.ended.connect(self._on_card_ended)
        flow.cards.silent.connect(self._on_card_silent)

    def on_paid(self, facts: tuple[Fact, ...]) -> None:
        """After a tender: says what to give back, then shows who pays next, or leaves."""
        work, account = self._flow.work, self._flow.work.account
        if account is None:
            return
        events, wish = [fact.event for fact in facts], work.choices.issued
        taken = next((e for e in events if isinstance(e, PaymentCompleted)), None)
        closed = next((e for e in events if isinstance(e, ReceiptIssued)), None)
        if closed is not None:
            self._say_paid(taken, closed.receipt)
        elif taken is not None and self._partly(taken):
            self._say_partly(taken)
        if closed is not None and account.settled:
            self._flow.go_home()
        elif closed is not None and account.split:
            self._flow.open_split("")
        elif account.bill is None:
            bill = first_unpaid(work.world, account.order)
            self._flow.choose(next_payer(work.choices, bill))
        else:
            self._flow.choose(next_payer(work.choices, account.bill_id))
        if closed is not None and closed.issued == "digital":
            # Over whatever is shown now, which else would take the keyboard back.
            self._give(closed, wish)

    def _say_paid(self, taken: object, receipt_id: str) -> None:
        receipt = self._desk.world.book.receipt(receipt_id)
        if receipt is None:
            return
        paid = taken if isinstance(taken, PaymentCompleted) else None
        change, tip = (paid.change, paid.tip) if paid else (0, 0)
        given = paid.exchange if paid else None
        back = units(given.back, given.currency) if given and given.back else ""
        self._desk.say(
            paid_words(change, receipt.number, receipt.total, tip, back),
            undo=partial(self._flow.work.reprint, receipt),
            act=tr("Réimprimer"),
            icon="print",
        )

    def _give(self, closed: ReceiptIssued, wish: str) -> None:
        """The receipt that the guest wants otherwise than on paper."""
        receipt = self._desk.world.book.receipt(closed.receipt)
        if wish == "mail" and receipt is not None:
            self._mails.ask(
                self._flow.window,
                closed.order,
                closed.receipt,
                receipt.number,
                original=True,
            )
        else:
            QrSheet(self._flow.window, code_of(self._desk, closed)).open()

    def _partly(self, taken: PaymentCompleted) -> bool:
        return taken.amount + taken.tip < self._flow.cards.asked(taken.payment)

    def _say_partly(self, taken: PaymentCompleted) -> None:
        words = tr(
            "La carte n'a payé que {paid} sur {asked}.",
            paid=amount(taken.amount + taken.tip),
            asked=price(self._flow.cards.asked(taken.payment)),
        )
        self._desk.say(words)

    @Slot(object)
    def _on_card_approved(self, facts: tuple[Fact, ...]) -> None:
        if self._flow.concerns(facts):
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
        choices = self._flow.work.choices
        order = self._desk.world.book.orders.get(event.order)
        payment = order.payments.get(event.payment) if order else None
        if payment is None:
            return
        if not self._flow.shows(event.order):
            words = f"{card_title(payment)} · {card_words(payment)}"
            self._say_elsewhere(event.order, words)
        elif isinstance(event, PaymentFailed):
            failed = choose_tender(choices, payment.method)
            self._flow.choose(replace(failed, failed=event.payment, red_key=False))
        else:
            self._flow.change(red_key=False, asked_again="")

    def _say_elsewhere(self, order: str, words: str) -> None:
        """A card that was left running has ended: said wherever the person is now."""
        found = self._desk.world.book.orders.get(order)
        if found is not None:
            where = order_words(self._desk.world, found)
            self._desk.say(f"{where[:1].upper()}{where[1:]} : {words}")

    @Slot(str)
    def _on_card_silent(self, word: str) -> None:
        if self._flow.work.choices.asked_again == "waiting":
            self._flow.change(asked_again=word)

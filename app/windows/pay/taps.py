"""Taps and keys on the paying page, and what each of them changes or asks for."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.presenters.guest.display import RECEIPT, TIP
from app.presenters.pay.account import first_unpaid
from app.presenters.pay.choices import (
    ACCOUNT,
    KINDS,
    ON_TERMINAL,
    choose_tender,
    choose_tip,
    finish_stage,
    guest_tip,
    issued,
    next_payer,
    press,
)
from app.presenters.pay.foreign import BACK, IN
from app.presenters.pay.page import APART, pad_value
from app.presenters.pay.terminals import ready_terminals
from app.windows.invoicing import InvoiceTaker
from resources.texts import tr

if TYPE_CHECKING:
    from app.windows.pay.controller import PayController
    from app.windows.pay.page import PayPage

_MOST_SHARES = 50


class PayTaps(QObject):
    """Listens to the panes of one page."""

    def __init__(self, flow: "PayController", page: "PayPage") -> None:
        super().__init__(page)
        self._flow, self._page = flow, page
        self._work = flow.work
        self._invoices = InvoiceTaker(self._work.desk, page)
        self._connect_signals()

    def _connect_signals(self) -> None:
        page, pay = self._page, self._page.pay
        page.key_pressed.connect(self._on_key_pressed)
        page.entered.connect(self._on_entered)
        page.back_requested.connect(self._on_back_requested)
        pay.bill.head.back_requested.connect(self._on_back_requested)
        pay.bill.head.print_requested.connect(self._on_print_requested)
        pay.bill.head.invoice_requested.connect(self._on_invoice_requested)
        pay.bill.payer_chosen.connect(self._on_payer_chosen)
        pay.tenders.mode_chosen.connect(self._on_mode_chosen)
        pay.tenders.parts_changed.connect(self._on_parts_changed)
        pay.tenders.guests_changed.connect(self._work.set_guests)
        pay.tenders.tender_chosen.connect(self._on_tender_chosen)
        pay.tenders.tip_chosen.connect(self._on_tip_chosen)
        self._work.desk.guest_said.connect(self._on_guest_said)
        pay.tenders.receipt_chosen.connect(self._on_receipt_chosen)
        pay.pad.key_pressed.connect(self._on_key_pressed)
        pay.pad.option_chosen.connect(self._on_option_chosen)
        pay.pad.act_requested.connect(self._on_act_requested)
        pay.notice.act_requested.connect(self._on_notice_act)

    @Slot()
    def _on_back_requested(self) -> None:
        """One step back in what is typed, else back to where one came from."""
        if self._page.splitting:
            self._flow.split.step_back()
            return
        choices = self._work.choices
        if choices.stage == "tender":
            self._step_back()
        elif choices.stage == "terminal":
            self._flow.choose(choose_tender(choices, "cash"))
        else:
            self._flow.change(stage="tender", typed=None, code="", amount=0)

    def _step_back(self) -> None:
        """From one payer's bill to the payers, from the whole bill to the room."""
        account = self._work.account
        if account is not None and account.split and not account.settled:
            self._flow.open_split("")
        else:
            self._flow.go_home()

    @Slot()
    def _on_print_requested(self) -> None:
        self._work.print_addition()

    @Slot()
    def _on_invoice_requested(self) -> None:
        account = self._work.account
        if account is not None:
            words = tr("Établie dès que c'est payé")
            self._invoices.ask(account.order.id, account.bill_id, words)

    @Slot(str)
    def _on_payer_chosen(self, bill: str) -> None:
        self._flow.pay_bill(self._work.choices.order, bill)

    @Slot(str)
    def _on_mode_chosen(self, mode: str) -> None:
        self.choose_mode(mode)

    def choose_mode(self, mode: str) -> None:
        """Another way to share the bill."""
        account = self._work.account
        if account is None:
            return
        if mode == "amount":
            self._flow.change(stage="amount", typed=None, amount=0)
        elif mode == "parts":
            if not account.shares:
                self._work.share(max(2, min(account.order.covers, _MOST_SHARES)))
            self._start_again()
        elif account.paid and not account.split:
            words = tr("Une part est déjà payée : finissez ce partage d'abord.")
            self._work.desk.say(words, tone="refused")
            self._flow.refresh()
        else:
            self._flow.open_split(mode)

    @Slot(int)
    def _on_parts_changed(self, count: int) -> None:
        self._work.share(count)
        self._start_again()

    def _start_again(self) -> None:
        """The bill is shared otherwise: what was typed for the old share is void."""
        choices, account = self._work.choices, self._work.account
        bill = choices.bill
        if account is not None and account.bill is None:
            bill = first_unpaid(self._work.world, account.order)
        self._flow.choose(next_payer(choices, bill))

    @Slot(str)
    def _on_tender_chosen(self, tender: str) -> None:
        chosen = choose_tender(self._work.choices, tender)
        if tender != "card":
            self._flow.choose(chosen)
            return
        ready = ready_terminals(self._work.world, self._work.sight())
        if len(ready) > 1:
            self._flow.choose(replace(chosen, stage="terminal"))
        elif ready and not self._work.held(ready[0].id):
            self._flow.request_card(chosen, ready[0].id)
        else:
            self._flow.choose(chosen)

    @Slot(str)
    def _on_tip_chosen(self, tip: str) -> None:
        self._flow.choose(choose_tip(self._work.choices, tip))

    @Slot(str, str)
    def _on_guest_said(self, kind: str, key: str) -> None:
        """The guest's own word counts as a tap; never while their card is asked."""
        choices, account = self._work.choices, self._work.account
        if account is None or account.running or not self._flow.shows(choices.order):
            return
        if kind == TIP:
            self._flow.choose(guest_tip(choices, key))
        elif kind == RECEIPT:
            self._flow.change(issued=key)

    @Slot(str)
    def _on_receipt_chosen(self, receipt: str) -> None:
        self._flow.change(issued=receipt)

    @Slot(str)
    def _on_option_chosen(self, key: str) -> None:
        choices = self._work.choices
        if key.startswith(ON_TERMINAL):
            self._flow.request_card(choices, key.removeprefix(ON_TERMINAL))
        elif key.startswith(IN):
            currency = key.removeprefix(IN)
            micro = self._work.rates.get(currency, 0)
            self._flow.change(kind=currency, micro=micro, typed=None, change_in="")
        elif key.startswith(BACK):
            self._flow.change(change_in=key.removeprefix(BACK))
        elif key == APART:
            self._flow.tips.open(choices.typed or choices.tip_typed)
        elif key in KINDS.get(choices.tender, ()):
            self._flow.change(kind=key, typed=None, code="", client="")
            if key == ACCOUNT:
                self._flow.balances.choose_client()
        else:
            typed = None if key == "exact" else int(key)
            self._flow.change(typed=typed, fresh=True)

    @Slot(str)
    def _on_key_pressed(self, key: str) -> None:
        choices, account = self._work.choices, self._work.account
        known = key.isdigit() or key == "erase" or choices.typing_code
        typing = self._page.pay.typing and not self._page.splitting
        if account is None or not typing or not known:
            return
        shown = pad_value(self._work.world, account, choices)
        self._flow.choose(press(choices, key, shown))

    @Slot()
    def _on_entered(self) -> None:
        """Enter is a tap on the great button, when there is one that can be tapped."""
        if self._page.splitting:
            self._flow.split.pay_current()
        elif self._page.pay.typing:
            self._page.pay.pad.act.click()

    @Slot()
    def _on_act_requested(self) -> None:
        choices, account = self._work.choices, self._work.account
        if account is None:
            return
        if choices.stage == "authorisation" and account.running is not None:
            running = account.running
            self._flow.cards.resolve(
                choices.order,
                running.id,
                running.amount + running.tip,
                authorisation=choices.code,
            )
        elif choices.stage != "tender":
            self._flow.choose(finish_stage(choices))
        elif self._work.shut:
            self._work.desk.go("till", f"open:order:{choices.order}")
        elif choices.method == ACCOUNT and not choices.client:
            self._flow.balances.choose_client()
        elif self._flow.still:
            self._work.take(self._flow.outcomes.on_paid)

    @Slot(str)
    def _on_notice_act(self, key: str) -> None:
        """An act of the notice: "card:<terminal>", "return:<payment>" and the like."""
        choices, account = self._work.choices, self._work.account
        if account is None:
            return
        word, _, what = key.partition(":")
        if word == "card":
            self._flow.request_card(choices, what)
        elif word == "return":
            self._work.give_back(what)
        elif word == "return_by_hand":
            self._work.give_back(what, "card_manual")
        elif word == "another":
            self._flow.change(stage="terminal")
        elif word == "manual":
            self._flow.choose(choose_tender(choices, "card_manual"))
        elif word == "by_hand":
            self._flow.choose(choose_tender(choices, choices.tender))
        elif word == "tip":
            self._flow.tips.open()
        elif word == "leave":
            self._flow.go_home()
        elif word == "reprint":
            self._work.reprint(account.order.receipts[-1])
        elif word == "issue":
            wish = issued(self._work.world, choices, account)
            self._work.issue(wish, self._flow.outcomes.on_paid)
        elif account.running is not None:
            self._on_card_act(word)

    def _on_card_act(self, word: str) -> None:
        choices, account = self._work.choices, self._work.account
        running = account.running if account else None
        if running is None:
            return
        cards, cents = self._flow.cards, running.amount + running.tip
        if word == "cancel":
            self._flow.change(red_key=not cards.cancel(running.id))
        elif word == "ask_again":
            self._flow.change(asked_again="waiting")
            cards.ask_again(running.id, cents)
        elif word == "accepted":
            self._flow.change(stage="authorisation", code="")
        elif word == "refused":
            cards.resolve(choices.order, running.id, cents)

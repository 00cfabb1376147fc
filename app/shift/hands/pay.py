"""The paying page: every tender, the splits, and what is done about a lost card answer."""

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from app.domain.payments.events import (
    PaymentCompleted,
    PaymentFailed,
    PaymentRequested,
    PaymentUnknown,
)
from app.domain.receipts.events import ReceiptIssued
from app.presenters.pay.cash import whole_price
from app.shift.finger import Stuck
from app.shift.hands.login import LoginHand
from app.shift.stage import Stage
from app.windows.pay.page import PayPage
from app.windows.pay.tenders_pane import MODES
from hardware.terminals.customer import ACCEPTS, Behaviour
from widgets.button import IconButton
from widgets.pressable import Pressable
from widgets.split_column import SplitColumn
from widgets.stepper import Stepper

CARD_S = 30.0
TWO_TAPS_S = 0.6
"""Two taps in less are one double click."""


class PayHand:
    """A waiter at the paying page of a window."""

    def __init__(self, stage: Stage, login: LoginHand, window: str) -> None:
        self._stage, self._finger, self._login = stage, stage.finger, login
        self.window = window

    @property
    def page(self) -> PayPage:
        """The page.

        Raises:
            Stuck: another page is on show.
        """
        page = self._stage.page(self.window)
        if not isinstance(page, PayPage):
            raise Stuck(f"the paying page is not on show, but {page.key}")
        return page

    @property
    def here(self) -> bool:
        """Whether the paying page is on show."""
        return self._stage.windows[self.window].place == "pay"

    @property
    def free(self) -> bool:
        """Whether nothing is due on the bill and only its document is missing."""
        act = self.page.pay.notice.acts.get("issue")
        return act is not None and act.isVisible()

    # Tenders

    def cash(self, tendered: int = 0) -> PaymentCompleted:
        """Cash: the exact amount, or so many cents handed over."""
        return self._typed("cash", tendered)

    def voucher(self, value: int) -> PaymentCompleted:
        """A titre-restaurant of a value."""
        return self._typed("voucher", value)

    def gift(self, code: str) -> PaymentCompleted:
        """A gift voucher, read by the gun: as much of it as is due."""
        since = len(self._stage.facts)
        self._finger.scan(self._stage.windows[self.window], code)
        act = self.page.pay.pad.act
        self._finger.until(act.isEnabled, "the voucher is not taken")
        self._finger.tap(act)
        return self._stage.wait_for(PaymentCompleted, since)

    def slip(self, number: str) -> PaymentCompleted:
        """A card on the stand-alone terminal, with the number of its slip."""
        return self._coded("card_manual", number)

    def cheque(self, number: str) -> PaymentCompleted:
        """A cheque."""
        return self._coded("cheque", number)

    def card(
        self, customer: Behaviour = ACCEPTS
    ) -> PaymentCompleted | PaymentFailed | PaymentUnknown:
        """A card on the terminal, and what became of it."""
        for terminal in self._stage.suite.devices.simulated_terminals.values():
            terminal.script(customer)
        since = len(self._stage.facts)
        self._finger.tap(self.page.pay.tenders.tiles["card"])
        if not self._stage.written(PaymentRequested, since):
            return self.retry_card()  # the terminal was thought to be down
        return self._outcome(since)

    def retry_card(self) -> PaymentCompleted | PaymentFailed | PaymentUnknown:
        """The card once more, from the words that say why it failed."""
        since, acts = len(self._stage.facts), self.page.pay.notice.acts
        key = next((key for key in acts if key.startswith("card:")), "")
        if not key:
            raise Stuck("the failed card cannot be tried again")
        self._finger.tap(acts[key])
        return self._outcome(since)

    def ask_again(self) -> PaymentCompleted | PaymentFailed | PaymentUnknown:
        """Asks the terminal what became of a payment whose answer was lost."""
        return self._settle("ask_again")

    def say_refused(self) -> PaymentCompleted | PaymentFailed | PaymentUnknown:
        """A manager read the slip: no money was taken; they are asked whether it is so."""
        self._notice("refused")
        self._finger.pause(TWO_TAPS_S)
        return self._settle("refused")

    def say_accepted(
        self, authorisation: str
    ) -> PaymentCompleted | PaymentFailed | PaymentUnknown:
        """A manager read the slip: it was accepted, under this number."""
        since = len(self._stage.facts)
        self._notice("accepted")
        for sign in authorisation:
            self._finger.tap(self.page.pay.pad.keypad.key(sign))
        self._finger.tap(self.page.pay.pad.act)
        self._approve_if_asked()
        return self._outcome(since)

    def tip(self, key: str) -> None:
        """A tip: "one", "two" or "round"."""
        self._finger.tap(self.page.pay.tenders.tips[key])

    def paper(self) -> None:
        """The guest wants the receipt on paper."""
        self._finger.tap(self.page.pay.tenders.receipts["paper"])

    def issue(self) -> ReceiptIssued:
        """Closes a bill on which nothing is due."""
        since = len(self._stage.facts)
        self._notice("issue")
        return self._stage.wait_for(ReceiptIssued, since)

    def leave(self) -> None:
        """Back to where one came from."""
        page = self.page
        back = page.split.head if page.splitting else page.pay.bill.head
        self._finger.tap(back.back)

    # Splits

    def share(self, count: int) -> None:
        """Splits the bill in equal shares."""
        self._mode("parts")
        stepper = self._finger.find(self.page.pay.tenders, Stepper)
        while stepper.value != count:
            self._finger.tap(_step(stepper, up=stepper.value < count))

    def split_by_seats(self) -> None:
        """One bill a seat."""
        self._mode("places")
        self._finger.until(lambda: self.page.splitting, "the split does not come")

    def split_by_articles(self) -> None:
        """The view in which lines are handed to payers."""
        self._mode("articles")
        self._finger.until(lambda: self.page.splitting, "the split does not come")

    def add_payer(self) -> str:
        """One more column; the id of its payer."""
        before = {column.view.id for column in self.columns}
        board = self.page.split.board
        ours = {*self.columns}
        added = next(
            each
            for each in board.findChildren(Pressable)
            if each.isVisible() and not any(c.isAncestorOf(each) for c in ours)
        )
        self._finger.tap(added)
        return next(c.view.id for c in self.columns if c.view.id not in before)

    def hand_over(self, line: str, target: str) -> None:
        """Touches a line nobody has yet and gives it to "to:<payer>", "table"…"""
        since = len(self._stage.facts)
        column = next(c for c in self.columns if line in _lines(c))
        rect = column.line_rect(line)
        self._finger.tap(column, rect.center())
        offered = self.page.split.side.targets
        if target not in offered:
            raise Stuck(f"the line may go to {sorted(offered)}, not {target}")
        self._finger.tap(offered[target])
        if len(self._stage.facts) == since:
            raise Stuck("the line was not handed over")

    def payers(self) -> Iterator[str]:
        """Opens the bill of each payer who has not paid, one after the other."""
        while self.here and self.page.splitting:
            column = next((c for c in self.columns if _can_pay(c)), None)
            if column is None:
                return
            self._finger.tap(column.act)
            self._finger.until(
                lambda: not self.page.splitting, "the payer's bill does not come"
            )
            yield column.view.id

    @property
    def columns(self) -> tuple[SplitColumn, ...]:
        """The payers of the split."""
        return self.page.split.board.columns

    # What they share

    def _mode(self, key: str) -> None:
        page = self.page
        modes = page.split.modes if page.splitting else page.pay.tenders.modes
        self._finger.tap(modes.options[MODES.index(key)])

    def _typed(self, tile: str, cents: int) -> PaymentCompleted:
        """A tender whose value is typed; 0 takes what the pad proposes."""
        pay, since = self.page.pay, len(self._stage.facts)
        self._finger.tap(pay.tenders.tiles[tile])
        if cents:
            quick = self._quick(cents)
            if quick is not None:
                self._finger.tap(quick)
            else:
                for digit in str(cents):
                    self._finger.tap(pay.pad.keypad.key(digit))
        self._finger.tap(pay.pad.act)
        return self._stage.wait_for(PaymentCompleted, since)

    def _quick(self, cents: int) -> QWidget | None:
        """The card of a quick amount, when it is offered."""
        words = whole_price(cents)
        for card in self.page.pay.pad.options:
            if card.isVisible() and card.accessibleName().startswith(words):
                return card
        return None

    def _coded(self, tile: str, number: str) -> PaymentCompleted:
        pay, since = self.page.pay, len(self._stage.facts)
        self._finger.tap(pay.tenders.tiles[tile])
        for sign in number:
            self._finger.tap(pay.pad.keypad.key(sign))
        self._finger.tap(pay.pad.act)
        return self._stage.wait_for(PaymentCompleted, since)

    def _outcome(self, since: int) -> PaymentCompleted | PaymentFailed | PaymentUnknown:
        kinds = (PaymentCompleted, PaymentFailed, PaymentUnknown)
        said = [
            e
            for e in (f.event for f in self._stage.facts[since:])
            if isinstance(e, PaymentRequested)
        ]
        self._finger.until(
            lambda: any(isinstance(f.event, kinds) for f in self._stage.facts[since:]),
            f"the terminal never answered {said}",
            patience_s=CARD_S,
        )
        return next(
            f.event for f in self._stage.facts[since:] if isinstance(f.event, kinds)
        )

    def _settle(self, act: str) -> PaymentCompleted | PaymentFailed | PaymentUnknown:
        since = len(self._stage.facts)
        self._notice(act)
        self._approve_if_asked()
        return self._outcome(since)

    def _notice(self, key: str) -> None:
        self._finger.until(
            lambda: (
                key in self.page.pay.notice.acts
                and self.page.pay.notice.acts[key].isVisible()
            ),
            f"nothing offers {key}",
        )
        self._finger.tap(self.page.pay.notice.acts[key])

    def _approve_if_asked(self) -> None:
        if self._login.asked(self.window):
            self._login.approve(self.window)


def _step(stepper: Stepper, *, up: bool) -> QWidget:
    minus, plus = stepper.findChildren(IconButton)
    return plus if up else minus


def _can_pay(column: SplitColumn) -> bool:
    """Whether there is something to pay in a column."""
    return (
        column.view.state != "paid"
        and column.act.isVisible()
        and column.act.isEnabled()
    )


def _lines(column: SplitColumn) -> list[str]:
    return [line.id for line in column.view.lines]

"""One bill at one window: where it stands, what may be done with it, and doing it."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from app.domain.manners import manner_at
from app.domain.orders.billing import payer
from app.domain.orders.commands import PrintAddition, SetLeaving, SplitOrder
from app.domain.orders.state import Order, Receipt
from app.domain.payments.commands import (
    IssueReceipt,
    ReturnPayment,
    TakePayment,
)
from app.domain.payments.decide import decide
from app.domain.payments.holding import holder
from app.domain.vocabulary import Refusal
from app.domain.world import World
from app.presenters.guest.display import Front, pay_front
from app.presenters.pay.account import Account, account_of, running_payment
from app.presenters.pay.choices import ACCOUNT, CREDIT, Choices, take_command
from app.presenters.pay.page import present_pay
from app.presenters.pay.views import PayView
from app.presenters.pos.words import Sight
from app.services.house import Fact
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from app.windows.reprint import reprint
from app.windows.sight import Sights
from resources.texts import tr

Done = Callable[[tuple[Fact, ...]], None]
_A_CENT = 1
SHUT = Refusal("till_shut", "Ouvrez d'abord la caisse.", "till.open")


class PayWork:
    """The bill in front of the person.

    Attributes:
        choices: what was chosen on the page so far.
        mails: whether mails can go out from here.
    """

    def __init__(self, desk: Desk, board: DeviceBoard) -> None:
        self.desk, self.board = desk, board
        self.choices = Choices(order="")
        self._sights = Sights(desk, board)
        self.mails = False

    @property
    def world(self) -> World:
        """The restaurant as it stands."""
        return self.desk.world

    @property
    def order(self) -> Order | None:
        """The order being paid."""
        return self.world.book.orders.get(self.choices.order)

    @property
    def account(self) -> Account | None:
        """Where it stands; the bill whose card runs comes first."""
        order = self.order
        if order is None:
            return None
        running = running_payment(self.world.book, order)
        bill = payer(order, running.bill) if running else self.choices.bill
        return account_of(self.world, order, bill)

    @property
    def tenders(self) -> tuple[str, ...]:
        """What is taken here for the order; empty for all."""
        order = self.order
        table, terminal = order.table if order else "", self.desk.house.terminal
        return manner_at(self.world, terminal, table).tenders

    def sight(self) -> Sight:
        """What presenters may ask besides the world."""
        return replace(self._sights.now(), mails=self.mails, rates=self.rates)

    @property
    def rates(self) -> dict[str, int]:
        """Currency -> millionths of a euro, of this session."""
        return self.world.till(self.desk.house.terminal).rates

    def view(self) -> PayView | None:
        """The page as it is now."""
        account = self.account
        if account is None:
            return None
        return present_pay(
            self.world,
            account,
            self.choices,
            self.sight(),
            refused=self._refused(account),
            no_cash=self.no_cash(account),
            tenders=self.tenders,
        )

    def front(self) -> Front:
        """What the guest has before them."""
        account = self.account
        return pay_front(self.world, self.choices, account) if account else Front()

    def _refused(self, account: Account) -> Refusal | None:
        """Why the tender that is typed would not be taken now."""
        choices = self.choices
        idle = account.running is None and account.left > 0
        if not idle or choices.stage != "tender" or choices.tender == "card":
            return None
        unsaid = {CREDIT: not choices.code, ACCOUNT: not choices.client}
        command = take_command(self.world, choices, account)
        if unsaid.get(choices.method) or command.amount <= 0:
            return SHUT if self.shut else None
        return self._try(command)

    def held(self, terminal: str) -> bool:
        """Whether another guest has a card terminal in hand."""
        return holder(self.world.book, terminal, self.desk.house.clock()) is not None

    @property
    def shut(self) -> bool:
        """Whether the till has to be opened before any money is taken."""
        return not self.world.till(self.desk.house.terminal).session

    def no_cash(self, account: Account) -> Refusal | None:
        """Why not even a cent of cash can be taken."""
        if account.running is not None or account.left <= 0:
            return None
        return self._try(
            TakePayment(
                order=account.order.id,
                bill=account.bill_id,
                method="cash",
                amount=_A_CENT,
            )
        )

    def _try(self, command: TakePayment) -> Refusal | None:
        """Asks the rule without doing it: nothing is written."""
        context = self.desk.house.context(self.desk.actor)
        decided = decide(self.world, command, context)
        return decided if isinstance(decided, Refusal) else None

    # Acts

    def take(self, done: Done) -> None:
        """Takes the tender as it is typed."""
        account = self.account
        if account is not None:
            self.desk.run(take_command(self.world, self.choices, account), done)

    def issue(self, issued: str, done: Done) -> None:
        """Closes a bill on which nothing is due."""
        command = IssueReceipt(
            order=self.choices.order, bill=self.choices.bill, issued=issued
        )
        self.desk.run(command, done)

    def give_back(self, payment: str, method: str = "") -> None:
        """Gives a tender back that no document needs, the way it came unless told."""
        self.desk.run(
            ReturnPayment(
                order=self.choices.order,
                payment=payment,
                reason=tr("Trop encaissé"),
                method=method,
            )
        )

    def share(self, count: int) -> None:
        """Splits the bill in equal shares; 1 makes it whole again.

        A split by payers that this replaces can be had back.
        """
        order = self.order
        if order is None:
            return
        before = order.split.bills if order.split else ()
        shares = count if count > 1 else 0
        if not self.desk.run(SplitOrder(order=order.id, shares=shares)):
            return
        if before:
            again = SplitOrder(order=order.id, bills=before)
            self.desk.say(
                tr("Note partagée en {n} parts", n=count),
                undo=partial(self.desk.run, again),
            )

    def set_guests(self, count: int) -> None:
        """So many guests leave with this bill, and its document counts them."""
        account = self.account
        if account is not None:
            self.desk.run(
                SetLeaving(order=account.order.id, bill=account.bill_id, covers=count)
            )

    def print_addition(self) -> None:
        """Shows the provisional bill to the guest."""
        account = self.account
        if account is None:
            return
        bill = account.bill_id if account.split else ""
        if self.desk.run(PrintAddition(order=account.order.id, bill=bill)):
            self.desk.say(tr("Addition imprimée"))

    def reprint(self, receipt: Receipt) -> None:
        """Prints a document again, marked as a duplicate."""
        reprint(self.desk, receipt.order, receipt.id, receipt.number)

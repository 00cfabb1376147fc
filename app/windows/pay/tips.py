"""A tip by another tender, from the paying page: beside a bill, or after all is paid."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.domain.payments.commands import RequestCard
from app.presenters.pay.tips import tip_command, tip_ways, tip_words
from app.services.house import Fact
from app.windows.tip_sheet import TipSheet

if TYPE_CHECKING:
    from app.windows.pay.controller import PayController
    from app.windows.pay.page import PayPage


class Tips(QObject):
    """Asks for one, and takes it."""

    def __init__(self, flow: "PayController", page: "PayPage") -> None:
        super().__init__(page)
        self._flow, self._page = flow, page
        self.sheet: TipSheet | None = None

    def open(self, typed: int = 0) -> None:
        """Shows what can be given, and how; `typed` cents to begin with."""
        account = self._flow.work.account
        if account is None or account.running is not None:
            return
        paid = account.total or sum(each.total for each in account.order.receipts)
        ways = tip_ways(self._flow.work.world, self._flow.work.sight())
        self.sheet = TipSheet(self._page, paid, ways, typed)
        self.sheet.given.connect(self._on_given)
        self.sheet.open()

    @Slot(str, int)
    def _on_given(self, way: str, cents: int) -> None:
        work, account = self._flow.work, self._flow.work.account
        if account is None:
            return
        command = tip_command(account.order.id, account.bill_id, way, cents)
        if isinstance(command, RequestCard):
            self._flow.change(stage="tender", tip="none", tip_typed=0)
            self._flow.cards.ask(command)
            return

        def done(facts: tuple[Fact, ...]) -> None:
            self._flow.change(stage="tender", tip="none", tip_typed=0, typed=None)
            work.desk.say(tip_words(cents))

        work.desk.run(command, done)

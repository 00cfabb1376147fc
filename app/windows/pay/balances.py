"""Vouchers, deposits and clients' accounts at the paying page: which of them pays."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.domain.credits.rules import day_most
from app.domain.credits.state import right_code
from app.presenters.admin.credits import ClientLine, client_lines
from app.presenters.pay.choices import Choices, choose_credit, credit_of
from app.services.clients import client_name, recall_clients
from app.windows.client_sheet import ClientSheet
from resources.texts import tr

if TYPE_CHECKING:
    from app.windows.pay.controller import PayController
    from app.windows.pay.page import PayPage


class Balances(QObject):
    """Finds the balance behind a tender of one page."""

    def __init__(self, flow: "PayController", page: "PayPage") -> None:
        super().__init__(page)
        self._flow, self._page = flow, page

    def take_scan(self, code: str) -> bool:
        """A voucher was scanned: it pays what it can, once that is validated."""
        if not self._may_pay or self._page.splitting or not right_code(code):
            return False
        self._flow.choose(choose_credit(self._flow.work.choices, code))
        return True

    def within_the_day(self, choices: Choices) -> Choices:
        """A voucher pays no more than it may today; the rest is paid otherwise."""
        work = self._flow.work
        credit = credit_of(work.world, choices)
        if credit is None or choices.amount:
            return choices
        house = work.desk.house
        most = day_most(work.world, credit, house.context(work.desk.actor))
        account = work.account
        if most and account is not None and most < account.left:
            return replace(choices, amount=most)
        return choices

    def use_deposit(self) -> None:
        """A deposit that the guests of the order left pays first."""
        work = self._flow.work
        seated = work.world.reservations.seatings.get(work.choices.order, "")
        deposits = work.world.credits.deposits_for(seated)
        account = work.account
        if deposits and self._may_pay and account is not None and not account.paid:
            self._flow.choose(choose_credit(work.choices, deposits[0].code))

    def choose_client(self) -> None:
        """Who pays later?"""
        recall_clients(self._flow.work.desk.house)
        sheet = ClientSheet(
            self._page,
            self._clients,
            tr("Qui paiera plus tard ?"),
            tr("Aucun client. Gestion, Bons, en ouvre un."),
        )
        sheet.chosen.connect(self._on_client_chosen)
        sheet.open()

    @property
    def _may_pay(self) -> bool:
        account = self._flow.work.account
        return account is not None and account.running is None and account.left > 0

    def _clients(self, text: str) -> list[ClientLine]:
        work = self._flow.work
        return client_lines(work.world, partial(client_name, work.desk.house), text)

    @Slot(str)
    def _on_client_chosen(self, client: str) -> None:
        self._flow.change(client=client)

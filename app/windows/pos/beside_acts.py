"""Money that is taken besides what is sold: vouchers, deposits, what a client owes."""

from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Slot

from app.domain.credits.decide import AddBeside, DropBeside
from app.domain.credits.items import TERM
from app.domain.credits.rules import MAX_AMOUNT, top_up_refusal
from app.domain.credits.state import right_code
from app.domain.orders.billing import order_due
from app.domain.orders.state import besides
from app.domain.outlets import till_printer
from app.followers.paper.account import account_paper
from app.followers.paper.mark import marked
from app.presenters.admin.accounts import ItemLine, item_lines, items_of
from app.presenters.admin.credits import ClientLine, client_lines, credit_words
from app.presenters.pay.balance import CODE_DIGITS
from app.presenters.pay.words import beside_name
from app.presenters.pos.sheets import Act
from app.projections.queries import account_documents, credit_changes
from app.services.clients import client_name, recall_clients
from app.windows.client_sheet import ClientSheet
from app.windows.pos.settle_sheet import SettleSheet
from app.windows.pos.sheets import ActsSheet, AmountSheet
from app.windows.pos.top_up_sheet import TopUpSheet
from app.windows.pos.work import Work
from resources.texts import price, short_date, tr


class BesideActs(QObject):
    """What goes on the sale in front of the person besides its lines."""

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self._work = work
        self._kind = self._holder = self._open = ""
        self._items: list[ItemLine] = []

    @Slot()
    def sell_gift(self) -> None:
        """How much is the voucher?"""
        self._ask("gift", "", tr("Bon cadeau"), tr("Hors TVA, imprimé une fois payé"))

    @Slot()
    def top_up(self) -> None:
        """Which voucher, and how much more?"""
        self._ask_top_up("")

    def _ask_top_up(self, code: str) -> None:
        sheet = TopUpSheet(self._work.beside, self._balance, code)
        sheet.submitted.connect(self._on_topped_up)
        self._work.open_sheet(sheet)

    def _balance(self, code: str) -> tuple[str, bool]:
        """What is left on a voucher, in words, and whether it can be topped up."""
        work = self._work
        credit = work.world.credits.find(code)
        if credit is None:
            known = tr("Ce bon n'est pas connu ici : vérifiez le numéro.")
            return (known if len(code) >= CODE_DIGITS else ""), False
        house = work.desk.house
        day = house.business_day(house.clock())
        return credit_words(work.world, credit, day), credit.kind == "gift"

    @Slot(str, int)
    def _on_topped_up(self, code: str, cents: int) -> None:
        work, sheet = self._work, self._work.sheet
        if not isinstance(sheet, TopUpSheet):
            return
        refused = top_up_refusal(work.world, code, cents)
        if refused is not None:
            sheet.refuse(tr(refused.text, **dict(refused.values)))
            return
        order = work.need_order()
        added = AddBeside(order=order, kind="gift", amount=cents, holder=code)
        if order and work.run(added):
            work.close_sheet()

    @Slot()
    def take_deposit(self) -> None:
        """How much is left in advance? By the guests of a reservation, for it."""
        order = self._work.order
        seatings = self._work.world.reservations.seatings
        self.take_deposit_for(seatings.get(order.id, "") if order else "")

    @Slot(str)
    def take_deposit_for(self, reservation: str) -> None:
        """How much do the guests of a reservation leave? "" for no reservation."""
        self._ask("deposit", reservation, tr("Acompte"), tr("Déduit de la note finale"))

    @Slot()
    def settle_account(self) -> None:
        """Which client pays what is owed?"""
        recall_clients(self._work.desk.house)
        sheet = ClientSheet(
            self._work.beside.window(),
            self._clients,
            tr("Qui règle ce qu'il doit ?"),
            tr("Aucun client ne doit rien."),
        )
        sheet.chosen.connect(self._on_client_chosen)
        sheet.open()

    def _clients(self, text: str) -> list[ClientLine]:
        name_of = partial(client_name, self._work.desk.house)
        return client_lines(self._work.world, name_of, text, owing=True)

    @Slot(str)
    def _on_client_chosen(self, client: str) -> None:
        """Their open tickets, all of them to be paid at first."""
        work, house = self._work, self._work.desk.house
        self._holder = client
        with house.database.read() as connection:
            changes = credit_changes(connection, client)
            numbers = account_documents(connection, changes)
        day = house.business_day(house.clock())
        term = work.world.settings.number(TERM)
        self._items = item_lines(items_of(changes), numbers, day, term)
        sheet = SettleSheet(work.beside, self._owed_words(), self._items)
        sheet.submitted.connect(self._on_items_chosen)
        sheet.other_requested.connect(self._ask_other)
        sheet.print_requested.connect(self._print_statement)
        work.open_sheet(sheet)

    def _name(self) -> str:
        known = self._work.world.credits.clients.get(self._holder)
        return client_name(self._work.desk.house, known)

    def _owed_words(self) -> str:
        owed = self._work.world.credits.left(self._holder)
        return tr("{name} doit {amount}", name=self._name(), amount=price(owed))

    @Slot(object, int)
    def _on_items_chosen(self, pays: tuple[str, ...], cents: int) -> None:
        work = self._work
        order = work.need_order()
        added = AddBeside(
            order=order, kind="account", amount=cents, holder=self._holder, pays=pays
        )
        if order and work.run(added):
            work.close_sheet()

    @Slot()
    def _ask_other(self) -> None:
        owed = self._work.world.credits.left(self._holder)
        title = tr("Règlement de compte")
        self._ask("account", self._holder, title, self._owed_words(), owed)

    @Slot()
    def _print_statement(self) -> None:
        work, house = self._work, self._work.desk.house
        settings, day = work.world.settings, house.business_day(house.clock())
        paper = account_paper(
            self._name(),
            short_date(date.fromisoformat(day)),
            [(item.title, item.detail, item.cents) for item in self._items],
            work.world.credits.left(self._holder),
            settings,
        )
        printer = till_printer(work.world, house.terminal)
        if work.board.print_paper(printer, marked(paper, house.mark)):
            work.say(tr("Relevé de {name} à l'impression", name=self._name()))
        else:
            work.refuse(tr("Cette imprimante n'est pas là."))

    def _ask(
        self, kind: str, holder: str, title: str, words: str, value: int = 0
    ) -> None:
        self._kind, self._holder = kind, holder
        sheet = AmountSheet(
            self._work.beside,
            title,
            words,
            label=tr("Montant"),
            act=tr("Ajouter à la vente"),
            value=value,
        )
        sheet.submitted.connect(self._on_amount_submitted)
        self._work.open_sheet(sheet)

    @Slot(int)
    def _on_amount_submitted(self, cents: int) -> None:
        work, sheet = self._work, self._work.sheet
        if not isinstance(sheet, AmountSheet):
            return
        if not 0 < cents <= MAX_AMOUNT:
            sheet.refuse(tr("De 0,01 à {limit}.", limit=price(MAX_AMOUNT)))
            return
        order = work.need_order()
        added = AddBeside(
            order=order, kind=self._kind, amount=cents, holder=self._holder
        )
        if order and work.run(added):
            work.close_sheet()

    def take_scan(self, code: str) -> bool:
        """A voucher pays the order in front of the person: to its payment. With nothing
        to pay its balance is read, and it can be topped up."""
        work, order = self._work, self._work.order
        if isinstance(work.sheet, TopUpSheet) and right_code(code):
            work.sheet.take_code(code)
            return True
        if work.world.credits.find(code) is None:
            return False
        if order is None or not order_due(work.world.book, order):
            self._ask_top_up(code)
            return True
        self._work.desk.go("pay", f"order:{order.id}/credit:{code}")
        return True

    @Slot(str)
    def open(self, beside: str) -> None:
        """Shows what can be done with something that is not to be paid yet."""
        order = self._work.order
        taken = {each.id: each for each in besides(order)} if order else {}
        if beside not in taken:
            return
        self._open, each = beside, taken[beside]
        act = Act(key="drop", title=tr("Ôter de la vente"), icon="delete")
        sheet = ActsSheet(
            self._work.beside,
            beside_name(each),
            (act,),
            subtitle=price(each.amount),
        )
        sheet.act_chosen.connect(self._on_drop_chosen)
        self._work.open_sheet(sheet)

    @Slot(str)
    def _on_drop_chosen(self, act: str) -> None:
        order = self._work.order
        if order is not None:
            self._work.run(DropBeside(order=order.id, beside=self._open))
        self._work.close_sheet()

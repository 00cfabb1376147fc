"""Drives the balances: lists, and one credit in full."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.domain.credits.decide import WriteOff
from app.domain.credits.events import (
    ClientDebited,
    ClientForgotten,
    ClientSet,
    CreditElsewhere,
    DebitEnded,
)
from app.domain.credits.items import OpenItem
from app.domain.credits.state import MOVING, OF_SITES
from app.domain.world import World
from app.presenters.admin.accounts import items_of
from app.presenters.admin.credits import (
    change_rows,
    client_rows,
    credit_rows,
    credit_words,
    dues_words,
    liability_words,
    owed_words,
    with_elsewhere,
)
from app.projections.queries import (
    CreditChange,
    account_changes,
    credit_changes,
)
from app.services.clients import client_key, client_name
from app.services.facts import facts_of
from app.services.house import Fact
from app.services.people import person_name
from app.windows.admin.money.clients_controller import ClientsController
from app.windows.admin.money.collect_sheet import CollectSheet
from app.windows.admin.money.reminders import Reminders
from app.windows.desk import Desk
from app.windows.saving import Saver
from app.windows.tasks import Background
from resources.texts import tr

if TYPE_CHECKING:
    from app.windows.admin.money.credits import CreditsSection

_ACCOUNT = "account"
_SHOWN = (*MOVING, *OF_SITES, ClientSet, ClientForgotten, ClientDebited, DebitEnded)


class CreditsController(QObject):
    """One section of balances; what is kept in the database is read behind the window."""

    def __init__(self, desk: Desk, section: "CreditsSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self._background = Background(self)
        self.clients = ClientsController(desk, section)
        self._reminders, self._saver = Reminders(desk, self), Saver(desk, self)
        self._kind, self._open = "gift", ""
        self._connect_signals()

    def _connect_signals(self) -> None:
        section = self._section
        self._desk.changed.connect(self._on_changed)
        section.kind_requested.connect(self._on_kind_requested)
        section.opened.connect(self.open)
        section.collect_requested.connect(self._on_collect_requested)
        section.write_off_requested.connect(self._on_write_off_requested)
        section.pane.document_requested.connect(self._on_document_requested)

    @property
    def _world(self) -> World:
        return self._desk.world

    @property
    def _day(self) -> str:
        house = self._desk.house
        return house.business_day(house.clock())

    def begin(self, argument: str) -> None:
        """Shows the lists; `argument` is a kind, or the balance to open."""
        if argument in ("gift", "store", "deposit", _ACCOUNT):
            self._kind, argument = argument, ""
        self.refresh()
        if argument:
            self.open(argument)

    def refresh(self) -> None:
        """Shows the list of the kind in front."""
        if self._kind != _ACCOUNT:
            rows = credit_rows(self._world, self._kind, self._day, all_=True)
            self._section.show_rows(self._kind, rows, liability_words(self._world))
            self._section.show_dues(dues_words(self._world))
            return
        database, sealer = self._desk.house.database, self._desk.house.sealer

        def read() -> dict[str, list[OpenItem]]:
            sealer.recall(client_key(""))
            with database.read() as connection:
                found = account_changes(connection)
            return {client: items_of(changes) for client, changes in found.items()}

        self._background.run(read, self._show_clients, self._desk.say_failure)

    def _show_clients(self, items: dict[str, list[OpenItem]]) -> None:
        if self._kind == _ACCOUNT:
            name_of = partial(client_name, self._desk.house)
            rows = client_rows(self._world, name_of, items, self._day)
            self._section.show_rows(_ACCOUNT, rows, owed_words(self._world))
            self._section.show_dues("")

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        if not self._section.isVisible():
            return
        if any(isinstance(fact.event, _SHOWN) for fact in facts):
            self.refresh()

    @Slot(str)
    def _on_kind_requested(self, kind: str) -> None:
        self._kind = kind
        self._section.close_pane()
        self._section.show_kind(kind)
        self.refresh()

    @Slot(str)
    def open(self, holder: str) -> None:
        """Shows what happened to a balance."""
        self._open = holder
        credit = self._world.credits.issued.get(holder)
        if holder in self._world.credits.clients:
            self.clients.open(holder)
        if credit is None:
            return
        database, pane = self._desk.house.database, self._section.pane
        words = credit_words(self._world, credit, self._day)
        pane.display(credit.code, words, ())
        pane.foot_pane.setVisible(bool(credit.receipt))  # another site's is there
        self._section.open_pane(pane)
        journal, seller = self._desk.house.journal, self._world.credits.owner(holder)

        def read() -> list[CreditChange]:
            with database.read() as connection:
                here = credit_changes(connection, holder)
            entries = journal.entries(stream=f"credit/{holder}", readable=True)
            events = (fact.event for fact in facts_of(entries))
            told = (each for each in events if isinstance(each, CreditElsewhere))
            return with_elsewhere(here, told, seller)

        def show(found: list[CreditChange]) -> None:
            if holder == self._open:
                names = partial(person_name, self._desk.house)
                pane.display(credit.code, words, change_rows(found, names))

        self._background.run(read, show, self._desk.say_failure)

    @Slot()
    def _on_write_off_requested(self) -> None:
        def done(facts: tuple[Fact, ...]) -> None:
            self._desk.say(tr("Bons périmés soldés : {n}", n=len(facts)))

        self._desk.run(WriteOff(), done)

    @Slot()
    def _on_collect_requested(self) -> None:
        sheet = CollectSheet(self._section, self._desk, self._reminders, self._saver)
        sheet.open()

    @Slot()
    def _on_document_requested(self) -> None:
        credit = self._world.credits.issued.get(self._open)
        if credit is not None:
            self._desk.go("admin", f"documents:{credit.receipt}")

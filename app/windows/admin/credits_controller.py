"""Drives the balances: lists, one of them in full, clients and their statements."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.domain.credits.decide import SetClient, WriteOff
from app.domain.credits.events import ClientSet, CreditIssued
from app.domain.credits.state import MOVING
from app.domain.money import parse_decimal
from app.domain.world import World
from app.presenters.credits import (
    MOVE_NAMES,
    ages_of,
    change_rows,
    client_rows,
    credit_rows,
    liability_words,
    owed_words,
    state_words,
)
from app.projections.queries import CreditChange, credit_changes
from app.reports.letterhead import establishment_of
from app.reports.statement import StatementLine, statement_pdf
from app.services.clients import client_name, seal_client
from app.services.house import Fact
from app.services.people import person_name
from app.windows.desk import Desk
from app.windows.saving import Saver
from resources.texts import amount, price, tr

if TYPE_CHECKING:
    from app.windows.admin.credits import CreditsSection

_NEW = "new"


class CreditsController(QObject):
    """One section of balances."""

    def __init__(self, desk: Desk, section: "CreditsSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self._saver = Saver(desk, self)
        self._kind, self._open = "gift", ""
        self._connect_signals()

    def _connect_signals(self) -> None:
        section = self._section
        self._desk.changed.connect(self._on_changed)
        section.kind_requested.connect(self._on_kind_requested)
        section.opened.connect(self.open)
        section.client_requested.connect(self._on_client_requested)
        section.write_off_requested.connect(self._on_write_off_requested)
        section.pane.saved.connect(self._on_saved)
        section.pane.statement_requested.connect(self._on_statement_requested)
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
        if argument in ("gift", "store", "deposit", "account"):
            self._kind, argument = argument, ""
        self.refresh()
        if argument:
            self.open(argument)

    def refresh(self) -> None:
        """Shows the list of the kind in front."""
        if self._kind == "account":
            name_of = partial(client_name, self._desk.house)
            rows = client_rows(self._world, name_of, self._ages)
            self._section.show_rows(self._kind, rows, owed_words(self._world))
            return
        rows = credit_rows(self._world, self._kind, self._day, all_=True)
        self._section.show_rows(self._kind, rows, liability_words(self._world))

    def _changes(self, holder: str) -> list[CreditChange]:
        with self._desk.house.database.read() as connection:
            return credit_changes(connection, holder)

    def _ages(self, client: str) -> list[int]:
        return ages_of(self._changes(client), self._day)

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        if not self._section.isVisible():
            return
        if any(isinstance(fact.event, (*MOVING, ClientSet)) for fact in facts):
            self.refresh()

    @Slot(str)
    def _on_kind_requested(self, kind: str) -> None:
        self._kind = kind
        self._section.close_pane()
        self.refresh()

    @Slot(str)
    def open(self, holder: str) -> None:
        """Shows what happened to a balance."""
        self._open = holder
        client = self._world.credits.clients.get(holder)
        credit = self._world.credits.issued.get(holder)
        rows = change_rows(
            self._changes(holder), partial(person_name, self._desk.house)
        )
        pane = self._section.pane
        if client is not None:
            name = client_name(self._desk.house, client)
            ages = [amount(cents) for cents in self._ages(holder)]
            words = tr(
                "Moins de 30 jours {a} · 60 jours {b} · 90 jours {c} · plus {d}",
                **dict(zip("abcd", ages, strict=True)),
            )
            pane.name.set_text(name)
            euros = amount(client.ceiling) if client.ceiling else ""
            pane.ceiling.set_text(euros)
            pane.display(name, words, rows, client=True)
        elif credit is not None:
            words = self._credit_words(credit)
            pane.display(credit.code, words, rows, client=False)
        else:
            return
        self._section.open_pane(pane)

    def _credit_words(self, credit: CreditIssued) -> str:
        left = self._world.credits.left(credit.credit)
        state = state_words(self._world, credit, self._day)
        return tr("Reste {left} · {state}", left=price(left), state=state)

    # Clients

    @Slot()
    def _on_client_requested(self) -> None:
        self._open = _NEW
        pane = self._section.pane
        pane.name.set_text("")
        pane.ceiling.set_text("")
        pane.display(tr("Nouveau client"), "", (), client=True)
        self._section.open_pane(pane)
        pane.name.setFocus()

    @Slot()
    def _on_saved(self) -> None:
        pane = self._section.pane
        name, typed = pane.name.text.strip(), pane.ceiling.text.strip()
        if not name:
            self._desk.say(tr("Donnez le nom du client."), tone="refused")
            return
        try:
            plain = typed.replace("\u202f", "").replace("\u00a0", "").replace(",", ".")
            ceiling = parse_decimal(plain, 2) if plain else 0
        except ValueError:
            self._desk.say(tr("Le plafond est un montant en euros."), tone="refused")
            return
        known = "" if self._open == _NEW else self._open
        client, sealed = seal_client(self._desk.house, name, known)
        command = SetClient(client=client, name=sealed, ceiling=ceiling)

        def done(facts: tuple[Fact, ...]) -> None:
            self._desk.say(tr("Compte de {name} enregistré", name=name))
            self.open(client)

        self._desk.run(command, done)

    @Slot()
    def _on_statement_requested(self) -> None:
        client = self._world.credits.clients.get(self._open)
        if client is None:
            return
        house, day = self._desk.house, self._day
        name = client_name(house, client)
        lines, owed = [], 0
        for change in self._changes(client.client):
            owed += change.cents
            words = tr(MOVE_NAMES[change.what])
            lines.append(StatementLine(change.bday, words, change.cents, owed))
        establishment = establishment_of(house.world.settings.values)
        make = partial(statement_pdf, name, lines, establishment, day, house.mark)
        self._saver.save(f"{tr('Relevé')}_{client.client}_{day}.pdf", make)

    # Credits

    @Slot()
    def _on_write_off_requested(self) -> None:
        def done(facts: tuple[Fact, ...]) -> None:
            self._desk.say(tr("Bons périmés soldés : {n}", n=len(facts)))

        self._desk.run(WriteOff(), done)

    @Slot()
    def _on_document_requested(self) -> None:
        credit = self._world.credits.issued.get(self._open)
        if credit is not None:
            self._desk.go("admin", f"documents:{credit.receipt}")

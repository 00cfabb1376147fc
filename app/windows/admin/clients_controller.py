"""Drives one client's account: the form, the moves, the statement, letting go of a name."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.domain.credits.decide import ForgetClient, SetClient
from app.domain.credits.events import ClientSet
from app.presenters.admin_drafts import changed_fields, with_field
from app.presenters.client_form import (
    EXCEL,
    FORGET,
    REOPEN,
    ClientDraft,
    ceiling_of,
    client_acts,
    client_draft,
    client_errors,
    kept_pair,
    owed_pairs,
)
from app.presenters.credits import MOVE_NAMES, ages_of, change_rows
from app.projections.queries import CreditChange, credit_changes
from app.reports.letterhead import establishment_of
from app.reports.statement import StatementLine, statement_pdf, statement_workbook
from app.services.clients import client_key, client_name, seal_client
from app.services.forgetting import last_written, years_on
from app.services.house import Fact
from app.services.people import person_name
from app.windows.desk import Desk
from app.windows.saving import Saver
from app.windows.tasks import Background
from db.errors import KnownError
from resources.texts import tr
from widgets.dialog import Dialog

if TYPE_CHECKING:
    from app.windows.admin.credits import CreditsSection


class ClientsController(QObject):
    """The client that is open beside the list, or a new one."""

    def __init__(self, desk: Desk, section: "CreditsSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self._saver, self._background = Saver(desk, self), Background(self)
        self._client, self._draft = "", ClientDraft()
        self.dialog: Dialog | None = None
        form = section.form
        section.client_requested.connect(self.begin)
        form.edited.connect(self._on_edited)
        form.drop_requested.connect(self._on_drop)
        form.save_requested.connect(self._on_save)
        form.act_requested.connect(self._on_act_requested)
        form.statement_requested.connect(self._on_statement_requested)

    @property
    def _known(self) -> ClientSet | None:
        return self._desk.world.credits.clients.get(self._client)

    def _name(self) -> str:
        return client_name(self._desk.house, self._known)

    def _stored(self) -> ClientDraft:
        return client_draft(self._known, self._name())

    @Slot()
    def begin(self) -> None:
        """A new client."""
        self.open("")
        self._section.form.fields.focus("name")

    def open(self, client: str) -> None:
        """Shows a client; their moves come as soon as they are read."""
        self._client = client
        self._draft = self._stored()
        self._section.form.show_account((), ())
        self._show()
        self._section.open_pane(self._section.form)
        if self._known is not None:
            self._read(self._show_account)

    def _show(self, errors: dict[str, str] | None = None) -> None:
        form, known = self._section.form, self._known
        title = self._name() or tr("Nouveau client")
        changes = len(changed_fields(self._draft, self._stored()))
        form.display(title, self._draft, errors or {}, changes)
        owed = self._desk.world.credits.left(self._client)
        form.show_acts(client_acts(known, owed) if known else ())

    def _kept_until(self, found: list[CreditChange]) -> str:
        house = self._desk.house
        days = (last_written(house, self._client), *(change.bday for change in found))
        return years_on(max(days), house.world.settings.number("client.keep"))

    def _read(self, done: Callable[[list[CreditChange]], None]) -> None:
        """Hands the moves of the client over, unless another is open by then."""
        client, database = self._client, self._desk.house.database

        def read() -> list[CreditChange]:
            with database.read() as connection:
                return credit_changes(connection, client)

        def show(found: list[CreditChange]) -> None:
            if client == self._client:
                done(found)

        self._background.run(read, show, self._desk.say_failure)

    def _show_account(self, found: list[CreditChange]) -> None:
        house = self._desk.house
        ages = ages_of(found, house.business_day(house.clock()))
        owed = self._desk.world.credits.left(self._client)
        rows = change_rows(found, partial(person_name, house))
        kept = kept_pair(owed, self._kept_until(found))
        self._section.form.show_account([*owed_pairs(owed, ages), kept], rows)

    # ---------------------------------------------------------------- the form

    @Slot(str, object)
    def _on_edited(self, name: str, value: object) -> None:
        self._draft = with_field(self._draft, name, value)
        self._show()

    @Slot()
    def _on_drop(self) -> None:
        if self._known is None:
            self._section.close_pane()
            return
        self._draft = self._stored()
        self._show()

    @Slot()
    def _on_save(self) -> None:
        errors = client_errors(self._draft)
        if errors:
            self._show(errors)
            self._section.form.fields.focus(next(iter(errors)))
            return
        known, name = self._known, self._draft.name.strip()
        try:
            client, sealed = seal_client(self._desk.house, name, self._client)
        except KnownError as error:
            self._desk.say_failure(error)
            return
        if known is not None and name == self._name():
            sealed = known.name
        words = tr("Compte de {name} enregistré", name=name)
        active = known is None or known.active
        self._set(client, sealed, ceiling_of(self._draft), words, active=active)

    def _set(
        self, client: str, sealed: str, ceiling: int, words: str, *, active: bool
    ) -> None:
        command = SetClient(client=client, name=sealed, ceiling=ceiling, active=active)

        def done(facts: tuple[Fact, ...]) -> None:
            self._desk.say(words)
            self.open(client)

        self._desk.run(command, done)

    # ---------------------------------------------------------------- the account

    @Slot(str)
    def _on_act_requested(self, act: str) -> None:
        known = self._known
        if known is None:
            return
        if act == FORGET:
            self._ask_to_forget()
            return
        reopened = act == REOPEN
        name = self._name()
        words = (
            tr("Compte de {name} rouvert", name=name)
            if reopened
            else tr("Compte de {name} fermé", name=name)
        )
        self._set(known.client, known.name, known.ceiling, words, active=reopened)

    def _ask_to_forget(self) -> None:
        self.dialog = Dialog(
            self._section,
            tr("Oublier ce client ?"),
            tr(
                "Son nom s'efface partout et pour toujours. Ses tickets et ses règlements "
                "restent, sans son nom."
            ),
            icon="delete",
            act=tr("Oublier"),
            refuse=tr("Garder"),
        )
        self.dialog.accepted.connect(self._on_forget_accepted)
        self.dialog.open()

    @Slot()
    def _on_forget_accepted(self) -> None:
        client = self._client

        def done(facts: tuple[Fact, ...]) -> None:
            self._section.close_pane()
            try:
                self._desk.house.sealer.erase(client_key(client))
            except KnownError as error:
                self._desk.say_failure(error)
                return
            self._desk.say(tr("Client oublié"))

        self._desk.run(ForgetClient(client=client), done)

    @Slot(str)
    def _on_statement_requested(self, kind: str) -> None:
        self._read(partial(self._save_statement, kind))

    def _save_statement(self, kind: str, found: list[CreditChange]) -> None:
        house, name = self._desk.house, self._name()
        day = house.business_day(house.clock())
        lines, owed = [], 0
        for change in found:
            owed += change.cents
            words = tr(MOVE_NAMES[change.what])
            lines.append(StatementLine(change.bday, words, change.cents, owed))
        excel = kind == EXCEL
        write = statement_workbook if excel else statement_pdf
        establishment = establishment_of(house.world.settings.values)
        make = partial(write, name, lines, establishment, day, house.mark)
        suffix = "xlsx" if excel else "pdf"
        self._saver.save(f"{tr('Relevé')}_{self._client}_{day}.{suffix}", make)

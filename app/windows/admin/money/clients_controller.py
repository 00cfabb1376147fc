"""Drives one client's account: the form, the moves, the statement, letting go of a name."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.domain.credits.decide import ForgetClient, SetClient
from app.domain.credits.events import ClientSet
from app.domain.credits.items import ages_of
from app.presenters.admin.accounts import age_names, items_of, statement_lines
from app.presenters.admin.client_form import (
    COLLECTED,
    EXCEL,
    FORGET,
    REFUSED,
    REOPEN,
    ClientDraft,
    ceiling_of,
    client_acts,
    client_draft,
    client_errors,
    contact_of,
    kept_pair,
    owed_pairs,
)
from app.presenters.admin.credits import change_rows
from app.presenters.admin.drafts import changed_fields, with_field
from app.projections.queries import CreditChange, account_documents, credit_changes
from app.reports.letterhead import establishment_of
from app.reports.statement import statement_pdf, statement_workbook
from app.services.clients import (
    client_contact,
    client_key,
    client_name,
    seal_client,
    seal_contact,
)
from app.services.forgetting import last_written, years_on
from app.services.house import Fact, House
from app.services.people import person_name
from app.windows.admin.money.debit_ends import DebitEnds
from app.windows.desk import Desk
from app.windows.saving import Saver
from app.windows.tasks import Background
from db.errors import KnownError
from resources.texts import tr
from widgets.dialog import Dialog

if TYPE_CHECKING:
    from app.windows.admin.money.credits import CreditsSection


class ClientsController(QObject):
    """The client that is open beside the list, or a new one."""

    def __init__(self, desk: Desk, section: "CreditsSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self._saver, self._background = Saver(desk, self), Background(self)
        self._client, self._draft = "", ClientDraft()
        self.dialog: Dialog | None = None
        self.debits = DebitEnds(desk, self)
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
        contact = client_contact(self._desk.house, self._known)
        return client_draft(self._known, self._name(), contact)

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
        debited = self._client in self._desk.world.credits.debits
        form.show_acts(client_acts(known, owed, debited=debited) if known else ())

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
        ages = ages_of(items_of(found), house.business_day(house.clock()))
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
            contact = seal_contact(self._desk.house, client, contact_of(self._draft))
        except KnownError as error:
            self._desk.say_failure(error)
            return
        if known is not None and name == self._name():
            sealed = known.name
        words = tr("Compte de {name} enregistré", name=name)
        active = known is None or known.active
        command = SetClient(
            client=client,
            name=sealed,
            ceiling=ceiling_of(self._draft),
            active=active,
            contact=contact,
        )
        self._set(command, words)

    def _set(self, command: SetClient, words: str) -> None:
        client = command.client

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
        if act in (COLLECTED, REFUSED):
            self.debits.end(known, paid=act == COLLECTED)
            return
        reopened = act == REOPEN
        name = self._name()
        words = (
            tr("Compte de {name} rouvert", name=name)
            if reopened
            else tr("Compte de {name} fermé", name=name)
        )
        command = SetClient(
            client=known.client,
            name=known.name,
            ceiling=known.ceiling,
            active=reopened,
            contact=known.contact,
        )
        self._set(command, words)

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
        house = self._desk.house
        day = house.business_day(house.clock())
        make = statement_of(house, self._name(), found, excel=kind == EXCEL)
        suffix = "xlsx" if kind == EXCEL else "pdf"
        self._saver.save(f"{tr('Relevé')}_{self._client}_{day}.{suffix}", make)


def statement_of(
    house: House, name: str, found: list[CreditChange], *, excel: bool = False
) -> Callable[[], bytes]:
    """What writes the statement of a client, in any thread.

    Raises:
        KnownError: the documents cannot be read.
    """
    day = house.business_day(house.clock())
    with house.database.read() as connection:
        numbers = account_documents(connection, found)
    return partial(
        statement_workbook if excel else statement_pdf,
        name,
        statement_lines(found, numbers),
        establishment_of(house.world.settings.values),
        day,
        house.mark,
        tuple(zip(age_names(), ages_of(items_of(found), day), strict=True)),
    )

"""Drives what stands beside the invoices: the companies, and the platform's form."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.domain.invoices.decide import ForgetCompany
from app.domain.rules import SetSetting
from app.domain.settings import SettingSet
from app.fiscal.parties import Party
from app.presenters.admin.drafts import changed_fields, with_field
from app.presenters.admin.invoices import (
    PLATFORM_KEYS,
    PlatformDraft,
    platform_draft,
    platform_errors,
    platform_values,
)
from app.services.clients import company_key
from app.services.house import Fact
from app.starting import disk_told
from app.windows.company_sheet import CompanySheet
from app.windows.desk import Desk
from app.windows.invoicing import kept_company
from db.errors import KnownError
from resources.texts import tr
from widgets.dialog import Dialog

if TYPE_CHECKING:
    from app.windows.admin.money.invoices import InvoicesSection


class CompaniesController(QObject):
    """The companies that were invoiced: one of them corrected, or forgotten."""

    def __init__(self, desk: Desk, section: "InvoicesSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self._company = ""
        self._dialog: Dialog | None = None
        self.sheet: CompanySheet | None = None
        section.company_opened.connect(self._on_company_opened)

    @Slot(str)
    def _on_company_opened(self, company: str) -> None:
        self._company = company
        self._section.companies.choose(company)
        sheet = CompanySheet(
            self._section, self._desk, tr("Société"), "", tr("Enregistrer")
        )
        sheet.forget.setVisible(self._desk.may("device.edit"))
        sheet.confirmed.connect(self._on_company_confirmed)
        sheet.forget.clicked.connect(self._on_forget_clicked)
        self.sheet = sheet
        sheet.open()
        sheet.choose(company)

    @Slot(object, str)
    def _on_company_confirmed(self, party: Party, company: str) -> None:
        kept_company(self._desk, party, company)

    @Slot()
    def _on_forget_clicked(self) -> None:
        self._dialog = Dialog(
            self._section,
            tr("Oublier cette société ?"),
            tr("Ses factures restent ; son nom et son adresse s'effacent d'ici."),
            icon="delete",
            act=tr("Oublier"),
            refuse=tr("Garder"),
        )
        self._dialog.accepted.connect(self._on_forget_accepted)
        self._dialog.open()

    @Slot()
    def _on_forget_accepted(self) -> None:
        company = self._company

        def done(facts: tuple[Fact, ...]) -> None:
            try:
                self._desk.house.sealer.erase(company_key(company))
            except KnownError as error:
                self._desk.say_failure(error)
                return
            self._desk.say(tr("Société oubliée"))

        self._desk.run(ForgetCompany(id=company), done)
        if self.sheet is not None:
            self.sheet.close_overlay()


class PlatformController(QObject):
    """How the house reports, and the platform that takes it."""

    def __init__(self, desk: Desk, section: "InvoicesSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self._draft = platform_draft(desk.world.settings)
        form = section.form
        section.platform_requested.connect(self.begin)
        form.edited.connect(self._on_edited)
        form.drop_requested.connect(self.begin)
        form.save_requested.connect(self._on_save)

    @Slot()
    def begin(self) -> None:
        self._draft = platform_draft(self._desk.world.settings)
        self._show_form()
        self._section.open_pane(self._section.form)

    def _show_form(self, errors: dict[str, str] | None = None) -> None:
        stored = platform_draft(self._desk.world.settings)
        invoicing = self._desk.invoicing
        self._section.form.display(
            self._draft,
            errors or {},
            len(changed_fields(self._draft, stored)),
            account=invoicing is not None and invoicing.has_account(),
        )

    @Slot(str, object)
    def _on_edited(self, name: str, value: object) -> None:
        self._draft = with_field(self._draft, name, value)
        self._show_form()

    @Slot()
    def _on_save(self) -> None:
        errors = platform_errors(self._draft)
        if errors:
            self._show_form(errors)
            self._section.form.fields.focus(next(iter(errors)))
            return
        if self._draft.client.strip() and not self._keep_account(self._draft):
            return
        known = self._desk.world.settings.values
        wanted = platform_values(self._draft)
        for key in PLATFORM_KEYS.values():
            if wanted[key] != known[key] and not self._set(key, wanted[key]):
                return
        self._section.close_pane()
        self._desk.say(tr("Réglages enregistrés"))
        if self._desk.invoicing is not None:
            self._desk.invoicing.hurry()

    def _set(self, key: str, value: str) -> bool:
        facts = self._desk.run(SetSetting(key=key, value=value))
        return any(isinstance(fact.event, SettingSet) for fact in facts)

    def _keep_account(self, draft: PlatformDraft) -> bool:
        invoicing = self._desk.invoicing
        if invoicing is None:
            return True
        account = {
            "client_id": draft.client.strip(),
            "client_secret": draft.secret.strip(),
        }
        try:
            with disk_told():
                invoicing.set_account(account)
        except KnownError as error:
            self._desk.say_failure(error)
            return False
        return True

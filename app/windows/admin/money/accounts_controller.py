"""Drives the accounts of the bookkeeping: which figure goes to which."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.domain.rules import SetSetting
from app.domain.settings import SettingSet
from app.fiscal.accounting import item_words
from app.presenters.admin.drafts import changed_fields, with_field
from app.presenters.admin.fiscal import (
    AccountDraft,
    account_draft,
    account_errors,
    account_rows,
    account_value,
)
from app.services.house import Fact
from app.windows.desk import Desk
from resources.texts import tr

if TYPE_CHECKING:
    from app.windows.admin.fiscal.page import FiscalSection


class AccountsController(QObject):
    """The list of accounts, and one of them beside it."""

    def __init__(self, desk: Desk, section: "FiscalSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self._account, self._draft = "", AccountDraft(number="", name="")
        self._desk.changed.connect(self._on_changed)
        section.account_opened.connect(self._on_account_opened)
        section.form.edited.connect(self._on_edited)
        section.form.drop_requested.connect(self._on_drop)
        section.form.save_requested.connect(self._on_save)

    def begin(self) -> None:
        """Shows the list."""
        known = self._desk.world.catalogue.vat.values()
        rates = {rate for since in known for _, rate in since}
        self._section.show_rows("accounts", account_rows(self._settings, rates))

    @property
    def _settings(self) -> dict[str, str]:
        return self._desk.world.settings.values

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        if any(isinstance(fact.event, SettingSet) for fact in facts):
            self.begin()

    @Slot(str)
    def _on_account_opened(self, key: str) -> None:
        self._account = key
        self._draft = account_draft(self._settings, key)
        self._show_form()

    def _show_form(self, errors: dict[str, str] | None = None) -> None:
        stored = account_draft(self._settings, self._account)
        changes = len(changed_fields(self._draft, stored))
        title = item_words(self._account)
        self._section.show_form(title, self._draft, errors or {}, changes)

    @Slot(str, object)
    def _on_edited(self, name: str, value: object) -> None:
        self._draft = with_field(self._draft, name, value)
        self._show_form()

    @Slot()
    def _on_drop(self) -> None:
        self._on_account_opened(self._account)

    @Slot()
    def _on_save(self) -> None:
        errors = account_errors(self._account, self._draft)
        if errors:
            self._show_form(errors)
            self._section.form.fields.focus(next(iter(errors)))
            return
        key, before = self._account, self._settings[self._account]
        command = SetSetting(key=key, value=account_value(self._draft))

        def take_back() -> None:
            self._desk.run(SetSetting(key=key, value=before))

        def done(facts: tuple[Fact, ...]) -> None:
            self._section.close_pane()
            self._desk.say(tr("Compte enregistré"), undo=take_back)

        self._desk.run(command, done)

"""Réglages: the settings of the house, saved explicitly."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from app.domain.rules import SetSetting
from app.domain.settings import SettingSet
from app.presenters.admin.drafts import changed_fields, with_field
from app.presenters.admin.settings import (
    settings_draft,
    settings_errors,
    settings_values,
)
from app.services.house import Fact
from app.windows.admin.devices.scan_sheet import ScanSheet
from app.windows.admin.devices.template_sheet import TemplateSheet
from app.windows.admin.section import Section
from app.windows.admin.settings_form import SettingsForm
from app.windows.board import DeviceBoard
from app.windows.bump_bar import BumpSheet
from app.windows.desk import Desk
from app.windows.keys_sheet import OwnKeysSheet
from app.windows.mail_account import MailAccountSheet
from app.windows.pay_account import PayAccountSheet
from resources.texts import tr


class SettingsSection(Section):
    """The settings."""

    def __init__(
        self, desk: Desk, board: DeviceBoard, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, board, parent)
        self.form = SettingsForm()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        self.controller = SettingsController(desk, self)

    @override
    def show_place(self, argument: str) -> None:
        self.controller.begin()


class SettingsController(QObject):
    """One form of settings; a draft outlives a look elsewhere."""

    def __init__(self, desk: Desk, section: SettingsSection) -> None:
        super().__init__(section)
        self._desk, self._form = desk, section.form
        self._stored = settings_draft(desk.world.settings)
        self._draft = self._stored
        self._said: set[str] = set()
        self._connect_signals()

    def _connect_signals(self) -> None:
        form = self._form
        self._desk.changed.connect(self._on_changed)
        form.fields.edited.connect(self._on_edited)
        form.fields.left.connect(self._on_left)
        form.save_requested.connect(self._on_save)
        form.drop_requested.connect(self._on_drop)
        form.mailbox.clicked.connect(self._on_mailbox)
        form.pay.clicked.connect(self._on_pay)
        form.scans.clicked.connect(self._on_scans)
        form.papers.clicked.connect(self._on_papers)
        form.bump.clicked.connect(self._on_bump)
        form.keys.clicked.connect(self._on_keys)

    def begin(self) -> None:
        """Shows the settings as they are, or as they were being typed."""
        self._take_stored()
        self._show()

    def _take_stored(self) -> None:
        before, self._stored = self._stored, settings_draft(self._desk.world.settings)
        kept = changed_fields(self._draft, before)
        draft = self._stored
        for name in kept:
            draft = with_field(draft, name, getattr(self._draft, name))
        self._draft = draft

    def _show(self) -> None:
        errors = settings_errors(self._draft, self._stored)
        changes = len(changed_fields(self._draft, self._stored))
        said = {k: v for k, v in errors.items() if k in self._said}
        sites = bool(self._desk.world.terminals.sites)
        self._form.display(self._draft, changes, said, sites=sites)

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        if any(isinstance(fact.event, SettingSet) for fact in facts):
            self._take_stored()
            self._show()

    @Slot()
    def _on_papers(self) -> None:
        TemplateSheet(self._form, self._desk).open()

    @Slot()
    def _on_scans(self) -> None:
        ScanSheet(self._form, self._desk).open()

    @Slot()
    def _on_bump(self) -> None:
        BumpSheet(self._form, self._desk, "").open()

    @Slot()
    def _on_keys(self) -> None:
        OwnKeysSheet(self._form, self._desk, "").open()

    @Slot()
    def _on_mailbox(self) -> None:
        invoicing = self._desk.invoicing
        if invoicing is not None:
            MailAccountSheet(self._form, self._desk, invoicing).open()

    @Slot()
    def _on_pay(self) -> None:
        account = self._desk.pay_account
        if account is not None:
            PayAccountSheet(self._form, self._desk, account).open()

    @Slot(str, object)
    def _on_edited(self, name: str, value: object) -> None:
        self._draft = with_field(self._draft, name, value)
        self._show()

    @Slot(str)
    def _on_left(self, name: str) -> None:
        if name in changed_fields(self._draft, self._stored):
            self._said.add(name)
            self._show()

    @Slot()
    def _on_drop(self) -> None:
        kept, self._draft, self._said = self._draft, self._stored, set()
        self._show()

        def take_back() -> None:
            self._draft = kept
            self._show()

        self._desk.say(tr("Modifications abandonnées"), undo=take_back)

    @Slot()
    def _on_save(self) -> None:
        errors = settings_errors(self._draft, self._stored)
        if errors:
            self._said = set(errors)
            self._show()
            self._form.show_field(next(iter(errors)))
            return
        settings = self._desk.world.settings
        values = settings_values(self._draft, self._stored)
        stood = dict(settings.values)
        saved = [self._set(key, value) for key, value in values.items()]
        if all(saved):
            self._said = set()
            # "10" and "10,00" are the same once they are kept.
            self._draft = self._stored = settings_draft(settings)
            self._show()
            before = {k: was for k, was in stood.items() if settings.text(k) != was}

            def take_back() -> None:
                for key, value in before.items():
                    self._set(key, value)

            self._desk.say(tr("Réglages enregistrés"), undo=take_back)

    def _set(self, key: str, value: str) -> bool:
        return bool(self._desk.run(SetSetting(key=key, value=value)))

"""Drives what a control asks for: attestations, the control folder, what the law changes."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.domain.rules import SetSetting
from app.domain.settings import CONFIRMED, SettingSet
from app.fiscal.control import (
    Trail,
    attestations_in,
    signed_name,
    trail,
    version_of,
)
from app.fiscal.core import core
from app.presenters.admin.control import (
    control_rows,
    core_words,
    notice_of,
    user_draft,
    user_errors,
    user_values,
)
from app.presenters.admin.drafts import changed_fields, with_field
from app.reports.attestation import write_attestation
from app.services.house import Fact
from app.starting import disk_told
from app.windows.admin.fiscal.archivist import Archivist, attestations_of
from app.windows.admin.fiscal.control import ControlTable, NoticeCard, UserForm
from app.windows.desk import Desk
from app.windows.tasks import Background
from db.errors import KnownError
from db.whole_file import write_whole
from resources.texts import tr

_PDF = b"%PDF"


class ControlController(QObject):
    """One table of versions, its form, and the notice above.

    Signals:
        form_wanted: the form is to be opened.
        form_done: it may close.
        noted(str): words beside the title.
    """

    form_wanted = Signal()
    form_done = Signal()
    noted = Signal(str)

    def __init__(
        self,
        desk: Desk,
        table: ControlTable,
        form: UserForm,
        notice: NoticeCard,
        archivist: Archivist,
    ) -> None:
        super().__init__(table)
        self._desk, self._table, self._form = desk, table, form
        self._notice, self._archivist = notice, archivist
        self._background = Background(self)
        self._draft = user_draft(desk.world.settings)
        desk.changed.connect(self._on_changed)
        table.attestation_requested.connect(self._on_attestation_requested)
        table.signed_chosen.connect(self._on_signed_chosen)
        table.folder_chosen.connect(self._on_folder_chosen)
        form.edited.connect(self._on_edited)
        form.drop_requested.connect(self._on_attestation_requested)
        form.save_requested.connect(self._on_save)
        form.made.connect(self._on_made)
        notice.confirmed.connect(self._on_confirmed)

    def begin(self) -> None:
        """Reads what is there."""
        house, folder = self._desk.house, attestations_of(self._desk)
        devices = dict(house.world.settings.devices)
        self.noted.emit(core_words())

        def work() -> tuple[Trail, list[str]]:
            names = [path.name for path in attestations_in(folder)]
            return trail(house.database, devices), names

        def show(found: tuple[Trail, list[str]]) -> None:
            self._table.set_rows(control_rows(*found))

        self._background.run(work, show, self._desk.say_failure)

    def show_notice(self) -> None:
        """What the law is about to change."""
        house = self._desk.house
        self._notice.display(notice_of(house, house.clock().date().isoformat()))

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        if any(isinstance(fact.event, SettingSet) for fact in facts):
            self.show_notice()

    @Slot()
    def _on_confirmed(self) -> None:
        house = self._desk.house
        notice = notice_of(house, house.clock().date().isoformat())
        if notice is not None:
            self._desk.run(SetSetting(key=CONFIRMED, value=notice.since))

    # -------------------------------------------------------------- the user

    @Slot()
    def _on_attestation_requested(self) -> None:
        self._draft = user_draft(self._desk.world.settings)
        self._show_form()
        self.form_wanted.emit()

    def _show_form(self, errors: dict[str, str] | None = None) -> None:
        stored = user_draft(self._desk.world.settings)
        changes = len(changed_fields(self._draft, stored))
        self._form.display(self._draft, errors or {}, changes, core_words())

    @Slot(str, object)
    def _on_edited(self, name: str, value: object) -> None:
        self._draft = with_field(self._draft, name, str(value))
        self._show_form()

    @Slot()
    def _on_save(self) -> None:
        errors = user_errors(self._draft)
        if errors:
            self._show_form(errors)
            self._form.fields.focus(next(iter(errors)))
            return
        stored = user_draft(self._desk.world.settings)
        for key, value in user_values(self._draft, stored).items():
            if not self._desk.run(SetSetting(key=key, value=value)):
                return
        self._show_form()

    @Slot()
    def _on_made(self) -> None:
        desk = self._desk
        try:
            with disk_told():
                path = write_attestation(desk.house, attestations_of(desk), desk.actor)
        except KnownError as error:
            desk.say_failure(error)
            return
        self.begin()
        self.form_done.emit()
        desk.say(tr("Attestation à signer : {path}", path=str(path)))

    @Slot(str, object)
    def _on_signed_chosen(self, software: str, path: object) -> None:
        """Keeps the signed attestation of a version."""
        version = version_of(software) if software else core().version
        if not isinstance(path, Path) or not version:
            return
        folder = attestations_of(self._desk)
        try:
            with disk_told():
                signed = path.read_bytes()
                if not signed.startswith(_PDF):
                    words = tr("{name} n'est pas un PDF", name=path.name)
                    self._desk.say(words, tone="refused")
                    return
                write_whole(folder / signed_name(version), signed)
        except KnownError as error:
            self._desk.say_failure(error)
            return
        self.begin()
        self._desk.say(tr("Attestation signée de {version} gardée", version=version))

    @Slot(object)
    def _on_folder_chosen(self, folder: object) -> None:
        if isinstance(folder, Path):
            self._table.show_working(working=True)
            self._archivist.assemble(folder)

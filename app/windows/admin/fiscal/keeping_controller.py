"""Drives what is kept: its form, and the archive that makes itself."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.domain.rules import SetSetting
from app.domain.settings import BACKUP_KEY, SettingSet
from app.fiscal.backups import newest
from app.fiscal.copies import RecoveryKey, last_copied, new_recovery_key
from app.presenters.admin.drafts import changed_fields, with_field
from app.presenters.admin.keeping import (
    Kept,
    backup_words,
    keeping_draft,
    keeping_errors,
    keeping_values,
    seal_words,
)
from app.services.house import Fact
from app.windows.admin.fiscal.keeping import KeepingForm
from app.windows.admin.fiscal.verify_bar import VerifyBar
from app.windows.desk import Desk
from db.profile import Profile
from resources.texts import tr

_LOOK_MS = 500


class KeepingController(QObject):
    """One form of what is kept.

    Signals:
        form_wanted: the form is to be seen.
        ended: an archive that made itself is done, or was let go.
    """

    form_wanted = Signal()
    ended = Signal()

    def __init__(self, desk: Desk, form: KeepingForm, bar: VerifyBar) -> None:
        super().__init__(form)
        self._desk, self._form, self._bar = desk, form, bar
        self._draft = keeping_draft(desk.world.settings)
        self._key: RecoveryKey | None = None
        self._kept = Kept(newest="", copied="")
        self._shown = False
        self._looking = QTimer(self, interval=_LOOK_MS)
        self._looking.timeout.connect(self._on_look)
        desk.changed.connect(self._on_changed)
        form.edited.connect(self._on_edited)
        form.drop_requested.connect(self.open)
        form.save_requested.connect(self._on_save)
        form.key_requested.connect(self._on_key_requested)
        form.key_noted.connect(self._on_key_noted)
        form.unseal_requested.connect(self._on_unseal)
        self._show_key(None)
        self._show()

    def watch(self, *, seen: bool) -> None:
        """Shows how far an archive is that makes itself, while the archives are seen."""
        if seen and self._desk.keeping is not None:
            self._looking.start()
        else:
            self._looking.stop()

    @Slot()
    def open(self) -> None:
        """Shows what is stored."""
        path = self._desk.house.database.path
        backups = Profile(path.parent).backups if path else Path()
        last = newest(backups)
        self._kept = Kept(newest=last.name if last else "", copied=last_copied(backups))
        self._draft = keeping_draft(self._desk.world.settings)
        self._show_key(None)
        self._show()
        self.form_wanted.emit()

    def _show(self, errors: dict[str, str] | None = None) -> None:
        settings = self._desk.world.settings
        changes = len(changed_fields(self._draft, keeping_draft(settings)))
        today = self._desk.house.clock().date()
        words = backup_words(settings, self._kept, today), seal_words(settings)
        sealed = bool(settings.text(BACKUP_KEY))
        self._form.display(self._draft, errors or {}, changes, words, sealed=sealed)

    def _show_key(self, key: RecoveryKey | None) -> None:
        self._key = key
        self._form.show_key(key)

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        if any(isinstance(fact.event, SettingSet) for fact in facts):
            self._show()

    @Slot(str, object)
    def _on_edited(self, name: str, value: object) -> None:
        self._draft = with_field(self._draft, name, str(value))
        self._show()

    @Slot()
    def _on_save(self) -> None:
        errors = keeping_errors(self._draft)
        if errors:
            self._show(errors)
            self._form.fields.focus(next(iter(errors)))
            return
        stored = keeping_draft(self._desk.world.settings)
        for key, value in keeping_values(self._draft, stored).items():
            if not self._desk.run(SetSetting(key=key, value=value)):
                return
        self._desk.say(tr("C'est enregistré."))

    # ---------------------------------------------------------- the key

    @Slot()
    def _on_key_requested(self) -> None:
        self._show_key(new_recovery_key())

    @Slot()
    def _on_key_noted(self) -> None:
        key = self._key
        if key is None:
            return

        def done(_facts: tuple[Fact, ...]) -> None:
            self._show_key(None)
            self._desk.say(tr("La prochaine copie est chiffrée."))

        self._desk.run(SetSetting(key=BACKUP_KEY, value=key.public), done)

    @Slot()
    def _on_unseal(self) -> None:
        self._desk.run(SetSetting(key=BACKUP_KEY, value=""))

    # ---------------------------------------------------------- by itself

    @Slot()
    def _on_look(self) -> None:
        keeping = self._desk.keeping
        told = keeping.progress if keeping else None
        if told is not None:
            self._shown = True
            self._bar.show_work(*told)
        elif self._shown:
            self._shown = False
            self._bar.hide()
            self.ended.emit()

    @Slot()
    def cancel(self) -> None:
        """Lets the archive that makes itself go."""
        if self._desk.keeping is not None:
            self._desk.keeping.cancel()

"""A headset that is tried: a phrase is said into it, it says something, it is put away."""

from PySide6.QtCore import QObject, QTimer, Slot

from app.domain.settings import DeviceSet
from app.services.headset_care import TRIAL
from app.windows.admin.headsets.form import HeadsetForm
from app.windows.desk import Desk
from resources.texts import tr

EVERY_MS = 60
"""How loud it is, while its form is open."""


class HeadsetTrial(QObject):
    """What is asked of the headset whose form is open."""

    def __init__(self, desk: Desk, form: HeadsetForm, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._form = desk, form
        self._id = self._name = ""
        self._levels = QTimer(self, interval=EVERY_MS)
        self._levels.timeout.connect(self._on_levels)
        form.try_requested.connect(self._on_try_requested)
        form.try_ended.connect(self._on_try_ended)
        form.listen_requested.connect(self._on_listen_requested)
        form.muted.connect(self._on_muted)
        form.leave_requested.connect(self._on_leave_requested)

    def begin(self, device: DeviceSet) -> None:
        """Another headset is shown."""
        if device.id != self._id:
            self._desk.headsets.care.forget_sayings(TRIAL)
        self._id, self._name = device.id, device.name
        self._levels.start()

    @Slot()
    def rest(self) -> None:
        """Nobody looks."""
        self._levels.stop()

    @Slot()
    def _on_levels(self) -> None:
        self._form.level.set_fraction(self._desk.headsets.state(self._id).level)

    @Slot()
    def _on_try_requested(self) -> None:
        self._desk.headsets.care.forget_sayings(TRIAL)
        self._desk.headsets.care.listen(self._id, TRIAL)

    @Slot()
    def _on_try_ended(self) -> None:
        self._desk.headsets.care.listened(self._id)

    @Slot()
    def _on_listen_requested(self) -> None:
        self._desk.headsets.care.try_out(self._id, tr("Ici {name}.", name=self._name))

    @Slot(bool)
    def _on_muted(self, off: bool) -> None:
        self._desk.headsets.room.mute(self._id, muted=off)

    @Slot()
    def _on_leave_requested(self) -> None:
        self._desk.headsets.room.leave(self._id)

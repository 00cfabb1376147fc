"""Drives the list of what is plugged in: looked at while it is on show, a tap adds it."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from app.presenters.admin.plugged import fields_for, plugged_rows, user_of
from app.windows.desk import Desk
from app.windows.tasks import Background
from hardware.plugged import Plugged, plugged
from hardware.printers.discovery import network_printers
from resources.texts import tr, trn

if TYPE_CHECKING:
    from app.windows.admin.devices.page import DevicesSection

DEVICES, PLUGGED = "devices", "plugged"
LOOK_MS = 3000


class PluggedController(QObject):
    """What is plugged into this machine now, and printers on its network."""

    def __init__(self, desk: Desk, section: "DevicesSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self._found: dict[str, Plugged] = {}
        self._network: list[Plugged] = []
        self._background = Background(self)
        self._again = QTimer(self, interval=LOOK_MS, singleShot=True)
        self._again.timeout.connect(self.look)
        section.kind_shown.connect(self.look)
        section.opened.connect(self._on_opened)
        section.seek.clicked.connect(self.seek)

    @Slot()
    def look(self) -> None:
        """Looks in another thread, and again in some seconds while anybody sees it."""
        self._again.stop()
        if self._section.kind == PLUGGED and self._section.isVisible():
            self._background.run(plugged, self.show)

    def show(self, found: list[Plugged]) -> None:
        """Shows what was found, and the printers that the last search found."""
        self._found = {each.address: each for each in (*found, *self._network)}
        rows = plugged_rows(self._desk.world, self._found.values())
        self._section.plugged.set_rows(rows)
        self._again.start()

    @Slot()
    def seek(self) -> None:
        """Searches the network for printers, which takes some seconds."""
        devices = self._desk.world.settings.devices.values()
        known = frozenset(device.address for device in devices)
        self._section.seek.set_busy(tr("quelques secondes"))
        self._background.run(
            partial(network_printers, known), self._on_sought, self._on_not_sought
        )

    def _on_sought(self, found: list[Plugged]) -> None:
        self._section.seek.set_done()
        self._network = found
        self._desk.say(
            trn(len(found), "{n} imprimante trouvée", "{n} imprimantes trouvées")
        )
        self.look()

    def _on_not_sought(self, error: Exception) -> None:
        if not isinstance(error, OSError):
            raise error
        self._section.seek.set_done()
        words = tr("Le réseau ne se laisse pas chercher : {why}", why=str(error))
        self._desk.say(words, tone="error")

    @Slot(str, str)
    def _on_opened(self, kind: str, address: str) -> None:
        """What Sotto uses already is shown; the rest begins a new device."""
        thing = self._found.get(address)
        if kind != PLUGGED or thing is None:
            return
        used = user_of(self._desk.world, address)
        self._section.opened.emit(DEVICES, used.id if used else "")
        if used is None:
            for field, value in fields_for(thing):
                self._section.form.edited.emit(field, value)

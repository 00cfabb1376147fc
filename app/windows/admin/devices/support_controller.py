"""Writes the file for support, which says how this machine and its devices are."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from app.windows.saving import Saver

if TYPE_CHECKING:
    from app.windows.admin.devices.page import DevicesSection


class SupportController(QObject):
    """The button of the section's head."""

    def __init__(
        self, desk: Desk, board: DeviceBoard, section: "DevicesSection"
    ) -> None:
        super().__init__(section)
        self._desk, self._board, self._section = desk, board, section
        self._saver = Saver(desk, self)
        self._saver.busy_changed.connect(self._on_busy_changed)
        section.support.setVisible(desk.support is not None)
        section.support.clicked.connect(self._on_clicked)

    @Slot()
    def _on_clicked(self) -> None:
        if self._desk.support is not None:
            devices = self._desk.world.settings.devices
            healths = {id_: self._board.health(id_) for id_ in devices}
            day = f"{self._desk.house.clock():%Y-%m-%d}"
            self._saver.save(
                f"assistance-{day}.zip", partial(self._desk.support, healths)
            )

    @Slot(bool)
    def _on_busy_changed(self, busy: bool) -> None:  # as Qt tells it
        self._section.support.setEnabled(not busy)

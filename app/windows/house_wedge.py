"""The gun of a selling page: it types as the house set it, and is told when it types wrong."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.domain.settings import SettingSet
from app.presenters.admin.scans import wedge_settings
from app.services.house import Fact
from app.windows.code_check import holder_of
from app.windows.desk import Desk
from app.windows.key_wedge import KeyWedge
from resources.texts import tr


class HouseWedge(KeyWedge):
    """Follows the settings of the house. A badge of the team is no article: it goes to
    the window, as one of a reader that does not type does."""

    def __init__(self, window: QWidget, desk: Desk) -> None:
        super().__init__(window, wedge_settings(desk.world.settings))
        self._desk = desk
        desk.changed.connect(self._on_changed)
        self.repaired.connect(self._on_repaired)

    @override
    def _tell(self, code: str) -> None:
        if holder_of(self._desk.world.staff, code, self._desk.pepper):
            self._desk.badge_shown.emit(code)
        else:
            super()._tell(code)

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        events = (fact.event for fact in facts)
        if any(isinstance(e, SettingSet) and e.key.startswith("scan.") for e in events):
            self.use(wedge_settings(self._desk.world.settings))

    @Slot()
    def _on_repaired(self) -> None:
        self._desk.say(tr("Code compris. Réglez la douchette en clavier français."))

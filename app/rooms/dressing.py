"""Who is at the windows of this process, and so how they look and speak."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Slot

from app.appearance import Appearance
from app.domain.staff.comfort import Comfort
from app.domain.staff.events import ComfortSet
from app.services.house import Fact, House
from app.windows.desk import Desk, HouseSignals


class DressingRoom(QObject):
    """Puts on what whoever took a window last wants, and takes it off as they leave.

    Args:
        people: who is at a window, the window used last at the end.
        rebuild: makes every window anew.
    """

    def __init__(
        self,
        house: House,
        signals: HouseSignals,
        appearance: Appearance,
        people: Callable[[], Sequence[str]],
        rebuild: Callable[[], None],
    ) -> None:
        super().__init__()
        self._house, self._appearance = house, appearance
        self._people, self._rebuild = people, rebuild
        self._last = ""
        signals.changed.connect(self._on_changed)

    @property
    def screen(self) -> Comfort:
        """How windows are here for who wants nothing else."""
        return self._appearance.screen

    @property
    def worn(self) -> Comfort:
        """How they are now."""
        return self._appearance.worn

    def set_screen(self, comfort: Comfort) -> None:
        """Windows are like this here from now on."""
        self._appearance.set_screen(comfort)
        self._wear()

    def sit(self, desk: Desk) -> bool:
        """Somebody took this desk, or left it.

        Returns:
            Whether every window was made anew, this one's among them.
        """
        self._last = desk.person or self._last
        return self._wear()

    def _wear(self) -> bool:
        people = self._people()
        last = people[-1] if people else ""
        person = self._last if self._last in people else last
        own = self._house.world.staff.comforts.get(person)
        anew = self._appearance.wear(own)
        if anew:
            self._rebuild()
        return anew

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        here = self._people()
        comforts = (f.event for f in facts if isinstance(f.event, ComfortSet))
        if any(event.person in here for event in comforts):
            # Later: the sheet that asked for it is still at work.
            QTimer.singleShot(0, self, self._wear)

"""Says at a window that the person who is there, or the kitchen, is wanted."""

from PySide6.QtCore import QObject, Slot

from app.domain.staff.events import StaffCalled
from app.presenters.calls import call_words, is_called
from app.services.house import Fact
from app.services.people import person_name
from app.windows.desk import Desk

_KITCHEN = ("kitchen", "runner")


class Calls(QObject):
    """Calls for one window.

    Args:
        kitchen: the window is a kitchen's, where cooks and runners look.
    """

    def __init__(self, desk: Desk, *, kitchen: bool) -> None:
        super().__init__(desk)
        self._desk, self._kitchen = desk, kitchen
        desk.changed.connect(self._on_changed)

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        for event, meta in (fact.parts for fact in facts):
            if isinstance(event, StaffCalled) and self._concerns(event, meta.op):
                name = person_name(self._desk.house, meta.op)
                self._desk.say(call_words(self._desk.world, event, name))

    def _concerns(self, call: StaffCalled, by: str) -> bool:
        if self._kitchen and call.who in _KITCHEN:
            return True
        person = self._desk.person
        return person != by and is_called(self._desk.world, person, call.who)

"""A badge of the team, shown where nobody asks for one: its person takes the window."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from app.windows.code_check import holder_of
from app.windows.desk import Desk
from app.windows.login.page import LoginPage


class TakeOver(QObject):
    """Seats people by their badge instead of who is at a window.

    Args:
        leave: has who is there leave, and asks this person for their code.
    """

    def __init__(
        self, desk: Desk, login: LoginPage, pepper: bytes, leave: Callable[[str], None]
    ) -> None:
        super().__init__(desk)
        self._desk, self._login = desk, login
        self._pepper, self._leave = pepper, leave
        desk.badge_shown.connect(self.take)

    @Slot(str)
    def take(self, code: str) -> bool:
        """Whether the badge is one of the team's, and somebody sits here."""
        person = holder_of(self._desk.world.staff, code, self._pepper)
        if not person or not self._desk.person:
            return False
        if person != self._desk.person:
            self._leave(person)
            self._login.badge_read.emit(code)
        return True

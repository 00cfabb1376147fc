"""Seats whoever types their code or passes their badge, and takes them away again."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from app.domain.staff.comfort import Comfort
from app.domain.staff.decide import LogIn, LogOut
from app.domain.staff.events import LoggedIn, LoggedOut, RoleSet, StaffSet
from app.presenters.people import last_place, last_table, present_login
from app.services.house import Fact
from app.windows.code_check import CodeCheck
from app.windows.comfort_sheet import ComfortSheet
from app.windows.desk import Desk
from app.windows.login.page import LoginPage
from resources.texts import language, tr

_TEAM = StaffSet | RoleSet | LoggedIn | LoggedOut


class LoginController(QObject):
    """Login for one window.

    Attributes:
        comes_back: nothing is on show yet, so people find their last table again.

    Signals:
        seated: a person took the window.
    """

    seated = Signal()

    def __init__(self, desk: Desk, page: LoginPage, pepper: bytes) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self.comes_back = False
        self._code = CodeCheck(desk, pepper, self)
        self._connect_signals()

    def _connect_signals(self) -> None:
        self._page.pin_entered.connect(self._code.check)
        self._page.badge_read.connect(self._code.check_badge)
        self._code.accepted.connect(self._on_code_accepted)
        self._code.refused.connect(self._page.refuse)
        self._page.language_requested.connect(self._on_language_requested)
        self._page.comfort_requested.connect(self._on_comfort_requested)
        self._desk.changed.connect(self._on_changed)

    def refresh(self) -> None:
        """Shows who may log in now."""
        house = self._desk.house
        view = present_login(house, house.clock())
        people = view.people if self.comes_back else ()
        places = {person.id: last_place(house, person.id) for person in people}
        self._page.display(view, places)

    def place(self) -> str:
        """What to show the person who just sat down, "" for the window's own start."""
        table = last_table(self._desk.house, self._desk.person)
        return f"table:{table}" if table and self.comes_back else ""

    def leave(self, reason: str) -> None:
        """The person leaves the window ("switch", "lock", "hand")."""
        if self._desk.person:
            self._desk.run(
                LogOut(
                    person=self._desk.person,
                    window=self._desk.actor.window,
                    reason=reason,
                )
            )
            self._desk.sit_down("")
        self.refresh()

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        """Somebody came, left or changed, here or elsewhere."""
        if not self._desk.person and any(isinstance(f.event, _TEAM) for f in facts):
            self.refresh()

    @Slot(str)
    def _on_code_accepted(self, person: str) -> None:
        self._desk.sit_down(person)
        self._desk.run(LogIn(person=person, window=self._desk.actor.window))
        self.seated.emit()

    @Slot()
    def _on_language_requested(self) -> None:
        wardrobe = self._desk.wardrobe
        if wardrobe is not None:
            other = "en" if language() == "fr" else "fr"
            wardrobe.set_screen(replace(wardrobe.screen, language=other))

    @Slot()
    def _on_comfort_requested(self) -> None:
        wardrobe = self._desk.wardrobe
        if wardrobe is not None:
            words = tr("Cet écran, pour qui n'a rien choisi")
            sheet = ComfortSheet(self._page, words, wardrobe.screen)
            sheet.chosen.connect(self._on_comfort_chosen)
            sheet.open()

    @Slot(object)
    def _on_comfort_chosen(self, comfort: Comfort) -> None:
        if self._desk.wardrobe is not None:
            self._desk.wardrobe.set_screen(comfort)

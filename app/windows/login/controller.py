"""Checks codes and seats people; a wrong code is written down and slows the next one."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.domain.staff.decide import LogIn, LogOut, RefuseLogin
from app.presenters.people import last_place, present_login
from app.services.people import check_pin
from app.windows.desk import Desk
from app.windows.login.page import LoginPage
from app.windows.tasks import Background
from resources.texts import language, set_language, tr

MAX_TRIES = 3
WAIT_MS = 15_000


class LoginController(QObject):
    """Login for one window.

    Signals:
        seated: a person took the window.
        language_changed: every text is in another language now.
    """

    seated = Signal()
    language_changed = Signal()

    def __init__(self, desk: Desk, page: LoginPage, pepper: bytes) -> None:
        super().__init__(page)
        self._desk, self._page, self._pepper = desk, page, pepper
        self._background = Background(self)
        self._tries = 0
        self._asked = ""
        self._pause = QTimer(self, interval=WAIT_MS, singleShot=True)
        self._connect_signals()

    def _connect_signals(self) -> None:
        self._page.pin_entered.connect(self._on_pin_entered)
        self._page.language_requested.connect(self._on_language_requested)
        self._pause.timeout.connect(self._on_pause_timeout)

    def refresh(self) -> None:
        """Shows who may log in now."""
        house = self._desk.house
        view = present_login(house, house.clock())
        places = {person.id: last_place(house, person.id) for person in view.people}
        self._page.display(view, places)

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

    @Slot(str, str)
    def _on_pin_entered(self, person: str, pin: str) -> None:
        if self._pause.isActive():
            self._page.refuse(tr("Trop d'essais : attendez quelques secondes."))
            return
        found = self._desk.world.staff.people.get(person)
        if found is None:
            return
        hashed, pepper = found.pin, self._pepper
        self._asked = person
        self._background.run(lambda: check_pin(pin, hashed, pepper), self._on_checked)

    def _on_checked(self, right: bool) -> None:  # the one answer of a check
        person, window = self._asked, self._desk.actor.window
        if right:
            self._tries = 0
            self._desk.sit_down(person)
            self._desk.run(LogIn(person=person, window=window))
            self.seated.emit()
            return
        self._tries += 1
        self._desk.run(RefuseLogin(person=person, window=window))
        if self._tries >= MAX_TRIES:
            self._pause.start()
        self._page.refuse(tr("Ce n'est pas ce code."))

    @Slot()
    def _on_pause_timeout(self) -> None:
        self._tries = 0

    @Slot()
    def _on_language_requested(self) -> None:
        self.set_language("en" if language() == "fr" else "fr")

    @Slot(str)
    def set_language(self, name: str) -> None:
        """Every text in this language from now on."""
        if name != language():
            set_language(name)
            self.language_changed.emit()

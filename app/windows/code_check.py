"""Codes and badges checked behind a window: a wrong one is written down and slows the
next."""

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.domain.staff.decide import RefuseLogin
from app.domain.staff.state import Staff
from app.services.people import badge_hashes, check_pin, code_keys
from app.windows.desk import Desk
from app.windows.tasks import Background
from resources.texts import tr

MAX_TRIES = 3
WAIT_MS = 15_000


def holder_of(staff: Staff, code: str, pepper: bytes) -> str:
    """Whose badge a code is, "" for nobody's."""
    return staff.holder_of(*badge_hashes(code, code_keys(staff, pepper)))


class CodeCheck(QObject):
    """Checks one code at a time, at the login and for a manager's approval.

    Signals:
        accepted(str): this person typed their code, or passed their badge.
        refused(str): why not, in words.
    """

    accepted = Signal(str)
    refused = Signal(str)

    def __init__(self, desk: Desk, pepper: bytes, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._pepper = desk, pepper
        self._background = Background(self)
        self._tries = 0
        self._pause = QTimer(self, interval=WAIT_MS, singleShot=True)
        self._pause.timeout.connect(self._on_pause_timeout)

    @Slot(str, str)
    def check(self, person: str, pin: str) -> None:
        """Asks whether this is the person's code; a signal answers."""
        if not self._ready():
            return
        found = self._desk.world.staff.people.get(person)
        if found is None:
            return
        keys = code_keys(self._desk.world.staff, self._pepper)
        self._background.run(
            partial(check_pin, pin, found.pin, keys), partial(self._on_checked, person)
        )

    def check_badge(self, code: str, right: str = "") -> None:
        """Asks whose badge this is; a signal answers.

        Args:
            right: what the badge is to allow; without it, it is a wrong one.
        """
        if not self._ready():
            return
        staff = self._desk.world.staff
        person = holder_of(staff, code, self._pepper)
        if not person:
            self._refuse("", tr("Ce badge n'est à personne de l'équipe."), badge=True)
        elif right and right not in staff.rights_of(person):
            self._refuse(person, tr("Ce badge ne donne pas ce droit."), badge=True)
        else:
            self._accept(person)

    def _ready(self) -> bool:
        if self._background.busy:
            return False  # the answer to the code before comes first
        if self._pause.isActive():
            self.refused.emit(tr("Trop d'essais : attendez quelques secondes."))
            return False
        return True

    def _on_checked(self, person: str, right: bool) -> None:
        if right:
            self._accept(person)
        else:
            self._refuse(person, tr("Ce n'est pas ce code."))

    def _accept(self, person: str) -> None:
        self._tries = 0
        self.accepted.emit(person)

    def _refuse(self, person: str, words: str, *, badge: bool = False) -> None:
        self._tries += 1
        window = self._desk.actor.window
        self._desk.run(RefuseLogin(person=person, window=window, badge=badge))
        if self._tries >= MAX_TRIES:
            self._pause.start()
        self.refused.emit(words)

    @Slot()
    def _on_pause_timeout(self) -> None:
        self._tries = 0

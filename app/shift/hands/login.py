"""Who is at a window: switching by code, and a manager's approval."""

from app.presenters.people import present_person
from app.services.demo import DEMO_PINS
from app.shift.finger import Stuck
from app.shift.stage import Stage
from app.windows.approval import AnswerSheet, ApprovalSheet
from app.windows.menu import PersonMenu
from app.windows.shell import Shell
from widgets.person_card import PersonCard
from widgets.pin_pad import PinPad
from widgets.problem_stack import ProblemRow

MANAGER, OWN = "marc", "admin"
"""A manager, and the window at which they sit."""


_FRESH_S = 0.7
"""A row that has just come lets taps fall through: it is read first."""


class LoginHand:
    """Seats people.

    Attributes:
        pins: person -> code.
    """

    def __init__(self, stage: Stage) -> None:
        self._stage, self._finger = stage, stage.finger
        self.pins = dict(DEMO_PINS)

    def be(self, window: str, person: str) -> Shell:
        """Makes `person` the one who works at a window.

        Raises:
            Stuck: the code is not taken.
        """
        shell = self._stage.windows[window]
        if shell.desk.person == person:
            return shell
        if shell.desk.person:
            self._leave(shell, person)
        else:
            self._finger.tap(shell.login_page.card(person))
        self._type(shell.login_page.pad, self.pins[person])
        self._finger.until(
            lambda: shell.desk.person == person and shell.page is not None,
            f"{person} cannot log in",
        )
        return shell

    def mistype(self, window: str, person: str) -> None:
        """Somebody types a wrong code, and is told so."""
        shell = self._stage.windows[window]
        pad = shell.login_page.pad
        self._finger.tap(shell.login_page.card(person))
        before = len(self._stage.facts)
        self._type(pad, "0000")
        self._finger.until(
            lambda: len(self._stage.facts) > before, "a wrong code is not written down"
        )

    def approve(self, window: str, manager: str = MANAGER) -> None:
        """A manager types their code on the sheet that asks for it.

        Raises:
            Stuck: nothing is asked, or the code is not taken.
        """
        shell = self._stage.windows[window]
        sheet = self._finger.find(shell, ApprovalSheet)
        name = present_person(self._stage.house, manager).name
        for card in sheet.findChildren(PersonCard):
            if card.accessibleName().startswith(name):
                self._finger.tap(card)
                break
        else:
            raise Stuck(f"{name} cannot approve here")
        self._type(sheet.pad, self.pins[manager])
        self._finger.until(
            lambda: self._finger.look(shell, ApprovalSheet) is None,
            "the approval is not taken",
        )

    def approve_elsewhere(self, window: str, manager: str = MANAGER) -> None:
        """What is asked for at `window` goes to the manager's own screen and is allowed
        there; the act is carried out where it was asked for.

        Raises:
            Stuck: the manager's screen does not show it, or the code is not taken.
        """
        waiting = self._finger.find(self._stage.windows[window], ApprovalSheet)
        self._finger.tap(waiting.ask)
        own = self._stage.open_window(OWN)
        self.be(OWN, manager)
        self._finger.until(lambda: _request(own), "the manager's screen does not ask")
        self._finger.pause(_FRESH_S)
        self._finger.tap(_request(own)[0].act)
        sheet = self._finger.find(own, AnswerSheet)
        self._type(sheet.pad, self.pins[manager])
        self._finger.until(
            lambda: not self.asked(window), "the answer does not come back"
        )
        self._stage.close_window(OWN)

    def asked(self, window: str) -> bool:
        """Whether a manager is wanted at a window now."""
        shell = self._stage.windows[window]
        return self._finger.look(shell, ApprovalSheet) is not None

    def _leave(self, shell: Shell, person: str) -> None:
        """Through the person's menu, where it is known who comes next."""
        page = shell.page
        if page is not None and not page.rail:
            raise Stuck(f"one cannot switch user from {page.key}")
        self._finger.tap(shell.rail.user)
        menu = self._finger.find(shell, PersonMenu)
        for card in menu.findChildren(PersonCard):
            if card.property("person") == person:
                self._finger.tap(card)
                break
        else:
            raise Stuck(f"{person} is not in the menu")
        self._finger.until(
            lambda: shell.page is None, "the menu does not lead to login"
        )

    def _type(self, pad: PinPad, pin: str) -> None:
        for digit in pin:
            self._finger.tap(pad.keypad.key(digit))


def _request(shell: Shell) -> list[ProblemRow]:
    """Rows of a window that ask for an approval."""
    rows = shell.findChildren(ProblemRow)
    return [r for r in rows if r.isVisible() and r.problem.key.startswith("approval")]

"""All hands of the house, by window."""

from app.shift.hands.courses import CourseHand
from app.shift.hands.floor import FloorHand
from app.shift.hands.kitchen import KitchenHand
from app.shift.hands.login import LoginHand
from app.shift.hands.office import OfficeHand
from app.shift.hands.pay import PayHand
from app.shift.hands.pos import PosHand
from app.shift.hands.till import TillHand
from app.shift.stage import Stage


class Team:
    """Who works tonight, and at which window.

    Léa, an extra waiter and Inès share the window of the till; Karim and another extra
    have the one of the plan.

    Attributes:
        waiters: window -> who serves tables from there.
    """

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.login = LoginHand(stage)
        self.till = TillHand(stage, self.login)
        self.office = OfficeHand(stage, self.login)
        self.kitchen = KitchenHand(stage, self.login)
        self.pos = {w: PosHand(stage, self.login, w) for w in ("pos", "floor")}
        self.courses = {w: CourseHand(stage, w) for w in ("pos", "floor")}
        self.pay = {w: PayHand(stage, self.login, w) for w in ("pos", "floor")}
        self.floor = {w: FloorHand(stage, self.login, w) for w in ("pos", "floor")}
        self.waiters = {"pos": ["lea"], "floor": ["karim"]}

    def hire(self) -> None:
        """Takes on the extras of the evening, one for each window."""
        self.office.come("team")
        for window, (name, pin) in EXTRAS.items():
            self.waiters[window].append(self.office.hire(name, pin))
        self.office.go()


EXTRAS = {"pos": ("Hugo", "6161"), "floor": ("Camille", "7272")}
"""Window -> name and code of the extra who works there."""

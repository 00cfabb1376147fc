"""Courses of an order on show at the till: called, put before others, dishes carried."""

from collections.abc import Callable

from PySide6.QtCore import QPoint

from app.domain.kitchen.events import DishesRushed
from app.domain.orders.events import CourseChanged, CourseFired
from app.shift.finger import Finger
from app.shift.stage import Stage
from app.windows.pos.sheets import ActsSheet
from widgets.order_list import OrderList
from widgets.order_list_layout import COURSE_ROW

_TRIES, _COMES_S = 3, 0.5


class CourseHand:
    """A waiter at the courses of the order on show."""

    def __init__(self, stage: Stage, window: str) -> None:
        self._stage, self._finger, self._window = stage, stage.finger, window

    @property
    def _list(self) -> OrderList:
        return self._finger.find(self._stage.page(self._window), OrderList)

    def fire(self, course: str) -> None:
        """Réclamer, at the header of the course."""
        since, rows = len(self._stage.facts), self._list
        row = COURSE_ROW + course
        rows.show_row(row)
        self._finger.tap_item(
            rows, lambda: rows.touch_rect(row, "act"), "the button of the course"
        )
        self._stage.wait_for(CourseFired, since)

    def rush(self, course: str) -> None:
        """The kitchen makes it first: what a long press on its header offers."""
        since, rows = len(self._stage.facts), self._list
        row = COURSE_ROW + course
        shell = self._stage.windows[self._window]
        for _ in range(_TRIES):  # a row that moved under the finger was not meant
            self._finger.hold(rows.viewport(), _seen(self._finger, rows, row))
            self._finger.pause(_COMES_S)
            if self._finger.look(shell, ActsSheet):
                break
        self._finger.tap(self._finger.find(shell, ActsSheet).row("rush"))
        self._stage.wait_for(DishesRushed, since)

    def carry(self, line: str, course: str) -> None:
        """Carries a line under the header of another course of the order."""
        since, rows = len(self._stage.facts), self._list
        start = _seen(self._finger, rows, line)
        goal = COURSE_ROW + course
        self._finger.drag(rows.viewport(), start, lambda: rows.item_rect(goal).center())
        self._stage.wait_for(CourseChanged, since)


def _seen(finger: Finger, rows: OrderList, row: str) -> Callable[[], QPoint]:
    """Where a row is, scrolled to."""

    def where() -> QPoint:
        rows.show_row(row)
        finger.rest()
        return rows.item_rect(row).center()

    return where

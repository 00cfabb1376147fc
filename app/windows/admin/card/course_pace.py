"""When one course of the meal goes once it is held: as the house does, or by its own rule."""

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.catalogue.events import CourseSet
from app.presenters.admin.courses import BY_THEMSELVES, pace_minute_entries, with_pace
from app.presenters.admin.setting_choices import course_pace_entries
from resources.texts import tr
from widgets import theme
from widgets.dropdown import Dropdown


class CoursePace(QWidget):
    """The rule of a course, and after how many minutes.

    Signals:
        chosen(object): the `CourseSet` with its other rule.
    """

    chosen = Signal(object)

    def __init__(self, course: CourseSet) -> None:
        super().__init__()
        self._course = course
        self.rule = Dropdown("", course_pace_entries(), height=48, with_help=False)
        self.rule.setAccessibleName(tr("{name} part", name=course.name))
        self.minutes = Dropdown("", (), height=48, with_help=False)
        self.minutes.setAccessibleName(tr("{name} part après", name=course.name))
        stays = self.minutes.sizePolicy()
        stays.setRetainSizeWhenHidden(True)
        self.minutes.setSizePolicy(stays)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.SPACE.s)
        line.addWidget(self.rule, 3)
        line.addWidget(self.minutes, 2)
        self.show_course(course)
        self.rule.chosen.connect(self._on_rule_chosen)
        self.minutes.chosen.connect(self._on_minutes_chosen)

    def show_course(self, course: CourseSet) -> None:
        """How it stands."""
        self._course = course
        self.rule.choose(course.pace)
        chosen = str(course.pace_minutes)
        self.minutes.set_entries(pace_minute_entries(course), chosen=chosen)
        self.minutes.setVisible(course.pace in BY_THEMSELVES)

    @Slot(str)
    def _on_rule_chosen(self, pace: str) -> None:
        self.chosen.emit(with_pace(self._course, pace))

    @Slot(str)
    def _on_minutes_chosen(self, minutes: str) -> None:
        self.chosen.emit(replace(self._course, pace_minutes=int(minutes)))

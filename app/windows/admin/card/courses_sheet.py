"""Suites: the course that each category is served in, and the order of the meal."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.catalogue.decide import SetCatalogue, SetCatalogueEvent
from app.domain.catalogue.events import ArticleSet, CategorySet, CourseSet
from app.presenters.admin.courses import (
    CategoryRow,
    category_courses,
    course_choices,
    meal_courses,
    own_courses,
    swapped,
)
from app.services.house import Fact
from app.windows.admin.card.course_pace import CoursePace
from app.windows.desk import Desk
from resources.texts import tr
from widgets import theme
from widgets.button import IconButton
from widgets.card import SectionHeader, clear
from widgets.dropdown import Dropdown
from widgets.sheet import SideSheet
from widgets.text import Label

if TYPE_CHECKING:
    from app.windows.admin.card.articles import ArticlesSection


class CoursesSheet(SideSheet):
    """A row for each category; what is chosen is kept at once, and can be taken back."""

    def __init__(self, host: QWidget, desk: Desk) -> None:
        words = tr("La suite des articles qui n'en ont pas une à eux")
        super().__init__(host, tr("Suites par catégorie"), words)
        self._desk = desk
        self.courses: dict[str, Dropdown] = {}
        self.followers: dict[str, IconButton] = {}
        self._words: dict[str, Label] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.SPACE.l)
        self._grid.setVerticalSpacing(theme.SPACE.s)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        for row in category_courses(desk.world.catalogue):
            self._add_row(row)
        self.sheet.body.addLayout(self._grid)
        self.order = MealOrder(desk)
        self.sheet.body.addSpacing(theme.SPACE.m)
        self.sheet.body.addWidget(self.order)
        self.sheet.body.addStretch(1)
        self.closed.connect(self.deleteLater)
        desk.changed.connect(self._on_changed)

    def _add_row(self, row: CategoryRow) -> None:
        names, number = QVBoxLayout(), len(self.courses)
        names.setSpacing(0)
        names.addWidget(Label(row.name, style="body_strong", wrap=True))
        words = Label(row.words, style="caption", role="on_var", wrap=True)
        names.addWidget(words)
        self._grid.addLayout(names, number, 0)
        entries = course_choices(self._desk.world.catalogue)
        choice = Dropdown("", entries, chosen=row.course, height=48, with_help=False)
        choice.setAccessibleName(tr("Suite : {name}", name=row.name))
        choice.chosen.connect(self._on_course_chosen)
        self._grid.addWidget(choice, number, 1)
        name = tr("Tous les articles de {name} la suivent", name=row.name)
        follow = IconButton(name, "done_all", kind="plain")
        follow.setEnabled(bool(row.own))
        follow.clicked.connect(self._on_follow_clicked)
        self._grid.addWidget(follow, number, 2)
        for widget in (choice, follow):
            widget.setProperty("category", row.category)
        self.courses[row.category] = choice
        self.followers[row.category], self._words[row.category] = follow, words

    @Slot(str)
    def _on_course_chosen(self, course: str) -> None:
        choice = self.sender()
        if not isinstance(choice, Dropdown):
            return
        catalogue = self._desk.world.catalogue
        before = catalogue.categories[choice.property("category")]
        if course == before.course:
            return
        if not _keep(self._desk, [replace(before, course=course)], [before]):
            choice.choose(before.course)

    @Slot()
    def _on_follow_clicked(self) -> None:
        button = self.sender()
        if not isinstance(button, IconButton):
            return
        catalogue = self._desk.world.catalogue
        own = own_courses(catalogue, button.property("category"))
        _keep(self._desk, [replace(article, course="") for article in own], own)

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        if not any(isinstance(f.event, ArticleSet | CategorySet) for f in facts):
            return
        for row in category_courses(self._desk.world.catalogue):
            if row.category in self.courses:
                self.courses[row.category].choose(row.course)
                self.followers[row.category].setEnabled(bool(row.own))
                self._words[row.category].setText(row.words)


class MealOrder(QWidget):
    """The courses in the order of the meal; each goes before the one over it, or after
    the one under it, by its arrows. Under each stands when it goes once it is held."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.arrows: dict[tuple[str, int], IconButton] = {}
        self.paces: dict[str, CoursePace] = {}
        self._shown = list[str]()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.SPACE.xs)
        self._show()
        desk.changed.connect(self._on_changed)

    def _show(self) -> None:
        clear(self._column)
        self.arrows = {}
        self._column.addWidget(
            SectionHeader(tr("L'ordre du repas, et quand chaque suite part"))
        )
        meal = meal_courses(self._desk.world.catalogue)
        self._shown, self.paces = [course.id for course in meal], {}
        for place, course in enumerate(meal):
            row = QWidget()
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            line.addWidget(Label(f"{course.tag}  {course.name}", style="body"), 1)
            for step, icon, words in (
                (-1, "arrow_upward", tr("{name} plus tôt", name=course.name)),
                (1, "arrow_downward", tr("{name} plus tard", name=course.name)),
            ):
                arrow = IconButton(words, icon, kind="plain")
                arrow.setEnabled(0 <= place + step < len(meal))
                arrow.setProperty("course", course.id)
                arrow.setProperty("step", step)
                arrow.clicked.connect(self._on_arrow_clicked)
                self.arrows[course.id, step] = arrow
                line.addWidget(arrow)
            self._column.addWidget(row)
            if place:  # nothing goes before the first
                pace = CoursePace(course)
                pace.chosen.connect(self._on_pace_chosen)
                self.paces[course.id] = pace
                self._column.addWidget(pace)
                self._column.addSpacing(theme.SPACE.s)

    @Slot(object)
    def _on_pace_chosen(self, course: CourseSet) -> None:
        before = self._desk.world.catalogue.courses[course.id]
        if course != before and not _keep(self._desk, [course], [before]):
            self.paces[course.id].show_course(before)

    @Slot()
    def _on_arrow_clicked(self) -> None:
        arrow = self.sender()
        if not isinstance(arrow, IconButton):
            return
        course, step = arrow.property("course"), arrow.property("step")
        catalogue = self._desk.world.catalogue
        now = swapped(catalogue, course, step)
        before = [catalogue.courses[each.id] for each in now]
        _keep(self._desk, now, before)

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        if not any(isinstance(fact.event, CourseSet) for fact in facts):
            return
        meal = meal_courses(self._desk.world.catalogue)
        if [course.id for course in meal] != self._shown:
            self._show()
            return
        for course in meal:
            if course.id in self.paces:  # nothing moves under a finger
                self.paces[course.id].show_course(course)


def _keep(
    desk: Desk, now: Sequence[SetCatalogueEvent], before: Sequence[SetCatalogueEvent]
) -> bool:
    """Carries all of it out, and says so; one undo takes it back."""
    if not all(desk.run(SetCatalogue(event=each)) for each in now):
        return False
    desk.say(tr("Enregistré"), undo=partial(_take_back, desk, before))
    return True


def _take_back(desk: Desk, events: Sequence[SetCatalogueEvent]) -> None:
    for each in events:
        desk.run(SetCatalogue(event=each))


class CardCourses(QObject):
    """Opens the sheet over the list of articles."""

    def __init__(self, desk: Desk, section: "ArticlesSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section

    @Slot()
    def ask(self) -> None:
        """Asks in which course each category is served."""
        CoursesSheet(self._section, self._desk).open()

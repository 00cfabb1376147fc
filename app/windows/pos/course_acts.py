"""What happens to courses: dishes carried from one to another, a whole course at once."""

from dataclasses import replace

from PySide6.QtCore import QObject, Slot

from app.domain.kitchen.decide import LaunchDishes, RushDishes
from app.domain.kitchen.events import TicketIssued
from app.domain.orders.commands import FireCourse, MoveToCourse, SetCourseTiming
from app.domain.orders.events import CourseChanged
from app.presenters.pos.courses import (
    TO,
    course_beside,
    dishes_of,
    moved_words,
    present_course_acts,
)
from app.presenters.pos.words import course_name, order_words
from app.windows.pos.order_acts import OrderActs
from app.windows.pos.sheets import ActsSheet
from app.windows.pos.work import Work
from resources.texts import tr
from widgets.order_list_layout import COURSE_ROW


class CourseActs(QObject):
    """Rows of the order, carried or stepped to another course."""

    def __init__(self, work: Work, orders: OrderActs) -> None:
        super().__init__(work)
        self._work, self._orders = work, orders
        self._course = ""

    @Slot(str, str)
    def move(self, row: str, course: str) -> None:
        """A row goes with another course; stations that make it are told."""
        work, order = self._work, self._work.order
        if order is None:
            return
        dishes = dishes_of(work.world, order, row)
        if not dishes:
            work.refuse(tr("C'est prêt en cuisine : servez-le."))
            return
        was, ids = dishes[0].course, tuple(dish.id for dish in dishes)
        alone = not any(
            dish.course == was and dish.fired and dish.id not in ids
            for line in work.world.book.lines_of(order)
            for dish in line.dishes
        )
        facts = work.run(MoveToCourse(order=order.id, course=course, dishes=ids))
        if not facts:
            return
        told = any(isinstance(fact.event, TicketIssued) for fact in facts)
        changed = [f.event for f in facts if isinstance(f.event, CourseChanged)]
        held = any(event.held for event in changed)
        joined = any(event.fired for event in changed)
        back: list[MoveToCourse | FireCourse] = [
            MoveToCourse(order=order.id, course=was, dishes=ids, go_on=not joined)
        ]
        if held and alone:  # nothing of it is being made any more: it is called again
            back.append(FireCourse(order=order.id, course=was))
        words = moved_words(work.world, order, row, dishes, course, told=told)
        work.say(words, *back)

    @Slot(str, int)
    def step(self, row: str, step: int) -> None:
        """A row goes one course on or back."""
        order = self._work.order
        dishes = dishes_of(self._work.world, order, row) if order else []
        course = course_beside(self._work.world, dishes, step) if dishes else ""
        if course:
            self.move(row, course)

    def rush(self, course: str, *, urgent: bool) -> None:
        """A course goes before the others in the kitchen, or takes its turn again."""
        work, order = self._work, self._work.order
        if order is None:
            return
        command = RushDishes(order=order.id, course=course, urgent=urgent)
        if not work.run(command):
            return
        name = course_name(work.world, course)
        words = tr("{table} : passe devant") if urgent else tr("{table} : à son tour")
        work.say(words.format(table=name), replace(command, urgent=not urgent))

    @Slot(str)
    def open(self, course: str) -> None:
        """What can be done with a whole course."""
        work, order = self._work, self._work.order
        now_ms = work.desk.now_ms
        acts = present_course_acts(work.world, order, course, now_ms) if order else ()
        if order is None or not acts:
            return
        self._course = course
        title = course_name(work.world, course)
        words = order_words(work.world, order)
        sheet = ActsSheet(work.beside, title, acts, subtitle=words)
        sheet.act_chosen.connect(self._on_act_chosen)
        work.open_sheet(sheet)

    def _launch(self, course: str) -> None:
        """What is held back of a course is begun now."""
        work, order = self._work, self._work.order
        if order and work.run(LaunchDishes(order=order.id, course=course)):
            name = course_name(work.world, course)
            work.say(tr("{course} : tout est lancé", course=name))

    def _let(self, course: str, *, go: bool) -> None:
        """A course that goes by itself is stopped, or let go again."""
        work, order = self._work, self._work.order
        if order is None:
            return
        now, back = ("", "hold") if go else ("hold", "")
        command = SetCourseTiming(order=order.id, course=course, timing=now)
        if work.run(command):
            name = course_name(work.world, course)
            words = tr("{course} : part seule") if go else tr("{course} : à réclamer")
            work.say(words.format(course=name), replace(command, timing=back))

    @Slot(str)
    def _on_act_chosen(self, act: str) -> None:
        course = self._course
        self._work.close_sheet()
        if act == "fire":
            self._orders.fire(course)
        elif act == "launch":
            self._launch(course)
        elif act in ("rush", "calm"):
            self.rush(course, urgent=act == "rush")
        elif act == "turn":
            self._orders.turn_course(course)
        elif act in ("stop", "resume"):
            self._let(course, go=act == "resume")
        else:
            self.move(COURSE_ROW + course, act.removeprefix(TO))

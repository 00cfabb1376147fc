"""In which course a category is served, as far as its articles do not say otherwise."""

from dataclasses import dataclass, replace

from app.domain.catalogue.events import ArticleSet, CategorySet, CourseSet
from app.domain.catalogue.state import DIRECT, Catalogue
from app.domain.settings import FIRED_BEFORE, READY_BEFORE
from resources.texts import tr, trn
from widgets.dropdown import Entry

BY_THEMSELVES = (READY_BEFORE, FIRED_BEFORE)
"""Rules by which a course goes without a call."""
_MINUTES, _USUAL = (0, 2, 3, 5, 8, 10, 12, 15, 20, 25, 30, 45), 5


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A category; `own` of its articles have a course of their own, as `words` say."""

    category: str
    name: str
    course: str
    words: str
    own: int


def course_choices(catalogue: Catalogue) -> tuple[Entry, ...]:
    """Courses of the meal; without one, what is ordered goes at once."""
    called = (Entry(course.id, course.name) for course in meal_courses(catalogue))
    return (Entry("", tr("Direct, sans suite")), *called)


def category_courses(catalogue: Catalogue) -> list[CategoryRow]:
    """The categories that are used, in the order of the card."""
    ranked = sorted(catalogue.categories.values(), key=lambda c: c.rank)
    return [_row(catalogue, each) for each in ranked if each.active]


def own_courses(catalogue: Catalogue, category: str) -> list[ArticleSet]:
    """The articles of a category that do not follow it."""
    sold = [a for a in catalogue.articles.values() if a.active]
    return [a for a in sold if a.category == category and a.course]


def _row(catalogue: Catalogue, category: CategorySet) -> CategoryRow:
    own = len(own_courses(catalogue, category.id))
    sold = [a for a in catalogue.articles.values() if a.active]
    count = sum(a.category == category.id for a in sold)
    words = trn(count, "{n} article", "{n} articles")
    if own:
        words = tr("{own} sur {n} ont la leur", own=own, n=count)
    return CategoryRow(category.id, category.name, category.course, words, own)


def meal_courses(catalogue: Catalogue) -> list[CourseSet]:
    """The courses that are called one after the other."""
    called = [c for c in catalogue.courses.values() if c.id != DIRECT]
    return sorted(called, key=lambda c: c.rank)


def pace_minute_entries(course: CourseSet) -> tuple[Entry, ...]:
    """How long after the course before it one goes by itself."""
    minutes = sorted({*_MINUTES, course.pace_minutes})
    return tuple(Entry(str(n), tr("après {n} min", n=n)) for n in minutes)


def with_pace(course: CourseSet, pace: str) -> CourseSet:
    """A course with another rule, after five minutes where it had none."""
    had = course.pace in BY_THEMSELVES
    minutes = course.pace_minutes if had else _USUAL
    own = pace in BY_THEMSELVES
    return replace(course, pace=pace, pace_minutes=minutes if own else 0)


def swapped(catalogue: Catalogue, course: str, step: int) -> list[CourseSet]:
    """A course and the one before (-1) or after it (1), in each other's place."""
    meal = meal_courses(catalogue)
    at = next(n for n, each in enumerate(meal) if each.id == course)
    if not 0 <= at + step < len(meal):
        return []
    one, two = meal[at], meal[at + step]
    return [
        replace(one, rank=two.rank, tag=two.tag, colour=two.colour),
        replace(two, rank=one.rank, tag=one.tag, colour=one.colour),
    ]

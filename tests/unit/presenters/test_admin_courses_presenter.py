"""Courses of categories, and the order of the meal."""

from domain_kit import Till

from app.presenters.admin.courses import category_courses, meal_courses, swapped


def test_a_category_says_how_many_articles_have_a_course_of_their_own() -> None:
    rows = {row.category: row for row in category_courses(Till().world.catalogue)}

    assert rows["plates"].words == "6 sur 7 ont la leur"


def test_two_courses_change_places_with_their_tags() -> None:
    till = Till()
    till.write(swapped(till.world.catalogue, "desserts", -1))

    meal = meal_courses(till.world.catalogue)
    assert [(course.id, course.tag) for course in meal] == [
        *(("starters", "1"), ("desserts", "2"), ("mains", "3")),
    ]
    assert swapped(till.world.catalogue, "mains", 1) == []

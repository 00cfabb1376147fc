"""A person's language is on at once and everywhere: nothing of a window stays behind."""

from pathlib import Path

import pytest
from gui_kit import evening_house
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.appearance import Appearance
from app.domain.staff.comfort import Comfort
from app.domain.staff.decide import SetComfort
from app.domain.staff.events import ComfortSet
from app.domain.world import World
from app.services.house import Actor
from app.suite import Suite, make_application
from app.windows.admin.page import places
from resources.texts import catalogue, language

PLACES = ("pos", "pos:table:t12", "pos:counter", "floor", "kitchen", "reservations")
PLACES += ("reservations:new", "till", "till:open", "till:close")
PLACES += tuple(f"admin:{place.key}" for place in places())


def french_only() -> set[str]:
    """Sources that no English text is the same as."""
    english = {
        source.replace("'", "’"): text.replace("'", "’")
        for source, text in catalogue("en").items()
    }
    return {s for s, t in english.items() if s != t} - set(english.values())


def names_of_house(world: World) -> set[str]:
    """What the house itself called something; it stays as it was written."""
    catalogue_, floor = world.catalogue, world.floor
    named = (catalogue_.categories, catalogue_.courses, floor.rooms)
    return {each.name for things in named for each in things.values()}


def told(widget: QWidget) -> set[str]:
    """The words of a widget, for the eye and for a reader."""
    text = getattr(widget, "text", None)
    words = {widget.accessibleName(), widget.toolTip()}
    return words | ({str(text())} if callable(text) else set())


@pytest.mark.usefixtures("still")
def test_no_word_of_the_other_language_stays(qtbot: QtBot, tmp_path: Path) -> None:
    appearance = Appearance(tmp_path / "appearance.json", make_application())
    with evening_house(tmp_path / "house") as opened:
        suite = Suite(opened, appearance)
        suite.start()
        shell = suite.open_window("pos")
        shell.resize(1366, 768)
        shell.show()
        shell.resume("marc")
        for place in ("floor", "kitchen", "admin", "pos"):  # made in French
            shell.go(place)
        english = ComfortSet(person="marc", comfort=Comfort(language="en"))
        opened.house.run(SetComfort(event=english), Actor("marc"))
        qtbot.waitUntil(lambda: language() == "en" and suite.shells[-1] is not shell)
        shell = suite.shells[-1]
        known = french_only() - names_of_house(opened.house.world)
        left = {}
        for place in PLACES:
            name, _, argument = place.partition(":")
            shell.go(name, argument)
            qtbot.wait(20)
            seen = [w for w in shell.findChildren(QWidget) if w.isVisibleTo(shell)]
            left[place] = {word for widget in seen for word in told(widget)} & known
        suite.stop()
    appearance.wear(Comfort())
    assert {place: words for place, words in left.items() if words} == {}

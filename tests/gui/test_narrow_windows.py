"""What the login, the till and the kitchen do when the window is narrow."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from gui_kit import board, demo_house, desk_for
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.presenters.people import LoginView, PersonView, present_person
from app.windows.kitchen.bar import KitchenBar
from app.windows.login.page import LoginPage
from app.windows.till.page import TillPage
from resources.texts import set_language
from widgets import theme

WIDTHS = (1024, 1366, 1920)


@pytest.fixture(autouse=True)
def _themed(qapp: QApplication) -> Iterator[None]:
    theme.apply_theme(qapp, theme.Mode.LIGHT)
    yield
    set_language("fr")


def kitchen_bar(qtbot: QtBot, *, pages: int = 1) -> KitchenBar:
    bar = KitchenBar()
    qtbot.addWidget(bar)
    bar.show_station(
        [("chaud", "Chaud"), ("", "Tous les postes")], "chaud", "bon 214 / 214"
    )
    counts = {"": 12, "new": 2, "prep": 3, "late": 4, "ready": 1, "hold": 2}
    bar.show_counts(counts, "")
    bar.show_page(0, pages)
    bar.show_clock("20:34")
    bar.show()
    return bar


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_nothing_in_the_kitchens_bar_is_cut(
    qtbot: QtBot, width: int, language: str
) -> None:
    set_language(language)
    bar = kitchen_bar(qtbot, pages=3)
    bar.resize(width, 80)
    for button in (bar.station, *bar.filters.values(), bar.more, bar.recall):
        assert button.isVisible()
        assert button.width() >= button.sizeHint().width(), button.accessibleName()
        assert button.height() >= 64
    assert bar.recall.geometry().right() < bar.width()


def test_the_time_that_comes_last_finds_room_in_the_kitchens_bar(qtbot: QtBot) -> None:
    bar = KitchenBar()
    qtbot.addWidget(bar)
    bar.resize(1024, 80)
    bar.show()
    bar.show_station([("chaud", "Chaud")], "chaud", "")
    bar.show_counts({"": 4, "late": 2, "ready": 1, "hold": 1}, "")
    bar.show_clock("20:34")
    line = bar.layout()
    assert line is not None
    line.activate()
    assert bar.station.width() >= bar.station.sizeHint().width()
    assert bar.filters["late"].width() >= bar.filters["late"].sizeHint().width()


def test_a_wide_kitchens_bar_says_how_many_tickets_came(qtbot: QtBot) -> None:
    bar = kitchen_bar(qtbot)
    bar.resize(1920, 80)
    words = [w for w in bar.children() if getattr(w, "text", "") == "bon 214 / 214"]
    assert [w.isVisible() for w in words] == [True]  # type: ignore[attr-defined]


def test_a_second_page_of_cards_is_said_and_leads_there(qtbot: QtBot) -> None:
    bar = kitchen_bar(qtbot)
    assert not bar.more.isVisible()
    bar.show_page(0, 2)
    assert bar.more.isVisible()
    assert "1" in bar.more.accessibleName()
    with qtbot.waitSignal(bar.more_requested):
        bar.more.click()


@pytest.mark.parametrize(("width", "columns"), [(1024, 2), (1366, 3), (1920, 3)])
def test_login_cards_stand_side_by_side_while_they_have_room(
    qtbot: QtBot, width: int, columns: int
) -> None:
    page = LoginPage()
    qtbot.addWidget(page)
    names = ("Léa", "Karim", "Inès", "Marc", "Théo", "Sofia")
    people = tuple(PersonView(n, n, n[:2].upper(), 1, "Salle") for n in names)
    page.display(LoginView("Bonsoir", "", people), {})
    page.resize(width, 736)
    page.show()
    tops = [page.card(name).y() for name in names]
    assert tops.count(tops[0]) == columns


def test_a_long_place_leaves_the_hour_out(tmp_path: Path) -> None:
    with demo_house(tmp_path) as opened:
        duty = opened.house.world.staff.on_duty
        now = datetime.now().astimezone().replace(hour=18, minute=30).isoformat()
        duty["marc"] = duty["lea"] = now
        assert present_person(opened.house, "marc").subtitle == "Responsable"
        assert present_person(opened.house, "lea").subtitle.endswith("18:30")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_whole_team_is_in_sight_at_the_login(qtbot: QtBot, width: int) -> None:
    page = LoginPage()
    qtbot.addWidget(page)
    people = tuple(
        PersonView(str(n), f"Léa {n}", "LÉ", n, "Terrasse · depuis 18:30")
        for n in range(1, 7)
    )
    page.display(LoginView("Bonsoir, qui sert ?", "", people), {})
    page.resize(width, 736)
    page.show()
    qtbot.waitUntil(lambda: page.card("6").isVisible())
    for person in people:
        card = page.card(person.id)
        assert card.visibleRegion().boundingRect() == card.rect()


@pytest.mark.parametrize("width", WIDTHS)
def test_rows_of_the_count_have_room(qtbot: QtBot, tmp_path: Path, width: int) -> None:
    with demo_house(tmp_path) as opened:
        page = TillPage(desk_for(opened, "marc", "till"), board())
        qtbot.addWidget(page)
        page.resize(width, 736)
        page.show()
        page.show_place("close")
        page.next_button.click()
        row = page.count.row(5000)
        assert row.width() >= row.minimumSizeHint().width()
        assert page.count.pad.isVisible()
        assert page.next_button.width() >= page.next_button.minimumSizeHint().width()
        page.desk.setParent(page)

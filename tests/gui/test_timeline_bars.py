"""The timeline of the tables: bars under fingers and keys, and what waits for them."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from trade_widgets_kit import emitted, hold, settle, tap

from widgets import theme
from widgets.gallery_samples_floor import evening
from widgets.timeline import HEAD, ROW, Timeline
from widgets.timeline_views import BarView, Moved, TimelineView

pytestmark = pytest.mark.gui
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(autouse=True)
def _themed(qapp: QApplication) -> None:
    theme.apply_theme(qapp, theme.Mode.LIGHT)


@pytest.fixture
def timeline(qtbot: QtBot) -> Timeline:
    made = Timeline()
    made.resize(958, 664)
    made.display(evening())
    settle(qtbot, made)
    return made


def middle(timeline: Timeline, bar: str) -> QPoint:
    return timeline.item_rect(bar).center()


def carry(timeline: Timeline, qtbot: QtBot, bar: str, way: QPoint) -> None:
    """A bar is held, carried so far, and let go."""
    port, at = timeline.viewport(), middle(timeline, bar)
    hold(qtbot, port, at, lambda: timeline._press.dragging)
    QTest.mouseMove(port, at + way)
    QTest.mouseRelease(port, LEFT, pos=at + way)


def at(start: int) -> TimelineView:
    """The evening with Petit at another time."""
    view = evening()
    bars = (
        each._replace(start=start, end=start + 90) if each.party == "Petit" else each
        for each in view.bars
    )
    return TimelineView(
        start=view.start, end=view.end, rows=view.rows, bars=tuple(bars)
    )


def bar(timeline: Timeline, party: str) -> BarView:
    return next(each for each in timeline.view.bars if each.party == party)


def test_the_uppermost_bar_is_tapped_and_nothing_beside_them(
    timeline: Timeline,
) -> None:
    tapped = QSignalSpy(timeline.item_tapped)
    tap(timeline.viewport(), middle(timeline, "Moreau@12"))
    tap(timeline.viewport(), QPoint(20, HEAD + ROW))
    tap(timeline.viewport(), QPoint(400, HEAD - 4))
    assert emitted(tapped) == [("Moreau@12",)]


def test_a_bar_goes_by_quarters_of_an_hour_and_by_rows(
    timeline: Timeline, qtbot: QtBot
) -> None:
    moved = QSignalSpy(timeline.bar_moved)
    way = QPoint(round(40 * timeline._per_minute()), ROW)
    carry(timeline, qtbot, "Petit@1", way)
    assert emitted(moved) == [(Moved("Petit", "1", "12", 1275),)]
    assert timeline.ghost is None


def test_who_sits_cannot_be_carried(timeline: Timeline, qtbot: QtBot) -> None:
    view = evening()
    bars = tuple(each._replace(moves=False) for each in view.bars)
    timeline.display(TimelineView(rows=view.rows, bars=bars))
    moved, tapped = QSignalSpy(timeline.bar_moved), QSignalSpy(timeline.item_tapped)
    carry(timeline, qtbot, "Faure@20", QPoint(0, -ROW))
    assert moved.count() == tapped.count() == 0


def test_nothing_moves_under_a_finger_and_what_it_did_is_shown(
    timeline: Timeline, qtbot: QtBot
) -> None:
    """Somebody else moves Petit while a finger carries them."""
    timeline.bar_moved.connect(lambda _: timeline.display(at(1290)))
    port, start = timeline.viewport(), middle(timeline, "Petit@1")
    hold(qtbot, port, start, lambda: timeline._press.dragging)
    timeline.display(at(1260))
    assert bar(timeline, "Petit").start == 1230
    way = QPoint(round(60 * timeline._per_minute()), 0)
    QTest.mouseMove(port, start + way)
    QTest.mouseRelease(port, LEFT, pos=start + way)
    assert bar(timeline, "Petit").start == 1290


def test_keys_go_from_bar_to_bar_and_bring_them_into_sight(
    timeline: Timeline, qtbot: QtBot
) -> None:
    timeline.resize(958, HEAD + ROW + 8)
    tapped = QSignalSpy(timeline.item_tapped)
    timeline.set_current("Da Silva@")
    QTest.keyClick(timeline, Qt.Key.Key_End)
    assert timeline.current_id == "Faure@20"
    assert timeline.item_rect("Faure@20").top() >= HEAD
    QTest.keyClick(timeline, Qt.Key.Key_Up)
    QTest.keyClick(timeline, Qt.Key.Key_Return)
    assert emitted(tapped) == [("Moreau@12",)]

"""What is tapped twice where acts give way to others."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.presenters.pay.views import ActView, NoticeView
from app.windows.notice_pane import NoticePane

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("still")]


def _second_tap(pane: NoticePane, key: str) -> None:
    """What the system sends to whatever is under the finger by then."""
    button = pane.acts[key]
    middle = QPointF(button.rect().center())
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for kind in (QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseButtonRelease):
        where = QPointF(button.mapToGlobal(middle))
        event = QMouseEvent(kind, middle, where, left, left, none)
        QApplication.sendEvent(button, event)


def _notice(*keys: str) -> NoticeView:
    acts = tuple(ActView(key, key, "outlined", "check") for key in keys)
    return NoticeView(icon="help", role="danger", title="", acts=acts)


def test_the_second_of_two_taps_is_not_for_an_act_that_has_just_come(
    qtbot: QtBot,
) -> None:
    """Asked again twice, a doubt was settled as refused: the next act had slid there."""
    pane = NoticePane()
    qtbot.addWidget(pane)
    pane.show()
    heard: list[str] = []
    pane.act_requested.connect(heard.append)
    pane.display(_notice("ask_again", "refused"))
    QTest.mouseClick(pane.acts["ask_again"], Qt.MouseButton.LeftButton)
    pane.display(_notice("refused"))
    _second_tap(pane, "refused")
    assert heard == ["ask_again"]
    QTest.mouseClick(pane.acts["refused"], Qt.MouseButton.LeftButton)
    _second_tap(pane, "refused")
    assert heard == ["ask_again", "refused", "refused"]


def test_what_cannot_be_taken_back_is_asked_once_more(qtbot: QtBot) -> None:
    """A bar below went away, *Refusé* slid to where *Redemander* had been, and a card that
    had been charged was settled as refused."""
    pane = NoticePane()
    qtbot.addWidget(pane)
    pane.show()
    heard: list[str] = []
    pane.act_requested.connect(heard.append)
    refused = ActView("refused", "Refusé", "outlined", "block", "Oui, refusé")
    pane.display(replace(_notice(), acts=(refused,)))
    act = pane.acts["refused"]
    QTest.mouseClick(act, Qt.MouseButton.LeftButton)
    _second_tap(pane, "refused")
    assert (heard, act.title, act.kind) == ([], "Oui, refusé", "danger_filled")
    [asking] = [timer for timer in act.findChildren(QTimer) if timer.isActive()]
    asking.timeout.emit()
    assert (act.title, act.kind) == ("Refusé", "outlined")
    asking.stop()
    for _ in range(2):
        QTest.mouseClick(act, Qt.MouseButton.LeftButton)
    assert heard == ["refused"]

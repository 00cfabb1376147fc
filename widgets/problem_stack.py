"""What is wrong, just above the state strip: what, its effect, and one act.

At most two rows; further problems are counted. Content above shrinks, nothing is
covered, and nothing moves under a finger at work: a row takes its place, or gives it back,
once nobody has touched the window for a moment. A folded problem keeps its coloured word
in the strip.
"""

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

from PySide6.QtCore import (
    QEvent,
    QObject,
    QPointF,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from resources.texts import tr, trn
from widgets import theme
from widgets.button import Button, IconButton
from widgets.icons import paint_icon
from widgets.looks import Kind
from widgets.painted_text import put_text, width_of
from widgets.text import Label

Severity = Literal["warning", "danger"]

_MOST_ROWS = 2
_HEIGHT = 64
_SETTLES_MS = 600
"""A row lifts what is above it. A finger on its way to that must not find the row's
button instead: for so long a fresh row lets taps fall through."""
_AIMED_MS = 300
"""Nor what was above it and has moved: a tap that soon was aimed at what lay there."""
_CALM_MS, _LATEST_MS = 700, 4000
"""So long after the last touch a hand has gone on; a row waits no longer than the second."""
_DOWN = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)


class Problem(NamedTuple):
    """What is wrong, what it changes, and the one thing to do about it.

    Attributes:
        awaited: somebody stands and waits for the act; it is never only counted.
    """

    key: str
    severity: Severity
    icon: str
    title: str
    effect: str
    act: str = ""
    act_icon: str = ""
    awaited: bool = False


class ProblemRow(QWidget):
    """One problem, 64 high.

    Signals:
        act_requested(str): key of the problem; its act was tapped.
        folded(str): key of the problem; its arrow was tapped.
    """

    act_requested = Signal(str)
    folded = Signal(str)

    def __init__(self, problem: Problem, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._problem, self._more = problem, 0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        QTimer.singleShot(_SETTLES_MS, self, self._on_settled)
        self.setFixedHeight(_HEIGHT)
        warning = problem.severity == "warning"
        kind: Kind = "warning_filled" if warning else "danger_outlined"
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.SPACE.s)
        line.addStretch(1)
        self._act = Button(problem.act, kind=kind, icon=problem.act_icon)
        self._act.clicked.connect(self._on_act_clicked)
        self._count = Label(style="label_strong", role=self._ink())
        bare: Kind = "warning_bare" if warning else "danger_bare"
        self._fold = IconButton(
            tr("Replier : {name}", name=problem.title),
            "keyboard_arrow_down",
            kind=bare,
        )
        self._fold.setFixedWidth(theme.TOUCH.pos)
        self._fold.clicked.connect(self._on_fold_clicked)
        line.addWidget(self._count)
        line.addSpacing(theme.SPACE.s)
        line.addWidget(self._act)
        line.addWidget(self._fold)
        for button in (self._act, self._fold):
            button.stand_in(_HEIGHT)
        self._act.setHidden(not problem.act)
        self._count.hide()
        self.setAccessibleName(f"{problem.title}. {problem.effect}")

    @property
    def problem(self) -> Problem:
        """What it shows."""
        return self._problem

    @property
    def act(self) -> Button:
        """The act, which can be set busy."""
        return self._act

    def show_more(self, count: int) -> None:
        """Says how many further problems have no row."""
        self._count.show_text(trn(count, "{n} autre", "{n} autres"))
        self._count.setVisible(count > 0)

    @override
    def minimumSizeHint(self) -> QSize:
        words = max(
            width_of(self._problem.title, "body_strong"),
            width_of(self._problem.effect, "label"),
        )
        acts = self._act.sizeHint().width() if self._problem.act else 0
        return QSize(60 + math.ceil(words) + acts + 80, _HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        ink = theme.color(self._ink())
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.color(f"{self._problem.severity}_c"))
            paint_icon(painter, self._problem.icon, QRectF(16, 18, 28, 28), ink)
            put_text(painter, QPointF(60, 11), self._problem.title, "body_strong", ink)
            put_text(painter, QPointF(60, 34), self._problem.effect, "label", ink)

    def _ink(self) -> str:
        return f"on_{self._problem.severity}_c"

    @Slot()
    def _on_settled(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, on=False)

    @Slot()
    def _on_act_clicked(self) -> None:
        self.act_requested.emit(self._problem.key)

    @Slot()
    def _on_fold_clicked(self) -> None:
        self.folded.emit(self._problem.key)


class ProblemStack(QWidget):
    """At most two problems above the strip; danger first, further ones are counted.

    When rows come or go, what is above moves: in a calm moment, and a tap then is nobody's
    for a moment more. A row that goes leaves its place empty until then, for the next one.

    Signals:
        act_requested(str): key of the problem whose act was tapped.
        folded(str): key of the problem that was folded away.
    """

    act_requested = Signal(str)
    folded = Signal(str)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._problems: tuple[Problem, ...] = ()
        self._folded: set[str] = set()
        self._rows: list[ProblemRow] = []
        self._moved = QTimer(self, interval=_AIMED_MS, singleShot=True)
        self._touched = QTimer(self, interval=_CALM_MS, singleShot=True)
        self._waited = QTimer(self, interval=_LATEST_MS, singleShot=True)
        self._touched.timeout.connect(self._rebuild)
        self._waited.timeout.connect(self._on_waited)
        self._lost = False
        """The finger that is down came too soon."""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)  # the place of a row that has gone
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(0)

    @property
    def rows(self) -> tuple[ProblemRow, ...]:
        """The rows on show, from the top."""
        return tuple(self._rows)

    @property
    def still(self) -> bool:
        """Nothing has just moved: a tap finds what it was aimed at."""
        return not self._moved.isActive()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Shows what is wrong now; what was folded stays folded until it is over."""
        self._problems = tuple(problems)
        self._folded &= {problem.key for problem in problems}
        self._rebuild()

    def unfold(self, key: str) -> None:
        """Opens a folded problem again (its word in the strip was tapped)."""
        if key in self._folded:
            self._folded.discard(key)
            self._rebuild()

    @Slot()
    def _rebuild(self) -> None:
        open_ones = [p for p in self._problems if p.key not in self._folded]
        # The graver one stands lower, next to the strip and the thumb.
        kept = sorted(open_ones, key=_gravity, reverse=True)[:_MOST_ROWS]
        kept.reverse()
        high = _HEIGHT * len(kept)
        if high != self.height() and self._touched.isActive():
            if not self._waited.isActive():
                self._waited.start()
            room = self.height() // _HEIGHT
            kept = kept[-room:] if room else []
        else:
            self._waited.stop()
            self._take_height(high)
        more = len(open_ones) - len(kept)
        if [row.problem for row in self._rows] != kept:
            self._replace_rows(kept)
        for row in self._rows:
            row.show_more(more if row is self._rows[0] else 0)

    @Slot()
    def _on_waited(self) -> None:
        """A hand that never rests has to hear of it all the same."""
        self._touched.stop()
        self._rebuild()

    def _take_height(self, high: int) -> None:
        if high != self.height() and self.isVisible():
            self._moved.start()
        self.setFixedHeight(high)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        window = self.window().windowHandle()
        if window is not None:
            window.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notes that somebody touches the window, and keeps from it a finger that came
        too soon, until it is up."""
        if event.type() in _DOWN:
            self._touched.start()
            self._lost = not self.still
        elif event.type() != QEvent.Type.MouseButtonRelease:
            return False
        lost = self._lost
        if event.type() == QEvent.Type.MouseButtonRelease:
            self._touched.start()
            self._lost = False
        return lost

    def _replace_rows(self, problems: list[Problem]) -> None:
        for old in self._rows:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._rows = [ProblemRow(problem) for problem in problems]
        for row in self._rows:
            row.act_requested.connect(self.act_requested)
            row.folded.connect(self._on_row_folded)
            self._column.addWidget(row)

    @Slot(str)
    def _on_row_folded(self, key: str) -> None:
        self._folded.add(key)
        self._rebuild()
        self.folded.emit(key)


def _gravity(problem: Problem) -> int:
    return 2 if problem.awaited else 1 if problem.severity == "danger" else 0

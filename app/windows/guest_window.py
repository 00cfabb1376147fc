"""The second screen: what a guest reads while an order is taken down and paid."""

from dataclasses import replace

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.domain.environment import Mark
from app.presenters.guest.display import LANGUAGE, GuestLine, GuestView, Question
from app.windows.answers import Answers
from app.windows.marks import mark_band
from widgets import theme
from widgets.card import Pane
from widgets.fonts import line_height
from widgets.nav import Wordmark
from widgets.painted_text import fitted
from widgets.qr_code import QrCode
from widgets.text import Label

_SIDE, _CODE, _MARGIN = 560, 320, 48
_MOST = 24
"""Lines that a screen may have room for."""
_ROW, _WORDS = "h2", "body"
_NARROW, _LOW, _LOWEST, _LONG = 1200, 700, 560, 10
"""Pixels under which things stand closer, languages are named by two letters, and only the
receipt is asked for; and the characters of a total that leave no room for it in full size."""
_FOOT, _BAND, _LEAST_CODE = 48, 32, 120


class GuestWindow(QWidget):
    """Without a frame and without the keyboard, over the whole of another screen.

    Args:
        touch: guests may answer on it.

    Signals:
        said(str, str): a guest answered: what, and how.
    """

    said = Signal(str, str)

    def __init__(self, mark: Mark | None = None, *, touch: bool = False) -> None:
        super().__init__(
            None,
            Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowDoesNotAcceptFocus,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self.touch = touch
        self._view: GuestView | None = None
        self.house = Label(style="h1")
        self.greeting = Label(style="due", align="center")
        self.words = Label(style="table", align="center")
        self.label = Label(style="h2", role="on_var")
        self.total = Label(style="due")
        self.act = Label(style="h2", role="primary", wrap=True)
        self.notes = [Label(style="body", role="on_var", wrap=True) for _ in range(3)]
        self.code = QrCode(side=_CODE)
        self.code_words = Label(style="body", role="on_var", align="center", wrap=True)
        self.more = Label(style="body", role="on_var")
        self.rows = [GuestRow() for _ in range(_MOST)]
        self.questions = [Answers(), Answers()]
        self.languages = Answers()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        if mark is not None:
            outer.addWidget(mark_band(mark))
        ground = Pane(tone="surface")
        outer.addWidget(ground, 1)
        across = QHBoxLayout(ground)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addLayout(self._build_lines(), 1)
        self.side = self._build_side()
        across.addWidget(self.side)
        for answers in (*self.questions, self.languages):
            answers.said.connect(self.said)
        self.display(GuestView(house=""))

    def _build_lines(self) -> QVBoxLayout:
        column = self._left = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.house)
        column.addSpacing(theme.SPACE.xl)
        column.addWidget(self.more)
        column.addSpacing(theme.SPACE.xs)
        self.space = QWidget()
        inside = QVBoxLayout(self.space)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        for row in self.rows:
            inside.addWidget(row)
        inside.addStretch(1)
        inside.addWidget(self.greeting)
        inside.addWidget(self.words)
        inside.addStretch(1)
        column.addWidget(self.space, 1)
        foot = QHBoxLayout()
        foot.setSpacing(theme.SPACE.l)
        self.wordmark = Wordmark(size=32)
        foot.addWidget(self.wordmark, 0, Qt.AlignmentFlag.AlignLeft)
        foot.addStretch(1)
        foot.addWidget(self.languages)
        column.addSpacing(theme.SPACE.m)
        column.addLayout(foot)
        return column

    def _build_side(self) -> QWidget:
        side = Pane(tone="surface_low", edges=("left",))
        column = self._right = QVBoxLayout(side)
        column.setSpacing(0)
        for question in self.questions:
            column.addWidget(question)
            column.addSpacing(theme.SPACE.l)
        column.addStretch(1)
        column.addWidget(self.code, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(theme.SPACE.s)
        column.addWidget(self.code_words)
        column.addSpacing(theme.SPACE.xl)
        column.addWidget(self.label)
        column.addWidget(self.total)
        column.addWidget(self.act)
        column.addSpacing(theme.SPACE.s)
        below = QWidget()  # the total stays where it is, whatever is said under it
        below.setFixedHeight(len(self.notes) * line_height("body"))
        notes = QVBoxLayout(below)
        notes.setContentsMargins(0, 0, 0, 0)
        notes.setSpacing(0)
        for note in self.notes:
            notes.addWidget(note)
        notes.addStretch(1)
        column.addWidget(below)
        return side

    def cover(self, area: QRect) -> None:
        """Shows itself over a screen."""
        self.setFixedSize(area.size())  # what it shows never makes it larger
        self.move(area.topLeft())
        self.show()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        margin = self._margin
        for column in (self._left, self._right):
            column.setContentsMargins(margin, margin - 8, margin, margin - 8)
        self.side.setFixedWidth(min(_SIDE, self.width() * 42 // 100))
        self.code.setVisible(False)
        words = line_height("h2") + line_height("due") + 6 * line_height("body")
        free = self.height() - 2 * margin - words - 2 * theme.SPACE.xl
        self.code.set_side(max(_LEAST_CODE, min(_CODE, free, self._side_room)))
        if self._view is not None:
            self.display(self._view)

    @property
    def _margin(self) -> int:
        return _MARGIN if self.width() >= _NARROW else _MARGIN // 2

    @property
    def _side_room(self) -> int:
        return self.side.width() - 2 * self._margin

    def display(self, view: GuestView) -> None:
        """Shows how the order stands."""
        self._view = view
        idle = bool(view.words) and not view.total
        self.house.show_text("" if idle else view.house)
        _show(self.greeting, view.house if idle else "")
        _show(self.words, view.words)
        self.side.setVisible(bool(view.total))
        self.label.show_text(view.label)
        self.total.set_style("due" if len(view.total) < _LONG else "table")
        self.total.show_text(view.total)
        _show(self.act, view.act)
        notes = (*view.notes, *("",) * len(self.notes))
        for label, text in zip(self.notes, notes, strict=False):
            _show(label, text)
        self.code.setVisible(bool(view.code))
        if self.code.text != view.code:
            self.code.show_code(view.code)
        _show(self.code_words, view.code_words)
        self._ask(view)
        self._show_lines(view)

    def _ask(self, view: GuestView) -> None:
        asked = view.questions if self.touch else ()
        if self.height() < _LOWEST:
            asked = asked[-1:]
        for place, answers in enumerate(self.questions):
            answers.display(
                asked[place] if place < len(asked) else None,
                room=self._side_room,
                height=64 if self.height() >= _LOW else 48,
            )
        narrow = self.width() < _NARROW
        self.wordmark.setVisible(not (narrow and self.touch))
        names = tuple(
            replace(each, text=each.key.upper()) if narrow else each
            for each in view.languages
        )
        self.languages.display(Question(LANGUAGE, "", names) if self.touch else None)

    def _show_lines(self, view: GuestView) -> None:
        """The newest that there is room for; how many stand before them is said."""
        room, shown = self._room(), list[GuestLine]()
        for line in reversed(view.lines[-_MOST:]):
            room -= _height(line)
            if room < 0:
                break
            shown.insert(0, line)
        before = len(view.lines) - len(shown)
        self.more.show_text(f"↑ {before}" if before else "")
        width = self.width() - self.side.width() - 2 * self._margin
        for place, row in enumerate(self.rows):
            row.display(shown[place] if place < len(shown) else None, width)

    def _room(self) -> int:
        """Height that is left for lines, the band of the environment taken off."""
        heads = (
            line_height("h1") + line_height("body") + theme.SPACE.xl + theme.SPACE.xs
        )
        foot = _FOOT + theme.SPACE.m
        return self.height() - 2 * self._margin - heads - foot - _BAND


class GuestRow(QWidget):
    """One line of the order, and what was chosen beneath it."""

    def __init__(self) -> None:
        super().__init__()
        self.label = Label(style=_ROW)
        self.detail = Label(style="h3", role="on_var")
        self.amount = Label(style=_ROW)
        self.words = Label(style=_WORDS, role="on_var")
        across = QHBoxLayout()
        across.setSpacing(theme.SPACE.l)
        across.addWidget(self.label, 1)
        across.addWidget(self.detail)
        across.addWidget(self.amount)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.SPACE.m)
        column.setSpacing(0)
        column.addLayout(across)
        column.addWidget(self.words)

    def display(self, line: GuestLine | None, width: int) -> None:
        """Shows a line in a width, None for none."""
        self.setVisible(line is not None)
        if line is None:
            return
        _show(self.detail, line.detail)
        self.amount.show_text(line.amount)
        besides = (self.detail, self.amount)
        taken = sum(label.sizeHint().width() for label in besides if label.text())
        free = width - taken - 2 * theme.SPACE.l
        self.label.show_text(fitted(line.label, _ROW, free))
        _show(self.words, fitted(line.words, _WORDS, width))


def _height(line: GuestLine) -> int:
    words = line_height(_WORDS) if line.words else 0
    return line_height(_ROW) + words + theme.SPACE.m


def _show(label: Label, text: str) -> None:
    label.show_text(text)
    label.setVisible(bool(text))

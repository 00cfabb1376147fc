"""The left column of the till page: title, numbered steps, a note at the foot."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.presenters.till.page import StepRow
from resources.texts import tr
from widgets import theme
from widgets.button import IconButton
from widgets.card import Pane
from widgets.dialog import Sign
from widgets.icons import paint_icon
from widgets.painted_text import fitted, put_text
from widgets.painting import draw_filet, draw_shape
from widgets.text import Label

_HIGH, _BADGE = 72, 28
_WORDS_FROM = 160
"""Narrower steps show their number only."""


class StepItem(QWidget):
    """A step: its number or check, what it is, how it stands."""

    def __init__(self, row: StepRow) -> None:
        super().__init__()
        self._row = row
        self.setFixedHeight(_HIGH)
        self.setAccessibleName(f"{row.number}. {row.title}, {row.detail}")

    @override
    def sizeHint(self) -> QSize:
        return QSize(280, _HIGH)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        row, current = self._row, self._row.state == "current"
        with QPainter(self) as painter:
            if current:
                box = QRectF(self.rect())
                radii = (theme.RADIUS.button, theme.RADIUS.button)
                draw_shape(painter, box, radii, fill=theme.color("card"))
            badge = QRectF(16, 22, _BADGE, _BADGE)
            self._paint_badge(painter, badge)
            if self.width() < _WORDS_FROM:
                return
            room = self.width() - 56 - 12
            ink = theme.color("on_var" if row.state == "waiting" else "on")
            style = "body_strong" if current else "body_medium"
            at = QPointF(56, 15)
            put_text(painter, at, fitted(row.title, style, room), style, ink)
            at = QPointF(56, 39)
            words = fitted(row.detail, "caption", room)
            put_text(painter, at, words, "caption", theme.color("on_var"))
            if current:
                draw_filet(painter, 56, 61, 24, color=theme.color("primary"))

    def _paint_badge(self, painter: QPainter, box: QRectF) -> None:
        if self._row.state == "done":
            color = theme.color("success")
            paint_icon(painter, "check_circle", box, color, filled=True)
            return
        current = self._row.state == "current"
        draw_shape(
            painter,
            box,
            (theme.RADIUS.small, theme.RADIUS.small),
            fill=theme.color("primary") if current else None,
            edge=None if current else theme.color("outline"),
        )
        ink = theme.color("on_primary" if current else "on")
        at = QPointF(box.center().x(), box.top() + 4)
        put_text(
            painter, at, str(self._row.number), "label_strong", ink, align="center"
        )


class StepColumn(Pane):
    """Where one is in opening or closing.

    Signals:
        back_requested: the arrow.
    """

    back_requested = Signal()

    def __init__(self) -> None:
        super().__init__(tone="surface", edges=("right",))
        self._title = Label(style="h2")
        self._subtitle = Label(style="label", role="on_var")
        self._note_sign = Sign("visibility_off", size=24)
        self._note = Label(style="label", role="on_var", wrap=True)
        back = IconButton(tr("Retour"), "arrow_back", size=48)
        back.clicked.connect(self.back_requested)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._narrow = False
        self._head = head = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._title)
        words.addWidget(self._subtitle)
        head.setContentsMargins(12, 0, 0, 0)
        head.addLayout(words, 1)
        head.addWidget(back)
        note = QHBoxLayout()
        note.setContentsMargins(12, 0, 12, 0)
        note.setSpacing(10)
        note.addWidget(self._note_sign, 0, Qt.AlignmentFlag.AlignTop)
        note.addWidget(self._note, 1)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(12, 15, 12, 24)
        column.setSpacing(0)
        column.addLayout(head)
        column.addSpacing(17)
        column.addLayout(self._rows)
        column.addStretch(1)
        column.addLayout(note)

    def display(self, title: str, subtitle: str, rows: Sequence[StepRow]) -> None:
        """Shows title and steps."""
        self._title.show_text(title)
        self._subtitle.show_text(subtitle)
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row in rows:
            self._rows.addWidget(StepItem(row))

    def show_note(self, words: str) -> None:
        """A word at the foot, "" for none."""
        self._note.show_text(words)
        self._show_words()

    def set_narrow(self, *, narrow: bool) -> None:
        """Numbers and the arrow only."""
        self._narrow = narrow
        self._head.setContentsMargins(0 if narrow else 12, 0, 0, 0)
        self._column.setContentsMargins(
            4 if narrow else 12, 15, 4 if narrow else 12, 24
        )
        self._show_words()

    def _show_words(self) -> None:
        for label in (self._title, self._subtitle):
            label.setVisible(not self._narrow)
        noted = bool(self._note.text()) and not self._narrow
        self._note.setVisible(noted)
        self._note_sign.setVisible(noted)

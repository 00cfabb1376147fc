"""What happens with a card, or what has to be decided, and what can be done."""

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.presenters.pay.views import ActView, NoticeView
from widgets.button import Button
from widgets.card import clear
from widgets.dialog import Sign
from widgets.progress import Ring
from widgets.text import Label

_ICON = 48
_SURE_MS = 5_000
"""A second tap that comes later is a first one."""


class _Act(Button):
    """The second of two quick taps belongs to what stood here at the first: whoever
    taps *Réessayer* or *Redemander* twice neither stops the card nor refuses it."""

    def __init__(self, view: ActView) -> None:
        super().__init__(
            view.text,
            kind=view.kind,
            height=72 if view.kind == "filled" else 64,
            icon=view.icon,
        )
        self.view = view
        self._tapped = False
        self._asking = QTimer(self, interval=_SURE_MS, singleShot=True)
        self._asking.timeout.connect(self._on_unanswered)

    def is_meant(self) -> bool:
        """Whether a tap is to be followed; an act that asks whether one is sure is not
        at the first, which may have been meant for what stood there before."""
        if not self.view.sure or self._asking.isActive():
            return True
        self._tapped = False
        self.set_words(self.view.sure)
        self.set_kind("danger_filled")
        self._asking.start()
        return False

    @Slot()
    def _on_unanswered(self) -> None:
        self.set_words(self.view.text)
        self.set_kind(self.view.kind)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._tapped:
            super().mouseDoubleClickEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._tapped = True
        super().mousePressEvent(event)


class NoticePane(QWidget):
    """A sign, what it is about, the amount, sentences; acts from the bottom up.

    Signals:
        act_requested(str): key of the tapped act.
    """

    act_requested = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._view: NoticeView | None = None
        self._sign = Sign("help", size=_ICON)
        self._ring = Ring(size=32)
        self.title = Label(style="h2", wrap=True)
        self.amount = Label(style="table")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        self._acts = QVBoxLayout()
        self._acts.setSpacing(8)
        self.acts: dict[str, Button] = {}
        head = QHBoxLayout()
        head.addWidget(self._sign)
        head.addStretch(1)
        head.addWidget(self._ring, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 20, 16, 12)
        column.setSpacing(0)
        column.addLayout(head)
        column.addSpacing(16)
        column.addWidget(self.title)
        column.addSpacing(4)
        column.addWidget(self.amount)
        column.addSpacing(16)
        column.addLayout(self._lines)
        column.addStretch(1)
        column.addLayout(self._acts)

    @property
    def words(self) -> tuple[str, ...]:
        """Title and sentences on show."""
        return (self._view.title, *self._view.lines) if self._view else ()

    def display(self, view: NoticeView) -> None:
        """Says something else; the acts are made anew only when they differ."""
        before, self._view = self._view, view
        if view == before:
            return
        self._sign.show_icon(view.icon, role=view.role)
        self._ring.setVisible(view.waiting)
        self.title.show_text(view.title)
        self.amount.show_text(view.amount_text)
        self.amount.setVisible(bool(view.amount_text))
        self.setAccessibleName(". ".join((view.title, view.amount_text, *view.lines)))
        if before is None or view.lines != before.lines:
            clear(self._lines)
            for line in view.lines:
                label = Label(line, style="body_medium", wrap=True)
                self._lines.addWidget(label)
                label.show()
        if before is None or view.acts != before.acts:
            self._show_acts(view.acts)

    def _show_acts(self, acts: tuple[ActView, ...]) -> None:
        clear(self._acts)
        self.acts = {}
        for act in reversed(acts):
            button = _Act(act)
            button.clicked.connect(self._on_act_clicked)
            self._acts.addWidget(button)
            button.show()
            self.acts[act.key] = button

    @Slot()
    def _on_act_clicked(self) -> None:
        act = self.sender()
        if isinstance(act, _Act) and act.is_meant():
            self.act_requested.emit(act.view.key)

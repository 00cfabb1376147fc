"""The dialog: only before a fiscal act or a charge on a guest's card.

Everything else is undone rather than confirmed. The verb and the amount stand on the
button; the way out is the quiet one and the first that the keyboard meets.
"""

from PySide6.QtCore import QRectF, QSize, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from widgets import theme
from widgets.button import Button
from widgets.icons import paint_icon
from widgets.looks import Kind
from widgets.overlay import Overlay
from widgets.painting import draw_shape
from widgets.text import Label

_WIDTH, _PADDING = 440, 24


class Sign(QWidget):
    """An icon that is only looked at."""

    def __init__(
        self,
        icon: str,
        *,
        role: str = "on_var",
        size: int = 24,
        filled: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon, self._role, self._filled = icon, role, filled
        self.setFixedSize(size, size)

    def show_icon(self, icon: str, *, role: str) -> None:
        """Changes sign and colour role."""
        self._icon, self._role = icon, role
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return self.size()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            box, ink = QRectF(self.rect()), theme.color(self._role)
            paint_icon(painter, self._icon, box, ink, filled=self._filled)


class DialogPanel(QWidget):
    """The card of a dialog: sign, question, explanation, two acts."""

    def __init__(
        self,
        title: str,
        text: str,
        *,
        icon: str,
        act: str,
        refuse: str,
        act_kind: Kind = "danger",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(f"{title}. {text}")
        self.refuse = Button(refuse, kind="text")
        self.act = Button(act, kind=act_kind)
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE.m)
        head.addWidget(Sign(icon, role="primary", size=28))
        head.addWidget(Label(title, style="h3", wrap=True), 1)
        acts = QHBoxLayout()
        acts.setSpacing(theme.TOUCH.gap)
        acts.addStretch(1)
        acts.addWidget(self.refuse)
        acts.addWidget(self.act)
        column = QVBoxLayout(self)
        column.setContentsMargins(_PADDING, _PADDING, _PADDING, _PADDING)
        column.setSpacing(0)
        column.addLayout(head)
        column.addSpacing(theme.SPACE.m)
        column.addWidget(Label(text, style="body_medium", role="on_var", wrap=True))
        column.addSpacing(theme.SPACE.xl)
        column.addLayout(acts)
        self.fit(_WIDTH)

    def fit(self, width: int) -> None:
        """Takes this width, and the height that its words then need."""
        self.setFixedWidth(width)
        layout = self.layout()
        if layout is not None:
            self.setFixedHeight(layout.heightForWidth(width))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            draw_shape(
                painter,
                QRectF(self.rect()),
                (theme.RADIUS.sheet, theme.RADIUS.rest),
                fill=theme.color("card"),
                edge=theme.color("tonal_edge"),
                width=2.0,
            )


class Dialog(Overlay):
    """A question over the whole window.

    Args:
        host: the window to cover.
        title: the question.
        text: what will happen, in one or two sentences.
        icon: sign before the question.
        act: the verb, with the amount.
        refuse: the way out.
        act_kind: "danger" for what cannot be undone, "filled" otherwise.

    Signals:
        accepted: the act is wanted.
        refused: the way out, Escape.
    """

    accepted = Signal()
    refused = Signal()

    def __init__(
        self,
        host: QWidget,
        title: str,
        text: str,
        *,
        icon: str = "receipt_long",
        act: str,
        refuse: str,
        act_kind: Kind = "danger",
    ) -> None:
        super().__init__(host, closes_outside=False)
        self._accepted = False
        self._card = DialogPanel(
            title,
            text,
            icon=icon,
            act=act,
            refuse=refuse,
            act_kind=act_kind,
            parent=self,
        )
        self._panel = self._card
        self._card.act.clicked.connect(self._on_act_clicked)
        self._card.refuse.clicked.connect(self.close_overlay)
        self.closed.connect(self._on_closed)

    @property
    def card(self) -> DialogPanel:
        """The card on the scrim."""
        return self._card

    @override
    def open(self) -> None:
        self._accepted = False
        super().open()
        self.place_panel()

    @override
    def place_panel(self) -> None:
        card = self._card
        card.fit(min(_WIDTH, self.width() - 2 * theme.SPACE.l))
        card.move(
            (self.width() - card.width()) // 2, (self.height() - card.height()) // 2
        )

    @Slot()
    def _on_act_clicked(self) -> None:
        self._accepted = True
        self.close_overlay()
        self.accepted.emit()

    @Slot()
    def _on_closed(self) -> None:
        if not self._accepted:
            self.refused.emit()

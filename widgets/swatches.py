"""Small squares to choose one of: a colour of the kitchen, a sign.

A colour is never alone: its square carries a sign, and its name is told.
"""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from widgets import theme
from widgets.flow import FlowLayout
from widgets.icons import paint_icon
from widgets.looks import mixed
from widgets.painting import draw_shape
from widgets.pressable import Pressable
from widgets.text import Label

_SIDE, _ICON, _RING = 48, 24, 5


class SwatchView(NamedTuple):
    """One square: `role` is the colour that fills it, "" for one without a colour."""

    key: str
    name: str
    icon: str
    role: str = ""


class Swatch(Pressable):
    """One square; the chosen one has a thick edge."""

    def __init__(self, view: SwatchView) -> None:
        super().__init__(view.name, radius=theme.RADIUS.button)
        self.view = view
        self.setToolTip(view.name)
        self.setCheckable(True)
        self.setFixedSize(QSize(_SIDE, _SIDE))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        role, state = self.view.role, self.shown_state
        ground = theme.color(role or "surface_high")
        ink = theme.color("on_status" if role else "on")
        if state == "inactive":
            ink = theme.color("disabled")
        if state in ("hover", "press"):
            ground = mixed(ground, ink, 0.08 if state == "hover" else 0.16)
        box, corner = QRectF(self.rect()), float(theme.RADIUS.button)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.isChecked():
                edge, width = theme.color("primary"), theme.STROKE.focus
                draw_shape(painter, box, (corner, corner), edge=edge, width=width)
                inner = box.adjusted(_RING, _RING, -_RING, -_RING)
                radii = (corner - _RING, corner - _RING)
                draw_shape(painter, inner, radii, fill=ground)
            else:
                edge, radii = theme.color("outline"), (corner, corner)
                draw_shape(painter, box, radii, fill=ground, edge=edge)
            middle = QRectF(0, 0, _ICON, _ICON)
            middle.moveCenter(box.center())
            paint_icon(painter, self.view.icon, middle, ink, filled=bool(role))


class Swatches(QWidget):
    """A row of squares under its name, of which one is chosen.

    Signals:
        chosen(str): the key of what was tapped.
    """

    chosen = Signal(str)

    def __init__(self, name: str, views: Sequence[SwatchView] = ()) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.squares: dict[str, Swatch] = {}
        self._flow = FlowLayout()
        self._key = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Label(name, style="label_strong"))
        column.addLayout(self._flow)
        self.show_views(views)

    @property
    def key(self) -> str:
        """Of the chosen square."""
        return self._key

    def show_views(self, views: Sequence[SwatchView]) -> None:
        """Shows other squares; those that stay keep the keyboard."""
        if [s.view.key for s in self.squares.values()] == [view.key for view in views]:
            for square, view in zip(self.squares.values(), views, strict=True):
                square.view = view
                square.update()
            return
        for square in self.squares.values():
            self._flow.removeWidget(square)
            square.deleteLater()
        self.squares = {view.key: Swatch(view) for view in views}
        for square in self.squares.values():
            square.clicked.connect(self._on_clicked)
            self._flow.addWidget(square)
        self.choose(self._key)

    def choose(self, key: str) -> None:
        """Chooses one, without a signal."""
        self._key = key
        for square in self.squares.values():
            square.setChecked(square.view.key == key)

    @Slot()
    def _on_clicked(self) -> None:
        square = self.sender()
        if isinstance(square, Swatch):
            self.choose(square.view.key)
            self.chosen.emit(square.view.key)

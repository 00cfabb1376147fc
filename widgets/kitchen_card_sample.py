"""One card of the kitchen wall by itself, as an example of what its cooks will see."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from widgets.kitchen_wall_card import paint_card, paint_moving
from widgets.kitchen_wall_layout import CARD_WIDTH, measure
from widgets.kitchen_wall_views import CardView, spoken_card

SCALE = 0.76


class CardSample(QWidget):
    """Draws a card with the wall's own hand; its clocks stand still."""

    def __init__(self, view: CardView) -> None:
        super().__init__()
        self._place = measure(view)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.display(view)

    def display(self, view: CardView) -> None:
        """Shows another card."""
        self._place = measure(view)
        self.setAccessibleName(spoken_card(view))
        self.setFixedSize(self.sizeHint())
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(round(CARD_WIDTH * SCALE), round(self._place.height * SCALE))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.scale(SCALE, SCALE)
            paint_card(painter, self._place)
            whole = self.rect()
            whole.setSize(QSize(self._place.width, self._place.height))
            paint_moving(painter, self._place, 0, whole)

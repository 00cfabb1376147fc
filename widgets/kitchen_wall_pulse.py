"""The frame round late cards that comes and goes, for whoever looks from the side: once in
two seconds, never where a person wants less motion. While it is off nothing of it runs."""

import math
from collections.abc import Callable

from PySide6.QtCore import QObject, QRectF, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QRegion

from widgets.kitchen_wall_board import KitchenBoard
from widgets.kitchen_wall_said import dark
from widgets.painting import draw_shape
from widgets.theme import RADIUS, reduce_motion

PERIOD = 2.0
"""Seconds from bright to bright: half a hertz; three would be a danger (WCAG 2.3.1)."""
FRAME = 5
_STEP_MS = 80
_BRIGHTEST = 0.9


class LatePulse(QObject):
    """The pulse of the late cards that a board shows.

    Signals:
        stepped(QRegion): what of the screen looks different now.
    """

    stepped = Signal(QRegion)

    def __init__(
        self,
        board: KitchenBoard,
        clock: Callable[[], float],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._board, self._clock = board, clock
        self.on = False
        self._timer = QTimer(self, interval=_STEP_MS)
        self._timer.timeout.connect(self._step)

    @property
    def beating(self) -> bool:
        """Whether a frame comes and goes now."""
        return self._timer.isActive()

    def look(self, *, visible: bool) -> None:
        """Beats while it is wanted and a late card is on show."""
        wanted = self.on and visible and not reduce_motion() and bool(self._late())
        if wanted and not self._timer.isActive():
            self._timer.start()
        elif not wanted and self._timer.isActive():
            self._timer.stop()
            self._step()

    def paint(self, painter: QPainter, card_id: str) -> None:
        """The frame of a card as bright as it is now, over the card."""
        if not self._timer.isActive() or not self._is_late(card_id):
            return
        ink = QColor(dark("on"))
        ink.setAlphaF(
            _BRIGHTEST * (1 - math.cos(self._clock() * math.tau / PERIOD)) / 2
        )
        box = QRectF(self._board.rects[card_id])
        radii = RADIUS.card * self._board.scale, RADIUS.small * self._board.scale
        draw_shape(painter, box, radii, edge=ink, width=FRAME)

    def _late(self) -> list[str]:
        return [card_id for card_id in self._board.rects if self._is_late(card_id)]

    def _is_late(self, card_id: str) -> bool:
        return self._board.places[card_id].card.state == "late"

    def _step(self) -> None:
        region = QRegion()
        for card_id in self._late():
            rect = self._board.rects[card_id]
            inside = rect.adjusted(FRAME, FRAME, -FRAME, -FRAME)
            region += QRegion(rect).subtracted(QRegion(inside))
        self.stepped.emit(region)

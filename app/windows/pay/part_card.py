"""One payer of a bill as a card: paid, being paid, or still to pay."""

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.presenters.pay.views import PartState, PartView
from widgets.icons import paint_icon
from widgets.looks import LOOKS, Look, ground_color
from widgets.painted_text import put_text, width_of, wrapped
from widgets.painting import draw_shape
from widgets.pressable import Pressable
from widgets.theme import RADIUS, color

HEIGHT, CURRENT_HEIGHT = 68, 72
_ICON_X, _ICON, _WORDS_X, _PADDING = 18, 24, 56, 16
_ICONS: dict[PartState, tuple[str, str]] = {
    "paid": ("check_circle", "success"),
    "current": ("play_circle", "on_tonal"),
    "unpaid": ("radio_button_unchecked", "on_var"),
}
_GROUNDS: dict[PartState, Look] = {
    "paid": Look("surface_low", "surface_low", "surface_low", "on"),
    "current": LOOKS["tonal"],
    "unpaid": Look("card", "surface_high", "surface_highest", "on", "outline"),
}


class PartCard(Pressable):
    """A payer; tapping one who has not paid yet makes them the next.

    Signals:
        clicked: a tappable card was tapped.
    """

    def __init__(self, view: PartView, parent: QWidget | None = None) -> None:
        super().__init__(view.title, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._view = view
        self.display(view)

    @property
    def view(self) -> PartView:
        """What it shows."""
        return self._view

    def display(self, view: PartView) -> None:
        """Shows another payer or another state."""
        self._view = view
        self.setAccessibleName(f"{view.title}, {view.detail}, {view.amount_text}")
        self.setFixedHeight(CURRENT_HEIGHT if view.state == "current" else HEIGHT)
        self.update()

    @override
    def hitButton(self, position: object) -> bool:
        return self._view.tappable

    @override
    def sizeHint(self) -> QSize:
        return QSize(240, self.height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        view = self._view
        look = _GROUNDS[view.state]
        rect = QRectF(self.rect())
        radius = float(RADIUS.button)
        state = self.shown_state if view.tappable else "rest"
        with QPainter(self) as painter:
            draw_shape(
                painter,
                rect,
                (radius, radius),
                fill=ground_color(look, state),
                edge=color(look.edge) if look.edge else None,
                dashed=view.state == "unpaid",
            )
            icon, role = _ICONS[view.state]
            box = QRectF(_ICON_X, rect.center().y() - _ICON / 2, _ICON, _ICON)
            filled = view.state != "unpaid"
            paint_icon(painter, icon, box, color(role), filled=filled)
            self._paint_words(painter, rect, look)

    def _paint_words(self, painter: QPainter, rect: QRectF, look: Look) -> None:
        view = self._view
        ink = color(look.ink)
        loud = "amount" if view.state == "current" else "line"
        step = 28 if view.state == "current" else 24
        right = rect.width() - _PADDING
        at = QPointF(right, rect.center().y() - step / 2)
        quiet = color("on_var") if view.state == "paid" else ink
        put_text(painter, at, view.amount_text, loud, quiet, align="right")
        room = right - width_of(view.amount_text, loud) - 12 - _WORDS_X
        lines = wrapped(view.detail, "caption", room, lines=2)
        top = rect.center().y() - (24 + 16 * len(lines)) / 2
        put_text(painter, QPointF(_WORDS_X, top), view.title, "body_strong", ink)
        role = look.ink if view.state == "current" else "on_var"
        for number, line in enumerate(lines):
            at = QPointF(_WORDS_X, top + 24 + 16 * number)
            put_text(painter, at, line, "caption", color(role))

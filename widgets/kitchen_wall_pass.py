"""Under the kitchen wall: what waits at the pass, and what each table lacks.

A painted widget of the always dark kitchen; its tickets can be tapped and are named for a
screen reader.
"""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from resources.texts import tr
from widgets.kitchen_wall_said import dark, icon
from widgets.painted_items import ItemName, TappedItems
from widgets.painted_text import put_text, width_of
from widgets.painting import draw_shape
from widgets.theme import RADIUS

_STRIP, _TICKET, _TICKETS_LEFT, _GAP = 96, 72, 160, 12
_MORE = 56
"""Room for "+ 12", the tickets that are only counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassTicketView:
    """What a table's course lacks, or that it waits to be carried away."""

    id: str
    table: str
    title: str
    detail: str
    ready: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PassView:
    """The pass; `hints` are icons and words at its right end."""

    waiting_text: str = ""
    tickets: tuple[PassTicketView, ...] = ()
    hints: tuple[tuple[str, str], ...] = ()


class PassStrip(TappedItems):
    """What waits at the pass and what each table lacks; a tap emits `item_tapped`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = PassView()
        self._rects: dict[str, QRect] = {}
        self._hidden, self._hinting, self._end = 0, True, 2 * _GAP
        self.setFixedHeight(_STRIP)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Passe"))

    def display(self, view: PassView) -> None:
        """Shows the pass, if anything on it is different."""
        if view != self._view:
            self._view = view
            self._lay_out()
            self.viewport().update()

    def reserve(self, wide: int) -> None:
        """Leaves so much free at its end, for what stands there."""
        self._end = 2 * _GAP + wide
        self._lay_out()

    def _lay_out(self) -> None:
        """Tickets from the left; hints give way to them, and what does not fit without
        hints is counted."""
        right, tickets = self.viewport().width() - self._end, len(self._view.tickets)
        self._rects = self._placed(right - self._hints_width)
        self._hinting = len(self._rects) == tickets
        if not self._hinting:
            self._rects = self._placed(right)
        if len(self._rects) < tickets:
            self._rects = self._placed(right - _MORE)
        self._hidden = len(self._view.tickets) - len(self._rects)
        self.set_names(
            [
                ItemName(ticket.id, f"{ticket.table}, {ticket.title}, {ticket.detail}")
                for ticket in self._view.tickets
                if ticket.id in self._rects
            ]
        )

    def _placed(self, right: int) -> dict[str, QRect]:
        """The tickets that end before `right`, from the left."""
        left, rects = _TICKETS_LEFT, dict[str, QRect]()
        for ticket in self._view.tickets:
            width = round(self._ticket_width(ticket))
            if left + width > right:
                break
            rects[ticket.id] = QRect(left, 12, width, _TICKET)
            left += width + _GAP
        return rects

    @staticmethod
    def _ticket_width(ticket: PassTicketView) -> float:
        words = max(
            width_of(ticket.title, "kitchen_header_strong"),
            width_of(ticket.detail, "kitchen_label"),
        )
        return 16 + width_of(ticket.table, "kitchen_table", 0.67) + 11 + words + 16

    @property
    def _hints_width(self) -> int:
        words = sum(width_of(text, "kitchen_header") for _, text in self._view.hints)
        return round(words) + 52 * len(self._view.hints)

    @override
    def item_rect(self, item_id: str) -> QRect:
        return self._rects.get(item_id, QRect())

    @override
    def sizeHint(self) -> QSize:
        return QSize(1920, _STRIP)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        width = self.viewport().width()
        painter.fillRect(event.rect(), dark("surface_low"))
        painter.fillRect(QRect(0, 0, width, 2), dark("surface_high"))
        box = QRectF(24, 24, 26, 26)
        icon(painter, "room_service", box, dark("on"), filled=False)
        at = QPointF(60, 22)
        put_text(painter, at, tr("Passe"), "kitchen_clock", dark("on"))
        at = QPointF(24, 52)
        put_text(painter, at, self._view.waiting_text, "kitchen_label", dark("on_var"))
        for ticket in self._view.tickets:
            if ticket.id in self._rects:
                self._paint_ticket(painter, ticket, QRectF(self._rects[ticket.id]))
        self._paint_right(painter, width)

    def _paint_ticket(
        self, painter: QPainter, ticket: PassTicketView, box: QRectF
    ) -> None:
        ground = "status_ready" if ticket.ready else "surface_high"
        ink = dark("on_status" if ticket.ready else "on")
        quiet = dark("on_status" if ticket.ready else "on_var")
        radii = (float(RADIUS.tile), float(RADIUS.small))
        draw_shape(painter, box, radii, fill=dark(ground))
        at = QPointF(box.x() + 16, box.center().y() - 17)
        left = at.x() + 11
        left += put_text(painter, at, ticket.table, "kitchen_table", ink, scale=0.67)
        at = QPointF(left, box.y() + 12)
        put_text(painter, at, ticket.title, "kitchen_header_strong", ink)
        at = QPointF(left, box.y() + 37)
        put_text(painter, at, ticket.detail, "kitchen_label", quiet)

    def _paint_right(self, painter: QPainter, width: int) -> None:
        ink = dark("on_var")
        if self._hidden:
            at, more = QPointF(width - self._end, 36), f"+ {self._hidden}"
            put_text(painter, at, more, "kitchen_header", ink, align="right")
        if not self._hinting:
            return
        left = float(width - self._hints_width - self._end + 20)
        for sign, words in self._view.hints:
            icon(painter, sign, QRectF(left, 36, 24, 24), ink, filled=False)
            at = QPointF(left + 32, 36)
            left += 52 + put_text(painter, at, words, "kitchen_header", ink)

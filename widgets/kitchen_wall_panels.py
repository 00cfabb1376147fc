"""Beside and under the kitchen wall: what there is to make today, what waits at the pass.

Both are painted widgets of the always dark kitchen; their rows and tickets can be
tapped and are named for a screen reader.
"""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from resources.texts import tr
from widgets.kitchen_wall_said import dark, icon
from widgets.painted_items import ItemName, TappedItems
from widgets.painted_text import put_text, width_of, wrapped
from widgets.painting import draw_filet, draw_shape
from widgets.theme import RADIUS

_WIDTH, _PAD, _ROWS_TOP, _ROW = 336, 20, 94, 52
_TO_DO, _COOKING, _COMING = 209, 261, 314
_HEAD = 40
_STRIP, _TICKET, _TICKETS_LEFT, _GAP = 96, 72, 160, 12
_MORE = 56
"""Room for "+ 12", the tickets that are only counted."""
_BOX_TEXT, _BOX_GONE = 28, 32


@dataclass(frozen=True, slots=True, kw_only=True)
class AllDayRow:
    """A dish and how many of it: to make, being made, still to be fired."""

    id: str
    dish: str
    to_do: int
    cooking: int
    coming: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IngredientRow:
    """An ingredient and how much of it the dishes take: to make, being made, still to be
    fired.

    Attributes:
        name: with the unit of its counts, if they are no pieces ("Pommes · kg").
        batches: how that goes on the fire ("2 poêles de 4 + 2"), "" for however.
    """

    id: str
    name: str
    to_do: str
    cooking: str
    coming: str
    batches: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AllDayView:
    """The whole service at a glance.

    Attributes:
        ingredients: what the dishes take, under them.
        load_title: "Poêles : 3 de 4", with `load_note` under it; "" for none.
        sold_out: dishes that are 86, "" hides the box unless `low_stock` is set.
        low_stock: "Gravlax reste 4 · Tatin reste 2".
        delay_text: "18 min", what a new order would wait.
        delay_share: 0-1 of the station's load.
    """

    rows: tuple[AllDayRow, ...] = ()
    ingredients: tuple[IngredientRow, ...] = ()
    load_title: str = ""
    load_note: str = ""
    sold_out: str = ""
    low_stock: str = ""
    delay_text: str = ""
    delay_share: float = 0.0


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


def dish_rows(dish: str) -> tuple[tuple[str, ...], float]:
    """The rows of a dish's name, and how large they are written: a long one smaller."""
    room = _TO_DO - _PAD - 36
    if width_of(dish, "kitchen_header", 1.2) <= room:
        return (dish,), 1.2
    return wrapped(dish, "kitchen_header", room, lines=2), 1.0


def sold_out_rows(names: str) -> tuple[str, ...]:
    """What is 86: all of it, since a dish that is not read is cooked for nobody."""
    return wrapped(names, "kitchen_clock", _COMING - _PAD - 36, lines=4)


class AllDayPanel(TappedItems):
    """Dishes of the service with three counts; a tap on one emits `item_tapped`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = AllDayView()
        self.setFixedWidth(_WIDTH)
        self.setAccessibleName(tr("Tout le service"))

    def display(self, view: AllDayView) -> None:
        self._view = view
        self._name_rows()
        self.viewport().update()

    def _name_rows(self) -> None:
        names = [
            ItemName(
                row.id,
                tr(
                    "{dish} : {todo} à faire, {cooking} en cours, {coming} à venir",
                    dish=f"{row.name}, {row.batches}" if row.batches else row.name,
                    todo=row.to_do,
                    cooking=row.cooking,
                    coming=row.coming,
                ),
            )
            for row in self._taken
        ]
        self.set_names(
            [
                ItemName(
                    row.id,
                    tr(
                        "{dish} : {todo} à faire, {cooking} en cours, {coming} à venir",
                        dish=row.dish,
                        todo=row.to_do,
                        cooking=row.cooking,
                        coming=row.coming,
                    ),
                )
                for row in self._shown
            ]
            + names
        )

    @property
    def _room(self) -> int:
        return self.viewport().height() - _ROWS_TOP - self._foot_height

    @property
    def _taken(self) -> tuple[IngredientRow, ...]:
        """As many ingredients as half the room holds, under their head."""
        room = (self._room - _HEAD) // _ROW
        return self._view.ingredients[: max(0, room // 2)]

    @property
    def _shown(self) -> tuple[AllDayRow, ...]:
        """As many dishes as there is room for."""
        taken = len(self._taken)
        room = self._room - (_HEAD + taken * _ROW if taken else 0)
        return self._view.rows[: max(0, room // _ROW)]

    @property
    def _taken_top(self) -> int:
        """Where the ingredients begin: under the dishes."""
        return _ROWS_TOP + len(self._shown) * _ROW + _HEAD

    @property
    def _foot_height(self) -> int:
        load = 96 if self._view.load_title else 0
        return load + self._box_height + (56 if self._view.delay_text else 0)

    @property
    def _low_lines(self) -> tuple[str, ...]:
        if not self._view.low_stock:
            return ()
        room = _COMING - _PAD - 36
        return wrapped(self._view.low_stock, "kitchen_header", room, lines=3)

    @property
    def _box_height(self) -> int:
        if not (self._view.sold_out or self._view.low_stock):
            return 0
        gone, low = len(sold_out_rows(self._view.sold_out)), len(self._low_lines)
        return 62 + _BOX_GONE * gone + _BOX_TEXT * low

    @override
    def item_rect(self, item_id: str) -> QRect:
        for number, row in enumerate(self._shown):
            if row.id == item_id:
                return QRect(0, _ROWS_TOP + number * _ROW, _WIDTH - 2, _ROW)
        for number, taken in enumerate(self._taken):
            if taken.id == item_id:
                return QRect(0, self._taken_top + number * _ROW, _WIDTH - 2, _ROW)
        return QRect()

    @override
    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, 904)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._name_rows()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        height = self.viewport().height()
        painter.fillRect(event.rect(), dark("surface_low"))
        painter.fillRect(QRect(_WIDTH - 2, 0, 2, height), dark("surface_high"))
        self._paint_heads(painter)
        top = _ROWS_TOP
        for row in self._shown:
            self._paint_dish(painter, row.dish, top)
            counts = str(row.to_do), str(row.cooking), str(row.coming)
            self._paint_counts(painter, counts, top)
            top += _ROW
        if self._taken:
            self._paint_taken(painter, top)
            top = self._taken_top + len(self._taken) * _ROW
        if self._view.load_title:
            self._paint_load(painter, top + 12)
        bottom = height - (56 if self._view.delay_text else 8)
        if self._box_height:
            box = QRectF(_PAD, bottom - self._box_height - 8, _COMING - _PAD, 0)
            box.setHeight(self._box_height)
            self._paint_box(painter, box)
        if self._view.delay_text:
            self._paint_delay(painter, height - 50)

    def _paint_heads(self, painter: QPainter) -> None:
        at = QPointF(_PAD, 21)
        title = tr("Tout le service")
        put_text(painter, at, title, "kitchen_clock", dark("on"))
        icon(painter, "keep", QRectF(_COMING - 25, 23, 26, 26), dark("on_var"))
        heads = ((tr("faire"), _TO_DO), (tr("cours"), _COOKING), (tr("venir"), _COMING))
        for word, right in heads:
            at = QPointF(right, 66)
            put_text(
                painter,
                at,
                word,
                "kitchen_label",
                dark("on_var"),
                align="right",
                scale=0.92,
            )

    def _paint_taken(self, painter: QPainter, top: int) -> None:
        """The ingredients; under each how it goes on the fire."""
        painter.fillRect(QRect(_PAD, top + 2, _COMING - _PAD, 2), dark("surface_high"))
        at = QPointF(_PAD, top + 12)
        words = tr("Ingrédients")
        put_text(painter, at, words, "kitchen_label", dark("on_var"), scale=0.92)
        top = self._taken_top
        for row in self._taken:
            counts = row.to_do, row.cooking, row.coming
            if row.batches:
                room = _TO_DO - _PAD - width_of(row.to_do, "kitchen_table", 0.58) - 12
                fits = width_of(row.name, "kitchen_header") <= room
                style = "kitchen_header" if fits else "kitchen_label"
                name = wrapped(row.name, style, room, lines=1)[0]
                at = QPointF(_PAD, top + 2)
                put_text(painter, at, name, style, dark("on"))
                at, style = QPointF(_PAD, top + 27), "kitchen_label"
                words, quiet = row.batches, dark("on_var")
                put_text(painter, at, words, style, quiet, scale=0.92)
            else:
                self._paint_dish(painter, row.name, top)
            self._paint_counts(painter, counts, top)
            top += _ROW

    def _paint_counts(
        self, painter: QPainter, words: tuple[str, str, str], top: int
    ) -> None:
        style, scale = "kitchen_header", 1.2
        to_do, cooking, coming = words
        counts = ((cooking, _COOKING), (coming, _COMING))
        put_text(
            painter,
            QPointF(_TO_DO, top + 12),
            to_do,
            "kitchen_table",
            dark("on"),
            align="right",
            scale=0.58,
        )
        for count, right in counts:
            at = QPointF(right, top + 13)
            put_text(
                painter,
                at,
                count,
                style,
                dark("on_var"),
                align="right",
                scale=scale,
            )

    def _paint_dish(self, painter: QPainter, dish: str, top: int) -> None:
        names, scale = dish_rows(dish)
        step = round(24 * scale)
        high = top + (13 if len(names) == 1 else _ROW // 2 - step)
        for name in names:
            at = QPointF(_PAD, high)
            put_text(painter, at, name, "kitchen_header", dark("on"), scale=scale)
            high += step

    def _paint_load(self, painter: QPainter, top: int) -> None:
        painter.fillRect(QRect(_PAD, top, _COMING - _PAD, 2), dark("surface_high"))
        box = QRectF(_PAD, top + 16, 26, 26)
        icon(painter, "skillet", box, dark("on"), filled=False)
        at = QPointF(_PAD + 34, top + 15)
        words = self._view.load_title
        put_text(painter, at, words, "kitchen_header_strong", dark("on"), scale=1.1)
        at = QPointF(_PAD, top + 46)
        put_text(painter, at, self._view.load_note, "kitchen_header", dark("on_var"))

    def _paint_box(self, painter: QPainter, box: QRectF) -> None:
        radii = (float(RADIUS.card), float(RADIUS.small))
        edge = dark("surface_highest")
        draw_shape(painter, box, radii, edge=edge, width=2)
        left, top = box.x() + 18, box.y() + 16
        icon(
            painter,
            "block",
            QRectF(left, top + 1, 26, 26),
            dark("on"),
            filled=False,
        )
        at = QPointF(left + 34, top)
        put_text(painter, at, "86", "kitchen_header_strong", dark("on"), scale=1.1)
        top += 30
        for line in sold_out_rows(self._view.sold_out):
            at = QPointF(left, top - 1)
            put_text(painter, at, line, "kitchen_clock", dark("on"))
            top += _BOX_GONE
        for line in self._low_lines:
            at = QPointF(left, top)
            put_text(painter, at, line, "kitchen_header", dark("on_var"))
            top += _BOX_TEXT

    def _paint_delay(self, painter: QPainter, top: int) -> None:
        at = QPointF(_PAD, top)
        put_text(painter, at, tr("Charge"), "kitchen_header", dark("on"))
        at = QPointF(_COMING, top)
        words = self._view.delay_text
        put_text(painter, at, words, "kitchen_header", dark("on"), align="right")
        draw_filet(
            painter,
            _PAD,
            top + 26,
            _COMING - _PAD,
            color=dark("on"),
            thickness=8,
            style="measured",
            track=dark("surface_highest"),
            fraction=self._view.delay_share,
        )


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

"""Beside the kitchen wall: what there is to make today.

A painted widget of the always dark kitchen; its rows can be tapped and are named for a
screen reader.
"""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from resources.texts import tr
from widgets.kitchen_wall_said import dark, icon
from widgets.painted_items import ItemName, TappedItems
from widgets.painted_text import put_text, width_of, wrapped
from widgets.painting import draw_filet, draw_shape
from widgets.theme import RADIUS

_WIDTH, _PAD, _ROWS_TOP, _ROW = 336, 20, 94, 52
_TO_DO, _COOKING, _COMING = 209, 261, 314
_HEAD, _DELAY = 40, 56
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


def _row_box(top: int) -> QRect:
    """Of a row of the whole service."""
    return QRect(0, top, _WIDTH - 2, _ROW)


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
        """Shows the service; paints again what says something else, or all of it where
        something stands elsewhere."""
        before, self._view = self._boxes, view
        self._name_rows()
        after = self._boxes
        if [box for box, _ in before] != [box for box, _ in after]:
            self.viewport().update()
            return
        for (box, said), (_, was) in zip(after, before, strict=True):
            if said != was:
                self.viewport().update(box)

    @property
    def _boxes(self) -> list[tuple[QRect, object]]:
        """What stands where: dishes, ingredients, what is under them, the load."""
        top, taken_top = _ROWS_TOP, self._taken_top
        rows: list[tuple[QRect, object]] = []
        for row in self._shown:
            rows.append((_row_box(top), row))
            top += _ROW
        for taken in self._taken:
            rows.append((_row_box(taken_top), taken))
            top = taken_top = taken_top + _ROW
        view, end = self._view, self._foot_top
        delay = view.delay_text, view.delay_share
        foot = view.load_title, view.load_note, view.sold_out, view.low_stock
        return [
            *rows,
            (QRect(0, top, _WIDTH - 2, end - top), foot),
            (QRect(0, end, _WIDTH - 2, _DELAY), delay),
        ]

    @property
    def _foot_top(self) -> int:
        """Where the load of the station begins, at the lower end; the end without one."""
        return self.viewport().height() - (_DELAY if self._view.delay_text else 0)

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
        return load + self._box_height + (_DELAY if self._view.delay_text else 0)

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
                return _row_box(_ROWS_TOP + number * _ROW)
        for number, taken in enumerate(self._taken):
            if taken.id == item_id:
                return _row_box(self._taken_top + number * _ROW)
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
        dirty, top = event.region(), _ROWS_TOP
        if dirty.intersects(QRect(0, 0, _WIDTH, top)):
            self._paint_heads(painter)
        for row in self._shown:
            if dirty.intersects(_row_box(top)):
                self._paint_dish(painter, row.dish, top)
                counts = str(row.to_do), str(row.cooking), str(row.coming)
                self._paint_counts(painter, counts, top)
            top += _ROW
        if self._taken:
            self._paint_taken(painter, top, dirty)
            top = self._taken_top + len(self._taken) * _ROW
        if self._view.load_title:
            self._paint_load(painter, top + 12)
        bottom = min(self._foot_top, height - 8)
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

    def _paint_taken(self, painter: QPainter, top: int, dirty: QRegion) -> None:
        """The ingredients; under each how it goes on the fire."""
        painter.fillRect(QRect(_PAD, top + 2, _COMING - _PAD, 2), dark("surface_high"))
        at = QPointF(_PAD, top + 12)
        words = tr("Ingrédients")
        put_text(painter, at, words, "kitchen_label", dark("on_var"), scale=0.92)
        top = self._taken_top
        for row in self._taken:
            if not dirty.intersects(_row_box(top)):
                top += _ROW
                continue
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

"""Pages of product tiles: as many as fit, never more than 48, never re-created.

Where there is more than one page, the last place of each holds the two arrows.

Buttons are made once a slot and show another product when the page or the menu
changes, so a live update (a countdown, an 86) repaints one tile and the keyboard stays
where it is.
"""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from resources.texts import tr
from widgets.fonts import line_height
from widgets.icons import paint_icon
from widgets.looks import LOOKS, ink_color, paint_ground
from widgets.painted_text import put_text
from widgets.pressable import Pressable
from widgets.theme import TOUCH, color, theme_events
from widgets.tile import MIN_HEIGHT, PHOTO_HEIGHT, ProductTile, TileView

MAX_TILES = 48
MIN_WIDTH = 150
_GAP = TOUCH.gap
_COUNT = 20


class GridShape(NamedTuple):
    """How many tiles a page has."""

    columns: int
    rows: int

    @property
    def tiles(self) -> int:
        return self.columns * self.rows


def grid_shape(width: int, height: int, least: int = MIN_HEIGHT) -> GridShape:
    """Columns and rows of tiles at least 150 × `least` that fill `width` × `height` px."""
    columns = max(1, (width + _GAP) // (MIN_WIDTH + _GAP))
    rows = max(1, (height + _GAP) // (least + _GAP))
    while columns * rows > MAX_TILES:
        # Tiles stay wider than tall.
        if width * rows < height * columns:
            columns -= 1
        else:
            rows -= 1
    return GridShape(columns, rows)


class _PageButton(Pressable):
    """An arrow to the next page, or back."""

    def __init__(self, icon: str, name: str, parent: QWidget) -> None:
        super().__init__(name, parent=parent)
        self._icon = icon

    @override
    def sizeHint(self) -> QSize:
        return QSize(TOUCH.pos, TOUCH.pos)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        look = LOOKS["quiet"]
        paint_ground(painter, rect, look, self.shown_state)
        box = QRectF(rect.center().x() - 12, rect.center().y() - 12, 24, 24)
        paint_icon(painter, self._icon, box, ink_color(look, self.shown_state))


class TileGrid(QWidget):
    """The tiles of a category, a page at a time.

    Arrow keys move between tiles, page keys and swipes between pages.

    Signals:
        tile_chosen(str): id of the tapped tile.
        tile_held(str): id of the tile under a long press.
        page_changed(int): the page now shown, from 0.
    """

    tile_chosen = Signal(str)
    tile_held = Signal(str)
    page_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._views: tuple[TileView, ...] = ()
        self._tiles: list[ProductTile] = []
        self._page = 0
        self._shape = GridShape(1, 1)
        self._back = _PageButton("chevron_left", tr("Page précédente"), self)
        self._next = _PageButton("chevron_right", tr("Page suivante"), self)
        self._back.clicked.connect(self.show_previous_page)
        self._next.clicked.connect(self.show_next_page)
        theme_events.changed.connect(self.update)

    @property
    def page(self) -> int:
        """The page shown, from 0."""
        return self._page

    @property
    def pages(self) -> int:
        """How many pages there are, at least 1."""
        return max(1, -(-len(self._views) // self._page_size()))

    def _page_size(self) -> int:
        """How many tiles a page holds."""
        paged = len(self._views) > self._shape.tiles
        return max(1, self._shape.tiles - paged)

    @property
    def tiles(self) -> tuple[ProductTile, ...]:
        """The buttons of the page shown, in reading order."""
        return tuple(tile for tile in self._tiles if not tile.isHidden())

    def display(self, views: Sequence[TileView]) -> None:
        """Shows `views`; stays on the page when the tiles are the same products."""
        same = [view.id for view in views] == [view.id for view in self._views]
        self._views = tuple(views)
        if not same:
            self._page = 0
        self._lay_out()

    def show_page(self, page: int) -> None:
        """Shows a page, the nearest existing one when there is none of that number."""
        page = min(max(0, page), self.pages - 1)
        if page != self._page:
            self._page = page
            self._lay_out()
            self.page_changed.emit(page)

    @Slot()
    def show_previous_page(self) -> None:
        self.show_page(self._page - 1)

    @Slot()
    def show_next_page(self) -> None:
        self.show_page(self._page + 1)

    @Slot()
    def _on_tile_clicked(self) -> None:
        tile = self.sender()
        if isinstance(tile, ProductTile):
            self.tile_chosen.emit(tile.view.id)

    @Slot()
    def _on_tile_held(self) -> None:
        tile = self.sender()
        if isinstance(tile, ProductTile):
            self.tile_held.emit(tile.view.id)

    @Slot(str)
    def _on_tile_swiped(self, way: str) -> None:
        self.show_page(self._page + (1 if way == "left" else -1))

    def _lay_out(self) -> None:
        photos = any(view.photo for view in self._views)
        least = MIN_HEIGHT + PHOTO_HEIGHT if photos else MIN_HEIGHT
        self._shape = grid_shape(self.width(), self.height(), least)
        self._page = min(self._page, self.pages - 1)
        first = self._page * self._page_size()
        shown = self._views[first : first + self._page_size()]
        while len(self._tiles) < len(shown):
            self._tiles.append(self._make_tile(shown[len(self._tiles)]))
        for slot, tile in enumerate(self._tiles):
            if slot < len(shown):
                tile.display(shown[slot])
                tile.setGeometry(self._slot_rect(slot))
            tile.setVisible(slot < len(shown))
        self._lay_out_pager()

    def _make_tile(self, view: TileView) -> ProductTile:
        tile = ProductTile(view, self)
        tile.clicked.connect(self._on_tile_clicked)
        tile.held.connect(self._on_tile_held)
        tile.swiped.connect(self._on_tile_swiped)
        return tile

    def _slot_rect(self, slot: int) -> QRect:
        row, column = divmod(slot, self._shape.columns)
        across = (self.width() + _GAP) / self._shape.columns
        down = (self.height() + _GAP) / self._shape.rows
        left, top = round(column * across), round(row * down)
        right = round((column + 1) * across) - _GAP
        bottom = round((row + 1) * down) - _GAP
        return QRect(left, top, right - left, bottom - top)

    def _lay_out_pager(self) -> None:
        paged, cell = self.pages > 1, self._slot_rect(self._shape.tiles - 1)
        half = (cell.width() - _GAP) // 2
        arrow = QRect(cell.topLeft(), QSize(half, cell.height() - _COUNT))
        self._back.setGeometry(arrow)
        arrow.moveRight(cell.right())
        self._next.setGeometry(arrow)
        self._back.setEnabled(self._page > 0)
        self._next.setEnabled(self._page < self.pages - 1)
        for button in (self._back, self._next):
            button.setVisible(paged)
        if paged:
            self.update(cell)

    @override
    def sizeHint(self) -> QSize:
        return QSize(822, 576)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(2 * MIN_WIDTH + _GAP, 2 * MIN_HEIGHT + _GAP)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.angleDelta().y():
            self.show_page(self._page + (1 if event.angleDelta().y() < 0 else -1))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_PageDown:
            self.show_next_page()
        elif key == Qt.Key.Key_PageUp:
            self.show_previous_page()
        elif not self._move_focus(Qt.Key(key)):
            super().keyPressEvent(event)

    def _move_focus(self, key: Qt.Key) -> bool:
        """Moves the focus by an arrow; beyond the last column is the next page."""
        tiles = self.tiles
        slot = next((i for i, tile in enumerate(tiles) if tile.hasFocus()), -1)
        step = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self._shape.columns,
            Qt.Key.Key_Down: self._shape.columns,
        }.get(key)
        if step is None or slot < 0:
            return False
        target = slot + step
        if 0 <= target < len(tiles):
            tiles[target].setFocus(Qt.FocusReason.TabFocusReason)
        elif target >= len(tiles) and key == Qt.Key.Key_Right:
            self.show_next_page()
            self.tiles[0].setFocus(Qt.FocusReason.TabFocusReason)
        elif target < 0 and key == Qt.Key.Key_Left and self._page:
            self.show_previous_page()
            self.tiles[-1].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.pages == 1:
            return
        cell = QRectF(self._slot_rect(self._shape.tiles - 1))
        at = QPointF(cell.center().x(), cell.bottom() - line_height("caption") + 1)
        text = tr("{page} sur {pages}", page=self._page + 1, pages=self.pages)
        with QPainter(self) as painter:
            put_text(painter, at, text, "caption", color("on_var"), align="center")

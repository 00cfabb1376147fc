"""The kitchen wall: cards in columns, clocks that tick, lines that are bumped.

One painted widget. A tick repaints the clocks only, a changed card repaints itself,
and nothing moves while a finger is down; a card that has just moved ignores the finger
for a moment, so that nobody bumps what slid under theirs.
"""

import time
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import (
    QModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QHideEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QRegion,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QWidget
from typing_extensions import override

from resources.texts import tr
from widgets.kitchen_wall_board import KitchenBoard
from widgets.kitchen_wall_card import (
    BANNER_PART,
    BUMP_PART,
    Touched,
    paint_card,
    paint_moving,
    paint_nothing,
    paint_touched,
)
from widgets.kitchen_wall_pulse import LatePulse
from widgets.kitchen_wall_said import dark
from widgets.kitchen_wall_views import SCALES, CardView, Reading, spoken_card
from widgets.painted_items import ItemName, PaintedItems
from widgets.press import PressTracker

_CORNER = QRect(0, 0, 1, 1)


class KitchenWall(PaintedItems):
    """Shows kitchen tickets, oldest first, in columns and pages.

    Keys: 1-9 bump the card of that rank, arrows choose a card or a line of it, Enter
    bumps what is chosen, E begins its card, P sends it to the front, T joins its round
    to the one before or parts them, page keys turn pages.

    Attributes:
        pulse: the frame round late cards.

    Signals:
        line_bumped(str, str): card id and line id; a done line may be bumped back.
        card_bumped(str): the card's button, or the whole of a card without one.
        card_started(str): the head of a card that is to be made: a cook has it in hand;
            of one that waits: it is prepared.
        card_rushed(str): a head that was held, a banner that was touched: the card goes
            before the others, or takes its turn again.
        round_touched(str): a banner that tells of rounds.
        void_seen(str, str): a block that stops, holds or moves a dish was touched.
        page_changed(int, int): page shown, from 0, and how many there are.
        painted(object): the cards that are on the screen now, or on a page of it.
    """

    line_bumped = Signal(str, str)
    card_bumped = Signal(str)
    card_started = Signal(str)
    card_rushed = Signal(str)
    round_touched = Signal(str)
    void_seen = Signal(str, str)
    page_changed = Signal(int, int)
    painted = Signal(object)

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.monotonic,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(PressTracker(None, swipes=True), parent)
        self._board = KitchenBoard(clock)
        self._fresh = False
        self._reading: Reading = "metre"
        self._pictures: dict[str, tuple[CardView, QPixmap]] = {}
        self._filets: dict[str, int] = {}
        self._touched = ("", "")
        self._line = ""
        self.setAccessibleName(tr("Cuisine"))
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self.pulse = LatePulse(self._board, clock, self)
        self._connect_signals()

    def _connect_signals(self) -> None:
        self._press.pressed.connect(self._on_press_pressed)
        self._press.tapped.connect(self._on_press_tapped)
        self._press.held.connect(self._on_press_held)
        self._press.swiped.connect(self._on_press_swiped)
        self._second.timeout.connect(self.tick)
        self.pulse.stepped.connect(self._on_pulse_stepped)

    @property
    def views(self) -> tuple[CardView, ...]:
        """The cards as last displayed, in order, those of other pages too."""
        return self._board.views

    @property
    def up_to_date(self) -> bool:
        """Whether nothing waits to be shown until a finger is lifted."""
        return self._waiting is None

    @property
    def page(self) -> int:
        return self._board.page

    @property
    def pages(self) -> int:
        return self._board.pages

    def set_reading(
        self, reading: Reading, *, columns: int = 0, by_rows: bool = False
    ) -> None:
        """From how far the wall is read, and how its cards stand.

        Args:
            columns: side by side where that many fit, 0 for as many as fit.
            by_rows: in rows; else each column is as full as it can be.
        """
        self._reading = reading
        self._board.columns, self._board.by_rows = columns, by_rows
        self._resize_board()

    def set_pulse(self, *, on: bool) -> None:
        """Whether a frame round late cards comes and goes."""
        self.pulse.on = on
        self.pulse.look(visible=self.isVisible())

    @Slot(QRegion)
    def _on_pulse_stepped(self, region: QRegion) -> None:
        self.viewport().update(region)

    def display(self, views: Sequence[CardView]) -> None:
        """Shows tickets in this order; waits while a finger is down."""
        if self.waits(partial(self.display, tuple(views))):
            return
        pages = (self.page, self.pages)
        region = self._board.show(views)
        self._name_cards()
        self._fresh = True
        # Where nothing has changed a corner is painted: that it is so is told by painting.
        self.viewport().update(QRegion(_CORNER) if region.isEmpty() else region)
        if pages != (self.page, self.pages):
            self.page_changed.emit(self.page, self.pages)

    @Slot()
    def tick(self) -> None:
        """Repaints the clocks of the page shown."""
        region = QRegion(self._board.ticking)
        for card_id in self._board.rects:
            if self._board.filet_px(card_id) == self._filets.get(card_id):
                filet = self._board.places[card_id].filet
                region -= self._board.screen_rect(card_id, filet)
        self.viewport().update(region)

    def show_page(self, page: int) -> None:
        """Shows a page, the nearest one when there is none of that number."""
        if self._board.turn_to(page):
            self._name_cards()
            self.viewport().update()
            self.page_changed.emit(self.page, self.pages)

    def part_rect(self, card_id: str, part: str) -> QRect:
        """Where a finger hits a line, `BUMP_PART` or `BANNER_PART`; empty when it is not
        shown."""
        place = self._board.places.get(card_id)
        if place is None:
            return QRect()
        if part == BUMP_PART:
            return self._board.screen_rect(card_id, place.bump)
        if part == BANNER_PART:
            return self._board.banner_rect(card_id)
        for line in place.lines:
            if line.line.id == part:
                return self._board.touch_rect(card_id, line)
        return QRect()

    @override
    def item_rect(self, item_id: str) -> QRect:
        return self._board.rects.get(item_id, QRect())

    def _resize_board(self) -> None:
        pages = (self.page, self.pages)
        self._pictures.clear()
        self._board.resize(self.viewport().size(), SCALES[self._reading])
        self._name_cards()
        self.viewport().update()
        if pages != (self.page, self.pages):
            self.page_changed.emit(self.page, self.pages)

    def _name_cards(self) -> None:
        """Whatever puts other cards on the screen ends here."""
        self.pulse.look(visible=self.isVisible())
        self._pictures = {
            card_id: picture
            for card_id, picture in self._pictures.items()
            if card_id in self._board.rects
        }
        self.set_names(
            [
                ItemName(
                    card_id,
                    spoken_card(
                        self._board.places[card_id].card, self._board.elapsed(card_id)
                    ),
                )
                for card_id in self._board.rects
            ]
        )

    # What the finger does

    @Slot(QPoint)
    def _on_press_pressed(self, point: QPoint) -> None:
        card_id = self._board.card_at(point)
        if not card_id:
            return
        if not self._board.settled(card_id):
            self._press.cancel()
            return
        self._touched = (card_id, self._board.part_at(card_id, point))
        self.update_item(card_id)

    @override
    @Slot()
    def _on_press_ended(self) -> None:
        card_id, self._touched = self._touched[0], ("", "")
        self.update_item(card_id)
        super()._on_press_ended()

    @Slot(QPoint)
    def _on_press_tapped(self, point: QPoint) -> None:
        card_id = self._board.card_at(point)
        if card_id and card_id == self._touched[0]:
            self._bump(card_id, self._board.part_at(card_id, point))

    @Slot(QPoint)
    def _on_press_held(self, point: QPoint) -> None:
        """A slow finger on a line or a button bumps it as a quick one does."""
        card_id = self._board.card_at(point)
        if card_id and card_id == self._touched[0]:
            part = self._board.part_at(card_id, point)
            if part:
                self._bump(card_id, part)
            else:
                self.card_rushed.emit(card_id)

    @Slot(QPoint, str)
    def _on_press_swiped(self, _start: QPoint, way: str) -> None:
        self.show_page(self.page + (1 if way == "left" else -1))

    def _bump(self, card_id: str, part: str) -> None:
        place = self._board.places[card_id]
        if part == BANNER_PART:
            touched = self.round_touched if place.card.banner_act else self.card_rushed
            touched.emit(card_id)
            return
        if not part and (place.card.bump_text or place.card.state == "hold"):
            self.card_started.emit(card_id)
            return
        whole = part in ("", BUMP_PART)
        if whole and place.card.state != "hold":
            self.card_bumped.emit(card_id)
        for line in place.lines:
            if line.line.id == part:
                made = line.line.kind in ("normal", "add")
                signal = self.line_bumped if made else self.void_seen
                signal.emit(card_id, part)

    # Keyboard

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        rank = key - Qt.Key.Key_1
        if 0 <= rank <= 8:
            cards = list(self._board.rects)
            if rank < len(cards) and not event.isAutoRepeat():
                self.set_current(cards[rank])
                self._bump(cards[rank], BUMP_PART)
        elif key == Qt.Key.Key_E and self.current_id:
            self._bump(self.current_id, "")
        elif key == Qt.Key.Key_P and self.current_id:
            self.card_rushed.emit(self.current_id)
        elif key == Qt.Key.Key_T and self.current_id:
            self.round_touched.emit(self.current_id)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if self.current_id and not event.isAutoRepeat():
                self._bump(self.current_id, self._line or BUMP_PART)
        elif key == Qt.Key.Key_PageDown:
            self.show_page(self.page + 1)
        elif key == Qt.Key.Key_PageUp:
            self.show_page(self.page - 1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self.current_id:
            self._step_line(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def _step_line(self, step: int) -> None:
        """Down the lines of the card, then back to the whole card."""
        place = self._board.places[self.current_id]
        lines = ["", *(line.line.id for line in place.lines)]
        at = lines.index(self._line) if self._line in lines else 0
        self._line = lines[(at + step) % len(lines)]
        self.update_item(self.current_id)

    @override
    def moveCursor(
        self,
        action: QAbstractItemView.CursorAction,
        modifiers: Qt.KeyboardModifier,
    ) -> QModelIndex:
        moves = QAbstractItemView.CursorAction
        here, last = self.currentIndex().row(), len(self.names) - 1
        target = {
            moves.MoveLeft: here - 1,
            moves.MovePrevious: here - 1,
            moves.MoveRight: here + 1,
            moves.MoveNext: here + 1,
            moves.MoveHome: 0,
            moves.MoveEnd: last,
        }.get(action, here)
        self._line = ""
        return self.model().index(min(max(target, 0), last), 0)

    # What Qt asks

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._second.start()
        self.pulse.look(visible=True)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._second.stop()
        self.pulse.look(visible=False)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._resize_board()

    @override
    def sizeHint(self) -> QSize:
        return QSize(1584, 904)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        dirty, board = event.region(), self._board
        only_clocks = dirty.subtracted(board.ticking).isEmpty()
        if not only_clocks:
            painter.fillRect(event.rect(), dark("surface"))
        if not board.rects:
            paint_nothing(painter, QRectF(self.viewport().rect()))
        for card_id, rect in board.rects.items():
            part = dirty.intersected(rect).boundingRect()
            if part.isEmpty():
                continue
            if not only_clocks:
                self._paint_picture(painter, card_id, rect, part)
            painter.save()
            painter.translate(rect.topLeft())
            painter.scale(board.scale, board.scale)
            place, elapsed = board.places[card_id], board.elapsed(card_id)
            paint_moving(painter, place, elapsed, board.card_part(card_id, part))
            touched = self._touched_of(card_id)
            if touched is not None:
                paint_touched(painter, place, touched)
            painter.restore()
            self.pulse.paint(painter, card_id)
            self._filets[card_id] = board.filet_px(card_id)
        if self._fresh:
            self._fresh = False
            told = partial(self.painted.emit, board.views)
            QTimer.singleShot(0, self, told)  # not while it paints

    def _paint_picture(
        self, painter: QPainter, card_id: str, rect: QRect, part: QRect
    ) -> None:
        picture = self._picture(card_id)
        ratio = picture.devicePixelRatio()
        source = part.translated(-rect.topLeft())
        source = QRect(source.topLeft() * ratio, source.size() * ratio)
        painter.drawPixmap(part, picture, source)

    def _picture(self, card_id: str) -> QPixmap:
        """What of a card only a new view changes, painted once."""
        place = self._board.places[card_id]
        ratio = self.devicePixelRatioF()
        known = self._pictures.get(card_id)
        if known and known[0] is place.card and known[1].devicePixelRatio() == ratio:
            return known[1]
        picture = QPixmap(self._board.rects[card_id].size() * ratio)
        picture.setDevicePixelRatio(ratio)
        # Opaque, so that it is copied and not blended.
        picture.fill(dark("surface"))
        painter = QPainter(picture)
        painter.scale(self._board.scale, self._board.scale)
        paint_card(painter, place)
        painter.end()
        self._pictures[card_id] = (place.card, picture)
        return picture

    def _touched_of(self, card_id: str) -> Touched | None:
        pressed, part = self._touched
        if pressed == card_id:
            return Touched(part=part, pressed=True)
        if self.is_ringed(card_id):
            return Touched(part=self._line, selected=True)
        return None

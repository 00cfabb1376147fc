"""Choices of a dish: option tiles with their digit key, and the steps of a formule.

An `OptionGroup` is a title, what it still wants, and its tiles. The choices of a
formule themselves are product tiles (`TileGrid`, with `chosen`) under a `StepBar`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from resources.texts import tr
from widgets.icons import paint_icon
from widgets.looks import Look, ground_color
from widgets.painted_text import put_tag, put_text, tag_width, wrapped
from widgets.painting import FiletStyle, draw_filet, draw_shape
from widgets.pressable import Pressable
from widgets.theme import RADIUS, STROKE, TOUCH, color

GroupState = Literal["done", "missing", "optional", "later"]
StepState = Literal["done", "current", "waiting"]

TILE_WIDTH, TILE_HEIGHT = 192, 68
_LEAST_WIDTH = 176
HEADER = 36
_GAP, _PAD = TOUCH.gap, 17
_RADII = (float(RADIUS.button), float(RADIUS.button))
_REST = Look("surface_low", "surface_high", "surface_highest", "on")
# Icon, ground, ink and edge of what stands right of a group's title.
_GROUP_TAGS: dict[GroupState, tuple[str, str, str, str]] = {
    "done": ("check", "success_c", "on_success_c", "tonal_edge"),
    "missing": ("priority_high", "warning_c", "on_warning_c", "tonal_edge"),
    "optional": ("info", "surface_high", "on", "tonal_edge"),
    "later": ("pause", "card", "on", "on_var"),
}
_STEP_FILETS: dict[StepState, FiletStyle] = {
    "done": "full",
    "current": "measured",
    "waiting": "dashed",
}
_CHOSEN = Look("tonal", "tonal_hover", "tonal_hover", "on_tonal")


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionView:
    """One choice.

    Attributes:
        detail: second row: "+ 1,00 €", "− 2 min", "reste 0 · 86".
        digit: key that chooses it, "" for none.
    """

    id: str
    name: str
    detail: str = ""
    digit: str = ""
    chosen: bool = False
    sold_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionGroupView:
    """A group of choices.

    Attributes:
        hint: "1 choix", "facultatif".
        state_text: what was chosen when done, "À choisir" when missing, "à suivre"
            when the choice goes out later.
    """

    id: str
    title: str
    hint: str = ""
    state: GroupState = "optional"
    state_text: str = ""
    options: tuple[OptionView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """A step of a formule: "1 Entrée" and what was chosen, or "à choisir".

    Attributes:
        share: 0-1, how much of the current step is done.
    """

    id: str
    title: str
    text: str
    state: StepState = "waiting"
    share: float = 0.5


def spoken_option(view: OptionView) -> str:
    """What a screen reader says of an option."""
    parts = [view.name, view.detail]
    if view.sold_out:
        parts.append(tr("épuisé"))
    if view.chosen:
        parts.append(tr("choisi"))
    return ", ".join(part for part in parts if part)


class OptionTile(Pressable):
    """One choice, 192 × 68; `clicked` asks to choose it or to let it go."""

    def __init__(self, view: OptionView, parent: QWidget | None = None) -> None:
        super().__init__(spoken_option(view), parent=parent)
        self._view = view
        self.setEnabled(not view.sold_out)

    @property
    def view(self) -> OptionView:
        return self._view

    def display(self, view: OptionView) -> None:
        """Shows other values; repaints only if they differ."""
        if view == self._view:
            return
        self._view = view
        self.setAccessibleName(spoken_option(view))
        self.setEnabled(not view.sold_out)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(TILE_WIDTH, TILE_HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect, view = QRectF(self.rect()), self._view
        look = _CHOSEN if view.chosen else _REST
        edge = "primary" if view.chosen else "outline" if view.sold_out else "line"
        draw_shape(
            painter,
            rect,
            _RADII,
            fill=ground_color(look, self.shown_state),
            edge=color(edge),
            width=STROKE.chosen if view.chosen else STROKE.hair,
            dashed=view.sold_out,
        )
        self._paint_words(painter, rect)
        if view.chosen:
            box = QRectF(rect.right() - 42, rect.center().y() - 12, 24, 24)
            paint_icon(painter, "check_circle", box, color("primary"), filled=True)
        elif view.digit:
            at = QPointF(rect.right() - 29, rect.center().y() - 8)
            ink = color("on_var")
            put_text(painter, at, view.digit, "caption", ink, align="center")

    def _paint_words(self, painter: QPainter, rect: QRectF) -> None:
        view = self._view
        ink = color("on_var" if view.sold_out else "on_tonal" if view.chosen else "on")
        room = rect.width() - _PAD - 48
        names = wrapped(view.name, "tile", room)
        top = rect.center().y() - 10 * len(names) - (8 if view.detail else 0)
        for name in names:
            at = QPointF(rect.x() + _PAD, top)
            put_text(painter, at, name, "tile", ink, struck=view.sold_out)
            top += 20
        if view.detail:
            quiet = color("disabled" if view.sold_out else "on_var")
            at = QPointF(rect.x() + _PAD, top)
            put_text(painter, at, view.detail, "caption", quiet)


class OptionGroup(QWidget):
    """A title, what is missing or chosen, and the options in columns.

    Signals:
        option_toggled(str): id of the tapped option.
    """

    option_toggled = Signal(str)

    def __init__(self, view: OptionGroupView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._tiles: list[OptionTile] = []
        # Not fixed: a fixed height would be that of the hint, whatever the width.
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.display(view)

    @property
    def tiles(self) -> tuple[OptionTile, ...]:
        return tuple(tile for tile in self._tiles if not tile.isHidden())

    def display(self, view: OptionGroupView) -> None:
        """Shows other values in the same tiles."""
        self._view = view
        self.setAccessibleName(f"{view.title}, {view.hint}")
        while len(self._tiles) < len(view.options):
            tile = OptionTile(view.options[len(self._tiles)], self)
            tile.clicked.connect(self._on_tile_clicked)
            self._tiles.append(tile)
        for number, tile in enumerate(self._tiles):
            tile.setVisible(number < len(view.options))
            if number < len(view.options):
                tile.display(view.options[number])
        self._lay_out()
        self.updateGeometry()
        self.update()

    def press_digit(self, digit: str) -> bool:
        """Toggles the option of that key; False when the group has none."""
        for tile in self.tiles:
            if tile.view.digit == digit and tile.isEnabled():
                tile.click()
                return True
        return False

    @Slot()
    def _on_tile_clicked(self) -> None:
        tile = self.sender()
        if isinstance(tile, OptionTile):
            self.option_toggled.emit(tile.view.id)

    def _columns(self, width: int) -> int:
        return max(1, (width + _GAP) // (_LEAST_WIDTH + _GAP))

    def _lay_out(self) -> None:
        columns = self._columns(self.width())
        across = (self.width() - _GAP * (columns - 1)) / columns
        for number, tile in enumerate(self._tiles):
            row, column = divmod(number, columns)
            tile.setGeometry(
                QRect(
                    round(column * (across + _GAP)),
                    HEADER + row * (TILE_HEIGHT + _GAP),
                    round(across),
                    TILE_HEIGHT,
                )
            )

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        rows = -(-len(self._view.options) // self._columns(width))
        return HEADER + rows * (TILE_HEIGHT + _GAP) - (_GAP if rows else 0)

    @override
    def sizeHint(self) -> QSize:
        width = 3 * TILE_WIDTH + 2 * _GAP
        return QSize(width, self.heightForWidth(width))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        view = self._view
        taken = put_text(painter, QPointF(0, 6), view.title, "line", color("on"))
        at = QPointF(taken + 8, 8)
        put_text(painter, at, view.hint, "label", color("on_var"))
        if not view.state_text:
            return
        icon, ground, ink, edge = _GROUP_TAGS[view.state]
        width = tag_width(view.state_text, icon=True)
        put_tag(
            painter,
            QRectF(self.width() - width, 6, width, 24),
            view.state_text,
            color(ground),
            color(ink),
            icon=icon,
            edge=color(edge),
            dashed=view.state == "later",
        )


class _StepButton(Pressable):
    """One step; its filet is a segment of the whole."""

    def __init__(self, view: StepView, parent: QWidget) -> None:
        super().__init__(f"{view.title}, {view.text}", parent=parent)
        self.view = view

    @override
    def sizeHint(self) -> QSize:
        return QSize(139, TOUCH.pos)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        view, left = self.view, 0.0
        if self.shown_state in ("hover", "press"):
            draw_shape(painter, QRectF(self.rect()), _RADII, fill=color("surface_high"))
        begun = view.state != "waiting"
        ink = color("primary" if begun else "on_var")
        if view.state == "done":
            paint_icon(painter, "check", QRectF(0, 8, 18, 18), ink)
            left = 24
        put_text(painter, QPointF(left, 7), view.title, "label_strong", ink)
        words = wrapped(view.text, "caption", self.width(), lines=1)[0]
        quiet = color("on" if view.state == "done" else "on_var")
        put_text(painter, QPointF(0, 32), words, "caption", quiet)
        draw_filet(
            painter,
            0,
            52,
            self.width(),
            color=color("primary" if begun else "outline"),
            style=_STEP_FILETS[view.state],
            track=color("track") if view.state == "current" else None,
            fraction=view.share,
        )


class StepBar(QWidget):
    """The steps of a formule side by side.

    Signals:
        step_chosen(str): id of the tapped step.
    """

    step_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: list[_StepButton] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def display(self, steps: Sequence[StepView]) -> None:
        """Shows the steps; buttons are kept."""
        while len(self._steps) < len(steps):
            button = _StepButton(steps[len(self._steps)], self)
            button.clicked.connect(self._on_step_clicked)
            self._steps.append(button)
        for number, button in enumerate(self._steps):
            button.setVisible(number < len(steps))
            if number < len(steps):
                button.view = steps[number]
                name = f"{steps[number].title}, {steps[number].text}"
                button.setAccessibleName(name)
                button.update()
        self._lay_out(len(steps))

    @Slot()
    def _on_step_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, _StepButton):
            self.step_chosen.emit(button.view.id)

    def _lay_out(self, count: int) -> None:
        across = (self.width() - 12 * (count - 1)) / max(1, count)
        for number, button in enumerate(self._steps[:count]):
            left = round(number * (across + 12))
            button.setGeometry(left, 0, round(across), TOUCH.pos)

    @override
    def sizeHint(self) -> QSize:
        return QSize(592, TOUCH.pos)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out(sum(not step.isHidden() for step in self._steps))

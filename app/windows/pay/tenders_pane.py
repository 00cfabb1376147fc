"""The middle pane: how the bill is shared, what is due, tenders, tip and receipt."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.presenters.pay_views import OptionView, TendersView, TenderView
from app.windows.pay.due import Captions, DueFigure, DueFilet
from resources.texts import tr
from widgets.card import Pane
from widgets.chip import Chip
from widgets.choice_card import ChoiceCard
from widgets.choices import Choice, SegmentedButtons
from widgets.stepper import Stepper
from widgets.text import Label

MODES = ("articles", "places", "parts", "amount")
_ICONS = ("format_list_bulleted", "person", "call_split", "euro")
_MARGIN, _NARROW = 20, 520
_LOW, _HIGH = 720, 900
_LABEL_WIDTH, _TILE = 84, 92
_MOST_PARTS = 50


def mode_choices(parts_text: str, *, icons: bool) -> tuple[Choice, ...]:
    """The four ways to share a bill."""
    texts = (tr("Articles"), tr("Places"), parts_text, tr("Montant"))
    return tuple(
        Choice(key, text, icon if icons else "")
        for key, text, icon in zip(MODES, texts, _ICONS, strict=True)
    )


class ModeSegments(SegmentedButtons):
    """Articles, Places, Parts, Montant; none is chosen while the bill is whole."""

    def __init__(self) -> None:
        super().__init__(
            mode_choices(tr("Parts"), icons=True), name=tr("Partager la note")
        )
        self._shown: tuple[tuple[Choice, ...], str] = ((), "")

    def show_mode(self, parts_text: str, mode: str, *, icons: bool = True) -> None:
        """Shows what is in force; the segments are only made anew when they differ."""
        choices = mode_choices(parts_text, icons=icons)
        if choices == self._shown[0] and mode and self.chosen_key:
            self.choose(mode)
        elif (choices, mode) != self._shown or self.chosen_key != mode:
            focused = any(option.hasFocus() for option in self.options)
            self.set_choices(choices, chosen=mode)
            if focused and mode:
                self.options[MODES.index(mode)].setFocus()
        self._shown = (choices, mode)


class TendersPane(Pane):
    """What is due and every way to pay it.

    Signals:
        mode_chosen(str): "articles", "places", "parts" or "amount".
        parts_changed(int): another number of equal shares.
        tender_chosen(str), tip_chosen(str), receipt_chosen(str): keys.
    """

    mode_chosen = Signal(str)
    parts_changed = Signal(int)
    tender_chosen = Signal(str)
    tip_chosen = Signal(str)
    receipt_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(tone="surface_low", edges=("right",))
        self._view: TendersView | None = None
        self._narrow, self._tall = False, _TILE
        self._words: dict[str, tuple[str, str]] = {}
        self._gone: dict[str, str] = {}
        self.modes = ModeSegments()
        self.label = Label(style="body", role="on_var")
        self.due = DueFigure()
        self.stepper = Stepper(
            2, least=1, most=_MOST_PARTS, name=tr("Parts"), unit=tr("parts")
        )
        self.filet = DueFilet()
        self.captions = Captions()
        self.tiles: dict[str, ChoiceCard] = {}
        self.tips: dict[str, Chip] = {}
        self.receipts: dict[str, Chip] = {}
        self._tile_group = QButtonGroup(self)
        self._tip_group = QButtonGroup(self)
        self._receipt_group = QButtonGroup(self)
        for group in (self._tile_group, self._tip_group, self._receipt_group):
            group.setExclusive(False)
        self._grid = QGridLayout()
        self._grid.setSpacing(8)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._rows = (
            _Row(tr("Pourboire"), self._tip_group),
            _Row(tr("Ticket"), self._receipt_group),
        )
        self._build()
        self._connect_signals()

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.label)
        words.addWidget(self.due)
        first = QHBoxLayout()
        first.setContentsMargins(0, 0, 0, 0)
        first.setSpacing(8)
        first.addLayout(words, 1)
        steps = QVBoxLayout()
        steps.setContentsMargins(0, 20, 0, 12)
        steps.addWidget(self.stepper)
        first.addLayout(steps)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, 16, _MARGIN, 12)
        column.setSpacing(0)
        column.addWidget(self.modes)
        column.addSpacing(16)
        column.addLayout(first)
        column.addSpacing(8)
        column.addWidget(self.filet)
        column.addSpacing(4)
        column.addWidget(self.captions)
        column.addSpacing(20)
        column.addLayout(self._grid)
        column.addStretch(1)
        column.addWidget(self._rows[0])
        column.addSpacing(8)
        column.addWidget(self._rows[1])

    def _connect_signals(self) -> None:
        self.modes.chosen.connect(self.mode_chosen)
        self.stepper.value_changed.connect(self.parts_changed)
        self._tile_group.idClicked.connect(self._on_tile_clicked)
        self._tip_group.idClicked.connect(self._on_tip_clicked)
        self._receipt_group.idClicked.connect(self._on_receipt_clicked)

    def display(self, view: TendersView) -> None:
        """Shows what is due; only what changed is touched."""
        before, self._view = self._view, view
        self.modes.show_mode(view.parts_text, view.mode, icons=not self._narrow)
        if view == before:
            return
        self.modes.setEnabled(not view.busy)
        due = view.due
        self.label.show_text(due.label)
        self.due.show_text(due.amount_text, due.short_text)
        self.filet.display(due.filet)
        self.captions.display(due.captions)
        self.stepper.setVisible(due.parts is not None)
        self.stepper.setEnabled(not view.busy)
        if due.parts is not None:
            self.stepper.set_bounds(due.parts[1], _MOST_PARTS)
            self.stepper.set_value(due.parts[0])
        for number, tender in enumerate(view.tenders):
            self._show_tile(number, tender, busy=view.busy)
        self._rows[0].display(view.tips, self.tips, enabled=view.may_tip)
        self._rows[1].display(view.receipts, self.receipts, enabled=not view.busy)

    def _show_tile(self, number: int, view: TenderView, *, busy: bool) -> None:
        tile = self.tiles.get(view.key)
        words = (view.short if self._narrow else view.title, view.detail)
        if tile is None:
            tile = ChoiceCard(*words[:1], subtitle=view.detail, icon=view.icon)
            tile.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            tile.setFixedHeight(self._tall)
            self.tiles[view.key] = tile
            self._tile_group.addButton(tile, number)
            self._grid.addWidget(tile, number // 2, number % 2)
        if self._words.get(view.key) != words:
            self._words[view.key] = words
            tile.set_words(*words)
        tile.set_chosen(chosen=view.chosen)
        if self._gone.get(view.key, "") != view.gone:
            self._gone[view.key] = view.gone
            tile.set_gone(view.gone)
        tile.setEnabled(not busy and not view.gone)

    @Slot(int)
    def _on_tile_clicked(self, number: int) -> None:
        self.tender_chosen.emit(list(self.tiles)[number])

    @Slot(int)
    def _on_tip_clicked(self, number: int) -> None:
        self.tip_chosen.emit(list(self.tips)[number])

    @Slot(int)
    def _on_receipt_clicked(self, number: int) -> None:
        self.receipt_chosen.emit(list(self.receipts)[number])

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow, tall = self.width() < _NARROW, self._tile_height()
        if (narrow, tall) == (self._narrow, self._tall):
            return
        self._narrow, self._tall = narrow, tall
        for tile in self.tiles.values():
            tile.setFixedHeight(tall)
        for row in self._rows:
            row.set_narrow(narrow=narrow)
        view, self._view = self._view, None
        if view is not None:
            self.display(view)

    def _tile_height(self) -> int:
        if self.height() < _LOW:
            return 68
        if self.width() < _NARROW:
            return 76
        return 112 if self.height() > _HIGH else _TILE


class _Row(QWidget):
    """A small word and chips of equal width; the word stands above when it is tight."""

    def __init__(self, word: str, group: QButtonGroup) -> None:
        super().__init__()
        self._group = group
        self._label = Label(word, style="label", role="on_var")
        self._label.setFixedWidth(_LABEL_WIDTH)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(8)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self._narrow = False
        self.set_narrow(narrow=False)

    def set_narrow(self, *, narrow: bool) -> None:
        """Puts the word above its chips, which then share the width by their words."""
        self._narrow = narrow
        self._grid.removeItem(self._chips)
        self._grid.removeWidget(self._label)
        if narrow:
            self._grid.addWidget(self._label, 0, 0)
            self._grid.addLayout(self._chips, 1, 0, 1, 2)
        else:
            middle = Qt.AlignmentFlag.AlignVCenter
            self._grid.addWidget(self._label, 0, 0, middle)
            self._grid.addLayout(self._chips, 0, 1)

    def display(
        self, options: tuple[OptionView, ...], chips: dict[str, Chip], *, enabled: bool
    ) -> None:
        """Shows the options; chips are made once."""
        for number, option in enumerate(options):
            chip = chips.get(option.key)
            if chip is None:
                chip = Chip(
                    option.text,
                    icon=option.icon,
                    height=64,
                    keep_icon=True,
                    togglable=False,
                )
                chip.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
                chip.setMinimumWidth(64)
                chips[option.key] = chip
                self._group.addButton(chip, number)
                self._chips.addWidget(chip, 1)
            chip.set_text(option.text)
            tight = self._narrow and len(options) > 2
            weight = 3 + len(option.text) if tight else 1
            self._chips.setStretch(number, weight)
            if chip.chosen != option.chosen:
                chip.set_chosen(chosen=option.chosen)
            chip.setEnabled(enabled)

"""The middle pane: how the bill is shared, what is due, tenders, tip and receipt."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
)
from typing_extensions import override

from app.presenters.pay.views import TendersView, TenderView
from app.windows.pay.chip_row import ChipRow
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
_TILES = (
    ("card", "contactless"),
    ("cash", "payments"),
    ("voucher", "confirmation_number"),
    ("card_manual", "credit_card"),
    ("cheque", "draw"),
    ("other", "more_horiz"),
)
_TIPS = (("none", ""), ("one", ""), ("two", ""), ("round", ""), ("other", ""))
_RECEIPTS = (
    ("none", "block"),
    ("paper", "print"),
    ("mail", "mail"),
    ("digital", "qr_code_2"),
)
_MARGIN, _NARROW = 20, 520
_TIGHT, _LOW, _HIGH = 656, 720, 900
_TILE = 92
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
        guests_changed(int): so many guests leave with this bill.
        tender_chosen(str), tip_chosen(str), receipt_chosen(str): keys.
    """

    mode_chosen = Signal(str)
    parts_changed = Signal(int)
    guests_changed = Signal(int)
    tender_chosen = Signal(str)
    tip_chosen = Signal(str)
    receipt_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(tone="surface_low", edges=("right",))
        self._view: TendersView | None = None
        self._narrow, self._tall = False, _TILE
        self._shown: dict[str, tuple[str, str, str]] = {}
        self.modes = ModeSegments()
        self.label = Label(style="body", role="on_var")
        self.due = DueFigure()
        self.stepper = Stepper(
            2, least=1, most=_MOST_PARTS, name=tr("Parts"), unit=tr("parts")
        )
        self.guests = Stepper(name=tr("Couverts de cette note"), unit=tr("couverts"))
        self.filet = DueFilet()
        self.captions = Captions()
        self._grid = QGridLayout()
        self._grid.setSpacing(8)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self.tiles = {
            key: self._make_tile(number, icon)
            for number, (key, icon) in enumerate(_TILES)
        }
        self._tips = ChipRow(tr("Pourboire"), _TIPS)
        self._receipts = ChipRow(tr("Ticket"), _RECEIPTS)
        self.note = Label(style="label", role="warning", wrap=True)
        self.note.setVisible(False)
        self._build()
        self._connect_signals()

    @property
    def tips(self) -> dict[str, Chip]:
        """The chips of the tip, by key."""
        return self._tips.chips

    @property
    def receipts(self) -> dict[str, Chip]:
        """The chips of the receipt, by key."""
        return self._receipts.chips

    def _make_tile(self, number: int, icon: str) -> ChoiceCard:
        tile = ChoiceCard("", icon=icon, height=_TILE)
        tile.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._group.addButton(tile, number)
        self._grid.addWidget(tile, number // 2, number % 2)
        return tile

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
        steps.addWidget(self.guests)
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
        column.addWidget(self._tips)
        column.addSpacing(8)
        column.addWidget(self._receipts)
        column.addWidget(self.note)

    def _connect_signals(self) -> None:
        self.modes.chosen.connect(self.mode_chosen)
        self.stepper.value_changed.connect(self.parts_changed)
        self.guests.value_changed.connect(self.guests_changed)
        self._group.idClicked.connect(self._on_tile_clicked)
        self._tips.chosen.connect(self.tip_chosen)
        self._receipts.chosen.connect(self.receipt_chosen)

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
        self.guests.setVisible(due.leaving is not None)
        self.guests.setEnabled(not view.busy)
        if due.leaving is not None:
            self.guests.set_bounds(0, due.leaving[1])
            self.guests.set_value(due.leaving[0])
        for tender in view.tenders:
            self._show_tile(tender, busy=view.busy)
        self._tips.display(view.tips, enabled=view.may_tip)
        self._receipts.display(view.receipts, enabled=not view.busy)
        self.note.show_text(view.receipt_note)
        if self.note.isHidden() == bool(view.receipt_note):
            self.note.setVisible(bool(view.receipt_note))
            self._fit()

    def _show_tile(self, view: TenderView, *, busy: bool) -> None:
        tile = self.tiles[view.key]
        shown = (view.short if self._narrow else view.title, view.detail, view.gone)
        if self._shown.get(view.key) != shown:
            self._shown[view.key] = shown
            tile.set_words(*shown[:2])
            tile.set_gone(view.gone)
        tile.set_chosen(chosen=view.chosen)
        tile.setEnabled(not busy and not view.gone)

    @Slot(int)
    def _on_tile_clicked(self, number: int) -> None:
        self.tender_chosen.emit(_TILES[number][0])

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Gives everything the room that there is."""
        tight = self.height() < _TIGHT
        layout = self.layout()
        if layout is not None:
            ends = (8, 8) if tight else (16, 12)
            layout.setContentsMargins(_MARGIN, ends[0], _MARGIN, ends[1])
        narrow, tall = self.width() < _NARROW, self._tile_height()
        for row in (self._tips, self._receipts):
            row.set_room(narrow=narrow, low=tight)
        if (narrow, tall) == (self._narrow, self._tall):
            return
        self._narrow, self._tall = narrow, tall
        for tile in self.tiles.values():
            tile.setFixedHeight(tall)
        view, self._view = self._view, None
        if view is not None:
            self.display(view)

    def _tile_height(self) -> int:
        if self.height() < _TIGHT and not self.note.isHidden():
            return 60
        if self.height() < _LOW:
            return 68
        if self.width() < _NARROW:
            return 76
        return 112 if self.height() > _HIGH else _TILE

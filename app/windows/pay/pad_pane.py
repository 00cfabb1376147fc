"""The right pane while something is typed: amount or number, what follows, validate."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.presenters.pay.views import PadView, PanelView
from widgets.button import Button
from widgets.card import Card
from widgets.choice_card import ChoiceCard
from widgets.dialog import Sign
from widgets.keypad import Keypad
from widgets.text import Label

_MARGIN = 16
_OPTIONS = 4
_EDGES = 20
"""Of the room beside the words of an option, what a narrow pad does without."""
_LEAST_KEYS, _MOST_KEYS = 4 * 64 + 24, 4 * 96 + 24
_BESIDE_KEYS = 392
_PANEL, _LOW_PANEL, _TIGHT = 96, 64, 656
_SHORT = 18
"""Letters of a title that stand beside an amount in large type."""


class ChangePanel(Card):
    """What follows from what is typed, on the inverse ground: change, excess, why not."""

    def __init__(self) -> None:
        super().__init__(padding=0, tone="inverse", radii=(12, 6), edge="")
        self.setFixedHeight(_PANEL)
        self.title = Label(style="line", role="on_inverse", wrap=True)
        self.detail = Label(style="label", role="inverse_accent", wrap=True)
        self.amount = Label(style="table", role="on_inverse", align="end")
        self._sign = Sign("error", role="on_inverse", filled=True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.title)
        words.addWidget(self.detail)
        words.addStretch(1)
        line = QHBoxLayout()
        line.setContentsMargins(20, 0, 20, 0)
        line.setSpacing(12)
        line.addWidget(self._sign)
        line.addLayout(words, 1)
        line.addWidget(self.amount)
        self.content.addLayout(line)

    def display(self, view: PanelView) -> None:
        """Shows other words."""
        long = view.wrong or len(view.title) > _SHORT  # the name of a site may be
        self.title.set_style("body_strong" if long else "line")
        self.title.show_text(view.title)
        self.detail.show_text(view.detail)
        self.detail.setVisible(bool(view.detail))
        self.amount.show_text(view.amount_text)
        self.amount.setVisible(bool(view.amount_text))
        self._sign.setVisible(view.wrong)
        parts = (view.title, view.detail, view.amount_text)
        self.setAccessibleName(", ".join(part for part in parts if part))


class ActButton(Button):
    """The button that takes money: a tap that bounces is one tap."""

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        # What the second tap would validate is the next payer's share.
        event.accept()


class PadPane(QWidget):
    """Typed amount or number, its shortcuts, the pad, what follows, the great act.

    Signals:
        key_pressed(str): "0" to "9", "00" or "erase".
        option_chosen(str): a quick amount, or a variant of the tender.
        act_requested: the great button.
    """

    key_pressed = Signal(str)
    option_chosen = Signal(str)
    act_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._view: PadView | None = None
        self.title = Label(style="body", role="on_var")
        self.typed = Label(style="table")
        self.note = Label(style="label", role="on_var", align="end")
        self.options = [
            ChoiceCard("", height=64, centred=True) for _ in range(_OPTIONS)
        ]
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._row = QWidget()
        self.keypad = Keypad(key_size=None)
        self.keypad.setMinimumHeight(_LEAST_KEYS)
        self.panel = ChangePanel()
        self.act = ActButton("", height=72, icon="check")
        self._build()
        self._connect_signals()

    def _build(self) -> None:
        first = QHBoxLayout()
        first.addWidget(self.typed)
        first.addStretch(1)
        first.addWidget(self.note, 0, Qt.AlignmentFlag.AlignTop)
        self._options_line = row = QHBoxLayout(self._row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for number, card in enumerate(self.options):
            card.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            card.setMinimumWidth(48)
            self._group.addButton(card, number)
            row.addWidget(card, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, 16, _MARGIN, 12)
        column.setSpacing(0)
        column.addWidget(self.title)
        column.addLayout(first)
        column.addSpacing(12)
        column.addWidget(self._row)
        column.addSpacing(12)
        column.addWidget(self.keypad, 100)
        column.addSpacing(12)
        column.addStretch(1)
        column.addWidget(self.panel)
        column.addSpacing(8)
        column.addWidget(self.act)
        kept = self._row.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        kept.setVerticalPolicy(QSizePolicy.Policy.Fixed)
        self._row.setSizePolicy(kept)

    def _connect_signals(self) -> None:
        self.keypad.key_pressed.connect(self.key_pressed)
        self._group.idClicked.connect(self._on_option_clicked)
        self.act.clicked.connect(self.act_requested)

    def display(self, view: PadView) -> None:
        """Shows another state; only what changed is touched."""
        before, self._view = self._view, view
        if view == before:
            return
        self.title.show_text(view.title)
        empty = not view.typed
        self.typed.set_style("h2" if empty else "table")
        self.typed.show_text(view.typed or view.hint, role="on_var" if empty else "on")
        self.typed.setFixedHeight(48)
        self.typed.setAccessibleName(f"{view.title} {view.typed or view.hint}")
        self.note.show_text(view.note)
        self._row.setVisible(bool(view.options))
        for number, card in enumerate(self.options):
            card.setVisible(number < len(view.options))
            if number < len(view.options):
                option = view.options[number]
                if before is None or option not in before.options[number : number + 1]:
                    card.set_words(option.text)
                    card.set_chosen(chosen=option.chosen)
                # Names are longer and shorter, amounts stand in even columns.
                share = card.sizeHint().width() - _EDGES if view.variants else 1
                self._options_line.setStretch(number, share)
        self.panel.display(view.panel)
        self.act.set_words(view.act, view.act_detail)
        self.act.setEnabled(view.may_act)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.height() - _BESIDE_KEYS
        self.keypad.setMaximumHeight(min(_MOST_KEYS, max(_LEAST_KEYS, room)))
        # Two problems above the strip take 128 px, never a finger's room on a key.
        tight = self.height() < _TIGHT
        self.panel.setFixedHeight(_LOW_PANEL if tight else _PANEL)
        top, bottom = (6, 6) if tight else (16, 12)
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(_MARGIN, top, _MARGIN, bottom)

    @Slot(int)
    def _on_option_clicked(self, number: int) -> None:
        if self._view is not None:
            self.option_chosen.emit(self._view.options[number].key)

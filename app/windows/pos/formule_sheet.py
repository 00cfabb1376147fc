"""The sheet that composes a formule, step by step."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.presenters.pos.formule import FormuleView
from app.windows.pos.modifier_sheet import QuestionsPane
from app.windows.pos.sheet import PosSheet
from resources.texts import tr
from widgets.button import Button
from widgets.card import Card, SectionHeader, clear
from widgets.option_tile import OptionGroup, StepBar
from widgets.text import Label
from widgets.tile_grid import TileGrid, grid_shape

_ROW, _GAP, _COLUMNS_FROM = 104, 8, 150


class FormuleSheet(PosSheet):
    """Steps, dishes, their options, what guest and kitchen get.

    Signals:
        dish_tapped(str): a dish of the step on show.
        dish_held(str): the same, for long: choose it and stay for its options.
        option_tapped(str, str): group and option of the dish chosen.
        step_chosen(int): a step was tapped.
        back_requested, next_requested: the buttons at the foot.
    """

    chooses = True
    dish_tapped = Signal(str)
    dish_held = Signal(str)
    option_tapped = Signal(str, str)
    step_chosen = Signal(int)
    back_requested = Signal()
    next_requested = Signal()

    def __init__(self, beside: QWidget, view: FormuleView) -> None:
        super().__init__(beside, view.title, view.subtitle)
        self.steps = StepBar()
        self.heading = OptionGroup(view.heading)
        self.grid = TileGrid()
        self.questions = QuestionsPane()
        self._guest = Label(style="body_strong")
        self._guest_price = Label(style="body_strong", align="end")
        self._guest_words = Label(style="label", role="on_var", wrap=True)
        self.kitchen = Card(tone="surface_low", edge="", padding=16, spacing=0)
        self._kitchen = QVBoxLayout()
        self._foot = Label(style="label", role="on_var")
        self._price = Label(style="amount")
        self._missing = Label(
            style="label_strong", role="on_var", align="end", wrap=True
        )
        self.back_button = Button(
            "", kind="outlined", height=64, icon="arrow_back", wide=True
        )
        self.next_button = Button(
            "", height=64, trailing_icon="arrow_forward", wide=True
        )
        self.add_button = Button("", height=64, wide=True)
        self._ready = False
        self._build()
        self._connect_signals()
        self.display(view)

    def _build(self) -> None:
        body = self.sheet.body
        body.setSpacing(0)
        body.setContentsMargins(24, 8, 24, 12)
        body.addWidget(self.steps)
        body.addSpacing(12)
        body.addWidget(self.heading)
        body.addWidget(self.grid)
        body.addSpacing(12)
        body.addWidget(self.questions)
        title = SectionHeader(tr("Ce que le client voit, ce que la cuisine reçoit"))
        title.setFixedHeight(36)
        body.addSpacing(8)
        body.addWidget(title)
        body.addLayout(self._results())
        body.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._foot)
        words.addWidget(self._price)
        words.addStretch(1)
        foot = self.sheet.foot
        foot.setSpacing(_GAP)
        foot.addLayout(words)
        foot.addWidget(self._missing, 1)
        for button in (self.back_button, self.next_button, self.add_button):
            foot.addWidget(button)
        self.sheet.set_foot_shown(shown=True)

    def _results(self) -> QHBoxLayout:
        guest = Card(tone="surface_low", edge="", padding=16, spacing=2)
        line = QHBoxLayout()
        line.addWidget(self._guest, 1)
        line.addWidget(self._guest_price)
        guest.content.setContentsMargins(16, 12, 16, 12)
        guest.content.addLayout(line)
        guest.content.addWidget(self._guest_words)
        guest.content.addStretch(1)
        kitchen = self.kitchen
        kitchen.content.setContentsMargins(16, 12, 16, 12)
        self._kitchen.setSpacing(0)
        kitchen.content.addLayout(self._kitchen)
        kitchen.content.addStretch(1)
        stays = kitchen.sizePolicy()
        stays.setRetainSizeWhenHidden(True)
        kitchen.setSizePolicy(stays)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(guest, 1)
        row.addWidget(kitchen, 1)
        return row

    def _connect_signals(self) -> None:
        self.steps.step_chosen.connect(self._on_step_chosen)
        self.grid.tile_chosen.connect(self.dish_tapped)
        self.grid.tile_held.connect(self.dish_held)
        self.questions.option_tapped.connect(self.option_tapped)
        self.back_button.clicked.connect(self.back_requested)
        self.next_button.clicked.connect(self.next_requested)
        self.add_button.clicked.connect(self.next_requested)
        self.confirmed.connect(self._on_confirmed)

    def display(self, view: FormuleView) -> None:
        """Shows the step as it stands."""
        self.sheet.heading.show_words(view.title, subtitle=view.subtitle)
        self.steps.display(view.steps)
        self.heading.display(view.heading)
        columns = grid_shape(self.rest().width() - 48, _ROW).columns
        rows = max(1, -(-len(view.tiles) // columns))
        self.grid.setFixedHeight(rows * (_ROW + _GAP) - _GAP)
        self.grid.display(view.tiles)
        self.questions.display(view.questions)
        self.questions.setVisible(bool(view.questions.cards or view.questions.chips))
        name, cents, words = view.guest
        self._guest.show_text(name)
        self._guest_price.show_text(cents)
        self._guest_words.show_text(words)
        self.kitchen.setVisible(bool(view.kitchen))
        clear(self._kitchen)
        for dish, quiet in view.kitchen:
            style, role = ("label", "on_var") if quiet else ("label_strong", "on")
            self._kitchen.addWidget(Label(dish, style=style, role=role, wrap=True))
        self._foot.show_text(view.foot)
        self._price.show_text(view.price)
        missing = tr("à choisir : {what}", what=view.missing) if view.missing else ""
        self._missing.show_text(missing if view.last else "")
        self.back_button.set_words(view.back)
        self.back_button.setVisible(bool(view.back))
        self.next_button.setVisible(not view.last)
        self.add_button.setVisible(view.last)
        self._ready = not view.missing
        act = self.add_button if view.last else self.next_button
        act.set_words(view.next)
        act.setEnabled(not view.missing)
        act.setAccessibleDescription(missing)

    @Slot(str)
    def _on_step_chosen(self, step: str) -> None:
        self.step_chosen.emit(int(step))

    @Slot()
    def _on_confirmed(self) -> None:
        if self._ready:
            self.next_requested.emit()

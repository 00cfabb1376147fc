"""The sheet for the options of a dish."""

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.presenters.pos.modifiers import ChipsView, ModifiersView, Questions
from app.windows.pos.sheet import PosSheet
from resources.texts import tr
from widgets.banner import Banner
from widgets.button import Button
from widgets.card import Card, SectionHeader
from widgets.chip import Chip
from widgets.dialog import Sign
from widgets.field import TextField
from widgets.flow import FlowLayout
from widgets.option_tile import OptionGroup
from widgets.stepper import Stepper
from widgets.text import Label

_TITLE, _BELOW = 36, 12

_ASKED = Qt.WidgetAttribute.WA_WState_ExplicitShowHide
"""Somebody hid or showed it: a new widget says that it is hidden, too."""


class ChipsGroup(QWidget):
    """Instructions under a title.

    Signals:
        chip_tapped(str, str): group and option.
    """

    chip_tapped = Signal(str, str)

    def __init__(self, view: ChipsView) -> None:
        super().__init__()
        self._chips: dict[Chip, tuple[str, str]] = {}
        self._title = SectionHeader(view.title, note=view.hint)
        self._title.setFixedHeight(_TITLE)
        self.row = FlowLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addLayout(self.row)
        self.display(view)

    def display(self, view: ChipsView) -> None:
        """Shows other states on the same chips."""
        known = {pair: chip for chip, pair in self._chips.items()}
        for item in view.chips:
            pair = item.group, item.option
            if pair not in known:
                chip = Chip(
                    item.text,
                    icon=item.icon,
                    height=64,
                    keep_icon=True,
                    togglable=False,
                )
                chip.clicked.connect(self._on_chip_clicked)
                self._chips[chip] = pair
                known[pair] = chip
                self.row.addWidget(chip)
            known[pair].set_chosen(chosen=item.chosen)
        wanted = {(item.group, item.option) for item in view.chips}
        for chip, pair in self._chips.items():
            chip.setVisible(pair in wanted)

    def add(self, chip: Chip) -> None:
        """Puts another chip at the end."""
        self.row.addWidget(chip)

    def chip(self, option: str) -> Chip:
        """The chip of an option, for tests and tours.

        Raises:
            KeyError: there is none.
        """
        return {pair[1]: chip for chip, pair in self._chips.items()}[option]

    @Slot()
    def _on_chip_clicked(self) -> None:
        chip = self.sender()
        if isinstance(chip, Chip):
            self.chip_tapped.emit(*self._chips[chip])


class QuestionsPane(QWidget):
    """Questions on cards, then instructions; widgets are kept between views.

    Args:
        last: chips that stand at the end of the instructions, whichever those are.

    Signals:
        option_tapped(str, str): group and option.
    """

    option_tapped = Signal(str, str)

    def __init__(self, *last: Chip) -> None:
        super().__init__()
        self._last = last
        self.cards: dict[str, OptionGroup] = {}
        self.chips: dict[str, ChipsGroup] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(_BELOW)

    def display(self, view: Questions) -> None:
        """Shows the questions as they stand, in order."""
        shown = {group.id for group in view.cards}
        for group_id in [known for known in self.cards if known not in shown]:
            self._drop(self.cards.pop(group_id))
        for place, group in enumerate(view.cards):
            if group.id not in self.cards:
                made = OptionGroup(group)
                made.option_toggled.connect(self._on_option_toggled)
                self.cards[group.id] = made
                self._column.insertWidget(place, made)
            self.cards[group.id].display(group)
        before = list(self.chips)
        titles = {chips.title for chips in view.chips}
        gone = [self.chips.pop(known) for known in before if known not in titles]
        for chips in view.chips:
            if chips.title not in self.chips:
                row = ChipsGroup(chips)
                row.chip_tapped.connect(self.option_tapped)
                self.chips[chips.title] = row
                self._column.addWidget(row)
            self.chips[chips.title].display(chips)
        if list(self.chips) != before:
            for chip in self._last:
                shut = chip.isHidden() and chip.testAttribute(_ASKED)
                list(self.chips.values())[-1].add(chip)
                chip.setHidden(shut)
        for row in gone:  # what stood in it has left it
            self._drop(row)

    def _drop(self, widget: QWidget) -> None:
        self._column.removeWidget(widget)
        widget.hide()
        widget.deleteLater()

    @Slot(str)
    def _on_option_toggled(self, option: str) -> None:
        sender = self.sender()
        for group, widget in self.cards.items():
            if widget is sender:
                self.option_tapped.emit(group, option)
                return


class ModifierSheet(PosSheet):
    """The options of one dish.

    Signals:
        option_tapped(str, str): group and option.
        quantity_changed(int): with the stepper.
        note_edited(str): words for the kitchen.
        allergy_requested: what a guest cannot eat.
        add_requested: the line is right.
    """

    chooses = True
    option_tapped = Signal(str, str)
    quantity_changed = Signal(int)
    note_edited = Signal(str)
    allergy_requested = Signal()
    add_requested = Signal()

    def __init__(self, beside: QWidget, view: ModifiersView, *, seated: bool) -> None:
        super().__init__(beside, view.title, view.subtitle)
        self.warning: Banner | None = None
        self.allergy = Chip(
            tr("Allergie"), icon="warning", height=64, keep_icon=True, togglable=False
        )
        if not seated:
            self.allergy.hide()
        self.note_chip = Chip(
            tr("Note cuisine"),
            icon="edit_note",
            height=64,
            keep_icon=True,
            togglable=False,
        )
        self.questions = QuestionsPane(self.allergy, self.note_chip)
        self.note = TextField(
            placeholder=tr("Pour la cuisine"), height=64, with_help=False
        )
        if not view.note:
            self.note.hide()
        self._kitchen_title = Label(style="label", role="on_var")
        self._kitchen = Label(style="body_strong", wrap=True)
        self.stepper = Stepper(
            view.quantity, least=1, name=tr("Quantité"), kind="quiet"
        )
        self._missing_title = Label(
            tr("reste à choisir"), style="label", role="on_var", align="end"
        )
        self._missing = Label(style="body_strong", align="end", wrap=True)
        self.add_button = Button(view.button, height=64, wide=True)
        self._build(view)
        self._connect_signals()
        self.display(view)

    def _build(self, view: ModifiersView) -> None:
        body = self.sheet.body
        body.setSpacing(0)
        body.setContentsMargins(24, 8, 24, 12)
        if view.warning:
            self.warning = Banner(view.warning, kind="warning")
            body.addWidget(self.warning)
            body.addSpacing(_BELOW)
        self.questions.display(view.questions)
        body.addWidget(self.questions)
        body.addSpacing(8)
        body.addWidget(self.note)
        body.addSpacing(_BELOW)
        body.addWidget(self._preview())
        body.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._missing_title)
        words.addWidget(self._missing)
        words.addStretch(1)
        foot = self.sheet.foot
        foot.setSpacing(16)
        foot.addWidget(self.stepper)
        foot.addLayout(words, 1)
        foot.addWidget(self.add_button)
        self.sheet.set_foot_shown(shown=True)

    def _preview(self) -> Card:
        card = Card(tone="surface_low", edge="", padding=12)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(Sign("skillet"), 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._kitchen_title)
        words.addWidget(self._kitchen)
        line.addLayout(words, 1)
        card.content.addLayout(line)
        self._card = card
        return card

    def _connect_signals(self) -> None:
        self.questions.option_tapped.connect(self.option_tapped)
        self.stepper.value_changed.connect(self.quantity_changed)
        self.note_chip.clicked.connect(self._on_note_chip_clicked)
        self.note.text_edited.connect(self.note_edited)
        self.note.submitted.connect(self._on_note_submitted)
        self.allergy.clicked.connect(self.allergy_requested)
        self.add_button.clicked.connect(self.add_requested)
        self.confirmed.connect(self._on_confirmed)

    def display(self, view: ModifiersView) -> None:
        """Shows the answers so far."""
        self.sheet.heading.show_words(view.title, subtitle=view.subtitle)
        self.questions.display(view.questions)
        self.note_chip.set_chosen(chosen=bool(view.note))
        if view.note != self.note.text:
            self.note.set_text(view.note)
        self._kitchen_title.show_text(view.kitchen_title)
        self._kitchen.show_text(view.kitchen)
        self._card.setVisible(bool(view.kitchen_title))
        self.stepper.set_value(view.quantity)
        self._missing_title.setVisible(bool(view.missing))
        self._missing.show_text(view.missing)
        self.add_button.set_words(view.button)
        self.add_button.setEnabled(not view.missing)
        self.add_button.setAccessibleDescription(view.missing)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            self.stepper.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    @Slot()
    def _on_note_chip_clicked(self) -> None:
        self.note.setVisible(True)
        self.note.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def _on_note_submitted(self, text: str) -> None:
        # Later: the same Enter must not add the dish as well.
        QTimer.singleShot(0, self, self.setFocus)

    @Slot()
    def _on_confirmed(self) -> None:
        if self.add_button.isEnabled():
            self.add_requested.emit()

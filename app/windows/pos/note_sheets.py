"""Sheets for words: the notes of an order, and what guests cannot eat."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.domain.vocabulary import ALLERGENS
from app.presenters.pos.sheets import (
    GUEST_NOTES,
    KITCHEN_NOTES,
    SeatView,
    note_refusal,
)
from app.windows.pos.sheet import PosSheet
from resources.texts import tr
from widgets.button import Button, IconButton
from widgets.card import SectionHeader
from widgets.chip import Chip
from widgets.field import TextField
from widgets.flow import FlowLayout
from widgets.screen_keyboard import ScreenKeyboard
from widgets.text import Label


class WordsSheet(PosSheet):
    """A sheet with fields and a keyboard that a finger can call.

    `save_requested` follows its button and Enter.

    Signals:
        save_requested: the words are right.
    """

    save_requested = Signal()

    def __init__(self, beside: QWidget, title: str, subtitle: str, act: str) -> None:
        super().__init__(beside, title, subtitle)
        self._fields: dict[QObject, TextField] = {}
        self._typing: TextField | None = None
        self.keyboard = ScreenKeyboard()
        self.keyboard.setVisible(False)
        self.sheet.dock(self.keyboard)
        self.keyboard_button = IconButton(
            tr("Clavier à l'écran"), "keyboard", size=64, kind="quiet"
        )
        self.save_button = Button(act, height=64, wide=True)
        self.error = Label(style="label_strong", role="danger", wrap=True)
        self.sheet.foot.setSpacing(8)
        self.sheet.foot.addWidget(self.keyboard_button)
        self.sheet.foot.addWidget(self.error, 1)
        self.sheet.foot.addWidget(self.save_button)
        self.sheet.set_foot_shown(shown=True)
        self.keyboard_button.clicked.connect(self._on_keyboard_button_clicked)
        self.keyboard.hide_requested.connect(self.keyboard.hide)
        self.save_button.clicked.connect(self.save_requested)
        self.confirmed.connect(self.save_requested)

    def finish(self, *fields: TextField) -> None:
        """Ends the body; the keyboard types into the first field, then where one goes."""
        self.sheet.body.addStretch(1)
        for field in fields:
            self._fields[field.edit] = field
            field.edit.installEventFilter(self)
        self.type_into(fields[0])

    def type_into(self, field: TextField) -> None:
        """What the keyboard writes goes to `field` from now on."""
        self._typing = field
        self.keyboard.attach(field.edit)
        if self.keyboard.isVisible():
            self.sheet.pane.ensureWidgetVisible(field, 0, 0)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and watched in self._fields:
            self.type_into(self._fields[watched])
        return super().eventFilter(watched, event)

    @Slot()
    def _on_keyboard_button_clicked(self) -> None:
        self.keyboard.setVisible(self.keyboard.isHidden())
        column = self.sheet.layout()
        if self._typing is not None and column is not None:
            column.activate()
            self.type_into(self._typing)


class NoteSheet(WordsSheet):
    """Two notes on the whole order: one for the kitchen, one for the guest's receipt.

    Signals:
        notes_written(str, str): kitchen and guest.
    """

    notes_written = Signal(str, str)

    def __init__(
        self, beside: QWidget, subtitle: str, kitchen: str, guest: str
    ) -> None:
        super().__init__(
            beside, tr("Notes de la commande"), subtitle, tr("Enregistrer")
        )
        self.kitchen = TextField(
            tr("Pour la cuisine, jamais sur le ticket"), text=kitchen, height=64
        )
        self.guest = TextField(tr("Sur le ticket du client"), text=guest, height=64)
        self._models: dict[Chip, TextField] = {}
        body = self.sheet.body
        for field, models in ((self.kitchen, KITCHEN_NOTES), (self.guest, GUEST_NOTES)):
            body.addWidget(field)
            body.addLayout(self._model_row(field, models))
            body.addSpacing(8)
            field.text_edited.connect(self._on_text_edited)
            field.submitted.connect(self._on_submitted)
        self.finish(self.kitchen, self.guest)
        self.save_requested.connect(self._on_save_requested)

    def _model_row(self, field: TextField, models: Sequence[str]) -> FlowLayout:
        flow = FlowLayout()
        for words in models:
            chip = Chip(
                tr(words), icon="add", height=64, keep_icon=True, togglable=False
            )
            chip.clicked.connect(self._on_model_clicked)
            self._models[chip] = field
            flow.addWidget(chip)
        return flow

    @Slot()
    def _on_model_clicked(self) -> None:
        chip = self.sender()
        if isinstance(chip, Chip):
            field = self._models[chip]
            parts = [part for part in (field.text.strip(), chip.text_shown) if part]
            field.set_text(" · ".join(parts))
            self.type_into(field)

    @Slot(str)
    def _on_text_edited(self, text: str) -> None:
        for field in (self.kitchen, self.guest):
            field.show_error(note_refusal(field.text))

    @Slot(str)
    def _on_submitted(self, text: str) -> None:
        self.save_requested.emit()

    @Slot()
    def _on_save_requested(self) -> None:
        for field in (self.kitchen, self.guest):
            words = note_refusal(field.text)
            field.show_error(words)
            if words:
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.notes_written.emit(self.kitchen.text, self.guest.text)


class AllergySheet(WordsSheet):
    """Who sits on a seat, and what they cannot eat: the groups of the regulation as
    chips, and words.

    Signals:
        guests_written(object, object): seat (0 the table) -> what it cannot eat, and seat
            -> name, of the seats that were changed; "" takes it back.
    """

    guests_written = Signal(object, object)

    def __init__(
        self, beside: QWidget, subtitle: str, seats: Sequence[SeatView], seat: int
    ) -> None:
        title = tr("Allergies et noms")
        super().__init__(beside, title, subtitle, tr("Enregistrer"))
        self._noted = {view.seat: view.allergy for view in seats}
        self._known = dict(self._noted)
        self._called = {view.seat: view.name for view in seats}
        self._names = dict(self._called)
        self._seat = seat if seat in self._known else 0
        self._seats: dict[Chip, int] = {}
        self._groups: dict[Chip, str] = {}
        self.words = TextField(
            tr("Ce que cette personne ne mange pas"),
            placeholder=tr("Sans fruits à coque"),
            height=64,
        )
        self.name = TextField(tr("Nom de cette personne"), height=64)
        body = self.sheet.body
        row = FlowLayout()
        for view in seats:
            icon = "warning" if view.allergy else ""
            chip = Chip(
                view.title, icon=icon, height=64, keep_icon=True, togglable=False
            )
            chip.clicked.connect(self._on_seat_clicked)
            self._seats[chip] = view.seat
            row.addWidget(chip)
        body.addLayout(row)
        head = SectionHeader(tr("Sans"))
        head.setFixedHeight(36)
        body.addWidget(head)
        groups = FlowLayout()
        for name, _ in ALLERGENS.values():
            chip = Chip(tr(name), height=64, togglable=False)
            chip.clicked.connect(self._on_group_clicked)
            self._groups[chip] = tr(name)
            groups.addWidget(chip)
        body.addLayout(groups)
        body.addSpacing(8)
        body.addWidget(self.words)
        body.addWidget(self.name)
        self.finish(self.words, self.name)
        self.words.text_edited.connect(self._on_words_edited)
        self.words.submitted.connect(self._on_words_submitted)
        self.name.submitted.connect(self._on_words_submitted)
        self.save_requested.connect(self._on_save_requested)
        self._show_seat(self._seat)

    def seat(self, seat: int) -> Chip:
        """The chip of a seat, for tests and tours.

        Raises:
            KeyError: there is no such seat.
        """
        return {known: chip for chip, known in self._seats.items()}[seat]

    def group(self, name: str) -> Chip:
        """The chip of an allergen by its French name.

        Raises:
            KeyError: there is none.
        """
        return {known: chip for chip, known in self._groups.items()}[tr(name)]

    def _show_seat(self, seat: int) -> None:
        self._seat = seat
        for chip, known in self._seats.items():
            chip.set_chosen(chosen=known == seat)
        self.words.set_text(self._known[seat])
        self.name.setVisible(bool(seat))
        self.name.set_text(self._names[seat])
        self._show_groups()

    def _keep(self) -> None:
        self._known[self._seat] = self.words.text
        self._names[self._seat] = self.name.text

    def _show_groups(self) -> None:
        said = self.words.text.casefold()
        for chip, name in self._groups.items():
            chip.set_chosen(chosen=name.casefold() in said)

    @Slot()
    def _on_seat_clicked(self) -> None:
        chip = self.sender()
        if isinstance(chip, Chip):
            self._keep()
            self._show_seat(self._seats[chip])

    @Slot()
    def _on_group_clicked(self) -> None:
        """A group is added to the words, or taken out of them."""
        chip = self.sender()
        if not isinstance(chip, Chip):
            return
        without = tr("Sans {what}", what="")
        said = self.words.text.strip().removeprefix(without.strip()).strip()
        parts = [part.strip() for part in said.split(",") if part.strip()]
        name = self._groups[chip].lower()
        known = [part for part in parts if part.lower() == name]
        parts = [p for p in parts if p not in known] if known else [*parts, name]
        words = tr("Sans {what}", what=", ".join(parts)) if parts else ""
        self.words.set_text(words)
        self._show_groups()

    @Slot(str)
    def _on_words_edited(self, text: str) -> None:
        self.words.show_error(note_refusal(text))
        self._show_groups()

    @Slot(str)
    def _on_words_submitted(self, text: str) -> None:
        self.save_requested.emit()

    @Slot()
    def _on_save_requested(self) -> None:
        self._keep()
        for field, said in ((self.words, self._known), (self.name, self._names)):
            for seat, text in said.items():
                if words := note_refusal(text):
                    self._show_seat(seat)
                    field.show_error(words)
                    return
        self.guests_written.emit(
            _changed(self._known, self._noted), _changed(self._names, self._called)
        )


def _changed(now: dict[int, str], before: dict[int, str]) -> dict[int, str]:
    """Seat -> words, in one line, where they are not what they were."""
    said = {seat: " ".join(text.split()) for seat, text in now.items()}
    return {seat: text for seat, text in said.items() if text != before[seat]}

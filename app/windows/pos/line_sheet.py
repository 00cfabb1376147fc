"""What can be done with a line: quantity, seats, course, notes, and the graver acts."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from app.presenters.pos.sheets import Act, LineSheetView, note_refusal
from app.windows.pos.sheet import PosSheet
from resources.texts import tr
from widgets.button import Button
from widgets.card import SectionHeader
from widgets.chip import Chip
from widgets.field import TextField
from widgets.flow import FlowLayout
from widgets.stepper import Stepper
from widgets.theme import TOUCH

MOST = 999


class LineSheet(PosSheet):
    """One line; what changes here is taken down at once.

    Signals:
        quantity_chosen(int): pieces, stepped or typed.
        seat_tapped(int): a seat to add or take away, 0 for the whole table.
        course_chosen(str): the suite it goes with.
        kitchen_noted(str), guest_noted(str): the notes, when a field was left.
        act_chosen(str): one of the other acts.
    """

    quantity_chosen = Signal(int)
    seat_tapped = Signal(int)
    course_chosen = Signal(str)
    kitchen_noted = Signal(str)
    guest_noted = Signal(str)
    act_chosen = Signal(str)

    def __init__(self, beside: QWidget, view: LineSheetView) -> None:
        super().__init__(beside, view.title, view.subtitle)
        self._view = view
        self._seats: dict[Chip, int] = {}
        self._courses: dict[Chip, str] = {}
        self._acts: dict[Button, str] = {}
        self.stepper = Stepper(
            view.quantity, least=1, most=MOST, name=tr("Quantité"), kind="quiet"
        )
        self.quantity = TextField(
            placeholder=tr("ou tapez la quantité"), height=64, with_help=True
        )
        self.kitchen = TextField(
            tr("Note pour la cuisine"), text=view.kitchen_note, height=64
        )
        self.guest = TextField(
            tr("Note sur le ticket du client"), text=view.guest_note, height=64
        )
        self._build(view)
        self._connect_signals()

    def _build(self, view: LineSheetView) -> None:
        body = self.sheet.body
        body.setSpacing(8)
        body.setContentsMargins(24, 8, 24, 12)
        if view.quantity:
            body.addWidget(_title(tr("Quantité")))
            row = QHBoxLayout()
            row.setSpacing(16)
            row.addWidget(self.stepper, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(self.quantity, 1)
            body.addLayout(row)
        if view.seats:
            body.addWidget(_title(tr("Place")))
            body.addLayout(self._seat_row(view))
        if view.courses:
            body.addWidget(_title(tr("Suite")))
            flow = FlowLayout()
            for choice in view.courses:
                chip = _chip(choice.text, chosen=choice.key == view.course)
                chip.clicked.connect(self._on_course_clicked)
                self._courses[chip] = choice.key
                flow.addWidget(chip)
            body.addLayout(flow)
        body.addSpacing(16)
        body.addLayout(self._act_row(view.acts))
        body.addSpacing(16)
        body.addWidget(self.kitchen)
        body.addWidget(self.guest)
        body.addStretch(1)

    def _seat_row(self, view: LineSheetView) -> FlowLayout:
        flow = FlowLayout()
        table = _chip(tr("Table"), chosen=not view.chosen_seats)
        self._seats[table] = 0
        for choice in view.seats:
            number = int(choice.key)
            chip = _chip(
                choice.text, icon=choice.mark, chosen=number in view.chosen_seats
            )
            self._seats[chip] = number
        for chip in self._seats:
            chip.clicked.connect(self._on_seat_clicked)
            flow.addWidget(chip)
        return flow

    def _act_row(self, acts: tuple[Act, ...]) -> FlowLayout:
        flow = FlowLayout()
        for act in acts:
            button = Button(act.title, kind="plain", height=64, icon=act.icon)
            button.setEnabled(act.key != "none")
            button.clicked.connect(self._on_act_clicked)
            self._acts[button] = act.key
            flow.addWidget(button)
        return flow

    def _connect_signals(self) -> None:
        self.stepper.value_changed.connect(self.quantity_chosen)
        self.quantity.submitted.connect(self._on_quantity_submitted)
        self.kitchen.left.connect(self._on_kitchen_left)
        self.guest.left.connect(self._on_guest_left)

    def display(self, view: LineSheetView) -> None:
        """Shows the line as it is now; what cannot change in place stays."""
        self._view = view
        self.sheet.heading.show_words(view.title, subtitle=view.subtitle)
        self.stepper.set_value(view.quantity)
        for chip, seat in self._seats.items():
            chip.set_chosen(
                chosen=seat in view.chosen_seats if seat else not view.chosen_seats
            )
        for chip, course in self._courses.items():
            chip.set_chosen(chosen=course == view.course)

    def act(self, key: str) -> Button:
        """The button of an act, for tests and tours.

        Raises:
            KeyError: it is not offered.
        """
        return {known: button for button, known in self._acts.items()}[key]

    def seat(self, seat: int) -> Chip:
        """The chip of a seat, 0 the table.

        Raises:
            KeyError: there is no such seat.
        """
        return {known: chip for chip, known in self._seats.items()}[seat]

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Minus) and self._view.quantity:
            self.stepper.keyPressEvent(event)
        elif event.text().isdigit() and self._view.quantity:
            self.quantity.setFocus(Qt.FocusReason.OtherFocusReason)
            self.quantity.edit.setText(event.text())
        elif event.key() == Qt.Key.Key_Delete:
            self.act_chosen.emit("void")
        else:
            super().keyPressEvent(event)

    @Slot(str)
    def _on_quantity_submitted(self, text: str) -> None:
        plain = text.strip()
        if plain.isdigit() and len(plain) <= len(str(MOST)) and 0 < int(plain) <= MOST:
            self.quantity.show_error("")
            self.quantity.set_text("")
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self.quantity_chosen.emit(int(plain))
        else:
            self.quantity.show_error(tr("La quantité va de 1 à {most}.", most=MOST))

    @Slot(str)
    def _on_kitchen_left(self, text: str) -> None:
        if text != self._view.kitchen_note and not note_error(self.kitchen):
            self.kitchen_noted.emit(text)

    @Slot(str)
    def _on_guest_left(self, text: str) -> None:
        if text != self._view.guest_note and not note_error(self.guest):
            self.guest_noted.emit(text)

    @Slot()
    def _on_seat_clicked(self) -> None:
        chip = self.sender()
        if isinstance(chip, Chip):
            self.seat_tapped.emit(self._seats[chip])

    @Slot()
    def _on_course_clicked(self) -> None:
        chip = self.sender()
        if isinstance(chip, Chip):
            self.course_chosen.emit(self._courses[chip])

    @Slot()
    def _on_act_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, Button):
            self.act_chosen.emit(self._acts[button])


def _title(words: str) -> SectionHeader:
    title = SectionHeader(words)
    title.setFixedHeight(32)
    return title


def _chip(text: str, *, icon: str = "", chosen: bool) -> Chip:
    chip = Chip(
        text, icon=icon, height=64, chosen=chosen, keep_icon=bool(icon), togglable=False
    )
    chip.setMinimumWidth(TOUCH.pos)
    return chip


def note_error(field: TextField) -> bool:
    """Says at the field that a note is too long; whether it is."""
    words = note_refusal(field.text)
    field.show_error(words)
    return bool(words)

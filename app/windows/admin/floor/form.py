"""Beside the drawing: what is chosen, in numbers and words; the room when nothing is.

A field tells what it holds when it is left or Enter is pressed, so that each change is
one step of undo.
"""

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.floor.drawing import (
    MOST_LETTERS,
    MOST_NAME,
    MOST_SEATS,
)
from app.domain.floor.events import (
    FixtureSet,
    FloorThing,
    RoomSet,
    SectionSet,
    TableSet,
    TracingSet,
)
from app.windows.admin.floor.form_parts import Angle, ArrangePage, Lengths, PicturePage
from resources.texts import tr, trn
from widgets import theme
from widgets.button import Button
from widgets.card import Pane
from widgets.choices import Choice, SegmentedButtons
from widgets.field import TextField
from widgets.stepper import Stepper
from widgets.switch import Switch
from widgets.text import Label

WIDTH = 288


class FloorForm(Pane):
    """The fields of what is chosen.

    Signals:
        changed(str, object): name of a field of the thing, its new value.
        room_removed: the room goes.
    """

    changed = Signal(str, object)
    room_removed = Signal()

    def __init__(self) -> None:
        super().__init__(tone="card", edges=("left",))
        self.title = Label("", style="h3")
        self.warning = Label("", style="label", role="danger", wrap=True)
        self.stack = QStackedWidget()
        self._pages: dict[str, QWidget] = {}
        self._build_room()
        self._build_table()
        self._build_named()
        self.picture = PicturePage()
        self.picture.told.connect(self.changed)
        self._page("picture", self.picture)
        many = ArrangePage()
        self.arranging = many.buttons
        self._page("many", many)
        self.setFixedWidth(WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(17, 22, 16, 0)
        column.setSpacing(theme.SPACE.s)
        column.addWidget(self.title)
        column.addWidget(self.warning)
        column.addWidget(self.stack, 1)

    def _page(self, key: str, *widgets: QWidget) -> QVBoxLayout:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 16)
        column.setSpacing(theme.SPACE.s)
        for widget in widgets:
            column.addWidget(widget)
        column.addStretch(1)
        self._pages[key] = page
        self.stack.addWidget(page)
        return column

    def _build_room(self) -> None:
        self.room_name = self._name(tr("Nom"), MOST_NAME)
        self.room_size = self._lengths(tr("Largeur"), tr("Profondeur"))
        self.express = Switch(tr("Payer à la commande"))
        self.asks = Switch(tr("Demander les couverts"))
        self.express.toggled.connect(self._on_express_toggled)
        self.asks.toggled.connect(self._on_asks_toggled)
        self.remove = Button(tr("Supprimer la salle"), kind="text", icon="delete")
        self.remove.clicked.connect(self.room_removed)
        self._page(
            "room", self.room_name, self.room_size, self.express, self.asks, self.remove
        )

    def _build_table(self) -> None:
        self.number = self._name(tr("Numéro"), MOST_LETTERS, "number")
        self.shape = SegmentedButtons(
            (
                Choice("rect", tr("Carrée"), "square"),
                Choice("round", tr("Ronde"), "circle"),
            ),
            name=tr("Forme"),
            height=48,
        )
        self.shape.chosen.connect(self._on_shape_chosen)
        self.seats = Stepper(
            least=0, most=MOST_SEATS, name=tr("Places"), kind="quiet", size=48
        )
        self.seats.value_changed.connect(self._on_seats_changed)
        seats = QWidget()
        line = QHBoxLayout(seats)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(Label(tr("Places"), style="body"))
        line.addStretch(1)
        line.addWidget(self.seats)
        self.table_size = self._lengths(tr("Largeur"), tr("Profondeur"))
        self.table_angle = self._angle()
        self._page(
            "table", self.number, seats, self.shape, self.table_size, self.table_angle
        )

    def _angle(self) -> Angle:
        made = Angle()
        made.told.connect(self.changed)
        return made

    def _build_named(self) -> None:
        self.name = self._name(tr("Nom"), MOST_NAME)
        self.size_fields = self._lengths(tr("Largeur"), tr("Profondeur"))
        self.named_angle = self._angle()
        self._page("named", self.name, self.size_fields, self.named_angle)

    def _name(self, label: str, letters: int, name: str = "name") -> TextField:
        made = TextField(label, height=48)
        made.edit.setMaxLength(letters)
        made.setProperty("name", name)
        made.left.connect(self._on_name_left)
        return made

    def _lengths(self, across: str, down: str) -> Lengths:
        made = Lengths(across, down)
        made.told.connect(self.changed)
        return made

    # Showing

    def show_thing(self, thing: FloorThing, title: str) -> None:
        """The fields of one thing, under its title."""
        self.title.show_text(title)
        match thing:
            case RoomSet():
                self._show_page("room")
                self.room_name.set_text(thing.name)
                self.room_size.show_lengths(thing.width, thing.height)
                _set(self.express, on=thing.style == "express")
                _set(self.asks, on=thing.ask_covers)
            case TableSet():
                self._show_page("table")
                self.number.set_text(thing.number)
                self.shape.choose(thing.shape)
                self.seats.set_value(thing.seats)
                self.table_size.show_lengths(thing.width, thing.height)
                self.table_angle.show_angle(thing.turn)
            case TracingSet():
                self._show_page("picture")
                self.picture.show_picture(thing.width, thing.opacity)
            case SectionSet() | FixtureSet():
                self._show_page("named")
                wall = isinstance(thing, FixtureSet) and thing.kind == "wall"
                self.name.setVisible(not wall)
                self.name.set_text(thing.name)
                self.size_fields.show_lengths(thing.width, thing.height)
                self.named_angle.setVisible(isinstance(thing, FixtureSet))
                if isinstance(thing, FixtureSet):
                    self.named_angle.show_angle(thing.turn)

    def show_many(self, count: int) -> None:
        """Several things, which have only their place in common."""
        self.title.show_text(trn(count, "{n} élément", "{n} éléments"))
        self._show_page("many")

    def show_wrong(self, words: str) -> None:
        """Why the number of the table cannot stay, "" when it can."""
        self.number.show_error(words)

    def show_warning(self, words: str) -> None:
        """What may stay, but is hardly meant; "" for nothing."""
        self.warning.show_text(words)
        self.warning.setVisible(bool(words))

    def _show_page(self, key: str) -> None:
        self.stack.setCurrentWidget(self._pages[key])

    # Telling

    @Slot(str)
    def _on_name_left(self, text: str) -> None:
        sender = self.sender()
        if sender is not None:
            self.changed.emit(str(sender.property("name")), text.strip())

    @Slot(bool)
    def _on_express_toggled(self, on: bool) -> None:
        self.changed.emit("style", "express" if on else "classic")

    @Slot(bool)
    def _on_asks_toggled(self, on: bool) -> None:
        self.changed.emit("ask_covers", on)

    @Slot(str)
    def _on_shape_chosen(self, shape: str) -> None:
        self.changed.emit("shape", shape)

    @Slot(int)
    def _on_seats_changed(self, seats: int) -> None:
        self.changed.emit("seats", seats)


def _set(switch: Switch, *, on: bool) -> None:
    """Without telling."""
    with QSignalBlocker(switch):
        switch.setChecked(on)
    switch.update()

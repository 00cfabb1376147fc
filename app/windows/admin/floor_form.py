"""Beside the drawing: what is chosen, in numbers and words; the room when nothing is.

A field tells what it holds when it is left or Enter is pressed, so that each change is
one step of undo.
"""

from PySide6.QtCore import QSignalBlocker, Signal, SignalInstance, Slot
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.floor.drawing import (
    HALF_TURN,
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
from app.windows.admin.form import pair
from resources.texts import amount, tr, trn
from widgets import theme
from widgets.amount_entry import parse_cents
from widgets.button import Button, IconButton
from widgets.card import Pane
from widgets.choices import Choice, SegmentedButtons
from widgets.field import TextField
from widgets.stepper import Stepper
from widgets.switch import Switch
from widgets.text import Label

WIDTH = 288
_STEP = 15
_OPACITIES = (20, 45, 70, 100)
"""Percent of a picture to draw after."""


class _Lengths(QWidget):
    """Two lengths in metres, side by side.

    Signals:
        told(str, object): "width" or "height", centimetres.
    """

    told = Signal(str, object)

    def __init__(self, across: str, down: str) -> None:
        super().__init__()
        self.width_field = TextField(across, suffix="m", height=48)
        self.height_field = TextField(down, suffix="m", height=48)
        line = QVBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addLayout(pair(self.width_field, self.height_field))
        self.width_field.left.connect(self._on_width_left)
        self.height_field.left.connect(self._on_height_left)

    def show_lengths(self, width: int, height: int) -> None:
        """Centimetres of something."""
        self.width_field.set_text(amount(width))
        self.height_field.set_text(amount(height))
        for field in (self.width_field, self.height_field):
            field.show_error("")

    @Slot(str)
    def _on_width_left(self, text: str) -> None:
        self._tell("width", self.width_field, text)

    @Slot(str)
    def _on_height_left(self, text: str) -> None:
        self._tell("height", self.height_field, text)

    def _tell(self, name: str, field: TextField, text: str) -> None:
        tell_length(field, text, name, self.told)


def tell_length(field: TextField, text: str, name: str, told: SignalInstance) -> None:
    """Tells a length in metres as centimetres, or says in the field what is wrong."""
    found = parse_cents(text)  # hundredths, as `amount` shows them
    field.show_error("" if found else tr("En mètres : 1,20"))
    if found:
        told.emit(name, found)


class _Angle(QWidget):
    """An angle that is typed, and a step either way.

    Signals:
        told(str, object): "turn", degrees 0-179.
    """

    told = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self._turn = 0
        self.field = TextField("", suffix="°", height=48, with_help=False)
        self.field.edit.setAccessibleName(tr("Angle"))
        self.left = IconButton(tr("Tourner à gauche"), "rotate_left")
        self.right = IconButton(tr("Tourner à droite"), "rotate_right")
        self.field.left.connect(self._on_field_left)
        self.left.clicked.connect(self._on_left_clicked)
        self.right.clicked.connect(self._on_right_clicked)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(Label(tr("Angle"), style="body"))
        line.addWidget(self.field, 1)
        line.addWidget(self.left)
        line.addWidget(self.right)

    def show_angle(self, turn: int) -> None:
        """Degrees clockwise."""
        self._turn = turn
        self.field.set_text(str(turn))

    @Slot(str)
    def _on_field_left(self, text: str) -> None:
        """What is no angle leaves it as it was."""
        if text.strip().isdecimal():
            self.told.emit("turn", int(text) % HALF_TURN)
        self.field.set_text(str(self._turn))

    @Slot()
    def _on_left_clicked(self) -> None:
        self.told.emit("turn", (self._turn - _STEP) % HALF_TURN)

    @Slot()
    def _on_right_clicked(self) -> None:
        self.told.emit("turn", (self._turn + _STEP) % HALF_TURN)


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
        self._build_picture()
        self.arranging = {
            key: IconButton(name, icon) for key, name, icon in _arrangements()
        }
        self._page(
            "many", Label(tr("Aligner"), style="label_strong"), self._arranging()
        )
        self.setFixedWidth(WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(17, 16, 16, 0)
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

    def _arranging(self) -> QWidget:
        """Aligned by an edge or the middle in either way, or spread evenly."""
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.SPACE.s)
        for place, button in enumerate(self.arranging.values()):
            grid.addWidget(button, place // 4, place % 4)
        grid.setColumnStretch(4, 1)
        return made

    def _build_picture(self) -> None:
        self.picture_width = TextField(tr("Largeur sur le plan"), suffix="m", height=48)
        self.picture_width.left.connect(self._on_picture_width_left)
        self.opacity = SegmentedButtons(
            tuple(Choice(str(each), f"{each} %") for each in _OPACITIES),
            name=tr("Opacité"),
            height=48,
        )
        self.opacity.chosen.connect(self._on_opacity_chosen)
        words = tr(
            "Tirez son coin jusqu'à ce qu'un mur connu ait sa vraie longueur sur la grille."
        )
        self._page(
            "picture",
            self.picture_width,
            Label(words, style="label", role="on_var", wrap=True),
            Label(tr("Opacité"), style="label_strong"),
            self.opacity,
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

    def _angle(self) -> "_Angle":
        made = _Angle()
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

    def _lengths(self, across: str, down: str) -> _Lengths:
        made = _Lengths(across, down)
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
                self.picture_width.set_text(amount(thing.width))
                self.picture_width.show_error("")
                self.opacity.choose(str(thing.opacity))
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

    @Slot(str)
    def _on_opacity_chosen(self, percent: str) -> None:
        self.changed.emit("opacity", int(percent))

    @Slot(str)
    def _on_picture_width_left(self, text: str) -> None:
        tell_length(self.picture_width, text, "width", self.changed)


def _arrangements() -> tuple[tuple[str, str, str], ...]:
    """Key, name and icon of each way to set things against one another."""
    return (
        ("left", tr("Aligner à gauche"), "align_horizontal_left"),
        ("center", tr("Aligner les milieux en largeur"), "align_horizontal_center"),
        ("right", tr("Aligner à droite"), "align_horizontal_right"),
        ("across", tr("Répartir en largeur"), "horizontal_distribute"),
        ("top", tr("Aligner en haut"), "align_vertical_top"),
        ("middle", tr("Aligner les milieux en hauteur"), "align_vertical_center"),
        ("bottom", tr("Aligner en bas"), "align_vertical_bottom"),
        ("down", tr("Répartir en hauteur"), "vertical_distribute"),
    )


def _set(switch: Switch, *, on: bool) -> None:
    """Without telling."""
    with QSignalBlocker(switch):
        switch.setChecked(on)
    switch.update()

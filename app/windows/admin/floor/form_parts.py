"""Parts of the form beside the drawing: lengths, an angle, a picture, several things."""

from PySide6.QtCore import Signal, SignalInstance, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.floor.drawing import HALF_TURN
from app.windows.admin.form import pair
from resources.texts import amount, tr
from widgets import theme
from widgets.amount_entry import parse_cents
from widgets.button import IconButton
from widgets.choices import Choice, SegmentedButtons
from widgets.field import TextField
from widgets.text import Label

_STEP = 15
_OPACITIES = (20, 45, 70, 100)
"""Percent of a picture to draw after."""


class Lengths(QWidget):
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


class Angle(QWidget):
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


class PicturePage(QWidget):
    """How large the picture under a room is, and how strong.

    Signals:
        told(str, object): "width" in centimetres, or "opacity" in percent.
    """

    told = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.width_field = TextField(tr("Largeur sur le plan"), suffix="m", height=48)
        self.opacity = SegmentedButtons(
            tuple(Choice(str(each), f"{each} %") for each in _OPACITIES),
            name=tr("Opacité"),
            height=48,
        )
        words = tr(
            "Tirez son coin jusqu'à ce qu'un mur connu ait sa vraie longueur sur la "
            "grille."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE.s)
        column.addWidget(self.width_field)
        column.addWidget(Label(words, style="label", role="on_var", wrap=True))
        column.addWidget(Label(tr("Opacité"), style="label_strong"))
        column.addWidget(self.opacity)
        self.width_field.left.connect(self._on_width_left)
        self.opacity.chosen.connect(self._on_opacity_chosen)

    def show_picture(self, width: int, opacity: int) -> None:
        """Centimetres and percent."""
        self.width_field.set_text(amount(width))
        self.width_field.show_error("")
        self.opacity.choose(str(opacity))

    @Slot(str)
    def _on_width_left(self, text: str) -> None:
        tell_length(self.width_field, text, "width", self.told)

    @Slot(str)
    def _on_opacity_chosen(self, percent: str) -> None:
        self.told.emit("opacity", int(percent))


class ArrangePage(QWidget):
    """Several things are aligned by an edge or the middle, or spread evenly.

    Attributes:
        buttons: by what they do.
    """

    def __init__(self) -> None:
        super().__init__()
        self.buttons = {k: IconButton(name, icon) for k, name, icon in _arrangements()}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.SPACE.s)
        grid.addWidget(Label(tr("Aligner"), style="label_strong"), 0, 0, 1, 4)
        for place, button in enumerate(self.buttons.values()):
            grid.addWidget(button, 1 + place // 4, place % 4)
        grid.setColumnStretch(4, 1)


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

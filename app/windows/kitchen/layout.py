"""How a screen of the kitchen shows its cards: size, columns, rows, counts; kept by it."""

from typing import NamedTuple

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from app.domain.catalogue.decide import SetStationOpen
from app.presenters.admin.kitchen import gate_words, state_words
from app.windows.desk import Desk
from app.windows.displays import Displays
from resources.texts import tr
from widgets.button import Button
from widgets.choices import Choice, SegmentedButtons
from widgets.kitchen_wall_views import SCALES, Reading
from widgets.sheet import SideSheet
from widgets.switch import Switch
from widgets.text import Label

_SCREEN = "kitchen"
_AUTO = ""
_MOST_COLUMNS = 6
_METRE, _FAR = 1700, 3200
_COUNTS = 1200
"""Pixels: widths from which a wall is read from a metre, from far, and has the counts."""


class KitchenLayout(NamedTuple):
    """What a person chose for a screen.

    Attributes:
        size: from how far it is read, "" by its width.
        columns: side by side, 0 for as many as fit.
        by_rows: cards stand in rows.
        counts: the counts of the service are shown where they have room.
        pulse: a frame round late cards comes and goes.
    """

    size: str = _AUTO
    columns: int = 0
    by_rows: bool = False
    counts: bool = True
    pulse: bool = False

    def reading(self, width: int) -> Reading:
        """From how far a wall so wide is read."""
        for reading in SCALES:
            if reading == self.size:
                return reading
        return "far" if width >= _FAR else "metre" if width >= _METRE else "near"

    def counts_shown(self, width: int) -> bool:
        """Whether there is room for the counts, and they are wanted."""
        return self.counts and width >= _COUNTS


def layout_of(displays: Displays) -> KitchenLayout:
    """What this screen kept; what cannot be read is as nobody chose."""
    columns = displays.text(_SCREEN, "columns", "0")
    return KitchenLayout(
        displays.text(_SCREEN, "size", _AUTO),
        int(columns) if columns in map(str, range(_MOST_COLUMNS + 1)) else 0,
        displays.text(_SCREEN, "rows", "no") == "yes",
        displays.text(_SCREEN, "counts", "yes") == "yes",
        displays.text(_SCREEN, "pulse", "no") == "yes",
    )


class LayoutSheet(SideSheet):
    """Asks how this screen is to show its cards, and closes its station; what is chosen is
    seen at once.

    Args:
        station: the one on show, "" for all, which nobody closes from here.

    Signals:
        changed: something was chosen.
    """

    changed = Signal()

    def __init__(self, host: QWidget, desk: Desk, station: str) -> None:
        super().__init__(host, tr("Affichage de cet écran"))
        self._desk, self._station = desk, station
        self._displays, layout = desk.displays, layout_of(desk.displays)
        self.size_choice = SegmentedButtons(
            (
                Choice(_AUTO, tr("Auto")),
                Choice("near", tr("Près")),
                Choice("metre", tr("À 1 m")),
                Choice("far", tr("Loin")),
            ),
            chosen=layout.size,
            name=tr("Taille"),
        )
        numbers = [Choice(str(n), str(n)) for n in range(1, _MOST_COLUMNS + 1)]
        self.columns = SegmentedButtons(
            (Choice("0", tr("Auto")), *numbers),
            chosen=str(layout.columns),
            name=tr("Colonnes"),
        )
        self.rows = SegmentedButtons(
            (Choice("no", tr("En colonnes")), Choice("yes", tr("En rangées"))),
            chosen="yes" if layout.by_rows else "no",
            name=tr("Les bons se rangent"),
        )
        self.counts = Switch(tr("Tout le service, à gauche"), on=layout.counts)
        self.pulse = Switch(tr("Un bon en retard bat doucement"), on=layout.pulse)
        body = self.sheet.body
        for words, asked in (
            (tr("Lu de loin ou de près"), self.size_choice),
            (tr("Colonnes, si elles tiennent"), self.columns),
            (tr("Les bons se rangent"), self.rows),
        ):
            body.addWidget(Label(words, style="label_strong"))
            body.addWidget(asked)
        body.addWidget(self.counts)
        body.addWidget(self.pulse)
        self.state = Label(style="body", role="on_var", wrap=True)
        self.gate = Button("", kind="outlined", height=64)
        body.addWidget(self.state)
        body.addWidget(self.gate)
        self._show_gate()
        body.addStretch(1)
        self.size_choice.chosen.connect(self._on_size_chosen)
        self.columns.chosen.connect(self._on_columns_chosen)
        self.rows.chosen.connect(self._on_rows_chosen)
        self.counts.toggled.connect(self._on_counts_toggled)
        self.pulse.toggled.connect(self._on_pulse_toggled)
        self.gate.clicked.connect(self._on_gate_clicked)
        self.closed.connect(self.deleteLater)

    def _show_gate(self) -> None:
        catalogue = self._desk.world.catalogue
        self.state.show_text(state_words(catalogue, self._station))
        self.gate.set_words(gate_words(catalogue, self._station))
        for widget in (self.state, self.gate):
            widget.setVisible(self._station in catalogue.stations)

    def _keep(self, key: str, value: str) -> None:
        self._displays.keep(_SCREEN, key, value)
        self.changed.emit()

    @Slot(str)
    def _on_size_chosen(self, size: str) -> None:
        self._keep("size", size)

    @Slot(str)
    def _on_columns_chosen(self, columns: str) -> None:
        self._keep("columns", columns)

    @Slot(str)
    def _on_rows_chosen(self, rows: str) -> None:
        self._keep("rows", rows)

    @Slot(bool)
    def _on_counts_toggled(self, on: bool) -> None:  # Qt's signal
        self._keep("counts", "yes" if on else "no")

    @Slot(bool)
    def _on_pulse_toggled(self, on: bool) -> None:  # Qt's signal
        self._keep("pulse", "yes" if on else "no")

    @Slot()
    def _on_gate_clicked(self) -> None:
        closed = self._station in self._desk.world.catalogue.closed
        self._desk.run(SetStationOpen(station=self._station, open=closed))
        self._show_gate()

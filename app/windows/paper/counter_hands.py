"""Hands for the simulated scales, and what the simulated display shows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hardware.displays.simulator import SimulatedDisplay
from hardware.scales.simulator import MOST_G, SimulatedScale
from resources.texts import tr
from widgets import theme
from widgets.card import SectionHeader
from widgets.choices import Choice, SegmentedButtons
from widgets.switch import Switch
from widgets.text import Label

_LOADS = {"empty": 0, "box": 50, "some": 300, "more": 1234, "too_much": MOST_G + 1}
"""Choice -> grams on the plate."""


@dataclass(slots=True)
class _Plate:
    """What a hand did to a scale: a key of `_LOADS`, and its plug."""

    load: str = "empty"
    moving: bool = False
    unplugged: bool = False


class CounterHands(QWidget):
    """The plate and the plug of each simulated scale, one at a time.

    Args:
        peers: device id -> simulated scale or display; looked at again each time.
        name_of: what people call a device.
    """

    def __init__(
        self, peers: Mapping[str, object], name_of: Callable[[str], str] = str
    ) -> None:
        super().__init__()
        self._peers, self._name_of = peers, name_of
        self._plates: dict[SimulatedScale, _Plate] = {}
        self._shown: tuple[tuple[str, SimulatedScale], ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE.s)
        self.scale = QWidget()
        self.scale.hide()  # until there is one
        column.addWidget(self.scale)
        inner = QVBoxLayout(self.scale)
        inner.setContentsMargins(0, theme.SPACE.l, 0, 0)
        inner.setSpacing(theme.SPACE.s)
        inner.addWidget(SectionHeader(tr("Sur la balance")))
        self.which = SegmentedButtons((), name=tr("Balance"), height=48)
        inner.addWidget(self.which)
        self.loads = SegmentedButtons(
            (
                Choice("empty", tr("Rien")),
                Choice("box", "50 g"),
                Choice("some", "300 g"),
                Choice("more", "1,234 kg"),
                Choice("too_much", tr("Trop")),
            ),
            chosen="empty",
            name=tr("Sur la balance"),
            height=48,
        )
        inner.addWidget(self.loads)
        self.moving = Switch(tr("Le plateau bouge"))
        self.unplugged = Switch(tr("Balance débranchée"))
        inner.addWidget(self.moving)
        inner.addWidget(self.unplugged)
        self.display = QWidget()
        column.addWidget(self.display)
        inner = QVBoxLayout(self.display)
        inner.setContentsMargins(0, theme.SPACE.l, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(SectionHeader(tr("Afficheur client")))
        self.lines = (Label(style="paper_strong"), Label(style="paper_strong"))
        for line in self.lines:
            inner.addWidget(line)
        self.which.chosen.connect(self._on_which_chosen)
        self.loads.chosen.connect(self._on_load_chosen)
        self.moving.toggled.connect(self._on_moving_toggled)
        self.unplugged.toggled.connect(self._on_unplugged_toggled)

    def refresh(self) -> None:
        """Shows what there is now."""
        displays = [p for p in self._peers.values() if isinstance(p, SimulatedDisplay)]
        self._show_scales()
        self.display.setVisible(bool(displays))
        for display in displays[:1]:
            for label, text in zip(self.lines, display.text, strict=True):
                label.show_text(text)

    def _show_scales(self) -> None:
        """Which scales there are: one may have come, or be of another model now."""
        shown = tuple(
            (key, peer)
            for key, peer in self._peers.items()
            if isinstance(peer, SimulatedScale)
        )
        if shown == self._shown:
            return
        before, self._shown = self.which.chosen_key, shown
        self._plates = {s: self._plates.get(s, _Plate()) for _, s in shown}
        names = [(key, self._name_of(key)) for key, _ in shown]
        chosen = before if before in dict(shown) else next(iter(dict(shown)), "")
        self.which.set_choices([Choice(*each) for each in names], chosen=chosen)
        self.which.setVisible(len(shown) > 1)
        self.scale.setVisible(bool(shown))
        self._show_plate()

    @property
    def _scale(self) -> SimulatedScale | None:
        return dict(self._shown).get(self.which.chosen_key)

    def _show_plate(self) -> None:
        plate = self._plates[self._scale] if self._scale is not None else _Plate()
        self.loads.choose(plate.load)
        for switch, on in (
            (self.moving, plate.moving),
            (self.unplugged, plate.unplugged),
        ):
            with QSignalBlocker(switch):
                switch.setChecked(on)

    def _move(self) -> None:
        """The plate of the scale on show is as the controls say."""
        scale = self._scale
        if scale is not None:
            plate = self._plates[scale]
            plate.load, plate.moving = self.loads.chosen_key, self.moving.isChecked()
            scale.put(_LOADS[plate.load], moving=plate.moving)

    @Slot()
    def _on_which_chosen(self) -> None:
        self._show_plate()

    @Slot()
    def _on_load_chosen(self) -> None:
        self._move()

    @Slot()
    def _on_moving_toggled(self) -> None:
        self._move()

    @Slot(bool)
    def _on_unplugged_toggled(self, on: bool) -> None:  # Qt's signal
        if self._scale is not None:
            self._plates[self._scale].unplugged = on
            self._scale.power(on=not on)

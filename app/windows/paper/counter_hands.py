"""Hands for the simulated scale, and what the simulated display shows."""

from collections.abc import Mapping

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hardware.displays.simulator import SimulatedDisplay
from hardware.scales.simulator import MOST_G, SimulatedScale
from resources.texts import tr
from widgets import theme
from widgets.card import SectionHeader
from widgets.choices import Choice, SegmentedButtons
from widgets.switch import Switch
from widgets.text import Label

Peer = SimulatedScale | SimulatedDisplay

_LOADS = {"empty": 0, "box": 50, "some": 300, "more": 1234, "too_much": MOST_G + 1}
"""Choice -> grams on the plate."""


class CounterHands(QWidget):
    """One plate, one plug: every simulated scale has the same load.

    Args:
        peers: device id -> simulated scale or display; looked at again each time.
    """

    def __init__(self, peers: Mapping[str, Peer]) -> None:
        super().__init__()
        self._peers = peers
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE.s)
        self.scale = QWidget()
        column.addWidget(self.scale)
        inner = QVBoxLayout(self.scale)
        inner.setContentsMargins(0, theme.SPACE.l, 0, 0)
        inner.setSpacing(theme.SPACE.s)
        inner.addWidget(SectionHeader(tr("Sur la balance")))
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
        self.loads.chosen.connect(self._on_load_chosen)
        self.moving.toggled.connect(self._on_moving_toggled)
        self.unplugged.toggled.connect(self._on_unplugged_toggled)

    def refresh(self) -> None:
        """Shows what there is now."""
        displays = [p for p in self._peers.values() if isinstance(p, SimulatedDisplay)]
        self.scale.setVisible(bool(self._scales()))
        self.display.setVisible(bool(displays))
        for display in displays[:1]:
            for label, text in zip(self.lines, display.text, strict=True):
                label.show_text(text)

    def _scales(self) -> list[SimulatedScale]:
        return [p for p in self._peers.values() if isinstance(p, SimulatedScale)]

    def _load(self) -> None:
        for scale in self._scales():
            scale.put(_LOADS[self.loads.chosen_key], moving=self.moving.isChecked())

    @Slot()
    def _on_load_chosen(self) -> None:
        self._load()

    @Slot()
    def _on_moving_toggled(self) -> None:
        self._load()

    @Slot(bool)
    def _on_unplugged_toggled(self, on: bool) -> None:  # Qt's signal
        for scale in self._scales():
            scale.power(on=not on)

"""Hands for what is simulated of the team's: badges, who stands at the till, pagers."""

from collections.abc import Mapping
from typing import TypeVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hardware.pagers.simulator import SimulatedTransmitter
from hardware.presence.simulator import SimulatedRadar
from hardware.scanners.nfc_simulator import SimulatedNfcReader
from resources.texts import tr
from widgets import theme
from widgets.card import SectionHeader
from widgets.choices import Choice, SegmentedButtons
from widgets.text import Label

_BADGES = {
    "none": "",
    "a": "04A2B3C4D5E680",
    "b": "04112233445566",
    "phone": "08F1E2D3",
}
"""Choice -> number of the card that lies on the reader."""
_PLACES: dict[str, int | None] = {"here": 60, "far": 250, "nobody": None}
"""Choice -> centimetres to whoever the radar sees."""
_RUNG = 4
"""Pages that are shown, the newest first."""
Kind = TypeVar("Kind")


class StaffHands(QWidget):
    """One group of controls for each kind that is simulated here.

    Args:
        peers: device id -> what plays it; looked at again each time.
    """

    def __init__(self, peers: Mapping[str, object]) -> None:
        super().__init__()
        self._peers = peers
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.SPACE.s)
        self.badge = SegmentedButtons(
            (
                Choice("none", tr("Rien")),
                Choice("a", "A"),
                Choice("b", "B"),
                Choice("phone", tr("Téléphone")),
            ),
            chosen="none",
            name=tr("Badge sur le lecteur"),
            height=48,
        )
        self.presence = SegmentedButtons(
            (
                Choice("here", tr("Quelqu'un")),
                Choice("far", tr("Plus loin")),
                Choice("nobody", tr("Personne")),
                Choice("mute", tr("Muet")),
            ),
            chosen="here",
            name=tr("Devant la caisse"),
            height=48,
        )
        self.rung = Label(style="paper_strong", wrap=True)
        self._groups = {
            SimulatedNfcReader: self._group(tr("Badge sur le lecteur"), self.badge),
            SimulatedRadar: self._group(tr("Devant la caisse"), self.presence),
            SimulatedTransmitter: self._group(tr("Sur les bipeurs"), self.rung),
        }
        self.badge.chosen.connect(self._on_badge_chosen)
        self.presence.chosen.connect(self._on_presence_chosen)
        self.refresh()

    def _group(self, words: str, control: QWidget) -> QWidget:
        group = QWidget()
        inner = QVBoxLayout(group)
        inner.setContentsMargins(0, theme.SPACE.l, 0, 0)
        inner.setSpacing(theme.SPACE.s)
        inner.addWidget(SectionHeader(words))
        inner.addWidget(control)
        self._column.addWidget(group)
        return group

    def _played(self, kind: type[Kind]) -> list[Kind]:
        return [peer for peer in self._peers.values() if isinstance(peer, kind)]

    def refresh(self) -> None:
        """Shows what there is now."""
        for kind, group in self._groups.items():
            group.setVisible(bool(self._played(kind)))
        pages = [p for peer in self._played(SimulatedTransmitter) for p in peer.shown]
        lines = [f"{number}  {text}" for number, text in pages[: -_RUNG - 1 : -1]]
        self.rung.show_text("\n".join(lines) or tr("Rien n'a sonné"))

    @Slot(str)
    def _on_badge_chosen(self, key: str) -> None:
        for reader in self._played(SimulatedNfcReader):
            reader.lay(_BADGES[key])

    @Slot(str)
    def _on_presence_chosen(self, key: str) -> None:
        for radar in self._played(SimulatedRadar):
            radar.mute = key == "mute"
            radar.distance = _PLACES.get(key, radar.distance)

"""How a person wants a headset, whichever they wear."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.staff.events import VoiceSet
from app.presenters.admin.headsets import (
    language_entries,
    volume_entries,
    whisper_entries,
    wished,
)
from resources.texts import tr
from widgets import theme
from widgets.card import SectionHeader
from widgets.dropdown import Dropdown
from widgets.switch import Switch
from widgets.text import Label


class PersonWishes(QWidget):
    """Switches that are kept as soon as they are touched.

    Signals:
        wished(object): a `VoiceSet`.
    """

    wished = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._wish = VoiceSet(person="")
        self.hands_free = Switch(tr("Mains libres"))
        self.read_back = Switch(tr("Tout est relu"))
        self.send_drinks = Switch(tr("Boissons envoyées après relecture"))
        self.volume = Dropdown(tr("Volume"), volume_entries(), height=48)
        self.language = Dropdown(tr("Langue parlée"), language_entries(), height=48)
        self.whispers = {kind: Switch(words) for kind, words in whisper_entries()}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE.xs)
        for switch, words in (
            (
                self.hands_free,
                tr(
                    "Écoute toute voix, sans bouton. Le bouton reste plus sûr en salle."
                ),
            ),
            (self.read_back, tr("Sinon un signal suffit quand rien n'est douteux.")),
            (
                self.send_drinks,
                tr("Quatre secondes après la relecture, si rien n'est corrigé."),
            ),
        ):
            column.addWidget(switch)
            column.addWidget(Label(words, style="label", role="on_var", wrap=True))
            column.addSpacing(theme.SPACE.s)
        column.addWidget(self.volume)
        column.addWidget(self.language)
        column.addWidget(SectionHeader(tr("Murmures")))
        for switch in self.whispers.values():
            column.addWidget(switch)
        for switch in self._switches():
            switch.clicked.connect(self._on_changed)
        for dropdown in (self.volume, self.language):
            dropdown.chosen.connect(self._on_changed)

    def _switches(self) -> list[Switch]:
        own = (self.hands_free, self.read_back, self.send_drinks)
        return [*own, *self.whispers.values()]

    def display(self, wish: VoiceSet, *, may: bool = True) -> None:
        """Shows a person's wishes; only those who may change them can."""
        self._wish = wish
        self.hands_free.setChecked(wish.hands_free)
        self.read_back.setChecked(wish.read_back)
        self.send_drinks.setChecked(wish.send_drinks)
        self.volume.choose(str(wish.volume))
        self.language.choose(wish.language)
        for kind, switch in self.whispers.items():
            switch.setChecked(wished(wish, kind))
        for control in (*self._switches(), self.volume, self.language):
            control.setEnabled(may)

    @Slot()
    def _on_changed(self) -> None:
        silent = (k for k, switch in self.whispers.items() if not switch.isChecked())
        self.wished.emit(
            VoiceSet(
                person=self._wish.person,
                hands_free=self.hands_free.isChecked(),
                read_back=self.read_back.isChecked(),
                send_drinks=self.send_drinks.isChecked(),
                volume=int(self.volume.chosen_key),
                silent=tuple(silent),
                language=self.language.chosen_key,
            )
        )

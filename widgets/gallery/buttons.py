"""Buttons in their voices and states."""

from PySide6.QtWidgets import QGridLayout, QWidget

from resources.texts import tr
from widgets.button import Button
from widgets.gallery.frame import Ringed, captioned, card, hovered, row, section
from widgets.looks import Kind
from widgets.mic_button import MicButton

_WIDTH = 124


def _states(kind: Kind, text: str) -> list[tuple[QWidget, str]]:
    made = [Button(text, kind=kind) for _ in range(6)]
    for button in made:
        button.setFixedWidth(_WIDTH)
    hovered(made[1])
    made[2].setDown(True)
    made[4].set_busy()
    made[5].setEnabled(False)
    shown: list[QWidget] = list(made)
    shown[3] = Ringed(made[3])
    names = ("repos", "survol", "appui", "clavier", "en cours", "inactif")
    return list(zip(shown, (tr(name) for name in names), strict=True))


def buttons() -> QWidget:
    """Four voices in six states, the great acts, the act that cannot be undone, the
    microphone."""
    grid = QWidget()
    cells = QGridLayout(grid)
    cells.setContentsMargins(0, 0, 0, 0)
    cells.setHorizontalSpacing(8)
    cells.setVerticalSpacing(12)
    voices: tuple[tuple[Kind, str], ...] = (
        ("filled", tr("Plein")),
        ("tonal", tr("Tonal")),
        ("outlined", tr("Contour")),
        ("text", tr("Texte")),
    )
    for line, (kind, text) in enumerate(voices):
        for place, (sample, caption) in enumerate(_states(kind, text)):
            cells.addWidget(captioned(sample, caption), line, place)
    cells.setColumnStretch(6, 1)
    send = Button(
        "Envoyer", height=72, icon="send", fill_icon=True, subtitle="Bar 3 · Chaud 2"
    )
    pay = Button(
        "Encaisser", kind="tonal", height=72, subtitle="84,50 €", loud="subtitle"
    )
    sending = Button(tr("Envoi…"), height=72)
    sending.set_busy("Chaud reçu 2 / 2", fraction=0.6)
    for great in (send, pay, sending):
        great.setFixedWidth(196)
    void = Button("Annuler la ligne", kind="danger", icon="block")
    acts = row(send, pay, sending, void)
    mics = [MicButton() for _ in range(4)]
    mics[1].show_mic(waiting=2)
    mics[2].show_mic("talking")
    mics[3].show_mic("muted")
    samples = card(grid, acts, row(*mics))
    note = tr("48 px, 72 px pour les deux grandes actions")
    return section(tr("Boutons"), samples, note=note)

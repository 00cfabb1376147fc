"""What is typed with a finger: amounts, codes, letters, the drawer."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from resources.texts import tr
from widgets.card import Pane
from widgets.choice_card import ChoiceCard
from widgets.denomination_row import DenominationRow
from widgets.gallery.frame import card, framed, row, section
from widgets.keypad import AmountPad
from widgets.pin_pad import PinPad
from widgets.screen_keyboard import ScreenKeyboard


def amounts() -> QWidget:
    """The live amount, quick amounts and keys; the code pad."""
    quick = QWidget()
    notes = QHBoxLayout(quick)
    notes.setContentsMargins(0, 0, 0, 0)
    notes.setSpacing(8)
    for text in ("Exact", "30 €", "40 €", "50 €"):
        notes.addWidget(
            ChoiceCard(text, height=64, centred=True, chosen=text == "50 €")
        )
    pad = AmountPad("Reçu du client", note="sur 28,17", value=5000, quick=quick)
    pad.setFixedWidth(358)
    pin = PinPad()
    pin.press("1")
    pin.press("2")
    panel = Pane(tone="brand")
    inside = QVBoxLayout(panel)
    inside.setContentsMargins(32, 32, 32, 32)
    inside.addWidget(pin)
    line = row(pad, panel, spacing=32)
    line.setAlignment(pad, Qt.AlignmentFlag.AlignTop)
    return section(tr("Pavé et code"), card(line))


def choice_cards() -> QWidget:
    """Ways to pay, one of them out of reach."""
    gone = ChoiceCard("Carte cadeau", icon="redeem", height=92)
    gone.set_gone("scanner absent")
    ways = row(
        ChoiceCard("Carte", subtitle="TPE 1 prêt", icon="contactless", height=92),
        ChoiceCard(
            "Espèces", subtitle="tiroir ouvert", icon="payments", height=92, chosen=True
        ),
        gone,
        stretch=False,
    )
    return section(tr("Choix"), card(ways))


def drawer() -> QWidget:
    """Notes are rectangles, coins are round."""
    rows = (
        DenominationRow("50 €", worth=5000, count=4),
        DenominationRow("0,20", worth=20, shape="coin", count=20),
        DenominationRow("100 €", worth=10000, count=0),
        DenominationRow("1 €", worth=100, shape="coin", count=23),
    )
    rows[3].set_chosen(chosen=True)
    grid = QWidget()
    cells = QGridLayout(grid)
    cells.setContentsMargins(0, 0, 0, 0)
    cells.setSpacing(8)
    for number, item in enumerate(rows):
        cells.addWidget(item, number // 2, number % 2)
    return section(tr("Compter le tiroir"), card(grid))


def keyboard() -> QWidget:
    """Letters on the screen."""
    return section(tr("Clavier à l'écran"), framed(ScreenKeyboard()))

"""Fields of every kind, in every state."""

from datetime import date, time

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from resources.texts import tr
from widgets.date_time_picker import Calendar, ClockGrid, DateField, TimeField
from widgets.dropdown import Dropdown, Entry
from widgets.field import MoneyField, SearchField, TextField
from widgets.gallery.frame import card, row, section
from widgets.kitchen_card_sample import CardSample
from widgets.kitchen_wall_views import CardLineView, CardView, Said
from widgets.swatches import Swatches, SwatchView
from widgets.switch import CheckBox, Switch

_DAY = date(2026, 11, 20)


def fields() -> QWidget:
    """Rest, typing, error, inactive."""
    rest = TextField(tr("Repos"), text="Entrecôte", help_text="Nom sur la touche")
    typing = TextField(tr("Saisie"), text="24,0", help_text="coût 32 %")
    typing.field_box.set_lit(lit=True)
    wrong = TextField(tr("Erreur"), text="0")
    wrong.show_error("De 1 à 90 minutes")
    inactive = TextField(tr("Inactif"), text="calculé")
    inactive.field_box.setEnabled(False)
    shown = (rest, typing, wrong, inactive)
    for field in shown:
        field.setFixedWidth(194)
    line = row(*shown, spacing=12)
    return section(tr("Champs"), card(line), note="56 px")


def more_fields() -> QWidget:
    """Search, amounts, lists, days, times, switches."""
    search = SearchField(
        "Plat, code-barres, ou 12 ↵ pour la table 12",
        action_icon="barcode_scanner",
        action_name="Scanner",
        height=64,
    )
    money = MoneyField("Prix TTC", cents=2400, height=48, help_text="coût 7,02 € HT")
    rates = (Entry("1000", "10 %"), Entry("2000", "20 %"), Entry("550", "5,5 %"))
    rate = Dropdown("TVA", rates, chosen="1000", height=48)
    wait = TextField("Temps prévu", suffix="min", height=48)
    wait.show_error("De 1 à 90 minutes")
    day = DateField("Jour", _DAY, today=_DAY, height=48)
    moment = TimeField("Heure", time(20, 30), height=48)
    off = Switch("Ticket d’office")
    inactive = Switch("Réserve")
    inactive.setEnabled(False)
    toggles = row(
        Switch("Lecture vocale", on=True),
        off,
        inactive,
        CheckBox("Lait", ticked=True),
        CheckBox("Sulfites"),
        spacing=24,
    )
    content = card(
        search,
        row(money, rate, wait, spacing=12, stretch=False),
        row(day, moment, spacing=12, stretch=False),
        toggles,
    )
    return section(tr("Recherche, montant, liste, jour, heure"), content)


def marks() -> QWidget:
    """What stands out in the kitchen: its colours and signs, and the card that shows it."""
    names = ("sky", "orange", "green", "pink", "violet")
    colours = Swatches(
        "Couleur",
        (
            SwatchView("", "Sans couleur", "close"),
            *(SwatchView(name, name, "flag", f"mark_{name}") for name in names),
        ),
    )
    colours.choose("pink")
    colours.setFixedWidth(312)
    signs = Swatches(
        "Signe", [SwatchView(name, name, name) for name in ("flag", "star")]
    )
    inactive = Swatches("Inactif", [SwatchView("eco", "eco", "eco")])
    inactive.setEnabled(False)
    said = (
        Said("inverse", "BLEU", "thermostat", "mark_sky"),
        Said("bold", "SANS GLUTEN", "warning", "mark_pink"),
        Said("plain", "GRANDE", "straighten", "mark_green"),
        Said("also", "AUSSI : FROID"),
    )
    line = CardLineView(id="1", quantity="2", name="Entrecôte", said=said)
    view = CardView(id="1", table="12", course="Plats", covers="4", lines=(line,))
    pieces = row(colours, signs, inactive, CardSample(view), spacing=24)
    return section(tr("Mises en valeur"), card(pieces))


def pickers() -> QWidget:
    """A day and a time of day."""
    calendar = Calendar(_DAY, today=date(2026, 11, 18), first=date(2026, 11, 10))
    clock = ClockGrid(time(20, 30))
    line = row(calendar, spacing=32)
    line.insertWidget(1, clock, alignment=Qt.AlignmentFlag.AlignTop)
    return section(tr("Jour et heure"), card(line))

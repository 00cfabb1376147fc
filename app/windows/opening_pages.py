"""The pages on which a new house is set up; each knows its answer and says its errors."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.presenters.opening import (
    ADDRESS,
    model_words,
    printer_entries,
    terminal_entries,
    vat_number,
)
from app.services.opening import MOST_TABLES, Room
from app.services.people import PIN_LENGTH
from app.windows.saving import chosen_table
from resources.texts import tr
from widgets import theme
from widgets.choice_card import ChoiceCard
from widgets.choices import Choice, SegmentedButtons
from widgets.dropdown import Dropdown
from widgets.field import LabelledField, TextField
from widgets.scroll import ScrollPane
from widgets.stepper import Stepper
from widgets.text import Label

_MODEL_HEIGHT = 64
_ROOMS = 3
KEPT = "kept"
"""The choice of the card that was chosen before."""


class OpeningPage(QWidget):
    """One question.

    Signals:
        ready: Enter in the last field: it is answered.
    """

    ready = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.SPACE.xs)
        self.fields: dict[str, LabelledField] = {}

    def show_errors(self, errors: Mapping[str, str]) -> bool:
        """Says what is wrong at each field; whether nothing is."""
        for name, field in self.fields.items():
            field.show_error(errors.get(name, ""))
        wrong = [field for name, field in self.fields.items() if name in errors]
        if wrong:
            wrong[0].setFocus()
        return not errors

    def _add(self, name: str, field: TextField) -> TextField:
        self.fields[name] = field
        field.submitted.connect(self._on_submitted)
        field.text_edited.connect(self._on_edited)
        self.column.addWidget(field)
        return field

    @Slot()
    def _on_edited(self) -> None:
        """What was wrong is being put right."""
        for field in self.fields.values():
            if field is self.sender():
                field.show_error("")

    @Slot()
    def _on_submitted(self) -> None:
        """Enter goes to the next field, from the last one on to the next page."""
        fields = list(self.fields.values())
        places = [n for n, f in enumerate(fields) if f is self.sender()]
        following = places[0] + 1 if places else len(fields)
        if following < len(fields):
            fields[following].setFocus()
        else:
            self.ready.emit()


class HousePage(OpeningPage):
    """Name, address, SIRET, VAT number, and what kind of house it is."""

    def __init__(self) -> None:
        super().__init__()
        self.sector = SegmentedButtons(
            (
                Choice("restaurant", tr("Restaurant, café")),
                Choice("shop", tr("Boutique")),
            ),
            chosen="restaurant",
            name=tr("Ce que vous tenez"),
            height=48,
        )
        self.name = self._add("name", TextField(tr("Nom")))
        self.address = self._add(
            "address",
            TextField(tr("Adresse"), placeholder="12 quai Saint-Vincent · 69005 Lyon"),
        )
        self.siret = self._add(
            "siret",
            TextField(tr("SIRET"), help_text=tr("14 chiffres, sur votre Kbis")),
        )
        self.vat = self._add("vat_number", TextField(tr("Numéro de TVA")))
        self.column.addWidget(self.sector)
        self.column.addStretch(1)
        self.siret.text_edited.connect(self._on_siret_edited)

    @Slot(str)
    def _on_siret_edited(self, text: str) -> None:
        """The VAT number follows from a SIRET that is right."""
        found = vat_number(text)
        if found:
            self.vat.set_text(found)

    def told(self) -> dict[str, str]:
        """Field -> what was typed."""
        return {
            "name": self.name.text,
            "address": self.address.text,
            "siret": self.siret.text,
            "vat_number": self.vat.text,
        }


class TeamPage(OpeningPage):
    """Who manages the house, and their PIN."""

    def __init__(self) -> None:
        super().__init__()
        self.name = self._add("name", TextField(tr("Votre prénom")))
        self.pin = self._add(
            "pin",
            TextField(
                tr("Code"),
                help_text=tr("4 chiffres : c'est lui qui ouvre la caisse."),
            ),
        )
        self.again = self._add("again", TextField(tr("Le même code encore")))
        for field in (self.pin, self.again):
            field.edit.setEchoMode(QLineEdit.EchoMode.Password)
            field.edit.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
            field.edit.setMaxLength(PIN_LENGTH)
        words = Label(
            tr(
                "Les autres s'ajoutent dans Gestion, Équipe. Un mot de passe n'est "
                "demandé que pour le réseau : 12 caractères au moins."
            ),
            style="body",
            role="on_var",
            wrap=True,
        )
        self.column.addWidget(words)
        self.column.addStretch(1)

    def show_manager(self, name: str) -> None:
        """Somebody manages the house: their name, and a code only if it changes."""
        if not self.name.text:
            self.name.set_text(name)
        self.pin.show_help(tr("Vide : le code reste celui que vous avez choisi."))


class CardPage(OpeningPage):
    """A card to start from, or a file.

    Signals:
        file_chosen(str): path of a table of articles.
    """

    file_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.model = "bistro"
        self.cards: dict[str, ChoiceCard] = {}
        self.column.setSpacing(theme.SPACE.s)
        kept = tr("Garder la carte"), tr("Ce qui a été choisi avant reste")
        for model, name, words, icon in (
            (KEPT, *kept, "check"),
            *model_words(),
        ):
            card = ChoiceCard(
                name,
                subtitle=words,
                icon=icon,
                height=_MODEL_HEIGHT,
                chosen=model == self.model,
            )
            card.clicked.connect(self._on_card_clicked)
            self.cards[model] = card
            self.column.addWidget(card)
        self.file = ChoiceCard(
            tr("Importer un fichier"),
            subtitle=tr("Tableau CSV : Article, Catégorie, Prix TTC, TVA…"),
            icon="upload",
            height=_MODEL_HEIGHT,
        )
        self.file.clicked.connect(self._on_file_clicked)
        self.column.addWidget(self.file)
        self.outcome = Label(style="body_medium", wrap=True)
        self.faults = Label(style="body", role="on_var", wrap=True)
        told = ScrollPane(spacing=theme.SPACE.xs)
        told.content.addWidget(self.outcome)
        told.content.addWidget(self.faults)
        told.content.addStretch(1)
        self.column.addWidget(told, 1)

    def show_kept(self, *, there: bool) -> None:
        """A card that stands already may stay; another one takes its place."""
        self.cards[KEPT].setVisible(there)

    def choose(self, model: str) -> None:
        """Marks what was chosen; "file" for the table."""
        self.model = model
        for name, card in self.cards.items():
            card.set_chosen(chosen=name == model)
        self.file.set_chosen(chosen=model == "file")

    def show_outcome(self, words: str, faults: Sequence[str]) -> None:
        """What the table becomes, and what is wrong in it."""
        self.outcome.show_text(words)
        self.faults.show_text("\n".join(faults))

    @Slot()
    def _on_card_clicked(self) -> None:
        for model, card in self.cards.items():
            if card is self.sender():
                self.choose(model)
        self.show_outcome("", ())

    @Slot()
    def _on_file_clicked(self) -> None:
        path = chosen_table(self)
        if path:
            self.choose("file")
            self.file_chosen.emit(path)


class RoomsPage(OpeningPage):
    """A name and a number of tables for each room."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[tuple[TextField, Stepper]] = []
        usual = ((tr("Salle"), 10), (tr("Terrasse"), 0), (tr("Bar"), 0))
        for name, tables in usual[:_ROOMS]:
            field = TextField(tr("Nom"), text=name, with_help=False)
            stepper = Stepper(
                tables,
                least=0,
                most=MOST_TABLES,
                name=tr("Tables de {room}", room=name),
                unit=tr("tables"),
            )
            line = QHBoxLayout()
            line.setSpacing(theme.SPACE.l)
            line.addWidget(field, 1)
            line.addWidget(stepper, 0, Qt.AlignmentFlag.AlignBottom)
            self.column.addLayout(line)
            self.column.addSpacing(theme.SPACE.m)
            self.rows.append((field, stepper))
        words = Label(
            tr(
                "Une salle sans table n'est pas créée. Les tables se placent ensuite "
                "sur le plan."
            ),
            style="body",
            role="on_var",
            wrap=True,
        )
        self.column.addWidget(words)
        self.column.addStretch(1)

    def show_rooms(self, rooms: Sequence[Room]) -> None:
        """Rooms that were made before an interruption."""
        for (field, stepper), room in zip(self.rows, rooms, strict=False):
            field.set_text(room.name)
            stepper.set_value(room.tables)

    def told(self) -> list[Room]:
        """The rooms that have tables."""
        rooms = [Room(f.text.strip(), stepper.value) for f, stepper in self.rows]
        return [room for room in rooms if room.name and room.tables]


class DevicesPage(OpeningPage):
    """The printer at the till, and how cards are taken.

    Args:
        printers: device files of printers that are plugged in.
    """

    def __init__(self, printers: Sequence[str]) -> None:
        super().__init__()
        self.printer = Dropdown(tr("Imprimante"), printer_entries(list(printers)))
        self.column.addWidget(self.printer)
        self.printer_address = self._add(
            "printer", TextField(tr("Son adresse"), placeholder="192.168.1.31")
        )
        self.terminal = Dropdown(tr("Carte bancaire"), terminal_entries())
        self.column.addWidget(self.terminal)
        self.terminal_address = self._add(
            "terminal", TextField(tr("Son adresse"), placeholder="192.168.1.40")
        )
        self.column.addStretch(1)
        for chooser in (self.printer, self.terminal):
            chooser.chosen.connect(self.show_addresses)
        if not printers:
            self.printer.choose("")
        self.show_addresses()

    @Slot()
    def show_addresses(self) -> None:
        """An address is asked for where the network has to find something."""
        self.printer_address.setVisible(self.printer.chosen_key == ADDRESS)
        self.terminal_address.setVisible(self.terminal.chosen_key == ADDRESS)

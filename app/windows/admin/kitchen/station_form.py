"""The form of a station: where its tickets come out and how, and who helps it out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from app.presenters.admin.drafts import values_of
from app.presenters.admin.kitchen import StationDraft
from app.presenters.admin.ticket_forms import form_entries, language_entries
from app.windows.admin.devices.paper_example import PaperExample
from app.windows.admin.fields import Fields
from app.windows.admin.form import FormPane, group, pair
from hardware.printers.document import Document
from hardware.printers.profiles import Profile
from resources.texts import tr
from widgets import theme
from widgets.button import Button
from widgets.choices import Choice
from widgets.dropdown import Dropdown, Entry
from widgets.field import TextField
from widgets.paper_roll import PaperRoll
from widgets.switch import Switch
from widgets.text import Label

PLACE, TICKETS = "place", "tickets"
_LEAST_ROLL = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class StationFormView:
    """What the form shows besides the draft.

    Attributes:
        state: what happens to its dishes at the moment.
        gate: words of the button that closes or opens it, "" for none.
        form_words: what the form of its tickets comes to on its screen.
        papers: an example of its tickets; `model` prints them.
    """

    title: str
    state: str
    gate: str
    draft: StationDraft
    changes: int
    errors: Mapping[str, str]
    printers: Sequence[Entry]
    neighbours: Sequence[Entry]
    form_words: str
    papers: Sequence[Document]
    model: Profile


class StationForm(FormPane):
    """One station.

    Signals:
        edited(str, object): a field of the draft has a new value.
        gate_requested: close it, or open it again, at once.
    """

    edited = Signal(str, object)
    gate_requested = Signal()

    def __init__(self) -> None:
        super().__init__((Choice(PLACE, tr("Poste")), Choice(TICKETS, tr("Ses bons"))))
        self.fields = Fields(self)
        self._build_place(self.pages[0].content)
        self._build_tickets(self.pages[1].content)
        self.fields.edited.connect(self.edited)
        self.gate.clicked.connect(self.gate_requested)

    def _build_place(self, column: QVBoxLayout) -> None:
        self.state = Label(style="body", role="on_var", wrap=True)
        self.gate = Button("", kind="outlined")
        self.name = self.fields.add("name", TextField(tr("Nom"), height=48))
        self.printer = Dropdown(tr("Imprimante"), (), height=48)
        self.neighbour = Dropdown(tr("Poste voisin"), (), height=48)
        full = TextField(
            tr("Plein à"),
            height=48,
            suffix="min",
            help_text=tr("de travail ; vide : jamais"),
        )
        column.addWidget(self.state)
        column.addSpacing(theme.SPACE.s)
        column.addWidget(self.gate)
        column.addSpacing(theme.SPACE.m)
        column.addWidget(self.name)
        column.addWidget(group(tr("Ses bons")))
        column.addWidget(self.fields.add("printer", self.printer))
        column.addWidget(self.fields.add("screen", Switch(tr("A un écran"))))
        column.addSpacing(theme.SPACE.m)
        column.addWidget(group(tr("Quand il est fermé ou plein")))
        column.addLayout(
            pair(
                self.fields.add("neighbour", self.neighbour),
                self.fields.add("full", full),
            )
        )
        column.addStretch(1)

    def _build_tickets(self, column: QVBoxLayout) -> None:
        self.form = Dropdown(tr("Composition"), form_entries(), height=48)
        language = Dropdown(tr("Langue du poste"), language_entries(), height=48)
        merged = Switch(tr("Plats identiques regroupés"))
        apart = Switch(tr("Un bon pour chaque suite"))
        self.roll = PaperRoll(tr("Exemple"))
        self.roll.setMinimumHeight(_LEAST_ROLL)
        self.drawing = PaperExample(self.roll)
        column.addWidget(self.fields.add("form", self.form))
        column.addWidget(self.fields.add("merged", merged))
        column.addWidget(self.fields.add("apart", apart))
        column.addSpacing(theme.SPACE.s)
        column.addWidget(self.fields.add("language", language))
        column.addWidget(self.roll, 1)

    def display(self, view: StationFormView) -> None:
        """Shows a station."""
        self.show_heading(view.title)
        self.state.show_text(view.state)
        self.state.setVisible(bool(view.state))
        self.gate.set_words(view.gate)
        self.gate.setVisible(bool(view.gate))
        self.printer.set_entries(view.printers, chosen=view.draft.printer)
        self.neighbour.set_entries(view.neighbours, chosen=view.draft.neighbour)
        self.form.show_help(view.form_words)
        self.drawing.show(view.papers, view.model)
        self.fields.show_values(values_of(view.draft))
        self.fields.show_errors(view.errors)
        self.show_changes(view.changes)

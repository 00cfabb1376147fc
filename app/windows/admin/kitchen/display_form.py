"""The form of a kitchen's screen: what it shows, and which one stands in for it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from app.domain.terminals.events import DisplaySet
from app.presenters.admin.ticket_forms import language_entries
from app.windows.admin.fields import Fields
from app.windows.admin.form import FormPane
from resources.texts import tr
from widgets import theme
from widgets.dropdown import Dropdown, Entry
from widgets.text import Label


class DisplayForm(FormPane):
    """One screen.

    Signals:
        edited(str, object): a field of the draft has a new value.
    """

    edited = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.fields = Fields(self)
        self.state = Label(style="body", role="on_var", wrap=True)
        self.station = self.fields.add(
            "station", Dropdown(tr("Montre les bons de"), (), height=48)
        )
        self.stand_in = self.fields.add(
            "stand_in",
            Dropdown(
                tr("Écran de secours"),
                (),
                height=48,
                help_text=tr("Sans lui, les bons sortent sur papier"),
            ),
        )
        self.language = self.fields.add(
            "language", Dropdown(tr("Langue de l'écran"), (), height=48)
        )
        column = self.pages[0].content
        column.addWidget(self.state)
        column.addSpacing(theme.SPACE.m)
        column.addWidget(self.station)
        column.addWidget(self.stand_in)
        column.addWidget(self.language)
        column.addStretch(1)
        self.fields.edited.connect(self.edited)

    def display(
        self,
        title: str,
        state: str,
        draft: DisplaySet,
        stations: Sequence[Entry],
        stand_ins: Sequence[Entry],
        changes: int,
    ) -> None:
        """Shows a screen."""
        self.show_heading(title)
        self.state.show_text(state)
        self.station.set_entries(stations, chosen=draft.station)
        self.stand_in.set_entries(stand_ins, chosen=draft.stand_in)
        words = language_entries(tr("Comme le poste"))
        self.language.set_entries(words, chosen=draft.language)
        self.show_changes(changes)

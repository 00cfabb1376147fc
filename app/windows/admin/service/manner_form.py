"""The form of a room or a terminal: how its till is laid out and what it takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal

from app.presenters.admin.manners import MannerDraft, draft_values, tender_words
from app.windows.admin.fields import Fields
from app.windows.admin.form import FormPane, group
from resources.texts import tr
from widgets.dropdown import Dropdown, Entry
from widgets.switch import Switch
from widgets.text import Label


@dataclass(frozen=True, slots=True, kw_only=True)
class MannerFormView:
    """What the form shows besides the draft."""

    title: str
    subtitle: str
    draft: MannerDraft
    changes: int
    errors: Mapping[str, str]
    styles: Sequence[Entry]
    covers: Sequence[Entry]
    categories: Sequence[Entry]


class MannerForm(FormPane):
    """One room or terminal.

    Signals:
        edited(str, object): a field of the draft has a new value.
    """

    edited = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.fields = Fields(self)
        add, column = self.fields.add, self.pages[0].content
        words = tr("Flexible : envoyer et encaisser sur le même écran")
        self.styles = Dropdown(tr("Mode"), (), height=48, help_text=words)
        self.covers = Dropdown(tr("Couverts à l'ouverture"), (), height=48)
        self.category = Dropdown(tr("Première page de touches"), (), height=48)
        column.addWidget(add("style", self.styles))
        column.addWidget(add("covers", self.covers))
        column.addWidget(add("category", self.category))
        column.addWidget(group(tr("Moyens de paiement pris ici")))
        self.error = Label(style="label_strong", role="danger", wrap=True)
        column.addWidget(self.error)
        for name, tender in tender_words():
            column.addWidget(add(name, Switch(tender)))
        column.addStretch(1)
        self.fields.edited.connect(self.edited)

    def display(self, view: MannerFormView) -> None:
        """Shows a room or a terminal."""
        self.show_heading(view.title, view.subtitle)
        draft = view.draft
        self.styles.set_entries(view.styles, chosen=draft.style)
        self.covers.set_entries(view.covers, chosen=draft.covers)
        self.category.set_entries(view.categories, chosen=draft.category)
        self.fields.show_values(draft_values(draft))
        self.error.show_text(view.errors.get("tenders", ""))
        self.error.setVisible("tenders" in view.errors)
        self.show_changes(view.changes)

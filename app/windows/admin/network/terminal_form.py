"""The form of a terminal: its name and role, what proves who it is, and its end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout

from app.presenters.admin.drafts import values_of
from app.presenters.admin.network import (
    PRESET_WORDS,
    TerminalDraft,
    preset_of,
    role_entries,
)
from app.presenters.admin.team import rights_by_group
from app.windows.admin.fields import Fields
from app.windows.admin.form import FormPane, group
from app.windows.admin.pairs import Pairs
from resources.texts import tr
from widgets import theme
from widgets.button import Button
from widgets.card import Line, SectionHeader
from widgets.choices import Choice, SegmentedButtons
from widgets.dropdown import Dropdown
from widgets.field import TextField
from widgets.switch import CheckBox
from widgets.text import Label


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalFormView:
    """What the form shows.

    Attributes:
        end: what stands where the terminal is revoked: a hint, or why it cannot be.
        revocable: whether the button is there.
    """

    title: str
    subtitle: str
    facts: Sequence[tuple[str, str]]
    draft: TerminalDraft
    changes: int
    errors: Mapping[str, str]
    end: str
    revocable: bool


class TerminalForm(FormPane):
    """A terminal.

    Signals:
        edited(str, object): a field of the draft has a new value.
        left(str): the focus left a field.
        revoke_requested: it is to be shut out.
        preset_chosen(str): it is for this, a key of `PRESETS`.
        right_toggled(str, bool): a right may be used here, or not.
    """

    edited = Signal(str, object)
    left = Signal(str)
    revoke_requested = Signal()
    preset_chosen = Signal(str)
    right_toggled = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self.fields = Fields(self)
        column = self.pages[0].content
        self.name = self.fields.add("name", TextField(tr("Nom"), height=48))
        words = tr("Sa fenêtre s'ouvre là après le code.")
        self.role = self.fields.add(
            "role", Dropdown(tr("Rôle"), role_entries(), height=48, help_text=words)
        )
        self.facts = Pairs()
        hint = tr("L'empreinte est la même sur l'écran de ce terminal.")
        self.end = Label(style="label", role="on_var", wrap=True)
        self.revoke = Button(tr("Révoquer ce terminal…"), kind="outlined", icon="block")
        column.addWidget(self.name)
        column.addWidget(self.role)
        column.addSpacing(theme.SPACE.s)
        column.addWidget(self.facts)
        column.addSpacing(theme.SPACE.xs)
        column.addWidget(Label(hint, style="caption", role="on_var", wrap=True))
        column.addSpacing(theme.SPACE.l)
        self._build_rights(column)
        column.addSpacing(theme.SPACE.l)
        column.addWidget(Line())
        column.addSpacing(theme.SPACE.m)
        column.addWidget(self.end)
        column.addSpacing(theme.SPACE.xs)
        column.addWidget(self.revoke)
        column.addStretch(1)
        self.fields.edited.connect(self.edited)
        self.fields.left.connect(self.left)
        self.revoke.clicked.connect(self.revoke_requested)

    def _build_rights(self, column: QVBoxLayout) -> None:
        title = tr("Ce qu'on peut faire à ce terminal")
        column.addWidget(SectionHeader(title))
        words = tr(
            "Chacun y garde ses droits, sauf ce qui n'est pas coché : là, même un "
            "responsable ne peut pas."
        )
        column.addWidget(Label(words, style="label", role="on_var", wrap=True))
        self.presets = SegmentedButtons(
            [Choice(key, tr(words)) for key, words in PRESET_WORDS.items()],
            chosen="all",
            name=title,
            height=48,
        )
        self.presets.chosen.connect(self.preset_chosen)
        column.addWidget(self.presets)
        self.rights: dict[str, CheckBox] = {}
        for name, rights in rights_by_group():
            column.addWidget(group(name))
            for right, sentence in rights:
                box = CheckBox(sentence, wrap=True)
                box.setProperty("right", right)
                box.toggled.connect(self._on_box_toggled)
                self.rights[right] = box
                column.addWidget(box)

    @Slot(bool)
    def _on_box_toggled(self, on: bool) -> None:  # Qt's signal
        self.right_toggled.emit(str(self.sender().property("right")), on)

    def display(self, view: TerminalFormView) -> None:
        """Shows a terminal; what is being typed stays as it is."""
        self.show_heading(view.title, view.subtitle)
        self.fields.show_values(values_of(view.draft))
        self.fields.show_errors(view.errors)
        self.facts.show_pairs(view.facts)
        barred = view.draft.barred
        self.presets.choose(preset_of(barred))
        for right, box in self.rights.items():
            with QSignalBlocker(box):
                box.setChecked(right not in barred)
        self.end.show_text(view.end)
        self.revoke.setVisible(view.revocable)
        self.show_changes(view.changes)

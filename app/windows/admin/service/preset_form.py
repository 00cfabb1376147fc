"""The form of a preset: VAT and prices, what is asked, its slots, how it looks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal

from app.presenters.admin.drafts import values_of
from app.presenters.admin.presets import (
    PresetDraft,
    colour_entries,
    icon_entries,
    mode_choices,
    send_entries,
)
from app.windows.admin.fields import Fields
from app.windows.admin.form import FormPane, group, pair
from resources.texts import tr
from widgets.dropdown import Dropdown, Entry
from widgets.field import TextField
from widgets.switch import Switch


@dataclass(frozen=True, slots=True, kw_only=True)
class PresetFormView:
    """What the form shows besides the draft.

    Attributes:
        fixed: its mode stays, for it is a standard one.
    """

    title: str
    subtitle: str
    draft: PresetDraft
    changes: int
    errors: Mapping[str, str]
    price_lists: Sequence[Entry]
    fixed: bool
    acts: Sequence[tuple[str, str]]


class PresetForm(FormPane):
    """One preset.

    Signals:
        edited(str, object): a field of the draft has a new value.
    """

    edited = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.fields = Fields(self)
        add, column = self.fields.add, self.pages[0].content
        column.addWidget(add("name", TextField(tr("Nom sur la touche"), height=48)))
        mode = Dropdown(tr("TVA comme"), mode_choices(), height=48, with_help=False)
        self.price_list = Dropdown(tr("Tarif"), (), height=48, with_help=False)
        column.addLayout(pair(add("mode", mode), add("price_list", self.price_list)))
        column.addSpacing(12)
        column.addWidget(group(tr("Ce qui est demandé")))
        for name, words in (
            ("ask_name", tr("Nom")),
            ("ask_phone", tr("Téléphone")),
            ("ask_address", tr("Adresse")),
            ("ask_covers", tr("Couverts")),
        ):
            column.addWidget(add(name, Switch(words)))
        column.addSpacing(12)
        column.addWidget(group(tr("Créneaux")))
        self._add_slots()
        column.addSpacing(12)
        column.addWidget(group(tr("Sur la touche")))
        colour = Dropdown(tr("Couleur"), colour_entries(), height=48, with_help=False)
        icon = Dropdown(tr("Symbole"), icon_entries(), height=48, with_help=False)
        column.addLayout(pair(add("colour", colour), add("icon", icon)))
        column.addSpacing(8)
        column.addWidget(add("active", Switch(tr("Proposée en caisse"))))
        column.addStretch(1)
        self.fields.edited.connect(self.edited)

    def _add_slots(self) -> None:
        add, column = self.fields.add, self.pages[0].content
        slot = TextField(
            tr("Un créneau dure"),
            height=48,
            suffix="min",
            help_text=tr("0 : sans heure"),
        )
        words = tr("0 : sans limite")
        capacity = TextField(tr("Commandes par créneau"), height=48, help_text=words)
        column.addLayout(pair(add("slot", slot), add("capacity", capacity)))
        hours = TextField(
            tr("Heures"),
            height=48,
            placeholder="11:30-14:00, 18:30-22:00",
            help_text=tr("Vide : toute la journée"),
        )
        column.addWidget(add("hours", hours))
        lead = TextField(tr("Pas avant"), height=48, suffix="min")
        days = TextField(tr("Jours d'avance"), height=48)
        column.addLayout(pair(add("lead", lead), add("days", days)))
        sends = Dropdown(
            tr("La commande part en cuisine"),
            send_entries(),
            height=48,
            help_text=tr("À temps : préparation et file d'attente comptées"),
        )
        column.addWidget(add("sends", sends))
        column.addWidget(add("by_load", Switch(tr("Suivre la charge de la cuisine"))))

    def display(self, view: PresetFormView) -> None:
        """Shows a preset."""
        self.show_heading(view.title, view.subtitle)
        self.show_acts(view.acts)
        self.price_list.set_entries(view.price_lists, chosen=view.draft.price_list)
        self.fields.show_values(values_of(view.draft))
        self.fields.show_errors(view.errors)
        self.fields.lock(("mode",) if view.fixed else ())
        self.show_changes(view.changes)

"""The form of a rule of the kitchen: which dishes, when, and where they go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal

from app.presenters.admin.drafts import values_of
from app.presenters.admin.kitchen import RouteDraft, mode_entries
from app.windows.admin.fields import Fields
from app.windows.admin.form import FormPane, group, pair
from resources.texts import tr
from widgets.dropdown import Dropdown, Entry
from widgets.field import TextField
from widgets.switch import Switch


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteFormView:
    """What the form shows besides the draft."""

    title: str
    subtitle: str
    draft: RouteDraft
    changes: int
    errors: Mapping[str, str]
    stations: Sequence[Entry]
    origins: Sequence[Entry]
    options: Sequence[Entry]
    rooms: Sequence[Entry]
    acts: Sequence[tuple[str, str]]


class RouteForm(FormPane):
    """One rule.

    Signals:
        edited(str, object): a field of the draft has a new value.
    """

    edited = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.fields = Fields(self)
        add = self.fields.add
        self.of = add(
            "of", Dropdown(tr("Les plats de"), (), height=48, with_help=False)
        )
        self.option = add(
            "option", Dropdown(tr("Avec la réponse"), (), height=48, with_help=False)
        )
        self.room = add("room", Dropdown(tr("Où"), (), height=48, with_help=False))
        mode = add(
            "mode", Dropdown(tr("Mode"), mode_entries(), height=48, with_help=False)
        )
        start = add("start", TextField(tr("Dès"), height=48, placeholder="18:00"))
        end = add("end", TextField(tr("Jusqu'à"), height=48, placeholder="23:00"))
        self.station = add("station", Dropdown(tr("Vont à"), (), height=48))
        column = self.pages[0].content
        column.addWidget(group(tr("Quels plats")))
        column.addWidget(self.of)
        column.addWidget(self.option)
        column.addSpacing(12)
        column.addWidget(group(tr("Quand"), tr("vide : toujours")))
        column.addWidget(self.room)
        column.addWidget(mode)
        column.addLayout(pair(start, end))
        column.addWidget(self.station)
        column.addWidget(add("active", Switch(tr("Règle suivie"))))
        column.addStretch(1)
        self.fields.edited.connect(self.edited)

    def display(self, view: RouteFormView) -> None:
        """Shows a rule."""
        self.show_heading(view.title, view.subtitle)
        self.show_acts(view.acts)
        draft = view.draft
        self.of.set_entries(view.origins, chosen=draft.of)
        self.option.set_entries(view.options, chosen=draft.option)
        self.room.set_entries(view.rooms, chosen=draft.room)
        self.station.set_entries(view.stations, chosen=draft.station)
        self.fields.show_values(values_of(draft))
        self.fields.show_errors(view.errors)
        self.show_changes(view.changes)

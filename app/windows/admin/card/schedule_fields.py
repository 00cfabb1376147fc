"""The part of a form that says when and where a price list or an offer holds."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout

from app.presenters.admin.schedule import ScheduleDraft, week
from app.windows.admin.fields import Fields
from app.windows.admin.form import group, pair
from resources.texts import tr
from widgets import theme
from widgets.chip_row import ChipRow
from widgets.field import TextField
from widgets.switch import Switch


class ScheduleFields(QObject):
    """Days, hours, dates, rooms, service modes, and whether it is in force.

    Signals:
        edited(str, object): days, rooms or modes were chosen.
    """

    edited = Signal(str, object)

    def __init__(self, fields: Fields, parent: QObject) -> None:
        super().__init__(parent)
        self._add = fields.add
        self.days, self.rooms = ChipRow(tr("Jours")), ChipRow(tr("Salles"))
        self.modes = ChipRow(tr("Service"))
        self.days.set_choices([(str(day), words) for day, words in enumerate(week())])
        for name, row in (
            ("days", self.days),
            ("rooms", self.rooms),
            ("modes", self.modes),
        ):
            row.setProperty("field", name)
            row.chosen.connect(self._on_row_chosen)

    def build_when(self, column: QVBoxLayout) -> None:
        """Puts days, hours and dates in a column."""
        column.addWidget(group(tr("Quand")))
        column.addWidget(self.days)
        hours = TextField(
            tr("Heures"),
            height=48,
            placeholder="17:00-19:00",
            help_text=tr("Vide : toute la journée"),
        )
        column.addWidget(self._add("hours", hours))
        since = TextField(tr("Premier jour"), height=48, placeholder="01/12/2026")
        until = TextField(tr("Dernier jour"), height=48, placeholder="24/12/2026")
        column.addLayout(pair(self._add("since", since), self._add("until", until)))

    def build_where(self, column: QVBoxLayout) -> None:
        """Puts rooms, service modes and the switch in a column."""
        column.addWidget(group(tr("Où")))
        column.addWidget(self.rooms)
        column.addWidget(self.modes)
        column.addSpacing(theme.SPACE.m)
        column.addWidget(self._add("active", Switch(tr("En vigueur"))))

    def display(
        self,
        draft: ScheduleDraft,
        rooms: Sequence[tuple[str, str]],
        modes: Sequence[tuple[str, str]],
    ) -> None:
        """Shows what is chosen of what can be; the fields are the form's."""
        self.rooms.set_choices(rooms)
        self.modes.set_choices(modes)
        self.days.choose(map(str, draft.days))
        self.rooms.choose(draft.rooms)
        self.modes.choose(draft.modes)

    @Slot(object)
    def _on_row_chosen(self, keys: tuple[str, ...]) -> None:
        name = str(self.sender().property("field"))
        value = tuple(int(key) for key in keys) if name == "days" else keys
        self.edited.emit(name, value)

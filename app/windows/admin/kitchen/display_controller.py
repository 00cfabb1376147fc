"""Drives the form of a kitchen's screen."""

from typing import TYPE_CHECKING

from typing_extensions import override

from app.domain.kitchen.screens import SERVING
from app.domain.terminals.decide import SetDisplay
from app.domain.terminals.events import DisplaySet
from app.presenters.admin.displays import display_state, stand_in_entries
from app.presenters.admin.drafts import Editing
from app.presenters.admin.kitchen import station_entries
from app.presenters.kitchen.screens import display_words
from app.presenters.kitchen.second_pass import two_passes
from app.presenters.network import terminal_words
from app.windows.admin.form_controller import FormController
from app.windows.desk import Desk
from resources.texts import tr
from widgets.dropdown import Entry

if TYPE_CHECKING:
    from app.windows.admin.kitchen.page import KitchenSection


def _as_it_is(screen: DisplaySet) -> DisplaySet:
    return screen


class DisplayController(FormController[DisplaySet, DisplaySet]):
    """The screen that was opened last, and what was changed about it."""

    def __init__(self, desk: Desk, section: "KitchenSection") -> None:
        edit = Editing(_as_it_is)
        super().__init__(desk, section, section.display_form, section.screens, edit)
        self._form = section.display_form

    @override
    def open(self, key: str) -> None:
        """Shows a screen in the form, by its chain."""
        screen = self._desk.world.terminals.screens().get(key)
        if screen is not None:
            self._edit.open(screen)
        self._show()

    @override
    def _now(self, stored: DisplaySet) -> DisplaySet | None:
        return self._desk.world.terminals.screens().get(stored.chain)

    @override
    def _display(self, stored: DisplaySet, draft: DisplaySet) -> None:
        world, status = self._desk.world, self._desk.network.status()
        self._form.display(
            terminal_words(world, stored.chain),
            display_state(world, status, stored.chain, self._desk.now_ms).text,
            draft,
            self._shown_entries(),
            stand_in_entries(world, stored.chain),
            self._edit.changes,
        )

    def _shown_entries(self) -> tuple[Entry, ...]:
        """What a screen may show: each station, all of them, the second pass if there is
        one."""
        world = self._desk.world
        entries = station_entries(world.catalogue, tr("Tous les postes"))
        second = Entry(SERVING, display_words(world, SERVING))
        return (*entries, second) if two_passes(world) else entries

    @override
    def _save(self, stored: DisplaySet, draft: DisplaySet) -> None:
        now, back = SetDisplay(event=draft), SetDisplay(event=stored)
        self._keep(now, back, draft.chain, tr("Écran enregistré"))

"""Drives the form of a kitchen's screen."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.domain.kitchen.screens import SERVING
from app.domain.terminals.decide import SetDisplay
from app.domain.terminals.events import DisplaySet
from app.presenters.admin_displays import display_state, stand_in_entries
from app.presenters.admin_drafts import Editing
from app.presenters.admin_kitchen import station_entries
from app.presenters.kitchen_screens import display_words
from app.presenters.network import terminal_words
from app.presenters.second_pass import two_passes
from app.services.house import Fact
from app.windows.desk import Desk
from resources.texts import tr
from widgets.dropdown import Entry

if TYPE_CHECKING:
    from app.windows.admin.kitchen import KitchenSection


def _as_it_is(screen: DisplaySet) -> DisplaySet:
    return screen


class DisplayController(QObject):
    """The screen that was opened last, and what was changed about it."""

    def __init__(self, desk: Desk, section: "KitchenSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self._form = section.display_form
        self._edit = Editing(_as_it_is)
        self._form.edited.connect(self._on_edited)
        self._form.save_requested.connect(self._on_save)
        self._form.drop_requested.connect(self._on_drop)

    def open(self, chain: str) -> None:
        """Shows a screen in the form."""
        screen = self._desk.world.terminals.screens().get(chain)
        if screen is not None:
            self._edit.open(screen)
        self._show()

    def follow(self) -> None:
        """Something changed; what is being typed stays."""
        if self._edit.stored is not None:
            screens = self._desk.world.terminals.screens()
            self._edit.follow(screens.get(self._edit.stored.chain))
            self._show()

    def _show(self) -> None:
        stored, draft, world = self._edit.stored, self._edit.draft, self._desk.world
        if stored is not None and draft is not None:
            status = self._desk.network.status()
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

    @Slot(str, object)
    def _on_edited(self, name: str, value: object) -> None:
        self._edit.edit(name, value)
        self._show()

    @Slot()
    def _on_drop(self) -> None:
        self._edit.drop()
        self._show()

    @Slot()
    def _on_save(self) -> None:
        event, before = self._edit.draft, self._edit.stored
        if event is None or before is None:
            return

        def done(facts: tuple[Fact, ...]) -> None:
            self.open(event.chain)
            self._desk.say(
                tr("Écran enregistré"),
                undo=lambda: self._desk.run(SetDisplay(event=before)),
            )

        self._desk.run(SetDisplay(event=event), done)

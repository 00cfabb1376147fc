"""Which terminal a device is plugged in at, in words."""

from typing import TYPE_CHECKING

from app.domain.settings import DeviceSet
from app.domain.terminals.events import HEAD_OFFICE
from app.domain.world import World
from app.presenters.network import terminal_words
from resources.texts import tr
from widgets.dropdown import Entry

if TYPE_CHECKING:
    from app.presenters.admin.devices import DeviceDraft


def may_be_owned(draft: "DeviceDraft") -> bool:
    """A card terminal is asked by whoever cashes; a display goes with its printer."""
    return draft.kind != "terminal" and not draft.behind


def owner_entries(world: World, draft: "DeviceDraft") -> tuple[Entry, ...]:
    """Where a device may be plugged in; nothing while there is one terminal only."""
    if not may_be_owned(draft):
        return ()
    return terminal_entries(world, draft.terminal)


def terminal_entries(world: World, terminal: str) -> tuple[Entry, ...]:
    """The terminals, `terminal` among them; nothing while there is one only."""
    known = world.terminals.known.values()
    active = [each for each in known if each.active and each.role != HEAD_OFFICE]
    if len(active) < 2 and not terminal:
        return ()
    entries = [Entry(each.chain, each.name) for each in active]
    if all(terminal != entry.key for entry in entries) and terminal:
        entries.append(Entry(terminal, terminal_words(world, terminal)))
    return (Entry("", tr("Chaque terminal")), *entries)


def drawer_words(world: World, draft: "DeviceDraft", here: str) -> str:
    """That the drawer of a printer opens elsewhere only, "" when it opens here."""
    if draft.kind != "printer" or not draft.drawer or draft.terminal in ("", here):
        return ""
    name = terminal_words(world, draft.terminal)
    return tr("Le tiroir ne s'ouvre que depuis {terminal}.", terminal=name)


def where_words(world: World, device: DeviceSet) -> str:
    """On which terminal a device is plugged in that is not driven here."""
    return tr("sur {terminal}", terminal=terminal_words(world, world.owner(device)))

"""The kitchen's screens as a list: what each shows, which one stands in for it."""

from app.domain.kitchen.screens import bearer
from app.domain.terminals.events import DisplaySet
from app.domain.world import World
from app.presenters.network import present_terminals, terminal_words
from app.services.ports import NetworkStatus
from resources.texts import tr
from widgets.dropdown import Entry
from widgets.table_model import Cell, Column, Row


def display_columns() -> tuple[Column, ...]:
    """The columns."""
    return (
        Column("name", tr("Écran"), style="strong"),
        Column("station", tr("Montre"), 170, style="plain"),
        Column("stand_in", tr("Écran de secours"), 170),
        Column("state", tr("État"), 190),
    )


def display_rows(world: World, status: NetworkStatus) -> list[Row]:
    """Every screen of the kitchen."""
    return [
        _row(world, status, display) for display in world.terminals.screens().values()
    ]


def _row(world: World, status: NetworkStatus, display: DisplaySet) -> Row:
    station = world.catalogue.stations.get(display.station)
    stand_in = display.stand_in
    return Row(
        display.chain,
        (
            terminal_words(world, display.chain),
            station.name if station else tr("Tous les postes"),
            terminal_words(world, stand_in) if stand_in else tr("papier"),
            display_state(world, status, display.chain),
        ),
    )


def display_state(world: World, status: NetworkStatus, chain: str) -> Cell:
    """Whether a screen is there, and where its tickets are while it is not."""
    there = present_terminals(world, status)
    if chain in there:
        return Cell(tr("là"), sort=1, icon="check")
    stand_in = bearer(world, chain, there.__contains__)
    if not stand_in:
        return Cell(tr("perdu : papier"), sort=0, tag="danger")
    words = tr("perdu : sur {screen}", screen=terminal_words(world, stand_in))
    return Cell(words, sort=0, tag="warning")


def stand_in_entries(world: World, chain: str) -> tuple[Entry, ...]:
    """The other screens, after paper."""
    others = (each for each in world.terminals.screens() if each != chain)
    found = (Entry(other, terminal_words(world, other)) for other in others)
    return (Entry("", tr("Aucun : sur papier")), *found)

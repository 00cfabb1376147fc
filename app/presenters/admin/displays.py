"""The kitchen's screens as a list: what each shows, which one stands in for it."""

from app.domain.kitchen.screens import bearer
from app.domain.terminals.events import DisplaySet
from app.domain.world import World
from app.presenters.kitchen.screens import display_words
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


def display_rows(world: World, status: NetworkStatus, now_ms: int) -> list[Row]:
    """Every screen of the kitchen."""
    screens = world.terminals.screens().values()
    return [_row(world, status, display, now_ms) for display in screens]


def _row(world: World, status: NetworkStatus, display: DisplaySet, now_ms: int) -> Row:
    stand_in = display.stand_in
    return Row(
        display.chain,
        (
            terminal_words(world, display.chain),
            display_words(world, display.station),
            terminal_words(world, stand_in) if stand_in else tr("papier"),
            display_state(world, status, display.chain, now_ms),
        ),
    )


def display_state(world: World, status: NetworkStatus, chain: str, now_ms: int) -> Cell:
    """Whether a screen is there and shows its tickets, and where they are while it does
    not."""
    there = present_terminals(world, status)
    stand_in = bearer(world, chain, there.__contains__, now_ms)
    if stand_in == chain:
        proved = chain in world.proofs.provers
        return Cell(
            tr("là, et le prouve") if proved else tr("là"), sort=1, icon="check"
        )
    if not stand_in:
        words = tr("muet : papier") if chain in there else tr("perdu : papier")
        return Cell(words, sort=0, tag="danger")
    words = tr("muet : sur {screen}") if chain in there else tr("perdu : sur {screen}")
    words = words.format(screen=terminal_words(world, stand_in))
    return Cell(words, sort=0, tag="warning")


def stand_in_entries(world: World, chain: str) -> tuple[Entry, ...]:
    """The other screens, after paper."""
    others = (each for each in world.terminals.screens() if each != chain)
    found = (Entry(other, terminal_words(world, other)) for other in others)
    return (Entry("", tr("Aucun : sur papier")), *found)

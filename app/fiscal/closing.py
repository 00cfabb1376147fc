"""X and Z: the figures of a business day, summed from stored documents.

Source: `fiscal.md` 6 and C-05 (documents are summed, never computed again), C-07
(business day), C-09 (a second closing shows the first).
"""

from app.domain.till.decide import CloseDay, ReadX
from app.domain.till.events import Figure
from app.domain.vocabulary import Refusal
from app.projections.queries import Sums, day_sums, first_and_last
from app.services.house import Actor, Fact, House


def figures_of(sums: Sums) -> tuple[Figure, ...]:
    """Sums as the figures of a report: key "<family>.<item>.<measure>", sorted."""
    return tuple(
        Figure(key=".".join(key), value=value)
        for key, value in sorted(sums.items())
        if value
    )


def sums_of(figures: tuple[Figure, ...]) -> Sums:
    """The figures of a stored report as sums again (items may hold dots)."""
    sums: Sums = {}
    for figure in figures:
        family, _, rest = figure.key.partition(".")
        item, _, measure = rest.rpartition(".")
        sums[family, item, measure] = figure.value
    return sums


def day_figures(house: House, day: str) -> tuple[Figure, ...]:
    """Figures of a business day of this terminal, and how its drawer was counted."""
    with house.database.read() as connection:
        sums = day_sums(connection, day, terminal=house.terminal)
    till = house.world.till(house.terminal)
    sums["cash", "expected", "amount"] = till.cash
    if till.counted is not None:
        sums["cash", "expected", "amount"] = till.counted.expected
        sums["cash", "counted", "amount"] = till.counted.total
        sums["cash", "difference", "amount"] = till.counted.difference
    return figures_of(sums)


def read_x(house: House, actor: Actor) -> tuple[Fact, ...] | Refusal:
    """Reads the till without resetting anything; written to the journal."""
    day = house.business_day(house.clock())
    return house.run(ReadX(figures=day_figures(house, day)), actor)


def close_day(house: House, actor: Actor) -> tuple[Fact, ...] | Refusal:
    """Closes the business day: the Z. Nothing is sold into that day any more."""
    with house.journal.lock:
        day = house.business_day(house.clock())
        with house.database.read() as connection:
            first, last = first_and_last(connection, house.terminal, day)
        command = CloseDay(
            day=day, figures=day_figures(house, day), first=first, last=last
        )
        return house.run(command, actor)

"""Which cases there are, and how their rows are told."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from app.bench.api_cases import orders, soak
from app.bench.dataset import SCALES
from app.bench.device_cases import devices
from app.bench.hub_cases import catch_up, fan_out
from app.bench.journal_cases import append, closing, load, rebuilding, search, verify
from app.bench.machine_cases import memory, start, ticket
from app.bench.service_cases import service
from app.bench.timing import Row
from app.bench.voice_cases import voice
from app.bench.window_cases import card, floor_plan, kitchen_wall, tap
from app.bench.year_cases import year

Case = Callable[[str], Iterable[Row]]
"""Scale of the history -> rows."""

YEAR = "year"
"""Makes 180 000 receipts first, so it is run when it is asked for."""
CASES: dict[str, Case] = {
    "tap": tap,
    "card": card,
    "wall": kitchen_wall,
    "floor": floor_plan,
    "service": service,
    "search": search,
    "append": append,
    "load": load,
    "closing": closing,
    "rebuild": rebuilding,
    "verify": verify,
    "ticket": ticket,
    "start": start,
    "hub": fan_out,
    "catch_up": catch_up,
    "api": orders,
    "memory": memory,
    "devices": devices,
    "voice": voice,
    YEAR: year,
}

FRAME_MS = 16.7
"""A screen's own beat: 60 pictures a second."""
TARGETS: dict[str, tuple[str, float]] = {
    "tap": ("p95", 8),
    "card": ("p95", 30),
    "wall_tick": ("p95", 4),
    "wall_bump": ("p95", 16),
    "service_till": ("p95", FRAME_MS),
    "service_floor": ("p95", FRAME_MS),
    "service_tick": ("p95", FRAME_MS),
    "service_bump": ("p95", FRAME_MS),
    "search": ("p95", 15),
    "append": ("ratio", 4),
    "z": ("p95", 10),
    "two_years": ("p95", 20),
    "rebuild": ("p50", 100_000),
    "verify_chain": ("p50", 300_000),
    "verify_signatures": ("p50", 12_000),
    "year_day": ("p50", 100),
    "year_year": ("p50", 2000),
    "cold_start": ("p50", 1200),
    "memory": ("p50", 180),
    "hub_order": ("p95", 100),
    "hub_catch_up": ("p50", 4000),
    "api_orders": ("p50", 400),
    "api_order_cpu": ("p50", 3),
    "devices": ("p50", 1),
    "voice_heard": ("p50", 250),
    "voice_window": ("p99", 10),
    "voice_grammar": ("p95", 100),
}
"""First word of a row's name -> the figure that must hold, and its bound."""


SOAK = "soak"
"""The long run; it takes minutes, so it is not one of all."""


def rows(names: Sequence[str], scale: str, minutes: int = 10) -> Iterator[Row]:
    """Measures the named cases, all without a name.

    Args:
        minutes: how long the long run is.

    Raises:
        KeyError: no such case or scale.
    """
    SCALES[scale]
    for name in names or (each for each in CASES if each != YEAR):
        yield from soak(minutes) if name == SOAK else CASES[name](scale)


def holds(row: Row) -> bool | None:
    """Whether a row keeps its target; None when it has none."""
    if row.name.split(".")[0] not in TARGETS:
        return None
    figure, bound = TARGETS[row.name.split(".")[0]]
    value: float = getattr(row, figure)
    more_is_better = row.unit.endswith("/s")
    return value >= bound if more_is_better else value <= bound


HEADER = f"{'':<20}{'p50':>10}{'p95':>10}{'p99':>10}{'floor':>10}{'ratio':>8}  target"


def line(row: Row) -> str:
    """A row for a person."""
    figures = (row.p50, row.p95, row.p99, row.floor)
    text = f"{row.name:<20}" + "".join(f"{_short(value):>10}" for value in figures)
    text += f"{row.ratio or '':>8}"
    found = TARGETS.get(row.name.split(".")[0])
    if found is None:
        return text.rstrip()
    sign = "≥" if row.unit.endswith("/s") else "≤"
    verdict = "" if holds(row) else "  MISSED"
    return f"{text}  {found[0]} {sign} {found[1]:g} {row.unit}{verdict}"


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 1000 else f"{value:.3g}"

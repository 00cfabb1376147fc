"""From samples to a row: percentiles, and the ratio to a floor of the same run."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One measured thing.

    Attributes:
        unit: of the percentiles and the floor: "ms", "MB", "entries/s", "signatures/s".
        p95, p99: the bad end: the slowest, or the fewest entries a second.
        floor: median of what cannot be beaten on this machine, 0 when there is none.
        ratio: how many times worse than the floor the median is, 0 without a floor.
        n: number of samples.
    """

    name: str
    unit: str
    p50: float
    p95: float
    p99: float
    floor: float
    ratio: float
    n: int

    def as_json(self) -> dict[str, object]:
        """The row as `sotto bench --json` prints it."""
        return asdict(self)


def row(
    name: str,
    samples: Sequence[float],
    floor: Sequence[float] = (),
    *,
    unit: str = "ms",
) -> Row:
    """A row of durations in milliseconds, or of megabytes: less is better."""
    return _row(name, unit, sorted(samples), sorted(floor), more_is_better=False)


def rate(
    name: str,
    samples: Sequence[float],
    floor: Sequence[float] = (),
    *,
    unit: str = "entries/s",
) -> Row:
    """A row of things a second: more is better."""
    falling = sorted(samples, reverse=True)
    return _row(name, unit, falling, sorted(floor), more_is_better=True)


def _row(
    name: str,
    unit: str,
    worse_and_worse: list[float],
    floor: list[float],
    *,
    more_is_better: bool,
) -> Row:
    middle, bottom = percentile(worse_and_worse, 50), percentile(floor, 50)
    over, under = (bottom, middle) if more_is_better else (middle, bottom)
    return Row(
        name=name,
        unit=unit,
        p50=round(middle, 3),
        p95=round(percentile(worse_and_worse, 95), 3),
        p99=round(percentile(worse_and_worse, 99), 3),
        floor=round(bottom, 3),
        ratio=round(over / under, 2) if bottom and under else 0.0,
        n=len(worse_and_worse),
    )


def percentile(ordered: Sequence[float], share: int) -> float:
    """The value that `share` percent of the ordered values do not pass; 0 of none."""
    if not ordered:
        return 0.0
    return ordered[min(len(ordered) - 1, len(ordered) * share // 100)]


def timed(times: int, act: Callable[[], object]) -> list[float]:
    """Milliseconds of each of `times` runs of `act`."""
    samples: list[float] = []
    for _ in range(times):
        with stopwatch(samples):
            act()
    return samples


@contextmanager
def stopwatch(samples: list[float]) -> Iterator[None]:
    """Adds the milliseconds that the block took."""
    start = time.perf_counter()
    yield
    samples.append((time.perf_counter() - start) * 1000)

"""From samples to a row: percentiles in milliseconds, and the ratio to a floor."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Row:
    """One measured thing.

    Attributes:
        unit: of the percentiles ("ms", "entries/s", "MB").
        floor: p50 of what cannot be beaten, in the same unit; 0 when there is none.
        ratio: p50 / floor (or floor / p50 where more is better), 0 without a floor.
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


def row(name: str, samples: list[float], floor: list[float] | None = None) -> Row:
    """A row of durations in milliseconds."""
    bottom = percentile(floor, 50) if floor else 0.0
    middle = percentile(samples, 50)
    return Row(
        name=name,
        unit="ms",
        p50=round(middle, 3),
        p95=round(percentile(samples, 95), 3),
        p99=round(percentile(samples, 99), 3),
        floor=round(bottom, 3),
        ratio=round(middle / bottom, 2) if bottom else 0.0,
        n=len(samples),
    )


def rate(name: str, per_second: float, floor: float, n: int, unit: str) -> Row:
    """A row where more is better: the ratio says how far below the floor it stays."""
    value = round(per_second)
    ratio = round(floor / per_second, 2) if per_second and floor else 0.0
    return Row(name, unit, value, value, value, round(floor), ratio, n)


def percentile(samples: list[float], share: int) -> float:
    """The value under which `share` percent of the samples lie."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, len(ordered) * share // 100)]


def timed(times: int, act: Callable[[], object]) -> list[float]:
    """Milliseconds of each of `times` runs of `act`."""
    samples = []
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


def resident_mb() -> float:
    """Resident memory of this process, MB; 0 where the system does not say."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    for line in status.read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0

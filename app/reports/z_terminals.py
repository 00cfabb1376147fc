"""What each card terminal took, and what it says itself, on an X or a Z."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalLine:
    """What cards brought on one card terminal, tips included. `told` is what the terminal
    itself says, of all tills; `off` how much more than they took, None where nobody read
    it."""

    name: str
    count: int
    amount: int
    told: int | None = None
    off: int | None = None

    @property
    def everywhere(self) -> int | None:
        """What all tills took on it, None where nobody read what it says."""
        return None if self.told is None or self.off is None else self.told - self.off


def terminal_lines(
    sums: Mapping[tuple[str, str, str], int], names: Mapping[str, str], *, of_one: bool
) -> tuple[TerminalLine, ...]:
    """The terminals by name.

    Args:
        of_one: the report is of one till; each till is told the same total, so that
            those of several do not add up.
    """
    devices = {item for family, item, _ in sums if family == "terminal"}
    return tuple(
        _line(sums, device, names.get(device, device), read=of_one)
        for device in sorted(devices, key=lambda device: names.get(device, device))
    )


def _line(
    sums: Mapping[tuple[str, str, str], int], device: str, name: str, *, read: bool
) -> TerminalLine:
    def figure(measure: str) -> int:
        return sums.get(("terminal", device, measure), 0)

    # A figure of 0 is not kept: one of the two is there when it was read.
    read = read and bool(figure("told") or figure("off"))
    return TerminalLine(
        name=name,
        count=figure("count"),
        amount=figure("amount"),
        told=figure("told") if read else None,
        off=figure("off") if read else None,
    )

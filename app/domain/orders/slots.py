"""Slots of time in which orders can be promised, and how much of each is left."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.domain.catalogue.presets import DAY, PresetSet, SlotHours
from app.domain.world import World

_WHOLE_DAY = (SlotHours(start=0, end=DAY),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A slot of a day.

    Attributes:
        start: when it begins, which is what the guest is told.
        taken: orders that are promised in it.
        left: orders that it still takes, below 0 when it took too many; None for
            however many.
    """

    start: datetime
    end: datetime
    taken: int
    left: int | None

    @property
    def full(self) -> bool:
        """Whether it takes no more."""
        return self.left is not None and self.left <= 0


def days(preset: PresetSet, now: datetime) -> list[date]:
    """The days that can be promised, today first."""
    return [now.date() + timedelta(days=n) for n in range(preset.days + 1)]


def slots(
    world: World, preset: PresetSet, day: date, now: datetime, *, but: str = ""
) -> list[Slot]:
    """The slots of a day that can still be promised, in order.

    Args:
        but: an order that does not count, for it is to be promised anew.
    """
    first = now + timedelta(minutes=preset.lead)
    promised = _promised(world, preset, but)
    return [
        _slot(preset, start, promised)
        for start in _starts(preset, day, now)
        if start >= first
    ]


def slot_at(
    world: World, preset: PresetSet, at: datetime, *, but: str = ""
) -> Slot | None:
    """The slot in which a moment lies, None when the house serves nothing then."""
    length = timedelta(minutes=preset.slot)
    for start in _starts(preset, at.date(), at):
        if start <= at < start + length:
            return _slot(preset, start, _promised(world, preset, but))
    return None


def _starts(preset: PresetSet, day: date, now: datetime) -> Iterator[datetime]:
    """When the slots of a day begin, on the clock of `now`."""
    midnight = datetime.combine(day, time(), now.tzinfo)
    for hours in preset.hours or _WHOLE_DAY:
        for minute in range(hours.start, hours.end, preset.slot) if preset.slot else ():
            yield midnight + timedelta(minutes=minute)


def _promised(world: World, preset: PresetSet, but: str) -> list[int]:
    """When orders of a preset were promised, ms; those that were given up do not count."""
    return [
        order.promised
        for order in world.book.orders.values()
        if order.promised
        and order.served == preset.id
        and order.id != but
        and not (order.cancelled or order.vacated)
    ]


def _slot(preset: PresetSet, start: datetime, promised: list[int]) -> Slot:
    end = start + timedelta(minutes=preset.slot)
    span = range(round(start.timestamp() * 1000), round(end.timestamp() * 1000))
    taken = sum(ms in span for ms in promised)
    left = preset.capacity - taken if preset.capacity else None
    return Slot(start=start, end=end, taken=taken, left=left)

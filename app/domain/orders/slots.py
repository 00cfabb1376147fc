"""Slots of time in which orders can be promised, and how much of each is left."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.domain.catalogue.presets import DAY, PresetSet, SlotHours
from app.domain.kitchen.capacity import basket, load_of, overfull
from app.domain.orders.state import Order
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
        busy: the station that cannot make the order as well, "" when all can.
    """

    start: datetime
    end: datetime
    taken: int
    left: int | None
    busy: str = ""

    @property
    def full(self) -> bool:
        """Whether it takes no more."""
        return bool(self.busy) or (self.left is not None and self.left <= 0)


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
    first, look = now + timedelta(minutes=preset.lead), _Look(world, preset, now, but)
    starts = _starts(preset, day, now)
    return [look.slot(start) for start in starts if start >= first]


def slot_at(
    world: World, preset: PresetSet, at: datetime, now: datetime, *, but: str = ""
) -> Slot | None:
    """The slot in which a moment lies, None when the house serves nothing then."""
    length = timedelta(minutes=preset.slot)
    for start in _starts(preset, at.date(), now):
        if start <= at < start + length:
            return _Look(world, preset, now, but).slot(start)
    return None


def next_free(
    world: World, preset: PresetSet, after: datetime, now: datetime, *, but: str = ""
) -> Slot | None:
    """The first slot of that day from a moment on that takes the order."""
    found = slots(world, preset, after.date(), now, but=but)
    return next((s for s in found if s.start >= after and not s.full), None)


def crowded(world: World, order: Order, now: datetime) -> Slot | None:
    """The slot an order is promised in, when it took more orders than it has places:
    two terminals gave the last one at once, or apart from each other."""
    preset = world.catalogue.presets.get(order.served)
    if not order.promised or preset is None or _given_up(world, order):
        return None
    at = datetime.fromtimestamp(order.promised // 1000, now.tzinfo)
    found = slot_at(world, preset, at, now)
    return found if found and found.left is not None and found.left < 0 else None


class _Look:
    """What is promised and claimed, looked up once for several slots."""

    def __init__(
        self, world: World, preset: PresetSet, now: datetime, but: str
    ) -> None:
        self._preset = preset
        self._promised = _promised(world, preset, but)
        self._load = load_of(world, now, but=but) if preset.by_load else None
        order = world.book.orders.get(but)
        self._wanted = basket(world, order, now) if self._load and order else {}

    def slot(self, start: datetime) -> Slot:
        """The slot that begins at `start`."""
        preset, load = self._preset, self._load
        end = start + timedelta(minutes=preset.slot)
        first, last = (round(each.timestamp() * 1000) for each in (start, end))
        taken = sum(first <= ms < last for ms in self._promised)
        return Slot(
            start=start,
            end=end,
            taken=taken,
            left=preset.capacity - taken if preset.capacity else None,
            busy=overfull(load, self._wanted, first, last) if load else "",
        )


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
        and not _given_up(world, order)
    ]


def _given_up(world: World, order: Order) -> bool:
    """Whether nobody comes for it: it was cancelled, moved away, or given back whole."""
    back = bool(order.receipts) and not world.book.wanted(order)
    return order.cancelled or order.vacated or back

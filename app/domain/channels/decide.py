"""Orders that programs bring from outside (online shop, delivery platforms): whether the
house takes them now, and how much later than usual it promises them.

One switch for all channels. Orders for a table are the room's own and go on.
"""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from app.domain.access.state import PREFIX
from app.domain.channels.events import ChannelsSet
from app.domain.kitchen.routing import minutes_ahead
from app.domain.settings import CHANNELS_LOAD
from app.domain.vocabulary import Context, Refusal, command, need
from app.domain.world import World

MAX_DELAY, MAX_MINUTES = 180, 1440
_STEP, _PAUSE = 10, 30
_PLACES: Final = "orders:write"


@command
class SetChannels:
    """Take orders from outside or not, later or not, for `minutes` (0: until somebody says
    otherwise)."""

    open: bool
    delay: int = 0
    minutes: int = 0


class Proposal(NamedTuple):
    """What the work at the busiest station suggests: a pause or a delay, or all as usual."""

    wanted: SetChannels
    station: str
    minutes: int


def decide(
    world: World, command: SetChannels, context: Context
) -> tuple[object, ...] | Refusal:
    """The switch, or why it stays."""
    refused = need(
        context,
        "catalogue.availability",
        "Arrêter les commandes en ligne demande un responsable.",
    )
    if refused:
        return refused
    possible = 0 <= command.delay <= MAX_DELAY and 0 <= command.minutes <= MAX_MINUTES
    if not possible:
        return Refusal("delay_out_of_range", "Un délai de 0 à 180 minutes.")
    until = ""
    if command.minutes and (not command.open or command.delay):
        end = context.now + timedelta(minutes=command.minutes)
        until = end.isoformat(timespec="seconds")
    event = ChannelsSet(open=command.open, delay=command.delay, until=until)
    return () if event == world.channels.at(context.now) else (event,)


def outside(operator: str) -> bool:
    """Whether a program places an order, not somebody of the house."""
    return operator.startswith(PREFIX)


def has_channels(world: World) -> bool:
    """Whether some program may place orders."""
    access = world.access
    return any(
        _PLACES in key.scopes and key.key not in access.revoked
        for key in access.keys.values()
    )


def order_refusal(world: World, table: str, context: Context) -> Refusal | None:
    """Why an order is not taken now, None when it is."""
    if table or not outside(context.operator):
        return None
    return pause_refusal(world, context.now)


def pause_refusal(world: World, now: datetime) -> Refusal | None:
    """Why nothing is taken from outside at a moment, None when it is."""
    stand = world.channels.at(now)
    if stand.open:
        return None
    if not stand.until:
        return Refusal("channels_paused", "Les commandes en ligne sont en pause.")
    until = datetime.fromisoformat(stand.until)
    return Refusal(
        "channels_paused",
        "Les commandes en ligne sont en pause jusqu'à {time}.",
        values=(("time", f"{until:%H:%M}"),),
    )


def delay_of(world: World, operator: str, now: datetime) -> timedelta:
    """By how much later than usual an order of this operator is promised."""
    delay = world.channels.at(now).delay if outside(operator) else 0
    return timedelta(minutes=delay)


def proposal(world: World, now: datetime) -> Proposal | None:
    """What to do about the channels, None for nothing.

    A delay once a station has more work than `CHANNELS_LOAD`, by what is above it; a pause
    at twice as much; as usual again below half of it.
    """
    limit, stand = world.settings.number(CHANNELS_LOAD), world.channels.at(now)
    if not limit or not stand.open or not has_channels(world):
        return None
    now_ms = round(now.timestamp() * 1000)
    work = [
        (minutes_ahead(world, station, now_ms), station)
        for station in world.catalogue.stations
    ]
    minutes, station = max(work, default=(0, ""))
    if minutes >= 2 * limit:
        wanted = SetChannels(open=False, minutes=_PAUSE)
    elif minutes > limit:
        delay = min(-(-(minutes - limit) // _STEP) * _STEP, MAX_DELAY)
        wanted = SetChannels(open=True, delay=max(delay, stand.delay))
    elif stand.delay and 2 * minutes < limit:
        wanted = SetChannels(open=True)
    else:
        return None
    if (wanted.open, wanted.delay) == (stand.open, stand.delay):
        return None
    return Proposal(wanted, station, minutes)

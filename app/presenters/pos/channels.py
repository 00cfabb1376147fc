"""Orders from outside, at the till: how they stand, what the kitchen's work suggests."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.channels.decide import Proposal, SetChannels, has_channels, proposal
from app.domain.channels.events import ChannelsSet
from app.domain.kitchen.routing import minutes_ahead
from app.domain.world import World
from app.presenters.pay.views import OptionView
from resources.texts import clock, tr
from widgets.problem_stack import Problem
from widgets.state_strip import StripItem

KEY = "channels"
DELAYS = (0, 10, 20, 30, 45, 60)
LASTS = (0, 15, 30, 60, 120)
"""Minutes; 0 lasts until somebody says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelsView:
    """The sheet of the switch.

    Attributes:
        state: "open" or "paused".
        delays, lasts: choices, keys are minutes.
        words: how it stands; work: how much each busy station has to do.
        propose: what the work suggests, "" for nothing.
    """

    state: str
    delays: tuple[OptionView, ...]
    lasts: tuple[OptionView, ...]
    words: str
    work: str
    propose: str


def present_strip_item(world: World, now: datetime) -> StripItem | None:
    """The switch in the strip; None in a house without channels."""
    if not has_channels(world):
        return None
    stand = world.channels.at(now)
    if not stand.open:
        return StripItem(KEY, "public", tr("En ligne : en pause"), "lost", whole=True)
    if stand.delay:
        words = tr("En ligne : +{n} min", n=stand.delay)
        return StripItem(KEY, "public", words, "degraded", whole=True)
    return StripItem(KEY, "public", tr("En ligne"), "fine")


def present_proposal(
    world: World, found: Proposal | None, person: str
) -> list[Problem]:
    """What whoever may do it reads, with the one tap that does it."""
    if found is None or "catalogue.availability" not in world.rights_of(person):
        return []
    station = world.catalogue.stations[found.station].name if found.station else ""
    title = tr("{station} : {n} min de travail", station=station, n=found.minutes)
    return [
        Problem(
            f"{KEY}:{wish_key(found.wanted)}",
            "warning",
            "public",
            title,
            _effect(found),
            _act(found),
            "play_arrow" if _usual(found.wanted) else "schedule",
        )
    ]


def wish_key(wanted: SetChannels) -> str:
    """A wish as the key of its row says it."""
    return f"{int(wanted.open)}/{wanted.delay}/{wanted.minutes}"


def wish_of(key: str) -> SetChannels:
    """The wish that a key says."""
    is_open, delay, minutes = map(int, key.split("/"))
    return SetChannels(open=bool(is_open), delay=delay, minutes=minutes)


def present_channels(world: World, now: datetime, minutes: int) -> ChannelsView:
    """The sheet; `minutes` is how long what is tapped next lasts."""
    stand = world.channels.at(now)
    found = proposal(world, now)
    return ChannelsView(
        state="open" if stand.open else "paused",
        delays=tuple(
            OptionView(
                str(n),
                _length(n) if n else tr("Aucun"),
                stand.open and n == stand.delay,
            )
            for n in DELAYS
        ),
        lasts=tuple(
            OptionView(
                str(n),
                _length(n) if n else tr("Sans limite"),
                n == minutes,
            )
            for n in LASTS
        ),
        words=stand_words(stand),
        work=_work_words(world, now),
        propose=_act(found) if found else "",
    )


def stand_words(stand: ChannelsSet) -> str:
    """How orders from outside stand, in a sentence."""
    if not stand.until:
        if not stand.open:
            return tr("En pause, jusqu'à ce que vous rouvriez")
        if stand.delay:
            return tr("Promises {n} min plus tard", n=stand.delay)
        return tr("Prises comme d'habitude")
    until = clock(datetime.fromisoformat(stand.until))
    if not stand.open:
        return tr("En pause jusqu'à {time}", time=until)
    return tr("Promises {n} min plus tard jusqu'à {time}", n=stand.delay, time=until)


def _length(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return tr("{n} min", n=minutes) if rest else tr("{n} h", n=hours)


def _work_words(world: World, now: datetime) -> str:
    now_ms = round(now.timestamp() * 1000)
    work: Sequence[tuple[str, int]] = [
        (station.name, minutes)
        for station in world.catalogue.stations.values()
        if (minutes := minutes_ahead(world, station.id, now_ms))
    ]
    words = " · ".join(tr("{station} {n} min", station=s, n=n) for s, n in work)
    return tr("Travail en cuisine : {words}", words=words) if words else ""


def _usual(wanted: SetChannels) -> bool:
    return wanted.open and not wanted.delay


def _effect(found: Proposal) -> str:
    if _usual(found.wanted):
        return tr("Les commandes en ligne sont encore promises plus tard.")
    return tr("Les commandes en ligne arrivent encore comme d'habitude.")


def _act(found: Proposal) -> str:
    wanted = found.wanted
    if not wanted.open:
        return tr("Pause de {n} min", n=wanted.minutes)
    if wanted.delay:
        return tr("Promettre {n} min plus tard", n=wanted.delay)
    return tr("Comme d'habitude")

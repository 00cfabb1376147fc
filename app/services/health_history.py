"""The history of devices: which one went and came back, as facts that a person can read.

A device that is seen otherwise is believed once it has stayed so for `SETTLE_S`; one that
comes and goes all the time is called unsteady once, and nothing more is written of it until
it has been steady for `STEADY_S`. So a loose cable leaves a few lines and no flood.
Source: `fiscal.md` 5 (PRINTER_FAIL).
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from app.domain.settings import DeviceStateChanged, EventRecorded
from app.projections.browsing import Wanted, page
from app.services.house import Fact, House
from db.entry import Entry
from db.errors import KnownError
from hardware.health import DeviceState, Health

SETTLE_S = 20.0
STEADY_S = 600.0
CHANGES = 6
"""So many changes within `STEADY_S` are no news any more."""
UNSTEADY = "unsteady"
"""`DeviceStateChanged.state` of a device that comes and goes."""
KIND = "device.state_changed"
_PASSING = frozenset({"drawer_open", "busy"})
"""Reasons that come and go with the work; no trouble."""

State = tuple[str, tuple[str, ...]]
"""State and reasons, as a fact has them."""
_WORKS = (DeviceState.READY.value, DeviceState.DEGRADED.value)
FINE: State = (DeviceState.READY.value, ())


def state_of(health: Health) -> State | None:
    """What is told of a health; None while it is only being found out."""
    if health.state is DeviceState.CONNECTING:
        return None
    reasons = tuple(sorted(health.reasons - _PASSING))
    if health.state in (DeviceState.READY, DeviceState.BUSY, DeviceState.DEGRADED):
        return (DeviceState.DEGRADED.value, reasons) if reasons else FINE
    return health.state.value, reasons


@dataclass(slots=True)
class _Watched:
    """One device: what was told of it last, and what is seen since when."""

    told: State
    seen: State
    since: float
    changes: list[float] = field(default_factory=list)


class Damper:
    """Says which changes are worth a line; knows no house and no clock."""

    def __init__(self) -> None:
        self._watched: dict[str, _Watched] = {}

    def knows(self, device: str) -> bool:
        """Whether the device was seen before."""
        return device in self._watched

    def begin(self, device: str, told: State, now: float) -> None:
        """A device, and what was told of it last."""
        self._watched[device] = _Watched(told, told, now)

    def forget(self, devices: Mapping[str, object]) -> None:
        """Only these are left."""
        self._watched = {k: v for k, v in self._watched.items() if k in devices}

    def see(self, device: str, state: State, now: float) -> State | None:
        """Takes in how a device is at a moment (seconds of a steady clock).

        Returns:
            What is to be told of it now, None for nothing.
        """
        watched = self._watched[device]
        if state != watched.seen:
            watched.seen, watched.since = state, now
            recent = (t for t in watched.changes if now - t < STEADY_S)
            watched.changes = [*recent, now]
        if watched.told[0] == UNSTEADY:
            told = state if now - watched.since >= STEADY_S else None
        elif len(watched.changes) >= CHANGES:
            told = (UNSTEADY, ())
        elif state != watched.told and now - watched.since >= SETTLE_S:
            told = state
        else:
            told = None
        if told is not None:
            watched.told = told
            if told[0] != UNSTEADY and len(watched.changes) >= CHANGES:
                watched.changes = []
        return told


class HealthHistory:
    """Writes down what becomes of the devices of this terminal. Thread: the house's."""

    def __init__(
        self, house: House, steady: Callable[[], float] = time.monotonic
    ) -> None:
        self._house, self._steady = house, steady
        self._damper = Damper()

    def look(self, healths: Mapping[str, Health]) -> None:
        """Takes in how the devices are; called about once a second."""
        now = self._steady()
        self._damper.forget(healths)
        facts: list[object] = []
        try:
            for device, health in healths.items():
                state = state_of(health)
                if state is None:
                    continue
                if not self._damper.knows(device):
                    self._damper.begin(device, _last(self._house, device), now)
                told = self._damper.see(device, state, now)
                if told is not None:
                    facts += self._facts(device, told)
            if facts:
                self._house.record(facts)
        except KnownError:  # the strip says so; what changes next is told again
            self._damper = Damper()

    def _facts(self, device: str, told: State) -> Iterator[object]:
        """What became of a device; the law wants to know of printers that fail."""
        state, reasons = told
        yield DeviceStateChanged(device=device, state=state, reasons=reasons)
        found = self._house.world.settings.devices.get(device)
        if found is not None and found.kind == "printer" and state not in _WORKS:
            detail = f"{found.name}: {', '.join(reasons or (state,))}"
            yield EventRecorded(code="PRINTER_FAIL", detail=detail)


class HealthElsewhere:
    """How devices are that other terminals drive, as those wrote it down last.

    Thread: the house's.
    """

    def __init__(self, house: House) -> None:
        self._house = house
        self._known: dict[tuple[str, str], Health] = {}

    def follow(self, facts: Sequence[Fact]) -> None:
        """Takes in what terminals tell of their devices."""
        for fact in facts:
            match fact.event:
                case DeviceStateChanged(device=device, state=state, reasons=reasons):
                    told = _health_told((state, reasons), fact.meta.ts)
                    self._known[fact.meta.chain, device] = told
                case _:
                    pass

    def of(self, owner: str, device: str) -> Health:
        """How a device is on the terminal that drives it."""
        known = self._known.get((owner, device))
        if known is None:
            try:
                entries = history(self._house, device, limit=1, chain=owner)
            except KnownError:  # the strip says so
                return _NEVER_TOLD
            known = _NEVER_TOLD
            for entry in entries:
                known = _health_told(told_in(entry), entry.ts)
            self._known[owner, device] = known
        return known


_NEVER_TOLD = Health(
    state=DeviceState.READY, reasons=frozenset(), since=datetime.fromtimestamp(0, UTC)
)


def _health_told(told: State, ts: str) -> Health:
    state, reasons = told
    known = {each.value: each for each in DeviceState}  # not "unsteady"
    return Health(
        state=known.get(state, DeviceState.DEGRADED),
        reasons=frozenset(reasons or (() if state in known else (state,))),
        since=datetime.fromisoformat(ts),
    )


def history(
    house: House, device: str, limit: int = 50, chain: str = ""
) -> tuple[Entry, ...]:
    """What was told of a device on a terminal, this one if none is named, newest first.

    Raises:
        KnownError: the journal cannot be read.
    """
    head = house.journal.head(chain or house.terminal)
    wanted = Wanted(types=(KIND,), stream=f"device/{device}")
    found = page(house.database, head.chain, wanted, before=head.seq + 1, limit=limit)
    return found.entries


def _last(house: House, device: str) -> State:
    """What was told of a device last; of a new one, that it is fine."""
    for entry in history(house, device, limit=1):
        return told_in(entry)
    return FINE


def told_in(entry: Entry) -> State:
    """State and reasons, out of a fact of the history."""
    reasons = entry.data.get("reasons")
    words = map(str, reasons) if isinstance(reasons, list) else ()
    return str(entry.data["state"]), tuple(words)

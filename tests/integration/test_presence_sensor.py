"""A radar on a pseudo-terminal: who is there, since when nobody is, and what it cannot say."""

from collections.abc import Iterator

import pytest
from till_and_terminal import until

from hardware.health import DeviceState, Health
from hardware.presence import sensor
from hardware.presence.sensor import PresenceSensor, Sight
from hardware.presence.simulator import SimulatedRadar
from hardware.serial_ports import PortMatch


class Watcher:
    """A radar that is driven, and what it told."""

    def __init__(self, peer: SimulatedRadar) -> None:
        self.sights: list[Sight] = []
        match = PortMatch(device=str(peer.port), baudrate=256000)
        self.sensor = PresenceSensor("radar", match, near=120)
        self.sensor.start(self._hear)

    def _hear(self, event: Sight | Health) -> None:
        if isinstance(event, Sight):
            self.sights.append(event)

    @property
    def away(self) -> float | None:
        return self.sensor.away_s()


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sensor, "MUTE_S", 0.5)


@pytest.fixture
def peer() -> Iterator[SimulatedRadar]:
    made = SimulatedRadar()
    made.power(on=True)
    yield made
    made.power(on=False)


@pytest.fixture
def watcher(peer: SimulatedRadar) -> Iterator[Watcher]:
    made = Watcher(peer)
    until(lambda: made.away == 0)
    yield made
    made.sensor.stop(5.0)


def test_somebody_who_leaves_has_been_gone_ever_longer(
    watcher: Watcher, peer: SimulatedRadar
) -> None:
    peer.distance = None
    until(lambda: (watcher.away or 0) > 0.3)
    peer.distance = 80
    until(lambda: watcher.away == 0)
    told = [(s.here, s.distance) for s in watcher.sights]
    assert told == [(True, 60), (False, None), (True, 80)]


def test_who_passes_far_away_is_nobody(watcher: Watcher, peer: SimulatedRadar) -> None:
    peer.distance = 250
    until(lambda: (watcher.away or 0) > 0)
    assert watcher.sights[-1] == Sight(here=False, distance=250)


def test_who_stands_still_is_there(watcher: Watcher, peer: SimulatedRadar) -> None:
    peer.still = True
    watcher.sensor.look()
    until(lambda: len(watcher.sights) == 2)
    assert watcher.away == 0


@pytest.mark.parametrize("fault", ["mute", "noise", "unplugged"])
def test_one_that_says_nothing_that_can_be_read_says_nobody_of_nobody(
    watcher: Watcher, peer: SimulatedRadar, fault: str
) -> None:
    peer.distance = None
    until(lambda: bool(watcher.away))
    if fault == "mute":
        peer.mute = True
    elif fault == "noise":
        peer.noise = b"\xf4\xf3\xf2\xf1\xff\x00" * 4
    else:
        peer.power(on=False)
    until(lambda: watcher.away is None)
    until(lambda: watcher.sensor.health().state is DeviceState.OFFLINE)
    peer.mute, peer.noise, peer.distance = False, b"", 60
    peer.power(on=True)
    until(lambda: watcher.away == 0)
    until(lambda: watcher.sensor.health().state is DeviceState.READY)

"""A paging transmitter on a pseudo-terminal and on the network: what rings, and what never
rings twice."""

import time
from collections.abc import Iterator

import pytest
from till_and_terminal import until

from hardware.health import DeviceState, Health
from hardware.pagers import driver, session
from hardware.pagers.driver import REFUSED, Fate, Page, Paged, Transmitter
from hardware.pagers.session import open_line
from hardware.pagers.simulator import SimulatedTransmitter, SocketTransmitter
from hardware.pagers.tap import ACK


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits ten seconds for an answer that does not come."""
    monkeypatch.setattr(session, "GREET_S", 0.3)
    monkeypatch.setattr(session, "ANSWER_S", 0.5)
    monkeypatch.setattr(driver, "LOOK_S", 0.3)
    monkeypatch.setattr(driver, "AGAIN_S", 0.1)


class Waiter:
    """Somebody who pages, and hears what became of it."""

    def __init__(self, address: str, model: str = "tap_8n1") -> None:
        self.ends: list[tuple[str, Fate]] = []
        self.transmitter = Transmitter("t", address, model)
        self.transmitter.start(self._hear)

    def _hear(self, event: Paged | Health) -> None:
        if isinstance(event, Paged):
            self.ends.append((event.page.key, event.fate))

    def page(
        self, key: str, text: str = "Pret : table 12", seconds: float = 20
    ) -> None:
        until_ = time.monotonic() + seconds
        page = Page(key=key, number="14", text=text, until=until_)
        assert self.transmitter.page(page)

    def ready(self) -> None:
        until(lambda: self.transmitter.health().state is DeviceState.READY)


@pytest.fixture
def peer() -> Iterator[SimulatedTransmitter]:
    made = SimulatedTransmitter()
    made.power(on=True)
    yield made
    made.power(on=False)


@pytest.fixture
def on_network() -> Iterator[SocketTransmitter]:
    made = SocketTransmitter()
    yield made
    made.stop()


@pytest.fixture
def waiter(peer: SimulatedTransmitter) -> Iterator[Waiter]:
    made = Waiter(f"serial://{peer.port}")
    yield made
    made.transmitter.stop(5.0)


@pytest.fixture
def caller(on_network: SocketTransmitter) -> Iterator[Waiter]:
    made = Waiter(on_network.address)
    yield made
    made.transmitter.stop(5.0)


def test_a_ready_plate_rings_on_the_wrist(
    waiter: Waiter, peer: SimulatedTransmitter
) -> None:
    waiter.ready()
    waiter.page("a")
    waiter.page("b", "Marc vous appelle")
    until(lambda: len(waiter.ends) == 2)
    assert waiter.ends == [("a", Fate.SENT), ("b", Fate.SENT)]
    assert peer.shown == [("14", "Pret : table 12"), ("14", "Marc vous appelle")]


def test_a_line_of_seven_bits_with_parity_is_opened_as_the_protocol_says(
    peer: SimulatedTransmitter,
) -> None:
    port = open_line(f"serial://{peer.port}?baud=1200", "tap")
    assert (port.bytesize, port.parity, port.baudrate) == (7, "E", 1200)
    port.close()


def test_it_rings_over_the_network_too(
    caller: Waiter, on_network: SocketTransmitter
) -> None:
    caller.ready()
    caller.page("a")
    until(lambda: caller.ends == [("a", Fate.SENT)])
    assert on_network.brain.shown == [("14", "Pret : table 12")]


def test_a_page_waits_for_a_transmitter_that_is_plugged_in_again(
    waiter: Waiter, peer: SimulatedTransmitter
) -> None:
    waiter.ready()
    peer.power(on=False)
    until(lambda: not waiter.transmitter.health().state.usable)
    assert waiter.transmitter.health().reasons == {"unplugged"}
    waiter.page("a")
    peer.power(on=True)
    until(lambda: waiter.ends == [("a", Fate.SENT)])
    assert len(peer.shown) == 1


def test_a_page_that_nobody_needs_any_more_is_let_go_of(
    waiter: Waiter, peer: SimulatedTransmitter
) -> None:
    peer.brain.mute = True
    waiter.page("a", seconds=0.2)
    until(lambda: waiter.ends == [("a", Fate.NOT_SENT)])
    peer.brain.mute = False
    waiter.ready()
    assert peer.shown == []


def test_a_garbled_line_says_it_again_and_rings_once(
    waiter: Waiter, peer: SimulatedTransmitter
) -> None:
    peer.brain.garbles = 2
    waiter.page("a")
    until(lambda: waiter.ends == [("a", Fate.SENT)])
    assert len(peer.shown) == 1


def test_a_pager_that_does_not_exist_is_said(
    waiter: Waiter, peer: SimulatedTransmitter
) -> None:
    peer.brain.pagers = {"15"}
    waiter.page("a")
    until(lambda: waiter.ends == [("a", Fate.REFUSED)])
    until(lambda: waiter.transmitter.health().reasons == {REFUSED})
    assert waiter.transmitter.health().state is DeviceState.DEGRADED
    peer.brain.pagers = None
    waiter.page("b")
    until(lambda: waiter.transmitter.health().state is DeviceState.READY)


def test_an_answer_that_is_lost_never_rings_twice(
    caller: Waiter, on_network: SocketTransmitter
) -> None:
    caller.ready()
    on_network.cut = lambda answer: b"211" in answer and ACK in answer
    caller.page("a")
    until(lambda: caller.ends == [("a", Fate.UNSURE)])
    on_network.cut = lambda answer: False
    caller.ready()
    caller.page("b")
    until(lambda: len(caller.ends) == 2)
    assert [text for _, text in on_network.brain.shown] == ["Pret : table 12"] * 2


def test_one_that_answers_nothing_to_a_page_is_told_and_not_believed(
    waiter: Waiter, peer: SimulatedTransmitter
) -> None:
    waiter.ready()
    peer.brain.deaf = True
    waiter.page("a")
    until(lambda: waiter.ends == [("a", Fate.UNSURE)])
    until(lambda: waiter.transmitter.health().state is DeviceState.READY)
    assert len(peer.shown) == 1


@pytest.mark.parametrize("kept", [0, 3, 21, 41, 44])
def test_a_line_that_is_cut_anywhere_rings_once_at_most(kept: int) -> None:
    """Of all answers together, only so many bytes come through before the cut."""
    peer, left = SocketTransmitter(), [kept]

    def cut(answer: bytes) -> bool:
        left[0] -= len(answer)
        return left[0] < 0

    peer.cut = cut
    waiter = Waiter(peer.address)
    try:
        waiter.page("a", seconds=1.0)
        until(lambda: waiter.ends != [])
    finally:
        waiter.transmitter.stop(5.0)
        peer.stop()
    (end,) = waiter.ends
    rung = len(peer.brain.shown)
    assert rung == 1 if end[1] is Fate.SENT else rung <= 1
    assert end[1] in (Fate.SENT, Fate.UNSURE) or rung == 0

"""What a till may rely on of a customer display, over a real line."""

import sys
from collections.abc import Iterator

import pytest
from till_and_terminal import until

from hardware.displays.driver import SerialDisplay
from hardware.displays.screen import PAGES, Lines, Mode, Row
from hardware.displays.simulator import SimulatedDisplay
from hardware.health import DeviceState, Health
from hardware.serial_ports import PortMatch

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")


def priced(name: str, amount: str) -> Lines:
    return Lines(Row(name), Row("Total", amount))


def reads(name: str, amount: str) -> tuple[str, str]:
    return name, "Total" + amount.rjust(15)


class Counter:
    """A display and its driver."""

    def __init__(self, mode: Mode) -> None:
        self.peer = SimulatedDisplay()
        self.peer.power(on=True)
        match = PortMatch(device=str(self.peer.port))
        self.display = SerialDisplay("d", match, mode=mode, page=PAGES["cp858"])
        self.healths: list[Health] = []
        self.display.start(self.healths.append)


@pytest.fixture(params=list(Mode))
def counter(request: pytest.FixtureRequest) -> Iterator[Counter]:
    it = Counter(request.param)
    yield it
    it.display.stop(5.0)
    it.peer.power(on=False)


def test_the_newest_lines_win(counter: Counter) -> None:
    until(lambda: counter.display.health().state is DeviceState.READY)
    for number in range(500):
        counter.display.show(priced(f"Article {number}", "1,00 €"))
    until(lambda: counter.peer.text == reads("Article 499", "1,00 €"))
    assert counter.peer.updates < 50


def test_it_shows_the_newest_when_it_comes_back(counter: Counter) -> None:
    counter.display.show(priced("Café", "2,50 €"))
    until(lambda: counter.peer.text == reads("Café", "2,50 €"))
    counter.peer.power(on=False)
    counter.display.show(priced("Thé", "3,00 €"))
    until(lambda: counter.display.health().state is DeviceState.OFFLINE)
    counter.peer.power(on=True)
    until(lambda: counter.peer.text == reads("Thé", "3,00 €"))
    assert counter.display.health().state is DeviceState.READY


def test_it_is_dark_when_the_till_is_shut(counter: Counter) -> None:
    counter.display.show(priced("Café", "2,50 €"))
    until(lambda: counter.peer.text[0] == "Café")
    counter.display.stop(5.0)
    until(lambda: counter.peer.text == ("", ""))

"""An NFC reader on a pseudo-terminal: badges laid on it, taken away, pulled out."""

import time
from collections.abc import Iterator

import pytest
from till_and_terminal import until

from hardware.health import DeviceState, Health
from hardware.scanners import nfc_reader
from hardware.scanners.nfc_reader import RANDOM, NfcReader
from hardware.scanners.nfc_simulator import SimulatedNfcReader
from hardware.scanners.pn532 import PN532
from hardware.scanners.scan import Scan
from hardware.serial_ports import PortMatch

CARD, OTHER, PHONE = "04A2B3C4D5E680", "04112233", "08F1E2D3"


class Listener:
    """A reader that is driven, and what it read."""

    def __init__(self, peer: SimulatedNfcReader) -> None:
        self.scans: list[Scan] = []
        self.reader = NfcReader(
            "nfc", PortMatch(device=str(peer.port), baudrate=115200)
        )
        self.reader.start(self._hear)

    def _hear(self, event: Scan | Health) -> None:
        if isinstance(event, Scan):
            self.scans.append(event)

    def ready(self) -> None:
        until(lambda: self.reader.health().state is DeviceState.READY)

    @property
    def texts(self) -> list[str]:
        return [scan.text for scan in self.scans]


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nfc_reader, "REST_S", 0.01)
    monkeypatch.setattr(nfc_reader, "ANSWER_S", 0.3)


@pytest.fixture
def peer() -> Iterator[SimulatedNfcReader]:
    made = SimulatedNfcReader()
    made.power(on=True)
    yield made
    made.power(on=False)


@pytest.fixture
def listener(peer: SimulatedNfcReader) -> Iterator[Listener]:
    made = Listener(peer)
    made.ready()
    yield made
    made.reader.stop(5.0)


def test_a_badge_that_stays_there_is_read_once(
    listener: Listener, peer: SimulatedNfcReader
) -> None:
    peer.lay(CARD)
    until(lambda: listener.texts == [CARD])
    peer.lay(OTHER)
    until(lambda: listener.texts == [CARD, OTHER])
    assert all(scan.source == "nfc" for scan in listener.scans)


def test_the_same_badge_is_read_again_once_it_was_taken_away(
    listener: Listener, peer: SimulatedNfcReader
) -> None:
    for times in (1, 2):
        peer.lay(CARD)
        until(lambda times=times: len(listener.texts) == times)
        peer.lay("")
        time.sleep(0.2)  # some looks at nothing
    assert listener.texts == [CARD, CARD]


def test_a_telephone_is_marked(listener: Listener, peer: SimulatedNfcReader) -> None:
    peer.lay(PHONE)
    until(lambda: [scan.symbology for scan in listener.scans] == [RANDOM])


def test_a_reader_that_is_pulled_out_comes_back(
    listener: Listener, peer: SimulatedNfcReader
) -> None:
    peer.power(on=False)
    until(lambda: listener.reader.health().state is DeviceState.OFFLINE)
    peer.power(on=True)
    listener.ready()
    peer.lay(CARD)
    until(lambda: listener.texts == [CARD])


def test_another_chip_at_that_port_is_told_from_a_pulled_cable(
    listener: Listener, peer: SimulatedNfcReader
) -> None:
    peer.power(on=False)
    until(lambda: listener.reader.health().reasons == {"unplugged"})
    peer.chip = 0x07
    peer.power(on=True)
    until(lambda: listener.reader.health().reasons == {"protocol"})
    peer.chip = PN532
    listener.ready()


def test_one_that_falls_silent_is_told(
    listener: Listener, peer: SimulatedNfcReader
) -> None:
    peer.mute = True
    until(lambda: listener.reader.health().state is DeviceState.OFFLINE)
    peer.mute = False
    listener.ready()

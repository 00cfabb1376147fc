"""Bytes of a serial gun become scans, whole and byte by byte."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from serial.tools.list_ports_common import ListPortInfo

from hardware.errors import HardwareError
from hardware.scanners.scan import GS1, SYMBOLOGIES, Scan, split_aim
from hardware.scanners.serial_reader import MAX_CODE, ScanFramer
from hardware.serial_ports import PortMatch, find_port

ROWS: list[tuple[bytes, list[tuple[str, str]]]] = [
    (b"]E03017620422003\r", [("EAN-13", "3017620422003")]),
    (b"3017620422003\r\n", [("", "3017620422003")]),
    (b"]E496385074\t", [("EAN-8", "96385074")]),
    (
        b"]d20103453120000011172612311 0ABC\x1d3103001250\r",
        [("GS1-DATAMATRIX", "0103453120000011172612311 0ABC\x1d3103001250")],
    ),
    (b"]C10112345\r]Q3x\r", [("GS1-128", "0112345"), ("GS1-QR", "x")]),
    ("]Q1Crème brûlée\r".encode(), [("QR", "Crème brûlée")]),
    ("Crème\r".encode("latin-1"), [("", "Crème")]),
    (b"]X9abc\r", [("", "abc")]),
    (b"\r\r\n\r", []),
    (b"  \r", []),
    (b"]E0\r", []),
]


def _scans(expected: list[tuple[str, str]]) -> list[Scan]:
    return [Scan(text=text, symbology=name, source="serial") for name, text in expected]


@pytest.mark.parametrize(("received", "expected"), ROWS)
def test_bytes_become_scans(received: bytes, expected: list[tuple[str, str]]) -> None:
    assert ScanFramer().feed(received) == _scans(expected)


@pytest.mark.parametrize(("received", "expected"), ROWS)
def test_bytes_cut_in_two_anywhere_become_the_same_scans(
    received: bytes, expected: list[tuple[str, str]]
) -> None:
    for at in range(len(received) + 1):
        framer = ScanFramer()
        assert framer.feed(received[:at]) + framer.feed(received[at:]) == _scans(
            expected
        )


@pytest.mark.parametrize(("received", "expected"), ROWS)
def test_silence_ends_a_code_without_suffix(
    received: bytes, expected: list[tuple[str, str]]
) -> None:
    framer = ScanFramer()
    scans = framer.feed(received.rstrip(b"\r\n\t")) + framer.idle()
    assert scans == _scans(expected)
    assert framer.idle() == []


def test_noise_without_end_stays_small() -> None:
    framer = ScanFramer()
    assert framer.feed(b"x" * 100_000) == []
    (scan,) = framer.idle()
    assert len(scan.text) == MAX_CODE


@given(st.lists(st.binary(max_size=40), max_size=10))
def test_no_bytes_raise(pieces: list[bytes]) -> None:
    framer = ScanFramer()
    for piece in pieces:
        for scan in framer.feed(piece) + framer.idle():
            assert scan.text.strip()


@pytest.mark.parametrize(("code", "name"), SYMBOLOGIES.items())
def test_each_symbology_is_named(code: str, name: str) -> None:
    assert split_aim(f"]{code}123") == (name, "123")


def test_the_gs1_symbologies_are_symbologies() -> None:
    assert set(SYMBOLOGIES.values()) >= GS1


def test_a_port_is_found_by_its_name_when_no_ids_are_given() -> None:
    assert find_port(PortMatch(device="/dev/ttyS9")) == "/dev/ttyS9"


@pytest.fixture
def two_guns(monkeypatch: pytest.MonkeyPatch) -> None:
    guns = []
    for device, number in (("/dev/ttyACM0", "A1"), ("/dev/ttyACM1", "B2")):
        gun = ListPortInfo(device)
        gun.vid, gun.pid, gun.serial_number = 0x0C2E, 0x0B6A, number
        guns.append(gun)
    monkeypatch.setattr("serial.tools.list_ports.comports", lambda: guns)


@pytest.mark.usefixtures("two_guns")
@pytest.mark.parametrize(
    ("match", "device"),
    [
        (PortMatch(vid=0x0C2E), "/dev/ttyACM0"),
        (PortMatch(vid=0x0C2E, pid=0x0B6A, serial_number="B2"), "/dev/ttyACM1"),
    ],
)
def test_a_gun_is_found_by_what_it_is(match: PortMatch, device: str) -> None:
    assert find_port(match) == device


@pytest.mark.usefixtures("two_guns")
@pytest.mark.parametrize(
    "match",
    [
        PortMatch(vid=0x0C2F),
        PortMatch(vid=0x0C2E, pid=1),
        PortMatch(vid=0x0C2E, serial_number="C3"),
    ],
)
def test_a_gun_that_is_not_plugged_in_is_not_found(match: PortMatch) -> None:
    with pytest.raises(HardwareError, match="no port"):
        find_port(match)

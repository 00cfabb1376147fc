"""A gun on a pseudo-terminal: read, unplugged, plugged in again."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue

import pytest
from serial_gun import Gun
from till_and_terminal import until

from hardware.errors import HardwareError
from hardware.health import DeviceState, Health
from hardware.scanners.scan import Scan
from hardware.scanners.serial_reader import (
    Port,
    ScannerEvent,
    SerialScanner,
    open_serial,
)
from hardware.serial_ports import PortMatch, port_match

EAN = "3017620422003"


@contextmanager
def scanning(gun: Gun) -> Iterator[tuple[SerialScanner, Queue[Scan], list[Health]]]:
    scans: Queue[Scan] = Queue()
    healths: list[Health] = []

    def hear(event: ScannerEvent) -> None:
        if isinstance(event, Scan):
            scans.put(event)
        else:
            healths.append(event)

    scanner = SerialScanner("gun", PortMatch(device=str(gun.device)))
    scanner.start(hear)
    try:
        yield scanner, scans, healths
    finally:
        scanner.stop(5.0)


@pytest.fixture
def gun(tmp_path: Path) -> Gun:
    return Gun(tmp_path)


def test_a_gun_is_read_with_and_without_suffix(gun: Gun) -> None:
    gun.plug_in()
    with scanning(gun) as (scanner, scans, _):
        until(lambda: scanner.health().state is DeviceState.READY)
        gun.send(f"]E0{EAN}\r")
        read = Scan(text=EAN, symbology="EAN-13", source="serial")
        assert scans.get(timeout=5) == read
        gun.send("96385074")
        assert scans.get(timeout=5) == Scan(text="96385074", source="serial")
        gun.send("0112345\x1d10A\r")
        assert scans.get(timeout=5).text == "0112345\x1d10A"
    gun.unplug()


def test_a_gun_that_is_unplugged_is_found_again(gun: Gun) -> None:
    gun.plug_in()
    with scanning(gun) as (scanner, scans, healths):
        until(lambda: scanner.health().state is DeviceState.READY)
        gun.unplug()
        until(lambda: scanner.health().state is DeviceState.OFFLINE)
        assert scanner.health().reasons == {"unplugged"}
        gun.plug_in()
        until(lambda: scanner.health().state is DeviceState.READY)
        gun.send(f"{EAN}\r")
        assert scans.get(timeout=5).text == EAN
    assert [health.state for health in healths] == [
        DeviceState.CONNECTING,
        DeviceState.READY,
        DeviceState.OFFLINE,
        DeviceState.READY,
        DeviceState.OFFLINE,
    ]
    assert healths[-1].reasons == {"stopped"}
    gun.unplug()


def test_a_gun_that_was_never_there_is_offline_and_stops_at_once(gun: Gun) -> None:
    with scanning(gun) as (scanner, _, healths):
        until(lambda: scanner.health().state is DeviceState.OFFLINE)
        assert "ttyGUN" in healths[-1].detail


def test_a_listener_that_fails_costs_no_scan(
    gun: Gun, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[ScannerEvent] = []

    def fail(event: ScannerEvent) -> None:
        heard.append(event)
        raise ZeroDivisionError

    gun.plug_in()
    scanner = SerialScanner("gun", PortMatch(device=str(gun.device)))
    with caplog.at_level(logging.CRITICAL):
        scanner.start(fail)
        until(lambda: scanner.health().state is DeviceState.READY)
        gun.send(f"{EAN}\r{EAN}\r")
        until(lambda: sum(isinstance(each, Scan) for each in heard) == 2)
        scanner.stop(5.0)
    gun.unplug()


def test_a_bug_of_ours_is_a_fault_and_the_gun_is_opened_again(
    gun: Gun, caplog: pytest.LogCaptureFixture
) -> None:
    gun.plug_in()
    attempts: list[PortMatch] = []

    def fail_once(match: PortMatch) -> Port:
        attempts.append(match)
        if len(attempts) == 1:
            raise ZeroDivisionError
        return open_serial(match)

    states: list[DeviceState] = []

    def hear(event: ScannerEvent) -> None:
        if isinstance(event, Health):
            states.append(event.state)

    scanner = SerialScanner(
        "gun",
        PortMatch(device=str(gun.device)),
        open_port=fail_once,
    )
    with caplog.at_level(logging.CRITICAL):
        scanner.start(hear)
        until(lambda: scanner.health().state is DeviceState.READY)
        scanner.stop(5.0)
    assert states[:3] == [DeviceState.CONNECTING, DeviceState.FAULT, DeviceState.READY]
    gun.unplug()


def test_a_scanner_runs_once(gun: Gun) -> None:
    with scanning(gun) as (scanner, _, _), pytest.raises(RuntimeError):
        scanner.start(print)


def test_a_port_that_cannot_be_opened_says_so(tmp_path: Path) -> None:
    with pytest.raises(HardwareError, match="cannot open"):
        open_serial(PortMatch(device=str(tmp_path / "none")))


def test_an_address_names_the_port_or_the_gun() -> None:
    assert port_match("serial:///dev/ttyACM0") == PortMatch(device="/dev/ttyACM0")
    assert port_match("serial://COM3?baud=115200") == PortMatch(
        device="COM3", baudrate=115200
    )
    assert port_match("serial://05e0:1701?baud=9600") == PortMatch(
        vid=0x05E0, pid=0x1701
    )
    for wrong in ("sim://", "serial://", "tcp://192.0.2.1", "serial://COM3?baud=x"):
        with pytest.raises(ValueError, match=r"serial address|invalid literal"):
            port_match(wrong)

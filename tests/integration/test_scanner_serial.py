"""A gun on a pseudo-terminal: read, unplugged, plugged in again."""

import logging
import os
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue

import pytest
from till_and_terminal import until

from hardware.errors import HardwareError
from hardware.health import DeviceState, Health
from hardware.scanners.scan import Scan
from hardware.scanners.serial_reader import (
    Port,
    PortMatch,
    ScannerEvent,
    SerialScanner,
    open_serial,
)

EAN = "3017620422003"


class Gun:
    """The other end of the line; `device` is a path that survives replugging."""

    def __init__(self, folder: Path) -> None:
        self.device = folder / "ttyGUN"
        self._line = -1

    def plug_in(self) -> None:
        self._line, end = os.openpty()
        tty.setraw(end)
        self.device.unlink(missing_ok=True)
        self.device.symlink_to(os.ttyname(end))
        self._end = end

    def unplug(self) -> None:
        self.device.unlink()
        os.close(self._end)
        os.close(self._line)

    def send(self, text: str) -> None:
        os.write(self._line, text.encode())


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

"""Guns whose keys Linux hands to us alone: input events as characters.

There is no uinput here: the device file is a pipe that carries the kernel's own records,
and the grab is what the test says it is.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.errors import DeviceUnreachableError
from hardware.scanners.input_port import (
    EV_KEY,
    EVENT,
    KEYS,
    InputPort,
    KeyReader,
    find_input,
    input_match,
    retyped,
    udev_rule,
)
from hardware.scanners.scan import Scan
from hardware.serial_ports import PortMatch

SHIFT, CTRL = 42, 29


def events(*keys: tuple[int, int]) -> bytes:
    """(code, value) as the kernel writes them, each with its end of report."""
    return b"".join(
        EVENT.pack(1, 2, EV_KEY, code, value) + EVENT.pack(1, 2, 0, 0, 0)
        for code, value in keys
    )


def stroke(char: str) -> bytes:
    code, shifted = next(
        (code, pair[0] != char) for code, pair in KEYS.items() if char in pair
    )
    press = events((code, 1), (code, 0))
    return events((SHIFT, 1)) + press + events((SHIFT, 0)) if shifted else press


@pytest.mark.parametrize("code", KEYS)
def test_every_key_types_what_it_says(code: int) -> None:
    plain, shifted = KEYS[code]
    assert KeyReader().feed(events((code, 1), (code, 0))) == plain
    reader = KeyReader()
    assert reader.feed(events((SHIFT, 1), (code, 1), (code, 0), (SHIFT, 0))) == shifted
    assert reader.feed(events((code, 1))) == plain


def test_a_code_with_a_group_separator_comes_whole_and_split_at_every_byte() -> None:
    text = "]d20103453120000011"
    wire = b"".join(map(stroke, text)) + events((CTRL, 1), (27, 1), (CTRL, 0))
    wire += b"".join(map(stroke, "3103001250\r"))
    expected = text + "\x1d3103001250\r"
    assert KeyReader().feed(wire) == expected
    for at in range(0, len(wire), 7):
        reader = KeyReader()
        assert reader.feed(wire[:at]) + reader.feed(wire[at:]) == expected


def test_a_key_held_down_types_once() -> None:
    assert KeyReader().feed(events((2, 1), (2, 2), (2, 2), (2, 0))) == "1"


@given(st.binary(max_size=400))
def test_nothing_that_comes_breaks_it(noise: bytes) -> None:
    assert isinstance(KeyReader().feed(noise), str)


def test_a_french_gun_is_understood() -> None:
    read = retyped(Scan(text="#&^)", source="serial"))
    assert (read.text, read.source, read.repaired) == ("3760", "wedge", True)
    read = retyped(Scan(text="3760#", source="serial"))
    assert (read.text, read.repaired) == ("3760#", False)


@pytest.fixture
def device(tmp_path: Path) -> Iterator[tuple[str, int]]:
    """A device file, and the end that types into it."""
    if sys.platform == "win32":
        pytest.skip("no named pipes")
    path = tmp_path / "event7"
    os.mkfifo(path)
    end = os.open(path, os.O_RDWR)
    yield str(path), end
    os.close(end)


def test_a_port_is_read_like_a_serial_one(device: tuple[str, int]) -> None:
    path, end = device
    grabbed: list[int] = []
    port = InputPort(path, grabbed.append)
    assert len(grabbed) == 1
    assert port.read(1) == b""
    os.write(end, b"".join(map(stroke, "3760123450010\r")))
    heard = b""
    while not heard.endswith(b"\r"):
        heard += port.read(1)
    assert heard == b"3760123450010\r"
    port.close()


def test_a_device_that_somebody_else_has_is_not_ours(device: tuple[str, int]) -> None:
    def taken(_file: int) -> None:
        raise OSError(16, "Device or resource busy")

    with pytest.raises(DeviceUnreachableError, match="grab"):
        InputPort(device[0], taken)
    with pytest.raises(DeviceUnreachableError, match="open"):
        InputPort(device[0] + "x", taken)


def test_a_gun_is_found_by_its_usb_ids(tmp_path: Path) -> None:
    for name, vendor, ev in (("event2", "05e0", "1"), ("event9", "05e0", "120013")):
        ids = tmp_path / name / "device" / "id"
        ids.mkdir(parents=True)
        (ids / "vendor").write_text(vendor + "\n")
        (ids / "product").write_text("1701\n")
        capabilities = tmp_path / name / "device" / "capabilities"
        capabilities.mkdir()
        (capabilities / "ev").write_text(ev + "\n")
    match = input_match("input://05e0:1701")
    assert find_input(match, tmp_path) == "/dev/input/event9"
    with pytest.raises(DeviceUnreachableError):
        find_input(input_match("input://05e0:1702"), tmp_path)
    path = "/dev/input/by-id/usb-Honeywell-event-kbd"
    assert find_input(input_match(f"input://{path}"), tmp_path) == path
    with pytest.raises(ValueError, match="input"):
        input_match("serial:///dev/ttyACM0")


def test_the_rule_names_the_gun_alone() -> None:
    assert udev_rule(PortMatch(vid=0x05E0, pid=0x1701)) == (
        'SUBSYSTEM=="input", KERNEL=="event*", ATTRS{idVendor}=="05e0", '
        'ATTRS{idProduct}=="1701", TAG+="uaccess"'
    )

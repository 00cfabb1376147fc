"""Ways to a device: TCP, serial line, device file, plain file; and their ends."""

import os
import pty
import socket
import threading
import time
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware.errors import DeviceUnreachableError
from hardware.printers.link import WakeUp
from hardware.transport import (
    PathTransport,
    SerialTransport,
    TcpTransport,
    Transport,
    transport,
)


@pytest.fixture
def wake() -> Iterator[WakeUp]:
    bell = WakeUp()
    yield bell
    bell.close()


@pytest.fixture
def peer() -> Iterator[socket.socket]:
    listener = socket.create_server(("127.0.0.1", 0))
    yield listener
    listener.close()


def read_until(link: Transport, wake: WakeUp, count: int) -> bytes:
    """Reads `count` bytes, at most for two seconds."""
    received, deadline = b"", time.monotonic() + 2
    while len(received) < count and time.monotonic() < deadline:
        link.wait(wake.socket, 0.1, to_write=False)
        received += link.read()
    return received


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("tcp://192.168.1.30:9100", TcpTransport),
        ("tcp://cuisine.local", TcpTransport),
        ("serial:///dev/ttyUSB0?baud=9600", SerialTransport),
        ("serial://COM3", SerialTransport),
        ("usb:///dev/usb/lp0", PathTransport),
        ("file:///tmp/tickets.bin", PathTransport),
    ],
)
def test_an_address_names_its_transport(address: str, kind: type[Transport]) -> None:
    assert type(transport(address)) is kind


@pytest.mark.parametrize(
    "address", ["", "tcp://", "tcp://h:0", "lpt1", "http://x", "file://"]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="not a device address"):
        transport(address)


def test_a_slow_line_is_known_to_be_slow() -> None:
    assert transport("serial:///dev/ttyS0?baud=9600").bytes_per_s == 960
    assert transport("tcp://x").bytes_per_s is None


def test_tcp_carries_bytes_both_ways(peer: socket.socket, wake: WakeUp) -> None:
    link = TcpTransport(*peer.getsockname())
    link.open()
    device, _ = peer.accept()
    with device:
        assert link.write(b"hello") == 5
        assert device.recv(10) == b"hello"
        assert link.read() == b""
        device.sendall(b"world")
        assert read_until(link, wake, 5) == b"world"
    link.close()
    link.close()


def test_tcp_takes_only_what_the_device_takes(
    peer: socket.socket, wake: WakeUp
) -> None:
    link = TcpTransport(*peer.getsockname())
    link.open()
    device, _ = peer.accept()
    with device:
        sent = 0
        while accepted := link.write(bytes(65536)):
            sent += accepted
        assert link.write(b"x") == 0
        received = 0
        while received < sent:
            received += len(device.recv(65536))
        assert not link.wait(wake.socket, 2, to_write=True)
        assert link.write(b"x") == 1
    link.close()


def test_a_device_that_hangs_up_is_unreachable(
    peer: socket.socket, wake: WakeUp
) -> None:
    link = TcpTransport(*peer.getsockname())
    link.open()
    peer.accept()[0].close()
    link.wait(wake.socket, 1, to_write=False)
    with pytest.raises(DeviceUnreachableError, match="closed by the device"):
        link.read()
    link.close()
    for broken in (link.read, lambda: link.write(b"x")):
        with pytest.raises(DeviceUnreachableError, match="not open"):
            broken()


@pytest.mark.parametrize(
    "address",
    ["tcp://127.0.0.1:1", "serial:///dev/sotto-none", "usb:///no/such/folder/lp0"],
)
def test_where_nobody_is_opening_says_so(address: str) -> None:
    with pytest.raises(DeviceUnreachableError):
        transport(address).open()


def test_a_ring_ends_the_wait(peer: socket.socket, wake: WakeUp) -> None:
    link = TcpTransport(*peer.getsockname())
    link.open()
    device, _ = peer.accept()
    threading.Timer(0.05, wake.ring).start()
    begun = time.monotonic()
    assert link.wait(wake.socket, 5, to_write=False)
    assert time.monotonic() - begun < 2
    wake.clear()
    assert not link.wait(wake.socket, 0, to_write=False)
    device.close()
    link.close()


def test_a_serial_line_carries_bytes_both_ways(wake: WakeUp) -> None:
    master, slave = pty.openpty()
    tty.setraw(slave)
    link = SerialTransport(os.ttyname(slave), 19200)
    link.open()
    try:
        assert link.write(b"\x10\x04\x01") == 3
        assert os.read(master, 10) == b"\x10\x04\x01"
        assert link.read() == b""
        os.write(master, b"\x16")
        assert read_until(link, wake, 1) == b"\x16"
    finally:
        link.close()
        os.close(slave)
        os.close(master)
    with pytest.raises(DeviceUnreachableError):
        link.read()


def test_a_device_file_carries_bytes_both_ways(wake: WakeUp) -> None:
    master, slave = pty.openpty()
    tty.setraw(slave)
    link = PathTransport(Path(os.ttyname(slave)))
    link.open()
    try:
        assert link.can_read
        assert link.write(b"abc") == 3
        assert os.read(master, 10) == b"abc"
        os.write(master, b"\x12")
        assert read_until(link, wake, 1) == b"\x12"
    finally:
        link.close()
        os.close(slave)
        os.close(master)


def test_a_plain_file_collects_jobs_and_never_answers(
    tmp_path: Path, wake: WakeUp
) -> None:
    link = PathTransport(tmp_path / "tickets.bin")
    for _ in range(2):
        link.open()
        assert not link.can_read
        assert link.write(b"ticket") == 6
        assert link.read() == b""
        assert not link.wait(wake.socket, 0.01, to_write=False)
        link.close()
    assert (tmp_path / "tickets.bin").read_bytes() == b"ticketticket"

"""Serial ports by what is plugged into them: a path, a name, or USB ids."""

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hardware.errors import OPENING_FAILS, DeviceUnreachableError, HardwareError
from hardware.transport import serial_line

if TYPE_CHECKING:
    from serial import Serial

_FAILS: tuple[type[Exception], ...] = (*OPENING_FAILS, HardwareError)
_USB = re.compile(r"([0-9A-Fa-f]{4}):([0-9A-Fa-f]{4})")


@dataclass(frozen=True, slots=True, kw_only=True)
class PortMatch:
    """Which port a device is on: what it *is*, because names change from plug to plug.

    Attributes:
        device: path or name, used when nothing else is given.
        vid: USB vendor id.
        pid: USB product id.
        serial_number: USB serial number, to tell two equal devices apart.
        baudrate: of a real serial line; USB devices ignore it.
    """

    device: str = ""
    vid: int | None = None
    pid: int | None = None
    serial_number: str = ""
    baudrate: int = 9600


def port_match(address: str) -> PortMatch:
    """The port that an address names.

    `serial:///dev/ttyACM0?baud=9600` and `serial://COM3` name it as it is called;
    `serial://05e0:1701` names the device by its USB ids.

    Raises:
        ValueError: it is no such address.
    """
    port, baudrate = serial_line(address, baud=9600)
    usb = _USB.fullmatch(port)
    if usb is None:
        return PortMatch(device=port, baudrate=baudrate)
    return PortMatch(vid=int(usb[1], 16), pid=int(usb[2], 16), baudrate=baudrate)


def find_port(match: PortMatch) -> str:
    """The name under which the device is plugged in now.

    Raises:
        HardwareError: it is not plugged in.
    """
    if match.vid is None:
        return match.device
    from serial.tools.list_ports import comports

    for port in comports():
        if (
            port.vid == match.vid
            and match.pid in {None, port.pid}
            and match.serial_number in {"", port.serial_number}
        ):
            return str(port.device)
    raise HardwareError("no port with these USB ids")


def open_port(
    match: PortMatch,
    *,
    bits: int = 8,
    parity: str = "N",
    timeout: float | None = None,
    write_timeout: float | None = None,
) -> "Serial":
    """Opens the port that a device is on, for us alone where the system can.

    Args:
        bits, parity: how bytes are on the line; there is one stop bit.
        timeout, write_timeout: seconds that a read or a write waits at most.

    Raises:
        DeviceUnreachableError: it is not plugged in, or may not be opened.
    """
    import serial

    alone: dict[str, Any] = {"exclusive": True} if os.name == "posix" else {}
    try:
        return serial.Serial(
            find_port(match),
            match.baudrate,
            bytesize=bits,
            parity=parity,
            timeout=timeout,
            write_timeout=write_timeout,
            **alone,
        )
    except _FAILS as error:
        raise DeviceUnreachableError(f"cannot open: {error}") from error

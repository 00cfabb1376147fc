"""What is plugged into this machine, and what it is believed to be.

Looks only: nothing is opened. A USB vendor makes this or that kind of thing; a cable with
a converter in it says nothing about what hangs on its other end.
"""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PRINTER, TERMINAL, SCANNER, SCALE = "printer", "terminal", "scanner", "scale"
_VENDORS: dict[int, tuple[str, str]] = {
    0x04B8: ("Epson", PRINTER),
    0x0519: ("Star", PRINTER),
    0x1D90: ("Citizen", PRINTER),
    0x1504: ("Bixolon", PRINTER),
    0x0DD4: ("Custom", PRINTER),
    0x154F: ("SNBC", PRINTER),
    0x0416: ("Winbond", PRINTER),
    0x0483: ("STMicroelectronics", ""),
    0x0FE6: ("ICS", PRINTER),
    0x05E0: ("Zebra", SCANNER),
    0x0C2E: ("Honeywell", SCANNER),
    0x05F9: ("Datalogic", SCANNER),
    0x1EAB: ("Newland", SCANNER),
    0x2DD6: ("Netum", SCANNER),
    0x079B: ("Ingenico", TERMINAL),
    0x0B00: ("Ingenico", TERMINAL),
    0x11CA: ("Verifone", TERMINAL),
    0x0EB8: ("Mettler Toledo", SCALE),
    0x0922: ("Dymo", SCALE),
    0x0403: ("FTDI", ""),
    0x067B: ("Prolific", ""),
    0x1A86: ("QinHeng", ""),
    0x10C4: ("Silicon Labs", ""),
}
"""USB vendor id -> its name, and the kind it makes; "" for converters and bare chips.
Source: the list of USB ids (http://www.linux-usb.org/usb.ids)."""
_BY_ID = Path("/dev/input/by-id")
_KEYBOARD_END = "-event-kbd"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plugged:
    """One thing that is plugged in.

    Attributes:
        address: what a device there would be set to.
        path: as the system names it.
        usb: vendor and product, "05e0:1701"; "" where that is not known.
        label: what it says of itself.
        maker: who makes it, as far as its USB vendor tells.
        kind: "printer", "terminal", "scanner", "scale", "" when nobody can say.
        usable: this user may read and write it.
    """

    address: str
    path: str
    usb: str = ""
    label: str = ""
    maker: str = ""
    kind: str = ""
    usable: bool = True


def plugged() -> list[Plugged]:
    """All that is plugged in now: serial ports, USB printers, what types."""
    return [*_ports(), *_printers(), *_typists()]


def _ports() -> Iterator[Plugged]:
    from serial.tools.list_ports import comports

    for port in sorted(comports()):
        path = str(port.device)
        vid, pid = port.vid or 0, port.pid or 0
        usb = f"{vid:04x}:{pid:04x}" if vid else ""
        maker, kind = believed(vid)
        told = (port.manufacturer, port.product or port.description)
        yield Plugged(
            address=f"serial://{usb if usb and kind else path}",
            path=path,
            usb=usb,
            label=" ".join(str(t) for t in told if t and t != "n/a"),
            maker=maker,
            kind=kind,
            usable=not path.startswith("/") or os.access(path, os.R_OK | os.W_OK),
        )


def believed(vid: int) -> tuple[str, str]:
    """Maker and kind by USB vendor id; ("", "") for one that is not known."""
    return _VENDORS.get(vid, ("", ""))


def _printers() -> Iterator[Plugged]:
    for path in sorted(map(str, Path("/dev/usb").glob("lp*"))):
        vid, pid, label = _of_usb_printer(Path(path).name)
        yield Plugged(
            address=f"usb://{path}",
            path=path,
            usb=f"{vid:04x}:{pid:04x}" if vid else "",
            label=label,
            maker=believed(vid)[0],
            kind=PRINTER,
            usable=os.access(path, os.R_OK | os.W_OK),
        )


def _of_usb_printer(name: str) -> tuple[int, int, str]:
    """Vendor, product and what it says of itself, out of /sys; 0 where it is silent."""
    above = Path(f"/sys/class/usbmisc/{name}/device").resolve().parent

    def read(file: str) -> str:
        try:
            return (above / file).read_text(encoding="utf-8", errors="replace").strip()
        except OSError:
            return ""

    try:
        vid, pid = int(read("idVendor"), 16), int(read("idProduct"), 16)
    except ValueError:
        return 0, 0, ""
    return vid, pid, " ".join(filter(None, (read("manufacturer"), read("product"))))


def _typists() -> Iterator[Plugged]:
    """What types like a keyboard: guns, badge readers, and keyboards."""
    if sys.platform != "linux":
        return
    for path in sorted(_BY_ID.glob(f"usb-*{_KEYBOARD_END}")):
        label = path.name.removeprefix("usb-").removesuffix(_KEYBOARD_END)
        yield Plugged(
            address=f"input://{path}",
            path=str(path),
            label=label.replace("_", " "),
            usable=os.access(path, os.R_OK),
        )

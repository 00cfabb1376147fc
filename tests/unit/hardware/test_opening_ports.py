"""A cable that is pulled while its line is being set: gone, and no fault of ours."""

from collections.abc import Callable

import pytest

from hardware.displays.driver import SerialDisplay
from hardware.displays.screen import PAGES, Mode
from hardware.errors import HardwareError
from hardware.scales.line import Format, Line
from hardware.scanners.serial_reader import open_serial
from hardware.serial_ports import PortMatch
from hardware.terminals.serial_line import SerialLine
from hardware.transport import transport

termios = pytest.importorskip("termios")
PORT = PortMatch(device="/dev/ttyPULLED")


def display() -> object:
    made = SerialDisplay("d", PORT, mode=Mode("epson"), page=PAGES["cp858"])
    return made._open()


OPENS: dict[str, Callable[[], object]] = {
    "scale": Line(PORT, Format()).open,
    "display": display,
    "gun": lambda: open_serial(PORT),
    "terminal": SerialLine(PORT).open,
    "printer": transport("serial:///dev/ttyPULLED").open,
}


@pytest.mark.parametrize("kind", OPENS)
def test_a_cable_pulled_in_the_middle_is_a_device_that_is_gone(
    monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    def pulled(*_: object, **__: object) -> None:
        raise termios.error(5, "Input/output error")

    monkeypatch.setattr("serial.Serial", pulled)
    with pytest.raises(HardwareError):
        OPENS[kind]()

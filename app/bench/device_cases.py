"""What thirty devices cost that nobody uses: the drivers in a process of their own."""

import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from app.bench.timing import Row, row
from app.bootstrap import open_house
from app.domain.settings import DeviceSet
from db.profile import Profile
from hardware.displays.simulator import SimulatedDisplay
from hardware.printers.simulator import SimulatedPrinter
from hardware.scales.simulator import SimulatedScale
from hardware.terminals.simulator import SimulatedTerminal

_PRINTERS, _TERMINALS, _GUNS, _SCALES, _DISPLAYS = 14, 6, 4, 3, 3
_SAMPLES = 3


class _Switched(Protocol):
    """A peer that can be switched on and off."""

    def power(self, *, on: bool) -> object: ...


def devices(scale: str) -> Iterable[Row]:
    """Share of a core that the drivers take; on Linux and macOS."""
    del scale  # the journal has nothing to do with it
    with tempfile.TemporaryDirectory() as folder, _peers() as thirty:
        profile = Profile(Path(folder))
        with open_house(profile) as opened:
            mine = opened.house.world.settings.devices.values()
            gone = [replace(device, active=False) for device in mine]
            opened.house.record([*gone, *thirty])
        samples = [_child(folder) for _ in range(_SAMPLES)]
        floor = [_child(folder, "none")]
    yield row(f"devices.{len(thirty)}", samples, floor, unit="%")


def _child(*arguments: str) -> float:
    """Runs `app.bench.device_child` and gives what it printed."""
    command = [sys.executable, "-m", "app.bench.device_child", *arguments]
    done = subprocess.run(  # noqa: S603 # our own module
        command, check=False, capture_output=True, text=True, timeout=120
    )
    if done.returncode:
        sys.stderr.write(done.stderr)
        done.check_returncode()
    return float(done.stdout)


@contextmanager
def _peers() -> Iterator[list[DeviceSet]]:
    """The devices, each with its peer in this process."""
    printers = [SimulatedPrinter("epson_tm_m30") for _ in range(_PRINTERS)]
    for printer in printers:
        printer.start()
    terminals = [SimulatedTerminal() for _ in range(_TERMINALS)]
    scales = [SimulatedScale("cas") for _ in range(_SCALES)]
    displays = [SimulatedDisplay() for _ in range(_GUNS + _DISPLAYS)]
    others: list[_Switched] = [*terminals, *scales, *displays]
    for peer in others:
        peer.power(on=True)
    places = [
        *(("printer", "epson_tm_m30", each.address) for each in printers),
        *(("terminal", "caisse_ap", each.setup.address) for each in terminals),
        *(("scale", "cas", f"serial://{each.port}") for each in scales),
        *(("display", "epson", f"serial://{d.port}") for d in displays[_GUNS:]),
        *(("scanner", "serial", f"serial://{d.port}") for d in displays[:_GUNS]),
    ]
    try:
        yield [
            DeviceSet(
                id=f"d{n}", kind=kind, name=f"{n}", profile=model, address=address
            )
            for n, (kind, model, address) in enumerate(places)
        ]
    finally:
        for printer in printers:
            printer.stop()
        for peer in others:
            peer.power(on=False)

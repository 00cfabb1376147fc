"""What is on a port of the counter, as the office sets it: guns, scales, displays."""

import re
from collections.abc import Mapping
from contextlib import suppress

from app.domain.settings import (
    BEHIND,
    INPUT,
    INPUT_ADDRESS,
    READY,
    SCREEN,
    SCREENS,
    SIMULATED,
    TOUCH,
    DeviceSet,
)
from app.domain.world import World
from hardware.scales.kinds import KINDS as SCALES
from hardware.scales.kinds import least_of
from hardware.transport import serial_line
from resources.texts import tr
from widgets.dropdown import Entry

ON_PORTS = ("scanner", "scale", "display")
SPEEDS = (2400, 4800, 9600, 19200, 38400, 57600, 115200)
_SPEED = 9600
_NUMBERS = re.compile(r"\d{1,3}(\.\d{1,3}){3}(:\d{1,5})?", re.ASCII)
_SCREEN_ADDRESS = "screen://"
_MODELS: Mapping[str, Mapping[str, str]] = {
    "scanner": {
        "serial": "Douchette série",
        INPUT: "Douchette clavier, prise à part (Linux)",
    },
    "scale": {key: kind.label for key, kind in SCALES.items()},
    "display": {
        "epson": "Afficheur 2 × 20 (Epson)",
        "cd5220": "Afficheur 2 × 20 (CD5220)",
        SCREEN: "Deuxième écran de cette machine",
        TOUCH: "Deuxième écran, tactile",
        READY: "Deuxième écran : commandes prêtes",
    },
}


def port_models(kind: str) -> dict[str, str]:
    """Key -> name of every model of a kind that is on a port."""
    return {key: tr(words) for key, words in _MODELS[kind].items()}


def port_of(device: DeviceSet) -> tuple[str, str, str]:
    """Port, speed and least weight of a device as they are typed."""
    if device.address == SIMULATED:
        return SIMULATED, str(_SPEED), ""
    with suppress(ValueError):  # a port that cannot be is asked for again
        line = device.address.replace(INPUT_ADDRESS, "serial://", 1)
        port, speed = serial_line(line, baud=_SPEED)
        return port, str(speed), str(least_of(device.address) or "")
    return "", str(_SPEED), ""


def behind_of(device: DeviceSet) -> str:
    """Id of the printer that a display hangs on, "" for none."""
    found = device.address.startswith(BEHIND)
    return device.address.removeprefix(BEHIND) if found else ""


def behind_entries(world: World) -> tuple[Entry, ...]:
    """Where a display of two lines may hang."""
    printers = [
        d for d in world.settings.devices.values() if d.kind == "printer" and d.active
    ]
    return (Entry("", tr("Un port série")), *(Entry(d.id, d.name) for d in printers))


def port_address(
    kind: str, profile: str, port: str, speed: str, least: str, behind: str
) -> str:
    """The address of what is on a port, or stands for it."""
    if behind and kind == "display" and profile not in SCREENS:
        return BEHIND + behind
    port, least = port.strip(), least.strip() if kind == "scale" else ""
    if profile in SCREENS:
        return _SCREEN_ADDRESS
    if port == SIMULATED:
        return SIMULATED
    if profile == INPUT:
        return INPUT_ADDRESS + port
    return f"serial://{port}?baud={speed}" + (f"&least={least}" if least else "")


def metrology_words() -> str:
    """What the law wants of a scale that prices are reckoned with."""
    return tr(
        "Pour vendre au poids, la balance doit porter sa vignette de vérification en "
        "cours de validité. Sotto lit son poids et n'est pas un instrument de mesure : "
        "c'est l'afficheur de la balance, visible du client, qui fait foi."
    )


def network_address(typed: str) -> str:
    """An address as it is kept: the page that a printer puts out by itself names its
    number on the network alone."""
    typed = typed.strip()
    return f"tcp://{typed}" if _NUMBERS.fullmatch(typed) else typed


def taken_words(address: str, device: str, devices: Mapping[str, DeviceSet]) -> str:
    """Which other printer has an address already, "" for none: a printer takes one
    connection, and what one of the two prints the other would not know."""
    if address.startswith(SIMULATED):
        return ""
    for other in devices.values():
        if other.active and other.id != device and other.address == address:
            return tr("C'est l'adresse de {name}", name=other.name)
    return ""

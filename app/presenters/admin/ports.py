"""What is on a port of the counter, as the office sets it: guns, scales, displays."""

import re
from collections.abc import Mapping
from contextlib import suppress

from app.domain.settings import (
    BEHIND,
    INPUT,
    INPUT_ADDRESS,
    NFC_CHIP,
    READY,
    SCREEN,
    SCREENS,
    SIMULATED,
    TOUCH,
    DeviceSet,
)
from app.domain.world import World
from hardware.pagers.session import check_address
from hardware.presence.ld2410 import BAUD as RADAR_BAUD
from hardware.presence.sensor import reach_of
from hardware.scales.kinds import KINDS as SCALES
from hardware.scales.kinds import least_of
from hardware.scanners.nfc_reader import BAUD as NFC_BAUD
from hardware.transport import serial_line
from resources.texts import tr
from widgets.dropdown import Entry

ON_PORTS = ("scanner", "scale", "display", "pager", "presence")
SPEEDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 256000)
_SPEED = 9600
_OWN_SPEEDS = {NFC_CHIP: NFC_BAUD, "ld2410": RADAR_BAUD}
"""Model -> how fast it speaks as it comes out of its box."""
NEAR_CM, AFTER_S = (20, 500), (3, 600)
"""From and to: how far in front of a till somebody is there, after how long nobody is."""
_NUMBERS = re.compile(r"\d{1,3}(\.\d{1,3}){3}(:\d{1,5})?", re.ASCII)
_HOST = re.compile(r"[A-Za-z0-9.-]+:\d{1,5}", re.ASCII)
_USB = re.compile(r"[0-9A-Fa-f]{4}:[0-9A-Fa-f]{4}")
_NETWORK = "tcp://"
_OPTIONS = {"scale": ("least",), "presence": ("near", "after")}
_SCREEN_ADDRESS = "screen://"
_MODELS: Mapping[str, Mapping[str, str]] = {
    "scanner": {
        "serial": "Douchette série",
        INPUT: "Douchette clavier, prise à part (Linux)",
        NFC_CHIP: "Lecteur NFC (PN532)",
    },
    "scale": {key: kind.label for key, kind in SCALES.items()},
    "display": {
        "epson": "Afficheur 2 × 20 (Epson)",
        "cd5220": "Afficheur 2 × 20 (CD5220)",
        SCREEN: "Deuxième écran de cette machine",
        TOUCH: "Deuxième écran, tactile",
        READY: "Deuxième écran : commandes prêtes",
    },
    "pager": {
        "tap": "TAP 1.8 (7E1, ou réseau)",
        "tap_8n1": "TAP 1.8 (8N1, ou réseau)",
    },
    "presence": {"ld2410": "Radar HLK-LD2410"},
}


def port_models(kind: str) -> dict[str, str]:
    """Key -> name of every model of a kind that is on a port."""
    return {key: tr(words) for key, words in _MODELS[kind].items()}


def port_of(device: DeviceSet) -> tuple[str, str, str]:
    """Port, speed and least weight of a device as they are typed."""
    if device.address.startswith(SIMULATED):
        return SIMULATED, str(own_speed(device.profile)), ""
    if device.kind == "pager" and device.address.startswith(_NETWORK):
        return device.address.removeprefix(_NETWORK), str(_SPEED), ""
    with suppress(ValueError):  # a port that cannot be is asked for again
        line = device.address.replace(INPUT_ADDRESS, "serial://", 1)
        port, speed = serial_line(line, baud=_SPEED)
        return port, str(speed), str(least_of(device.address) or "")
    return "", str(_SPEED), ""


def own_speed(profile: str) -> int:
    """How fast a model speaks until somebody sets it otherwise."""
    return _OWN_SPEEDS.get(profile, _SPEED)


def reach_typed(device: DeviceSet) -> tuple[str, str]:
    """Centimetres and seconds of what sees who is at a till, as they are typed."""
    try:
        near, after = reach_of(device.address)
    except ValueError:
        return "", ""
    return str(near), str(after)


def on_network(typed: str) -> bool:
    """Whether what was typed names a transmitter of pages on the network, host:port."""
    typed = typed.strip()
    try:
        check_address(_NETWORK + typed)
    except ValueError:
        return False
    return _HOST.fullmatch(typed) is not None


def network_or_port(typed: str, speed: int) -> str:
    """The address of what hangs on the network ("192.168.1.60:5000") or on a port."""
    if _HOST.fullmatch(typed) and not _USB.fullmatch(typed):
        return _NETWORK + typed
    return f"serial://{typed}?baud={speed}"


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
    kind: str, profile: str, port: str, speed: str, behind: str, **options: str
) -> str:
    """The address of what is on a port, or stands for it.

    Args:
        options: of those that its kind has, what was typed: `least`, `near`, `after`.
    """
    if behind and kind == "display" and profile not in SCREENS:
        return BEHIND + behind
    port = port.strip()
    typed = {key: options[key].strip() for key in _OPTIONS.get(kind, ())}
    query = "&".join(f"{key}={value}" for key, value in typed.items() if value)
    if profile in SCREENS:
        return _SCREEN_ADDRESS
    if port == SIMULATED:
        kept = query and kind == "presence"  # a simulated scale has a "Min" of its own
        return f"{SIMULATED}?{query}" if kept else SIMULATED
    if profile == INPUT:
        return INPUT_ADDRESS + port
    if kind == "pager":
        return network_or_port(port, int(speed))
    return f"serial://{port}?baud={speed}" + (f"&{query}" if query else "")


def port_help(kind: str) -> str:
    """What may stand in the field of a port besides the name of one."""
    if kind == "pager":
        return tr("COM3 sous Windows ; sur le réseau 192.168.1.60:5000")
    return tr("COM3 sous Windows, ou ses numéros USB : 05e0:1701")


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

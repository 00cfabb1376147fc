"""What this machine has and lacks for devices, and the cure for each lack.

``observe`` looks at the machine; ``examine`` is pure and turns what was seen into
findings in words. Nothing found is nothing wrong: a till without serial ports is fine.
"""

import ctypes
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from resources.texts import tr

PORTAUDIO = "libportaudio.so.2"
RULE = 'KERNEL=="ttyUSB*|ttyACM*|lp*", SUBSYSTEM=="tty|usbmisc", TAG+="uaccess"'
"""udev: whoever sits at the machine may use what is plugged into it."""
_ROOT = "root"
_UDEV = (
    f"echo '{RULE}' | sudo tee /etc/udev/rules.d/70-sotto.rules"
    " && sudo udevadm control --reload"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at.

    Attributes:
        name: stable key, "serial", "usb_printer" or "portaudio".
        ok: nothing to do.
        text: what was found, in the language in force.
        fix: what to type or do, "" when `ok`.
    """

    name: str
    ok: bool
    text: str
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Port:
    """A device file.

    Attributes:
        path: as the system names it.
        usable: this user may read and write it.
        group: that would have to be joined, "" where groups do not rule devices.
    """

    path: str
    usable: bool
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What was seen of a machine."""

    serial_ports: tuple[Port, ...] = ()
    usb_printers: tuple[Port, ...] = ()
    portaudio: bool = True


def examine_devices(machine: Machine | None = None) -> list[Finding]:
    """The findings for `machine`, this one by default."""
    return examine(machine or observe())


def observe() -> Machine:
    """Looks at this machine; opens no device."""
    from serial.tools.list_ports import comports

    return Machine(
        serial_ports=_ports(port.device for port in comports()),
        usb_printers=_ports(str(path) for path in Path("/dev/usb").glob("lp*")),
        portaudio=_portaudio_loads(),
    )


def examine(machine: Machine) -> list[Finding]:
    """Turns what was seen into findings."""
    return [
        _finding(
            "serial",
            machine.serial_ports,
            none=tr("Aucun port série : lecteurs et imprimantes série non branchés."),
            some=tr("Ports série utilisables : {names}"),
            barred=tr("Ports série interdits à cet utilisateur : {names}"),
        ),
        _finding(
            "usb_printer",
            machine.usb_printers,
            none=tr("Aucune imprimante USB branchée."),
            some=tr("Imprimantes USB utilisables : {names}"),
            barred=tr("Imprimantes USB interdites à cet utilisateur : {names}"),
        ),
        _sound(machine),
    ]


def _finding(
    name: str, ports: tuple[Port, ...], *, none: str, some: str, barred: str
) -> Finding:
    wrong = [port for port in ports if not port.usable]
    if wrong:
        return Finding(name, ok=False, text=_naming(barred, wrong), fix=_join(wrong))
    if ports:
        return Finding(name, ok=True, text=_naming(some, ports))
    return Finding(name, ok=True, text=none)


def _naming(text: str, ports: Iterable[Port]) -> str:
    return text.format(names=", ".join(port.path for port in ports))


def _join(ports: list[Port]) -> str:
    """The group to join; where root alone may, the udev rule that says otherwise."""
    groups = {port.group for port in ports if port.group not in ("", _ROOT)}
    if groups:
        command = f"sudo usermod -aG {','.join(sorted(groups))} $USER"
        return tr("{command}, puis fermez et rouvrez la session.", command=command)
    if any(port.group == _ROOT for port in ports):
        return tr("{command}, puis rebranchez l'appareil.", command=_UDEV)
    return tr("Donnez à cet utilisateur le droit de lire et d'écrire ces fichiers.")


def _sound(machine: Machine) -> Finding:
    if machine.portaudio:
        return Finding("portaudio", ok=True, text=tr("PortAudio est installé."))
    return Finding(
        "portaudio",
        ok=False,
        text=tr("PortAudio manque : pas de commande vocale au casque."),
        fix="sudo apt-get install libportaudio2",
    )


def _ports(paths: Iterable[str]) -> tuple[Port, ...]:
    return tuple(
        Port(path, os.access(path, os.R_OK | os.W_OK), _group(path))
        if path.startswith("/")
        else Port(path, usable=True)  # Windows: COM3 is no file
        for path in sorted(paths)
    )


def _group(path: str) -> str:
    try:
        return Path(path).group()
    except (OSError, KeyError):  # gone meanwhile, or a group without a name
        return ""


def _portaudio_loads() -> bool:
    if sys.platform != "linux":
        # The sounddevice wheels for Windows and macOS carry PortAudio.
        return find_spec("_sounddevice_data") is not None
    try:
        ctypes.CDLL(PORTAUDIO)
    except OSError:
        return False
    return True

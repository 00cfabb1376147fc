"""Every kind of card terminal that can be chosen in the settings.

A new one is a ``Kind`` in ``KINDS``; see `docs/devices.md`.
"""

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from hardware.serial_ports import port_match
from hardware.terminals.caisse_ap_dialogue import CaisseAp, caps_of
from hardware.terminals.cloud_kinds import CLOUD_KINDS
from hardware.terminals.concert_dialogue import Concert
from hardware.terminals.dialogue import Dialogue
from hardware.terminals.kind import Kind, Option, Setup, Simulator, Way
from hardware.terminals.link import Line, TcpWire
from hardware.terminals.profiles import DEFAULT_PORT, PROFILES, SAMPLE_IPC, Profile
from hardware.terminals.serial_line import SerialLine
from hardware.terminals.serial_simulator import SimulatedConcert
from hardware.terminals.serial_wire import SerialWire
from hardware.terminals.settings import TerminalSettings
from hardware.terminals.simulator import SimulatedTerminal

SIMULATED = "sim://"
SPEEDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200)

_TILL = Option(
    key="till",
    label="Numéro de caisse",
    hint="Un autre pour chaque caisse à ce terminal.",
    pattern="[0-9]{2}",
    default="01",
)
_IPC = Option(
    key="ipc",
    label="Numéro IPC",
    hint="Douze chiffres de l'Association du Paiement.",
    pattern="[0-9]{12}",
    default=SAMPLE_IPC,
)
_IP = Way(
    scheme="tcp",
    label="Réseau",
    options=(
        Option(
            key="",
            label="Adresse",
            example="192.168.1.31:8888",
            pattern=r"[^\s/:?#]{1,253}(:[1-9][0-9]{0,4})?",
        ),
        _TILL,
        _IPC,
    ),
)
_CONCERT = Way(
    scheme="serial",
    label="Port série ou USB",
    options=(
        Option(
            key="",
            label="Port",
            example="/dev/ttyACM0",
            hint="COM3 sous Windows, ou ses numéros USB : 079b:0028",
            pattern=r"/[^\s?#]+|COM\d{1,3}|[0-9A-Fa-f]{4}:[0-9A-Fa-f]{4}",
        ),
        Option(
            key="baud",
            label="Vitesse",
            choices=tuple((str(n), f"{n} bauds") for n in SPEEDS),
            default="9600",
        ),
        Option(
            key="format",
            label="Format",
            choices=(("8N1", "8 bits sans parité"), ("7E1", "7 bits, parité paire")),
            default="8N1",
        ),
        _TILL,
    ),
)
_SERIAL = replace(_CONCERT, options=(*_CONCERT.options, _IPC))


def _line(setup: Setup) -> SerialLine:
    baud = setup.options.get("baud", "9600")
    port = port_match(f"serial://{setup.place}?baud={baud}")
    return SerialLine(port, setup.options.get("format", "8N1"))


def _till(setup: Setup) -> str:
    return setup.options.get("till", _TILL.default)


def _caisse_ap(profile: Profile) -> Kind:
    def dialogue(setup: Setup) -> Dialogue:
        ipc = setup.options.get("ipc", _IPC.default)
        settings = TerminalSettings(profile=profile, ipc=ipc, till=_till(setup))
        if setup.scheme == "serial":
            return CaisseAp(SerialWire(_line(setup)), settings)
        host, _, port = setup.place.partition(":")
        line = Line(host=host, port=int(port or DEFAULT_PORT))
        return CaisseAp(TcpWire(line), settings)

    def simulator(memory: Path | None) -> Simulator:
        return SimulatedTerminal(profile=profile, memory=memory)

    return Kind(
        key=profile.key,
        label=profile.label,
        ways=(_IP, _SERIAL),
        caps=caps_of(profile),
        dialogue=dialogue,
        simulator=simulator,
    )


def _concert(key: str, label: str, *, plus: bool) -> Kind:
    def dialogue(setup: Setup) -> Dialogue:
        return Concert(_line(setup), till=_till(setup), plus=plus)

    def simulator(memory: Path | None) -> Simulator:
        return SimulatedConcert(memory=memory)

    return Kind(
        key=key,
        label=label,
        ways=(_CONCERT,),
        caps=Concert.caps,
        dialogue=dialogue,
        simulator=simulator if hasattr(os, "openpty") else None,
    )


_ALL = (
    *(_caisse_ap(profile) for profile in PROFILES.values()),
    _concert("concert_plus", "Concert E+ (Telium, Verifone)", plus=True),
    _concert("concert", "Concert E", plus=False),
    *CLOUD_KINDS,
)
KINDS: Mapping[str, Kind] = {kind.key: kind for kind in _ALL}
GENERIC, OWN = KINDS["generic"], KINDS["simulated"]


def kind_of(model: str, address: str = "") -> Kind:
    """The kind that a device is; of a model nobody knows, the plainest one."""
    plain = OWN if address.startswith(SIMULATED) else GENERIC
    return KINDS.get(model, plain)

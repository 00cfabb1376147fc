"""Every kind of card terminal that can be chosen in the settings.

A new one is a ``Kind`` in ``KINDS``; see `docs/devices.md`.
"""

from collections.abc import Mapping
from pathlib import Path

from hardware.terminals.caisse_ap_dialogue import CaisseAp
from hardware.terminals.dialogue import Dialogue
from hardware.terminals.kind import Kind, Option, Setup, Simulator, Way
from hardware.terminals.link import Line
from hardware.terminals.profiles import DEFAULT_PORT, PROFILES, Profile
from hardware.terminals.settings import TerminalSettings
from hardware.terminals.simulator import SimulatedTerminal

SIMULATED = "sim://"

IP = Way(
    scheme="tcp",
    label="Réseau",
    options=(
        Option(
            key="",
            label="Adresse",
            example="192.168.1.31:8888",
            pattern=r"[^\s/:?#]{1,253}(:[0-9]{1,5})?",
        ),
    ),
)


def _caisse_ap(profile: Profile) -> Kind:
    def dialogue(setup: Setup) -> Dialogue:
        host, _, port = setup.place.partition(":")
        line = Line(host=host, port=int(port or DEFAULT_PORT))
        return CaisseAp(TerminalSettings(line=line, profile=profile))

    def simulator(memory: Path | None) -> Simulator:
        return SimulatedTerminal(profile=profile, memory=memory)

    return Kind(
        key=profile.key,
        label=profile.label,
        ways=(IP,),
        dialogue=dialogue,
        simulator=simulator,
    )


_ALL = tuple(_caisse_ap(profile) for profile in PROFILES.values())
KINDS: Mapping[str, Kind] = {kind.key: kind for kind in _ALL}
GENERIC, OWN = KINDS["generic"], KINDS["simulated"]


def kind_of(model: str, address: str = "") -> Kind:
    """The kind that a device is; of a model nobody knows, the plainest one."""
    plain = OWN if address.startswith(SIMULATED) else GENERIC
    return KINDS.get(model, plain)

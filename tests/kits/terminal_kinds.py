"""Every kind of card terminal with its simulator, for the contract that all pass.

The dialogues are those of the settings, but in a hurry: nobody waits three minutes here.
"""

from collections.abc import Callable
from dataclasses import dataclass

from till_and_terminal import ALL, NOTHING
from typing_extensions import override
from web_terminal_kit import SORTS, Sort, impatient

from hardware.serial_ports import PortMatch
from hardware.terminals.caisse_ap_dialogue import CaisseAp
from hardware.terminals.concert_dialogue import Concert
from hardware.terminals.customer import ACCEPTS, Behaviour
from hardware.terminals.dialogue import Dialogue
from hardware.terminals.kind import Setup, Simulator
from hardware.terminals.link import Line, TcpWire
from hardware.terminals.profiles import Profile
from hardware.terminals.serial_line import Patience, SerialLine
from hardware.terminals.serial_simulator import (
    SimulatedConcert,
    SimulatedSerialCaisseAp,
)
from hardware.terminals.serial_wire import SerialWire
from hardware.terminals.settings import TerminalSettings
from hardware.terminals.simulator import SimulatedTerminal

PATIENCE = Patience(ack_s=0.3, retry_s=0.02, tries=2, answer_s=2.0)
WAIT_S = 0.15


@dataclass(frozen=True)
class Entry:
    """One kind.

    Attributes:
        key: as the settings name it, or nearly.
        simulator: makes one whose usual customer is given; None waits for `press`.
        dialogue: made of `Simulator.setup`.
    """

    key: str
    simulator: Callable[[Behaviour | None], Simulator]
    dialogue: Callable[[Setup], Dialogue]

    @override
    def __str__(self) -> str:
        return self.key


def serial_line(setup: Setup, patience: Patience = PATIENCE) -> SerialLine:
    """The line to a simulated terminal."""
    return SerialLine(PortMatch(device=setup.place), patience=patience)


def _settings(profile: Profile) -> TerminalSettings:
    return TerminalSettings(profile=profile, watch_s=0.0, recover_s=3.0, settle_s=0.0)


def _over_ip(key: str, profile: Profile) -> Entry:
    def dialogue(setup: Setup) -> Dialogue:
        host, _, port = setup.place.partition(":")
        line = Line(
            host=host, port=int(port), connect_s=1.0, answer_s=2.0, silence_s=0.03
        )
        return CaisseAp(TcpWire(line), _settings(profile))

    def simulator(customer: Behaviour | None) -> Simulator:
        return SimulatedTerminal(profile=profile, customer=customer)

    return Entry(key, simulator, dialogue)


def _over_rs232(setup: Setup) -> Dialogue:
    return CaisseAp(SerialWire(serial_line(setup)), _settings(ALL))


def _serial_caisse_ap(customer: Behaviour | None) -> Simulator:
    return SimulatedSerialCaisseAp(customer=customer, wait_s=WAIT_S, alone_s=0.2)


def concert_simulator(customer: Behaviour | None = ACCEPTS) -> SimulatedConcert:
    """A Concert terminal that does not wait long for the till."""
    return SimulatedConcert(customer=customer, wait_s=WAIT_S, alone_s=0.2)


def _concert(key: str, *, plus: bool) -> Entry:
    def dialogue(setup: Setup) -> Dialogue:
        return Concert(serial_line(setup), plus=plus, watch_s=0.0, recover_s=0.1)

    return Entry(key, concert_simulator, dialogue)


def _by_https(sort: Sort) -> Entry:
    def dialogue(setup: Setup) -> Dialogue:
        return impatient(sort.kind.dialogue(setup))

    def simulator(customer: Behaviour | None) -> Simulator:
        sim = sort.simulator()
        sim.become(customer)
        return sim

    return Entry(sort.name, simulator, dialogue)


ENTRIES = (
    _over_ip("caisse_ap", ALL),
    _over_ip("caisse_ap_plain", NOTHING),
    Entry("caisse_ap_serial", _serial_caisse_ap, _over_rs232),
    _concert("concert_plus", plus=True),
    _concert("concert", plus=False),
    *(_by_https(sort) for sort in SORTS.values()),
)

"""The families of scales that can be set up."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, urlsplit

from hardware.scales.cas import Cas, CasStream
from hardware.scales.dialog_06 import Dialog06
from hardware.scales.driver import Dialect
from hardware.scales.mettler_8217 import Mettler8217


@dataclass(frozen=True, slots=True)
class Kind:
    """One family.

    Attributes:
        label: shown to people: its name and who builds it.
        dialect: what it speaks.
        reckons: it is told the price and says the amount itself.
    """

    label: str
    dialect: Callable[[], Dialect]
    reckons: bool = False


KINDS: Final[Mapping[str, Kind]] = {
    "mettler_8217": Kind("Mettler 8217 (Ariva, Viva, Magellan)", Mettler8217),
    "dialog_06": Kind(
        "Dialog 06 (Mettler, Dibal, Ohaus, Cely)", Dialog06, reckons=True
    ),
    "cas": Kind("CAS (AP, PD, SW)", Cas),
    "cas_stream": Kind("CAS, 22 octets en continu", CasStream),
}


def least_of(address: str) -> int:
    """Grams that a scale may weigh at least: `least` of its address, 0 without.

    Raises:
        ValueError: it is no number.
    """
    return int(parse_qs(urlsplit(address).query).get("least", ["0"])[0])

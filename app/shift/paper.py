"""Reading the paper of the simulated printers: which kitchen tickets lie on it."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from hardware.printers.paper import Ticket

_BAR = re.compile(r"^\s*(\S.*?)\s+BON (\d+)\s*$", re.MULTILINE)
_RECEIPT = re.compile(r"^\s*TICKET (\S+-\d+)\b", re.MULTILINE)
_MARKS = ("REIMPRESSION", "DUPLICATA")


@dataclass(slots=True)
class Paper:
    """What was found on all rolls together.

    Attributes:
        kitchen: (station, number) -> pieces of paper without a mark.
        marked: the same for pieces that say they are a reprint.
        receipts: printed number -> pieces without a mark.
    """

    kitchen: Counter[tuple[str, int]] = field(default_factory=Counter)
    marked: Counter[tuple[str, int]] = field(default_factory=Counter)
    receipts: Counter[str] = field(default_factory=Counter)

    @property
    def tickets(self) -> set[tuple[str, int]]:
        """Kitchen tickets that lie on some roll, marked or not."""
        return {*self.kitchen, *self.marked}


def read_paper(tickets: Iterable[Ticket], stations: Mapping[str, str]) -> Paper:
    """Reads every piece of paper by its words.

    Args:
        stations: id -> name.
    """
    ids = {name.upper(): station for station, name in stations.items()}
    found = Paper()
    for text in (ticket.text for ticket in tickets):
        mark = any(word in text for word in _MARKS)
        for name, number in _BAR.findall(text):
            if name in ids:
                pieces = found.marked if mark else found.kitchen
                pieces[ids[name], int(number)] += 1
        for number in _RECEIPT.findall(text):
            if not mark:
                found.receipts[number] += 1
    return found

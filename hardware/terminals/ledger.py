"""What a simulated terminal remembers of its sales.

The ledger is the bank's side of the story: a charge is written here the moment it
happens, before any answer is sent, and nothing the till does can change it. In a file it
outlives the process, as a real terminal's memory outlives the till.
"""

import itertools
import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from hardware.terminals.customer import Charge, Sale
from hardware.terminals.model import Means, PayKind

SERIAL = "SOTTO0001"
CONTRACT = "1234567"

_FIRST_NUMBER = 184_117


class Ledger:
    """Charges and refusals, oldest first; any thread.

    Args:
        path: where they are kept, one JSON object a line; None forgets with the process.

    Raises:
        OSError: the file cannot be read.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._lock = Lock()
        self._path = path
        self._charges: list[Charge] = []
        self._refusals: dict[str, str] = {}  # reference -> why
        self._collected = 0  # so many charges are at the bank
        self._slip = ""
        if path is not None and path.exists():
            self._remember(path)
        self._numbers = itertools.count(_FIRST_NUMBER + len(self._charges))

    def charge(self, sale: Sale, cents: int, card: str) -> Charge:
        """Moves `cents`.

        Raises:
            OSError: it could not be kept, so nothing moved.
        """
        with self._lock:
            charge = Charge(
                kind=sale.kind,
                cents=cents,
                currency=sale.currency,
                reference=sale.reference,
                authorisation=f"{next(self._numbers):06d}",
                at=datetime.now(UTC),
                means=sale.means,
            )
            words = {
                "kind": charge.kind.value,
                "at": charge.at.isoformat(),
                "means": charge.means.value,
            }
            self._keep({**asdict(charge), **words, "card": card})
            self._charges.append(charge)
            self._slip = _slip(charge, card)
            return charge

    def refuse(self, reference: str, code: str) -> None:
        """Remembers that nothing moved, and why."""
        with self._lock:
            self._keep({"reference": reference, "refused": code})
            self._refusals[reference] = code

    def collect(self) -> int:
        """Hands the cards to the bank; the cents that were not there yet. Cheques and
        titres go their own ways."""
        with self._lock:
            total = self._uncollected()
            self._collected = len(self._charges)
            self._keep({"collected": self._collected})
            return total

    def uncollected(self) -> int:
        """Cents taken on cards, less those given back, since the last collection."""
        with self._lock:
            return self._uncollected()

    def _uncollected(self) -> int:
        return sum(
            charge.cents if charge.kind is PayKind.DEBIT else -charge.cents
            for charge in self._charges[self._collected :]
            if charge.means is Means.CARD
        )

    def _keep(self, line: Mapping[str, object]) -> None:
        if self._path is None:
            return
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def _remember(self, path: Path) -> None:
        """Takes in what was kept; a line that was cut off was never answered."""
        whole = path.read_bytes().rpartition(b"\n")[0]
        os.truncate(path, len(whole) + bool(whole))
        for text in whole.splitlines():
            line = json.loads(text)
            if "refused" in line:
                self._refusals[line["reference"]] = line["refused"]
            elif "collected" in line:
                self._collected = line["collected"]
            elif "kind" in line:  # not of a version that kept something else
                self._take_in(line, line.pop("card"))

    def _take_in(self, line: dict[str, str], card: str) -> None:
        charge = Charge(
            kind=PayKind(line["kind"]),
            cents=int(line["cents"]),
            currency=line["currency"],
            reference=line["reference"],
            authorisation=line["authorisation"],
            at=datetime.fromisoformat(line["at"]),
            means=Means(line["means"]),
        )
        self._charges.append(charge)
        self._slip = _slip(charge, card)

    def charges(self) -> tuple[Charge, ...]:
        """Everything that moved."""
        with self._lock:
            return tuple(self._charges)

    def charge_of(self, reference: str) -> Charge | None:
        """What moved for a demand, None when nothing did."""
        with self._lock:
            found = (each for each in reversed(self._charges))
            return next((c for c in found if c.reference == reference), None)

    def refusal_of(self, reference: str) -> str:
        """Why a demand was refused, "" when it was not."""
        with self._lock:
            return self._refusals.get(reference, "")

    def refusals(self) -> dict[str, str]:
        """Reference -> why nothing moved."""
        with self._lock:
            return dict(self._refusals)

    def last_slip(self) -> str:
        """The slip of the last charge, whoever asked for it; "" when there is none."""
        with self._lock:
            return self._slip


def _slip(charge: Charge, card: str) -> str:
    """The customer's slip, as terminals print it: no reference of the till on it."""
    units, rest = divmod(charge.cents, 100)
    return "\n".join(
        (
            "CARTE BANCAIRE",
            "SANS CONTACT",
            "A0000000421010",
            charge.at.strftime("Le %d/%m/%Y a %H:%M:%S"),
            "SOTTO TPE",
            f"{CONTRACT} 30004",
            card,
            f"NUM AUTO : {charge.authorisation}",
            "MONTANT :",
            f"{units},{rest:02d} EUR".rjust(20),
            charge.kind.name,
            "TICKET CLIENT",
            "A CONSERVER",
            "",
        )
    )

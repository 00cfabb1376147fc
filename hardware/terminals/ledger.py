"""What the simulated terminal remembers of its sales, and the words it answers with.

The ledger is the bank's side of the story: a charge is written here the moment it
happens, before any answer is sent, and nothing the till does can change it. In a file it
outlives the process, as a real terminal's memory outlives the till.
"""

import base64
import itertools
import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from hardware.terminals.caisse_ap import DONE, NOT_DONE, Action, Request
from hardware.terminals.customer import Charge
from hardware.terminals.tlv import Item, encode

SERIAL = "SOTTO0001"

_CONTRACT = "1234567"
_FIRST_NUMBER = 184_117
_BAD_SELECTION = "10"
_NOT_ECHOED = frozenset({"BA", "BF", "CK"})
# The order of the published examples.
_ORDER = (
    "CZ", "CJ", "CA", "CB", "CC", "CD", "CE",
    "AA", "AC", "AE", "AF", "AQ", "CF", "CG", "ZT",
)  # fmt: skip


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
        self._refusals: dict[str, str] = {}  # reference -> AF code
        self._slip = ""
        if path is not None and path.exists():
            self._remember(path)
        self._numbers = itertools.count(_FIRST_NUMBER + len(self._charges))

    def charge(self, request: Request, cents: int, card: str) -> Charge:
        """Moves `cents`.

        Raises:
            OSError: it could not be kept, so nothing moved.
        """
        with self._lock:
            charge = Charge(
                action=request.action,
                cents=cents,
                currency=request.currency,
                reference=request.reference,
                authorisation=f"{next(self._numbers):06d}",
                at=datetime.now(UTC),
            )
            action, at = charge.action.value, charge.at.isoformat()
            self._keep({**asdict(charge), "action": action, "at": at, "card": card})
            self._charges.append(charge)
            self._slip = _slip(charge, card)
            return charge

    def refuse(self, reference: str, code: str) -> None:
        """Remembers that nothing moved, and why."""
        with self._lock:
            self._keep({"reference": reference, "refused": code})
            self._refusals[reference] = code

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
                continue
            card = line.pop("card")
            action, at = Action(line["action"]), datetime.fromisoformat(line["at"])
            charge = Charge(**{**line, "action": action, "at": at})
            self._charges.append(charge)
            self._slip = _slip(charge, card)

    def charges(self) -> tuple[Charge, ...]:
        """Everything that moved."""
        with self._lock:
            return tuple(self._charges)

    def fate(self, reference: str) -> dict[str, str]:
        """What CD=T says of a payment that is over."""
        with self._lock:
            for charge in reversed(self._charges):
                if charge.reference == reference:
                    return of_charge(charge)
            code = self._refusals.get(reference, _BAD_SELECTION)
        return {"AE": NOT_DONE, "AF": code}

    def last_slip(self) -> dict[str, str]:
        """What CD=3 says: the slip of the last charge, whoever asked for it."""
        with self._lock:
            slip = self._slip
        if not slip:
            return {"AE": NOT_DONE, "AF": _BAD_SELECTION}
        text = base64.b64encode(slip.encode("latin-1")).decode()
        constructed = encode([Item("CK", "100"), Item("AK", text)]).decode()
        return {"AE": DONE, "ZT": constructed}


def of_charge(charge: Charge) -> dict[str, str]:
    """The items that tell of a charge."""
    return {
        "AE": DONE,
        "AC": charge.authorisation,
        "CB": f"{charge.cents:02d}",
        "CG": _CONTRACT,
    }


def write_answer(request: Request | None, said: Mapping[str, str]) -> bytes:
    """An answer: what the till asked, echoed, then what is said. "" drops an item."""
    values = {"CZ": "0320"}
    if request is not None:
        values = {item.tag: item.value for item in request.items()}
    values = {tag: value for tag, value in values.items() if tag not in _NOT_ECHOED}
    values.update(said)
    return encode(Item(tag, values[tag]) for tag in _ORDER if values.get(tag))


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
            f"{_CONTRACT} 30004",
            card,
            f"NUM AUTO : {charge.authorisation}",
            "MONTANT :",
            f"{units},{rest:02d} EUR".rjust(20),
            "DEBIT" if charge.action is Action.DEBIT else "CREDIT",
            "TICKET CLIENT",
            "A CONSERVER",
            "",
        )
    )

"""The other terminals as the windows see them: how this one stands, what can be asked."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from app.domain.vocabulary import Refusal
from app.services.house import Actor
from app.services.ports import NetworkStatus, PairingOffer, Programs
from app.services.sites import SiteSeen

_ALONE = NetworkStatus()


class Network(Protocol):
    """What the board asks of the room behind it (built by `suite`)."""

    def status(self) -> NetworkStatus:
        """How this terminal stands with the others."""
        ...

    def carry(self, actor: Actor, heard: Callable[[str], None]) -> None:
        """Carries the hub from now on; `heard` gets "" or why not."""
        ...

    def put_down(self, actor: Actor) -> Refusal | None:
        """Carries the hub no longer."""
        ...

    def open_pairing(self, name: str, role: str, actor: Actor) -> PairingOffer | None:
        """Opens a code for a new terminal, or for a `SITE` of this head office; None
        when the hub is not carried here."""
        ...

    def pairing_left(self) -> int:
        """Seconds that the open code still holds, 0 when none is open."""
        ...

    def close_pairing(self) -> None:
        """The code is void."""
        ...

    def seen_sites(self) -> tuple[SiteSeen, ...]:
        """The sites of this head office."""
        ...

    def programs(self) -> Programs | None:
        """What the hub knows of programs; None when it is carried elsewhere."""
        ...

    def attach(
        self, address: str, code: str, actor: Actor, heard: Callable[[str], None]
    ) -> None:
        """Attaches this restaurant to a head office; `heard` gets "" or why not."""
        ...


class NetworkBoard(QObject):
    """The network of this machine.

    Signals:
        changed: `status` is not what it was.

    Attributes:
        room: what opens ports and codes; None where there is no network.
    """

    changed = Signal()

    def __init__(self, room: Network | None = None) -> None:
        super().__init__()
        self.room = room

    def status(self) -> NetworkStatus:
        """How this terminal stands with the others."""
        return self.room.status() if self.room else _ALONE

    def sites(self) -> tuple[SiteSeen, ...]:
        """The sites of this head office, by name."""
        return self.room.seen_sites() if self.room else ()

    def programs(self) -> Programs | None:
        """What the hub knows of programs; None when it is carried elsewhere."""
        return self.room.programs() if self.room else None

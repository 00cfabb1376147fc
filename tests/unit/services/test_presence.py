"""A line that breaks for a second is no absence; one that stays away is."""

from dataclasses import replace

from app.presenters.network import terminal_gone
from app.services.ports import NetworkStatus
from app.services.presence import PATIENCE_S, Presence

KNOWN = ("C1", "C2", "C3")


def test_an_absence_is_believed_once_it_lasts() -> None:
    now = 100.0
    presence = Presence(lambda: now)

    def gone(status: NetworkStatus) -> list[str]:
        seen = presence.look(status, KNOWN)
        return [chain for chain in KNOWN if terminal_gone(seen, chain)]

    status = NetworkStatus("linked", "C1", connected=("C3",), whole=True)
    assert gone(status) == []  # it is new who is there
    now += PATIENCE_S
    assert gone(status) == ["C2"]
    assert gone(replace(status, connected=("C2", "C3"))) == []
    now += PATIENCE_S / 2
    assert gone(status) == []
    now += PATIENCE_S
    assert gone(status) == ["C2"]
    assert gone(NetworkStatus("seeking")) == []
    assert gone(status) == []  # the hub is back: they all dial again

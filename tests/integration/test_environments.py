"""Environments never meet: pairing, keys, what leaves the house, making anew."""

from pathlib import Path

import pytest
from hub_kit import MANAGER, machine

from app.arrival import Arrival
from app.hub.joining import JoinFailedError
from app.services.site import read_site
from db.profile import Profile


def test_terminals_of_another_environment_stay_outside(tmp_path: Path) -> None:
    with machine(tmp_path / "one") as one:
        hub = one.carries_hub()
        offer = hub.desk.open("Bar", "pos", MANAGER)
        address = f"127.0.0.1:{hub.port}"
        arrival = Arrival(Profile(tmp_path / "production"))
        with pytest.raises(JoinFailedError, match="environment") as caught:
            arrival.join(address, offer.code)
        assert "Bac à sable" in caught.value.text()
        assert "Bar" not in str(one.house.world.terminals.known)

        undecided = Arrival(Profile(tmp_path / "two"))
        undecided.join(address, offer.code)
        site = read_site(Profile(tmp_path / "two").keys)
        assert site is not None
        assert site.environment == "sandbox"

"""Environments never meet: pairing, keys, what leaves the house, making anew."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hub_kit import MANAGER, machine

from app.arrival import Arrival
from app.hub.api.caller import caller_of
from app.hub.api.problems import ProblemError
from app.hub.api.tokens import Claim, TokenError, Tokens
from app.hub.joining import JoinFailedError
from app.services.credentials import key_mark
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


def test_keys_and_tokens_of_another_environment_are_refused(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    claim = Claim("marc", "s")
    token = Tokens(tmp_path, "C1", "sandbox").issue(claim, now)
    assert Tokens(tmp_path, "C1", "sandbox").read(token, now) == claim
    with pytest.raises(TokenError, match="environment_invalid"):
        Tokens(tmp_path, "C1", "production").read(token, now)
    (tmp_path / "other").mkdir()
    with pytest.raises(TokenError, match="environment_invalid"):
        Tokens(tmp_path / "other", "C1", "production").read(token, now)

    with machine(tmp_path / "sandbox") as one:
        tokens = Tokens(tmp_path, "C1", "sandbox")
        for strange in ("sk_live", "sk_staging_x"):
            with pytest.raises(ProblemError) as caught:
                caller_of(f"Bearer {strange}", one.house, tokens)
            assert caught.value.refusal.code == "environment_invalid"
        with pytest.raises(ProblemError) as caught:
            caller_of(f"Bearer {key_mark('sandbox')}x", one.house, tokens)
        assert caught.value.refusal.code == "key_invalid"

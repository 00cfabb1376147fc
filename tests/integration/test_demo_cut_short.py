"""The demo restaurant is whole or is made anew: nobody meets half a month."""

from pathlib import Path

import pytest

from app import bootstrap
from app.bootstrap import open_house
from db.profile import Profile

pytestmark = pytest.mark.logs


class PulledError(Exception):
    """Somebody pulled the plug."""


@pytest.fixture
def told() -> list[str]:
    """The months that were begun."""
    return []


@pytest.fixture
def profile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: list[str]
) -> Profile:
    """One in whose month the plug was pulled."""
    made = Profile(tmp_path / "demo")

    def pulled(*_: object) -> None:
        raise PulledError

    monkeypatch.setattr(bootstrap, "_play_past", pulled)
    with (
        pytest.raises(PulledError),
        open_house(made, history=True, preparing=lambda: told.append("first")),
    ):
        pass
    monkeypatch.setattr(bootstrap, "_play_past", lambda *_: None)
    return made


def test_a_month_that_was_cut_short_is_played_anew(
    profile: Profile, told: list[str]
) -> None:
    pepper = (profile.keys / "pepper").read_bytes()
    with open_house(
        profile, history=True, preparing=lambda: told.append("again")
    ) as opened:
        people = set(opened.house.world.staff.people)
    assert (profile.keys / "pepper").read_bytes() != pepper
    with open_house(profile, history=True, preparing=lambda: told.append("no")) as same:
        assert set(same.house.world.staff.people) == people
    assert told == ["first", "again"]


def test_what_somebody_has_opened_since_is_kept(
    profile: Profile, told: list[str]
) -> None:
    pepper = (profile.keys / "pepper").read_bytes()
    with open_house(profile, demo=False):
        pass
    with open_house(profile, history=True, preparing=lambda: told.append("again")):
        pass
    assert (profile.keys / "pepper").read_bytes() == pepper
    assert told == ["first"]

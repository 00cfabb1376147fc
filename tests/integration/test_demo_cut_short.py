"""The demo restaurant is whole or is made anew: nobody meets half a month."""

from pathlib import Path

import pytest

from app import bootstrap
from app.bootstrap import open_house
from db.profile import Profile

pytestmark = pytest.mark.logs


class PulledError(Exception):
    """Somebody pulled the plug."""


def test_a_month_that_was_cut_short_is_played_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    profile, told = Profile(tmp_path / "demo"), list[str]()

    def pulled(*_: object) -> None:
        raise PulledError

    monkeypatch.setattr(bootstrap, "_play_past", pulled)
    with (
        pytest.raises(PulledError),
        open_house(profile, history=True, preparing=lambda: told.append("first")),
    ):
        pass
    pepper = (profile.keys / "pepper").read_bytes()
    monkeypatch.setattr(bootstrap, "_play_past", lambda *_: None)
    with open_house(
        profile, history=True, preparing=lambda: told.append("again")
    ) as opened:
        people = set(opened.house.world.staff.people)
    assert (profile.keys / "pepper").read_bytes() != pepper
    with open_house(profile, history=True, preparing=lambda: told.append("no")) as same:
        assert set(same.house.world.staff.people) == people
    assert told == ["first", "again"]

"""What was said is kept only while somebody wants it, and a day at most."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.settings import Settings
from app.kept_sounds import KeptSounds
from app.services.headset_care import DEBUG, kept_until

NOW = datetime(2026, 11, 20, 20, 26, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("", False),
        ("demain", False),
        ("2026-11-21T20:26", False),
        ("2026-11-20T20:25+00:00", False),
        ("2026-11-21T20:26+00:00", True),
    ],
)
def test_nothing_is_kept_but_until_a_moment_that_is_still_to_come(value, kept):
    settings = Settings()
    settings.values[DEBUG] = value

    assert (kept_until(settings, NOW) is not None) is kept


def test_what_is_older_than_a_day_goes_and_a_tap_erases_the_rest(tmp_path: Path):
    sounds = KeptSounds(tmp_path / "kept")
    assert sounds.count == 0
    sounds.folder.mkdir()
    for name, hours in (("a", 25), ("b", 23)):
        for end in ("wav", "txt"):
            path = sounds.folder / f"{name}.{end}"
            path.write_bytes(b"")
            moment = (NOW - timedelta(hours=hours)).timestamp()
            os.utime(path, (moment, moment))

    sounds.forget_old(NOW)
    assert sorted(p.name for p in sounds.folder.iterdir()) == ["b.txt", "b.wav"]
    assert sounds.count == 1
    sounds.erase()
    assert not list(sounds.folder.iterdir())

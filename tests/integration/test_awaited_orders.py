"""Facts about an order that nobody has: the journal is asked for it once."""

from pathlib import Path

import pytest
from gui_kit import FixedClock, demo_house

from app.domain.orders.events import LineDiscounted
from db import reading


def test_an_order_that_is_nowhere_is_looked_for_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[set[str]] = []
    found = reading.day_of

    def day_of(database, streams):
        asked.append(set(streams))
        return found(database, streams)

    monkeypatch.setattr(reading, "day_of", day_of)
    with demo_house(tmp_path / "profile", FixedClock()) as opened:
        asked.clear()
        for order in ("gone", "gone", "lost", "gone"):
            late = LineDiscounted(
                order=order, line=order, discount="d", amount=1, reason="r"
            )
            opened.house.record([late])
    assert asked == [{"order/gone"}, {"order/lost"}]

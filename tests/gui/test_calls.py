"""A call for somebody is said where they are."""

from pathlib import Path

import pytest
from gui_kit import demo_house, desk_for
from pytestqt.qtbot import QtBot

from app.domain.staff.decide import CallStaff
from app.services.house import Actor
from app.windows.calls import Calls
from app.windows.desk import Said


@pytest.mark.parametrize(
    ("person", "kitchen", "who", "told"),
    [
        ("karim", False, "karim", True),
        ("karim", False, "kitchen", False),
        ("theo", False, "kitchen", True),
        ("", True, "runner", True),
        ("marc", False, "manager", True),
        ("lea", False, "runner", False),
    ],
)
def test_a_call_is_said_where_somebody_is_meant(
    qtbot: QtBot, tmp_path: Path, person: str, kitchen: bool, who: str, told: bool
) -> None:
    said: list[Said] = []
    with demo_house(tmp_path / "demo", open_till=False) as opened:
        desk = desk_for(opened, person)
        Calls(desk, kitchen=kitchen)
        desk.said.connect(said.append)
        opened.house.run(CallStaff(who=who, table="t12"), Actor("lea"))

    assert [each.text for each in said] == (
        ["Léa vous appelle, table 12"] if told else []
    )

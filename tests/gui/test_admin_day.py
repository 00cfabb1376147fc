"""The manager's day: covers to expect are one tap away."""

from pathlib import Path

import pytest
from gui_kit import board, demo_house, desk_for
from pytestqt.qtbot import QtBot

from app.domain.reservations.commands import CreateReservation
from app.services.house import Actor
from app.windows.admin.day.forecast_sheet import ForecastSheet
from app.windows.admin.day.page import DaySection

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("still")]


def test_the_forecast_says_who_reserved_for_each_service(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with demo_house(tmp_path / "demo") as opened:
        house = opened.house
        section = DaySection(desk_for(opened, "marc"), board())
        qtbot.addWidget(section)
        section.resize(1150, 736)
        section.show()
        section.show_place("")
        before = int("".join(filter(str.isdigit, section.figures[1].view.label)) or 0)
        tomorrow = CreateReservation(date="2026-11-21", time="20:00", covers=7)
        tonight = CreateReservation(date="2026-11-20", time="21:00", covers=3)
        for command in (tomorrow, tonight):
            house.run(command, Actor("marc"))
        section.controller.refresh()
        assert section.figures[1].view.label == f"Couverts, {before + 3} attendus"
        section.forecast.click()
        (sheet,) = section.findChildren(ForecastSheet)
        said = [row.view.subtitle for row in sheet.rows]
        assert any(words.startswith("7 réservés") for words in said)
        section.leave()

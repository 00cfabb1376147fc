"""The country, the territory and the VAT regime among the settings."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from gui_kit import FixedClock, board, demo_house, desk_for
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.domain.till.decide import CountTill, OpenTill
from app.domain.vocabulary import Refusal
from app.fiscal.closing import close_day
from app.services.house import Actor
from app.windows.admin.settings import SettingsSection
from app.windows.desk import Said
from resources.texts import set_language

pytestmark = pytest.mark.gui


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    set_language("fr")
    with demo_house(tmp_path / "profile", FixedClock(), open_till=False) as made:
        yield made


@pytest.fixture
def section(opened: Opened, qtbot: QtBot) -> SettingsSection:
    desk = desk_for(opened, "marc", "admin")
    made = SettingsSection(desk, board())
    desk.setParent(made)
    qtbot.addWidget(made)
    made.show()
    made.show_place("")
    return made


def choose(section: SettingsSection, **fields: str) -> list[Said]:
    said: list[Said] = []
    section.desk.said.connect(said.append)
    for name, value in fields.items():
        section.form.fields.edited.emit(name, value)
    section.form.save_requested.emit()
    return said


def test_a_country_brings_its_limits_and_is_taken_back(
    section: SettingsSection, opened: Opened
) -> None:
    settings = opened.house.world.settings
    assert section.form.territory.isVisible()
    (said,) = choose(section, profile="BE-2026")
    assert settings.number("cash.limit") == 300_000
    assert settings.text("fiscal.territory") == "be"
    assert not section.form.territory.isVisible()
    assert said.undo is not None
    said.undo()
    assert settings.text("fiscal.profile") == "FR-2026"
    assert settings.text("fiscal.territory") == "mainland"
    assert settings.number("cash.limit") == 100_000


def test_a_territory_and_the_exemption_are_chosen(
    section: SettingsSection, opened: Opened
) -> None:
    choose(section, territory="overseas")
    catalogue, day = opened.house.world.catalogue, "2026-11-20"
    assert catalogue.rate("standard", day) == 850
    choose(section, regime="exempt")
    assert catalogue.rate("standard", day) == 0


def test_an_open_till_is_closed_first(section: SettingsSection, opened: Opened) -> None:
    boss = Actor("marc", "till")
    assert not isinstance(opened.house.run(OpenTill(coins=()), boss), Refusal)
    (said,) = choose(section, regime="exempt")
    assert "toutes les caisses" in said.text
    assert not isinstance(opened.house.run(CountTill(coins=()), boss), Refusal)
    assert not isinstance(close_day(opened.house, boss), Refusal)
    section.form.save_requested.emit()
    assert opened.house.world.settings.text("fiscal.regime") == "exempt"


def test_what_is_wrong_on_another_tab_is_marked_and_shown(
    section: SettingsSection,
) -> None:
    form = section.form
    assert form.tab == "house"
    assert choose(section, lock="bientôt") == []
    assert form.tab == "day"
    assert form.fields["lock"].isVisible()
    marks = [option.choice.mark for option in form.tabs._options]
    assert marks == ["", "error", "", "", "", ""]
    form.fields.edited.emit("lock", "10")
    assert not any(option.choice.mark for option in form.tabs._options)

"""A new house, from an empty profile to its first sale."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened, open_house
from app.domain.vocabulary import Refusal
from app.presenters.opening import ADDRESS, network_address, pin_errors, vat_number
from app.screenshots.layout import faults
from app.services import opening
from app.services.people import check_pin, code_keys, person_name
from app.windows.opening import OpeningWindow
from db.profile import Profile
from resources.texts import LANGUAGES, set_language

pytestmark = pytest.mark.gui
SIRET = "73282932000074"


def shown(qtbot: QtBot, opened: Opened) -> OpeningWindow:
    window = OpeningWindow(opened.house, opened.pepper)
    qtbot.addWidget(window)
    window.show()
    return window


def name_house(qtbot: QtBot, window: OpeningWindow) -> None:
    qtbot.keyClicks(window.identity.name.edit, "Chez Paulette")
    qtbot.keyClicks(window.identity.siret.edit, SIRET)


def name_manager(qtbot: QtBot, window: OpeningWindow) -> None:
    page = window.team
    for field, text in (
        (page.name, "Paulette"),
        (page.pin, "4172"),
        (page.again, "4172"),
    ):
        qtbot.keyClicks(field.edit, text)
    qtbot.keyClick(page.again.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(window.card.isVisible, timeout=10_000)


def test_a_house_is_set_up_by_its_keyboard_alone(qtbot: QtBot, tmp_path: Path) -> None:
    with open_house(Profile(tmp_path / "production")) as opened:
        house = opened.house
        assert opening.due(house) == "house"
        window = shown(qtbot, opened)
        window.go.click()
        assert window.identity.name.error == "Le nom figure sur chaque ticket"
        name_house(qtbot, window)
        assert window.identity.name.error == ""
        assert window.identity.vat.text == "FR 44 732829320"
        window.go.click()
        name_manager(qtbot, window)
        window.card.cards["cafe"].click()
        window.go.click()
        qtbot.keyClick(window.rooms.rows[0][1], Qt.Key.Key_Plus)
        window.go.click()
        window.devices.printer.choose("sim://")
        window.go.click()
        assert window.done
        assert not window.isVisible()

        world = house.world
        assert opening.due(house) == "done"
        assert world.settings.text("house.name") == "Chez Paulette"
        assert len(world.floor.tables) == 11
        (person,) = world.staff.people.values()
        assert person_name(house, person.id) == "Paulette"
        keys = code_keys(world.staff, opened.pepper)
        assert check_pin("4172", person.pin, keys)
        assert world.catalogue.articles["expresso"].price == 200
        assert {s.printer for s in world.catalogue.stations.values()} == {"caisse"}


def test_an_earlier_page_is_gone_back_to_and_answered_otherwise(
    qtbot: QtBot, tmp_path: Path
) -> None:
    profile = Profile(tmp_path / "production")
    with open_house(profile) as opened:
        house, world = opened.house, opened.house.world
        window = shown(qtbot, opened)
        assert window.back.isHidden()
        name_house(qtbot, window)
        window.go.click()
        name_manager(qtbot, window)
        assert window.card.cards["kept"].isHidden()
        window.card.cards["cafe"].click()
        window.go.click()
        window.go.click()
        assert window.devices.isVisible()
        qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
        assert window.rooms.isVisible()
        window.rooms.rows[0][1].set_value(4)
        window.close()
    with open_house(profile) as opened:  # what was not said is not known
        house, world = opened.house, opened.house.world
        window = shown(qtbot, opened)
        assert window.devices.isVisible()
        window.back.click()
        assert window.rooms.rows[0][1].value == 10
        window.rooms.rows[0][1].set_value(4)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        qtbot.keyClick(window, Qt.Key.Key_Escape)
        assert window.card.model == "kept"
        window.back.click()
        assert window.team.name.text == "Paulette"
        qtbot.keyClicks(window.team.name.edit, " B.")
        window.back.click()
        assert window.identity.isVisible()
        assert window.back.isHidden()
        window.identity.name.edit.setText("Chez Paul")
        window.go.click()
        assert window.card.isVisible()  # somebody manages the house already
        window.back.click()
        window.go.click()  # the code stays
        assert window.card.isVisible()
        window.card.cards["bistro"].click()
        window.go.click()
        window.go.click()
        assert window.devices.isVisible()
        window.later.click()
        assert window.done

        assert world.settings.text("house.name") == "Chez Paul"
        (person,) = world.staff.people.values()
        assert person_name(house, person.id) == "Paulette B."
        assert check_pin("4172", person.pin, code_keys(world.staff, opened.pepper))
        asked = {getattr(each.event, "id", "") for each in opening.card("bistro")}
        articles = world.catalogue.articles.values()
        assert {a.id for a in articles if a.active} <= asked
        assert any(not a.active for a in articles)
        assert sum(table.active for table in world.floor.tables.values()) == 4


def test_an_interrupted_house_goes_on_where_it_was(
    qtbot: QtBot, tmp_path: Path
) -> None:
    profile = Profile(tmp_path / "production")
    with open_house(profile) as opened:
        window = shown(qtbot, opened)
        name_house(qtbot, window)
        window.go.click()
        window.close()
        assert not window.done
    with open_house(profile) as opened:
        assert opening.due(opened.house) == "team"
        window = shown(qtbot, opened)
        assert window.team.isVisible()
        name_manager(qtbot, window)
        window.close()
    with open_house(profile) as opened:
        assert opening.due(opened.house) == "card"


def test_a_kill_between_the_manager_and_the_step_is_no_dead_end(
    tmp_path: Path,
) -> None:
    with open_house(Profile(tmp_path / "production")) as opened:
        house = opened.house
        opening.answer(house, "house", ())
        (command,) = opening.first_manager(house, "Ève", "x")
        house.run(command, opening.actor(house))
        assert opening.due(house) == "card"
        for _ in range(2):  # so is one between two rooms
            for each in opening.rooms([opening.Room("Salle", 4)], house.world.floor):
                house.run(each, opening.actor(house))
        assert len(house.world.floor.tables) == 4
        assert len(house.world.floor.rooms) == 1


def test_a_shop_has_no_rooms(qtbot: QtBot, tmp_path: Path) -> None:
    with open_house(Profile(tmp_path / "production")) as opened:
        window = shown(qtbot, opened)
        window.identity.sector.choose("shop")
        name_house(qtbot, window)
        window.go.click()
        assert window.place.text() == "Étape 2 sur 4"
        name_manager(qtbot, window)
        assert window.card.model == "bakery"
        window.go.click()
        assert window.devices.isVisible()
        window.later.click()
        assert window.done
        assert not opened.house.world.settings.devices


def test_every_model_card_is_one_that_the_office_would_save(tmp_path: Path) -> None:
    for model in opening.MODELS:
        with open_house(Profile(tmp_path / model / "production")) as opened:
            for command in opening.card(model):
                done = opened.house.run(command, opening.actor(opened.house))
                assert not isinstance(done, Refusal), (command, done)


def test_a_seeded_or_an_older_house_is_asked_nothing(tmp_path: Path) -> None:
    with open_house(Profile(tmp_path / "sandbox")) as opened:
        assert opening.due(opened.house) == "done"


def test_a_team_is_founded_once(tmp_path: Path) -> None:
    with open_house(Profile(tmp_path / "sandbox")) as opened:
        house = opened.house
        (command,) = opening.first_manager(house, "Ève", "x")
        done = house.run(command, opening.actor(house))
        assert isinstance(done, Refusal)
        assert done.code == "team_founded"


def test_words_of_the_answers() -> None:
    assert vat_number("732 829 320 00074") == "FR 44 732829320"
    assert vat_number("73282932000075") == ""
    assert pin_errors("Ève", "4172", "4172") == {}
    assert "pin" in pin_errors("Ève", "1234", "1234")
    assert "pin" in pin_errors("Ève", "417253", "417253")  # the login takes four
    assert "again" in pin_errors("Ève", "4172", "4173")
    assert network_address(" 192.168.1.31 ", 9100) == "tcp://192.168.1.31:9100"
    assert network_address("tcp://till.local:9200", 9100) == "tcp://till.local:9200"
    assert network_address("a b", 9100) == network_address("", 9100) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_cuts_its_words_or_is_too_small_for_a_finger(
    qtbot: QtBot, tmp_path: Path, language: str
) -> None:
    set_language(language)
    try:
        with open_house(Profile(tmp_path / "staging")) as opened:
            window = shown(qtbot, opened)
            window.later.show()
            for chooser in (window.devices.printer, window.devices.terminal):
                chooser.choose(ADDRESS)
            window.devices.show_addresses()
            for page in window.pages.values():
                for each in window.pages.values():
                    each.setVisible(each is page)
                qtbot.wait(1)
                assert not faults(window, 48)
    finally:
        set_language("fr")

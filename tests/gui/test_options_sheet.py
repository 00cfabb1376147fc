"""Answers of the card are given a colour, a sign, words in the kitchen, and saved."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from gui_kit import board, demo_house, desk_for
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.domain.catalogue.decide import SetCatalogue
from app.domain.catalogue.events import KitchenName, ModifierOption
from app.services.house import Actor
from app.windows.admin.card.articles import ArticlesSection
from app.windows.admin.card.options_sheet import OptionsSheet
from app.windows.desk import Desk, Said
from resources.texts import set_language

pytestmark = pytest.mark.gui


@pytest.fixture(name="opened")
def opened_fixture(tmp_path: Path) -> Iterator[Opened]:
    set_language("fr")
    with demo_house(tmp_path) as opened:
        yield opened


@pytest.fixture(name="card")
def card_fixture(qtbot: QtBot, opened: Opened) -> Iterator[ArticlesSection]:
    hot = opened.house.world.catalogue.stations["chaud"]
    opened.house.run(
        SetCatalogue(event=replace(hot, language="pt", form="items")), Actor("marc")
    )
    desk = desk_for(opened, "marc", "admin")
    section = ArticlesSection(desk, board())
    desk.setParent(section)
    qtbot.addWidget(section)
    section.resize(1190, 736)
    section.show()
    section.show_place("")
    yield section
    for sheet in section.findChildren(OptionsSheet):
        qtbot.waitUntil(lambda s=sheet: not s.drawing.background.busy)


def option(opened: Opened, group: str, key: str) -> ModifierOption:
    options = opened.house.world.catalogue.groups[group].options
    return next(each for each in options if each.id == key)


def sheet_of(qtbot: QtBot, section: ArticlesSection, group: str) -> OptionsSheet:
    section.show_sheet("options")
    sheet = section.findChildren(OptionsSheet)[-1]
    sheet.groups.chosen.emit(group)
    qtbot.waitUntil(lambda: bool(sheet.roll.pieces))
    return sheet


def heard(desk: Desk) -> list[Said]:
    said: list[Said] = []
    desk.said.connect(said.append)
    return said


def test_an_answer_is_made_to_stand_out(
    qtbot: QtBot, opened: Opened, card: ArticlesSection
) -> None:
    said = heard(card.desk)
    sheet = sheet_of(qtbot, card, "cuisson")
    sheet.rows["bleu"].click()
    assert not sheet.form.icons.isEnabled()
    assert sheet.card is not None
    plain = sheet.card.accessibleName()
    sheet.form.colours.squares["pink"].click()
    assert sheet.form.icons.key == "flag"
    sheet.form.icons.squares["thermostat"].click()
    sheet.form.weights.chosen.emit("inverse")
    sheet.form.kitchen.text_edited.emit("BLEU !")
    sheet.form.names.fields["pt"].text_edited.emit("Mal passado")
    assert sheet.rows["bleu"].view.subtitle == "Rose · Cuisson · Bloc"
    assert sheet.card.accessibleName() != plain
    assert option(opened, "cuisson", "bleu").colour == ""  # nothing is saved yet
    sheet.confirm.click()
    saved = option(opened, "cuisson", "bleu")
    assert (saved.colour, saved.icon, saved.weight) == ("pink", "thermostat", "inverse")
    assert saved.kitchen == "BLEU !"
    assert saved.kitchens == (KitchenName(language="pt", text="Mal passado"),)
    undo = said[-1].undo
    assert undo is not None
    undo()
    assert option(opened, "cuisson", "bleu").colour == ""


def test_what_was_not_saved_can_be_had_again(
    qtbot: QtBot, opened: Opened, card: ArticlesSection
) -> None:
    said = heard(card.desk)
    sheet = sheet_of(qtbot, card, "cuisson")
    sheet.form.colours.squares["sky"].click()
    sheet.closed.emit()
    undo = said[-1].undo
    assert undo is not None
    undo()
    again = card.findChildren(OptionsSheet)[-1]
    again.confirm.click()
    first = opened.house.world.catalogue.groups["cuisson"].options[0]
    assert first.colour == "sky"


def test_a_colour_that_is_taken_away_takes_sign_and_lettering_with_it(
    qtbot: QtBot, opened: Opened, card: ArticlesSection
) -> None:
    sheet = sheet_of(qtbot, card, "cuisson")
    sheet.form.colours.squares["sky"].click()
    assert sheet.confirm.isEnabled()
    assert sheet.form.weights.isEnabled()
    sheet.form.colours.squares[""].click()
    assert not sheet.confirm.isEnabled()
    assert not sheet.form.weights.isEnabled()


def test_a_name_too_long_for_a_ticket_is_shown_instead_of_saved(
    qtbot: QtBot, opened: Opened, card: ArticlesSection
) -> None:
    sheet = sheet_of(qtbot, card, "cuisson")
    key = sheet.option
    sheet.form.names.fields["pt"].text_edited.emit("a" * 61)
    sheet.confirm.click()
    assert sheet.form.names.fields["pt"].error
    sheet.form.names.fields["pt"].text_edited.emit("Azul")
    sheet.form.kitchen.text_edited.emit("a" * 61)
    sheet.confirm.click()
    assert sheet.form.kitchen.error
    assert option(opened, "cuisson", key).kitchens == ()


def test_an_article_has_a_name_for_each_language_of_the_stations(
    opened: Opened, card: ArticlesSection
) -> None:
    card.opened.emit("entrecote")
    fields = card.form.names.fields
    assert list(fields) == ["pt"]
    assert fields["pt"].edit.placeholderText() == "Entrecôte"
    fields["pt"].text_edited.emit("Bife da vazia")
    card.form.save.click()
    saved = opened.house.world.catalogue.articles["entrecote"]
    assert saved.kitchens == (KitchenName(language="pt", text="Bife da vazia"),)
    fields["pt"].text_edited.emit("x" * 61)
    card.form.save.click()
    assert opened.house.world.catalogue.articles["entrecote"] == saved
    assert card.form.tab == "names"


def test_an_answer_may_be_prepared_at_another_station(
    qtbot: QtBot, opened: Opened, card: ArticlesSection
) -> None:
    sheet = sheet_of(qtbot, card, "cuisson")
    key = sheet.option
    sheet.form.station.chosen.emit("froid")
    sheet.confirm.click()
    assert option(opened, "cuisson", key).station == "froid"


def test_a_recipe_is_kept_with_its_article_and_taken_back(
    opened: Opened, card: ArticlesSection
) -> None:
    said = heard(card.desk)
    recipes = opened.house.world.inventory.recipes
    card.opened.emit("burger")
    parts = card.form.recipe
    parts.given.emit("boeuf", "beaucoup")
    assert parts.quantity.error
    parts.item.choose("boeuf")
    parts.quantity.set_text("0,18")
    parts.give.click()
    (part,) = recipes["burger"].parts
    assert (part.item, part.quantity) == ("boeuf", 180)
    undo = said[-1].undo
    assert undo is not None
    undo()
    assert recipes["burger"].parts == ()


def test_answers_of_one_name_are_made_alike_in_every_question(
    qtbot: QtBot, opened: Opened, card: ArticlesSection
) -> None:
    groups = opened.house.world.catalogue.groups
    named = [
        (group.id, each.id)
        for group in groups.values()
        for each in group.options
        if each.name == "Saignant"
    ]
    assert len(named) > 1  # else nothing is shown here
    first, *others = named
    sheet = sheet_of(qtbot, card, first[0])
    sheet.rows[first[1]].click()
    assert not sheet.form.spread.isEnabled()
    sheet.form.colours.squares["green"].click()
    assert sheet.form.spread.isEnabled()
    sheet.form.spread.click()
    assert not sheet.form.spread.isEnabled()
    sheet.confirm.click()
    assert {option(opened, *each).colour for each in others} == {"green"}

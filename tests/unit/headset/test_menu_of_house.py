"""What can be spoken of in the demo house, and the words of its options."""

import pytest
from headset_kit import Table

from app.domain.catalogue.events import ArticleSet, ModifierGroupSet, ModifierOption
from app.domain.floor.events import TableSet
from app.headset.menu_of_house import HouseMenu, menu_of_house
from app.headset.speakable import choices_of, spoken
from voice.menu import menu_as_json, menu_from_json


@pytest.fixture(scope="module")
def table() -> Table:
    return Table()


@pytest.fixture(scope="module")
def house(table) -> HouseMenu:
    return table.menu


def group(*names: str, title: str = "Options") -> ModifierGroupSet:
    options = tuple(
        ModifierOption(id=f"o{n}", name=name) for n, name in enumerate(names)
    )
    return ModifierGroupSet(id="g", name=title, minimum=0, maximum=9, options=options)


@pytest.mark.parametrize(
    ("name", "op", "key"),
    [
        ("Sans oignons", "without", "oignon"),
        ("Sauce à part", "side", "sauce"),
        ("Œuf à cheval", "with", "œuf"),
        ("Supplément fromage", "with", "fromage"),
        ("Frites maison", "with", "frites"),
        ("Yuzu confit", "with", "yuzu confit"),
    ],
)
def test_an_option_is_an_ingredient_with_without_or_apart(name, op, key):
    (choice,) = choices_of(group(name))

    assert (choice.op, choice.key) == (op, key)


def test_options_of_one_ingredient_keep_their_whole_names():
    found = choices_of(group("Sucre blanc", "Sucre roux"))

    assert [choice.key for choice in found] == ["sucre blanc", "sucre roux"]


def test_degrees_of_cooking_are_known_in_every_form(house):
    found = choices_of(group("Saignant", "A point", "Fumé", title="Cuisson"))

    assert [(c.op, c.key) for c in found][:2] == [
        ("cooking", "saignant"),
        ("cooking", "à point"),
    ]
    assert found[2].key == "fumé"
    assert "saignantes" in house.menu.cooking["saignant"]


def test_names_are_spoken_without_brackets_and_grams():
    assert spoken("Côte de bœuf (2 pers.)") == "côte de bœuf"
    assert spoken("Entrecôte 300 g") == "entrecôte"
    assert spoken("Bavette à l’échalote") == "bavette à l' échalote"


def test_words_that_several_articles_share_are_a_question(house):
    found = {words.say[0]: words.choices for words in house.menu.ambiguous}

    assert set(found["tarte"]) == {"tarte_tatin", "tarte_citron", "tarte_pralines"}
    assert set(found["eau"]) == {"eau_plate", "eau_gazeuse"}
    assert "burger" not in found
    assert "douze" not in found


def test_an_article_of_the_shop_or_by_weight_is_not_spoken_of(house):
    assert "miel_lavande" not in house.course_of


def test_drinks_are_called_by_their_kind_and_dishes_by_their_course(house):
    called = {name: house.course_of[name] for name in ("terrine", "burger", "bordeaux")}

    assert called == {"terrine": "entrée", "burger": "plat", "bordeaux": "vin"}
    assert house.courses["dessert"] == "desserts"


def test_a_name_with_an_option_behind_it_is_understood_as_both(house):
    says = {item.id: item.say for item in house.menu.items}

    assert "thé vert" not in says["the"]
    assert "steak frites" not in says["steak"]
    assert "moules frites" in says["moules"]  # nobody is asked which garnish
    assert [c.key for c in house.choices["the"]] == [
        "noir",
        "vert",
        "menthe",
        "earl grey",
    ]


def test_a_table_with_a_name_is_known_by_it(table):
    table.till.world.floor.tables["b2"] = TableSet(
        id="b2", number="B2", room="bar", x=0, y=0, width=9, height=9, seats=2
    )
    house = menu_of_house(table.till.world, str)
    number = house.numbers["b2"]
    (found,) = [each for each in house.menu.tables if each.number == number]

    assert found.say == ("b 2", "b deux")
    assert house.tables[number] == "b2"


def test_the_menu_goes_to_another_process_as_it_is(house):
    again = menu_from_json(menu_as_json(house.menu))

    assert again.items == house.menu.items
    assert again.ambiguous == house.menu.ambiguous
    assert again.tables == house.menu.tables
    assert dict(again.cooking) == {
        key: list(forms) for key, forms in house.menu.cooking.items()
    }


def test_a_house_of_two_thousand_articles_is_spoken_of_like_any_other(table):
    world = table.till.world
    template = world.catalogue.articles["burger"]
    for number in range(2000):
        world.catalogue.articles[f"a{number}"] = ArticleSet(
            id=f"a{number}", name=f"Plat {number}", category="plats", price=1,
            groups=template.groups,
        )  # fmt: skip

    assert len(menu_of_house(world, str).menu.items) > 2000

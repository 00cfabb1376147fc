"""The words of the read-back."""

import json
from typing import Any

import pytest
from voice_kit import DATA, menu_json

from voice.meaning import Action, Choice, Question, Understood
from voice.menu import Menu, menu_from_json
from voice.speech.languages import language
from voice.speech.phrasing import (
    beep_is_enough,
    daily_phrases,
    phrase,
    question,
    read_back,
    summary,
    whisper,
)


@pytest.fixture(scope="module")
def menu() -> Menu:
    return menu_from_json(menu_json())


@pytest.fixture(scope="module")
def english() -> Menu:
    return menu_from_json(menu_json(), "en")


def order(*items: dict[str, Any], table: int | None = 12) -> Action:
    return Action("order.add", {"table": table, "items": list(items)})


def line(item: str | None, qty: int | None = 1, **more: object) -> dict[str, Any]:
    return {"item": item, "qty": qty, **more}


SALAD = {"op": "swap", "from": "frites", "what": "salade"}
BURGERS = line(
    "burger", 2, cooking="saignant", mods=[{"op": "without", "what": "oignon"}]
)


def test_an_order_in_the_fewest_words(menu: Menu) -> None:
    said = phrase(order(BURGERS, line("frites")), menu)
    assert said == "12 : deux burgers, sans oignon, saignants ; une frite"


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ([line("entrecote", 1, cooking="saignant")], "une entrecôte, saignante"),
        ([line("entrecote", 2, cooking="à point")], "deux entrecôtes, à point"),
        ([line("magret", 2, cooking="bien cuit")], "deux magrets, bien cuits"),
        ([line("bavette", 3, cooking="bleu")], "trois bavettes, bleues"),
        (
            [line("steak", 1, cooking="bleu"), line("steak", 2, cooking="bien cuit")],
            "trois steaks, un bleu, deux bien cuits",
        ),
        ([line("creme_brulee", 4)], "quatre crèmes brûlées"),
        ([line("kir_royal", 2)], "deux kirs royaux"),
        ([line("tarte_citron", 2)], "deux tartes au citron"),
        ([line("jus_orange", 5)], "cinq jus d'orange"),
        ([line("huitres_6", 1)], "six huîtres"),
        ([line("huitres_6", 2)], "deux fois six huîtres"),
        ([line("cafe", 24)], "24 cafés"),
        ([line("dorade", 1, seat=2)], "une dorade, place 2"),
        (
            [line("tartare_boeuf", 1, mods=[SALAD])],
            "un tartare, salade au lieu de frites",
        ),
    ],
)
def test_agreement_and_plurals(
    menu: Menu, items: list[dict[str, Any]], said: str
) -> None:
    assert phrase(order(*items, table=None), menu).lower() == said


def of(intent: str, **slots: object) -> Action:
    return Action(intent, slots)


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (of("order.void", table=8, items=[line("burger")]), "8 : annule un burger"),
        (of("order.void", table=4, course="entrée", qty=2), "4 : annule deux entrées"),
        (of("order.void", table=20, all=True), "20 : annule tout"),
        (
            of("order.modify", table=3, item="bavette", set={"qty": 2}),
            "3 : deux bavettes",
        ),
        (
            of("order.modify", table=3, item="bavette", set={"cooking": "saignant"}),
            "3 : bavette, saignante",
        ),
        (
            of("order.replace", table=9, **{"from": "dorade", "to": "oeuf_mayo"}),
            "9 : œuf mayo au lieu de dorade",
        ),
        (of("order.copy", **{"from": "last", "to": 13}), "13 : pareil"),
        (of("course.fire", table=12, course="suite"), "12 : envoie la suite"),
        (of("course.hold", table=11, course="plat"), "11 : les plats en attente"),
        (
            of("bill.request", table=8, split={"mode": "equal", "n": 3}),
            "8 : l'addition, en trois",
        ),
        (of("bill.pay", table=9, method="cash"), "9 : paie en espèces"),
        (of("bill.comp", table=1, item="infusion"), "1 : infusion, offerte"),
        (of("stock.out", item="huitres_6"), "Plus d'huîtres"),
        (of("stock.out", item="haricots"), "Plus de haricots verts"),
        (of("stock.set", item="dorade", qty=5), "Reste cinq dorades"),
        (of("table.open", table=26, covers=6), "26 : six couverts"),
        (
            of("item.transfer", items=[line("cafe", None)], **{"from": 6, "to": 8}),
            "Les cafés, de la 6 à la 8",
        ),
        (
            of(
                "reservation.add",
                covers=4,
                date="tomorrow",
                time="20:30",
                name="martin",
            ),
            "Quatre couverts, demain, 20 heures 30, Martin",
        ),
        (of("kds.ready", table=9, course="plat"), "9 : plats prêts"),
        (of("staff.call", what="léa"), "J'appelle Léa"),
        (of("dialog.yes"), ""),
    ],
)
def test_each_intent(menu: Menu, action: Action, said: str) -> None:
    assert phrase(action, menu) == said


def asked(actions: tuple[Action, ...], asks: Question) -> Understood:
    return Understood("ask", "", actions, asks)


def test_at_most_one_question(menu: Menu) -> None:
    tarts = tuple(
        Choice("", (order(line(item), table=9),))
        for item in ("tarte_tatin", "tarte_citron")
    )
    tart = line(None, choices=["tarte_tatin", "tarte_citron"])
    alone = asked((order(tart, table=9),), Question("item", tarts))
    assert read_back(alone, menu) == "9 : tarte tatin ou tarte au citron ?"
    both = asked((order(line("cafe", 2), tart, table=9),), Question("item", tarts))
    assert read_back(both, menu) == "9 : deux cafés ; tarte tatin ou tarte au citron ?"
    nowhere = asked((order(line("cafe"), table=None),), Question("table"))
    assert read_back(nowhere, menu) == "Un café ; quelle table ?"
    void = asked((of("order.void", table=8, all=True),), Question("confirm"))
    assert read_back(void, menu) == "8 : annule tout ?"


def test_a_doubt_about_the_number_names_both(menu: Menu) -> None:
    readings = tuple(Choice("", (order(line("burger", n)),)) for n in (1, 2))
    said = question(Question("meaning", readings), menu)
    assert said == "12 : un burger ou 12 : deux burgers ?"


def test_one_table_is_named_once(menu: Menu) -> None:
    actions = (of("table.clear", table=25), of("table.open", table=25, covers=2))
    assert summary(actions, menu) == "25 : libre ; deux couverts"
    apart = (of("table.clear", table=25), of("table.open", table=2, covers=2))
    assert summary(apart, menu) == "25 : libre. 2 : deux couverts"


def test_a_beep_is_enough_for_what_is_certain_and_cheap() -> None:
    coffee = order(line("cafe"))
    assert beep_is_enough(Understood("accept", "", (coffee,), None, 0.99))
    assert not beep_is_enough(Understood("accept", "", (coffee,), None, 0.9))
    assert not beep_is_enough(Understood("accept", "", (of("stock.out", item="x"),)))
    guess = Action("order.add", coffee.slots, guessed=("la table",))
    assert not beep_is_enough(Understood("accept", "", (guess,)))


def test_whispers(menu: Menu) -> None:
    assert whisper("ready", {"table": 12}, menu) == "12, prête"
    assert (
        whisper("ready", {"table": 12, "course": "entrée"}, menu)
        == "12, entrées prêtes"
    )
    assert whisper("stock.out", {"item": "dorade"}, menu) == "Plus de dorade"
    assert (
        whisper("paid", {"table": 9, "amount": 8450}, menu) == "9, payée, 84 euros 50"
    )
    assert {"12, prête", "Quelle table ?"} <= set(daily_phrases(menu))


def test_english(english: Menu) -> None:
    said = phrase(
        order(BURGERS, line("champagne_coupe", 2), line("carpaccio")), english
    )
    assert said.startswith("12: two burgers, no ")
    assert said.endswith(", rare; two glasses of champagne; a carpaccio")
    assert phrase(of("stock.out", item="dorade"), english).startswith("No more ")


def test_every_intent_of_the_house_has_words_in_both_languages(
    menu: Menu, english: Menu
) -> None:
    for name in ("given", "more"):
        for text in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            for told in json.loads(text)["actions"]:
                slots = dict(told)
                action = Action(slots.pop("intent"), slots)
                quiet = action.intent.startswith("dialog.") or "'item': None" in str(
                    slots
                )
                for spoken in (menu, english):
                    assert quiet or phrase(action, spoken).rstrip(": "), told


def test_what_espeak_would_read_wrongly_is_respelled() -> None:
    assert language("fr").as_said("Deux burgers, un thé") == "Deux beurgueurs, un thé"
    assert language("en").as_said("two burgers") == "two burgers"

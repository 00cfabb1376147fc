"""What waiters say is understood; what is doubtful is asked; talk is let be."""

import json
import os
import random
from pathlib import Path

import pytest

from voice.heard import Alternative, Heard, typed
from voice.meaning import Context, Understood
from voice.menu import Item, Menu, Table, menu_from_json
from voice.understanding import Speakable, understand
from voice.understanding.language import language
from voice.understanding.score import Score, understood_lines
from voice.understanding.words import words_of

DATA = Path(__file__).parents[2] / "data" / "voice"
CARD = json.loads((DATA / "menu.json").read_text(encoding="utf-8"))
EXAMPLES = int(os.environ.get("EXAMPLES", "0")) or 60
EXHAUSTIVE = "EXAMPLES" in os.environ
NOTHING = Context()


@pytest.fixture(scope="module")
def menu() -> Speakable:
    return Speakable(menu_from_json(CARD))


def meant(text: str, menu: Speakable, context: Context = NOTHING) -> list[dict]:
    return [a.as_json() for a in understand(typed(text), menu, context).actions]


def heard(*texts: str, agreement: float = 0.95) -> Heard:
    """Alternatives that the recogniser holds for nearly the same."""
    return Heard(
        tuple(Alternative(text, -float(n)) for n, text in enumerate(texts)), agreement
    )


def score(name: str, spoken: str = "fr") -> Score:
    result = Score()
    lines = (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    if not EXHAUSTIVE:
        lines = lines[:: 1 + len(lines) // 80]
    for said, understood in understood_lines(lines, menu_from_json(CARD, spoken)):
        result.add(said, understood)
    return result


@pytest.mark.parametrize(
    ("name", "spoken", "share"),
    [
        ("given", "fr", 0.98),
        ("more", "fr", 0.98),
        ("more_5", "fr", 0.93),
        ("more_6", "fr", 0.94),
        ("more_7", "fr", 0.94),
        ("more_8", "fr", 0.94),
        ("more_9", "fr", 0.96),
        ("talk", "fr", 0.98),
        ("talk_5", "fr", 0.96),
        ("talk_6", "fr", 0.96),
        ("talk_7", "fr", 0.98),
        ("talk_8", "fr", 0.98),
        ("talk_9", "fr", 0.96),
        ("english", "en", 0.98),
    ],
)
def test_sentences_are_understood_exactly(name: str, spoken: str, share: float) -> None:
    result = score(name, spoken)
    assert result.exact >= share * result.total, dict(result.misses)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("vingt deux burgers", {(1, 20), (2, 22)}),
        ("quatre vingt dix sept huîtres", {(1, 4), (2, 80), (3, 90), (4, 97)}),
        ("soixante et onze", {(1, 60), (3, 71)}),
        ("vingt et un", {(1, 20), (3, 21)}),
        ("vingt et deux", {(1, 20)}),
        ("nonante cinq", {(1, 90), (2, 95)}),
        ("deux cents", {(1, 2), (2, 200)}),
        ("12 cafés", {(1, 12)}),
    ],
)
def test_a_number_keeps_all_its_readings(
    text: str, readings: set[tuple[int, int]]
) -> None:
    assert set(language("fr").numbers.at(words_of(text), 0)) == readings


@pytest.mark.parametrize(
    ("text", "table", "qty"),
    [
        ("table vingt deux burgers", 20, 2),
        ("table vingt-deux, burgers", 22, 1),
        ("table vingt deux, un burger", 22, 1),
        ("table vingt deux trois burgers", 22, 3),
    ],
)
def test_plural_and_known_tables_decide_what_a_number_counts(
    menu: Speakable, text: str, table: int, qty: int
) -> None:
    (action,) = meant(text, menu)
    assert action["table"] == table
    assert action["items"] == [{"item": "burger", "qty": qty}]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("table un, une douzaine d'huîtres", [("huitres_12", 1)]),
        ("table un, une demi-douzaine d'escargots", [("escargots", 1)]),
        ("table un, deux douzaines d'huîtres", [("huitres_12", 2)]),
        ("table un, une paire de mojitos", [("mojito", 2)]),
        ("table un, deux fois la dorade", [("dorade", 2)]),
    ],
)
def test_dozens_pairs_and_portions(
    menu: Speakable, text: str, items: list[tuple[str, int]]
) -> None:
    (action,) = meant(text, menu)
    assert [(line["item"], line["qty"]) for line in action["items"]] == items


def lines(*entries: tuple) -> list[dict]:
    """Lines of an order by article, number, and what else is said of each."""
    return [
        {"item": i, "qty": n, **(more[0] if more else {})} for i, n, *more in entries
    ]


def mods(op: str, *what: str) -> dict:
    return {"mods": [{"op": op, "what": each} for each in what]}


@pytest.mark.parametrize(
    ("text", "table", "items"),
    [
        ("onze : gratin, deux", 11, lines(("gratin", 2))),
        ("kir un, café deux, table huit", 8, lines(("kir", 1), ("cafe", 2))),
        ("formule pour la cinq, deux", 5, lines(("menu_jour", 2))),
        ("les deux messieurs de la quatre, un saumon chacun", 4, lines(("saumon", 2))),
        ("une tournée de mojitos à la dix, ils sont six", 10, lines(("mojito", 6))),
        ("la neuf, cinq demis en tout", 9, lines(("demi", 5))),
        (
            "du saumon pour la six, un avec du riz, un sans sauce",
            6,
            lines(
                ("saumon", 1, mods("with", "riz")),
                ("saumon", 1, mods("without", "sauce")),
            ),
        ),
        (
            "table deux, deux cocas, un normal, un sans glaçons",
            2,
            lines(("coca", 1), ("coca", 1, mods("without", "glaçon"))),
        ),
        (
            "table une, trois pintes, citron pour une",
            1,
            lines(("pinte", 2), ("pinte", 1, mods("with", "citron"))),
        ),
        (
            "la huit, deux burgers, un saignant, un à point, le saignant sans oignons",
            8,
            lines(
                ("burger", 1, {"cooking": "saignant", **mods("without", "oignon")}),
                ("burger", 1, {"cooking": "à point"}),
            ),
        ),
        (
            "une bavette et un magret, tous à point, table onze",
            11,
            lines(
                ("bavette", 1, {"cooking": "à point"}),
                ("magret", 1, {"cooking": "à point"}),
            ),
        ),
        (
            "un burger à point euh saignant à la neuf",
            9,
            lines(("burger", 1, {"cooking": "saignant"})),
        ),
        ("table dix un risotto, pardon table onze", 11, lines(("risotto", 1))),
        (
            "elle hésitait avec la tatin, mais ce sera un café, table deux",
            2,
            lines(("cafe", 1)),
        ),
        (
            "table trois, quatre cocas dont un zéro",
            3,
            lines(("coca", 3), ("coca_zero", 1)),
        ),
        ("la vingt deux aimerait de l'eau plate", 22, lines(("eau_plate", 1))),
        (
            "table trois, une omelette avec une salade",
            3,
            lines(("omelette", 1, mods("with", "salade"))),
        ),
        ("table quatre, demi, demi", 4, lines(("demi", 2))),
        ("deux cafés à la terrasse vingt-deux", 22, lines(("cafe", 2))),
        (
            "la trois, la bavette à point au lieu de saignant",
            3,
            lines(("bavette", 1, {"cooking": "à point"})),
        ),
    ],
)
def test_who_gets_what_and_how_many(
    menu: Speakable, text: str, table: int, items: list[dict]
) -> None:
    assert meant(text, menu) == [
        {"intent": "order.add", "table": table, "items": items}
    ]


@pytest.mark.parametrize(
    ("text", "actions"),
    [
        ("prêt, vingt-neuf", [{"intent": "kds.ready", "table": 29}]),
        ("addition vingt-cinq", [{"intent": "bill.request", "table": 25}]),
        (
            "la neuf, c'est pas deux pintes, c'est quatre",
            [
                {
                    "intent": "order.modify",
                    "table": 9,
                    "item": "pinte",
                    "set": {"qty": 4},
                }
            ],
        ),
        (
            "la quatre, trois et non deux cafés",
            [
                {
                    "intent": "order.modify",
                    "table": 4,
                    "item": "cafe",
                    "set": {"qty": 3},
                }
            ],
        ),
        (
            "sur les deux escargots de la trois, enlèves-en un",
            [
                {
                    "intent": "order.void",
                    "table": 3,
                    "items": [{"item": "escargots", "qty": 1}],
                }
            ],
        ),
        (
            "enlève dessert deux à la six",
            [{"intent": "order.void", "table": 6, "course": "dessert", "qty": 2}],
        ),
        (
            "pas encore les desserts à la six, ils savourent leur plat",
            [{"intent": "course.hold", "table": 6, "course": "dessert"}],
        ),
        (
            "pareil pour la quatre et la cinq",
            [
                {"intent": "order.copy", "from": "last", "to": 4},
                {"intent": "order.copy", "from": "last", "to": 5},
            ],
        ),
        (
            "la trois, bavette : à point, pas saignante",
            [
                {
                    "intent": "order.modify",
                    "table": 3,
                    "item": "bavette",
                    "set": {"cooking": "à point"},
                }
            ],
        ),
        (
            "débarrasse la quatre et fais l'addition de la sept",
            [
                {"intent": "table.clear", "table": 4},
                {"intent": "bill.request", "table": 7},
            ],
        ),
        (
            "la seize a réglé en liquide, leur table est débarrassée",
            [
                {"intent": "bill.pay", "table": 16, "method": "cash"},
                {"intent": "table.clear", "table": 16},
            ],
        ),
        (
            "ces trois messieurs sont installés à la neuf, et ils prennent trois kirs",
            [
                {"intent": "table.open", "table": 9, "covers": 3},
                {"intent": "order.add", "table": 9, "items": lines(("kir", 3))},
            ],
        ),
        (
            "sept vers neuf, changement de table",
            [{"intent": "table.transfer", "from": 7, "to": 9}],
        ),
        ("répétez, je n'ai rien entendu avec ce bruit", [{"intent": "dialog.repeat"}]),
    ],
)
def test_turns_of_speech(menu: Speakable, text: str, actions: list[dict]) -> None:
    assert meant(text, menu) == actions


@pytest.mark.parametrize(
    "text",
    [
        "deux du j'ai saignant et une entrecôte à la trois",
        "trois omelettes, jambon et nature, à la six",
        "un burger à la six, pas",
        "un tartare sans aneth à la deux",
        "sept huîtres à la deux",
        "cent burgers table quatre",
        "un croque, une omelette et une limonade chacun à la six",
    ],
)
def test_words_of_weight_that_are_left_over_are_asked(
    menu: Speakable, text: str
) -> None:
    question = understand(typed(text), menu, NOTHING).question
    assert question is not None
    assert question.slot == "meaning"


def test_a_lost_number_is_asked_for(menu: Speakable) -> None:
    """ "deux" heard as "de" makes one of two: the worst of all mistakes."""
    understood = understand(typed("table douze de burgers"), menu, NOTHING)
    assert (understood.verdict, understood.question and understood.question.slot) == (
        "ask",
        "meaning",
    )


def test_alternatives_of_one_meaning_weigh_together(menu: Speakable) -> None:
    understood = understand(
        heard(
            "table douze deux burgers",
            "la table douze deux burgers",
            "table douze deux burger",
        ),
        menu,
        NOTHING,
    )
    assert understood.verdict == "accept"
    assert understood.probability > 0.9


def test_two_likely_meanings_become_a_question(menu: Speakable) -> None:
    understood = understand(
        heard("table deux trois cafés", "table douze trois cafés"), menu, NOTHING
    )
    assert understood.verdict == "ask"
    assert understood.question is not None
    tables = [c.actions[0].slots["table"] for c in understood.question.choices]
    assert tables == [2, 12]


def test_what_a_free_ear_did_not_hear_is_not_for_sotto(menu: Speakable) -> None:
    said = heard("table douze deux burgers", agreement=0.1)
    assert understand(said, menu, NOTHING).verdict == "reject"


def test_a_word_that_only_sounds_like_a_dish_is_asked(menu: Speakable) -> None:
    understood = understand(typed("un des cas pour la huit"), menu, NOTHING)
    (action,) = understood.actions
    assert action.slots["items"] == [{"item": "deca", "qty": 1}]
    assert (understood.verdict, action.guessed) == ("ask", ("« des cas » : Décaféiné",))


def test_an_ambiguous_word_offers_its_choices_whole(menu: Speakable) -> None:
    understood = understand(typed("table neuf, une tarte"), menu, NOTHING)
    assert understood.question is not None
    assert [choice.label for choice in understood.question.choices] == [
        "Tarte Tatin",
        "Tarte au citron",
    ]
    chosen = understood.question.choices[1].actions[0].as_json()
    assert chosen["items"] == [{"item": "tarte_citron", "qty": 1}]


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("l'addition", "table"),
        ("plus de tartare", "confirm"),
        ("la neuf paye en espèces", "confirm"),
    ],
)
def test_what_is_missing_or_costly_is_asked(
    menu: Speakable, text: str, slot: str
) -> None:
    question = understand(typed(text), menu, NOTHING).question
    assert question is not None
    assert question.slot == slot


DRAFT = Context(
    table=12,
    draft=(
        {
            "intent": "order.add",
            "table": 12,
            "items": [
                {"item": "kir", "qty": 1},
                {"item": "entrecote", "qty": 2, "cooking": "saignant"},
            ],
        },
    ),
)


@pytest.mark.parametrize(
    ("text", "intent", "slots"),
    [
        ("non, trois", "order.modify", {"item": "entrecote", "set": {"qty": 3}}),
        (
            "plutôt à point",
            "order.modify",
            {"item": "entrecote", "set": {"cooking": "à point"}},
        ),
        (
            "annule le dernier",
            "order.void",
            {"items": [{"item": "entrecote", "qty": 2}]},
        ),
        ("non, c'est pour la huit", "order.modify", {"set": {"table": 8}}),
        ("non, une bavette", "order.replace", {"from": "entrecote", "to": "bavette"}),
        ("non, trois kirs", "order.modify", {"item": "kir", "set": {"qty": 3}}),
    ],
)
def test_a_correction_speaks_of_the_last_of_the_draft(
    menu: Speakable, text: str, intent: str, slots: dict
) -> None:
    assert meant(text, menu, DRAFT) == [{"intent": intent, "table": 12, **slots}]


def test_every_action_says_what_made_it(menu: Speakable) -> None:
    said = understand(
        typed("réclame les plats de la six et sors la note de la neuf"), menu, NOTHING
    )
    assert [action.words for action in said.actions] == [
        "réclame les plats de la six",
        "et sors la note de la neuf",
    ]


def test_a_table_of_the_context_is_told_as_guessed(menu: Speakable) -> None:
    (action,) = understand(typed("deux cafés"), menu, Context(table=5)).actions
    assert (action.slots["table"], action.guessed) == (5, ("table",))


def test_a_tender_alone_pays_the_bill_that_was_asked_for(menu: Speakable) -> None:
    billed = Context(table=3, bill=12, pending={"slot": "confirm"})
    (action,) = understand(typed("par carte"), menu, billed).actions
    assert action.slots == {"table": 12, "method": "card"}
    assert not understand(typed("la carte du menu"), menu, billed).actions


def test_an_allergy_is_the_guests_while_a_draft_waits(menu: Speakable) -> None:
    (action,) = understand(typed("allergie au gluten à la douze"), menu, DRAFT).actions
    assert action.as_json() == {
        "intent": "table.note",
        "table": 12,
        "allergy": "gluten",
    }


def test_done_again_is_not_laid_again(menu: Speakable) -> None:
    last = Context(table=6, last_order=True)
    (action,) = understand(typed("refais la même chose à la huit"), menu, last).actions
    assert action.as_json() == {"intent": "order.copy", "from": "last", "to": 8}


def test_another_house_speaks_of_its_own() -> None:
    """Nothing is known of a menu but what it says itself."""
    house = Menu(
        items=(
            Item("pho", "Phở bò", ("phô", "soupe phô"), "plat"),
            Item("bo_bun", "Bò bún", ("bo bun",), "plat"),
        ),
        tables=(Table(1), Table(2, say=("comptoir deux",))),
    )
    menu = Speakable(house)
    (action,) = meant("comptoir deux, trois bo bun et un phô", menu)
    assert action == {
        "intent": "order.add",
        "table": 2,
        "items": [{"item": "bo_bun", "qty": 3}, {"item": "pho", "qty": 1}],
    }


WORDS_TEXT = (
    "table la le de deux trois vingt un une et non sans avec burger entrecôte "
    "café salade frites saignante à point sauce part addition carte douze "
    "plus encore envoie annule tout place huit pas dont l'autre euh pour cent "
    "heures demain résa Martin ? , . ' - plats suite xyz œufs mayo verre eau "
    "quatre-vingt 12 fois douzaine d'huîtres oui lieu"
)
WORDS = WORDS_TEXT.split()


def test_no_sentence_at_all_makes_it_fail(menu: Speakable) -> None:
    chance = random.Random(6)
    contexts = (
        NOTHING,
        DRAFT,
        Context(pending={"slot": "table"}),
        Context(pending={"slot": "item", "choices": ["tarte_tatin", "tarte_citron"]}),
        Context(table=3, last_order=True, pending={"slot": "confirm"}),
    )
    for _ in range(EXAMPLES):
        text = " ".join(chance.choices(WORDS, k=chance.randint(0, 18)))
        understood = understand(typed(text), menu, chance.choice(contexts))
        assert isinstance(understood, Understood)
        json.dumps([action.as_json() for action in understood.actions])


NUMBERS_TEXT = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize "
    "quatorze quinze seize dix-sept dix-huit dix-neuf vingt"
)
NUMBERS = NUMBERS_TEXT.split()
FEMININE = {"saignant": "saignante", "à point": "à point", "bien cuit": "bien cuite"}


def spoken_line(chance: random.Random) -> tuple[str, dict]:
    """A line of an order as one says it, and what it means."""
    item = chance.choice([i for i in CARD["items"] if i["id"] != "verre_rose"])
    qty = chance.choice((1, 1, 2, 3, 4))
    name = item["say"][0]
    entry: dict = {"item": item["id"], "qty": qty}
    number = NUMBERS[qty] if qty > 1 else "une" if item["gender"] == "f" else "un"
    text = f"{number} {name}"
    if item["cooking"]:
        degree = chance.choice(list(FEMININE))
        entry["cooking"] = degree
        text += f" {FEMININE[degree] if item['gender'] == 'f' else degree}"
    options = [key for key in item["accepts"] if key in ("sauce", "citron", "oignon")]
    if options and chance.random() < 0.5:
        option = chance.choice(options)
        entry["mods"] = [{"op": "without", "what": option}]
        text += f" sans {option}"
    return text, entry


def test_an_order_that_is_said_again_is_the_same(menu: Speakable) -> None:
    chance = random.Random(12)
    for _ in range(min(EXAMPLES, 200)):
        table = chance.randint(2, 16)
        lines = [spoken_line(chance) for _ in range(chance.randint(1, 3))]
        if len({entry["item"] for _, entry in lines}) < len(lines):
            continue
        text = f"table {NUMBERS[table]}, " + ", ".join(text for text, _ in lines)
        items = [entry for _, entry in lines]
        assert meant(text, menu) == [
            {"intent": "order.add", "table": table, "items": items}
        ], text


def test_what_the_free_ear_understands_otherwise_is_asked_for(menu: Speakable) -> None:
    def spoken(witness: str) -> Heard:
        readings = (Alternative("table douze deux cafés", 20),)
        return Heard(readings, 0.95, 1.5, witness)

    same = understand(spoken("table douze deux cafés"), menu, NOTHING)
    assert same.verdict == "accept"
    other = understand(spoken("table deux deux cafés"), menu, NOTHING)
    assert other.question is not None
    tables = [choice.actions[0].slots["table"] for choice in other.question.choices]
    assert (other.verdict, sorted(tables)) == ("ask", [2, 12])


def test_readings_without_a_meaning_do_not_outvote_what_both_ears_understand(
    menu: Speakable,
) -> None:
    texts = ("table cinq deux burger nom trois", "table cinq deux burger non trois")
    readings = tuple(
        Alternative(text, 88.0) for text in (*texts, "burger nom nom trois")
    )
    found = understand(Heard(readings, 0.98, 2.2, texts[1]), menu, NOTHING)
    assert found.verdict != "reject"
    assert [line["qty"] for line in found.actions[0].slots["items"]] == [3]


def test_what_is_nearly_understood_is_asked_and_does_nothing(menu: Speakable) -> None:
    said = "Picard ne viendra pas, annule sa table"
    understood = understand(typed(said), menu, NOTHING)
    assert (understood.verdict, understood.actions) == ("ask", ())
    assert understood.question is not None
    (perhaps,) = understood.question.choices[0].actions
    assert perhaps.as_json() == {"intent": "reservation.cancel", "name": "picard"}


def test_a_sentence_of_which_something_was_left_out_is_asked(menu: Speakable) -> None:
    said = "table trente, on attaque fort, deux de chablis xyz abc"
    understood = understand(typed(said), menu, NOTHING)
    assert understood.verdict != "accept"


def test_an_unknown_thing_that_is_counted_behind_known_ones_is_asked(
    menu: Speakable,
) -> None:
    said = "à la trois, trois demis, un monaco"
    assert understand(typed(said), menu, NOTHING).verdict == "ask"
    plain = "à la trois, trois demis, un café"
    assert understand(typed(plain), menu, NOTHING).verdict == "accept"


def test_a_flavour_right_behind_an_article_without_flavours_is_asked(
    menu: Speakable,
) -> None:
    said = "à la trois, une coupe vanille fraise"
    assert understand(typed(said), menu, NOTHING).verdict == "ask"


def test_zero_right_before_an_option_leaves_it_out(menu: Speakable) -> None:
    said = "à la trois, coca fois trois zéro glaçon"
    understood = understand(typed(said), menu, NOTHING)
    mods = [m for a in understood.actions for i in a.slots["items"] for m in i["mods"]]
    assert mods == [{"op": "without", "what": "glaçon"}]
    (order,) = meant("à la trois, un coca et un coca zéro", menu)
    assert [line["item"] for line in order["items"]] == ["coca", "coca_zero"]


def test_an_option_aside_before_a_known_article_changes_it(menu: Speakable) -> None:
    (change,) = meant("à la trois, le fromage à part sur les burgers", menu)
    mods = [{"op": "side", "what": "fromage"}]
    assert (change["intent"], change["set"]) == ("order.modify", {"mods": mods})


def test_a_number_before_one_dozen_is_the_rest_of_the_table(menu: Speakable) -> None:
    said = "pour la vingt cinq s'il te plaît demi-douzaine d'huîtres"
    (order,) = meant(said, menu)
    assert (order["table"], order["items"]) == (25, [{"item": "huitres_6", "qty": 1}])


def test_what_is_counted_right_before_the_bill_is_ordered(menu: Speakable) -> None:
    order, bill = meant("vingt et un, deux cafés l'addition", menu)
    assert order["items"] == [{"item": "cafe", "qty": 2}]
    assert (bill["intent"], bill["table"]) == ("bill.request", 21)


def test_a_preposition_is_no_form_of_a_verb(menu: Speakable) -> None:
    verbs = menu.language.verbs
    assert "~avoir" in verbs.of("ayant")
    assert not verbs.of("avant")

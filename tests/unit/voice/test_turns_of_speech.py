"""Turns of speech that several writers share, each by what it means."""

import json
from pathlib import Path

import pytest

from voice.heard import typed
from voice.meaning import Context
from voice.menu import menu_from_json
from voice.understanding import Speakable, understand

DATA = Path(__file__).parents[2] / "data" / "voice"


@pytest.fixture(scope="module")
def menu() -> Speakable:
    card = json.loads((DATA / "menu.json").read_text(encoding="utf-8"))
    return Speakable(menu_from_json(card))


def told(text: str, menu: Speakable) -> list[str]:
    """What was understood, in short: `intent table: lines`, else `intent slots`."""
    short = []
    for action in understand(typed(text), menu, Context()).actions:
        slots = dict(action.slots)
        head = f"{action.intent} {slots.pop('table', '')}".strip()
        items = slots.pop("items", None)
        if items is not None:
            short.append(f"{head}: " + ", ".join(line(entry) for entry in items))
        else:
            short.append(
                " ".join([head, *(f"{key}={value}" for key, value in slots.items())])
            )
    return short


def line(entry: dict) -> str:
    said = f"{entry['qty']} {entry['item'] or '?'}"
    said += f" {entry['cooking']}" if "cooking" in entry else ""
    for mod in entry.get("mods", ()):
        instead = f" for {mod['from']}" if "from" in mod else ""
        said += f" {mod['op']} {mod['what']}{instead}"
    return said + (f" @{entry['seat']}" if "seat" in entry else "")


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        # A number behind its article.
        ("la six, profiteroles deux fois", "6: 2 profiteroles"),
        ("à la douze, formule midi fois trois", "12: 3 menu_jour"),
        ("tartes au citron cinq, heu non quatre, à la dix", "10: 4 tarte_citron"),
        # Some of them.
        (
            "la dix-huit : deux bavettes saignantes, une à point",
            "18: 2 bavette saignant, 1 bavette à point",
        ),
        (
            "quatre moules à la six, une des quatre sans ail",
            "6: 3 moules, 1 moules without ail",
        ),
        (
            "la trente, quatre burgers, un sans cornichons et les trois autres nature",
            "30: 1 burger without cornichon, 3 burger",
        ),
        (
            "trois glaces à la quatorze, deux vanille une fraise",
            "14: 2 glace with vanille, 1 glace with fraise",
        ),
        (
            "deux poulets à la dix, un avec des haricots et l'autre avec de la purée",
            "10: 1 poulet with haricots, 1 poulet with purée",
        ),
        # Corrections, and what is but said again.
        ("un kir, deux bières et… non, une seule bière, la neuf", "9: 1 kir, 1 demi"),
        (
            "la vingt-six, trois bières, ou plutôt quatre, et un coca",
            "26: 4 demi, 1 coca",
        ),
        ("deux cafés à la dix-huit, non, pas la dix-huit, à la vingt", "20: 2 cafe"),
        (
            "ils veulent tous la formule, la neuf, ça fait quatre formules",
            "9: 4 menu_jour",
        ),
        (
            "un croque sans œuf pour la huit, oui, un croque monsieur",
            "8: 1 croque without œuf",
        ),
        # Options.
        (
            "le chèvre chaud sans les lardons et la sauce à part, la deux",
            "2: 1 chevre_chaud without lardon side sauce",
        ),
        (
            "un monsieur à la trente veut une entrecôte, de la salade à la place des frites",
            "30: 1 entrecote swap salade for frites",
        ),
        (
            "la quinze, des œufs mayo et puis la blanquette avec du riz",
            "15: 1 oeuf_mayo, 1 blanquette with riz",
        ),
        # Seats and tables.
        (
            "table une, couvert trois confit, couvert quatre ravioles",
            "1: 1 confit @3, 1 ravioles @4",
        ),
        (
            "entrecôtes à la treize, place une bleue, place deux bien cuite",
            "13: 1 entrecote bleu @1, 1 entrecote bien cuit @2",
        ),
        (
            "hop vingt-quatre un tartare et un verre de rouge",
            "24: 1 tartare_boeuf, 1 verre_rouge",
        ),
        ("un menu enfant pour le minot, vingt-sept", "27: 1 menu_enfant"),
        (
            "côté eaux, la dix veut une badoit et deux évian",
            "10: 1 eau_gazeuse, 2 eau_plate",
        ),
    ],
)
def test_an_order_in_its_turns(text: str, meaning: str, menu: Speakable) -> None:
    assert told(text, menu) == [f"order.add {meaning}"]


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        (
            "tu lances les plats de la vingt-deux et tu mets un coca à la vingt-trois",
            ["course.fire 22 course=plat", "order.add 23: 1 coca"],
        ),
        (
            "les mojitos de la trois, on passe de deux à quatre",
            ["order.modify 3 item=mojito set={'qty': 4}"],
        ),
        ("plus que trois foies gras", ["stock.set item=foie_gras qty=3"]),
        ("cabillaud rentré, on en a de nouveau", ["stock.back item=cabillaud"]),
        (
            "servez à la cinq exactement ce qu'a pris la quatre",
            ["order.copy from=4 to=5"],
        ),
        (
            "ceux de la onze aimeraient leur note, ils ont un train à prendre",
            ["bill.request 11"],
        ),
        ("tu peux me la refaire", ["dialog.repeat"]),
        ("bon, oublie tout ce que je viens de te raconter", ["dialog.cancel"]),
        (
            "une résa pour six à minuit et demie, Durand",
            ["reservation.add covers=6 date=today time=00:30 name=durand"],
        ),
        (
            "une résa pour six à une heure, Durand",
            ["reservation.add covers=6 date=today time=13:00 name=durand"],
        ),
    ],
)
def test_what_is_no_order(text: str, meaning: list[str], menu: Speakable) -> None:
    assert told(text, menu) == meaning


@pytest.mark.parametrize(
    "said",
    ["", "avant que j'oublie, ", "désolé pour le bruit, ", "mon carnet est trempé, "],
)
@pytest.mark.parametrize(
    "after", ["", ", je repasse dans deux minutes", ", ils boivent comme des trous"]
)
@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        (
            "un canard pour la treize, avec des haricots à la place de la purée",
            ["order.add 13: 1 ? swap haricots for purée"],
        ),
        ("fais marcher la suite de la huit", ["course.fire 8 course=suite"]),
        (
            "supprime les deux desserts de la quatre",
            ["order.void 4 course=dessert qty=2"],
        ),
    ],
)
def test_small_talk_around_it_changes_nothing(
    said: str, text: str, after: str, meaning: list[str], menu: Speakable
) -> None:
    assert told(said + text + after, menu) == meaning


def test_who_likens_tables_that_are_no_islands_is_no_failure(menu: Speakable) -> None:
    told("désolé pour le bruit, cinq, six, sept comme la huit, pareil", menu)
    told("servez à la cinq et six la même chose que la quatre, désolé", menu)


def test_a_number_that_may_be_the_table_is_asked_for(menu: Speakable) -> None:
    heard = typed("un menu enfant pour le minot, vingt-sept")
    assert understand(heard, menu, Context()).verdict == "ask"

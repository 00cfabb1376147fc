"""What Sotto says, in the fewest words: read-back, one question, whispers.

`12 : deux burgers, sans oignon, saignants ; une frite`. The words are tables
(`words/<language>.json`): for each intent its forms, of which the first is taken whose slots
are all there. What an utterance did not say is not read back; of several doubts one is asked.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from voice.meaning import Action, Question, Understood
from voice.menu import Menu
from voice.speech.languages import language
from voice.speech.spoken import Spoken, item_name, listed

CERTAIN = 0.97
"""From this probability on a beep is enough, where a mistake costs a look at the screen."""
CHEAP = (
    "order.add",
    "course.",
    "table.status",
    "table.clear",
    "stock.query",
    "info.",
    "kds.",
    "staff.call",
    "reservation.query",
    "dialog.",
)
"""Intents whose mistake is seen and mended before anything is lost: a draft, an answer."""


def beep_is_enough(understood: Understood) -> bool:
    """Whether a tone says it all: certain, nothing guessed, nothing costly, nothing to ask."""
    return (
        understood.verdict == "accept"
        and understood.question is None
        and understood.probability >= CERTAIN
        and all(
            a.intent.startswith(CHEAP) and not a.guessed for a in understood.actions
        )
    )


def read_back(understood: Understood, menu: Menu) -> str:
    """What was understood, and the question if there is one; "" where nothing was.

    Args:
        menu: tells the language as well.
    """
    said = summary(understood.actions, menu)
    if understood.question is None:
        return said
    asked = question(understood.question, menu)
    if understood.question.slot in (
        "confirm",
        "meaning",
    ):  # of the whole, not of a part
        return asked if understood.question.choices else _asking(said, menu) or asked
    if not said:
        return asked
    then = "" if said.endswith(":") else language(menu.language).words["then"].rstrip()
    return f"{said}{then} {_lower(asked)}"


def summary(actions: Sequence[Action], menu: Menu) -> str:
    """Every action in a few words, one after the other; the same table is named once."""
    words = language(menu.language).words
    said: list[str] = []
    table = None
    for action in actions:
        place = words["place"].format(action.slots.get("table"))
        phrased = phrase(action, menu)
        if said and action.slots.get("table") == table and phrased.startswith(place):
            said[-1] += words["then"] + phrased.removeprefix(place)
        elif phrased:
            said.append(phrased)
        table = action.slots.get("table")
    return ". ".join(said)


def phrase(action: Action, menu: Menu) -> str:
    """One action: "12 : envoie les plats"; "" for one that has nothing to say (yes, no)."""
    forms = language(menu.language).words["intents"].get(action.intent, ())
    return _filled(forms, action.slots, menu)


def question(asked: Question, menu: Menu) -> str:
    """One question: "Tarte tatin ou tarte au citron ?"."""
    tongue = language(menu.language)
    if not asked.choices:
        questions = tongue.words["questions"]
        return tongue.polished(questions.get(asked.slot, questions["meaning"]))
    labels = [_short(choice.actions, menu) for choice in asked.choices]
    if not all(labels) or len(set(labels)) < len(labels):
        # More than the article differs.
        labels = [summary(c.actions, menu) or c.label for c in asked.choices]
    return _asking(listed(labels, tongue.words["or"]), menu)


def whisper(kind: str, slots: Mapping[str, Any], menu: Menu) -> str:
    """A word of the house: `whisper("ready", {"table": 12}, menu)` is "12, prête".

    Args:
        kind: a key of "whispers" in the tables.
        slots: table, item, course, name, place, reason; amount in cents, minutes.
    """
    return _filled(language(menu.language).words["whispers"][kind], slots, menu)


def daily_phrases(menu: Menu) -> list[str]:
    """What is said every day: to be spoken once, ahead of time."""
    tongue = language(menu.language)
    asked = [tongue.polished(text) for text in tongue.words["questions"].values()]
    told = [
        whisper(kind, {}, menu)
        for kind in ("sent", "nothing", "forgotten", "unheard", "no_right")
    ]
    ready = [whisper("ready", {"table": table.number}, menu) for table in menu.tables]
    return [*asked, *told, *ready]


def _filled(forms: Sequence[str], slots: Mapping[str, Any], menu: Menu) -> str:
    """The first form whose slots are all there; "" when none is."""
    tongue = language(menu.language)
    spoken = Spoken(slots, menu, tongue)
    place = slots.get("table")
    for form in forms:
        before = tongue.words["place"].format(place) if form[0] == "@" and place else ""
        try:
            filled = form.removeprefix("@").format_map(spoken)
        except KeyError:
            continue
        text = tongue.polished(filled)
        return before + _lower(text) if before else text
    return tongue.words["place"].format(place).strip() if place else ""


def _short(actions: Sequence[Action], menu: Menu) -> str:
    """The article, where one article is all that the actions are about."""
    if len(actions) != 1:
        return ""
    items = actions[0].slots.get("items") or [actions[0].slots]
    item = items[0].get("item") if len(items) == 1 else None
    return item_name(item, menu) if item else ""


def _asking(text: str, menu: Menu) -> str:
    if not text:
        return ""
    tongue = language(menu.language)
    return tongue.polished(text) + str(tongue.words["asked"])


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]

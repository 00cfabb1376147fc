"""Answers: which option a short sentence names, and actions with what they lacked."""

from collections.abc import Iterable, Sequence

from app.headset.plan import Slots
from app.headset.questions import TABLES
from app.headset.speakable import key_of, words
from app.headset.turn import NO, YES, Acted, Ask
from app.presenters.pos.search import words_of
from voice.meaning import Action, Understood

ALL = 1000
"""Pieces of "toutes", and of "les autres": more than anybody orders."""
SHORT = 4
"""Words of a sentence that may be part of the name of an answer."""


def named(
    asked: Ask | None, understood: Understood, code: str, pieces: int = 1
) -> str | None:
    """The key of the one option that a sentence is, or a short one names, None for none.

    The understanding knows nothing of sauces and reasons: they are found by their words.
    What it understood goes first, unless the sentence is nothing but such a name; a
    whole sentence that was asked about has to be said whole.

    Args:
        code: of the language.
        pieces: of the line that is asked about; a dish for fewer of them is no answer for
            all.
    """
    if asked is None or asked.slot not in ("option", "confirm", "meaning"):
        return None
    if 0 < sum(count for count, _ in _counted(understood.text, code)) < pieces:
        return None
    if asked.missing is not None and not asked.missing.group:
        dish = _one_dish(understood)
        if any(option.key == dish for option in asked.options):
            return dish
    said = _telling(understood.text, code)
    listed = asked.slot != "confirm" or asked.reasons
    place = _place(said, code) if listed else 0
    if place and place <= len(asked.options):
        return asked.options[place - (place > 0)].key
    labels = {
        option.key: _telling(option.label, code)
        for option in asked.options
        if asked.slot == "meaning" or option.key not in (YES, NO)
    }
    same = [key for key, label in labels.items() if said and label == said]
    if len(same) == 1:
        return same[0]
    # Of a whole sentence one word in other people's talk is no yes.
    if asked.slot == "meaning" or len(words_of(understood.text)) > SHORT:
        return None
    most = len(said) if understood.verdict != "reject" else (len(said) + 1) // 2
    scores = {key: len(said & label) for key, label in labels.items()}
    best = max(scores.values(), default=0)
    found = [key for key, score in scores.items() if score == best]
    return found[0] if best and best >= most and len(found) == 1 else None


def shares(asked: Ask | None, text: str, code: str) -> list[tuple[int, str]]:
    """(pieces, option) where an answer says how many: "une au poivre, deux béarnaise",
    "les deux au poivre", "toutes au poivre" (`ALL`); [] for any other sentence."""
    if asked is None or asked.missing is None or not asked.missing.group:
        return []
    labels = {option.key: _telling(option.label, code) for option in asked.options}
    found: list[tuple[int, str]] = []
    for count, part in _counted(text, code):
        phrase = " ".join(part)
        said, meant = _telling(phrase, code), key_of(phrase)
        keys = [key for key, label in labels.items() if said and said <= label]
        keys = keys or [o.key for o in asked.options if key_of(o.label) == meant]
        if len(keys) != 1:
            return []
        found.append((count, keys[0]))
    return found


def _counted(text: str, code: str) -> list[tuple[int, list[str]]]:
    """A sentence cut before each number, and before "toutes"; "toutes les deux" and "les
    deux autres" are two."""
    known = words(code)
    numbers = {**known.numbers, **dict.fromkeys(known.every, ALL)}
    parts: list[tuple[int, list[str]]] = []
    for word in words_of(text):
        count = int(word) if word.isdigit() else numbers.get(word)
        if count:
            while parts and parts[-1][1] and parts[-1][1][-1] in known.small:
                parts[-1][1].pop()  # "une saignante et"
            if parts and not parts[-1][1] and ALL in (count, parts[-1][0]):
                count = min(count, parts.pop()[0])
            parts.append((count, []))
        elif parts:
            parts[-1][1].append(word)
        elif word not in known.small:
            parts.append((0, [word]))
    return [] if any(not count for count, _ in parts) else parts


def _one_dish(understood: Understood) -> str:
    """The one dish that a sentence is about, by any of its names, "" for another one."""
    items = [i for a in understood.actions for i in a.slots.get("items") or ()]
    if len(items) != 1 or items[0].keys() > {"item", "qty"}:
        return ""
    if items[0].get("qty", 1) != 1:
        return ""
    return str(items[0].get("item") or "")


def _place(said: set[str], code: str) -> int:
    """1 for "la première", -1 for "la dernière", 0 for any other sentence."""
    places = words(code).ordinals
    return places.get(next(iter(said)), 0) if len(said) == 1 else 0


def _telling(text: str, code: str) -> set[str]:
    """The words of a text that name something, without their plural."""
    known = words(code)
    ones = ("un", "une", "a", "an")
    small = {*known.small, *ones, *(w for way in known.with_ for w in words_of(way))}
    return {word.rstrip("s") for word in words_of(text) if word not in small}


def acted(actions: Iterable[Action]) -> tuple[Acted, ...]:
    return tuple((action.intent, action.slots) for action in actions)


def placed(actions: Iterable[Acted], number: int) -> tuple[Acted, ...]:
    """The actions with the table that the first of them lacks."""
    found: list[Acted] = []
    for intent, slots in actions:
        if "table" in slots and slots["table"] is None:
            found.append((intent, {**slots, "table": number}))
            continue
        name = next((n for n in TABLES if n in slots and slots[n] is None), None)
        found.append((intent, {**slots, name: number}) if name else (intent, slots))
    return tuple(found)


def with_tender(
    asked: Ask | None, actions: Sequence[Acted], source: Sequence[Action]
) -> Sequence[Acted]:
    """The bill that a yes is open for, with the tender that was named by itself meanwhile:
    it is printed first, and then paid so.

    Args:
        source: what the actions were made of.
    """
    if asked is None or len(actions) != 1 or len(asked.actions) != 1:
        return actions
    if not source or not source[0].guessed:
        return actions
    (intent, slots), (before, bill) = actions[0], asked.actions[0]
    if (intent, before) != ("bill.pay", "bill.request") or "method" not in slots:
        return actions
    if bill.get("table") != slots.get("table"):
        return actions
    return (("bill.request", {**bill, "method": slots["method"]}),)


def chosen(actions: Iterable[Acted], article: str) -> tuple[Acted, ...]:
    """The actions with the article that was meant in place of the first open choice."""
    found: list[Acted] = []
    open_ = True
    for intent, slots in actions:
        items = []
        for item in slots.get("items") or ():
            items.append(_filled(item, article) if open_ else item)
            open_ = open_ and not _is_open(item)
        made: Slots = {**slots, "items": items} if items else slots
        found.append((intent, _filled(made, article) if open_ else made))
        open_ = open_ and not _is_open(made)
    return tuple(found)


def _is_open(slots: Slots) -> bool:
    """Whether it says that it is one of several articles."""
    return slots.get("item") is None and bool(slots.get("choices"))


def _filled(slots: Slots, article: str) -> Slots:
    if not _is_open(slots):
        return slots
    rest = {key: value for key, value in slots.items() if key != "choices"}
    return {**rest, "item": article}

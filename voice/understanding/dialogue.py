"""Answers to what Sotto has asked, and corrections of the draft that was read back."""

from collections.abc import Sequence
from typing import Any

from voice.meaning import Action, Context
from voice.understanding.clause import Clause
from voice.understanding.islands import SLOTS, Reading
from voice.understanding.speakable import Speakable
from voice.understanding.words import Word, words_of

_LINKS = frozenset(
    [
        "a",
        "au",
        "aux",
        "de",
        "d'",
        "du",
        "des",
        "la",
        "le",
        "les",
        "l'",
        "en",
        "the",
        "of",
    ]
)


def answer(reading: Reading, menu: Speakable, context: Context) -> Action | None:
    """What a sentence answers to the question that is open; None when it does not."""
    slot = context.pending.get("slot")
    if context.bill is not None and (method := _tender(reading)):
        slots = {"table": context.bill, "method": method}
        return Action("bill.pay", slots, _said(reading.words), ("table",))
    if slot == "item":
        return _choice(reading, menu, context.pending.get("choices", ()))
    if slot == "table":
        return _table(reading)
    if slot == "confirm" and _refuses(reading):
        return Action("dialog.no", {}, _said(reading.words))
    return None


def _tender(reading: Reading) -> str:
    """The tender that a sentence names and nothing else; "" for another sentence."""
    valued = [i for i in reading.islands if not SLOTS.isdisjoint(i.kinds)]
    if len(valued) != 1 or "method" not in valued[0] or _unknown(reading):
        return ""
    return str(valued[0]["method"])


def _refuses(reading: Reading) -> bool:
    """Whether it begins with a no, and goes on about nothing that has a value.

    A yes has to be all that was said: what follows it may be for somebody else.
    """
    if any(not SLOTS.isdisjoint(island.kinds) for island in reading.islands):
        return False
    said = next(
        (
            hit
            for hit in reading.hits
            if hit.concept == "no" and all(reading.light[: hit.start])
        ),
        None,
    )
    return said is not None and not any(h.concept == "yes" for h in reading.hits)


def _table(reading: Reading) -> Action | None:
    tables: list[int] = []
    for island in reading.islands:
        if "table" in island:
            tables.append(island["table"][0])
        elif "num" in island:
            tables.append(island["num"])
        elif not SLOTS.isdisjoint(island.kinds):
            return None
    if not tables or _unknown(reading) > 1:
        return None
    return Action("dialog.table", {"table": tables[-1]}, _said(reading.words))


def _choice(reading: Reading, menu: Speakable, choices: Sequence[str]) -> Action | None:
    """The choice whose words were said, more than those of the others; or "la deuxième"."""
    said = {word.stem for word in reading.words} - _LINKS
    if any("table" in island for island in reading.islands):
        return None
    worth = []
    for choice in choices:
        item = menu.items.get(choice)
        if item is None:
            continue
        forms = [_stems(form) for form in (*item.say, item.name)]
        others = {
            stem
            for other in choices
            if other != choice and other in menu.items
            for form in (*menu.items[other].say, menu.items[other].name)
            for stem in _stems(form)
        }
        own = {stem for form in forms for stem in form}
        worth.append((2 * len(said & (own - others)) + len(said & own), choice))
    worth.sort(key=lambda pair: -pair[0])
    if worth and worth[0][0] > 1 and (len(worth) == 1 or worth[0][0] > worth[1][0]):
        picked = worth[0][1]
    else:
        ordinals = menu.language.numbers.ordinals
        places = [ordinals[w.stem] for w in reading.words if w.stem in ordinals]
        if not places or abs(places[-1]) > len(choices):
            return None
        picked = choices[places[-1] - 1 if places[-1] > 0 else -1]
    if _unknown(reading) > 2 or _other_items(reading, choices):
        return None
    return Action("dialog.choice", {"item": picked}, _said(reading.words))


def _other_items(reading: Reading, choices: Sequence[str]) -> bool:
    """Whether a dish that was not to be chosen from is named."""
    return any(
        "thing" in island
        and island["thing"].items
        and not island["thing"].ingredient
        and set(choices).isdisjoint(island["thing"].items)
        for island in reading.islands
    )


def _stems(form: str) -> frozenset[str]:
    return frozenset(word.stem for word in words_of(form)) - _LINKS


def _unknown(reading: Reading) -> int:
    known = {p for i in reading.islands for p in range(i.start, i.end)}
    known |= {p for h in reading.hits for p in range(h.start, h.end)}
    return sum(
        1
        for place in range(len(reading.words))
        if place not in known and not reading.light[place]
    )


def corrects_draft(clause: Clause, context: Context) -> list[Action]:
    """Changes of the last thing in the draft: "non, trois", "plutôt à point", "la huit".

    They come as the changes of what was ordered do: `order.modify` with "qty", "cooking",
    "mods" or "table" in its set, `order.void`, `order.replace`.
    """
    last = next(
        (slots for slots in reversed(context.draft) if slots.get("items")), None
    )
    if last is None or last.get("intent") != "order.add":
        return []
    line = last["items"][-1]
    named: dict[str, Any] = {"item": line["item"]}
    if line.get("choices"):
        named["choices"] = line["choices"]
    order, features = clause.order, clause.features
    table = last.get("table")
    said = _said(clause.words)
    if not _short(clause) or "allergy" in features:  # of the guests, not of the line
        return []
    corrects = _corrects(clause)
    drop = "remove" in features or "drop_last" in features
    if (
        drop
        and not order.lines
        and "table" not in features
        and "course" not in features
    ):
        if (
            not any("ordinal" in i for i in clause.slots)
            and "drop_last" not in features
        ):
            return []
        items = [{**named, "qty": line["qty"]}]
        return [Action("order.void", {"table": table, "items": items}, said)]
    if not corrects:
        return []
    if order.lines:
        return _other_line(clause, last, said)
    change: dict[str, Any] = {}
    if order.tables:
        slots = {"table": table, "set": {"table": order.tables[-1][0]}}
        return [Action("order.modify", slots, said)]
    if order.cooking:
        change["cooking"] = order.cooking
    if order.bare:
        change["mods"] = [dict(mod) for mod in order.bare]
    if order.loose and not change:
        change["qty"] = order.loose[-1]
    if not change:
        return []
    return [Action("order.modify", {"table": table, **named, "set": change}, said)]


def _other_line(clause: Clause, last: Any, said: str) -> list[Action]:
    line = last["items"][-1]
    new = clause.order.lines[0]
    if clause.order.tables or len(clause.order.lines) > 1 or len(new.items) > 1:
        return []
    table = last.get("table")
    for entry in last["items"]:
        if entry["item"] == new.items[0]:
            change = {"qty": new.qty} if new.said else {}
            made = new.entries()[0]
            change |= {k: made[k] for k in ("cooking", "mods") if k in made}
            if not change:
                return []
            slots = {"table": table, "item": entry["item"], "set": change}
            return [Action("order.modify", slots, said)]
    if line["item"] is None:
        return []
    slots = {"table": table, "from": line["item"], "to": new.items[0]}
    return [Action("order.replace", slots, said)]


def _corrects(clause: Clause) -> bool:
    """Whether it begins as a correction does, or names nothing but a detail."""
    if any("strong" in i or "weak" in i for i in clause.slots[:2]):
        return True
    order = clause.order
    alone = not order.lines and "more" not in clause.features
    details = bool(order.cooking or order.bare)
    moved = bool(order.tables) and {"destined", "change"} & clause.features
    return alone and (details or bool(moved))


def _short(clause: Clause) -> bool:
    unknown, aside = clause.unexplained(clause.features, named=False)
    return unknown + aside <= 1


def _said(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words).replace("' ", "'")

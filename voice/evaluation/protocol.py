"""The sentences that a restaurant records with its own headsets, made of its own menu.

Sixty of them: every kind of thing that is said to Sotto, and some that are not for it. What
each means is known, because it is made from its meaning.
"""

import json
import random
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from voice.evaluation.corpus import Sentence
from voice.menu import Item, Menu
from voice.recognition.grammar import templates
from voice.recognition.spelled import spelled
from voice.speech.languages import language
from voice.speech.spoken import Spoken, item_name

COUNT = 60
MOST_OF_ONE = 4


def protocol(menu: Menu, count: int = COUNT, seed: int = 0) -> list[Sentence]:
    """Sentences to record; the same ones for the same menu, count and seed.

    A menu without articles or tables has only what names none.
    """
    table = _table(menu.language)
    talk = table["talk"][: max(1, count // 7)]
    sentences: list[Sentence] = []
    chance = random.Random(seed)
    while len(sentences) < count - len(talk):
        before = len(sentences)
        for form in table["said"]:
            made = _made(form, menu, chance, f"{len(sentences) + 1:03}")
            if made and all(made.text != other.text for other in sentences):
                sentences.append(made)
        if len(sentences) == before:
            break
    del sentences[max(0, count - len(talk)) :]
    numbered = enumerate(talk, len(sentences) + 1)
    return sentences + [Sentence(f"{number:03}", text) for number, text in numbered]


def guests(code: str) -> list[str]:
    """What the other tables talk of."""
    return list(_table(code)["guests"])


def consent(code: str) -> str:
    """What whoever is recorded agrees to."""
    return str(_table(code)["consent"])


class _Draw:
    """The things that one sentence names: each letter is one of them, as text and as JSON.

    t, u: tables; n: a number; a, b, c: lines of an order; k: one with its cooking; o: one
    without something; i: an article.
    """

    def __init__(self, menu: Menu, chance: random.Random) -> None:
        self._menu, self._chance = menu, chance
        self._tongue = language(menu.language)
        self._numbers = templates(menu.language)
        self._items = chance.sample(menu.items, len(menu.items))
        # "la un" is no table; its number is heard as an article.
        tables = [table for table in menu.tables if table.number > 1]
        self._tables = chance.sample(tables, len(tables))
        self._known: dict[str, tuple[str, Any]] = {}

    def __getitem__(self, letter: str) -> str:
        return self._drawn(letter)[0]

    def meaning(self, value: Any) -> Any:
        """An action of the table with its letters filled in."""
        if isinstance(value, Mapping):
            return {
                key: part if key == "intent" else self.meaning(part)
                for key, part in value.items()
            }
        if isinstance(value, list):
            return [self.meaning(part) for part in value]
        return self._drawn(value)[1] if value in self._known else value

    def _drawn(self, letter: str) -> tuple[str, Any]:
        if letter not in self._known:
            self._known[letter] = self._new(letter)
        return self._known[letter]

    def _new(self, letter: str) -> tuple[str, Any]:
        if letter in "tu":
            number = self._tables.pop().number
            return spelled(number, self._numbers), number
        if letter == "n":
            number = self._chance.randint(2, 6)
            return spelled(number, self._numbers), number
        if letter == "i":
            item = self._take(self._is_plain)
            return self._spoken("dish", item=item.id), item.id
        line: dict[str, Any] = {"qty": self._chance.randint(1, MOST_OF_ONE)}
        more = ""
        if letter == "k":
            item = self._take(self._is_cooked)
            line["cooking"] = self._chance.choice(list(self._menu.cooking))
            more = self._tongue.agreed(line["cooking"], item.gender, line["qty"] > 1)
        elif letter == "o":
            item = self._take(self._can_do_without)
            what = self._chance.choice(
                sorted(item.accepts & set(self._menu.ingredients))
            )
            line["mods"] = [{"op": "without", "what": what}]
            without = str(self._tongue.words["mods"]["without"])
            more = without.format(what=self._menu.ingredients[what][0])
        else:
            item = self._take(self._is_plain)
        line = {"item": item.id, **line}
        counted = self._spoken("item_counted", item=item.id, qty=line["qty"])
        return f"{counted} {more}".rstrip(), line

    def _take(self, suits: Callable[[Item], bool]) -> Item:
        place = next((i for i, item in enumerate(self._items) if suits(item)), None)
        if place is None:
            raise LookupError
        return self._items.pop(place)

    def _is_plain(self, item: Item) -> bool:
        return not self._tongue.counts_itself(item_name(item.id, self._menu))

    def _is_cooked(self, item: Item) -> bool:
        return item.cooking and bool(self._menu.cooking) and self._is_plain(item)

    def _can_do_without(self, item: Item) -> bool:
        return bool(item.accepts & set(self._menu.ingredients)) and self._is_plain(item)

    def _spoken(self, slot: str, **slots: object) -> str:
        return Spoken(slots, self._menu, self._tongue)[slot]


def _made(
    form: Mapping[str, Any], menu: Menu, chance: random.Random, key: str
) -> Sentence | None:
    """One sentence; None where the menu lacks what it names."""
    draw = _Draw(menu, chance)
    try:
        text = str(form["text"]).format_map(draw)
    except LookupError:
        return None
    text = language(menu.language).polished(text)
    actions = tuple(draw.meaning(action) for action in form["actions"])
    return Sentence(key, text[:1].lower() + text[1:], actions)


@cache
def _table(code: str) -> dict[str, Any]:
    folder = Path(__file__).with_name("sentences")
    known = code if (folder / f"{code}.json").exists() else "fr"
    table: dict[str, Any] = json.loads(
        (folder / f"{known}.json").read_text(encoding="utf-8")
    )
    return table

"""The likeliest ways through the islands of a sentence that overlap each other."""

from typing import Any

from voice.understanding.islands import SLOTS, Island
from voice.understanding.language import Language
from voice.understanding.speakable import Thing
from voice.understanding.words import Word

_MAX_READINGS = 3
_MARGIN = 0.9
_HOPELESS = 1.4
"""More than the margin: such a way is not even looked at."""
_COUNTED = frozenset(
    {"thing", "cook", "op", "pron", "course", "det", "ordinal"}
    | {"strong", "weak", "filler", "date", "plain"}
)
_DENIALS = frozenset({"pas", "not"})
_FOR = frozenset({"pour", "sur", "for", "on"})
_OTHER = {"m": "une", "f": "un"}
_MANY, _TOO_MANY = 24, 60
_SPLIT = 0.8
"""For the rest of a number that does not count what is next to it."""
_IDLE = 0.4
"""For a number that counts nothing."""


def paths(
    words: tuple[Word, ...],
    islands: list[Island],
    steps: list[float],
    language: Language,
) -> list[tuple[float, tuple[Island, ...]]]:
    """The cheapest ways through the sentence: (cost, islands)."""
    by_end: dict[int, list[Island]] = {}
    for island in islands:
        by_end.setdefault(island.end, []).append(island)
    # At each place the best few of (cost, what the slots are, islands so far as a linked
    # list); of those that see the same slots only the cheapest.
    best: list[list[tuple[float, int, Any]]] = [[(0.0, 0, None)]]
    for end in range(1, len(words) + 1):
        step = steps[end - 1]
        ways = [(cost + step, mark, chain) for cost, mark, chain in best[end - 1]]
        lowest = ways[0][0]
        for island in by_end.get(end, ()):
            slot = not SLOTS.isdisjoint(island.kinds)
            for cost, mark, chain in best[island.start]:
                if cost + island.cost > lowest + _HOPELESS:
                    break
                price = cost + island.cost + _link(chain, island, words, language)
                lowest = min(lowest, price)
                if slot:
                    kinds = tuple(island.kinds)
                    mark = hash((mark, island.start, end, kinds))  # noqa: PLW2901
                ways.append((price, mark, (island, chain)))
        ways.sort(key=_by_cost)
        kept: dict[int, tuple[float, int, Any]] = {}
        for way in ways:
            if way[1] not in kept:
                kept[way[1]] = way
                if len(kept) == _MAX_READINGS:
                    break
        best.append(list(kept.values()))
    last = [
        (cost + _at_end(chain, words, language), mark, chain)
        for cost, mark, chain in best[-1]
    ]
    last.sort(key=_by_cost)
    limit = last[0][0] + _MARGIN
    return [(cost, _unrolled(chain)) for cost, _, chain in last if cost <= limit]


def _by_cost(way: tuple[float, int, Any]) -> float:
    return way[0]


def _unrolled(chain: Any) -> tuple[Island, ...]:
    islands = []
    while chain:
        islands.append(chain[0])
        chain = chain[1]
    return tuple(reversed(islands))


def _at_end(chain: Any, words: tuple[Word, ...], language: Language) -> float:
    """What a number costs that is the last thing said and counts nothing."""
    if not chain or "num" not in chain[0] or _is_denied(chain[0], words):
        return 0.0
    if _is_share(chain, words) or _is_dropped(chain):
        return 0.0
    if _counts_behind(chain, words, language):
        return 0.0
    return 0.3 + (_SPLIT if _is_split(chain, words, language) else 0.0)


def _is_share(chain: Any, words: tuple[Word, ...]) -> bool:
    """Whether a number says how many an option is for: "citron pour une"."""
    number, before = chain
    return (
        bool(before)
        and number.start > 0
        and words[number.start - 1].plain in _FOR
        and "thing" in before[0]
        and bool(before[0]["thing"].ingredient)
        and number.start - before[0].end <= 2
    )


def _is_dropped(chain: Any) -> bool:
    """Whether a number says how many are taken off: "deux cafés, enlèves-en un"."""
    number, before = chain
    ops = (before[0].get("op") if before else None) or ()
    return "drop" in ops and number.start - before[0].end == 1


def _was_before(chain: Any) -> bool:
    """Whether a number is what there was: "deux cafés au lieu d'un"."""
    number, before = chain
    ops = (before[0].get("op") if before else None) or ()
    return "swap_for" in ops and before[0].end == number.start


def _is_split(chain: Any, words: tuple[Word, ...], language: Language) -> bool:
    """Whether a number is the rest of one that was cut: "la vingt | deux aimeraient"."""
    number, before = chain
    if "num" not in number or not before or before[0].end != number.start:
        return False
    if number.pause or not {"num", "table"} & before[0].kinds.keys():
        return False
    ends = language.numbers.at(words, number.start - 1)
    return any(end > number.start for end, _ in ends)


def _is_denied(number: Island, words: tuple[Word, ...]) -> bool:
    """Whether it is what does not hold: "quatre, pas trois"."""
    return number.start > 0 and words[number.start - 1].plain in _DENIALS


def _counts_behind(chain: Any, words: tuple[Word, ...], language: Language) -> bool:
    """Whether the number said last counts the article before it: "gratin, deux"."""
    number, before = chain
    if before and "table" in before[0] and before[0].end == number.start:
        if not number.pause:
            return False
        number, before = before  # "formule pour la cinq, deux"
    if not before or "thing" not in before[0] or before[0].end != number.start:
        return False
    earlier = before[1][0] if before[1] else None
    counted = (
        earlier is not None
        and ("num" in earlier or "op" in earlier)
        and not before[0].pause
    )
    place = before[0].start
    if place and not before[0].pause and language.numbers.at(words, place - 1):
        return False  # its number was passed over
    return bool(before[0]["thing"].items) and not counted


def _link(
    chain: Any, island: Island, words: tuple[Word, ...], language: Language
) -> float:
    """How odd it is that an island follows the last of a chain."""
    last: Island | None = chain[0] if chain else None
    thing: Thing | None = island.get("thing")
    if last is None:
        return _bare(thing, island, words) if thing is not None else 0.0
    near = island.start - last.end <= 1
    cost = 0.0
    if "num" in last:
        cost += _behind_number(chain, island, thing, words, language, near=near)
    elif thing is not None and "det" in last and near:
        cost += 0.04 if thing.items else 0.0
        cost += _lost_number(last, island, thing, words, language)
    elif thing is not None:
        cost += _bare(thing, island, words)
        if "thing" in last and island.start == last.end and not thing.ingredient:
            cost += 0.4 if not island.pause else 0.0
    behind = "num" in island or (island.get("table") or ("", ""))[1] == "apart"
    if behind and _counts_behind((island, chain), words, language):
        cost += -0.15 if "num" in island else 0.25
    if "num" in island and _behind_article(island, words, language):
        cost += 1.5  # "la douze" is a table
    if near and _leads_to(last.get("table"), island.get("table")):
        cost -= 0.5
    if "pron" in last and near and ("course" in island or (thing and thing.items)):
        cost += 0.3  # "les deux terrines" are two of them, not "both"
    return cost


def _leads_to(here: tuple[int, str] | None, there: tuple[int, str] | None) -> bool:
    """Whether one table is left for the other: "sept vers neuf"."""
    if here is None or there is None:
        return False
    return (here[1], there[1]) == ("bare", "at")


def _bare(thing: Thing, island: Island, words: tuple[Word, ...]) -> float:
    """An article that neither a number nor a small word goes before."""
    if thing.counted:
        return -0.15
    if not thing.items:
        return 0.0
    return 0.24 if _is_plural(island, words) and not thing.plural else 0.12


def _behind_number(
    chain: Any,
    island: Island,
    thing: Thing | None,
    words: tuple[Word, ...],
    language: Language,
    *,
    near: bool,
) -> float:
    cost = 0.0
    last: Island = chain[0]
    mended = last.start and words[last.start - 1].plain in language.hesitations
    behind = _counts_behind(chain, words, language) or _is_share(chain, words)
    behind = behind or _was_before(chain) or _is_dropped(chain)
    # "trois, ou plutôt quatre, et un coca"
    idle = 0.0 if mended or behind or _is_denied(last, words) else _IDLE
    between = {word.plain for word in words[last.end : island.start]}
    if any(language.numbers.at(words, p) for p in range(last.end, island.start)):
        near = False  # "vingt-trois, une salade" is not 23 of them
        if thing is not None:
            cost += idle
    near = near and not (behind and island.pause)  # "kir royal, deux. ricard"
    if thing is not None and near and between.isdisjoint(language.definite):
        cost += _agreement(last["num"], island, thing, words)
        if island.pause:
            cost += 0.5
        if thing.gender and words[last.end - 1].text == _OTHER[thing.gender]:
            cost += 0.25
    elif thing is not None:
        cost += _bare(thing, island, words)
    if _is_split(chain, words, language) and island.start > last.end:
        cost += _SPLIT
    if "num" in island and near and not (behind or _is_denied(island, words)):
        cost += 0.9 if not island.pause else 0.3
    if _COUNTED.isdisjoint(island.kinds):
        cost += idle
    if island.get("det") == "definite" and "op" not in island:
        cost += 0.5
    return cost


def _behind_article(
    island: Island, words: tuple[Word, ...], language: Language
) -> bool:
    text = words[island.start - 1].plain
    return text in language.articles and text not in language.several


def _lost_number(
    last: Island,
    island: Island,
    thing: Thing,
    words: tuple[Word, ...],
    language: Language,
) -> float:
    """How odd "de burgers" is behind a table: somebody said "deux"."""
    if words[last.start].text != "de" or last.end - last.start > 1 or not thing.items:
        return 0.0
    behind = last.start == 0 or bool(language.numbers.at(words, last.start - 1))
    odd = behind and island.start == last.end and _is_plural(island, words)
    return 1.5 if odd else 0.0


def _agreement(
    number: int, island: Island, thing: Thing, words: tuple[Word, ...]
) -> float:
    cost = -0.3 if thing.counted else -0.15
    plural = _is_plural(island, words)
    if number > 1 and not plural:
        cost += 0.2
    if number == 1 and plural and not thing.plural:
        cost += 0.25
    if number > _TOO_MANY:
        cost += 1.5
    elif number > _MANY:
        cost += 0.6
    return cost


def _is_plural(island: Island, words: tuple[Word, ...]) -> bool:
    return any(word.stem != word.plain for word in words[island.start : island.end])

"""Every way to read a sentence: what of it stands for what."""

from dataclasses import replace
from typing import Any

from voice.understanding.composed import compose
from voice.understanding.islands import SLOTS, Found, Hit, Island, Reading
from voice.understanding.paths import paths
from voice.understanding.speakable import Speakable, Thing
from voice.understanding.words import Word

_MAX_GUESSES = 3
_SHORTER = 0.3
_LIGHT = frozenset({"fillers", "function"})
_LATER = ("extra", "side")
_WHOLE = frozenset({"fillers", "function", "conjunctions"})
"""Kinds of phrases whose words mean nothing apart."""
_STRUCTURE = {
    "operators": "op",
    "pronouns": "pron",
    "conjunctions": "conj",
    "corrections.strong": "strong",
    "corrections.weak": "weak",
    "corrections.sorry": "sorry",
    "determiner": "det",
    "dates": "date",
    "courses": "course",
    "methods": "method",
    "same_table": "same_table",
    "code": "code",
    "restate": "restate",
    "plain": "plain",
}


def readings(words: tuple[Word, ...], menu: Speakable) -> list[Reading]:
    """The likeliest readings of a sentence, best first; at least one."""
    found = _find(words, menu)
    _complete(words, menu, found)
    _guess(words, menu, found)
    compose(words, menu, found)
    shorter = _shorter(found)
    islands = [
        Island(
            start,
            end,
            kinds,
            _price(kinds) + (_SHORTER if (start, end) in shorter else 0.0),
            words[start].pause,
        )
        for (start, end), kinds in found.spans.items()
    ]
    islands.extend(found.composed)
    known = list(found.light)
    for hit in found.hits:
        known[hit.start : hit.end] = [True] * (hit.end - hit.start)
    steps = [0.06 if light else 1.0 for light in known]
    for (start, end), kinds in found.spans.items():
        if "cook" in kinds:  # "à point" is passed over only when it must be
            steps[start:end] = [max(step, 0.3) for step in steps[start:end]]
    for island in found.composed:
        if "num" in island and steps[island.start] < 1.0:
            steps[island.start] = (
                0.2  # "un" is a word to pass over only when it must be
            )
    ways = paths(words, islands, steps, menu.language)
    light, small = tuple(found.light), menu.language.particles
    return [
        Reading(words, path, _free(found.hits, path, words, small), light, cost)
        for cost, path in ways
    ]


def _find(words: tuple[Word, ...], menu: Speakable) -> Found:
    """Looks up every phrase of the language and of the menu."""
    found = Found(light=[False] * len(words))
    for start in range(len(words)):
        here: dict[str, list[tuple[int, Any]]] = {}
        found.starts.append(here)
        for end, thing in menu.things_at(words, start):
            found.spans.setdefault((start, end), {}).update(_kinds_of(thing))
        for end, values in menu.language.phrases.at(words, start):
            for kind, value in values:
                here.setdefault(kind, []).append((end, value))
                if kind == "determiner" and words[start].text in menu.language.adverbs:
                    continue  # "là" is no "la"
                if kind == "concept":
                    found.hits.append(Hit(start, end, value))
                elif kind in _LIGHT:
                    found.light[start:end] = [True] * (end - start)
                elif kind in _STRUCTURE:
                    _add_structure(found, (start, end), _STRUCTURE[kind], value)
                if kind == "fillers" and end - start > 1 and not _corrects(values):
                    found.composed.append(Island(start, end, {"filler": ""}, 0.03))
                if end - start > 1 and (kind in _WHOLE or value in _LATER):
                    found.hits.append(Hit(start, end, ""))
    return found


def _corrects(values: list[Any]) -> bool:
    return any(kind.startswith("corrections.") for kind, _ in values)


def _kinds_of(thing: Thing) -> dict[str, Any]:
    kinds: dict[str, Any] = {}
    if thing.items or thing.ingredient:
        kinds["thing"] = thing
    if thing.cooking:
        kinds["cook"] = thing.cooking
    if thing.staff:
        kinds["staff"] = thing.staff
    if thing.station:
        kinds["station"] = thing.station
    if thing.table:
        kinds["table"] = (thing.table, "at")
    return kinds


def _add_structure(found: Found, span: tuple[int, int], kind: str, value: Any) -> None:
    kinds = found.spans.setdefault(span, {})
    if kind in {"op", "pron"}:
        kinds.setdefault(kind, []).append(value)
    else:
        kinds[kind] = value


def _shorter(found: Found) -> set[tuple[int, int]]:
    """What is but a part of an article's longer name: "croque" monsieur, "œufs" mayo."""
    parts = [span for span, kinds in found.spans.items() if "thing" in kinds]
    names = [
        span
        for span, kinds in found.spans.items()
        if "thing" in kinds and kinds["thing"].items
    ]
    return {
        (start, end)
        for start, end in parts
        for first, last in names
        if first <= start and end <= last and last - first > end - start
    }


def _price(kinds: dict[str, Any]) -> float:
    if "station" in kinds and len(kinds) == 1:
        return 0.02  # before a filler: "côté bar"
    if SLOTS.isdisjoint(kinds):
        return 0.05
    thing = kinds.get("thing")
    return 0.6 if thing is not None and thing.guess else 0.08


def _complete(words: tuple[Word, ...], menu: Speakable, found: Found) -> None:
    """What is said in half behind its like: "trois kirs dont un royal", "et une plate"."""
    stems = tuple(word.stem for word in words)
    numbers = menu.language.numbers
    counted = [place for place in range(1, len(words)) if numbers.at(words, place - 1)]
    spans = [span for span, kinds in found.spans.items() if "thing" in kinds]
    for start, end in spans:
        for place in counted:
            if (
                place <= end
                or words[place].pause
                or "thing" in found.spans.get((place, place + 1), ())
            ):
                continue
            for head in (stems[start:end], stems[start : end - 1]):
                thing = menu.held((*head, stems[place])) if head else None
                if thing is not None and thing.items:
                    kinds = found.spans.setdefault((place, place + 1), {})
                    kinds.setdefault("thing", thing)


def _guess(words: tuple[Word, ...], menu: Speakable, found: Found) -> None:
    """Takes words that nobody knows for what of the menu sounds like them."""
    known: set[int] = set()
    for start, end in found.spans:
        known.update(range(start, end))
    for hit in found.hits:
        known.update(range(hit.start, hit.end))
    unknown = [
        place
        for place, word in enumerate(words)
        if not found.light[place]
        and place not in known
        and not word.name
        and not menu.language.numbers.at(words, place)
    ]
    for place in unknown[:_MAX_GUESSES]:
        best: tuple[float, int, int, Thing] | None = None
        for start in range(max(0, place - 1), place + 1):
            if not _introduced(words, start, menu):
                continue
            for end in range(place + 1, min(len(words), start + 3) + 1):
                if end - 1 != place and found.light[end - 1]:
                    continue  # small words are known: "bouteille du" is not "d'eau"
                text = " ".join(word.text for word in words[start:end])
                near = menu.sounds.nearest(text)
                if near is not None and (best is None or near[0] < best[0]):
                    best = (near[0], start, end, near[2])
        if best is None:
            continue
        _, start, end, thing = best
        said = " ".join(word.text for word in words[start:end])
        name = _name_of(thing, menu)
        guess = replace(thing, guess=f"« {said} » : {name}", counted=False)
        kinds = found.spans.setdefault((start, end), {})
        kinds.setdefault("thing", guess)


def _introduced(words: tuple[Word, ...], start: int, menu: Speakable) -> bool:
    """Whether an article may follow: behind a number, "la", "de" or "avec"."""
    if start == 0:
        return False
    language = menu.language
    return bool(language.numbers.at(words, start - 1)) or any(
        kind in {"determiner", "operators", "collective"}
        for place in range(max(0, start - 3), start)
        for end, values in language.phrases.at(words, place)
        if end == start
        for kind, _ in values
    )


def _name_of(thing: Thing, menu: Speakable) -> str:
    if thing.items:
        return " / ".join(menu.items[item].name for item in thing.items)
    return thing.ingredient


def _free(
    hits: list[Hit],
    islands: tuple[Island, ...],
    words: tuple[Word, ...],
    particles: frozenset[str],
) -> tuple[Hit, ...]:
    """The hits that no island with a value cuts or swallows.

    Small words ("plus", "pas", "que") mean nothing by themselves where a longer phrase has
    them.
    """
    taken = [
        (island.start, island.end)
        for island in islands
        if not SLOTS.isdisjoint(island.kinds)
    ]
    named = {(i.start, i.end) for i in islands if "thing" in i and i["thing"].items}
    kept = [
        hit
        for hit in hits
        if not any(
            hit.start < end
            and start < hit.end
            and not hit.start < start
            and not (
                hit.start <= start and end <= hit.end and (start, end) not in named
            )
            for start, end in taken
        )
    ]
    whole = [hit for hit in kept if not hit.concept]
    return tuple(
        hit
        for hit in kept
        if hit.concept
        and not any(_inside(hit, other) for other in whole)
        and not (
            hit.end - hit.start == 1
            and words[hit.start].stem in particles
            and any(_inside(hit, other) for other in kept)
        )
    )


def _inside(hit: Hit, other: Hit) -> bool:
    """Whether a longer phrase has it in it."""
    return (
        other.start <= hit.start
        and hit.end <= other.end
        and other.end - other.start > hit.end - hit.start
    )

"""Corrections inside a sentence: "deux, non, trois" is three."""

from collections.abc import Sequence
from dataclasses import replace

from voice.understanding.islands import Island, Reading
from voice.understanding.words import Word

_NEAR = 2
_DENIED = frozenset({("plus", "est"), ("non", "et")})
_ASIDE = frozenset({"non", "pardon", "enfin"})
_WAVERED = frozenset({"thing", "num", "cook"})
_FACETS = [
    "table",
    "seat",
    "covers",
    "percent",
    "amount",
    "time",
    "date",
    "cook",
    "course",
    "method",
    "staff",
    "num",
]


def corrected(reading: Reading) -> tuple[Island, ...]:
    """The islands with only their final meaning; markers that correct nothing stay."""
    kept = _decided(list(reading.islands), reading)
    kept = _contrasted(kept, reading.words)
    place = 0
    while place < len(kept):
        island = kept[place]
        if "strong" in island or "weak" in island:
            before = _settle(kept, place, strong="strong" in island)
            if before is not None:
                kept = before
                place = 0
                continue
        place += 1
    return tuple(kept)


def _decided(kept: list[Island], reading: Reading) -> list[Island]:
    """ "il hésitait entre la tatin et la mousse, mais ce sera un café": only the last."""
    for hit in reading.hits:
        if hit.concept != "waver":
            continue
        ends = [
            place
            for place in range(hit.end, len(reading.words))
            if reading.words[place].pause
        ]
        ends += [i.start for i in kept if "strong" in i or "weak" in i]
        end = min((place for place in ends if place > hit.end), default=0)
        if end and any(_is_dish(i) and i.start >= end for i in kept):
            kept = [
                i
                for i in kept
                if not hit.start <= i.start < end or _WAVERED.isdisjoint(i.kinds)
            ]
    return kept


def _is_dish(island: Island) -> bool:
    return "thing" in island and bool(island["thing"].items)


def _contrasted(kept: list[Island], words: Sequence[Word]) -> list[Island]:
    """What is set against something: "à point, pas saignante", "pas deux, quatre"."""
    for place, island in enumerate(kept):
        facet = next((f for f in ("cook", "num") if f in island), None)
        head = _denial(island, words)
        if facet is None or head is None:
            continue
        is_aside = words[head - 1].plain in _ASIDE
        mark = {"filler": ""} if is_aside else {"contrast": facet}
        earlier = [i for i in kept[:place] if facet in i]
        near = bool(earlier) and head - earlier[-1].end <= _NEAR
        later = [n for n in range(place + 1, len(kept)) if facet in kept[n]]
        if facet == "num" and _counts_dish(kept, place):
            denied = replace(island, start=head, end=head + 1, kinds=mark)
            new = next((n for n in later if not _counts_dish(kept, n)), None)
            if new is not None:  # "c'est pas deux pintes, c'est quatre"
                now = replace(island, kinds=kept[new].kinds, pause=False)
                rest = [*kept[place + 1 : new], *kept[new + 1 :]]
                return [*kept[:place], denied, now, *rest]
            if near:  # "trois et non deux cafés"
                now = replace(island, kinds=earlier[-1].kinds)
                rest = [
                    i
                    for i in kept[:place]
                    if i is not earlier[-1] and i.start < head - 1
                ]
                return [*rest, denied, now, *kept[place + 1 :]]
        elif later or near:
            denied = replace(island, start=head, kinds=mark)
            return [*kept[:place], denied, *kept[place + 1 :]]
    return kept


def _denial(island: Island, words: Sequence[Word]) -> int | None:
    """Where the "pas" or the "c'est plus" before an island stands."""
    no = island.start - 1
    if no < 1:
        return None
    denies = words[no].plain in {"pas", "not"}
    denies = denies or (words[no].plain, words[no - 1].plain) in _DENIED
    return no if denies else None


def _counts_dish(kept: list[Island], place: int) -> bool:
    return place + 1 < len(kept) and _is_dish(kept[place + 1])


def _settle(kept: list[Island], place: int, *, strong: bool) -> list[Island] | None:
    """The islands after one marker has done its work; None when it corrects nothing."""
    after = _next_slot(kept, place)
    if after is None:
        return None
    facet = _facet(kept, after)
    head, tail = kept[:place], kept[place + 1 :]
    tail = [island for island in tail if not _is_marker_of(island, tail, kept[after])]
    last = _last_slot(head)
    if last is None:
        return None
    if not strong and kept[place].start - head[last].end > 1:
        return None  # "à la quinze ils sont finalement cinq" corrects nothing
    if facet == "line":
        if head and "conj" in head[-1] and head[-1].end == kept[place].start:
            head = head[:-1]  # "deux bières et… non, une seule"
        return _line_again(head, tail, kept[after], strong=strong)
    if facet == "mod":
        return _mod_again(head, tail, kept[after], strong=strong)
    if facet == "num":
        return _number_again(head, tail, kept[after], strong=strong)
    old = _last_of(head, facet)
    if old is None:
        return None
    near = kept[place].end == kept[after].start
    named = facet == "table" and near and "sorry" in kept[place]
    if not strong and facet == "table" and not named:
        places = (head[old]["table"][1], kept[after]["table"][1])
        if places == ("of", "at"):
            return None  # "les mojitos de la neuf sont en fait pour la dix"
    if not strong and old != last and not named:
        return None  # but "table dix un risotto, pardon table onze"
    return [*head[:old], *head[old + 1 :], *tail]


def _is_marker_of(island: Island, tail: list[Island], target: Island) -> bool:
    """Whether an island is but a second marker before what is corrected."""
    return ("strong" in island or "weak" in island) and island.start < target.start


def _next_slot(kept: list[Island], place: int) -> int | None:
    for index in range(place + 1, len(kept)):
        if any(facet in kept[index] for facet in (*_FACETS, "thing")):
            return index
    return None


def _last_slot(head: list[Island]) -> int | None:
    for index in range(len(head) - 1, -1, -1):
        if any(facet in head[index] for facet in (*_FACETS, "thing")):
            return index
    return None


def _last_of(head: list[Island], facet: str) -> int | None:
    for index in range(len(head) - 1, -1, -1):
        if facet in head[index]:
            return index
    return None


def _facet(kept: list[Island], index: int) -> str:
    island = kept[index]
    if "num" in island:
        following = kept[index + 1] if index + 1 < len(kept) else None
        if following is not None and "thing" in following:
            return "line" if following["thing"].items else "mod"
        if following is not None and "cook" in following:
            return "cook"
        return "num"
    if "thing" in island:
        before = kept[index - 1] if index else None
        if before is not None and "op" in before and island["thing"].ingredient:
            return "mod"
        return "line" if island["thing"].items else "mod"
    return next(facet for facet in _FACETS if facet in island)


def _line_starts(head: list[Island]) -> list[int]:
    """Where the lines begin: at the number, the article or the dish itself."""
    starts = []
    for index, island in enumerate(head):
        if "thing" not in island or not island["thing"].items:
            continue
        before = head[index - 1] if index else None
        if before is not None and "op" in before and island["thing"].ingredient:
            continue
        starts.append(
            index - 1
            if before is not None and ("num" in before or "det" in before)
            else index
        )
    return starts


def _line_again(
    head: list[Island], tail: list[Island], target: Island, *, strong: bool
) -> list[Island] | None:
    if head and "conj" in head[-1]:
        return [*head[:-1], *tail]  # "et un panaché, non": what was named is unknown
    last = _last_slot(head)
    if last is not None and "num" in head[last]:
        return [*head[:last], *tail]  # "un panaché, non, un coca": not on the menu
    starts = _line_starts(head)
    if not starts:
        return None
    thing = next(
        island["thing"]
        for island in tail
        if "thing" in island and island.start >= target.start
    )
    chosen = len(starts) - 1
    for index, start in enumerate(starts):
        dish = next(i for i in head[start:] if "thing" in i)
        if dish["thing"].items == thing.items:
            chosen = index
    begin = starts[chosen]
    end = starts[chosen + 1] if chosen + 1 < len(starts) else len(head)
    if chosen == len(starts) - 1 and last is not None and "table" in head[last]:
        # "deux burgers à la douze, non, trois": the table is not the line's.
        end = last
    if not strong and end < len(head):
        return None
    if head[begin:end] and "table" in head[begin]:
        return None
    return [*head[:begin], *head[end:], *tail]


def _mod_again(
    head: list[Island], tail: list[Island], target: Island, *, strong: bool
) -> list[Island] | None:
    for index in range(len(head) - 1, 0, -1):
        if (
            "thing" in head[index]
            and head[index]["thing"].ingredient
            and "op" in head[index - 1]
        ):
            same = head[index]["thing"].ingredient == (
                target["thing"].ingredient if "thing" in target else ""
            )
            if same or strong:
                return [*head[: index - 1], *head[index + 1 :], *tail]
            return None
    return None


def _number_again(
    head: list[Island], tail: list[Island], target: Island, *, strong: bool
) -> list[Island] | None:
    """A number alone takes the place, and the kind, of the number said last."""
    last = _last_slot(head)
    if last is None:
        return None
    rest = [island for island in tail if island is not target]
    value = target["num"]
    if "thing" in head[last] or "cook" in head[last]:
        for index in range(last, -1, -1):
            if "num" in head[index]:
                fresh = replace(head[index], kinds={"num": value})
                break
            if "table" in head[index]:
                return None
        else:
            return None
        again = _said_again(rest, head, last, value)
        if again is not None:
            return [*head[:index], *head[last + 1 :], *again]
        return [*head[:index], fresh, *head[index + 1 :], *rest]
    for facet in ("table", "covers", "seat", "percent", "num"):
        if facet in head[last]:
            new = (value, head[last]["table"][1]) if facet == "table" else value
            fresh = replace(head[last], kinds={facet: new})
            return [*head[:last], fresh, *head[last + 1 :], *rest]
    return None


def _said_again(
    rest: list[Island], head: list[Island], last: int, value: int
) -> list[Island] | None:
    """What follows when the line is said anew: "non, cinq, cinq demis"."""
    if (
        len(rest) > 1
        and "num" in rest[0]
        and rest[0]["num"] == value
        and "thing" in rest[1]
        and "thing" in head[last]
        and rest[1]["thing"].items == head[last]["thing"].items
    ):
        return rest
    return None

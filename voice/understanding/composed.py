"""Islands that are made of a number and what stands around it."""

from collections.abc import Iterator, Sequence
from typing import Any

from voice.understanding.islands import Found, Island
from voice.understanding.speakable import Speakable
from voice.understanding.words import Word

_QUARTERS = frozenset({15, 30, 45})
_SEATS = 8
_FIRST, _APART, _LAST = 0.3, 0.45, 0.95
"""What a number costs that is a table only by where it stands."""
_DEAREST = 1.6
_UNITS = {
    "covers": "covers",
    "percent": "percent",
    "currency": "amount",
    "measure": "filler",
}
"""What a number in front of them is; "dix minutes" are nothing of the house."""
_NO = frozenset({"pas", "not"})
_FROM, _TO = frozenset({"de", "from"}), frozenset({"a", "to"})
_SEAT_WORDS = frozenset({"en", "au", "le", "seat"})
_HEADS = _NO | _FROM | _SEAT_WORDS
_BEGINS = frozenset(
    [
        "collective",
        "party",
        "group",
        "covers",
        "party_is",
        "hours",
        "recount",
        "seat_word",
        "seat_people",
        "table_word",
    ]
)
"""Words and kinds of phrases with which such an island may begin; besides numbers."""


def compose(words: tuple[Word, ...], menu: Speakable, found: Found) -> None:
    """Makes islands of numbers with what stands around them."""
    for start, word in enumerate(words):
        if (
            word.plain in _HEADS
            or word.plain in menu.language.heads
            or menu.language.numbers.may_begin(word)
            or not _BEGINS.isdisjoint(found.starts[start])
        ):
            found.composed.extend(_numbered(words, start, menu, found))


def _at(found: Found, start: int, kind: str) -> Sequence[tuple[int, Any]]:
    return found.starts[start].get(kind, ()) if start < len(found.starts) else ()


def _numbered(
    words: tuple[Word, ...], start: int, menu: Speakable, found: Found
) -> Iterator[Island]:
    pause = words[start].pause
    numbers = menu.language.numbers

    def island(end: int, kind: str, value: Any, cost: float = 0.08) -> Island:
        return Island(start, end, {kind: value}, cost, pause)

    for end, value in numbers.at(words, start):
        cost = 0.1
        if end < len(words) and words[end].joined:
            cost += 0.7  # "vingt-|deux": the hyphen says that they belong together
        if words[start].joined:
            cost += 0.7
        if any(word.pause for word in words[start + 1 : end]):
            cost += 0.8
        if value == 0:
            cost += 0.8
        joined = start > 1 and words[start - 1].plain in {"et", "and"}
        if joined and any(last > start for last, _ in numbers.at(words, start - 2)):
            cost += 0.3  # it may end a longer number: "vingt et |un"
        if end == start + 1 and value == 1 and _unknown(words, end, found):
            cost += 0.6  # "un anniversaire" counts nothing
        next_up = [end, *(last for last, _ in _at(found, end, "fillers"))]
        if value > 1 and any(
            words[last - 1].plain == words[last - 1].stem
            for place in next_up
            for last, _ in _at(found, place, "collective")
        ):
            cost += 0.9  # "la vingt-|cinq demi-douzaine": one, of the twenty-fifth
        of_seat = start > 0 and not pause and _ends_seat_word(found, start)
        yield island(end, "num", value, cost + (0.9 if of_seat else 0.0))
        yield from _units(words, start, end, value, cost, found, menu)
    yield from _phrases(words, start, menu, found)
    yield from _recounts(words, start, menu, found)
    ordinal = numbers.ordinals.get(words[start].stem)
    if ordinal is not None:
        yield island(start + 1, "ordinal", ordinal, 0.05)
    yield from _seats(words, start, menu, found)
    yield from _tables(words, start, menu, found)
    yield from _denied(words, start, menu, found)


def _phrases(
    words: tuple[Word, ...], start: int, menu: Speakable, found: Found
) -> Iterator[Island]:
    """Numbers that are phrases: a dozen, a couple of guests, a party of six, noon."""
    pause = words[start].pause
    numbers = menu.language.numbers

    def island(end: int, kind: str, value: Any, cost: float = 0.08) -> Island:
        return Island(start, end, {kind: value}, cost, pause)

    for end, value in _at(found, start, "collective"):
        if not _at(found, end, "collective"):
            yield island(_past_of(words, end), "num", value, 0.1)
        for last, _ in _at(found, _past_of(words, end), "measure"):
            yield island(last, "filler", "", 0.1)  # "une dizaine de minutes"
    yield from _people(words, start, menu, found)
    for end, value in _at(found, start, "hours"):
        yield island(end, "time", value)
        for last, minutes in _at(found, end, "minutes"):
            yield island(last, "time", _clock(int(value[:2]), minutes))
        for last, number in numbers.at(words, end) if end < len(words) else ():
            if number in _QUARTERS:  # "midi trente"
                yield island(last, "time", _clock(int(value[:2]), number), 0.02)


def _people(
    words: tuple[Word, ...], start: int, menu: Speakable, found: Found
) -> Iterator[Island]:
    """How many guests there are: "un couple", "un groupe de six", "ils sont trois"."""
    pause = words[start].pause
    numbers = menu.language.numbers

    def island(end: int, kind: str, value: Any, cost: float = 0.08) -> Island:
        return Island(start, end, {kind: value}, cost, pause)

    known = start > 0 and words[start - 1].plain in menu.language.definite
    for end, value in _at(found, start, "party"):
        # "le couple de la vingt-huit" sits there already.
        yield island(end, "party", value, 0.6 if known else 0.12)
    for head, _ in _at(found, start, "group"):
        for end, value in numbers.at(words, head) if head < len(words) else ():
            yield island(end, "covers", value)
    for head, _ in _at(found, start, "covers"):
        many = words[head - 1].stem != words[head - 1].plain
        for end, value in numbers.at(words, head) if many and head < len(words) else ():
            if not _names(found, end):
                yield island(end, "covers", value, 0.2)  # "couverts cinq"
    for head, _ in _at(found, start, "party_is"):
        for end, value in numbers.at(words, head) if head < len(words) else ():
            last = max((e for e, _ in _at(found, end, "covers")), default=end)
            if not _names(found, last):
                kinds = {"covers": value, "total": value}
                yield Island(start, last, kinds, 0.1, pause)
    yield from _guests(words, start, menu, found)


def _guests(
    words: tuple[Word, ...], start: int, menu: Speakable, found: Found
) -> Iterator[Island]:
    """People who sit there already: "les deux messieurs", "nos quatre de la dix"."""
    language = menu.language
    if words[start].plain not in language.known or start + 1 == len(words):
        return
    for end, value in language.numbers.at(words, start + 1):
        person = end < len(words) and words[end].stem in language.people
        last = end + 1 if person or _unknown(words, end, found) else end
        of_table = last < len(words) and language.prepositions.get(words[last].plain)
        if value > 1 and (person or of_table == "of") and not _names(found, end):
            yield Island(start, last, {"guests": value}, 0.04, words[start].pause)


def _unknown(words: Sequence[Word], place: int, found: Found) -> bool:
    """Whether a word stands there, in the same breath, that nothing is known of."""
    return (
        place < len(words)
        and not words[place].pause
        and not words[place].name
        and not found.light[place]
        and not found.starts[place]
        and not any(start == place for start, _ in found.spans)
    )


def _names(found: Found, place: int) -> bool:
    """Whether something of the menu begins there."""
    return any(
        start == place and "thing" in kinds for (start, _), kinds in found.spans.items()
    )


def _recounts(
    words: tuple[Word, ...], start: int, menu: Speakable, found: Found
) -> Iterator[Island]:
    """A number for what was named: "mets-en quatre", "on passe de deux à quatre"."""
    numbers, pause = menu.language.numbers, words[start].pause
    for head, _ in _at(found, start, "recount"):
        for end, value in numbers.at(words, head) if head < len(words) else ():
            if not _names(found, end):
                yield Island(start, end, {"recount": value}, 0.05, pause)
    for end, value in numbers.at(words, start):
        for last, _ in _at(found, end, "in_all"):
            yield Island(start, last, {"recount": value}, 0.05, pause)
    if words[start].plain not in _FROM or start + 1 == len(words):
        return
    for middle, _ in numbers.at(words, start + 1):
        if middle + 1 < len(words) and words[middle].plain in _TO:
            for end, value in numbers.at(words, middle + 1):
                kinds = {"recount": value, "was_qty": True}
                yield Island(start, end, kinds, 0.2, pause)


def _units(
    words: tuple[Word, ...],
    start: int,
    end: int,
    value: int,
    cost: float,
    found: Found,
    menu: Speakable,
) -> Iterator[Island]:
    """A number with its unit: guests, per cent, hours, euros, dozens, times."""
    pause = words[start].pause
    if end >= len(words):
        return
    for unit, kind in _UNITS.items():
        for last, _ in _at(found, end, unit):
            yield Island(start, last, {kind: value}, cost, pause)
    for last, _ in _at(found, end, "times"):
        kinds = {"num": value, "times": value}
        yield Island(start, _past_of(words, last), kinds, cost - 0.05, pause)
    for last, dozen in _at(found, end, "collective"):
        yield Island(start, _past_of(words, last), {"num": value * dozen}, cost, pause)
    if value > 24:
        return
    for last, _ in _at(found, end, "hour"):
        yield Island(start, last, {"time": _clock(value, 0)}, cost, pause)
        for final, minutes in _at(found, last, "minutes"):
            yield Island(start, final, {"time": _clock(value, minutes)}, cost, pause)
        if last < len(words) and not words[last].pause:
            for final, minutes in menu.language.numbers.at(words, last):
                if 0 < minutes < 60:
                    odd = (
                        -0.4 if minutes % 15 == 0 else 0.0 if minutes % 5 == 0 else 1.0
                    )
                    clock = _clock(value, minutes)
                    yield Island(start, final, {"time": clock}, cost + odd, pause)


def _ends_seat_word(found: Found, place: int) -> bool:
    """Whether "place" or "couvert" stands before: what follows is its number."""
    return any(
        end == place
        for start in range(max(0, place - 3), place)
        for end, _ in _at(found, start, "seat_word")
    )


def _seats(
    words: tuple[Word, ...], start: int, menu: Speakable, found: Found
) -> Iterator[Island]:
    """A seat: "place deux", "la dame en un"."""
    numbers = menu.language.numbers
    heads = [end for end, _ in _at(found, start, "seat_word")]
    for end, _ in _at(found, start, "seat_people"):
        heads.extend(last for last, _ in _at(found, end, "seat_at"))
    for head in heads:
        if head < len(words) and not words[head].pause:
            for end, value in numbers.at(words, head):
                if value <= 20:
                    yield Island(start, end, {"seat": value}, 0.08, words[start].pause)
    short = words[start].plain in _SEAT_WORDS and not words[start].joined
    if short and start + 1 < len(words):
        for end, value in numbers.at(words, start + 1):
            if value <= 12:
                kinds = {"seat": value}
                goes_on = end < len(words) and (
                    words[end].plain in menu.language.definite
                    or bool(numbers.at(words, end))
                )
                cost = (0.2 if goes_on else 0.7) + (0.6 if value > _SEATS else 0.0)
                yield Island(start, end, kinds, cost, words[start].pause)


def _tables(
    words: tuple[Word, ...], start: int, menu: Speakable, found: Found
) -> Iterator[Island]:
    """A table: "table douze", "à la douze", "douze" alone; with its preposition."""
    for head, preposition, cost in _table_heads(words, start, menu, found):
        if head >= len(words):
            continue
        for end, value in menu.language.numbers.at(words, head):
            price, place = cost, preposition
            if place == "bare":
                price, place = _by_place(words, start, end, menu, cost)
            price += _oddity(words, start, head, end)
            if menu.tables and value not in menu.tables:
                price += 1.6
            if value == 1 and (
                place == "bare" or (words[head].plain == "un" and cost > 0.05)
            ):
                price += 0.8
            if price > _DEAREST:
                continue  # a number that counts nothing costs less
            yield Island(
                start, end, {"table": (value, place)}, price, words[start].pause
            )
            if price < 0.5:  # "la table douze de la terrasse"
                yield from _zoned(words, start, end, value, place, price, menu)


def _by_place(
    words: tuple[Word, ...], start: int, end: int, menu: Speakable, cost: float
) -> tuple[float, str]:
    """What a bare number costs as a table by where it stands, and the name of that place."""
    begins = (start == 0 or words[start].pause) and not _hesitates(words, start, menu)
    if end == len(words) or words[end].pause:
        # A breath of its own ("prêt, vingt-neuf"), or the end of one.
        if begins:
            return _FIRST if start == 0 else _APART, "apart"
        return _LAST, "last"
    if start > 0 and words[start - 1].stem in menu.language.accounts:
        return _APART, "last"  # "addition douze en quatre"
    return cost, "bare"


def _oddity(words: tuple[Word, ...], start: int, head: int, end: int) -> float:
    """What it costs to cut a number in two, or to read one over a pause."""
    odd = 0.7 if end < len(words) and words[end].joined else 0.0
    pauses = any(word.pause for word in words[max(head, start + 1) : end])
    return odd + (0.5 if pauses else 0.0)


def _table_heads(
    words: tuple[Word, ...], start: int, menu: Speakable, found: Found
) -> Iterator[tuple[int, str, float]]:
    """Where the number of a table may begin, with the preposition and what it costs."""
    language, pause = menu.language, words[start].pause
    begin, preposition = start, ""
    if words[start].plain in language.prepositions and start + 1 < len(words):
        preposition = language.prepositions[words[start].plain]
        begin = start + 1
        if preposition == "of" and _is_onto(words, start, menu):
            preposition = "at"
    # "la quinze" in "de la quinze" leaves its preposition behind.
    cut_short = (
        not preposition
        and start > 0
        and not pause
        and words[start - 1].plain in language.prepositions
    )
    more = 0.4 if cut_short else 0.0
    if preposition:
        # "en douze, deux cafés" begins with the table.
        likely = start == 0 or words[start].plain in language.surely
        yield begin, preposition, language.bare_table * (0.4 if likely else 1.0)
    else:
        yield start, "bare", (0.75 if start == 0 else 1.0 if pause else 1.5) + more
    if words[begin].plain in language.articles:
        # "les quatre et cinq" are tables, "les deux terrines" are not.
        several = words[begin].plain in language.several
        yield begin + 1, preposition, (0.45 if several else 0.08) + more
    zone = begin + (words[begin].plain in language.articles)
    if zone + 1 < len(words) and words[zone].plain in menu.menu.zones:
        yield zone + 1, preposition, 0.1 + more  # "à la terrasse vingt-deux"
    for end, _ in _at(found, begin, "table_word"):
        yield end, preposition, 0.02 + more


def _is_onto(words: Sequence[Word], start: int, menu: Speakable) -> bool:
    """Whether "de" ties a table to where something goes: "au compte de la douze"."""
    language = menu.language
    return (
        start > 1
        and words[start - 1].stem in language.accounts
        and any(
            language.prepositions.get(word.plain) == "at"
            for word in words[max(0, start - 3) : start - 1]
        )
    )


def _hesitates(words: Sequence[Word], start: int, menu: Speakable) -> bool:
    """Whether what stands before corrects itself: "trois, non, quatre" is no table."""
    return start > 0 and words[start - 1].plain in menu.language.hesitations


def _denied(
    words: tuple[Word, ...], start: int, menu: Speakable, found: Found
) -> Iterator[Island]:
    """A table that is taken back: "non, pas la dix-huit, la vingt"."""
    if words[start].plain not in _NO or not 0 < start < len(words) - 1:
        return
    hesitates = words[start - 1].plain in menu.language.hesitations
    if not words[start].pause and not hesitates:
        return  # "n'envoie pas la dix-huit"
    for island in _tables(words, start + 1, menu, found):
        if island.cost < 0.3:
            yield Island(start, island.end, {"filler": ""}, 0.03, words[start].pause)


def _zoned(
    words: tuple[Word, ...],
    start: int,
    end: int,
    value: int,
    place: str,
    cost: float,
    menu: Speakable,
) -> Iterator[Island]:
    for last in range(end + 1, min(end + 3, len(words)) + 1):
        if words[last - 1].plain in menu.menu.zones:
            kinds = {"table": (value, place)}
            yield Island(start, last, kinds, cost - 0.01, words[start].pause)
            return
        if words[last - 1].plain not in menu.language.plain_words:
            return


def _past_of(words: Sequence[Word], end: int) -> int:
    """The place after a "de" that ties a collective number to what is counted."""
    if end < len(words) and words[end].plain in {"de", "d'", "of", "des"}:
        return end + 1
    return end


def _clock(hour: int, minutes: int) -> str:
    total = (hour * 60 + minutes) % (24 * 60)
    return f"{total // 60:02d}:{total % 60:02d}"

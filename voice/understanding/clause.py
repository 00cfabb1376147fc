"""A stretch of a sentence that asks for one thing, and all that can be said about it."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from voice.meaning import Context
from voice.understanding.islands import SLOTS, Hit, Island
from voice.understanding.lines import Line, Order
from voice.understanding.orders import read_order
from voice.understanding.speakable import Speakable
from voice.understanding.words import Word

_NEGATED = frozenset({"fire", "send", "add", "ready", "remove", "hold", "open"})
_ROOTS = SLOTS - {"num"}
"""Kinds of islands that tie a breath to the house; any story has a number."""
_WEAK = frozenset(
    [
        "fire",
        "hold",
        "status",
        "whether",
        "clear",
        "ready",
        "open",
        "move",
        "contain",
        "taste",
        "alert",
    ]
)
"""Concepts that any story has words for."""
_LEADS = frozenset(
    [
        "remove",
        "add",
        "bill",
        "pay",
        "comp",
        "fire",
        "nomore",
        "out",
        "back",
        "replace",
        "merge",
        "move_strong",
        "price",
        "allergy",
        "booking",
        "open_strong",
        "copy",
    ]
)
"""Concepts that ask for something by themselves."""
_VALUES = frozenset(
    [
        "course",
        "method",
        "percent",
        "covers",
        "time",
        "date",
        "staff",
        "station",
        "amount",
        "seat",
        "contrast",
        "total",
        "guests",
    ]
)
"""Kinds of islands that are evidence by themselves."""
_NAMING = frozenset({"booking", "named"})
_TITLES = frozenset(
    ["monsieur", "madame", "mademoiselle", "famille", "les", "mister", "mrs", "miss"]
)
_NAME_SKIPS = frozenset(
    [
        "de",
        "d'",
        "du",
        "des",
        "la",
        "le",
        "les",
        "au",
        "a",
        "pour",
        "est",
        "monsieur",
        "madame",
    ]
)


@dataclass(frozen=True)
class Clause:
    """A stretch of a sentence.

    Attributes:
        prefer: "thing" or "course": what an island that may be both is taken for.
        asked: whether the sentence ended with a question mark.
        whole: whether it is all of the sentence.
    """

    words: tuple[Word, ...]
    start: int
    end: int
    islands: tuple[Island, ...]
    hits: tuple[Hit, ...]
    light: tuple[bool, ...]
    menu: Speakable
    context: Context
    asked: bool = False
    prefer: str = "thing"
    whole: bool = True

    @cached_property
    def other(self) -> "Clause":
        """The same stretch with courses preferred to articles."""
        if self.prefer == "course" or not any(
            "thing" in island and "course" in island for island in self.islands
        ):
            return self
        return replace(self, prefer="course")

    @cached_property
    def slots(self) -> tuple[Island, ...]:
        """The islands, each for one thing only."""
        dropped = "course" if self.prefer == "thing" else "thing"
        kept = []
        for island in self.islands:
            kinds = island.kinds
            if "thing" in kinds and "course" in kinds:
                kinds = {k: v for k, v in kinds.items() if k != dropped}
                kept.append(replace(island, kinds=kinds))
            else:
                kept.append(island)
        return tuple(kept)

    @cached_property
    def order(self) -> Order:
        """The lines that stand in it."""
        return read_order(self.slots, self.menu, self.words)

    @cached_property
    def tables(self) -> tuple[int, ...]:
        """The tables named, each once, in order."""
        return tuple(dict.fromkeys(number for number, _ in self.order.tables))

    def values(self, kind: str) -> list[object]:
        """The values of all islands of a kind."""
        return [island[kind] for island in self.slots if kind in island]

    def told(self, kind: str) -> list[object]:
        """As `values`, without those of stories: "…, ils savourent leur vin"."""
        strange = {self._breath(place) for place in self.strangers}
        islands = [island for island in self.slots if kind in island]
        kept = [i for i in islands if self._breath(i.start) not in strange]
        return [island[kind] for island in kept or islands]

    @cached_property
    def strangers(self) -> tuple[int, ...]:
        """The places of the words that nothing is known of."""
        known = {place for i in self.islands for place in range(i.start, i.end)}
        known.update(place for hit in self.hits for place in range(hit.start, hit.end))
        return tuple(
            place
            for place in range(self.start, self.end)
            if place not in known and not self.light[place]
        )

    @property
    def total(self) -> list[object]:
        """How many guests there are in all: "ils seront six en tout"; the last word counts."""
        return self.values("total")[-1:]

    @cached_property
    def name(self) -> str:
        """A guest's name: written with a capital, or behind "au nom de" or "monsieur"."""
        capitals = self._capitals()
        if capitals:
            return capitals
        for hit in sorted(self.hits, key=lambda hit: hit.concept != "named"):
            if hit.concept in _NAMING:
                place = hit.end
                while place < self.end and self.words[place].plain in _NAME_SKIPS:
                    place += 1
                if self._may_be_name(place, filler=place > hit.end):
                    return self.words[place].text
        concepts = {hit.concept for hit in self.hits}
        if not concepts & {"arrived", "booking"} and "time" not in self._kinds:
            return ""
        for place in range(self.start, self.end - 1):
            if self.words[place].plain in _TITLES and self._may_be_name(place + 1):
                return self.words[place + 1].text
        return ""

    def _may_be_name(self, place: int, *, filler: bool = False) -> bool:
        return (
            place < self.end
            and place not in self._taken
            and self.words[place].stem not in self.menu.language.plain_words
            and (filler or not self.light[place])
        )

    @cached_property
    def _kinds(self) -> frozenset[str]:
        return frozenset(kind for island in self.slots for kind in island.kinds)

    def _capitals(self) -> str:
        staff = {name.lower() for name in self.menu.menu.staff}
        named: list[str] = []
        last = -2
        for place in range(self.start, self.end):
            word = self.words[place]
            begins = place == 0 and (self.light[0] or 0 in self._taken)
            if (
                begins
                or not word.name
                or word.plain in {"monsieur", "madame", "sotto", "m"}
            ):
                continue
            if word.text in staff and not any(h.concept in _NAMING for h in self.hits):
                continue
            if named and place != last + 1:
                break
            named.append(word.text)
            last = place
        spans = [i for i in self.slots if "thing" in i or "course" in i]
        if named and any(i.start <= last < i.end for i in spans):
            return "" if not self._is_booking else " ".join(named)
        return " ".join(named)

    @property
    def _is_booking(self) -> bool:
        return any(hit.concept in _NAMING for hit in self.hits)

    @cached_property
    def _taken(self) -> frozenset[int]:
        """Places of words inside of islands with a value, and of evidence."""
        spans = [(hit.start, hit.end) for hit in self.hits]
        spans += [
            (island.start, island.end)
            for island in self.slots
            if not SLOTS.isdisjoint(island.kinds)
        ]
        return frozenset(place for span in spans for place in range(*span))

    @cached_property
    def ingredients(self) -> tuple[str, ...]:
        """Every ingredient named, also those that are articles by themselves."""
        things = [island["thing"] for island in self.slots if "thing" in island]
        return tuple(thing.ingredient for thing in things if thing.ingredient)

    @cached_property
    def features(self) -> frozenset[str]:
        """What speaks for and against intents: concepts heard, and slots present."""
        found = self._concepts()
        found |= self._order_features()
        found |= self._negated()
        found |= _VALUES & self._kinds
        if "date" in found and self.midday and found & {"covers", "loose"}:
            found.add("time")
        if "party" in self._kinds:
            found.add("covers")
        if self.name:
            found.add("name")
        if not self.whole:
            found.add("part")
        if self.asked:
            found |= {"question", "mark_question"}
        context = self.context
        if context.table is not None:
            found.add("context_table")
        if context.table is not None or self.tables:
            found.add("table_known")
        if context.last_order:
            found.add("last_order")
        if context.pending:
            found.add(f"pending_{context.pending.get('slot')}")
        if not any(not SLOTS.isdisjoint(island.kinds) for island in self.slots):
            found.add("bare")
        if not _ROOTS & self._kinds:
            found.add("rootless")
        return frozenset(found)

    def _concepts(self) -> set[str]:
        """What is spoken of. Weak words beside a request that stands for itself are story.

        "supprime les deux desserts de la quatre, après je prends ma pause" holds nothing.
        """
        anchored = [False] * len(self.breaths)
        for island in self.slots:
            if not _ROOTS.isdisjoint(island.kinds):
                anchored[self._breath(island.start)] = True
        near = {h.concept for h in self.hits if anchored[self._breath(h.start)]}
        every = {hit.concept for hit in self.hits}
        return near | (every - _WEAK) if near & _LEADS else every

    @cached_property
    def breaths(self) -> tuple[int, ...]:
        """Where the stretches between its pauses begin."""
        later = range(self.start + 1, self.end)
        return (self.start, *(place for place in later if self.words[place].pause))

    def _breath(self, place: int) -> int:
        return bisect_right(self.breaths, place) - 1

    def _negated(self) -> set[str]:
        """What is said not to be done: "not_fire" for "n'envoie pas"."""
        nots = [hit for hit in self.hits if hit.concept == "not"]
        return {
            f"not_{hit.concept}"
            for hit in self.hits
            for no in nots
            if hit.concept in _NEGATED
            and hit.start - no.end <= 1
            and no.start - hit.end <= 1
        }

    @property
    def midday(self) -> bool:
        """Whether noon was named with the day ("demain midi")."""
        hours = self.menu.language.tables["hours"]
        said = self.words[self.start : self.end]
        return any(hours.get(word.plain) == "12:00" for word in said)

    def _order_features(self) -> set[str]:
        order = self.order
        found = {
            feature
            for feature, present in (
                ("cook", bool(order.cooking)),
                ("ing", bool(order.bare)),
                ("ing_item", bool(self.ingredients)),
                ("mod_first", order.mod_first),
                ("negated", order.negated),
                ("dropped", order.dropped),
                ("was_qty", order.was_qty),
                ("counted_course", order.of_course is not None),
                ("loose", bool(order.loose)),
            )
            if present
        }
        if order.lines:
            found |= self._line_features(order.lines)
        if order.lines and order.loose and not found & {"cook", "mod"}:
            found.add("changed_qty")
        count = len(self.tables)
        if count:
            found.add("table")
            found |= {f"table{n}" for n in (2, 3) if count >= n}
            found |= {f"table_{place}" for _, place in order.tables if place}
            if self._from_to():
                found.add("from_to")
            if all(self._whose(i) for i in self.slots if i.get("table")):
                found.discard("table_of")
        return found

    def _from_to(self) -> bool:
        """Whether a table follows another as where it goes: "de la trente à la neuf"."""
        tables = [i for i in self.slots if "table" in i]
        return any(
            one.end == two.start
            and one["table"][1] in {"of", "bare"}
            and two["table"][1] == "at"
            for one, two in pairwise(tables)
        )

    def _whose(self, island: Island) -> bool:
        """Whether a table is but somebody's ("le monsieur de la douze")."""
        if island["table"][1] != "of" or not island.start:
            return False
        seated = any("guests" in i and i.end == island.start for i in self.slots)
        return seated or self.words[island.start - 1].stem in self.menu.language.people

    @staticmethod
    def _line_features(lines: Sequence[Line]) -> set[str]:
        distinct = len({line.items for line in lines})
        mods = [mod for line in lines for mod in line.mods]
        told = {
            "item": True,
            "items2": distinct >= 2,
            "items3": distinct >= 3,
            "definite": lines[0].definite,
            "indef": any(line.said and not line.definite for line in lines),
            "number": any(line.said for line in lines),
            "many": any(line.said and line.qty > 1 for line in lines),
            "cook": any(
                line.cooking or any(part.cooking for part in line.parts)
                for line in lines
            ),
            "mod": any(line.mods or line.parts for line in lines),
            "ing": any(line.mods or line.parts for line in lines),
            "swap": any(mod["op"] == "swap" for mod in mods),
        }
        return {feature for feature, present in told.items() if present}

    def besides(self, concepts: frozenset[str]) -> tuple[int, bool]:
        """How many words no evidence for these concepts covers, small ones too.

        And whether one of its breaths is nothing but evidence, and no mere "pardon" or
        "hein": "répétez, je n'ai rien entendu".
        """
        covered = {
            place
            for hit in self.hits
            if hit.concept in concepts
            for place in range(hit.start, hit.end)
        }
        telling = {place for place in covered if not self.light[place]}
        for island in self.slots:
            if "filler" in island:
                covered.update(range(island.start, island.end))
        ends = (*self.breaths[1:], self.end)
        breaths = [range(a, b) for a, b in zip(self.breaths, ends, strict=True)]
        whole = any(
            covered.issuperset(breath) and not telling.isdisjoint(breath)
            for breath in breaths
        )
        return self.end - self.start - len(covered), whole

    def unexplained(
        self, concepts: frozenset[str], *, named: bool, stationed: bool = False
    ) -> tuple[int, int]:
        """Words that an intent with these concepts leaves unexplained; `named` takes a name,
        `stationed` a station of the kitchen: to the others "un froid de canard" is talk.

        Returns how many stand beside what it understood, and how many in asides: between
        pauses, with nothing known in them ("ils ont froid près de la porte").
        """
        known: set[int] = set()
        for island in self.slots:
            if stationed or set(island.kinds) != {"station"}:
                known.update(range(island.start, island.end))
        anchors: set[int] = set()
        for island in self.slots:
            if not SLOTS.isdisjoint(island.kinds):
                anchors.update(range(island.start, island.end))
        for hit in self.hits:
            if hit.concept in concepts:
                places = range(hit.start, hit.end)
                known.update(places)
                anchors.update(place for place in places if not self.light[place])
        beside = aside = here = 0
        anchored = False
        names = set(self.name.split()) if named else set()
        for place in range(self.start, self.end):
            if self.words[place].pause and place > self.start:
                beside, aside = _settled(beside, aside, here, anchored=anchored)
                here, anchored = 0, False
            if place in anchors:
                anchored = True
            elif (
                place not in known
                and not self.light[place]
                and self.words[place].text not in names
            ):
                here += 1
        return _settled(beside, aside, here, anchored=anchored)


def _settled(beside: int, aside: int, here: int, *, anchored: bool) -> tuple[int, int]:
    return (beside + here, aside) if anchored else (beside, aside + here)

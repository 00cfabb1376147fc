"""Lines of an order out of islands: quantities, cooking, options, seats, and who gets what."""

from collections.abc import Sequence
from dataclasses import replace

from voice.understanding.islands import Island
from voice.understanding.lines import Line, Order, Part
from voice.understanding.speakable import Speakable, Thing
from voice.understanding.words import Word

_MANY = frozenset({"les", "leurs", "ces", "ses", "the", "aux", "des", "tous", "toutes"})
_OPERATORS = ("swap_for", "swap_from", "without", "extra", "with", "side", "flavour")
_COUNTED = frozenset({"thing", "cook", "det", "op"})
_LISTED = frozenset({"without", "with", "extra"})


class _Reader:
    """Walks over the islands from left to right."""

    def __init__(
        self, islands: Sequence[Island], menu: Speakable, words: Sequence[Word]
    ) -> None:
        self._islands = islands
        self._words = words
        self._definite_many = False
        self._menu = menu
        self.order = Order()
        self._line: Line | None = None
        self._part: Part | None = None
        self._number: Island | None = None
        self._definite = False
        self._one = self._rest = self._among = self._same = self._each = False
        self._op = ""
        self._touch = -1
        self._fresh = False
        self._before: Island | None = None
        self._joined = self._joined_line = False
        self._shared: Line | None = None
        self._instead = self._cook_next = ""
        self._mod: dict[str, str] | None = None
        self._seat: int | None = None
        self._seats_first: bool | None = None

    def read(self) -> Order:
        for place, island in enumerate(self._islands):
            following = (
                self._islands[place + 1] if place + 1 < len(self._islands) else None
            )
            self._take(island, following)
            if "thing" in island or "cook" in island:
                self._touch = island.end
            self._before = island
        self._drop_number()
        if any("strong" in i or "weak" in i for i in self._islands):
            self._drop_said_before()
        return self.order

    def _drop_said_before(self) -> None:
        """ "un foie gras, deux foies gras pardon": the same article counts once."""
        lines = self.order.lines
        self.order.lines = [
            line
            for number, line in enumerate(lines)
            if not any(
                later.items == line.items and line.is_plain
                for later in lines[number + 1 :]
            )
        ]

    def _take(self, island: Island, following: Island | None) -> None:
        kinds = island.kinds
        joined, self._joined = self._joined, False
        if "thing" not in kinds and "num" not in kinds:
            self._joined_line = "conj" in kinds
        if "num" in kinds and joined and self._is_table(kinds["num"], following):
            self.order.tables.append((kinds["num"], self.order.tables[-1][1]))
        elif "num" in kinds:
            self._take_number(island)
        elif "table" in kinds:
            self._take_table(kinds["table"])
        elif "seat" in kinds:
            self._take_seat(kinds["seat"])
        elif "thing" in kinds:
            self._take_thing(island, kinds["thing"], following)
        elif "cook" in kinds and self._cooks_next(island, following):
            self._cook_next = kinds["cook"]  # "a medium entrecote"
        elif "cook" in kinds:
            self._take_cooking(kinds["cook"])
        else:
            self._take_small(island, following)

    def _take_table(self, table: tuple[int, str]) -> None:
        if self._number is not None and self._line and self.order.tables:
            self._repeat(self._line)
        self._drop_number()
        self._end_options()
        self.order.tables.append(table)

    def _take_small(self, island: Island, following: Island | None) -> None:
        """Words that say how the islands around them belong together."""
        kinds = island.kinds
        if "op" in kinds or "pron" in kinds:
            self._take_structure(island, following)
        elif "ordinal" in kinds:
            self._one = True
        elif "det" in kinds:
            self._definite = kinds["det"] == "definite"
            self._definite_many = self._words[island.start].text in _MANY
        elif "course" in kinds:
            if self._number is not None:  # "quatre entrées : deux terrines…"
                self.order.of_course = self._number["num"]
                self._number = None
        elif "conj" in kinds:
            # "la six et sept": the second is a table too.
            self._joined = self._before is not None and "table" in self._before

    def _is_table(self, number: int, following: Island | None) -> bool:
        counts = following is not None and not _COUNTED.isdisjoint(following.kinds)
        return number > 1 and number in self._menu.tables and not counts

    def _cooks_next(self, island: Island, following: Island | None) -> bool:
        return (
            self._number is not None
            and following is not None
            and following.start == island.end
            and not following.pause
            and "thing" in following
            and any(self._menu.items[i].cooking for i in following["thing"].items)
        )

    def _take_number(self, island: Island) -> None:
        if self._number is not None and self._hesitates(self._number, island):
            self._number = None  # "deux, euh, trois bavettes"
        self._drop_number()
        self._number = island
        self._op = ""

    def _hesitates(self, old: Island, new: Island) -> bool:
        between = self._words[old.end : new.start]
        return old["num"] == new["num"] or any(
            word.plain in self._menu.language.hesitations for word in between
        )

    def _drop_number(self) -> None:
        if self._number is not None:
            self.order.loose.append(self._number["num"])
            self._number = None

    def _end_options(self) -> None:
        self._op = ""
        self._one = self._rest = self._among = self._same = self._each = False
        self._definite = self._definite_many = False

    # Seats

    def _take_seat(self, seat: int) -> None:
        self._drop_number()
        self._op = ""
        if self._seats_first is None:
            self._seats_first = not self.order.lines
        if self._seats_first:
            self._seat = seat
            self._part = None
            return
        target: Line | Part | None = self._part or self._line
        if target is not None:
            target.seat = seat

    # Articles and ingredients

    def _take_thing(
        self, island: Island, thing: Thing, following: Island | None
    ) -> None:
        key = thing.ingredient
        if key and self._is_ingredient(island, thing, following):
            self._take_ingredient(key)
        elif thing.items:
            self._start_line(island, thing)
        else:
            self._take_ingredient(key)
        if island.pause and not thing.items:
            self._definite = False

    def _is_ingredient(
        self, island: Island, thing: Thing, following: Island | None
    ) -> bool:
        if not thing.items:
            return True
        after = (following.get("op") if following is not None else None) or ()
        aside = "side" in after or "swap_for" in after
        accepted = self._accepting(thing.ingredient) is not None
        if aside and accepted and self._number is None:
            self._op = ""
            return True
        if self._line is None and self._op in {"without", "extra"}:
            return self._is_for_what_follows(island, thing.ingredient)
        if self._op == "flavour":
            self._op = ""
            return accepted and self._number is None
        if self._op == "swap_from":
            return accepted and self._line is not None
        if self._op in {"without", "extra", "swap_for", "side"}:
            return accepted
        if self._op == "with" or self._instead:
            # A number before "avec" announces a piece, behind it it counts an article.
            return accepted and (self._number is None or self._op == "with")
        if self._number is not None or self._definite:
            return False
        # "une entrecôte frites": right behind the article it goes with.
        return accepted and not island.pause and island.start == self._touch

    def _is_for_what_follows(self, island: Island, key: str) -> bool:
        """ "extra fromage sur le burger": the article comes behind its option."""
        for other in self._islands:
            if other.start >= island.end and "thing" in other:
                items = other["thing"].items
                return any(key in self._menu.items[item].accepts for item in items)
        return False

    def _start_line(self, island: Island, thing: Thing) -> None:
        if self._before is not None and island.start - self._before.end > 1:
            self._drop_number()  # "la quinze veut son entrecôte" has not fifteen
        number = self._number["num"] if self._number is not None else None
        self._number = None
        thing, number = self._portion(island, thing, number)
        known = self._line_of(thing.items) if self._among else None
        if self._op == "without" and self._fresh:
            self.order.negated = True  # "pas de saumon"
        again = self._again(thing) if self._definite and number is None else None
        if again is not None:
            self._line, self._part = again, None  # "un œuf sur le steak"
        elif known is not None and number is not None:
            self._line, self._part = known, Part(number)
            known.parts.append(self._part)
        else:
            self._share(number)
            self._line = Line(
                thing.items,
                qty=number if number is not None else 1,
                said=number is not None,
                definite=self._definite,
                many=self._definite_many,
                cooking=self._cook_next,
                seat=self._seat if self._seats_first else None,
                table=len(self.order.tables) - 1 if self.order.tables else None,
                start=island.start,
                guess=thing.guess,
            )
            self._part = None
            self._cook_next = ""
            self.order.lines.append(self._line)
            self._take_bare(self._line)
        self._mod = None
        self._instead = ""
        self._end_options()

    def _share(self, number: int | None) -> None:
        """ "quatre cafés dont un déca et un allongé": those are some of the four."""
        if self._among and self._line is not None:
            self._shared = self._line
        elif not self._joined_line:
            self._shared = None
        if self._shared is not None and number and self._shared.qty > number:
            self._shared.qty -= number

    def _portion(
        self, island: Island, thing: Thing, number: int | None
    ) -> tuple[Thing, int | None]:
        """ "six huîtres" is one plate of six where the menu has one."""
        if number is None or thing.counted:
            return thing, number
        noun = tuple(w.stem for w in self._words[island.start : island.end])
        for size, item in self._menu.portions.get(noun, ()):
            if number % size == 0:
                return replace(thing, items=(item,)), number // size
        return thing, number

    def _repeat(self, line: Line) -> None:
        """ "cinq plats du jour pour la douze et trois pour la treize"."""
        if self._number is not None:
            again = Line(line.items, qty=self._number["num"], said=True)
            again.table = len(self.order.tables) - 1
            self.order.lines.append(again)
            self._line, self._part, self._number = again, None, None

    def _take_bare(self, line: Line) -> None:
        """Options that were said before what they are for ("du bacon sur le burger")."""
        accepts = {key for i in line.items for key in self._menu.items[i].accepts}
        if len(self.order.lines) == 1:
            line.mods.extend(m for m in self.order.bare if m["what"] in accepts)
            self.order.mod_first = bool(line.mods)
            self.order.bare = [
                mod for mod in self.order.bare if mod["what"] not in accepts
            ]

    def _again(self, thing: Thing) -> Line | None:
        """The line that an article with "le" or "la" speaks of once more."""
        for line in reversed(self.order.lines):
            if line.items == thing.items or set(line.items) & self._namesakes(thing):
                return line
        return None

    def _namesakes(self, thing: Thing) -> set[str]:
        """Articles whose name begins as this one's does: "le coca" for a coca zéro."""
        return {
            other.id
            for item in thing.items
            for other in self._menu.items.values()
            if other.say[0].startswith(self._menu.items[item].say[0] + " ")
        }

    @property
    def _announced(self) -> bool:
        """Whether a number stood before an operator: "un sans oignon"."""
        return self._number is not None and self._op != ""

    def _line_of(self, items: tuple[str, ...]) -> Line | None:
        for line in reversed(self.order.lines):
            if line.items == items:
                return line
        return None

    def _take_ingredient(self, key: str) -> None:
        self._fresh = False
        op = self._op if self._op not in {"", "flavour"} else "with"
        if self._op == "swap_from":
            self._instead, self._op = key, ""
            return
        if self._op == "swap_for":
            if self._mod is not None and self._mod["op"] == "with":
                self._mod.update({"op": "swap", "from": key})
            else:
                self._instead = key
            self._op = ""
            return
        if self._instead:
            mod = {"op": "swap", "from": self._instead, "what": key}
            self._instead = ""
        else:
            mod = {"op": op, "what": key}
        self._mod = mod
        if self._line is not None and not self._announced:
            self._number = None  # "un œuf dessus"
        self._attach(mod)
        self._definite = False
        if self._op not in _LISTED:
            self._op = ""

    def _attach(self, mod: dict[str, str]) -> None:
        self._open_part()
        key = mod["what"]
        line = self._accepting(key)
        if line is None:
            line = self._line
            self.order.misfits += 1 if line is not None else 0
        if line is None:
            self.order.bare.append(mod)
            return
        if self._each and line.qty == 1 and not line.parts:
            for other in self.order.lines:  # "tous les deux avec haricots"
                if self._takes(other, key) and mod not in other.mods:
                    other.mods.append(dict(mod))
            return
        if self._each and line.parts:
            for part in line.parts:
                part.mods.append(dict(mod))
            if line.base:
                line.mods.append(mod)
            return
        inside = self._part is not None and line is self._line
        target = self._part.mods if inside and self._part else line.mods
        if mod not in target:
            target.append(mod)

    def _accepting(self, key: str) -> Line | None:
        """The nearest line on the left that can be had with or without it."""
        lines = self.order.lines
        if self._line is not None:
            lines = [*(line for line in lines if line is not self._line), self._line]
        return next((ln for ln in reversed(lines) if self._takes(ln, key)), None)

    def _takes(self, line: Line, key: str) -> bool:
        return any(key in self._menu.items[item].accepts for item in line.items)

    # Cooking, and what is said of some of the pieces

    def _open_part(self) -> None:
        """Begins a part where a number or "l'autre" has announced one."""
        line = self._line
        if line is None:
            return
        if self._number is not None and 1 < self._number["num"] > line.qty:
            self._drop_number()
            return
        if self._number is not None:
            self._part = Part(self._number["num"])
            self._number = None
        elif self._one:
            self._part = Part(1)
        elif self._rest:
            told = sum(part.qty for part in line.parts)
            if line.qty > told:
                self._part = Part(line.qty - told)
            else:
                return
        elif self._same:
            self._line = Line(
                line.items,
                said=True,
                seat=self._seat if self._seats_first else None,
                table=line.table,
            )
            self.order.lines.append(self._line)
            self._part, self._same = None, False
            return
        else:
            return
        line.parts.append(self._part)
        self._one = self._rest = self._among = False

    def _take_cooking(self, cooking: str) -> None:
        line = self._cookable()
        if line is None:
            self.order.cooking = cooking
            self.order.misfits += 2
            return
        self._line = line
        self._open_part()
        line = self._line
        self._op = ""
        if self._each:
            line.cooking = cooking
            self._each = False
        elif self._part is not None and self._part in line.parts:
            self._part.cooking = self._part.cooking or cooking
        elif line.cooking and line.qty == 1:
            self._cook_earlier(cooking)
        else:
            line.listed.append(cooking)
            line.cooking = line.cooking or cooking

    def _cook_earlier(self, cooking: str) -> None:
        for line in reversed(self.order.lines):
            if not line.cooking and self._menu.items[line.items[0]].cooking:
                line.cooking = cooking
                return

    def _cookable(self) -> Line | None:
        lines = self.order.lines
        if self._line is not None and self._is_cooked(self._line):
            return self._line
        for line in reversed(lines):
            if self._is_cooked(line):
                self._part = line.parts[-1] if line.parts else None
                return line
        return None

    def _is_cooked(self, line: Line) -> bool:
        return any(self._menu.items[item].cooking for item in line.items)

    # Operators and pronouns

    def _take_structure(self, island: Island, following: Island | None) -> None:
        ops = island.get("op") or []
        prons = island.get("pron") or []
        if "side" in ops and self._mod is not None and self._mod["op"] != "without":
            self._mod["op"] = "side"
            self._op = ""
            return
        ends = not self._announces(following)
        if "each" in prons and ends and self._mod and self._part is not None:
            self._spread(self._mod)
            return
        if "same" in prons and self._line is not None and ends:
            self._copy_line(self._line)
            return
        if prons and (self._line is not None or self._announces(following)):
            self._one = "one" in prons
            self._rest = "rest" in prons
            self._each = "each" in prons
            self._same = "same" in prons
            self._among = self._among or "among" in prons
            if self._each and self._announces(following):
                self._part = None
        if "extra_after" in ops and self._mod and self._touch == island.start:
            self._mod["op"] = "extra"
            return
        if ops and self._mod and self._alone(ops, following):
            return
        if ops and self._number is not None and self._definite_many:
            self._number, self._each, self._part = None, True, None  # "les deux avec"
        if ops:
            if "flavour" in ops:
                self._definite = True
            if "drop" in ops:
                self._op, self._fresh = "without", False
                return
            for op in _OPERATORS:
                if op in ops:
                    self._op, self._fresh = op, True
                    return

    def _alone(self, ops: Sequence[str], following: Island | None) -> bool:
        """ "un avec glaçons, un sans": the option is the one that was named."""
        op = next((op for op in ("without", "with") if op in ops), "")
        announced = self._number is not None or self._one
        goes_on = (
            following is not None
            and not following.pause
            and ("thing" in following or "det" in following or "num" in following)
        )
        if not op or not announced or goes_on or self._mod is None:
            return False
        self._attach({"op": op, "what": self._mod["what"]})
        return True

    def _copy_line(self, line: Line) -> None:
        """ "place deux, la même chose": with all that was said of it."""
        again = replace(
            line,
            qty=1,
            said=True,
            mods=[dict(mod) for mod in line.mods],
            parts=[],
            listed=[],
            seat=self._seat if self._seats_first else None,
        )
        self.order.lines.append(again)
        self._line, self._part = again, None

    @staticmethod
    def _announces(following: Island | None) -> bool:
        return following is not None and ("op" in following or "cook" in following)

    def _spread(self, mod: dict[str, str]) -> None:
        """What was said of the last piece is meant for all of the line ("partout")."""
        line = self._line
        if line is None:
            return
        if self._part is not None and mod in self._part.mods:
            self._part.mods.remove(mod)
        if mod not in line.mods:
            line.mods.append(mod)


def read_order(
    islands: Sequence[Island], menu: Speakable, words: Sequence[Word]
) -> Order:
    """The lines that islands make; those of other kinds are left aside."""
    return _Reader(islands, menu, words).read()

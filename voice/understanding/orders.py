"""Lines of an order out of islands: quantities, cooking, options, seats, and who gets what."""

from collections.abc import Sequence
from dataclasses import replace

from voice.understanding.islands import Island
from voice.understanding.lines import Line, Order, Part
from voice.understanding.options import Options
from voice.understanding.settling import (
    drop_said_before,
    drop_spelled_out,
    find_table,
    serve_all,
)
from voice.understanding.speakable import Speakable, Thing
from voice.understanding.words import Word

_MANY = frozenset({"les", "leurs", "ces", "ses", "the", "aux", "des", "tous", "toutes"})
_TAKING = frozenset({"without", "extra"})
_COUNTED = frozenset({"thing", "cook", "det", "op"})


class _Reader(Options):
    """Walks over the islands from left to right."""

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
        self.order.misfits += sum(
            1
            for line in self.order.lines
            if line.said and 1 < line.qty < sum(part.qty for part in line.parts)
        )
        if self._op == "swap_for":
            self.order.misfits += 1  # nothing was named that it is for
        serve_all(self.order, self._islands, everyone=self._all)
        find_table(self.order, self._islands, self._menu.tables)
        drop_spelled_out(self.order)
        if any("strong" in i or "weak" in i for i in self._islands):
            drop_said_before(self.order)
        return self.order

    def _take(self, island: Island, following: Island | None) -> None:
        self._now, kinds = island, island.kinds
        self._note_stranger(island)
        joined, self._joined = self._joined, False
        gap = island.start - self._before.end if self._before is not None else 0
        far = gap > (0 if "num" in kinds else 1)  # "sa ligne exige un burger"
        if (island.pause or far) and ("num" in kinds or "thing" in kinds):
            # "mon carnet est trempé, un canard": that is no "mon canard".
            self._definite = self._definite_many = False
        if "thing" not in kinds and "num" not in kinds:
            self._joined_line = "conj" in kinds
        if "num" in kinds:
            self._take_count(island, following, joined=joined)
        elif "table" in kinds:
            self._take_table(kinds["table"])
        elif "seat" in kinds:
            self._take_seat(island, following)
        elif "thing" in kinds and not self._bars_next(island, following):
            self._take_thing(island, kinds["thing"], following)
        elif "cook" in kinds and self._cooks_next(island, following):
            self._cook_next = kinds["cook"]  # "a medium entrecote"
        elif "cook" in kinds:
            self._take_cooking(kinds["cook"])
        else:
            self._take_small(island, following)

    def _bars_next(self, island: Island, following: Island | None) -> bool:
        """ "zéro glaçon": a word that is an article too, right before what is left out."""
        thing = following.get("thing") if following is not None else None
        return (
            "op" in island
            and "without" in island["op"]
            and thing is not None
            and not thing.items
            and following is not None
            and not following.pause
            and following.start == island.end
            and self._accepting(thing.ingredient) is not None
        )

    def _note_stranger(self, island: Island) -> None:
        """ "sans aneth": an option that the menu does not know is no option less."""
        before = self._before
        ops = before.get("op") if before is not None else None
        if before is None or not ops or _TAKING.isdisjoint(ops):
            return
        plain = self._menu.language.plain_words
        gap = self._words[before.end : island.start]
        if gap and not gap[0].pause and gap[0].stem not in plain:
            self.order.misfits += 1

    def _take_count(
        self, island: Island, following: Island | None, *, joined: bool
    ) -> None:
        """A number: of a table, of the article before it, of some pieces, or of what comes."""
        number = island["num"]
        if joined and self._is_table(number, following):
            self.order.tables.append((number, self.order.tables[-1][1]))
        elif self._counts_before(island, following):
            self._count_behind(number)
        elif self._gives_some(island, following):
            self._give_some(number)
        elif not self._is_article(island, following):
            self._take_number(island)

    def _counts_before(self, island: Island, following: Island | None) -> bool:
        """Whether a number counts the article before it: "profiteroles deux fois"."""
        line, before = self._line, self._before
        if line is None or line.said or before is None or not line.is_plain:
            return False
        if "table" in before and island.pause and before.start >= line.start:
            return following is None or following.pause  # "formule pour la cinq, deux"
        if "thing" not in before or before.start != line.start:
            return False
        if "times" in island:
            return True
        counts = following is not None and not _COUNTED.isdisjoint(following.kinds)
        ends = following is None or following.pause or following.start > island.end
        if following is not None and ("cook" in following or "op" in following):
            # "burger un à point"; but "entrecôtes une bleue" begins to share out.
            span = self._words[before.start : before.end]
            ends = ends or island["num"] > 1 or all(w.stem == w.plain for w in span)
        return island.start == before.end and (not counts or ends or self._behind)

    def _is_article(self, island: Island, following: Island | None) -> bool:
        """ "une omelette avec une salade": what goes with it, no dish of its own."""
        before = self._before
        ingredient = (
            following["thing"].ingredient
            if following is not None and "thing" in following
            else ""
        )
        return (
            island["num"] == 1
            and self._op in {"with", "extra", "side"}
            and before is not None
            and "op" in before
            and before.end == island.start
            and bool(ingredient)
            and self._accepting(ingredient) is not None
        )

    def _count_behind(self, number: int) -> None:
        """ "gratin, deux"; "huîtres, trois douzaines" are plates where the menu has them."""
        line, before = self._line, self._before
        if line is not None and before is not None and "thing" in before:
            thing, count = self._portion(before, before["thing"], number)
            line.items = thing.items
            number = number if count is None else count
        self._recount(number)

    def _recount(self, number: int) -> None:
        """The line counts as many as was said behind it."""
        if self._line is not None:
            self._line.qty, self._line.said = number, True
            self._line.ingredient = ""

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
        elif "recount" in kinds and self._line is not None:
            self.order.was_qty = self.order.was_qty or "was_qty" in kinds
            told = self._number is not None or bool(self.order.loose)
            self.order.was_qty |= told and self._line.definite
            self._number = None
            self.order.loose.clear()
            self._recount(kinds["recount"])  # "j'ai dit deux, mets-en quatre"
        elif "contrast" in kinds:
            self.order.was_qty = self.order.was_qty or kinds["contrast"] == "num"
        elif "plain" in kinds:
            self._take_plain()
        elif "restate" in kinds:
            self._restated = True
        elif "ordinal" in kinds:
            self._one = True
        elif "det" in kinds:
            self._definite = kinds["det"] == "definite"
            self._definite_many = self._words[island.start].text in _MANY
        elif "course" in kinds:
            if self._number is not None:  # "quatre entrées : deux terrines…"
                self.order.of_course = self._number["num"]
                self._number = None
        elif "date" in kinds or "time" in kinds:
            self._drop_number()
        elif "conj" in kinds:
            # "la six et sept": the second is a table too.
            self._joined = self._before is not None and "table" in self._before

    def _take_plain(self) -> None:
        """ "un normal, un sans glaçons", "l'autre nature": a piece with nothing to it."""
        if self._line is not None and (self._number is not None or self._one):
            self._open_part()
        elif self._line is not None and self._line.qty > 1 and self._line.mods:
            self.order.misfits += 1  # "trois omelettes, jambon, fromage et nature"

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
        if self._op == "swap_for" and self._line is not None:
            self.order.was_qty, self._op = True, ""  # "deux cafés au lieu d'un"
            return
        if self._number is not None and self._hesitates(self._number, island):
            self._number = None  # "deux, euh, trois bavettes"
        self._drop_number()
        self._number = island
        self._adds = self._before is not None and "conj" in self._before
        self._op = ""

    def _hesitates(self, old: Island, new: Island) -> bool:
        between = self._words[old.end : new.start]
        return old["num"] == new["num"] or any(
            word.plain in self._menu.language.hesitations for word in between
        )

    def _take_seat(self, island: Island, following: Island | None) -> None:
        seat = island["seat"]
        self._drop_number()
        self._op = ""
        if self._seats_first is None:
            self._seats_first = not self.order.lines
        line = self._line
        if self._seats_first:
            self._seat = seat
            self._part = None
        elif line is not None and self._opens(island, following) and not line.said:
            # "entrecôtes à la treize, place une bleue, place deux bien cuite"
            self._part = Part(1, seat=seat)
            line.parts.append(self._part)
            line.qty = len(line.parts)
        elif self._part is not None:
            self._part.seat = seat
        elif line is not None:
            line.seat = seat

    @staticmethod
    def _opens(island: Island, following: Island | None) -> bool:
        """Whether a seat is spoken of anew, with what is wanted there behind it."""
        return (
            island.pause
            and following is not None
            and following.start == island.end
            and ("cook" in following or "op" in following)
        )

    def _take_thing(
        self, island: Island, thing: Thing, following: Island | None
    ) -> None:
        key = thing.ingredient
        self._follows = island.start == self._touch and not island.pause
        skipped = self._words[self._before.end : island.start] if self._before else ()
        if any(word.stem not in self._menu.language.plain_words for word in skipped):
            self._op = ""  # "pas d'aneth, purée": aneth is not known here
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
            self._op = self._op if self._op == "extra" else ""
            return True
        first = self._op in {"without", "extra", "swap_for"} or aside
        if self._line is None and first:
            return self._is_for_what_follows(island, thing.ingredient)
        if self._op == "flavour":
            # "deux thés, un au lait, un au citron"
            some = self._number is not None and self._is_some(self._number["num"])
            self._op = "with" if some else ""
            return accepted and (self._number is None or some)
        if self._op == "swap_from" and self._line is None:
            return self._is_for_what_follows(island, thing.ingredient)
        if self._op == "swap_from":
            return accepted
        if self._instead and self._line is None:
            # "remplace leurs frites par une salade sur les burgers"
            one = self._number is None or self._number["num"] == 1
            if one and self._is_for_what_follows(island, thing.ingredient):
                self._number = None
                return True
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
        return any(
            key in self._menu.items[item].accepts
            for other in self._islands
            if other.start >= island.end and "thing" in other
            for item in other["thing"].items
        )

    def _start_line(self, island: Island, thing: Thing) -> None:
        if self._before is not None and self._is_far(self._before, island):
            self._drop_number()  # "la quinze veut son entrecôte" has not fifteen
        number = self._number["num"] if self._number is not None else None
        self._number = None
        thing, number = self._portion(island, thing, number)
        known = self._line_of(thing.items) if self._among else None
        if self._op == "without" and self._fresh:
            self.order.negated = True  # "pas de saumon"
        again = self._again(thing) if self._definite and number is None else None
        if self._restated and again is None:
            again = self._line_of(thing.items)  # "un croque… oui, un croque monsieur"
            if again is not None and number is not None:
                again.qty, again.said = max(number, again.qty), True
                again.definite = False
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
                ingredient=thing.ingredient if number is None else "",
            )
            self._part = None
            self._cook_next = ""
            self.order.lines.append(self._line)
            self._take_bare(self._line)
        self._mod = None
        self._instead = ""
        self._restated = False
        self._end_options()

    def _is_far(self, before: Island, island: Island) -> bool:
        numbers, gap = self._menu.language.numbers, range(before.end, island.start)
        return len(gap) > 1 or any(numbers.at(self._words, place) for place in gap)

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
        if number > 2 and self._menu.portions.get(noun):
            self.order.misfits += 1  # "sept huîtres": plates of six, or pieces?
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

    def _line_of(self, items: tuple[str, ...]) -> Line | None:
        for line in reversed(self.order.lines):
            if line.items == items:
                return line
        return None


def read_order(
    islands: Sequence[Island], menu: Speakable, words: tuple[Word, ...]
) -> Order:
    """The lines that islands make; those of other kinds are left aside."""
    order = _Reader(islands, menu, words).read()
    if order.loose and any(not line.said for line in order.lines):
        # "kir un, kir royal deux": where numbers are left over they may stand behind.
        other = _Reader(islands, menu, words, behind=True).read()
        if len(other.loose) < len(order.loose):
            return other
    return order

"""What is said of the lines of an order: options, cooking, and of which pieces."""

from collections.abc import Sequence
from dataclasses import replace

from voice.understanding.islands import Island
from voice.understanding.lines import Line, Order, Part
from voice.understanding.speakable import Speakable
from voice.understanding.words import Word

_OPERATORS = ("swap_for", "swap_from", "without", "extra", "with", "side", "flavour")
_FOR = frozenset({"pour", "sur", "dans", "a", "for", "on"})
_OTHER = frozenset({"autre", "other"})
_LISTED = frozenset({"without", "with", "extra"})


class Options:
    """What is known so far of an order that is read from left to right."""

    def __init__(
        self,
        islands: Sequence[Island],
        menu: Speakable,
        words: tuple[Word, ...],
        *,
        behind: bool = False,
    ) -> None:
        self._behind = behind
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
        self._fresh = self._adds = self._follows = False
        self._before: Island | None = None
        self._now = islands[0] if islands else Island(0, 0, {})
        self._joined = self._joined_line = False
        self._shared: Line | None = None
        self._instead = self._cook_next = ""
        self._mod: dict[str, str] | None = None
        self._seat: int | None = None
        self._seats_first: bool | None = None
        self._restated = self._listed = self._all = self._drops = False

    def _drop_number(self) -> None:
        if self._number is not None:
            self.order.loose.append(self._number["num"])
            self._number = None

    def _end_options(self) -> None:
        self._op = ""
        self._one = self._rest = self._among = self._same = self._each = False
        self._definite = self._definite_many = False

    @property
    def _announced(self) -> bool:
        """Whether a number stood before an operator: "un sans oignon"."""
        return self._number is not None and self._op != ""

    def _take_ingredient(self, key: str) -> None:
        self._listed, self._fresh = not self._fresh, False
        self.order.dropped |= self._drops
        if self._definite:
            self._among = False  # "dont le roquefort sera à part"
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
        if self._line is not None and not self._announced and not self._some_of():
            self._number = None  # "un œuf dessus"
        self._attach(mod)
        self._mod = mod
        self._definite = False
        if self._op not in _LISTED:
            self._op = ""

    def _some_of(self) -> bool:
        """ "trois glaces, deux vanille une fraise": a number of the line's pieces."""
        line, number = self._line, self._number
        if line is None or number is None or not self._is_some(number["num"]):
            return False
        return bool(line.parts) or number["num"] > 1

    def _is_some(self, number: int) -> bool:
        """Whether so many of the line's pieces are not spoken of yet."""
        line = self._line
        if line is None:
            return False
        left = line.qty - sum(part.qty for part in line.parts)
        return line.qty > 1 and number <= left

    def _gives_some(self, island: Island, following: Island | None) -> bool:
        """Whether an option is for some only: "citron pour une", "chantilly sur une"."""
        line, before = self._line, self._before
        if line is None or self._mod is None or before is None or line.parts:
            return False
        for_it = self._words[island.start - 1].plain in _FOR
        near = island.start - before.end <= 2 and "thing" in before
        counts = following is not None and (
            following.start == island.end
            and not following.pause
            and not {"thing", "cook", "op"}.isdisjoint(following.kinds)
        )
        return for_it and near and not counts and self._mod in line.mods

    def _give_some(self, number: int) -> None:
        """The option said last is taken from the line and given to some of its pieces."""
        line, mod = self._line, self._mod
        if line is not None and mod is not None and number < line.qty:
            line.mods.remove(mod)
            self._part = Part(number, mods=[mod])
            line.parts.append(self._part)

    def _attach(self, mod: dict[str, str]) -> None:
        self._open_part()
        key = mod["what"]
        line = self._accepting(key)
        if line is None and self._follows and self._mod is not mod:
            # "une coupe vanille" is hardly the coupe that has no flavours.
            self.order.misfits += 1
            return
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
        denied = {"op": "without", "what": key}
        if mod["op"] == "with" and denied in target:
            target.remove(denied)  # "garde les croûtons": as the kitchen makes it
            return
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

    def _open_part(self, cooking: str = "") -> None:
        """Begins a part where a number or "l'autre" has announced one."""
        line = self._line
        if line is None:
            return
        if self._number is not None and 1 < self._number["num"] > line.qty:
            self._drop_number()
            return
        more = self._adds or bool(cooking and line.cooking and not self._among)
        if self._number is not None and more and not line.parts:
            # "deux poulets frites et un avec haricots", "deux saignantes, une à point":
            # one more.
            again = Line(
                line.items, qty=self._number["num"], said=True, table=line.table
            )
            self.order.lines.append(again)
            self._line, self._part, self._number = again, None, None
            return
        if self._number is not None:
            known = self._told_already(self._number["num"]) if not cooking else None
            self._part = known or Part(self._number["num"])
            self._number = None
            if known is not None:
                return
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

    def _told_already(self, number: int) -> Part | None:
        """ "deux saignantes, une bleue, deux avec frites": a piece that is spoken of again."""
        line = self._line
        if line is None or not line.said:
            return None
        if sum(part.qty for part in line.parts) != line.qty:
            return None
        parts = (p for p in line.parts if p.qty == number and not p.mods)
        return next(parts, None)

    def _take_cooking(self, cooking: str) -> None:
        if self._op == "swap_for" and self._line is not None and self._line.cooking:
            self._op = ""
            return  # "à point au lieu de saignant"
        if self._definite and self._number is None and self._speaks_of(cooking):
            return  # "et le saignant sans oignons"
        line = self._cookable()
        if line is None:
            self.order.cooking = cooking
            self.order.misfits += 2
            return
        self._line = line
        self._open_part(cooking)
        line = self._line
        self._op = ""
        if self._each:
            line.cooking = cooking
            if line.qty == 1:  # "une entrecôte, une bavette, toutes à point"
                for other in self.order.lines:
                    if self._is_cooked(other) and not (other.cooking or other.parts):
                        other.cooking = cooking
            self._each = False
        elif self._part is not None and self._part in line.parts:
            self._part.cooking = self._part.cooking or cooking
        elif line.cooking and line.qty == 1 and self._corrects_itself():
            line.cooking = cooking  # "à point, euh, saignant"
        elif line.cooking and line.qty == 1:
            self._cook_earlier(cooking)
        else:
            line.listed.append(cooking)
            line.cooking = line.cooking or cooking

    def _corrects_itself(self) -> bool:
        """Whether somebody hesitated behind what was said last."""
        before = self._before
        place = self._now.start - 1
        return (
            before is not None
            and before.end <= place
            and self._words[place].plain in self._menu.language.hesitations
        )

    def _speaks_of(self, cooking: str) -> bool:
        """Turns to the piece that was ordered so before; False where there is none."""
        for line in reversed(self.order.lines):
            for part in line.parts:
                if part.cooking == cooking:
                    self._line, self._part, self._definite = line, part, False
                    return True
        return False

    def _cook_earlier(self, cooking: str) -> None:
        for line in reversed(self.order.lines):
            if not line.cooking and self._menu.items[line.items[0]].cooking:
                line.cooking = cooking
                return
        if self._line is not None:
            self._line.listed = [self._line.cooking, cooking]

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

    def _take_structure(self, island: Island, following: Island | None) -> None:
        ops = island.get("op") or []
        prons = island.get("pron") or []
        if "each" in prons:
            self._mark_each(apiece="apiece" in prons)
        if self._ends_option(island, ops):
            return
        ends = not self._announces(following)
        shared = self._part is not None or len(self.order.lines) > 1
        if "one" in prons and ends and self._gives_some(island, following):
            self._give_some(1)  # "chantilly sur une seule"
            return
        if "each" in prons and ends and self._mod and shared:
            self._spread(self._mod)
            return
        if "each" in prons and ends and self._line and self._line.ingredient:
            self._give_all(self._line)
            return
        if "same" in prons and self._line is not None and ends:
            self._copy_line(self._line)
            return
        if prons and (self._line is not None or self._announces(following)):
            self._one = "one" in prons
            self._rest = "rest" in prons
            other = self._one and self._words[island.end - 1].stem in _OTHER
            if (self._rest or other) and self._line is not None and self._line.parts:
                self._line.rest_last = True  # "l'autre nature"
            self._each = "each" in prons
            self._same = "same" in prons
            self._among = self._among or "among" in prons
            if self._each and self._announces(following):
                self._part = None
        if ops and not (self._mod and self._alone(ops, following)):
            self._take_operator(island, ops)

    def _mark_each(self, *, apiece: bool) -> None:
        """ "un saumon chacun", or before the line: "chacun un saumon", "tous au saumon"."""
        if self._line is None:
            self._all = True
        elif self._number is None and apiece:
            self._line.apiece = True

    def _ends_option(self, island: Island, ops: Sequence[str]) -> bool:
        """What is said of an option behind it: "à part", "en plus"."""
        mod = self._mod
        # "sans les lardons et la sauce à part": the sauce only inherited its "sans".
        own = mod is not None and (mod["op"] != "without" or self._listed)
        if "side" in ops and mod is not None and own:
            mod["op"], self._op = "side", ""
            return True
        if "extra_after" in ops and mod is not None and self._touch == island.start:
            mod["op"] = "extra"
            return True
        return False

    def _take_operator(self, island: Island, ops: Sequence[str]) -> None:
        if self._number is not None and self._definite_many:
            self._number, self._each, self._part = None, True, None  # "les deux avec"
        if "flavour" in ops:
            self._definite = True
        if "drop" in ops:
            self._op, self._fresh, self._drops = "without", False, True
            return
        op = next((op for op in _OPERATORS if op in ops), "")
        if op == "swap_from" and self._mod and self._touch == island.start:
            self._mod["op"] = "with"  # "la salade remplacera les frites"
            op = "swap_for"
        joins = self._words[island.start].plain in {"et", "and"}
        if op == "swap_for" and joins and self._mod and self._mod["op"] != "with":
            op = "without"  # "double fromage et pas de cornichons"
        if op:
            self._op, self._fresh = op, True

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

    def _give_all(self, line: Line) -> None:
        """ "…, riz pour tout le monde": it is no dish of its own."""
        takers = [o for o in self.order.lines if self._takes(o, line.ingredient)]
        if takers:
            self.order.lines.remove(line)
            for other in takers:
                other.mods.append({"op": "with", "what": line.ingredient})
            self._line, self._part = self.order.lines[-1], None

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
        if line.parts:
            for part in line.parts:
                part.mods.append(dict(mod))
        if not line.parts:
            for other in self.order.lines:  # "…, sauce roquefort pour les deux"
                if other is not line and other.items == line.items:
                    other.mods.append(dict(mod))
        if mod not in line.mods and line.base:
            line.mods.append(mod)

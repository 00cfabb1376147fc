"""The slots of an action as words: lines of an order, courses, amounts, hours."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any

from voice.menu import Item, Menu
from voice.speech.languages import Language, language


class Spoken:
    """The slots of one action as words. A slot that was not said raises KeyError."""

    def __init__(self, slots: Mapping[str, Any], menu: Menu, tongue: Language) -> None:
        """Renders nothing yet: a form asks for what it needs."""
        self._slots, self._menu, self._tongue = slots, menu, tongue
        self._words = tongue.words

    def __getitem__(self, name: str) -> str:
        made: Callable[[], str] | None = getattr(self, f"_{name}", None)
        return made() if made else str(self._said(name))

    def _said(self, name: str) -> Any:
        value = self._slots.get(name)
        if value is None or value == [] or value == "":
            raise KeyError(name)
        return value

    def _items(self) -> str:
        lines = self._said("items")
        if all(line.get("qty", 1) is None for line in lines):
            names = [self._tongue.plural(self._item_name(line)) for line in lines]
            every = listed(names, self._words["and"])
            return str(self._words["all_of"]).format(items=every)
        known = [line for line in lines if line.get("item") or not line.get("choices")]
        if not known:
            raise KeyError("items")
        return str(self._words["then"]).join(
            self._lines(list(group)) for _, group in groupby(known, key=_same_dish)
        )

    def _lines(self, lines: list[Mapping[str, Any]]) -> str:
        """One dish: "deux entrecôtes, une saignante, une à point"."""
        first, item = lines[0], self._found(lines[0].get("item"))
        quantity = sum(int(line.get("qty") or 1) for line in lines)
        parts = [self._counted(quantity, first)]
        if len(lines) > 1:
            gender = item.gender if item else "m"
            for line in lines:
                many = int(line.get("qty") or 1)
                cooked = self._tongue.agreed(line["cooking"], gender, many > 1)
                parts.append(f"{self._tongue.number(many, gender)} {cooked}")
            return ", ".join(parts)
        return ", ".join([*parts, *self._options(first, quantity)])

    def _options(self, line: Mapping[str, Any], quantity: int) -> list[str]:
        item = self._found(line.get("item"))
        options = [self._option(option) for option in line.get("mods", ())]
        if line.get("cooking"):
            gender = item.gender if item else "m"
            options.append(self._tongue.agreed(line["cooking"], gender, quantity > 1))
        if line.get("course"):
            options.append(self._course_of(line["course"]))
        if line.get("seat"):
            options.append(str(self._words["seat"]).format(seat=line["seat"]))
        return options

    def _option(self, option: Mapping[str, Any]) -> str:
        what, before = (
            self._ingredient(option["what"]),
            self._ingredient(option.get("from", "")),
        )
        form = str(self._words["mods"].get(option["op"], "{what}"))
        return form.format_map({"what": what, "from": before})

    def _changed(self) -> str:
        """A change of something ordered: the dish with what is new of it."""
        new = dict(self._said("set"))
        quantity = new.pop("qty", None)
        line = {"item": self._slots.get("item"), **new}
        name = self._counted(quantity, line) if quantity else self._item()
        return ", ".join([name, *self._options(line, quantity or 1)])

    def _counted(self, quantity: int, line: Mapping[str, Any]) -> str:
        name, item = self._item_name(line), self._found(line.get("item"))
        if self._tongue.counts_itself(name):
            if quantity == 1:
                return name
            number = self._tongue.number(quantity)
            return str(self._words["times"]).format(qty=number, item=name)
        number = self._tongue.number(quantity, item.gender if item else "m")
        if quantity == 1 and self._tongue.code == "en":
            number = "an" if name[:1] in "aeiou" else "a"
        return f"{number} {name if quantity == 1 else self._tongue.plural(name)}"

    def _item_counted(self) -> str:
        return self._counted(int(self._said("qty")), self._slots)

    def _course_counted(self) -> str:
        quantity, course = int(self._said("qty")), self._course_of(self._said("course"))
        feminine = self._slots["course"] in self._words["feminine_courses"]
        number = self._tongue.number(quantity, "f" if feminine else "m")
        return f"{number} {course if quantity == 1 else self._tongue.plural(course)}"

    def _station(self) -> str:
        known = {each.id: each.say[0] for each in self._menu.stations}
        station = str(self._said("station"))
        return known.get(station, station)

    def _calm(self) -> str:
        """Nothing, where it takes its turn again; else there is no such form."""
        if self._slots.get("urgent", True):
            raise KeyError("calm")
        return ""

    def _the_course(self) -> str:
        return self._course_form("course_all", "")

    def _course_ready(self) -> str:
        course = self._said("course")
        return self._course_form(
            "course_ready", "f" if course in self._words["feminine_courses"] else "m"
        )

    def _course_form(self, table: str, otherwise: str) -> str:
        course, forms = self._said("course"), self._words[table]
        several = self._tongue.plural(self._course_of(course))
        return str(forms.get(course, forms[otherwise])).format(courses=several)

    def _course_of(self, course: str) -> str:
        return str(self._words.get("courses", {}).get(course, course))

    def _item(self) -> str:
        return self._item_name({"item": self._said("item")})

    def _dish(self) -> str:
        """As it is spoken of, however many there are of it."""
        item = self._found(self._said("item"))
        return item.say[0] if item and item.say else self._item()

    def _dishes(self) -> str:
        return self._tongue.plural(self._dish())

    def _offered(self) -> str:
        item = self._found(self._said("item"))
        return str(self._words["offered"][bool(item and item.gender == "f")])

    def _from(self) -> str:
        return self._item_name({"item": self._said("from")})

    def _to(self) -> str:
        return self._item_name({"item": self._said("to")})

    def _from_place(self) -> str:
        if self._said("from") == "last":
            raise KeyError("from")
        return str(self._slots["from"])

    def _to_place(self) -> str:
        return str(self._said("to"))

    def _tables(self) -> str:
        return listed(
            [str(table) for table in self._said("tables")], self._words["and"]
        )

    def _except(self) -> str:
        names = [self._item_name({"item": item}) for item in self._said("except")]
        return listed(names, self._words["and"])

    def _covers(self) -> str:
        many = int(self._said("covers"))
        return str(self._words["covers"][many > 1]).format(
            qty=self._tongue.number(many)
        )

    def _method(self) -> str:
        return str(
            self._words["methods"].get(self._said("method"), self._slots["method"])
        )

    def _split(self) -> str:
        split = self._said("split")
        form = str(self._words["splits"].get(split["mode"], ""))
        return form.format(n=self._tongue.number(split["n"]) if "n" in split else "")

    def _percent(self) -> str:
        return self._tongue.number(int(self._said("percent")))

    def _amount(self) -> str:
        euros, cents = divmod(int(self._said("amount")), 100)
        return str(self._words["amount"][cents > 0]).format(
            euros=euros, cents=f"{cents:02}"
        )

    def _date(self) -> str:
        return str(self._words["dates"].get(self._said("date"), self._slots["date"]))

    def _time(self) -> str:
        hours, _, minutes = str(self._said("time")).partition(":")
        form = self._words["time"][minutes not in ("", "00")]
        return str(form).format(hours=int(hours), minutes=minutes)

    def _name(self) -> str:
        return str(self._said("name")).title()

    def _what(self) -> str:
        return str(
            self._words["staff"].get(
                self._said("what"), str(self._slots["what"]).title()
            )
        )

    def _allergy(self) -> str:
        return self._ingredient(self._said("allergy"))

    def _allergen(self) -> str:
        return self._ingredient(self._said("allergen"))

    def _ingredient(self, key: str) -> str:
        return next(iter(self._menu.ingredients.get(key, ())), key)

    def _found(self, item_id: str | None) -> Item | None:
        return _items_by_id(self._menu).get(item_id or "")

    def _item_name(self, line: Mapping[str, Any]) -> str:
        return item_name(line.get("item") or "", self._menu)


def item_name(item_id: str, menu: Menu) -> str:
    """The name of an article as it is said: its first spoken form.

    A portion that counts itself is called so ("six huîtres"), and a singular is taken before
    its plural ("frite"), so that one and several are heard apart.
    """
    item = _items_by_id(menu).get(item_id)
    if item is None or not item.say:
        return item.name if item else item_id
    tongue = language(menu.language)
    first = item.say[0]
    counted = [form for form in item.say if tongue.counts_itself(form)]
    single = [form for form in item.say[1:] if f"{form}s" == first]
    return re.sub(r"(\w') ", r"\1", (counted or single or [first])[0])


@lru_cache(maxsize=16)
def _items_of(items: tuple[Item, ...]) -> dict[str, Item]:
    return {item.id: item for item in items}


def _items_by_id(menu: Menu) -> dict[str, Item]:
    return _items_of(menu.items)


def _same_dish(line: Mapping[str, Any]) -> tuple[str, int]:
    """Lines that differ in their cooking only are one dish; all others stand alone."""
    simple = set(line) <= {"item", "qty", "cooking"} and line.get("cooking")
    return str(line.get("item")), 0 if simple else id(line)


def listed(words: Sequence[str], last: str) -> str:
    """Some words in a row: "4, 5 et 6"."""
    return last.join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)

"""From an intent and a stretch of a sentence to actions with their slots."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from voice.understanding.clause import Clause
from voice.understanding.lines import Line

Slots = dict[str, Any]
Builder = Callable[[Clause, int | None], list[Slots]]


def build(intent: str, clause: Clause, table: int | None) -> list[Slots]:
    """The slots of the actions that an intent makes of a stretch.

    `table` is the one that stands elsewhere in the sentence or before it; an empty list means
    that the intent does not fit after all.
    """
    return _BUILDERS[intent](clause, table)


def _tables(clause: Clause, table: int | None) -> Sequence[int | None]:
    return clause.tables or (table,)


def _first_table(clause: Clause, table: int | None) -> int | None:
    return clause.tables[0] if clause.tables else table


def _entries(lines: Sequence[Line]) -> list[Slots]:
    """What is ordered, line by line; "demi, demi" are two."""
    entries: list[Slots] = []
    for entry in (entry for line in lines for entry in line.entries()):
        same = {**entry, "qty": entries[-1]["qty"]} if entries else {}
        if entries and entries[-1] == same:
            entries[-1]["qty"] += entry["qty"]
        else:
            entries.append(entry)
    return entries


def _one(line: Line) -> Slots:
    """An article alone, or the choice of it."""
    if len(line.items) > 1:
        return {"item": None, "choices": list(line.items)}
    return {"item": line.items[0]}


# Orders


def _add(clause: Clause, table: int | None) -> list[Slots]:
    lines, tables = clause.order.lines, clause.tables
    if len(tables) < 2:
        return [
            {"table": _first_table(clause, table), "items": _entries(lines)},
        ]
    # "deux cafés à la quatre et une tarte à la six": behind the lines, or before them.
    first = next(i for i in clause.slots if "thing" in i or "table" in i)
    groups: dict[int, list[Line]] = {number: [] for number in tables}
    order = [number for number, _ in clause.order.tables]
    for line in lines:
        place = (
            line.table
            if "table" in first
            else (0 if line.table is None else line.table + 1)
        )
        number = order[min(place or 0, len(order) - 1)]
        groups[number].append(line)
    return [
        {"table": number, "items": _entries(group)}
        for number, group in groups.items()
        if group
    ]


def _void(clause: Clause, table: int | None) -> list[Slots]:
    made: list[Slots] = []
    for number in _tables(clause, table):
        if clause.order.lines:
            items = [_counted(line) for line in clause.order.lines]
            left = clause.order.loose[-1:]
            if len(items) == 1 and left and left[0] < items[0]["qty"]:
                items[0]["qty"] = left[0]  # "sur les deux escargots, enlèves-en un"
            made.append({"table": number, "items": items})
        elif courses := clause.values("course"):
            made.extend(_course_void(number, course, clause) for course in courses)
        else:
            made.append({"table": number, "all": True})
    return made


def _counted(line: Line) -> Slots:
    return {**_one(line), "qty": line.qty}


def _course_void(number: int | None, course: object, clause: Clause) -> Slots:
    slots: Slots = {"table": number, "course": course}
    if clause.order.of_course is not None:
        slots["qty"] = clause.order.of_course
    elif len(clause.order.loose) == 1:
        slots["qty"] = clause.order.loose[0]  # "enlève dessert deux"
    return slots


def _modify(clause: Clause, table: int | None) -> list[Slots]:
    made: list[Slots] = []
    for line in clause.order.lines:
        change: Slots = {}
        entry = line.entries()[0]
        cooking = entry.get("cooking") or clause.order.cooking
        if len(line.listed) > 1:
            cooking = line.listed[-1]  # "qui avait demandé bleu la préfère à point"
        if cooking:
            change["cooking"] = cooking
        mods = [*entry.get("mods", ()), *clause.order.bare]
        if mods:
            change["mods"] = mods
        if not change:
            counted = [*clause.order.loose, *([line.qty] if line.said else [])]
            if not counted:
                continue
            change["qty"] = counted[0]
        made.append({"table": _first_table(clause, table), **_one(line), "set": change})
    return made


def _replace(clause: Clause, table: int | None) -> list[Slots]:
    lines = clause.order.lines
    distinct = list({line.items: line for line in lines}.values())
    if len(distinct) != 2:
        return []
    old, new = distinct
    # "une crème brûlée à la place de la mousse": what follows is what goes.
    between = range(old.start, new.start)
    turned = any(
        i.start in between and "swap_for" in (i.get("op") or ()) for i in clause.slots
    )
    if turned:
        old, new = new, old
    return [
        {
            "table": _first_table(clause, table),
            "from": old.items[0],
            "to": new.items[0],
        }
    ]


def _copy(clause: Clause, table: int | None) -> list[Slots]:
    tables = clause.tables
    source: int | str = "last"
    targets: Sequence[int | None] = tables or (table,)
    like = any(hit.concept == "like" for hit in clause.hits)
    first = clause.order.tables[0][1] if tables else ""
    if len(tables) > 1 and (like or first != "at"):
        source, *rest = _source_first(clause)
        targets = rest  # else all are: "pareil pour la quatre et la cinq"
    made = []
    for number in targets:
        slots: Slots = {"from": source, "to": number}
        left_out = [item for line in clause.order.lines for item in line.items]
        left_out += [
            item
            for mod in clause.order.bare
            for item in clause.menu.items
            if mod["what"] == item
        ]
        if left_out:
            slots["except"] = list(dict.fromkeys(left_out))
        made.append(slots)
    return made


def _source_first(clause: Clause) -> list[int]:
    """The tables of a copy, the one to copy from first: it stands behind "comme"."""
    tables = list(clause.tables)
    like = [hit.start for hit in clause.hits if hit.concept == "like"]
    places = {
        island["table"][0]: island.start for island in clause.slots if "table" in island
    }
    of = [number for number, place in clause.order.tables if place == "of"]
    if like:
        source = min(
            tables,
            key=lambda n: (
                places.get(n, clause.end) < like[-1],
                abs(places.get(n, clause.end) - like[-1]),
            ),
        )
    elif of:
        source = of[0]
    else:
        source = tables[0]
    tables.remove(source)
    return [source, *tables]


# Kitchen


def _coursed(clause: Clause, table: int | None) -> list[Slots]:
    """A course and a table, or several of either."""
    made: list[Slots] = []
    courses = list(dict.fromkeys(clause.told("course")))
    if not clause.tables:
        return [_with_course(table, course) for course in courses or [None]]
    if len(courses) <= 1:
        return [
            _with_course(number, course)
            for number in clause.tables
            for course in courses or [None]
        ]
    if len(clause.tables) == 1:
        return [_with_course(clause.tables[0], course) for course in courses]
    last: object = None
    for island in clause.slots:
        if "course" in island:
            last = island["course"]
        elif "table" in island:
            made.append(_with_course(island["table"][0], last or courses[0]))
    return made


def _with_course(table: int | None, course: object) -> Slots:
    slots: Slots = {"table": table}
    if course is not None:
        slots["course"] = course
    return slots


def _ready(clause: Clause, table: int | None) -> list[Slots]:
    """As `_coursed`, of one station where one was named; "chaud devant" names none."""
    stations = [
        island["station"]
        for island in clause.slots
        if "station" in island
        and not any(
            hit.concept == "ready"
            and hit.start <= island.start
            and island.end <= hit.end
            and hit.end - hit.start > island.end - island.start
            for hit in clause.hits
        )
    ]
    extra = {"station": stations[0]} if stations else {}
    return [{**slots, **extra} for slots in _coursed(clause, table)]


def _rushed(clause: Clause, table: int | None) -> list[Slots]:
    """As `_coursed`; what takes its turn again is not urgent."""
    extra = {"urgent": False} if "unrush" in clause.features else {}
    return [{**slots, **extra} for slots in _coursed(clause, table)]


def _fired(clause: Clause, table: int | None) -> list[Slots]:
    """As `_coursed`; what comes next where no course was named."""
    made = _coursed(clause, table)
    for slots in made:
        slots.setdefault("course", "suite")
    return made


# Bills


def _bill(clause: Clause, table: int | None) -> list[Slots]:
    extra: Slots = {}
    methods = clause.values("method")
    if methods:
        extra["method"] = methods[0]
    features = clause.features
    if "split_seat" in features and "split_equal" not in features:
        extra["split"] = {"mode": "by_seat"}
    elif "split_equal" in features or "split_seat" in features:
        count = _split_count(clause)
        if count:
            extra["split"] = {"mode": "equal", "n": count}
        elif not {"bill", "split_seat"} & features:
            return []  # "la deux partage une burrata"
        elif "split_seat" in features:
            extra["split"] = {"mode": "by_seat"}
    return [{"table": number, **extra} for number in _tables(clause, table)]


def _split_count(clause: Clause) -> int:
    for number in (
        *clause.order.loose,
        *clause.values("covers"),
        *clause.values("seat"),
    ):
        if isinstance(number, int) and number > 1:
            return number
    for hit in clause.hits:
        if hit.concept == "split_equal":
            for place in range(hit.start, hit.end):
                for _, value in clause.menu.language.numbers.at(clause.words, place):
                    if value > 1:
                        return value
    half = any(hit.concept == "split_half" for hit in clause.hits)
    return 2 if half else 0


def _pay(clause: Clause, table: int | None) -> list[Slots]:
    methods = clause.values("method")
    extra: Slots = {"method": methods[0]} if methods else {}
    return [{"table": number, **extra} for number in _tables(clause, table)]


def _comp(clause: Clause, table: int | None) -> list[Slots]:
    number = _first_table(clause, table)
    return [{"table": number, **_one(line)} for line in clause.order.lines]


def _discount(clause: Clause, table: int | None) -> list[Slots]:
    percent = clause.values("percent")[0]
    return [{"table": number, "percent": percent} for number in _tables(clause, table)]


# Stock and information


def _each_item(clause: Clause, _table: int | None) -> list[Slots]:
    return [_one(line) for line in clause.order.lines]


def _stock(clause: Clause, _table: int | None) -> list[Slots]:
    order = clause.order
    if len(order.lines) == 1 and order.loose and not order.lines[0].said:
        return [{**_one(order.lines[0]), "qty": order.loose[0]}]
    return [{**_one(line), "qty": line.qty} for line in order.lines if line.said]


def _allergen(clause: Clause, _table: int | None) -> list[Slots]:
    order = clause.order
    keys = [mod["what"] for mod in order.bare]
    keys += [mod["what"] for line in order.lines for mod in line.mods]
    return [{**_one(line), "allergen": key} for line in order.lines[:1] for key in keys]


# Tables


def _open(clause: Clause, table: int | None) -> list[Slots]:
    covers = (
        clause.total
        or clause.values("covers")
        or clause.values("party")
        or clause.values("guests")
        or clause.order.loose
    )
    if not covers:
        return []
    total = covers[0] if len(covers) == 1 else sum(int(str(n)) for n in covers)
    return [{"table": _first_table(clause, table), "covers": total}]


def _move(clause: Clause, _table: int | None) -> list[Slots]:
    source, target = _from_to(clause)
    return [{"from": source, "to": target}]


def _from_to(clause: Clause) -> tuple[int, int]:
    """The table that is left and the one that is gone to."""
    tables = clause.tables
    of = [number for number, place in clause.order.tables if place == "of"]
    at = [number for number, place in clause.order.tables if place == "at"]
    if len(of) == 1 and len(tables) == 2:
        return of[0], next(number for number in tables if number != of[0])
    if len(at) == 1 and at[0] == tables[0]:
        return tables[1], tables[0]
    return tables[0], tables[1]


def _move_items(clause: Clause, _table: int | None) -> list[Slots]:
    source, target = _from_to(clause)
    items = []
    for line in clause.order.lines:
        whole = not line.said and line.many
        items.append({**_one(line), "qty": None if whole else line.qty})
    return [{"items": items, "from": source, "to": target}]


def _merge(clause: Clause, _table: int | None) -> list[Slots]:
    known = clause.menu.tables
    others = [n for n in clause.order.loose if n > 1 and (n in known or not known)]
    tables = clause.tables if len(clause.tables) > 1 else [*clause.tables, *others]
    return [{"tables": list(dict.fromkeys(tables))}]


def _note(clause: Clause, table: int | None) -> list[Slots]:
    order = clause.order
    keys = [mod["what"] for mod in order.bare]
    keys += [mod["what"] for line in order.lines for mod in line.mods]
    number = _first_table(clause, table)
    keys = keys or list(clause.ingredients)
    return [{"table": number, "allergy": key} for key in dict.fromkeys(keys)]


# Reservations


def _book(clause: Clause, _table: int | None) -> list[Slots]:
    counted = [n for n in clause.order.loose if n > 1] or clause.order.loose
    covers = clause.total or clause.values("covers") or counted or clause.tables
    slots: Slots = {}
    if covers:
        slots["covers"] = covers[0]
    dates, times = clause.values("date"), clause.values("time")
    slots["date"] = dates[0] if dates else "today"
    if not times and clause.midday:
        slots["time"] = "12:00"
    if times:
        slots["time"] = _service_time(str(times[0]))
    if clause.name:
        slots["name"] = clause.name
    return [slots]


def _service_time(time: str) -> str:
    """An hour as a restaurant means it: eight is in the evening, one after noon."""
    hour = int(time[:2])
    if 0 < hour < 11:
        hour += 12
    return f"{hour:02d}{time[2:]}"


def _booked(clause: Clause, _table: int | None) -> list[Slots]:
    dates = clause.values("date")
    return [{"date": dates[0] if dates else "today"}]


def _unbook(clause: Clause, _table: int | None) -> list[Slots]:
    return [{"name": clause.name}]


def _arrive(clause: Clause, table: int | None) -> list[Slots]:
    return [{"name": clause.name, "table": _first_table(clause, table)}]


def _call(clause: Clause, _table: int | None) -> list[Slots]:
    staff = clause.values("staff")
    if staff:
        return [{"what": staff[0]}]
    for what in ("runner", "manager", "kitchen", "bar_staff"):
        if what in clause.features:
            return [{"what": what.removesuffix("_staff")}]
    return []


def _nothing(_clause: Clause, _table: int | None) -> list[Slots]:
    return [{}]


_BUILDERS: Mapping[str, Builder] = {
    "order.add": _add,
    "order.void": _void,
    "order.modify": _modify,
    "order.replace": _replace,
    "order.copy": _copy,
    "course.fire": _fired,
    "course.hold": _fired,
    "bill.request": _bill,
    "bill.pay": _pay,
    "bill.comp": _comp,
    "bill.discount": _discount,
    "stock.query": _each_item,
    "stock.out": _each_item,
    "stock.back": _each_item,
    "stock.set": _stock,
    "table.open": _open,
    "table.transfer": _move,
    "item.transfer": _move_items,
    "table.merge": _merge,
    "table.status": _coursed,
    "table.clear": _coursed,
    "table.note": _note,
    "reservation.add": _book,
    "reservation.query": _booked,
    "reservation.cancel": _unbook,
    "reservation.arrive": _arrive,
    "kds.ready": _ready,
    "kds.rush": _rushed,
    "kds.served": _coursed,
    "info.price": _each_item,
    "info.allergen": _allergen,
    "staff.call": _call,
    "dialog.repeat": _nothing,
    "dialog.cancel": _nothing,
    "dialog.commit": _nothing,
    "dialog.yes": _nothing,
    "dialog.no": _nothing,
}

"""Orders: what is wished for, changed, given up, called, moved."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.domain.orders.commands import (
    ChangeLine,
    FireCourse,
    MovedLine,
    MoveLines,
    MoveOrder,
    SetCourseTiming,
    VoidLine,
)
from app.domain.orders.sending import next_held
from app.domain.orders.state import Line, Order
from app.domain.rules import Command
from app.domain.vocabulary import MILLI
from app.headset.parts import with_picks, with_sides
from app.headset.plan import Plan, Room, Slots, answer, not_open
from app.headset.wish import Wish, changed, wish_of, wish_of_line
from app.presenters.pos.sheets import VOID_REASONS
from app.presenters.pos.words import pieces
from resources.texts import tr

SUITE = "suite"
"""The course that comes next, whichever it is."""
_MAKING = ("sent", "started", "ready", "served")


def add(room: Room, slots: Slots) -> Plan:
    """Lines for the draft. Nobody is asked: they wait for "envoie"."""
    articles = room.world.catalogue.articles
    wishes = [
        wish_of(
            room.house,
            articles[item["item"]],
            item,
            key=room.new_id(),
            table=room.table(slots.get("table")),
            words=room.words if _is_alone(slots["items"], item) else "",
        )
        for item in slots["items"]
        if item.get("item") in articles
    ]
    catalogue = room.world.catalogue
    wishes = with_picks(catalogue, wishes, room.new_id)
    wishes = with_sides(room.house, catalogue, wishes, room.words, room.new_id)
    return Plan(how="now", text="", wishes=tuple(wishes))


def _is_alone(items: Iterable[Slots], item: Slots) -> bool:
    """Whether nothing else in the sentence is the same article."""
    return [each.get("item") for each in items].count(item["item"]) == 1


def copy(room: Room, slots: Slots) -> Plan:
    """The same again for another table."""
    to = room.table(slots.get("to"))
    without = set(slots.get("except") or ())
    if not isinstance(slots.get("from"), int):
        said = room.waiting or room.last
        source: Iterable[Wish] = [w for w in said if w.table == said[-1].table]
    else:
        table = room.table(slots.get("from"))
        order = room.order(table)
        if order is None:
            return not_open(room, table)
        source = [
            wish_of_line(line, key="", table=to, said=said_of(line))
            for line in room.world.book.lines_of(order)
            if line.unit == "piece"
        ]
    wishes = tuple(
        replace(wish, id=room.new_id(), table=to, seat=0, words="", guessed=())
        for wish in source
        if wish.article not in without
    )
    if not wishes:
        return answer(tr("Rien à reprendre."))
    return Plan(how="now", text="", wishes=wishes)


def said_of(line: Line, count: int = 0) -> Slots:
    """A line of an order as the item of an action."""
    return {"item": line.article, "qty": count or _pieces(line)}


def void(room: Room, slots: Slots) -> Plan:
    """Taken down and not wanted any more; what the kitchen knows of needs a reason."""
    table = room.table(slots.get("table"))
    order = room.order(table)
    if order is None:
        return not_open(room, table)
    parts = _wanted(room, order, slots)
    if isinstance(parts, Plan):
        return parts
    known = any(line.sent or line.shown for line, _ in parts)
    deeds = tuple(_void(line, count) for line, count in parts)
    items = [said_of(line, count) for line, count in parts]
    text = room.say(("order.void", {"table": slots["table"], "items": items}))
    return Plan(
        how="ask",
        text=text,
        deeds=deeds,
        done=tr("Annulé."),
        reasons=VOID_REASONS if known else (),
    )


def _wanted(room: Room, order: Order, slots: Slots) -> list[tuple[Line, int]] | Plan:
    """(line, pieces) of what a void is about, or why there are none."""
    lines = room.world.book.lines_of(order)
    if slots.get("all"):
        return _parts(lines, None) or answer(tr("Rien à annuler."))
    if "course" in slots:
        course = slots["course"]
        here = [line for line in lines if _is_course(room, line, course)]
        parts = _parts(here, slots.get("qty"))
        return parts if parts is not None else _too_few(room, order, here, course)
    parts = []
    for item in slots["items"]:
        here = [line for line in lines if line.article == item["item"]]
        some = _parts(here, item.get("qty"))
        if some is None:
            return _too_few(room, order, here, item["item"])
        parts += some
    return parts


def _parts(lines: Sequence[Line], count: int | None) -> list[tuple[Line, int]] | None:
    """So many pieces of these lines, those first that the least was done for; all of
    them without a number; None when there are not so many."""
    ordered = sorted(
        lines, key=lambda line: (line.sent, line.stage in _MAKING, -line.added)
    )
    left = sum(map(_pieces, lines)) if count is None else count
    parts = []
    for line in ordered:
        some = min(left, _pieces(line))
        if some > 0:
            parts.append((line, some))
            left -= some
    return None if left or not parts else parts


def _too_few(room: Room, order: Order, lines: Sequence[Line], what: str) -> Plan:
    """Of an article, or of a course, there is less than is spoken of."""
    found = room.world.catalogue.articles.get(what)
    name, table = found.name if found else what, room.label(order.table)
    if not lines:
        return answer(
            tr("La {table} n'a rien de tel : {name}.", table=table, name=name)
        )
    many = sum(map(_pieces, lines))
    return answer(tr("Sur la {table} il n'y en a que {n}.", table=table, n=many))


def _pieces(line: Line) -> int:
    """How many there are of it; what is weighed is one."""
    return pieces(line.quantity, line.unit)


def _part(line: Line, count: int) -> int | None:
    """So many pieces of a line as commands have it: None for all of it."""
    return None if count == _pieces(line) else count * MILLI


def _void(line: Line, count: int) -> Command:
    return VoidLine(order=line.home, line=line.id, quantity=_part(line, count))


def _is_course(room: Room, line: Line, word: str) -> bool:
    """Whether a line is of a course as it is spoken of; drinks are called by kind."""
    called = room.house.course_of.get(line.article)
    return called == word or room.house.courses.get(word) == line.course


def modify(room: Room, slots: Slots) -> Plan:
    """Something that was ordered is wanted otherwise.

    A line that nobody knows of yet is taken down anew. What the kitchen knows of it hears
    as a note; that costs nothing, so what costs is for the screen.
    """
    table = room.table(slots.get("table"))
    order = room.order(table)
    if order is None:
        return not_open(room, table)
    article = room.world.catalogue.articles[slots["item"]]
    lines = [
        line for line in room.world.book.lines_of(order) if line.article == article.id
    ]
    if not lines:
        return _too_few(room, order, lines, article.id)
    new = dict(slots["set"])
    count = new.pop("qty", None)
    text = room.say(("order.modify", slots))
    if count is not None and not new:
        return _recount(room, order, lines, slots, count)
    line = min(lines, key=lambda each: (each.sent, -each.added))
    before = wish_of_line(line, key=room.new_id(), table=table, said=said_of(line))
    after = changed(room.house, article, before, {**new, "qty": count})
    if not line.sent and not line.shown:
        return Plan(
            how="ask",
            text=text,
            deeds=(VoidLine(order=order.id, line=line.id),),
            wishes=(after,),
            done=tr("À envoyer."),
        )
    priced = {c.option.id: c.option.price for _, c in room.house.options_of(article)}
    if any(priced.get(option) for option in set(after.options) ^ set(before.options)):
        return answer(tr("Déjà envoyé, et le prix change : voyez à l'écran."))
    note = room.say(("order.modify", {"item": article.id, "set": new}))
    said = ", ".join(filter(None, (line.kitchen_note, note)))
    return Plan(
        how="ask",
        text=text,
        deeds=(ChangeLine(order=order.id, line=line.id, kitchen_note=said),),
        done=tr("La cuisine le sait."),
    )


def _recount(
    room: Room, order: Order, lines: Sequence[Line], slots: Slots, count: int
) -> Plan:
    """Another number of it: the difference is ordered, or given up."""
    many = sum(map(_pieces, lines))
    if count == many:
        return answer(tr("Il y en a déjà {n}.", n=many))
    if count < many:
        item = {"item": slots["item"], "qty": many - count}
        return void(room, {"table": slots["table"], "items": [item]})
    said = said_of(lines[-1])
    more = wish_of_line(lines[-1], key=room.new_id(), table=order.table, said=said)
    return Plan(how="now", text="", wishes=(more.counting(count - many),))


def swap(room: Room, slots: Slots) -> Plan:
    """One dish instead of another: the first is given up, the other joins the draft."""
    item = {"item": slots["from"], "qty": 1}
    gone = void(room, {"table": slots.get("table"), "items": [item]})
    if gone.how != "ask":
        return gone
    new = {"table": slots.get("table"), "items": [{"item": slots["to"], "qty": 1}]}
    text = room.say(("order.replace", slots))
    return replace(gone, text=text, wishes=add(room, new).wishes, done=tr("À envoyer."))


def fire(room: Room, slots: Slots) -> Plan:
    """A held course is to be made now."""
    table = room.table(slots.get("table"))
    order = room.order(table)
    if order is None:
        return not_open(room, table)
    course = _course(room, order, slots)
    if not course:
        return answer(tr("La {table} n'a pas de suite.", table=room.label(table)))
    return Plan(
        how="ask",
        text=room.say(("course.fire", slots)),
        deeds=(FireCourse(order=order.id, course=course),),
        done=tr("Réclamé."),
    )


def hold(room: Room, slots: Slots) -> Plan:
    """A course waits until it is called."""
    table = room.table(slots.get("table"))
    order = room.order(table)
    if order is None:
        return not_open(room, table)
    course = _course(room, order, slots)
    dishes = [d for line in room.world.book.lines_of(order) for d in line.dishes]
    if not course or any(d.course == course and d.fired for d in dishes):
        return answer(
            tr("Trop tard : déjà en cuisine.") if course else _no_course(slots)
        )
    return Plan(
        how="now",
        text=room.say(("course.hold", slots)),
        deeds=(SetCourseTiming(order=order.id, course=course, timing="hold"),),
    )


def _no_course(slots: Slots) -> str:
    return tr("Cette suite n'existe pas : {course}.", course=slots.get("course", ""))


def _course(room: Room, order: Order, slots: Slots) -> str:
    """Id of the course that is spoken of, "" for none of this house."""
    word = slots.get("course") or SUITE
    if word == SUITE:
        return next_held(room.world, order) or _next_unsent(room, order)
    return room.house.courses.get(word, "")


def _next_unsent(room: Room, order: Order) -> str:
    courses = room.world.catalogue.courses
    waiting = {
        dish.course
        for line in room.world.book.lines_of(order)
        for dish in line.dishes
        if not dish.fired and dish.course in courses
    }
    return min(waiting, key=lambda course: courses[course].rank, default="")


def move_items(room: Room, slots: Slots) -> Plan:
    """Some lines go to another table."""
    source, target = room.table(slots.get("from")), room.table(slots.get("to"))
    order = room.order(source)
    if order is None:
        return not_open(room, source)
    parts = _wanted(room, order, {"items": slots["items"]})
    if isinstance(parts, Plan):
        return parts
    moved = tuple(
        MovedLine(line=line.id, quantity=_part(line, count)) for line, count in parts
    )
    return Plan(
        how="ask",
        text=room.say(("item.transfer", slots)),
        deeds=(MoveLines(order=order.id, lines=moved, table=target),),
        done=tr("Déplacé."),
    )


def move_table(room: Room, slots: Slots) -> Plan:
    """A table's order goes to another one."""
    source, target = room.table(slots.get("from")), room.table(slots.get("to"))
    order = room.order(source)
    if order is None:
        return not_open(room, source)
    text = room.say(("table.transfer", slots))
    if room.order(target) is not None:
        text = tr("{text}, les deux notes réunies", text=text)
    return Plan(
        how="ask",
        text=text,
        deeds=(MoveOrder(order=order.id, table=target),),
        done=tr("Déplacé."),
    )

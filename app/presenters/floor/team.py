"""Who serves which section, and what passes to whom at the end of a shift."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.floor.events import SectionSet
from app.domain.floor.state import Handover
from app.domain.orders.state import Order
from app.domain.world import World
from app.presenters.floor.acts import NoteRow, notes_of
from app.presenters.floor.room import avatar_of, rooms_of
from app.presenters.floor.standing import Standing, active_tables
from app.presenters.people import initials_of
from app.presenters.pos.words import Sight
from resources.texts import price, tr, trn

_TAKES, _MANAGES = "order.take", "staff.edit"
_ANSWERS = {
    "": "attend une réponse",
    "accepted": "acceptée",
    "declined": "refusée",
    "withdrawn": "retirée",
    "undone": "rendue",
}
"""French source words of what became of a handover."""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person, or a thing with its person; "" initials when there is nobody."""

    key: str
    title: str
    subtitle: str
    initials: str = ""
    tone: int = 1


@dataclass(frozen=True, slots=True)
class TeamView:
    """Every section with who serves it, and what was passed on today.

    Attributes:
        waiting: handovers that somebody has to answer; `over` those that were.
    """

    sections: tuple[PersonRow, ...]
    waiting: tuple[PersonRow, ...]
    over: tuple[PersonRow, ...]


def sections_in_order(world: World) -> list[SectionSet]:
    """Sections that are in use, room by room, from the left: neighbours side by side."""
    return [
        section
        for room in rooms_of(world)
        for section in sorted(
            world.floor.sections_in(room.id), key=lambda s: (s.x, s.y, s.id)
        )
    ]


def section_title(world: World, section: SectionSet) -> str:
    """ "Terrasse · Fenêtres", or its room with the numbers of its tables."""
    room = world.floor.rooms[section.room].name
    if section.name:
        return f"{room} · {section.name}"
    tables = active_tables(world, section.room)
    numbers = [table.number for table in tables if table.section == section.id]
    words = ", ".join(numbers[:3]) + (f" … {numbers[-1]}" if len(numbers) > 3 else "")
    return f"{room} · {words}" if words else room


def section_seats(world: World, section: str) -> int:
    """How many guests can sit in a section."""
    return sum(t.seats for t in active_tables(world) if t.section == section)


def present_team(floor: Standing, sight: Sight) -> TeamView:
    """What the sheet of sections and handovers shows."""
    world = floor.world
    known = sorted(world.floor.handovers.values(), key=lambda h: h.at, reverse=True)
    return TeamView(
        sections=tuple(_section(floor, s, sight) for s in sections_in_order(world)),
        waiting=tuple(_handover(world, h, sight) for h in known if not h.answer),
        over=tuple(_handover(world, h, sight) for h in known if h.answer),
    )


def _section(floor: Standing, section: SectionSet, sight: Sight) -> PersonRow:
    waiter = floor.world.floor.waiter_of(section.id)
    name = sight.name_of(waiter) if waiter else ""
    tables = [t for t in active_tables(floor.world) if t.section == section.id]
    orders = {floor.on[t.id].id: floor.on[t.id] for t in tables if t.id in floor.on}
    covers = sum(order.covers for order in orders.values())
    seats = section_seats(floor.world, section.id)
    parts = [name or tr("personne"), trn(seats, "{n} place", "{n} places")]
    if covers:
        parts.append(trn(covers, "{n} couvert", "{n} couverts"))
    return PersonRow(
        key=section.id,
        title=section_title(floor.world, section),
        subtitle=" · ".join(parts),
        initials=initials_of(name),
        tone=avatar_of(floor.world, waiter),
    )


def _handover(world: World, handover: Handover, sight: Sight) -> PersonRow:
    offered = handover.offered
    moment = datetime.fromisoformat(handover.at).astimezone(sight.now.tzinfo)
    words = tr(_ANSWERS[handover.answer])
    giver, taker = sight.name_of(offered.giver), sight.name_of(offered.taker)
    return PersonRow(
        key=offered.handover,
        title=f"{giver} → {taker}",
        subtitle=f"{_amount_words(offered.orders, offered.sections)} · {words} "
        f"{moment:%H:%M}",
        initials=initials_of(taker),
        tone=avatar_of(world, offered.taker),
    )


def _amount_words(orders: tuple[str, ...], sections: tuple[str, ...]) -> str:
    """ "6 notes · 1 rang"."""
    parts = [
        trn(len(orders), "{n} note", "{n} notes") if orders else "",
        trn(len(sections), "{n} rang", "{n} rangs") if sections else "",
    ]
    return " · ".join(part for part in parts if part)


# Who could take it


def colleagues(
    floor: Standing, sight: Sight, but: str = ""
) -> tuple[tuple[PersonRow, ...], tuple[PersonRow, ...]]:
    """Who may take orders: those on duty, the least busy first, and the others."""
    staff = floor.world.staff
    here: list[tuple[int, PersonRow]] = []
    away: list[PersonRow] = []
    for person, found in staff.people.items():
        if person == but or not found.active or not _takes(floor.world, person):
            continue
        covers, row = _colleague(floor, person, sight)
        if person in staff.on_duty:
            here.append((covers, row))
        else:
            away.append(row)
    here.sort(key=lambda each: each[0])
    return tuple(row for _, row in here), tuple(away)


def _takes(world: World, person: str) -> bool:
    return _TAKES in world.staff.rights_of(person)


def _colleague(floor: Standing, person: str, sight: Sight) -> tuple[int, PersonRow]:
    orders = [order for order in floor.orders if order.waiter == person]
    covers = sum(order.covers for order in orders)
    sections = floor.world.floor.sections_of(person)
    parts = [_amount_words(tuple(o.id for o in orders), sections)]
    if covers:
        parts.append(trn(covers, "{n} couvert", "{n} couverts"))
    name = sight.name_of(person)
    words = " · ".join(part for part in parts if part)
    return covers, PersonRow(
        key=person,
        title=name,
        subtitle=words or tr("rien d'ouvert"),
        initials=initials_of(name),
        tone=avatar_of(floor.world, person),
    )


def spread(world: World) -> dict[str, str]:
    """Section -> who could serve it: those on duty share the seats, side by side.

    Sections are gone through room by room from the left, so that nobody crosses the
    house; whoever has a section already keeps the place in the row. Empty when nobody
    who takes orders is on duty.
    """
    sections = sections_in_order(world)
    served = [world.floor.waiter_of(section.id) for section in sections]
    people = [p for p in world.staff.on_duty if _takes(world, p)]
    people.sort(key=lambda p: served.index(p) if p in served else len(served))
    if not people:
        return {}
    seats = [section_seats(world, section.id) for section in sections]
    total, before = max(1, sum(seats)), 0
    found = {}
    for section, count in zip(sections, seats, strict=True):
        middle = 2 * before + count
        place = min(len(people) - 1, middle * len(people) // (2 * total))
        found[section.id] = people[place]
        before += count
    return found


# A handover


@dataclass(frozen=True, slots=True)
class GivingView:
    """What somebody can pass on, and to whom.

    Attributes:
        notes: the open notes; `sections` what they serve (key, title, seats).
        asks: the other one has to accept; else a manager does it at once.
    """

    giver: str
    title: str
    subtitle: str
    here: tuple[PersonRow, ...]
    away: tuple[PersonRow, ...]
    sections: tuple[PersonRow, ...]
    notes: tuple[NoteRow, ...]
    asks: bool


def present_giving(
    floor: Standing, giver: str, person: str, sight: Sight
) -> GivingView:
    """What `giver` can pass on, as `person` sees it."""
    here, away = colleagues(floor, sight, but=giver)
    sections = [
        _section(floor, section, sight)
        for section in sections_in_order(floor.world)
        if floor.world.floor.waiter_of(section.id) == giver
    ]
    mine = giver == person
    name = sight.name_of(giver)
    return GivingView(
        giver=giver,
        title=tr("Passer mes tables") if mine else tr("Tables de {name}", name=name),
        subtitle=_open_words(floor, [o for o in floor.orders if o.waiter == giver]),
        here=here,
        away=away,
        sections=tuple(sections),
        notes=tuple(_tipped(floor, n) for n in notes_of(floor, giver, sight)),
        asks=mine,
    )


def _tipped(floor: Standing, note: NoteRow) -> NoteRow:
    """The note with the tips that were taken on it already."""
    order = floor.world.book.orders[note.order]
    tips = sum(p.tip for p in order.payments.values() if p.state == "completed")
    if not tips:
        return note
    words = tr("pourboire {amount}", amount=price(tips))
    return replace(note, subtitle=f"{note.subtitle} · {words}")


def _open_words(floor: Standing, orders: list[Order]) -> str:
    """ "6 notes · 17 couverts · 212,50 € à encaisser"."""
    if not orders:
        return tr("Aucune note ouverte")
    covers = sum(order.covers for order in orders)
    due = sum(floor.due[order.id] for order in orders)
    parts = [trn(len(orders), "{n} note", "{n} notes")]
    if covers:
        parts.append(trn(covers, "{n} couvert", "{n} couverts"))
    parts.append(tr("{amount} à encaisser", amount=price(due)))
    return " · ".join(parts)


@dataclass(frozen=True, slots=True)
class OfferAct:
    """What can be answered: "accept", "decline", "withdraw" or "undo"."""

    key: str
    text: str
    icon: str
    loud: bool = False


@dataclass(frozen=True, slots=True)
class OfferView:
    """A handover as the person at the window sees it."""

    title: str
    subtitle: str
    sections: tuple[str, ...]
    notes: tuple[NoteRow, ...]
    acts: tuple[OfferAct, ...]


def present_offer(
    floor: Standing, handover: Handover, person: str, sight: Sight
) -> OfferView:
    """What is passed on, and what this person can say to it."""
    world, offered = floor.world, handover.offered
    giver, taker = sight.name_of(offered.giver), sight.name_of(offered.taker)
    holder = offered.taker if handover.answer == "accepted" else offered.giver
    notes = [
        _tipped(floor, note)
        for note in notes_of(floor, holder, sight)
        if note.order in offered.orders
    ]
    orders = [o for o in floor.orders if o.id in {note.order for note in notes}]
    sections = [
        section_title(world, world.floor.sections[section])
        for section in offered.sections
        if section in world.floor.sections
    ]
    if handover.answer:
        title = f"{giver} → {taker}"
    elif person == offered.taker:
        title = tr("{name} vous passe ses tables", name=giver)
    else:
        title = tr("{name} attend {other}", name=giver, other=taker)
    subtitle = _open_words(floor, orders)
    if handover.answer and handover.answer != "accepted":
        subtitle, notes, sections = tr(_ANSWERS[handover.answer]), [], []
    return OfferView(
        title=title,
        subtitle=subtitle,
        sections=tuple(sections),
        notes=tuple(notes),
        acts=_acts(world, handover, person, sight),
    )


def _acts(
    world: World, handover: Handover, person: str, sight: Sight
) -> tuple[OfferAct, ...]:
    offered = handover.offered
    manages = _MANAGES in world.staff.rights_of(person)
    if handover.answer == "accepted":
        words = tr("Rendre à {name}", name=sight.name_of(offered.giver))
        concerned = manages or person in (offered.giver, offered.taker)
        return (OfferAct("undo", words, "undo"),) if concerned else ()
    if handover.answer:
        return ()
    if person == offered.giver:
        return (OfferAct("withdraw", tr("Ne plus les passer"), "undo"),)
    if not manages and person != offered.taker:
        return ()
    return (
        OfferAct("accept", tr("Accepter"), "check", loud=True),
        OfferAct("decline", tr("Refuser"), "close"),
    )


def handover_words(
    handover: Handover, person: str, name_of: Callable[[str], str]
) -> str:
    """What a person is told of a handover: "Léa vous passe 6 notes · 1 rang"; "" for
    whoever has nothing to do with it."""
    offered = handover.offered
    if person not in (offered.giver, offered.taker):
        return ""
    what = _amount_words(offered.orders, offered.sections)
    giver, taker = name_of(offered.giver), name_of(offered.taker)
    match handover.answer:
        case "":
            return tr("{name} vous passe {what}", name=giver, what=what)
        case "accepted":
            return tr("{name} a pris {what}", name=taker, what=what)
        case "declined":
            return tr("{name} ne prend pas vos tables", name=taker)
        case "withdrawn":
            return tr("{name} garde ses tables", name=giver)
        case _:
            return tr("{name} retrouve ses tables", name=giver)

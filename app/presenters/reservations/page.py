"""Reservations as screens show them: a day's list, one party, what hangs at a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date as day_of
from datetime import datetime
from typing import Literal

from app.domain.reservations.availability import minute_of, sitting, time_of
from app.domain.reservations.clashes import clashes
from app.domain.reservations.events import Reservation
from app.domain.reservations.state import COMING
from app.domain.world import World
from app.presenters.admin.words import capital
from app.presenters.floor.standing import number_key
from app.presenters.pos.words import Sight
from resources.texts import brief_date, long_date, price, tr, trn
from widgets.list_row import RowView, SignTone

PartyKey = Literal[
    "arrived",
    "seat",
    "elsewhere",
    "confirmed",
    "booked",
    "no_show",
    "cancelled",
    "remind",
    "deposit",
    "edit",
    "open",
]


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A party in a list, with the one act that comes next, "" for none."""

    id: str
    row: RowView
    act: Literal["arrived", "seat", ""] = ""
    act_text: str = ""


@dataclass(frozen=True, slots=True)
class DayView:
    """The reservations of a day: who is to come, and what became of the others."""

    title: str
    summary: str
    coming: tuple[PartyRow, ...]
    others: tuple[PartyRow, ...]


@dataclass(frozen=True, slots=True)
class PartyAct:
    """Something to do with a party; one of them at most is loud."""

    key: PartyKey
    text: str
    icon: str
    loud: bool = False


@dataclass(frozen=True, slots=True)
class PartyView:
    """Everything about one party; `facts` are (icon, words)."""

    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    acts: tuple[PartyAct, ...]


def present_day(world: World, sight: Sight, date: str) -> DayView:
    """A day's list; guests of tonight who are not there yet come first."""
    status = _status(world, date)
    expected = _expected(world, date, status)
    others = [r for r in world.reservations.on(date) if not _to_come(status[r.id])]
    troubled = troubles(world, date)
    return DayView(
        title=capital(long_date(day_of.fromisoformat(date))),
        summary=summary(expected),
        coming=tuple(_row(world, sight, r, status[r.id], troubled) for r in expected),
        others=tuple(_row(world, sight, r, status[r.id], troubled) for r in others),
    )


def _status(world: World, date: str) -> dict[str, str]:
    """Reservation -> its status, of a day."""
    book = world.book
    found = world.reservations.on(date)
    return {each.id: world.reservations.status(each.id, book) for each in found}


def _to_come(status: str) -> bool:
    return status in (*COMING, "arrived")


def _expected(world: World, date: str, status: Mapping[str, str]) -> list[Reservation]:
    """Who is still to come that day; who stands at the door comes first."""
    found = [r for r in world.reservations.on(date) if _to_come(status[r.id])]
    return sorted(found, key=lambda r: (status[r.id] != "arrived", r.time))


def summary(reservations: Sequence[Reservation]) -> str:
    """ "4 · 14 couv."."""
    covers = sum(each.covers for each in reservations)
    return tr("{n} · {covers} couv.", n=len(reservations), covers=covers)


def troubles(world: World, date: str) -> dict[str, str]:
    """Reservation -> what a person has to look at, in words."""
    return {
        reservation: tr(clash.text)
        for clash in reversed(clashes(world, date))
        for reservation in clash.reservations
    }


def guest_name(sight: Sight, reservation: Reservation) -> str:
    """Who reserved; a word for who gave no name or is forgotten."""
    return sight.guest_of(reservation).name or tr("Sans nom")


def table_words(world: World, tables: Sequence[str]) -> str:
    """ "15", "20 + 21", "" for none."""
    numbers = [world.floor.number(table) or table for table in tables]
    return " + ".join(sorted(numbers, key=number_key))


def minutes_to(reservation: Reservation, now: datetime) -> int:
    """Minutes until they come, below zero once they are late."""
    days = (day_of.fromisoformat(reservation.date) - now.date()).days
    return days * 1440 + (minute_of(reservation.time) or 0) - now.hour * 60 - now.minute


def when_words(reservation: Reservation, now: datetime) -> str:
    """ "dans 19 min", "en retard de 6 min"; "" when it is long to go."""
    minutes = minutes_to(reservation, now)
    if minutes > _SOON:
        return ""
    if minutes >= 0:
        return tr("dans {n} min", n=minutes)
    return tr("en retard de {n} min", n=-minutes)


_SOON = 120


def _row(
    world: World,
    sight: Sight,
    reservation: Reservation,
    status: str,
    troubled: dict[str, str],
) -> PartyRow:
    trouble = troubled.get(reservation.id, "")
    note = sight.guest_of(reservation).note
    parts = [tr("{n} couv.", n=reservation.covers), note]
    if trouble:
        parts = [trouble]
    late = _is_late(world, reservation, sight.now)
    coming = status in COMING
    icon, tone = _SIGNS[status]
    if trouble or (coming and late):
        icon, tone = "priority_high", "warning"
    # Tomorrow's guests cannot be here.
    today = reservation.date == sight.now.date().isoformat()
    act: Literal["arrived", "seat", ""] = ""
    if today and status in (*COMING, "arrived"):
        act = "arrived" if coming else "seat"
    words = {"arrived": tr("Arrivés"), "seat": tr("Placer"), "": ""}
    return PartyRow(
        id=reservation.id,
        row=RowView(
            f"{reservation.time} · {guest_name(sight, reservation)}",
            " · ".join(part for part in parts if part),
            icon=icon,
            tone=tone,
            trailing=_place(world, reservation, sight.now, status),
            trailing_note=_state(reservation, sight.now, status),
        ),
        act=act,
        act_text=words[act],
    )


_SIGNS: dict[str, tuple[str, SignTone]] = {
    "booked": ("event", "neutral"),
    "confirmed": ("event_available", "neutral"),
    "arrived": ("door_front", "tonal"),
    "seated": ("event_seat", "neutral"),
    "finished": ("check", "neutral"),
    "cancelled": ("event_busy", "neutral"),
    "no_show": ("person_off", "neutral"),
}


def _is_late(world: World, reservation: Reservation, now: datetime) -> bool:
    limit = world.settings.number("reservation.late")
    return minutes_to(reservation, now) <= -limit


def status_word(status: str) -> str:
    """What became of a reservation, in a word."""
    return {
        "booked": tr("réservée"),
        "confirmed": tr("confirmée"),
        "arrived": tr("arrivés"),
        "seated": tr("à table"),
        "finished": tr("partis"),
        "cancelled": tr("annulée"),
        "no_show": tr("pas venus"),
    }[status]


def _state(reservation: Reservation, now: datetime, status: str) -> str:
    """ "dans 19 min" for who is to come, else what became of them."""
    words = when_words(reservation, now) if status in COMING else ""
    return words or status_word(status)


def _place(world: World, reservation: Reservation, now: datetime, status: str) -> str:
    """ "15", "à placer", or "2 · libre 21:15" while others still sit there."""
    words = table_words(world, reservation.tables)
    if not words:
        return tr("à placer") if status in (*COMING, "arrived") else ""
    if status in (*COMING, "arrived") and (
        until := _busy_until(world, reservation, now)
    ):
        return tr("{table} · libre {time}", table=words, time=until)
    return words


def _busy_until(world: World, reservation: Reservation, now: datetime) -> str:
    """When whoever sits at its tables now should be gone, "" when nobody does, or it is
    long to go."""
    if reservation.date != now.date().isoformat() or not when_words(reservation, now):
        return ""
    tables = {t for table in reservation.tables for t in world.floor.group(table)}
    ends = [sitting(world, o, now).end for o in world.book.orders_on(*tables)]
    return time_of(max(ends)) if ends else ""


# Beside the plan


def present_expected(world: World, sight: Sight) -> tuple[PartyRow, ...]:
    """Who is still to come today, and who stands at the door: rows beside the plan."""
    date = sight.now.date().isoformat()
    status, troubled = _status(world, date), troubles(world, date)
    rows = (
        _row(world, sight, each, status[each.id], troubled)
        for each in _expected(world, date, status)
    )
    return tuple(
        party
        if party.row.tone == "warning"
        else replace(party, row=party.row._replace(icon="", tone=""))
        for party in rows
    )


# One party


def present_party(world: World, sight: Sight, reservation: Reservation) -> PartyView:
    """A party with everything that can be done with it."""
    status = world.reservations.status(reservation.id, world.book)
    parts = [
        brief_date(day_of.fromisoformat(reservation.date)),
        reservation.time,
        trn(reservation.covers, "{n} couvert", "{n} couverts"),
    ]
    tables = table_words(world, reservation.tables)
    if tables:
        parts.append(tr("table {number}", number=tables))
    return PartyView(
        title=guest_name(sight, reservation),
        subtitle=" · ".join(parts),
        facts=tuple(_facts(world, sight, reservation, status)),
        acts=tuple(_acts(sight, reservation, status)),
    )


def source_word(source: str) -> str:
    """Where a reservation came from."""
    return {
        "phone": tr("par téléphone"),
        "website": tr("par le site"),
        "app": tr("par l'application"),
        "walk_in": tr("à la porte"),
        "voice": tr("par l'agent vocal"),
        "google": "Google",
        "thefork": "TheFork",
    }.get(source, source)


def _facts(
    world: World, sight: Sight, reservation: Reservation, status: str
) -> list[tuple[str, str]]:
    guest = sight.guest_of(reservation)
    found = [
        ("priority_high", troubles(world, reservation.date).get(reservation.id, "")),
        ("comment", guest.note),
        ("call", guest.phone),
        ("mail", guest.email),
    ]
    taken = [source_word(reservation.source)]
    if reservation.by in world.staff.people:
        taken.append(sight.name_of(reservation.by))
    if reservation.at:
        taken.append(f"{datetime.fromisoformat(reservation.at):%d/%m %H:%M}")
    left = sum(
        world.credits.left(each.credit)
        for each in world.credits.deposits_for(reservation.id)
    )
    if left:
        found.append(("savings", tr("Acompte reçu : {amount}", amount=price(left))))
    found.append(("info", f"{status_word(status)} · {' · '.join(taken)}"))
    reminder = world.reservations.reminders.get(reservation.id)
    if reminder is not None:
        at = f"{datetime.fromisoformat(reminder.at):%d/%m %H:%M}"
        found.append(("notifications", tr("Rappel fait le {at}", at=at)))
    return [(icon, words) for icon, words in found if words]


def _acts(sight: Sight, reservation: Reservation, status: str) -> list[PartyAct]:
    today = reservation.date == sight.now.date().isoformat()
    here = PartyAct("arrived", tr("Ils sont arrivés"), "door_front", loud=True)
    seat = PartyAct(
        "seat", tr("Placer à table"), "event_seat", loud=status == "arrived"
    )
    elsewhere = PartyAct("elsewhere", tr("Placer à une autre table"), "move_up")
    acts: list[PartyAct] = []
    if status in COMING:
        acts += [here, seat, elsewhere] if today else []
        if status == "booked":
            text = tr("Ils ont confirmé")
            acts.append(PartyAct("confirmed", text, "event_available", loud=not today))
        if sight.guest_of(reservation).phone:
            acts.append(PartyAct("remind", tr("Rappelés par téléphone"), "call"))
    if status == "arrived":
        acts += [seat, elsewhere]
        acts.append(PartyAct("booked", tr("Pas encore là"), "undo"))
    if status in (*COMING, "arrived"):
        acts.append(PartyAct("deposit", tr("Prendre un acompte"), "savings"))
        acts.append(PartyAct("edit", tr("Modifier la réservation"), "edit"))
        if minutes_to(reservation, sight.now) < 0:
            acts.append(PartyAct("no_show", tr("Ils ne sont pas venus"), "person_off"))
        acts.append(PartyAct("cancelled", tr("Annuler la réservation"), "event_busy"))
    if status == "seated":
        text = tr("Ouvrir la commande")
        acts.append(PartyAct("open", text, "edit_note", loud=True))
    if status in ("cancelled", "no_show"):
        acts.append(
            PartyAct("booked", tr("Rétablir la réservation"), "undo", loud=True)
        )
        acts += [PartyAct("arrived", here.text, here.icon)] if today else []
    return acts

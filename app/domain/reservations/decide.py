"""Deciding about reservations: taking, changing, receiving guests.

What is beyond the house's hours, tables or covers is refused with the right that allows
it ("reservation.overbook"), so that a manager can approve it on the spot.
"""

import re
from dataclasses import replace

from app.domain.reservations.availability import stay_minutes
from app.domain.reservations.commands import (
    ChangeReservation,
    CreateReservation,
    NoteReminder,
    ReservationCommand,
    SeatReservation,
    SetReservationStatus,
    SetService,
)
from app.domain.reservations.events import (
    Reservation,
    ReservationCreated,
    ReservationReminded,
    ReservationStatusChanged,
    ServiceSet,
)
from app.domain.reservations.placing import (
    OVERBOOK,
    impossible,
    keeps,
    out_of_time,
    overbooked,
    place,
)
from app.domain.reservations.seating import changed, other_day, seat
from app.domain.reservations.state import COMING, OVER
from app.domain.vocabulary import Context, Refusal, need
from app.domain.world import World

Decision = tuple[object, ...] | Refusal

BY_HAND = (*COMING, "arrived", "cancelled", "no_show")
"""Statuses that a person may set; guests are seated by `SeatReservation`."""
CHANNELS = ("sms", "email", "phone")
_SOURCE = re.compile(r"[a-z0-9_.-]{1,40}")
_MAX_REFERENCE = 120
_ASKED = ("date", "time", "covers", "minutes", "name", "phone", "email", "note")


def decide(world: World, command: ReservationCommand, context: Context) -> Decision:
    """What happens to a reservation, or why it cannot."""
    if isinstance(command, SetService):
        refused = need(context, "device.edit", "Ce réglage demande un responsable.")
        return refused or _service(command.event)
    refused = need(context, "reservation.take", "Les réservations demandent un droit.")
    if refused:
        return refused
    if isinstance(command, CreateReservation):
        return _create(world, command, context)
    known = world.reservations.known.get(command.reservation)
    if known is None:
        return Refusal("reservation_unknown", "Cette réservation n'existe pas.")
    match command:
        case ChangeReservation():
            return _change(world, known, command, context)
        case SetReservationStatus():
            return _set_status(world, known, command.status, context)
        case SeatReservation():
            return seat(world, known, command, context)
        case NoteReminder():
            return _remind(world, known, command.channel, context)


def _create(world: World, command: CreateReservation, context: Context) -> Decision:
    if any(world.reservations.referred(command.source, command.reference)):
        return ()
    if command.reservation in world.reservations.known:
        return Refusal("reservation_known", "Cette réservation est déjà prise.")
    if not _SOURCE.fullmatch(command.source) or len(command.reference) > _MAX_REFERENCE:
        return Refusal("source_invalid", "Cette provenance n'est pas possible.")
    made = ReservationCreated(
        id=command.reservation or context.new_id(),
        date=command.date,
        time=command.time,
        covers=command.covers,
        minutes=command.minutes or stay_minutes(world, command.covers),
        tables=command.tables or (),
        name=command.name,
        phone=command.phone,
        email=command.email,
        note=command.note,
        source=command.source,
        reference=command.reference,
        by=context.operator,
        at=context.now.isoformat(timespec="seconds"),
    )
    refused = impossible(world, made) or out_of_time(world, made, context)
    if refused:
        return refused
    tables = place(world, made, command.tables, context)
    return tables if isinstance(tables, Refusal) else (replace(made, tables=tables),)


def _change(
    world: World, known: Reservation, command: ChangeReservation, context: Context
) -> Decision:
    status = world.reservations.status(known.id, world.book)
    if status == "seated":
        return _still_seated()
    if status in OVER:
        return _over()
    after = changed(known, **_asked(world, known, command))
    refused = impossible(world, after)
    if not refused and after.start != known.start:
        refused = out_of_time(world, after, context)
    if refused:
        return refused
    tables = command.tables
    if tables is None and (after == changed(known) or keeps(world, after, context)):
        tables = known.tables
    if tables != known.tables or _span(after) != _span(known):
        placed = place(world, after, tables, context)
        if isinstance(placed, Refusal):
            return placed
        after = replace(after, tables=placed)
    return () if after == changed(known) else (after,)


def _span(reservation: Reservation) -> tuple[str, int, int]:
    """What its place depends on."""
    return reservation.start, reservation.minutes, reservation.covers


def _asked(
    world: World, known: Reservation, command: ChangeReservation
) -> dict[str, object]:
    """What is asked to be otherwise; so many guests stay as long as is usual."""
    asked = {name: getattr(command, name) for name in _ASKED}
    asked = {name: value for name, value in asked.items() if value is not None}
    if command.covers not in (None, known.covers) and not command.minutes:
        asked["minutes"] = stay_minutes(world, asked["covers"])
    return asked


def _set_status(
    world: World, known: Reservation, status: str, context: Context
) -> Decision:
    was = world.reservations.status(known.id, world.book)
    if status not in BY_HAND:
        return Refusal("status_invalid", "Une réservation ne peut pas être mise ainsi.")
    if was == "seated":
        return _still_seated()
    if was == "finished":
        return _over()
    if status == was:
        return ()
    if status == "no_show" and known.start > context.now.isoformat()[:16]:
        return Refusal("not_yet", "Leur heure n'est pas encore venue.")
    refused = other_day(known, context) if status == "arrived" else None
    if not refused and was in OVER and status not in OVER:
        # Their tables may be somebody else's by now.
        refused = overbooked(world, known, known.tables, context)
        refused = refused if context.lacks(OVERBOOK) else None
    return refused or (
        ReservationStatusChanged(reservation=known.id, status=status, was=was),
    )


def _remind(
    world: World, known: Reservation, channel: str, context: Context
) -> Decision:
    if channel not in CHANNELS:
        return Refusal("channel_unknown", "On rappelle par SMS, e-mail ou téléphone.")
    if world.reservations.status(known.id, world.book) not in COMING:
        return _over()
    if not (known.email if channel == "email" else known.phone):
        return Refusal("contact_missing", "Il manque de quoi joindre cette personne.")
    at = context.now.isoformat(timespec="seconds")
    return (ReservationReminded(reservation=known.id, channel=channel, at=at),)


def _service(event: ServiceSet) -> Decision:
    minutes = 0 <= event.start <= event.end < 24 * 60
    weekdays = set(event.weekdays) <= set(range(7))
    if not event.name.strip() or not minutes or not weekdays or event.covers < 0:
        return Refusal("service_invalid", "Ce service n'est pas possible.")
    return (event,)


def _over() -> Refusal:
    return Refusal("reservation_over", "Cette réservation est close.")


def _still_seated() -> Refusal:
    text = "Ils sont à table : changez leur commande, ou annulez-la."
    return Refusal("still_seated", text)

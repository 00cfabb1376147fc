"""Guests who reserve: what they say of themselves is sealed before the domain sees it.

Whoever takes a reservation, at a window or for a program, calls `take_reservation`,
`change_guest` and `seat_reservation`; everything else about reservations is a command
for `House.run` (`app/domain/reservations/commands.py`).
"""

from dataclasses import dataclass, fields, replace
from typing import Any

from app.domain.reservations.commands import (
    ChangeReservation,
    CreateReservation,
    SeatReservation,
)
from app.domain.reservations.events import Reservation, ReservationEvent
from app.domain.reservations.state import Reservations
from app.domain.vocabulary import Refusal
from app.projections.queries import load_reservations
from app.services.house import Actor, Fact, House
from app.services.ids import new_id
from app.services.memory import PAST_RESERVATIONS
from app.services.people import order_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """What is known of who reserves, in clear; "" for what is not."""

    name: str = ""
    phone: str = ""
    email: str = ""
    note: str = ""


NOBODY = Guest()


def reservation_key(reservation: str) -> str:
    """Key under which a guest's words are sealed: erased some days after they came."""
    return f"reservation/{reservation}"


def guest_of(house: House, reservation: Reservation) -> Guest:
    """Who reserved; empty once they are forgotten."""
    key = reservation_key(reservation.id)
    return Guest(
        **{
            field.name: house.sealer.unseal(key, sealed) or ""
            for field in fields(Guest)
            if (sealed := getattr(reservation, field.name))
        }
    )


def mail_known(house: House, order: str) -> str:
    """Where the guests of an order said that they are reached, "" for nowhere."""
    reservations = house.world.reservations
    found = reservations.known.get(reservations.seatings.get(order, ""))
    return guest_of(house, found).email if found is not None else ""


def sealed_guest(
    house: House, reservation: str, guest: Guest, *, unless: Guest = NOBODY
) -> dict[str, Any]:
    """The words that are not those of `unless`, sealed: fields of a reservation.

    Raises:
        KnownError: the key could not be stored, or was erased.
    """
    key = reservation_key(reservation)
    found = {}
    for field in fields(Guest):
        text = getattr(guest, field.name).strip()
        if text != getattr(unless, field.name):
            found[field.name] = house.sealer.seal(key, text) if text else ""
    return found


def reservations_on(house: House, date: str) -> Reservations:
    """What is known of the reservations of a day; those long past are read again.

    Raises:
        KnownError: they could not be read.
    """
    past = (house.clock() - PAST_RESERVATIONS).date().isoformat()
    if date >= past:
        return house.world.reservations
    found = Reservations()
    with house.database.read() as connection:
        for event in load_reservations(connection, date, date):
            if isinstance(event, ReservationEvent):
                found.evolve(event)
    return found


def take_reservation(
    house: House, command: CreateReservation, guest: Guest, actor: Actor
) -> Reservation | Refusal:
    """Takes a reservation; `command` needs neither id nor sealed words.

    Returns:
        the reservation, the one that is known already when a source repeats itself.

    Raises:
        KnownError: it could not be written; nothing has changed.
    """
    reservations = house.world.reservations
    known = next(reservations.referred(command.source, command.reference), None)
    if known is not None:
        return known
    made = new_id()
    sealed = sealed_guest(house, made, guest)
    done = house.run(replace(command, reservation=made, **sealed), actor)
    if isinstance(done, Refusal):
        house.sealer.erase(reservation_key(made))
        return done
    return house.world.reservations.known[made]


def change_guest(
    house: House, command: ChangeReservation, guest: Guest, actor: Actor
) -> tuple[Fact, ...] | Refusal:
    """Changes a reservation and what is known of the guest, all four words of it.

    Raises:
        KnownError: it could not be written; nothing has changed.
    """
    known = house.world.reservations.known.get(command.reservation)
    if known is not None:
        # Sealed anew it would look changed: only what is.
        words = sealed_guest(house, known.id, guest, unless=guest_of(house, known))
        command = replace(command, **words)
    return house.run(command, actor)


def seat_reservation(
    house: House, command: SeatReservation, actor: Actor
) -> tuple[Fact, ...] | Refusal:
    """Brings the guests to their tables; their order carries their name.

    Raises:
        KnownError: it could not be written; nothing has changed.
    """
    known = house.world.reservations.known.get(command.reservation)
    name = guest_of(house, known).name if known else ""
    if not name or command.onto:
        return house.run(command, actor)
    order = command.order or new_id()
    sealed = house.sealer.seal(order_key(order), name)
    done = house.run(replace(command, order=order, name=sealed), actor)
    if isinstance(done, Refusal):
        house.sealer.erase(order_key(order))
    return done

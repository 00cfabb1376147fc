"""What a person or a program may ask of reservations. Answered with facts or a refusal."""

from app.domain.reservations.events import ServiceSet
from app.domain.vocabulary import command


@command
class CreateReservation:
    """Take a reservation.

    The same `source` and `reference` again writes nothing: a partner may repeat itself
    (`Reservations.referred` finds what it is about).

    Args:
        date, time: "YYYY-MM-DD", "HH:MM" on the house's clock.
        tables: ids; None lets the house choose the best place, () leaves it open.
        minutes: how long they keep the tables; 0 for what is usual for so many guests.
        name, phone, email, note: sealed under `reservation/<reservation>`, "" for none.
        reservation: its id. Who seals needs it first; "" makes one.
    """

    date: str
    time: str
    covers: int
    tables: tuple[str, ...] | None = None
    minutes: int = 0
    name: str = ""
    phone: str = ""
    email: str = ""
    note: str = ""
    source: str = "phone"
    reference: str = ""
    reservation: str = ""


@command
class ChangeReservation:
    """Change what is known of a reservation; None leaves a thing as it is.

    Its tables are kept when they are free and large enough at the new time; else the
    best place is taken, unless `tables` says which.
    """

    reservation: str
    date: str | None = None
    time: str | None = None
    covers: int | None = None
    tables: tuple[str, ...] | None = None
    minutes: int | None = None
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    note: str | None = None


@command
class SetReservationStatus:
    """Confirmed, arrived, cancelled, never came; or booked again (one of
    `decide.BY_HAND`)."""

    reservation: str
    status: str


@command
class SeatReservation:
    """Bring the guests to their tables: opens the order there with their covers.

    Args:
        tables: where they sit; empty for the tables of the reservation. Several are
            pushed together.
        name: of the guest, sealed with the key of the order, "" for none.
        order: id of the order that is opened; "" makes one.
        onto: id of an open order they have already, having sat down unseen; then none
            is opened.
    """

    reservation: str
    tables: tuple[str, ...] = ()
    name: str = ""
    order: str = ""
    onto: str = ""


@command
class NoteReminder:
    """The guest was reminded through one of `decide.CHANNELS`."""

    reservation: str
    channel: str


@command
class SetService:
    """Change a service (lunch, dinner) as a whole."""

    event: ServiceSet


ReservationCommand = (
    CreateReservation
    | ChangeReservation
    | SetReservationStatus
    | SeatReservation
    | NoteReminder
    | SetService
)

"""Telling people: a trial message, a guest's reminder, and the accounts for both."""

import asyncio
import logging
from datetime import datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.domain.reservations.commands import NoteReminder
from app.domain.reservations.events import Reservation
from app.domain.reservations.state import COMING
from app.domain.vocabulary import Refusal
from app.hub.api.problems import ProblemError
from app.hub.api.reservations import reservation_of
from app.hub.api.visit import Visit, Visiting, Write, carried_out, opened_by, shown
from app.hub.booking.bookings import BookingShape, shape_for
from app.services.guests import guest_of
from app.services.house import House
from app.services.ports import Notifier, NotToldError
from resources.texts import tr

router = APIRouter(tags=["notifications"])

OFF = Refusal("notification_off", "Ce moyen de prévenir n'est pas réglé.")
FAILED = Refusal("notification_failed", "Le message n'est pas parti : réessayez.")
NO_CONTACT = Refusal("contact_missing", "Il manque de quoi joindre cette personne.")
OVER = Refusal("reservation_over", "Cette réservation est close.")
INCOMPLETE = Refusal("account_invalid", "Il manque une partie de ce compte.")
AGAIN = timedelta(hours=1)
"""Nobody is reminded twice within this time, however often it is asked."""
_log = logging.getLogger("sotto.api")

Channel = Literal["sms", "email"]
Text = Annotated[str, Field(max_length=200)]


class Trial(BaseModel):
    """Whom to tell that telling works."""

    channel: Channel = "sms"
    to: str = Field(min_length=3, max_length=200, examples=["+33612345678"])


class ReminderAsked(BaseModel):
    """How to remind; by text message where the guest left a number, else by mail."""

    channel: Channel | None = None


class SmsAccount(BaseModel):
    """An account at Twilio."""

    account: Text = Field(min_length=1, examples=["AC…"])
    token: Text = Field(min_length=1)
    sender: Text = Field(
        min_length=1,
        examples=["+33644600000"],
        description="A number of the account, or a messaging service (MG…).",
    )


class EmailAccount(BaseModel):
    """A mailbox at a provider."""

    host: Text = Field(min_length=1, examples=["smtp.example.com"])
    sender: Text = Field(min_length=3, examples=["bonjour@example.com"])
    name: Text = Field("", examples=["Le Vieux Moulin"])
    security: Literal["tls", "starttls", "none"] = "tls"
    port: int = Field(0, ge=0, le=65535, description="0: the usual one.")
    user: Text = ""
    password: Text = ""


class AccountsGiven(BaseModel):
    """The accounts to use; null shuts a way, what is not named stays as it is."""

    sms: SmsAccount | None = None
    email: EmailAccount | None = None


class ChannelsShape(BaseModel):
    """The ways that are open."""

    channels: list[Channel]


class ToldShape(BaseModel):
    """A message that went out."""

    channel: Channel
    sent: bool


async def _tell(visit: Visit, channel: str, to: str, subject: str, text: str) -> None:
    notifier = visit.api.notifier
    if notifier is None or channel not in notifier.channels():
        raise ProblemError(409, OFF)
    try:
        await asyncio.to_thread(notifier.tell, channel, to, subject, text)
    except NotToldError as error:
        _log.info("a message by %s did not go out: %s", channel, error)
        raise ProblemError(409, FAILED) from error


@router.put(
    "/settings/notifications",
    response_model=ChannelsShape,
    **opened_by("settings:write", 409),
)
async def set_accounts(told: AccountsGiven, visit: Visiting) -> Response:
    """Keeps the accounts that messages are sent with; nobody is told them again."""
    notifier = visit.api.notifier
    if notifier is None:
        raise ProblemError(409, OFF)
    given = told.model_dump(exclude_unset=True)
    for channel, account in given.items():
        words = account and {name: str(value) for name, value in account.items()}
        if words and words.get("port") == "0":
            del words["port"]
        try:
            await asyncio.to_thread(notifier.set_up, channel, words)
        except NotToldError as error:
            raise ProblemError(422, INCOMPLETE) from error
    return shown(_channels(notifier))


def _channels(notifier: Notifier) -> ChannelsShape:
    return ChannelsShape.model_validate({"channels": sorted(notifier.channels())})


@router.post(
    "/notifications/test",
    response_model=ToldShape,
    **opened_by("settings:write", 409),
)
async def send_trial(told: Trial, visit: Visiting) -> Response:
    """Sends a message that only says that messages arrive."""
    name = await visit.ask(lambda house: house.world.settings.text("house.name"))
    text = tr("{house} : ce message d'essai est bien arrivé.", house=name)
    await _tell(visit, told.channel, told.to, name, text)
    return shown(ToldShape(channel=told.channel, sent=True))


@router.post(
    "/notifications/reminder/{reservation_id}",
    response_model=BookingShape,
    **opened_by("reservations:write", 404, 409, key=True),
)
async def send_reminder(
    reservation_id: str, visit: Visiting, told: ReminderAsked | None = None
) -> Response:
    """Reminds a guest of their reservation, once an hour at most."""
    wanted = told.channel if told is not None else None

    def look(house: House) -> tuple[str, str, str, str] | None:
        reservation = reservation_of(house, reservation_id)
        if _reminded(house, reservation_id):
            return None
        world = house.world
        if world.reservations.status(reservation_id, world.book) not in COMING:
            raise ProblemError(409, OVER)
        guest = guest_of(house, reservation)
        channel = wanted or ("sms" if guest.phone else "email")
        to = guest.phone if channel == "sms" else guest.email
        if not to:
            raise ProblemError(409, NO_CONTACT)
        return channel, to, *_words(house, reservation)

    found = await visit.ask(look)
    if found is not None:
        await _tell(visit, *found)

    def act(house: House) -> BookingShape:
        if found is not None:
            noted = NoteReminder(reservation=reservation_id, channel=found[0])
            carried_out(house, noted, visit.actor)
        return shape_for(visit, house, reservation_id)

    return await visit.write(
        Write(
            act=act,
            again=lambda house, _: shape_for(visit, house, reservation_id),
            named=lambda events: f"reservation/{reservation_id}",
        )
    )


def _reminded(house: House, reservation_id: str) -> bool:
    last = house.world.reservations.reminders.get(reservation_id)
    return last is not None and (
        house.clock() - datetime.fromisoformat(last.at) < AGAIN
    )


def _words(house: House, reservation: Reservation) -> tuple[str, str]:
    """Subject and text of a reminder."""
    name = house.world.settings.text("house.name")
    day = datetime.fromisoformat(reservation.start)
    text = tr(
        "{house} vous attend le {day} à {time}, {covers} couverts.",
        house=name,
        day=f"{day:%d/%m}",
        time=reservation.time,
        covers=reservation.covers,
    )
    contact = house.world.settings.text("house.contact")
    if contact:
        text += " " + tr("Un empêchement ? {contact}", contact=contact)
    return name, text

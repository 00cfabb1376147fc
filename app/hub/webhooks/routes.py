"""Setting webhooks up, and looking after what they were told."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.domain.vocabulary import Refusal
from app.domain.webhooks.decide import (
    ChangeWebhook,
    CreateWebhook,
    RemoveWebhook,
    SetWebhookSecret,
    visible,
)
from app.domain.webhooks.events import TOLD, Webhook
from app.hub.api.pages import After, Limit, cursor, linked, place
from app.hub.api.problems import ProblemError, refused
from app.hub.api.schemas import NAME, named
from app.hub.api.shapes import Sent
from app.hub.api.visit import Visit, Visiting, Write, carried_out, opened_by, shown
from app.hub.webhooks.desk import WebhookDesk, may_hear
from app.hub.webhooks.secrets import MAX_SECRET, key_of, new_secret
from app.hub.webhooks.store import Delivery, State
from app.services.house import House
from app.services.ids import new_id

router = APIRouter(prefix="/webhooks", tags=["webhooks"])

WEBHOOK_UNKNOWN = Refusal("webhook_unknown", "Ce webhook n'existe pas.")
SECRET_INVALID = Refusal("secret_invalid", "Ce secret n'est pas possible.")
MESSAGE_UNKNOWN = Refusal("message_unknown", "Ce message n'est plus gardé.")

Event = Annotated[
    str,
    Field(
        examples=["order.created"],
        json_schema_extra={"enum": list(TOLD), NAME: "WebhookEvent"},
        max_length=64,
    ),
]
Address = Annotated[
    str,
    Field(
        min_length=1,
        max_length=1000,
        examples=["https://votreserveur.example/webhooks/sotto/orders"],
    ),
]
Secret = Annotated[
    str,
    Field(
        min_length=1,
        max_length=MAX_SECRET,
        examples=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
        description="`whsec_` and base64, or any text: then its UTF-8 is the HMAC key.",
    ),
]


DeliveryState = Annotated[State, named("DeliveryState")]
WebhookStatus = Annotated[
    Literal["active", "paused", "right_missing"], named("WebhookStatus")
]


class NewWebhook(Sent):
    """An event and where to tell it; Sotto makes the secret when none is given."""

    event: Event
    target_url: Address
    secret: Secret | None = None


class ChangedWebhook(Sent):
    """What is to be otherwise; what is not named stays as it is."""

    target_url: Address | None = None
    active: bool | None = None


class NewSecret(Sent):
    """The next secret; Sotto makes one when none is given."""

    secret: Secret | None = None


class WebhookShape(BaseModel):
    """A webhook, without its secret."""

    webhook_id: str
    event: str = Field(examples=["order.created"])
    target_url: str
    status: WebhookStatus = Field(
        description="Only an active one is told anything. `right_missing`: who set it up "
        "may not read this any more."
    )
    created_at: str
    created_by: str = Field(examples=["key:01KB6R3Z6M7T9Q0V5W8X2Y4Z6A"])


class WebhookSecretShape(WebhookShape):
    """A webhook with a secret that Sotto just made; it is never shown again."""

    secret: str | None = None


class WebhooksShape(BaseModel):
    """The webhooks that the caller may see."""

    webhooks: list[WebhookShape]


class DeliveryShape(BaseModel):
    """A message and what became of it."""

    message_id: str = Field(examples=["C1-4711"])
    event: str = Field(examples=["order.created"])
    happened_at: str
    state: DeliveryState
    tries: int
    last_status: int | None = Field(description="HTTP status of the last answer.")
    last_error: str
    next_try_at: str | None
    body: dict[str, Any]


class DeliveriesShape(BaseModel):
    """Messages, the newest first."""

    deliveries: list[DeliveryShape]
    next: str | None = None


class ToldAgainShape(BaseModel):
    """How many messages are told once more."""

    queued: int


def _desk(visit: Visit) -> WebhookDesk:
    return visit.api.webhooks


def webhook_of(visit: Visit, house: House, webhook_id: str) -> Webhook:
    """A webhook that the caller may know of.

    Raises:
        ProblemError: 404.
    """
    found = house.world.webhooks.known.get(webhook_id)
    rights = house.world.rights_of(visit.caller.operator)
    if found is None or not visible(found, visit.caller.operator, rights):
        raise refused(WEBHOOK_UNKNOWN)
    return found


def _shape(house: House, webhook: Webhook) -> WebhookShape:
    status: WebhookStatus = "active"
    if not webhook.active:
        status = "paused"
    elif not may_hear(house.world, webhook.by, webhook.event):
        status = "right_missing"
    return WebhookShape(
        webhook_id=webhook.webhook,
        event=webhook.event,
        target_url=webhook.target_url,
        status=status,
        created_at=webhook.at,
        created_by=webhook.by,
    )


def _view(visit: Visit, webhook_id: str) -> Callable[[House], WebhookShape]:
    return lambda house: _shape(house, webhook_of(visit, house, webhook_id))


def _checked(secret: str | None) -> str:
    """The secret, or a fresh one.

    Raises:
        ProblemError: 422, no key can be made of it.
    """
    found = secret or new_secret()
    try:
        key_of(found)
    except ValueError as error:
        raise ProblemError(422, SECRET_INVALID) from error
    return found


@router.get("", response_model=WebhooksShape, **opened_by("webhooks:read"))
async def list_webhooks(visit: Visiting) -> Response:
    """A program's own webhooks; a manager sees all of them."""

    def view(house: House) -> WebhooksShape:
        operator = visit.caller.operator
        rights = house.world.rights_of(operator)
        known = house.world.webhooks.known.values()
        seen = [each for each in known if visible(each, operator, rights)]
        return WebhooksShape(webhooks=[_shape(house, each) for each in seen])

    return await visit.read(view)


@router.post(
    "",
    response_model=WebhookSecretShape,
    status_code=201,
    **opened_by("webhooks:write", 409, key=True),
)
async def create_webhook(told: NewWebhook, visit: Visiting) -> Response:
    """Has an event told from now on. Needs the scope that reads the thing as well."""
    scope = TOLD.get(told.event)
    if scope is not None:
        visit.need(scope)
    secret, webhook_id, desk = _checked(told.secret), new_id(), _desk(visit)

    def act(house: House) -> WebhookSecretShape:
        command = CreateWebhook(
            webhook=webhook_id,
            event=told.event,
            target_url=told.target_url,
            sealed=desk.signs(house.world, webhook_id, secret),
        )
        carried_out(house, command, visit.actor)
        shape = _shape(house, house.world.webhooks.known[webhook_id])
        return _with_secret(shape, told.secret, secret)

    return await visit.write(
        Write(
            act=act,
            again=lambda house, thing: _view(visit, _id(thing))(house),
            status=201,
            location=lambda thing: f"/api/v1/webhooks/{_id(thing)}",
            secret=told.secret is None,
        )
    )


def _with_secret(
    shape: WebhookShape, given: str | None, secret: str
) -> WebhookSecretShape:
    """A webhook with the secret that Sotto made; the caller's own is not repeated."""
    made = None if given else secret
    return WebhookSecretShape(**shape.model_dump(), secret=made)


@router.get(
    "/{webhook_id}", response_model=WebhookShape, **opened_by("webhooks:read", 404)
)
async def show_webhook(webhook_id: str, visit: Visiting) -> Response:
    """One webhook."""
    return await visit.read(_view(visit, webhook_id))


@router.patch(
    "/{webhook_id}",
    response_model=WebhookShape,
    **opened_by("webhooks:write", 404, 412, key=True),
)
async def change_webhook(
    webhook_id: str, told: ChangedWebhook, visit: Visiting
) -> Response:
    """Has it told elsewhere, pauses it, or goes on."""
    view = _view(visit, webhook_id)

    def act(house: House) -> WebhookShape:
        command = ChangeWebhook(
            webhook=webhook_id, target_url=told.target_url, active=told.active
        )
        carried_out(house, command, visit.actor)
        return view(house)

    answer = await visit.write(
        Write(act=act, again=lambda house, _: view(house), current=view)
    )
    _desk(visit).wake()
    return answer


@router.delete(
    "/{webhook_id}", status_code=204, **opened_by("webhooks:write", 404, key=True)
)
async def remove_webhook(webhook_id: str, visit: Visiting) -> Response:
    """Has nothing told any more; its messages are forgotten."""
    command = RemoveWebhook(webhook=webhook_id)

    def act(house: House) -> None:
        carried_out(house, command, visit.actor)

    answer = await visit.write(Write(act=act, status=204))
    await asyncio.to_thread(_desk(visit).store.forget, webhook_id)
    return answer


@router.post(
    "/{webhook_id}/secret",
    response_model=WebhookSecretShape,
    **opened_by("webhooks:write", 404, key=True),
)
async def renew_secret(webhook_id: str, told: NewSecret, visit: Visiting) -> Response:
    """Signs with another secret from now on, and for 24 hours with the one before too."""
    desk, secret = _desk(visit), _checked(told.secret)
    view = _view(visit, webhook_id)

    def act(house: House) -> WebhookSecretShape:
        webhook_of(visit, house, webhook_id)
        sealed = desk.signs(house.world, webhook_id, secret)
        command = SetWebhookSecret(webhook=webhook_id, sealed=sealed)
        carried_out(house, command, visit.actor)
        return _with_secret(view(house), told.secret, secret)

    answer = await visit.write(
        Write(act=act, again=lambda house, _: view(house), secret=told.secret is None)
    )
    desk.wake()
    return answer


@router.post(
    "/{webhook_id}/test",
    response_model=ToldAgainShape,
    **opened_by("webhooks:write", 404),
)
async def send_test(webhook_id: str, visit: Visiting) -> Response:
    """Tells the webhook something that did not happen: its data says `"test": true`."""
    desk = _desk(visit)
    webhook = await visit.ask(lambda house: webhook_of(visit, house, webhook_id))
    await asyncio.to_thread(desk.try_out, webhook, {})
    return shown(ToldAgainShape(queued=1))


@router.get(
    "/{webhook_id}/deliveries",
    response_model=DeliveriesShape,
    **opened_by("webhooks:read", 404),
)
async def list_deliveries(
    webhook_id: str,
    visit: Visiting,
    state: DeliveryState | None = None,
    limit: Limit = 50,
    after: After = "",
) -> Response:
    """What it was told in the last 30 days, the newest first. `dead` was given up."""
    await visit.ask(lambda house: webhook_of(visit, house, webhook_id))
    found = await asyncio.to_thread(
        _desk(visit).store.listed, webhook_id, state or "", place(after), limit + 1
    )
    following = None
    if len(found) > limit:
        del found[limit:]
        following = cursor(found[-1].place)
    shape = DeliveriesShape(deliveries=list(map(_delivery, found)), next=following)
    return await visit.read(lambda house: shape, linked(visit.request))


def _delivery(each: Delivery) -> DeliveryShape:
    waiting = each.state == "waiting"
    return DeliveryShape.model_validate(
        {
            "message_id": each.message,
            "event": each.event,
            "happened_at": _moment(each.at),
            "state": each.state,
            "tries": each.tries,
            "last_status": each.status or None,
            "last_error": each.error,
            "next_try_at": _moment(each.due) if waiting else None,
            "body": json.loads(each.body),
        }
    )


@router.post(
    "/{webhook_id}/replay",
    response_model=ToldAgainShape,
    **opened_by("webhooks:write", 404),
)
async def replay(
    webhook_id: str,
    visit: Visiting,
    after: Annotated[
        str,
        Query(
            max_length=100,
            description="Id of the last message that arrived, or a moment.",
            examples=["C1-4711"],
        ),
    ] = "",
) -> Response:
    """Tells what comes behind a message, or happened since a moment, once more; all that
    is kept (30 days) without one. Ids stay the same."""
    desk = _desk(visit)
    await visit.ask(lambda house: webhook_of(visit, house, webhook_id))
    behind, since = "", 0
    if after:
        since = _milliseconds(after)
    if after and not since:
        known = await asyncio.to_thread(desk.store.place_of, webhook_id, after)
        if known is None:
            raise ProblemError(404, MESSAGE_UNKNOWN)
        behind = known
    now = desk.now()
    queued = await asyncio.to_thread(
        lambda: desk.store.tell_again(webhook_id, now, place=behind, at=since)
    )
    desk.wake()
    return shown(ToldAgainShape(queued=queued))


def _id(thing: str) -> str:
    return thing.removeprefix("webhook/")


def _moment(milliseconds: int) -> str:
    moment = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return moment.isoformat(timespec="milliseconds")


def _milliseconds(moment: str) -> int:
    """A moment with its offset, 0 for anything else."""
    try:
        found = datetime.fromisoformat(moment.replace(" ", "+"))
        return round(found.timestamp() * 1000) if found.tzinfo else 0
    except (ValueError, OverflowError):
        return 0

"""Facts about webhooks, and what one may be told."""

from app.domain.records import record
from app.domain.wire import fact

TOLD: dict[str, str] = {
    "order.created": "orders:read",
    "order.updated": "orders:read",
    "order.status_changed": "orders:read",
    "payment.completed": "payments:read",
    "payment.failed": "payments:read",
    "payment.refunded": "payments:read",
    "receipt.issued": "receipts:read",
    "receipt.refunded": "receipts:read",
    "reservation.created": "reservations:read",
    "reservation.updated": "reservations:read",
    "reservation.status_changed": "reservations:read",
    "reservation.arrived": "reservations:read",
    "inventory.low_stock": "inventory:read",
    "inventory.restocked": "inventory:read",
    "menu.availability_changed": "menu:read",
    "channels.changed": "orders:read",
    "till.opened": "sessions:read",
    "till.closed": "sessions:read",
}
"""Event -> the scope that whoever is told of it needs."""


@record
class Webhook:
    """A program that is told of one kind of event.

    Attributes:
        event: one of `TOLD`.
        target_url: where it is told.
        by: who asked for it, and with whose scopes it is told.
        at: since when, ISO 8601 with offset.
        active: whether it is told at the moment.
    """

    webhook: str
    event: str
    target_url: str
    by: str
    at: str
    active: bool = True


@fact("webhook.created", stream="webhook/{webhook}", series="J", signed=True)
class WebhookCreated(Webhook):
    """A webhook was set up."""


@fact("webhook.changed", stream="webhook/{webhook}", series="J", signed=True)
class WebhookChanged(Webhook):
    """A webhook is otherwise from now on: carries the whole of it."""


@fact("webhook.removed", stream="webhook/{webhook}", series="J", signed=True)
class WebhookRemoved:
    """A webhook is told nothing any more, and nothing signs for it."""

    webhook: str


@fact("webhook.secret_set", stream="webhook/{webhook}", series="J", signed=True)
class WebhookSecretSet:
    """What a webhook's messages are signed with from now on.

    Attributes:
        sealed: its secrets, readable for the terminals of this restaurant alone.
    """

    webhook: str
    sealed: str


WebhookEvent = WebhookCreated | WebhookChanged | WebhookRemoved | WebhookSecretSet

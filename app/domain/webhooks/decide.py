"""Deciding about webhooks. A program sees and changes its own; a manager all of them."""

from dataclasses import fields
from urllib.parse import urlsplit

from app.domain.access.state import PREFIX
from app.domain.vocabulary import Context, Refusal, command, need
from app.domain.webhooks.events import (
    TOLD,
    Webhook,
    WebhookChanged,
    WebhookCreated,
    WebhookRemoved,
    WebhookSecretSet,
)
from app.domain.world import World

Decision = tuple[object, ...] | Refusal

MAX_WEBHOOKS = 100
MAX_ADDRESS = 1000
SCOPE = "webhooks:write"


@command
class CreateWebhook:
    """Tell a program of an event, signed with a secret that is sealed already."""

    webhook: str
    event: str
    target_url: str
    sealed: str


@command
class ChangeWebhook:
    """Tell it elsewhere, or not for now; None leaves a thing as it is."""

    webhook: str
    target_url: str | None = None
    active: bool | None = None


@command
class SetWebhookSecret:
    """Sign what it is told with other secrets, sealed already."""

    webhook: str
    sealed: str


@command
class RemoveWebhook:
    """Tell it nothing any more."""

    webhook: str


WebhookCommand = CreateWebhook | ChangeWebhook | SetWebhookSecret | RemoveWebhook


def visible(webhook: Webhook, operator: str, rights: frozenset[str]) -> bool:
    """Whether somebody may know of a webhook: a program of its own alone, whatever it
    may otherwise."""
    manages = "device.edit" in rights and not operator.startswith(PREFIX)
    return webhook.by == operator or manages


def decide(world: World, command: WebhookCommand, context: Context) -> Decision:
    """What changed about webhooks, or why it cannot."""
    refused = _may_not(world, context)
    if refused:
        return refused
    if isinstance(command, CreateWebhook):
        return _create(world, command, context)
    known = world.webhooks.known.get(command.webhook)
    if known is None or not visible(known, context.operator, context.rights):
        return Refusal("webhook_unknown", "Ce webhook n'existe pas.")
    if isinstance(command, RemoveWebhook):
        return (WebhookRemoved(webhook=known.webhook),)
    if isinstance(command, SetWebhookSecret):
        if command.sealed == world.webhooks.secret(known.webhook):
            return ()
        return (WebhookSecretSet(webhook=known.webhook, sealed=command.sealed),)
    target = command.target_url
    refused = _impossible(world, target) if target is not None else None
    if refused:
        return refused
    kept = {field.name: getattr(known, field.name) for field in fields(Webhook)}
    asked = {"target_url": target, "active": command.active}
    after = kept | {name: value for name, value in asked.items() if value is not None}
    return () if after == kept else (WebhookChanged(**after),)


def _may_not(world: World, context: Context) -> Refusal | None:
    key = world.access.keys.get(context.operator.removeprefix(PREFIX))
    if key is not None and SCOPE in key.scopes:
        return None
    return need(context, "device.edit", "Un webhook demande un responsable.")


def _create(world: World, command: CreateWebhook, context: Context) -> Decision:
    if command.event not in TOLD:
        return Refusal("event_invalid", "Aucun webhook n'annonce cela.")
    if len(world.webhooks.known) >= MAX_WEBHOOKS:
        return Refusal("too_many_webhooks", "Il y a déjà trop de webhooks.")
    return _impossible(world, command.target_url) or (
        WebhookCreated(
            webhook=command.webhook,
            event=command.event,
            target_url=command.target_url,
            by=context.operator,
            at=context.now.isoformat(timespec="seconds"),
        ),
        WebhookSecretSet(webhook=command.webhook, sealed=command.sealed),
    )


def _impossible(world: World, address: str) -> Refusal | None:
    invalid = Refusal("address_invalid", "Cette adresse n'est pas possible.")
    if not (0 < len(address) <= MAX_ADDRESS and address.isascii()):
        return invalid
    if not all("!" <= sign <= "~" for sign in address):
        return invalid
    try:
        parts = urlsplit(address)
        named = parts.hostname and parts.port != 0
    except ValueError:
        return invalid
    fits = parts.scheme in ("http", "https") and named and parts.username is None
    if not fits:
        return invalid
    if parts.scheme == "http" and world.settings.text("webhooks.private") == "no":
        return Refusal(
            "tls_needed", "Un webhook part en https : cette adresse n'est pas protégée."
        )
    return None

"""Webhooks as they stand."""

from dataclasses import dataclass, field

from app.domain.webhooks.events import (
    Webhook,
    WebhookChanged,
    WebhookCreated,
    WebhookEvent,
    WebhookRemoved,
    WebhookSecretSet,
)


@dataclass(slots=True)
class Webhooks:
    """Who is told what, by id; whichever of its facts came first."""

    _known: dict[str, Webhook] = field(default_factory=dict)
    _removed: set[str] = field(default_factory=set)
    _secrets: dict[str, str] = field(default_factory=dict)

    def evolve(self, event: WebhookEvent) -> None:
        """Takes a fact in; never refuses."""
        match event:
            case WebhookCreated():
                self._known.setdefault(event.webhook, event)
            case WebhookChanged():
                self._known[event.webhook] = event
            case WebhookRemoved():
                self._removed.add(event.webhook)
            case WebhookSecretSet():
                self._secrets[event.webhook] = event.sealed

    def secret(self, webhook: str) -> str:
        """What its messages are signed with, sealed; "" before anybody said."""
        return self._secrets.get(webhook, "")

    @property
    def known(self) -> dict[str, Webhook]:
        """Those that were not removed."""
        return {k: v for k, v in self._known.items() if k not in self._removed}

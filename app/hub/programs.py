"""What the windows ask of the hub of this machine about programs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.services.ports import WebhookHealth

if TYPE_CHECKING:
    from app.hub.api.api import Api


@dataclass(frozen=True, slots=True)
class HubPrograms:
    """The programs of one hub; see `ports.Programs`. In the thread of the house."""

    api: "Api"

    def last_use(self, operator: str) -> str:
        """When a program asked last, ISO 8601; "" when it has not since the start."""
        return self.api.calls.last_use.get(operator, "")

    def untold(self) -> Mapping[str, WebhookHealth]:
        """What webhooks are still to be told, by id.

        Raises:
            KnownError: it cannot be read.
        """
        return self.api.webhooks.store.untold()

    def tell_again(self, webhook: str) -> int:
        """Tells a webhook what was given up; how many messages that are.

        Raises:
            KnownError: nothing has changed.
        """
        desk = self.api.webhooks
        again = desk.store.tell_again(webhook, desk.now(), state="dead")
        desk.wake()
        return again

"""What tells guests and others something by text message or mail, as far as the
environment of a house lets it."""

from app.bootstrap import Opened
from app.connectors.outbox import Outbox
from app.services.ports import Notifier


def notifier_of(opened: Opened) -> Notifier:
    """What tells people something: in production; elsewhere nobody by mistake.

    Raises:
        OSError, KnownError: the accounts cannot be read.
    """
    from app.connectors.notifier import Notifier as Real

    house, profile = opened.house, opened.profile
    real = Real(profile.keys)
    if house.mark is None:
        return real
    return Outbox(
        real,
        profile.outbox,
        house.mark,
        house.clock,
        lambda: house.world.settings.text("outside.open") == "yes",
    )

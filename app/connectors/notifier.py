"""Tells people something by text message or mail."""

import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from app.connectors.accounts import Accounts
from app.services.ports import NotToldError

_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "sms": ("account", "token", "sender"),
    "email": ("host", "sender"),
}
"""What an account has at least; the rest is said where it is used, `twilio` and `smtp`."""


class Notifier:
    """Text messages and mails of one house; off until it has accounts. Thread: any, and
    not one that somebody waits for.

    Args:
        keys: key folder of the profile.
        trust: whose certificates mail servers may have; the machine's list without one.
    """

    def __init__(self, keys: Path, trust: ssl.SSLContext | None = None) -> None:
        self._accounts, self._trust = Accounts(keys), trust

    def channels(self) -> frozenset[str]:
        """The ways that are open: "sms", "email"."""
        return frozenset(name for name in _NEEDED if self._accounts.of(name))

    def set_up(self, channel: str, account: Mapping[str, str] | None) -> None:
        """Opens a way, or shuts it with None.

        Raises:
            NotToldError: something of the account is missing.
            OSError: it could not be kept.
        """
        if account is not None and not all(account.get(n) for n in _NEEDED[channel]):
            raise NotToldError("account_incomplete")
        self._accounts.set(channel, account)

    def tell(self, channel: str, to: str, subject: str, text: str) -> None:
        """Tells somebody something.

        Raises:
            NotToldError: it did not go out, or nobody knows.
        """
        account = self._accounts.of(channel)
        if account is None:
            raise NotToldError("off")
        # What speaks to services is loaded when there is something to tell.
        if channel == "sms":
            from app.connectors.twilio import send_sms

            send_sms(account, to, text)
        else:
            from app.connectors.smtp import send_mail

            send_mail(account, to, subject, text, self._trust)

    def mail_file(
        self, to: str, subject: str, text: str, name: str, content: bytes
    ) -> None:
        """Mails a PDF file.

        Raises:
            NotToldError: it did not go out, or nobody knows.
        """
        account = self._accounts.of("email")
        if account is None:
            raise NotToldError("off")
        from app.connectors.smtp import send_mail

        send_mail(account, to, subject, text, self._trust, (name, content))

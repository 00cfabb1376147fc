"""Payment providers with a page of their own: which one a house has, how it is asked.

A provider is asked over HTTPS, from any thread but one that somebody waits for. Its
account lies in the key folder of the hub (`accounts`), never in the journal.
"""

import time
from collections.abc import Callable, Mapping
from threading import Event
from typing import Final
from urllib.parse import urlsplit

from app.connectors.stripe_checkout import StripeCheckout
from app.connectors.sumup_checkout import SumUpCheckout
from app.services.pay_pages import PayPages
from hardware.terminals.web import Place

SERVICE: Final = "pages"
"""The provider's name among the accounts of the key folder."""
NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "stripe": ("key",),
    "sumup": ("key", "merchant"),
}
"""Provider -> what its account has at least; `secret` signs the messages of Stripe."""
_BASES: Final = {
    "stripe": "https://api.stripe.com",
    "sumup": "https://api.sumup.com",
}
_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
_TEST_KEY: Final = "sk_test_"


def pages_of(
    account: Mapping[str, str],
    stopping: Event,
    clock: Callable[[], float] = time.time,
) -> PayPages | None:
    """The provider of an account; None when something of it is missing.

    Args:
        stopping: set when Sotto ends: a wait is over then.
    """
    name = account.get("provider", "")
    if name not in NEEDED or not all(account.get(each) for each in NEEDED[name]):
        return None
    place = Place(
        base=account.get("base") or _BASES[name],
        headers={"Authorization": f"Bearer {account['key']}"},
        answer_s=10.0,
    )
    if name == "stripe":
        return StripeCheckout(place, account.get("secret", ""), stopping, clock)
    return SumUpCheckout(place, account["merchant"], stopping)


def is_trial(account: Mapping[str, str]) -> bool:
    """Whether no money can move by this account: a simulator, or a provider's test key."""
    host = urlsplit(account.get("base", "")).hostname or ""
    return host in _LOOPBACK or account.get("key", "").startswith(_TEST_KEY)

"""`sotto hub pages`: the provider on whose pages guests pay, where there are no windows."""

import argparse
import sys
from collections.abc import Callable
from threading import Event

Command = Callable[
    [str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser
]
"""Adds a command: name, what it does, what runs it."""
NONE = "none"


def add_command(command: Command) -> None:
    """Adds the action of `sotto hub`."""
    pages = command("pages", "keep the account on whose pages guests pay", _pages)
    pages.add_argument(
        "provider",
        choices=("stripe", "sumup", NONE),
        help="whose pages; the key is read from the standard input, and for Stripe, on a "
        "second line, the secret that signs its messages",
    )
    pages.add_argument("--merchant", default="", help="merchant code of SumUp")


def _pages(options: argparse.Namespace) -> int:
    from app.bootstrap import profile_of
    from app.connectors.accounts import Accounts
    from app.connectors.pay_pages import SERVICE, pages_of
    from app.services.pay_pages import PagesDownError
    from app.starting import disk_told
    from resources.texts import tr

    profile = profile_of(options.profile or "demo")
    if options.provider == NONE:
        with disk_told():
            Accounts(profile.keys).set(SERVICE, None)
        print(tr("Plus de compte de paiement sur ce poste"))
        return 0
    typed = [line.strip() for line in sys.stdin.read().splitlines()]
    key, secret = (*typed, "", "")[:2]
    told = {"key": key, "secret": secret, "merchant": options.merchant}
    account = {name: value for name, value in told.items() if value}
    account["provider"] = options.provider
    pages = pages_of(account, Event())
    if pages is None:
        print(tr("Il manque quelque chose à ce compte."), file=sys.stderr)
        return 2
    try:
        pages.greet()
    except PagesDownError as error:
        words = tr("Le prestataire ne répond pas à cette clé ({why}).", why=error)
        print(words, file=sys.stderr)
        return 1
    with disk_told():
        profile.keys.mkdir(mode=0o700, parents=True, exist_ok=True)
        Accounts(profile.keys).set(SERVICE, account)
    print(tr("Le paiement au téléphone est réglé"))
    return 0

"""What is made of an address, for the terminals that are reached by HTTPS.

What no form offers, and simulators set, is ``base``: where the service is. It is taken
only when it is on this machine.
"""

import ssl
from pathlib import Path
from urllib.parse import quote, urlsplit

from hardware.terminals.adyen import (
    Adyen,
    Carrier,
    CloudCarrier,
    LocalCarrier,
    known_certificate,
)
from hardware.terminals.cloud_kinds import ADYEN_CLOUD, PLATFORM
from hardware.terminals.dialogue import Dialogue
from hardware.terminals.kind import Setup
from hardware.terminals.nexo import Names
from hardware.terminals.nexo_crypto import SharedKey
from hardware.terminals.stripe import Stripe
from hardware.terminals.sumup import Account, SumUp
from hardware.terminals.web import Place

_SALE = "Sotto"
_PORT = 8443
_PEM = "-----BEGIN"
_ADYEN = "https://device-api-{}.adyen.com/v1/merchants/{}/devices/{}"
_STRIPE = "https://api.stripe.com"
_STRIPE_VERSION = "2024-06-20"  # what Stripe answers does not change under us
_SUMUP = "https://api.sumup.com"
_WATCH_CLOUD_S = 300.0


def adyen(setup: Setup) -> Dialogue:
    """A terminal of Adyen's, in the network or by the cloud.

    Raises:
        ValueError: something of the setup cannot be.
    """
    live = setup.options.get(PLATFORM.key, PLATFORM.default) == "live"
    if setup.scheme == ADYEN_CLOUD.scheme:
        merchant = quote(setup.options.get("merchant", ""), safe="")
        usual = _ADYEN.format("live" if live else "test", merchant, setup.place)
        base = _base(setup, usual)
        place = Place(base=base, headers={"x-API-key": _typed(setup, "key")})
        waiting = setup.options.get("answer", "sync") == "sync"
        carrier: Carrier = CloudCarrier(place, waiting=waiting)
        names = Names(sale=_SALE, poi=setup.place)
        return Adyen(carrier, names, watch_s=_WATCH_CLOUD_S)
    poi = setup.options.get("poi", "")
    key = SharedKey(
        identifier=setup.options.get("key", ""),
        version=int(setup.options.get("version") or 1),
        passphrase=_typed(setup, "passphrase"),
    )
    host, _, port = setup.place.partition(":")
    place = Place(
        base=f"https://{host}:{port or _PORT}",
        trust=_adyens_root(setup.options.get("root", "")),
        known=known_certificate(poi, live=live),
    )
    return Adyen(LocalCarrier(place, key), Names(sale=_SALE, poi=poi))


def _adyens_root(root: str) -> ssl.SSLContext:
    """Trusts what this root has signed and nothing else; names are looked at by hand.

    Args:
        root: the certificate itself, or the file it is in.

    Raises:
        ValueError: it is none.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    try:
        pem = root if root.startswith(_PEM) else Path(root).read_text("ascii")
        context.load_verify_locations(cadata=pem)
    except OSError as error:  # of ssl too
        raise ValueError("Adyen's root certificate is not there") from error
    return context


def stripe(setup: Setup) -> Dialogue:
    """A reader of Stripe's.

    Raises:
        ValueError: something of the setup cannot be.
    """
    key = _typed(setup, "key")
    base = _base(setup, _STRIPE)
    headers = {"Authorization": f"Bearer {key}", "Stripe-Version": _STRIPE_VERSION}
    return Stripe(Place(base=base, headers=headers), setup.place)


def sumup(setup: Setup) -> Dialogue:
    """A reader of SumUp's.

    Raises:
        ValueError: something of the setup cannot be.
    """
    key = _typed(setup, "key")
    base = _base(setup, _SUMUP)
    place = Place(base=base, headers={"Authorization": f"Bearer {key}"})
    account = Account(
        merchant=setup.options.get("merchant", ""),
        app=setup.options.get("app", ""),
        affiliate=_typed(setup, "affiliate"),
    )
    return SumUp(place, account, setup.place)


def _typed(setup: Setup, name: str) -> str:
    """A secret.

    Raises:
        ValueError: it was never typed on this machine, or no header could carry it.
    """
    secret = setup.secrets.get(name, "").strip()
    if not (secret and secret.isascii() and secret.isprintable()):
        raise ValueError(f"the secret {name!r} is not there")
    return secret


def _base(setup: Setup, usual: str) -> str:
    """Where the service is: a simulator on this machine, else where it always is."""
    said = setup.options.get("base", "")
    return said if urlsplit(said).hostname == "127.0.0.1" else usual

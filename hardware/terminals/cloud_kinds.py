"""The kinds of terminal that are reached by HTTPS: what is typed, what is made of it.

What the form may not change, and simulators set, is ``base``: where the service is, which
is taken only when it is on this machine.
"""

import ssl
from pathlib import Path
from urllib.parse import urlsplit

from hardware.terminals import stripe, sumup
from hardware.terminals.adyen import (
    Adyen,
    Carrier,
    CloudCarrier,
    LocalCarrier,
    known_certificate,
)
from hardware.terminals.adyen_simulator import AdyenSimulator
from hardware.terminals.dialogue import Dialogue
from hardware.terminals.kind import Kind, Option, Setup, Way
from hardware.terminals.nexo import Names
from hardware.terminals.nexo_crypto import SharedKey
from hardware.terminals.stripe import Stripe
from hardware.terminals.stripe_simulator import StripeSimulator
from hardware.terminals.sumup import Account, SumUp
from hardware.terminals.sumup_simulator import SumUpSimulator
from hardware.terminals.web import Place

_SALE = "Sotto"
_PORT = 8443
_PEM = "-----BEGIN"
_POI = r"[A-Za-z0-9]+-[A-Za-z0-9]+"
_CLOUDS = {
    "test": "https://terminal-api-test.adyen.com",
    "live": "https://terminal-api-live.adyen.com",
}
_WATCH_CLOUD_S = 300.0
_PLATFORM = Option(
    key="platform",
    label="Environnement",
    choices=(("live", "Réel"), ("test", "Essai")),
    default="live",
)
_NAME = Option(
    key="poi",
    label="Nom du terminal",
    example="V400m-324688179",
    hint="Modèle et numéro de série, comme dans l'espace client Adyen.",
    pattern=_POI,
)


def _secret(key: str, label: str, example: str, hint: str = "") -> Option:
    return Option(
        key=key, label=label, example=example, hint=hint, pattern=".+", secret=True
    )


_ADYEN_LOCAL = Way(
    scheme="adyen",
    label="Réseau du restaurant",
    options=(
        Option(
            key="",
            label="Adresse",
            example="192.168.1.40",
            pattern=r"[^\s/:?#]{1,253}(:[0-9]{1,5})?",
        ),
        _NAME,
        _PLATFORM,
        Option(
            key="root",
            label="Certificat racine d'Adyen",
            example="/home/caisse/adyen-terminalfleet-live.pem",
            hint="Le fichier téléchargé chez Adyen, sur cette caisse.",
            pattern=".+",
        ),
        Option(
            key="key",
            label="Identifiant de la clé partagée",
            example="ma-cle",
            pattern=".+",
        ),
        Option(
            key="version",
            label="Version de la clé",
            example="1",
            pattern="[0-9]{1,6}",
            default="1",
        ),
        _secret(
            "passphrase",
            "Phrase secrète de la clé",
            "",
            "Sans accents, comme saisie dans l'espace client Adyen.",
        ),
    ),
)
_ADYEN_CLOUD = Way(
    scheme="adyen-cloud",
    label="Par internet",
    options=(
        Option(
            key="",
            label="Nom du terminal",
            example="V400m-324688179",
            hint="Modèle et numéro de série, comme dans l'espace client Adyen.",
            pattern=_POI,
        ),
        _PLATFORM,
        Option(
            key="answer",
            label="Réponse",
            hint="Redemandée : pour une liaison qui se coupe quand elle reste ouverte.",
            choices=(("sync", "Attendue"), ("async", "Redemandée")),
            default="sync",
        ),
        _secret("key", "Clé d'API", "AQE…"),
    ),
)
_STRIPE = Way(
    scheme="stripe",
    label="Par internet",
    options=(
        Option(
            key="",
            label="Identifiant du lecteur",
            example="tmr_FfV…",
            hint="Dans le tableau de bord Stripe, page Terminal.",
            pattern="tmr_[A-Za-z0-9_]{1,80}",
        ),
        _secret("key", "Clé secrète", "rk_live_…"),
    ),
)
_SUMUP = Way(
    scheme="sumup",
    label="Par internet",
    options=(
        Option(
            key="",
            label="Lecteur, ou code d'appairage qu'il affiche",
            example="4WLFDSBF",
            pattern=f"{sumup.READER}|{sumup.CODE}",
        ),
        Option(
            key="merchant",
            label="Code marchand",
            example="MC0X0ABC",
            pattern="[A-Za-z0-9]{4,20}",
        ),
        Option(
            key="app",
            label="Identifiant d'application",
            example="com.mon-restaurant.caisse",
            hint="De la clé affilié, page développeurs de SumUp.",
            pattern=r"\S{1,120}",
        ),
        _secret("affiliate", "Clé affilié", "sup_afk_…"),
        _secret("key", "Clé d'API", "sup_sk_…"),
    ),
)


def _adyen(setup: Setup) -> Dialogue:
    live = _option(_PLATFORM, setup) == "live"
    if setup.scheme == _ADYEN_CLOUD.scheme:
        base = _base(setup, _CLOUDS["live" if live else "test"])
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


def _stripe(setup: Setup) -> Dialogue:
    key = _typed(setup, "key")
    base = _base(setup, stripe.BASE)
    place = Place(base=base, headers={"Authorization": f"Bearer {key}"})
    return Stripe(place, setup.place)


def _sumup(setup: Setup) -> Dialogue:
    key = _typed(setup, "key")
    base = _base(setup, sumup.BASE)
    place = Place(base=base, headers={"Authorization": f"Bearer {key}"})
    account = Account(
        merchant=setup.options.get("merchant", ""),
        app=setup.options.get("app", ""),
        affiliate=_typed(setup, "affiliate"),
    )
    return SumUp(place, account, setup.place)


def _option(option: Option, setup: Setup) -> str:
    return setup.options.get(option.key, option.default)


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


ADYEN = Kind(
    key="adyen",
    label="Adyen",
    ways=(_ADYEN_LOCAL, _ADYEN_CLOUD),
    dialogue=_adyen,
    simulator=lambda memory: AdyenSimulator(memory=memory),
)
STRIPE = Kind(
    key="stripe",
    label="Stripe Terminal",
    ways=(_STRIPE,),
    dialogue=_stripe,
    simulator=lambda memory: StripeSimulator(memory=memory),
)
SUMUP = Kind(
    key="sumup",
    label="SumUp Solo",
    ways=(_SUMUP,),
    dialogue=_sumup,
    simulator=lambda memory: SumUpSimulator(memory=memory),
)
CLOUD_KINDS = (ADYEN, STRIPE, SUMUP)

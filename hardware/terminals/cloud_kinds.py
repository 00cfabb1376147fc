"""The kinds of terminal that are reached by HTTPS: what is typed.

What is made of it (``cloud_setup``) and the simulators are loaded when there is such a
terminal: a till without one has no use for an HTTP client.
"""

from pathlib import Path

from hardware.terminals.dialogue import Dialogue
from hardware.terminals.kind import Kind, Option, Setup, Simulator, Way

_POI = r"[A-Za-z0-9]+-[A-Za-z0-9]+"
_READER = r"rdr_[A-Za-z0-9]{4,64}"
_CODE = r"[A-Za-z0-9]{8,9}"
_CAPS = frozenset({"ping", "status", "refund", "named_refund", "abort"})
PLATFORM = Option(
    key="platform",
    label="Environnement",
    choices=(("live", "Réel"), ("test", "Essai")),
    default="live",
)
_NAME = Option(
    key="poi",
    label="Nom du terminal",
    example="V400m-324688179",
    hint="Modèle et numéro, comme chez Adyen.",
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
            pattern=r"[^\s/:?#]{1,253}(:[1-9][0-9]{0,4})?",
        ),
        _NAME,
        PLATFORM,
        Option(
            key="root",
            label="Certificat racine d'Adyen",
            example="/home/caisse/adyen-live.pem",
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
ADYEN_CLOUD = Way(
    scheme="adyen-cloud",
    label="Par internet",
    options=(
        Option(
            key="",
            label="Nom du terminal",
            example="V400m-324688179",
            hint="Modèle et numéro, comme chez Adyen.",
            pattern=_POI,
        ),
        Option(
            key="merchant",
            label="Compte marchand",
            example="MonRestaurant_POS",
            pattern=r"\S{1,80}",
        ),
        PLATFORM,
        Option(
            key="answer",
            label="Réponse",
            hint="Redemandée : pour une liaison qui se coupe.",
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
            pattern=f"{_READER}|{_CODE}",
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
    from hardware.terminals.cloud_setup import adyen

    return adyen(setup)


def _stripe(setup: Setup) -> Dialogue:
    from hardware.terminals.cloud_setup import stripe

    return stripe(setup)


def _sumup(setup: Setup) -> Dialogue:
    from hardware.terminals.cloud_setup import sumup

    return sumup(setup)


def _adyen_simulator(memory: Path | None) -> Simulator:
    from hardware.terminals.adyen_simulator import AdyenSimulator

    return AdyenSimulator(memory=memory)


def _stripe_simulator(memory: Path | None) -> Simulator:
    from hardware.terminals.stripe_simulator import StripeSimulator

    return StripeSimulator(memory=memory)


def _sumup_simulator(memory: Path | None) -> Simulator:
    from hardware.terminals.sumup_simulator import SumUpSimulator

    return SumUpSimulator(memory=memory)


ADYEN = Kind(
    key="adyen",
    label="Adyen",
    ways=(_ADYEN_LOCAL, ADYEN_CLOUD),
    caps=_CAPS | {"ticket"},
    dialogue=_adyen,
    simulator=_adyen_simulator,
)
STRIPE = Kind(
    key="stripe",
    label="Stripe Terminal",
    ways=(_STRIPE,),
    caps=_CAPS,
    dialogue=_stripe,
    simulator=_stripe_simulator,
)
SUMUP = Kind(
    key="sumup",
    label="SumUp Solo",
    ways=(_SUMUP,),
    caps=_CAPS,
    dialogue=_sumup,
    simulator=_sumup_simulator,
)
CLOUD_KINDS = (ADYEN, STRIPE, SUMUP)

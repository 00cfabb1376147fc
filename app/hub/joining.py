"""A new terminal joins a restaurant: it needs the hub's address and a code."""

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import httpx2
from spake2 import SPAKEError
from typing_extensions import override

from app.domain.environment import Environment, environment_named
from app.hub.certificate import fingerprint
from app.hub.pairing import TERMINAL, coming_side, proof_of, unseal
from app.hub.places import address_of, place_at
from app.services.environment import environment_words
from app.services.site import Site
from db.canonical import b64u, unb64u
from db.errors import KnownError
from resources.texts import tr

_TIMEOUT_S = 10.0


class JoinFailedError(KnownError):
    """The terminal was not taken in; `args[0]` is the hub's word for it, `args[1]` its
    environment where that is why."""

    @override
    def text(self) -> str:
        words = {
            "unreachable": tr("Le hub ne répond pas à cette adresse."),
            "form": tr("Ce n'est pas un hub de Sotto qui répond à cette adresse."),
            "closed": tr("Aucun code n'est ouvert au hub : demandez-en un nouveau."),
            "code": tr(
                "Ce n'est pas le bon code : vérifiez-le, ou demandez-en un autre au hub."
            ),
            "busy": tr(
                "Le hub ne peut rien enregistrer en ce moment : voyez son écran."
            ),
            "right_missing": tr("Qui a ouvert ce code n'en a pas le droit."),
            "environment": tr(
                "Ce hub est de l'environnement « {name} » : ce profil en a un autre, et "
                "n'en change jamais.",
                name=environment_words(self.args[1]) if self.args[1:] else "",
            ),
        }
        code = str(self.args[0])
        return words.get(
            code, tr("Le hub refuse ce terminal ({code}).").format(code=code)
        )


@dataclass(frozen=True, slots=True)
class Agreed:
    """A hub that has agreed on a key with us, if we typed the code that it shows.

    Attributes:
        place: where it is, "host:port".
        key: what only that hub can know then.
    """

    place: str
    key: bytes
    client: httpx2.Client
    started: str

    def ask(self, path: str, told: Mapping[str, str]) -> Mapping[str, str]:
        """What the hub answers.

        Raises:
            JoinFailedError: it does not, or refuses.
        """
        return _post(self.client, path, {"id": self.started, **told})


@contextmanager
def agreed(
    address: str, code: str, path: str, asks: bytes, environment: str
) -> Iterator[Agreed]:
    """The key agreement with a hub over a code; `path` and `asks` say for what.

    Raises:
        JoinFailedError: the hub is not there, or has no code open.
    """
    try:
        host, port = address_of(address)
        certificate = ssl.get_server_certificate((host, port), timeout=_TIMEOUT_S)
    except (OSError, ValueError) as error:
        raise JoinFailedError("unreachable") from error
    # Whom it belongs to is what the code will prove: SPAKE2 covers its fingerprint.
    trusted = ssl.create_default_context(cadata=certificate)
    trusted.check_hostname = False
    tls = fingerprint(ssl.PEM_cert_to_DER_cert(certificate))
    side = coming_side(code, tls, asks)
    place = place_at(host, port)
    base = f"https://{place}{path}"
    with httpx2.Client(verify=trusted, base_url=base, timeout=_TIMEOUT_S) as client:
        hello = {"message": b64u(side.start()), "environment": environment}
        begun = _post(client, "/start", hello)
        try:
            key = side.finish(unb64u(begun["message"]))
        except (KeyError, ValueError, SPAKEError) as error:
            raise JoinFailedError("form") from error
        yield Agreed(place, key, client, begun.get("id", ""))


def join(
    address: str,
    code: str,
    jwk: Mapping[str, str],
    environment: Environment | None = None,
) -> tuple[Site, bytes]:
    """Pairs this terminal. Returns the site and the pepper of its PINs. Blocks.

    Args:
        environment: the only one that it joins; None for the hub's, whichever it is.

    Raises:
        JoinFailedError: the hub is not there, or does not take the code.
    """
    with agreed(address, code, "/pairing", TERMINAL, environment or "") as hub:
        x, y = jwk["x"], jwk["y"]
        proof = {"x": x, "y": y, "proof": proof_of(hub.key, x, y)}
        sealed = hub.ask("/finish", proof).get("sealed", "")
    try:
        told = unseal(hub.key, sealed)
    except ValueError as error:
        raise JoinFailedError("code") from error
    try:
        pepper = unb64u(told.pop("pepper"))
        theirs = environment_named(told.pop("environment", ""))
        if environment not in (None, theirs):
            raise JoinFailedError("environment", theirs)
        founder = (told["founder"], told["x"], told["y"])
        return Site(told["id"], told["chain"], *founder, hub.place, theirs), pepper
    except (KeyError, ValueError, TypeError) as error:
        raise JoinFailedError("form") from error


def _environment(told: Mapping[str, str]) -> tuple[Environment, ...]:
    """The environment that an answer names, if it names one."""
    try:
        return (environment_named(told["environment"]),)
    except (KeyError, ValueError):
        return ()


def _post(
    client: httpx2.Client, path: str, body: Mapping[str, str]
) -> Mapping[str, str]:
    try:
        answer = client.post(path, json=dict(body))
        told = answer.json()
    except (httpx2.HTTPError, ValueError, RecursionError) as error:
        raise JoinFailedError("unreachable") from error
    if not isinstance(told, dict) or not all(isinstance(v, str) for v in told.values()):
        raise JoinFailedError("form")
    if not answer.is_success:
        code = told.get("refused", str(answer.status_code))
        raise JoinFailedError(code, *_environment(told))
    return told

"""Attaching a site to a head office: a six-digit code makes one a terminal of the other.

An administrator at the head office opens a code for a name; at the site, which sits
behind a box and therefore dials, another one types it with the head office's address.
Both ends run the key agreement of `pairing.py`. Then the head office shows the public key
of the member that it made for this site; the site enrols it and tells whatever a terminal
of the site has to know. Interrupted halfway, it is done again with a new code: the member
keeps its key, so it is enrolled once.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from typing_extensions import override

from app.domain.environment import Environment
from app.domain.terminals.decide import AttachTo
from app.domain.vocabulary import Refusal
from app.hub.joining import JoinFailedError, agreed
from app.hub.node import Node, asked
from app.hub.pairing import CodeDesk, Offer, body_of, seal, start_answer, unseal
from app.services.house import Actor
from app.services.site import Site
from db.canonical import b64u, unb64u
from db.errors import KnownError
from resources.texts import tr

SITE_FILE: Final = "attaching.json"
"""In the key folder: an offer that was made at the shell (`sotto hub site`)."""
_SITE: Final = b"sotto/site"
_TO_SITE: Final = b"sotto/site/welcome"
_PATH: Final = "/attaching"
_MOST_AGREED: Final = 8


@dataclass(frozen=True, slots=True)
class Welcome:
    """What a head office tells a site that knows its code.

    Attributes:
        name: of the head office.
        x, y: public key of the member that it made for the site.
    """

    name: str
    x: str
    y: str


class AttachFailedError(KnownError):
    """The site was not attached; `args[0]` is a code, `args[1]` the words for it where
    a rule of this restaurant is why."""

    @override
    def text(self) -> str:
        code, *words = map(str, self.args)
        known = {
            "unreachable": tr("Le siège ne répond pas à cette adresse."),
            "form": tr("Ce n'est pas un siège de Sotto qui répond à cette adresse."),
            "404": tr("Ce n'est pas un siège de Sotto qui répond à cette adresse."),
            "closed": tr("Aucun code n'est ouvert au siège : demandez-en un nouveau."),
            "code": tr(
                "Ce n'est pas le bon code : vérifiez-le, ou demandez-en un autre au siège."
            ),
            "busy": tr("Le siège ne peut rien enregistrer en ce moment."),
            "right_missing": tr("Qui a ouvert ce code n'en a pas le droit."),
            "site_taken": tr("Un autre établissement porte déjà cet identifiant."),
            "environment": tr(
                "Ce siège est d'un autre environnement que ce restaurant."
            ),
        }
        refused = tr("Le siège refuse ce restaurant ({code}).", code=code)
        return known.get(code, words[0] if words else refused)


class Office(Protocol):
    """The head office behind the desk. Its methods block; any thread but the house's."""

    @property
    def environment(self) -> Environment:
        """Of the head office: its sites stand in the same."""
        ...

    def welcome(self, site: str) -> Welcome:
        """The member for a site, made if there is none.

        Raises:
            KnownError: the disk refuses.
        """
        ...

    def attach(
        self, site: Site, name: str, pepper: bytes, actor: Actor
    ) -> Refusal | None:
        """Opens the member, and says in the journal that the site is attached.

        Raises:
            KnownError: the member cannot be opened, or nothing can be written.
        """
        ...


class Told(BaseModel):
    """What the site says under the key that was agreed upon."""

    id: str = Field(max_length=100)
    sealed: str = Field(max_length=4000)


class AttachingDesk(CodeDesk):
    """The head office's side of attaching."""

    def __init__(
        self,
        office: Office,
        keys: Path,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(_SITE, keys / SITE_FILE, clock)
        self.office = office
        self._proven: dict[str, tuple[Offer, bytes, str]] = {}

    async def welcome(self, told: Told) -> str | None:
        """The member's key, sealed; None for who does not know the code.

        Raises:
            ValueError: the message is none.
            KnownError: the disk refuses.
        """
        found = self.agreed(told.id)
        if found is None:
            return None
        offer, key = found
        try:
            site = unseal(key, told.sealed, _SITE)["site"]
        except (ValueError, KeyError):
            if offer.tries <= 0:
                self.close()
            return None
        if not _is_id(site):
            raise ValueError("no id of a site")
        self.close()  # who knows it has it for themselves
        welcome = await asyncio.to_thread(self.office.welcome, site)
        while len(self._proven) >= _MOST_AGREED:
            del self._proven[next(iter(self._proven))]
        self._proven[told.id] = (offer, key, site)
        said = {"name": welcome.name, "x": welcome.x, "y": welcome.y}
        return seal(key, said, _TO_SITE)

    async def finish(self, told: Told) -> Refusal | None:
        """Attaches the site.

        Raises:
            ValueError: the message is none.
            KnownError: the member cannot be opened, or nothing can be written.
        """
        offer, key, site_id = self._proven.pop(told.id)
        said = unseal(key, told.sealed, _SITE)
        trusted = (said["chain"], said["founder"], said["x"], said["y"])
        site = Site(site_id, *trusted, "", self.office.environment)
        pepper = unb64u(said["pepper"])
        attach = self.office.attach
        return await asyncio.to_thread(attach, site, offer.name, pepper, offer.actor)


def attaching_routes(desk: AttachingDesk) -> APIRouter:
    """The three steps as HTTP: 403 with a code word when they lead nowhere."""
    router = APIRouter(prefix=_PATH, include_in_schema=False)

    @router.post("/start")
    async def start(request: Request) -> JSONResponse:
        ours = desk.office.environment
        return await start_answer(desk, request, ours, joining=(ours,))

    @router.post("/welcome")
    async def welcome(request: Request) -> JSONResponse:
        try:
            sealed = await desk.welcome(
                Told.model_validate_json(await body_of(request))
            )
        except ValueError:
            return JSONResponse({"refused": "form"}, 400)
        except (KnownError, TimeoutError):
            return JSONResponse({"refused": "busy"}, 503)
        if sealed is None:
            return JSONResponse({"refused": "code"}, 403)
        return JSONResponse({"sealed": sealed})

    @router.post("/finish")
    async def finish(request: Request) -> JSONResponse:
        try:
            refused = await desk.finish(
                Told.model_validate_json(await body_of(request))
            )
        except (ValueError, KeyError):
            return JSONResponse({"refused": "form"}, 400)
        except (KnownError, TimeoutError):
            return JSONResponse({"refused": "busy"}, 503)
        if refused is not None:
            return JSONResponse({"refused": refused.code}, 403)
        return JSONResponse({})

    return router


def attach(node: Node, pepper: bytes, address: str, code: str, actor: Actor) -> None:
    """Attaches the restaurant of this node to a head office. Blocks; not in the thread
    of the house.

    Args:
        pepper: what keys the PINs of this restaurant.

    Raises:
        AttachFailedError: the head office is not there or does not take the code, or
            the restaurant's own rules refuse.
        KnownError: nothing can be written here.
    """
    if not node.site_id:
        missing = tr("Portez d'abord le hub sur cette machine.")
        raise AttachFailedError("hub_missing", missing)
    try:
        with agreed(address, code, _PATH, _SITE, node.house.environment) as office:
            said = seal(office.key, {"site": node.site_id}, _SITE)
            answer = office.ask("/welcome", {"sealed": said})
            welcome = _welcome(office.key, answer)
            chain = asked(node.post, lambda: _enrol(node, welcome, office.place, actor))
            told = {**_to_trust(node), "chain": chain, "pepper": b64u(pepper)}
            office.ask("/finish", {"sealed": seal(office.key, told, _SITE)})
    except JoinFailedError as error:
        raise AttachFailedError(*error.args) from error


def _enrol(node: Node, welcome: Welcome, place: str, actor: Actor) -> str:
    """The chain of the head office here; in the thread of the house."""
    house = node.house
    taken = tuple(house.journal.vector())
    chain = house.world.terminals.chain_for(welcome.x, welcome.y, taken)
    done = house.run(
        AttachTo(
            chain=chain, x=welcome.x, y=welcome.y, name=welcome.name, address=place
        ),
        actor,
    )
    if isinstance(done, Refusal):
        raise AttachFailedError(done.code, tr(done.text))
    return chain


def _to_trust(node: Node) -> Mapping[str, str]:
    """The founder of this restaurant, whose entries enrol the others."""
    founder = node.site.founder if node.site else node.chain
    key = node.house.world.terminals.known[founder]
    return {"founder": founder, "x": key.x, "y": key.y}


def _welcome(key: bytes, answer: Mapping[str, str]) -> Welcome:
    try:
        told = unseal(key, answer.get("sealed", ""), _TO_SITE)
        return Welcome(told["name"], told["x"], told["y"])
    except (ValueError, KeyError) as error:
        raise JoinFailedError("code") from error


def _is_id(text: str) -> bool:
    """Whether it may name a folder."""
    return 0 < len(text) <= 64 and text.replace("-", "").isalnum() and text.isascii()

"""Pairing: a six-digit code makes a terminal known to the restaurant.

A manager at the hub opens a code for a name and a role; whoever types it at the new
terminal within five minutes is enrolled. The code never travels: both ends run SPAKE2
(RFC 9382) over it and over the certificate in use, so who only listens learns nothing,
and who stands between them has one guess for each of the three tries.
"""

import hmac
import json
import secrets
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from spake2 import SPAKE2_A, SPAKE2_B, SPAKEError

from app.domain.environment import Environment
from app.domain.terminals.decide import EnrolTerminal
from app.domain.vocabulary import Refusal
from app.hub.node import Node, in_house
from app.services.house import SYSTEM, Actor
from db.canonical import b64u, canonical, unb64u
from db.errors import KnownError

CODE_DIGITS: Final = 6
OPEN_S: Final = 300
OFFER_FILE: Final = "pairing.json"
"""In the key folder: an offer that was made at the shell (`sotto hub pair`)."""
TRIES: Final = 3
TERMINAL: Final = b"sotto/terminal"
_NONCE_BYTES: Final = 12
_MOST_BYTES: Final = 4096


class Start(BaseModel):
    """The terminal's half of the key agreement, and the only environment that it joins,
    "" for any."""

    message: str = Field(max_length=200)
    environment: str = Field("", max_length=20)


class Finish(BaseModel):
    """The proof that the terminal knows the code, and its public key."""

    id: str = Field(max_length=100)
    x: str = Field(max_length=100)
    y: str = Field(max_length=100)
    proof: str = Field(max_length=100)


@dataclass(slots=True)
class Offer:
    """A code that is open: for which terminal, by whom, until when."""

    code: str
    name: str
    role: str
    actor: Actor
    until: float
    tries: int = TRIES


class CodeDesk:
    """Where a code is opened and agreed upon; at most one is open at a time.

    Args:
        asks: what those are who come with a code, so that one code does for one thing.
        file: where an offer may lie that was made at the shell.
        clock: seconds that never go back.

    Attributes:
        offer: the open code, None when there is none.
        tls: fingerprint of the certificate that the hub shows.
    """

    def __init__(
        self, asks: bytes, file: Path, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.offer: Offer | None = None
        self.tls = ""
        self._asks, self._file, self._clock = asks, file, clock
        self._agreed: dict[str, tuple[Offer, bytes]] = {}

    def open(self, name: str, role: str, actor: Actor) -> Offer:
        """Opens a fresh code; an older one is void. The actor's rights are asked at the
        enrolment."""
        code = "".join(secrets.choice("0123456789") for _ in range(CODE_DIGITS))
        self.offer = Offer(code, name, role, actor, self._clock() + OPEN_S)
        self._agreed.clear()
        return self.offer

    def seconds_left(self) -> int:
        """How long the code is still open, 0 when none is."""
        left = self.offer.until - self._clock() if self.offer else 0
        return max(0, round(left))

    def close(self) -> None:
        """The code is void."""
        self.offer = None
        self._agreed.clear()

    def start(self, theirs: bytes) -> tuple[str, bytes] | None:
        """Our half of the key agreement; None when no code is open.

        Raises:
            ValueError: `theirs` is no half of an agreement.
        """
        self._take_from_the_shell()
        offer = self.offer
        if offer is None or self._clock() > offer.until or offer.tries <= 0:
            self.close()
            return None
        offer.tries -= 1
        side = SPAKE2_B(offer.code.encode(), idA=self._asks, idB=self.tls.encode())
        ours = side.start()
        try:
            key = side.finish(theirs)
        except (SPAKEError, AssertionError) as error:
            raise ValueError("not a SPAKE2 message") from error
        agreed = secrets.token_urlsafe(16)
        self._agreed[agreed] = (offer, key)
        return agreed, ours

    def agreed(self, started: str) -> tuple[Offer, bytes] | None:
        """The open code and the key that was agreed upon, once; None for none."""
        offer, key = self._agreed.pop(started, (None, b""))
        return (offer, key) if offer is not None and offer is self.offer else None

    def _take_from_the_shell(self) -> None:
        """The offer of `sotto hub pair` or `sotto hub site`, taken up once."""
        with suppress(OSError, ValueError, KeyError, TypeError):  # there is none
            told = json.loads(self._file.read_text("utf-8"))
            self._file.unlink()
            left = float(told["until"]) - time.time()
            self.offer = Offer(
                str(told["code"]),
                str(told["name"]),
                str(told["role"]),
                Actor(SYSTEM),
                self._clock() + min(left, OPEN_S),
            )


class PairingDesk(CodeDesk):
    """The hub's side of pairing.

    Args:
        keys: the key folder, where an offer from the shell may lie.
        pepper: what keys the PINs, the same on all terminals.
    """

    def __init__(
        self,
        node: Node,
        keys: Path,
        pepper: bytes,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(TERMINAL, keys / OFFER_FILE, clock)
        self._node, self._pepper = node, pepper

    @property
    def environment(self) -> Environment:
        """Where the restaurant stands: its terminals stand there too."""
        return self._node.house.environment

    async def finish(self, told: Finish) -> str | Refusal | None:
        """Enrols the terminal. Returns what it must know, sealed under the agreed key;
        None when it does not know the code.

        Raises:
            KnownError: the house cannot write.
        """
        found = self.agreed(told.id)
        if found is None:
            return None
        offer, key = found
        ours = proof_of(key, told.x, told.y)
        if not hmac.compare_digest(told.proof.encode(), ours.encode()):
            if offer.tries <= 0:
                self.close()
            return None
        self.close()
        enrolled = await in_house(self._node.post, lambda: self._enrol(offer, told))
        if isinstance(enrolled, Refusal):
            return enrolled
        return seal(key, self._welcome(enrolled))

    def _enrol(self, offer: Offer, told: Finish) -> str | Refusal:
        house = self._node.house
        taken = tuple(house.journal.vector())
        chain = house.world.terminals.chain_for(told.x, told.y, taken)
        enrolment = EnrolTerminal(
            chain=chain, x=told.x, y=told.y, name=offer.name, role=offer.role
        )
        done = house.run(enrolment, offer.actor)
        return done if isinstance(done, Refusal) else chain

    def _welcome(self, chain: str) -> Mapping[str, str]:
        node = self._node
        founder = node.site.founder if node.site else node.chain
        key = node.house.world.terminals.known[founder]
        return {
            "id": node.site_id,
            "chain": chain,
            "founder": founder,
            "x": key.x,
            "y": key.y,
            "environment": node.house.environment,
            "pepper": b64u(self._pepper),
        }


def coming_side(code: str, tls: str, asks: bytes = TERMINAL) -> SPAKE2_A:
    """The side of who comes with a code in the key agreement."""
    return SPAKE2_A(code.encode(), idA=asks, idB=tls.encode())


def proof_of(key: bytes, x: str, y: str) -> str:
    """What shows that somebody who knows the agreed key sent this public key."""
    said = canonical({"use": "sotto/pairing", "x": x, "y": y}).encode()
    return b64u(hmac.digest(key, said, "sha256"))


def seal(key: bytes, told: Mapping[str, str], use: bytes = TERMINAL) -> str:
    """Facts that only the other end of an agreement can read, for one use."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = AESGCM(key).encrypt(nonce, json.dumps(dict(told)).encode(), use)
    return b64u(nonce + sealed)


def unseal(key: bytes, sealed: str, use: bytes = TERMINAL) -> dict[str, str]:
    """The facts again.

    Raises:
        ValueError: they were sealed under another key, or for another use.
    """
    raw = unb64u(sealed)
    try:
        clear = AESGCM(key).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], use)
    except InvalidTag as error:
        raise ValueError("another key") from error
    return {str(name): str(value) for name, value in json.loads(clear).items()}


def pairing_routes(desk: PairingDesk) -> APIRouter:
    """The two steps as HTTP: 403 with a code word when they lead nowhere."""
    router = APIRouter(prefix="/pairing", include_in_schema=False)

    @router.post("/start")
    async def start(request: Request) -> JSONResponse:
        ours = desk.environment
        return await start_answer(desk, request, ours, joining=("", ours))

    @router.post("/finish")
    async def finish(request: Request) -> JSONResponse:
        try:
            told = Finish.model_validate_json(await body_of(request))
            welcome = await desk.finish(told)
        except ValueError:
            return JSONResponse({"refused": "form"}, 400)
        except KnownError:
            return JSONResponse({"refused": "busy"}, 503)
        if isinstance(welcome, str):
            return JSONResponse({"sealed": welcome})
        code = welcome.code if isinstance(welcome, Refusal) else "code"
        return JSONResponse({"refused": code}, 403)

    return router


async def start_answer(
    desk: CodeDesk,
    request: Request,
    ours: Environment,
    *,
    joining: tuple[str, ...],
) -> JSONResponse:
    """The first step as HTTP: our half of the agreement, or why there is none.

    Args:
        joining: what may stand for the environment of who comes.
    """
    try:
        told = Start.model_validate_json(await body_of(request))
        if told.environment not in joining:
            refused = {"refused": "environment", "environment": ours}
            return JSONResponse(refused, 403)
        begun = desk.start(unb64u(told.message))
    except ValueError:
        return JSONResponse({"refused": "form"}, 400)
    if begun is None:
        return JSONResponse({"refused": "closed"}, 403)
    return JSONResponse({"id": begun[0], "message": b64u(begun[1])})


async def body_of(request: Request) -> bytes:
    """What a stranger says, as long as it is short.

    Raises:
        ValueError: it is not.
    """
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _MOST_BYTES:
            raise ValueError("more than a pairing needs")
    return body

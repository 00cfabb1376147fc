"""How two terminals prove to each other who they are, before any entry flows.

Each signs the other's fresh nonce and the fingerprint of the TLS certificate in use with
its DeviceKey, whose public half the journal enrolled. So no certificate authority is
needed, whoever stands between them is found out, and any terminal can take the hub over.
"""

import json
import secrets
from collections.abc import Awaitable, Callable

from app.domain.environment import PRODUCTION
from app.hub.introducing import introduction, meet
from app.hub.messages import GreetingError, read, text_of, vector_of
from app.hub.node import Node, in_house
from db.canonical import b64u, canonical, unb64u
from db.keys import PublicKey

Send = Callable[[str], Awaitable[None]]
Receive = Callable[[], Awaitable[str]]

_NONCE_BYTES = 24


async def greet_terminal(
    nodes: Callable[[str], Node | None],
    tls: str,
    send: Send,
    receive: Receive,
    proven: Callable[[], None] = lambda: None,
) -> tuple[Node, str, dict[str, int]]:
    """The hub's side. Returns whom it concerns here, the terminal's chain and what it
    has.

    Args:
        nodes: who speaks for a site here; None where nobody does.
        tls: fingerprint of the certificate that this hub shows.
        proven: called once the terminal has proved who it is; from then on it may say
            more.

    Raises:
        GreetingError: the terminal gets nothing.
    """
    hello = read(await receive())
    chain, theirs = text_of(hello, "chain"), text_of(hello, "nonce")
    node = nodes(text_of(hello, "site"))
    if node is None:
        raise GreetingError("site")
    if hello.get("environment", PRODUCTION) != node.house.environment:
        raise GreetingError("environment")
    meet(node, chain, hello.get("introduction"))
    if node.house.database.shared and node.jwk(chain) is None:
        # Another process of this database may have paired it a moment ago.
        await in_house(node.post, node.house.catch_up)
    _admit(node, chain)
    ours = _nonce()
    proof = _sign(node, to=chain, nonce=theirs, tls=tls)
    said = {"chain": node.chain, "nonce": ours, "introduction": introduction(node)}
    await send(json.dumps({**said, "proof": proof}))
    answer = read(await receive())
    _check(node, chain, nonce=ours, tls=tls, proof=text_of(answer, "proof"))
    proven()
    await send(json.dumps({"have": node.house.journal.vector()}))
    return node, chain, vector_of(answer)


async def greet_hub(
    node: Node, tls: str, send: Send, receive: Receive
) -> tuple[str, dict[str, int]]:
    """The terminal's side. Returns the hub's chain and what it has.

    Args:
        tls: fingerprint of the certificate that the other end showed.

    Raises:
        GreetingError: this is not our hub, or it does not want us.
    """
    ours = _nonce()
    hello = {
        "site": node.site_id,
        "environment": node.house.environment,
        "chain": node.chain,
        "nonce": ours,
        "introduction": introduction(node),
    }
    await send(json.dumps(hello))
    answer = read(await receive())
    chain, theirs = text_of(answer, "chain"), text_of(answer, "nonce")
    if chain == node.chain:
        raise GreetingError("self")
    meet(node, chain, answer.get("introduction"))
    _check(node, chain, nonce=ours, tls=tls, proof=text_of(answer, "proof"))
    proof = _sign(node, to=chain, nonce=theirs, tls=tls)
    have = node.house.journal.vector()
    await send(json.dumps({"proof": proof, "have": have}))
    return chain, vector_of(read(await receive()))


def _admit(node: Node, chain: str) -> None:
    if node.jwk(chain) is None:
        known = chain in node.house.world.terminals.known
        raise GreetingError("revoked" if known else "unknown")


def _sign(node: Node, *, to: str, nonce: str, tls: str) -> str:
    return b64u(node.signer.sign(_said(node.chain, to, nonce, tls)))


def _check(node: Node, chain: str, *, nonce: str, tls: str, proof: str) -> None:
    jwk = node.jwk(chain)
    try:
        proven = jwk is not None and PublicKey(jwk).verifies(
            _said(chain, node.chain, nonce, tls), unb64u(proof)
        )
    except ValueError:
        proven = False
    if not proven:
        raise GreetingError("proof")


def _said(speaker: str, to: str, nonce: str, tls: str) -> bytes:
    told = {"use": "sotto/greeting", "from": speaker, "to": to}
    return canonical({**told, "nonce": nonce, "tls": tls}).encode()


def _nonce() -> str:
    return secrets.token_urlsafe(_NONCE_BYTES)

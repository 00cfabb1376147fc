"""The exchange of entries over one connection: the same at both ends.

Messages are JSON texts. `{"entries": [run, …], "keys": {…}, "more": bool}` gives;
`{"have": {chain: seq}, "refused": [[chain, code, seq], …]}` answers it;
`{"refused": code}` ends the exchange. A message that was cut off was never answered, so
it is given again: taking twice changes nothing.
"""

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from typing import Any

from app.hub.greeting import GreetingError, Receive, Send
from app.hub.node import Node
from db.entry import Entry, parse

_FOREVER = 2**62
_GATHER_S = 0.01
"""What is written within it goes together: an order is several appends."""
_STRANGER = "KID_UNKNOWN"
_log = logging.getLogger("sotto.hub")


class Peer:
    """One other terminal, while it is connected.

    Attributes:
        chain: of the other terminal.
        theirs: what it has, as far as we know.
        refused: chains that it does not take, with the code of its refusal.
        level: both ends have, as far as we know, all that the other has.

    Args:
        changed: told when `level` or `refused` is not what it was.
    """

    def __init__(
        self,
        node: Node,
        chain: str,
        theirs: Mapping[str, int],
        send: Send,
        changed: "Callable[[Peer], None]" = lambda _: None,
    ) -> None:
        self.chain = chain
        self.theirs = dict(theirs)
        self.refused: dict[str, str] = {}
        self._node, self._send = node, send
        self._more, self._answered = asyncio.Event(), asyncio.Event()
        self.level = False
        self._changed = changed

    async def run(self, receive: Receive) -> None:
        """Exchanges until the connection ends, which raises what the connection raises.

        Raises:
            GreetingError: the other terminal was revoked meanwhile.
            KnownError: the house cannot write.
        """
        loop = asyncio.get_running_loop()

        def wake(_: tuple[Entry, ...]) -> None:
            loop.call_soon_threadsafe(self._more.set)

        stop = self._node.house.journal.subscribe(wake)
        give = asyncio.ensure_future(self._give())
        take = asyncio.ensure_future(self._take(receive))
        try:
            done, _ = await asyncio.wait(
                (give, take), return_when=asyncio.FIRST_COMPLETED
            )
            for task in done:
                task.result()
        finally:
            stop()
            give.cancel()
            take.cancel()
            await asyncio.gather(give, take, return_exceptions=True)
            self._node.settle_soon()

    async def _give(self) -> None:
        while True:
            self._more.clear()
            if self._node.jwk(self.chain) is None:
                raise GreetingError("revoked")
            away = dict.fromkeys(self.refused, _FOREVER)
            runs = self._node.lacking(self.theirs | away)
            if not runs:
                self._compare()
                await self._more.wait()
                await asyncio.sleep(_GATHER_S)
                continue
            given = list(runs.values())
            last = {chain: parse(run[-1]).seq for chain, run in runs.items()}
            covered = self.theirs | away | last
            vector = self._node.house.journal.vector()
            rest = any(seq > covered.get(chain, 0) for chain, seq in vector.items())
            self._answered.clear()
            keys = self._node.keys(given)
            message = {"entries": given, "keys": keys, "more": rest}
            await self._send(json.dumps(message))
            await self._answered.wait()

    async def _take(self, receive: Receive) -> None:
        while True:
            message = json.loads(await receive())
            if isinstance(message.get("refused"), str):
                raise GreetingError(message["refused"])
            if "have" in message:
                self._heed(message)
                continue
            runs = message["entries"]
            last = [parse(run[-1]) for run in runs if run]
            for entry in last:
                self._has(entry.chain, entry.seq)
            if self._node.jwk(self.chain) is None:
                raise GreetingError("revoked")
            found = await self._node.take(
                runs, message.get("keys", {}), more=message.get("more", False)
            )
            vector = self._node.house.journal.vector()
            answer: dict[str, Any] = {
                "have": {entry.chain: vector.get(entry.chain, 0) for entry in last},
                "refused": [[one.chain, one.code, one.seq] for one in found],
            }
            await self._send(json.dumps(answer))
            self._compare()

    def _heed(self, message: Mapping[str, Any]) -> None:
        for chain, seq in message["have"].items():
            self._has(chain, seq)
        refused = message.get("refused", ())
        if len(refused) < len(message["have"]):  # it may know more terminals by now
            for chain in [c for c, code in self.refused.items() if code == _STRANGER]:
                del self.refused[chain]
        for chain, code, seq in refused:
            _log.warning("%s does not take %s %s: %s", self.chain, chain, seq, code)
            self.refused[chain] = code
            self._changed(self)
        self._answered.set()

    def _compare(self) -> None:
        ours = self._node.house.journal.vector()
        given = all(
            self.theirs.get(chain, 0) >= seq or chain in self.refused
            for chain, seq in ours.items()
        )
        level = given and all(ours.get(c, 0) >= seq for c, seq in self.theirs.items())
        if level is not self.level:
            self.level = level
            self._changed(self)

    def _has(self, chain: str, seq: int) -> None:
        self.theirs[chain] = max(self.theirs.get(chain, 0), seq)

"""The exchange of entries over one connection: the same at both ends.

Messages are JSON texts. `{"entries": [run, …], "keys": {…}, "more": bool}` gives;
`{"have": {chain: seq}, "refused": [[chain, code, seq], …]}` answers it;
`{"refused": code}` ends the exchange. A message that was cut off was never answered, so
it is given again: taking twice changes nothing.

The files of invoices follow their entries: who lacks some says so as it gives (`"wants":
[number, …]`), and gets them so (`"files": {number: base64}`), as soon as they are there.

A hub says as it gives which terminals are connected to it (`"there": [chain, …]`), whenever
that changed: nobody else knows. A head office says so which other sites are connected to it
(`[site, …]`), and the hub of a site passes that on beside its terminals. Each end says how
far its own chain goes and its last ticket of each station, a hub also of chains that go
further than what it has (`"issued": {chain: [seq, {station: number}]}`): so a kitchen's
screen knows what was issued and did not come.
"""

import asyncio
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from app.hub.greeting import Receive, Send
from app.hub.messages import Answer, Given, GreetingError, Word, heard
from app.hub.node import STRANGER, Node, Refused
from db.entry import Entry

_FOREVER = 2**62
_GATHER_S = 0.01
"""What is written within it goes together: an order is several appends."""
_log = logging.getLogger("sotto.hub")


class Peer:
    """One other terminal, while it is connected.

    Attributes:
        chain: of the other terminal.
        theirs: what it has, as far as we know.
        refused: chains that one of us does not take from the other, with the code.
        level: both ends have, as far as we know, all that the other has.
        there: who is connected to the hub, as it says; None before it did.

    Args:
        gathered: who is connected to this hub; None where nobody is told.
        lacking: told when other chains lack something here than a moment ago.
        changed: told when `level` or `refused` is not what it was.
    """

    def __init__(
        self,
        node: Node,
        chain: str,
        theirs: Mapping[str, int],
        send: Send,
        changed: "Callable[[Peer], None]" = lambda _: None,
        gathered: Callable[[], Sequence[str]] | None = None,
        lacking: Callable[[], None] = lambda: None,
    ) -> None:
        self.chain = chain
        self.theirs = dict(theirs)
        self.refused: dict[str, str] = {}
        self._node, self._send = node, send
        self._more, self._answered = asyncio.Event(), asyncio.Event()
        self._given: dict[str, int] = {}
        self.level = False
        self.there: tuple[str, ...] | None = None
        self._gathered = gathered or (lambda: ())
        self._said: Sequence[str] = ()
        self._lacking, self._words = lacking, dict[str, Word]()
        self._wants: list[str] = []
        self._asked: dict[str, None] = {}
        self._looked: tuple[int, ...] = ()
        self._changed = changed
        self._over = ""
        self._wake: Callable[[], object] = self._more.set

    async def run(self, receive: Receive) -> None:
        """Exchanges until the connection ends, which raises what the connection raises.

        Raises:
            GreetingError: the other terminal was revoked meanwhile, or is out of its
                mind.
            KnownError: the house cannot write.
        """
        loop = asyncio.get_running_loop()

        def wake(_: tuple[Entry, ...] = ()) -> None:
            with suppress(RuntimeError):  # the loop is closed
                loop.call_soon_threadsafe(self._more.set)

        self._wake = wake
        self._wants = self._node.shelf.lacking()
        stop = self._node.house.journal.subscribe(wake)
        came: asyncio.Queue[Given] = asyncio.Queue(1)
        work = (self._give(), self._hear(receive, came), self._take(came))
        tasks = [asyncio.ensure_future(each) for each in work]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            stop()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self._node.settle_soon()

    def end(self, code: str) -> None:
        """Ends the exchange soon, and the other end is told the code. Any thread."""
        self._over = code
        self._wake()

    def look(self) -> None:
        """A terminal or a site came or went. Any thread."""
        self._wake()

    async def _give(self) -> None:
        promised = False
        while True:
            self._more.clear()
            self._admit()
            away = dict.fromkeys(self.refused, _FOREVER)
            gift = self._node.gift(self.theirs | away, self.chain)
            for one in gift.damaged:
                self._node.tell_soon(one)
                self._refuse(one.chain, one.code)
            wants, self._wants = self._wants, []
            files = self._files()
            there, words = self._gathered(), self._node.words(self.chain)
            news = there != self._said or words != self._words
            if not (gift.runs or promised or wants or files or news):
                self._compare()
                await self._more.wait()
                await asyncio.sleep(_GATHER_S)
                continue
            covered = self.theirs | away | gift.last
            vector = self._node.house.journal.vector()
            promised = any(seq > covered.get(chain, 0) for chain, seq in vector.items())
            self._stand(level=False)
            self._given = gift.last
            self._answered.clear()
            message = {"entries": gift.runs, "keys": gift.keys, "more": promised}
            more = {"wants": wants, "files": files}
            told: dict[str, object] = {n: what for n, what in more.items() if what}
            if there != self._said:
                told["there"] = self._said = there
            if words != self._words:
                told["issued"] = self._words = words
            await self._send(json.dumps(message | told))
            await self._answer()

    async def _answer(self) -> None:
        """Waits for it; whoever keeps silent may be revoked meanwhile."""
        while not self._answered.is_set():
            await self._more.wait()
            self._more.clear()
            if not self._answered.is_set():
                await asyncio.sleep(_GATHER_S)  # until the house has taken it in
                self._admit()

    async def _hear(self, receive: Receive, came: asyncio.Queue[Given]) -> None:
        """Answers are heeded at once, however long the house takes over entries."""
        while True:
            message = heard(await receive())
            if isinstance(message, Answer):
                self._heed(message)
            else:
                await came.put(message)

    async def _take(self, came: asyncio.Queue[Given]) -> None:
        while True:
            message = await came.get()
            self._admit()
            last = self._node.ends(message.runs)
            for chain, seq in last.items():
                self._has(chain, seq)  # so none of it is given back
            before = self._node.ahead()
            found = await self._node.take(message, self.chain)
            self._node.hear(message.issued)
            if self._node.ahead() != before:
                self._lacking()
            self._node.shelf.keep(message.files)
            if message.there is not None:
                self.there = tuple(message.there)
                self._changed(self)
            if message.wants:
                self._asked.update(dict.fromkeys(message.wants))
                self._looked = ()
            if message.runs:
                self._wants = self._node.shelf.lacking()
            if self._wants or self._asked:
                self._more.set()
            for one in found:
                if one.chain == self._node.chain:
                    # Ours goes on elsewhere than here: nobody else can take it either.
                    self._refuse(one.chain, one.code)
            vector = self._node.house.journal.vector()
            answer = {
                "have": {chain: vector.get(chain, 0) for chain in last},
                "refused": [[one.chain, one.code, one.seq] for one in found],
            }
            await self._send(json.dumps(answer))
            self._compare()

    def _files(self) -> dict[str, str]:
        """What was asked for and is here, each file once."""
        shelf = self._node.shelf
        if not self._asked or self._looked == (stand := shelf.stand()):
            return {}  # at each entry that is written
        if not self._node.may_know_persons(self.chain):
            return {}
        files = shelf.files(self._asked)
        if not files:
            self._looked = stand
        for number in files:
            del self._asked[number]
        return files

    def _heed(self, answer: Answer) -> None:
        given, self._given = self._given, {}
        refused = {c: (code, seq) for c, code, seq in answer.refused if c in given}
        for chain, seq in given.items():
            if chain in refused:
                continue
            if answer.have.get(chain, 0) < seq:
                raise GreetingError("form")  # it would be given for ever
            self._has(chain, answer.have[chain])
        if len(refused) < len(given):  # it may know more terminals by now
            for chain in [c for c, code in self.refused.items() if code == STRANGER]:
                del self.refused[chain]
        for chain, (code, seq) in refused.items():
            _log.warning("%s does not take %s %s: %s", self.chain, chain, seq, code)
            if chain == self.chain:  # its own: what it goes on with never reaches us
                self._node.tell_soon(Refused(chain, code, seq))
            self._refuse(chain, code)
        self._answered.set()
        self._more.set()

    def _refuse(self, chain: str, code: str) -> None:
        self.refused[chain] = code
        self._changed(self)

    def _admit(self) -> None:
        if self._over:
            raise GreetingError(self._over)
        if self._node.jwk(self.chain) is None:
            raise GreetingError("revoked")

    def _compare(self) -> None:
        ours = self._node.house.journal.vector()
        given = all(
            self.theirs.get(chain, 0) >= seq or chain in self.refused
            for chain, seq in ours.items()
        )
        level = given and all(ours.get(c, 0) >= seq for c, seq in self.theirs.items())
        self._stand(level=level)

    def _stand(self, *, level: bool) -> None:
        if level is not self.level:
            self.level = level
            self._changed(self)

    def _has(self, chain: str, seq: int) -> None:
        self.theirs[chain] = max(self.theirs.get(chain, 0), seq)

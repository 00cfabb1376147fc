"""What the API keeps between requests: the way to the house, tokens, answers, counts."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from app.domain.access.decide import RefuseAccess
from app.hub.api.calls import CallLog
from app.hub.api.gathering import Gathering
from app.hub.api.rates import Rates
from app.hub.api.tokens import Tokens
from app.hub.node import Node, in_house
from app.services.answers import Answers
from app.services.house import SYSTEM, Actor, House
from app.services.ports import Notifier
from app.services.sites import Sites
from db.errors import KnownError

if TYPE_CHECKING:
    from app.hub.webhooks.desk import WebhookDesk

T = TypeVar("T")

_SETTLE_S = 0.2
_NOTE_EVERY_S = 60.0
_MOST_NOTED = 200
"""Different refusals a minute that are told apart; more count as those of nobody."""
_log = logging.getLogger("sotto.api")


@dataclass(slots=True)
class Api:
    """One hub's API.

    Attributes:
        pepper: what keys PINs, passwords and seeds.
        invoices: where the files of the invoices lie that were issued here.
        sites: those of this head office; there are none elsewhere.
        running: ids of the repeatable writes that are under way.
        calls: the newest calls.
        rates, open: requests of this minute and of this moment, by who asks; of all
            faces together.
        over: set when the hub stops.
    """

    node: Node
    tokens: Tokens
    answers: Answers
    pepper: bytes
    webhooks: "WebhookDesk"
    invoices: Path
    notifier: Notifier | None = None
    sites: Sites = tuple
    running: set[str] = field(default_factory=set)
    calls: CallLog = field(default_factory=CallLog)
    rates: Rates = field(default_factory=Rates)
    open: dict[str, int] = field(default_factory=dict)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    _gathering: Gathering = field(init=False)
    _settling: bool = False
    _refusals: dict[tuple[str, str], int] = field(default_factory=dict)
    _noting: bool = False

    def __post_init__(self) -> None:
        self._gathering = Gathering(self.node, self.answers)

    @property
    def house(self) -> House:
        """Only for single looks at what does not change under one's hands."""
        return self.node.house

    async def ask(self, question: Callable[[House], T], *, shares: bool = False) -> T:
        """What the house answers, in its own thread.

        Args:
            shares: it is a write that may share its commit; see `Gathering`.
        """
        house = self.node.house

        def answer() -> T:
            house.catch_up()
            return question(house)

        if shares:
            return await self._gathering.ask(answer)
        return await in_house(self.node.post, answer)

    async def until_over(self, work: Awaitable[None], seconds: float | None) -> None:
        """Waits for what may take long; a hub that stops does not.

        Raises:
            TimeoutError: it took too long, or the hub stops.
        """
        both: list[asyncio.Future[Any]] = [
            asyncio.ensure_future(each) for each in (work, self.over.wait())
        ]
        try:
            await asyncio.wait(both, timeout=seconds, return_when="FIRST_COMPLETED")
            if not both[0].done():
                raise TimeoutError
            await both[0]
        finally:
            for each in both:
                each.cancel()
            await asyncio.gather(*both, return_exceptions=True)

    def settle_soon(self) -> None:
        """Stores the answers that were given, a moment later and together."""
        if not self._settling:
            self._settling = True
            asyncio.get_running_loop().call_later(_SETTLE_S, self._settle)

    def _settle(self) -> None:
        self._settling = False
        self.node.post(self.settle_now)

    def settle_now(self) -> None:
        """Stores the answers; in the thread of the house."""
        try:
            self.answers.settle()
        except KnownError as error:
            _log.info("answers wait: %s", type(error).__name__)

    def turn_away(self, who: str, code: str) -> None:
        """Has a refusal written down: the first at once, the rest counted each minute,
        so that nobody fills the journal by knocking."""
        refusal = (who, code)
        if refusal not in self._refusals and len(self._refusals) >= _MOST_NOTED:
            refusal = ("", code)
        first = refusal not in self._refusals
        self._refusals[refusal] = self._refusals.get(refusal, 0) + (not first)
        if first:
            self._note(who, code, 1)
        if not self._noting:
            self._noting = True
            asyncio.get_running_loop().call_later(_NOTE_EVERY_S, self._note_counted)

    def _note_counted(self) -> None:
        counted, self._refusals = self._refusals, {}
        self._noting = False
        for (who, code), count in counted.items():
            if count:
                self._note(who, code, count)

    def _note(self, who: str, code: str, count: int) -> None:
        def note() -> None:
            try:
                told = RefuseAccess(who=who, code=code, count=count)
                self.node.house.run(told, Actor(SYSTEM))
            except KnownError as error:
                _log.info("a refusal was not noted: %s", type(error).__name__)

        _log.info("turned away %s: %s, %s times", who or "somebody", code, count)
        self.node.post(note)

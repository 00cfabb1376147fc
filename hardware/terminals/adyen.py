"""An Adyen terminal: in the restaurant's network, or by Adyen's cloud.

A payment whose answer is lost, or says nothing certain, is looked up at once and again
whenever somebody asks, by the ServiceID that follows from its reference:

- the terminal sends its answer again: that is the outcome;
- it is still at it: asked again until it is through;
- it knows nothing of it: believed once the link has been there for `settle_s` without a
  break, since until then the request may still come.

Source: Adyen "Verify transaction status", "Time-outs", "Choose your architecture", "Cloud
device API" 1.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Protocol

from typing_extensions import override

from hardware.errors import HardwareError, ProtocolError
from hardware.terminals import nexo
from hardware.terminals.cloud_kinds import ADYEN
from hardware.terminals.dialogue import Dialogue, LostError, NotSentError, Turn
from hardware.terminals.model import PayOutcome, PayRequest, PayState
from hardware.terminals.nexo import Message, Names
from hardware.terminals.nexo_crypto import SharedKey, lock, unlock
from hardware.terminals.plain import part
from hardware.terminals.web import Certificate, Json, Place, Question, Reply, ask

_QUERY_S = 15.0  # what needs no guest
_DECIDED = (PayState.APPROVED, PayState.REFUSED, PayState.ABORTED)
_LEGACY = "legacy-terminal-certificate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long an Adyen terminal is waited for, in seconds.

    Attributes:
        answer_s: for the answer to a demand, after which its status is asked.
        recover_s: a look-up follows a guest who still has the terminal.
        settle_s: the link has to be there without a break before "not found" is believed.
        grace_s: right after a demand, "not found" is taken for "not there yet".
        poll_s: between two questions about one payment.
    """

    answer_s: float = 120.0
    recover_s: float = 180.0
    settle_s: float = 150.0
    grace_s: float = 10.0
    poll_s: float = 2.0


class Demand:
    """A message that asks for money: what to tell of its way.

    Attributes:
        sent: whether its last byte was written.
    """

    def __init__(self, turn: Turn, aside: Callable[[], Message | None]) -> None:
        self._turn, self.aside = turn, aside
        self.sent = False

    def begin(self) -> None:
        """See ``Turn.begin``."""
        self._turn.begin()

    def end(self) -> None:
        """The last byte was written."""
        self.sent = True
        self._turn.sent()


class Carrier(Protocol):
    """The way to the terminal."""

    def carry(
        self, message: Message, turn: Turn, answer_s: float, demand: Demand | None
    ) -> Json | None:
        """Brings a message and the answer to it; None when the answer comes another way.

        Raises:
            HardwareError: see ``web.ask``; `NotSentError` also where the other side says
                that it did not pass it on.
        """


class LocalCarrier:
    """HTTPS in the restaurant's network, each message hidden with a shared key.

    Args:
        place: of the terminal, trusting nothing but Adyen's root.
    """

    def __init__(self, place: Place, key: SharedKey) -> None:
        self._place, self._key = place, key

    def carry(
        self, message: Message, turn: Turn, answer_s: float, demand: Demand | None
    ) -> Json | None:
        """See ``Carrier.carry``."""
        reply = _carried(
            self._place, "/nexo", self._hidden, message, turn, answer_s, demand
        )
        if not reply.done:
            raise ProtocolError(f"HTTP {reply.status}")
        # What is aborted is told by the answer to the payment, not by this one.
        if message.header["MessageCategory"] == "Abort":
            return None
        return unlock("SaleToPOIResponse", reply.content, self._key)

    def _hidden(self, message: Message) -> bytes:
        return lock("SaleToPOIRequest", message.header, message.content, self._key)


class CloudCarrier:
    """Adyen's cloud passes messages on.

    Args:
        place: of the Terminal API, with the API key among its headers.
        waiting: a demand waits for its answer ("/sync"); else it is handed over
            ("/async") and its status asked until there is one.
    """

    def __init__(self, place: Place, *, waiting: bool) -> None:
        self._place, self._waiting = place, waiting

    def carry(
        self, message: Message, turn: Turn, answer_s: float, demand: Demand | None
    ) -> Json | None:
        """See ``Carrier.carry``."""
        path = "/async" if demand and not self._waiting else "/sync"
        reply = _carried(self._place, path, _content, message, turn, answer_s, demand)
        if reply.refused:
            raise NotSentError(reply.refused, f"HTTP {reply.status}")
        if not reply.done:
            raise LostError("no_answer", f"HTTP {reply.status}")
        if message.header["MessageCategory"] == "Abort":
            return None
        if path == "/async" and reply.content.strip(b'" \r\n').lower() == b"ok":
            return None
        said = reply.json()
        if part(said, "SaleToPOIRequest", "EventNotification") is not None:
            # "Reject": the cloud did not reach the terminal, or had no answer from it.
            raise LostError("no_answer", "the cloud did not hear the terminal")
        return said


def _carried(
    place: Place,
    path: str,
    content: Callable[[Message], bytes],
    message: Message,
    turn: Turn,
    answer_s: float,
    demand: Demand | None,
) -> Reply:
    def question(each: Message, wait_s: float | None = None) -> Question:
        return Question(
            method="POST",
            path=path,
            body=content(each),
            headers={"Content-Type": "application/json"},
            answer_s=wait_s,
        )

    def aside() -> Question | None:
        wished = demand.aside() if demand else None
        return question(wished) if wished else None

    return ask(
        place,
        question(message, answer_s),
        turn,
        begin=demand.begin if demand else _nothing,
        sent=demand.end if demand else _nothing,
        aside=aside,
    )


def _content(message: Message) -> bytes:
    return message.content


def _nothing() -> None:
    pass


class Adyen(Dialogue):
    """One terminal of Adyen's, see ``nexo``."""

    caps = ADYEN.caps

    def __init__(
        self,
        carrier: Carrier,
        names: Names,
        patience: Patience | None = None,
        watch_s: float = 30.0,
    ) -> None:
        self._carrier, self._names = carrier, names
        self._patience = patience or Patience()
        self.watch_s = watch_s
        self._there_since: float | None = None  # without a break
        self._unwanted = ""  # payment that somebody wishes to stop

    @override
    def greet(self, turn: Turn) -> str:
        """Has the terminal say that it is there."""
        body = self._query(nexo.diagnosis(self._names), turn)
        if part(body.get("DiagnosisResponse"), "Response", "Result") is None:
            raise ProtocolError("this is no diagnosis")
        return self._names.poi

    @override
    def ask(self, payment: PayRequest, turn: Turn) -> PayOutcome:
        """Asks, and looks the payment up when the answer settles nothing."""
        message = nexo.demand(self._names, payment, datetime.now(UTC))
        demand = Demand(turn, lambda: self._wished(payment))
        lost: HardwareError | None = None
        outcome = PayOutcome(state=PayState.UNKNOWN, detail="pending")
        try:
            answer = self._carry(message, turn, self._patience.answer_s, demand)
            if answer is not None:
                outcome = nexo.judge(payment, nexo.body_of(message, answer))
        except NotSentError as error:
            if not demand.sent:
                raise
            return PayOutcome(state=PayState.REFUSED, detail=error.reason)
        except (LostError, ProtocolError) as error:
            lost = error
        if outcome.state in _DECIDED:
            return outcome
        try:
            turn.pause(0)
            found = self._follow(payment, turn, until_s=self._patience.grace_s)
        except HardwareError:
            if turn.stopping.is_set():
                raise
            return _or_raise(outcome, lost)
        return found if found.state in _DECIDED else _or_raise(outcome, lost)

    @override
    def look_up(self, payment: PayRequest, turn: Turn) -> PayOutcome:
        """See ``Dialogue.look_up``: asks until the terminal is through with it."""
        return self._follow(payment, turn, until_s=self._patience.recover_s)

    @override
    def abort(self, payment: PayRequest) -> bool:
        """Has the wish go out with the next look at the answer."""
        self._unwanted = payment.id
        return True

    def _follow(self, payment: PayRequest, turn: Turn, *, until_s: float) -> PayOutcome:
        """Asks until the terminal is through with it.

        Args:
            until_s: how long "not found" is doubted at most.
        """
        began = time.monotonic()
        while True:
            outcome = self._status(payment, turn)
            waited_s = time.monotonic() - began
            if outcome.state is PayState.IN_PROGRESS:
                self._stop_if_unwanted(payment, turn)
                if waited_s >= self._patience.recover_s:
                    return replace(outcome, state=PayState.NEEDS_HUMAN)
            elif outcome.state is not PayState.NOT_FOUND or self._settled():
                return outcome
            elif waited_s >= until_s:
                return replace(outcome, state=PayState.NEEDS_HUMAN)
            turn.pause(self._patience.poll_s)

    def _status(self, payment: PayRequest, turn: Turn) -> PayOutcome:
        """What the terminal says of a payment, under whichever name it was asked."""
        outcome = self._status_as(nexo.category_of(payment), payment, turn)
        if outcome.state is PayState.NOT_FOUND and payment.original:
            # It may have been asked when nobody knew what it gives back.
            outcome = self._status_as("Payment", payment, turn)
        return outcome

    def _status_as(self, category: str, payment: PayRequest, turn: Turn) -> PayOutcome:
        message = nexo.status(self._names, payment, category)
        return nexo.judge_status(payment, category, self._query(message, turn))

    def _query(self, message: Message, turn: Turn) -> Json:
        """Asks something that moves no money."""
        answer = self._carry(message, turn, _QUERY_S)
        if answer is None:
            raise ProtocolError("no answer to a question")
        return nexo.body_of(message, answer)

    def _carry(
        self,
        message: Message,
        turn: Turn,
        answer_s: float,
        demand: Demand | None = None,
    ) -> Json | None:
        """Brings a message and keeps in mind since when the terminal is there."""
        try:
            answer = self._carrier.carry(message, turn, answer_s, demand)
        except HardwareError:
            self._there_since = None
            raise
        if self._there_since is None:
            self._there_since = time.monotonic()
        return answer

    def _settled(self) -> bool:
        since = self._there_since
        settle_s = self._patience.settle_s
        return since is not None and time.monotonic() - since >= settle_s

    def _wished(self, payment: PayRequest) -> Message | None:
        """The wish to stop it, once."""
        if self._unwanted != payment.id:
            return None
        self._unwanted = ""
        return nexo.abort(self._names, payment)

    def _stop_if_unwanted(self, payment: PayRequest, turn: Turn) -> None:
        wish = self._wished(payment)
        if wish is not None:
            self._carry(wish, turn, _QUERY_S)


def known_certificate(poi: str, *, live: bool) -> Callable[[Certificate], bool]:
    """Whether a certificate that Adyen signed is that of the terminal `poi`.

    Adyen names terminals in the Common Name, which no address resolves to; old ones all
    have the same name.
    """
    domain = f"{'live' if live else 'test'}.terminal.adyen.com"
    names = {f"{poi}.{domain}".lower(), f"{_LEGACY}.{domain}"}

    def known(certificate: Certificate) -> bool:
        subject = certificate.get("subject") or ()
        said = {
            str(value).lower()
            for entry in subject
            for name, value in entry
            if name == "commonName"
        }
        return bool(said & names)

    return known


def _or_raise(outcome: PayOutcome, lost: HardwareError | None) -> PayOutcome:
    if lost is not None:
        raise lost
    return outcome

"""The dialogue of Concert E and E+: ask, let the guest type, take the answer.

The protocol has no question about the past. A payment whose answer is lost stays in
doubt; the line is kept open and listened to, because the terminal may still say it, and
else a person reads the slip or has the terminal print a duplicate.
"""

import logging
import time
from collections.abc import Iterator

from typing_extensions import override

from hardware.errors import ProtocolError
from hardware.terminals.concert import (
    MAX_CENTS,
    MODES,
    TYPES,
    Answer,
    Demand,
    encode,
    judge,
    private_of,
    read_answer,
)
from hardware.terminals.dialogue import LostError, NotSentError, Turn
from hardware.terminals.listening import Listening
from hardware.terminals.model import PayOutcome, PayRequest, PayState
from hardware.terminals.serial_line import SerialLine

log = logging.getLogger("sotto.terminal")


class Concert(Listening):
    """A terminal that speaks Concert, see ``concert``.

    Args:
        till: number by which the terminal knows this till, two digits.
        plus: protocol E+; else E.
        watch_s: between two looks whether the terminal is there.
        recover_s: how long a look-up listens for an answer that is late.
    """

    caps = frozenset({"ping", "refund", "cancellation", "cheque"})

    def __init__(
        self,
        line: SerialLine,
        *,
        till: str = "01",
        plus: bool = True,
        watch_s: float = 30.0,
        recover_s: float = 15.0,
    ) -> None:
        self._line = line
        self._till = till
        self._plus = plus
        self._recover_s = recover_s
        self._kept: list[Answer] = []  # that came when another was waited for
        super().__init__(watch_s)

    @override
    def greet(self, turn: Turn) -> str:
        """Asks to speak and says nothing; only listens while an answer may come."""
        if self._only_listens():
            self._listen(0.0, turn)
        else:
            self._line.ping(turn)
            self._has_greeted()
        return ""

    @override
    def ask(self, payment: PayRequest, turn: Turn) -> PayOutcome:
        demand = self._demand(payment)
        self._doubt(demand.private, payment)
        try:
            self._line.say(encode(demand, plus=self._plus), turn)
        except NotSentError:
            self._settle(demand.private)
            raise
        until = time.monotonic() + self._line.patience.answer_s
        answer = self._hear(until, turn)
        while answer.private != demand.private and answer.private in self._doubts:
            self._kept.append(answer)
            answer = self._hear(until, turn)
        outcome = judge(demand, answer)
        if outcome.state is not PayState.UNKNOWN:
            self._settle(demand.private)
        return outcome

    @override
    def look_up(self, payment: PayRequest, turn: Turn) -> PayOutcome:
        """Listens for a while: the terminal may still say it."""
        demand = self._demand(payment)
        self._doubt(demand.private, payment)
        until = time.monotonic() + self._recover_s
        heard = True
        while heard:
            for answer in self._kept:
                outcome = judge(demand, answer)
                if outcome.state is not PayState.UNKNOWN:
                    self._kept.remove(answer)
                    self._settle(demand.private)
                    return outcome
            heard = self._listen(until - time.monotonic(), turn)
        return PayOutcome(state=PayState.NEEDS_HUMAN, detail="no_query")

    @override
    def late(self) -> Iterator[tuple[PayRequest, PayOutcome]]:
        while self._line.unasked:
            self._keep(self._line.unasked.popleft())
        while self._kept:
            answer = self._kept.pop(0)
            payment, _ = self._doubts.get(answer.private, (None, 0.0))
            if payment is None:
                log.warning("a terminal answers what nobody asked")
                continue
            outcome = judge(self._demand(payment), answer)
            if outcome.state is not PayState.UNKNOWN:
                self._settle(answer.private)
                yield payment, outcome

    @override
    def close(self) -> None:
        self._line.close()

    def _demand(self, payment: PayRequest) -> Demand:
        """Raises NotSentError for what Concert has no words for."""
        mode = MODES.get(payment.means)
        if mode is None or payment.amount > MAX_CENTS:
            raise NotSentError("unsupported", "Concert cannot ask this")
        return Demand(
            till=self._till,
            amount=payment.amount,
            mode=mode,
            type=TYPES[payment.kind],
            currency=payment.currency,
            private=private_of(payment.reference),
        )

    def _hear(self, until: float, turn: Turn) -> Answer:
        return read_answer(self._line.hear(until - time.monotonic(), turn))

    def _listen(self, seconds: float, turn: Turn) -> bool:
        """Keeps what the terminal says meanwhile; whether it said anything."""
        try:
            self._keep(self._line.hear(seconds, turn))
        except LostError as error:
            if error.reason != "no_answer":
                raise
            return False
        return True

    def _keep(self, text: bytes) -> None:
        try:
            self._kept.append(read_answer(text))
        except ProtocolError as error:
            log.warning("an unasked message: %s", error)

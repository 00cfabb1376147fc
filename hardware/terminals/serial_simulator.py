"""Terminals on a serial line with a customer in front of them, on a pseudo-terminal.

One conversation at a time, as on a real line: while the guest has the terminal in hand
nobody answers the till. What the till does not take is said again a few times.
"""

import time
from abc import abstractmethod
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import ClassVar, Final

from typing_extensions import override

from hardware.errors import ProtocolError
from hardware.pseudo_terminal import PseudoTerminal
from hardware.terminals.caisse_ap import TAKEN_INTO_ACCOUNT as TAKEN
from hardware.terminals.caisse_ap import Request, read_request
from hardware.terminals.caisse_ap_words import (
    after_sale,
    look_up,
    sale_of,
    write_answer,
)
from hardware.terminals.concert import (
    ACCEPTED,
    NOT_ACCEPTED,
    TAKEN_INTO_ACCOUNT,
    Demand,
    Type,
    read_demand,
)
from hardware.terminals.concert import write_answer as write_concert
from hardware.terminals.customer import ACCEPTS, Behaviour, Charge, Cut, Sale
from hardware.terminals.frames import Control, Message, Reader, Token, framed
from hardware.terminals.kind import Setup
from hardware.terminals.model import Means, PayKind
from hardware.terminals.profiles import PROFILES, Profile
from hardware.terminals.simulated import Simulated
from hardware.terminals.tlv import REQUEST_NEEDS, Decoder

_TRIES: Final = 3
_KINDS = {
    Type.DEBIT: PayKind.DEBIT,
    Type.CREDIT: PayKind.CREDIT,
    Type.CANCELLATION: PayKind.CANCELLATION,
}


class _MutedError(Exception):
    """From here on nothing of this conversation comes through."""


class SerialSimulator(Simulated):
    """One terminal on a line; what it says is its child's.

    Args:
        wait_s: for an answer of the till.
        alone_s: after so long without a guest it gives up by itself.
    """

    scheme: ClassVar = "serial"

    def __init__(
        self,
        *,
        customer: Behaviour | None = ACCEPTS,
        memory: Path | None = None,
        wait_s: float = 1.0,
        alone_s: float = 60.0,
    ) -> None:
        self._line = PseudoTerminal("ttySOTTO", self._run)
        super().__init__(self._line, customer, memory)
        self._wait_s, self._alone_s = wait_s, alone_s
        self._reader = Reader()
        self._tokens: deque[Token] = deque()
        self._passing_in: int | None = None  # bytes of the till that still come through
        self._passing_out: int | None = None  # ours
        self._cut: Cut | None = None
        self._texts: list[bytes] = []

    @property
    @override
    def setup(self) -> Setup:
        return Setup(scheme=self.scheme, place=str(self._line.device))

    def texts(self) -> tuple[bytes, ...]:
        """Every whole message that was read, oldest first."""
        with self._lock:
            return tuple(self._texts)

    @abstractmethod
    def _read_sale(self, text: bytes) -> Sale | None:
        """The sale that is asked for; None when the message moves no money.

        Raises:
            ProtocolError: it is not understood.
        """

    @abstractmethod
    def _at_once(self, text: bytes) -> bytes:
        """What is said before the guest has done anything; b"" for nothing."""

    @abstractmethod
    def _in_the_end(
        self, text: bytes, behaviour: Behaviour, done: Charge | str
    ) -> bytes:
        """What is said of a sale."""

    @abstractmethod
    def _about_the_past(self, text: bytes) -> bytes:
        """What is said to a message that moves no money."""

    # -- the line ------------------------------------------------------------------

    def _run(self) -> None:
        self._forget()
        while True:
            self._passing_in = self._passing_out = self._cut = None
            try:
                if self._token(self._wait_s) is Control.ENQ:
                    self._converse()
            except _MutedError:
                self._quieten()

    def _converse(self) -> None:
        """Lets the till speak, serves the guest, says what came of it."""
        ahead = self._ahead()
        if ahead is not None and ahead.cut is not None and ahead.cut.side == "request":
            self._cut, self._passing_in = ahead.cut, ahead.cut.at
        self._say(Control.ACK)
        text, sale = self._take()
        if text is None:
            return
        if sale is None:
            self._say(Control.ACK)
            self._speak(self._about_the_past(text), ACCEPTS)
            return
        _, behaviour = self._admit(sale, 0)
        try:
            if self._cut is None:  # else its ACK is lost
                self._say(Control.ACK)
            at_once = self._at_once(text)
            if at_once:
                self._speak(at_once, ACCEPTS)
            behaviour = self._behaviour(behaviour)
            done = self._decide(sale, behaviour, self._leave_alone)
        finally:
            self._over(sale)
        if self._cut is not None:
            self._break()
        elif not at_once:
            self._speak(self._in_the_end(text, behaviour, done), behaviour)

    def _take(self) -> tuple[bytes | None, Sale | None]:
        """The till's message, None when it says nothing; and the sale in it."""
        for _ in range(_TRIES):
            token = self._token(self._wait_s)
            if not isinstance(token, Message):
                if self._cut is not None and self._passing_in == 0:
                    self._skip()
                    self._break()
                return None, None
            with suppress(ProtocolError):
                if token.sound:
                    sale = self._read_sale(token.text)
                    with self._lock:
                        self._texts.append(token.text)
                    return token.text, sale
            self._say(Control.NAK)
        return None, None

    def _speak(self, text: bytes, behaviour: Behaviour) -> None:
        """Says a message, and again if it is not understood; nobody may listen."""
        if behaviour.cut is not None and behaviour.cut.side == "answer":
            self._cut, self._passing_out = behaviour.cut, behaviour.cut.at
        if not self._reach():
            return
        for attempt in range(_TRIES):
            frame = framed(text)
            garbled = behaviour.wrong.get("LRC")
            if garbled == "always" or (garbled == "once" and not attempt):
                frame = frame[:-1] + bytes((frame[-1] ^ 0x55,))
            self._write(frame, behaviour.chunk, behaviour.gap_s)
            token = self._expect(Control.ACK, Control.NAK)
            if token is Control.ACK:
                self._say(Control.EOT)
                return
            if token is None:
                return

    def _reach(self) -> bool:
        """Asks to speak; whether the till lets us."""
        for _ in range(_TRIES):
            self._forget()
            self._say(Control.ENQ)
            if self._expect(Control.ACK) is not None:
                return True
        return False

    def _expect(self, *controls: Control) -> Token | None:
        until = time.monotonic() + self._wait_s
        while (left := until - time.monotonic()) > 0:
            token = self._token(left)
            if token in controls:
                return token
        return None

    def _token(self, seconds: float) -> Token | None:
        """The till's next word; None when none comes.

        Raises:
            ConnectionAbortedError: the plug is pulled.
        """
        until = time.monotonic() + seconds
        while not self._tokens and time.monotonic() < until:
            received = self._line.read()
            if self._passing_in is not None:
                received = received[: self._passing_in]
                self._passing_in -= len(received)
            self._tokens.extend(self._reader.feed(received))
        return self._tokens.popleft() if self._tokens else None

    def _forget(self) -> None:
        """What came while nobody listened was heard by nobody."""
        self._line.read(0.0)
        self._reader.reset()
        self._tokens.clear()

    def _quieten(self) -> None:
        """Waits until the till has stopped speaking into the dead line."""
        while self._line.read(self._wait_s / 4):
            pass
        self._reader.reset()
        self._tokens.clear()

    def _say(self, control: Control) -> None:
        self._write(bytes((control.value,)))

    def _write(self, data: bytes, chunk: int = 0, gap_s: float = 0.0) -> None:
        size = chunk or len(data)
        for start in range(0, len(data), size):
            piece = data[start : start + size]
            if self._passing_out is not None:
                passing = piece[: self._passing_out]
                self._passing_out -= len(passing)
                self._line.write(passing)
                if len(passing) < len(piece):
                    self._break()
            else:
                self._line.write(piece)
            if gap_s:
                self._off.wait(gap_s)

    def _break(self) -> None:
        """The line fails as the script says: the plug goes, or nothing comes through."""
        if self._cut is not None and self._cut.how != "silent":
            self.power(on=False)
            raise ConnectionAbortedError
        raise _MutedError

    def _leave_alone(self) -> None:
        self._off.wait(self._alone_s)


class SimulatedConcert(SerialSimulator):
    """Speaks Concert E and E+, as it is asked."""

    @override
    def _read_sale(self, text: bytes) -> Sale:
        demand = read_demand(text)
        if demand.type not in _KINDS:
            raise ProtocolError("no pre-authorisations here")
        return Sale(
            kind=_KINDS[demand.type],
            cents=demand.amount,
            currency=demand.currency,
            reference=demand.private,
            means=Means.CHEQUE if demand.mode == "C" else Means.CARD,
        )

    @override
    def _at_once(self, text: bytes) -> bytes:
        demand = read_demand(text)
        return self._words(demand, TAKEN_INTO_ACCOUNT) if demand.at_once else b""

    @override
    def _in_the_end(
        self, text: bytes, behaviour: Behaviour, done: Charge | str
    ) -> bytes:
        demand, taken = read_demand(text), isinstance(done, Charge)
        values = dict(behaviour.wrong)
        if isinstance(done, Charge):
            values = {"AMOUNT": f"{done.cents:08d}", **values}
        result = ACCEPTED if taken else NOT_ACCEPTED
        card = behaviour.card if taken and demand.mode != "C" else ""
        return self._words(demand, result, card, values)

    @override
    def _about_the_past(self, text: bytes) -> bytes:
        raise AssertionError("Concert asks for money only")

    def _words(
        self,
        demand: Demand,
        result: str,
        card: str = "",
        values: dict[str, str] | None = None,
    ) -> bytes:
        said = {
            "CAISSE": demand.till,
            "STAT": result,
            "AMOUNT": f"{demand.amount:08d}",
            "MODE": demand.mode,
            "REP": f"{card:<55.55}" if demand.report else "",
            "CURRENCY": demand.currency,
            "PRIV": demand.private,
        }
        return write_concert(said | (values or {}))


class SimulatedSerialCaisseAp(SerialSimulator):
    """Speaks Caisse-AP over RS-232."""

    def __init__(
        self,
        *,
        profile: Profile | None = None,
        customer: Behaviour | None = ACCEPTS,
        memory: Path | None = None,
        wait_s: float = 1.0,
        alone_s: float = 60.0,
    ) -> None:
        super().__init__(
            customer=customer, memory=memory, wait_s=wait_s, alone_s=alone_s
        )
        self._profile = profile or PROFILES["simulated"]

    @override
    def _read_sale(self, text: bytes) -> Sale | None:
        return sale_of(_request(text))

    @override
    def _at_once(self, text: bytes) -> bytes:
        request = _request(text)
        return write_answer(request, {"AE": TAKEN}) if request.immediate else b""

    @override
    def _in_the_end(
        self, text: bytes, behaviour: Behaviour, done: Charge | str
    ) -> bytes:
        request = _request(text)
        return write_answer(request, after_sale(request, behaviour, done, self._ledger))

    @override
    def _about_the_past(self, text: bytes) -> bytes:
        request = _request(text)
        said = look_up(request, self._profile, self._ledger, self.asked())
        return write_answer(request, said)


def _request(text: bytes) -> Request:
    decoder = Decoder(REQUEST_NEEDS)
    decoder.feed(text)
    return read_request(decoder.items())

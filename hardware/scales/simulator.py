"""A scale on a pseudo-terminal, and the hand that loads it. POSIX only.

It answers like the scales of its family, with their motion, overload and silence; what it
weighs is what `put` laid on it.
"""

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Final

from hardware.pseudo_terminal import PseudoTerminal
from hardware.scales import cas, dialog_06, mettler_8217
from hardware.scales.weighing import Asked, Trouble, amount_of

MOST_G: Final = 15_000
LEAST_G: Final = 20
_STREAM_S = 0.1


class SimulatedScale:
    """Switched off until `power(on=True)`.

    Args:
        kind: of ``kinds.KINDS``.

    Attributes:
        port: where its driver finds it.
    """

    def __init__(self, kind: str) -> None:
        speak = {
            "mettler_8217": self._speak_8217,
            "dialog_06": self._speak_dialog,
            "cas": self._speak_cas,
            "cas_stream": self._stream_cas,
        }[kind]
        self._pty = PseudoTerminal("scale", speak)
        self._lock = Lock()  # guards what follows
        self._grams, self._moving, self._mute = 0, False, False
        self._garbled: Callable[[bytes], bytes] | None = None
        self._weighed: int | None = None  # Dialog 06: what was told and did not move

    @property
    def port(self) -> Path:
        """The serial port it is on."""
        return self._pty.device

    def power(self, *, on: bool) -> None:
        """Plugs in or pulls the plug."""
        self._pty.power(on=on)

    def put(self, grams: int, *, moving: bool = False) -> None:
        """All that lies on the plate now; below zero when its container was taken away."""
        with self._lock:
            self._grams, self._moving, self._weighed = grams, moving, None

    def settle(self) -> None:
        """The plate comes to rest."""
        with self._lock:
            self._moving = False

    def fall_silent(self, *, silent: bool = True) -> None:
        """Answers nothing."""
        self._mute = silent

    def garble(self, how: Callable[[bytes], bytes] | None) -> None:
        """What becomes of its answers on the line."""
        self._garbled = how

    def _trouble(self) -> Trouble | None:
        if self._grams > MOST_G:
            return Trouble.OVERLOAD
        if self._grams < 0:
            return Trouble.BELOW_ZERO
        if self._moving:
            return Trouble.MOVING
        return Trouble.EMPTY if self._grams < LEAST_G else None

    def _answer(self, answer: bytes) -> None:
        if self._garbled is not None:
            answer = self._garbled(answer)
        if not self._mute:
            self._pty.write(answer)

    def _speak_8217(self) -> None:
        while True:
            for _ in range(self._pty.read().count(mettler_8217.WEIGH)):
                with self._lock:
                    plate = mettler_8217.Plate(self._grams, self._trouble())
                self._answer(mettler_8217.encode(plate))

    def _speak_cas(self) -> None:
        while True:
            for byte in self._pty.read():
                if bytes((byte,)) == cas.ENQ:
                    self._answer(cas.ACK)
                elif bytes((byte,)) == cas.DC1:
                    self._answer(cas.encode(self._cas_plate()))

    def _stream_cas(self) -> None:
        while True:
            self._pty.read(_STREAM_S)
            self._answer(cas.encode_streamed(self._cas_plate()))

    def _cas_plate(self) -> cas.Plate:
        with self._lock:
            return cas.Plate(self._grams, self._trouble())

    def _speak_dialog(self) -> None:
        heard, asked, status = b"", Asked(), "00"
        while True:
            heard += self._pty.read()
            while (end := _record_end(heard)) > 0:
                record, heard = heard[:end], heard[end:]
                if record == dialog_06.ASK_STATUS:
                    self._answer(dialog_06.encode_status(status))
                elif record == dialog_06.ASK:
                    status = self._weigh(asked)
                elif record.endswith(dialog_06.ETX):
                    asked = dialog_06.decode_asked(record)
                    self._answer(dialog_06.ACK)

    def _weigh(self, asked: Asked) -> str:
        """Answers record 02 or NAK; the status it would give now."""
        with self._lock:
            trouble, net = self._trouble(), self._grams - asked.tare
            told, self._weighed = self._weighed, None if trouble else self._grams
        codes = {Trouble.MOVING: "20", Trouble.EMPTY: "30", Trouble.OVERLOAD: "32"}
        if trouble is not None or net <= 0:
            status = codes.get(trouble, "31") if trouble else "30"
        elif told is not None:
            status = dialog_06.UNMOVED
        else:
            amount = amount_of(net, asked.price)
            self._answer(dialog_06.encode(dialog_06.Result(net, asked.price, amount)))
            return "00"
        self._answer(dialog_06.NAK)
        return status


def _record_end(heard: bytes) -> int:
    """Length of the first record in what was heard, 0 while it is not whole."""
    if heard.startswith(dialog_06.ASK):
        return len(dialog_06.ASK)
    if heard == dialog_06.EOT or heard.startswith(dialog_06.EOT + dialog_06.STX):
        return heard.find(dialog_06.ETX) + 1
    return 1 if heard else 0  # the EOT that ends an exchange, or noise

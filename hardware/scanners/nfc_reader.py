"""An NFC reader with a PN532 on a serial line: a badge that is laid on it is a scan.

A card that stays there is read once; it has to be taken away before it is read again.
"""

import time
from typing import Any, Final

from typing_extensions import override

from hardware.device_thread import PortThread
from hardware.errors import DeviceUnreachableError, ProtocolError
from hardware.scanners.pn532 import (
    FIRMWARE,
    LOOK,
    ONE_TRY,
    PN532,
    READER,
    WAKE,
    Answer,
    Frames,
    frame,
    is_random,
    number_of,
)
from hardware.scanners.scan import Scan
from hardware.serial_ports import PortMatch, open_port

BAUD: Final = 115200
RANDOM: Final = "random"
"""`Scan.source` of a badge, and `Scan.symbology` of one whose number is never the same."""
REST_S: Final = 0.15  # between two looks
ANSWER_S: Final = 1.0
GONE: Final = 3
"""So many looks without a card in a row: it was taken away, and is not just badly held."""
_TICK_S, _WRITE_S = 0.05, 1.0


class Chip:
    """The chip behind an open port; used by one thread."""

    def __init__(self, port: Any) -> None:
        self._port, self._frames = port, Frames()

    def wake(self) -> None:
        """Makes it a reader.

        Raises:
            DeviceUnreachableError: nobody answers. ProtocolError: it is something else.
        """
        self._port.write(WAKE)
        self.ask(READER)
        told = self.ask(FIRMWARE).data
        if told[:1] != bytes((PN532,)):
            raise ProtocolError("not a PN532", told)
        self.ask(ONE_TRY)

    def ask(self, command: bytes) -> Answer:
        """Its answer to a command.

        Raises:
            DeviceUnreachableError: none came.
            OSError: the port is gone.
        """
        self._port.write(frame(command))
        until = time.monotonic() + ANSWER_S
        while time.monotonic() < until:
            received = self._port.read(1)
            received += self._port.read(self._port.in_waiting)
            for answer in self._frames.feed(received):
                if answer is not None and answer.command == command[0] + 1:
                    return answer
        raise DeviceUnreachableError("the chip does not answer")

    def close(self) -> None:
        """Lets go of the port."""
        self._port.close()


class NfcReader(PortThread[Scan, Chip]):
    """Badges and healths go to the sink, on its own thread."""

    def __init__(self, reader_id: str, match: PortMatch) -> None:
        super().__init__("scanner", reader_id)
        self.match = match

    @override
    def _open(self) -> Chip:
        port = open_port(self.match, timeout=_TICK_S, write_timeout=_WRITE_S)
        chip = Chip(port)
        try:
            chip.wake()
        except OSError as error:
            chip.close()
            raise DeviceUnreachableError(f"broke: {error}") from error
        except Exception:
            chip.close()
            raise
        return chip

    @override
    def _serve(self, port: Chip) -> None:
        lying, missed = "", 0
        while not self.over:
            number = number_of(port.ask(LOOK))
            missed = 0 if number else missed + 1
            if number and number != lying:
                kind = RANDOM if is_random(number) else ""
                self.tell(Scan(text=number, symbology=kind, source="nfc"))
                lying = number
            elif missed >= GONE:
                lying = ""
            time.sleep(REST_S)

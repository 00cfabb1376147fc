"""True messages with bytes lost, changed, added or repeated: read, or refused, never more.

Bytes of pure chance hardly get behind the first check of a parser; these do. What comes
out follows the law of its kind, and whatever else happens is an error the parser names.
"""

import base64
import json
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.displays.screen import PAGES, Lines, Mode, Row, show, start
from hardware.displays.simulator import Glass
from hardware.errors import DeviceUnreachableError, HardwareError, ProtocolError
from hardware.pagers.session import check_address
from hardware.pagers.simulator import TransmitterBrain
from hardware.pagers.tap import LOG_ON, Reply, block, first_reply
from hardware.presence import ld2410
from hardware.presence.ld2410 import distance_of, report
from hardware.presence.sensor import reach_of
from hardware.printers.discovery import announced, believed
from hardware.printers.document import (
    QR,
    Barcode,
    Bitmap,
    Cell,
    Columns,
    Cut,
    Document,
    Feed,
    Kick,
    Picture,
    Rule,
    Text,
)
from hardware.printers.document_json import dumps, loads
from hardware.printers.emulation import Interpreter
from hardware.printers.escpos import encode
from hardware.printers.profiles import PROFILES, profile
from hardware.printers.status import (
    QUESTIONS,
    Asb,
    Demultiplexer,
    Realtime,
    asb_reasons,
    realtime_reasons,
    vouched,
)
from hardware.scales.driver import Dialect
from hardware.scales.kinds import KINDS, least_of
from hardware.scales.weighing import Asked
from hardware.scanners import pn532
from hardware.scanners.barcodes import (
    IN_STORE,
    BarcodeError,
    check_digit,
    read_gs1,
    read_in_store,
)
from hardware.scanners.input_port import KeyReader, input_match
from hardware.scanners.pn532 import LOOK, framed_answer, number_of, told_card
from hardware.scanners.serial_reader import ScanFramer
from hardware.serial_ports import port_match
from hardware.terminals import concert, serial_line
from hardware.terminals.caisse_ap import (
    Action,
    Request,
    judge,
    judge_status,
    read_answer,
)
from hardware.terminals.concert_dialogue import Concert
from hardware.terminals.dialogue import Turn
from hardware.terminals.frames import framed
from hardware.terminals.kind import setup_of
from hardware.terminals.kinds import kind_of
from hardware.terminals.model import PayOutcome, PayRequest, PayState
from hardware.terminals.serial_line import Patience, SerialLine
from hardware.terminals.tlv import Decoder, Item
from hardware.terminals.tlv import encode as encode_items
from hardware.transport import transport

PAN = "4970101234567890"
SURE = {PayState.APPROVED, PayState.REFUSED, PayState.ABORTED, PayState.NOT_FOUND}
OPEN = {PayState.UNKNOWN, PayState.NEEDS_HUMAN}

_ODD = st.one_of(
    st.integers(0, 255).map(lambda byte: bytes((byte,))),
    st.sampled_from([b"\x02", b"\x03", b"\x1b", b"\x1d", b"\0", b"\xff", b"999", b"-"]),
)
_EDITS = st.lists(st.tuples(st.integers(0, 999), st.integers(0, 5), _ODD), max_size=4)


def garbled(*messages: bytes) -> st.SearchStrategy[bytes]:
    """Some of these messages on one line, and what the line makes of them."""
    said = st.lists(st.sampled_from(messages), min_size=1, max_size=3).map(b"".join)
    return st.builds(_edited, st.one_of(st.sampled_from(messages), said), _EDITS)


def _edited(message: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    for number, length, odd in edits:
        at = number % (len(message) + 1)
        message = message[:at] + odd * (length < 5) + message[at + length :]
    return message


def as_text(codes: st.SearchStrategy[bytes]) -> st.SearchStrategy[str]:
    return codes.map(lambda code: code.decode("latin-1"))


# -- card terminals ------------------------------------------------------------------

PAYMENT = PayRequest(id="p1", amount=1590, reference="order-1")
DEMAND = Request(
    ipc="012345678901",
    action=Action.DEBIT,
    amount=1590,
    currency="978",
    reference="order-1",
)
_SLIP = base64.b64encode(f"CB 15,90 EUR\n{PAN}".encode()).decode()
_ECHO = {"CZ": "0320", "CJ": "012345678901", "CA": "01", "CD": "0", "CE": "978"}


def said(**items: str) -> bytes:
    values = {**_ECHO, "CF": "order-1", **items}
    return encode_items(Item(tag, value) for tag, value in values.items())


ANSWERS = (
    said(CB="1590", AE="10", AA=PAN, AC="123456", CC="001"),
    said(CB="1590", AE="10", ZT=f"CK003100AK{len(_SLIP):03d}{_SLIP}"),
    said(AE="01", AF="04"),
    said(AE="01", AF="07"),
    said(AE="11"),
)


def lawful(outcome: PayOutcome, states: set[PayState]) -> None:
    assert outcome.state in states
    paid = outcome.state is PayState.APPROVED
    assert 0 < outcome.amount <= PAYMENT.amount if paid else outcome.amount == 0
    assert PAN not in repr(outcome)


@given(garbled(*ANSWERS), st.integers(1, 40), st.booleans())
def test_a_caisse_ap_answer(received: bytes, size: int, named: bool) -> None:
    decoder = Decoder()
    try:
        for at in range(0, len(received), size):
            decoder.feed(received[at : at + size])
        answer = read_answer(decoder.items())
    except ProtocolError as error:
        shown = str(error)
    else:
        shown = ""
        lawful(judge(DEMAND, answer, named=named), SURE | OPEN)
        lawful(judge_status(DEMAND, answer, frozenset({"10"})), SURE | OPEN)
    assert PAN not in shown


_PRIVATE = concert.private_of(PAYMENT.reference)
_SPOKEN = tuple(
    text.encode() + f"978{_PRIVATE}".encode()
    for text in (
        "010000015901",
        "017000015901",
        "019000015901",
        "010000015901" + PAN.ljust(55),
    )
)


class Chatter:
    """A port on which the terminal says its part whenever something was written."""

    def __init__(self, parts: list[bytes]) -> None:
        self.parts, self.heard = parts, b""

    @property
    def in_waiting(self) -> int:
        return len(self.heard)

    def read(self, size: int) -> bytes:
        read, self.heard = self.heard[:size], self.heard[size:]
        return read

    def write(self, data: bytes) -> None:
        self.heard += self.parts.pop(0) if self.parts else b""

    def close(self) -> None:
        self.heard = b""


_PARTS = st.lists(
    st.one_of(
        st.sampled_from([b"\x06", b"\x06\x05", b"\x05", b"\x15", b"\x04", b""]),
        garbled(*(framed(text) for text in _SPOKEN), b"\x05", b"\x06\x04"),
    ),
    max_size=8,
)


@given(_PARTS)
def test_a_concert_terminal_on_its_line(parts: list[bytes]) -> None:
    patience = Patience(ack_s=0, retry_s=0, tries=2, answer_s=0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(serial_line, "open_port", lambda *_, **__: Chatter(parts))
        patch.setattr(logging.getLogger("sotto.terminal"), "disabled", True)
        line = SerialLine(port_match("serial:///dev/null"), patience=patience)
        dialogue = Concert(line, recover_s=0)
        with suppress(HardwareError):
            lawful(dialogue.ask(PAYMENT, Turn(Event())), SURE | OPEN)
        with suppress(HardwareError):
            lawful(dialogue.look_up(PAYMENT, Turn(Event())), SURE | OPEN)
        for payment, outcome in dialogue.late():
            assert payment == PAYMENT
            lawful(outcome, SURE)
        dialogue.close()


# -- scales --------------------------------------------------------------------------

ASKED = Asked(price=1299, tare=20)
_SCALES: dict[str, tuple[bytes, ...]] = {
    "mettler_8217": (b"\x0201.234\r", b"\x02?\x41\r", b"\x02?\x40\r"),
    "dialog_06": (
        b"\x06",
        b"\x15",
        b"\x0202\x1b3\x1b01234\x1b001299\x1b001603\x03",
        b"\x0209\x1b30\x03",
    ),
    "cas": (
        b"\x06",
        b"\x01\x02S 01.234kg\x65\x03\x04",
        b"\x01\x02S-00.050kg\x69\x03\x04",
    ),
    "cas_stream": (b"ST,GS,01,+  1.234 kg\r\n", b"OL,GS,01,+  0.000 kg\r\n"),
}


class Plate:
    """A line whose other end answers this, whatever it is asked."""

    def __init__(self, answers: list[bytes]) -> None:
        self._answers = answers

    def ask(self, question: bytes, whole: Callable[[bytes], bool]) -> bytes:
        answer = self._answers.pop(0) if self._answers else b""
        for end in range(len(answer) + 1):
            if whole(answer[:end]):
                return answer[:end]
        raise DeviceUnreachableError(f"no answer: {answer!r}")

    def say(self, words: bytes) -> None:
        """It listens, and does nothing."""


def test_each_scale_has_its_messages() -> None:
    assert set(_SCALES) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_a_scale(kind: str, data: st.DataObject) -> None:
    answers = data.draw(st.lists(garbled(*_SCALES[kind]), max_size=4))
    dialect: Dialect = KINDS[kind].dialect()
    line = Plate(answers)
    with suppress(HardwareError):
        dialect.greet(line)  # type: ignore[arg-type]
    with suppress(HardwareError):
        reading = dialect.read(line, ASKED)  # type: ignore[arg-type]
        if reading is not None and reading.trouble is None:
            assert 0 < reading.net <= 999_999
            assert reading.tare == ASKED.tare


# -- printers ------------------------------------------------------------------------

_PIECES = (
    bytes.fromhex("14000c00"),
    bytes.fromhex("16"),
    bytes.fromhex("37224130303100"),
    b"_EPSON\0_TM-m30II\0",
    bytes.fromhex("1d610f"),
)


@given(garbled(*_PIECES), st.integers(1, 9))
def test_what_a_printer_says(received: bytes, size: int) -> None:
    demultiplexer, whole = Demultiplexer(), Demultiplexer()
    readings = [
        reading
        for at in range(0, len(received), size)
        for reading in demultiplexer.feed(received[at : at + size])
    ]
    assert readings == whole.feed(received)
    for reading in readings:
        if isinstance(reading, Asb):
            assert asb_reasons(reading.value) <= vouched(None)
        if isinstance(reading, Realtime):
            for question in QUESTIONS:
                assert realtime_reasons(question, reading.value) <= vouched(question)


SIM = profile("simulated")
TICKET = Document(
    "receipt",
    (
        Text("Le Vieux Moulin", align="center"),
        Rule(),
        Columns((Cell("2 Œufs mayo"), Cell("13,00 €", align="right"))),
        Barcode("3012345678902"),
        QR("https://levieuxmoulin.example"),
        Picture(Bitmap(16, 2, b"\xff\x00\xaa\x55")),
        Feed(2),
        Kick(),
        Cut(),
    ),
)


def printed(received: bytes, size: int) -> object:
    """What hangs out of a printer that got this in pieces."""
    brain = Interpreter(SIM)
    for at in range(0, len(received), size):
        brain.feed(received[at : at + size])
        while not brain.hungry:
            brain.step()
    return brain.hanging


@given(garbled(encode(TICKET, SIM).body), st.integers(1, 200))
def test_a_ticket_on_its_way_to_the_paper(received: bytes, size: int) -> None:
    assert printed(received, size) == printed(received, len(received) or 1)


@given(
    st.text(max_size=30),
    st.dictionaries(
        st.sampled_from(["ty", "product", "pdl"]), st.none() | st.text(max_size=20)
    ),
)
def test_the_announcement_of_a_printer(
    name: str, properties: dict[str, str | None]
) -> None:
    found = announced("192.168.1.9", 9100, name, properties)
    assert believed(found.name) in PROFILES


@given(garbled(dumps(TICKET).encode()))
def test_a_ticket_that_was_kept(stored: bytes) -> None:
    with suppress(ValueError):
        again = loads(stored.decode())
        assert loads(dumps(again)) == again


# -- scanners and displays -------------------------------------------------------------

_GS1 = (
    b"0103012345678900" + b"3103001234" + b"3922159\x1d" + b"17261231" + b"10LOT-42",
    b"0203012345678900" + b"3702\x1d" + b"15261200",
)


@given(as_text(garbled(*_GS1)))
def test_a_gs1_code(text: str) -> None:
    with suppress(BarcodeError):
        code = read_gs1(text)
        assert all(each is None or each >= 0 for each in (code.grams, code.cents))
        assert code.count is None or code.count >= 0
        assert isinstance(code.expiry(date(2026, 11, 20)), date | None)


@given(
    st.sampled_from(["02", "26", "3"]), st.text("0123456789", min_size=12, max_size=12)
)
def test_a_label_of_the_house(prefix: str, rest: str) -> None:
    digits = (prefix + rest)[:12]
    code = digits + check_digit(digits)
    found = read_in_store(code)
    ours = any(code.startswith(pattern.shape[:2]) for pattern in IN_STORE)
    assert (found is not None) == ours
    wrong = digits + str((int(code[-1]) + 1) % 10)
    if ours:
        with pytest.raises(BarcodeError):
            read_in_store(wrong)


@given(garbled(b"]E03012345678902\r", b"]d2\x1d0103012345678900\r\n", b"\xc3\xa9\n"))
def test_a_gun(received: bytes) -> None:
    framer = ScanFramer()
    for scan in framer.feed(received) + framer.idle():
        assert scan.text.strip()


@given(garbled(bytes(16) + b"\x01\x00\x02\x00\x01\x00\x00\x00"))
def test_the_keys_of_a_gun(received: bytes) -> None:
    assert isinstance(KeyReader().feed(received), str)


_SHOWN = tuple(
    start(page) + show(Lines(Row("Œuf mayo", "6,50"), Row("Total")), mode, page)
    for page in PAGES.values()
    for mode in Mode
)


@given(garbled(*_SHOWN))
def test_a_display(received: bytes) -> None:
    glass = Glass()
    glass.feed(received)
    assert len(glass.text) == 2


# -- badges, who is there, pagers --------------------------------------------------------

_CARDS = tuple(
    framed_answer(LOOK[0], told_card(number))
    for number in (b"", b"\x04\x11\x22\x33", bytes.fromhex("04a2b3c4d5e680"))
)


@given(garbled(*_CARDS), st.integers(1, 9))
def test_what_lies_on_an_nfc_reader(received: bytes, size: int) -> None:
    frames = pn532.Frames()
    for at in range(0, len(received), size):
        for answer in frames.feed(received[at : at + size]):
            with suppress(ProtocolError):
                number = number_of(answer) if answer is not None else ""
                assert len(number) in (0, 8, 14, 20)


@given(garbled(report(60), report(250, still=True), report(None)), st.integers(1, 9))
def test_whom_a_radar_sees(received: bytes, size: int) -> None:
    frames = ld2410.Frames()
    for at in range(0, len(received), size):
        for data in frames.feed(received[at : at + size]):
            with suppress(ProtocolError):
                distance = distance_of(data)
                assert distance is None or 0 <= distance <= 0xFFFF


@given(garbled(b"ID=", b"110 TAP\r\x06\r\x1b[p\r", b"\x15\r", b"\x1e\r", b"\x1b\x04\r"))
def test_what_a_transmitter_answers(received: bytes) -> None:
    found, rest = first_reply(received)
    while found is not None:
        assert isinstance(found, Reply)
        assert len(rest) < len(received)
        received = rest
        found, rest = first_reply(received)


@given(garbled(LOG_ON + block("14", "Pret : table 12"), block("15", "x") + b"\x04\r"))
def test_what_a_transmitter_is_told(received: bytes) -> None:
    brain = TransmitterBrain()
    brain.hear(b"\r" + LOG_ON)
    brain.hear(received)
    told = {("14", "Pret : table 12"), ("15", "x")}
    assert set(brain.shown) <= told or all(n.isdigit() for n, _ in brain.shown)


# -- addresses that somebody typed ------------------------------------------------------

_ADDRESSES = (
    b"tcp://192.168.1.40:9100",
    b"tcp://[fe80::1%25eth0]:9100",
    b"serial:///dev/ttyACM0?baud=9600&least=40",
    b"serial://05e0:1701",
    b"input://05e0:1701",
    b"usb:///dev/usb/lp0",
    b"adyen://S-1/P400?root=test",
    b"tcp://192.168.1.60:5000",
    b"serial:///dev/ttyUSB0?baud=256000&near=120&after=20",
)


@given(as_text(garbled(*_ADDRESSES)))
def test_an_address(address: str) -> None:
    for read in (
        *(transport, port_match, input_match, least_of),
        *(check_address, reach_of),
    ):
        with suppress(ValueError):
            read(address)
    setup = setup_of(address)
    assert json.loads(json.dumps(setup.address)) == setup.address
    for model in ("generic", "", "concert"):
        kind_of(model, address)

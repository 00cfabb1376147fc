"""The simulated printer understands the commands we send and those we do not."""

import random

import pytest
import samples
from hypothesis import given
from hypothesis import strategies as st

from hardware.displays.behind_printer import PrinterDisplay
from hardware.displays.screen import PAGES, Lines, Mode, Row
from hardware.printers.document import QR, Barcode, Bitmap, Cut, Document, Picture, Text
from hardware.printers.emulation import Effect, Interpreter, command_length
from hardware.printers.escpos import encode
from hardware.printers.paper import BarCode, Blank, Line, QrCode, Raster, Span, Ticket
from hardware.printers.profiles import profile

SIM = profile("simulated")


def run(
    data: bytes, pieces: list[int] | None = None
) -> tuple[Interpreter, list[Effect]]:
    brain, effects, at = Interpreter(SIM), [], 0
    for size in [*(pieces or []), len(data)]:
        brain.feed(data[at : at + size])
        at += size
        while not brain.hungry:
            effects.append(brain.step())
    return brain, effects


def elements(data: bytes) -> list[object]:
    return list(run(data)[0].hanging.elements)


def tickets(data: bytes) -> list[Ticket]:
    return [effect.cut for effect in run(data)[1] if effect.cut is not None]


@pytest.mark.parametrize(
    ("sent", "line"),
    [
        (b"Bonjour\n", Line((Span("Bonjour"),))),
        (b"\x1bt\x10\x80 \xe9\x9c\n", Line((Span("€ éœ"),))),
        (b"\x1bt\x13\xd5\x82\n", Line((Span("€é"),))),
        (b"\x1bE\x01a\x1bE\x00b\n", Line((Span("a", bold=True), Span("b")))),
        (b"\x1bG\x01a\n", Line((Span("a", bold=True),))),
        (b"\x1b-\x02a\n", Line((Span("a", underline=2),))),
        (b"\x1dB\x01a\n", Line((Span("a", invert=True),))),
        (b"\x1d!\x11a\n", Line((Span("a", width=2, height=2),), feed=48)),
        (b"\x1b!\x30a\n", Line((Span("a", width=2, height=2),), feed=48)),
        (b"\x1b!\x88a\n", Line((Span("a", bold=True, underline=1),))),
        (b"\x1d!\x33a\n", Line((Span("a", width=4, height=4),), feed=96)),
        (b"\x1ba\x01a\n", Line((Span("a"),), "center")),
        (b"\x1ba\x02a\n", Line((Span("a"),), "right")),
        (b"a\x1b$\x00\x01b\n", Line((Span("a"), Span("b", x=256)))),
        (b"\x1b3\x40a\n", Line((Span("a"),), feed=64)),
        (b"\x1b3\x40\x1b2a\n", Line((Span("a"),), feed=30)),
        (b"aaa\x1b@b\n", Line((Span("b"),))),
        (b"a\x1bM\x00\x1bR\x01b\n", Line((Span("ab"),))),
        (b"a\x10\x04\x01b\n", Line((Span("ab"),))),
        (b"a" + bytes(300) + b"b\n", Line((Span("ab"),))),
    ],
)
def test_text_commands_show_on_the_line(sent: bytes, line: Line) -> None:
    assert elements(sent) == [line]


def test_feeds_count_dots() -> None:
    assert elements(b"\n") == [Blank(30)]
    assert elements(b"\x1bd\x03") == [Blank(90)]
    assert elements(b"\x1bJ\x0c") == [Blank(12)]
    assert sum(effect.feed for effect in run(b"a\x1bd\x03")[1]) == 90


def test_a_full_line_prints_itself() -> None:
    lines = elements(b"x" * 50 + b"\n")
    assert [line.text for line in lines if isinstance(line, Line)] == ["x" * 48, "xx"]


def test_a_picture_lands_as_it_was_sent() -> None:
    assert elements(b"\x1dv0\x00\x02\x00\x02\x00\xf0\x0f\x01\x80") == [
        Raster(16, 2, b"\xf0\x0f\x01\x80")
    ]
    assert elements(b"\x1dv0\x03\x01\x00\x01\x00\xff") == [
        Raster(8, 1, b"\xff", scale_x=2, scale_y=2)
    ]


def test_codes_are_kept_as_content() -> None:
    document = Document(
        "receipt",
        (QR("https://exemple.fr/é", 6, "Q"), Barcode("201234500123")),
    )
    found = [
        element
        for element in elements(encode(document, SIM).body)
        if not isinstance(element, Blank)
    ]
    assert found == [
        QrCode("https://exemple.fr/é", 6, "Q", "center"),
        BarCode("EAN13", "2012345001237", 64, 3, "below", "center"),
    ]


def test_barcodes_come_in_both_forms() -> None:
    counted = elements(b"\x1dkC\x0c201234500123")
    ended = elements(b"\x1dk\x02201234500123\x00")
    assert counted == ended
    assert elements(b"\x1dkI\x05{BC-1") == [BarCode("CODE128", "C-1", 162, 3, "none")]


@pytest.mark.parametrize(
    ("sent", "pin"), [(b"\x1bp\x0022", 2), (b"\x1bp\x0122", 5), (b"\x1bp122", 5)]
)
def test_a_pulse_names_its_pin(sent: bytes, pin: int) -> None:
    assert [effect.kick for effect in run(sent)[1]] == [pin]


@pytest.mark.parametrize(
    "cut", [b"\x1dV\x00", b"\x1dVB\x00", b"\x1dV1", b"\x1bi", b"\x1bm"]
)
def test_every_way_to_cut_ends_the_ticket(cut: bytes) -> None:
    first, second = tickets(b"a\n" + cut + b"b\n" + cut)
    assert (first.text, second.text) == ("a", "b")


@pytest.mark.parametrize(
    "question",
    [b"\x1dr\x01", b"\x1dIC", b"\x1da\x0f", b"\x1d(H\x06\x0000ABCD"],
)
def test_questions_are_handed_on(question: bytes) -> None:
    assert [effect.question for effect in run(question)[1]] == [question]


def test_a_ticket_bears_the_digest_that_the_encoder_computed() -> None:
    for document in (samples.receipt(), samples.kitchen(), samples.addition()):
        job = encode(document, SIM)
        assert [ticket.digest for ticket in tickets(job.body)] == [job.digest]


def test_unknown_commands_are_skipped_and_remembered() -> None:
    brain, _ = run(b"a\x1bzb\x1d(L\x02\x0000c\n")
    assert [element.text for element in brain.hanging.elements] == ["abc"]  # type: ignore[union-attr]
    assert brain.unknown == [b"\x1bz", b"\x1d(L"]


def test_a_power_cut_loses_the_line_but_not_the_ink() -> None:
    brain, _ = run(b"\x1bE\x01printed\nlost")
    brain.forget()
    brain.feed(b"next\n")
    while not brain.hungry:
        brain.step()
    assert brain.hanging.text == "printed\nnext"
    assert brain.hanging.elements[-1] == Line((Span("next"),))


@given(st.integers(0, 10_000))
def test_bytes_print_alike_in_any_pieces(seed: int) -> None:
    data = encode(samples.change(), SIM).body
    chance = random.Random(seed)
    pieces = [chance.randint(1, 400) for _ in range(12)]
    assert run(data, pieces)[0].hanging == run(data)[0].hanging
    whole = [effect.cut for effect in run(data)[1] if effect.cut]
    assert [effect.cut for effect in run(data, pieces)[1] if effect.cut] == whole


@given(st.binary(max_size=60))
def test_any_bytes_are_survived(data: bytes) -> None:
    run(data)


def test_text_and_its_plain_form() -> None:
    body = encode(Document("receipt", (Text("Œufs 7,50 €"), Cut())), SIM).body
    (ticket,) = tickets(body)
    assert ticket.text == "Œufs 7,50 €"
    assert not ticket.blank
    assert tickets(b"\x1b@\x1dVB\x00")[0].blank


@pytest.mark.parametrize(
    "command",
    ["1b40", "1b7410", "1b70003232", "1d564200", "1d5600", "1d7201", "1b44 0810 00"],
)
def test_a_command_waits_for_its_last_byte(command: str) -> None:
    data = bytes.fromhex(command)
    assert command_length(data) == len(data)
    for cut in range(1, len(data)):
        assert command_length(data[:cut]) == 0


def test_a_picture_narrower_than_the_paper_keeps_its_place() -> None:
    bitmap = Bitmap(8, 1, b"\xff")
    body = encode(Document("receipt", (Picture(bitmap),)), SIM).body
    assert elements(body) == [Raster(8, 1, b"\xff", "center")]


@pytest.mark.parametrize("mode", Mode)
def test_what_a_display_behind_it_shows_is_never_on_paper(mode: Mode) -> None:
    told: list[bytes] = []
    display = PrinterDisplay(
        "d",
        mode=mode,
        page=PAGES["cp858"],
        send=told.append,
        health=lambda: pytest.fail("nobody asks"),
    )
    display.show(Lines(Row("Café crème", "2,50"), Row("TOTAL", "12,40")))
    (passed_on,) = told
    plain, _ = run(b"a\nb\x1dV\x00")
    whole = b"a\n" + passed_on + b"b\x1dV\x00"
    for at in range(len(whole)):
        brain, effects = run(whole, [at])
        assert brain.glass.text == ("Café crème      2,50", "TOTAL          12,40")
        cut = [effect.cut for effect in effects if effect.cut is not None]
        assert [t.digest for t in cut] == [t.digest for t in tickets(b"a\nb\x1dV\x00")]
        assert brain.unknown == plain.unknown

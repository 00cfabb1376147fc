"""Answers are told apart however they arrive, and mean what the tables say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.printers.status import (
    ASB_ON,
    MODEL_NAME,
    QUESTIONS,
    Asb,
    Block,
    Completed,
    Demultiplexer,
    Noise,
    Queued,
    Reading,
    Realtime,
    asb_reasons,
    ask,
    realtime_reasons,
    vouched,
)

STREAMS = [
    ("16", [Realtime(0x16)]),
    ("16121212", [Realtime(0x16), Realtime(0x12), Realtime(0x12), Realtime(0x12)]),
    ("1e", [Realtime(0x1E)]),
    ("32", [Realtime(0x32)]),
    ("7e", [Realtime(0x7E)]),
    ("14000000", [Asb(bytes.fromhex("14000000"))]),
    ("3c00000f", [Asb(bytes.fromhex("3c00000f"))]),
    ("14000c00", [Asb(bytes.fromhex("14000c00"))]),
    ("00", [Queued(0)]),
    ("0f", [Queued(0x0F)]),
    ("37224130314200", [Completed(b"A01B")]),
    ("37224130310000", [Block(b"\x37\x22A01"), Queued(0)]),
    ("5f544d2d54323000", [Block(b"_TM-T20")]),
    ("11", [Noise(0x11)]),
    ("13", [Noise(0x13)]),
    ("1816", [Noise(0x18), Realtime(0x16)]),
    (
        "14000000 12 37224130314200 00 1c000000",
        [
            Asb(bytes.fromhex("14000000")),
            Realtime(0x12),
            Completed(b"A01B"),
            Queued(0),
            Asb(bytes.fromhex("1c000000")),
        ],
    ),
]


@pytest.mark.parametrize(("stream", "readings"), STREAMS)
def test_a_stream_is_read_whole_and_byte_by_byte(
    stream: str, readings: list[Reading]
) -> None:
    data = bytes.fromhex(stream)
    assert Demultiplexer().feed(data) == readings
    slow = Demultiplexer()
    assert [r for byte in data for r in slow.feed(bytes([byte]))] == readings


@pytest.mark.parametrize(("stream", "readings"), STREAMS)
@pytest.mark.parametrize("trailing", ["14", "1400", "37", "372241", "5f54"])
def test_the_beginning_of_the_next_answer_waits(
    stream: str, readings: list[Reading], trailing: str
) -> None:
    demultiplexer = Demultiplexer()
    assert demultiplexer.feed(bytes.fromhex(stream + trailing)) == readings
    assert demultiplexer.feed(b"") == []


def test_a_truncated_answer_is_completed_later() -> None:
    demultiplexer = Demultiplexer()
    assert demultiplexer.feed(bytes.fromhex("14 00")) == []
    assert demultiplexer.feed(bytes.fromhex("0c 00 16")) == [
        Asb(bytes.fromhex("14000c00")),
        Realtime(0x16),
    ]


def test_an_endless_block_is_given_up_as_noise() -> None:
    readings = Demultiplexer().feed(b"\x37" + b"\x22" * 200)
    assert readings[0] == Noise(0x37)


@given(st.lists(st.binary(max_size=12), max_size=8))
def test_any_bytes_are_read_without_harm_and_alike_in_any_pieces(
    pieces: list[bytes],
) -> None:
    slow, whole = Demultiplexer(), Demultiplexer()
    in_pieces = [r for piece in pieces for r in slow.feed(piece)]
    assert in_pieces == whole.feed(b"".join(pieces))


@pytest.mark.parametrize(
    ("question", "value", "reasons"),
    [
        (1, 0x16, set()),
        (1, 0x12, {"drawer_open"}),
        (1, 0x1E, {"offline"}),
        (2, 0x12, set()),
        (2, 0x16, {"cover_open"}),
        (2, 0x32, {"paper_stop"}),
        (2, 0x52, {"error"}),
        (3, 0x12, set()),
        (3, 0x1A, {"cutter_error"}),
        (3, 0x32, {"fault"}),
        (3, 0x52, {"fault"}),
        (4, 0x12, set()),
        (4, 0x1E, {"paper_near_end"}),
        (4, 0x7E, {"paper_near_end", "paper_out"}),
    ],
)
def test_realtime_bits(question: int, value: int, reasons: set[str]) -> None:
    asked = QUESTIONS[question - 1]
    assert realtime_reasons(asked, value) == reasons
    assert reasons <= vouched(asked)


@pytest.mark.parametrize(
    ("status", "reasons"),
    [
        ("14000000", set()),
        ("10000000", {"drawer_open"}),
        ("1c000000", {"offline"}),
        ("3c000000", {"offline", "cover_open"}),
        ("1c080000", {"offline", "cutter_error"}),
        ("1c200000", {"offline", "fault"}),
        ("14000300", {"paper_near_end"}),
        ("1c000f00", {"offline", "paper_near_end", "paper_out"}),
    ],
)
def test_automatic_status_bits(status: str, reasons: set[str]) -> None:
    assert asb_reasons(bytes.fromhex(status)) == reasons
    assert reasons <= vouched(None)


def test_the_questions_have_their_bytes() -> None:
    assert [ask(question).hex() for question in QUESTIONS] == [
        "100401",
        "100402",
        "100403",
        "100404",
    ]
    assert bytes.fromhex("1d610f") == ASB_ON
    assert bytes.fromhex("1d4943") == MODEL_NAME

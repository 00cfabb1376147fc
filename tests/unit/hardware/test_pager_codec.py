"""What a paging transmitter is told, and what it answers, byte for byte (TAP 1.8)."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.errors import ProtocolError
from hardware.pagers.simulator import TransmitterBrain
from hardware.pagers.tap import (
    LOG_ON,
    MAX_TEXT,
    Reply,
    block,
    checksum,
    first_reply,
    is_number,
    plain_text,
    read_block,
)


def test_the_checksum_is_that_of_the_protocols_own_example() -> None:
    assert checksum(b"\x02123\rABC\r\x03") == b"17;"
    assert block("123", "ABC") == b"\x02123\rABC\r\x0317;\r"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Prêt : table 12, Entrées", "Pret : table 12, Entrees"),
        ("Œufs à la neige, 12 €", "OEufs a la neige, 12 EUR"),
        ("deux\nlignes\x03\x02", "deux lignes"),
        ("寿司", ""),
    ],
)
def test_a_pager_knows_seven_bits(said: str, shown: str) -> None:
    assert plain_text(said) == shown


def test_a_watch_shows_no_more_than_it_can() -> None:
    assert len(plain_text("x" * 500)) == MAX_TEXT


@pytest.mark.parametrize("number", ["", "12a", "1\r2", "²", "12345678901"])
def test_no_pager_has_such_a_number(number: str) -> None:
    assert not is_number(number)
    with pytest.raises(ValueError, match="pager"):
        block(number, "x")


@given(st.from_regex(r"[0-9]{1,10}", fullmatch=True), st.text(max_size=200))
def test_what_is_said_is_read(number: str, text: str) -> None:
    assert read_block(block(number, text)) == (number, plain_text(text))


@given(
    st.binary(max_size=4),
    st.sampled_from(list(Reply)),
    st.integers(0, 6),
    st.booleans(),
)
def test_a_reply_is_found_cut_in_two_and_with_its_parity(
    words: bytes, reply: Reply, cut: int, parity: bool
) -> None:
    heard = b"211 accepted\r" + reply.value + b"\r"
    if parity:
        heard = bytes(byte | 0x80 for byte in heard)
    at = len(heard) - 1 - cut
    found, rest = first_reply(heard[:at])
    while found is None:
        found, rest = first_reply(rest + heard[at:])
        at = len(heard)
    assert found is reply


@given(st.lists(st.binary(max_size=20), max_size=8))
def test_no_noise_makes_a_pager_ring(pieces: list[bytes]) -> None:
    brain = TransmitterBrain()
    for piece in pieces:
        brain.hear(piece)
    assert brain.shown == []


@given(st.binary(max_size=60))
def test_what_is_no_page_is_refused(said: bytes) -> None:
    with suppress(ProtocolError):
        number, _ = read_block(said)
        assert is_number(number)


def test_a_page_that_comes_in_pieces_rings_once() -> None:
    brain = TransmitterBrain()
    answers = [brain.hear(b"\r"), brain.hear(LOG_ON)]
    said = block("14", "Pret : table 12")
    answers += [brain.hear(bytes((byte,))) for byte in said]
    assert brain.shown == [("14", "Pret : table 12")]
    assert first_reply(answers[-1])[0] is Reply.TAKEN

"""What an NFC chip and a radar say, byte for byte."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.errors import ProtocolError
from hardware.presence import ld2410
from hardware.presence.ld2410 import distance_of, report
from hardware.presence.sensor import AFTER_S, NEAR_CM, reach_of
from hardware.scanners.pn532 import (
    FIRMWARE,
    LOOK,
    READER,
    Answer,
    Frames,
    frame,
    framed_answer,
    is_random,
    number_of,
    told_card,
)


def test_commands_are_framed_as_the_manual_shows() -> None:
    assert frame(FIRMWARE) == bytes.fromhex("0000ff02fed4022a00")
    assert frame(READER) == bytes.fromhex("0000ff05fbd4140114010200")


def test_answers_are_read_as_the_manual_shows() -> None:
    said = bytes.fromhex("0000ff00ff00" + "0000ff06fad50332010607e800")
    assert list(Frames().feed(said)) == [None, Answer(0x03, b"\x32\x01\x06\x07")]


def test_a_card_of_seven_bytes_is_read_in_capitals() -> None:
    card = bytes.fromhex("01010044000704a2b3c4d5e680")
    assert number_of(Answer(0x4B, card)) == "04A2B3C4D5E680"
    assert number_of(Answer(0x4B, b"\x00")) == ""


@pytest.mark.parametrize(
    "wrong", [Answer(0x03, b"\x01"), Answer(0x4B, b""), Answer(0x4B, b"\x01\x01\x00")]
)
def test_what_is_no_card_is_refused(wrong: Answer) -> None:
    with pytest.raises(ProtocolError):
        number_of(wrong)


def test_a_telephone_makes_up_its_number() -> None:
    assert is_random("08F1E2D3")
    assert not is_random("04A2B3C4")
    assert not is_random("08A2B3C4D5E680")


@given(
    st.binary(max_size=6),
    st.sampled_from([4, 7, 10]).flatmap(lambda n: st.binary(min_size=n, max_size=n)),
    st.integers(1, 9),
)
def test_a_card_is_found_behind_noise_in_any_pieces(
    noise: bytes, number: bytes, size: int
) -> None:
    said = noise.replace(b"\xff", b"") + framed_answer(LOOK[0], told_card(number))
    frames = Frames()
    found = [
        answer
        for at in range(0, len(said), size)
        for answer in frames.feed(said[at : at + size])
    ]
    assert [number_of(a) for a in found if a is not None] == [number.hex().upper()]


def test_the_radars_own_example_is_read() -> None:
    said = bytes.fromhex("f4f3f2f10d0002aa0251000000003b00005500f8f7f6f5")
    assert [distance_of(d) for d in ld2410.Frames().feed(said)] == [0]


@pytest.mark.parametrize("still", [False, True])
@pytest.mark.parametrize("distance", [None, 0, 60, 600])
def test_what_a_radar_reports_is_read(distance: int | None, still: bool) -> None:
    said = report(distance, still=still)
    assert [distance_of(d) for d in ld2410.Frames().feed(said)] == [distance]


@given(st.binary(max_size=12), st.integers(1, 9), st.integers(0, 600))
def test_reports_are_found_behind_noise_in_any_pieces(
    noise: bytes, size: int, distance: int
) -> None:
    said = noise.replace(b"\xf4", b"") + report(distance) + report(None)
    frames = ld2410.Frames()
    found = [
        distance_of(data)
        for at in range(0, len(said), size)
        for data in frames.feed(said[at : at + size])
    ]
    assert found == [distance, None]


@given(st.binary(max_size=40))
def test_a_report_is_read_or_refused(data: bytes) -> None:
    try:
        found = distance_of(data)
    except ProtocolError:
        return
    assert found is None or 0 <= found <= 0xFFFF


def test_how_far_and_how_long_stand_in_the_address() -> None:
    assert reach_of("serial:///dev/ttyUSB0?baud=256000") == (NEAR_CM, AFTER_S)
    assert reach_of("sim://?near=80&after=5") == (80, 5)
    with pytest.raises(ValueError, match="x"):
        reach_of("sim://?near=x")


@pytest.mark.parametrize("frames", [Frames(), ld2410.Frames()])
def test_a_parser_remembers_no_more_than_one_frame(
    frames: Frames | ld2410.Frames,
) -> None:
    for _ in range(50):
        list(frames.feed(b"\x00" * 1000 + b"\xf4" * 1000))
    assert len(frames._heard) < 300

"""Concert E and E+: every byte both ways, in any pieces, and what an answer proves."""

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.errors import ProtocolError
from hardware.terminals.concert import (
    MODES,
    SCHEMES,
    TYPES,
    Demand,
    Type,
    encode,
    judge,
    private_of,
    read_answer,
    read_demand,
    write_answer,
)
from hardware.terminals.frames import Control, Message, Reader, framed, lrc
from hardware.terminals.model import Means, PayKind, PayState

OURS = Demand(amount=1250, private="P00000042A")
# hardware.md 3.2; the first is byte for byte what pyTeliumManager 2.4.2 encodes.
BLANK = bytes.fromhex(
    "02303130303030313235303131303937382020202020202020202041303130423031300301"
)
ASKED = bytes.fromhex(
    "02303130303030313235303131303937385030303030303034324141303130423031300316"
)
ACCEPTED = bytes.fromhex("02303130303030303132353031393738503030303030303432410324")
REFUSED = bytes.fromhex("02303137303030303132353031393738503030303030303432410323")
SHORT = replace(OURS, report=False)
WITH_REPORT = framed(b"010000012501" + b"4970101234567890".ljust(55) + b"978P00000042A")
FRAMES = [BLANK, ASKED, ACCEPTED, REFUSED, WITH_REPORT]


def test_a_demand_is_what_the_independent_encoder_makes() -> None:
    blank = replace(OURS, private=" " * 10)
    assert framed(encode(blank)) == BLANK
    assert framed(encode(OURS)) == ASKED
    assert read_demand(BLANK[1:-2]) == blank
    assert read_demand(ASKED[1:-2]) == OURS


def test_e_knows_neither_delay_nor_force() -> None:
    assert encode(OURS, plus=False) == b"0100001250110978P00000042A"
    assert read_demand(encode(OURS, plus=False)) == OURS


@pytest.mark.parametrize("kind", list(Type))
@pytest.mark.parametrize("mode", SCHEMES)
@pytest.mark.parametrize("flags", [(False, False), (True, False), (False, True)])
def test_every_word_of_a_demand_comes_back(
    kind: Type, mode: str, flags: tuple[bool, bool]
) -> None:
    at_once, force = flags
    demand = replace(OURS, type=kind, mode=mode, at_once=at_once, force=force)
    assert read_demand(encode(demand)) == demand
    assert encode(demand)[11:13].decode() == mode + kind.value


def test_what_a_payment_is_has_its_word() -> None:
    assert {kind: TYPES[kind].value for kind in PayKind} == {
        PayKind.DEBIT: "0",
        PayKind.CREDIT: "1",
        PayKind.CANCELLATION: "2",
    }
    assert (MODES[Means.CARD], MODES[Means.CHEQUE]) == ("1", "C")
    assert Means.MEAL_VOUCHER not in MODES


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": -1},
        {"amount": 100_000_000},
        {"till": "1"},
        {"currency": "EUR"},
        {"private": "short"},
        {"private": "\x0300000042A"},
        {"mode": ""},
    ],
)
def test_what_the_line_cannot_carry_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        replace(OURS, **wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("frame", FRAMES)
def test_a_message_comes_in_any_pieces_with_anything_behind(frame: bytes) -> None:
    whole = [Message(frame[1:-2])]
    for split in range(len(frame) + 1):
        reader = Reader()
        tokens = reader.feed(frame[:split]) + reader.feed(frame[split:] + b"\x04\x05x")
        assert tokens == [*whole, Control.EOT, Control.ENQ]
    reader = Reader()
    assert [t for byte in frame for t in reader.feed(bytes((byte,)))] == whole


@pytest.mark.parametrize("control", list(Control))
def test_a_control_is_its_byte(control: Control) -> None:
    assert Reader().feed(bytes((control.value,))) == [control]
    assert {c.name: c.value for c in Control} == {
        "EOT": 0x04,
        "ENQ": 0x05,
        "ACK": 0x06,
        "NAK": 0x15,
    }


def test_a_message_that_begins_anew_is_read_from_there() -> None:
    assert Reader().feed(ASKED[:9] + ASKED) == [Message(ASKED[1:-2])]
    endless = Reader().feed(b"\x02" + b"0" * 20_000)
    assert endless[0] == Message(b"", sound=False)


@given(st.sampled_from([ACCEPTED, WITH_REPORT]), st.data())
def test_one_wrong_byte_never_approves(frame: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(frame) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda b: b != frame[place]))
    _approves_nothing(frame[:place] + bytes((byte,)) + frame[place + 1 :])


def test_a_byte_that_became_a_beginning_never_approves() -> None:
    """By chance the check byte is right for the rest, which is too short."""
    garbled = ACCEPTED[:8] + b"\x02" + ACCEPTED[9:]
    assert Reader().feed(garbled) == [Message(b"2501978P00000042A")]
    _approves_nothing(garbled)


def _approves_nothing(received: bytes) -> None:
    for token in Reader().feed(received):
        if isinstance(token, Message) and token.sound:
            with suppress(ProtocolError):
                assert judge(OURS, read_answer(token.text)).state is PayState.UNKNOWN


@given(st.lists(st.binary(max_size=60)))
def test_noise_makes_tokens_or_nothing(pieces: list[bytes]) -> None:
    reader = Reader()
    tokens = [token for piece in pieces for token in reader.feed(piece)]
    whole = Reader().feed(b"".join(pieces))
    assert tokens == whole


@given(st.one_of(st.binary(max_size=100), st.text("0129 A", max_size=90)))
def test_a_text_is_an_answer_or_a_clean_error(text: bytes | str) -> None:
    raw = text if isinstance(text, bytes) else text.encode()
    for read in (read_answer, read_demand):
        try:
            read(raw)
        except ProtocolError as error:
            digits = [b for b in error.received if b in b"0123456789"]
            assert len(digits) <= 2


@given(st.from_regex(r"[1-9][0-9]{12,18}", fullmatch=True))
def test_no_card_number_leaves_the_codec(pan: str) -> None:
    words = {"CAISSE": "01", "STAT": "0", "AMOUNT": "00001250", "MODE": "1"}
    rest = {"REP": f"{pan:<55}", "CURRENCY": "978", "PRIV": OURS.private}
    outcome = judge(OURS, read_answer(write_answer(words | rest)))
    assert outcome.last4 == pan[-4:]
    assert pan not in repr(outcome)


def _answer(**fields: str) -> bytes:
    words = {
        "CAISSE": "01",
        "STAT": "0",
        "AMOUNT": "00001250",
        "MODE": "1",
        "CURRENCY": "978",
        "PRIV": OURS.private,
    }
    return write_answer(words | fields)


@pytest.mark.parametrize(
    ("fields", "state", "detail", "amount"),
    [
        ({}, PayState.APPROVED, "", 1250),
        ({"AMOUNT": "00001000"}, PayState.APPROVED, "partial", 1000),
        ({"STAT": "7"}, PayState.REFUSED, "refused", 0),
        ({"STAT": "9"}, PayState.UNKNOWN, "pending", 0),
        *(({"STAT": s}, PayState.UNKNOWN, "unclear_result", 0) for s in "1234568"),
        ({"CAISSE": "02"}, PayState.UNKNOWN, "echo_till", 0),
        ({"CURRENCY": "840"}, PayState.UNKNOWN, "echo_currency", 0),
        ({"AMOUNT": "00001251"}, PayState.UNKNOWN, "echo_amount", 0),
        ({"AMOUNT": "00000000"}, PayState.UNKNOWN, "echo_missing", 0),
        ({"PRIV": " " * 10}, PayState.UNKNOWN, "echo_reference", 0),
        ({"PRIV": "P00000042B", "STAT": "7"}, PayState.UNKNOWN, "echo_reference", 0),
    ],
)
def test_only_our_own_echoes_settle_a_payment(
    fields: dict[str, str], state: PayState, detail: str, amount: int
) -> None:
    outcome = judge(OURS, read_answer(_answer(**fields)))
    assert (outcome.state, outcome.detail, outcome.amount) == (state, detail, amount)


def test_an_answer_at_once_approves_nothing() -> None:
    at_once = replace(OURS, at_once=True)
    assert judge(at_once, read_answer(_answer())).state is PayState.UNKNOWN


def test_answers_of_the_specification_are_read() -> None:
    assert judge(SHORT, read_answer(ACCEPTED[1:-2])).amount == 1250
    assert judge(SHORT, read_answer(REFUSED[1:-2])).state is PayState.REFUSED
    assert read_answer(WITH_REPORT[1:-2]).last4 == "7890"
    assert lrc(ACCEPTED[1:-2]) == ACCEPTED[-1] == 0x24


def test_a_reference_has_one_private_word_for_ever() -> None:
    assert private_of("0192f3c4d5e6") == private_of("0192f3c4d5e6")
    assert len({private_of(f"R{n}") for n in range(2000)}) == 2000
    assert replace(OURS, private=private_of("x")).private == "FVYRMQVXE2"

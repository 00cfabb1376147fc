"""Every constant and record of the scales, read and written, whole, cut and garbled."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.errors import ProtocolError
from hardware.scales import cas, dialog_06, mettler_8217
from hardware.scales.weighing import Asked, Trouble, amount_of

M, C, D = mettler_8217, cas, dialog_06

TABLE_8217 = [
    (b"\x0201.234\r", M.Plate(1234)),
    (b"\x0200.005\r", M.Plate(5)),
    (b"\x02?\x41\r", M.Plate(trouble=Trouble.MOVING)),
    (b"\x02?\x42\r", M.Plate(trouble=Trouble.OVERLOAD)),
    (b"\x02?\x44\r", M.Plate(trouble=Trouble.BELOW_ZERO)),
    (b"\x02?\x48\r", M.Plate(trouble=Trouble.OUT_OF_ZERO)),
    (b"\x02?\x50\r", M.Plate(trouble=Trouble.EMPTY)),
    (b"\x02?\x40\r", M.Plate(told=True)),
]
TABLE_CAS = [
    (b"\x01\x02S 01.234kg\x65\x03\x04", C.Plate(1234)),
    (b"\x01\x02U 01.234kg\x63\x03\x04", C.Plate(1234, Trouble.MOVING)),
    (b"\x01\x02S-00.050kg\x69\x03\x04", C.Plate(-50, Trouble.BELOW_ZERO)),
    (b"\x01\x02S 00.000kg\x61\x03\x04", C.Plate(0, Trouble.EMPTY)),
]
TABLE_STREAM = [
    (b"ST,GS,01,+  1.234 kg\r\n", C.Plate(1234)),
    (b"US,GS,01,+  1.234 kg\r\n", C.Plate(1234, Trouble.MOVING)),
    (b"ST,GS,01,-  0.050 kg\r\n", C.Plate(-50, Trouble.BELOW_ZERO)),
    (b"OL,GS,01,+  0.000 kg\r\n", C.Plate(0, Trouble.OVERLOAD)),
]
TABLE_ASKED = [
    (b"\x04\x0201\x1b001299\x1b\x03", Asked(price=1299)),
    (b"\x04\x0203\x1b001299\x1b0025\x03", Asked(price=1299, tare=25)),
]
TABLE_RESULT = [
    (b"\x0202\x1b3\x1b01234\x1b001299\x1b001603\x03", D.Result(1234, 1299, 1603)),
    (b"\x0202\x1b3\x1b00000\x1b000000\x1b000000\x03", D.Result(0, 0, 0)),
]


@pytest.mark.parametrize(
    ("decode", "encode", "table"),
    [
        (M.decode, M.encode, TABLE_8217),
        (C.decode, C.encode, TABLE_CAS),
        (C.decode_streamed, C.encode_streamed, TABLE_STREAM),
        (D.decode_asked, D.encode_asked, TABLE_ASKED),
        (D.decode, D.encode, TABLE_RESULT),
    ],
)
def test_every_record_is_read_as_it_is_written(
    decode: Callable[[bytes], object],
    encode: Callable[[object], bytes],
    table: list[tuple[bytes, object]],
) -> None:
    for record, meant in table:
        assert decode(record) == meant
        assert encode(meant) == record
        for cut in range(len(record)):
            with pytest.raises(ProtocolError):
                decode(record[:cut])
        with pytest.raises(ProtocolError):
            decode(record + b"x")


def test_a_record_of_the_stream_has_22_bytes() -> None:
    assert {len(record) for record, _ in TABLE_STREAM} == {22}


def test_the_gravest_reason_is_named_first() -> None:
    assert M.decode(b"\x02?\x43\r").trouble is Trouble.OVERLOAD


def test_a_status_says_two_digits() -> None:
    for status in (*D.STATUSES, D.UNMOVED):
        assert D.decode(D.encode_status(status)) == status
    with pytest.raises(ProtocolError, match="protected"):
        D.decode(b"\x0211\x1b25\x03")


@pytest.mark.parametrize("asked", [Asked(price=1_000_000), Asked(tare=10_000)])
def test_what_has_no_room_in_a_record_is_not_asked(asked: Asked) -> None:
    with pytest.raises(ValueError, match="out of range"):
        D.encode_asked(asked)


@given(grams=st.integers(0, 99_999), price=st.integers(0, 999_999))
def test_an_amount_is_rounded_half_up(grams: int, price: int) -> None:
    cents = amount_of(grams, price)
    assert 2 * grams * price - 1000 < 2 * 1000 * cents <= 2 * grams * price + 1000


@given(noise=st.binary(max_size=40))
def test_noise_is_told_from_a_weight(noise: bytes) -> None:
    readers: list[Callable[[bytes], object]] = [M.decode, C.decode, D.decode]
    readers += [C.decode_streamed, D.decode_asked]
    for decode in readers:
        try:
            decode(noise)
        except ProtocolError:
            continue

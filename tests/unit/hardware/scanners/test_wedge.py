"""Who types: a gun or a person?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.scanners.scan import Scan
from hardware.scanners.wedge import (
    AZERTY_DIGITS,
    Replay,
    Wedge,
    WedgeSettings,
    repair_azerty,
)

EAN = "3017620422003"


def type_(
    wedge: Wedge, text: str, gap_ms: int, start_ms: int = 0
) -> list[Scan | Replay]:
    """What comes out when `text` is typed with `gap_ms` between keys."""
    out: list[Scan | Replay] = []
    for place, char in enumerate(text):
        out += wedge.feed(char, start_ms + place * gap_ms)
    return out


@pytest.mark.parametrize("suffix", ["\r", "\n", "\t"])
@pytest.mark.parametrize("gap_ms", [0, 2, 25, 50])
def test_a_gun_gives_one_scan_and_no_keys(gap_ms: int, suffix: str) -> None:
    wedge = Wedge()
    assert type_(wedge, EAN + suffix, gap_ms) == [Scan(text=EAN, source="wedge")]
    assert wedge.held == 0


def test_a_person_gets_every_key_back_in_order() -> None:
    wedge = Wedge()
    typed = "Bœuf\r"
    keys: list[str] = []
    handed_on = ""
    for place, char in enumerate(typed):
        keys.append(char)
        for each in wedge.feed(char, place * 90):
            assert isinstance(each, Replay)
            handed_on += "".join(keys[: each.count])
            del keys[: each.count]
    assert handed_on == typed


def test_a_key_is_held_no_longer_than_the_gap() -> None:
    wedge = Wedge()
    assert wedge.feed("a", 1000) == ()
    assert wedge.expire(1050) == ()
    assert wedge.held == 1
    assert wedge.expire(1051) == (Replay(1),)
    assert wedge.held == 0
    assert wedge.expire(2000) == ()


def test_one_slow_key_ends_the_gun_s_turn() -> None:
    wedge = Wedge()
    type_(wedge, "30176", 10)
    assert wedge.feed("2", 40 + 51) == (Replay(5),)
    assert wedge.feed("\r", 100) == (Replay(2),)


@pytest.mark.parametrize("code", ["12345", ""])
def test_a_code_too_short_is_a_person_in_a_hurry(code: str) -> None:
    assert type_(Wedge(), code + "\r", 5) == [Replay(len(code) + 1)]


def test_six_characters_are_enough() -> None:
    assert type_(Wedge(), "123456\r", 5) == [Scan(text="123456", source="wedge")]


def test_an_arrow_ends_a_code_and_is_handed_on() -> None:
    wedge = Wedge()
    type_(wedge, EAN, 5)
    assert wedge.feed("", 65) == (Replay(14),)


def test_a_clock_that_runs_backwards_hands_everything_on() -> None:
    wedge = Wedge()
    type_(wedge, "301", 5, start_ms=4_294_967_290)
    assert wedge.feed("7", 3) == (Replay(3),)


def test_a_key_held_down_is_handed_on_before_it_fills_the_memory() -> None:
    wedge = Wedge()
    out = type_(wedge, "e" * 2000, 30)
    assert out
    assert all(isinstance(each, Replay) for each in out)
    assert sum(each.count for each in out if isinstance(each, Replay)) > 1400


def test_two_scans_in_a_row_are_two_scans() -> None:
    wedge = Wedge()
    first = type_(wedge, EAN + "\r", 3)
    second = type_(wedge, "96385074\r", 3, start_ms=45)
    assert [scan.text for scan in (*first, *second) if isinstance(scan, Scan)] == [
        EAN,
        "96385074",
    ]


def test_the_gap_and_the_length_can_be_set() -> None:
    wedge = Wedge(WedgeSettings(gap_ms=20, shortest=3))
    assert type_(wedge, "123\r", 20) == [Scan(text="123", source="wedge")]
    assert type_(wedge, "123\r", 21, start_ms=500) == [Replay(1)] * 4


class TestWithAPrefix:
    """A gun programmed to announce itself."""

    settings = WedgeSettings(prefix="~")

    def test_a_person_is_never_held(self) -> None:
        wedge = Wedge(self.settings)
        assert type_(wedge, "abc\r", 5) == [Replay(1)] * 4

    def test_the_prefix_opens_a_code_and_is_not_part_of_it(self) -> None:
        wedge = Wedge(self.settings)
        scan = Scan(text=EAN, source="wedge")
        assert type_(wedge, f"~{EAN}\r", 5) == [scan]

    def test_a_person_s_prefix_is_handed_on(self) -> None:
        wedge = Wedge(self.settings)
        assert type_(wedge, "~ab\r", 5) == [Replay(4)]
        assert type_(wedge, "~", 5, start_ms=500) == []
        assert wedge.expire(600) == (Replay(1),)


# -- layouts and identifiers --------------------------------------------------------


def test_a_gun_in_us_layout_is_understood_and_reported() -> None:
    typed = "".join(AZERTY_DIGITS[int(digit)] for digit in EAN)
    assert typed == '"à&è-éà\'ééàà"'
    scan = Scan(text=EAN, source="wedge", repaired=True)
    assert type_(Wedge(), typed + "\r", 5) == [scan]


def test_the_digit_row_is_the_one_of_a_french_keyboard() -> None:
    assert repair_azerty("&é\"'(-è_çà") == "1234567890"


@pytest.mark.parametrize("code", [EAN, "ABC-123", "&é3", "", "COMMANDE-12"])
def test_a_code_that_may_be_meant_so_is_left_alone(code: str) -> None:
    assert repair_azerty(code) is None


def test_the_aim_identifier_is_taken_off_and_named() -> None:
    scan = Scan(text=EAN, symbology="EAN-13", source="wedge")
    assert type_(Wedge(), f"]E0{EAN}\r", 5) == [scan]


# -- nothing is ever lost -----------------------------------------------------------

_keys = st.lists(
    st.tuples(st.sampled_from([*"0123abc~&é\r\t", ""]), st.integers(-5, 120)),
    max_size=80,
)


@given(_keys, st.sampled_from(["", "~"]))
def test_every_key_is_scanned_or_handed_on_and_the_order_stays(
    keys: list[tuple[str, int]], prefix: str
) -> None:
    wedge = Wedge(WedgeSettings(prefix=prefix))
    now_ms = 1000
    waiting: list[str] = []
    for text, gap_ms in keys:
        now_ms += gap_ms
        waiting.append(text)
        for each in wedge.feed(text, now_ms):
            if isinstance(each, Replay):
                assert 1 <= each.count <= len(waiting)
                del waiting[: each.count]
            else:
                used = "".join(waiting)
                assert used[-1] in "\r\t"
                code = used[:-1].removeprefix(prefix)
                assert each.text == (repair_azerty(code) or code)
                assert len(code) >= 6
                waiting.clear()
        assert wedge.held == len(waiting)
    assert sum(each.count for each in wedge.expire(now_ms + 51)) == len(waiting)

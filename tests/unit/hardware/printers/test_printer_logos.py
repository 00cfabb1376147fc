"""A picture in a printer's memory: its bytes, and when it is sent again."""

from pathlib import Path

import pytest
from print_shop import open_shop

from hardware.printers import logos
from hardware.printers.document import Bitmap, Cut, Document, Logo, Text
from hardware.printers.escpos import encode
from hardware.printers.paper import Raster
from hardware.printers.profiles import PROFILES

MARK = Bitmap(16, 2, b"\xf0\x0f\xaa\x55")
OTHER = Bitmap(16, 2, b"\xf0\x0f\xaa\x54")


def receipt(mark: Bitmap = MARK) -> Document:
    blocks = (Logo(mark), Text("un café"), Cut())
    return Document("receipt", blocks, "TICKET C1-000001")


def test_the_bytes_are_those_of_the_reference() -> None:
    assert bytes.fromhex("1d284c040030404b43") == logos.LIST_KEYS
    assert logos.show(b"ab") == bytes.fromhex(
        "1d284c06003045616201 01".replace(" ", "")
    )
    assert logos.define(b"ab", MARK) == bytes.fromhex(
        "1d284c0f00 304330 6162 01 1000 0200 31 f00faa55".replace(" ", "")
    )


def test_a_key_is_two_letters_and_follows_the_picture() -> None:
    assert logos.key_of(MARK) != logos.key_of(OTHER)
    assert all(0x20 <= letter <= 0x7E for letter in logos.key_of(MARK))
    assert logos.key_of(MARK) != logos.key_of(Bitmap(8, 4, MARK.bits))


@pytest.mark.parametrize(
    ("block", "keys", "more"),
    [
        (b"\x37r\x40", set(), False),
        (b"\x37r\x40ab", {b"ab"}, False),
        (b"\x37r\x41abcd", {b"ab", b"cd"}, True),
        (b"\x37r\x40abc", {b"ab"}, False),
    ],
)
def test_the_list_of_keys_is_read(block: bytes, keys: set[bytes], more: bool) -> None:
    assert logos.is_list(block)
    assert logos.keys_in(block) == (frozenset(keys), more)


def test_a_printer_whose_memory_is_unknown_gets_the_picture_itself() -> None:
    profile = PROFILES["epson_tm_m30"]
    assert b"\x1d(L" not in encode(receipt(), profile).body
    stored = encode(receipt(), profile, frozenset({logos.key_of(MARK)}))
    assert b"\x1dv0" not in stored.body
    assert not stored.logos


def test_a_picture_is_sent_once_and_again_when_it_or_the_printer_changed(
    tmp_path: Path,
) -> None:
    with open_shop(tmp_path) as shop:
        printer = shop.add("caisse")
        memory = printer._interpreter.memory

        def after(number: int, mark: Bitmap = MARK) -> int:
            shop.pool.submit("caisse", f"r{number}", receipt(mark))
            assert shop.wait(lambda: len(printer.tickets) == number)
            return memory.writes

        assert [after(1), after(2)] == [1, 1]
        assert any(isinstance(e, Raster) for e in printer.tickets[-1].elements)
        printer.power_off()
        printer.power_on()
        assert after(3) == 1  # it is asked again, and still knows
        assert after(4, OTHER) == 2
        memory.pictures.clear()  # another one is in its place
        printer.power_off()
        printer.power_on()
        assert after(5) == 3
        assert printer.tickets[0].elements == printer.tickets[-1].elements

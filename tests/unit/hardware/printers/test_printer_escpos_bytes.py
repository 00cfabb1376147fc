"""Every ESC/POS constant that we send, byte by byte, and the construction of a job."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import samples

from hardware.printers.document import (
    QR,
    Bar,
    Barcode,
    BigNumber,
    Bitmap,
    Block,
    Box,
    Cell,
    Columns,
    Cut,
    Document,
    Feed,
    Kick,
    Kind,
    PageSample,
    Picture,
    Rule,
    Struck,
    Text,
)
from hardware.printers.escpos import encode
from hardware.printers.fence import clearing, fence, process_id
from hardware.printers.profiles import PROFILES, Page, Profile, customised, profile

TM = profile("epson_tm_t20")
CLONE = profile("generic_58")
NEEDLE = profile("epson_tm_u220")
HEAD = bytes.fromhex("1b40 1b74 10")


def body(*blocks: Block, model: Profile = TM, kind: Kind = "receipt") -> bytes:
    return encode(Document(kind, blocks), model).body


def one(block: Block, model: Profile = TM) -> bytes:
    """What a block adds after ESC @ and the page."""
    whole = body(block, model=model)
    head = b"\x1b@\x1bt" + bytes([model.page.number])
    assert whole.startswith(head)
    return whole.removeprefix(head)


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (Text("Bonjour"), b"Bonjour\n"),
        (Text("a", bold=True), bytes.fromhex("1b4501 61 0a")),
        (Text("a", align="center"), bytes.fromhex("1b6101 61 0a 1b6100")),
        (Text("a", align="right"), bytes.fromhex("1b6102 61 0a 1b6100")),
        (Text("a", size="dish"), bytes.fromhex("1d2111 61 0a")),
        (Text("a", size="title"), bytes.fromhex("1d2101 61 0a")),
        (Text("a", size="table"), bytes.fromhex("1d2133 61 0a")),
        (Text("a", invert=True), bytes.fromhex("1d4201 61 0a")),
        (Text("a", indent=2), b"  a\n"),
        (Feed(3), bytes.fromhex("1b6403")),
        (Kick(2), bytes.fromhex("1b70003232")),
        (Kick(5), bytes.fromhex("1b70013232")),
        (Cut(), bytes.fromhex("1d564200")),
        (PageSample("é", "cp858", 19), bytes.fromhex("1b7413 82 0a 1b7410")),
    ],
)
def test_each_block_has_its_bytes(block: Block, expected: bytes) -> None:
    assert one(block) == expected


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        (TM, bytes.fromhex("1d564200")),
        (replace(TM, cut="full"), bytes.fromhex("1b6406 1d5600")),
        (CLONE, bytes.fromhex("1b6406")),
    ],
)
def test_a_cut_is_what_the_printer_can_do(model: Profile, expected: bytes) -> None:
    assert one(Cut(), model) == expected


@pytest.mark.parametrize(
    ("encoding", "number", "expected"),
    [
        ("cp1252", 16, "1b7410 e9e8e0e7f9eaf4eeeb 80 9c8c c9c0c7 abbbb0"),
        ("cp858", 19, "1b7413 828a85879788938c89 d5 6f654f45 90b780 aeaff8"),
        ("iso8859-15", 40, "1b7428 e9e8e0e7f9eaf4eeeb a4 bdbc c9c0c7 abbbb0"),
        ("cp850", 2, "1b7402 828a85879788938c89 455552 6f654f45 90b780 aeaff8"),
        ("cp437", 0, "1b7400 828a85879788938c89 455552 6f654f45 904180 aeaff8"),
    ],
)
def test_french_and_the_euro_on_every_page(
    encoding: str, number: int, expected: str
) -> None:
    model = customised(TM, page=Page(encoding=encoding, number=number))
    written = body(Text("éèàçùêôîë€œŒÉÀÇ«»°"), model=model)
    assert written == bytes.fromhex("1b40" + expected + "0a")


def test_a_qr_code_is_drawn_by_the_printer() -> None:
    code = one(QR("A", 6, "M"))
    assert code == bytes.fromhex(
        "1b6101 1b4a0c 1d286b0400 31413200 1d286b0300 314306 1d286b0300 314531"
        "1d286b0400 315030 41 1d286b0300 315130 1b4a0c 1b6100"
    )


def test_an_ean13_gets_its_check_digit_and_its_bytes() -> None:
    code = one(Barcode("201234500123"))
    assert code == bytes.fromhex(
        "1b6101 1b4a0c 1d6840 1d7703 1d6600 1d4802 1d6b02"
        "32303132333435303031323337 00 1b4a0c 1b6100"
    )


def test_a_code128_is_sent_in_set_b() -> None:
    code = one(Barcode("C1-{7", "CODE128", hri=False))
    assert bytes.fromhex("1d4800 1d6b49 08 7b42 43312d7b7b37") in code


def test_the_wrong_barcode_is_printed_as_its_text() -> None:
    assert one(Barcode("2012345001234")).endswith(b"2012345001234\n\x1ba\x00")
    assert b"12AB\n" in one(Barcode("12AB"))


def test_a_picture_is_sent_in_pieces_of_the_printer_s_size() -> None:
    bitmap = Bitmap(16, 300, b"\xf0\x0f" * 300)
    sent = one(Picture(bitmap, "left"), replace(TM, fragment=128))
    pieces = [128, 128, 44]
    assert sent == b"".join(
        bytes.fromhex("1d763000 0200") + rows.to_bytes(2, "little") + b"\xf0\x0f" * rows
        for rows in pieces
    )


def test_a_wide_picture_is_shrunk_to_the_paper() -> None:
    bitmap = Bitmap(1152, 100, b"\xff" * 144 * 100)
    assert bytes.fromhex("1d763000 4800 3200") in one(Picture(bitmap))


def test_the_filet_is_four_dots_of_ink() -> None:
    rule = one(Rule())
    header = bytes.fromhex("1b4a04 1d763000 4800 0a00")
    assert rule == header + b"\xff" * 72 * 4 + b"\x00" * 72 * 6


def test_without_pictures_a_line_of_the_font_replaces_the_filet() -> None:
    assert one(Rule(), NEEDLE) == b"\xc4" * 33 + b"\n"
    latin = customised(NEEDLE, page=Page(encoding="cp1252", number=16))
    assert one(Rule(), latin) == b"\x97" * 33 + b"\n"
    assert one(Rule("dashed"), NEEDLE).startswith(b"- - - ")


def test_a_needle_printer_doubles_with_esc_and_bold_is_sent_again() -> None:
    assert one(Text("a", size="dish", bold=True), NEEDLE) == bytes.fromhex(
        "1b2130 1b4501 61 0a"
    )
    assert one(Text("a", size="table"), NEEDLE) == bytes.fromhex("1b2130 61 0a")


def test_a_struck_dish_is_run_through_with_dashes() -> None:
    assert b"-1-RISOTTO-" in one(Struck("1 RISOTTO", "P9"))


def test_a_bar_is_inverse_from_edge_to_edge() -> None:
    bar = one(Bar("CHAUD", "BON 214"))
    assert bar.startswith(bytes.fromhex("1d2101 1b4501 1d4201 20 1d2111") + b"CHAUD")
    assert b" " * 29 + b"BON 214 \n" in bar
    assert bar.endswith(bytes.fromhex("0a 1d2100 1b4500 1d4200"))


def test_an_allergy_has_black_sides() -> None:
    box = one(Box((Text("NOIX"),)), NEEDLE)
    assert bytes.fromhex("1d4201 20 1d4200 20") + b"NOIX" in box


def test_a_table_number_is_four_times_the_letter() -> None:
    number = one(BigNumber("12", ("20:34", "PLATS", "Léa")))
    assert bytes.fromhex("1d2133") + b"12" in number
    assert number.index(b"20:34") < number.index(b"12") < number.index(b"PLATS")


def test_mixed_sizes_share_a_line() -> None:
    line = one(
        Columns((Cell("TOTAL"), Cell("8,00", align="right", size="total", bold=True)))
    )
    assert line == b"TOTAL" + b" " * 35 + bytes.fromhex("1d2111 1b4501") + b"8,00\n"


@pytest.mark.parametrize("model", sorted(PROFILES))
@pytest.mark.parametrize(
    "document",
    [samples.receipt(), samples.kitchen(), samples.change(), samples.addition()],
)
def test_a_job_starts_clean_and_selects_one_page(
    document: Document, model: str
) -> None:
    chosen = replace(profile(model), raster=False, mode="text")
    job = encode(document, chosen)
    assert job.body.startswith(b"\x1b@\x1bt" + bytes([chosen.page.number]))
    assert job.body.count(b"\x1b@") == 1
    assert job.body.count(b"\x1bt") == 1
    assert job.paper == len(job.body)


def test_a_drawer_job_is_the_pulse_and_nothing_else() -> None:
    job = encode(Document("drawer", (Kick(2),)), TM)
    assert job.body == bytes.fromhex("1b70003232")
    assert job.digest == ""


def test_the_digest_names_the_ticket_not_what_follows_its_cut() -> None:
    ticket = encode(Document("receipt", (Text("a"), Cut())), TM)
    with_kick = encode(Document("receipt", (Text("a"), Cut(), Kick(2))), TM)
    other = encode(Document("receipt", (Text("b"), Cut())), TM)
    assert ticket.digest == with_kick.digest != other.digest


def test_raster_printing_draws_everything_and_still_cuts_and_kicks() -> None:
    model = replace(TM, mode="raster")
    job = body(Text("Bonjour"), Kick(2), Text("a"), Cut(), model=model)
    assert b"Bonjour" not in job
    assert job.count(bytes.fromhex("1d763000 4800 1c00")) == 2
    assert job.endswith(bytes.fromhex("1d564200"))
    assert bytes.fromhex("1b70003232") in job


def test_a_picture_with_too_few_bits_is_refused() -> None:
    with pytest.raises(ValueError, match=r"bits|image data"):
        body(Picture(Bitmap(16, 300, b"\x00")))


def test_the_fence_asks_for_the_job_s_own_number() -> None:
    assert fence("process_id", 1) == bytes.fromhex("1d2848 0600 3030 20202021")
    assert fence("gs_r", 1) == bytes.fromhex("1d7201")
    assert fence("none", 1) == b""
    assert process_id(95**4 - 1) == b"~~~~"
    assert len({process_id(n) for n in range(20_000)}) == 20_000


def test_clearing_outlasts_any_half_sent_picture_then_resets_and_cuts() -> None:
    sent = clearing(TM)
    assert sent == bytes(72 * TM.fragment) + bytes.fromhex("1b40 1d564200")


def test_loading_the_library_leaves_no_litter_and_no_log_handler(
    tmp_path: object,
) -> None:
    script = (
        "import logging, tempfile; tempfile.tempdir = None\n"
        "from hardware.printers import library, profiles\n"
        "library.byte_builder(profiles.profile('epson_tm_t20'))\n"
        "import os; print(os.listdir(tempfile.gettempdir()), logging.root.handlers)\n"
    )
    environment = {
        name: value
        for name, value in os.environ.items()
        if name != "ESCPOS_CAPABILITIES_PICKLE_DIR"
    }
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**environment, "TMPDIR": str(tmp_path), "PYTHONPATH": str(Path.cwd())},
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    assert done.stdout.strip() == "[] []"

"""Cells keep their columns, wrap instead of being cut, and never leave the paper."""

from hypothesis import given
from hypothesis import strategies as st

from hardware.printers.document import FACES, Cell, Size
from hardware.printers.layout import COLUMN_DOTS, place, start, wrap


def own_font(size: Size) -> float:
    return COLUMN_DOTS * FACES[size].width


def texts(cells: tuple[Cell, ...], columns: int) -> list[str]:
    lines = []
    for line in place(cells, columns * COLUMN_DOTS, own_font):
        text = ""
        for item in line:
            text = text.ljust(item.x // COLUMN_DOTS) + item.text
        lines.append(text)
    return lines


def test_a_right_cell_ends_at_the_edge() -> None:
    cells = (Cell("Table 12"), Cell("Léa", align="right"))
    assert texts(cells, 20) == ["Table 12         Léa"]


def test_fixed_columns_stand_where_they_are_told() -> None:
    cells = (
        Cell("1", width=2, align="right"),
        Cell("", width=1),
        Cell("Entrecôte"),
        Cell("24,00", width=8, align="right"),
    )
    assert texts(cells, 24) == [" 1 Entrecôte       24,00"]


def test_a_long_name_goes_on_under_itself() -> None:
    cells = (Cell("Filet de boeuf en croûte"), Cell("38,00", align="right"))
    assert texts(cells, 20) == ["Filet de boeuf 38,00", "en croûte"]


def test_what_cannot_stand_side_by_side_goes_underneath() -> None:
    cells = (Cell("TOTAL"), Cell("84,50 EUR", align="right", size="total"))
    assert texts(cells, 20) == ["TOTAL", "  84,50 EUR"]


def test_two_texts_share_a_line_only_if_no_word_is_broken() -> None:
    cells = (Cell("Signature  k7Qd"), Cell("Impression 0 · original", align="right"))
    assert texts(cells, 32) == ["Signature  k7Qd", "         Impression 0 · original"]


def test_wrapping_breaks_at_spaces_and_keeps_newlines() -> None:
    assert wrap("un deux trois", 8) == ["un deux", "trois"]
    assert wrap("a\nb", 8) == ["a", "b"]
    assert wrap("anticonstitutionnellement", 10) == [
        "anticonsti",
        "tutionnell",
        "ement",
    ]


def test_a_text_is_placed_left_centred_or_right() -> None:
    assert [start(40, 100, align) for align in ("left", "center", "right")] == [
        0,
        30,
        60,
    ]


cells_of_a_line = st.lists(
    st.builds(
        Cell,
        st.text(st.characters(categories=["L", "Nd"]), max_size=60),
        width=st.integers(0, 30),
        align=st.sampled_from(["left", "center", "right"]),
        size=st.sampled_from(["body", "label", "title", "dish", "total"]),
    ),
    min_size=1,
    max_size=4,
).map(tuple)


@given(cells_of_a_line, st.sampled_from([32, 42, 48]))
def test_no_character_is_lost_or_printed_off_the_paper(
    cells: tuple[Cell, ...], columns: int
) -> None:
    room = columns * COLUMN_DOTS
    lines = place(cells, room, own_font)
    placed = [item for line in lines for item in line]
    for item in placed:
        assert item.x >= 0
        assert item.x + len(item.text) * own_font(item.cell.size) <= room
    written = "".join(item.text for item in placed).replace(" ", "")
    wanted = "".join(cell.text for cell in cells).replace(" ", "")
    assert sorted(written) == sorted(wanted)


def vat_row(code: str, rate: str, ht: str, tva: str, ttc: str) -> tuple[Cell, ...]:
    return (
        Cell(code, width=3),
        Cell(rate),
        Cell(ht, width=10, align="right"),
        Cell(tva, width=12, align="right"),
        Cell(ttc, width=12, align="right"),
    )


def test_a_table_stays_a_table_on_narrow_paper() -> None:
    rows = [vat_row("T", "Taux", "HT", "TVA", "TTC")]
    rows.append(vat_row("B", "10,0 %", "67,73", "6,77", "74,50"))
    assert [texts(row, 32) for row in rows] == [
        ["T Taux        HT     TVA     TTC"],
        ["B 10,0 %   67,73    6,77   74,50"],
    ]


def test_an_amount_is_never_broken() -> None:
    assert texts(vat_row("B", "10,0 %", "123 456,73", "6,77", "74,50"), 32) == [
        "B",
        "10,0 %",
        "                      123 456,73",
        "                            6,77",
        "                           74,50",
    ]

"""Sorting and filtering of lists, without a window."""

import time

from widgets.table_model import Cell, Column, Row, TableModel, folded

COLUMNS = (Column("name", "Article"), Column("price", "Prix", 90, "end"))


def made(*rows: tuple[str, int]) -> TableModel:
    model = TableModel(COLUMNS)
    model.set_rows(
        [
            Row(name, (name, Cell(f"{cents // 100},{cents % 100:02d}", sort=cents)))
            for name, cents in rows
        ]
    )
    return model


def names(model: TableModel) -> list[str]:
    return [model.row_at(number).id for number in range(model.rowCount())]


def test_accents_and_case_do_not_order_words() -> None:
    model = made(("Éclair", 400), ("Dattes", 300), ("œuf", 200), ("Orge", 100))
    model.sort_by(0)
    assert names(model) == ["Dattes", "Éclair", "œuf", "Orge"]


def test_amounts_are_ordered_as_numbers() -> None:
    model = made(("a", 900), ("b", 10000), ("c", 1250))
    model.sort_by(1)
    assert names(model) == ["a", "c", "b"]
    model.sort_by(1, descending=True)
    assert names(model) == ["b", "c", "a"]


def test_a_column_may_hold_numbers_and_words() -> None:
    model = TableModel((Column("stock", "Stock"),))
    model.set_rows([Row("x", ("—",)), Row("y", (Cell("6", sort=6),))])
    model.sort_by(0)
    assert names(model) == ["y", "x"]


def test_every_word_must_occur_accents_aside() -> None:
    model = made(("Crème brûlée", 800), ("Crème anglaise", 500))
    model.filter_text("creme BRU")
    assert names(model) == ["Crème brûlée"]
    model.filter_text("")
    assert model.rowCount() == 2


def test_filters_add_up_and_total_stays() -> None:
    model = made(("Bar", 2300), ("Barbue", 2500), ("Magret", 1950))
    model.filter_ids({"Bar", "Magret"})
    model.filter_text("bar")
    assert names(model) == ["Bar"]
    assert model.total == 3
    model.filter_ids(None)
    assert names(model) == ["Bar", "Barbue"]


def test_new_rows_keep_order_and_filter() -> None:
    model = made(("a", 1))
    model.sort_by(0, descending=True)
    model.filter_text("b")
    model.set_rows([Row(name, (name, "")) for name in ("ab", "b", "c")])
    assert names(model) == ["b", "ab"]


def test_a_row_is_found_where_it_is_shown() -> None:
    model = made(("b", 2), ("a", 1))
    model.sort_by(0)
    assert model.number_of("b") == 1
    model.filter_text("a")
    assert model.number_of("b") == -1


def test_folding_leaves_plain_text_alone() -> None:
    assert folded("Entrecôte Œuf") == "entrecote oeuf"


def test_twenty_thousand_rows_stay_fluid() -> None:
    model = made(*((f"Article n° {n} été", n * 7 % 5000) for n in range(20_000)))
    model.sort_by(1)  # makes the keys
    model.filter_text("ete")  # makes the search text
    started = time.perf_counter()
    model.filter_text("ete 77")
    model.sort_by(1, descending=True)
    assert model.rowCount() > 0
    # A keystroke and a sort; generous, because the machine of a test is shared.
    assert time.perf_counter() - started < 0.25

"""The list of the back office: room for its columns, words when nothing is left."""

import pytest
from pytestqt.qtbot import QtBot

from widgets.empty_state import EmptyState
from widgets.table_model import Column, Row
from widgets.table_view import DataTable
from widgets.text import Label


@pytest.fixture(name="table")
def table_fixture(qtbot: QtBot) -> DataTable:
    made = DataTable([Column("name", "Nom"), Column("state", "État", 120)])
    qtbot.addWidget(made)
    made.resize(1200, 400)
    made.set_rows([Row(f"{n}", (f"Nom {n}", "en service")) for n in range(40)])
    made.show()
    return made


def test_what_is_more_than_ample_is_shared(table: DataTable) -> None:
    name, state = table.view.columnWidth(0), table.view.columnWidth(1)
    assert name + state in (table.view.width(), table.view.width() - 1)
    assert state > 400
    table.resize(500, 400)
    assert table.view.columnWidth(1) == 120


def test_columns_stand_where_they_do_without_a_scroll_bar(table: DataTable) -> None:
    widths = [table.view.columnWidth(column) for column in (0, 1)]
    table.set_rows([Row("1", ("Nom 1", "en service"))])
    assert [table.view.columnWidth(column) for column in (0, 1)] == widths


def test_an_empty_list_says_so_and_what_to_do(table: DataTable) -> None:
    (empty,) = table.findChildren(EmptyState)
    assert empty.isHidden()
    table.filter_text("zzz")
    words = [label.text() for label in empty.findChildren(Label)]
    assert words == [
        "Rien ne correspond",
        "Cherchez autrement, ou enlevez un filtre.",
    ]
    assert not empty.isHidden()
    table.set_rows([])
    table.filter_text("")
    assert empty.findChildren(Label)[0].text() == "Rien à montrer"
    table.show_nothing("Aucune facture", "Un ticket en donne une.")
    words = [label.text() for label in empty.findChildren(Label)]
    assert words == ["Aucune facture", "Un ticket en donne une."]

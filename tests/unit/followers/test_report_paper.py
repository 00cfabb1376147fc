"""The X and the Z on paper say what the PDF and the workbook say."""

from collections.abc import Iterable

from app.domain.settings import Settings
from app.followers.paper.report import _cash, _tenders, _terminals, _turnover
from hardware.printers.document import Block, Columns


def rows(blocks: Iterable[Block]) -> list[list[str]]:
    columns = [block for block in blocks if isinstance(block, Columns)]
    return [[cell.text for cell in block.cells] for block in columns]


def test_the_average_of_a_ticket_is_rounded_as_everywhere() -> None:
    sums = {
        ("document", "sale", "ttc"): 92_060,
        ("document", "sale", "count"): 14,
    }
    assert rows(_turnover(sums))[-1] == ["Moyenne par ticket", "65,76"]


def test_each_terminal_stands_beside_what_it_says_itself_of_all_tills() -> None:
    sums = {
        ("terminal", "tpe1", "amount"): 10_444,
        ("terminal", "tpe1", "count"): 4,
        ("terminal", "tpe1", "told"): 12_000,
        ("terminal", "tpe1", "off"): -44,
    }
    told = rows(_terminals(sums, Settings(), of_one=True))
    assert told == [
        ["Cartes · tpe1 · 4", "104,44"],
        ["Toutes les caisses · tpe1", "120,44"],
        ["Relevé · tpe1", "120,00"],
        ["Écart", "-0,44"],
    ]
    assert rows(_terminals(sums, Settings(), of_one=False)) == told[:1]


def test_a_paper_that_says_nothing_was_taken_is_named_with_its_difference() -> None:
    """A figure of 0 is not kept."""
    sums = {
        ("terminal", "tpe1", "amount"): 500,
        ("terminal", "tpe1", "count"): 1,
        ("terminal", "tpe1", "off"): -500,
        ("tender", "card_manual", "amount"): 700,
        ("tender", "card_manual", "count"): 1,
        ("tender", "card_manual", "off"): -700,
    }
    told = rows(_terminals(sums, Settings(), of_one=True))
    assert told[1:] == [["Relevé · tpe1", "0,00"], ["Écart", "-5,00"]]
    told = rows(_tenders(sums))
    assert told[1:] == [["Relevé · Carte, TPE autonome", "0,00"], ["Écart", "-7,00"]]


def test_a_drawer_that_was_found_empty_was_counted() -> None:
    sums = {
        ("cash", "expected", "amount"): 24_916,
        ("cash", "difference", "amount"): -24_916,
    }
    assert [name for name, _ in rows(_cash(sums))] == ["Attendu", "Compté", "Écart"]
    del sums["cash", "difference", "amount"]
    assert [name for name, _ in rows(_cash(sums))] == ["Attendu"]

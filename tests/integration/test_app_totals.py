"""Documents and closings that do not add up are found, however well they are signed."""

import copy
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from gui_kit import FixedClock, demo_house
from pay_kit import make_order, run

from app.bootstrap import Opened
from app.domain.orders.billing import order_due
from app.domain.payments.commands import TakePayment
from app.domain.till.decide import OpenTill
from app.domain.till.events import Coins
from app.domain.vocabulary import Refusal
from app.fiscal.added import SETTING
from app.fiscal.closing import close_left_open
from app.fiscal.totals import CLOSING, TYPES, check_totals
from app.services.house import Actor
from db.entry import Entry

Change = Callable[[dict[str, Any]], object]


def sell(opened: Opened, table: str) -> None:
    order = make_order(opened, table=table)
    book = opened.house.world.book
    due = order_due(book, book.orders[order])
    run(opened, TakePayment(order=order, method="card_manual", amount=due))


@pytest.fixture(scope="module")
def two_days(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Entry]]:
    """Two sales, the Z of their day, a sale of the next day."""
    clock = FixedClock()
    with demo_house(tmp_path_factory.mktemp("totals"), clock) as opened:
        sell(opened, "t12")
        sell(opened, "t14")
        clock.forward(days=1)
        assert not isinstance(close_left_open(opened.house), Refusal)
        coins = (Coins(value=5000, count=3),)
        opened.house.run(OpenTill(coins=coins), Actor("marc"))
        sell(opened, "t12")
        documents = [each for each in TYPES if each != SETTING]
        yield list(opened.house.journal.entries(types=documents))


def found(entries: list[Entry]) -> list[tuple[str, int]]:
    return [(finding.code, finding.seq) for finding in check_totals(entries)]


def test_what_the_till_wrote_adds_up(two_days: list[Entry]) -> None:
    assert [entry.type == CLOSING for entry in two_days] == [False, False, True, False]
    assert found(two_days) == []


@pytest.mark.parametrize(
    ("place", "change"),
    [
        (0, lambda data: data.update(tva=data["tva"] + 1)),
        (1, lambda data: data["vat"][0].update(ht=data["vat"][0]["ht"] - 1)),
        (1, lambda data: data["lines"][0].update(ttc=1)),
        (1, lambda data: data["vat"][0].update(rate=-10_000)),
        (1, lambda data: data["payments"].clear()),
        (3, lambda data: data["totals"].update(perpetual_net=1)),
        (3, lambda data: data.pop("vat")),
        (2, lambda data: data.update(last=data["last"] + 1)),
        (2, lambda data: data["totals"].update(month=0)),
        (2, lambda data: data.update(figures=[])),
    ],
)
def test_one_cent_is_found_where_it_arises(
    two_days: list[Entry], place: int, change: Change
) -> None:
    entry = two_days[place]
    data = copy.deepcopy(entry.data)
    change(data)
    changed = [*two_days[:place], replace(entry, data=data), *two_days[place + 1 :]]
    assert ("TOTAL_DIFF", entry.seq) in found(changed)
    assert ("TOTAL_DIFF", two_days[0].seq) not in found(changed) or place == 0


def test_a_day_that_was_never_closed_is_named(two_days: list[Entry]) -> None:
    assert ("CLOSE_MISSING", two_days[3].seq) in found([*two_days[:2], two_days[3]])

"""Nothing is given back twice, whoever asks and whenever: the journal knows what was."""

from pathlib import Path

import pytest
from apart_kit import apart
from fiscal_kit import close, open_next, sell
from gui_kit import FixedClock, demo_house

from app.bootstrap import Opened, open_house
from app.domain.money import parse_decimal
from app.domain.payments.commands import RefundReceipt
from app.domain.receipts.compose import QTY_PLACES, heads
from app.domain.receipts.events import ReceiptIssued
from app.domain.vocabulary import Refusal
from app.services.house import Actor, House
from db.profile import Profile

MARC = Actor("marc", "till")


def refunded(house: House, receipt: ReceiptIssued, back: dict[int, int]) -> str:
    """The refusal's code, "" when the money was given."""
    command = RefundReceipt(
        original=receipt,
        number="C1-000001",
        back=tuple(back.items()),
        reason="x",
        method="transfer",
    )
    done = house.run(command, MARC)
    return done.code if isinstance(done, Refusal) else ""


def sold(opened: Opened) -> tuple[ReceiptIssued, dict[int, int]]:
    """A receipt, and all that it has."""
    order = sell(opened)
    (receipt,) = opened.house.context(MARC).documents(order)
    assert isinstance(receipt, ReceiptIssued)
    lines = enumerate(heads(receipt))
    return receipt, {n: parse_decimal(ln.quantity, QTY_PLACES) for n, ln in lines}


@pytest.mark.parametrize("partly", [False, True])
def test_a_receipt_is_refunded_once_that_day_the_next_and_after_a_restart(
    tmp_path: Path, partly: bool
) -> None:
    clock = FixedClock()
    with demo_house(tmp_path, clock) as opened:
        house = opened.house
        receipt, whole = sold(opened)
        first = {0: 1000} if partly else whole
        assert refunded(house, receipt, first) == ""
        assert refunded(house, receipt, first) == "refund_too_large"
        close(opened)
        open_next(opened, clock)
        assert receipt.order not in house.world.book.orders
        assert refunded(house, receipt, first) == "refund_too_large"
    with open_house(Profile(tmp_path), clock=clock) as opened:
        house = opened.house
        assert refunded(house, receipt, first) == "refund_too_large"
        rest = {n: left for n in whole if (left := whole[n] - first.get(n, 0))}
        if partly:
            assert refunded(house, receipt, rest) == ""
        assert refunded(house, receipt, rest or whole) == "refund_too_large"
        close(opened)
        open_next(opened, clock)
        assert refunded(house, receipt, first) == "refund_too_large"


def test_acts_of_one_commit_know_of_each_other(tmp_path: Path) -> None:
    clock = FixedClock()
    with demo_house(tmp_path, clock) as opened:
        receipt, whole = sold(opened)
        close(opened)
        open_next(opened, clock)
        with opened.house.together():
            assert refunded(opened.house, receipt, whole) == ""
            assert refunded(opened.house, receipt, whole) == "refund_too_large"


def test_the_ticket_of_another_terminal_is_refunded_once(tmp_path: Path) -> None:
    with apart(tmp_path) as pair:
        receipt, whole = sold(pair.one.opened)
        assert refunded(pair.two.house, receipt, whole) == "receipt_unknown"
        pair.meet()
        assert refunded(pair.two.house, receipt, whole) == ""
        pair.meet()
        assert refunded(pair.one.house, receipt, whole) == "refund_too_large"
        assert refunded(pair.two.house, receipt, whole) == "refund_too_large"

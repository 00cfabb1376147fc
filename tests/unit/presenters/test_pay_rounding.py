"""What is taken where cash is rounded: Belgium, bills of 44,79 € and of 11,06 € + 0,01."""

from dataclasses import replace

import pytest
from domain_kit import Till

from app.domain.environment import SANDBOX
from app.domain.receipts.events import ReceiptIssued
from app.domain.rules import SetSetting
from app.domain.vocabulary import Context
from app.presenters.pay.account import account_of
from app.presenters.pay.choices import Choices, proposal, take_command


class Sandbox(Till):
    """A till where every profile may be tried."""

    def context(self, person: str = "lea", approver: str = "") -> Context:
        return replace(super().context(person, approver), environment=SANDBOX)


@pytest.fixture
def till() -> Till:
    till = Sandbox()
    till.do(SetSetting(key="fiscal.profile", value="BE-2026"))
    till.open()
    return till


def seated(till: Till, *articles: str) -> str:
    order = till.seat("t1")
    for article in articles:
        till.take(order, article)
    return order


def paid(till: Till, choices: Choices) -> ReceiptIssued | None:
    account = account_of(till.world, till.world.book.orders[choices.order], "")
    till.do(take_command(till.world, choices, account))
    return next((e for e in till.last if isinstance(e, ReceiptIssued)), None)


@pytest.mark.parametrize(
    ("articles", "typed", "taken", "change"),
    [
        (("wine", "jam", "cake"), None, 4480, 0),  # 44,79 as it is proposed
        (("wine", "jam", "cake"), 4479, 4480, 0),  # the exact sum means the same
        (("wine", "jam", "cake"), 5000, 4480, 520),
        (("wine", "wine", "wine"), 9000, 8995, 5),  # 89,97
        (
            ("wine", "wine", "wine"),
            8995,
            8995,
            0,
        ),  # less than the bill, all that is owed
    ],
)
def test_the_last_tender_in_cash_is_rounded(
    till: Till, articles: tuple[str, ...], typed: int | None, taken: int, change: int
) -> None:
    receipt = paid(till, Choices(order=seated(till, *articles), typed=typed))
    assert receipt is not None
    (tender,) = receipt.payments
    assert (tender.amount, tender.change) == (taken, change)
    assert sum(each.amount for each in receipt.beside) == taken - receipt.ttc


def test_the_pad_proposes_what_is_owed(till: Till) -> None:
    order = seated(till, "wine")
    account = account_of(till.world, till.world.book.orders[order], "")
    assert proposal(till.world, Choices(order=order), account) == 3000
    card = Choices(order=order, tender="card_manual")
    assert proposal(till.world, card, account) == 2999


def test_less_than_is_owed_pays_a_part(till: Till) -> None:
    order = seated(till, "wine")
    assert paid(till, Choices(order=order, typed=2000)) is None
    assert till.due(order) == 999

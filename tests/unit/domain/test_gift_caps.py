"""A gift voucher is topped up, and pays no more a day than the house may lose."""

from dataclasses import replace

import pytest
from domain_kit import Sim, Till

from app.domain.credits.decide import AddBeside
from app.domain.credits.events import CreditCancelled, CreditIssued, CreditToppedUp
from app.domain.credits.rules import day_most
from app.domain.payments.commands import RefundReceipt, ReturnPayment, TakePayment
from app.domain.receipts.events import ReceiptIssued
from app.domain.rules import SetSetting, decide
from app.domain.vocabulary import Refusal


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    return till


def sell(till: Till, cents: int, holder: str = "", kind: str = "gift") -> str:
    """The credit that was sold or topped up."""
    order = till.seat("t6", covers=0)
    till.do(AddBeside(order=order, kind=kind, amount=cents, holder=holder))
    till.pay(order)
    made = till.written(CreditIssued) + till.written(CreditToppedUp)
    return str(made[0].credit)


def spend(till: Till, credit: str, cents: int) -> TakePayment:
    order = till.seat("t1") if till.world.order_on("t1") is None else None
    order = order or till.world.order_on("t1").id
    if till.due(order) < cents:
        till.take(order, "wine", 9)
    code = till.world.credits.issued[credit].code
    return TakePayment(order=order, method="gift", amount=cents, reference=code)


def given_back(document: ReceiptIssued) -> RefundReceipt:
    return RefundReceipt(
        original=document,
        number="C1-2",
        back=(),
        reason="erreur",
        method="card_manual",
        beside=(document.beside[0].id,),
    )


def capped(till: Till, **settings: int) -> None:
    for name, cents in settings.items():
        till.do(SetSetting(key=f"gift.{name}", value=str(cents)))


def test_a_voucher_that_is_topped_up_can_be_spent_again(till):
    gift = sell(till, 3000)
    till.do(spend(till, gift, 3000))
    assert till.refuses(spend(till, gift, 100)) == "credit_spent"
    code = till.world.credits.issued[gift].code
    assert sell(till, 2000, code) == gift

    assert till.world.credits.left(gift) == 2000
    till.do(spend(till, gift, 2000))
    assert till.world.credits.left(gift) == 0


def test_it_lasts_as_long_as_a_new_one(till):
    gift = sell(till, 3000)
    credit = till.world.credits.issued[gift]
    assert till.world.credits.until(credit) == "2027-11-20"
    till.wait(days=60)
    sell(till, 2000, gift)

    assert till.world.credits.until(credit) == "2028-01-19"
    till.do(SetSetting(key="credit.months_gift", value="6"))
    sell(till, 2000, gift)
    assert till.world.credits.until(credit) == "2028-01-19"


def test_only_a_gift_voucher_is_topped_up_and_not_beyond_reason(till):
    gift, deposit = sell(till, 3000), sell(till, 3000, kind="deposit")
    order = till.seat("t6", covers=0)

    def refused(holder: str, cents: int) -> str:
        added = AddBeside(order=order, kind="gift", amount=cents, holder=holder)
        return till.refuses(added)

    assert refused("2900000000000", 100) == "credit_unknown"
    assert refused(deposit, 100) == "not_a_gift"
    assert refused(gift, 1_000_000) == "amount_out_of_range"


def test_what_was_added_is_given_back_once_and_no_more_than_is_left(till):
    gift = sell(till, 3000)
    sell(till, 2000, gift)
    (document,) = till.written(ReceiptIssued)
    till.do(spend(till, gift, 4000))
    back = given_back(document)
    till.do(back)

    (gone,) = till.written(CreditCancelled)
    assert (gone.credit, gone.amount) == (gift, 1000)
    assert till.world.credits.left(gift) == 0
    sell(till, 500, gift)
    assert till.refuses(back) == "refund_too_large"


def test_a_sale_gives_back_no_more_than_it_took(till):
    gift = sell(till, 3000)
    (sold,) = till.written(ReceiptIssued)
    sell(till, 2000, gift)
    (added,) = till.written(ReceiptIssued)
    till.do(given_back(sold))
    (gone,) = till.written(CreditCancelled)
    assert gone.amount == 3000
    assert till.world.credits.left(gift) == 2000
    assert till.refuses(given_back(sold)) == "refund_too_large"
    till.do(given_back(added))
    assert till.world.credits.left(gift) == 0


def test_what_came_back_onto_a_voucher_is_still_of_its_sale(till):
    gift = sell(till, 3000)
    (sold,) = till.written(ReceiptIssued)
    paid = spend(till, gift, 2000)
    till.do(paid)
    till.do(given_back(sold))
    (payment,) = till.order(paid.order).payments
    till.do(ReturnPayment(order=paid.order, payment=payment, reason="erreur"))
    till.do(given_back(sold))
    (gone,) = till.written(CreditCancelled)
    assert gone.amount == 2000
    assert till.refuses(given_back(sold)) == "credit_spent"


def test_a_voucher_pays_so_much_a_day(till):
    gift = sell(till, 9000)
    capped(till, day_cap=5000)
    till.do(spend(till, gift, 3000))
    refused = till.run(spend(till, gift, 3000))
    assert isinstance(refused, Refusal)
    assert (refused.code, dict(refused.values)["left"]) == ("credit_day_cap", "20")
    till.do(spend(till, gift, 2000))
    assert till.refuses(spend(till, gift, 100)) == "credit_day_cap"
    till.wait(days=1)
    till.do(spend(till, gift, 3000))


def test_without_the_hub_it_pays_less_and_says_so(till):
    gift = sell(till, 9000)
    command = spend(till, gift, 6000)
    context = till.context()
    assert day_most(till.world, till.world.credits.issued[gift], context) is None
    alone = replace(context, apart=True)
    refused = decide(till.world, command, alone)
    assert isinstance(refused, Refusal)
    assert refused.code == "credit_day_cap"
    assert refused.text.startswith("Sans hub")
    assert day_most(till.world, till.world.credits.issued[gift], alone) == 5000
    assert not isinstance(
        decide(till.world, replace(command, amount=5000), alone), Refusal
    )
    capped(till, apart_cap=0)
    assert not isinstance(decide(till.world, command, alone), Refusal)


def test_a_deposit_has_no_limit_a_day(till):
    deposit = sell(till, 9000, kind="deposit")
    capped(till, day_cap=1000)

    assert (
        day_most(till.world, till.world.credits.issued[deposit], till.context()) is None
    )


def test_two_terminals_that_were_cut_off_lose_no_more_than_the_limit():
    sim = Sim()
    one, two = sim.tills
    one.open()
    two.open()
    gift = sell(one, 5000)
    sim.meet()
    cap = 5000
    for till, table in ((one, "t1"), (two, "t2")):
        order = till.seat(table)
        till.take(order, "wine", 3)
        code = till.world.credits.issued[gift].code
        take = TakePayment(order=order, method="gift", amount=cap, reference=code)
        context = replace(till.context(), apart=True)
        decided = decide(till.world, take, context)
        assert not isinstance(decided, Refusal)
        till.write(decided, context)
    sim.meet()

    assert one.world.credits.overdrawn == {gift: 5000}
    assert one.world.credits == two.world.credits


def test_balances_of_terminals_that_topped_up_apart_add_up():
    sim = Sim()
    one, two = sim.tills
    one.open()
    two.open()
    gift = sell(one, 1000)
    sim.meet()
    for till in (one, two):
        order = till.seat("t5" if till is one else "t4", covers=0)
        till.do(AddBeside(order=order, kind="gift", amount=2000, holder=gift))
        till.pay(order)
    sim.meet()

    assert one.world.credits.left(gift) == two.world.credits.left(gift) == 5000

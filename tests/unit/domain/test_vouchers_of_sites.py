"""A gift voucher of another site of the head office: taken here, owed there."""

from dataclasses import replace

import pytest
from domain_kit import Till

from app.domain.credits.decide import AddBeside, BookSites, WriteOff
from app.domain.credits.events import (
    CreditElsewhere,
    CreditIssued,
    OfficeCredit,
    SiteBooked,
)
from app.domain.credits.rules import day_most
from app.domain.credits.sites import dues
from app.domain.payments.commands import ReturnPayment, TakePayment
from app.domain.rules import SetSetting, decide
from app.domain.settings import SettingSet
from app.domain.terminals.events import UpstreamSet
from app.domain.vocabulary import Refusal
from app.domain.wire import to_data

LYON, NICE = "site-lyon", "site-nice"
CODE = "2912345678907"


@pytest.fixture
def till() -> Till:
    """In a site of a head office that has heard of a voucher of Lyon, of 80 €."""
    till = Till()
    till.open()
    attached = UpstreamSet(site="here", chain="C9", name="Siège", address="siege:8443")
    till.write([attached])
    told(till, 8000)
    return till


def told(till: Till, cents: int, site: str = LYON, name: str = "Lyon") -> None:
    """The head office says what is left of the voucher by what that site did."""
    sold = OfficeCredit(
        credit="gift",
        kind="gift",
        code=CODE,
        amount=8000,
        order="",
        receipt="",
        site=LYON,
        name="Lyon",
    )
    there = CreditElsewhere(credit="gift", site=site, name=name, cents=cents)
    till.write([sold, there])


def spend(till: Till, cents: int) -> TakePayment:
    standing = till.world.order_on("t1")
    order = standing.id if standing else till.seat("t1")
    if till.due(order) < cents:
        till.take(order, "wine", 9)
    return TakePayment(order=order, method="gift", amount=cents, reference=CODE)


def heard(till: Till, command: TakePayment, *sites: str) -> Refusal | None:
    """Whether it is refused while the head office is connected to these sites."""
    context = replace(till.context(), heard=frozenset(sites))
    decided = decide(till.world, command, context)
    if isinstance(decided, Refusal):
        return decided
    till.write(decided, context)
    return None


def test_it_pays_here_and_who_sold_it_owes_that(till: Till) -> None:
    assert heard(till, spend(till, 6000), LYON) is None

    assert till.world.credits.left("gift") == 2000
    assert till.world.credits.liability("gift") == 0
    (due,) = dues(till.world.credits).values()
    assert (due.name, due.cents) == ("Lyon", 6000)
    refused = heard(till, spend(till, 2500), LYON)
    assert refused is not None
    assert refused.code == "credit_too_small"


def test_what_is_given_back_is_owed_no_more(till: Till) -> None:
    command = spend(till, 6000)
    heard(till, command, LYON)
    (payment,) = till.order(command.order).payments
    till.do(ReturnPayment(order=command.order, payment=payment, reason="erreur"))

    assert till.world.credits.left("gift") == 8000
    assert dues(till.world.credits)[LYON].cents == 0


def test_without_word_of_who_sold_it_a_day_risks_no_more_than_the_cap(
    till: Till,
) -> None:
    till.do(SetSetting(key="gift.apart_cap", value="5000"))
    refused = heard(till, spend(till, 6000), NICE)
    assert refused is not None
    assert refused.code == "credit_day_cap"
    assert dict(refused.values)["name"] == "Lyon"
    assert heard(till, spend(till, 5000), NICE) is None
    assert heard(till, spend(till, 100)) is not None
    till.wait(days=1)
    assert heard(till, spend(till, 100)) is None


def test_a_voucher_of_the_house_itself_asks_nobody(till: Till) -> None:
    order = till.seat("t6", covers=0)
    till.do(AddBeside(order=order, kind="gift", amount=9000))
    till.pay(order)
    (own,) = till.written(CreditIssued)
    assert day_most(till.world, own, till.context()) is None


def test_what_was_sold_here_is_what_its_code_names(till: Till) -> None:
    order = till.seat("t6", covers=0)
    till.do(AddBeside(order=order, kind="gift", amount=3000))
    till.pay(order)
    (own,) = till.written(CreditIssued)
    for credit in ("another", own.credit):
        told = OfficeCredit(
            **to_data(own) | {"credit": credit, "vat": ()}, site=LYON, name="Lyon"
        )
        till.write([told])
        assert till.world.credits.find(own.code) == own
    assert till.world.credits.liability("gift") == 3000


def test_what_the_head_office_tells_twice_changes_nothing(till: Till) -> None:
    told(till, 8000)
    told(till, -3000, NICE, "Nice")
    told(till, -3000, NICE, "Nice")
    assert till.world.credits.left("gift") == 5000
    # What Nice took is between Nice and Lyon.
    assert set(dues(till.world.credits)) == {LYON}


def test_a_head_office_may_keep_vouchers_where_they_were_sold(till: Till) -> None:
    till.write([SettingSet(key="sites.gifts", value="no", was="yes")])
    refused = heard(till, spend(till, 1000), LYON)
    assert refused is not None
    assert refused.code == "credit_elsewhere"


def test_who_is_detached_takes_no_voucher_of_another(till: Till) -> None:
    till.write([UpstreamSet(site="here", chain="", name="", address="")])
    refused = heard(till, spend(till, 1000), LYON)
    assert refused is not None
    assert refused.code == "credit_elsewhere"


def test_it_is_topped_up_and_written_off_where_it_was_sold(till: Till) -> None:
    order = till.seat("t6", covers=0)
    more = AddBeside(order=order, kind="gift", amount=1000, holder=CODE)
    assert till.refuses(more) == "credit_elsewhere"
    till.wait(days=2000)
    assert till.refuses(WriteOff()) == "nothing_expired"


def test_who_sold_it_owes_what_others_took_and_hears_when_it_was_too_much(
    till: Till,
) -> None:
    order = till.seat("t6", covers=0)
    till.do(AddBeside(order=order, kind="gift", amount=3000))
    till.pay(order)
    (own,) = till.written(CreditIssued)
    for site, name in ((LYON, "Lyon"), (NICE, "Nice")):
        there = CreditElsewhere(credit=own.credit, site=site, name=name, cents=-2000)
        till.write([there])

    assert till.world.credits.overdrawn == {own.credit: 1000}
    assert {due.name: due.cents for due in dues(till.world.credits).values()} == {
        "Lyon": -2000,
        "Nice": -2000,
    }


def test_the_books_are_told_once_and_what_is_given_back_is_taken_off(
    till: Till,
) -> None:
    command = spend(till, 6000)
    heard(till, command, LYON)
    till.do(BookSites())
    (booked,) = till.written(SiteBooked)
    assert (booked.site, booked.cents) == (LYON, 6000)
    assert till.do(BookSites()) == ()
    (payment,) = till.order(command.order).payments
    till.do(ReturnPayment(order=command.order, payment=payment, reason="erreur"))
    till.do(BookSites())
    (booked,) = till.written(SiteBooked)
    assert booked.cents == -6000

"""Gift vouchers at the sites of a head office: sold at one, taken at others, owed by one."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from apart_kit import Here
from fiscal_kit import archive
from sharing_kit import Branch, HeadOffice, head_office

from app.domain.credits.decide import AddBeside
from app.domain.credits.events import CreditIssued
from app.domain.credits.sites import dues
from app.domain.orders.commands import AddLine, OpenOrder
from app.domain.payments.commands import ReturnPayment, TakePayment
from app.domain.rules import SetSetting
from app.domain.terminals.decide import RevokeTerminal, SetSite
from app.domain.till.decide import OpenTill
from app.domain.till.events import Coins, DayClosed
from app.domain.vocabulary import Refusal
from app.fiscal import verifier_sotto
from app.fiscal.accounting import balance, books_of
from app.fiscal.checking import verify_database
from app.fiscal.closing import close_day
from app.presenters.admin.credits import dues_words
from app.services.house import Actor
from resources.texts import set_language

OVERDRAWN = "CREDIT_OVERDRAWN"
COFFEES = 100 * 220
"""Cents of what a guest has."""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[HeadOffice]:
    set_language("fr")
    with head_office(tmp_path) as made:
        yield made


@pytest.fixture
def pair(office: HeadOffice) -> tuple[Branch, Branch]:
    """Two restaurants that are open, and hear each other."""
    lyon, nice = (office.open(office.branch(name)) for name in ("Lyon", "Nice"))
    for branch, other in ((lyon, nice), (nice, lyon)):
        branch.site.open_till()
        branch.site.house.heard = lambda other=other: frozenset({other.id})
    return lyon, nice


def sell(at: Branch, cents: int) -> CreditIssued:
    order = at.site.do(OpenOrder(mode="counter"))[0].event.order
    at.site.do(AddBeside(order=order, kind="gift", amount=cents))
    facts = at.site.do(TakePayment(order=order, method="cash", amount=cents))
    return next(f.event for f in facts if isinstance(f.event, CreditIssued))


def spend(at: Branch, gift: CreditIssued, cents: int) -> tuple[str, str]:
    """A guest has coffee for as much and pays with the voucher; order and payment."""
    order = at.site.do(OpenOrder(mode="counter"))[0].event.order
    at.site.do(AddLine(order=order, article="cafe", quantity=100_000))
    pay = TakePayment(order=order, method="gift", amount=cents, reference=gift.code)
    at.site.do(pay)
    (payment,) = at.site.world.book.orders[order].payments
    return order, payment


def left(*branches: Branch, gift: CreditIssued) -> list[int]:
    return [each.site.world.credits.left(gift.credit) for each in branches]


def due(at: Branch) -> dict[str, int]:
    found = dues(at.site.world.credits).values()
    return {each.name: each.cents for each in found if each.cents}


def closed(here: Here) -> dict[str, int]:
    facts = close_day(here.house, Actor("marc"))
    assert not isinstance(facts, Refusal), facts
    (day,) = (f.event for f in facts if isinstance(f.event, DayClosed))
    return {figure.key: figure.value for figure in day.figures}


def test_a_voucher_of_lyon_pays_at_nice_and_lyon_owes_it(
    office: HeadOffice, pair: tuple[Branch, Branch]
) -> None:
    lyon, nice = pair
    gift = sell(lyon, 5000)
    office.settle(*pair)
    spend(nice, gift, 3000)
    office.settle(*pair)

    assert left(*pair, gift=gift) == [2000, 2000]
    assert due(nice) == {"Lyon": 3000}
    assert due(lyon) == {"Nice": -3000}
    assert lyon.site.world.credits.liability("gift") == 2000
    assert nice.site.world.credits.liability("gift") == 0
    assert "Lyon doit 30,00" in dues_words(nice.site.world)
    assert "dû à Nice 30,00" in dues_words(lyon.site.world)
    for each in pair:  # a start knows the same
        before = each.site.world.credits
        each.site.house.load()
        assert each.site.world.credits.elsewhere == before.elsewhere
        assert left(each, gift=gift) == [2000]
    assert office.settle(*pair) == 0


def test_the_closings_and_books_of_both_add_up(
    office: HeadOffice, pair: tuple[Branch, Branch], tmp_path: Path
) -> None:
    lyon, nice = pair
    gift = sell(lyon, 5000)
    office.settle(*pair)
    order, _ = spend(nice, gift, 3000)
    nice.site.do(TakePayment(order=order, method="cash", amount=COFFEES - 3000))
    office.settle(*pair)
    z_lyon, z_nice = closed(lyon.site), closed(nice.site)

    assert z_nice["tender.gift.amount"] == 3000
    assert (z_lyon["site.Nice.booked"], z_nice["site.Lyon.booked"]) == (-3000, 3000)
    accounts: dict[str, int] = {}
    for each in pair:
        house = each.site.house
        day = house.world.till(house.terminal).closed_day
        books = books_of(house.database, house.world.settings.values, day, day)
        for account, debit, credit in balance(books.postings):
            was = accounts.get(account.number, 0)
            accounts[account.number] = was + debit - credit
            if each is nice and account.number == "181000":
                assert debit - credit == 3000
        made = archive(each.site.opened, tmp_path / each.name)
        told = verifier_sotto.verify(tmp_path / each.name / made.file)
        assert told.findings == []
        assert not verify_database(house.database, each.site.opened.profile).errors
    assert accounts["181000"] == 0  # what one is owed the other owes
    assert accounts["419100"] == -2000  # and of the voucher that much is left
    assert sum(accounts.values()) == 0


def test_two_sites_that_take_it_at_once_are_told_who_where_and_how_much(
    office: HeadOffice, pair: tuple[Branch, Branch]
) -> None:
    lyon, nice = pair
    gift = sell(lyon, 4000)
    office.settle(*pair)
    spend(lyon, gift, 4000)
    spend(nice, gift, 4000)
    office.settle(*pair)
    office.settle(*pair)

    assert lyon.site.world.credits.overdrawn == {gift.credit: 4000}
    assert nice.site.world.credits.overdrawn == {}  # Lyon owes it all the same
    assert due(nice) == {"Lyon": 4000}
    told = " ".join(map(str, lyon.site.world.settings.alarms[OVERDRAWN]))
    assert "40 €" in told
    assert "Nice" in told
    assert OVERDRAWN in office.here.world.settings.alarms
    assert OVERDRAWN not in nice.site.world.settings.alarms
    there = lyon.site.world.credits.elsewhere[gift.credit][nice.id]
    assert (there.op, there.cents) == ("marc", -4000)


def test_a_site_that_is_away_risks_no_more_than_the_cap(
    office: HeadOffice, pair: tuple[Branch, Branch]
) -> None:
    lyon, nice = pair
    gift = sell(lyon, 9000)
    office.settle(*pair)
    nice.site.house.heard = frozenset
    order = nice.site.do(OpenOrder(mode="counter"))[0].event.order
    nice.site.do(AddLine(order=order, article="cafe", quantity=100_000))

    def pay(cents: int) -> TakePayment:
        return TakePayment(
            order=order, method="gift", amount=cents, reference=gift.code
        )

    refused = nice.site.house.run(pay(6000), Actor("marc"))
    assert isinstance(refused, Refusal)
    assert refused.code == "credit_day_cap"
    nice.site.do(pay(5000))
    office.settle(*pair)
    assert left(lyon, gift=gift) == [4000]


def test_what_comes_back_at_one_site_can_be_spent_at_the_other(
    office: HeadOffice, pair: tuple[Branch, Branch]
) -> None:
    lyon, nice = pair
    gift = sell(lyon, 5000)
    office.settle(*pair)
    order, payment = spend(nice, gift, 5000)
    office.settle(*pair)
    nice.site.do(ReturnPayment(order=order, payment=payment, reason="erreur"))
    office.settle(*pair)
    spend(lyon, gift, 5000)
    assert due(nice) == due(lyon) == {}


def test_what_is_added_where_it_was_sold_counts_everywhere(
    office: HeadOffice, pair: tuple[Branch, Branch]
) -> None:
    lyon, nice = pair
    gift = sell(lyon, 3000)
    office.settle(*pair)
    closed(lyon.site)
    office.clock.forward(days=5)
    lyon.site.open_till()
    order = lyon.site.do(OpenOrder(mode="counter"))[0].event.order
    more = AddBeside(order=order, kind="gift", amount=2000, holder=gift.code)
    lyon.site.do(more)
    lyon.site.do(TakePayment(order=order, method="cash", amount=2000))
    office.settle(*pair)

    assert left(*pair, gift=gift) == [5000, 5000]
    until = [
        each.site.world.credits.until(each.site.world.credits.issued[gift.credit])
        for each in pair
    ]
    assert until[0] == until[1] > gift.expires
    spend(nice, gift, 5000)
    office.settle(*pair)
    assert left(*pair, gift=gift) == [0, 0]


def test_a_head_office_may_leave_vouchers_where_they_were_sold(
    office: HeadOffice, pair: tuple[Branch, Branch]
) -> None:
    lyon, nice = pair
    gift = sell(lyon, 5000)
    office.settle(*pair)
    office.here.do(SetSetting(key="sites.gifts", value="no"))
    office.settle(*pair)
    with pytest.raises(AssertionError, match="credit_elsewhere"):
        spend(nice, gift, 1000)
    done = nice.site.house.run(
        SetSetting(key="sites.gifts", value="yes"), Actor("marc")
    )
    assert isinstance(done, Refusal)
    spend(lyon, gift, 1000)
    other = sell(lyon, 2000)
    office.settle(*pair)
    # Nobody hears of vouchers that they may not take.
    assert other.credit not in nice.site.world.credits.issued

    office.here.do(SetSetting(key="sites.gifts", value="yes"))
    office.settle(*pair)
    assert left(*pair, gift=gift) == [4000, 4000]
    assert left(*pair, gift=other) == [2000, 2000]
    spend(nice, other, 2000)


def test_who_was_detached_is_told_nothing_and_takes_none(
    office: HeadOffice, pair: tuple[Branch, Branch]
) -> None:
    lyon, nice = pair
    gift = sell(lyon, 5000)
    office.settle(*pair)
    nice.site.do(RevokeTerminal(chain="C2"))
    with pytest.raises(AssertionError, match="credit_elsewhere"):
        spend(nice, gift, 1000)


def test_a_voucher_of_a_site_that_left_is_taken_nowhere_else(
    office: HeadOffice, pair: tuple[Branch, Branch]
) -> None:
    lyon, nice = pair
    gift = sell(lyon, 5000)
    office.settle(*pair)
    spend(nice, gift, 1000)
    office.settle(*pair)
    nice.site.house.heard = frozenset
    office.here.do(SetSite(site=lyon.id, name="Lyon", active=False))
    office.settle(*pair)
    with pytest.raises(AssertionError, match="credit_elsewhere"):
        spend(nice, gift, 1000)
    assert due(nice) == {"Lyon": 1000}
    spend(lyon, gift, 1000)

    office.here.do(SetSite(site=lyon.id, name="Lyon"))
    office.settle(*pair)
    spend(nice, gift, 3000)


class Months:
    """Three sites that sell, take, give back and close, by chance; a head office that
    dies and starts anew now and then."""

    def __init__(self, office: HeadOffice, seed: int) -> None:
        self.office, self.dice = office, random.Random(seed)
        names = ("Lyon", "Nice", "Brest")
        self.sites = [office.open(office.branch(name)) for name in names]
        ids = frozenset(each.id for each in self.sites)
        for each in self.sites:
            each.site.open_till()
            each.site.house.heard = lambda: ids
        self.gifts: list[CreditIssued] = []
        self.taken: list[tuple[Branch, str, str]] = []

    def happens(self) -> None:
        acts = (self.sells, self.takes, self.takes, self.gives_back, self.closes)
        apart = (self.dies, lambda at: self.office.settle(*self.sites))
        self.office.clock.forward(seconds=1)
        self.dice.choice((*acts, *apart))(self.dice.choice(self.sites))

    def sells(self, at: Branch) -> None:
        self.gifts.append(sell(at, 100 * self.dice.randint(10, 90)))

    def takes(self, at: Branch) -> None:
        credits_ = at.site.world.credits
        known = [gift for gift in self.gifts if credits_.left(gift.credit) > 0]
        if known:
            gift = self.dice.choice(known)
            cents = self.dice.randint(1, credits_.left(gift.credit))
            self.taken.append((at, *spend(at, gift, cents)))

    def gives_back(self, _: Branch) -> None:
        if self.taken:
            at, order, payment = self.taken.pop(self.dice.randrange(len(self.taken)))
            at.site.do(ReturnPayment(order=order, payment=payment, reason="erreur"))

    def closes(self, at: Branch) -> None:
        closed(at.site)
        at.site.do(OpenTill(coins=(Coins(value=5000, count=3),)))

    def dies(self, _: Branch) -> None:
        self.office._waiting.clear()  # whatever it was about to say
        self.office.starts()
        for each in self.sites:
            self.office.open(each)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_all_agree_and_what_one_owes_the_other_is_owed(
    office: HeadOffice, seed: int
) -> None:
    months = Months(office, seed)
    for _ in range(40):
        months.happens()
    for _ in range(3):
        office.settle(*months.sites)

    for gift in months.gifts:
        assert len(set(left(*months.sites, gift=gift))) == 1
    owed: dict[frozenset[str], int] = {}
    for each in months.sites:
        each.site.house.load()
        for name, cents in due(each).items():
            between = frozenset({each.name, name})
            owed[between] = owed.get(between, 0) + cents
    assert months.gifts
    assert not any(owed.values())
    assert office.settle(*months.sites) == 0


def test_what_was_spent_where_it_was_sold_is_spent_everywhere(
    office: HeadOffice, pair: tuple[Branch, Branch]
) -> None:
    lyon, nice = pair
    gift = sell(lyon, 5000)
    office.settle(*pair)
    spend(lyon, gift, 5000)
    office.settle(*pair)

    assert left(*pair, gift=gift) == [0, 0]
    with pytest.raises(AssertionError, match="credit_spent"):
        spend(nice, gift, 1000)

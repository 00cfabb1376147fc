"""Discounts and comps: on a line, on the order, in percent or cents, and through changes."""

from collections import Counter
from datetime import timedelta

import pytest
from domain_kit import Till
from hypothesis import given
from hypothesis import strategies as st

from app.domain.catalogue.terms import SetTerms, TermsSet
from app.domain.orders.commands import (
    CompLine,
    Discount,
    MovedLine,
    MoveLines,
    RemoveDiscount,
    SetQuantity,
    SplitOrder,
    VoidLine,
)
from app.domain.orders.events import Bill, DiscountRemoved, LineDiscounted, Portion
from app.domain.payments.commands import TakePayment
from app.domain.rules import SetSetting
from app.domain.vocabulary import Meta, Refusal
from app.projections.sums import sums


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    return till


@pytest.fixture
def order(till: Till) -> str:
    return till.seat("t1", covers=4)


def off(till: Till, order: str, **how: object) -> str:
    till.do(Discount(order=order, reason="geste", **how))
    return till.last[0].discount


def test_cents_come_off_a_line(till, order):
    line = till.take(order, "beer", 2)
    off(till, order, line=line, amount=300)

    assert till.line(line).discount == 300
    assert till.due(order) == 1000


def test_what_is_never_reduced_stays_out_of_a_discount_on_the_order(till, order):
    till.do(SetTerms(event=TermsSet(kind="article", id="wine", discount="no")))
    beer, wine = till.take(order, "beer"), till.take(order, "wine")
    off(till, order, percent=1000)

    assert (till.line(beer).discount, till.line(wine).discount) == (65, 0)
    alone = Discount(order=order, line=wine, percent=500, reason="geste")
    assert till.refuses(alone) == "never_reduced"


def test_a_day_counts_acts_and_not_the_lines_they_fall_on(till, order):
    lines = [till.take(order, article) for article in ("soup", "fish", "beer", "wine")]
    counted = Counter()
    for how in ({}, {"line": lines[0]}):
        off(till, order, percent=1000, **how)
        for event in till.written(LineDiscounted):
            for family, item, measure, value in sums(event, Meta()):
                counted[family, item, measure] += value

    assert counted["control", "discount", "count"] == 2
    assert counted["control", "discount", "amount"] == sum(
        till.line(line).discount for line in lines
    )


def test_a_percentage_comes_off_a_line(till, order):
    line = till.take(order, "wine")
    off(till, order, line=line, percent=1250)

    assert till.line(line).discount == 375  # 12.5 % of 29.99


def test_a_discount_on_the_order_is_split_by_rate_then_by_line(till, order):
    lines = [till.take(order, each) for each in ("soup", "fish", "beer", "wine")]
    off(till, order, percent=1000)

    total = 850 + 2190 + 650 + 2999
    assert sum(till.line(line).discount for line in lines) == 669
    assert till.due(order) == total - 669
    # 669 on 30.40 at 10 % and 36.49 at 20 %: 304.03 and 364.97
    assert [till.line(line).discount for line in lines] == [85, 219, 65, 300]


def test_a_discount_on_the_order_leaves_out_what_is_paid(till, order):
    soup, fish = till.take(order, "soup"), till.take(order, "fish")
    portion = Portion(line=soup, of=1, taken=(0,))
    till.do(SplitOrder(order=order, bills=(Bill(id="a", portions=(portion,)),)))
    till.pay(order, "a")
    off(till, order, amount=1000)

    assert till.line(soup).discount == 0
    assert till.line(fish).discount == 1000


def test_later_lines_do_not_get_the_discount(till, order):
    till.take(order, "beer")
    off(till, order, percent=1000)
    beer = till.take(order, "beer")

    assert till.line(beer).discount == 0


def test_two_discounts_add_up_on_what_is_left(till, order):
    line = till.take(order, "wine")
    off(till, order, line=line, percent=5000)
    off(till, order, line=line, percent=5000)

    assert till.line(line).net == 749  # 29.99 - 15.00 - 7.50


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({}, "discount_unclear"),
        ({"percent": 1000, "amount": 100}, "discount_unclear"),
        ({"amount": -100}, "discount_unclear"),
        ({"percent": -1}, "percent_out_of_range"),
        ({"percent": 10_001}, "percent_out_of_range"),
        ({"amount": 651}, "discount_too_large"),
        ({"line": "gone", "amount": 1}, "discount_too_large"),
    ],
)
def test_a_discount_must_make_sense(till, order, how, code):
    till.take(order, "beer")

    assert till.refuses(Discount(order=order, reason="geste", **how)) == code


def test_a_discount_needs_a_manager_and_a_reason(till, order):
    till.take(order, "beer")

    command = Discount(order=order, reason="geste", percent=1000)
    assert till.refuses(command, "tom") == "right_missing"
    command = Discount(order=order, reason="", percent=1000)
    assert till.refuses(command) == "reason_missing"


def test_a_percentage_that_comes_to_nothing_is_refused(till, order):
    till.take(order, "sundry", price=1)

    command = Discount(order=order, reason="geste", percent=1000)
    assert till.refuses(command) == "discount_too_large"


def test_everything_can_come_off(till, order):
    line = till.take(order, "beer")
    off(till, order, percent=10_000)

    assert till.line(line).net == 0
    command = Discount(order=order, reason="geste", percent=1000)
    assert till.refuses(command) == "discount_too_large"


# Comps


def test_an_offered_line_costs_nothing_and_keeps_its_price(till, order):
    line = till.take(order, "beer", 2)
    (given_away,) = till.do(CompLine(order=order, line=line, reason="maison"))

    assert (given_away.amount, given_away.comp) == (1300, True)
    assert (till.line(line).gross, till.line(line).net) == (1300, 0)
    assert till.line(line).comped
    assert till.due(order) == 0


def test_a_comp_needs_a_manager_a_reason_and_something_to_give(till, order):
    line = till.take(order, "beer")

    command = CompLine(order=order, line=line, reason="maison")
    assert till.refuses(command, "tom") == "right_missing"
    assert till.refuses(CompLine(order=order, line=line, reason="")) == "reason_missing"
    till.do(command)
    assert till.refuses(command) == "already_free"


def test_what_is_paid_cannot_be_offered(till, order):
    beer, _ = till.take(order, "beer"), till.take(order, "soup")
    portion = Portion(line=beer, of=2, taken=(0,))
    till.do(SplitOrder(order=order, bills=(Bill(id="a", portions=(portion,)),)))
    till.pay(order, "a")

    command = CompLine(order=order, line=beer, reason="maison")
    assert till.refuses(command) == "line_receipted"


def test_a_comp_covers_what_was_discounted_before(till, order):
    line = till.take(order, "wine", 3)
    off(till, order, line=line, percent=1000)
    till.do(CompLine(order=order, line=line, reason="maison"))

    assert till.line(line).net == 0
    till.do(VoidLine(order=order, line=line, quantity=1000))
    assert till.line(line).net == 0


# Taking back


def test_a_discount_is_taken_back_from_every_line(till, order):
    lines = [till.take(order, each) for each in ("soup", "beer")]
    discount = off(till, order, percent=1000)
    till.do(RemoveDiscount(order=order, discount=discount))

    assert till.last == (DiscountRemoved(order=order, discount=discount),)
    assert [till.line(line).discount for line in lines] == [0, 0]


def test_an_unknown_discount_cannot_be_taken_back(till, order):
    till.take(order, "beer")

    command = RemoveDiscount(order=order, discount="gone")
    assert till.refuses(command) == "discount_unknown"


def test_a_discount_on_a_receipt_stays(till, order):
    soup, _ = till.take(order, "soup"), till.take(order, "beer")
    discount = off(till, order, percent=1000)
    portion = Portion(line=soup, of=1, taken=(0,))
    till.do(SplitOrder(order=order, bills=(Bill(id="a", portions=(portion,)),)))
    till.pay(order, "a")

    command = RemoveDiscount(order=order, discount=discount)
    assert till.refuses(command) == "discount_unknown"


# Through changes of the line


def test_a_percentage_shrinks_with_its_line_an_amount_does_not(till, order):
    percent = till.take(order, "beer", 4)
    off(till, order, line=percent, percent=1000)
    amount = till.take(order, "beer", 4)
    off(till, order, line=amount, amount=500)
    for line in (percent, amount):
        till.do(VoidLine(order=order, line=line, quantity=2000))

    assert till.line(percent).discount == 130
    assert till.line(amount).discount == 500


def test_a_discount_never_grows_past_what_was_granted(till, order):
    line = till.take(order, "beer", 2)
    off(till, order, line=line, percent=1000)
    comped = till.take(order, "beer", 2)
    till.do(CompLine(order=order, line=comped, reason="maison"))
    for each in (line, comped):
        till.do(SetQuantity(order=order, line=each, quantity=4000))

    assert till.line(line).discount == 130
    assert till.line(comped).net == 2 * 650


def test_an_amount_is_never_more_than_the_line(till, order):
    line = till.take(order, "beer", 2)
    off(till, order, line=line, amount=1000)
    till.do(VoidLine(order=order, line=line, quantity=1000))

    assert till.line(line).net == 0


@given(
    pieces=st.integers(2, 9),
    moved=st.integers(1, 8),
    discounts=st.lists(
        st.one_of(
            st.tuples(st.just("percent"), st.integers(1, 10_000)),
            st.tuples(st.just("amount"), st.integers(1, 2_000)),
            st.just(("comp", 0)),
        ),
        max_size=3,
    ),
    voided=st.integers(0, 3),
)
def test_a_divided_line_and_its_part_cost_what_the_line_cost(
    pieces, moved, discounts, voided
):
    till = Till()
    order = till.seat("t1")
    line = till.take(order, "wine", pieces)
    for kind, how in discounts:
        if kind == "comp":
            till.run(CompLine(order=order, line=line, reason="maison"))
        else:
            command = Discount(order=order, line=line, reason="geste", **{kind: how})
            till.run(command)
    if voided < pieces - moved:
        till.run(VoidLine(order=order, line=line, quantity=voided * 1000, reason="x"))
    before = till.line(line).net
    till.run(
        MoveLines(
            order=order,
            lines=(MovedLine(line=line, quantity=moved * 1000),),
            table="t2",
        )
    )

    assert sum(each.net for each in till.world.book.lines.values()) == before


def test_the_facts_say_what_they_were_worked_out_on(till, order):
    till.take(order, "beer", 3)
    off(till, order, percent=1000)

    assert till.written(LineDiscounted)[0].quantity == 3000


# Limits


def refusal(till, command, person="ines"):
    result = till.run(command, person)
    assert isinstance(result, Refusal), result
    return result.right


def test_a_discount_beyond_the_limit_needs_somebody_who_may_go_beyond(till, order):
    till.take(order, "beer", 2)
    most = Discount(order=order, reason="geste", percent=1000)
    more = Discount(order=order, reason="geste", percent=1100)

    assert refusal(till, more) == "order.over_limit"
    till.do(more, "ines", approver="lea")
    till.do(RemoveDiscount(order=order, discount=till.last[0].discount))
    till.do(most, "ines")


def test_cents_are_held_to_the_limit_too(till, order):
    till.take(order, "beer", 2)  # 13.00

    command = Discount(order=order, reason="geste", amount=131)
    assert refusal(till, command) == "order.over_limit"
    till.do(Discount(order=order, reason="geste", amount=130), "ines")


def test_several_small_discounts_are_no_way_around_the_limit(till, order):
    line = till.take(order, "beer", 2)
    till.do(Discount(order=order, line=line, reason="geste", percent=600), "ines")

    command = Discount(order=order, line=line, reason="geste", percent=600)
    assert refusal(till, command) == "order.over_limit"


def test_what_is_given_away_is_limited_over_the_whole_order(till, order):
    till.do(SetSetting(key="comp.limit", value="1500"))
    *given_away, last = (till.take(order, each) for each in ("beer", "soup", "fish"))
    for line in given_away:
        till.do(CompLine(order=order, line=line, reason="maison"), "ines")

    command = CompLine(order=order, line=last, reason="maison")
    assert refusal(till, command) == "order.over_limit"
    till.do(command, "ines", approver="lea")


def test_the_limit_is_a_setting_and_says_itself(till, order):
    till.do(SetSetting(key="discount.limit", value="1250"))
    till.take(order, "beer")

    result = till.run(Discount(order=order, reason="geste", percent=1300), "ines")
    assert result.values == (("limit", "12.50"),)


def test_a_discount_has_a_limit_of_its_own_and_is_anybodys_up_to_it(till, order):
    till.do(SetSetting(key="discount.kinds", value="Personnel=3000;Direction=0"))
    line = till.take(order, "wine")

    def discount(reason: str, percent: int) -> Discount:
        return Discount(order=order, line=line, percent=percent, reason=reason)

    assert till.refuses(discount("Direction", 500), "ines") == "right_missing"
    assert till.refuses(discount("geste", 500), "tom") == "right_missing"
    assert till.refuses(discount("Personnel", 3100), "tom") == "right_missing"
    till.do(discount("Personnel", 3000), "tom")
    till.do(discount("Direction", 500), "tom", approver="lea")


def test_a_person_gives_away_no_more_than_a_days_budget(till, order):
    till.do(SetSetting(key="comp.budget", value="1500"))
    first, second = till.take(order, "beer"), till.take(order, "soup")
    third = till.take(order, "fries")
    give = [CompLine(order=order, line=x, reason="m") for x in (first, second, third)]
    till.do(give[0], "ines")
    till.do(give[1], "ines")
    assert till.refuses(give[2], "ines") == "right_missing"
    (taken_back,) = till.line(first).discounts
    till.do(RemoveDiscount(order=order, discount=taken_back))
    till.do(give[2], "ines")
    assert till.refuses(give[0], "ines") == "right_missing"
    till.now += timedelta(days=1)
    till.do(give[0], "ines")


def test_what_guests_have_paid_already_is_not_reduced(till, order):
    fish = till.take(order, "fish")
    till.do(TakePayment(order=order, method="cash", amount=2000))

    half = Discount(order=order, percent=5000, reason="geste")
    assert till.refuses(half) == "discount_beyond_due"
    given = CompLine(order=order, line=fish, reason="maison")
    assert till.refuses(given) == "discount_beyond_due"
    till.do(Discount(order=order, amount=190, reason="geste"))


def test_what_one_payer_has_paid_is_not_reduced_either(till, order):
    fish = till.take(order, "fish")
    till.take(order, "soup", 5)
    mine = Bill(id="A", portions=(Portion(line=fish, of=1, taken=(0,)),))
    till.do(SplitOrder(order=order, bills=(mine,)))
    till.do(TakePayment(order=order, bill="A", method="cash", amount=2000))

    half = Discount(order=order, line=fish, percent=5000, reason="geste")
    assert till.refuses(half) == "discount_beyond_due"
    till.do(Discount(order=order, line=fish, amount=190, reason="geste"))

"""Two terminals, one table, no network: every row of the collision table by name.

The second test of each pair lets the other terminal's clock be ten minutes off, so that
what was done first comes second in canonical order.
"""

import pytest
from domain_kit import Sim, Till, facts_in, settled

from app.domain.catalogue.decide import SetAvailability
from app.domain.kitchen.decide import (
    BumpDishes,
    RecallDishes,
    RushDishes,
    SeeChange,
)
from app.domain.kitchen.events import TicketIssued
from app.domain.orders.attention import Attention, attention
from app.domain.orders.commands import (
    CancelOrder,
    ChangeLine,
    Discount,
    FireCourse,
    MovedLine,
    MoveLines,
    MoveOrder,
    NoteAllergy,
    RemoveDiscount,
    SetQuantity,
    SplitOrder,
    VoidLine,
)
from app.domain.orders.events import Bill, Portion
from app.domain.payments.commands import (
    IssueReceipt,
    RefundReceipt,
    ResolvePayment,
    ReturnPayment,
    TakePayment,
)
from app.domain.receipts.events import ReceiptIssued


class Pair:
    """Two tills that know the same table and then lose each other."""

    def __init__(self, skew: float) -> None:
        self.sim = Sim(0, skew)
        self.one, self.two = self.sim.tills
        self.one.open()
        self.two.open()
        self.sim.meet()
        self.order = self.one.seat("t1", covers=4)

    def meet(self) -> None:
        """Exchanges everything; both must see the same, whoever folded what first."""
        self.sim.meet()
        assert settled(self.one.world) == settled(self.two.world)
        for till in (self.one, self.two):
            incremental = till.world
            till.fold()
            assert settled(till.world) == settled(incremental)

    def needs(self, order: str = "") -> dict[str, Attention]:
        """What a person has to look at, by code; the same on both."""
        order = order or self.order
        found = attention(self.one.world.book, self.one.order(order))
        assert found == attention(self.two.world.book, self.two.order(order))
        return {each.code: each for each in found}

    def documents(self) -> list[ReceiptIssued]:
        return [fact.event for fact in facts_in(self.one, ReceiptIssued)]


@pytest.fixture(params=[0, 10, -10], ids=["same clock", "clock ahead", "clock behind"])
def pair(request: pytest.FixtureRequest) -> Pair:
    return Pair(request.param)


# Two waiters add lines: all lines, each with who and when


def test_lines_of_two_waiters_are_all_there(pair):
    pair.meet()
    mine = pair.one.take(pair.order, "soup")
    theirs = pair.two.take(pair.order, "fish")
    pair.meet()

    assert set(pair.one.order(pair.order).lines) == {mine, theirs}
    assert pair.one.due(pair.order) == 850 + 2190
    assert pair.one.line(theirs).added_by == "lea"
    assert pair.needs() == {}


# Both change the same line's quantity: the later change


def test_the_later_quantity_stands(pair):
    beer = pair.one.take(pair.order, "beer")
    pair.meet()
    pair.one.do(SetQuantity(order=pair.order, line=beer, quantity=2000))
    pair.sim.wait(minutes=1)
    pair.two.do(SetQuantity(order=pair.order, line=beer, quantity=5000))
    last = max(
        (till.known[till.chain][-1].meta.order, quantity)
        for till, quantity in ((pair.one, 2000), (pair.two, 5000))
    )
    pair.meet()

    assert pair.one.line(beer).quantity == last[1]


def test_a_quantity_that_is_set_after_an_unseen_void_stands():
    pair = Pair(0)
    beer = pair.one.take(pair.order, "beer", 3)
    pair.meet()
    pair.one.do(VoidLine(order=pair.order, line=beer))
    pair.sim.wait(minutes=1)
    pair.two.do(SetQuantity(order=pair.order, line=beer, quantity=2000))
    pair.meet()

    assert pair.one.line(beer).quantity == 2000


# One voids a line, the other fires it


def test_a_void_wins_and_the_kitchen_has_to_stop(pair):
    soup, fish = pair.one.take(pair.order, "soup"), pair.one.take(pair.order, "fish")
    pair.one.send(pair.order)
    pair.meet()
    pair.one.do(VoidLine(order=pair.order, line=fish, reason="plus faim"))
    pair.two.do(FireCourse(order=pair.order))
    pair.meet()

    line = pair.one.line(fish)
    assert not line.live
    assert pair.one.due(pair.order) == 850
    assert line.dishes[0].fired
    assert line.dishes[0].tickets
    assert line.to_stop(line.dishes[0]) == 1000
    pair.sim.wait(minutes=30)
    seen = SeeChange(order=pair.order, station="hot", dishes=(f"{fish}.0",))
    pair.two.do(seen)
    assert pair.two.line(fish).to_stop(pair.two.line(fish).dishes[0]) == 0
    assert pair.one.line(soup).live


# Both fire: once


def test_a_course_called_twice_is_made_once(pair):
    pair.one.take(pair.order, "soup")
    fish = pair.one.take(pair.order, "fish")
    pair.one.send(pair.order)
    pair.meet()
    pair.one.do(FireCourse(order=pair.order))
    pair.sim.wait(minutes=1)
    pair.two.do(FireCourse(order=pair.order))
    pair.meet()

    (dish,) = pair.one.line(fish).dishes
    assert dish.stage == "sent"
    assert len(facts_in(pair.one, TicketIssued)) == 3
    assert len(dish.tickets) == 2
    assert pair.one.due(pair.order) == 850 + 2190


# One sends a table to the front, the other bumps and recalls: both stand


def test_a_table_that_goes_first_does_so_at_every_terminal(pair):
    soup = pair.one.take(pair.order, "soup")
    pair.one.send(pair.order)
    pair.meet()
    dishes = (f"{soup}.0",)
    pair.one.do(RushDishes(order=pair.order))
    pair.two.do(BumpDishes(order=pair.order, station="hot", dishes=dishes))
    back = RecallDishes(
        order=pair.order, station="hot", dishes=dishes, reason="returned"
    )
    pair.two.do(back)
    pair.meet()

    for till in (pair.one, pair.two):
        (dish,) = till.line(soup).dishes
        assert (dish.rushed, dish.again, dish.stage) == (True, "returned", "started")


# One closes with a receipt, the other adds a line


def test_a_late_line_is_on_no_receipt_and_stays_due(pair):
    pair.one.take(pair.order, "soup")
    pair.meet()
    late = pair.two.take(pair.order, "coffee")
    pair.one.pay(pair.order)
    assert pair.one.closed(pair.order)
    pair.meet()

    assert not pair.one.closed(pair.order)
    assert pair.one.due(pair.order) == 220
    assert [ln.label for ln in pair.documents()[0].lines] == ["Soup"]
    need = pair.needs()["added_after_receipt"]
    assert (need.lines, need.amount) == ((late,), 220)
    pair.two.pay(pair.order)
    pair.meet()
    assert pair.needs() == {}
    assert pair.one.closed(pair.order)


def test_a_line_taken_between_two_bills_is_nothing_special(pair):
    soup, _ = pair.one.take(pair.order, "soup"), pair.one.take(pair.order, "fish")
    pair.one.do(SplitOrder(order=pair.order, bills=(bill("a", soup),)))
    pair.one.pay(pair.order, "a")
    pair.one.take(pair.order, "coffee")
    pair.meet()

    assert pair.needs() == {}


def bill(name: str, *lines: str) -> Bill:
    portions = tuple(Portion(line=line, of=1, taken=(0,)) for line in lines)
    return Bill(id=name, portions=portions)


# One line on two receipts, both pay the whole order


def test_both_pay_everything_and_nothing_is_lost(pair):
    soup = pair.one.take(pair.order, "soup")
    pair.meet()
    pair.one.pay(pair.order)
    pair.two.pay(pair.order, method="card_manual")
    pair.meet()

    order = pair.one.order(pair.order)
    assert len(order.receipts) == len(order.payments) == 2
    assert pair.one.closed(pair.order)
    first, second = (receipt.id for receipt in order.receipts)
    assert pair.one.line(soup).receipts[0][0] == first
    twice, overpaid = pair.needs()["line_on_two_receipts"], pair.needs()["overpaid"]
    assert (twice.lines, twice.receipts, twice.amount) == ((soup,), (second,), 850)
    assert (overpaid.receipts, overpaid.amount) == ((second,), 850)


def refund(till: Till, receipt: str, *, method: str) -> None:
    issued = (fact.event for fact in facts_in(till, ReceiptIssued))
    original = next(event for event in issued if event.receipt == receipt)
    back = tuple((n, 1000) for n in range(len(original.lines)))
    till.do(
        RefundReceipt(
            original=original, number="x", back=back, reason="double", method=method
        )
    )


@pytest.mark.parametrize("which", [0, 1])
def test_a_credit_note_for_either_receipt_puts_it_right(pair, which):
    pair.one.take(pair.order, "soup")
    pair.meet()
    pair.one.pay(pair.order, method="card_manual")
    pair.two.pay(pair.order, method="card_manual")
    pair.meet()
    receipt = pair.one.order(pair.order).receipts[which].id
    refund(pair.one, receipt, method="card_manual")
    pair.meet()

    assert pair.needs() == {}


def test_a_part_of_a_line_on_two_receipts_is_named_too(pair):
    wine, soup = pair.one.take(pair.order, "wine"), pair.one.take(pair.order, "soup")
    pair.meet()
    half = Bill(id="a", portions=(Portion(line=wine, of=2, taken=(0,)),))
    third = Bill(id="b", portions=(Portion(line=wine, of=3, taken=(1,)),))
    pair.one.do(SplitOrder(order=pair.order, bills=(half,)))
    pair.one.pay(pair.order, "a")
    pair.two.do(SplitOrder(order=pair.order, bills=(third,)))
    pair.two.pay(pair.order, "b", method="card_manual")
    pair.meet()

    need = pair.needs()["line_on_two_receipts"]
    assert need.lines == (wine,)
    assert need.amount in (1000, 1500)
    assert pair.one.due(pair.order) == 850  # cut two ways, the wine counts as paid
    assert pair.one.line(soup).receipts == ()


def test_different_shares_of_a_line_are_no_conflict(pair):
    wine = pair.one.take(pair.order, "wine")
    payers = tuple(
        Bill(id=name, portions=(Portion(line=wine, of=2, taken=(n,)),))
        for n, name in enumerate("ab")
    )
    pair.one.do(SplitOrder(order=pair.order, bills=payers))
    pair.meet()
    pair.one.pay(pair.order, "a")
    pair.two.pay(pair.order, "b")
    pair.meet()

    assert pair.needs() == {}
    assert pair.one.closed(pair.order)


def test_one_lost_card_settled_twice_is_one_payment(pair):
    pair.one.take(pair.order, "soup")
    payment = pair.one.ask_card(pair.order)
    pair.one.answer(pair.order, payment, "unknown")
    pair.meet()
    pair.one.answer(pair.order, payment)
    slip = ResolvePayment(
        order=pair.order, payment=payment, accepted=True, authorisation="123456"
    )
    pair.two.do(slip)
    pair.meet()

    order = pair.one.order(pair.order)
    assert (len(order.payments), len(order.receipts)) == (1, 2)
    assert set(pair.needs()) == {"line_on_two_receipts"}  # two documents, money once


# Moves in several places


def test_a_line_moved_in_two_places_is_where_its_last_mover_put_it(pair):
    beer, soup = pair.one.take(pair.order, "beer"), pair.one.take(pair.order, "soup")
    left, right = pair.one.seat("t2"), pair.one.seat("t3")
    pair.meet()
    moved = (MovedLine(line=beer),)
    pair.one.do(MoveLines(order=pair.order, lines=moved, target=left))
    pair.two.do(MoveLines(order=pair.order, lines=moved, target=right))
    pair.meet()

    homes = [o.id for o in pair.one.world.book.orders.values() if beer in o.lines]
    assert homes == [pair.one.line(beer).home]
    assert homes[0] in (left, right)
    assert pair.one.order(pair.order).lines == [soup]


def test_two_orders_merged_into_each_other_lose_and_double_nothing(pair):
    beer = pair.one.take(pair.order, "beer")
    other = pair.one.seat("t2")
    soup = pair.one.take(other, "soup")
    pair.meet()
    pair.one.do(MoveOrder(order=pair.order, table="t2"))
    pair.two.do(MoveOrder(order=other, table="t1"))
    pair.meet()

    lines = [ln for o in pair.one.world.book.orders.values() for ln in o.lines]
    assert sorted(lines) == sorted([beer, soup])
    dues = sum(pair.one.due(order) for order in (pair.order, other))
    assert dues == 650 + 850


def test_lines_added_to_an_order_that_was_merged_away_stay_visible(pair):
    pair.one.take(pair.order, "beer")
    other = pair.one.seat("t2")
    pair.meet()
    pair.one.do(MoveOrder(order=pair.order, table="t2"))
    late = pair.two.take(pair.order, "coffee")
    pair.meet()

    assert pair.one.line(late).home == pair.order
    assert pair.one.world.order_on("t1") is pair.one.order(pair.order)
    pair.one.do(MoveOrder(order=pair.order, table="t2"))
    assert pair.one.line(late).home == other


def test_a_line_added_to_an_order_that_was_given_up_stays_visible(pair):
    pair.meet()
    pair.one.do(CancelOrder(order=pair.order))
    late = pair.two.take(pair.order, "coffee")
    pair.meet()

    assert not pair.one.closed(pair.order)
    pair.one.do(VoidLine(order=pair.order, line=late))
    assert pair.one.closed(pair.order)


def test_allergies_noted_apart_are_all_kept(pair):
    other = pair.one.seat("t2", covers=2)
    pair.one.take(pair.order, "soup")
    pair.meet()
    pair.one.do(MoveOrder(order=pair.order, table="t2"))
    pair.two.do(NoteAllergy(order=other, seat=1, text="s1.nuts"))
    pair.meet()

    assert pair.one.order(other).allergies[1] == "s1.nuts"


def test_a_table_seated_twice_shows_both_orders_and_asks_for_a_merge(pair):
    pair.meet()
    mine, theirs = pair.one.seat("t4"), pair.two.seat("t4")
    pair.one.take(mine, "beer")
    pair.two.take(theirs, "soup")
    pair.meet()

    assert {o.id for o in pair.one.world.book.orders_on("t4")} == {mine, theirs}
    assert set(pair.needs(mine)["two_orders"].orders) == {mine, theirs}
    guests = pair.one.order(mine).covers
    pair.one.do(MoveOrder(order=theirs, table="t4"))
    pair.meet()
    assert len(pair.one.world.book.orders_on("t4")) == 1
    assert pair.needs(mine) == {}
    assert pair.one.due(mine) == 1500
    assert pair.one.order(mine).covers == guests, "they were counted by both"


def test_two_orders_on_tables_pushed_together_are_named(pair):
    other = pair.one.seat("t2")
    book = pair.one.world.book

    assert attention(book, pair.one.order(other)) == ()
    (need,) = attention(book, pair.one.order(other), ("t1", "t2"))
    assert set(need.orders) == {pair.order, other}


# A receipted line edited, voided, moved or divided


@pytest.mark.parametrize("what", ["void", "part", "discount", "move", "divide", "set"])
def test_a_line_changed_behind_its_receipt_is_flagged(pair, what):
    soup, beer = pair.one.take(pair.order, "soup"), pair.one.take(pair.order, "beer", 3)
    pair.meet()
    order, kept = pair.order, pair.one.order(pair.order)
    commands = {
        "void": VoidLine(order=order, line=beer),
        "part": VoidLine(order=order, line=beer, quantity=1000),
        "discount": Discount(order=order, line=beer, amount=100, reason="geste"),
        "move": MoveLines(order=order, lines=(MovedLine(line=beer),), table="t2"),
        "divide": MoveLines(
            order=order, lines=(MovedLine(line=beer, quantity=1000),), table="t2"
        ),
        "set": SetQuantity(order=order, line=beer, quantity=1000),
    }
    pair.two.do(commands[what])
    pair.one.pay(order, method="card_manual")
    pair.meet()

    (document,) = pair.documents()
    assert document.ttc == 850 + 1950
    need = pair.needs()["changed_after_receipt"]
    assert (need.lines, need.receipts) == ((beer,), (document.receipt,))
    assert need.amount == 1950
    assert kept.id == order
    pair.one.do(
        RefundReceipt(
            original=document,
            number="x",
            back=((1, 3000),),
            reason="erreur",
            method="card_manual",
        )
    )
    pair.meet()
    assert "changed_after_receipt" not in pair.needs()
    assert pair.one.line(soup).receipts


def test_a_change_that_was_taken_back_is_no_change(pair):
    beer = pair.one.take(pair.order, "beer")
    pair.meet()
    pair.two.do(Discount(order=pair.order, line=beer, amount=100, reason="geste"))
    given = pair.two.last[0].discount
    pair.one.pay(pair.order)
    pair.two.do(RemoveDiscount(order=pair.order, discount=given))
    pair.meet()

    assert pair.needs() == {}


def test_seats_and_notes_do_not_change_a_document(pair):
    beer = pair.one.take(pair.order, "beer")
    pair.meet()
    pair.two.do(ChangeLine(order=pair.order, line=beer, seats=(2,), guest_note="ok"))
    pair.one.pay(pair.order)
    pair.meet()

    assert pair.needs() == {}


# Divisions and voids


def test_a_part_that_was_voided_meanwhile_is_flagged_or_gone(pair):
    beer, _ = pair.one.take(pair.order, "beer", 3), pair.one.take(pair.order, "soup")
    pair.meet()
    pair.one.do(VoidLine(order=pair.order, line=beer))
    moved = (MovedLine(line=beer, quantity=1000),)
    pair.two.do(MoveLines(order=pair.order, lines=moved, table="t2"))
    pair.meet()

    book = pair.one.world.book
    beers = (line for line in book.lines.values() if line.article == "beer")
    (part,) = (line for line in beers if line.id != beer)
    assert not book.lines[beer].live
    if part.live:
        assert pair.needs()["void_after_division"].lines == (beer,)
    else:
        assert pair.needs() == {}


# Money on an order that changed


def test_a_part_payment_beside_a_full_one_is_given_back(pair):
    pair.one.take(pair.order, "fish")
    pair.meet()
    pair.one.pay(pair.order)
    pair.two.pay(pair.order, amount=1000)
    pair.meet()

    assert not pair.one.closed(pair.order)
    need = pair.needs()["overpaid"]
    assert need.amount == 1000
    (spare,) = need.payments
    pair.two.do(ReturnPayment(order=pair.order, payment=spare, reason="double"))
    pair.meet()
    assert pair.needs() == {}
    assert pair.one.closed(pair.order)


def test_a_split_made_twice_keeps_the_money_of_both(pair):
    soup, fish = pair.one.take(pair.order, "soup"), pair.one.take(pair.order, "fish")
    pair.meet()
    pair.one.do(SplitOrder(order=pair.order, bills=(bill("a", soup),)))
    pair.one.pay(pair.order, "a", amount=500)
    pair.two.do(SplitOrder(order=pair.order, bills=(bill("b", fish),)))
    pair.two.pay(pair.order, "b", amount=700)
    pair.meet()

    assert pair.one.due(pair.order) == 850 + 2190 - 500 - 700
    assert sum(p.amount for p in pair.one.order(pair.order).payments.values()) == 1200


def test_what_became_exact_by_meeting_is_closed_by_hand(pair):
    pair.one.take(pair.order, "fish")
    pair.meet()
    pair.one.pay(pair.order, amount=1000)
    pair.two.pay(pair.order, amount=1190)
    pair.meet()

    assert (pair.one.due(pair.order), pair.one.closed(pair.order)) == (0, False)
    pair.one.do(IssueReceipt(order=pair.order))
    pair.meet()
    assert pair.needs() == {}
    assert pair.one.closed(pair.order)


# Stock


def test_countdowns_add_up_and_a_count_is_a_dated_reset(pair):
    pair.one.do(SetAvailability(article="fish", remaining=10))
    pair.meet()
    pair.sim.wait(minutes=30)
    pair.one.take(pair.order, "fish", 3)
    pair.two.take(pair.order, "fish", 4)
    pair.meet()

    assert pair.one.world.catalogue.remaining["fish"] == 3000
    pair.sim.wait(minutes=30)
    pair.two.do(SetAvailability(article="fish", remaining=6))
    pair.meet()
    assert pair.one.world.catalogue.remaining["fish"] == 6000


# A till dies with a card under way; another asks the terminal, and a person decides


def test_a_card_of_a_till_that_died_is_settled_at_another(pair):
    pair.one.take(pair.order, "fish")
    due, payment = pair.one.due(pair.order), pair.one.ask_card(pair.order)
    pair.meet()
    cash = TakePayment(order=pair.order, method="cash", amount=due)
    assert pair.two.refuses(cash) == "payment_running"
    pair.two.answer(pair.order, payment, "unknown")
    assert pair.two.refuses(cash) == "payment_unknown"
    pair.two.do(ResolvePayment(order=pair.order, payment=payment, accepted=False))
    pair.two.do(cash)
    pair.one.answer(pair.order, payment)  # it is back: the guest had paid after all
    pair.meet()

    assert set(pair.needs()) == {"overpaid", "line_on_two_receipts"}
    [card, note] = pair.one.order(pair.order).payments.values()
    assert (card.state, note.state) == ("completed", "completed")

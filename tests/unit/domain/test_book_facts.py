"""The fold itself: facts that come early, twice, or about nothing that is known."""

import pytest
from domain_kit import Till, renumbered, world_of

from app.domain.kitchen.events import (
    ChangeSeen,
    DishesReady,
    DishesRecalled,
    DishesServed,
    DishesStarted,
    TicketIssued,
    TicketLine,
)
from app.domain.orders.commands import OrderCommand
from app.domain.orders.decide import _ON_LINE, _ON_ORDER
from app.domain.orders.events import (
    AllergyNoted,
    CourseFired,
    DiscountRemoved,
    LineAdded,
    LineChanged,
    LineDiscounted,
    LineDivided,
    LinesAdded,
    LinesMoved,
    LineVoided,
    OrderCreated,
    OrderSent,
    QuantitySet,
)
from app.domain.orders.evolve import HANDLERS, evolve
from app.domain.orders.state import Book
from app.domain.payments.events import (
    PaymentCompleted,
    PaymentFailed,
    PaymentRefunded,
    PaymentRequested,
    PaymentUnknown,
)
from app.domain.receipts.events import ReceiptDuplicated, ReceiptIssued, ReceiptRefunded
from app.domain.settings import EventRecorded
from app.domain.vocabulary import Meta


def fold(*events: object) -> Book:
    """The book of one chain."""
    return world_of(renumbered(events)).book


@pytest.fixture
def paid() -> list[object]:
    """The facts of a table that ordered a soup and a fish, sent, and paid."""
    till = Till()
    till.open()
    order = till.seat("t1")
    till.take(order, "soup", line="soup")
    till.take(order, "fish", line="fish")
    till.send(order)
    till.pay(order)
    return [fact.event for fact in till.known["C1"]][1:]


def of(events: list[object], kind: type) -> object:
    return next(event for event in events if isinstance(event, kind))


def test_every_command_of_an_order_has_one_rule():
    commands = {cls.__name__ for cls in OrderCommand.__args__}

    rules = {cls.__name__ for cls in (*_ON_ORDER, *_ON_LINE)}
    assert rules | {"OpenOrder", "PlaceOrder", "ImportOrder", "GuestOrder"} == commands
    assert not _ON_ORDER.keys() & _ON_LINE.keys()


def test_facts_about_something_else_leave_the_book_alone():
    book = Book()
    evolve(book, EventRecorded(code="APP_START"), Meta())

    assert book == Book()
    assert EventRecorded not in HANDLERS


def test_an_order_or_line_is_made_once(paid):
    created, added = of(paid, OrderCreated), of(paid, LineAdded)

    assert fold(created, added, created, added).lines == fold(created, added).lines
    divided = LineDivided(
        order=added.order, line="soup", new_line="part", quantity=1000
    )
    book = fold(created, added, divided, divided)
    assert (book.lines["soup"].quantity, book.lines["part"].quantity) == (0, 1000)


def test_a_payment_is_taken_once_and_never_undone(paid):
    created, completed = of(paid, OrderCreated), of(paid, PaymentCompleted)
    ids = {"payment": completed.payment, "order": completed.order}
    asked = PaymentRequested(
        **ids, bill="", method="card", amount=3040, tip=0, terminal="tpe", reference="r"
    )
    after = (
        completed,
        asked,
        PaymentFailed(**ids, state="refused"),
        PaymentUnknown(**ids, detail=""),
    )
    book = fold(created, completed, *after)

    assert book.orders[completed.order].payments[completed.payment].state == "completed"
    back = PaymentRefunded(**ids, method="cash", amount=3040, receipt="")
    returned = fold(created, completed, back, completed, back)
    assert returned.orders[completed.order].payments[completed.payment].state == (
        "returned"
    )


def test_a_receipt_is_issued_once(paid):
    issued = of(paid, ReceiptIssued)
    book = fold(*paid, issued)

    assert len(book.orders[issued.order].receipts) == 1
    assert [len(line.receipts) for line in book.lines.values()] == [1, 1]


def test_a_line_that_is_already_there_does_not_move(paid):
    created, added = of(paid, OrderCreated), of(paid, LineAdded)
    moved = LinesMoved(order=added.order, target=added.order, lines=("soup",))

    assert fold(created, added, moved).orders[added.order].lines == ["soup"]


@pytest.mark.parametrize("seed", range(8))
def test_facts_wait_for_the_thing_they_are_about(paid, seed):
    """Whatever comes first, the table ends as it did."""
    import random

    order = of(paid, OrderCreated).order
    ids = {"order": order, "line": "soup"}
    more = [
        QuantitySet(**ids, quantity=3000, was=1000),
        LineChanged(**ids, seats=(2,), kitchen_note="vite", course="mains"),
        LineDiscounted(**ids, discount="d", amount=50, reason="x", quantity=3000),
        LineDiscounted(**ids, discount="gone", amount=70, reason="x", quantity=3000),
        DiscountRemoved(order=order, discount="gone"),
        AllergyNoted(order=order, seat=1, text="s1.nuts"),
        DishesStarted(order=order, station="hot", dishes=("soup.0", "fish.0")),
        DishesServed(order=order, dishes=("soup.0",)),
        ReceiptDuplicated(
            order=order, receipt=of(paid, ReceiptIssued).receipt, number="n", copy=1
        ),
    ]
    events = [*paid, *more]
    straight = fold(*events)
    random.Random(seed).shuffle(events)
    shuffled = fold(*events)

    assert not shuffled.early
    line, same = straight.lines["soup"], shuffled.lines["soup"]
    assert (same.quantity, same.seats, same.kitchen_note, same.course) == (
        3000,
        (2,),
        "vite",
        "mains",
    )
    assert same.discount == line.discount == 50
    assert [d.stage for d in same.dishes] == ["served"]
    (fish,) = shuffled.lines["fish"].dishes
    assert (fish.stage, bool(fish.started)) == ("held", True)  # begun ahead
    assert {name for name, _, _ in same.receipts} == {
        r.id for r in straight.orders[order].receipts
    }
    assert shuffled.orders[order].allergies == {1: "s1.nuts"}
    assert shuffled.orders[order].receipts[0].copies == 1
    (payment,) = shuffled.orders[order].payments.values()
    assert payment.receipt == shuffled.orders[order].receipts[0].id


def test_facts_wait_for_lines_that_come_together(paid):
    created, *rest = paid
    lines = tuple(fact for fact in rest if isinstance(fact, LineAdded))
    rest = [fact for fact in rest if not isinstance(fact, LineAdded)]
    together = LinesAdded(order=created.order, lines=lines)

    book = fold(created, *rest, together)
    assert not book.early
    assert book.orders[created.order].lines == ["soup", "fish"]
    for line, same in fold(*paid).lines.items():
        found = book.lines[line]
        assert (found.stage, found.receipts) == (same.stage, same.receipts)


def test_money_and_documents_wait_too(paid):
    issued, completed = of(paid, ReceiptIssued), of(paid, PaymentCompleted)
    back = ReceiptRefunded(
        receipt="back",
        order=issued.order,
        of=issued.receipt,
        number="n",
        reason="x",
        lines=(),
        vat=(),
        ttc=-850,
        ht=-773,
        tva=-77,
        payments=(),
        totals=issued.totals,
    )
    ids = {"payment": "late", "order": issued.order}
    lost = PaymentUnknown(**ids, detail="")
    refused = PaymentFailed(**ids, state="refused")
    asked = PaymentRequested(
        **ids, bill="", method="card", amount=100, tip=0, terminal="tpe", reference="r"
    )
    spare = PaymentRefunded(**ids, method="cash", amount=850, receipt="")
    book = fold(back, lost, refused, *paid, asked)

    assert book.receipt(issued.receipt).refunded == 850
    assert book.orders[issued.order].payments["late"].state == "refused"
    assert book.orders[issued.order].payments[completed.payment].receipt
    taken = PaymentCompleted(**ids, bill="", method="cash", amount=850)
    early = fold(spare, *paid, taken)
    assert early.orders[issued.order].payments["late"].state == "returned"
    again = fold(
        *paid, taken, PaymentRefunded(**ids, method="cash", amount=1, receipt="r")
    )
    assert again.orders[issued.order].payments["late"].waiting


def test_what_came_early_about_dishes_is_told_dish_by_dish(paid):
    created, soup, *_ = paid
    fish = paid[2]
    order = created.order
    ticket = TicketIssued(
        station="hot",
        number=7,
        order=order,
        kind="change",
        course="starters",
        table="1",
        covers=2,
        lines=(
            TicketLine(dish="soup.0", quantity=1000, label="Soup", kind="add"),
            TicketLine(dish="fish.0", quantity=1000, label="Fish"),
        ),
    )
    both = {"order": order, "dishes": ("soup.0", "fish.0")}
    hot = {**both, "station": "hot"}
    book = fold(
        created,
        soup,
        OrderSent(order=order, lines=("soup", "fish"), fired=("soup.0",)),
        CourseFired(order=order, course="mains", dishes=("fish.0",)),
        ticket,
        DishesReady(**hot),
        DishesRecalled(**hot),
        ChangeSeen(**hot),
        fish,
    )

    for dish in book.dishes.values():
        assert (dish.stage, dish.seen, dish.tickets) == ("started", True, (7,))
    assert book.dishes["soup.0"].late
    assert book.tickets["C1", "hot"] == 7


def test_a_line_moves_as_soon_as_both_orders_are_there(paid):
    created, soup, fish, *_ = paid
    other = OrderCreated(order="other", mode="dine_in", table="t2")
    moved = LinesMoved(order=created.order, target="other", lines=("soup", "fish"))
    book = fold(created, soup, moved, other, fish)

    assert book.orders["other"].lines == ["soup", "fish"]
    assert book.orders[created.order].vacated


def test_a_void_that_came_early_is_kept(paid):
    created, soup, *_ = paid
    void = LineVoided(
        order=created.order, line="part", quantity=1000, amount=850, stage="sent"
    )
    divided = LineDivided(
        order=created.order, line="soup", new_line="part", quantity=1000
    )
    book = fold(void, divided, created, soup)

    assert not book.lines["part"].live
    assert book.lines["part"].voids[0].stage == "sent"


def test_an_old_order_that_is_not_loaded_only_waits(paid):
    book = fold(*paid[4:])

    assert book.orders == {}
    assert book.early


def test_a_discount_without_its_quantity_is_on_what_the_line_has(paid):
    created, soup, *_ = paid
    given = LineDiscounted(
        order=created.order,
        line="soup",
        discount="d",
        amount=85,
        reason="x",
        percent=1000,
    )

    assert fold(created, soup, given).lines["soup"].discounts["d"].quantity == 1000


def test_a_comp_of_nothing_can_still_be_divided(paid):
    created, soup, *_ = paid
    ids = {"order": created.order, "line": "soup"}
    comp = LineDiscounted(
        **ids,
        discount="d",
        amount=0,
        reason="x",
        percent=10_000,
        comp=True,
        quantity=1000,
    )
    divided = LineDivided(**ids, new_line="part", quantity=1000)
    book = fold(created, soup, comp, divided)

    assert book.lines["part"].net == 0


def test_a_part_of_nothing_is_nothing(paid):
    created, soup, *_ = paid
    ids = {"order": created.order, "line": "soup"}
    void = LineVoided(**ids, quantity=1000, amount=850, stage="unsent")
    divided = LineDivided(**ids, new_line="part", quantity=1000)
    book = fold(created, soup, void, divided)

    assert not book.lines["part"].live
    assert not book.lines["soup"].live

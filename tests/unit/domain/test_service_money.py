"""Whole services at random: what was sold, what was paid and what the Z says agree."""

import os
from collections import Counter

from domain_kit import Till, facts_in
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.orders.billing import bills, due
from app.domain.orders.commands import CompLine, Discount, SplitOrder, VoidLine
from app.domain.orders.events import Bill, Portion
from app.domain.payments.commands import IssueReceipt, RefundReceipt, TakePayment
from app.domain.payments.events import PaymentCompleted, PaymentRefunded
from app.domain.pricing import sum_documents
from app.domain.receipts.compose import as_priced, heads
from app.domain.receipts.events import ReceiptIssued, ReceiptRefunded
from app.domain.till.decide import CloseDay, MoveCash
from app.projections.sums import sums

searching = settings(
    max_examples=int(os.environ.get("EXAMPLES", "25")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

ARTICLES = ("soup", "fish", "beer", "wine", "menu", "ham", "jam", "cake")
TENDERS = ("cash", "cheque", "voucher", "card", "card_manual")


def eat(till: Till, draw: st.DrawFn) -> str:
    """Guests order, change their minds, get something off, and split their bill."""
    order = till.seat("", mode=draw(st.sampled_from(["dine_in", "takeaway"])))
    for article in draw(st.lists(st.sampled_from(ARTICLES), min_size=1, max_size=4)):
        more = {"quantity": draw(st.integers(1, 900))} if article == "ham" else {}
        till.take(order, article, draw(st.integers(1, 3)), **more)
    if draw(st.booleans()):
        till.send(order)
    lines = list(till.order(order).lines)
    act = draw(st.sampled_from(["", "", "void", "comp", "percent", "amount"]))
    line = draw(st.sampled_from(lines))
    commands = {
        "void": VoidLine(order=order, line=line, reason="x"),
        "comp": CompLine(order=order, line=line, reason="x"),
        "percent": Discount(
            order=order, reason="x", percent=draw(st.integers(1, 9999))
        ),
        "amount": Discount(order=order, reason="x", amount=draw(st.integers(1, 999))),
    }
    if act:
        till.run(commands[act])
    if draw(st.booleans()):
        cut = draw(st.integers(1, 4))
        portions = [
            Portion(line=ln.id, of=cut, taken=(0,))
            for ln in till.world.book.lines_of(till.order(order))
        ]
        till.run(
            SplitOrder(order=order, bills=(Bill(id="a", portions=tuple(portions)),))
        )
    return order


def settle(till: Till, order: str, draw: st.DrawFn) -> None:
    """Pays every bill, in parts, with change, tips and vouchers that are worth more."""
    book = till.world.book
    while found := bills(book, till.order(order)):
        bill = found[0].id
        left = due(book, till.order(order), bill)
        if left == 0:
            till.do(IssueReceipt(order=order, bill=bill))
            continue
        method = draw(st.sampled_from(TENDERS))
        amount = draw(st.integers(1, left)) if draw(st.booleans()) else left
        tip = draw(st.sampled_from([0, 0, 150]))
        if method == "card":
            payment = till.ask_card(order, amount, bill=bill, tip=tip)
            state = draw(st.sampled_from(["approved", "approved", "refused"]))
            till.answer(order, payment, state)
            continue
        over = draw(st.sampled_from([0, 730])) if method in ("cash", "voucher") else 0
        amount = min(amount, 2500) if method == "voucher" else amount
        till.do(
            TakePayment(
                order=order,
                method=method,
                amount=amount,
                bill=bill,
                tip=tip,
                tendered=amount + tip + over,
            )
        )


@st.composite
def services(draw: st.DrawFn) -> Till:
    """A service: every guest has paid, some got something back."""
    till = Till()
    till.open()
    for _ in range(draw(st.integers(1, 4))):
        order = eat(till, draw)
        settle(till, order, draw)
        assert till.closed(order) or not till.world.book.lines_of(till.order(order))
    for fact in facts_in(till, ReceiptIssued):
        if draw(st.integers(0, 3)) == 0:
            back = draw(st.integers(0, len(heads(fact.event)) - 1))
            head = heads(fact.event)[back]
            milli = 1000 if head.quantity.isdigit() else 1
            till.run(
                RefundReceipt(
                    original=fact.event,
                    number="x",
                    back=((back, milli),),
                    reason="x",
                    method=draw(st.sampled_from(["cash", "card_manual"])),
                )
            )
    till.run(MoveCash(amount=draw(st.integers(-5000, 5000)), reason="change"))
    return till


@searching
@given(services())
def test_what_was_sold_was_paid_and_the_z_says_so(till):
    sold = [fact.event for fact in facts_in(till, ReceiptIssued)]
    back = [fact.event for fact in facts_in(till, ReceiptRefunded)]
    paid = [fact.event for fact in facts_in(till, PaymentCompleted)]
    given_back = [fact.event for fact in facts_in(till, PaymentRefunded)]
    orders = till.world.book.orders.values()

    assert sum(r.ttc for r in sold) == sum(p.amount for p in paid)
    assert sum(r.ttc for r in back) == -sum(p.amount for p in given_back)
    for each in paid:
        assert each.tendered == each.amount + each.tip + each.change + each.excess
    lines = sum(till.world.book.total(order) for order in orders)
    assert lines == sum(r.ttc for r in sold)

    drawer = till.world.till("C1")
    cash = sum(p.amount + p.tip for p in paid if p.method == "cash")
    cash -= sum(p.amount for p in given_back if p.method == "cash")
    assert drawer.cash == 15_000 + cash + sum(m.amount for m in drawer.movements)

    closed, _ = till.do(CloseDay(day=till.context().bday, figures=()))
    turnover = sum(r.ttc for r in (*sold, *back))
    assert closed.totals.day == closed.totals.perpetual_net == turnover
    assert closed.totals.perpetual_abs == sum(abs(r.ttc) for r in (*sold, *back))


@searching
@given(services())
def test_the_sums_of_the_day_are_those_of_its_documents(till):
    added: Counter[tuple[str, str, str]] = Counter()
    for fact in till.known["C1"]:
        for family, item, measure, value in sums(fact.event, fact.meta):
            added[family, item, measure] += value
    sold = [fact.event for fact in facts_in(till, ReceiptIssued)]
    back = [fact.event for fact in facts_in(till, ReceiptRefunded)]
    day = sum_documents(as_priced(document) for document in sold)

    assert added["document", "sale", "ttc"] == day.ttc == sum(r.ttc for r in sold)
    assert added["document", "refund", "ttc"] == sum(r.ttc for r in back)
    for rate in {row.rate for document in (*sold, *back) for row in document.vat}:
        rows = [r for doc in (*sold, *back) for r in doc.vat if r.rate == rate]
        assert added["vat_rate", str(rate), "tva"] == sum(r.tva for r in rows)
        natures = [f"{rate}.GOODS", f"{rate}.SERVICE"]
        assert sum(added["vat", each, "ttc"] for each in natures) == sum(
            r.ttc for r in rows
        )
    tenders = {paid.method for document in (*sold, *back) for paid in document.payments}
    assert sum(added["tender", method, "amount"] for method in tenders) == sum(
        r.ttc for r in (*sold, *back)
    )
    by_article = [
        v for key, v in added.items() if key[0] == "article" and key[2] == "ttc"
    ]
    assert sum(by_article) == sum(r.ttc for r in (*sold, *back))

"""Vouchers, deposits and accounts in an open house, for tests and pictures."""

from pay_kit import make_order, run

from app.bootstrap import Opened
from app.domain.credits.decide import AddBeside, SetClient
from app.domain.credits.events import CreditIssued
from app.domain.orders.billing import order_due
from app.domain.orders.commands import OpenOrder
from app.domain.orders.events import OrderCreated
from app.domain.payments.commands import RefundReceipt, TakePayment
from app.domain.receipts.events import ReceiptIssued
from app.services.clients import seal_client
from app.services.house import Fact


def due(opened: Opened, order: str) -> int:
    """Cents still to pay on an order."""
    book = opened.house.world.book
    return order_due(book, book.orders[order])


def event_of(facts: tuple[Fact, ...], kind: type) -> object:
    """The one event of a kind."""
    (found,) = [fact.event for fact in facts if isinstance(fact.event, kind)]
    return found


def take(
    opened: Opened, order: str, method: str = "cash", **more: object
) -> tuple[Fact, ...]:
    """Pays what is due, or `amount` of it."""
    more.setdefault("amount", due(opened, order))
    return run(opened, TakePayment(order=order, method=method, **more))


def beside(
    opened: Opened, kind: str, amount: int, *, method: str = "cash", **more: str
) -> tuple[ReceiptIssued, CreditIssued | None]:
    """Takes money that is no turnover; its document, and the credit that it made."""
    (created,) = run(opened, OpenOrder(mode="counter"))
    assert isinstance(created.event, OrderCreated)
    order = created.event.order
    run(opened, AddBeside(order=order, kind=kind, amount=amount, **more))
    facts = take(opened, order, method, issued="paper")
    credit = next((f.event for f in facts if isinstance(f.event, CreditIssued)), None)
    return event_of(facts, ReceiptIssued), credit


def spend(opened: Opened, credit: CreditIssued, amount: int, table: str = "t12") -> str:
    """A table pays so much with a credit, the rest in cash; its order."""
    order = make_order(opened, table=table)
    take(opened, order, credit.kind, amount=amount, reference=credit.code)
    if due(opened, order):
        take(opened, order)
    return order


def client(opened: Opened, name: str = "Anne Martin", ceiling: int = 50_000) -> str:
    """A client who may pay later."""
    key, sealed = seal_client(opened.house, name)
    run(opened, SetClient(client=key, name=sealed, ceiling=ceiling))
    return key


def give_back(
    opened: Opened,
    original: ReceiptIssued,
    number: str,
    method: str = "cash",
    **more: object,
) -> tuple[Fact, ...]:
    """Gives a document back, `back` of its lines or `beside` of what it took."""
    command = RefundReceipt(
        original=original,
        number=number,
        back=more.pop("back", ()),
        reason="erreur",
        method=method,
        **more,
    )
    return run(opened, command)

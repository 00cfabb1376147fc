"""The lane of orders that did not come in whole, as whoever takes orders reads it."""

from domain_kit import Till

from app.domain.orders.commands import AddLine, ImportOrder, PlaceOrder
from app.domain.orders.import_events import PaidElsewhere
from app.domain.payments.commands import TakePayment
from app.presenters.pos.imports import present_imports, waiting


def test_money_that_is_taken_between_two_looks_needs_nobody_any_more() -> None:
    till = Till()
    till.open()
    soup = AddLine(order="", article="soup", merge=False)
    place = PlaceOrder(mode="takeaway", lines=(soup,))
    paid = (PaidElsewhere(method="transfer", amount=850),)
    till.do(ImportOrder(order=place, names=("Soupe",), payments=paid))
    order = str(till.last[0].order)
    seen = waiting(till.world)  # what a window keeps for a second
    (row,) = present_imports(till.world, seen, "lea")
    assert "Payé ailleurs" in row.effect
    till.do(TakePayment(order=order, method="transfer", amount=850))
    assert present_imports(till.world, seen, "lea") == []

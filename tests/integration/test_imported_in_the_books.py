"""An item that nobody knows is sold, refunded, closed and archived like any other."""

from pathlib import Path

from fiscal_kit import archive, close, refund, sell
from gui_kit import FixedClock, demo_house
from pay_kit import run

from app.domain.orders.commands import AddLine, ImportOrder, PlaceOrder, SendOrder
from app.domain.payments.commands import TakePayment
from app.fiscal import verifier_sotto
from app.fiscal.checking import verify_database
from app.projections.queries import document_by_number


def test_both_verifiers_agree_about_a_day_with_open_items(tmp_path: Path) -> None:
    with demo_house(tmp_path / "profile", FixedClock()) as opened:
        sell(opened)
        pizza = AddLine(order="", article="sku-1", quantity=2000, price=1250)
        order = PlaceOrder(mode="takeaway", lines=(pizza,))
        facts = run(opened, ImportOrder(order=order, names=("Pizza Regina",)))
        made = str(facts[0].event.order)  # type: ignore[attr-defined]
        run(opened, SendOrder(order=made))
        run(opened, TakePayment(order=made, method="cash", amount=2500))
        with opened.house.database.read() as connection:
            sold = document_by_number(connection, "C1-000002")
        assert sold is not None
        assert [(row.rate, row.ttc) for row in sold.document.vat] == [(2000, 2500)]
        refund(opened, "C1-000002")
        close(opened)
        found = verify_database(opened.house.database, opened.profile, deep=True)
        assert not found.errors, found.errors
        fact = archive(opened, tmp_path / "usb")
        told = verifier_sotto.verify(tmp_path / "usb" / fact.file)
        assert not told.errors, told.errors

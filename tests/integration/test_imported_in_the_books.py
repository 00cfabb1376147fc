"""An item that nobody knows is sold, refunded, closed and archived like any other, and what
did not come in whole waits for somebody however long that takes."""

from pathlib import Path

import pytest
from fiscal_kit import archive, close, refund, sell
from gui_kit import FixedClock, demo_house
from pay_kit import run

from app.bootstrap import Opened
from app.domain.kitchen.decide import ServeDishes
from app.domain.orders.commands import (
    AddLine,
    CheckOrder,
    ImportOrder,
    PlaceOrder,
    SendOrder,
)
from app.domain.payments.commands import TakePayment
from app.fiscal import verifier_sotto
from app.fiscal.checking import verify_database
from app.presenters.pos.imports import waiting
from app.projections.queries import document_by_number
from app.services import settled


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


def brought_and_served(opened: Opened, article: str = "sku-1") -> str:
    """An order of a shop from its coming to its going; its id."""
    asked = AddLine(order="", article=article, price=1250)
    order = PlaceOrder(mode="takeaway", lines=(asked,))
    facts = run(opened, ImportOrder(order=order, names=("Pizza Regina",)))
    made = str(facts[0].event.order)  # type: ignore[attr-defined]
    run(opened, SendOrder(order=made))
    book = opened.house.world.book
    (line,) = book.lines_of(book.orders[made])
    run(opened, ServeDishes(order=made, dishes=tuple(dish.id for dish in line.dishes)))
    price = book.total(book.orders[made])
    run(opened, TakePayment(order=made, method="cash", amount=price))
    return made


def test_what_nobody_looked_at_stays_in_the_lane_however_many_orders_follow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settled, "KEPT", 1)
    monkeypatch.setattr(settled, "_SLACK", 0)
    with demo_house(tmp_path / "profile", FixedClock()) as opened:
        made = brought_and_served(opened)
        whole = [brought_and_served(opened, "terrine") for _ in range(3)]
        for _ in range(3):
            brought_and_served(opened)
        world = opened.house.world
        settled.Settled().put_away(world)
        assert whole[0] not in world.book.orders
        assert made in [order.id for order in waiting(world)]


def test_it_waits_over_night_too(tmp_path: Path) -> None:
    with demo_house(tmp_path / "profile", FixedClock()) as opened:
        sell(opened)
        made = brought_and_served(opened)
        close(opened)
        opened.house.load()  # started anew the next morning
        assert [order.id for order in waiting(opened.house.world)] == [made]
        run(opened, CheckOrder(order=made))
        opened.house.load()
        assert waiting(opened.house.world) == []

"""Whoever wants to check the VAT of a formule reads how it was worked out."""

from pathlib import Path

from domain_kit import Till
from gui_kit import FixedClock, demo_house
from pay_kit import run

from app.bootstrap import Opened
from app.domain.orders.commands import (
    AddLine,
    Discount,
    OpenOrder,
    Pick,
    SendOrder,
    SplitOrder,
    SwapDishes,
)
from app.domain.orders.events import Bill, OrderCreated, Portion
from app.domain.payments.commands import TakePayment
from app.domain.receipts.events import ReceiptIssued
from app.presenters.pos.formule_vat import of_document, present_line_vat

PICKS = (
    Pick(step=0, article="terrine"),
    Pick(step=1, article="magret", options=("rose",)),
    Pick(step=2, article="creme_brulee"),
    Pick(step=3, article="cafe"),
)


def test_the_parts_and_the_rates_add_up_to_the_price() -> None:
    till = Till()
    till.open()
    order = till.seat("t1")
    view = present_line_vat(till.line(till.take(order, "menu")))

    # 18,90 over 8,50 + 21,90 at 10 % and 6,50 at 20 % (`fiscal.md` 10.4).
    assert view.title == "Formule"
    assert [row[:3] for row in view.dishes] == [
        ("Soup", "8,50", "10\u00a0%"),
        ("Fish", "21,90", "10\u00a0%"),
        ("Beer", "6,50", "20\u00a0%"),
    ]
    assert [row[3] for row in view.dishes] == ["4,35", "11,22", "3,33"]
    assert view.rates == (
        ("10\u00a0%", "30,40", "15,57", "14,15", "1,42"),
        ("20\u00a0%", "6,50", "3,33", "2,77", "0,56"),
        ("Total", "36,90", "18,90", "16,92", "1,98"),
    )
    assert "36,90" in view.words[0]


def test_a_discount_a_supplement_and_several_units_are_said() -> None:
    till = Till()
    till.open()
    order = till.seat("t1")
    steak = (
        Pick(step=1, article="steak", options=("rare",)),
        Pick(step=2, article="beer"),
    )
    line = till.take(order, "menu", 2, picks=steak)
    till.do(Discount(order=order, line=line, amount=180, reason="geste"))
    view = present_line_vat(till.line(line))

    assert view.title == "2 Formule"
    assert view.dishes[0][3].endswith(" + 8,00")
    assert any("1,80" in words for words in view.words)
    total = sum(round(float(row[2].replace(",", ".")) * 100) for row in view.rates[:-1])
    assert total == till.due(order) == 2 * (1890 + 400) - 180


def test_a_dish_without_a_price_of_its_own_takes_the_highest_rate() -> None:
    till = Till()
    till.open()
    order = till.seat("t1")
    line = till.line(till.take(order, "menu"))
    ordered = line.dishes[1].ordered
    line.dishes[1].ordered = type(ordered)(
        **{name: getattr(ordered, name) for name in ordered.__slots__}
        | {"reference": 0}
    )
    view = present_line_vat(line)

    assert view.dishes[1][1] == "sans prix"
    assert [row[0] for row in view.rates[:-1]] == ["20\u00a0%"]
    assert "le plus haut" in view.words[0]


def _menu(opened: Opened) -> tuple[str, str]:
    created = run(opened, OpenOrder(table="t12", covers=2))[0].event
    assert isinstance(created, OrderCreated)
    order = created.order
    run(opened, AddLine(order=order, article="menu_moulin", picks=PICKS))
    run(opened, SendOrder(order=order))
    return order, opened.house.world.book.orders[order].lines[0]


def _pay(opened: Opened, order: str, cents: int, bill: str = "") -> ReceiptIssued:
    paid = TakePayment(order=order, bill=bill, method="cash", amount=cents)
    facts = run(opened, paid)
    return next(f.event for f in facts if isinstance(f.event, ReceiptIssued))


def test_a_ticket_is_read_as_its_order_stood_then(tmp_path: Path) -> None:
    with demo_house(tmp_path, FixedClock()) as opened:
        order, line = _menu(opened)
        wine = (Pick(step=0, article="soupe_oignon"), *PICKS[1:])
        run(opened, SwapDishes(order=order, line=line, picks=wine))
        due = opened.house.world.book.total(opened.house.world.book.orders[order])
        document = _pay(opened, order, due)
        (view,) = of_document(opened.house, document)

        names = [ln.label for ln in document.lines if ln.parent]
        assert [row[0] for row in view.dishes] == names
        said = {row[0]: row[2] for row in view.rates[:-1]}
        assert len(said) == len(document.vat)


def test_a_payers_part_of_a_formule_is_explained(tmp_path: Path) -> None:
    with demo_house(tmp_path, FixedClock()) as opened:
        order, line = _menu(opened)
        portion = Portion(line=line, of=3, taken=(0,))
        run(opened, SplitOrder(order=order, bills=(Bill(id="a", portions=(portion,)),)))
        total = opened.house.world.book.lines[line].net
        first = total // 3 + (total % 3 > 0)
        document = _pay(opened, order, first, "a")
        (view,) = of_document(opened.house, document)

        assert "1 sur 3" in view.words[-1]
        cents = sum(
            round(float(row[2].replace(",", ".")) * 100) for row in view.rates[:-1]
        )
        assert cents == document.ttc

"""The split of a bill driven by fingers: seats, items, fractions, drags, and undo."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from gui_kit import FixedClock, board, demo_house, desk_for
from pay_kit import (
    ESPRESSOS,
    SHARED_TABLE,
    TABLE_12,
    Counter,
    Taps,
    make_order,
    run,
)
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from trade_widgets_kit import tap as touch

from app.bootstrap import Opened
from app.domain.orders.billing import due, order_due
from app.domain.orders.commands import SplitOrder
from app.domain.orders.events import Bill, Portion
from app.domain.orders.state import Order
from app.domain.payments.commands import TakePayment
from app.windows.desk import Desk
from app.windows.pay.page import PayPage
from resources.texts import set_language
from widgets.amount_entry import parse_cents
from widgets.painted_text import width_of
from widgets.split_column import SplitColumn
from widgets.text import Label

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("still")]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    with demo_house(tmp_path, FixedClock()) as made:
        yield made


@pytest.fixture
def desk(opened: Opened) -> Desk:
    return desk_for(opened)


@pytest.fixture
def who(desk: Desk) -> Counter:
    return Counter(desk)


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, who: Counter) -> PayPage:
    made = PayPage(desk, board())
    made.resize(1366, 736)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def order_of(opened: Opened, order: str) -> Order:
    return opened.house.world.book.orders[order]


def line_of(opened: Opened, order: str, article: str) -> str:
    book = opened.house.world.book
    found = book.lines_of(order_of(opened, order))
    return next(line.id for line in found if line.article == article)


def columns(page: PayPage) -> list[SplitColumn]:
    return list(page.split.board.columns)


def splitting(page: PayPage) -> bool:
    return page.splitting


def totals(page: PayPage) -> list[str]:
    return [column.view.total_text for column in columns(page)]


def touch_line(page: PayPage, column: int, line: str) -> None:
    QTest.qWait(0)
    found = columns(page)[column]
    at = found.line_rect(line).center()
    child = found.childAt(at)
    assert child is not None
    touch(child, child.mapFrom(found, at))


def check_sum(opened: Opened, page: PayPage, order: str) -> None:
    """What the columns say is the whole order, to the cent."""
    said = sum(
        parse_cents(c.view.total_text) or 0
        for c in columns(page)
        if c.view.state != "paid"
    )
    assert said == order_due(opened.house.world.book, order_of(opened, order))


def test_one_tap_makes_a_bill_for_each_seat_and_shares_the_bottle(
    opened: Opened, page: PayPage, who: Counter
) -> None:
    order, tap = make_order(opened, SHARED_TABLE), Taps()
    page.show_place(f"order:{order}")
    tap(page.pay.tenders.modes.options[1])
    assert splitting(page)
    assert [c.view.title for c in columns(page)] == ["Place 1", "Place 2", "Place 3"]
    assert totals(page) == ["40,00", "36,50", "14,00"]
    bottle = line_of(opened, order, "eau_gazeuse")
    for column in columns(page):
        [line] = [one for one in column.view.lines if one.id == bottle]
        assert (line.quantity, line.note) == ("1/3", "partagé en 3")
        assert line.price_text == "2,00"
    assert who.words == ["Une note par place : 40,00 + 36,50 + 14,00"]
    check_sum(opened, page, order)


def test_seats_are_paid_one_by_one_until_nobody_is_left(
    opened: Opened, page: PayPage, who: Counter
) -> None:
    order, tap = make_order(opened, SHARED_TABLE), Taps()
    page.show_place(f"order:{order}")
    tap(page.pay.tenders.modes.options[1])
    QTest.qWait(0)
    tap(columns(page)[0].act)
    assert not splitting(page)
    assert page.pay.tenders.due.text == "40,00\u00a0€"
    tap(page.pay.tenders.tiles["cheque"])
    tap(page.pay.pad.act)
    assert splitting(page)
    assert who.words[-1] == "Payé 40,00\u00a0€ · ticket C1-000001"
    assert [c.view.state for c in columns(page)] == ["paid", "current", "unpaid"]
    assert columns(page)[0].view.act_text == "Chèque · ticket 1"
    assert page.split.side.due.text == "50,50"
    assert page.split.side.paid.text() == "payé 40,00 sur 90,50"
    QTest.qWait(0)
    for number in (1, 2):
        tap(columns(page)[number].act)
        tap(page.pay.pad.act)
        QTest.qWait(0)
    assert who.places == [("floor", "")]
    assert [r.ttc for r in order_of(opened, order).receipts] == [4000, 3650, 1400]
    assert opened.house.world.book.closed(order_of(opened, order))


def test_a_touched_line_goes_where_it_is_sent_and_comes_back(
    opened: Opened, page: PayPage, who: Counter
) -> None:
    order, tap = make_order(opened, SHARED_TABLE), Taps()
    page.show_place(f"order:{order}")
    page.pay.tenders.modes.options[1].click()
    magret = line_of(opened, order, "magret")
    touch_line(page, 1, magret)
    side = page.split.side
    assert (side.title.text(), side.detail.text()) == (
        "Magret de canard",
        "touché : où le mettre ?",
    )
    assert list(side.targets) == ["to:b1", "to:b3", "share", "table"]
    QTest.qWait(0)
    tap(side.targets["to:b3"])
    assert totals(page) == ["40,00", "17,00", "33,50"]
    assert who.words[-1] == "Magret de canard → Place 3"
    check_sum(opened, page, order)
    who.undo()
    assert totals(page) == ["40,00", "36,50", "14,00"]


def test_a_carafe_is_shared_between_those_who_drank(
    opened: Opened, page: PayPage, who: Counter
) -> None:
    order, tap = make_order(opened, SHARED_TABLE), Taps()
    page.show_place(f"order:{order}")
    page.pay.tenders.modes.options[1].click()
    carafe = line_of(opened, order, "pichet")
    touch_line(page, 0, carafe)
    QTest.qWait(0)
    side = page.split.side
    tap(side.targets["share"])
    QTest.qWait(0)
    assert side.share_act.title == "Partager en 3"
    tap(side.targets["with:b1"])
    tap(side.share_act)
    assert who.words[-1] == "Pichet Brouilly partagé en 2 : 6,50 + 6,50"
    assert totals(page) == ["33,50", "36,50", "20,50"]
    touch_line(page, 1, carafe)
    QTest.qWait(0)
    tap(side.targets["table"])
    assert who.words[-1] == "Pichet Brouilly partagé en 3 : 4,34 + 4,33 + 4,33"
    check_sum(opened, page, order)


def test_items_are_picked_and_paid_and_the_rest_goes_on(
    opened: Opened, page: PayPage
) -> None:
    order, tap = make_order(opened), Taps()
    page.show_place(f"order:{order}")
    tap(page.pay.tenders.modes.options[0])
    assert [c.view.title for c in columns(page)] == ["À répartir", "Payeur 1"]
    for article in ("oeufs_mimosa", "entrecote"):
        touch_line(page, 0, line_of(opened, order, article))
    QTest.qWait(0)
    tap(page.split.side.targets["to:b1"])
    assert totals(page) == ["53,00", "31,50"]
    QTest.qWait(0)
    tap(columns(page)[1].act)
    tap(page.pay.pad.act)
    assert [c.view.state for c in columns(page)] == ["current", "paid"]
    # Shares of what is left may follow items (features SP-2).
    tap(page.split.modes.options[2])
    assert not splitting(page)
    assert page.pay.tenders.due.text == "53,00\u00a0€"
    assert page.pay.tenders.due.width() > 0
    assert [part.amount_text for part in page.pay.bill.parts] == [
        "17,67",
        "17,67",
        "17,66",
    ]


def test_guests_leave_with_the_note_that_is_paid(opened: Opened, page: PayPage) -> None:
    order = make_order(opened, TABLE_12)
    line = line_of(opened, order, "entrecote")
    bill = Bill(id="a", portions=(Portion(line=line, of=1, taken=(0,)),))
    run(opened, SplitOrder(order=order, bills=(bill,)))
    page.show_place(f"order:{order}/bill:a")
    guests = page.pay.tenders.guests
    assert guests.isVisible()
    assert guests.value == 1
    QTest.keyClick(guests, Qt.Key.Key_Plus)
    assert order_of(opened, order).leaving == {"a": 2}
    assert guests.value == 2
    rest = due(opened.house.world.book, order_of(opened, order), "a")
    run(opened, TakePayment(order=order, bill="a", method="cash", amount=rest))
    page.show_place(f"order:{order}/bill:")
    assert [r.seated for r in order_of(opened, order).receipts] == [2]
    assert not guests.isVisible()


def test_pieces_of_a_line_are_counted_out(opened: Opened, page: PayPage) -> None:
    order, tap = make_order(opened, (*ESPRESSOS, *ESPRESSOS)), Taps()
    page.show_place(f"order:{order}")
    page.pay.tenders.modes.options[0].click()
    touch_line(page, 0, line_of(opened, order, "cafe"))
    side = page.split.side
    assert side.pieces.value == 2
    QTest.keyClick(side.pieces, Qt.Key.Key_Minus)
    QTest.qWait(0)
    tap(side.targets["to:b1"])
    assert totals(page) == ["6,60", "2,20"]
    assert [line.quantity for line in columns(page)[0].view.lines] == ["1", "2"]


def test_a_line_is_carried_to_another_column(
    opened: Opened, page: PayPage, qtbot: QtBot
) -> None:
    order = make_order(opened, SHARED_TABLE)
    page.show_place(f"order:{order}")
    page.pay.tenders.modes.options[1].click()
    QTest.qWait(0)
    magret = line_of(opened, order, "magret")
    source, target = columns(page)[1], columns(page)[2]
    at = source.line_rect(magret).center()
    child = source.childAt(at)
    assert child is not None
    start = child.mapFrom(source, at)
    held: list[str] = []
    source.line_held.connect(lambda _payer, line: held.append(line))
    QTest.mousePress(child, Qt.MouseButton.LeftButton, pos=start)
    qtbot.waitUntil(lambda: bool(held), timeout=3000)
    end = child.mapFrom(
        source, source.mapFrom(page, target.mapTo(page, QPoint(80, 300)))
    )
    for part in (0.4, 1.0):
        way = end - start
        QTest.mouseMove(
            child, start + QPoint(round(way.x() * part), round(way.y() * part))
        )
    QTest.mouseRelease(child, Qt.MouseButton.LeftButton, pos=end)
    assert totals(page) == ["40,00", "17,00", "33,50"]


def test_a_touched_line_goes_to_the_payer_who_is_touched_next(
    opened: Opened, page: PayPage
) -> None:
    order = make_order(opened, SHARED_TABLE)
    page.show_place(f"order:{order}")
    page.pay.tenders.modes.options[1].click()
    before = totals(page)
    for spot in (QPoint(120, 30), QPoint(120, 400)):  # the head, the empty ground
        touch_line(page, 0, line_of(opened, order, "entrecote"))
        QTest.mouseClick(columns(page)[2], Qt.MouseButton.LeftButton, pos=spot)
        assert totals(page) == ["16,00", "36,50", "38,00"]
        touch_line(page, 2, line_of(opened, order, "entrecote"))
        QTest.mouseClick(columns(page)[0], Qt.MouseButton.LeftButton, pos=spot)
        assert totals(page) == before


def test_the_page_keeps_the_keyboard_when_a_part_is_cashed(
    opened: Opened, page: PayPage
) -> None:
    order = make_order(opened, SHARED_TABLE)
    page.show_place(f"order:{order}")
    page.pay.tenders.modes.options[1].click()
    act = columns(page)[0].act
    act.setFocus()
    act.click()
    assert not page.splitting
    assert page.focusWidget() is page


def test_a_payer_is_added(opened: Opened, page: PayPage) -> None:
    order, tap = make_order(opened, SHARED_TABLE), Taps()
    page.show_place(f"order:{order}")
    page.pay.tenders.modes.options[1].click()
    page.split.board.payer_wanted.emit()
    assert [c.view.title for c in columns(page)][-1] == "Payeur 4"
    touch_line(page, 0, line_of(opened, order, "entrecote"))
    QTest.qWait(0)
    tap(page.split.side.targets["to:b4"])
    assert totals(page) == ["16,00", "36,50", "14,00", "24,00"]
    check_sum(opened, page, order)


def test_a_paid_bill_is_printed_again_in_two_taps(
    opened: Opened, page: PayPage
) -> None:
    order, tap = make_order(opened, SHARED_TABLE), Taps()
    page.show_place(f"order:{order}")
    page.pay.tenders.modes.options[1].click()
    run(opened, TakePayment(order=order, bill="b1", method="cash", amount=4000))
    QTest.qWait(0)
    tap(columns(page)[0].act)
    assert page.split.side.title.text() == "Ticket C1-000001"
    QTest.qWait(0)
    tap(page.split.side.targets["reprint"])
    assert order_of(opened, order).receipts[0].copies == 1
    assert tap.count == 2


def test_seats_that_nobody_counted_are_refused_in_words(
    opened: Opened, page: PayPage, who: Counter
) -> None:
    order = make_order(opened, ESPRESSOS, table="", covers=0)
    page.show_place(f"order:{order}")
    page.pay.tenders.modes.options[1].click()
    assert who.words == ["Comptez d’abord les couverts : personne n’a de place ici."]
    assert page.split.modes.chosen_key == "articles"


def test_a_bill_that_is_partly_paid_is_not_split_by_items(
    opened: Opened, page: PayPage, who: Counter
) -> None:
    order = make_order(opened, SHARED_TABLE)
    run(opened, TakePayment(order=order, method="cash", amount=1000))
    page.show_place(f"order:{order}")
    page.pay.tenders.modes.options[1].click()
    assert who.words == ["Une part est déjà payée : finissez ce partage d’abord."]
    assert not splitting(page)
    assert page.pay.tenders.modes.chosen_key == ""


def test_a_payer_who_paid_a_part_still_owes_the_rest(
    opened: Opened, page: PayPage
) -> None:
    order = make_order(opened, SHARED_TABLE)
    page.show_place(f"order:{order}")
    page.pay.tenders.modes.options[1].click()
    run(opened, TakePayment(order=order, bill="b1", method="voucher", amount=2500))
    first = columns(page)[0].view
    assert (first.total_text, first.state_text) == ("40,00", "payé 25,00")
    assert first.act_text == "Encaisser 15,00\u00a0€"
    assert page.split.side.paid.text() == "payé 25,00 sur 90,50"
    check = [stretch.cents for stretch in page.split.side.filet.stretches]
    assert check == [2500, 1500, 5050]


def test_coming_back_shows_the_split_that_is_in_force(
    opened: Opened, page: PayPage
) -> None:
    order = make_order(opened, SHARED_TABLE)
    page.show_place(f"order:{order}")
    page.pay.tenders.modes.options[1].click()
    page.leave()
    page.show_place(f"order:{order}")
    assert splitting(page)
    assert totals(page) == ["40,00", "36,50", "14,00"]
    page.show_place(f"order:{order}/bill:b2")
    assert not splitting(page)
    assert page.pay.tenders.due.text == "36,50\u00a0€"
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert splitting(page)


def test_the_keyboard_lets_go_pays_and_leaves(
    opened: Opened, page: PayPage, who: Counter
) -> None:
    order = make_order(opened, SHARED_TABLE)
    page.show_place(f"order:{order}")
    page.pay.tenders.modes.options[1].click()
    touch_line(page, 1, line_of(opened, order, "magret"))
    page.setFocus()
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert page.split.side.title.text() == "Qui paie quoi ?"
    assert who.places == []
    QTest.keyClick(page, Qt.Key.Key_Return)
    assert page.pay.tenders.due.text == "40,00\u00a0€"
    page.show_place(f"order:{order}")
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert who.places == [("floor", "")]


def test_a_split_by_seats_gives_way_to_shares_and_comes_back(
    opened: Opened, page: PayPage, who: Counter
) -> None:
    order = make_order(opened, SHARED_TABLE)
    page.show_place(f"order:{order}")
    page.pay.tenders.modes.options[1].click()
    page.split.modes.options[2].click()
    assert page.pay.tenders.stepper.value == 3
    assert who.words[-1] == "Note partagée en 3 parts"
    who.undo()
    split = order_of(opened, order).split
    assert split is not None
    assert len(split.bills) == 3


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("size", [(1366, 736), (1024, 736), (1920, 1048), (768, 992)])
def test_nothing_is_cut_at_any_size(
    opened: Opened,
    desk: Desk,
    qtbot: QtBot,
    size: tuple[int, int],
    language: str,
) -> None:
    set_language(language)
    page = PayPage(desk, board())
    qtbot.addWidget(page)
    order = make_order(opened, SHARED_TABLE)
    page.show_place(f"order:{order}")
    page.pay.tenders.modes.options[1].click()
    run(opened, TakePayment(order=order, bill="b1", method="voucher", amount=2500))
    run(opened, TakePayment(order=order, bill="b1", method="cash", amount=1500))
    page.resize(*size)
    with qtbot.waitExposed(page):
        page.show()
    touch_line(page, 1, line_of(opened, order, "magret"))
    QTest.qWait(0)
    cut = [
        label.text()
        for label in page.split.findChildren(Label)
        if label.isVisible()
        and not label.wordWrap()
        and width_of(label.text(), label.style_name) > label.width() + 1
    ]
    assert cut == []
    for column in columns(page):
        assert column.width() >= 288
        if not column.act.isHidden():
            assert column.act.width() >= column.act.sizeHint().width() - 30
    for target in page.split.side.targets.values():
        assert target.width() >= target.sizeHint().width() - 24
    head, modes = page.split.head, page.split.modes
    assert modes.x() > head.words_left + 80
    assert page.split.side.geometry().right() < page.width()


def test_the_columns_stand_where_the_picture_has_them(
    opened: Opened, page: PayPage
) -> None:
    order = make_order(opened, SHARED_TABLE)
    page.show_place(f"order:{order}")
    page.pay.tenders.modes.options[1].click()
    QTest.qWait(0)
    lefts = [c.mapTo(page, QPoint(0, 0)) for c in columns(page)]
    for found, left in zip(lefts, (16, 343, 671), strict=True):
        assert abs(found.x() - left) <= 4
        assert abs(found.y() - 97) <= 4
    assert abs(page.split.side.x() - 1110) <= 4
    assert abs(page.split.modes.x() - 790) <= 4
    assert columns(page)[0].height() == 547 or abs(columns(page)[0].height() - 547) <= 4

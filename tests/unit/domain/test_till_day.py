"""The drawer and the day: float, movements, blind count, X, Z."""

import pytest
from domain_kit import WAITER, Till

from app.domain.kitchen.events import TicketIssued
from app.domain.orders.commands import CancelOrder
from app.domain.payments.commands import TakePayment
from app.domain.rules import SetSetting
from app.domain.staff.events import RoleSet
from app.domain.till.decide import (
    CloseDay,
    CountTill,
    MoveCash,
    OpenDrawer,
    OpenTill,
    ReadX,
    coins_total,
)
from app.domain.till.events import (
    About,
    CashMoved,
    Coins,
    DayClosed,
    Figure,
    FileKept,
    TenderCheck,
    TillReported,
)
from app.domain.till.filing import MOST_FILES, KeepFile

TODAY, TOMORROW = "2026-11-20", "2026-11-21"


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    return till


def coins(*pairs: tuple[int, int]) -> tuple[Coins, ...]:
    return tuple(Coins(value=value, count=count) for value, count in pairs)


def sell(till: Till, article: str = "beer") -> str:
    order = till.seat("", mode="counter")
    till.take(order, article)
    till.pay(order)
    return order


def close(till: Till, day: str = TODAY) -> DayClosed:
    closed, event = till.do(CloseDay(day=day, figures=()))
    assert event.code == "CLOSE_DAY"
    return closed


# Opening


def test_a_session_begins_with_its_float():
    till = Till()
    float_coins = coins((5000, 2), (200, 10), (1, 0))
    (opened,) = till.do(OpenTill(coins=float_coins))

    assert (opened.total, opened.coins) == (12_000, float_coins[:2])
    state = till.world.till("C1")
    assert (state.session, state.cash, state.float_total) == (
        opened.session,
        12_000,
        12_000,
    )
    assert state.opened_by == "lea"


def test_a_till_may_open_empty():
    till = Till()
    till.do(OpenTill(coins=()))

    assert till.world.till("C1").cash == 0


def test_a_till_opens_once(till):
    assert till.refuses(OpenTill(coins=())) == "till_open"


def test_opening_needs_the_right():
    assert Till().refuses(OpenTill(coins=()), "sam") == "right_missing"


@pytest.mark.parametrize(
    "wrong", [((3, 1),), ((5000, -1),), ((5000, 10_000),), ((5000, 1), (5000, 2))]
)
def test_a_count_must_be_possible(till, wrong):
    assert Till("C2").refuses(OpenTill(coins=coins(*wrong))) == "count_invalid"
    assert till.refuses(CountTill(coins=coins(*wrong))) == "count_invalid"


# Movements


def test_cash_goes_in_and_out_with_a_reason(till):
    till.do(MoveCash(amount=5000, reason="change"))
    till.do(MoveCash(amount=-12_000, reason="bank", note="x" * 999))

    state = till.world.till("C1")
    assert state.cash == 15_000 + 5000 - 12_000
    assert [m.amount for m in state.movements] == [5000, -12_000]
    assert len(state.movements[1].note) == 200


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"amount": 0, "reason": "change"}, "amount_out_of_range"),
        ({"amount": 10_000_001, "reason": "change"}, "amount_out_of_range"),
        ({"amount": -10_000_001, "reason": "change"}, "amount_out_of_range"),
        ({"amount": -15_001, "reason": "bank"}, "drawer_short"),
        ({"amount": 100, "reason": ""}, "reason_missing"),
    ],
)
def test_a_movement_must_make_sense(till, how, code):
    assert till.refuses(MoveCash(**how)) == code


def test_a_movement_needs_the_right_and_an_open_till(till):
    command = MoveCash(amount=100, reason="change")

    assert till.refuses(command, "tom") == "right_missing"
    assert Till("C2").refuses(command) == "till_shut"


RECEIPT, OTHER = "a" * 64, "b" * 64


def keep(of: str, file: str, about: About = "move") -> KeepFile:
    return KeepFile(about=about, of=of, file=file)


def test_the_receipt_of_what_was_paid_is_kept_with_its_movement(till):
    till.do(MoveCash(amount=-900, reason="supplier", files=(RECEIPT, RECEIPT)))
    (moved,) = till.written(CashMoved)

    assert [kept.file for kept in till.written(FileKept)] == [RECEIPT]
    assert till.world.files_of("move", moved.move) == (RECEIPT,)


def test_a_receipt_that_is_brought_home_later_is_kept_too(till):
    till.do(MoveCash(amount=-2000, reason="supplier"))
    (moved,) = till.written(CashMoved)
    till.do(keep(moved.move, file=RECEIPT))
    till.do(keep(moved.move, file=OTHER))
    till.do(keep(moved.move, file=OTHER))  # tapped twice

    assert till.world.files_of("move", moved.move) == (RECEIPT, OTHER)
    assert till.refuses(keep(moved.move, file="c" * 64), "tom") == "right_missing"


def test_a_file_is_kept_with_what_is_there(till):
    till.do(MoveCash(amount=-2000, reason="supplier"))
    (moved,) = till.written(CashMoved)

    assert till.refuses(keep("", file=RECEIPT)) == "move_unknown"
    assert till.refuses(keep("other", file=RECEIPT)) == "move_unknown"
    assert till.refuses(keep(moved.move, file="x")) == "file_invalid"
    wrong = MoveCash(amount=100, reason="change", files=("../etc/passwd",))
    assert till.refuses(wrong) == "file_invalid"
    for number in range(MOST_FILES):
        till.do(keep(moved.move, file=f"{number}" * 64))
    assert till.refuses(keep(moved.move, file=OTHER)) == "too_many_files"


def test_a_count_may_show_what_was_counted(till):
    session, counted = till.world.till("C1").session, coins((5000, 3))
    till.do(CountTill(coins=counted, files=(RECEIPT,)))
    second = Till("C2")
    second.do(OpenTill(coins=counted, files=(OTHER,)))

    assert till.world.files_of("count", session) == (RECEIPT,)
    opened = second.world.till("C2").session
    assert second.world.files_of("float", opened) == (OTHER,)
    second.do(keep(opened, RECEIPT, "float"))
    assert second.world.files_of("float", opened) == (OTHER, RECEIPT)
    assert second.refuses(keep(opened, RECEIPT, "count")) == "move_unknown"
    till.do(keep(session, OTHER, "count"))
    assert till.world.files_of("count", session) == (RECEIPT, OTHER)
    assert Till("C4").refuses(keep("", RECEIPT, "float")) == "move_unknown"
    assert till.refuses(CountTill(coins=counted, files=("no",))) == "file_invalid"
    assert Till("C3").refuses(OpenTill(coins=counted, files=("no",))) == "file_invalid"


def test_the_drawer_opens_without_a_sale_with_a_reason(till):
    assert till.refuses(OpenDrawer(reason="")) == "reason_missing"
    assert till.refuses(OpenDrawer(reason="monnaie"), "tom") == "right_missing"
    till.do(OpenDrawer(reason="monnaie"))

    assert till.world.till("C1").drawer_openings == 1


# Counting and reading


def test_the_count_is_blind_and_the_difference_is_written(till):
    sell(till)
    (counted,) = till.do(CountTill(coins=coins((5000, 3), (500, 1), (100, 1))))

    assert (counted.total, counted.expected, counted.difference) == (
        15_600,
        15_650,
        -50,
    )
    assert till.world.till("C1").counted == counted
    assert coins_total(counted.coins) == 15_600


def test_counting_needs_the_right_and_an_open_till(till):
    assert till.refuses(CountTill(coins=()), "tom") == "right_missing"
    assert Till("C2").refuses(CountTill(coins=())) == "till_shut"


def test_an_x_resets_nothing(till):
    sell(till)
    before = till.world.till("C1").totals
    (read,) = till.do(ReadX(figures=(Figure(key="vat.1000.ttc", value=1),)))

    assert isinstance(read, TillReported)
    assert read.session == till.world.till("C1").session
    assert till.world.till("C1").totals == before
    assert till.refuses(ReadX(figures=()), "tom") == "right_missing"


# The Z


def test_the_day_is_closed_with_its_totals(till):
    sell(till)
    sell(till, "fish")
    session = till.world.till("C1").session
    closed, _ = till.do(
        CloseDay(day=TODAY, figures=(Figure(key="a", value=1),), first=1, last=2)
    )

    assert (closed.number, closed.day, closed.session) == (1, TODAY, session)
    assert (closed.first, closed.last, closed.previous) == (1, 2, "")
    assert (closed.totals.day, closed.totals.perpetual_net) == (2840, 2840)
    assert closed.open_since == TOMORROW


def test_nothing_of_a_session_is_left_behind_its_z(till):
    till.do(MoveCash(amount=100, reason="change"))
    till.do(CountTill(coins=()))
    close(till)

    state = till.world.till("C1")
    assert (state.session, state.cash, state.movements, state.counted) == (
        "",
        0,
        [],
        None,
    )
    assert (state.closed_day, state.closing) == (TODAY, 1)


def test_sales_after_the_z_are_of_the_next_day(till):
    sell(till)
    close(till)
    order = till.seat("", mode="counter")
    till.take(order, "beer")
    command = TakePayment(order=order, method="cash", amount=650)
    assert till.refuses(command) == "till_shut"
    till.open()
    till.pay(order)

    assert till.known["C1"][-1].meta.bday == TOMORROW
    totals = till.world.till("C1").totals
    assert (totals.day, totals.month, totals.perpetual_net) == (650, 1300, 1300)


def test_closings_are_numbered_and_chained(till):
    close(till)
    head = till.known["C1"][-2].meta.hash
    till.open()
    second = close(till, TOMORROW) if till.wait(days=1) is None else None

    assert (second.number, second.previous) == (2, head)


def test_a_day_is_closed_once_and_not_ahead_of_time(till):
    assert till.refuses(CloseDay(day=TOMORROW, figures=())) == "day_to_come"
    close(till)

    assert till.refuses(CloseDay(day=TODAY, figures=())) == "day_closed"


def test_closing_needs_the_right(till):
    assert till.refuses(CloseDay(day=TODAY, figures=()), "tom") == "right_missing"


def test_a_day_is_not_closed_over_a_card_without_answer(till):
    order = till.seat("t1")
    till.take(order, "beer")
    payment = till.ask_card(order)
    assert till.refuses(CloseDay(day=TODAY, figures=())) == "payment_unknown"
    till.answer(order, payment, "unknown")
    assert till.refuses(CloseDay(day=TODAY, figures=())) == "payment_unknown"
    till.answer(order, payment)
    close(till)


def test_the_card_of_another_till_does_not_hold_up_the_day(till):
    order = till.seat("t1")
    till.take(order, "beer")
    other = Till("C2")
    other.receive("C1", till.known["C1"])
    other.open()
    other.ask_card(order)
    till.receive("C2", other.known["C2"])

    assert other.refuses(CloseDay(day=TODAY, figures=())) == "payment_unknown"
    close(till)


def test_an_open_table_is_remembered_over_the_night(till):
    order = till.seat("t1")
    till.take(order, "beer")
    assert close(till).open_since == TODAY
    till.wait(days=1)
    till.open()
    till.pay(order)

    assert close(till, TOMORROW).open_since == "2026-11-22"


def test_kitchen_tickets_count_anew_after_the_z(till):
    order = till.seat("t1")
    till.take(order, "beer")
    till.send(order)
    close(till)
    till.take(order, "beer")
    till.send(order)

    assert till.written(TicketIssued)[0].number == 1


def test_another_till_counts_its_own_tickets(till):
    order = till.seat("t1")
    till.take(order, "beer")
    till.send(order)
    other = Till("C2")
    other.receive("C1", till.known["C1"])
    other.take(order, "beer")
    other.send(order)
    close(other)

    assert other.world.book.tickets == {("C1", "bar"): 1}


def test_a_till_that_never_sold_can_be_closed():
    till = Till()
    order = till.seat("t1")
    till.do(CancelOrder(order=order))

    assert close(till).session == ""


def test_a_manager_closes_where_one_tender_is_too_far_off(till):
    till.do(SetSetting(key="count.limit", value="500"))
    cashier = (*WAITER, "till.close")
    till.write([RoleSet(id="waiter", name="Serveur", rights=cashier)])
    sell(till)
    cards = TenderCheck(method="card_manual", expected=2000, told=1400)
    exact = coins((5000, 3), (500, 1), (100, 1), (50, 1))
    (counted,) = till.do(CountTill(coins=exact, checked=(cards,)))
    assert counted.difference == 0

    shut = CloseDay(day=TODAY, figures=())
    assert till.refuses(shut, "tom") == "right_missing"
    till.do(shut, "tom", approver="lea")


def test_a_large_sum_leaves_the_drawer_with_a_manager(till):
    till.do(SetSetting(key="cash.move_limit", value="10000"))
    till.write(
        [RoleSet(id="waiter", name="Serveur", rights=(*WAITER, "till.cash_move"))]
    )
    till.do(MoveCash(amount=30_000, reason="change"))

    till.do(MoveCash(amount=-10_000, reason="drop"), "tom")
    assert (
        till.refuses(MoveCash(amount=-10_001, reason="drop"), "tom") == "right_missing"
    )
    till.do(MoveCash(amount=-10_001, reason="drop"), "tom", approver="lea")

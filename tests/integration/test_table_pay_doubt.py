"""What may go wrong while guests pay by telephone: the till is faster, nobody knows what
became of a page, taps come twice, somebody forges."""

from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from threading import Event, Thread
from typing import Any

import pytest
from hub_kit import soon
from table_pay_kit import CODE, Room, Slow, lines, paid, provided, table_of_three

from app.connectors.pages_simulator import PagesSimulator
from app.connectors.pay_pages import pages_of
from app.domain.orders.attention import attention
from app.domain.orders.commands import AddLine, LetGuestsIn, OpenOrder
from app.domain.payments.commands import ResolvePayment, TakePayment
from app.hub import pay_pages
from app.services.house import House


@pytest.fixture(params=["stripe", "sumup"])
def provider(request: pytest.FixtureRequest) -> Iterator[PagesSimulator]:
    with provided(request.param) as simulator:
        yield simulator


@pytest.fixture
def room(
    provider: PagesSimulator, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Room]:
    yield from table_of_three(tmp_path_factory.mktemp("pay") / "one", provider)


def test_the_till_was_faster_and_a_guest_who_paid_too_is_told_as_a_refund(
    room: Room,
) -> None:
    phone = room.phone()
    phone.sends(mode="all")
    phone.pays()
    total = room.payments()[0].amount
    room.provider.answers.extend([-1] * 1000)  # the provider does not answer meanwhile
    assert room.provider.pay(room.session())
    room.house.do(TakePayment(order="o1", method="cash", amount=total))
    room.provider.answers.clear()
    room.says(lambda order: all(not p.running for p in order.payments.values()))
    found = room.house.house.world
    (told,) = attention(found.book, room.order)
    assert (told.code, told.amount) == ("overpaid", total)
    assert len(room.order.receipts) == 1


def test_the_till_was_faster_and_the_page_is_ended(room: Room) -> None:
    phone = room.phone()
    phone.sends(mode="all")
    phone.pays()
    room.house.do(
        TakePayment(order="o1", method="cash", amount=room.payments()[0].amount)
    )
    room.says(lambda order: not any(p.running for p in order.payments.values()))
    assert not room.provider.pay(room.session())
    assert not attention(room.house.house.world.book, room.order)
    assert room.house.house.world.order_on("t12") is None


def test_what_the_till_took_off_a_bill_is_not_paid_on_a_page_that_is_open(
    room: Room,
) -> None:
    phone = room.phone()
    phone.sends(mode="all")
    phone.pays()
    room.house.do(TakePayment(order="o1", method="cash", amount=500))
    room.says(lambda order: not any(p.running for p in order.payments.values()))
    assert not room.provider.pay(room.session())
    phone.sends(mode="all")
    phone.pays()
    assert room.provider.pay(room.session())
    room.says(lambda order: order.receipts)
    assert not attention(room.house.house.world.book, room.order)


def held_for_unpaid(room: Room) -> None:
    """A page of which nobody can tell, and a manager who says that it was not paid."""
    phone = room.phone()
    phone.sends(mode="all")
    phone.pays()
    room.provider.answers.extend([-1] * 1000)
    room.late = timedelta(minutes=21)
    room.says(lambda order: [p.state for p in order.payments.values()] == ["unknown"])
    (paid,) = room.payments()
    said = ResolvePayment(order="o1", payment=paid.id, accepted=False)
    room.house.do(said, "marc")


def test_a_page_that_was_held_for_unpaid_is_ended_once_its_provider_answers(
    room: Room,
) -> None:
    held_for_unpaid(room)
    room.provider.answers.clear()
    page = room.provider.sessions[room.session()]
    soon(lambda: page.state == "ended")
    assert [p.state for p in room.payments()] == ["refused"]


def test_what_was_held_for_unpaid_and_was_paid_is_in_the_books(room: Room) -> None:
    held_for_unpaid(room)
    assert room.provider.pay(room.session())
    room.provider.answers.clear()
    soon(lambda: room.house.machine.ask(lambda: paid(room.order)))
    assert len(room.order.receipts) == 1


def test_two_taps_at_once_are_one_page(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, waits = pay_pages.PagesDesk.open, []

    async def opens(desk: pay_pages.PagesDesk, *asked: Any) -> str:
        waits.append(asked)
        return await real(desk, *asked)

    monkeypatch.setattr(pay_pages.PagesDesk, "open", opens)
    slow = Slow(pages_of(room.provider.account, Event()))
    room.slow = slow
    phone = room.phone()
    phone.sends(mode="all")
    told, read = dict(phone.told), []

    def taps() -> None:
        again = room.phone()
        again.told = dict(told)
        read.append(again.pays())

    taps_at_once = [Thread(target=taps) for _ in range(2)]
    for tap in taps_at_once:
        tap.start()
    soon(lambda: slow.asked and len(waits) == 2)
    slow.goes.set()
    for tap in taps_at_once:
        tap.join()
    assert slow.asked == 1
    assert all(room.provider.base in page for page in read)
    assert [p.state for p in room.payments()] == ["in_progress"]


def test_what_was_paid_at_one_table_pays_nothing_at_the_next(room: Room) -> None:
    phone = room.phone()
    phone.sends(mode="all")
    phone.pays()
    share = room.payments()[0].id
    assert room.provider.pay(room.session())
    room.says(lambda order: order.receipts)
    room.house.do(OpenOrder(table="t12", covers=1, order="o2"), "lea")
    room.house.do(AddLine(order="o2", article="terrine"), "lea")
    room.house.do(LetGuestsIn(order="o2", code=CODE), "lea")
    forged = room.phone()
    forged.sends(mode="all")
    assert "ne peut pas être prise" in forged.pays(share=share)
    assert not room.house.house.world.book.orders["o2"].payments
    assert len(room.provider.sessions) == 1


@pytest.mark.logs
def test_one_fault_does_not_end_the_asking(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, faults = pay_pages._running, []

    def faulty(house: House) -> Iterator[pay_pages.Running]:
        if not faults:
            faults.append("once")
            raise ArithmeticError
        return real(house)

    monkeypatch.setattr(pay_pages, "_running", faulty)
    phone = room.phone()
    phone.sends(mode="all")
    phone.pays()
    soon(lambda: faults)
    assert room.provider.pay(room.session())
    room.says(paid)


def test_nobody_cuts_a_dish_finer_than_it_is_offered(room: Room) -> None:
    phone = room.phone()
    for odd in ("1/97", "5/4", "0/1", "01/2", "1/0"):
        phone.sends(**{f"l.{lines(room)['risotto']}": odd})
        assert "Payer · 0,00" in phone.page
    phone.sends(**{f"l.{lines(room)['risotto']}": "1/4"})
    assert "Payer · 0,00" not in phone.page


def test_a_code_that_the_team_changed_is_not_told_to_who_paid(room: Room) -> None:
    phone = room.phone()
    phone.sends(mode="amount", amount="5")
    phone.pays(mode="amount", amount="5")
    (asked,) = room.payments()
    assert room.provider.pay(room.session())
    room.says(paid)
    assert f'value="{CODE}"' in phone.reads(asked.id).text
    room.house.do(LetGuestsIn(order="o1", code="7777"), "lea")
    there = unescape(phone.reads(asked.id).text)
    assert "7777" not in there
    assert "L’addition de la table" in there  # where the code is asked for again
    phone.told = {"code": ""}
    assert "Terrine" not in phone.sends(step="bill")

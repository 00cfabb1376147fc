"""Guests split and pay their bill by telephone: each takes their part, the provider says
what was paid, and the till has it once, whatever breaks between."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
from hub_kit import soon
from table_pay_kit import (
    CODE,
    Room,
    lines,
    paid,
    provided,
    table_of_three,
    whole,
)

from app.connectors.pages_simulator import PagesSimulator
from app.domain.catalogue.decide import SetCatalogue
from app.domain.catalogue.promotions import PromotionSet
from app.domain.orders.commands import AddLine, LetGuestsIn, OpenOrder
from app.domain.payments.commands import GuestPay, TakePayment
from app.domain.till.decide import OpenTill
from app.services.documents import mail_key
from resources.texts import price


@pytest.fixture(params=["stripe", "sumup"])
def provider(request: pytest.FixtureRequest) -> Iterator[PagesSimulator]:
    with provided(request.param) as simulator:
        yield simulator


@pytest.fixture
def room(
    provider: PagesSimulator, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Room]:
    yield from table_of_three(tmp_path_factory.mktemp("pay") / "one", provider)


def test_each_guest_pays_their_dishes_and_the_table_closes_itself(room: Room) -> None:
    total, anna, ben = whole(room), room.phone(), room.phone()
    assert "Terrine de campagne" in anna.sends()
    anna.sends(**{f"l.{lines(room)['terrine']}": "1/2", "tip": "10"})
    assert "quelqu'un" not in anna.page
    # Ben sees that one terrine is somebody's, and the other one free.
    ben.sends()
    terrine = re.search(
        r'name="l\.[^"]+"><option[^/]*/option><option value="1/2"', ben.page
    )
    assert terrine is not None
    assert 'value="2/2"' not in ben.page
    assert "Payer" in anna.pays()
    assert room.provider.base in anna.page
    (asked,) = room.payments()
    assert asked.tip == round(asked.amount / 10)
    assert room.provider.pay(room.session())
    room.says(paid)
    assert len(room.order.receipts) == 1
    ben.sends(mode="all")
    ben.pays()
    assert room.provider.pay(room.session())
    room.says(lambda order: len(order.receipts) == 2)
    assert sum(p.amount for p in room.payments()) == total
    assert room.provider.paid() == total + asked.tip
    assert room.house.house.world.order_on("t12") is None
    thanks = anna.reads(asked.id).text
    assert "Merci" in thanks
    assert "Tout est payé" in thanks


def test_a_tap_that_comes_twice_is_one_page_and_one_payment(room: Room) -> None:
    phone = room.phone()
    phone.sends(mode="all")
    phone.pays()
    first = dict(phone.told)
    phone.pays()
    assert phone.told["share"] == first["share"]
    assert len(room.provider.sessions) == 1
    assert len(room.payments()) == 1
    room.provider.pay(room.session())
    room.says(paid)
    headers, body = room.provider.message(room.session())
    with room.house.client() as client:
        url = f"https://127.0.0.1:{room.house.hub.port}/paye/{room.provider.name}"
        told = {"Content-Type": "application/json", **headers}
        for _ in range(3):
            assert client.post(url, content=body, headers=told).status_code == 204
        assert client.post(url, content=b"{}", headers=told).status_code == 400
        assert client.get(url).status_code == 405
        assert client.post(url + "x", content=body, headers=told).status_code == 404
    assert len(room.order.receipts) == 1


def test_what_was_paid_while_the_power_was_off_is_there_once(
    provider: PagesSimulator, tmp_path_factory: pytest.TempPathFactory
) -> None:
    room = Room(tmp_path_factory.mktemp("off") / "one", provider)
    for _ in room.opened():
        room.house.do(OpenTill(coins=()))
        room.house.set("guests.pay", "online")
        room.house.do(OpenOrder(table="t12", covers=2, order="o1"), "lea")
        room.house.do(AddLine(order="o1", article="risotto"), "lea")
        room.house.do(LetGuestsIn(order="o1", code=CODE), "lea")
        phone = room.phone()
        phone.sends(mode="all")
        phone.pays()
        break
    assert provider.pay(room.session())
    for _ in room.opened():
        room.says(paid)
        assert len(room.order.receipts) == 1
        break
    for _ in room.opened():
        assert len(room.order.receipts) == 1
        assert len(room.payments()) == 1
        break


def test_a_page_whose_address_nobody_heard_is_over_and_frees_its_part(
    room: Room,
) -> None:
    phone = room.phone()
    phone.sends(mode="all")
    room.provider.answers.append(0)  # made, and the answer is lost
    page = phone.pays().replace("'", "’")
    assert "Rien n’est débité" in page
    assert room.provider.base not in page
    assert [p.state for p in room.payments()] == ["not_sent"]
    phone.sends(mode="all")
    phone.pays()
    assert room.provider.pay(room.session())
    room.says(lambda order: len(order.receipts) == 1)


def test_without_internet_the_bill_is_seen_and_the_till_is_not_held_up(
    room: Room,
) -> None:
    phone = room.phone()
    room.provider.answers.extend([-1] * 20)
    assert "Terrine de campagne" in phone.sends(mode="items")
    phone.pays(mode="all")
    assert "payez au comptoir" in phone.page
    room.late = timedelta(hours=1)
    total = whole(room)
    room.house.do(TakePayment(order="o1", method="cash", amount=total))
    assert room.house.house.world.order_on("t12") is None


def test_a_kill_before_there_was_a_page_leaves_no_doubt(
    provider: PagesSimulator, tmp_path_factory: pytest.TempPathFactory
) -> None:
    room = Room(tmp_path_factory.mktemp("early") / "one", provider)
    for _ in room.opened():
        room.house.do(OpenTill(coins=()))
        room.house.set("guests.pay", "online")
        room.house.do(OpenOrder(table="t12", covers=2, order="o1"), "lea")
        room.house.do(AddLine(order="o1", article="risotto"), "lea")
        room.house.do(LetGuestsIn(order="o1", code=CODE), "lea")
        room.online = False
        asked = GuestPay(
            table="t12", code=CODE, share="0" * 26, amount=500, provider=provider.name
        )
        room.house.do(asked, "guest")
        break
    room.online, room.late = True, timedelta(minutes=1)
    for _ in room.opened():
        room.says(lambda order: order.payments["0" * 26].state == "not_sent")
        assert not provider.sessions
        break


def test_a_part_is_free_again_when_its_time_is_over(room: Room) -> None:
    anna, ben = room.phone(), room.phone()
    anna.sends(**{f"l.{lines(room)['risotto']}": "1/1"})
    anna.pays()
    assert "pris par un autre" in ben.sends()
    room.late = timedelta(minutes=11)
    room.says(lambda order: [p.state for p in order.payments.values()] == ["aborted"])
    assert not room.provider.pay(room.session())
    assert "pris par un autre" not in ben.sends()
    anna_part = room.payments()[0].id
    assert "Rien n’est débité" in anna.reads(anna_part).text.replace("'", "’")


def test_a_guest_thinks_better_of_it(room: Room) -> None:
    phone = room.phone()
    phone.sends(mode="all")
    phone.pays()
    (asked,) = room.payments()
    assert "On attend la confirmation" in phone.reads(asked.id).text
    phone.sends(step="stop", part=asked.id)
    room.says(lambda order: not any(p.running for p in order.payments.values()))
    assert not room.provider.pay(room.session())
    assert phone.reads("0" * 26).status_code == 404


def test_equal_parts_add_up_and_close_the_table(room: Room) -> None:
    total = whole(room)
    for _ in range(3):
        phone = room.phone()
        phone.sends(mode="equal", parts=3)
        phone.pays()
        assert room.provider.pay(room.session())
        room.says(lambda order: not any(p.running for p in order.payments.values()))
    assert [p.state for p in room.payments()] == ["completed"] * 3
    assert sum(p.amount for p in room.payments()) == total
    assert len(room.order.receipts) == 1


def test_without_a_provider_the_part_is_said_at_the_till(room: Room) -> None:
    room.online = False
    phone = room.phone()
    phone.sends(**{f"l.{lines(room)['risotto']}": "1/2"})
    assert "Dire à la caisse" in phone.page
    assert "C’est dit à la caisse" in phone.pays().replace("'", "’")
    (told,) = room.order.told.values()
    assert told.portions[0].of == 2
    assert not room.payments()


def test_who_does_not_know_the_code_sees_nothing(room: Room) -> None:
    phone = room.phone()
    assert "Terrine" not in phone.sends(code="0000")
    room.house.set("guests.pay", "no")
    assert "Terrine" not in phone.sends(code=CODE)


def test_what_is_odd_is_taken_for_nothing(room: Room) -> None:
    phone = room.phone()
    odd = {
        f"l.{lines(room)['risotto']}": "9/1",
        "l.none": "1/1",
        "parts": "0",
        "amount": "x",
        "tip": "900",
        "mode": "b.nobody",
        "phone": "<i>odd",
        "share": "../",
    }
    assert "<i>odd" not in phone.sends(**odd)
    assert "0,00" in phone.page
    assert "Il ne reste que" in phone.sends(mode="amount", amount="9999")
    assert "script-src 'sha256-" in _policy(room)


def _policy(room: Room) -> str:
    with room.house.client() as client:
        url = f"https://127.0.0.1:{room.house.hub.port}/table/12"
        answer = client.post(url, data={"code": CODE, "step": "bill"})
        plain = client.get(url)
    assert "script-src" not in plain.headers["content-security-policy"]
    return answer.headers["content-security-policy"]


def test_the_receipt_goes_to_the_address_that_a_guest_gave(room: Room) -> None:
    phone = room.phone()
    phone.sends(mode="all")
    for wrong in ("anna@", f"anna@{'x' * 300}.fr"):
        assert "e-mail est fausse" in phone.pays(mail=wrong)
    assert not room.payments()
    phone.pays(mail="anna@example.fr")
    part = room.payments()[0].id
    assert room.provider.pay(room.session())
    soon(lambda: room.house.journaled("receipt.mail_asked"))
    (asked,) = room.house.journaled("receipt.mail_asked")
    assert "anna" not in str(asked.data)
    to, key = asked.data["to"], mail_key("o1", asked.data["mail"])
    assert room.house.house.sealer.unseal(key, to) == "anna@example.fr"
    assert "part par e-mail" in phone.reads(part).text


def test_an_address_is_forgotten_with_a_payment_that_came_to_nothing(
    room: Room,
) -> None:
    phone = room.phone()
    phone.sends(mode="all")
    phone.pays(mail="anna@example.fr")
    (asked,) = room.payments()
    assert asked.page
    assert asked.page.mail
    phone.sends(step="stop", part=asked.id)
    room.says(lambda order: not any(p.running for p in order.payments.values()))
    soon(lambda: not room.house.house.sealer.persons("mail/"))


def test_what_guests_order_leaves_once_they_have_paid_it(room: Room) -> None:
    room.house.set("guests.order", "paid")
    phone = room.phone()
    asked = {"q.terrine": 2}
    review = phone.sends(step="review", **asked)
    once = re.search(r'name="once" value="([^"]+)"', review)
    assert once is not None
    page = phone.sends(step="send", once=once[1], **asked)
    assert "part en cuisine dès qu" in page
    line = room.house.house.world.book.lines_of(room.order)[-1]
    assert not line.sent
    assert f'name="l.{line.id}"' in page
    assert '<option value="2/2" selected' in page
    ticked = {f"l.{line.id}": "2/2"}
    phone.told = {k: v for k, v in phone.told.items() if k[:2] not in ("q.", "on")}
    phone.pays(mode="items", **ticked)
    assert room.provider.pay(room.session())
    room.says(lambda order: order.receipts)
    assert line.sent
    assert room.order.receipts[0].ttc == line.net


def test_who_did_not_pay_what_they_fetch_begins_again(room: Room) -> None:
    room.house.set("guests.fetch", "yes")
    base = f"https://127.0.0.1:{room.house.hub.port}/commander"
    with room.house.client() as client:
        once = "0" * 26
        asked = {"q.terrine": "1", "step": "send", "once": once}
        assert room.provider.base in client.post(base, data=asked).text
        client.post(base, data={"part": once, "step": "stop"})
        book = room.house.house.world.book
        order = next(o for o in book.orders.values() if once in o.payments)
        soon(lambda: room.house.machine.ask(lambda: order.cancelled))
        page = client.get(base, params={"part": once}).text
        assert "Recommencer" in page
        assert "Terrine de campagne" in client.post(base, data={"langue": "fr"}).text


def test_a_guest_orders_what_they_fetch_and_is_told_when_it_is_ready(
    room: Room,
) -> None:
    base = f"https://127.0.0.1:{room.house.hub.port}/commander"
    with room.house.client() as client:
        assert "au comptoir" in client.get(base).text
        room.house.set("guests.fetch", "yes")
        assert "Terrine de campagne" in client.get(base).text
        asked = {"q.terrine": "2"}
        review = unescape(client.post(base, data={"step": "review", **asked}).text)
        once = re.search(r'name="once" value="([^"]+)"', review)
        assert once is not None
        sends = {"step": "send", "once": once[1], **asked}
        for _ in range(2):  # a tap that comes twice
            assert room.provider.base in client.post(base, data=sends).text
        assert len(room.provider.sessions) == 1
        book = room.house.house.world.book
        order = next(o for o in book.orders.values() if once[1] in o.payments)
        assert not any(line.sent for line in book.lines_of(order))
        assert room.provider.pay(room.session())
        soon(lambda: room.house.machine.ask(lambda: order.receipts))
        assert all(line.sent for line in book.lines_of(order))
        there = client.get(base, params={"part": once[1]}).text
        number = room.house.house.world.sale_number(order.terminal, order.number)
        assert number in there
        assert "dès qu’elle est prête" in there


def test_what_an_offer_takes_off_is_read_before_it_is_paid(room: Room) -> None:
    third = PromotionSet(
        id="third", name="La 3e offerte", rank=9, bought=2, articles=("terrine",)
    )
    room.house.do(SetCatalogue(event=third))
    room.house.set("guests.fetch", "yes")
    base = f"https://127.0.0.1:{room.house.hub.port}/commander"
    with room.house.client() as client:
        asked = {"q.terrine": "3"}
        review = unescape(client.post(base, data={"step": "review", **asked}).text)
        assert "La 3e offerte" in review
        once = re.search(r'name="once" value="([^"]+)"', review)
        assert once is not None
        client.post(base, data={"step": "send", "once": once[1], **asked})
    book = room.house.house.world.book
    order = next(o for o in book.orders.values() if once[1] in o.payments)
    asked_for = order.payments[once[1]].amount
    assert asked_for == book.total(order)
    assert price(asked_for) in review

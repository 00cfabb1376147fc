"""Guests split and pay their bill by telephone: each takes their part, the provider says
what was paid, and the till has it once, whatever breaks between."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from threading import Event, Thread
from typing import Any

import httpx2
import pytest
from api_kit import Served
from hub_kit import machine, soon

from app.bootstrap import wall_clock
from app.connectors.pages_simulator import PagesSimulator
from app.connectors.pay_pages import pages_of
from app.domain.orders.attention import attention
from app.domain.orders.billing import order_due
from app.domain.orders.commands import AddLine, LetGuestsIn, OpenOrder
from app.domain.orders.state import Order, Payment
from app.domain.payments.commands import GuestPay, ResolvePayment, TakePayment
from app.domain.till.decide import OpenTill
from app.hub import pay_pages
from app.services.documents import mail_key
from app.services.house import House
from app.services.pay_pages import PageWanted, PayPage, PayPages

CODE = "4821"


@dataclass
class Kept:
    """A notifier that keeps what it is told."""

    mails: list[tuple[str, str]] = field(default_factory=list)

    def channels(self) -> frozenset[str]:
        return frozenset({"email"})


@dataclass
class Room:
    """A restaurant with a table of three, a provider, and telephones."""

    folder: Path
    provider: PagesSimulator
    late: timedelta = timedelta()
    online: bool = True
    slow: "PayPages | None" = None
    served: Served | None = None

    def clock(self) -> datetime:
        return wall_clock() + self.late

    def pages(self) -> PayPages | None:
        if self.slow is not None:
            return self.slow
        return pages_of(self.provider.account, Event()) if self.online else None

    @property
    def house(self) -> Served:
        assert self.served is not None
        return self.served

    @property
    def order(self) -> Order:
        return self.house.house.world.book.orders["o1"]

    def payments(self) -> list[Payment]:
        return list(self.order.payments.values())

    def phone(self) -> "Phone":
        return Phone(self)

    def opened(self) -> Iterator["Room"]:
        """Until the power goes."""
        with machine(self.folder, clock=self.clock) as one:
            self.served = Served(one, pages=self.pages, notifier=Kept())
            yield self

    def session(self) -> str:
        """The page that was made last."""
        return list(self.provider.sessions)[-1]

    def says(self, true: Callable[[Order], object]) -> None:
        soon(lambda: self.house.machine.ask(lambda: true(self.order)))


class Phone:
    """A guest's telephone: what its forms send, and what it reads."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.told: dict[str, str] = {"code": CODE, "step": "bill"}
        self.page = ""

    def sends(self, **fields: object) -> str:
        """The form as it stands, with what the guest touches."""
        kept = {k: v for k, v in self.told.items() if k not in fields}
        told = {**kept, **{k: str(v) for k, v in fields.items()}}
        with self._room.house.client() as client:
            url = f"https://127.0.0.1:{self._room.house.hub.port}/table/12"
            answer = client.post(url, data=told)
        assert answer.status_code == 200, answer.text
        self.page = unescape(answer.text)
        if 'name="share"' in self.page:
            found = re.findall(r'name="(phone|share)" value="([^"]*)"', self.page)
            self.told = {**told, **dict(found), "step": "bill"}
        return self.page

    def pays(self, **fields: object) -> str:
        return self.sends(step="pay", **fields)

    def reads(self, part: str) -> httpx2.Response:
        """Where the provider sends a guest back to."""
        with self._room.house.client() as client:
            url = f"https://127.0.0.1:{self._room.house.hub.port}/table/12"
            return client.get(url, params={"part": part})


@dataclass
class Slow:
    """A provider that makes a page when it may."""

    real: PayPages | None
    goes: Event = field(default_factory=Event)
    asked: int = 0

    def open(self, wanted: PageWanted) -> PayPage:
        self.asked += 1
        assert self.goes.wait(60)
        assert self.real is not None
        return self.real.open(wanted)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)


@pytest.fixture(params=["stripe", "sumup"])
def provider(request: pytest.FixtureRequest) -> Iterator[PagesSimulator]:
    simulator = PagesSimulator(request.param)
    simulator.start()
    try:
        yield simulator
    finally:
        simulator.stop()


@pytest.fixture
def room(
    provider: PagesSimulator, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Room]:
    room = Room(tmp_path_factory.mktemp("pay") / "one", provider)
    for _ in room.opened():
        house = room.house
        house.do(OpenTill(coins=()))
        house.set("guests.pay", "online")
        house.do(OpenOrder(table="t12", covers=3, order="o1"), "lea")
        house.do(AddLine(order="o1", article="terrine", quantity=2000), "lea")
        house.do(AddLine(order="o1", article="risotto"), "lea")
        house.do(LetGuestsIn(order="o1", code=CODE), "lea")
        yield room


def lines(room: Room) -> dict[str, str]:
    book = room.house.house.world.book
    return {line.article: line.id for line in book.lines_of(room.order)}


def whole(room: Room) -> int:
    return order_due(room.house.house.world.book, room.order)


def paid(order: Order) -> bool:
    return any(p.state == "completed" for p in order.payments.values())


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


def test_the_till_was_faster_and_a_guest_who_paid_too_is_told_as_a_refund(
    room: Room,
) -> None:
    phone = room.phone()
    phone.sends(mode="all")
    phone.pays()
    total = room.payments()[0].amount
    room.provider.answers.append(-1)  # the provider does not answer meanwhile
    assert room.provider.pay(room.session())
    room.house.do(TakePayment(order="o1", method="cash", amount=total))
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
    soon(lambda: page.state == "ended", 60)
    assert [p.state for p in room.payments()] == ["refused"]


def test_what_was_held_for_unpaid_and_was_paid_is_in_the_books(room: Room) -> None:
    held_for_unpaid(room)
    assert room.provider.pay(room.session())
    room.provider.answers.clear()
    soon(lambda: room.house.machine.ask(lambda: paid(room.order)), 60)
    assert len(room.order.receipts) == 1


def test_two_taps_at_once_are_one_page(room: Room) -> None:
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
    soon(lambda: slow.asked)
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

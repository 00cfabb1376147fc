"""The pages on which guests pay: made once, asked about until they are over.

The journal says which payments run; this desk asks their provider what became of each, and
the rule writes it down once (`RecordOutcome`). A message of the provider only has it asked
sooner, so none that is lost or forged matters. A page that is not paid after `HOLD_S`, or
for which the till took the money, is ended at the provider first: what is ended can never
be paid any more. A page is asked about until its provider says that it is over, also when a
person or another hub held it for unpaid before. After a kill the next start goes on where
the journal stands.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeVar

from app.domain.orders.billing import due
from app.domain.orders.state import Order, Payment
from app.domain.orders.table_orders import GUEST
from app.domain.payments.commands import (
    ONLINE,
    PAGE,
    MailReceipt,
    OpenPage,
    RecordOutcome,
)
from app.domain.receipts.events import ReceiptIssued
from app.domain.vocabulary import Refusal
from app.hub.node import Node, in_house
from app.services.documents import MAILS, mail_key
from app.services.house import SYSTEM, Actor, Fact, House
from app.services.ids import new_id
from app.services.pay_pages import (
    PagesDownError,
    PageState,
    PageWanted,
    PayPage,
    PayPages,
)
from db.errors import KnownError
from resources.texts import tr

HOLD_S: Final = 600
"""So long a guest's part is theirs."""
_LOST_S: Final = 600
"""After that, how long a page is asked about before a person is told that nobody knows."""
_TICK_S, _IDLE_S = 1.0, 5.0
"""The journal is looked at so often while pages run, and while none does."""
_OPENING_S: Final = 30.0
"""No provider takes so long to make a page: what has none by then never had one that a
guest could know of."""
_FRESH_S, _SOON_S, _LATER_S = 120.0, 2.0, 10.0
"""A page is looked at every `_SOON_S` while it is fresh, then every `_LATER_S`."""
_MOST_PAUSE_S: Final = 60.0
_FAILED: Final = ("refused", "not_sent")
"""States of a payment that somebody held for unpaid without the provider's word."""
_log = logging.getLogger("sotto.pages")

T = TypeVar("T")
Pages = Callable[[], PayPages | None]


@dataclass(frozen=True, slots=True)
class Running:
    """A payment that runs, as the desk needs it.

    Attributes:
        reference: by which the provider knows it. session, url: of its page, "" for none.
        cents: with its tip.
        state: of the payment; "unknown" once a person was told.
        ends: nobody is to pay it any more: less is left to pay, or it is held for unpaid.
    """

    payment: str
    order: str
    provider: str
    reference: str
    session: str
    url: str
    cents: int
    asked_s: float
    words: str
    state: str
    ends: bool


class PagesDesk:
    """The pages of one hub. Methods are called in the loop of the network.

    Args:
        pages: the provider that the hub has an account with now; None without one.
    """

    def __init__(self, node: Node, pages: Pages) -> None:
        self._node, self.pages = node, pages
        self._opening: dict[str, asyncio.Task[str]] = {}
        self._ended: set[str] = set()
        self._sessions: dict[str, str] = {}
        self._unwanted: set[str] = set()
        self._next: dict[str, tuple[float, float]] = {}
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._news = asyncio.Event()

    async def open(self, asked: Running, language: str, back: str, to: str) -> str:
        """Makes the page of a payment, once for however many taps, and returns its address.

        Args:
            back: where the guest comes back to. to: where the receipt goes, "" for none.

        Raises:
            PagesDownError: there is none; as nobody knows its address, nobody can pay it,
                and what was asked for is over.
        """
        if asked.url:
            return asked.url
        opening = self._opening.get(asked.payment)
        if opening is None:
            opening = asyncio.create_task(self._open(asked, language, back, to))
            self._opening[asked.payment] = opening
            opening.add_done_callback(partial(self._opened, asked.payment))
        return await asyncio.shield(opening)

    async def _open(self, asked: Running, language: str, back: str, to: str) -> str:
        try:
            page = await asyncio.to_thread(self._made, asked, language, back)
            return await self._in_house(
                lambda house: _note_page(house, asked, page, to)
            )
        except PagesDownError as error:
            _log.info("no page for %s: %s", asked.payment, error)
            detail = "rejected" if error.final else "unreachable"
            await self._record(asked, "not_sent", detail=detail)
            raise

    def _opened(self, payment: str, opening: asyncio.Task[str]) -> None:
        self._opening.pop(payment, None)
        self.look_at(payment)

    def _made(self, asked: Running, language: str, back: str) -> PayPage:
        wanted = PageWanted(
            reference=asked.reference,
            amount=asked.cents,
            words=asked.words,
            back=back,
            language=language,
            until=round(asked.asked_s) + HOLD_S,
        )
        return self._provider(asked).open(wanted)

    def give_up(self, payment: str) -> None:
        """A guest does not want to pay it any more: it is ended soon."""
        self._unwanted.add(payment)
        self.look_at(payment)

    def look_at(self, payment: str) -> None:
        """There may be news of it."""
        self._next.pop(payment, None)
        self._news.set()

    def heard(self, session: str) -> None:
        """The provider says that there is news of a page. Whoever says it may say it often:
        the house is not asked for a page that does not run."""
        if session in self._sessions:
            self.look_at(self._sessions[session])

    async def run(self) -> None:
        """Works until cancelled."""
        unfollow = await self._in_house(lambda house: house.follow(self._follow))
        try:
            with suppress(KnownError):  # the next start sends them
                await self._in_house(_mail_all)
            while True:
                pause = _IDLE_S
                try:
                    pause = _TICK_S if await self._round() else _IDLE_S
                except KnownError as error:
                    _log.info("no look at the pages: %s", type(error).__name__)
                except Exception:  # noqa: BLE001  a bug must not leave what is paid unposted
                    _log.exception("the pages could not be looked at")
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._news.wait(), pause)
                self._news.clear()
        finally:
            tasks = (*self._busy.values(), *self._opening.values())
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self._node.post(unfollow)

    def _follow(self, facts: tuple[Fact, ...]) -> None:
        """In the thread of the house: a receipt is there that a guest wants by mail."""
        if any(isinstance(fact.event, ReceiptIssued) for fact in facts):
            house = self._node.house
            orders = {
                fact.event.order
                for fact in facts
                if isinstance(fact.event, ReceiptIssued)
            }
            self._node.post(lambda: _mail_some(house, orders))

    async def _round(self) -> bool:
        """Begins to look at what is to be looked at now; whether anything runs."""
        running = await self._in_house(lambda house: list(_running(house)))
        known = {each.payment for each in running}
        self._sessions = {each.session: each.payment for each in running}
        self._unwanted &= known
        self._ended &= known
        self._next = {key: each for key, each in self._next.items() if key in known}
        now = time.monotonic()
        for each in running:
            key = each.payment
            if key in self._busy or key in self._opening or key in self._ended:
                continue
            if self._next.get(key, (0.0, 0.0))[0] <= now:
                task = asyncio.create_task(self._settle(each))
                self._busy[key] = task
                task.add_done_callback(partial(self._done, key))
        return bool(known - self._ended)

    def _done(self, payment: str, task: asyncio.Task[None]) -> None:
        self._busy.pop(payment, None)
        if not task.cancelled() and task.exception() is not None:
            _log.error("%s was not looked at", payment, exc_info=task.exception())
            self._next[payment] = time.monotonic() + _LATER_S, _LATER_S

    async def _settle(self, asked: Running) -> None:
        """One look at a page."""
        age = self._node.house.clock().timestamp() - asked.asked_s
        pause = _SOON_S if age < _FRESH_S else _LATER_S
        try:
            if not asked.session:  # a kill came before there was a page
                if age > _OPENING_S:
                    await self._record(asked, "not_sent", detail="unreachable")
                return
            state = await self._state(asked, late=age > HOLD_S)
            if state.state == "paid":
                await self._record(asked, "approved", state)
            elif state.state == "ended" and asked.state in _FAILED:
                self._ended.add(asked.payment)
            elif state.state == "ended":
                detail = "timeout" if age > HOLD_S else "stopped_at_till"
                await self._record(asked, "aborted", detail=detail)
        except PagesDownError as error:
            _log.info("%s: %s", asked.payment, error)
            before = self._next.get(asked.payment, (0.0, pause))[1]
            pause = min(_MOST_PAUSE_S, max(pause, before * 2))
            if age > HOLD_S + _LOST_S and asked.state == "in_progress":
                with suppress(KnownError):
                    await self._record(asked, "unknown", detail="no_answer")
        except KnownError as error:  # the journal takes nothing: it is asked again
            _log.warning("%s is not noted: %s", asked.payment, type(error).__name__)
        self._next[asked.payment] = time.monotonic() + pause, pause

    async def _state(self, asked: Running, *, late: bool) -> PageState:
        """What the provider says; what nobody is to pay is ended first."""
        pages = self._provider(asked)
        ends = late or asked.ends or asked.payment in self._unwanted
        ask = pages.close if ends else pages.look
        return await asyncio.to_thread(ask, asked.session, asked.reference)

    def _provider(self, asked: Running) -> PayPages:
        pages = self.pages()
        if pages is None or pages.name != asked.provider:
            raise PagesDownError("no account")
        return pages

    async def _record(
        self,
        asked: Running,
        state: str,
        told: PageState | None = None,
        *,
        detail: str = "",
    ) -> None:
        command = RecordOutcome(
            order=asked.order,
            payment=asked.payment,
            state=state,
            amount=told.amount if told else 0,
            authorisation=told.authorisation if told else "",
            scheme=told.scheme if told else "",
            last4=told.last4 if told else "",
            transaction=told.transaction if told else "",
            detail=detail,
        )

        def write(house: House) -> None:
            house.bring_back(asked.payment)
            paid = house.world.book.payment(asked.order, asked.payment)
            if state == "not_sent" and paid is not None and paid.page:
                return  # somebody has its address by now
            refused = house.run(command, Actor(GUEST, "table"))
            if isinstance(refused, Refusal):
                _log.info("%s not written: %s", asked.payment, refused.code)
            elif state in ("aborted", "not_sent"):
                _forget_mail(house, asked)

        await self._in_house(write)

    async def _in_house(self, question: Callable[[House], T]) -> T:
        house = self._node.house

        def answer() -> T:
            house.catch_up()
            return question(house)

        return await in_house(self._node.post, answer)


def running_of(house: House, order: Order, payment: Payment) -> Running:
    """A payment as the desk needs it."""
    name = house.world.settings.text("house.name")
    return Running(
        payment=payment.id,
        order=order.id,
        provider=payment.terminal.removeprefix(PAGE),
        reference=payment.reference,
        session=payment.page.session if payment.page else "",
        url=payment.page.url if payment.page else "",
        cents=payment.amount + payment.tip,
        asked_s=payment.ms / 1000,
        words=f"{name} · {place_of(house, order)}",
        state=payment.state,
        ends=payment.state in _FAILED
        or due(house.world.book, order, payment.bill) < payment.amount,
    )


def place_of(house: House, order: Order) -> str:
    """Where guests are who pay an order, as they read it."""
    number = house.world.floor.number(order.table)
    if not order.table:
        return tr("À emporter")
    return tr("Table {table}", table=number)


def _running(house: House) -> Iterator[Running]:
    """The payments by telephone that run or have a page that may still be paid, where this
    process is the one that asks."""
    hub = house.world.terminals.hub
    if hub is None or hub.chain != house.terminal:
        return
    for order in house.world.book.orders.values():
        for payment in order.payments.values():
            if payment.method == ONLINE and (
                payment.running or (payment.page and payment.state in _FAILED)
            ):
                yield running_of(house, order, payment)


def _note_page(house: House, asked: Running, page: PayPage, to: str) -> str:
    """Writes the page down; the address of the one that stands."""
    mail = new_id() if to else ""
    sealed = house.sealer.seal(mail_key(asked.order, mail), to) if to else ""
    command = OpenPage(
        order=asked.order,
        payment=asked.payment,
        session=page.session,
        url=page.url,
        mail=mail,
        to=sealed,
    )
    done = house.run(command, Actor(GUEST, "table"))
    if to and (isinstance(done, Refusal) or not done):  # it is noted already, or over
        house.sealer.erase(mail_key(asked.order, mail))
    if isinstance(done, Refusal):
        raise PagesDownError(done.code)
    noted = house.world.book.payment(asked.order, asked.payment)
    return noted.page.url if noted is not None and noted.page else page.url


# -- receipts by mail


def _forget_mail(house: House, asked: Running) -> None:
    payment = house.world.book.payment(asked.order, asked.payment)
    if payment is not None and payment.page and payment.page.mail:
        house.sealer.erase(mail_key(payment.page.order, payment.page.mail))


def _mail_all(house: House) -> None:
    """What a kill kept back."""
    waiting = {key.removeprefix(MAILS) for key in house.sealer.persons(MAILS)}
    _mail_some(house, {key.partition("/")[0] for key in waiting})


def _mail_some(house: House, orders: set[str]) -> None:
    """Has the receipts of these orders go out that guests want by mail."""
    try:
        for name in orders:
            house.bring_back(name)
            order = house.world.book.orders.get(name)
            for payment in order.payments.values() if order else ():
                _mail(house, payment)
    except KnownError as error:  # the next start sends them
        _log.info("no mail: %s", type(error).__name__)


def _mail(house: House, payment: Payment) -> None:
    page = payment.page
    receipt = house.world.book.receipt(payment.receipt)
    if page is None or not page.mail or receipt is None:
        return
    if not house.sealer.unseal(mail_key(page.order, page.mail), page.to):
        return  # another terminal has the key, or it went out long ago
    asked = house.journal.entries(
        stream=f"order/{receipt.order}", types=["receipt.mail_asked"]
    )
    if any(entry.data["mail"] == page.mail for entry in asked):
        return
    command = MailReceipt(
        order=receipt.order,
        receipt=receipt.id,
        number=receipt.number,
        mail=page.mail,
        to=page.to,
        original=True,
    )
    house.run(command, Actor(SYSTEM))

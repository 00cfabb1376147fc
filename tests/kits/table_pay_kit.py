"""A table of guests who pay by telephone, their telephones, and a payment provider."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from threading import Event
from typing import Any
from unittest.mock import patch

import httpx2
from api_kit import Served
from hub_kit import machine, soon

from app.bootstrap import wall_clock
from app.connectors.pages_simulator import PagesSimulator
from app.connectors.pay_pages import pages_of
from app.domain.orders.billing import order_due
from app.domain.orders.commands import AddLine, LetGuestsIn, OpenOrder
from app.domain.orders.state import Order, Payment
from app.domain.till.decide import OpenTill
from app.hub import pay_pages
from app.services.pay_pages import PageWanted, PayPage, PayPages

CODE = "4821"


@dataclass
class Kept:
    """A notifier that keeps what it is told."""

    mails: list[tuple[str, str]] = field(default_factory=list)

    def channels(self) -> frozenset[str]:
        return frozenset({"email"})


PACE = {
    "_TICK_S": 0.2,
    "_IDLE_S": 0.3,
    "_SOON_S": 0.3,
    "_LATER_S": 0.5,
    "_MOST_PAUSE_S": 0.5,
}
"""Of the hub's asking about pages, in seconds: an evening in no time."""


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
        with (
            patch.multiple(pay_pages, **PACE),
            machine(self.folder, clock=self.clock) as one,
        ):
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


@contextmanager
def provided(name: str) -> Iterator[PagesSimulator]:
    """The provider, as long as it is there."""
    simulator = PagesSimulator(name)
    simulator.start()
    try:
        yield simulator
    finally:
        simulator.stop()


def table_of_three(folder: Path, provider: PagesSimulator) -> Iterator[Room]:
    """Two terrines and a risotto at table 12, whose guests may pay online."""
    room = Room(folder, provider)
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

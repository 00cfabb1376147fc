"""Entries of the journal -> messages, each with the thing as the API shows it now.

Names and numbers of guests are never in a message, whoever gets it: it lies in a table
and at somebody else's until it is read. Whoever may know them asks for the thing.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from app.domain.catalogue.events import AvailabilitySet
from app.domain.channels.events import ChannelsSet
from app.domain.inventory.events import LowStock, Restocked
from app.domain.kitchen.events import DishesReady, DishesRecalled, DishesServed
from app.domain.orders.clients import OrderClientSet
from app.domain.orders.events import (
    CoversSet,
    DiscountRemoved,
    LineAdded,
    LineChanged,
    LineDiscounted,
    LinesAdded,
    LinesMoved,
    LineVoided,
    OrderCancelled,
    OrderCreated,
    OrderNoteSet,
    OrderSent,
    QuantitySet,
    TableChanged,
)
from app.domain.orders.formule_events import LineMixed
from app.domain.orders.import_events import OrderChecked
from app.domain.orders.serving_events import ContactSet, ModeSet, OrderPromised
from app.domain.payments.events import (
    PaymentCompleted,
    PaymentFailed,
    PaymentRefunded,
)
from app.domain.receipts.events import ReceiptIssued, ReceiptRefunded
from app.domain.reservations.events import (
    ReservationChanged,
    ReservationCreated,
    ReservationStatusChanged,
)
from app.domain.reservations.state import COMING
from app.domain.till.events import DayClosed, TillOpened
from app.domain.vocabulary import place_of
from app.domain.wire import FACTS
from app.hub.api import channels, inventory, menu, payments, reservations
from app.hub.api.bill import order_status
from app.hub.api.order_shapes import order_shape
from app.hub.api.problems import ProblemError
from app.hub.api.shapes import euros
from app.services.house import Fact, House
from app.services.ids import new_id
from db.entry import Head

_UPDATED: Final = (
    *(LineAdded, LinesAdded, QuantitySet, LineChanged, LineVoided, LineDiscounted),
    *(DiscountRemoved, LinesMoved, TableChanged, CoversSet, ModeSet, OrderNoteSet),
    *(OrderPromised, ContactSet, OrderChecked, OrderClientSet, LineMixed),
)
_STATUS: Final = (
    *(OrderSent, DishesReady, DishesServed, DishesRecalled, ReceiptIssued),
    OrderCancelled,
)
"""Facts after which an order may stand otherwise."""
_RENAMED: Final[dict[type, str]] = {
    ReservationChanged: "reservation.updated",
    AvailabilitySet: "menu.availability_changed",
    ChannelsSet: "channels.changed",
    DayClosed: "till.closed",
}
"""The events of facts that are called otherwise in the journal."""
_SAME: Final = (
    *(PaymentCompleted, PaymentFailed, PaymentRefunded, ReceiptIssued),
    *(ReceiptRefunded, ReservationCreated, ReservationStatusChanged),
    *(LowStock, Restocked, TillOpened),
)
_BESIDES: Final = {"order.status_changed": "-status", "reservation.arrived": "-arrived"}
"""Events that an entry may be besides its own."""
_OF_ORDERS: Final = (OrderCreated, *_UPDATED, *_STATUS)
_NAMES: Final[dict[type, str]] = {spec.cls: name for name, spec in FACTS.items()}
TYPES: Final = frozenset(_NAMES[cls] for cls in (*_OF_ORDERS, *_RENAMED, *_SAME))
"""Wire names of the facts that messages are made of."""
_MOST_KNOWN: Final = 5000


@dataclass(frozen=True, slots=True)
class Message:
    """What is told of an event. Its id is the entry's, with a word behind it where one
    entry is two events."""

    id: str
    place: str
    event: str
    at: int
    body: str


@dataclass(slots=True)
class _Touched:
    """What happened to an order in one batch: the last fact of each kind."""

    last: Fact
    created: Fact | None = None
    updated: Fact | None = None
    status: Fact | None = None


class Teller:
    """Makes messages. Called in the thread of the house, batch after batch."""

    def __init__(self) -> None:
        self._statuses: dict[str, str] = {}

    def messages(
        self, house: House, facts: Iterable[Fact], wanted: Collection[str]
    ) -> list[Message]:
        """What these facts have to tell, in canonical order, of the events wanted.

        Many changes of an order in one batch are one `order.updated`.
        """
        facts = list(facts)
        found = [*self._orders(house, facts, wanted), *_others(facts)]
        found.sort(key=lambda each: each[1].meta.order)
        return [_message(house, *each) for each in found if each[0] in wanted]

    def _orders(
        self, house: House, facts: list[Fact], wanted: Collection[str]
    ) -> Iterator["_Told"]:
        touched: dict[str, _Touched] = {}
        for fact in facts:
            if isinstance(fact.event, _OF_ORDERS):
                for order in _orders_of(fact.event):
                    _touch(touched.setdefault(order, _Touched(fact)), fact)
        for order, what in touched.items():
            if what.created:
                yield "order.created", what.created, order
            if what.updated:
                yield "order.updated", what.updated, order
            if "order.status_changed" in wanted and self._moved(house, order, what):
                yield "order.status_changed", what.last, order

    def _moved(self, house: House, order: str, what: _Touched) -> bool:
        """Whether an order stands otherwise than when it was last told; after a restart
        nobody knows, and it is told once more."""
        house.bring_back(order)
        book = house.world.book
        if order not in book.orders:
            return what.status is not None
        before = self._statuses.get(order, "created" if what.created else "")
        status = order_status(book, book.orders[order])
        self._statuses.pop(order, None)
        self._statuses[order] = status
        while len(self._statuses) > _MOST_KNOWN:
            del self._statuses[next(iter(self._statuses))]
        return status != before if before else what.status is not None


_Told = tuple[str, Fact, str]
"""(event, fact, id of the thing)"""


def _touch(what: _Touched, fact: Fact) -> None:
    what.last = fact
    if isinstance(fact.event, OrderCreated):
        what.created = fact
    elif isinstance(fact.event, _UPDATED):
        # What an order was created with is no change of it.
        if what.created is None or _act(fact) != _act(what.created):
            what.updated = fact
    else:
        what.status = fact


def _act(fact: Fact) -> tuple[str, str]:
    """What facts of one act have in common: they are written at one moment."""
    return fact.meta.chain, fact.meta.ts


def _orders_of(event: Any) -> tuple[str, ...]:
    moved = isinstance(event, LinesMoved)
    return (event.order, event.target) if moved else (event.order,)


def _others(facts: list[Fact]) -> Iterator[_Told]:
    """What is one fact, one event; guests who arrive are two."""
    for fact in facts:
        event: Any = fact.event
        if isinstance(event, (*_SAME, *_RENAMED)):
            kind = type(event)
            yield _RENAMED.get(kind) or _NAMES[kind], fact, _thing(event)
        if isinstance(event, ReservationStatusChanged):
            seated = event.status == "seated" and event.was in COMING
            if event.status == "arrived" or seated:
                yield "reservation.arrived", fact, event.reservation


def _thing(event: Any) -> str:
    match event:
        case PaymentCompleted() | PaymentFailed() | PaymentRefunded():
            return event.payment
        case ReceiptIssued() | ReceiptRefunded():
            return event.receipt
        case ReservationStatusChanged():
            return event.reservation
        case LowStock() | Restocked():
            return event.item
        case AvailabilitySet():
            return event.article
        case ChannelsSet():
            return ""
        case TillOpened() | DayClosed():
            return event.till
        case _:
            return str(event.id)


def _message(house: House, event: str, fact: Fact, thing: str) -> Message:
    _, chain, seq = fact.meta.order
    told = {
        "type": event,
        "timestamp": fact.meta.ts,
        "environment": house.environment,
        "data": {"event_id": f"{chain}/{seq}", **_data(house, event, fact, thing)},
    }
    return Message(
        id=f"{chain}-{seq}{_BESIDES.get(event, '')}",
        place=fact.meta.place + _BESIDES.get(event, ""),
        event=event,
        at=round(datetime.fromisoformat(fact.meta.ts).timestamp() * 1000),
        body=json.dumps(told, ensure_ascii=False, separators=(",", ":")),
    )


def trial(
    house: House, event: str, now: datetime, last: Head, data: Mapping[str, Any]
) -> Message:
    """A message of something that did not happen, behind the last entry of a chain.

    Args:
        data: what it tells besides that it is a test.
    """
    name = f"test-{new_id()}"
    told = {
        "type": event,
        "timestamp": now.isoformat(timespec="seconds"),
        "environment": house.environment,
        "data": {**data, "event_id": name, "test": True},
    }
    return Message(
        id=name,
        place=f"{place_of((last.hlc, last.chain, last.seq))}-{name}",
        event=event,
        at=round(now.timestamp() * 1000),
        body=json.dumps(told, separators=(",", ":")),
    )


def _data(house: House, event: str, fact: Fact, thing: str) -> dict[str, Any]:
    """The thing as the API shows it; its id alone once it is not in the house any more."""
    noun = event.partition(".")[0]
    if noun in ("receipt", "till") or isinstance(fact.event, PaymentRefunded):
        return _plain(fact, thing)
    show, name = _SHOWN[noun]
    try:
        shape: dict[str, Any] = show(house, thing).model_dump(mode="json")
    except (ProblemError, KeyError):
        shape = {name: thing}
    return shape | _status(fact.event)


def _status(event: object) -> dict[str, str]:
    """What became of a thing by this fact, whatever has become of it since."""
    match event:
        case ReservationStatusChanged():
            return {"status": event.status}
        case PaymentCompleted():
            return {"status": "completed"}
        case PaymentFailed():
            return {"status": "failed"}
        case _:
            return {}


def _reservation(house: House, thing: str) -> Any:
    return reservations.reservation_shape(house, thing, personal=False)


def _item(house: House, thing: str) -> Any:
    return inventory.item_shape(house, house.world.inventory.items[thing])


def _article(house: House, thing: str) -> Any:
    return menu.item_shape(house, house.world.catalogue.articles[thing], "dine_in")


_SHOWN: Final[dict[str, tuple[Callable[[House, str], Any], str]]] = {
    "order": (order_shape, "order_id"),
    "payment": (payments.payment_shape, "payment_id"),
    "reservation": (_reservation, "reservation_id"),
    "inventory": (_item, "item_id"),
    "menu": (_article, "menu_item_id"),
    "channels": (channels.channels_shape, "channel"),
}


def _plain(fact: Fact, thing: str) -> dict[str, Any]:
    """What is told of facts that never change and have no view of their own."""
    event = fact.event
    match event:
        case PaymentRefunded():
            return {
                "payment_id": event.payment,
                "order_id": event.order,
                "receipt_id": event.receipt,
                "method": event.method,
                "amount": float(euros(event.amount)),
            }
        case ReceiptIssued() | ReceiptRefunded():
            return {
                "receipt_id": event.receipt,
                "number": f"{fact.meta.chain}-{fact.meta.tseq:06d}",
                "order_id": event.order,
                "total": float(euros(event.ttc)),
            }
        case _:
            return {"till_id": thing, "business_day": fact.meta.bday}

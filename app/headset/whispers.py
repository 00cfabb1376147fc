"""What the house whispers to whom, out of the facts that were just written.

What one has done oneself is not whispered, but for the answer of a card terminal. How
urgent it is decides what may cut in and what waits for a quiet moment
(`voice/speech/turns.py`).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from app.domain.catalogue.events import AvailabilitySet, StockConsumed
from app.domain.floor.events import HandoverAnswered, HandoverOffered
from app.domain.kitchen.events import DishesReady
from app.domain.orders.billing import order_due
from app.domain.orders.events import AllergyNoted
from app.domain.orders.state import Order
from app.domain.payments.events import PaymentCompleted, PaymentFailed, PaymentUnknown
from app.domain.reservations.events import ReservationStatusChanged
from app.domain.staff.events import StaffCalled
from app.domain.world import World
from app.headset.money_acts import paid_words
from app.headset.plan import Room
from app.presenters.calls import call_words, is_called
from app.presenters.floor.stage import dishes_of, stage_of, to_carry, unserved
from app.presenters.floor.team import handover_words
from app.presenters.kitchen.plates import MANAGERS, Plate, awaited, plates
from app.services.house import Fact
from resources.texts import tr
from voice.speech.turns import Saying, Urgency


@dataclass(frozen=True, slots=True)
class Whisper:
    """Something for one person to hear.

    Attributes:
        kind: one of `WHISPERS`, which a person may not want.
    """

    person: str
    kind: str
    saying: Saying


def whispers(
    room: Room,
    facts: Iterable[Fact],
    wearers: Iterable[str],
    name_of: Callable[[str], str],
) -> Iterator[Whisper]:
    """What those who wear a headset hear of these facts."""
    here = tuple(wearers)
    for event, meta in (fact.parts for fact in facts):
        others = [person for person in here if person != meta.op]
        match event:
            case DishesReady():
                yield from _ready(room, event, others)
            case AllergyNoted():
                yield from _allergy(room, event, others)
            case AvailabilitySet() | StockConsumed():
                yield from _stock(room, event, others)
            case ReservationStatusChanged(status="arrived"):
                yield from _arrived(room, event, others)
            case StaffCalled():
                yield from _called(room, event, others, name_of(meta.op))
            case HandoverOffered() | HandoverAnswered():
                yield from _passed_on(room, event, others, name_of)
            case PaymentCompleted() | PaymentFailed() | PaymentUnknown():
                yield from _paid(room, event, here)
            case _:
                pass


def late_tables(
    room: Room, wearers: Iterable[str], told: set[str]
) -> Iterator[Whisper]:
    """Tables that have just become late and plates that nobody came for, each once for
    the same reason.

    Args:
        told: those that are late already; brought up to date.
    """
    here = tuple(wearers)
    late = set()
    for order in room.world.book.open_orders():
        stage = stage_of(room.world, order, room.now)
        if stage.state != "late" or not order.table:
            continue
        key = f"{order.id} {stage.need} {stage.course}"
        late.add(key)
        if key in told:
            continue
        table = room.label(order.table)
        text = room.whisper("late", table=table, minutes=stage.minutes)
        for person in _waiters(room.world, order, here):
            yield _whisper(person, "late", text, f"late {order.id}", Urgency.INFO)
    for order, minutes in unserved(room.world, room.now):
        key = f"{order.id} manager"
        late.add(key)
        text = room.whisper("late", table=room.label(order.table), minutes=minutes)
        for person in here if key not in told else ():
            if is_called(room.world, person, "manager"):
                yield _whisper(person, "late", text, f"late {order.id}", Urgency.INFO)
    for plate, level in awaited(room.world, room.now, plates(room.world)):
        key = f"{plate.order} plate {plate.course} {level}"
        late.add(key)
        if key not in told:
            yield from _carried_late(room, plate, level, here)
    told.clear()
    told |= late


def _carried_late(
    room: Room, plate: Plate, level: int, people: tuple[str, ...]
) -> Iterator[Whisper]:
    """A plate that nobody came for: others hear of it, then the managers."""
    order, world = room.world.book.orders[plate.order], room.world
    words = {course: word for word, course in room.house.courses.items()}
    table = room.label(order.table) or world.sale_number(order.terminal, order.number)
    text = room.whisper("ready", table=table, course=words.get(plate.course, ""))
    told = _waiters(world, order, people)
    for person in people:
        manages = is_called(world, person, "manager")
        if person not in told and manages == (level == MANAGERS):
            yield _whisper(person, "ready", text, f"ready {order.id}", Urgency.ALERT)


def _ready(room: Room, event: DishesReady, people: list[str]) -> Iterator[Whisper]:
    """A course whose last plate stands on the pass."""
    order = room.world.book.orders.get(event.order)
    if order is None:
        return
    dishes = [dish for _, dish in to_carry(dishes_of(room.world, order))]
    courses = {dish.course for dish in dishes if dish.id in event.dishes}
    if not courses:
        return
    words = {course: word for word, course in room.house.courses.items()}
    course = words.get(courses.pop(), "") if len(courses) == 1 else ""
    table = room.label(order.table) or room.world.sale_number(
        order.terminal, order.number
    )
    text = room.whisper("ready", table=table, course=course)
    for person in _waiters(room.world, order, people):
        yield _whisper(person, "ready", text, f"ready {order.id}", Urgency.ALERT)


def _allergy(room: Room, event: AllergyNoted, people: list[str]) -> Iterator[Whisper]:
    order = room.world.book.orders.get(event.order)
    known = room.unseal(event.order, event.text) if event.text else ""
    if order is None or not known:
        return
    text = room.whisper("allergy", table=room.label(order.table), allergy=known)
    cooks = [p for p in people if is_called(room.world, p, "kitchen")]
    for person in dict.fromkeys((*_waiters(room.world, order, people), *cooks)):
        yield _whisper(person, "allergy", text, "", Urgency.ALERT)


def _stock(
    room: Room, event: AvailabilitySet | StockConsumed, people: list[str]
) -> Iterator[Whisper]:
    """Sold out, or there again; the countdown by itself is nobody's news."""
    left = room.world.catalogue.remaining.get(event.article)
    if isinstance(event, StockConsumed):
        gone = left is not None and left <= 0 < left + event.quantity
        kind = "stock.out" if gone else ""
    else:
        kind = {0: "stock.out", -1: "stock.back"}.get(event.remaining, "")
    if not kind or event.article not in room.house.course_of:
        return
    text = room.whisper(kind, item=event.article)
    for person in people:
        yield _whisper(person, "86", text, f"86 {event.article}", Urgency.INFO)


def _arrived(
    room: Room, event: ReservationStatusChanged, people: list[str]
) -> Iterator[Whisper]:
    known = room.world.reservations.known.get(event.reservation)
    if known is None:
        return
    name = room.guest_of(known).name or tr("sans nom")
    text = tr("{name} est là, {n} couverts.", name=name, n=known.covers)
    keep = room.world.staff
    for person in people:
        if "reservation.take" in keep.rights_of(person):
            yield _whisper(person, "arrived", text, "", Urgency.INFO)


def _called(
    room: Room, event: StaffCalled, people: list[str], name: str
) -> Iterator[Whisper]:
    text = call_words(room.world, event, name)
    for person in people:
        if is_called(room.world, person, event.who):
            yield _whisper(person, "call", text, "", Urgency.ALERT)


def _passed_on(
    room: Room,
    event: HandoverOffered | HandoverAnswered,
    people: list[str],
    name_of: Callable[[str], str],
) -> Iterator[Whisper]:
    found = room.world.floor.handovers.get(event.handover)
    for person in people:
        text = handover_words(found, person, name_of) if found else ""
        if text:
            yield _whisper(person, "call", text, "", Urgency.ALERT)


def _paid(
    room: Room,
    event: PaymentCompleted | PaymentFailed | PaymentUnknown,
    people: Iterable[str],
) -> Iterator[Whisper]:
    """What a card terminal answered, to whoever asked it."""
    order = room.world.book.orders.get(event.order)
    payment = order.payments.get(event.payment) if order else None
    if order is None or payment is None or not payment.terminal:
        return
    table = room.label(order.table)
    if isinstance(event, PaymentCompleted):
        left = order_due(room.world.book, order)
        text = paid_words(room, order, event.amount + event.tip, left)
    elif isinstance(event, PaymentFailed):
        text = room.whisper("refused", table=table)
    else:
        text = tr("{table}, sans réponse du terminal : vérifiez.", table=table)
    if payment.op in people:
        yield _whisper(payment.op, "payment", text, "", Urgency.ALERT)


def _waiters(world: World, order: Order, people: Iterable[str]) -> list[str]:
    """Whose table it is: who opened it, and whoever serves its part of the room."""
    table = world.floor.tables.get(order.table)
    theirs = {order.waiter, world.floor.waiter_of(table.section) if table else ""}
    return [person for person in people if person in theirs]


def _whisper(person: str, kind: str, text: str, key: str, urgency: Urgency) -> Whisper:
    return Whisper(person, kind, Saying(text, urgency, key=key))

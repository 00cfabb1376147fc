"""What hands do in the demo evening: acts of the house that may not be refused."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from app.demo.guests import Wish
from app.domain.floor.decide import ClearTable
from app.domain.kitchen.decide import (
    BumpDishes,
    RecallDishes,
    ServeDishes,
    StartDishes,
)
from app.domain.orders.commands import (
    AddLine,
    FireCourse,
    NoteAllergy,
    OpenOrder,
    SendOrder,
    SetCourseTiming,
)
from app.domain.orders.dish import Dish
from app.domain.orders.events import OrderCreated
from app.domain.orders.sending import next_held
from app.domain.orders.state import Order
from app.domain.payments.decide import RecordOutcome, RequestCard, TakePayment
from app.domain.payments.events import PaymentRequested
from app.domain.reservations.commands import SeatReservation
from app.domain.reservations.events import Reservation
from app.domain.rules import Command
from app.domain.vocabulary import Refusal, ServiceMode
from app.services.guests import seat_reservation
from app.services.house import Actor, Fact, House
from app.services.ids import new_id
from app.services.people import order_key

NEARLY = timedelta(minutes=20)
"""How far from their time guests come who have reserved."""
DAY = datetime.fromisoformat("2026-11-20T00:00:00+01:00")


def at(hour: str) -> datetime:
    """A moment of the evening: "20:26" or "20:25:50"."""
    return datetime.combine(DAY, time.fromisoformat(hour), DAY.tzinfo)


class Hands:
    """The hands of the whole team. An act that is refused raises: the script is wrong."""

    def __init__(self, house: House) -> None:
        self.house = house

    def run(
        self, command: Command, person: str, approver: str = ""
    ) -> tuple[Fact, ...]:
        """Carries an act out for a person.

        Raises:
            AssertionError: it was refused.
        """
        done = self.house.run(command, Actor(person, "demo", approver))
        assert not isinstance(done, Refusal), (command, done)
        return done

    def order(self, order: str) -> Order:
        """An order as it stands."""
        return self.house.world.book.orders[order]

    def waiter(self, order: str) -> str:
        """Who opened it."""
        return self.order(order).waiter

    def on(self, table: str) -> str:
        """The order that stands on a table."""
        found = self.house.world.order_on(table)
        assert found is not None, table
        return found.id

    def seat(self, table: str, covers: int, person: str) -> str:
        """Guests sit down, who have reserved or not: the new order."""
        expected = self._expected(table, covers)
        if expected is None:
            return self._open(OpenOrder(table=table, covers=covers), person)
        seat = SeatReservation(reservation=expected.id)
        done = seat_reservation(self.house, seat, Actor(person, "demo"))
        assert not isinstance(done, Refusal), (expected, done)
        return self.on(table)

    def _expected(self, table: str, covers: int) -> Reservation | None:
        """The reservation of guests who come about now."""
        now = self.house.clock()
        reservations, today = self.house.world.reservations, now.date()
        for each in reservations.standing(today.isoformat(), self.house.world.book):
            due = datetime.combine(today, time.fromisoformat(each.time), now.tzinfo)
            late = abs(due - now)
            if (each.tables, each.covers) == ((table,), covers) and late < NEARLY:
                return each
        return None

    def open(self, person: str, mode: ServiceMode = "dine_in", name: str = "") -> str:
        """An order without a table, `name` sealed with its own key."""
        order = new_id()
        sealed = self.house.sealer.seal(order_key(order), name) if name else ""
        return self._open(OpenOrder(mode=mode, name=sealed, order=order), person)

    def _open(self, command: OpenOrder, person: str) -> str:
        created = self.run(command, person)[0].event
        assert isinstance(created, OrderCreated)
        return created.order

    def warn(self, order: str, seat: int, allergy: str) -> None:
        """A guest says what they cannot eat."""
        sealed = self.house.sealer.seal(order_key(order), allergy)
        self.run(NoteAllergy(order=order, seat=seat, text=sealed), self.waiter(order))

    def take(self, order: str, *wishes: Wish) -> None:
        """The waiter takes wishes down."""
        for wish in wishes:
            line = AddLine(
                order=order,
                article=wish.article,
                options=wish.options,
                picks=wish.picks,
                seats=wish.seats,
                quantity=wish.quantity,
            )
            self.run(line, self.waiter(order))

    def send(self, order: str, *wishes: Wish) -> None:
        """Takes wishes down and sends what is not sent yet."""
        self.take(order, *wishes)
        self.run(SendOrder(order=order), self.waiter(order))

    def hold(self, order: str, course: str) -> None:
        """A course is to wait for its réclame."""
        timing = SetCourseTiming(order=order, course=course, timing="hold")
        self.run(timing, self.waiter(order))

    def fire(self, order: str, course: str = "") -> None:
        """Réclamer."""
        self.run(FireCourse(order=order, course=course), self.waiter(order))

    def held(self, order: str) -> str:
        """The next course that waits for its réclame, "" for none."""
        return next_held(self.house.world, self.order(order))

    def in_hand(self, order: str, *courses: str) -> list[Dish]:
        """The dishes (of these courses) that are being made or stand on the pass."""
        return [
            dish
            for line in self.house.world.book.lines_of(self.order(order))
            for dish in line.dishes
            if dish.fired
            and not dish.served
            and dish.course in (courses or (dish.course,))
        ]

    def start(self, order: str, course: str) -> None:
        """Cooks take the dishes of a course in hand."""
        for station, dishes in _by_station(self.in_hand(order, course)):
            self.run(StartDishes(order=order, station=station, dishes=dishes), "theo")

    def bump(self, order: str, course: str, article: str = "") -> None:
        """The dishes of a course (of one article) stand on the pass."""
        dishes = (
            dish
            for dish in self.in_hand(order, course)
            if not dish.ready
            and dish.ordered.article in (article or dish.ordered.article,)
        )
        for station, ids in _by_station(dishes):
            self.run(BumpDishes(order=order, station=station, dishes=ids), "theo")

    def recall(self, order: str, course: str) -> None:
        """Dishes go back from the pass to the cooks."""
        for station, ids in _by_station(self.in_hand(order, course)):
            self.run(RecallDishes(order=order, station=station, dishes=ids), "theo")

    def serve(self, order: str, *courses: str) -> None:
        """What is being made (of these courses) is brought to the guests."""
        dishes = tuple(dish.id for dish in self.in_hand(order, *courses))
        self.run(ServeDishes(order=order, dishes=dishes), self.waiter(order))

    def pay(self, order: str, amount: int, method: str = "card", tip: int = 0) -> None:
        """Takes `amount` cents: a card of terminal TPE 1 that is accepted, or a tender."""
        person = self.waiter(order)
        if method != "card":
            notes = -(-(amount + tip) // 500) * 500 if method == "cash" else 0
            tender = TakePayment(
                order=order, method=method, amount=amount, tendered=notes, tip=tip
            )
            self.run(tender, person)
            return
        asked = self.run(
            RequestCard(order=order, amount=amount, terminal="tpe1", tip=tip), person
        )[0].event
        assert isinstance(asked, PaymentRequested)
        outcome = RecordOutcome(
            order=order,
            payment=asked.payment,
            state="approved",
            amount=asked.amount,
            authorisation=f"{amount:06d}",
            scheme="CB",
            last4="0219",
        )
        self.run(outcome, person)

    def clear(self, table: str) -> None:
        """The table is laid again."""
        self.run(ClearTable(table=table), "sofia")


def _by_station(dishes: Iterable[Dish]) -> list[tuple[str, tuple[str, ...]]]:
    """(station, ids of its dishes)."""
    stations: dict[str, list[str]] = {}
    for dish in (view for whole in dishes for view in whole.views()):
        stations.setdefault(dish.station, []).append(dish.id)
    return [(station, tuple(ids)) for station, ids in stations.items()]

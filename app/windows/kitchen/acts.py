"""What a cook does with dishes: start, bump, recall, serve, see a change."""

from functools import partial

from app.domain.kitchen.decide import (
    BumpDishes,
    KitchenCommand,
    RecallDishes,
    RushDishes,
    SeeChange,
    ServeDishes,
    SetRound,
    StartDishes,
)
from app.domain.kitchen.events import DishesReady
from app.presenters.kitchen.cards import Card, round_act
from app.presenters.kitchen.recall import MISTAKE, Bump, bump_of, bumps
from app.presenters.kitchen.words import course_title
from app.services.house import Fact
from app.windows.desk import Desk
from resources.texts import tr


class CookActs:
    """The acts of one kitchen screen.

    Attributes:
        acting: what is told just now is what was done here.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.acting = False

    def run(self, command: KitchenCommand) -> tuple[Fact, ...]:
        """Carries a command out, of which this screen makes no noise."""
        self.acting = True
        try:
            return self._desk.run(command)
        finally:
            self.acting = False

    def start(self, card: Card) -> None:
        """A cook takes in hand what of the card nobody has; a held one is prepared."""
        rest = tuple(d.id for _, d in card.dishes if not d.started)
        if rest:
            self.run(
                StartDishes(order=card.order.id, station=card.station, dishes=rest)
            )

    def see(self, order: str, station: str, dishes: tuple[str, ...]) -> None:
        """A change was seen."""
        self.run(SeeChange(order=order, station=station, dishes=dishes))

    def bump_card(self, card: Card) -> None:
        """All of a card is made; what is on the pass was brought."""
        order, station = card.order.id, card.station
        if told := card.stops + card.gone:
            self.see(order, station, tuple(dish.id for _, dish in told))
        if card.ready:
            everything = tuple(dish.id for _, dish in card.dishes)
            self.run(ServeDishes(order=order, dishes=everything))
        elif not card.fired:
            words = tr("Cette suite attend sa réclame ; la salle décide.")
            self._desk.say(words, tone="refused")
        elif dishes := tuple(dish.id for _, dish in card.dishes if not dish.ready):
            self.bump(order, station, dishes)

    def bump(self, order: str, station: str, dishes: tuple[str, ...]) -> None:
        """Dishes are made; whoever made an addition has seen it."""
        facts = self.run(BumpDishes(order=order, station=station, dishes=dishes))
        if not any(isinstance(fact.event, DishesReady) for fact in facts):
            return
        book = self._desk.world.book
        if late := tuple(dish for dish in dishes if book.dishes[dish].late):
            self.see(order, station, late)

    def recall(self, order: str, station: str, dishes: tuple[str, ...]) -> None:
        """A bump is taken back."""
        self.run(RecallDishes(order=order, station=station, dishes=dishes))

    def recall_last(self, station: str) -> None:
        """The last bump of a station is taken back, "" for all of them."""
        found = bumps(self._desk.world, station)
        if found:
            self.recall_bump(found[0], MISTAKE)
        else:
            self._desk.say(tr("Rien à rappeler."), tone="refused")

    def recall_bump(self, bump: Bump, reason: str) -> None:
        """Some bump is taken back; undone, it stands where it stood."""
        order, station, dishes = bump.order, bump.station, bump.dishes
        command = RecallDishes(
            order=order, station=station, dishes=dishes, reason=reason
        )
        if not self.run(command):
            return
        words = tr("Revient : {what}", what=f"{bump.title}, {bump.words}")
        self._desk.say(words, undo=partial(self._put_back, bump))

    def _put_back(self, bump: Bump) -> None:
        order, station, dishes = bump.order, bump.station, bump.dishes
        self.run(BumpDishes(order=order, station=station, dishes=dishes))
        if bump.served:
            self.run(ServeDishes(order=order, dishes=dishes))

    def rush(self, card: Card) -> None:
        """A course goes before the others at every station, or takes its turn again."""
        order, urgent = card.order.id, not card.urgent
        command = RushDishes(order=order, course=card.course, urgent=urgent)
        if not self.run(command):
            return
        title = course_title(self._desk.world, card.order, card.course)
        words = tr("{table} : passe devant") if urgent else tr("{table} : à son tour")
        back = RushDishes(order=order, course=card.course, urgent=not urgent)
        self._desk.say(words.format(table=title), undo=partial(self.run, back))

    def set_round(self, card: Card) -> None:
        """A later round goes on the card of the one before; of several on one card the
        last has a card of its own."""
        joined = round_act(card) == "join"
        last = max((d.fired for _, d in card.dishes), default=0)
        dishes = tuple(
            dish.id for _, dish in card.dishes if joined or dish.fired == last
        )
        order, station = card.order.id, card.station
        command = SetRound(order=order, station=station, dishes=dishes, joined=joined)
        if not self.run(command):
            return
        title = course_title(self._desk.world, card.order, card.course)
        words = (
            tr("{table} : tournées réunies")
            if joined
            else tr("{table} : un bon chacune")
        )
        back = SetRound(order=order, station=station, dishes=dishes, joined=not joined)
        self._desk.say(words.format(table=title), undo=partial(self.run, back))

    def serve(
        self, order: str, course: str, among: tuple[str, ...] = ()
    ) -> Bump | None:
        """What of a course stands on the pass was brought, of some dishes or of all; what
        it was, None for nothing."""
        world = self._desk.world
        found = bump_of(world, order, course, among)
        if found is None:
            return None
        done = self.run(ServeDishes(order=order, dishes=found.dishes))
        return found if done else None

    def carry(self, order: str, course: str, among: tuple[str, ...] = ()) -> None:
        """The second pass gave plates away; undone, they stand there again."""
        served = self.serve(order, course, among)
        if served is None:
            words = tr("Rien à servir : ce n'est pas encore prêt.")
            self._desk.say(words, tone="refused")
            return
        words = tr("Servi : {what}", what=f"{served.title}, {served.words}")
        self._desk.say(words, undo=partial(self._back_to_pass, served))

    def _back_to_pass(self, served: Bump) -> None:
        order, dishes = served.order, served.dishes
        book = self._desk.world.book
        for station in sorted({book.dishes[dish].station for dish in dishes}):
            here = tuple(d for d in dishes if book.dishes[d].station == station)
            back = RecallDishes(
                order=order, station=station, dishes=here, reason=MISTAKE
            )
            if self.run(back):
                self.run(BumpDishes(order=order, station=station, dishes=here))

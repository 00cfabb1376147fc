"""Says at a window that the person who is there, or the kitchen, is wanted.

Also what becomes of tables that pass from one waiter to another: both are told, wherever
they work. A manager is told of guests who sit and have ordered nothing. A slot of time
that terminals filled at once is said at each of them.
"""

from functools import partial

from PySide6.QtCore import QObject, QTimer, Slot

from app.domain.floor.events import HandoverAnswered, HandoverOffered
from app.domain.orders.serving_events import OrderPromised
from app.domain.orders.slots import crowded
from app.domain.staff.events import StaffCalled
from app.presenters.calls import call_words, is_called
from app.presenters.floor.stage import unserved
from app.presenters.floor.team import handover_words
from app.presenters.pos.serving import crowded_words
from app.services.house import Fact
from app.services.people import person_name
from app.windows.desk import Desk
from resources.texts import clock, tr

_KITCHEN = ("kitchen", "runner")
LOOK_MS = 20_000


class Calls(QObject):
    """Calls for one window.

    Args:
        kitchen: the window is a kitchen's, where cooks and runners look.
    """

    def __init__(self, desk: Desk, *, kitchen: bool) -> None:
        super().__init__(desk)
        self._desk, self._kitchen = desk, kitchen
        desk.changed.connect(self._on_changed)

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        for event, meta in (fact.parts for fact in facts):
            if isinstance(event, StaffCalled) and self._concerns(event, meta.op):
                name = self._name_of(meta.op)
                self._desk.say(call_words(self._desk.world, event, name))
            elif isinstance(event, HandoverOffered | HandoverAnswered):
                self._tell(event.handover, meta.op)
            elif isinstance(event, OrderPromised) and not self._kitchen:
                self._say_crowded(event.order, meta.chain)

    def _concerns(self, call: StaffCalled, by: str) -> bool:
        if self._kitchen and call.who in _KITCHEN:
            return True
        person = self._desk.person
        return person != by and is_called(self._desk.world, person, call.who)

    def _say_crowded(self, order: str, by: str) -> None:
        """A promise made elsewhere came on top of the last one of its slot."""
        found = self._desk.world.book.orders.get(order)
        if found is None or by == self._desk.house.terminal:
            return
        slot = crowded(self._desk.world, found, self._desk.house.clock())
        if slot is not None:
            look = partial(self._desk.go, "pos", f"order:{order}")
            words = f"{clock(slot.start)}, {crowded_words(slot)}"
            self._desk.say(words, undo=look, act=tr("Voir"), icon="visibility")

    def _tell(self, handover: str, by: str) -> None:
        """Who did it knows; the other one can look at it at once."""
        person = self._desk.person
        found = self._desk.world.floor.handovers.get(handover)
        if found is None or person == by:
            return
        words = handover_words(found, person, self._name_of)
        if words:
            look = partial(self._desk.go, "floor", f"handover:{handover}")
            self._desk.say(words, undo=look, act=tr("Voir"), icon="visibility")

    def _name_of(self, person: str) -> str:
        return person_name(self._desk.house, person)


class Unserved(QObject):
    """Tells a manager at one window of guests who wait to order, each table once."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._told: set[str] = set()
        self._clock = QTimer(self, interval=LOOK_MS)
        self._clock.timeout.connect(self.look)
        desk.person_changed.connect(self._on_person_changed)
        self._clock.start()

    @Slot()
    def look(self) -> None:
        """Says which tables have waited too long since the last look."""
        desk = self._desk
        if not is_called(desk.world, desk.person, "manager"):
            return
        waiting = unserved(desk.world, desk.house.clock())
        tables = [
            tr("table {number}, {n} min", number=number, n=minutes)
            for order, minutes in waiting
            if order.id not in self._told
            and (number := desk.world.floor.number(order.table))
        ]
        self._told = {order.id for order, _ in waiting}
        if tables:
            words = tr("Rien n'est commandé : {tables}", tables=" · ".join(tables))
            look = partial(desk.go, "floor")
            desk.say(words, undo=look, act=tr("Voir"), icon="visibility")

    @Slot()
    def _on_person_changed(self) -> None:
        self._told.clear()
        self.look()

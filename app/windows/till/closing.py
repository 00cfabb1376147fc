"""Making the Z: with a manager where one is wanted, and once for each session."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from app.domain.till.decide import worst_difference
from app.domain.till.events import DayClosed
from app.domain.till.state import Till
from app.domain.vocabulary import Refusal
from app.domain.wire import series_of
from app.fiscal.closing import close_day
from app.services.facts import facts_of
from app.services.house import Actor, Fact
from app.services.people import person_name
from app.windows.desk import Approval, Desk, refusal_text
from db.reading import latest
from resources.texts import tr


class DayClosing:
    """Closes the day of the session that was counted.

    Args:
        done: gets the Z.
    """

    def __init__(self, desk: Desk, done: Callable[[Fact], None]) -> None:
        self._desk, self._done = desk, done
        self._session = ""

    @property
    def _till(self) -> Till:
        return self._desk.world.till(self._desk.house.terminal)

    def counted(self) -> None:
        """The session that is open now was counted."""
        self._session = self._till.session

    def close(self) -> None:
        """Makes the Z, with a manager's word where one is wanted."""
        self._close(self._desk.actor)

    def _close(self, actor: Actor, manager: str = "") -> None:
        """Makes it for who asked: a word from another screen may find somebody else."""
        desk = self._desk
        if self._till.session != self._session:
            self._show_first()
            return
        result = close_day(desk.house, replace(actor, approver=manager))
        if not isinstance(result, Refusal):
            self._done(result[0])
        elif result.right and not manager:
            off = abs(worst_difference(self._till))
            act = "difference" if off else ""
            desk.approval_requested.emit(
                Approval(
                    result,
                    None,
                    None,
                    allowed=partial(self._close, actor),
                    person=actor.person,
                    act=act,
                    amount=off,
                )
            )
        else:
            desk.say(refusal_text(result), tone="refused")

    def _show_first(self) -> None:
        """What was counted here is closed already, at another window or by itself: a
        second Z would be an empty one of the day that follows."""
        house = self._desk.house
        entries = latest(house.database, house.terminal, series_of(DayClosed), 1)
        for fact in facts_of(entries):
            self._done(fact)
            name = person_name(house, fact.meta.op)
            self._desk.say(tr("Déjà clôturée par {name} : voici ce Z.", name=name))

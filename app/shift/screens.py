"""What the kitchen's window has shown: each ticket's dishes, seen on its real cards."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Slot

from app.domain.kitchen.events import TicketIssued, TicketLine
from app.presenters.kitchen.cards import STOP
from app.services.house import Fact
from app.shift.stage import Stage
from app.windows.kitchen.page import KitchenPage
from widgets.kitchen_wall_views import CardView


class KitchenScreen(QObject):
    """Watches the wall of a kitchen's window that shows all stations.

    Attributes:
        shown: (station, number) of the tickets whose every line was seen.
        waiting: tickets that were issued and are not seen yet.
    """

    def __init__(self, stage: Stage, page: KitchenPage) -> None:
        super().__init__(page)
        self._page = page
        self.shown: set[tuple[str, int]] = set()
        self.waiting: list[TicketIssued] = []
        # After the page's own controller, which was connected before.
        stage.suite.signals.changed.connect(self._on_changed)

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        for fact in facts:
            if isinstance(fact.event, TicketIssued):
                self.waiting.append(fact.event)
        self.look()

    def look(self) -> bool:
        """Ticks off the tickets that stand on the wall now; whether none is missing."""
        views = self._page.wall.views
        seen = [ticket for ticket in self.waiting if _stands(ticket, views)]
        self.shown |= {(ticket.station, ticket.number) for ticket in seen}
        self.waiting = [ticket for ticket in self.waiting if ticket not in seen]
        return not self.waiting


def _stands(ticket: TicketIssued, views: Iterable[CardView]) -> bool:
    """Whether each dish is on a card of the station; one that moved, on its new one."""
    here = [view for view in views if view.id.split("|")[1] == ticket.station]
    return all(any(_line_stands(line, view) for view in here) for line in ticket.lines)


def _line_stands(line: TicketLine, view: CardView) -> bool:
    stops = line.kind == "stop"
    for shown in view.lines:
        dishes = shown.id.removeprefix(STOP).split("+")
        if line.dish in dishes and (shown.kind == "stop") == stops:
            return True
    return False

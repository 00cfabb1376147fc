"""Orders to pay, for tests and pictures of the paying page."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.bootstrap import Opened
from app.domain.orders.commands import AddLine, OpenOrder, PrintAddition, SendOrder
from app.domain.orders.events import LineAdded, OrderCreated
from app.domain.rules import Command
from app.domain.vocabulary import MILLI, Refusal, ServiceMode
from app.services.house import Actor, Fact
from app.windows.desk import Approval, Desk, Said

Dish = tuple[str, int, tuple[int, ...]]
"""Article, pieces, seats."""

TABLE_12: tuple[Dish, ...] = (
    ("oeufs_mimosa", 1, (1,)),
    ("soupe_oignon", 1, (2,)),
    ("menu_enfant", 1, (3,)),
    ("entrecote", 1, (1,)),
    ("magret", 1, (2,)),
    ("verre_rouge", 2, (1, 2)),
    ("sirop", 1, (3,)),
)
"""The order of picture 04: 84,50 €."""
SHARED_TABLE: tuple[Dish, ...] = (
    ("oeufs_mimosa", 1, (1,)),
    ("soupe_oignon", 1, (2,)),
    ("menu_enfant", 1, (3,)),
    ("entrecote", 1, (1,)),
    ("magret", 1, (2,)),
    ("eau_gazeuse", 1, ()),
    ("pichet", 1, (1, 2)),
)
"""The order of picture 04b: 90,50 €, a bottle of water for all, a carafe for two."""
ESPRESSOS: tuple[Dish, ...] = (("cafe", 2, ()),)


def run(
    opened: Opened, command: Command, person: str = "lea", manager: str = "marc"
) -> tuple[Fact, ...]:
    """Carries a command out, with a manager's approval when it needs one."""
    done = opened.house.run(command, Actor(person, "pos", manager))
    assert not isinstance(done, Refusal), done
    return done


def options_of(opened: Opened, article: str) -> tuple[str, ...]:
    """The first answers to everything an article has to be asked."""
    catalogue = opened.house.world.catalogue
    chosen: list[str] = []
    for name in catalogue.articles[article].groups:
        group = catalogue.groups[name]
        chosen += [option.id for option in group.options[: group.minimum]]
    return tuple(chosen)


def make_order(
    opened: Opened,
    dishes: Sequence[Dish] = TABLE_12,
    *,
    table: str = "t12",
    covers: int = 3,
    mode: ServiceMode = "dine_in",
    sent: bool = True,
    addition: bool = False,
) -> str:
    """An order with these dishes; its id."""
    opening = OpenOrder(mode=mode, table=table, covers=covers)
    created = run(opened, opening)[0].event
    assert isinstance(created, OrderCreated)
    for article, pieces, seats in dishes:
        added = run(
            opened,
            AddLine(
                order=created.order,
                article=article,
                quantity=pieces * MILLI,
                options=options_of(opened, article),
                seats=seats,
                merge=False,
            ),
        )
        assert any(isinstance(fact.event, LineAdded) for fact in added)
    if sent:
        run(opened, SendOrder(order=created.order))
    if addition:
        run(opened, PrintAddition(order=created.order))
    return created.order


class Counter:
    """A person at a desk: what was said to them, where they were sent, who approved.

    Attributes:
        said: words of the undo bar, newest last.
        places: (page, argument) they were led to.
        approved: refusals that the manager allowed.
    """

    def __init__(self, desk: Desk, manager: str = "marc") -> None:
        self.desk, self._manager = desk, manager
        self.said: list[Said] = []
        self.places: list[tuple[str, str]] = []
        self.approved: list[str] = []
        desk.said.connect(self.said.append)
        desk.place_requested.connect(self._go)
        desk.approval_requested.connect(self._approve)

    @property
    def words(self) -> list[str]:
        """What was said."""
        return [said.text for said in self.said]

    def undo(self) -> None:
        """Taps the button of the bar."""
        act = self.said[-1].undo
        assert act is not None
        act()

    def _go(self, page: str, argument: str) -> None:
        self.places.append((page, argument))

    def _approve(self, approval: Approval) -> None:
        self.approved.append(approval.refusal.right)
        self.desk.approve(approval, self._manager)


class Taps:
    """Fingers on widgets, counted."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, widget: QWidget) -> None:
        """A tap in the middle of a widget that can be tapped."""
        assert widget.isVisible(), widget.accessibleName()
        assert widget.isEnabled(), widget.accessibleName()
        self.count += 1
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

"""The floor plan: seating, réclames, plates going out, tables moved, merged, joined,
cleared."""

from PySide6.QtWidgets import QWidget

from app.domain.floor.events import (
    HandoverAnswered,
    HandoverOffered,
    TableCleared,
    TablesJoined,
)
from app.domain.kitchen.events import DishesServed
from app.domain.orders.events import CourseFired, LinesMoved, OrderCreated, TableChanged
from app.shift.finger import Stuck
from app.shift.hands.login import LoginHand
from app.shift.stage import Stage
from app.windows.floor.page import FloorPage
from app.windows.floor.seat_sheets import CoversSheet
from app.windows.floor.sheets import MenuSheet, MergeSheet
from app.windows.floor.team_sheets import GivingSheet, OfferSheet, SectionsSheet


class FloorHand:
    """A waiter at the plan of a window."""

    def __init__(self, stage: Stage, login: LoginHand, window: str) -> None:
        self._stage, self._finger, self._login = stage, stage.finger, login
        self.window = window

    def come(self, person: str) -> None:
        """Somebody sits down at the plan of the window."""
        shell = self._login.be(self.window, person)
        if shell.place != "floor":
            self._finger.tap(shell.rail.item_widget("floor"))

    @property
    def page(self) -> FloorPage:
        """The page.

        Raises:
            Stuck: another page is on show.
        """
        page = self._stage.page(self.window)
        if not isinstance(page, FloorPage):
            raise Stuck(f"the plan is not on show, but {page.key}")
        return page

    def seat(self, table: str, covers: int) -> str:
        """Guests sit down at a free table: the new order, which the till then shows."""
        since = len(self._stage.facts)
        self._touch(table)
        menu = self._finger.look(self.page, MenuSheet)
        if menu is not None:  # the last guests have left, nobody has cleared
            self._finger.tap(menu.acts["seat"])
        sheet = self._finger.find(self.page, CoversSheet)
        self._finger.tap(sheet.pane.cards[covers])
        return self._stage.wait_for(OrderCreated, since).order

    def open(self, table: str) -> None:
        """The order of a table, at the till."""
        self._touch(table)
        shell = self._stage.windows[self.window]
        self._finger.until(lambda: shell.place == "pos", "the table does not open")

    def fire(self, order: str) -> bool:
        """Réclamer beside the plan; False when that order does not ask for it yet."""
        return self._act(f"fire:{order}", CourseFired)

    def serve(self, order: str) -> bool:
        """Servi, beside the plan; False when nothing of it stands on the pass."""
        return self._act(f"serve:{order}", DishesServed)

    def clear(self, table: str) -> None:
        """The table is laid again: a tap on one that has paid shows what to do."""
        since = len(self._stage.facts)
        self._touch(table)
        sheet = self._finger.find(self.page, MenuSheet)
        if "clear" not in sheet.acts:
            raise Stuck(f"{table} offers {sorted(sheet.acts)}, not to be cleared")
        self._finger.tap(sheet.acts["clear"])
        self._stage.wait_for(TableCleared, since)

    def join(self, table: str, other: str) -> None:
        """Another table is pushed to one."""
        since = len(self._stage.facts)
        self._menu(table, "join")
        self._touch(other)
        self._stage.wait_for(TablesJoined, since)

    def part(self, table: str) -> None:
        """Tables that stood together stand alone again."""
        since = len(self._stage.facts)
        self._menu(table, "apart")
        self._stage.wait_for(TablesJoined, since)

    def drag(self, source: str, target: str) -> None:
        """Carries a note to another table; two notes become one when it is taken."""
        since = len(self._stage.facts)
        self._to_room(source)
        merges = self._stage.world.order_on(target) is not None
        kinds = (TableChanged, LinesMoved)

        def moved() -> bool:
            return any(isinstance(f.event, kinds) for f in self._stage.facts[since:])

        plan = self.page.plan
        self._finger.drag(
            plan.viewport(),
            lambda: plan.table_rect(source).center(),
            lambda: plan.table_rect(target).center(),
        )
        if merges:
            sheet = self._finger.find(self.page, MergeSheet)
            self._finger.tap(sheet.choices[0])
        self._finger.until(moved, "the note did not move")

    def hand_over(self, taker: str) -> bool:
        """All notes and sections of whoever is here go to a colleague, who is asked;
        False when there is nothing to pass on."""
        page, since = self.page, len(self._stage.facts)
        self._finger.tap(page.panel.tabs.options[-1])
        self._finger.tap(page.panel.sections)
        sheet = self._finger.find(page, SectionsSheet)
        if not sheet.giving.isVisible():
            self._finger.tap(sheet.sheet.close_button)
            return False
        self._finger.tap(sheet.giving)
        giving = self._finger.find(page, GivingSheet)
        self._finger.tap(giving.people[taker])
        self._finger.tap(giving.give)
        self._stage.wait_for(HandoverOffered, since)
        return True

    def take_over(self) -> None:
        """What a colleague has passed on is accepted."""
        page, since = self.page, len(self._stage.facts)
        self._finger.tap(page.panel.tabs.options[-1])
        self._finger.tap(page.panel.sections)
        sheet = self._finger.find(page, SectionsSheet)
        offered = self._stage.written(HandoverOffered)[-1].handover
        self._finger.tap(sheet.rows[offered])
        offer = self._finger.find(page, OfferSheet)
        self._finger.tap(offer.acts["accept"])
        self._stage.wait_for(HandoverAnswered, since)

    def _menu(self, table: str, act: str) -> None:
        """Holds a table and does what its menu offers."""
        self._to_room(table)
        plan = self.page.plan
        self._finger.hold(plan.viewport(), lambda: plan.table_rect(table).center())
        sheet = self._finger.find(self.page, MenuSheet)
        self._finger.tap(sheet.acts[act])

    def _touch(self, table: str) -> None:
        self._to_room(table)
        plan = self.page.plan
        self._finger.tap_item(plan, lambda: plan.table_rect(table), f"table {table}")

    def _act(self, key: str, kind: type[object]) -> bool:
        button: QWidget | None = next(
            (row.button for row in self.page.panel.rows if row.view.key == key), None
        )
        if button is None:
            return False
        since = len(self._stage.facts)
        self._finger.tap(button)
        self._stage.wait_for(kind, since)
        return True

    def _to_room(self, table: str) -> None:
        """Shows the room of a table."""
        room, tabs = self._stage.world.floor.tables[table].room, self.page.tabs
        if tabs.chosen_key == room:
            return
        for option in tabs.options:
            if option.choice.key == room:  # type: ignore[attr-defined]  # an option of the row
                self._finger.tap(option)

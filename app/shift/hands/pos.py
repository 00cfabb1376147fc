"""The till's page: taking orders as a waiter does, tap by tap."""

from functools import partial

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget

from app.demo.guests import Wish
from app.domain.orders.commands import Pick
from app.domain.orders.events import (
    AllergyNoted,
    LineAdded,
    LineVoided,
    OrderCreated,
    OrderSent,
    QuantitySet,
)
from app.presenters.pos.page import needs_choice
from app.shift.finger import Stuck
from app.shift.hands.login import LoginHand
from app.shift.stage import Stage
from app.windows.pos.catalogue_pane import CataloguePane
from app.windows.pos.formule_sheet import FormuleSheet
from app.windows.pos.line_sheet import LineSheet
from app.windows.pos.modifier_sheet import ModifierSheet, QuestionsPane
from app.windows.pos.note_sheets import AllergySheet, NoteSheet
from app.windows.pos.order_panel import OrderPanel
from app.windows.pos.reason_sheets import DiscountSheet, ReasonSheet
from app.windows.pos.sheet import PosSheet
from app.windows.pos.sheets import ActsSheet, CountSheet
from app.windows.pos.table_sheets import TablesSheet
from resources.texts import tr
from widgets.button import IconButton
from widgets.chip import Chip
from widgets.choices import Tabs
from widgets.order_list import OrderList
from widgets.pressable import Pressable
from widgets.tile_grid import TileGrid


class PosHand:
    """A waiter at the POS page of a window."""

    def __init__(self, stage: Stage, login: LoginHand, window: str) -> None:
        self._stage, self._finger, self._login = stage, stage.finger, login
        self.window = window

    # Where one is

    @property
    def shell(self) -> QWidget:
        """The window."""
        return self._stage.windows[self.window]

    @property
    def catalogue(self) -> CataloguePane:
        """The catalogue on show."""
        return self._finger.find(self.shell, CataloguePane)

    @property
    def panel(self) -> OrderPanel:
        """The order on show."""
        return self._finger.find(self.shell, OrderPanel)

    def come(self, person: str) -> None:
        """Somebody sits down at the POS page of the window."""
        shell = self._stage.windows[self.window]
        if shell.desk.person != person and shell.place in ("pay", "kitchen", "till"):
            raise Stuck(f"the window was left at {shell.place}")
        self._login.be(self.window, person)
        if shell.place != "pos":
            self._finger.tap(shell.rail.item_widget("pos"))

    def open_table(self, number: str, covers: int = 0) -> str:
        """ "12 ↵": the order of a table, or a new one for so many covers."""
        since = len(self._stage.facts)
        self.seek(number)
        self._finger.press(self.shell, Qt.Key.Key_Return)
        if covers:
            return self.seat(covers, since)
        table = self._stage.world.floor.by_number(number)
        order = self._stage.world.order_on(table.id) if table else None
        if order is None:
            raise Stuck(f"nobody sits at table {number}")
        return order.id

    def seek(self, words: str) -> None:
        """Types into the search field, over what stood there."""
        field = self.catalogue.field
        self._finger.tap(field.edit)
        if field.text:
            self._finger.select_all(self.shell)
        self._finger.type(self.shell, words)

    def seat(self, covers: int, since: int) -> str:
        """Answers how many sit down; the new order."""
        sheet = self._finger.find(self.shell, CountSheet)
        self._finger.tap(sheet.pane.cards[covers])
        self._gone(sheet)
        return self._stage.wait_for(OrderCreated, since).order

    # Articles

    def take(self, wish: Wish) -> str:
        """Takes a wish down for its seat; the line it became."""
        self.choose_seat(wish.seats[0] if wish.seats else 0)
        since = len(self._stage.facts)
        world = self._stage.world
        article = world.catalogue.articles[wish.article]
        asked = needs_choice(world, article)
        if wish.options and not asked:  # nothing must be asked: held, it may be
            self._act(self.held_article(wish.article), "choose")
        else:
            self._finger.tap(self._tile(wish.article))
        if wish.picks:
            self._compose(wish.picks)
        elif wish.options or asked:
            self._answer(wish.options)
        added = [
            f.event.line
            for f in self._stage.facts[since:]
            if isinstance(f.event, LineAdded | QuantitySet)
        ]
        if not added:
            raise Stuck(f"{article.name} was not taken down")
        return added[-1]

    def choose_seat(self, seat: int) -> None:
        """The next articles are for this seat, 0 for the table."""
        panel = self._finger.look(self.shell, OrderPanel)
        if panel is None or panel.seats.chosen_key == str(seat):
            return
        for option in panel.seats.options:
            if option.choice.key == str(seat):  # type: ignore[attr-defined]  # an option of the row
                self._finger.tap(option)
                return

    def held_article(self, article: str) -> ActsSheet:
        """Presses an article for long."""
        tile = self._tile(article)
        self._finger.hold(tile)
        return self._finger.find(self.shell, ActsSheet)

    def set_86(self, article: str) -> None:
        """Marks an article as sold out."""
        self._act(self.held_article(article), "86")

    def _tile(self, article: str) -> QWidget:
        """The tile of an article, on its category's tab; else searched by its name."""
        pane = self.catalogue
        shown = _on_page(pane.grid, article)
        if shown is not None:
            return shown
        found = self._stage.world.catalogue.articles[article]
        tab = _tab(pane.tabs, found.category)
        if tab is not None:
            self._finger.tap(tab)
            self._finger.until(lambda: pane.grid.tiles, "the tab is empty")
            return self._page_to(pane.grid, article)
        self.seek(found.name)
        self._finger.until(
            lambda: _on_page(pane.grid, article), f"{found.name} is not found"
        )
        return self._page_to(pane.grid, article)

    def _page_to(self, grid: TileGrid, article: str) -> QWidget:
        for arrow in (tr("Page suivante"), tr("Page précédente")):
            for _ in range(grid.pages):
                tile = _on_page(grid, article)
                if tile is not None:
                    return tile
                button = _named(grid, arrow)
                if not (button.isVisible() and button.isEnabled()):
                    break
                self._finger.tap(button)
        raise Stuck(f"no tile for {article}")

    def _answer(self, options: tuple[str, ...]) -> None:
        sheet = self._finger.find(self.shell, ModifierSheet)
        for option in options:
            self._touch_option(sheet.questions, option)
        self._finger.tap(sheet.add_button)
        self._gone(sheet)

    def _compose(self, picks: tuple[Pick, ...]) -> None:
        sheet = self._finger.find(self.shell, FormuleSheet)
        for pick in picks:
            self._to_step(sheet, pick.step)
            tile = self._page_to(sheet.grid, pick.article)
            article = self._stage.world.catalogue.articles[pick.article]
            if pick.options and not needs_choice(self._stage.world, article):
                self._finger.hold(tile)  # a tap would go on to the next step
            else:
                self._finger.tap(tile)
            for option in pick.options:
                self._touch_option(sheet.questions, option)
        while not sheet.add_button.isVisible():
            self._to_step(sheet, _step(sheet) + 1)
        self._finger.tap(sheet.add_button)
        self._gone(sheet)

    def _to_step(self, sheet: FormuleSheet, step: int) -> None:
        while (now := _step(sheet)) < step:
            self._finger.tap(sheet.next_button)
            if _step(sheet) == now:
                raise Stuck("the formule does not go on")

    def _touch_option(self, pane: QuestionsPane, option: str) -> None:
        for group in pane.cards.values():
            for tile in group.tiles:
                if tile.isVisible() and tile.view.id == option:
                    if not tile.view.chosen:
                        self._finger.tap(tile)
                    return
        for chips in pane.chips.values():
            try:
                self._finger.tap(chips.chip(option))
            except KeyError:
                continue
            return
        asked = [tile.view.id for group in pane.cards.values() for tile in group.tiles]
        raise Stuck(f"{option} is not among {asked}")

    # Lines

    def line_sheet(self, line: str) -> LineSheet:
        """Opens what can be done with a line."""
        self._touch_row(self._list(), line)
        return self._finger.find(self.shell, LineSheet)

    def more(self, line: str, count: int) -> None:
        """So many more of a line that was not sent."""
        sheet = self.line_sheet(line)
        for _ in range(count):
            self._finger.tap(sheet.stepper.findChildren(IconButton)[1])
        self.close_sheet()

    def remove(self, line: str) -> None:
        """A line that was not sent is brushed away."""
        rows = self._list()
        since = len(self._stage.facts)
        self._finger.swipe(
            rows.viewport(), lambda: self._row(rows, line).center(), -140
        )
        if len(self._stage.facts) == since:
            raise Stuck("the line was not taken off")

    def void(self, line: str, reason: str) -> None:
        """A line that was sent is voided; a manager approves when that is wanted."""
        since = len(self._stage.facts)
        self._finger.tap(self.line_sheet(line).act("void"))
        sheet = self._finger.find(self.shell, ReasonSheet)
        self._finger.tap(sheet.reasons.card(reason))
        self._approve_if_asked()
        self._stage.wait_for(LineVoided, since)

    def comp(self, line: str, reason: str) -> None:
        """A line is on the house."""
        since = len(self._stage.facts)
        self._finger.tap(self.line_sheet(line).act("comp"))
        sheet = self._finger.find(self.shell, ReasonSheet)
        self._finger.tap(sheet.reasons.card(reason))
        self._approve_if_asked()
        self._written(since, "the line was not offered")

    def discount(self, number: int, reason: str) -> None:
        """The `number`-th of the usual percentages on the whole order."""
        since = len(self._stage.facts)
        self.menu("discount")
        sheet = self._finger.find(self.shell, DiscountSheet)
        self._finger.tap(sheet.percents[number])
        self._finger.tap(sheet.reasons.card(reason))
        self._finger.tap(sheet.act)
        self._approve_if_asked()
        self._written(since, "the discount was not granted")

    # The order

    def send(self) -> None:
        """Everything unsent leaves for its station."""
        since = len(self._stage.facts)
        self._finger.tap(self.panel.send_button)
        self._stage.wait_for(OrderSent, since)

    def repeat_round(self) -> None:
        """Même tournée."""
        since = len(self._stage.facts)
        self._finger.tap(self.catalogue.round)
        self._written(since, "the round was not repeated")

    def note(self, kitchen: int, guest: str) -> None:
        """Notes on the order: the `kitchen`-th model, and words on the receipt."""
        since = len(self._stage.facts)
        self._finger.tap(self.panel.note_button)
        sheet = self._finger.find(self.shell, NoteSheet)
        self._finger.tap(sheet.findChildren(Chip)[kitchen])
        self._finger.tap(sheet.guest.edit)
        self._finger.type(self.shell, guest)
        self._finger.tap(sheet.save_button)
        self._written(since, "the notes were not kept")

    def allergy(self, seat: int, allergen: str) -> None:
        """What a seat cannot eat."""
        since = len(self._stage.facts)
        self.menu("allergy")
        sheet = self._finger.find(self.shell, AllergySheet)
        self._finger.tap(sheet.seat(seat))
        self._finger.tap(sheet.group(allergen))
        self._finger.tap(sheet.save_button)
        self._stage.wait_for(AllergyNoted, since)

    def addition(self) -> None:
        """The provisional bill."""
        since = len(self._stage.facts)
        self.menu("addition")
        self._written(since, "no addition was printed")

    def move(self, table: str) -> None:
        """The order goes to another table; two orders become one on an occupied one."""
        since = len(self._stage.facts)
        self.menu("move")
        sheet = self._finger.find(self.shell, TablesSheet)
        merges = self._stage.world.order_on(table) is not None
        self._finger.tap(sheet.card(table))
        if merges:
            self._finger.tap(sheet.keep_other)
        self._written(since, "the order did not move")

    def menu(self, act: str) -> None:
        """An act of the ⋮ of the order."""
        self._finger.tap(self.panel.menu_button)
        self._act(self._finger.find(self.shell, ActsSheet), act)

    def pay(self) -> None:
        """To the payment of the order."""
        self._finger.tap(self.panel.pay_button)
        shell = self._stage.windows[self.window]
        self._finger.until(lambda: shell.place == "pay", "the payment does not come")

    def close_sheet(self) -> None:
        """Closes the sheet that is open with its cross."""
        sheet = self._finger.find(self.shell, PosSheet)
        self._finger.tap(sheet.sheet.close_button)
        self._gone(sheet)

    # What they share

    def _act(self, sheet: ActsSheet, key: str) -> None:
        self._finger.tap(sheet.row(key))
        self._gone(sheet)

    def _approve_if_asked(self) -> None:
        """A manager comes to the till; at the plan they are asked on their own screen."""
        if not self._login.asked(self.window):
            return
        if self.window == "floor":
            self._login.approve_elsewhere(self.window)
        else:
            self._login.approve(self.window)

    def _list(self) -> OrderList:
        return self._finger.find(self.shell, OrderList)

    def _row(self, rows: OrderList, line: str) -> QRect:
        """Where a line is, after unfolding the courses that hide it."""
        if rows.item_rect(line).isEmpty():
            for course in rows.view.courses:
                if course.folded:
                    row = f"course:{course.id}"
                    rows.show_row(row)
                    self._finger.tap_item(
                        rows, partial(rows.item_rect, row), "a course"
                    )
        rows.show_row(line)
        self._finger.rest()
        return rows.item_rect(line)

    def _touch_row(self, rows: OrderList, line: str) -> None:
        self._finger.tap_item(rows, lambda: self._row(rows, line), "the line")

    def _written(self, since: int, what: str) -> None:
        self._finger.until(lambda: len(self._stage.facts) > since, what)

    def _gone(self, sheet: QWidget) -> None:
        self._finger.until(lambda: not _on_show(sheet), "the sheet does not close")


def _on_show(widget: QWidget) -> bool:
    try:
        return widget.isVisible()
    except RuntimeError:  # Qt has deleted it
        return False


def _on_page(grid: TileGrid, article: str) -> QWidget | None:
    return next((tile for tile in grid.tiles if tile.view.id == article), None)


def _step(sheet: FormuleSheet) -> int:
    """The step on show, as its bar says."""
    bar = sheet.steps.findChildren(Pressable)
    return next(n for n, step in enumerate(bar) if step.view.state == "current")  # type: ignore[attr-defined]  # a step of the bar


def _named(root: QWidget, name: str) -> Pressable:
    """The control that a screen reader calls so."""
    return next(b for b in root.findChildren(Pressable) if b.accessibleName() == name)


def _tab(tabs: Tabs, key: str) -> Pressable | None:
    for option in tabs.options:
        if option.isVisible() and option.choice.key == key:  # type: ignore[attr-defined]  # an option of the row
            return option
    return None

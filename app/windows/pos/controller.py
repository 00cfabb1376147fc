"""The till's page and the house: where one is, what changed, what wishes mean.

The acts stand beside: `taking` (articles), `line_acts`, `order_acts`, `moves`,
`counter_acts`, `article_acts`; `seeking` understands what is typed, `opening` comes to
tables, `showing` presents. They share one `Work`. Facts come in by `desk.changed`,
whoever made them.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from typing_extensions import override

from app.domain.orders.events import LineAdded, LinesMoved, QuantitySet
from app.presenters.pos import TABLE_TILE, quantity_words
from app.presenters.pos_keys import KEYS, present_keys
from app.presenters.pos_order import last_seat
from app.presenters.pos_sheets import present_order_acts
from app.presenters.pos_words import order_title, order_words
from app.services.house import Fact
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from app.windows.key_wedge import KeyWedge
from app.windows.pos.article_acts import ArticleActs
from app.windows.pos.counter_acts import CounterActs
from app.windows.pos.line_acts import LineActs
from app.windows.pos.moves import Moves
from app.windows.pos.opening import Opening
from app.windows.pos.order_acts import OrderActs
from app.windows.pos.panes import PosPanes
from app.windows.pos.seeking import Seeking
from app.windows.pos.sheets import ActsSheet, CountSheet, KeysSheet
from app.windows.pos.showing import Showing
from app.windows.pos.state import PosState
from app.windows.pos.taking import Taking
from app.windows.pos.work import Work
from resources.texts import tr

TICK_MS = 10_000


class PosController(QObject):
    """One till window."""

    def __init__(self, desk: Desk, board: DeviceBoard, panes: PosPanes) -> None:
        super().__init__(panes)
        self._panes = panes
        self.work = Work(desk, board, panes.lit, self)
        self.taking = Taking(self.work)
        self.lines = LineActs(self.work, self.taking)
        self.orders = OrderActs(self.work)
        self.moves = Moves(self.work)
        self.counter = CounterActs(self.work)
        self.articles = ArticleActs(self.work, self.taking)
        self.opening = Opening(self.work)
        self.seeking = Seeking(self.work, panes, self.taking)
        self.showing = Showing(self.work, panes, self.seeking)
        self.wedge = KeyWedge(panes)
        self._tick = QTimer(self, interval=TICK_MS)
        self._acts: dict[str, Callable[[], None]] = {
            "keys": self.show_keys,
            "search": self._on_search_wanted,
            "seat": self._on_next_seat,
            "send": self.orders.send,
            "round": self.orders.repeat,
            "note": self.orders.ask_note,
            "move": self.moves.ask_table,
            "pay": self.orders.pay,
            "fire": self.orders.fire_next,
            "menu": self.open_menu,
            "hold": self.counter.hold,
            "addition": self.orders.print_addition,
            "covers": self.orders.ask_covers,
            "allergy": self.orders.ask_allergy,
            "transfer": self.moves.ask_any_lines,
            "discount": self.lines.discount_order,
            "empty": self.orders.empty,
            "release": self.orders.release,
            "reprint": self.orders.reprint,
        }
        self._make_shortcuts()
        self._connect_signals()
        self.showing.show_all()

    @property
    def state(self) -> PosState:
        """Where the person is on the page."""
        return self.work.state

    def _make_shortcuts(self) -> None:
        for key in KEYS:
            if key.act:
                shortcut = QShortcut(QKeySequence(key.key), self._panes)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.setObjectName(key.act)
                shortcut.activated.connect(self._on_shortcut_activated)

    def _connect_signals(self) -> None:
        work, panes, seeking = self.work, self._panes, self.seeking
        work.desk.changed.connect(self._on_changed)
        work.desk.person_changed.connect(self._on_person_changed)
        work.board.changed.connect(self.showing.show_order)
        work.shown_changed.connect(self.showing.show_all)
        work.sheet_closed.connect(self._on_sheet_closed)
        self.opening.opened.connect(self.showing.show_all)
        seeking.found_changed.connect(self.showing.show_tiles)
        seeking.table_wanted.connect(self._on_table_wanted)
        self.lines.transfer_requested.connect(self.moves.ask_lines)
        self.wedge.scanned.connect(self.on_scan)
        self._tick.timeout.connect(self.showing.show_order)
        panes.shown.connect(self._on_shown)
        panes.hidden.connect(self._on_hidden)
        panes.key_typed.connect(self._on_key_typed)
        for pane in (panes.catalogue, panes.shop):
            pane.typed.connect(seeking.on_typed)
            pane.entered.connect(seeking.on_entered)
            pane.tab_chosen.connect(self._on_tab_chosen)
            pane.tile_chosen.connect(self._on_tile_chosen)
            pane.tile_held.connect(self._on_tile_held)
            pane.round_requested.connect(self.orders.repeat)
            pane.scan_requested.connect(self._on_scan_requested)
        self._connect_panel()
        self._connect_counter()

    def _connect_panel(self) -> None:
        panel = self._panes.panel
        panel.seat_chosen.connect(self._on_seat_chosen)
        panel.seat_wanted.connect(self._on_seat_wanted)
        panel.seats_wanted.connect(self._on_seats_wanted)
        panel.covers_requested.connect(self.orders.ask_covers)
        panel.note_requested.connect(self.orders.ask_note)
        panel.menu_requested.connect(self.open_menu)
        panel.send_requested.connect(self.orders.send)
        panel.pay_requested.connect(self.orders.pay)
        panel.order_chosen.connect(self._on_order_chosen)
        panel.list.course_fired.connect(self.orders.fire)
        panel.list.course_chosen.connect(self.orders.turn_course)
        panel.list.course_toggled.connect(self._on_course_toggled)
        panel.list.seat_touched.connect(self.lines.next_seat)
        for each in (panel.list, self._panes.ticket.list):
            each.line_chosen.connect(self.lines.open)
            each.line_held.connect(self.lines.open)
            each.line_swiped.connect(self.lines.swiped)
            each.installEventFilter(self)

    def _connect_counter(self) -> None:
        ticket, pay = self._panes.ticket, self._panes.pay
        ticket.hold_requested.connect(self.counter.hold)
        ticket.menu_requested.connect(self.open_menu)
        ticket.order_chosen.connect(self._on_order_chosen)
        pay.card_requested.connect(self.counter.pay_card)
        pay.cancel_requested.connect(self.counter.cancel_card)
        pay.cash_chosen.connect(self.counter.pay_cash)
        pay.voucher_requested.connect(self.counter.ask_voucher)
        pay.other_requested.connect(self.counter.pay_otherwise)
        pay.issued_chosen.connect(self.counter.choose_issued)
        pay.mode.chosen.connect(self.counter.choose_mode)

    # Where one is

    def show_place(self, argument: str) -> None:
        """ "" as it was, "table:<id>", "order:<id>" or "counter"."""
        kind, _, name = argument.partition(":")
        if kind == "counter":
            self._go_to_counter()
        elif kind == "table":
            self.open_table(name)
        elif kind == "order":
            self._go_to_order(name)
        else:
            self._come_back()
        self._keep_focus()

    def _come_back(self) -> None:
        """As it was; without an order, to where this window is at home."""
        if self.work.order is None:
            self.state.turn_to(counter=self.state.home)
        self.showing.show_all()

    def _go_to_counter(self) -> None:
        order = self.work.order
        self.state.home = True
        self.state.turn_to(counter=True)
        if order is not None and order.table:
            self.state.take_order("")
        self.showing.show_all()

    def _go_to_order(self, order_id: str) -> None:
        order = self.work.world.book.orders.get(order_id)
        if order is None:
            self.work.refuse(tr("Cette commande n'est plus là."))
        elif order.table:
            self.open_table(order.table)
        else:
            self.state.turn_to(counter=True)
            self.opening.open_order(order.id)

    def open_table(self, table: str) -> None:
        """Shows the order of a table, or opens one."""
        self.orders.drop_empty_sale()
        self.work.drop_sheet()
        self.opening.open_table(table)

    def leave(self) -> None:
        """Another page is shown: what is half done goes."""
        self.work.drop_sheet()
        self.orders.drop_empty_sale()
        self.seeking.clear()

    @Slot(str)
    def _on_table_wanted(self, table: str) -> None:
        self.open_table(table)

    @Slot(str)
    def _on_order_chosen(self, order: str) -> None:
        self._go_to_order(order)

    # What changed

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        self._follow(facts)
        self.seeking.note(facts)
        self.showing.note(facts)
        self.counter.note(facts)
        if not self._panes.isVisible():
            return
        self.showing.show_all()
        self.lines.refresh()
        self._keep_focus()

    def _follow(self, facts: tuple[Fact, ...]) -> None:
        """The line that was rung here is lit; an order that was merged is followed."""
        for fact in facts:
            event, state = fact.event, self.state
            if getattr(event, "order", "") != state.order or not state.order:
                continue
            if isinstance(event, LineAdded | QuantitySet):
                self._ring(event, fact)
            elif isinstance(event, LinesMoved) and self.work.order is None:
                target = self.work.world.book.orders.get(event.target)
                if target is not None:
                    state.take_order(target.id)
                    words = order_words(self.work.world, target)
                    self.work.say(tr("Commande réunie : {order}", order=words))

    def _ring(self, event: LineAdded | QuantitySet, fact: Fact) -> None:
        state = self.state
        if not state.counter or fact.meta.op != self.work.desk.person:
            return
        line = self.work.world.book.lines.get(event.line)
        again = state.lit == event.line
        state.scans = (state.scans + 1 if again else 1) if line and line.barcode else 0
        state.lit = event.line

    @Slot(str)
    def _on_person_changed(self, person: str) -> None:
        if person and self._panes.isVisible():
            self.showing.show_all()

    @Slot()
    def _on_shown(self) -> None:
        self._tick.start()
        self.showing.show_all()

    @Slot()
    def _on_hidden(self) -> None:
        self._tick.stop()

    @Slot()
    def _on_sheet_closed(self) -> None:
        self._keep_focus()

    def _keep_focus(self) -> None:
        """At the counter the field always listens."""
        if self.state.counter and self.work.sheet is None and self._panes.isVisible():
            self._panes.middle.start_typing()

    # Catalogue

    @Slot(str)
    def _on_tab_chosen(self, tab: str) -> None:
        self.state.tab = tab
        self.seeking.clear()
        self._keep_focus()

    @Slot(str)
    def _on_tile_chosen(self, tile: str) -> None:
        quantity = self.seeking.take_quantity()
        if not quantity:
            self._panes.middle.say(quantity_words())
            return
        if self.state.typed:
            self.seeking.clear()
        if tile.startswith(TABLE_TILE):
            self.open_table(tile.removeprefix(TABLE_TILE))
        else:
            self.taking.take(tile, quantity)
        self._keep_focus()

    @Slot(str)
    def _on_tile_held(self, tile: str) -> None:
        if not tile.startswith(TABLE_TILE):
            self.articles.open(tile)

    @Slot(str)
    def on_scan(self, code: str) -> None:
        """A gun read a code."""
        self.seeking.on_scan(code)
        self._keep_focus()

    @Slot()
    def _on_scan_requested(self) -> None:
        self.work.say(
            tr("Scannez un article : la douchette écrit ici, sans rien toucher.")
        )

    # Seats and courses

    @Slot(int)
    def _on_seat_chosen(self, seat: int) -> None:
        self.state.seat = seat
        self.showing.show_order()

    @Slot()
    def _on_next_seat(self) -> None:
        order = self.work.order
        if order is not None and order.table:
            count = last_seat(self.work.world, order) + 1
            self._on_seat_chosen((self.state.seat + 1) % count)

    @Slot()
    def _on_seat_wanted(self) -> None:
        order = self.work.order
        if order is not None:
            seat = last_seat(self.work.world, order) + 1
            if self.orders.set_covers(seat):
                self.state.seat = seat
        self.showing.show_order()

    @Slot()
    def _on_seats_wanted(self) -> None:
        self.showing.show_order()
        order = self.work.order
        if order is None:
            return
        count = last_seat(self.work.world, order)
        sheet = CountSheet(
            self.work.beside,
            tr("Place"),
            order_words(self.work.world, order),
            most=min(count, 40),
            chosen=self.state.seat,
            highest=count,
        )
        sheet.count_chosen.connect(self._on_seat_picked)
        self.work.open_sheet(sheet)

    @Slot(int)
    def _on_seat_picked(self, seat: int) -> None:
        self.work.close_sheet()
        self._on_seat_chosen(seat)

    @Slot(str)
    def _on_course_toggled(self, course: str) -> None:
        self.state.toggled ^= {course}
        self.showing.show_order()

    # Keys and menus

    @Slot()
    def open_menu(self) -> None:
        """Everything that can be done with the order."""
        order = self.work.order
        world = self.work.world
        title = tr("Caisse")
        if order is not None:
            words = tr("Table {table}") if order.table else tr("Vente {table}")
            title = words.format(table=order_title(world, order))
        acts = present_order_acts(world, order, counter=self.state.counter)
        sheet = ActsSheet(self.work.beside, title, acts)
        sheet.act_chosen.connect(self._on_menu_chosen)
        self.work.open_sheet(sheet)

    @Slot(str)
    def _on_menu_chosen(self, act: str) -> None:
        sheet = self.work.sheet
        self._acts[act]()
        if self.work.sheet is sheet:
            self.work.close_sheet()

    @Slot()
    def show_keys(self) -> None:
        """The keys of the till."""
        self.work.open_sheet(KeysSheet(self.work.beside, present_keys()))

    @Slot()
    def _on_shortcut_activated(self) -> None:
        shortcut = self.sender()
        if isinstance(shortcut, QObject):
            self._acts[shortcut.objectName()]()

    @Slot()
    def _on_search_wanted(self) -> None:
        self._panes.middle.start_typing()

    @Slot(str)
    def _on_key_typed(self, text: str) -> None:
        if text == "?":
            self.show_keys()
        else:
            self._panes.middle.start_typing(text)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is typed over a list is meant for the search field."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            text = event.text()
            if len(text) == 1 and text.isprintable() and not text.isspace():
                self._on_key_typed(text)
                return True
        return False

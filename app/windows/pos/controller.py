"""The till's page and the house: what changed, what wishes mean.

The acts stand beside: `taking` (articles), `line_acts`, `price_acts`, `order_acts`,
`course_acts`, `seat_acts`, `giving_up`, `moves`, `counter_acts`, `article_acts`;
`commands` are their words in keys and menu, `seeking` understands what is typed,
`opening` comes to tables, `showing` presents. They share one `Work`. Facts come in by
`desk.changed`, whoever made them.
"""

from functools import partial

from PySide6.QtCore import QObject, QTimer, Slot

from app.domain.manners import STYLES
from app.domain.orders.events import LineAdded, LinesMoved, QuantitySet
from app.presenters.pos.page import TABLE_TILE, quantity_words
from app.presenters.pos.sheets import STYLE
from app.presenters.pos.words import order_words
from app.services.house import Fact
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from app.windows.house_wedge import HouseWedge
from app.windows.pos.article_acts import ArticleActs
from app.windows.pos.beside_acts import BesideActs
from app.windows.pos.client_acts import ClientActs
from app.windows.pos.commands import Commands
from app.windows.pos.counter_acts import CounterActs
from app.windows.pos.course_acts import CourseActs
from app.windows.pos.giving_up import GivingUp
from app.windows.pos.line_acts import LineActs
from app.windows.pos.moves import Moves
from app.windows.pos.opening import Opening
from app.windows.pos.order_acts import OrderActs
from app.windows.pos.panes import PosPanes
from app.windows.pos.price_acts import PriceActs
from app.windows.pos.seat_acts import SeatActs
from app.windows.pos.seeking import Seeking
from app.windows.pos.serving import Serving
from app.windows.pos.showing import Showing
from app.windows.pos.state import PosState
from app.windows.pos.taking import Taking
from app.windows.pos.work import Work
from app.windows.voice.corner import VoiceCorner
from resources.texts import tr

TICK_MS = 10_000


class PosController(QObject):
    """One till window."""

    def __init__(self, desk: Desk, board: DeviceBoard, panes: PosPanes) -> None:
        super().__init__(panes)
        self._panes = panes
        self.work = Work(desk, board, panes.lit, self)
        self.taking = Taking(self.work)
        self.prices = PriceActs(self.work)
        self.lines = LineActs(self.work, self.taking, self.prices)
        self.orders = OrderActs(self.work, self.taking)
        self.courses = CourseActs(self.work, self.orders)
        self.seats = SeatActs(self.work, self.orders)
        self.giving_up = GivingUp(self.work)
        self.moves = Moves(self.work)
        self.counter = CounterActs(self.work)
        self.serving = Serving(self.work)
        self.articles = ArticleActs(self.work, self.taking)
        self.beside = BesideActs(self.work)
        self.clients = ClientActs(self.work)
        self.opening = Opening(self.work, self.giving_up)
        self.seeking = Seeking(self.work, panes, self.taking)
        self.showing = Showing(self.work, panes, self.seeking)
        self.wedge = HouseWedge(panes, desk)
        middle = panes.catalogue
        self.voice = VoiceCorner(
            desk, middle.mic, middle.voice, front=self.work.table_number
        )
        self._tick = QTimer(self, interval=TICK_MS)
        self.commands = Commands(
            self.work,
            panes,
            {
                "seat": self.seats.next,
                "send": self.orders.send,
                "round": self.orders.repeat,
                "note": self.orders.ask_note,
                "move": self.moves.ask_table,
                "pay": self.orders.pay,
                "fire": self.orders.fire_next,
                "hold": self.counter.hold,
                "apart": self.taking.take_apart,
                "addition": self.orders.print_addition,
                "covers": self.orders.ask_covers,
                "guests": self.orders.let_guests_in,
                "allergy": self.orders.ask_allergy,
                "transfer": self.moves.ask_any_lines,
                "discount": self.prices.discount_order,
                "empty": self.giving_up.empty,
                "release": self.giving_up.release,
                "reprint": self.orders.reprint,
                "gift": self.beside.sell_gift,
                "top_up": self.beside.top_up,
                "deposit": self.beside.take_deposit,
                "settle": self.beside.settle_account,
                "client": self.clients.ask,
                "no_client": self.clients.forget,
                **{
                    f"{STYLE}{style}": partial(self.opening.switch, style)
                    for style in STYLES
                },
            },
        )
        self._connect_signals()
        self.showing.show_all()

    @property
    def state(self) -> PosState:
        """Where the person is on the page."""
        return self.work.state

    def _connect_signals(self) -> None:
        work, panes, seeking = self.work, self._panes, self.seeking
        work.desk.changed.connect(self._on_changed)
        work.desk.person_changed.connect(self._on_person_changed)
        work.board.changed.connect(self.showing.show_order)
        work.shown_changed.connect(self.showing.show_all)
        work.sheet_closed.connect(self._on_sheet_closed)
        self.opening.opened.connect(self.showing.show_all)
        self.opening.deposit_wanted.connect(self.beside.take_deposit_for)
        self.seats.chosen.connect(self.showing.show_order)
        seeking.found_changed.connect(self.showing.show_tiles)
        seeking.table_wanted.connect(self.opening.open_table)
        self.lines.transfer_requested.connect(self.moves.ask_lines)
        self.lines.course_wanted.connect(self.courses.move)
        self.wedge.scanned.connect(self.on_scan)
        self._tick.timeout.connect(self.showing.show_order)
        panes.shown.connect(self._on_shown)
        panes.hidden.connect(self._on_hidden)
        panes.key_typed.connect(self.commands.on_key_typed)
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
        panel.seat_chosen.connect(self.seats.choose)
        panel.seat_wanted.connect(self.seats.add)
        panel.seats_wanted.connect(self.seats.ask)
        panel.covers_requested.connect(self.orders.ask_covers)
        panel.note_requested.connect(self.orders.ask_note)
        panel.menu_requested.connect(self.commands.open_menu)
        panel.send_requested.connect(self.orders.send)
        panel.pay_requested.connect(self.orders.pay)
        panel.order_chosen.connect(self.opening.go_to_order)
        panel.list.course_fired.connect(self.orders.fire)
        panel.list.course_chosen.connect(self.orders.turn_course)
        panel.list.course_toggled.connect(self._on_course_toggled)
        panel.list.course_swiped.connect(self.orders.turn_course)
        panel.list.course_held.connect(self.courses.open)
        panel.list.carried.connect(self.courses.move)
        panel.list.row_stepped.connect(self.courses.step)
        panel.list.seat_touched.connect(self.lines.next_seat)
        for each in (panel.list, self._panes.ticket.list):
            each.line_chosen.connect(self.lines.open)
            each.line_chosen.connect(self.beside.open)
            each.line_held.connect(self.lines.open)
            each.line_swiped.connect(self.lines.swiped)
            each.installEventFilter(self.commands)

    def _connect_counter(self) -> None:
        ticket, pay = self._panes.ticket, self._panes.pay
        ticket.hold_requested.connect(self.counter.hold)
        ticket.menu_requested.connect(self.commands.open_menu)
        ticket.order_chosen.connect(self.opening.go_to_order)
        panel = self._panes.panel
        for bar in (ticket.serving, panel.serving, panel.idle_serving):
            bar.chosen.connect(self.serving.choose)
            bar.others_wanted.connect(self.serving.ask_other)
            bar.agreed_touched.connect(self.serving.ask_contact)
            bar.client_touched.connect(self.clients.touched)
        pay.card_requested.connect(self.counter.pay_card)
        pay.cancel_requested.connect(self.counter.cancel_card)
        pay.cash_chosen.connect(self.counter.pay_cash)
        pay.voucher_requested.connect(self.counter.ask_voucher)
        pay.other_requested.connect(self.counter.pay_otherwise)
        pay.issued_chosen.connect(self.counter.choose_issued)
        self.work.desk.guest_said.connect(self.counter.on_guest_said)

    # Where one is

    def show_place(self, argument: str) -> None:
        """ "" as it was, "table:<id>", "order:<id>" or "counter"."""
        self.opening.show_place(argument)
        self._keep_focus()

    def leave(self) -> None:
        """Another page is shown: what is half done goes."""
        self.opening.leave()
        self.seeking.clear()

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
        self.serving.refresh()
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
        self.work.desk.front()

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
            self.opening.open_table(tile.removeprefix(TABLE_TILE))
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
        if not self.beside.take_scan(code):
            self.seeking.on_scan(code)
        self._keep_focus()

    @Slot()
    def _on_scan_requested(self) -> None:
        self.work.say(
            tr("Scannez un article : la douchette écrit ici, sans rien toucher.")
        )

    @Slot(str)
    def _on_course_toggled(self, course: str) -> None:
        self.state.toggled ^= {course}
        self.showing.show_order()

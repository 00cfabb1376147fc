"""Puts what is in front of the person on the panes, through the presenters."""

from PySide6.QtCore import QObject, Slot

from app.domain.orders.billing import order_due
from app.domain.orders.state import Order
from app.presenters.guest.display import RECEIPTS, Front
from app.presenters.pos import formule, modifiers
from app.presenters.pos.counter import present_counter, wished
from app.presenters.pos.lines import Draft
from app.presenters.pos.order import present_idle, present_panel
from app.presenters.pos.page import present_found
from app.presenters.pos.shelf import Shelf
from app.services.house import Fact
from app.windows.mailing import may_mail
from app.windows.pos.catalogue_pane import CatalogueView
from app.windows.pos.panes import PosPanes
from app.windows.pos.seeking import Seeking
from app.windows.pos.work import Work


class Showing(QObject):
    """Presents and displays; decides nothing."""

    def __init__(self, work: Work, panes: PosPanes, seeking: Seeking) -> None:
        super().__init__(work)
        self._work, self._panes, self._seeking = work, panes, seeking
        self._shelf = Shelf()

    def note(self, facts: tuple[Fact, ...]) -> None:
        """Takes in what changed about the catalogue."""
        events = [fact.event for fact in facts]
        self._shelf.note(self._work.world, events, self._work.sight())

    @Slot()
    def show_all(self) -> None:
        """Tiles and order."""
        self._panes.lay_out(self._work.state.style)
        self._work.beside = self._panes.lit
        self._panes.pay.offer_mail(may=may_mail(self._work.desk))
        self.show_tiles()
        self.show_order()

    @Slot()
    def show_tiles(self) -> None:
        """The catalogue on show."""
        work, state, seeking = self._work, self._work.state, self._seeking
        world, sight, order = work.world, work.sight(), work.order
        shop, seeks = state.counter, seeking.seeking
        if seeks:
            found = seeking.found()
            tiles = present_found(
                world, seeking.typed, found, work.served, sight, order
            )
        else:
            tiles = self._shelf.tiles(
                world, state.tab, work.served, sight, order, shop=shop
            )
        self._panes.middle.display(
            CatalogueView(
                tabs=self._shelf.tabs(world, shop=shop),
                tab="" if seeks else state.tab,
                tiles=tiles,
                nothing=seeking.nothing if seeks else "",
                can_repeat=order is not None,
            )
        )

    @Slot()
    def show_order(self) -> None:
        """The order, or the sale and its payment."""
        if self._panes.isVisible():
            order = self._work.order
            self._work.desk.front(self._front(order))
        if self._work.state.pays:
            self._show_pay()
        if not self._work.state.counter:
            self._show_panel()

    def _show_panel(self) -> None:
        work, state, order = self._work, self._work.state, self._work.order
        if order is None:
            idle = present_idle(
                work.world, work.desk.person, work.sight(), work.sale_preset
            )
            self._panes.panel.display_idle(idle)
            return
        self._panes.panel.display(
            present_panel(
                work.world,
                order,
                work.sight(),
                seat=state.seat,
                chosen=state.lit,
                toggled=frozenset(state.toggled),
                draft=self._draft(),
            )
        )

    def _front(self, order: Order | None) -> Front:
        """What the guest has before them; at the counter they say how the receipt is."""
        if order is None:
            return Front()
        work = self._work
        if not work.state.pays or not order_due(work.world.book, order):
            return Front(order=order.id)
        wish = wished(work.world, order, work.state.issued)
        wish = "digital" if wish == "qr" else wish
        return Front(order=order.id, receipts=RECEIPTS, receipt=wish)

    def _show_pay(self) -> None:
        work, state = self._work, self._work.state
        view = present_counter(
            work.world,
            work.order,
            work.desk.person,
            work.sight(),
            chosen=state.lit,
            scans=state.scans,
            paid=state.paid,
            failed=state.card_failed,
            draft=self._draft(),
            served=work.served,
            tenders=work.tenders,
        )
        self._panes.ticket.display(view)
        issued = wished(work.world, work.order, state.issued)
        self._panes.pay.display(view, issued)

    def _draft(self) -> Draft | None:
        """The line that a sheet is choosing."""
        work, state = self._work, self._work.state
        world, sight = work.world, work.sight()
        if state.choosing is not None:
            return modifiers.draft_of(
                world, state.choosing, work.served, sight, work.order
            )
        if state.composing is not None:
            return formule.draft_of(world, state.composing, work.served, sight)
        return None

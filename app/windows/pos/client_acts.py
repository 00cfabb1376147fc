"""Whose note it is: naming a client, taking it back, giving what an offer has for them."""

from functools import partial

from PySide6.QtCore import QObject, Slot

from app.domain.orders.commands import GivePromotion, NameClient, RemoveDiscount
from app.domain.orders.events import LineDiscounted
from app.presenters.admin.credits import ClientLine, client_lines
from app.presenters.pos.client_row import present_client
from app.services.clients import client_name, recall_clients
from app.windows.client_sheet import ClientSheet
from app.windows.pos.work import Work
from resources.texts import tr


class ClientActs(QObject):
    """Acts about the client of the order in front of the person."""

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self._work = work
        self.sheet: ClientSheet | None = None

    @Slot()
    def touched(self) -> None:
        """The row of the client: gives what it proposes, else another client is asked."""
        work, order = self._work, self._work.order
        sight = work.sight()
        row = present_client(work.world, order, sight)
        if order is None or row is None or not row.offer:
            self.ask()
            return
        client = work.world.credits.clients[order.client]
        give = GivePromotion(
            order=order.id, promotion=row.offer, born=sight.born_of(client)
        )
        given = [
            fact.event
            for fact in work.run(give)
            if isinstance(fact.event, LineDiscounted)
        ]
        if given:
            back = RemoveDiscount(order=order.id, discount=given[0].discount)
            work.say(tr("Offre donnée : {offer}", offer=given[0].reason), back)

    @Slot()
    def ask(self) -> None:
        """Which client is it?"""
        recall_clients(self._work.desk.house)
        self.sheet = ClientSheet(
            self._work.beside.window(),
            self._clients,
            tr("De qui est cette note ?"),
            tr("Aucun client. Gestion, Bons, en ouvre un."),
        )
        self.sheet.chosen.connect(self.name)
        self.sheet.open()

    def _clients(self, text: str) -> list[ClientLine]:
        name_of = partial(client_name, self._work.desk.house)
        return client_lines(self._work.world, name_of, text)

    @Slot()
    def forget(self) -> None:
        """The note is nobody's that is known."""
        self.name("")

    @Slot(str)
    def name(self, client: str) -> None:
        """The note is a client's from now on; what is not sent costs what it costs them."""
        work = self._work
        order = work.need_order()
        found = work.world.book.orders.get(order)
        if found is None:
            return
        was = found.client
        if work.run(NameClient(order=order, client=client)):
            known = work.world.credits.clients.get(client)
            name = client_name(work.desk.house, known)
            words = tr("Note de {name}", name=name) if client else tr("Client retiré")
            work.say(words, NameClient(order=order, client=was))

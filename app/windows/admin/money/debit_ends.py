"""What the bank said of a debit: collected, it settles the account; refused, it does not."""

from PySide6.QtCore import QObject

from app.domain.credits.collecting import EndDebit
from app.domain.credits.decide import AddBeside
from app.domain.credits.events import ClientSet
from app.domain.orders.billing import order_due
from app.domain.orders.commands import OpenOrder
from app.domain.orders.state import besides
from app.domain.payments.commands import TakePayment
from app.projections.queries import credit_changes
from app.windows.desk import Desk
from resources.texts import price, tr


class DebitEnds(QObject):
    """Ends the debit of one client after the other."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk

    def end(self, client: ClientSet, *, paid: bool) -> None:
        """The account is settled by transfer, with its document, or goes on owing."""
        desk = self._desk
        debit = desk.world.credits.debits.get(client.client)
        if debit is None:
            return
        if paid and not self._settle(
            client.client, debit.amount, debit.pays, debit.debit
        ):
            return
        ended = EndDebit(client=client.client, debit=debit.debit, paid=paid)
        if not desk.run(ended):
            return
        words = tr("Prélèvement de {amount} rejeté", amount=price(debit.amount))
        if paid:
            words = tr("Prélèvement de {amount} encaissé", amount=price(debit.amount))
        desk.say(words)

    def _settle(
        self, client: str, cents: int, pays: tuple[str, ...], debit: str
    ) -> bool:
        """The document of the settlement: of all that the bank collected, also where the
        client paid otherwise meanwhile. Its sale bears the name of the debit, so one that
        was begun before the power went goes on, and is not made twice."""
        desk, world = self._desk, self._desk.world
        if self._settled(client, debit):
            return True
        order = world.book.orders.get(debit)
        begun = order is not None and bool(besides(order))
        if not world.till(desk.house.terminal).session:
            words = tr("Ouvrez d'abord la caisse : l'encaissement y a son ticket.")
            desk.say(words, tone="refused")
            return False
        opening = OpenOrder(mode="counter", order=debit)
        added = AddBeside(
            order=debit, kind="account", amount=cents, holder=client, pays=pays
        )
        if order is None and not desk.run(opening):
            return False
        if not begun and not desk.run(added):
            return False
        book = desk.world.book
        left = order_due(book, book.orders[debit])
        return bool(
            desk.run(
                TakePayment(order=debit, method="transfer", amount=left, label=debit)
            )
        )

    def _settled(self, client: str, debit: str) -> bool:
        with self._desk.house.database.read() as connection:
            changes = credit_changes(connection, client)
        return any(each.order == debit for each in changes)

"""What the bank said of a debit: collected, it settles the account; refused, it does not."""

from PySide6.QtCore import QObject

from app.domain.credits.collecting import EndDebit
from app.domain.credits.decide import AddBeside
from app.domain.credits.events import ClientSet
from app.domain.orders.commands import OpenOrder
from app.domain.payments.commands import TakePayment
from app.services.ids import new_id
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
        """The document of the settlement; what was begun and is refused is given up."""
        desk, order = self._desk, new_id()
        owed = min(cents, desk.world.credits.left(client))
        if owed <= 0:
            return True  # paid otherwise meanwhile
        added = AddBeside(
            order=order, kind="account", amount=owed, holder=client, pays=pays
        )
        taken = TakePayment(
            order=order, method="transfer", amount=owed, label=debit, issued="none"
        )
        if not desk.world.till(desk.house.terminal).session:
            words = tr("Ouvrez d'abord la caisse : l'encaissement y a son ticket.")
            desk.say(words, tone="refused")
            return False
        return all(
            desk.run(command)
            for command in (OpenOrder(mode="counter", order=order), added, taken)
        )

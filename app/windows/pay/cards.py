"""Card payments asked from this window: request, stop, ask again, settle a doubt."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.domain.payments.commands import RequestCard, ResolvePayment
from app.domain.payments.events import (
    PaymentCompleted,
    PaymentFailed,
    PaymentRequested,
    PaymentUnknown,
)
from app.presenters.pay.account import Account
from app.presenters.pay.choices import Choices, card_command
from app.services.house import Fact
from app.windows.board import DeviceBoard
from app.windows.desk import Desk

ASKED_AGAIN_MS = 150_000
"""A terminal that has not said anything by then will not."""


class CardDesk(QObject):
    """What this window asked of card terminals, and what they answered.

    Signals:
        approved(facts): money was taken; the facts of that moment.
        ended(event): `PaymentFailed` or `PaymentUnknown` of a payment asked here.
        silent(str): asked again, the terminal does not settle it; its word, "silent" when
            it has none.
    """

    approved = Signal(object)
    ended = Signal(object)
    silent = Signal(str)

    def __init__(self, desk: Desk, board: DeviceBoard, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._board = desk, board
        self._asked: dict[str, int] = {}
        self._patience = QTimer(self, interval=ASKED_AGAIN_MS, singleShot=True)
        self._patience.timeout.connect(self._on_patience_over)
        board.unsettled.connect(self._on_unsettled)
        desk.changed.connect(self._on_desk_changed)

    def request(self, choices: Choices, account: Account, terminal: str) -> bool:
        """Asks a terminal for what is wanted; False when it was refused."""
        return self.ask(card_command(self._desk.world, choices, account, terminal))

    def ask(self, command: RequestCard) -> bool:
        """Asks a terminal; False when it was refused."""
        facts = self._desk.run(command)
        for fact in facts:
            if isinstance(fact.event, PaymentRequested):
                self._asked[fact.event.payment] = fact.event.amount
        return bool(facts)

    def asked(self, payment: str) -> int:
        """Cents that this window asked for, tip included; 0 when it did not ask."""
        return self._asked.get(payment, 0)

    def cancel(self, payment: str) -> bool:
        """Wishes a payment away; False when only its red key can."""
        return self._board.cancel_card(payment)

    def ask_again(self, payment: str, cents: int) -> None:
        """Asks the terminal what became of a payment; what it says comes as a fact."""
        self._asked[payment] = cents
        self._patience.start()
        self._board.look_up(payment)

    def resolve(
        self, order: str, payment: str, cents: int, *, authorisation: str = ""
    ) -> None:
        """A person read the slip; without a number it was refused."""
        self._asked[payment] = cents
        self._desk.run(
            ResolvePayment(
                order=order,
                payment=payment,
                accepted=bool(authorisation),
                authorisation=authorisation,
            )
        )

    @Slot()
    def _on_patience_over(self) -> None:
        self.silent.emit("silent")

    @Slot(str, str)
    def _on_unsettled(self, payment: str, word: str) -> None:
        if payment in self._asked:
            self._patience.stop()
            self.silent.emit(word or "silent")

    @Slot(object)
    def _on_desk_changed(self, facts: tuple[Fact, ...]) -> None:
        for fact in facts:
            event = fact.event
            known = getattr(event, "payment", "") in self._asked
            if known and isinstance(event, PaymentCompleted):
                self._patience.stop()
                self.approved.emit(facts)
            elif known and isinstance(event, PaymentFailed | PaymentUnknown):
                self._patience.stop()
                self.ended.emit(event)

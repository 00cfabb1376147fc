"""A refund on its way to a card: what the terminal does, and a doubt to settle."""

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.domain.orders.state import Refund
from app.domain.payments.commands import RefundReceipt, ResolvePayment
from app.domain.payments.events import PaymentRefunded, RefundRequested
from app.domain.receipts.events import ReceiptRefunded, total_of
from app.presenters.admin.refund_notice import present_card_refund
from app.services.house import Fact
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from app.windows.notice_pane import NoticePane
from resources.texts import price, tr
from widgets.field import TextField
from widgets.sheet import SideSheet

ASKED_AGAIN_MS = 150_000
"""A terminal that has not settled a doubt by then will not."""


class RefundCardSheet(SideSheet):
    """One refund until the money is back, or known not to be.

    Closing it changes nothing: the terminal goes on, and the document leads back here.

    Signals:
        refunded(str): id of the refund document.
        otherwise: the money is to be given back in another way.
    """

    refunded = Signal(str)
    otherwise = Signal()

    def __init__(
        self,
        host: QWidget,
        desk: Desk,
        board: DeviceBoard,
        refund: Refund,
        command: RefundReceipt | None,
    ) -> None:
        """Shows a refund; `command` asks for it once more when it failed."""
        number = refund.document.number if refund.document else ""
        super().__init__(host, tr("Rembourser {number}", number=number), "")
        self._desk, self._board, self._command = desk, board, command
        self._refund = refund
        self._asked_again, self._red_key = "", False
        self.notice = NoticePane()
        self.authorisation = TextField(
            tr("Numéro d'autorisation"),
            height=48,
            help_text=tr("sur le ticket du TPE, s'il dit « accepté »"),
        )
        self.sheet.body.addWidget(self.authorisation)
        self.sheet.body.addWidget(self.notice, 1)
        self._patience = QTimer(self, interval=ASKED_AGAIN_MS, singleShot=True)
        self._patience.timeout.connect(self._on_patience_over)
        board.unsettled.connect(self._on_unsettled)
        self.notice.act_requested.connect(self._on_act_requested)
        desk.changed.connect(self._on_desk_changed)
        self.closed.connect(self.deleteLater)
        self._show()

    def _show(self) -> None:
        self.authorisation.setVisible(self._refund.state == "unknown")
        self.notice.display(
            present_card_refund(
                self._desk.world,
                self._refund,
                self._desk.house.clock(),
                asked_again=self._asked_again,
                red_key=self._red_key,
            )
        )

    @Slot(object)
    def _on_desk_changed(self, facts: tuple[Fact, ...]) -> None:
        given = [
            fact.event for fact in facts if isinstance(fact.event, PaymentRefunded)
        ]
        issued = [
            fact.event for fact in facts if isinstance(fact.event, ReceiptRefunded)
        ]
        if any(event.payment == self._refund.id for event in given) and issued:
            cents = sum(event.amount for event in given if event.method == "card")
            words = tr("{amount} rendus sur la carte", amount=price(cents))
            rest = -total_of(issued[0]) - cents
            if rest:
                words += " · " + tr("{amount} par virement", amount=price(rest))
            self._desk.say(words)
            self.refunded.emit(issued[0].receipt)
            self.close_overlay()
            return
        about = {getattr(fact.event, "payment", "") for fact in facts}
        if self._refund.id in about:
            self._asked_again = ""
            self._patience.stop()
            self._show()

    @Slot()
    def _on_patience_over(self) -> None:
        self._on_unsettled(self._refund.id, "silent")

    @Slot(str, str)
    def _on_unsettled(self, payment: str, word: str) -> None:
        """Asked again, the terminal does not settle it."""
        if payment == self._refund.id and self._asked_again == "waiting":
            self._patience.stop()
            self._asked_again = word or "silent"
            self._show()

    @Slot(str)
    def _on_act_requested(self, key: str) -> None:
        if key == "cancel":
            self._red_key = not self._board.cancel_card(self._refund.id)
            self._show()
        elif key == "ask_again":
            self._asked_again = "waiting"
            self._patience.start()
            self._show()
            self._board.look_up(self._refund.id)
        elif key in ("accepted", "refused"):
            self._desk.run(
                ResolvePayment(
                    order=self._refund.order,
                    payment=self._refund.id,
                    accepted=key == "accepted",
                    authorisation=self.authorisation.text,
                )
            )
        elif key == "retry" and self._command is not None:
            self._desk.run(self._command, self._on_asked)
        else:
            self.otherwise.emit()
            self.close_overlay()

    def _on_asked(self, facts: tuple[Fact, ...]) -> None:
        for fact in facts:
            if isinstance(fact.event, RefundRequested):
                self._refund = self._desk.world.book.refunds[fact.event.payment]
                self._red_key = False
                self._show()

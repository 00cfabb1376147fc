"""Giving a receipt back, wherever it was asked for: what, why, how, and the card."""

from collections.abc import Collection

from PySide6.QtCore import QObject, Slot

from app.domain.orders.state import Refund
from app.domain.payments.commands import RefundReceipt
from app.domain.payments.decide import returned_so_far
from app.domain.receipts.events import ReceiptIssued
from app.projections.queries import document, refunds_of
from app.windows.admin.money.refund_card import RefundCardSheet
from app.windows.admin.money.refund_sheet import RefundSheet
from app.windows.admin.section import Section
from app.windows.desk import Desk


class Refunds(QObject):
    """The sheets of one section, over it."""

    def __init__(self, desk: Desk, section: Section) -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self._receipt = ""
        self._lines: frozenset[str] = frozenset()
        self._reason = ""
        self.sheet: RefundSheet | RefundCardSheet | None = None

    def open(self, receipt: str, lines: Collection[str] = (), reason: str = "") -> None:
        """Asks what of a receipt goes back, or shows what a card terminal does with it.

        Args:
            receipt: id of the document.
            lines: ids of what is to go back, chosen beforehand.
            reason: why, where that is known ("Encaissé deux fois"); "" to be asked.

        Raises:
            KnownError: the documents cannot be read.
        """
        self._receipt, self._lines = receipt, frozenset(lines)
        self._reason = reason
        with self._desk.house.database.read() as connection:
            stored = document(connection, receipt)
            before = refunds_of(connection, receipt)
        if stored is None or not isinstance(stored.document, ReceiptIssued):
            return
        under_way = self._desk.world.book.refund_under_way(of=receipt)
        if under_way is not None:
            self._on_card_asked(under_way, None)
            return
        returned = dict(returned_so_far(stored.document, before))
        sheet = RefundSheet(
            self._section, self._desk, stored.document, stored.number, returned
        )
        sheet.choose(self._lines, self._reason)
        sheet.asked.connect(self._on_card_asked)
        self.sheet = sheet
        sheet.open()

    @Slot(object, object)
    def _on_card_asked(self, refund: Refund, command: RefundReceipt | None) -> None:
        """The money goes back through a terminal: shows what it does."""
        board = self._section.board
        sheet = RefundCardSheet(self._section, self._desk, board, refund, command)
        sheet.otherwise.connect(self._on_otherwise)
        self.sheet = sheet
        sheet.open()

    @Slot()
    def _on_otherwise(self) -> None:
        self.open(self._receipt, self._lines, self._reason)

"""A receipt for the guest's telephone: its code to be read, and what the code says."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.receipts.events import ReceiptIssued, total_of
from app.presenters.pay.receipt_code import CodeView, present_code
from app.projections.queries import document
from app.windows.desk import Desk
from widgets import theme
from widgets.qr_code import QrCode
from widgets.sheet import SideSheet
from widgets.text import Label

_WIDTH = 640


def code_of(desk: Desk, receipt: ReceiptIssued) -> CodeView:
    """What the code of a receipt that was just issued says."""
    house = desk.house
    with house.database.read() as connection:
        stored = document(connection, receipt.receipt)
    number, extract = (stored.number, stored.extract) if stored else ("", "")
    name = house.world.settings.text("house.name")
    now = house.clock()
    return present_code(number, name, now, total_of(receipt), extract, house.mark)


class ReceiptCode(QWidget):
    """The code, large, over its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(QrCode(text), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(theme.SPACE.m)
        for line in text.split("\n"):
            column.addWidget(Label(line, style="body", align="center"))
        column.addStretch(1)


class QrSheet(SideSheet):
    """The code beside whatever is on show once the bill is paid."""

    def __init__(self, host: QWidget, view: CodeView) -> None:
        super().__init__(host, view.title, view.subtitle, width=_WIDTH)
        self.sheet.body.addWidget(ReceiptCode(view.text))
        self.closed.connect(self.deleteLater)

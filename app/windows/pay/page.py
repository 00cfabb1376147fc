"""The paying page: one bill of an order, or the split of it between payers."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedLayout, QWidget
from typing_extensions import override

from app.presenters.pay.split_view import SplitView
from app.presenters.pay.views import PayView
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from app.windows.house_wedge import HouseWedge
from app.windows.page import Page
from app.windows.pay.board import PayBoard
from app.windows.pay.controller import PayController
from app.windows.pay.split_pane import SplitPane
from resources.texts import tr
from widgets import theme


class PayPage(Page):
    """Place "pay": "order:<id>", or "order:<id>/bill:<bill id>" for one payer's bill.

    Signals:
        key_pressed(str): a digit or letter of the keyboard, or "erase".
        entered: Enter.
        back_requested: Escape, or the arrow.
    """

    key = "pay"
    rail = False
    least = (1024, 560)

    key_pressed = Signal(str)
    entered = Signal()
    back_requested = Signal()

    def __init__(
        self, desk: Desk, board: DeviceBoard, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, board, parent)
        self.pay = PayBoard()
        self._stack = QStackedLayout(self)
        self.split = SplitPane()
        self._stack.addWidget(self.pay)
        self._stack.addWidget(self.split)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.controller = PayController(desk, board, self)
        self.wedge = HouseWedge(self, desk)
        self.wedge.scanned.connect(self._on_scanned)

    def show_pay(self, view: PayView) -> None:
        """Shows a bill being paid."""
        self.pay.display(view)
        self._turn_to(self.pay)

    def show_split(self, view: SplitView) -> None:
        """Shows who pays which lines."""
        self.split.display(view)
        self._turn_to(self.split)

    def _turn_to(self, pane: QWidget) -> None:
        if self._stack.currentWidget() is not pane:
            # Qt would hand the keyboard on to some button, which would take Enter.
            self.setFocus()
            self._stack.setCurrentWidget(pane)

    @property
    @override
    def beside(self) -> int:
        return self.pay.right.width() if theme.left_handed() else 0

    @property
    def splitting(self) -> bool:
        """Whether the split is on show."""
        return self._stack.currentWidget() is self.split

    @property
    @override
    def here(self) -> str:
        choices = self.controller.work.choices
        bill = "" if self.splitting else f"/bill:{choices.bill}"
        return f"order:{choices.order}{bill}"

    @override
    def show_place(self, argument: str) -> None:
        self.controller.begin(argument)

    @override
    def take_scan(self, code: str) -> bool:
        return self.controller.take_scan(code)

    @Slot(str)
    def _on_scanned(self, code: str) -> None:
        if not self.take_scan(code):
            self.desk.say(tr("Ce code n'est pas celui d'un bon."), tone="refused")

    @override
    def leave(self) -> None:
        self.controller.leave()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if event.key() == Qt.Key.Key_Escape:
            self.back_requested.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Backspace:
            self.key_pressed.emit("erase")
        elif len(text) == 1 and text.isascii() and text.isalnum():
            self.key_pressed.emit(text)
        else:
            super().keyPressEvent(event)

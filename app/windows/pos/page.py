"""The till as a page of the window."""

from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from app.windows.page import Page
from app.windows.pos.controller import PosController
from app.windows.pos.panes import PosPanes
from widgets import theme


class PosPage(Page):
    """Caisse.

    Attributes:
        panes: what is on show.
        controller: what it means.
    """

    key: ClassVar[str] = "pos"
    again: ClassVar[str] = "counter"
    least: ClassVar[tuple[int, int]] = (840, 600)

    def __init__(
        self, desk: Desk, board: DeviceBoard, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, board, parent)
        self.panes = PosPanes()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panes)
        self.setFocusProxy(self.panes)
        self.controller = PosController(desk, board, self.panes)

    @property
    @override
    def here(self) -> str:
        order = self.controller.state.order
        return f"order:{order}" if order else ""

    @property
    @override
    def beside(self) -> int:
        return self.panes.lit.width() if theme.left_handed() else 0

    @override
    def show_place(self, argument: str) -> None:
        """ "" as it was, "table:<id>", "order:<id>" or "counter"."""
        self.controller.show_place(argument)

    @override
    def show_help(self) -> None:
        self.controller.commands.show_keys()

    @override
    def leave(self) -> None:
        self.controller.leave()

    @override
    def take_scan(self, code: str) -> bool:
        self.controller.on_scan(code)
        return True

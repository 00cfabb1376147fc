"""What the shell needs of a page: a place of the window that fills it beside the rail."""

from typing import ClassVar

from PySide6.QtWidgets import QWidget

from app.windows.board import DeviceBoard
from app.windows.desk import Desk


class Page(QWidget):
    """A place one can go to with `desk.go(key, argument)`.

    Attributes:
        key: name of the place ("pos", "pay", "floor", "kitchen", "till", "admin").
        rail: whether the 80 px rail stands beside it.
        strip: whether the state strip stands under it.
    """

    key: ClassVar[str] = ""
    rail: ClassVar[bool] = True
    strip: ClassVar[bool] = True

    def __init__(
        self, desk: Desk, board: DeviceBoard, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.board = board

    def show_place(self, argument: str) -> None:
        """The page is shown; `argument` says what of it ("table:t12")."""

    def leave(self) -> None:
        """Another page is shown instead: let go of what is half done and not kept."""

"""What the shell needs of a page: a place of the window that fills it beside the rail."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from app.presenters.keys import present_keys
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from app.windows.keys_sheet import OwnKeysSheet
from resources.texts import tr
from widgets.button import Button
from widgets.sheet import SideSheet
from widgets.text import Label


class Page(QWidget):
    """A place one can go to with `desk.go(key, argument)`.

    Attributes:
        key: name of the place ("pos", "pay", "floor", "kitchen", "till", "admin").
        rail: whether the 80 px rail stands beside it.
        strip: whether the state strip stands under it.
        again: the place that a tap on its own entry of the rail leads to, "" for the same.
        least: width and height that it needs beside the rail; in a smaller window a
            part of it is in sight (`ViewFrame`).
    """

    key: ClassVar[str] = ""
    rail: ClassVar[bool] = True
    strip: ClassVar[bool] = True
    again: ClassVar[str] = ""
    least: ClassVar[tuple[int, int]] = (936, 560)

    def __init__(
        self, desk: Desk, board: DeviceBoard, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.board = board
        # A page takes the focus itself, so that none of its controls seems chosen.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    @property
    def beside(self) -> int:
        """Width of what stands at the left of its work area: menu, steps."""
        return 0

    @property
    def here(self) -> str:
        """What `show_place` takes to show again what is on show now."""
        return ""

    def show_place(self, argument: str) -> None:
        """The page is shown; `argument` says what of it ("table:t12")."""

    def leave(self) -> None:
        """Another page is shown instead: let go of what is half done and not kept."""

    def take_scan(self, code: str) -> bool:
        """A gun that belongs to no window read a code; False when it means nothing here."""
        return False

    def show_help(self) -> None:
        """Shows what the keyboard does here; pages with keys of their own add them."""
        self.open_help(())

    def open_help(self, keys: Sequence[tuple[str, str]]) -> None:
        """Shows (key, what it does) of this page's own, before those of every window."""
        sheet = HelpSheet(self, (*keys, *shortcuts()))
        self.dress_sheet(sheet)
        sheet.open()

    def dress_sheet(self, sheet: SideSheet) -> None:
        """A sheet over this page is as light or dark as the page."""


def shortcuts() -> tuple[tuple[str, str], ...]:
    """(key, what it does) of what has the same key in every window."""
    return (
        ("12 ↵", tr("Ouvrir la table 12")),
        ("Échap", tr("Fermer, revenir")),
        ("Tab", tr("Aller au suivant")),
    )


class HelpSheet(SideSheet):
    """Keys and what they do: those of a page, then those of every window, which its
    person may change."""

    def __init__(self, host: Page, keys: Sequence[tuple[str, str]]) -> None:
        super().__init__(host, tr("Aide"), tr("Tout se fait aussi au clavier."))
        self._page = host
        desk = host.desk
        own = present_keys(desk.world, desk.person, host.key)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(16)
        grid.setColumnStretch(1, 1)
        for row, (key, words) in enumerate((*keys, *own)):
            grid.addWidget(Label(key, style="body_strong"), row, 0)
            line = Label(words, style="body", role="on_var", wrap=True)
            grid.addWidget(line, row, 1)
        self.sheet.body.addLayout(grid)
        self.sheet.body.addStretch(1)
        self.change = Button(tr("Changer des touches"), kind="outlined", height=64)
        self.change.clicked.connect(self._on_change_clicked)
        self.sheet.foot.addWidget(self.change)
        self.sheet.set_foot_shown(shown=True)
        self.closed.connect(self.deleteLater)

    @Slot()
    def _on_change_clicked(self) -> None:
        self.close_overlay()
        sheet = OwnKeysSheet(self._page, self._page.desk, self._page.key)
        self._page.dress_sheet(sheet)
        sheet.open()

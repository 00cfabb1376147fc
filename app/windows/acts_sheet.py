"""A sheet of what can be done with one thing: the next act as a button, others as rows.

The floor's menu of a table and the sheet of a reservation are such sheets.
"""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from widgets import theme
from widgets.button import Button
from widgets.list_row import ListRow, RowView
from widgets.sheet import SideSheet

WIDTH = 440


class Act(Protocol):
    """Something that can be done; one of a sheet at most is loud."""

    @property
    def key(self) -> str:
        """What `act_chosen` says."""

    @property
    def text(self) -> str:
        """What a person reads."""

    @property
    def icon(self) -> str:
        """Beside the words."""

    @property
    def loud(self) -> bool:
        """The act that is expected next."""


class ActsSheet(SideSheet):
    """A sheet with a title, to which acts are added.

    Signals:
        act_chosen(str): key of the act; the sheet is closed by then.
    """

    act_chosen = Signal(str)

    def __init__(self, host: QWidget, title: str, subtitle: str) -> None:
        super().__init__(host, title, subtitle, width=WIDTH)
        self.acts: dict[str, Button | ListRow] = {}
        self.sheet.body.setSpacing(0)

    def add_acts(self, acts: Sequence[Act]) -> None:
        """Adds the acts below what the sheet holds already."""
        body = self.sheet.body
        for act in acts:
            made = _made(act)
            made.setProperty("act", act.key)
            made.clicked.connect(self._on_act_clicked)
            self.acts[act.key] = made
            body.addWidget(made)
            if act.loud:
                body.addSpacing(theme.SPACE.m)
        body.addStretch(1)

    @Slot()
    def _on_act_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.close_overlay()
            self.act_chosen.emit(str(sender.property("act")))


def _made(act: Act) -> Button | ListRow:
    if act.loud:
        return Button(act.text, height=72, icon=act.icon)
    return ListRow(RowView(act.text, icon=act.icon), padding=0)

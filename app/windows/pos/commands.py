"""The words of the till's acts: a key or a row of the menu leads to each."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtGui import QKeyEvent
from typing_extensions import override

from app.presenters.keys import keys_of, present_keys
from app.presenters.pos.keys import present_hints
from app.presenters.pos.sheets import present_order_acts
from app.presenters.pos.words import order_title
from app.windows.keys_sheet import OwnKeysSheet
from app.windows.pos.panes import PosPanes
from app.windows.pos.sheets import ActsSheet, KeysSheet
from app.windows.pos.work import Work
from app.windows.shortcuts import Shortcuts
from resources.texts import tr

Act = Callable[[], None]


class Commands(QObject):
    """Keys and menu.

    Args:
        acts: word -> act; "keys", "menu" and "search" are known here.
    """

    def __init__(self, work: Work, panes: PosPanes, acts: Mapping[str, Act]) -> None:
        super().__init__(work)
        self._work, self._panes = work, panes
        self._acts = {
            "keys": self.show_keys,
            "menu": self.open_menu,
            "search": self._on_search_wanted,
            **acts,
        }
        acts_with_keys = keys_of(work.world, "", "pos")
        Shortcuts(work.desk, panes, "pos", {a: self._acts[a] for a in acts_with_keys})

    @Slot()
    def open_menu(self) -> None:
        """Everything that can be done with the order."""
        order = self._work.order
        world = self._work.world
        title = tr("Caisse")
        if order is not None:
            words = tr("Table {table}") if order.table else tr("Vente {table}")
            title = words.format(table=order_title(world, order))
        acts = present_order_acts(world, order, style=self._work.state.style)
        sheet = ActsSheet(self._work.beside, title, acts)
        sheet.act_chosen.connect(self._on_menu_chosen)
        self._work.open_sheet(sheet)

    @Slot(str)
    def _on_menu_chosen(self, act: str) -> None:
        sheet = self._work.sheet
        self._acts[act]()
        if self._work.sheet is sheet:
            self._work.close_sheet()

    @Slot()
    def show_keys(self) -> None:
        """The keys of the till, as they are for whoever is at it."""
        desk = self._work.desk
        keys = present_keys(desk.world, desk.person, "pos")
        sheet = KeysSheet(self._work.beside, (*keys, *present_hints()))
        sheet.change_requested.connect(self._on_change_requested)
        self._work.open_sheet(sheet)

    @Slot()
    def _on_change_requested(self) -> None:
        self._work.close_sheet()
        OwnKeysSheet(
            self._panes.parentWidget() or self._panes, self._work.desk, "pos"
        ).open()

    @Slot()
    def _on_search_wanted(self) -> None:
        self._panes.middle.start_typing()

    @Slot(str)
    def on_key_typed(self, text: str) -> None:
        """A character that no widget had a use for."""
        if text == "?":
            self.show_keys()
        else:
            self._panes.middle.start_typing(text)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is typed over a list is meant for the search field."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            text = event.text()
            if len(text) == 1 and text.isprintable() and not text.isspace():
                self.on_key_typed(text)
                return True
        return False

"""A table by its number from every window: `12↵` where no widget wants digits, a key
before it where one does (the kitchen's wall, an amount, a form)."""

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from app.windows.desk import Desk
from app.windows.number_keys import NumberKeys
from resources.texts import tr


class TableKeys(QObject):
    """Watches the keys of one window that nobody took; after `ask`, all of them."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window
        self._asking = False
        self._numbers = NumberKeys(self)
        self._numbers.changed.connect(self._on_changed)
        self._numbers.entered.connect(self._on_entered)
        window.installEventFilter(self)

    @Slot()
    def ask(self) -> None:
        """The keys that follow are a table's number, whatever has the keyboard."""
        application = QApplication.instance()
        if not self._desk.person or self._asking or application is None:
            return
        self._asking = True
        application.installEventFilter(self)
        self._numbers.wait()
        self._desk.say(tr("Table ? Son numéro, puis Entrée"))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not vars(self):  # collected with its window, which still says that it hides
            return False
        if event.type() == QEvent.Type.MouseButtonPress and self._asking:
            self._stop()
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        ours = isinstance(watched, QWidget) and watched.window() is self._window
        wanted = watched is self._window or self._asking
        if not ours or not wanted or not self._desk.person:
            return False
        if self._numbers.take_key(event):
            return True
        if self._asking and event.text():
            self._stop()
        return False

    @Slot(str)
    def _on_changed(self, typed: str) -> None:
        if typed:
            self._desk.say(tr("Table {number} : Entrée pour l'ouvrir", number=typed))
        else:
            self._stop()

    @Slot(str)
    def _on_entered(self, number: str) -> None:
        table = self._desk.world.floor.by_number(number)
        if table is None:
            words = tr("Il n'y a pas de table {number}.", number=number)
            self._desk.say(words, tone="refused")
        else:
            self._desk.go("pos", f"table:{table.id}")

    def _stop(self) -> None:
        application = QApplication.instance()
        if self._asking and application is not None:
            self._asking = False
            application.removeEventFilter(self)

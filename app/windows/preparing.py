"""What is on the screen while the demo restaurant is made, at a first start."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from resources.texts import tr
from widgets import theme
from widgets.card import Pane
from widgets.nav import Wordmark
from widgets.text import Label

_WIDTH = 620
_PAINTED_MS = 300


class Preparing(QWidget):
    """Says what takes so long. It cannot be closed: nothing else could be done."""

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.SplashScreen)
        words = tr("Le restaurant de démonstration ouvre ses portes…")
        self.setWindowTitle("Sotto")
        self.setAccessibleName(words)
        ground = Pane(tone="surface")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(ground)
        column = QVBoxLayout(ground)
        column.setContentsMargins(32, 28, 32, 28)
        column.setSpacing(theme.SPACE.m)
        column.addWidget(Wordmark())
        column.addSpacing(theme.SPACE.m)
        column.addWidget(Label(words, style="h3", wrap=True))
        note = tr("Un mois de services est joué avant le vôtre : quelques secondes.")
        column.addWidget(Label(note, style="body", role="on_var", wrap=True))
        outer.activate()
        self.setFixedSize(_WIDTH, outer.totalHeightForWidth(_WIDTH))
        # Nobody places a window that is no window of the desk's.
        self.move(self.screen().geometry().center() - self.rect().center())

    def show_now(self) -> None:
        """Shows it before this returns: whoever asks does not come back to Qt soon."""
        self.show()
        loop = QEventLoop()
        QTimer.singleShot(_PAINTED_MS, loop.quit)
        loop.exec()


@contextmanager
def shown_meanwhile() -> Iterator[Callable[[], None]]:
    """Gives what shows it; at the end of the block it is gone. Most starts need none."""
    shown: list[Preparing] = []

    def show() -> None:
        shown.append(Preparing())
        shown[0].show_now()

    try:
        yield show
    finally:
        for each in shown:
            each.close()

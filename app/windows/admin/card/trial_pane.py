"""What a price list or an offer would have changed: the act that tries it, what came."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.presenters.admin.prices import Trial
from resources.texts import tr
from widgets import theme
from widgets.button import Button
from widgets.card import clear
from widgets.text import Label


class TrialPane(QWidget):
    """The trial of what a form says.

    Args:
        words: on what it is tried.

    Signals:
        requested: try it on what was sold.
    """

    requested = Signal()

    def __init__(self, words: str) -> None:
        super().__init__()
        self.attempt = Button(
            tr("Simuler sur le mois dernier"), kind="tonal", icon="query_stats"
        )
        self.attempt.clicked.connect(self.requested)
        self.headline = Label("", style="h3", wrap=True)
        self.said = Label("", style="label", role="on_var", wrap=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.SPACE.s)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Label(words, style="label", role="on_var", wrap=True))
        column.addSpacing(theme.SPACE.s)
        column.addWidget(self.attempt)
        column.addSpacing(theme.SPACE.m)
        column.addWidget(self.headline)
        column.addWidget(self.said)
        column.addSpacing(theme.SPACE.s)
        column.addLayout(self._rows)
        column.addStretch(1)

    def show_trial(self, trial: Trial | None, *, busy: bool = False) -> None:
        """What came of it; None for nothing yet."""
        if busy:
            self.attempt.set_busy()
        else:
            self.attempt.set_done()
        self.headline.show_text(trial.headline if trial else "")
        self.said.show_text(trial.words if trial else "")
        clear(self._rows)
        for name, pieces, change in trial.rows if trial else ():
            row = QWidget()
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            line.addWidget(Label(name, style="body"), 1)
            line.addWidget(Label(pieces, style="label", role="on_var"))
            line.addSpacing(theme.SPACE.m)
            line.addWidget(Label(change, style="body_strong", align="end"))
            self._rows.addWidget(row)

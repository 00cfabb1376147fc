"""How a device is: in words since when, what it is asked, its queue, its history."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.windows.admin.devices.terminal_fields import TerminalServices
from app.windows.admin.form import group
from app.windows.admin.pairs import Pairs
from resources.texts import tr, trn
from widgets import theme
from widgets.button import Button
from widgets.card import clear
from widgets.list_row import ListRow, RowView
from widgets.tag import Tag, TagKind
from widgets.text import Label

_SHOWN = 6
"""Papers of the queue; the whole of it stands in the print queue."""


class DeviceState(QWidget):
    """The first page of a device.

    Signals:
        job_opened(str): a paper of its queue.
    """

    job_opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = Tag("", kind="neutral")
        self.since = Label(style="label", role="on_var")
        self.effect = Label(style="label", wrap=True)
        self.test = Button(tr("Page d'essai"), kind="outlined", icon="fact_check")
        self.services = TerminalServices()
        self.queue_title = group(tr("File d'impression"))
        self.queue_note = Label(style="label", role="on_var")
        self.queue: list[ListRow] = []
        self._queue = QVBoxLayout()
        self._queue.setSpacing(0)
        self.history = Pairs()
        self.history_note = Label(
            tr("Rien à signaler depuis sa mise en service sur ce terminal."),
            style="label",
            role="on_var",
            wrap=True,
        )
        line = QHBoxLayout()
        line.setSpacing(theme.SPACE.s)
        line.addWidget(self.state)
        line.addWidget(self.since)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE.xs)
        column.addLayout(line)
        column.addWidget(self.effect)
        column.addSpacing(theme.SPACE.xs)
        column.addWidget(self.test)
        column.addWidget(self.services)
        column.addSpacing(theme.SPACE.m)
        column.addWidget(self.queue_title)
        column.addLayout(self._queue)
        column.addWidget(self.queue_note)
        column.addSpacing(theme.SPACE.m)
        column.addWidget(group(tr("Historique")))
        column.addWidget(self.history_note)
        column.addWidget(self.history)

    def show_health(self, words: str, tone: TagKind, since: str, effect: str) -> None:
        """How it is now."""
        self.state.show_tag(words, tone)
        self.since.show_text(since)
        self.effect.show_text(effect)
        self.effect.setVisible(bool(effect))

    def show_queue(self, jobs: Sequence[tuple[str, RowView]] | None) -> None:
        """Its papers, (job, what its row shows); None for what is no printer."""
        self.queue_title.setVisible(jobs is not None)
        shown = (jobs or ())[:_SHOWN]
        more = len(jobs or ()) - len(shown)
        words = trn(more, "et {n} autre", "et {n} autres") if more else ""
        if jobs is not None and not jobs:
            words = tr("Rien n'attend")
        self.queue_note.show_text(words)
        self.queue_note.setVisible(bool(words))
        if [row.property("job") for row in self.queue] != [job for job, _ in shown]:
            clear(self._queue)
            self.queue = [self._row(job, view) for job, view in shown]
        for row, (_, view) in zip(self.queue, shown, strict=True):
            row.show_view(view)

    def _row(self, job: str, view: RowView) -> ListRow:
        row = ListRow(view, padding=0, chevron=True)
        row.setProperty("job", job)
        row.clicked.connect(self._on_row_clicked)
        self._queue.addWidget(row)
        return row

    @Slot()
    def _on_row_clicked(self) -> None:
        self.job_opened.emit(str(self.sender().property("job")))

    def show_history(self, pairs: Sequence[tuple[str, str]]) -> None:
        """(when, what became of it), newest first."""
        self.history.show_pairs(pairs)
        self.history_note.setHidden(bool(pairs))

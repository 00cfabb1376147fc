"""The entries behind a figure of an X or a Z, and each ticket as its paper."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.followers.paper.mark import marked
from app.followers.paper.stored import stored_paper
from app.presenters.till.behind import (
    MOST,
    Part,
    behind,
    columns,
    counts,
    part_rows,
    total_words,
)
from app.presenters.till.closing_figures import FigureRow
from app.projections.queries import document
from app.windows.desk import Desk
from app.windows.paper_view import PaperView
from app.windows.tasks import Background
from resources.texts import tr
from widgets.paper_roll import PaperRoll
from widgets.sheet import SideSheet
from widgets.table_view import DataTable
from widgets.text import Label

_WIDE = 760

Days = Callable[[], Iterable[tuple[str, str]]]
"""(terminal, business day) to look through; called behind the window."""


class Behind(QObject):
    """Opens what is behind a figure, over one host.

    Args:
        journal: what is no ticket leads to its entry in the journal.
    """

    def __init__(self, desk: Desk, host: QWidget, *, journal: bool = False) -> None:
        super().__init__(host)
        self._desk, self._host, self._journal = desk, host, journal
        self._days: Days = tuple
        self.sheet: BehindSheet | None = None
        self.paper: PaperSheet | None = None

    def about(self, days: Days) -> None:
        """Another report is on show: where its figures come from."""
        self._days = days

    @Slot(object)
    def open(self, row: FigureRow) -> None:
        """Shows the entries that add up to a figure."""
        self.sheet = BehindSheet(self._host, self._desk, row, self._days)
        self.sheet.picked.connect(self._on_picked)
        self.sheet.open()

    @Slot(object)
    def _on_picked(self, part: Part) -> None:
        if part.document:
            self.paper = PaperSheet(self._host, self._desk, part.document)
            self.paper.open()
        elif self._journal:
            self._desk.go("admin", f"journal:{part.entry.chain}:{part.entry.seq}")


class BehindSheet(SideSheet):
    """The entries of one figure.

    Signals:
        picked(Part): one of them was tapped.
    """

    picked = Signal(object)

    def __init__(self, host: QWidget, desk: Desk, row: FigureRow, days: Days) -> None:
        super().__init__(host, row.name, row.value, width=_WIDE)
        self._desk = desk
        self._counted = counts(row.figures)
        self._parts: dict[str, Part] = {}
        self.background = Background(self)
        self.table = DataTable(
            columns(counts=self._counted),
            name=row.name,
            hint=tr("↑ ↓ parcourir · ↵ ouvrir"),
            counted=False,
        )
        self.words = Label(style="body_strong")
        self.sheet.body.addWidget(self.table, 1)
        self.sheet.foot.addWidget(self.words, 1)
        self.sheet.set_foot_shown(shown=True)
        self.words.show_text(tr("Lecture du journal…"))
        self.table.row_opened.connect(self._on_opened)
        self.closed.connect(self.deleteLater)
        database, figures = desk.house.database, row.figures

        def read() -> list[Part]:
            return behind(database, days(), figures)

        self.background.run(read, self._show, desk.say_failure)

    def _show(self, parts: list[Part]) -> None:
        shown = parts[-MOST:]
        rows = part_rows(self._desk.house, shown, counted=self._counted)
        self._parts = {row.id: part for row, part in zip(rows, shown, strict=True)}
        self.table.show_nothing(tr("Rien derrière ce chiffre"), "")
        self.table.set_rows(rows)
        words = total_words(parts, counted=self._counted)
        if len(shown) < len(parts):
            words = tr("{words} · les {n} dernières", words=words, n=len(shown))
        self.words.show_text(words)

    @Slot(str)
    def _on_opened(self, key: str) -> None:
        if key in self._parts:
            self.picked.emit(self._parts[key])


class PaperSheet(SideSheet):
    """One ticket as it was printed."""

    def __init__(self, host: QWidget, desk: Desk, receipt: str) -> None:
        with desk.house.database.read() as connection:
            stored = document(connection, receipt)
        number = stored.number if stored else ""
        super().__init__(host, number)
        self.roll = PaperRoll()
        self.sheet.body.addWidget(self.roll, 1)
        self.closed.connect(self.deleteLater)
        self._view = PaperView(self.roll)
        if stored is not None:
            paper = marked(stored_paper(desk.house, stored), desk.house.mark)
            self._view.show(receipt, paper, number)

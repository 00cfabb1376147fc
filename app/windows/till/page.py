"""The till: open it with a float, move cash, read the X, close the day step by step.

Picture 11. The expected amount stays hidden until the count is signed.
"""

from collections.abc import Sequence
from typing import ClassVar, Literal

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.presenters.till.closing_figures import FigureGroup
from app.presenters.till.page import (
    DifferenceView,
    MoveRow,
    OpenOrderRow,
    StepRow,
    pieces,
)
from app.presenters.till.tenders import TenderRow
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from app.windows.figure_list import FigureList
from app.windows.file_picker import FilePicker
from app.windows.page import Page
from app.windows.till.controller import TillController
from app.windows.till.count import CountPane
from app.windows.till.steps import StepColumn
from app.windows.till.tenders import TendersPane
from resources.texts import tr
from widgets import theme
from widgets.banner import Banner
from widgets.button import Button
from widgets.card import Card, Line, Pane
from widgets.dialog import Sign
from widgets.empty_state import EmptyState
from widgets.list_row import ListRow, RowView
from widgets.painting import Segment
from widgets.progress import Filet
from widgets.scroll import ScrollPane
from widgets.text import Label

_SIDE, _PAD, _MARGIN = 304, 336, 20
_NARROW, _NARROW_SIDE, _NARROW_PAD, _NARROW_MARGIN = 1200, 64, 250, 12
"""Under 1200 px the rows of the count take what steps and pad can give."""

Figure = tuple[str, str, Literal["h2", "body_strong", "hidden"]]
"""Name, value, and how loud the value is; "hidden" says why there is none yet."""


class TillPage(Page):
    """Steps at the left, the work of the step, totals and the great button at the right.

    Signals:
        act_requested(str): "open", "cash_in", "cash_out", "x", "close", "back",
            "collect:<card terminal>", "files:<row of the drawer>".
        next_requested: the great button.
        order_requested(str): go to an order that is still open.
        behind_requested(FigureRow): the entries that a figure adds up.
    """

    key: ClassVar[str] = "till"
    rail: ClassVar[bool] = False

    act_requested = Signal(str)
    next_requested = Signal()
    order_requested = Signal(str)
    behind_requested = Signal(object)

    def __init__(
        self, desk: Desk, board: DeviceBoard, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, board, parent)
        self.steps = StepColumn()
        self.steps.setFixedWidth(_SIDE)
        self.count = CountPane(pieces())
        self.tenders = TendersPane()
        self.stack = QStackedWidget()
        self.title = Label(style="h3")
        self.subtitle = Label(style="label", role="on_var")
        self.photo = FilePicker(
            tr("Photo du tiroir"), tr("Photo jointe"), "add_a_photo"
        )
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        heading = QHBoxLayout()
        heading.addLayout(words, 1)
        heading.addWidget(self.photo)
        self.overview = ScrollPane(spacing=theme.SPACE.s)
        self.stack.addWidget(self.overview)
        self.stack.addWidget(self.count)
        middle = Pane(tone="surface_low")
        self._middle = column = QVBoxLayout(middle)
        column.setSpacing(0)
        column.addLayout(heading)
        column.addSpacing(theme.SPACE.l)
        column.addWidget(self.stack, 1)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.steps)
        line.addWidget(middle, 1)
        self._right = self._build_right()
        line.addWidget(self._right)
        self.controller = TillController(desk, self)
        self.next_button.clicked.connect(self.next_requested)
        self.steps.back_requested.connect(self._on_back)

    def _build_right(self) -> QWidget:
        right = Pane(tone="surface", edges=("left",))
        self.figures = QGridLayout()
        self.figures.setVerticalSpacing(theme.SPACE.m)
        self.next_button = Button(
            tr("Suivant"), height=72, trailing_icon="arrow_forward"
        )
        self.second = Button("", kind="quiet", icon="group", height=64)
        self.progress = Filet()
        self._right_column = column = QVBoxLayout(right)
        column.setSpacing(theme.SPACE.m)
        column.addWidget(self.count.pad, 1000)
        column.addStretch(1)
        column.addLayout(self.figures)
        column.addWidget(self.progress)
        column.addWidget(self.second)
        column.addWidget(self.next_button)
        return right

    @override
    def show_place(self, argument: str) -> None:
        self.controller.begin(argument)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Steps, margins and pad for the width there is."""
        narrow = self.width() < _NARROW
        counting = self.stack.currentWidget() is self.count
        self.steps.setFixedWidth(_NARROW_SIDE if narrow else _SIDE)
        self.steps.set_narrow(narrow=narrow)
        self._right.setFixedWidth(_NARROW_PAD if narrow and counting else _PAD)
        side = _NARROW_MARGIN if narrow else _MARGIN
        self._middle.setContentsMargins(side, 20, side, 20)
        edge = _NARROW_MARGIN if narrow else theme.SPACE.l
        self._right_column.setContentsMargins(edge, 16, edge, 16)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.act_requested.emit("back")
        elif not (self.count.isVisible() and self.count.take_key(event)):
            super().keyPressEvent(event)

    def show_steps(self, title: str, subtitle: str, rows: Sequence[StepRow]) -> None:
        """The left column."""
        self.steps.display(title, subtitle, rows)

    def show_heading(self, title: str, subtitle: str) -> None:
        """Above the work of the step."""
        self.title.show_text(title)
        self.subtitle.show_text(subtitle)

    def show_count(self, note: str) -> None:
        """Counting by piece."""
        self.steps.show_note(note)
        self.stack.setCurrentWidget(self.count)
        self.count.pad.setVisible(True)
        self.photo.setVisible(True)
        self._arrange()

    def show_next(self, text: str, *, enabled: bool = True) -> None:
        """The great button: what happens next."""
        self.next_button.set_words(text)
        self.next_button.setEnabled(enabled)

    def show_figures(
        self, rows: Sequence[Figure], progress: tuple[Segment, ...] = ()
    ) -> None:
        """What stands above the great button, and how far the closing is."""
        clear(self.figures)
        self.progress.setVisible(bool(progress))
        self.progress.set_segments(progress)
        for number, (name, value, weight) in enumerate(rows):
            told = QHBoxLayout()
            told.setSpacing(theme.SPACE.xs)
            told.addWidget(Label(name, style="label", role="on_var"))
            told.addStretch(1)
            if weight == "hidden":
                told.addWidget(Sign("visibility_off", size=18))
                told.addWidget(Label(value, style="label", role="on_var"))
            else:
                told.addWidget(Label(value, style=weight))
            self.figures.addLayout(told, number, 0)

    def show_orders(self, rows: Sequence[OpenOrderRow]) -> None:
        """Orders that are still open; a tap goes there."""
        body = self._empty_overview()
        if not rows:
            body.addWidget(EmptyState(tr("Tout est réglé"), tr("Passez au tiroir.")))
        for row in rows:
            view = RowView(
                row.title, row.detail, icon="receipt_long", trailing=row.amount
            )
            item = ListRow(view, padding=0, chevron=True)
            item.setProperty("order", row.order)
            item.clicked.connect(self._on_order_clicked)
            body.addWidget(item)
        if rows:
            words = tr(
                "Les notes ouvertes passent au service suivant si vous continuez."
            )
            body.addWidget(Banner(words, kind="info", icon="info"))
        body.addStretch(1)

    def show_tenders(self, rows: Sequence[TenderRow]) -> None:
        """What each tender came to, to hold against what something else says."""
        body = self._empty_overview()
        self.tenders = TendersPane(rows, self.tenders.told)
        self.tenders.act_requested.connect(self.act_requested)
        body.addWidget(self.tenders)
        if not rows:
            body.addWidget(
                EmptyState(tr("Aucun encaissement"), tr("Rien à rapprocher."))
            )
        body.addStretch(1)

    def show_difference(self, view: DifferenceView) -> None:
        """The signed count against what must be there."""
        body = self._empty_overview()
        card = Card(padding=24, spacing=theme.SPACE.m)
        card.content.addLayout(_sum_line(tr("Attendu"), view.expected))
        card.content.addLayout(_sum_line(tr("Compté"), view.counted))
        card.content.addWidget(Line())
        card.content.addLayout(_sum_line(view.verdict, view.difference, loud=True))
        body.addWidget(card)
        for words in view.checks:
            body.addWidget(Label(words, style="body", wrap=True))
        words = (
            tr("Le compte est juste.")
            if view.exact
            else tr("L'écart est signé avec la clôture ; il ne peut plus être effacé.")
        )
        if view.exact:
            body.addWidget(Banner(words, kind="info", icon="check"))
        else:
            body.addWidget(Banner(words, kind="warning"))
        body.addStretch(1)

    def show_acts(
        self, acts: Sequence[tuple[str, str, str]], moves: Sequence[MoveRow]
    ) -> None:
        """(key, words, icon): what can be done with the till now; cash moved before."""
        body = self._empty_overview()
        for pair in filter(None, (acts[:2], acts[2:])):
            row = QWidget()
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(theme.TOUCH.gap)
            for key, words, icon in pair:
                button = Button(words, kind="outlined", height=64, icon=icon)
                button.setProperty("act", key)
                button.clicked.connect(self._on_act_clicked)
                line.addWidget(button, 1)
            body.addWidget(row)
        if moves:
            body.addSpacing(theme.SPACE.l)
            body.addWidget(Label(tr("Dans le tiroir, hors ventes"), style="h3"))
        for number, move in enumerate(moves):
            view = RowView(
                move.title, move.detail, icon=move.icon, trailing=move.amount
            )
            leads = bool(move.files) or move.may_add
            item = ListRow(view, padding=0, chevron=leads)
            if leads:
                item.setProperty("act", f"files:{number}")
                item.clicked.connect(self._on_act_clicked)
            body.addWidget(item)
        body.addStretch(1)

    def show_result(self, groups: Sequence[FigureGroup]) -> None:
        """A report that was just made: where to keep it, and its figures, each of which
        opens its tickets."""
        body = self._empty_overview()
        line = QHBoxLayout()
        line.setSpacing(theme.SPACE.s)
        for key, words, icon in (
            ("pdf", tr("Enregistrer en PDF"), "download"),
            ("excel", tr("Enregistrer en Excel"), "download"),
        ):
            button = Button(words, kind="outlined", height=64, icon=icon)
            button.setProperty("act", key)
            button.clicked.connect(self._on_act_clicked)
            line.addWidget(button, 1)
        body.addLayout(line)
        for group in groups:
            figures = FigureList(group)
            figures.behind_requested.connect(self.behind_requested)
            body.addSpacing(theme.SPACE.m)
            body.addWidget(figures)
        body.addStretch(1)

    def _empty_overview(self) -> QVBoxLayout:
        self.stack.setCurrentWidget(self.overview)
        self.count.pad.setVisible(False)
        self.photo.setVisible(False)
        self.steps.show_note("")
        self._arrange()
        clear(self.overview.content)
        return self.overview.content

    @Slot()
    def _on_back(self) -> None:
        self.act_requested.emit("back")

    @Slot()
    def _on_act_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.act_requested.emit(str(sender.property("act")))

    @Slot()
    def _on_order_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.order_requested.emit(str(sender.property("order")))


def clear(layout: QBoxLayout | QGridLayout) -> None:
    """Takes everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner, QBoxLayout | QGridLayout):
            clear(inner)


def _sum_line(name: str, value: str, *, loud: bool = False) -> QHBoxLayout:
    """A sum of the count; `loud` is the one that it is about."""
    line = QHBoxLayout()
    words = Label(
        name, style="line" if loud else "body", role="on" if loud else "on_var"
    )
    line.addWidget(words)
    line.addStretch(1)
    line.addWidget(Label(value, style="table" if loud else "h3"))
    return line

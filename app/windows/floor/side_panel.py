"""Beside the plan: what has to be done, who is expected, the open notes, the legend."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.presenters.floor.acts import NotesView, WaiterRow
from app.presenters.floor.page import FloorPageView
from app.presenters.reservations.page import PartyRow
from resources.texts import tr
from widgets.card import Line, Pane, SectionHeader
from widgets.choices import Choice, Tabs
from widgets.floor_acts import ActRow, ActView, StageLegend
from widgets.handed import far_side
from widgets.list_row import ListRow, RowView
from widgets.scroll import ScrollPane
from widgets.tag import Tag
from widgets.text import Label

_HEAD, _ROW, _NOTES_LEAST, _LEGEND = 47, 77, 2 * 64, 87
_LEFT, _RIGHT = 16, 12


class SidePanel(Pane):
    """Acts above, under them who is expected or the open notes, the legend at the foot.

    On an upright page acts stand beside the others.

    Signals:
        act_requested(str): key of an act.
        waiter_requested(str): the notes of this person.
        party_requested(str): a reservation; "" for the list of all.
        sections_requested: who serves which section.
    """

    act_requested = Signal(str)
    waiter_requested = Signal(str)
    party_requested = Signal(str)
    sections_requested = Signal()

    def __init__(self) -> None:
        super().__init__(tone="card", edges=(far_side(),))
        self.rows: list[ActRow] = []
        self.waiters: list[ListRow] = []
        self.parties: list[ListRow] = []
        self._waiting: FloorPageView | None = None
        self._count = Tag("0", kind="current", icon=None)
        self._calm = Label(tr("Personne n'attend."), style="label", role="on_var")
        self._acts = ScrollPane(spacing=0)
        self._acts.content.setContentsMargins(_LEFT, 0, _RIGHT, 0)
        self._acts.content.addWidget(self._calm)
        self._acts.content.addStretch(1)
        self._notes = ScrollPane(spacing=0)
        self.sections = ListRow(sections_row(), chevron=True)
        self.sections.clicked.connect(self.sections_requested)
        self._notes.content.addStretch(1)
        self._notes.content.addWidget(self.sections)
        self._expected = ScrollPane(spacing=0)
        self._nobody = Label(
            tr("Personne n'est attendu."), style="label", role="on_var"
        )
        self._nobody.setContentsMargins(_LEFT, 0, _RIGHT, 0)
        self._expected.content.addWidget(self._nobody)
        self._expected.content.addStretch(1)
        self._lists = QStackedWidget()
        self._lists.addWidget(self._expected)
        self._lists.addWidget(self._notes)
        self.tabs = Tabs(
            (Choice("expected", tr("Réservations")), Choice("notes", tr("Notes"))),
            chosen="expected",
            name=tr("Réservations ou notes ouvertes"),
            height=48,
            padding=12,
        )
        self.tabs.chosen.connect(self.show_list)
        self._split = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._split.setSpacing(0)
        self._split.addWidget(self._block(tr("À faire"), self._count, self._acts))
        self._split.addWidget(Line())
        self._split.addWidget(self._under(self.tabs, self._lists), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._split, 1)
        column.addWidget(Line())
        column.addWidget(self._foot())

    @staticmethod
    def _block(title: str, trailing: QWidget, body: QWidget) -> QWidget:
        made = QWidget()
        head = QWidget()
        head.setFixedHeight(_HEAD)
        line = QHBoxLayout(head)
        line.setContentsMargins(_LEFT, 0, _LEFT, 0)
        line.addWidget(SectionHeader(title, trailing=trailing))
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(body, 1)
        return made

    @staticmethod
    def _under(tabs: QWidget, body: QWidget) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(4, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(tabs)
        column.addWidget(body, 1)
        return made

    @staticmethod
    def _foot() -> QWidget:
        foot = QWidget()
        foot.setFixedHeight(_LEGEND)
        line = QHBoxLayout(foot)
        line.setContentsMargins(_LEFT, 0, _LEFT, 0)
        line.addWidget(StageLegend())
        return foot

    def set_wide(self, *, wide: bool) -> None:
        """Under the plan acts and notes stand side by side."""
        ways = QBoxLayout.Direction
        self._split.setDirection(ways.LeftToRight if wide else ways.TopToBottom)
        self._split.setStretch(0, 1 if wide else 0)
        self._edges = ("top",) if wide else (far_side(),)
        self._fit()

    @Slot(str)
    def show_list(self, key: str) -> None:
        """Who is expected, or the open notes."""
        self.tabs.choose(key)
        self._lists.setCurrentWidget(self._notes if key == "notes" else self._expected)

    def display(self, view: FloorPageView) -> None:
        """Shows what waits now; waits itself while a finger is on one of its rows."""
        if self._touched():
            self._waiting = view
            return
        self._waiting = None
        self._show_acts(view.acts)
        self._show_notes(view.notes)
        self._show_expected(view.expected)
        self._fit()

    def _touched(self) -> bool:
        buttons = [*(row.button for row in self.rows), *self.waiters, *self.parties]
        return any(button.isDown() for button in buttons)

    def _show_acts(self, acts: Sequence[ActView]) -> None:
        while len(self.rows) > len(acts):
            row = self.rows.pop()
            row.hide()
            row.deleteLater()
        for number, view in enumerate(acts):
            last = number == len(acts) - 1
            if number < len(self.rows):
                self.rows[number].display(view, line=not last)
                continue
            row = ActRow(view, line=not last)
            row.act_requested.connect(self.act_requested)
            row.button.released.connect(
                self._on_released, Qt.ConnectionType.QueuedConnection
            )
            self.rows.append(row)
            self._acts.content.insertWidget(number, row)
        self._count.setVisible(bool(acts))
        self._count.show_tag(str(len(acts)), "current", icon=None)
        self._calm.setVisible(not acts)

    def _show_notes(self, notes: NotesView) -> None:
        self.tabs.show_counter("notes", str(notes.count) if notes.count else "")
        while len(self.waiters) > len(notes.rows):
            row = self.waiters.pop()
            row.hide()
            row.deleteLater()
        for number, waiter in enumerate(notes.rows):
            if number == len(self.waiters):
                row = ListRow(waiter_row(waiter))
                row.clicked.connect(self._on_waiter_clicked)
                row.released.connect(
                    self._on_released, Qt.ConnectionType.QueuedConnection
                )
                self.waiters.append(row)
                self._notes.content.insertWidget(number, row)
            self.waiters[number].setProperty("person", waiter.person)
            self.waiters[number].show_view(waiter_row(waiter))

    def _show_expected(self, expected: Sequence[PartyRow]) -> None:
        self.tabs.show_counter("expected", str(len(expected)) if expected else "")
        self._nobody.setVisible(not expected)
        while len(self.parties) > len(expected):
            row = self.parties.pop()
            row.hide()
            row.deleteLater()
        for number, party in enumerate(expected):
            if number == len(self.parties):
                row = ListRow(party.row)
                row.clicked.connect(self._on_party_clicked)
                row.released.connect(
                    self._on_released, Qt.ConnectionType.QueuedConnection
                )
                self.parties.append(row)
                self._expected.content.insertWidget(number, row)
            self.parties[number].setProperty("party", party.id)
            self.parties[number].show_view(party.row)

    def _fit(self) -> None:
        """Acts take what they need and leave room for two rows of the others.

        Where they scroll their bar stands in the margin: buttons stay where they were.
        """
        wide = self._split.direction() == QBoxLayout.Direction.LeftToRight
        room = self.height() - 2 * _HEAD - _NOTES_LEAST - _LEGEND - 2
        wanted = max(1, len(self.rows)) * _ROW
        least, most = (0, 10_000) if wide else (min(wanted, max(_ROW, room)),) * 2
        self._acts.setMinimumHeight(least)
        self._acts.setMaximumHeight(most)
        scrolls = not wide and wanted > least
        bar = self._acts.verticalScrollBar().sizeHint().width() if scrolls else 0
        self._acts.content.setContentsMargins(_LEFT, 0, max(0, _RIGHT - bar), 0)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @Slot()
    def _on_released(self) -> None:
        waiting = self._waiting
        if waiting is not None:
            self.display(waiting)

    @Slot()
    def _on_waiter_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.waiter_requested.emit(str(sender.property("person")))

    @Slot()
    def _on_party_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.party_requested.emit(str(sender.property("party")))


def waiter_row(waiter: WaiterRow) -> RowView:
    """A waiter as a row: initials, notes and guests, what is due."""
    return RowView(
        waiter.name,
        waiter.subtitle,
        initials=waiter.initials,
        avatar_tone=waiter.tone,
        trailing=waiter.amount,
    )


def sections_row() -> RowView:
    """The way to the sections and to what passes from one to another."""
    return RowView(tr("Rangs et passations"), icon="groups")

"""Sheets over the plan: the acts of a table, two notes in one, the notes of a waiter."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from app.domain.floor.decide import MOST_REASON
from app.presenters.floor.acts import NoteRow, NotesView
from app.presenters.floor.menu import MenuView, MergeChoice, MergeView
from app.windows.acts_sheet import WIDTH, ActsSheet
from app.windows.floor.side_panel import sections_row, waiter_row
from resources.texts import tr
from widgets import theme
from widgets.button import Button
from widgets.card import Line
from widgets.empty_state import EmptyState
from widgets.field import TextField
from widgets.floor_acts import StageLegend
from widgets.list_row import ListRow, RowView
from widgets.sheet import SideSheet
from widgets.switch import Switch
from widgets.text import Label


class MenuSheet(ActsSheet):
    """What can be done with a table."""

    def __init__(self, host: QWidget, view: MenuView) -> None:
        super().__init__(host, view.title, view.subtitle)
        if view.note:
            note = Label(view.note, style="label_strong", role="on_var", wrap=True)
            self.sheet.body.addWidget(note)
        self.add_acts(view.acts)


class MergeSheet(SideSheet):
    """Two notes, what they become together, and on which table.

    Signals:
        confirmed(MergeChoice, tuple): this choice, and the tables to push together.
        linked(tuple): push these tables together, each keeps its note.
    """

    confirmed = Signal(object, object)
    linked = Signal(object)

    def __init__(self, host: QWidget, view: MergeView) -> None:
        super().__init__(host, view.title, width=WIDTH)
        self._view = view
        body = self.sheet.body
        body.setSpacing(theme.SPACE.m)
        for number, row in enumerate(view.rows):
            if number == len(view.rows) - 1:
                body.addWidget(Line())
            body.addLayout(_row(row, last=number == len(view.rows) - 1))
        body.addWidget(Label(view.hint, style="label", role="on_var", wrap=True))
        self.join = Switch(tr("Rapprocher aussi les tables"))
        self.join.setVisible(bool(view.joins))
        body.addWidget(self.join)
        body.addSpacing(theme.SPACE.s)
        self.choices: list[Button] = []
        for number, choice in enumerate(view.choices):
            kind = "outlined" if number else "filled"
            button = Button(choice.text, kind=kind, height=72, icon="call_merge")  # type: ignore[arg-type]  # two of its words
            button.setProperty("choice", number)
            button.clicked.connect(self._on_choice_clicked)
            self.choices.append(button)
            body.addWidget(button)
        words = tr("Rapprocher, garder deux notes")
        self.two = Button(words, kind="text", height=64, icon="link")
        self.two.setVisible(bool(view.joins))
        self.two.clicked.connect(self._on_two_clicked)
        body.addWidget(self.two)
        body.addStretch(1)

    @Slot()
    def _on_two_clicked(self) -> None:
        self.close_overlay()
        self.linked.emit(self._view.joins)

    @Slot()
    def _on_choice_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            choice: MergeChoice = self._view.choices[int(sender.property("choice"))]
            self.close_overlay()
            joins = self._view.joins if self.join.isChecked() else ()
            self.confirmed.emit(choice, joins)


def _row(row: tuple[str, str, str], *, last: bool) -> QGridLayout:
    """Name, covers under it, amount at the end."""
    name, covers, amount = row
    grid = QGridLayout()
    grid.setVerticalSpacing(0)
    grid.setColumnStretch(0, 1)
    grid.addWidget(Label(name, style="line"), 0, 0)
    grid.addWidget(Label(covers, style="label", role="on_var"), 1, 0)
    style = "h2" if last else "line"
    grid.addWidget(Label(amount, style=style, align="end"), 0, 1, 2, 1)
    return grid


class BlockSheet(SideSheet):
    """Why nobody is seated at a table: a usual reason, or a few words.

    Signals:
        chosen(str): the reason.
    """

    chosen = Signal(str)

    def __init__(self, host: QWidget, title: str) -> None:
        super().__init__(host, title, tr("Pourquoi la bloquer ?"), width=WIDTH)
        self.rows: list[ListRow] = []
        body = self.sheet.body
        body.setSpacing(0)
        for reason in (
            tr("À réparer"),
            tr("Gardée"),
            tr("Mouillée, courant d'air"),
            tr("Fermée ce soir"),
        ):
            made = ListRow(RowView(reason), padding=0)
            made.setProperty("reason", reason)
            made.clicked.connect(self._on_row_clicked)
            self.rows.append(made)
            body.addWidget(made)
        body.addSpacing(theme.SPACE.m)
        self.other = TextField(placeholder=tr("Autre raison"), height=64)
        self.other.edit.setMaxLength(MOST_REASON)
        self.other.submitted.connect(self._choose)
        body.addWidget(self.other)
        body.addStretch(1)

    @Slot()
    def _on_row_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self._choose(str(sender.property("reason")))

    @Slot(str)
    def _choose(self, reason: str) -> None:
        words = " ".join(reason.split())
        if words:
            self.close_overlay()
            self.chosen.emit(words)


class TeamSheet(SideSheet):
    """Who has how many notes open, and the legend, on a narrow page.

    Signals:
        waiter_chosen(str): id of a person.
        sections_requested: who serves which section.
    """

    waiter_chosen = Signal(str)
    sections_requested = Signal()

    def __init__(self, host: QWidget, notes: NotesView) -> None:
        super().__init__(host, tr("Notes ouvertes"), notes.summary, width=WIDTH)
        self.rows: list[ListRow] = []
        body = self.sheet.body
        body.setSpacing(0)
        self.sections = ListRow(sections_row(), padding=0, chevron=True)
        self.sections.clicked.connect(self._on_sections_clicked)
        body.addWidget(self.sections)
        for waiter in notes.rows:
            made = ListRow(waiter_row(waiter), padding=0, chevron=True)
            made.setProperty("person", waiter.person)
            made.clicked.connect(self._on_row_clicked)
            self.rows.append(made)
            body.addWidget(made)
        body.addStretch(1)
        body.addWidget(StageLegend())

    @Slot()
    def _on_sections_clicked(self) -> None:
        self.close_overlay()
        self.sections_requested.emit()

    @Slot()
    def _on_row_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.close_overlay()
            self.waiter_chosen.emit(str(sender.property("person")))


class NotesSheet(SideSheet):
    """The open notes of a waiter; a tap opens one.

    Signals:
        order_chosen(str): id of an order.
        giving_requested: pass them to a colleague.
    """

    order_chosen = Signal(str)
    giving_requested = Signal()

    def __init__(
        self, host: QWidget, name: str, subtitle: str, rows: Sequence[NoteRow]
    ) -> None:
        super().__init__(host, name, subtitle, width=WIDTH)
        self.rows: list[ListRow] = []
        body = self.sheet.body
        body.setSpacing(0)
        for row in rows:
            view = RowView(row.title, row.subtitle, trailing=row.amount)
            made = ListRow(view, padding=0, chevron=True)
            made.setProperty("order", row.order)
            made.clicked.connect(self._on_row_clicked)
            self.rows.append(made)
            body.addWidget(made)
        if not rows:
            text = tr("Tout est encaissé.")
            body.addWidget(EmptyState(tr("Aucune note ouverte"), text))
        body.addStretch(1)
        self.give = Button(
            tr("Passer à un collègue"), kind="tonal", height=64, icon="swap_horiz"
        )
        self.give.clicked.connect(self._on_give_clicked)
        self.sheet.foot.addWidget(self.give)
        self.sheet.set_foot_shown(shown=bool(rows))

    @Slot()
    def _on_give_clicked(self) -> None:
        self.close_overlay()
        self.giving_requested.emit()

    @Slot()
    def _on_row_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.close_overlay()
            self.order_chosen.emit(str(sender.property("order")))

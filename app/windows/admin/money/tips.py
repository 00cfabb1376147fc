"""Pourboires: what there is to share, who gets what, and a manager's word on it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.presenters.admin.tips import (
    PersonView,
    TipsView,
    period_entries,
    rule_entries,
    tip_columns,
)
from app.windows.admin.form import SidePane, group, pair
from app.windows.admin.money.tips_controller import TipsController
from app.windows.admin.section import GAP, Head, ListPane, ListSection
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from resources.texts import tr
from widgets import theme
from widgets.button import Button
from widgets.card import clear
from widgets.dropdown import Dropdown
from widgets.field import TextField
from widgets.table_view import DataTable
from widgets.text import Label

_DATE = 152
"""Wide enough for its label, a pane beside it."""


class TipPane(SidePane):
    """One person's part, and what was agreed of it before."""

    def __init__(self) -> None:
        super().__init__()
        column = self.pages[0].content
        self.share = Label(style="h1")
        self.hours = TextField(
            tr("Présence"), height=48, help_text=tr("Par exemple 7 h 30")
        )
        self.points = TextField(
            tr("Points du rôle"), height=48, help_text=tr("0 : pas de part")
        )
        self.reason = TextField(
            tr("Pourquoi corriger"), height=48, help_text=tr("Reste écrit avec la part")
        )
        self._story = QVBoxLayout()
        self._story.setSpacing(theme.SPACE.xs)
        self._stories = group(tr("Validé jusqu'ici"))
        column.addWidget(self.share)
        column.addSpacing(theme.SPACE.s)
        column.addLayout(pair(self.hours, self.points))
        column.addWidget(self.reason)
        column.addSpacing(theme.SPACE.m)
        column.addWidget(self._stories)
        column.addLayout(self._story)
        column.addStretch(1)
        self.agree = Button(tr("Valider la répartition"), icon="check")
        self.foot.addStretch(1)
        self.foot.addWidget(self.agree)
        self.foot_pane.setVisible(False)

    def display(self, view: PersonView, *, agreed: bool) -> None:
        """Shows a person; `agreed`: what is agreed is being corrected."""
        self.show_heading(view.title, view.subtitle)
        self.share.show_text(view.share)
        for name, shown in ((self.hours, view.hours), (self.points, view.points)):
            if not name.hasFocus() and not name.isAncestorOf(self.focusWidget()):
                name.set_text(shown)
        self.reason.setVisible(agreed)

    def show_story(self, story: Sequence[tuple[str, str]]) -> None:
        """What was agreed so far, the newest first."""
        clear(self._story)
        self._stories.setVisible(bool(story))
        for words, cents in story:
            self._story.addWidget(Label(cents, style="body_strong"))
            self._story.addWidget(Label(words, style="label", role="on_var", wrap=True))


class TipsSection(ListSection):
    """The tips of a period.

    Signals:
        day_requested: the calendar is wanted under its button.
        period_chosen(str), rule_chosen(str): how tips are put together and shared out.
        opened(str): a person.
        agree_requested: what is on show is right.
        export_requested: what was agreed this month, for payroll.
    """

    day_requested = Signal()
    period_chosen = Signal(str)
    rule_chosen = Signal(str)
    opened = Signal(str)
    agree_requested = Signal()
    export_requested = Signal()

    def __init__(
        self, desk: Desk, board: DeviceBoard, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, board, parent)
        self.export = Button(tr("Pour la paie"), kind="plain", icon="download")
        self.agree = Button(tr("Valider la répartition"), icon="check")
        self.agree.setEnabled(False)
        # It says less once it corrects, and what is beside it stays where it is.
        self.agree.setMinimumWidth(self.agree.sizeHint().width())
        self.head = Head(tr("Pourboires"), (self.export, self.agree))
        self.day_button = Button(
            "", kind="plain", icon="calendar_month", trailing_icon="arrow_drop_down"
        )
        self.state = Label(style="label", role="on_var")
        self.rule = Dropdown(tr("Règle"), rule_entries(), height=48, with_help=False)
        self.span = Dropdown(
            tr("Période"), period_entries(), height=48, with_help=False
        )
        self.exempt = TextField(tr("Exonérables jusqu'au"), height=48, with_help=False)
        self.exempt.setMinimumWidth(_DATE)
        keys = tr("↑ ↓ parcourir · ↵ ouvrir")
        self.people = DataTable(tip_columns(), name=tr("Parts"), hint=keys, least=200)
        self.people.show_nothing(
            tr("Personne dans l'équipe"), tr("Équipe, Nouvelle personne en ajoute une.")
        )
        self.pane = TipPane()
        listing = ListPane(self.head, (self._build_period(),), self.people)
        self.lay_out(listing, self.pane)
        self.controller = TipsController(desk, self)
        self._connect_signals()
        self.setFocusProxy(self.people)

    def _build_period(self) -> QWidget:
        period = QWidget()
        column = QVBoxLayout(period)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        when = QHBoxLayout()
        when.setSpacing(GAP)
        when.addWidget(self.day_button)
        when.addWidget(self.state, 1)
        how = QHBoxLayout()
        how.setSpacing(GAP)
        how.addWidget(self.rule, 3)
        how.addWidget(self.span, 2)
        how.addWidget(self.exempt, 1)
        column.addLayout(how)
        column.addLayout(when)
        return period

    def _connect_signals(self) -> None:
        self.day_button.clicked.connect(self.day_requested)
        self.rule.chosen.connect(self.rule_chosen)
        self.span.chosen.connect(self.period_chosen)
        self.people.row_opened.connect(self.opened)
        self.agree.clicked.connect(self.agree_requested)
        self.pane.agree.clicked.connect(self.agree_requested)
        self.export.clicked.connect(self.export_requested)
        self.pane_closed.connect(self.people.setFocus)
        # Where the pane covers the head, it has the act itself.
        self.split.narrowed.connect(self.pane.foot_pane.setVisible)

    @override
    def show_place(self, argument: str) -> None:
        self.controller.begin()

    def display(self, view: TipsView, rule: str, span: str) -> None:
        """Shows a period."""
        self.head.heading.show_words(tr("Pourboires"), note=view.note)
        self.state.show_text(view.state)
        self.rule.choose(rule)
        self.span.choose(span)
        self.people.set_rows(view.rows)
        for button in (self.agree, self.pane.agree):
            button.set_words(view.act)
            button.setEnabled(view.may)

    def show_exempt(self, day: str) -> None:
        """Until when tips may be exempt; who is typing there is not disturbed."""
        focused = self.window().focusWidget()
        if focused is None or not self.exempt.isAncestorOf(focused):
            self.exempt.set_text(day)

    def show_period(self, title: str) -> None:
        """Which days are about to be on show."""
        self.day_button.set_words(title)

    def show_saving(self, *, busy: bool) -> None:
        """The files are being written, or no more."""
        if busy:
            self.export.set_busy()
        else:
            self.export.set_done()

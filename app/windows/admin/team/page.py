"""Équipe: people and roles, each list with its form."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from app.presenters.admin.team import person_columns, role_columns
from app.windows.admin.filters import FilterChip
from app.windows.admin.section import Head, ListPane, Lists, Section, SplitPane
from app.windows.admin.team.controller import TeamController
from app.windows.admin.team.person_form import PersonForm
from app.windows.admin.team.role_form import RoleForm
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from resources.texts import tr, trn
from widgets.button import Button
from widgets.choices import Choice, SegmentedButtons
from widgets.dropdown import Entry
from widgets.field import SearchField
from widgets.table_model import Row
from widgets.table_view import DataTable

PEOPLE, ROLES = "people", "roles"


class TeamSection(Section):
    """The team.

    Signals:
        opened(str, str): kind (PEOPLE or ROLES) and id; "" for a new one.
        shown(str): the list of that kind is on show.
        filter_changed: other people are wanted.
    """

    opened = Signal(str, str)
    shown = Signal(str)
    filter_changed = Signal()

    def __init__(
        self, desk: Desk, board: DeviceBoard, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, board, parent)
        self.new = Button(tr("Nouvelle personne"), icon="add")
        self.head = Head(tr("Équipe"), (self.new,))
        self.search = SearchField(tr("Nom, rôle, secteur"), height=48)
        self.kinds = SegmentedButtons(
            (Choice(PEOPLE, tr("Personnes")), Choice(ROLES, tr("Rôles"))),
            chosen=PEOPLE,
            height=48,
            name=tr("Équipe"),
        )
        self.role = FilterChip(tr("Rôle"), tr("Toute l'équipe"))
        self.people = DataTable(person_columns(), name=tr("Personnes"))
        self.people.sort_by("name")
        self.roles = DataTable(role_columns(), name=tr("Rôles"))
        self.tables = Lists(self.people, self.roles)
        self.person_form, self.role_form = PersonForm(), RoleForm()
        self.forms = QStackedWidget()
        self.forms.addWidget(self.person_form)
        self.forms.addWidget(self.role_form)
        filters = (self.kinds, self.search, self.role)
        pane = ListPane(self.head, filters, self.tables, stretch=1)
        self.split = SplitPane(pane, self.forms)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.split)
        self.controller = TeamController(desk, self)
        self._connect_signals()
        self.setFocusProxy(self.tables)

    def _connect_signals(self) -> None:
        self.kinds.chosen.connect(self._on_kind_chosen)
        self.search.text_edited.connect(self._on_search_edited)
        self.role.picked.connect(self.filter_changed)
        self.new.clicked.connect(self._on_new_clicked)
        self.people.row_opened.connect(self._on_person_opened)
        self.roles.row_opened.connect(self._on_role_opened)
        self.people.search_requested.connect(self.search.setFocus)
        self.roles.search_requested.connect(self.search.setFocus)

    @property
    def kind(self) -> str:
        """Which list is on show."""
        return ROLES if self.tables.currentWidget() is self.roles else PEOPLE

    @override
    def show_place(self, argument: str) -> None:
        self.controller.begin(argument)

    @override
    def go_back(self) -> bool:
        if self.split.side_shown:
            self.show_form("")
            return True
        return False

    def show_kind(self, kind: str) -> None:
        """Shows the people or the roles."""
        self.kinds.choose(kind)
        self.tables.setCurrentIndex(int(kind == ROLES))
        self.role.setVisible(kind == PEOPLE)
        self.new.set_words(
            tr("Nouveau rôle") if kind == ROLES else tr("Nouvelle personne")
        )

    def show_people(self, rows: Sequence[Row], roles: Sequence[Entry]) -> None:
        """Other people."""
        self.people.set_rows(rows)
        self.role.set_entries(roles)

    def show_roles(self, rows: Sequence[Row]) -> None:
        """Other roles."""
        self.roles.set_rows(rows)

    def show_count(self, count: int) -> None:
        """How many people work here."""
        words = trn(count, "{n} personne", "{n} personnes")
        self.head.heading.show_words(tr("Équipe"), note=words)

    def show_form(self, kind: str) -> None:
        """Opens the form of a kind; "" closes it."""
        if kind:
            self.forms.setCurrentIndex(int(kind == ROLES))
        self.split.show_side(shown=bool(kind))

    @Slot(str)
    def _on_kind_chosen(self, kind: str) -> None:
        self.show_kind(kind)
        self.show_form("")
        self._on_search_edited(self.search.text)
        self.shown.emit(kind)

    @Slot(str)
    def _on_search_edited(self, text: str) -> None:
        self.people.filter_text(text)
        self.roles.filter_text(text)

    @Slot()
    def _on_new_clicked(self) -> None:
        self.opened.emit(self.kind, "")

    @Slot(str)
    def _on_person_opened(self, person: str) -> None:
        self.opened.emit(PEOPLE, person)

    @Slot(str)
    def _on_role_opened(self, role: str) -> None:
        self.opened.emit(ROLES, role)

"""Sheets of the team: sections and who serves them, a colleague, a handover, its answer."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal, SignalInstance, Slot
from PySide6.QtWidgets import QWidget

from app.presenters.floor.team import GivingView, OfferView, PersonRow, TeamView
from app.windows.acts_sheet import WIDTH
from resources.texts import tr
from widgets import theme
from widgets.button import Button
from widgets.card import SectionHeader
from widgets.empty_state import EmptyState
from widgets.list_row import ListRow, RowView
from widgets.looks import Kind
from widgets.sheet import SideSheet

NOBODY = ""


class PickRow(ListRow):
    """A row that is ticked or not."""

    def __init__(self, view: RowView, *, ticked: bool) -> None:
        super().__init__(view, padding=0)
        self.setCheckable(True)
        self.setChecked(ticked)
        self.toggled.connect(self._on_toggled)
        self._on_toggled()

    @Slot()
    def _on_toggled(self) -> None:
        on = self.isChecked()
        icon = "check_box" if on else "check_box_outline_blank"
        self.show_view(self.view._replace(icon=icon, fill_icon=on))


def person_view(row: PersonRow, trailing: str = "") -> RowView:
    """Somebody, or a thing with its person; a sign asks for one where there is none."""
    return RowView(
        row.title,
        row.subtitle,
        icon="" if row.initials else "person_add",
        tone="" if row.initials else "neutral",
        initials=row.initials,
        avatar_tone=row.tone,
        trailing=trailing,
    )


class SectionsSheet(SideSheet):
    """Every section with who serves it, and the handovers of the day.

    Signals:
        section_chosen(str): give this section to somebody.
        handover_chosen(str): look at this one.
        spread_requested: share the sections among those on duty.
        clear_requested: nobody serves any section any more.
        giving_requested: pass one's own tables on.
        drawing_requested: draw rooms and sections.

    Args:
        gives: whether the person has something to pass on.
        draws: whether the person may draw.
    """

    section_chosen = Signal(str)
    handover_chosen = Signal(str)
    spread_requested = Signal()
    clear_requested = Signal()
    giving_requested = Signal()
    drawing_requested = Signal()

    def __init__(
        self, host: QWidget, view: TeamView, *, gives: bool, draws: bool
    ) -> None:
        super().__init__(
            host, tr("Rangs et passations"), tr("Qui sert où"), width=WIDTH
        )
        self.rows: dict[str, ListRow] = {}
        body = self.sheet.body
        body.setSpacing(0)
        self.giving = Button(tr("Passer mes tables"), height=72, icon="swap_horiz")
        self.giving.setVisible(gives)
        self.giving.clicked.connect(self._on_giving_clicked)
        for row in view.waiting:
            self._add(row, self._on_handover_clicked)
        body.addSpacing(theme.SPACE.s)
        body.addWidget(self.giving)
        body.addSpacing(theme.SPACE.m)
        body.addWidget(SectionHeader(tr("Rangs")))
        for row in view.sections:
            self._add(row, self._on_section_clicked)
        if view.sections:
            self._add_acts()
        else:
            words = tr("Les rangs se dessinent dans Gestion › Salle.")
            body.addWidget(EmptyState(tr("Aucun rang"), words))
        self.draw = ListRow(
            RowView(tr("Dessiner les salles et les rangs"), icon="draw"),
            padding=0,
            chevron=True,
        )
        self.draw.setVisible(draws)
        self.draw.clicked.connect(self._on_draw_clicked)
        body.addWidget(self.draw)
        if view.over:
            body.addSpacing(theme.SPACE.m)
            body.addWidget(SectionHeader(tr("Passations du jour")))
        for row in view.over:
            self._add(row, self._on_handover_clicked)
        body.addStretch(1)

    def _add(self, row: PersonRow, clicked: Callable[[], None]) -> None:
        made = ListRow(person_view(row), padding=0, chevron=True)
        made.setProperty("key", row.key)
        made.clicked.connect(clicked)
        self.rows[row.key] = made
        self.sheet.body.addWidget(made)

    def _add_acts(self) -> None:
        self.spread = ListRow(
            RowView(
                tr("Répartir entre ceux qui sont là"),
                tr("Autant de places chacun, côte à côte"),
                icon="groups",
            ),
            padding=0,
        )
        self.clear_all = ListRow(
            RowView(tr("Reprendre tous les rangs"), icon="close"), padding=0
        )
        self.spread.clicked.connect(self._on_spread_clicked)
        self.clear_all.clicked.connect(self._on_clear_clicked)
        self.sheet.body.addWidget(self.spread)
        self.sheet.body.addWidget(self.clear_all)

    @Slot()
    def _on_section_clicked(self) -> None:
        self._tell(self.section_chosen)

    @Slot()
    def _on_handover_clicked(self) -> None:
        self._tell(self.handover_chosen)

    def _tell(self, signal: SignalInstance) -> None:
        sender = self.sender()
        if sender is not None:
            self.close_overlay()
            signal.emit(str(sender.property("key")))

    @Slot()
    def _on_giving_clicked(self) -> None:
        self.close_overlay()
        self.giving_requested.emit()

    @Slot()
    def _on_draw_clicked(self) -> None:
        self.close_overlay()
        self.drawing_requested.emit()

    @Slot()
    def _on_spread_clicked(self) -> None:
        self.close_overlay()
        self.spread_requested.emit()

    @Slot()
    def _on_clear_clicked(self) -> None:
        self.close_overlay()
        self.clear_requested.emit()


class ColleagueSheet(SideSheet):
    """Who serves a section: those on duty first, then the others, or nobody.

    Args:
        now: who serves it so far, which their row says.

    Signals:
        chosen(str): id of a person, `NOBODY` for nobody.
    """

    chosen = Signal(str)

    def __init__(
        self,
        host: QWidget,
        title: str,
        here: Sequence[PersonRow],
        away: Sequence[PersonRow],
        *,
        now: str,
    ) -> None:
        super().__init__(host, title, tr("Qui sert ce rang ?"), width=WIDTH)
        self.rows: dict[str, ListRow] = {}
        body = self.sheet.body
        body.setSpacing(0)
        for title_, people in (
            (tr("En service"), here),
            (tr("Pas encore en service"), away),
        ):
            if people:
                body.addWidget(SectionHeader(title_))
            for row in people:
                serves = tr("sert ce rang") if row.key == now else ""
                self._add(row.key, person_view(row, serves))
            body.addSpacing(theme.SPACE.s)
        self._add(NOBODY, RowView(tr("Personne"), icon="close"))
        body.addStretch(1)

    def _add(self, key: str, view: RowView) -> None:
        made = ListRow(view, padding=0)
        made.setProperty("key", key)
        made.clicked.connect(self._on_row_clicked)
        self.rows[key] = made
        self.sheet.body.addWidget(made)

    @Slot()
    def _on_row_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.close_overlay()
            self.chosen.emit(str(sender.property("key")))


class GivingSheet(SideSheet):
    """Notes and sections that go to a colleague: all of them, unless some are unticked.

    Signals:
        given(str, tuple, tuple): to whom, which orders, which sections.
    """

    given = Signal(str, object, object)

    def __init__(self, host: QWidget, view: GivingView) -> None:
        super().__init__(host, view.title, view.subtitle, width=WIDTH)
        self._view, self._taker = view, ""
        self.people: dict[str, ListRow] = {}
        self.sections: dict[str, PickRow] = {}
        self.notes: dict[str, PickRow] = {}
        body = self.sheet.body
        body.setSpacing(0)
        body.addWidget(SectionHeader(tr("À qui ?")))
        for row in (*view.here, *view.away):
            self._add_person(row)
        if not self.people:
            words = tr("Personne d'autre ne prend de commandes.")
            body.addWidget(EmptyState(tr("Aucun collègue"), words))
        body.addSpacing(theme.SPACE.m)
        body.addWidget(SectionHeader(tr("Ce qui passe")))
        for row in view.sections:
            picked = RowView(row.title, row.subtitle)
            self.sections[row.key] = self._pick(picked)
        for note in view.notes:
            picked = RowView(note.title, note.subtitle, trailing=note.amount)
            self.notes[note.order] = self._pick(picked)
        body.addStretch(1)
        self.give = Button("", height=64, icon="swap_horiz")
        self.give.clicked.connect(self._on_give_clicked)
        self.sheet.foot.addWidget(self.give)
        self.sheet.set_foot_shown(shown=True)
        first = next(iter(view.here), None)
        self._choose(first.key if first else "")

    def _add_person(self, row: PersonRow) -> None:
        made = ListRow(person_view(row), padding=8)
        made.setProperty("key", row.key)
        made.clicked.connect(self._on_person_clicked)
        self.people[row.key] = made
        self.sheet.body.addWidget(made)

    def _pick(self, view: RowView) -> PickRow:
        made = PickRow(view, ticked=True)
        made.toggled.connect(self._show_act)
        self.sheet.body.addWidget(made)
        return made

    @Slot()
    def _on_person_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self._choose(str(sender.property("key")))

    def _choose(self, person: str) -> None:
        self._taker = person
        for key, row in self.people.items():
            row.set_chosen(chosen=key == person)
        self._show_act()

    def _ticked(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return (
            tuple(key for key, row in self.notes.items() if row.isChecked()),
            tuple(key for key, row in self.sections.items() if row.isChecked()),
        )

    @Slot()
    def _show_act(self) -> None:
        rows = (*self._view.here, *self._view.away)
        name = next((row.title for row in rows if row.key == self._taker), "")
        if not name:
            words = tr("Choisissez un collègue")
        elif self._view.asks:
            words = tr("Proposer à {name}", name=name)
        else:
            words = tr("Passer à {name}", name=name)
        self.give.set_words(words)
        self.give.setEnabled(bool(name) and any(self._ticked()))

    @Slot()
    def _on_give_clicked(self) -> None:
        orders, sections = self._ticked()
        self.close_overlay()
        self.given.emit(self._taker, orders, sections)


class OfferSheet(SideSheet):
    """What a colleague passes on, and the answer to it.

    Signals:
        act_chosen(str): "accept", "decline", "withdraw" or "undo".
    """

    act_chosen = Signal(str)

    def __init__(self, host: QWidget, view: OfferView) -> None:
        super().__init__(host, view.title, view.subtitle, width=WIDTH)
        self.acts: dict[str, Button] = {}
        body = self.sheet.body
        body.setSpacing(0)
        rows = [RowView(section, icon="groups") for section in view.sections]
        rows += [RowView(n.title, n.subtitle, trailing=n.amount) for n in view.notes]
        for row in rows:
            body.addWidget(ListRow(row, padding=0))
        body.addStretch(1)
        for act in view.acts:
            kind: Kind = "filled" if act.loud else "tonal"
            made = Button(act.text, kind=kind, height=64, icon=act.icon)
            made.setProperty("act", act.key)
            made.clicked.connect(self._on_act_clicked)
            self.acts[act.key] = made
            self.sheet.foot.addWidget(made)
        self.sheet.set_foot_shown(shown=bool(view.acts))

    @Slot()
    def _on_act_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.close_overlay()
            self.act_chosen.emit(str(sender.property("act")))

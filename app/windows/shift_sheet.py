"""The end of a shift: open notes, what was taken, the cash handed over, a signature."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.staff.events import ShiftReviewed
from app.domain.staff.reviewing import ReviewShift
from app.presenters.till.shift import ShiftView, outcome_words, people_of, present_shift
from app.services.facts import Fact
from app.services.shifts import facts_of_shifts, left
from app.windows.desk import Desk
from app.windows.tasks import Background
from resources.texts import price, tr
from widgets import theme
from widgets.button import Button
from widgets.card import SectionHeader, clear
from widgets.chip import Chip
from widgets.field import TextField
from widgets.flow import FlowLayout
from widgets.keypad import AmountPad
from widgets.list_row import ListRow
from widgets.scroll import ScrollPane
from widgets.sheet import SideSheet
from widgets.text import Label

_WIDTH, _PAD, _ROW = 880, 360, 56


class ShiftSheet(SideSheet):
    """One's own shift; of whoever worked today, for who may read the till."""

    def __init__(self, host: QWidget, desk: Desk) -> None:
        words = tr("Vos notes, vos encaissements et les espèces que vous remettez")
        super().__init__(host, tr("Fin de service"), words, width=_WIDTH)
        self._desk, self.person = desk, desk.person
        self._background = Background(self)
        self._facts: Sequence[Fact] = ()
        self.people: dict[str, Chip] = {}
        self.notes: dict[str, ListRow] = {}
        self.said: list[tuple[str, str]] = []
        self._faces, self._face_row = QWidget(), FlowLayout(8)
        self._faces.setLayout(self._face_row)
        self._pane = ScrollPane(spacing=theme.SPACE.xs)
        self.pad = AmountPad(tr("Espèces remises"), key_size=(114, 64))
        self.note = TextField(placeholder=tr("Remarque"), height=64, with_help=False)
        self.sign = Button("", height=64, icon="check", wide=True)
        self._build()
        self.pad.value_changed.connect(self._refresh)
        self.sign.clicked.connect(self._on_sign_clicked)
        self.closed.connect(self.deleteLater)
        self._read(self._take)

    def _build(self) -> None:
        side = QWidget()
        side.setFixedWidth(_PAD)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE.m)
        column.addWidget(self.pad)
        column.addStretch(1)
        line = QHBoxLayout()
        line.setSpacing(theme.SPACE.l)
        line.addWidget(self._pane, 1)
        line.addWidget(side)
        self.sheet.body.addWidget(self._faces)
        self.sheet.body.addLayout(line, 1)
        self.sheet.foot.setSpacing(theme.SPACE.m)
        self.sheet.foot.addWidget(self.note, 1)
        self.sheet.foot.addWidget(self.sign)
        self.sheet.set_foot_shown(shown=True)
        self._refresh()

    # ------------------------------------------------------------------ what there is

    def _read(self, done: Callable[[Sequence[Fact]], None]) -> None:
        house = self._desk.house
        database, bday = house.database, house.business_day(house.clock())
        self._background.run(
            lambda: facts_of_shifts(database, bday), done, self._on_unread
        )

    def _on_unread(self, error: Exception) -> None:
        self.sign.setEnabled(True)
        self._desk.say_failure(error)

    def _take(self, facts: Sequence[Fact]) -> None:
        self._facts = facts
        self._show()

    def _show(self) -> None:
        desk = self._desk
        others = desk.may("till.report")
        people = people_of(desk.house, self._facts, desk.person, others=others)
        self._faces.setVisible(len(people) > 1)
        clear(self._face_row)
        self.people = {}
        for each in people:
            chip = Chip(
                each.name, height=48, togglable=False, chosen=each.id == self.person
            )
            chip.setProperty("person", each.id)
            chip.clicked.connect(self._on_person_clicked)
            self.people[each.id] = chip
            self._face_row.addWidget(chip)
        view = present_shift(desk.house, self._facts, self.person, desk.person)
        self._fill(view)
        self._refresh()

    def _fill(self, view: ShiftView) -> None:
        content = self._pane.content
        clear(content)
        self.notes, self.said = {}, []
        if view.signed:
            content.addWidget(SectionHeader(tr("Déjà signé")))
            for when, outcome in view.signed:
                self.said.append((when, outcome))
                content.addWidget(Label(outcome, style="body_strong", wrap=True))
                content.addWidget(_quiet(when))
            content.addSpacing(theme.SPACE.m)
        content.addWidget(SectionHeader(tr("Encaissé")))
        for words in view.tenders:
            self._pair(*words)
        if not view.tenders:
            content.addWidget(_quiet(tr("Rien à remettre.")))
        content.addSpacing(theme.SPACE.m)
        if view.tips:
            content.addWidget(SectionHeader(tr("Part des pourboires")))
            for words in view.tips:
                self._pair(*words)
            content.addSpacing(theme.SPACE.m)
        content.addWidget(SectionHeader(tr("Notes ouvertes"), note=view.still_due))
        for note in view.open:
            row = ListRow(note.view, height=_ROW, padding=0, chevron=True)
            row.setProperty("order", note.order)
            row.clicked.connect(self._on_note_clicked)
            self.notes[note.order] = row
            content.addWidget(row)
        if not view.open:
            content.addWidget(_quiet(tr("Toutes les notes sont fermées.")))
        content.addStretch(1)

    def _pair(self, what: str, much: str) -> None:
        self.said.append((what, much))
        pair = QWidget()
        line = QHBoxLayout(pair)
        line.setContentsMargins(0, theme.SPACE.xs, 0, theme.SPACE.xs)
        line.addWidget(Label(what, style="body"))
        line.addStretch(1)
        line.addWidget(Label(much, style="body_strong", align="end"))
        self._pane.content.addWidget(pair)

    @Slot()
    def _refresh(self, _cents: int = 0) -> None:
        words = tr("Signer et remettre {amount}", amount=price(self.pad.value))
        self.sign.set_words(words)

    # ------------------------------------------------------------------ what is done

    @Slot()
    def _on_person_clicked(self) -> None:
        self.person = str(self.sender().property("person"))
        self.pad.propose(0)
        self._show()

    @Slot()
    def _on_note_clicked(self) -> None:
        order = str(self.sender().property("order"))
        self.close_overlay()
        self._desk.go("pos", f"order:{order}")

    @Slot()
    def _on_sign_clicked(self) -> None:
        self.sign.setEnabled(False)
        self._read(self._sign)

    def _sign(self, facts: Sequence[Fact]) -> None:
        """With what was taken until now, not until the sheet was opened."""
        self.sign.setEnabled(True)
        command = ReviewShift(
            person=self.person,
            declared=self.pad.value,
            taken=left(facts).get(self.person, ()),
            note=self.note.text.strip(),
        )
        self._desk.run(command, self._on_signed)

    def _on_signed(self, facts: tuple[Fact, ...]) -> None:
        for fact in facts:
            if isinstance(fact.event, ShiftReviewed):
                self._desk.say(outcome_words(fact.event))
        self.pad.propose(0)
        self.note.set_text("")
        self._read(self._take)


def _quiet(words: str) -> Label:
    return Label(words, style="body", role="on_var", wrap=True)

"""Titres et remises: what titres-restaurant pay and discounts touch, by category."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from app.domain.catalogue.terms import TERMS, SetTerms, TermsSet
from app.presenters.admin.terms import (
    TermsRow,
    answered,
    term_names,
    terms_entries,
    terms_rows,
)
from app.services.house import Fact
from app.windows.desk import Desk
from resources.texts import tr
from widgets import theme
from widgets.card import clear
from widgets.dropdown import Dropdown
from widgets.sheet import SideSheet
from widgets.switch import CheckBox
from widgets.text import Label

if TYPE_CHECKING:
    from app.windows.admin.card.articles import ArticlesSection

_ROW = 48
_TICK = 44
"""Width of a box to tick without words."""


class TermsSheet(SideSheet):
    """A category, then each of its articles, with two boxes to tick; each tick is kept
    at once, and can be taken back.

    Args:
        category: the one that is shown first, "" for the first of the card.
    """

    def __init__(self, host: QWidget, desk: Desk, category: str = "") -> None:
        words = tr("Ce qu'un titre-restaurant paie, ce qu'une remise peut baisser")
        super().__init__(host, tr("Titres et remises"), words)
        self._desk = desk
        entries = terms_entries(desk.world)
        self.category = Dropdown(
            tr("Catégorie"), entries, chosen=category, height=48, with_help=False
        )
        self.ticks: dict[tuple[str, str, str], CheckBox] = {}
        self._rows = QWidget()
        self._grid = QGridLayout(self._rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.SPACE.l)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(0, 1)
        body = self.sheet.body
        body.addWidget(self.category)
        body.addSpacing(theme.SPACE.m)
        body.addWidget(self._rows)
        body.addStretch(1)
        self.category.chosen.connect(self._on_category_chosen)
        self.closed.connect(self.deleteLater)
        desk.changed.connect(self._on_changed)
        self.show_category(self.category.chosen_key)

    def show_category(self, category: str) -> None:
        """Shows the articles of a category."""
        clear(self._grid)
        self.ticks = {}
        for column, words in enumerate(term_names(), start=1):
            head = Label(words, style="label_strong", role="on_var")
            self._grid.addWidget(head, 0, column, Qt.AlignmentFlag.AlignHCenter)
        for number, row in enumerate(terms_rows(self._desk.world, category), start=1):
            self._add_row(number, row)

    def _add_row(self, number: int, row: TermsRow) -> None:
        whole = row.kind == "category"
        name = f"{row.name} · {tr('exception')}" if row.own else row.name
        label = Label(name, style="body_strong" if whole else "body", wrap=True)
        label.setMinimumHeight(_ROW)
        self._grid.addWidget(label, number, 0)
        for column, (term, allowed) in enumerate(
            zip(TERMS, row.allowed, strict=True), start=1
        ):
            tick = CheckBox("", ticked=allowed)
            tick.setFixedWidth(_TICK)
            tick.setAccessibleName(f"{term_names()[column - 1]} : {row.name}")
            tick.setProperty("what", (row.kind, row.id, term))
            tick.clicked.connect(self._on_tick_clicked)
            self.ticks[row.kind, row.id, term] = tick
            self._grid.addWidget(tick, number, column, Qt.AlignmentFlag.AlignHCenter)

    @Slot(str)
    def _on_category_chosen(self, category: str) -> None:
        self.show_category(category)

    @Slot()
    def _on_tick_clicked(self) -> None:
        tick = self.sender()
        if not isinstance(tick, CheckBox):
            return
        kind, thing, term = tick.property("what")
        world = self._desk.world
        before = world.terms.of(kind, thing)
        event = answered(world, kind, thing, term, allowed=tick.isChecked())
        if not self._desk.run(SetTerms(event=event), partial(self._saved, before)):
            # A manager may allow it yet; until then it is as it was.
            tick.setChecked(not tick.isChecked())

    def _saved(self, before: TermsSet, _facts: tuple[Fact, ...]) -> None:
        undo = partial(self._desk.run, SetTerms(event=before))
        self._desk.say(tr("Enregistré"), undo=undo)

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        if any(isinstance(fact.event, TermsSet) for fact in facts):
            category = self.category.chosen_key
            entries = terms_entries(self._desk.world)
            self.category.set_entries(entries, chosen=category)
            self.show_category(category)


class CardTerms(QObject):
    """Opens the sheet over the list of articles, on the category that it shows."""

    def __init__(self, desk: Desk, section: "ArticlesSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section

    @Slot()
    def ask(self) -> None:
        """Asks what titres-restaurant pay and discounts touch."""
        TermsSheet(self._section, self._desk, self._section.category.key).open()

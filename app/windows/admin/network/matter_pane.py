"""One matter: what happened where, then the ways out as great acts."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.presenters.admin.reconcile import REASONED, MatterView, WayOut
from app.presenters.story import Chapter
from app.windows.admin.form import SidePane, group
from resources.texts import tr
from widgets import theme
from widgets.button import Button
from widgets.card import clear
from widgets.field import TextField
from widgets.text import Label

_MAX_REASON = 200


class MatterPane(SidePane):
    """A matter and the acts that end it.

    Signals:
        chosen(str, str): an act and the reason that was given for it.
    """

    chosen = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.words = Label(style="body_medium", wrap=True)
        self.story = StoryRows()
        self.reason = TextField(
            tr("Pourquoi"),
            height=48,
            placeholder=tr("Clients partis, geste commercial…"),
            help_text=tr("Écrit au journal, avec votre nom."),
        )
        self.reason.edit.setMaxLength(_MAX_REASON)
        self.ways: dict[str, Button] = {}
        self._ways = QVBoxLayout()
        self._ways.setSpacing(theme.SPACE.xs)
        column = self.pages[0].content
        column.addWidget(self.words)
        column.addSpacing(theme.SPACE.m)
        column.addWidget(group(tr("Ce qui s'est passé")))
        column.addWidget(self.story)
        column.addSpacing(theme.SPACE.l)
        column.addWidget(group(tr("Comment en sortir")))
        column.addSpacing(theme.SPACE.xs)
        column.addLayout(self._ways)
        column.addStretch(1)
        self.foot_pane.setVisible(False)

    def display(self, view: MatterView, story: Sequence[Chapter]) -> None:
        """Shows a matter; a reason that is being typed stays as it is."""
        self.show_heading(view.title, view.subtitle)
        self.words.show_text(view.words)
        self.story.show_chapters(story)
        self._show_ways(view.ways)

    def begin(self) -> None:
        """Nothing was said about it yet."""
        self.reason.set_text("")
        self.reason.show_error("")

    def _show_ways(self, ways: Sequence[WayOut]) -> None:
        """The acts; those that need a reason stand under its field."""
        if [way.act for way in ways] == list(self.ways):
            return
        self._ways.removeWidget(self.reason)
        self.reason.setParent(self)
        clear(self._ways)
        self.ways = {}
        plain = [way for way in ways if way.act not in REASONED]
        reasoned = [way for way in ways if way.act in REASONED]
        for way in plain:
            self._add_way(way)
        self.reason.setVisible(bool(reasoned))
        if reasoned:
            self._ways.addWidget(self.reason)
        for way in reasoned:
            self._add_way(way)

    def _add_way(self, way: WayOut) -> None:
        kind = "outlined" if self.ways else "filled"
        button = Button(way.verb, kind=kind, icon=way.icon)  # type: ignore[arg-type]
        button.setProperty("act", way.act)
        button.clicked.connect(self._on_way_clicked)
        self.ways[way.act] = button
        self._ways.addWidget(button)
        self._ways.addWidget(Label(way.words, style="label", role="on_var", wrap=True))
        spacer = QWidget()
        spacer.setFixedHeight(theme.SPACE.s)
        self._ways.addWidget(spacer)

    @Slot()
    def _on_way_clicked(self) -> None:
        act = str(self.sender().property("act"))
        reason = self.reason.text.strip()
        if act in REASONED and not reason:
            self.reason.show_error(tr("Dites pourquoi cela reste ainsi."))
            self.reason.setFocus()
            return
        self.reason.show_error("")
        self.chosen.emit(act, reason)


class StoryRows(QWidget):
    """What happened, one row a fact: when, what, by whom and where."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, theme.SPACE.xs, 0, 0)
        self._grid.setHorizontalSpacing(theme.SPACE.m)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        self._shown: tuple[Chapter, ...] = ()

    def show_chapters(self, chapters: Sequence[Chapter]) -> None:
        """Tells another story."""
        if tuple(chapters) == self._shown:
            return
        self._shown = tuple(chapters)
        clear(self._grid)
        top = Qt.AlignmentFlag.AlignTop
        for number, chapter in enumerate(chapters):
            row = 3 * number
            time = Label(chapter.time, style="label", role="on_var")
            what = Label(chapter.words, style="label_strong", wrap=True)
            who = Label(chapter.who, style="label", role="on_var", wrap=True)
            self._grid.addWidget(time, row, 0, top)
            self._grid.addWidget(what, row, 1)
            self._grid.addWidget(who, row + 1, 1)
            self._grid.setRowMinimumHeight(row + 2, theme.SPACE.s)

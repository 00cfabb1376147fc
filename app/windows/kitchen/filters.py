"""What a kitchen's screen is narrowed to, and the sheet that asks for it."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.presenters.kitchen.filters import (
    Filter,
    Narrowed,
    filters_of,
    kind_words,
    narrowed,
    narrowed_words,
)
from app.windows.desk import Desk
from resources.texts import tr
from widgets.button import Button
from widgets.card import clear
from widgets.kitchen_wall_views import CardView
from widgets.list_row import ListRow, RowView
from widgets.sheet import SideSheet
from widgets.text import Label


class KitchenFilters(QObject):
    """One screen's choices, until they are taken back or the screen starts anew: a filter
    that is forgotten hides tickets.

    Attributes:
        words: what is chosen, "" for nothing.

    Signals:
        changed: something else is chosen.
        counted: other cards are there.
    """

    changed = Signal()
    counted = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._chosen = desk, Narrowed()
        self._views: Sequence[CardView] = ()
        self.words = ""

    def apply(self, views: Sequence[CardView]) -> tuple[CardView, ...]:
        """The cards that are left."""
        world, now = self._desk.world, self._desk.house.clock()
        self.words = narrowed_words(world, self._chosen)
        self._views = views
        self.counted.emit()
        return narrowed(world, views, self._chosen, now)

    def found(self) -> list[Filter]:
        """What there is to choose now; counted when somebody looks."""
        now = self._desk.house.clock()
        return filters_of(self._desk.world, self._views, self._chosen, now)

    def is_chosen(self, choice: Filter) -> bool:
        """Whether the screen is narrowed to it."""
        return bool(getattr(self._chosen, choice.kind) == choice.key)

    def toggle(self, choice: Filter) -> None:
        """Narrows the screen to a choice, or no longer."""
        key = "" if self.is_chosen(choice) else choice.key
        self._chosen = self._chosen._replace(**{choice.kind: key})
        self.changed.emit()

    def forget(self) -> None:
        """Everything is shown again."""
        self._chosen = Narrowed()
        self.changed.emit()


class FilterSheet(SideSheet):
    """One row a choice, with the cards that it leaves; touched again it is taken back."""

    def __init__(self, host: QWidget, filters: KitchenFilters) -> None:
        super().__init__(host, tr("Ne montrer que"))
        self._filters = filters
        self._found: list[Filter] | None = None
        self.rows: list[tuple[Filter, ListRow]] = []
        self.everything = Button(tr("Tout montrer"), kind="tonal", height=64)
        self.sheet.body.setSpacing(4)
        self.sheet.foot.addWidget(self.everything)
        self.sheet.set_foot_shown(shown=True)
        self.everything.clicked.connect(self._on_everything)
        filters.counted.connect(self._count)
        filters.changed.connect(self._show)
        self.closed.connect(self.deleteLater)
        self._count()

    @Slot()
    def _count(self) -> None:
        found = self._filters.found()
        if found != self._found:
            self._found = found
            self._show()

    @Slot()
    def _show(self) -> None:
        body = self.sheet.body
        clear(body)
        self.rows = []
        kind = ""
        for choice in self._found or ():
            if choice.kind != kind:
                kind = choice.kind
                body.addWidget(Label(kind_words(kind), style="label_strong"))
            view = RowView(choice.words, trailing=str(choice.cards))
            row = ListRow(view, height=64)
            row.set_chosen(chosen=self._filters.is_chosen(choice))
            row.clicked.connect(self._on_row_clicked)
            self.rows.append((choice, row))
            body.addWidget(row)
        if not self.rows:
            words = tr("Tous les bons sont de la même sorte.")
            body.addWidget(Label(words, role="on_var", wrap=True))
        body.addStretch(1)

    @Slot()
    def _on_row_clicked(self) -> None:
        sender = self.sender()
        for choice, row in self.rows:
            if row is sender:
                self._filters.toggle(choice)
                return

    @Slot()
    def _on_everything(self) -> None:
        self._filters.forget()
        self.close_overlay()

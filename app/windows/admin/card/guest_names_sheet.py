"""Noms pour les clients: what guests of another language read, typed part by part."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.catalogue.guest_names import MAX_NAME, SetGuestName
from app.presenters.admin.guest_names import (
    CATEGORIES,
    NameRow,
    languages,
    name_rows,
    part_entries,
)
from app.windows.desk import Desk
from resources.texts import tr
from widgets import theme
from widgets.card import clear
from widgets.choices import SegmentedButtons
from widgets.dropdown import Dropdown
from widgets.field import TextField
from widgets.sheet import SideSheet

if TYPE_CHECKING:
    from app.windows.admin.card.articles import ArticlesSection

_WIDTH = 640


class GuestNamesSheet(SideSheet):
    """A language, a part of the card, a field for each thing in it; what is typed is kept
    as the field is left."""

    def __init__(self, host: QWidget, desk: Desk, part: str = "") -> None:
        words = tr(
            "Ce que lisent les clients d'une autre langue ; vide : le nom de la maison"
        )
        super().__init__(host, tr("Noms pour les clients"), words, width=_WIDTH)
        self._desk = desk
        self.language = SegmentedButtons(
            languages(), chosen="en", name=tr("Langue des clients")
        )
        self.part = Dropdown(
            tr("Partie de la carte"),
            part_entries(desk.world, "en"),
            chosen=part or CATEGORIES,
            height=48,
            with_help=False,
        )
        self.fields: dict[tuple[str, str], TextField] = {}
        self._rows = QWidget()
        self._column = QVBoxLayout(self._rows)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.SPACE.m)
        body = self.sheet.body
        body.addWidget(self.language)
        body.addSpacing(theme.SPACE.m)
        body.addWidget(self.part)
        body.addSpacing(theme.SPACE.m)
        body.addWidget(self._rows)
        body.addStretch(1)
        self.language.chosen.connect(self._on_chosen)
        self.part.chosen.connect(self._on_chosen)
        self.closed.connect(self._keep_all)
        self.closed.connect(self.deleteLater)
        self._show()

    def _show(self) -> None:
        clear(self._column)
        self.fields = {}
        language, part = self.language.chosen_key, self.part.chosen_key
        for row in name_rows(self._desk.world, part, language):
            self._add_row(row)

    def _add_row(self, row: NameRow) -> None:
        field = TextField(row.usual, height=48, text=row.name, with_help=False)
        field.setProperty("what", (row.kind, row.id))
        field.edit.setMaxLength(MAX_NAME)
        field.edit.editingFinished.connect(self._on_editing_finished)
        self.fields[row.kind, row.id] = field
        self._column.addWidget(field)

    @Slot(str)
    def _on_chosen(self, _: str) -> None:
        self._count()
        self._show()

    def _count(self) -> None:
        entries = part_entries(self._desk.world, self.language.chosen_key)
        self.part.set_entries(entries, chosen=self.part.chosen_key)

    @Slot()
    def _on_editing_finished(self) -> None:
        edit = self.sender()
        for (kind, thing), field in self.fields.items():
            if field.edit is edit:
                self._keep(kind, thing, field)

    @Slot()
    def _keep_all(self) -> None:
        for (kind, thing), field in self.fields.items():
            self._keep(kind, thing, field)

    def _keep(self, kind: str, thing: str, field: TextField) -> None:
        language = self.language.chosen_key
        before = self._desk.world.guest_names.of(kind, thing, language, "")
        if field.text.strip() == before:
            return
        self._desk.run(
            SetGuestName(kind=kind, id=thing, language=language, name=field.text)
        )
        self._count()


class CardGuestNames(QObject):
    """Opens the sheet over the list of articles, on the category that it shows."""

    def __init__(self, desk: Desk, section: "ArticlesSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section

    @Slot()
    def ask(self) -> None:
        """Asks for the names."""
        part = self._section.category.key
        GuestNamesSheet(self._section, self._desk, part).open()

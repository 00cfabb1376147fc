"""Service: the ways of being served, and how the till works in rooms and on terminals."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.presenters.admin.manners import manner_columns
from app.presenters.admin.presets import preset_columns
from app.windows.admin.section import Head, ListPane, Lists, ListSection
from app.windows.admin.service.manner_controller import MannerController
from app.windows.admin.service.manner_form import MannerForm
from app.windows.admin.service.preset_form import PresetForm
from app.windows.admin.service.presets_controller import PresetsController
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from resources.texts import tr
from widgets.button import Button
from widgets.choices import Choice, SegmentedButtons
from widgets.table_model import Row
from widgets.table_view import DataTable
from widgets.text import Label

PRESETS, MANNERS = "presets", "manners"


class PresetsSection(ListSection):
    """The presets.

    Signals:
        opened(str): id of a preset, "" for a new one.
    """

    opened = Signal(str)

    def __init__(
        self, desk: Desk, board: DeviceBoard, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, board, parent)
        self.new = Button(tr("Nouvelle façon"), icon="add")
        self.kinds = SegmentedButtons(
            (
                Choice(PRESETS, tr("Façons de servir")),
                Choice(MANNERS, tr("Salles et terminaux")),
            ),
            chosen=PRESETS,
            height=48,
            name=tr("Service"),
        )
        self.note = Label(style="label", role="on_var", wrap=True)
        self.presets = DataTable(preset_columns(), name=tr("Façons de servir"))
        self.presets.sort_by("rank")
        self.manners = DataTable(manner_columns(), name=tr("Salles et terminaux"))
        self.tables = Lists(self.presets, self.manners)
        self.form, self.manner_form = PresetForm(), MannerForm()
        head = Head(tr("Service"), (self.new,))
        pane = ListPane(head, (self.kinds, self.note), self.tables, stretch=1)
        self.lay_out(pane, self.form, self.manner_form)
        self.controller = PresetsController(desk, self)
        self.manner_controller = MannerController(desk, self)
        self.new.clicked.connect(self._on_new_clicked)
        self.kinds.chosen.connect(self._on_kind_chosen)
        self.presets.row_opened.connect(self.opened)
        self.manners.row_opened.connect(self.manner_controller.open)
        self.setFocusProxy(self.tables)
        self.show_kind(PRESETS)

    @override
    def show_place(self, argument: str) -> None:
        self.controller.begin(argument)
        self.manner_controller.show_rows()
        if argument == MANNERS:
            self.show_kind(MANNERS)

    def show_kind(self, kind: str) -> None:
        """Shows the presets, or the rooms and terminals."""
        presets = kind == PRESETS
        self.kinds.choose(kind)
        self.tables.setCurrentIndex(0 if presets else 1)
        self.new.setVisible(presets)
        self.note.show_text(
            tr("Chaque touche décide de la TVA, du tarif, des questions et de l'heure.")
            if presets
            else tr("Un terminal passe avant la salle de la table.")
        )

    @Slot(str)
    def _on_kind_chosen(self, kind: str) -> None:
        self.close_pane()
        self.show_kind(kind)

    def show_manners(self, rows: Sequence[Row]) -> None:
        """Other rooms and terminals."""
        self.manners.set_rows(rows)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Other presets."""
        self.presets.set_rows(rows)

    @Slot()
    def _on_new_clicked(self) -> None:
        self.opened.emit("")

"""Service: the ways of being served, each with its form."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.presenters.admin_presets import preset_columns
from app.windows.admin.preset_form import PresetForm
from app.windows.admin.presets_controller import PresetsController
from app.windows.admin.section import Head, ListPane, ListSection
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from resources.texts import tr
from widgets.button import Button
from widgets.table_model import Row
from widgets.table_view import DataTable
from widgets.text import Label


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
        self.note = Label(
            tr(
                "En caisse, une touche par façon de servir : elle décide de la TVA de "
                "chaque ligne, du tarif, de ce qui est demandé et de l'heure promise."
            ),
            style="label",
            role="on_var",
            wrap=True,
        )
        self.presets = DataTable(preset_columns(), name=tr("Façons de servir"))
        self.presets.sort_by("rank")
        self.form = PresetForm()
        head = Head(tr("Façons de servir"), (self.new,))
        self.lay_out(ListPane(head, (self.note,), self.presets), self.form)
        self.controller = PresetsController(desk, self)
        self.new.clicked.connect(self._on_new_clicked)
        self.presets.row_opened.connect(self.opened)
        self.setFocusProxy(self.presets)

    @override
    def show_place(self, argument: str) -> None:
        self.controller.begin(argument)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Other presets."""
        self.presets.set_rows(rows)

    @Slot()
    def _on_new_clicked(self) -> None:
        self.opened.emit("")

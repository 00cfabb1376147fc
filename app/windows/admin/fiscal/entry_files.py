"""The receipts and pictures that are kept with the entry on show."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.presenters.admin.journal import EntryView
from app.windows.desk import Desk
from app.windows.files_sheet import FilesSheet

if TYPE_CHECKING:
    from app.windows.admin.fiscal.journal import JournalSection


class EntryFiles(QObject):
    """Shows them when the pane asks."""

    def __init__(self, desk: Desk, section: "JournalSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self._entry: EntryView | None = None
        self.sheet: FilesSheet | None = None
        section.entry_pane.files_requested.connect(self._on_requested)

    def about(self, entry: EntryView) -> None:
        """Another entry is on show."""
        self._entry = entry

    @Slot()
    def _on_requested(self) -> None:
        shown = self._entry
        if shown is not None:
            title, subtitle, files = shown.title, shown.subtitle, shown.files
            self.sheet = FilesSheet(
                self._section, self._desk, title, subtitle, files, may_add=False
            )
            self.sheet.open()

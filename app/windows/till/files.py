"""The receipts and pictures of the till page: joined, shown, kept beside the journal."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.domain.till.events import About
from app.domain.till.filing import KeepFile
from app.presenters.till.page import MoveRow
from app.services.house import Fact
from app.services.kept_files import keep
from app.windows.desk import Desk
from app.windows.files_sheet import FilesSheet
from resources.texts import tr

if TYPE_CHECKING:
    from app.windows.till.page import TillPage


def kept_names(desk: Desk, content: bytes) -> tuple[str, ...] | None:
    """Keeps a file, none where `content` is empty; its hash for the fact that names it.
    None, and said, where the disk refuses."""
    if not content:
        return ()
    try:
        return (keep(desk.files, content),)
    except OSError:
        words = tr("Le disque refuse cette image : vérifiez la place libre.")
        desk.say(words, tone="error")
        return None


class TillFiles(QObject):
    """Shows what is kept with a row of the drawer, and joins one more to a movement."""

    def __init__(self, desk: Desk, page: "TillPage") -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._about: About = "move"
        self._of = ""
        self.sheet: FilesSheet | None = None

    def open(self, row: MoveRow) -> None:
        """The files of a row."""
        self._about, self._of = row.about, row.of
        self.sheet = FilesSheet(
            self._page,
            self._desk,
            row.title,
            row.amount,
            row.files,
            may_add=row.may_add,
        )
        self.sheet.added.connect(self._on_added)
        self.sheet.open()

    @Slot(bytes)
    def _on_added(self, content: bytes) -> None:
        names = kept_names(self._desk, content)
        for name in names or ():
            command = KeepFile(about=self._about, of=self._of, file=name)
            self._desk.run(command, self._on_kept)

    def _on_kept(self, facts: tuple[Fact, ...]) -> None:
        self._desk.say(tr("Justificatif gardé"))
        self._page.controller.begin("moves")

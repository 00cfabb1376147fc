"""Articles out of a file: what would change is shown first, then written."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.presenters.admin.card_import import Imported, decoded, read_card
from app.presenters.opening import import_words
from app.windows.desk import Desk
from app.windows.saving import chosen_table
from resources.texts import tr, trn
from widgets.button import Button
from widgets.sheet import SideSheet
from widgets.text import Label

_WIDTH = 560


class ImportSheet(SideSheet):
    """What a table becomes, row by row what is wrong with it, and one act.

    Signals:
        confirmed: it is to be written.
    """

    confirmed = Signal()

    def __init__(self, host: QWidget, name: str, imported: Imported) -> None:
        super().__init__(host, tr("Importer des articles"), name, width=_WIDTH)
        words, faults = import_words(imported)
        body = self.sheet.body
        body.addWidget(Label(words, style="body_strong", wrap=True))
        body.addSpacing(12)
        for fault in faults:
            body.addWidget(Label(fault, style="body", role="danger", wrap=True))
        if faults and imported.articles:
            left = tr("Ces lignes sont laissées de côté, les autres sont importées.")
            body.addWidget(Label(left, style="body", role="on_var", wrap=True))
        body.addStretch(1)
        self.go = Button(tr("Importer"), height=64)
        self.go.setEnabled(bool(imported.articles))
        self.sheet.foot.addStretch(1)
        self.sheet.foot.addWidget(self.go)
        self.sheet.set_foot_shown(shown=True)
        self.go.clicked.connect(self._on_go)
        self.closed.connect(self.deleteLater)

    @Slot()
    def _on_go(self) -> None:
        self.confirmed.emit()
        self.close_overlay()


class ArticleImport(QObject):
    """Reads a table and writes it once somebody has seen what it does."""

    def __init__(self, desk: Desk, section: QWidget) -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self._imported: Imported | None = None
        self._name = ""

    @Slot()
    def ask(self) -> None:
        """Asks for the file."""
        path = chosen_table(self._section)
        if path:
            self.read(Path(path))

    def read(self, path: Path) -> ImportSheet | None:
        """Shows what a file would change; nothing is written yet."""
        try:
            text = decoded(path.read_bytes())
        except OSError as error:
            self._desk.say(str(error), tone="error")
            return None
        house = self._desk.house
        day = house.business_day(house.clock())
        self._name = path.name
        self._imported = read_card(text, house.world.catalogue, day)
        sheet = ImportSheet(self._section, path.name, self._imported)
        sheet.confirmed.connect(self._on_confirmed)
        sheet.open()
        return sheet

    @Slot()
    def _on_confirmed(self) -> None:
        if self._imported is None:
            return
        count = 0
        for command in self._imported.commands():
            if not self._desk.run(command):
                return  # why was said
            count += 1
        words = trn(count, "{n} fiche enregistrée", "{n} fiches enregistrées")
        self._desk.house.note_soon("IMPORT", f"{self._name}: {count}")
        self._desk.say(words)

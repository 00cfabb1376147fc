"""Several sites in the forms: what is ours of an article of the head office, and at which
sites something of the head office is."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.presenters.admin.sharing import OfficeView, OwnRow, SitesView
from app.windows.admin.form import group
from resources.texts import tr
from widgets import theme
from widgets.banner import Banner
from widgets.button import IconButton
from widgets.card import clear
from widgets.switch import CheckBox
from widgets.text import Label


class OfficeNote(QWidget):
    """Whose article it is, and the fields that this site has its own way.

    Signals:
        followed(str): a field is to be the head office's again.
    """

    followed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.words = Banner("", kind="info", icon="store")
        self.ways: dict[str, IconButton] = {}
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._shown: Sequence[OwnRow] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.SPACE.s)
        column.setSpacing(theme.SPACE.xs)
        column.addWidget(self.words)
        column.addLayout(self._rows)

    def display(self, view: OfficeView | None) -> None:
        """Shows what is ours; nothing where all is."""
        self.setVisible(view is not None)
        self.words.show_text(view.words if view else "")
        rows = view.rows if view else ()
        if rows == self._shown:
            return
        self._shown = rows
        clear(self._rows)
        self.ways = {row.field: self._add(row) for row in rows}

    def _add(self, row: OwnRow) -> IconButton:
        line = QWidget()
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(
            Label(f"{row.label} : {row.words}", style="label", wrap=True), 1
        )
        back = IconButton(tr("{field} : revenir au siège", field=row.label), "undo")
        back.setProperty("field", row.field)
        back.clicked.connect(self._on_back_clicked)
        layout.addWidget(back)
        self._rows.addWidget(line)
        return back

    @Slot()
    def _on_back_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.followed.emit(str(sender.property("field")))


class SitesChoice(QWidget):
    """At which sites something is; takes effect at once.

    Signals:
        chosen(object): the ids of the sites, None for all and those to come.
    """

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.everywhere = CheckBox(tr("Partout, aussi dans ceux à venir"))
        self.everywhere.toggled.connect(self._on_everywhere_toggled)
        self.boxes: dict[str, CheckBox] = {}
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._rows.setContentsMargins(theme.SPACE.l, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.SPACE.s)
        column.setSpacing(0)
        column.addWidget(group(tr("Établissements")))
        column.addWidget(self.everywhere)
        column.addLayout(self._rows)

    def display(self, view: SitesView | None) -> None:
        """Shows where it is; nothing where there are no sites."""
        self.setVisible(view is not None)
        if view is None:
            return
        names = {site: name for site, name, _ in view.sites}
        if list(names) != list(self.boxes):
            clear(self._rows)
            self.boxes = {site: self._add(name) for site, name in names.items()}
        with QSignalBlocker(self.everywhere):
            self.everywhere.setChecked(view.everywhere)
        for site, _, here in view.sites:
            with QSignalBlocker(self.boxes[site]):
                self.boxes[site].setChecked(here)
            self.boxes[site].setEnabled(not view.everywhere)

    def _add(self, name: str) -> CheckBox:
        box = CheckBox(name)
        box.toggled.connect(self._on_site_toggled)
        self._rows.addWidget(box)
        return box

    @Slot(bool)
    def _on_everywhere_toggled(self, on: bool) -> None:  # Qt's signal
        self.chosen.emit(None if on else tuple(self.boxes))

    @Slot()
    def _on_site_toggled(self) -> None:
        here = [site for site, box in self.boxes.items() if box.isChecked()]
        self.chosen.emit(tuple(here))

"""Labels for articles: prices for the shelf, allergens, and the day until which to use."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.followers.paper.label import label_paper
from app.presenters.admin.labels import (
    ALL,
    KINDS,
    PRINTER,
    SHEET,
    article_entries,
    kind_choices,
    made_labels,
    where_entries,
)
from app.reports.labels import SHEETS, Label, LabelKind, label_sheets_pdf
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from app.windows.saving import Saver
from resources.texts import tr, trn
from widgets import theme
from widgets.button import Button
from widgets.choices import SegmentedButtons
from widgets.dropdown import Dropdown
from widgets.sheet import SideSheet
from widgets.stepper import Stepper
from widgets.text import Label as Words

_DAYS, _MOST_DAYS, _MOST_COPIES = 3, 90, 99
MOST_ON_ROLL = 200
"""Labels on a receipt printer at once: it has receipts to print meanwhile."""


class LabelSheet(SideSheet):
    """Which labels, how many, and where they come out.

    Args:
        articles: ids of those that labels can be made for.
        chosen: the one to begin with, "" for the first of the list.
        kind: what is on show first.
        printer: id of the one to begin with, "" for the first of the list.
        together: they can be made for all of them at once.
    """

    def __init__(
        self,
        host: QWidget,
        desk: Desk,
        board: DeviceBoard,
        articles: Sequence[str],
        *,
        chosen: str = "",
        kind: LabelKind = "price",
        printer: str = "",
        together: bool = True,
    ) -> None:
        super().__init__(host, tr("Étiquettes"))
        self._desk, self._board, self._articles = desk, board, articles
        self._saver = Saver(desk, host)
        entries = article_entries(desk.world, articles, together=together)
        self.kinds = SegmentedButtons(
            kind_choices(), chosen=kind, name=tr("Ce que dit l'étiquette")
        )
        self.article = Dropdown(tr("Article"), entries, chosen=chosen)
        places = where_entries(desk.world, desk.house.terminal)
        self.where = Dropdown(tr("Sur"), places, chosen=PRINTER + printer)
        self.copies = Stepper(1, least=1, most=_MOST_COPIES, name=tr("Exemplaires"))
        self.days = Stepper(_DAYS, most=_MOST_DAYS, name=tr("Se garde, en jours"))
        self.first = Stepper(1, least=1, name=tr("Première étiquette libre"))
        self.make = Button(tr("Imprimer"), icon="print", height=64)
        body = self.sheet.body
        body.setSpacing(theme.SPACE.m)
        body.addWidget(self.kinds)
        body.addWidget(self.article)
        self._days_row = _row(tr("Se garde, en jours"), self.days)
        body.addWidget(self._days_row)
        body.addWidget(_row(tr("Exemplaires"), self.copies))
        body.addWidget(self.where)
        self._first_row = _row(tr("Première étiquette libre"), self.first)
        body.addWidget(self._first_row)
        body.addStretch(1)
        self.sheet.foot.addStretch(1)
        self.sheet.foot.addWidget(self.make)
        self.sheet.set_foot_shown(shown=True)
        self.make.setEnabled(bool(entries))
        self.kinds.chosen.connect(self._show_fields)
        self.where.chosen.connect(self._show_fields)
        self.make.clicked.connect(self._on_make_clicked)
        self.closed.connect(self.deleteLater)
        self._show_fields()

    @Slot()
    def _show_fields(self) -> None:
        place = self.where.chosen_key
        on_sheet = place.startswith(SHEET)
        self._days_row.setVisible(self.kinds.chosen_key == "use_by")
        self._first_row.setVisible(on_sheet)
        if on_sheet:
            self.first.set_bounds(1, SHEETS[place.removeprefix(SHEET)].count)
        words = tr("Enregistrer en PDF") if on_sheet else tr("Imprimer")
        self.make.set_words(words)

    def _labels(self) -> list[Label]:
        house, key = self._desk.house, self.article.chosen_key
        kind = next(k for k in KINDS if k == self.kinds.chosen_key)
        return made_labels(
            house.world,
            self._articles if key == ALL else (key,),
            kind,
            house.clock(),
            days=self.days.value,
            by=self._desk.name,
        )

    @Slot()
    def _on_make_clicked(self) -> None:
        place, labels = self.where.chosen_key, self._labels()
        if place.startswith(SHEET):
            self._save(place.removeprefix(SHEET), labels)
        elif len(labels) * self.copies.value > MOST_ON_ROLL:
            words = tr("Plus de {n} étiquettes : prenez une planche.", n=MOST_ON_ROLL)
            self._desk.say(words, tone="refused")
            return
        elif not self._print(place.removeprefix(PRINTER), labels):
            self._desk.say(tr("Cette imprimante n'est pas là."), tone="error")
            return
        self.close_overlay()

    def _save(self, sheet: str, labels: Sequence[Label]) -> None:
        house, copies = self._desk.house, self.copies.value
        each = [label for label in labels for _ in range(copies)]
        author = house.world.settings.text("house.name")
        day = house.clock().date().isoformat()
        make = partial(
            label_sheets_pdf,
            each,
            SHEETS[sheet],
            author,
            first=self.first.value,
            mark=house.mark,
        )
        self._saver.save(f"{tr('Étiquettes')}_{day}.pdf", make)

    def _print(self, printer: str, labels: Sequence[Label]) -> bool:
        copies = self.copies.value
        papers = [label_paper(label) for label in labels for _ in range(copies)]
        if not all(self._board.print_paper(printer, paper) for paper in papers):
            return False
        words = trn(
            len(papers), "{n} étiquette à l'impression", "{n} étiquettes à l'impression"
        )
        self._desk.say(words)
        return True


def _row(words: str, stepper: Stepper) -> QWidget:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(Words(words, style="body"))
    line.addStretch(1)
    line.addWidget(stepper)
    return row

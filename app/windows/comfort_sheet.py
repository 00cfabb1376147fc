"""How windows look and speak: to one person wherever they sit, or on this screen."""

from dataclasses import replace
from typing import NamedTuple

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from app.domain.staff.comfort import Comfort
from resources.texts import tr
from widgets import theme, zoom
from widgets.button import Button
from widgets.choices import Choice, SegmentedButtons
from widgets.sheet import SideSheet
from widgets.text import Label


class _Row(NamedTuple):
    field: str
    title: str
    choices: tuple[Choice, ...]


def _rows() -> tuple[_Row, ...]:
    sizes = tuple(Choice(str(n), f"{n}\u00a0%") for n in (100, 125, 150, 200))
    rows = (
        _Row("language", tr("Langue"), languages()),
        _Row("mode", tr("Apparence"), modes()),
        _Row("scale", tr("Taille"), sizes),
        _Row(
            "font",
            tr("Lettres et chiffres"),
            (
                Choice("house", tr("Ordinaires")),
                Choice("legible", tr("Faciles à distinguer")),
            ),
        ),
        _Row(
            "palette",
            tr("Couleurs"),
            (
                Choice("house", tr("Ordinaires")),
                Choice("distinct", tr("Sans rouge ni vert")),
            ),
        ),
        _Row(
            "hand",
            tr("Commande et pavé de chiffres"),
            (
                Choice("left", tr("À gauche")),
                Choice("right", tr("À droite")),
            ),
        ),
        _Row(
            "motion",
            tr("Mouvements"),
            (Choice("full", tr("Ordinaires")), Choice("reduced", tr("Aucun"))),
        ),
    )
    return tuple(row for row in rows if row.field != "scale" or zoom.able())


def languages() -> tuple[Choice, ...]:
    """The languages of a window, each in its own words."""
    return (Choice("fr", "Français"), Choice("en", "English"))


def modes() -> tuple[Choice, ...]:
    """Light, dark, contrast."""
    return (
        Choice("light", tr("Clair"), "light_mode"),
        Choice("dark", tr("Sombre"), "dark_mode"),
        Choice("contrast", tr("Contraste"), "contrast"),
    )


class ComfortSheet(SideSheet):
    """Asks for a comfort as a whole.

    Args:
        host: what it covers.
        whose: whose windows these are, in words.
        comfort: how they are now.
        own: a person has their own way, and may go back to the screen's.

    Signals:
        chosen(object): a `Comfort`, None to be as each screen is set.
    """

    chosen = Signal(object)

    def __init__(
        self, host: QWidget, whose: str, comfort: Comfort, *, own: bool = False
    ) -> None:
        super().__init__(host, tr("Affichage"), whose)
        self._comfort = comfort
        self.rows: dict[str, SegmentedButtons] = {}
        grid = QGridLayout()
        grid.setVerticalSpacing(theme.SPACE.xs)
        grid.setHorizontalSpacing(theme.SPACE.l)
        rows = _rows()
        for number, row in enumerate(rows):
            # The last two have few words: one line for both.
            line, half = min(number, len(rows) - 2), number >= len(rows) - 2
            column, wide = int(number == len(rows) - 1), 1 if half else 2
            title = Label(row.title, style="label", role="on_var")
            grid.addWidget(title, 3 * line, column, 1, wide)
            grid.addWidget(self._choice(row), 3 * line + 1, column, 1, wide)
            grid.setRowMinimumHeight(3 * line + 2, theme.SPACE.xs)
        self.sheet.body.addLayout(grid)
        self.sheet.body.addStretch(1)
        self.back = Button(tr("Réglage de l'écran"), kind="outlined", height=64)
        self.back.setVisible(own)
        self.back.clicked.connect(self._on_back_clicked)
        self.done = Button(tr("Appliquer"), height=64, wide=True)
        self.done.clicked.connect(self._on_done_clicked)
        self.sheet.foot.addWidget(self.back)
        self.sheet.foot.addStretch(1)
        self.sheet.foot.addWidget(self.done)
        self.sheet.set_foot_shown(shown=True)
        self.closed.connect(self.deleteLater)

    def _choice(self, row: _Row) -> SegmentedButtons:
        at = str(getattr(self._comfort, row.field))
        choice = SegmentedButtons(row.choices, chosen=at, name=row.title, height=48)
        choice.setProperty("field", row.field)
        choice.chosen.connect(self._on_row_chosen)
        self.rows[row.field] = choice
        return choice

    @Slot(str)
    def _on_row_chosen(self, key: str) -> None:
        field = str(self.sender().property("field"))
        value = int(key) if field == "scale" else key
        self._comfort = replace(self._comfort, **{field: value})  # type: ignore[arg-type]  # a row's field

    @Slot()
    def _on_done_clicked(self) -> None:
        self.close_overlay()
        self.chosen.emit(self._comfort)

    @Slot()
    def _on_back_clicked(self) -> None:
        self.close_overlay()
        self.chosen.emit(None)

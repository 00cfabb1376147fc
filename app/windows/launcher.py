"""The launcher: which window this screen shows."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.domain.environment import Mark
from app.windows.marks import mark_band
from resources.texts import tr
from widgets import theme
from widgets.card import Pane
from widgets.choice_card import ChoiceCard
from widgets.nav import Wordmark
from widgets.text import Label


def windows() -> tuple[tuple[str, str, str, str], ...]:
    """(place, name, what it is for, icon) of every window."""
    return (
        ("pos", tr("Caisse"), tr("Prendre, envoyer, encaisser"), "point_of_sale"),
        (
            "floor",
            tr("Salle"),
            tr("Le plan, les tables, les suites"),
            "table_restaurant",
        ),
        (
            "kitchen",
            tr("Cuisine"),
            tr("Les bons, les postes, le passe"),
            "skillet",
        ),
        ("admin", tr("Gestion"), tr("Carte, équipe, matériel, journal"), "monitoring"),
        (
            "pickup",
            tr("Commandes prêtes"),
            tr("Ce que lisent les clients qui attendent"),
            "storefront",
        ),
        (
            "paper",
            tr("Papier"),
            tr("Ce que les imprimantes simulées impriment"),
            "print",
        ),
    )


class Launcher(QWidget):
    """One card for each window.

    Args:
        paper: some printers are simulated, so what they print can be seen.
        chosen: place of the card that Enter opens, "" for none.
        mark: of what is not in real trade.

    Signals:
        window_requested(str): open a window on this place.
    """

    window_requested = Signal(str)

    def __init__(
        self,
        house_name: str,
        *,
        paper: bool,
        chosen: str = "",
        mark: Mark | None = None,
    ) -> None:
        super().__init__()
        self.setWindowTitle("Sotto")
        self.cards: dict[str, ChoiceCard] = {}
        ground = Pane(tone="surface")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        if mark is not None:
            outer.addWidget(mark_band(mark))
        outer.addWidget(ground)
        column = QVBoxLayout(ground)
        column.setContentsMargins(48, 40, 48, 40)
        column.setSpacing(0)
        column.addWidget(Wordmark(size=40), 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(32)
        column.addWidget(Label(tr("Que montre cet écran ?"), style="h1"))
        column.addSpacing(theme.SPACE.xs)
        column.addWidget(Label(house_name, style="body", role="on_var"))
        column.addSpacing(28)
        grid = QGridLayout()
        grid.setSpacing(theme.SPACE.m)
        shown = [window for window in windows() if paper or window[0] != "paper"]
        for number, (place, name, purpose, icon) in enumerate(shown):
            card = ChoiceCard(
                name, subtitle=purpose, icon=icon, height=92, chosen=place == chosen
            )
            card.setMinimumWidth(360)
            card.setProperty("place", place)
            card.clicked.connect(self._on_card_clicked)
            self.cards[place] = card
            grid.addWidget(card, number // 2, number % 2)
        column.addLayout(grid)
        column.addStretch(1)
        if chosen in self.cards:
            self.cards[chosen].setFocus()

    @Slot()
    def _on_card_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, ChoiceCard):
            self.window_requested.emit(str(sender.property("place")))
            self.close()  # the menu of a window brings it back

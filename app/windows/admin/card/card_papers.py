"""What is made of the card to hang up or to lay out: prices, allergens, notices."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.domain.settings import GUESTS_FETCH, MENU_ADDRESS
from app.reports.letterhead import establishment_of
from app.reports.menu import Menu, menu_of
from app.reports.menu_page import menu_html
from app.reports.menu_pdf import allergen_sheet_pdf, price_list_pdf
from app.reports.posters import posters_pdf
from app.windows.admin.form import act_menu
from app.windows.desk import Desk
from app.windows.saving import Saver
from resources.texts import tr

PATH, ORDER_PATH = "/carte", "/commander"
"""Where a hub shows the card (`app/hub/public.py`), and takes orders to be fetched
(`self_order.py`)."""

_LABELS = "labels"


class CardPapers(QObject):
    """The menu of one button, and the files that come of it.

    Signals:
        labels_requested: labels are wanted instead.
    """

    labels_requested = Signal()

    def __init__(self, desk: Desk, button: QWidget) -> None:
        super().__init__(button)
        self._desk, self._button = desk, button
        self._saver = Saver(desk, self)

    @Slot()
    def ask(self) -> None:
        """Offers the papers."""
        acts = (
            (_LABELS, tr("Étiquettes…")),
            ("dine_in", tr("Carte et prix, sur place (PDF)")),
            ("takeaway", tr("Carte et prix, à emporter (PDF)")),
            ("allergens", tr("Fiche des allergènes (PDF)")),
            ("posters", tr("Affiches pour la caisse (PDF)")),
            ("page", tr("Carte et allergènes pour votre site (HTML)")),
        )
        menu = act_menu(self._button, acts)
        menu.triggered.connect(self._on_triggered)
        menu.popup(self._button.mapToGlobal(self._button.rect().bottomLeft()))

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        key = str(action.data())
        if key == _LABELS:
            self.labels_requested.emit()
        else:
            self.make(key)

    def make(self, key: str) -> None:
        """Makes a paper; where it was put is said."""
        name, made = self._paper(key)
        self._saver.save(name, made)

    def _menu(self, mode: str) -> Menu:
        house = self._desk.house
        return menu_of(house.world.catalogue, mode, house.clock().date())

    def _paper(self, key: str) -> tuple[str, Callable[[], bytes]]:
        """File name, and what makes it in another thread."""
        house = self._desk.house
        # What is drawn elsewhere is read here: the world goes on.
        settings = dict(house.world.settings.values)
        names, mark = establishment_of(settings), house.mark
        day = house.clock().date().isoformat()
        if key == "posters":
            made = partial(
                posters_pdf,
                settings,
                menu_address=self._address(),
                order_address=self._order_address(),
            )
            return f"{tr('Affiches')}.pdf", made
        if key == "page":
            page = menu_html(self._menu("dine_in"), names.name, mark)
            return "carte.html", page.encode
        if key == "allergens":
            sheet = partial(allergen_sheet_pdf, self._menu("dine_in"), names, mark)
            return f"{tr('Allergènes')}_{day}.pdf", sheet
        words = tr("Carte_sur_place") if key == "dine_in" else tr("Carte_a_emporter")
        return f"{words}_{day}.pdf", partial(
            price_list_pdf, self._menu(key), names, mark
        )

    def _address(self) -> str:
        """Where guests read the card on their telephones, "" for nowhere."""
        told = self._desk.world.settings.text(MENU_ADDRESS)
        hub = self._desk.network.status().address
        return told or (f"https://{hub}{PATH}" if hub else "")

    def _order_address(self) -> str:
        """Where guests order what they fetch, "" where they do not."""
        fetch = self._desk.world.settings.text(GUESTS_FETCH) != "no"
        hub = self._desk.network.status().address
        return f"https://{hub}{ORDER_PATH}" if fetch and hub else ""

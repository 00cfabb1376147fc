"""Tarifs: price lists and offers by hour, day, room and service, tried before they hold."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.presenters.admin_offers import offer_columns
from app.presenters.admin_prices import price_list_columns
from app.windows.admin.offer_form import OfferForm
from app.windows.admin.offers_controller import OffersController
from app.windows.admin.price_form import PriceForm
from app.windows.admin.prices_controller import PricesController
from app.windows.admin.section import Head, ListPane, Lists, ListSection
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from resources.texts import tr
from widgets.button import Button
from widgets.choices import Choice, SegmentedButtons
from widgets.table_model import Row
from widgets.table_view import DataTable
from widgets.text import Label

LISTS, OFFERS = "lists", "offers"


class PricesSection(ListSection):
    """The price lists and the offers.

    Signals:
        opened(str): id of a list, "" for a new one; offer_opened(str): of an offer.
    """

    opened = Signal(str)
    offer_opened = Signal(str)

    def __init__(
        self, desk: Desk, board: DeviceBoard, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, board, parent)
        self.new = Button(tr("Nouveau tarif"), icon="add")
        self.kinds = SegmentedButtons(
            (Choice(LISTS, tr("Tarifs")), Choice(OFFERS, tr("Offres"))),
            chosen=LISTS,
            height=48,
            name=tr("Tarifs"),
        )
        self.note = Label(style="label", role="on_var", wrap=True)
        self.lists = DataTable(price_list_columns(), name=tr("Tarifs"))
        self.lists.sort_by("rank")
        self.offers = DataTable(offer_columns(), name=tr("Offres"))
        self.offers.sort_by("rank")
        self.offers.show_nothing(
            tr("Aucune offre"), tr("Nouvelle offre : 2 achetés, le 3e offert.")
        )
        self.tables = Lists(self.lists, self.offers)
        self.form, self.offer_form = PriceForm(), OfferForm()
        head = Head(tr("Tarifs"), (self.new,))
        pane = ListPane(head, (self.kinds, self.note), self.tables, stretch=1)
        self.lay_out(pane, self.form, self.offer_form)
        self.controller = PricesController(desk, self)
        self.offers_controller = OffersController(desk, self)
        self.kinds.chosen.connect(self._on_kind_chosen)
        self.new.clicked.connect(self._on_new_clicked)
        self.lists.row_opened.connect(self.opened)
        self.offers.row_opened.connect(self.offer_opened)
        self.setFocusProxy(self.tables)
        self.show_kind(LISTS)

    @override
    def show_place(self, argument: str) -> None:
        self.controller.begin(argument)
        if self.offers_controller.begin(argument):
            self.show_kind(OFFERS)

    def show_kind(self, kind: str) -> None:
        """Shows the price lists or the offers."""
        offers = kind == OFFERS
        self.kinds.choose(kind)
        self.tables.setCurrentIndex(int(offers))
        self.new.set_words(tr("Nouvelle offre") if offers else tr("Nouveau tarif"))
        self.note.show_text(
            tr("Une pièce n'entre que dans une offre : la première qui la prend.")
            if offers
            else tr("Le premier tarif en vigueur qui nomme un article donne son prix.")
        )

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Other lists."""
        self.lists.set_rows(rows)

    def show_offers(self, rows: Sequence[Row]) -> None:
        """Other offers."""
        self.offers.set_rows(rows)

    @Slot(str)
    def _on_kind_chosen(self, kind: str) -> None:
        self.close_pane()
        self.show_kind(kind)

    @Slot()
    def _on_new_clicked(self) -> None:
        offers = self.kinds.chosen_key == OFFERS
        (self.offer_opened if offers else self.opened).emit("")

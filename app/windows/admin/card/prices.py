"""Tarifs: price lists and offers by hour, day, room and service, tried before they hold;
what goes into one glass, and what that costs."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.presenters.admin.mixes import mix_columns
from app.presenters.admin.offers import offer_columns
from app.presenters.admin.prices import price_list_columns
from app.windows.admin.card.mix_form import MixForm
from app.windows.admin.card.mixes_controller import MixesController
from app.windows.admin.card.offer_form import OfferForm
from app.windows.admin.card.offers_controller import OffersController
from app.windows.admin.card.price_form import PriceForm
from app.windows.admin.card.prices_controller import PricesController
from app.windows.admin.section import Head, ListPane, Lists, ListSection
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from resources.texts import tr
from widgets.button import Button
from widgets.choices import Choice, SegmentedButtons
from widgets.table_model import Row
from widgets.table_view import DataTable
from widgets.text import Label

LISTS, OFFERS, MIXES = "lists", "offers", "mixes"


class PricesSection(ListSection):
    """The price lists, the offers and the mixes.

    Signals:
        opened(str): id of a list, "" for a new one; offer_opened(str): of an offer;
            mix_opened(str): of a mix.
    """

    opened = Signal(str)
    offer_opened = Signal(str)
    mix_opened = Signal(str)

    def __init__(
        self, desk: Desk, board: DeviceBoard, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, board, parent)
        self.new = Button(tr("Nouveau tarif"), icon="add")
        self.kinds = SegmentedButtons(
            (
                Choice(LISTS, tr("Tarifs")),
                Choice(OFFERS, tr("Offres")),
                Choice(MIXES, tr("Assemblages")),
            ),
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
        self.mixes = DataTable(mix_columns(), name=tr("Assemblages"))
        self.mixes.sort_by("rank")
        self.mixes.show_nothing(
            tr("Aucun assemblage"), tr("Nouvel assemblage : whisky + coca, un verre.")
        )
        self.tables = Lists(self.lists, self.offers, self.mixes)
        self.form, self.offer_form, self.mix_form = PriceForm(), OfferForm(), MixForm()
        head = Head(tr("Tarifs"), (self.new,))
        pane = ListPane(head, (self.kinds, self.note), self.tables, stretch=1)
        self.lay_out(pane, self.form, self.offer_form, self.mix_form)
        self.controller = PricesController(desk, self)
        self.offers_controller = OffersController(desk, self)
        self.mixes_controller = MixesController(desk, self)
        self.kinds.chosen.connect(self._on_kind_chosen)
        self.new.clicked.connect(self._on_new_clicked)
        self.lists.row_opened.connect(self.opened)
        self.offers.row_opened.connect(self.offer_opened)
        self.mixes.row_opened.connect(self.mix_opened)
        self.setFocusProxy(self.tables)
        self.show_kind(LISTS)

    @override
    def show_place(self, argument: str) -> None:
        self.controller.begin(argument)
        if self.offers_controller.begin(argument):
            self.show_kind(OFFERS)
        if self.mixes_controller.begin(argument):
            self.show_kind(MIXES)

    def show_kind(self, kind: str) -> None:
        """Shows the price lists, the offers or the mixes."""
        new, note = {
            LISTS: (
                tr("Nouveau tarif"),
                tr("Le premier tarif en vigueur qui nomme un article donne son prix."),
            ),
            OFFERS: (
                tr("Nouvelle offre"),
                tr("Une pièce n'entre que dans une offre : la première qui la prend."),
            ),
            MIXES: (
                tr("Nouvel assemblage"),
                tr("À la caisse : toucher la ligne, puis Assembler."),
            ),
        }[kind]
        self.kinds.choose(kind)
        self.tables.setCurrentIndex((LISTS, OFFERS, MIXES).index(kind))
        self.new.set_words(new)
        self.note.show_text(note)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Other lists."""
        self.lists.set_rows(rows)

    def show_offers(self, rows: Sequence[Row]) -> None:
        """Other offers."""
        self.offers.set_rows(rows)

    def show_mixes(self, rows: Sequence[Row]) -> None:
        """Other mixes."""
        self.mixes.set_rows(rows)

    @Slot(str)
    def _on_kind_chosen(self, kind: str) -> None:
        self.close_pane()
        self.show_kind(kind)

    @Slot()
    def _on_new_clicked(self) -> None:
        kind = self.kinds.chosen_key
        wanted = {OFFERS: self.offer_opened, MIXES: self.mix_opened}
        wanted.get(kind, self.opened).emit("")

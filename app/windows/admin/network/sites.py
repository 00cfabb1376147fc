"""Établissements: the sites of this head office side by side, and one more of them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from app.presenters.admin.sites import SitesView, site_columns, span_choices
from app.reports.sites import DIMENSIONS, dimension_word
from app.windows.admin.day.page import RowsCard
from app.windows.admin.network.pairing_pane import PairingPane, site_words
from app.windows.admin.network.site_form import SiteForm
from app.windows.admin.network.sites_controller import SitesController
from app.windows.admin.section import GAP, Head, ListPane, ListSection
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from resources.texts import tr
from widgets.button import Button
from widgets.choices import SegmentedButtons
from widgets.empty_state import EmptyState
from widgets.figure_card import FigureCard, FigureView
from widgets.table_view import DataTable
from widgets.text import Label

_SITES, _SHARES = 222, 168
"""Heights that leave room for two sites and two rows of each share in the lowest
window, a band over it."""


class SitesSection(ListSection):
    """The sites of the head office.

    Signals:
        span_chosen(str): day, week or month.
        day_requested: the calendar is wanted under its button.
        chosen(str): the figures of a site; "" of all of them.
        export_requested: the figures as a workbook.
        attaching_requested: one more site.
        form_requested: the form of the site whose figures are shown.
    """

    span_chosen = Signal(str)
    day_requested = Signal()
    chosen = Signal(str)
    export_requested = Signal()
    attaching_requested = Signal()
    form_requested = Signal()

    def __init__(
        self, desk: Desk, board: DeviceBoard, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, board, parent)
        self.new = Button(tr("Nouvel établissement"), icon="add")
        self.export = Button(tr("Exporter"), kind="plain", icon="download")
        self.head = Head(tr("Établissements"), (self.export, self.new))
        self.span = SegmentedButtons(span_choices(), chosen="day")
        self.day_button = Button(
            "", kind="plain", icon="calendar_month", trailing_icon="arrow_drop_down"
        )
        self.sites = DataTable(
            site_columns(),
            name=tr("Établissements"),
            hint=tr("↑ ↓ parcourir · ↵ ses chiffres"),
            least=200,
        )
        self.sites.setMinimumHeight(_SITES)
        self.nobody = EmptyState(
            tr("Aucun établissement"),
            tr(
                "Ouvrez un code ici, puis tapez-le dans la caisse de l'établissement, "
                "sous Terminaux. Ses ventes remontent, votre carte descend."
            ),
        )
        self.whose = Label(style="label", role="on_var")
        self.change = Button(tr("Modifier"), kind="text", icon="edit")
        self.figures = [FigureCard(FigureView("", "")) for _ in range(4)]
        self.shares = {name: RowsCard(dimension_word(name)) for name in DIMENSIONS}
        self.lists = QStackedWidget()
        self.lists.addWidget(self.nobody)
        self.lists.addWidget(self._build_figures())
        self.pairing, self.form = PairingPane(site_words()), SiteForm()
        listing = ListPane(self.head, (self._build_period(),), self.lists)
        self.lay_out(listing, self.pairing, self.form)
        self.controller = SitesController(desk, self)
        self._connect_signals()
        self.setFocusProxy(self.sites)

    def _build_period(self) -> QWidget:
        self.period = QWidget()
        line = QHBoxLayout(self.period)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP)
        line.addWidget(self.span)
        line.addWidget(self.day_button)
        line.addStretch(1)
        line.addWidget(self.whose)
        line.addWidget(self.change)
        return self.period

    def _build_figures(self) -> QWidget:
        pane = QWidget()
        cards = QHBoxLayout()
        cards.setSpacing(GAP)
        for card in self.figures:
            cards.addWidget(card, 1)
        shares = QHBoxLayout()
        shares.setSpacing(GAP)
        for rows in self.shares.values():
            rows.setMinimumHeight(_SHARES)
            shares.addWidget(rows, 1)
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, 0, 0, GAP)
        column.setSpacing(GAP)
        column.addLayout(cards)
        column.addWidget(self.sites, 1)
        column.addLayout(shares, 1)
        return pane

    def _connect_signals(self) -> None:
        self.span.chosen.connect(self.span_chosen)
        self.day_button.clicked.connect(self.day_requested)
        self.sites.row_opened.connect(self.chosen)
        self.export.clicked.connect(self.export_requested)
        self.new.clicked.connect(self.attaching_requested)
        self.change.clicked.connect(self.form_requested)

    @override
    def show_place(self, argument: str) -> None:
        self.controller.begin(argument)

    @override
    def leave(self) -> None:
        self.close_pane()
        self.controller.rest()

    @override
    def go_back(self) -> bool:
        if super().go_back():
            return True
        if self.controller.chosen:
            self.chosen.emit("")
            return True
        return False

    def display(self, view: SitesView) -> None:
        """Shows the sites."""
        self.head.heading.show_words(tr("Établissements"), note=view.note)
        self.day_button.set_words(view.title)
        self.whose.show_text(view.whose)
        self.change.setVisible(view.one)
        for card, figure in zip(self.figures, view.figures, strict=True):
            if card.view != figure:
                card.show_view(figure)
        self.sites.set_rows(view.rows)
        for name, rows in self.shares.items():
            rows.display(view.shares[name])
        self.lists.setCurrentIndex(1 if view.rows else 0)
        self.period.setVisible(bool(view.rows))
        self.export.setVisible(bool(view.rows))

    def show_saving(self, *, busy: bool) -> None:
        """The workbook is being written, or no more."""
        if busy:
            self.export.set_busy()
        else:
            self.export.set_done()

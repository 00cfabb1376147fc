"""Carte: the list of what is sold, and the form of what was opened. Picture 08."""

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from app.presenters.admin.articles import columns
from app.presenters.admin.words import menu_word
from app.windows.admin.card.article_form import ArticleForm
from app.windows.admin.card.article_import import ArticleImport
from app.windows.admin.card.articles_controller import ArticlesController
from app.windows.admin.card.card_papers import CardPapers
from app.windows.admin.card.courses_sheet import CardCourses
from app.windows.admin.card.guest_names_sheet import CardGuestNames
from app.windows.admin.card.options_sheet import CardOptions
from app.windows.admin.card.terms_sheet import CardTerms
from app.windows.admin.filters import FilterChip
from app.windows.admin.form import act_menu
from app.windows.admin.section import Head, ListPane, Section, SplitPane
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from app.windows.labels import LabelSheet
from resources.texts import tr, trn
from widgets.button import Button, IconButton
from widgets.chip import Chip
from widgets.dropdown import Entry
from widgets.field import SearchField
from widgets.table_model import Row
from widgets.table_view import DataTable


class ArticlesSection(Section):
    """The card.

    Signals:
        opened(str): the form of an article is wanted; "" for a new one.
        filter_changed: search, favourites or category are others.
        sale_requested(str, str): article, and what to do with its sale.
        export_requested: the list as a file.
    """

    opened = Signal(str)
    filter_changed = Signal()
    sale_requested = Signal(str, str)
    export_requested = Signal()

    def __init__(
        self, desk: Desk, board: DeviceBoard, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, board, parent)
        self.export = IconButton(tr("Exporter la liste"), "download", kind="plain")
        self.load = IconButton(tr("Importer des articles"), "upload", kind="plain")
        self.papers = IconButton(
            tr("Étiquettes, prix, allergènes, affiches"), "print", kind="plain"
        )
        self.more = IconButton(tr("Autres actions"), "more_vert", kind="plain")
        self.new = Button(tr("Nouvel article"), icon="add")
        acts = (self.more, self.papers, self.load, self.export, self.new)
        self.head = Head(menu_word(), acts)
        self.search = SearchField(tr("Nom, code, alias vocal"), height=48)
        self.favourites = Chip(
            tr("Favoris"), icon="filter_list", height=48, togglable=False
        )
        self.favourites_on = Chip(
            tr("Favoris"),
            icon="filter_list",
            height=48,
            chosen=True,
            keep_icon=True,
            removable=True,
        )
        self.favourites_on.setVisible(False)
        self.category = FilterChip(tr("Catégorie"), tr("Toutes les catégories"))
        self.table = DataTable(columns(), name=menu_word())
        self.table.sort_by("name")
        self.form = ArticleForm()
        filters = (self.search, self.favourites, self.favourites_on, self.category)
        self.split = SplitPane(ListPane(self.head, filters, self.table), self.form)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.split)
        self._asked = ""
        self.controller = ArticlesController(desk, self)
        self.importing = ArticleImport(desk, self)
        self.card_papers = CardPapers(desk, self.papers)
        self._sheets: dict[str, Callable[[], object]] = {
            "terms": CardTerms(desk, self).ask,
            "courses": CardCourses(desk, self).ask,
            "options": CardOptions(desk, self).ask,
            "names": CardGuestNames(desk, self).ask,
        }
        self._connect_signals()
        self.setFocusProxy(self.table)

    def _connect_signals(self) -> None:
        self.table.row_opened.connect(self.opened)
        self.table.cell_pressed.connect(self._on_cell_pressed)
        self.table.search_requested.connect(self.search.setFocus)
        self.search.text_edited.connect(self.filter_changed)
        self.search.submitted.connect(self._on_search_submitted)
        self.favourites.clicked.connect(self._on_favourites_clicked)
        self.favourites_on.remove_requested.connect(self._on_favourites_clicked)
        self.category.picked.connect(self.filter_changed)
        self.new.clicked.connect(self._on_new_clicked)
        self.export.clicked.connect(self.export_requested)
        self.load.clicked.connect(self.importing.ask)
        self.papers.clicked.connect(self.card_papers.ask)
        self.card_papers.labels_requested.connect(self.ask_labels)
        self.more.clicked.connect(self._on_more_clicked)

    @override
    def show_place(self, argument: str) -> None:
        self.controller.begin(argument)

    @override
    def go_back(self) -> bool:
        if self.split.side_shown:
            self.controller.close_form()
            return True
        return False

    @property
    def only_favourites(self) -> bool:
        """Whether the favourites filter is on."""
        return not self.favourites_on.isHidden()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Other articles, sorted and filtered as before."""
        self.table.set_rows(rows)

    def show_filter(self, shown: Collection[str], *, favourites: int) -> None:
        """Keeps these articles; says how many favourites there are."""
        self.table.filter_ids(shown)
        self.favourites_on.set_text(tr("Favoris · {n}", n=favourites))

    def show_count(self, count: int) -> None:
        """How many articles are on the card."""
        words = trn(count, "{n} article", "{n} articles")
        self.head.heading.show_words(menu_word(), note=words)

    def show_categories(self, entries: Sequence[Entry]) -> None:
        """The choices of the category filter."""
        self.category.set_entries(entries)

    def sheets(self) -> tuple[tuple[str, str], ...]:
        """(key, words) of what is set for the whole card, as far as the person may."""
        terms = ("terms", tr("Titres et remises"))
        # The others change several things at once; a manager's word on the spot is for
        # one act.
        if not self.desk.may("catalogue.edit"):
            return (terms,)
        return (
            terms,
            ("courses", tr("Suites par catégorie")),
            ("options", tr("Réponses en cuisine")),
            ("names", tr("Noms pour les clients")),
        )

    def show_sheet(self, key: str) -> None:
        """Opens one of them."""
        self._sheets[key]()

    @Slot()
    def _on_more_clicked(self) -> None:
        menu = act_menu(self, self.sheets())
        menu.triggered.connect(self._on_more_triggered)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    @Slot(QAction)
    def _on_more_triggered(self, action: QAction) -> None:
        self.show_sheet(str(action.data()))

    def ask_sale(self, article: str, acts: Sequence[tuple[str, str]]) -> None:
        """Offers what can be done with the sale of an article."""
        self._asked = article
        menu = act_menu(self, acts)
        menu.triggered.connect(self._on_sale_triggered)
        row = self.table.model.number_of(article)
        last = len(self.table.model.columns) - 1
        box = self.table.view.visualRect(self.table.model.index(row, last))
        menu.popup(self.table.view.viewport().mapToGlobal(box.bottomLeft()))

    @Slot()
    def ask_labels(self) -> None:
        """Offers labels for the articles on show, or for the one that is open."""
        model = self.table.model
        shown = [model.row_at(number).id for number in range(model.rowCount())]
        opened = self.table.chosen_id if self.split.side_shown else ""
        LabelSheet(self, self.desk, self.board, shown, chosen=opened).open()

    @Slot(str, str)
    def _on_cell_pressed(self, article: str, _column: str) -> None:
        self.controller.ask_sale(article)

    @Slot(QAction)
    def _on_sale_triggered(self, action: QAction) -> None:
        self.sale_requested.emit(self._asked, str(action.data()))

    @Slot(str)
    def _on_search_submitted(self, _text: str) -> None:
        if self.table.model.rowCount():
            self.table.setFocus()
            self.table.choose(self.table.model.row_at(0).id)

    @Slot()
    def _on_favourites_clicked(self) -> None:
        on = not self.only_favourites
        self.favourites.setVisible(not on)
        self.favourites_on.setVisible(on)
        self.filter_changed.emit()

    @Slot()
    def _on_new_clicked(self) -> None:
        self.opened.emit("")

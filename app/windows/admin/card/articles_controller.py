"""Drives the carte: what is listed, 86 and countdowns, and the form beside the list."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from app.domain.catalogue.decide import SetAvailability
from app.domain.catalogue.events import (
    ArticleOwn,
    ArticleSet,
    ArticleSites,
    AvailabilitySet,
    StockConsumed,
)
from app.domain.catalogue.state import Catalogue, article_of
from app.domain.catalogue.stock import on_hand
from app.presenters.admin.articles import (
    Finder,
    article_row,
    article_rows,
    availability_acts,
    availability_words,
    category_entries,
    csv_rows,
)
from app.presenters.admin.words import menu_word
from app.services.house import Fact
from app.windows.admin.card.article_editor import ArticleEditor
from app.windows.admin.card.article_origin import ArticleOrigin
from app.windows.admin.card.article_recipe import ArticleRecipe
from app.windows.admin.card.count_sheet import CountSheet
from app.windows.desk import Desk
from app.windows.saving import Saver
from widgets.table_model import Row

if TYPE_CHECKING:
    from app.windows.admin.card.articles import ArticlesSection

_CHANGED = (ArticleSet, ArticleOwn, ArticleSites)
_LISTED = (*_CHANGED, AvailabilitySet, StockConsumed)
SOON_MS = 150
"""Consumption comes in bursts, and so does the card of a head office: the list is shown
once for all of them."""


class ArticlesController(QObject):
    """One list of articles."""

    def __init__(self, desk: Desk, section: "ArticlesSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self._saver = Saver(desk, self)
        self.editor = ArticleEditor(desk, section.form)
        self._origin = ArticleOrigin(desk, self.editor, section.form)
        self._recipe = ArticleRecipe(desk, self.editor, section.form)
        self._finder: Finder | None = None
        self._rows: dict[str, Row] = {}
        self._fresh = False
        self._soon = QTimer(self, interval=SOON_MS, singleShot=True)
        self._sheet: CountSheet | None = None
        self._connect_signals()

    def _connect_signals(self) -> None:
        section = self._section
        self._desk.changed.connect(self._on_changed)
        section.opened.connect(self.open)
        section.filter_changed.connect(self._show_filter)
        section.sale_requested.connect(self._on_sale_requested)
        section.export_requested.connect(self._on_export_requested)
        section.form.closed.connect(self.close_form)
        self._soon.timeout.connect(self._show_rows)
        self._soon.timeout.connect(self._show_filter)
        self.editor.drafts_changed.connect(self._on_drafts_changed)
        self.editor.saved.connect(self._on_saved)
        self.editor.sale_requested.connect(self._on_sale_requested)

    @property
    def _catalogue(self) -> Catalogue:
        return self._desk.world.catalogue

    @property
    def _day(self) -> str:
        house = self._desk.house
        return house.business_day(house.clock())

    def begin(self, argument: str) -> None:
        """Shows the list; `argument` is the article to open, "" for none."""
        if not self._fresh:
            self._refresh()
        if argument in self._catalogue.articles:
            self.open(argument)
            self._section.table.choose(argument)

    @Slot(str)
    def open(self, article: str) -> None:
        """Opens the form of an article; "" begins a new one."""
        self._section.split.show_side(shown=True)
        if article:
            self.editor.open(article)
            return
        categories = self._catalogue.categories
        ranked = sorted(categories.values(), key=lambda c: c.rank)
        chosen = self._section.category.key
        first = ranked[0].id if ranked else ""
        self.editor.begin(chosen if chosen in categories else first)

    @Slot()
    def close_form(self) -> None:
        """Closes the form; what is typed stays as a draft."""
        self._section.split.show_side(shown=False)
        self._section.table.setFocus()

    # -------------------------------------------------------------- the list

    def _refresh(self) -> None:
        self._fresh = True
        catalogue = self._catalogue
        self._finder = Finder(catalogue)
        rows = article_rows(catalogue, self._day, self.editor.drafts)
        self._rows = {row.id: row for row in rows}
        self._section.show_categories(category_entries(catalogue))
        self._show_rows()
        self._show_filter()

    def _renew(self, article: str) -> None:
        """Makes the row of an article again; `_show_rows` shows it."""
        found = self._catalogue.articles.get(article)
        if found is not None:
            draft = article in self.editor.drafts
            self._rows[article] = article_row(
                self._catalogue, found, self._day, draft=draft
            )

    @Slot()
    def _show_rows(self) -> None:
        self._section.show_rows(list(self._rows.values()))
        articles = self._catalogue.articles.values()
        self._section.show_count(sum(1 for a in articles if a.active))

    @Slot(str)
    def _on_drafts_changed(self, article: str) -> None:
        self._renew(article)
        self._show_rows()

    @Slot()
    def _show_filter(self) -> None:
        section, finder = self._section, self._finder
        if finder is None:
            return
        found = finder.find(
            section.search.text,
            section.category.key,
            favourites=section.only_favourites,
        )
        articles = self._catalogue.articles.values()
        count = sum(1 for a in articles if a.favourite and a.active)
        section.show_filter(found, favourites=count)

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        events = [fact.event for fact in facts if isinstance(fact.event, _LISTED)]
        if not self._fresh or not events:
            return
        if not self._section.isVisible():
            self._fresh = False
            return
        changed = {article_of(e) for e in events if isinstance(e, _CHANGED)}
        for event in events:
            self._renew(article_of(event))
        if not changed:
            self._soon.start()
            return
        articles = self._catalogue.articles
        for article in changed & articles.keys():
            if self._finder is not None:
                self._finder.put(articles[article])
        if len(changed) > 1:
            self._soon.start()
        else:
            self._show_rows()
            self._show_filter()
        self.editor.show()

    @Slot(str)
    def _on_saved(self, article: str) -> None:
        self._section.table.choose(article)

    # -------------------------------------------------------------- on sale or not

    def ask_sale(self, article: str) -> None:
        """Offers 86, countdowns and back on sale."""
        found = self._catalogue.articles.get(article)
        if found is not None and found.active:
            self._section.ask_sale(article, availability_acts(self._catalogue, found))

    @Slot(str, str)
    def _on_sale_requested(self, article: str, act: str) -> None:
        if act != "?":
            self._set_remaining(article, int(act))
            return
        found = self._catalogue.articles[article]
        left = max(1, on_hand(self._desk.world, article) or 0)
        self._sheet = CountSheet(self._section, article, found.name, left)
        self._sheet.confirmed.connect(self._set_remaining)
        self._sheet.open()

    @Slot(str, int)
    def _set_remaining(self, article: str, remaining: int) -> None:
        found = self._catalogue.articles[article]
        known = on_hand(self._desk.world, article)
        before = -1 if known is None else known
        back = SetAvailability(article=article, remaining=before)

        def done(facts: tuple[Fact, ...]) -> None:
            self._show_rows()  # who did it sees it at once
            words = availability_words(found, remaining)
            self._desk.say(words, undo=lambda: self._desk.run(back))

        self._desk.run(SetAvailability(article=article, remaining=remaining), done)

    @Slot()
    def _on_export_requested(self) -> None:
        model = self._section.table.model
        shown = {model.row_at(number).id for number in range(model.rowCount())}
        heads, rows = csv_rows(self._catalogue, shown, self._day)
        self._saver.save_table(f"{menu_word()}_{self._day}", heads, rows)

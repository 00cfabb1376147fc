"""What is typed or scanned: search, tables by number, quantities, codes."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from app.domain.catalogue.events import ArticleOwn, ArticleSet
from app.domain.catalogue.state import article_of
from app.presenters.pos.page import (
    Typed,
    nearest_first,
    nothing_found,
    quantity_words,
    read_typed,
)
from app.presenters.pos.search import SearchIndex
from app.services.house import Fact
from app.windows.pos.panes import PosPanes
from app.windows.pos.taking import Taking
from app.windows.pos.work import Work
from app.windows.tasks import Background
from resources.texts import tr

_BIG_CATALOGUE = 2000
"""Articles from which the index is built beside the window's thread."""
_SHORTEST_CODE = 6


class Seeking(QObject):
    """Understands the search field.

    Signals:
        table_wanted(str): id of the table whose number was entered.
        found_changed: other tiles are to be shown.
    """

    table_wanted = Signal(str)
    found_changed = Signal()

    def __init__(self, work: Work, panes: PosPanes, taking: Taking) -> None:
        super().__init__(work)
        self._work, self._panes, self._taking = work, panes, taking
        self._background = Background(self)
        self._index: SearchIndex | None = None
        self._late: list[ArticleSet] = []
        self._build(list(work.world.catalogue.articles.values()))

    def _build(self, articles: Sequence[ArticleSet]) -> None:
        if len(articles) < _BIG_CATALOGUE:
            self._index = SearchIndex(articles)
        else:
            self._background.run(lambda: SearchIndex(articles), self._on_built)

    def _on_built(self, index: SearchIndex) -> None:  # the one answer of the build
        for article in self._late:
            index.put(article)
        self._late.clear()
        self._index = index
        self.found_changed.emit()

    def note(self, facts: tuple[Fact, ...]) -> None:
        """Keeps the index up to date."""
        articles = self._work.world.catalogue.articles
        for fact in facts:
            if not isinstance(fact.event, ArticleSet | ArticleOwn):
                continue
            found = articles.get(article_of(fact.event))
            if found is None:
                continue  # it is of no head office any more
            if self._index is None:
                self._late.append(found)
            else:
                self._index.put(found)

    @property
    def ready(self) -> bool:
        """Whether the index is built."""
        return self._index is not None

    @property
    def typed(self) -> Typed:
        """What stands in the field, understood."""
        return read_typed(self._work.world, self._work.state.typed)

    @property
    def seeking(self) -> bool:
        """Whether search results stand in the place of a tab."""
        return bool(self.typed.words)

    def found(self) -> list[str]:
        """Articles for what is typed, best first: those of this place, then the others."""
        if self._index is None:
            return []
        found = self._index.find(self.typed.words)
        return nearest_first(self._work.world, found, shop=self._work.state.counter)

    @property
    def nothing(self) -> str:
        """What is said when nothing was found."""
        if self._index is None:
            return tr("La recherche se prépare…")
        return nothing_found(self.typed)

    @Slot(str)
    def on_typed(self, text: str) -> None:
        """The field changed."""
        self._work.state.typed = text
        self._panes.middle.say("")
        self.found_changed.emit()

    @Slot(str)
    def on_entered(self, text: str) -> None:
        """Enter: a table, a code, or the first article found."""
        self._work.state.typed = text
        typed = self.typed
        if not typed.quantity:
            self._refuse(quantity_words())
        elif not typed.words:
            return
        elif typed.table:
            self.clear()
            self.table_wanted.emit(typed.table)
        elif typed.words.isdigit() and len(typed.words) >= _SHORTEST_CODE:
            self.on_scan(typed.words)
        else:
            self._take_first(typed)

    def _take_first(self, typed: Typed) -> None:
        found = self.found()
        if typed.number or not found:
            self._refuse(nothing_found(typed))
            return
        self.clear()
        self._taking.take(found[0], typed.quantity)

    def _refuse(self, words: str) -> None:
        """Says it in the field; what was typed is marked, so that the next key replaces
        it."""
        self._panes.middle.say(words)
        self._panes.middle.field.edit.selectAll()

    @Slot(str)
    def on_scan(self, code: str) -> None:
        """A code was read, or typed."""
        self.clear()
        words = self._taking.scan(code)
        if words:
            self._panes.middle.say(words)

    def take_quantity(self) -> int:
        """Pieces for the tile that was tapped: "3*" was typed before; 0 if impossible."""
        return self.typed.quantity

    def clear(self) -> None:
        """Empties the field."""
        self._work.state.typed = ""
        self._panes.middle.clear_typed()
        self._panes.middle.say("")
        self.found_changed.emit()

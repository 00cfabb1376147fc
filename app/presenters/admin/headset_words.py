"""A word that was misheard: what it may have meant, and the alias that it becomes."""

import re
from dataclasses import replace

from app.domain.catalogue.events import ArticleSet
from app.domain.world import World
from app.presenters.pos.search import SearchIndex, aliases, words_of
from app.services.headsets import DraftLine
from resources.texts import price
from widgets.list_row import RowView

MAX_ALIAS = 40
"""Characters; longer ones are sentences."""
_QUOTED = re.compile(r"«\s*(.+?)\s*»")


def heard_word(line: DraftLine) -> str:
    """The word of a line that was doubtful, "" when none is named: then another article
    was heard, whose name is no alias for this one."""
    found = (_QUOTED.search(guess) for guess in line.guessed)
    return next((each[1] for each in found if each), "")


class Meanings:
    """What a misheard word may have been.

    Args:
        world: its articles on sale are those that can be meant.
    """

    def __init__(self, world: World) -> None:
        self._articles = {
            article.id: article
            for article in world.catalogue.articles.values()
            if article.active and not article.goods
        }
        self._index = SearchIndex(self._articles.values())

    def nearest(self, words: str, most: int) -> list[tuple[str, RowView]]:
        """(article, row), nearest first: all the words, else any of them."""
        found = self._index.find(words, most)
        for word in words_of(words):
            if len(found) < most and len(word) > 2:
                found += [a for a in self._index.find(word, most) if a not in found]
        return [(key, _row(self._articles[key])) for key in found[:most]]


def _row(article: ArticleSet) -> RowView:
    return RowView(article.name, trailing=price(article.price))


def alias_of(heard: str, world: World) -> str:
    """The alias that is worth keeping, "" when the word means an article already."""
    alias = " ".join(heard.split()).casefold()
    if not words_of(alias) or len(alias) > MAX_ALIAS or meant_by(alias, world):
        return ""
    return alias


def meant_by(words: str, world: World) -> ArticleSet | None:
    """The article in service that words mean already, None for none."""
    wanted = words_of(words)
    return next(
        (
            article
            for article in world.catalogue.articles.values()
            if article.active
            and any(
                words_of(name) == wanted
                for name in (article.name, article.button, *aliases(article))
                if name
            )
        ),
        None,
    )


def with_alias(article: ArticleSet, alias: str, tongue: str) -> ArticleSet:
    """The article with one word more that means it, among its names in that language where
    it has such."""
    apart = aliases(article, tongue) != aliases(article, "-")
    alias = f"{tongue}: {alias}" if apart else alias
    return replace(article, spoken=(*article.spoken, alias))

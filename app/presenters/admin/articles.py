"""The card as a list: what is sold, at which price and cost, and whether it is on sale."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from app.domain.catalogue.events import ArticleSet
from app.domain.catalogue.state import Catalogue
from app.domain.money import rhu
from app.domain.vocabulary import MILLI
from app.presenters.admin.watch import is_low
from app.presenters.admin.words import shop_category
from app.presenters.pos.search import SearchIndex
from resources.texts import amount, percent, tr
from widgets.dropdown import Entry
from widgets.table_model import Cell, Column, Row

FULL = 10_000
"""100 % in hundredths of a percent."""
ALL, RETIRED = "", "retired"
"""Choices of the category filter besides the categories."""
SALE = "sale"
"""Column whose cells act: 86, countdown, back on sale."""
COUNTS = (5, 10, 20)
"""Countdowns one tap away."""


def columns() -> tuple[Column, ...]:
    """The columns; cost, VAT and category go where there is no room."""
    return (
        Column("name", tr("Article"), style="strong"),
        Column("category", tr("Catégorie"), 89, drop=3),
        Column("price", tr("Prix TTC"), 83, "end", "plain"),
        Column("vat", tr("TVA"), 60, "end", drop=2),
        Column("cost", tr("Coût"), 60, "end", drop=1),
        Column("stock", tr("Stock"), 52, "end"),
        Column(SALE, tr("Vente"), 116, acts=True),
    )


def article_rows(catalogue: Catalogue, day: str, drafts: Collection[str]) -> list[Row]:
    """Every article that was ever sold; `drafts` have changes that are not saved."""
    return [
        article_row(catalogue, article, day, draft=article.id in drafts)
        for article in catalogue.articles.values()
    ]


def article_row(
    catalogue: Catalogue, article: ArticleSet, day: str, *, draft: bool = False
) -> Row:
    """One article."""
    _, role = shop_category(catalogue, article.category)
    cost = cost_percent(catalogue, article, day)
    left = catalogue.remaining.get(article.id)
    pieces = -1 if left is None else max(0, left // MILLI)
    return Row(
        article.id,
        (
            Cell(article.name, filet=role, icon="edit" if draft else ""),
            category_name(catalogue, article.category),
            Cell(amount(article.price), sort=article.price),
            _vat_cell(catalogue, article, day),
            Cell(
                "—" if cost is None else percent(rhu(cost, 100) * 100), sort=cost or 0
            ),
            Cell("—" if left is None else str(pieces), sort=pieces),
            _sale_cell(catalogue, article),
        ),
    )


def category_name(catalogue: Catalogue, category: str) -> str:
    """The name of a category; those of the shop say so when a page is called alike."""
    found = catalogue.categories.get(category)
    if found is None:
        return category
    alike = [c for c in catalogue.categories.values() if c.name == found.name]
    if found.shop and len(alike) > 1:
        return tr("{name}, boutique", name=found.name)
    return found.name


def _vat_cell(catalogue: Catalogue, article: ArticleSet, day: str) -> Cell:
    rate = catalogue.rate(article.vat_on_site, day)
    parts = (
        catalogue.articles.get(choice.article)
        for step in article.steps
        for choice in step.choices
    )
    rates = {catalogue.rate(part.vat_on_site, day) for part in parts if part}
    return Cell(tr("mixte") if len(rates) > 1 else percent(rate), sort=rate)


def cost_percent(catalogue: Catalogue, article: ArticleSet, day: str) -> int | None:
    """Cost over the price before VAT, hundredths of a percent; None when unknown."""
    rate = catalogue.rate(article.vat_on_site, day)
    if article.cost <= 0 or article.price <= 0:
        return None
    return rhu(article.cost * (FULL + rate), article.price)


def _sale_cell(catalogue: Catalogue, article: ArticleSet) -> Cell:
    left = catalogue.remaining.get(article.id)
    if not article.active:
        return Cell(tr("retiré"), sort=3, tag="neutral", icon="visibility_off")
    if left is not None and left <= 0:
        return Cell("86", sort=2, tag="inverse")
    if left is not None and is_low(left, catalogue.initial.get(article.id, 0)):
        return Cell(tr("bas"), sort=1, tag="warning", icon="trending_down")
    return Cell(tr("en vente"), sort=0, icon="check")


def category_entries(catalogue: Catalogue) -> tuple[Entry, ...]:
    """The choices of the category filter."""
    ranked = sorted(catalogue.categories.values(), key=lambda c: c.rank)
    shown = [Entry(c.id, category_name(catalogue, c.id)) for c in ranked if c.active]
    return (*shown, Entry(RETIRED, tr("Retirés de la carte")))


class Finder:
    """Which articles a search, the favourites and a category leave.

    The search is that of the till; retired articles are found here too.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._index = SearchIndex(
            replace(article, active=True) for article in catalogue.articles.values()
        )

    def put(self, article: ArticleSet) -> None:
        """Takes an article in as it is now."""
        self._index.put(replace(article, active=True))

    def find(self, text: str, category: str, *, favourites: bool) -> set[str]:
        """Ids of the articles to show."""
        found = set(self._kept(category, favourites=favourites))
        if text.strip():
            found &= set(self._index.find(text, len(self._index)))
        return found

    def _kept(self, category: str, *, favourites: bool) -> Iterator[str]:
        for article in self._catalogue.articles.values():
            if article.active == (category == RETIRED):
                continue
            if category not in (ALL, RETIRED, article.category):
                continue
            if not favourites or article.favourite:
                yield article.id


def availability_acts(
    catalogue: Catalogue, article: ArticleSet
) -> tuple[tuple[str, str], ...]:
    """What can be done with the sale of an article: (key, words).

    Keys are the pieces left: "0" is 86, "-1" no limit, "?" asks how many.
    """
    left = catalogue.remaining.get(article.id)
    acts: list[tuple[str, str]] = []
    if left is None or left > 0:
        acts.append(("0", tr("Passer en 86")))
    if left is not None:
        acts.append(("-1", tr("Remettre en vente, sans compte")))
    acts += [(str(n), tr("Il en reste {n}", n=n)) for n in COUNTS]
    acts.append(("?", tr("Il en reste…")))
    return tuple(acts)


def availability_words(article: ArticleSet, remaining: int) -> str:
    """What the undo bar says of a new availability."""
    if remaining == 0:
        return tr("{name} : 86", name=article.name)
    if remaining < 0:
        return tr("{name} : en vente", name=article.name)
    return tr("{name} : reste {n}", name=article.name, n=remaining)


def csv_rows(
    catalogue: Catalogue, articles: Collection[str], day: str
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The list as it is exported: heads and rows, sorted by category and name."""
    heads: tuple[str, ...] = (
        tr("Article"),
        tr("Catégorie"),
        tr("Prix TTC"),
        tr("TVA"),
        tr("TVA à emporter"),
        tr("Coût HT"),
        tr("Poste"),
        tr("Minutes"),
        tr("Allergènes"),
        tr("Codes-barres"),
        tr("Vente"),
    )
    kept = [a for a in catalogue.articles.values() if a.id in articles]
    kept.sort(key=lambda a: (category_name(catalogue, a.category), a.name))
    rows: list[tuple[str, ...]] = []
    for article in kept:
        station = catalogue.stations.get(article.station)
        rows.append(
            (
                article.name,
                category_name(catalogue, article.category),
                amount(article.price),
                percent(catalogue.rate(article.vat_on_site, day)),
                percent(catalogue.rate(article.vat_takeaway, day)),
                amount(article.cost) if article.cost else "",
                station.name if station else "",
                str(article.minutes or ""),
                " ".join(article.allergens),
                " ".join(article.barcodes),
                _sale_cell(catalogue, article).text,
            )
        )
    return heads, rows

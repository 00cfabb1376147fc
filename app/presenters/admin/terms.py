"""Which articles titres-restaurant pay and discounts touch, a category at a time."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.domain.catalogue.terms import TERMS, Term, TermsSet
from app.domain.world import World
from resources.texts import tr, trn
from widgets.dropdown import Entry


@dataclass(frozen=True, slots=True)
class TermsRow:
    """A category (`kind` "category"), then its articles.

    Attributes:
        allowed: in the order of `TERMS`.
        own: the article says otherwise than its category.
    """

    kind: str
    id: str
    name: str
    allowed: tuple[bool, ...]
    own: bool = False


def term_names() -> tuple[str, ...]:
    """Heads of the two columns, in the order of `TERMS`."""
    return tr("Titres-restaurant"), tr("Remises")


def terms_entries(world: World) -> list[Entry]:
    """The categories, each with how many of its articles say otherwise."""
    found = sorted(world.catalogue.categories.values(), key=lambda c: c.rank)
    return [Entry(each.id, _entry_words(world, each.id, each.name)) for each in found]


def _entry_words(world: World, category: str, name: str) -> str:
    shut = [
        words
        for term, words in zip(TERMS, term_names(), strict=True)
        if not world.terms.category_allows(category, term)
    ]
    other = sum(row.own for row in _articles(world, category))
    words = [tr("sans {what}", what=", ".join(shut).lower())] if shut else []
    if other:
        words.append(trn(other, "{n} exception", "{n} exceptions"))
    return " · ".join((name, *words))


def terms_rows(world: World, category: str) -> list[TermsRow]:
    """A category and the articles that are sold of it, by name."""
    if category not in world.catalogue.categories:
        return []
    allowed = tuple(world.terms.category_allows(category, term) for term in TERMS)
    whole = TermsRow("category", category, tr("Toute la catégorie"), allowed)
    articles = sorted(_articles(world, category), key=lambda row: row.name.casefold())
    return [whole, *articles]


def _articles(world: World, category: str) -> Iterator[TermsRow]:
    for article in world.catalogue.articles.values():
        if article.category == category and article.active:
            said = world.terms.of("article", article.id)
            yield TermsRow(
                "article",
                article.id,
                article.name,
                tuple(world.terms.allows(article, term) for term in TERMS),
                own=bool(said.voucher or said.discount),
            )


def answered(
    world: World, kind: str, thing: str, term: Term, *, allowed: bool
) -> TermsSet:
    """The terms once one of them is answered; an article that says what its category
    says has nothing of its own."""
    answer = "yes" if allowed else "no"
    if kind == "article":
        category = world.catalogue.articles[thing].category
        if world.terms.category_allows(category, term) == allowed:
            answer = ""
    elif allowed:
        answer = ""
    before = world.terms.of(kind, thing)
    return (
        replace(before, voucher=answer)
        if term == "voucher"
        else replace(before, discount=answer)
    )

"""Terms of an article: whether titres-restaurant pay it, whether discounts touch it.

A category says it for all of its articles, an article may say otherwise. What nobody spoke
of may be paid with titres and reduced.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from app.domain.catalogue.events import ArticleSet
from app.domain.vocabulary import Context, Refusal, command, need
from app.domain.wire import fact

if TYPE_CHECKING:
    from app.domain.world import World

Term = Literal["voucher", "discount"]
TERMS: tuple[Term, ...] = ("voucher", "discount")
ANSWERS = frozenset(("", "yes", "no"))


@fact("terms.set", stream="terms/{id}")
class TermsSet:
    """Terms of an article, or of all articles of a category.

    Attributes:
        kind: "article" or "category"; `id` is its id.
        voucher: whether titres-restaurant pay it: "yes", "no", "" as its category says.
        discount: whether discounts take something off it, in the same words.
    """

    kind: str
    id: str
    voucher: str = ""
    discount: str = ""


@command
class SetTerms:
    """Change the terms of an article or a category."""

    event: TermsSet


@dataclass(slots=True)
class Terms:
    """Terms as they stand, by kind and id."""

    said: dict[tuple[str, str], TermsSet] = field(default_factory=dict)

    def evolve(self, event: TermsSet) -> None:
        """Takes a fact in; never refuses."""
        self.said[event.kind, event.id] = event

    def of(self, kind: str, thing: str) -> TermsSet:
        """What was said of an article or a category itself."""
        return self.said.get((kind, thing), TermsSet(kind=kind, id=thing))

    def category_allows(self, category: str, term: Term) -> bool:
        """Whether a category allows it to its articles."""
        said: str = getattr(self.of("category", category), term)
        return said != "no"

    def allows(self, article: ArticleSet | None, term: Term) -> bool:
        """Whether an article may be paid or reduced so; one that is gone may."""
        if article is None:
            return True
        said: str = getattr(self.of("article", article.id), term)
        return said == "yes" if said else self.category_allows(article.category, term)


def set_terms(
    world: "World", command: SetTerms, context: Context
) -> tuple[TermsSet, ...] | Refusal:
    """The terms, where they are of something that is sold."""
    refused = need(
        context, "catalogue.edit", "Modifier la carte demande un responsable."
    )
    if refused:
        return refused
    event, catalogue = command.event, world.catalogue
    kinds = {"article": set(catalogue.articles), "category": set(catalogue.categories)}
    known = event.id in kinds.get(event.kind, ())
    if not known or not {event.voucher, event.discount} <= ANSWERS:
        return Refusal("article_unknown", "Cet article n'est pas à la carte.")
    return (event,)

"""Drinks that are served in one glass: which go together, and what that costs."""

from collections.abc import Iterable
from typing import Final

from app.domain.catalogue.events import ArticleSet
from app.domain.catalogue.ranks import ranked
from app.domain.vocabulary import MILLI, Refusal
from app.domain.wire import fact

SUM, BASE, FIXED = "sum", "base", "fixed"
RULES: Final = (SUM, BASE, FIXED)
MAX_NAME, MAX_AMOUNT = 60, 10_000_000


@fact("mix.set", stream="mix/{id}")
class MixSet:
    """Articles that may be joined with others into one line (*assembler*).

    Attributes:
        bases, base_categories: what is joined with something, by either.
        mixers, mixer_categories: what it is joined with.
        rule: what the line costs: "sum" of both, the "base" and `amount`, or `amount`.
        amount: cents; 0 with "base": the mixer is included.
        portion: thousandths of a portion of the mixer that are poured, for countdowns and
            the stock.
    """

    id: str
    name: str
    rank: int
    bases: tuple[str, ...] = ()
    base_categories: tuple[str, ...] = ()
    mixers: tuple[str, ...] = ()
    mixer_categories: tuple[str, ...] = ()
    rule: str = SUM
    amount: int = 0
    portion: int = MILLI
    active: bool = True

    def takes(self, article: ArticleSet) -> bool:
        """Whether an article may be joined with something."""
        return article.id in self.bases or article.category in self.base_categories

    def adds(self, article: ArticleSet) -> bool:
        """Whether something may be joined with it."""
        return article.id in self.mixers or article.category in self.mixer_categories

    def price(self, base: int, mixer: int) -> int:
        """Cents of one, from what both cost by themselves."""
        return {SUM: base + mixer, BASE: base + self.amount}.get(self.rule, self.amount)


def mixable(article: ArticleSet) -> bool:
    """Whether an article can be part of a glass: sold by the piece at a price of its own."""
    plain = article.active and article.unit == "piece" and not article.steps
    return plain and not article.open_price and article.price > 0


def mix_of(
    mixes: Iterable[MixSet], base: ArticleSet, mixer: ArticleSet
) -> MixSet | None:
    """The first rule by which the two are joined, None for none."""
    if base.id == mixer.id or not (mixable(base) and mixable(mixer)):
        return None
    return next(
        (m for m in ranked(mixes) if m.active and m.takes(base) and m.adds(mixer)), None
    )


def mix_refusal(mix: MixSet) -> Refusal | None:
    """Why a rule cannot be saved as it is, None when it can."""
    if not 0 < len(mix.name.strip()) <= MAX_NAME:
        return Refusal("name_invalid", "Le nom a de 1 à 60 caractères.")
    if mix.rule not in RULES:
        return Refusal("mix_rule_unknown", "Cette règle de prix n'existe pas.")
    if not 0 <= mix.amount <= MAX_AMOUNT or (mix.rule == FIXED and not mix.amount):
        return Refusal("price_out_of_range", "Ce prix n'est pas possible.")
    if not 0 < mix.portion <= MILLI:
        return Refusal("portion_out_of_range", "De 1 à 100 % d'une portion.")
    return None

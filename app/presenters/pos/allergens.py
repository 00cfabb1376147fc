"""What a dish contains against what a guest cannot eat.

Both are words of people, so words are compared. It can only add a warning: it never
says that a dish is safe.
"""

from collections.abc import Mapping

from app.domain.catalogue.events import ArticleSet
from app.domain.orders.state import Order
from app.domain.vocabulary import ALLERGENS
from app.presenters.pos.search import fold
from app.presenters.pos.words import Sight, joined, lowered, place_words, seat_allergy
from resources.texts import tr

_ALSO_SAID: dict[str, tuple[str, ...]] = {
    "milk": ("lactose", "lait", "dairy"),
    "nuts": ("noix", "noisette", "amande", "nut"),
    "crustaceans": ("crevette", "crustace", "shellfish"),
    "peanuts": ("cacahuete", "arachide", "peanut"),
    "gluten": ("ble", "coeliaque", "celiac"),
    "eggs": ("oeuf", "egg"),
    "fish": ("poisson",),
}
"""Allergen -> other folded words that mean it, in both languages."""


def allergen_words(article: ArticleSet) -> str:
    """ "Gluten, lait ; peut contenir œufs", "" when nothing is declared."""
    held = [
        tr(name) for key, (name, _) in ALLERGENS.items() if key in article.allergens
    ]
    traces = [
        lowered(tr(name))
        for key, (name, _) in ALLERGENS.items()
        if f"{key}?" in article.allergens
    ]
    parts = [", ".join([*held[:1], *map(lowered, held[1:])])]
    if traces:
        parts.append(tr("peut contenir : {allergens}", allergens=", ".join(traces)))
    return " ; ".join(part for part in parts if part)


def no_allergen_words(article: ArticleSet) -> str:
    """What is said where nothing is declared: that there is none, or that nobody knows
    (`fiscal.md` K-01: unknown is not absent)."""
    if article.no_allergens:
        return tr("Aucun des 14 allergènes")
    return tr("Allergènes : non renseigné")


def conflict(
    article: ArticleSet, order: Order, seats: tuple[int, ...], sight: Sight
) -> str:
    """What the article contains that a guest of these seats cannot eat; "" for nothing."""
    told = {seat: seat_allergy(order, seat, sight) for seat in order.allergies}
    return conflict_with(article, told, seats)


def conflict_with(
    article: ArticleSet, told: Mapping[int, str], seats: tuple[int, ...]
) -> str:
    """The same, of what was told of each seat in clear; 0 is the table."""
    words = []
    for seat in sorted(told):
        if seats and seat not in (0, *seats):
            continue
        said = fold(told[seat])
        for key, (name, _) in ALLERGENS.items():
            held = key in article.allergens or f"{key}?" in article.allergens
            names = (fold(name), fold(tr(name)), *_ALSO_SAID.get(key, ()))
            if held and any(each in said for each in names):
                where = place_words((seat,)) if seat else tr("Toute la table")
                words.append(f"{tr(name)} ({lowered(where)})")
    if not words:
        return ""
    return tr(
        "{article} contient : {allergens}",
        article=article.name,
        allergens=joined(words),
    )

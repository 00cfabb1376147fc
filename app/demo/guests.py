"""Invented guests: what a party eats and drinks, reproducible from a seed.

Used by the demo restaurant's past month and by `sotto shift`. Choices follow the
catalogue, so whatever is added to the menu is ordered as well.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from app.domain.catalogue.events import ArticleSet
from app.domain.catalogue.state import Catalogue
from app.domain.orders.commands import Pick
from app.domain.vocabulary import MILLI

MAINS, STARTERS, DESSERTS, DRINKS = "plats", "entrees", "desserts", "direct"


@dataclass(frozen=True, slots=True)
class Wish:
    """Something a guest wants, ready to be made an `AddLine`."""

    article: str
    options: tuple[str, ...] = ()
    picks: tuple[Pick, ...] = ()
    quantity: int = MILLI
    seats: tuple[int, ...] = ()


class Guests:
    """Wishes out of a catalogue and a seed."""

    def __init__(self, catalogue: Catalogue, random: Random) -> None:
        self._catalogue, self._random = catalogue, random

    def meal(self, covers: int) -> list[Wish]:
        """First orders of a party: drinks, then a starter or not, a main or a formule."""
        wishes = [self._drink((seat,)) for seat in range(1, covers + 1)]
        for seat in range(1, covers + 1):
            wishes += self._food((seat,))
        if covers >= 3 and self._random.random() < 0.5:
            wishes.append(Wish("eau_gazeuse"))
        return wishes

    def sweets(self, covers: int) -> list[Wish]:
        """What is ordered later: desserts and coffees."""
        wishes: list[Wish] = []
        for seat in range(1, covers + 1):
            if self._random.random() < 0.55:
                wishes.append(self._any(DESSERTS, (seat,)))
            if self._random.random() < 0.6:
                wishes.append(Wish("cafe", seats=(seat,)))
        return wishes

    def round(self) -> list[Wish]:
        """A counter guest's drinks."""
        return [self._drink(()) for _ in range(self._random.randint(1, 3))]

    def basket(self) -> list[Wish]:
        """A shop guest's basket."""
        shelf = [
            a
            for a in self._catalogue.articles.values()
            if a.goods and a.unit == "piece" and self._sells(a)
        ]
        count = self._random.randint(1, 4)
        return [Wish(a.id) for a in self._random.sample(shelf, count)]

    def _food(self, seats: tuple[int, ...]) -> Iterable[Wish]:
        if self._random.random() < 0.22:
            formule = self._pick(
                a for a in self._catalogue.articles.values() if a.steps
            )
            wish = self._formule(formule, seats) if formule else None
            if wish is not None:
                yield wish
                return
        if self._random.random() < 0.55:
            yield self._any(STARTERS, seats)
        yield self._any(MAINS, seats)

    def _drink(self, seats: tuple[int, ...]) -> Wish:
        drinks = (
            a
            for a in self._catalogue.articles.values()
            if a.course == DRINKS
            and a.station == "bar"
            and a.price < 1300
            and not a.goods
        )
        found = self._pick(drinks)
        return self.wish(found, seats) if found else Wish("cafe", seats=seats)

    def _any(self, course: str, seats: tuple[int, ...]) -> Wish:
        dishes = (
            a
            for a in self._catalogue.articles.values()
            if a.course == course and a.price >= 600 and not a.steps
        )
        found = self._pick(dishes)
        return self.wish(found, seats) if found else Wish("cafe", seats=seats)

    def wish(self, article: ArticleSet, seats: tuple[int, ...] = ()) -> Wish:
        """One portion with options that its groups accept."""
        return Wish(article.id, self._options(article), seats=seats)

    def _formule(self, formule: ArticleSet, seats: tuple[int, ...]) -> Wish | None:
        picks: list[Pick] = []
        for number, step in enumerate(formule.steps):
            components = [
                self._catalogue.articles[choice.article] for choice in step.choices
            ]
            found = self._pick(components)
            if found is None:
                return None
            options = self._options(found)
            picks.append(Pick(step=number, article=found.id, options=options))
        return Wish(formule.id, picks=tuple(picks), seats=seats)

    def _options(self, article: ArticleSet) -> tuple[str, ...]:
        chosen: list[str] = []
        questions = list(article.groups)
        while questions:
            group = self._catalogue.groups[questions.pop(0)]
            free = [o for o in group.options if not self._gone(o.article)]
            count = group.minimum
            if count < group.maximum and self._random.random() < 0.18:
                count += 1
            answers = self._random.sample(free, min(count, len(free)))
            chosen += [answer.id for answer in answers]
            questions = [g for a in answers for g in a.groups] + questions
        return tuple(chosen)

    def _pick(self, articles: Iterable[ArticleSet]) -> ArticleSet | None:
        """One that is for sale, the favourites three times as often."""
        selling = [a for a in articles if self._sells(a)]
        weights = [3 if a.favourite else 1 for a in selling]
        return self._random.choices(selling, weights)[0] if selling else None

    def _sells(self, article: ArticleSet) -> bool:
        left = self._catalogue.remaining.get(article.id)
        return article.active and (left is None or left >= 2 * MILLI)

    def _gone(self, article: str) -> bool:
        return bool(article) and self._catalogue.sold_out(article)

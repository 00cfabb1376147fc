"""What cooks of a station read of a dish: in their language, with what stands out of it."""

from dataclasses import dataclass

from app.domain.catalogue.events import ModifierOption
from app.domain.catalogue.marks import Answers, choice_in, dish_in, makes
from app.domain.catalogue.state import Catalogue
from app.domain.orders.dish import Dish
from app.domain.orders.events import Modifier
from app.domain.orders.state import Line
from resources.texts import tr
from widgets.kitchen_wall_views import Said, SaidKind

LEFT_OUT = ("SANS ", "NO ", "WITHOUT ")
"""How choices are called that leave something out."""
_KINDS: dict[str, SaidKind] = {"plain": "plain", "bold": "bold", "inverse": "inverse"}


@dataclass(frozen=True, slots=True)
class Reading:
    """How a station reads.

    Attributes:
        answers: what was chosen, as the card has it now.
        language: of its cooks, "" for the card's own words.
    """

    catalogue: Catalogue
    answers: Answers
    language: str

    def name(self, dish: Dish) -> str:
        """What a dish is called."""
        return dish_in(self.catalogue, dish.ordered, self.language)

    def plain(self, dish: Dish) -> list[str]:
        """The choices that belong to the dish as it is mostly made."""
        return [
            self.words(option, choice)
            for option, choice in self._chosen(dish)
            if self.look(option, choice, dish) is None
        ]

    def said(self, line: Line, dish: Dish) -> tuple[Said, ...]:
        """What a cook must not miss: what the house wants to stand out, what is left out,
        what is added, the note."""
        marked = [self.look(*chosen, dish) for chosen in self._chosen(dish)]
        if dish.also:
            places = (self.catalogue.stations[station].name for station in dish.also)
            words = tr("AUSSI : {stations}", stations=" · ".join(places).upper())
            marked.append(Said("also", words))
        note = [Said("note", line.kitchen_note)] if line.kitchen_note else []
        return (*filter(None, marked), *note)

    def _chosen(self, dish: Dish) -> list[tuple[ModifierOption | None, Modifier]]:
        ordered = dish.ordered
        return [(self.answers.to(ordered, each), each) for each in ordered.modifiers]

    def words(self, option: ModifierOption | None, choice: Modifier) -> str:
        """What a choice is called, in capitals."""
        return choice_in(option, choice, self.language).upper()

    def look(
        self, option: ModifierOption | None, choice: Modifier, dish: Dish | None = None
    ) -> Said | None:
        """A choice of the house's own look, else one that leaves something out, as it is
        called, or adds what is paid for; None for the others. At a station that makes but
        a part of `dish`, that part stands out."""
        words = self.words(option, choice)
        if option is not None and option.weight in _KINDS:
            colour = f"mark_{option.colour}"
            return Said(_KINDS[option.weight], words, option.icon, colour)
        if option is not None and dish is not None and makes(dish, option):
            return Said("bold", words, "skillet")
        if choice.kitchen.upper().startswith(LEFT_OUT):
            return Said("without", words)
        if choice.price > 0:
            return Said("extra", words.removeprefix("+").strip())
        return None

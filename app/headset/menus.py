"""What can be spoken of, in each language that somebody here speaks to a headset."""

from collections.abc import Callable

from app.headset.menu_of_house import HouseMenu, menu_of_house
from app.services.house import House
from voice.menu import Menu
from voice.understanding.speakable import Speakable

Teaching = Callable[[Menu], None]
"""Tells what hears that this can be said from now on."""


class Menus:
    """Menus of a house by language, made when they are first wanted."""

    def __init__(self, house: House, name_of: Callable[[str], str]) -> None:
        """Makes none yet.

        Args:
            name_of: person id -> name.
        """
        self._house, self._name_of = house, name_of
        self._made: dict[str, HouseMenu] = {}
        self._speakable: dict[str, Speakable] = {}
        self._stale: set[str] = set()
        self.teach: Teaching | None = None

    def of(self, code: str) -> HouseMenu:
        """What can be said in a language; made anew, and taught, when that changed."""
        if code not in self._made or code in self._stale:
            made = menu_of_house(self._house.world, self._name_of, code)
            self._made[code] = made
            self._speakable.pop(code, None)
            self._stale.discard(code)
            if self.teach is not None:
                self.teach(made.menu)
        return self._made[code]

    def latest(self, code: str) -> HouseMenu:
        """As it was made last: good enough to speak of what just happened."""
        return self._made.get(code) or self.of(code)

    def speakable(self, code: str) -> Speakable:
        """The same, ready to be understood."""
        menu = self.of(code).menu
        if code not in self._speakable:
            self._speakable[code] = Speakable(menu)
        return self._speakable[code]

    def changed(self) -> None:
        """Something that can be spoken of is otherwise: each is made anew when it is wanted,
        so a card that is imported is not made at each dish."""
        self._stale |= self._made.keys()

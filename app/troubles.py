"""Writes down that this terminal has lost its hub, and that it is back.

Source: `fiscal.md` 5 (HUB_LOST, HUB_BACK).
"""

from app.services.house import House


class Troubles:
    """Compares how the link is with how it was; each change is one event."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._linked = self._lost = False

    def see_network(self, link: str) -> None:
        """Takes in how this terminal stands with the hub (`NetworkStatus.link`)."""
        linked = link in ("linked", "carrying")
        if self._linked and not linked:
            self._lost = True
            self._house.note_soon("HUB_LOST", link)
        elif self._lost and linked:
            self._lost = False
            self._house.note_soon("HUB_BACK", link)
        self._linked = linked

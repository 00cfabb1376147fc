"""Presets: the ways of being served that the till offers as one tap each.

A preset says which service mode (VAT, nature), which prices, what the guest is asked, in
which slots of time and how many orders a slot takes. The four standard ones bear the names
of the service modes, so the service mode of an old order is the id of a preset.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from app.domain.catalogue.ranks import ranked
from app.domain.vocabulary import MODES, Context, Refusal, command, need
from app.domain.wire import Json, fact, upcast

if TYPE_CHECKING:
    from app.domain.world import World

ASKS: Final = ("name", "phone", "address", "covers")
"""What a guest may be asked."""
ICONS: Final = (
    *("restaurant", "point_of_sale", "takeout_dining", "local_shipping"),
    *(
        "storefront",
        "shopping_bag",
        "call",
        "public",
        "celebration",
        "local_bar",
        "bolt",
    ),
)
"""Symbols a preset may have."""
SENDS: Final = ("auto", "paid", "hand")
MAX_SLOT, MAX_CAPACITY, MAX_DAYS, MAX_HOURS = 120, 500, 14, 6
DAY = 1440
"""Minutes."""
MAX_NAME = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotHours:
    """Slots begin from `start` on and before `end`, minutes of the day."""

    start: int
    end: int


@fact("preset.set", version=2, stream="preset/{id}")
class PresetSet:
    """A way of being served, from now on.

    Attributes:
        mode: service mode that VAT and nature follow.
        price_list: list whose prices go before all others, "" for those in force.
        asks: what is asked of the guest, of `ASKS`.
        slot: length of a slot in minutes, 0 where no time is promised.
        hours: when slots begin; empty for the whole day.
        capacity: orders that a slot takes, 0 for however many.
        lead: minutes from now before which nothing is promised.
        days: days after today that can be promised.
        sends: when what is promised leaves for the kitchen by itself: "auto" in time,
            "paid" in time once it is paid, "hand" when somebody sends it.
        by_load: a slot takes no more than the stations can make in it.
        colour: one of the eight category colours. icon: of `ICONS`.
    """

    id: str
    name: str
    mode: str
    rank: int
    colour: str
    icon: str
    price_list: str = ""
    asks: tuple[str, ...] = ()
    slot: int = 0
    hours: tuple[SlotHours, ...] = ()
    capacity: int = 0
    lead: int = 0
    days: int = 0
    active: bool = True
    sends: str = "auto"
    by_load: bool = False


@upcast("preset.set", 1)
def _in_time(data: dict[str, Json]) -> dict[str, Json]:
    """The first version did not say when orders leave: the defaults hold."""
    return data


_MEALS = (
    SlotHours(start=11 * 60 + 30, end=14 * 60),
    SlotHours(start=18 * 60 + 30, end=22 * 60),
)
STANDARD: Final = (
    PresetSet(
        id="dine_in",
        name="Sur place",
        mode="dine_in",
        rank=1,
        colour="plats",
        icon="restaurant",
    ),
    PresetSet(
        id="counter",
        name="Comptoir",
        mode="counter",
        rank=2,
        colour="cafe",
        icon="point_of_sale",
    ),
    PresetSet(
        id="takeaway",
        name="À emporter",
        mode="takeaway",
        rank=3,
        colour="entrees",
        icon="takeout_dining",
        asks=("name",),
        slot=15,
        hours=_MEALS,
        capacity=6,
        lead=15,
        days=6,
    ),
    PresetSet(
        id="delivery",
        name="Livraison",
        mode="delivery",
        rank=4,
        colour="boissons",
        icon="local_shipping",
        asks=("name", "phone", "address"),
        slot=30,
        hours=_MEALS,
        capacity=4,
        lead=30,
        days=6,
    ),
)
"""What a house has that never said otherwise. Their mode stays, for it is their id."""


@command
class SetPreset:
    """Change a way of being served, or add one."""

    event: PresetSet


@dataclass(slots=True)
class Presets:
    """The presets as they stand, by id."""

    known: dict[str, PresetSet] = field(
        default_factory=lambda: {preset.id: preset for preset in STANDARD}
    )

    def evolve(self, event: PresetSet) -> None:
        """Takes a fact in; never refuses."""
        self.known[event.id] = event

    def offered(self) -> list[PresetSet]:
        """Those in use, in their order."""
        return ranked(preset for preset in self.known.values() if preset.active)

    def get(self, preset: str) -> PresetSet | None:
        """A preset by its id."""
        return self.known.get(preset)

    def mode_of(self, served: str) -> str:
        """Service mode of a preset; what is none is a service mode itself."""
        found = self.known.get(served)
        return found.mode if found else served

    def standing(self, served: str) -> str:
        """The preset that a new sale begins with when `served` is wanted: the first one
        in use where that one is not."""
        offered = self.offered()
        known = any(preset.id == served for preset in offered)
        return served if known or not offered else offered[0].id


def set_preset(
    world: "World", command: SetPreset, context: Context
) -> tuple[object, ...] | Refusal:
    """The preset as it is from now on, or why it cannot be so."""
    refused = need(
        context, "catalogue.edit", "Modifier la carte demande un responsable."
    )
    event = command.event
    if refused:
        return refused
    if not 0 < len(event.name.strip()) <= MAX_NAME:
        return Refusal("name_invalid", "Le nom a de 1 à 24 caractères.")
    standard = event.id in MODES and event.mode != event.id
    if event.mode not in MODES or standard:
        return Refusal("mode_unknown", "Ce mode de service n'existe pas.")
    if event.price_list and event.price_list not in world.catalogue.price_lists:
        return Refusal("price_list_unknown", "Ce tarif n'existe pas.")
    known = event.icon in ICONS and event.sends in SENDS
    if not set(event.asks) <= set(ASKS) or not known:
        return Refusal("preset_invalid", "Cette façon de servir n'est pas possible.")
    return _times(event) or _last(world.catalogue.presets, event) or (event,)


def _times(event: PresetSet) -> Refusal | None:
    hours = all(0 <= each.start < each.end <= DAY for each in event.hours)
    ranges = (
        (event.slot, MAX_SLOT),
        (event.capacity, MAX_CAPACITY),
        (event.lead, DAY),
        (event.days, MAX_DAYS),
        (len(event.hours), MAX_HOURS),
    )
    if hours and all(0 <= value <= most for value, most in ranges):
        return None
    return Refusal("hours_invalid", "Ces heures ne sont pas possibles.")


def _last(presets: Presets, event: PresetSet) -> Refusal | None:
    others = any(preset.id != event.id for preset in presets.offered())
    if event.active or others:
        return None
    return Refusal("preset_last", "Il en faut au moins une.")

"""Setting a new house up: what is still to be asked, and each answer as commands.

Every answer is written when it is given, with the step that comes next. So whoever is
interrupted goes on where they were, and what was skipped is done in the office later.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from app.domain.catalogue.decide import SetCatalogue
from app.domain.catalogue.events import StationSet
from app.domain.catalogue.state import Catalogue
from app.domain.environment import SANDBOX
from app.domain.floor.decide import SetFloor
from app.domain.floor.events import RoomSet, TableSet
from app.domain.floor.state import Floor
from app.domain.rules import Command, SetDevice, SetSetting
from app.domain.settings import SIMULATED, DeviceSet
from app.domain.staff.decide import FoundTeam, SetStaff
from app.domain.staff.events import RoleSet, StaffSet
from app.domain.vocabulary import Refusal
from app.domain.world import World
from app.services.demo import facts_in
from app.services.house import SYSTEM, Actor, House
from app.services.ids import new_id
from app.services.people import person_name

STEPS: Final = ("house", "team", "card", "rooms", "devices", "done")
HOUSE, TEAM, CARD, ROOMS, DEVICES, DONE = STEPS
STEP: Final = "setup.step"
SHOP: Final = "shop"
MODELS: Final = ("bistro", "cafe", "bakery", "empty")
"""The cards that a house may start from: files of `resources/models`."""
MANAGER: Final = "manager"
COUNTER: Final = "caisse"
"""Id of the printer at the till."""
MOST_TABLES: Final = 60
_GRID, _SIDE, _GAP, _MARGIN = 6, 104, 46, 24
"""A fresh room: tables in a row, their side, what is between and around them, in cm."""


class OpeningError(Exception):
    """The house refused an answer; `refusal` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Room:
    """A room to be made, with so many tables of four."""

    name: str
    tables: int


def due(house: House) -> str:
    """What is to be asked next, `DONE` for nothing. A sandbox has its restaurant from
    elsewhere, and so has a house that had people before it was asked anything."""
    step = house.world.settings.text(STEP)
    if not house.world.staff.people:
        return (
            DONE if house.environment == SANDBOX else min(step, TEAM, key=STEPS.index)
        )
    if step == TEAM:  # it was interrupted between the two
        return CARD
    return DONE if step == HOUSE else step


def following(world: World, step: str) -> str:
    """The step after this one; a shop has no rooms."""
    shop = world.settings.text("house.sector") == SHOP
    after = STEPS[STEPS.index(step) + 1]
    return DEVICES if after == ROOMS and shop else after


def before(world: World, step: str) -> str:
    """The step that may be gone back to from this one; "" from the first."""
    shop = world.settings.text("house.sector") == SHOP
    earlier = STEPS[max(0, STEPS.index(step) - 1)]
    if earlier == ROOMS and shop:
        return CARD
    return "" if earlier == step else earlier


def actor(house: House) -> Actor:
    """As whom answers are given: who holds the machine, then the first manager."""
    staff = house.world.staff
    managers = (p for p in staff.people if "staff.edit" in staff.rights_of(p))
    return Actor(next(managers, SYSTEM), "admin")


def answer(house: House, step: str, commands: Iterable[Command]) -> None:
    """Gives the answers of a step, none when it is skipped, and notes the next one.

    Raises:
        OpeningError: one of them was refused; those before it stand.
        JournalError: nothing more can be written.
    """
    for command in commands:
        _run(house, command)
    _run(house, SetSetting(key=STEP, value=following(house.world, step)))


def _run(house: House, command: Command) -> None:
    done = house.run(command, actor(house))
    if isinstance(done, Refusal):
        raise OpeningError(done)


def identity(world: World, values: dict[str, str]) -> Iterator[Command]:
    """Name, address, numbers, sector: the settings that differ."""
    if values["house.sector"] == SHOP:
        values = {"house.naf": "4724Z", **values}
    for key, value in values.items():
        if world.settings.text(key) != value:
            yield SetSetting(key=key, value=value)


def first_manager(house: House, name: str, hashed: str) -> Iterator[Command]:
    """The roles of a house, and whoever manages it."""
    person = new_id()
    sealed = house.sealer.seal(f"staff/{person}", name)
    roles: tuple[RoleSet, ...] = tuple(facts_in("models", "team"))
    manager = StaffSet(id=person, name=sealed, role=MANAGER, pin=hashed)
    yield FoundTeam(roles=roles, person=manager)


def manager(house: House) -> StaffSet | None:
    """Whoever manages the house; None before anybody does."""
    return house.world.staff.people.get(actor(house).person)


def same_manager(house: House, name: str, hashed: str) -> Iterator[Command]:
    """Another name or code for who manages the house; without a code it stays."""
    known = manager(house)
    if known is not None and (hashed or name != person_name(house, known.id)):
        sealed = house.sealer.seal(f"staff/{known.id}", name)
        changed = replace(known, name=sealed, pin=hashed or known.pin)
        yield SetStaff(event=changed)


def cleared(catalogue: Catalogue) -> list[Command]:
    """Takes off the card what an answer before this one put on it."""
    articles = [a for a in catalogue.articles.values() if a.active]
    categories = [c for c in catalogue.categories.values() if c.active]
    return [
        *(SetCatalogue(event=replace(each, active=False)) for each in articles),
        *(SetCatalogue(event=replace(each, active=False)) for each in categories),
    ]


def card(model: str) -> Iterator[Command]:
    """A card of `MODELS`: VAT rates, courses, stations, categories, articles."""
    for fact in facts_in("models", model):
        yield SetCatalogue(event=fact)


def catalogue_for(house: House) -> Catalogue:
    """The card that a table of articles is read for: the house's own, or the rates and
    stations that it will have."""
    if house.world.catalogue.vat:
        return house.world.catalogue
    made = Catalogue()
    for fact in facts_in("models", "empty"):
        made.evolve(fact)
    return made


def known_rooms(floor: Floor) -> list[Room]:
    """The rooms that were made, as they were asked for."""
    standing = [table.room for table in floor.tables.values() if table.active]
    rooms = sorted(floor.rooms.values(), key=lambda room: room.rank)
    return [Room(r.name, standing.count(r.id)) for r in rooms if r.active]


def rooms(wanted: list[Room], floor: Floor) -> Iterator[Command]:
    """Rooms with their tables in rows, numbered through; given twice they are the same,
    and what was asked for before and is not any more is gone."""
    tables = sum(room.tables for room in wanted)
    kept = {f"room{rank}" for rank, _ in enumerate(wanted, start=1)}
    kept |= {f"t{number}" for number in range(1, tables + 1)}
    for stood in list(floor.tables.values()):
        if stood.active and stood.id not in kept:
            yield SetFloor(event=replace(stood, active=False))
    for left in list(floor.rooms.values()):
        if left.active and left.id not in kept:
            yield SetFloor(event=replace(left, active=False))
    number = 1
    for rank, room in enumerate(wanted, start=1):
        place = f"room{rank}"
        across = _GRID * (_SIDE + _GAP)
        rows = max(1, -(-room.tables // _GRID))
        yield SetFloor(
            event=RoomSet(
                id=place,
                name=room.name,
                rank=rank,
                width=_MARGIN + across,
                height=max(544, 2 * _MARGIN + rows * (_SIDE + _GAP)),
            )
        )
        for table in range(room.tables):
            down, right = divmod(table, _GRID)
            yield SetFloor(
                event=TableSet(
                    id=f"t{number}",
                    number=str(number),
                    room=place,
                    x=_MARGIN + right * (_SIDE + _GAP),
                    y=_MARGIN + down * (_SIDE + _GAP),
                    width=_SIDE,
                    height=_SIDE,
                    seats=4,
                )
            )
            number += 1


def devices(world: World, printer: str, terminal: str) -> Iterator[Command]:
    """The printer at the till, which the stations print on too, and the card terminal.

    Args:
        printer, terminal: addresses; "" for none (a card terminal that stands alone).
    """
    if printer:
        model = "epson_tm_m30" if printer.startswith(SIMULATED) else "generic_80"
        made = DeviceSet(
            id=COUNTER,
            kind="printer",
            name="Caisse",
            profile=model,
            address=printer,
            drawer=True,
        )
        yield SetDevice(event=made)
        for station in list(world.catalogue.stations.values()):
            if isinstance(station, StationSet) and not station.printer:
                yield SetCatalogue(event=replace(station, printer=COUNTER))
    if terminal:
        yield SetDevice(
            event=DeviceSet(
                id="tpe1",
                kind="terminal",
                name="TPE 1",
                profile="caisse_ap",
                address=terminal,
            )
        )

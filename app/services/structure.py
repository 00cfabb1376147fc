"""A restaurant without its trade: card, VAT, rooms, team, settings and simulated devices.

What stands beside real trade is made of it: staging, and the school of a till.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, get_args

from app.domain.catalogue.events import CatalogueEvent
from app.domain.catalogue.terms import TermsSet
from app.domain.floor.events import FixtureSet, RoomSet, SectionSet, TableSet
from app.domain.settings import SIMULATED, DeviceSet, SettingSet
from app.domain.staff.events import CodeKeySet, RoleSet, StaffSet
from app.projections.queries import load_things
from db.database import Database
from db.errors import DatabaseUnreachableError
from db.profile import Profile
from db.sealed import Sealer

_TAKEN: Final = (
    *get_args(CatalogueEvent),
    *(TermsSet, RoleSet, RoomSet, TableSet, SectionSet, FixtureSet),
)
"""What is taken as it is."""
_KEPT_BACK: Final = ("account.", "outside.", "platform.", "ereporting.")
"""Settings that are about the world outside."""


@dataclass(frozen=True, slots=True)
class Structure:
    """What is copied, in the order in which it was set.

    Attributes:
        things: facts that need nobody's name.
        team: who works there, `name` readable; PIN and badge as they are stored.
        code_keys: what keys those; only with the pepper of the source.
    """

    things: tuple[object, ...]
    team: tuple[StaffSet, ...]
    code_keys: tuple[CodeKeySet, ...]


def structure_of(source: Profile) -> Structure:
    """The structure of a profile, which may be open elsewhere.

    Raises:
        KnownError: it cannot be read.
    """
    if not source.database.is_file():
        raise DatabaseUnreachableError(f"no such file: {source.database.name}")
    database = Database.open(source.database, read_only=True)
    try:
        with database.read() as connection:
            things = list(load_things(connection))
        return Structure(
            tuple(_things(things)),
            tuple(_team(things, Sealer(database))),
            tuple(each for each in things if isinstance(each, CodeKeySet)),
        )
    finally:
        database.close()


def _things(things: list[object]) -> Iterator[object]:
    for thing in things:
        if isinstance(thing, DeviceSet):
            if thing.kind != "scanner":
                yield replace(thing, address=SIMULATED, terminal="")
        elif isinstance(thing, SettingSet):
            if not thing.key.startswith(_KEPT_BACK):
                yield replace(thing, was="")
        elif isinstance(thing, _TAKEN):
            yield thing


def _team(things: list[object], sealer: Sealer) -> Iterator[StaffSet]:
    for each in things:
        if isinstance(each, StaffSet) and each.active:
            name = sealer.unseal(f"staff/{each.id}", each.name) or each.id
            yield replace(each, name=name)

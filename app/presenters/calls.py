"""Who is meant by a call for somebody, and its words."""

from app.domain.staff.events import StaffCalled
from app.domain.world import World
from app.presenters.pos.search import words_of
from resources.texts import tr

_ROLES = {
    "kitchen": ("kitchen", "cuisine"),
    "runner": ("runner", "commis", "passe"),
    "bar": ("bar",),
}
"""Whom one calls without a name -> words of which one names their role."""
_MANAGES = "staff.edit"


def is_called(world: World, person: str, who: str) -> bool:
    """Whether somebody is meant by a call: they themselves, or one of those."""
    if who == "manager":
        return _MANAGES in world.staff.rights_of(person)
    found = world.staff.people.get(person)
    role = world.staff.roles.get(found.role) if found else None
    named = words_of(f"{role.id} {role.name}") if role else []
    return person == who or any(word in named for word in _ROLES.get(who, ()))


def call_words(world: World, call: StaffCalled, by: str) -> str:
    """ "Léa vous appelle, table 12". `by`: name of who calls."""
    place = world.floor.number(call.table)
    if not place:
        return tr("{name} vous appelle", name=by)
    return tr("{name} vous appelle, table {table}", name=by, table=place)

"""The team as it stands: people, roles and rights."""

from dataclasses import dataclass, field

from app.domain.staff.events import LoggedIn, LoggedOut, RoleSet, StaffEvent, StaffSet
from app.domain.vocabulary import Meta


@dataclass(slots=True)
class Staff:
    """People and roles by id. `on_duty`: person -> when they last logged in (ISO)."""

    people: dict[str, StaffSet] = field(default_factory=dict)
    roles: dict[str, RoleSet] = field(default_factory=dict)
    on_duty: dict[str, str] = field(default_factory=dict)

    def evolve(self, event: StaffEvent, meta: Meta) -> None:
        """Takes a fact in; never refuses."""
        match event:
            case StaffSet():
                self.people[event.id] = event
            case RoleSet():
                self.roles[event.id] = event
            case LoggedIn():
                self.on_duty.setdefault(event.person, meta.ts)
            case LoggedOut(reason="shift_end"):
                self.on_duty.pop(event.person, None)
            case _:
                pass

    def rights_of(self, person: str) -> frozenset[str]:
        """What an active person may do; nothing for anybody else."""
        found = self.people.get(person)
        role = self.roles.get(found.role) if found and found.active else None
        return frozenset(role.rights) if role else frozenset()

    def holder_of(self, badge: str) -> str:
        """The active person with this badge (hashed); "" when it is nobody's, or two
        people's after terminals that were apart each gave it away."""
        found = self.holders_of(badge)
        return found[0] if len(found) == 1 else ""

    def holders_of(self, badge: str) -> list[str]:
        """The active people with this badge (hashed): who left gives theirs up."""
        people = self.people.values()
        return [p.id for p in people if badge and p.active and p.badge == badge]

"""The team as it stands: people, roles and rights."""

from dataclasses import dataclass, field

from app.domain.staff.comfort import Comfort
from app.domain.staff.events import (
    CodeKeySet,
    ComfortSet,
    KeysSet,
    LoggedIn,
    LoggedOut,
    OfficePerson,
    OfficeRole,
    PagerSet,
    PersonSites,
    RoleSet,
    StaffEvent,
    StaffSet,
    TipsShared,
    VoiceSet,
)
from app.domain.vocabulary import Meta


@dataclass(slots=True)
class Staff:
    """People and roles by id, those of the head office among them.

    Attributes:
        on_duty: person -> when they last logged in (ISO).
        code_keys: mark -> sealed key of another house's codes.
        sites: person -> the sites at which this head office has them; absent for all.
        voices: person -> how they want a headset; `voice` knows those who never said.
        keys: person -> "place.act" -> the key that they gave it.
        comforts: person -> how windows look to them; None as each screen is set.
        pagers: person -> the number of their pager; absent for none.
        tips: first day of a period -> who gets what of its tips, as it was agreed last.
    """

    people: dict[str, StaffSet] = field(default_factory=dict)
    roles: dict[str, RoleSet] = field(default_factory=dict)
    on_duty: dict[str, str] = field(default_factory=dict)
    code_keys: dict[str, str] = field(default_factory=dict)
    sites: dict[str, tuple[str, ...]] = field(default_factory=dict)
    voices: dict[str, VoiceSet] = field(default_factory=dict)
    keys: dict[str, dict[str, str]] = field(default_factory=dict)
    comforts: dict[str, Comfort | None] = field(default_factory=dict)
    pagers: dict[str, str] = field(default_factory=dict)
    tips: dict[str, TipsShared] = field(default_factory=dict)

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
            case TipsShared():
                self.tips[event.first] = event
            case CodeKeySet():
                self.code_keys[event.mark] = event.sealed
            case VoiceSet() | KeysSet() | ComfortSet() | PagerSet():
                self._wish(event)
            case PersonSites():
                if event.sites is None:
                    self.sites.pop(event.id, None)
                else:
                    self.sites[event.id] = event.sites
            case _:
                pass

    def _wish(self, event: VoiceSet | KeysSet | ComfortSet | PagerSet) -> None:
        """What is a person's own."""
        match event:
            case VoiceSet():
                self.voices[event.person] = event
            case KeysSet():
                pairs = (each.partition("=") for each in event.keys)
                self.keys[event.person] = {name: key for name, _, key in pairs}
            case ComfortSet():
                self.comforts[event.person] = event.comfort
            case PagerSet(number=""):
                self.pagers.pop(event.person, None)
            case PagerSet():
                self.pagers[event.person] = event.number

    def of_office(self, event: object) -> bool:
        """Whether the person or the role of a fact comes from the head office."""
        if isinstance(event, StaffSet):
            return isinstance(self.people.get(event.id), OfficePerson)
        return isinstance(event, RoleSet) and isinstance(
            self.roles.get(event.id), OfficeRole
        )

    def voice(self, person: str) -> VoiceSet:
        """How somebody wants a headset."""
        return self.voices.get(person) or VoiceSet(person=person)

    def rights_of(self, person: str) -> frozenset[str]:
        """What an active person may do; nothing for anybody else."""
        found = self.people.get(person)
        role = self.roles.get(found.role) if found and found.active else None
        return frozenset(role.rights) if role else frozenset()

    def holder_of(self, *badges: str) -> str:
        """The active person with a badge (all that it may be hashed to); "" when it is
        nobody's, or two people's after terminals that were apart each gave it away."""
        found = self.holders_of(*badges)
        return found[0] if len(found) == 1 else ""

    def holders_of(self, *badges: str) -> list[str]:
        """The active people with a badge (hashed): who left gives theirs up."""
        people = self.people.values()
        return [p.id for p in people if p.badge and p.active and p.badge in badges]

    def wearer_of(self, pager: str) -> str:
        """The active person who wears a pager, "" for nobody."""
        worn = (p for p, number in self.pagers.items() if number == pager)
        return next((p for p in worn if self._works(p)), "")

    def worn(self) -> dict[str, str]:
        """Person -> number of their pager, of those who work here."""
        return {p: number for p, number in self.pagers.items() if self._works(p)}

    def _works(self, person: str) -> bool:
        found = self.people.get(person)
        return found is not None and found.active

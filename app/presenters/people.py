"""The team as the windows show it: initials, avatar, name, where they work."""

from dataclasses import dataclass
from datetime import datetime

from app.services.house import House
from app.services.people import person_name
from resources.texts import long_date, tr, trn


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person: `tone` 1-6 is the colour of the avatar."""

    id: str
    name: str
    initials: str
    tone: int
    subtitle: str


@dataclass(frozen=True, slots=True)
class LoginView:
    """The login page."""

    greeting: str
    subtitle: str
    people: tuple[PersonView, ...]


_SHORT = 9
"""Letters of a place that leave room for the hour on a card ("Terrasse")."""


def initials_of(name: str) -> str:
    """Two capitals: "Léa" -> "LÉ", "Da Silva" -> "DS"."""
    words = name.split()
    if len(words) > 1:
        return (words[0][0] + words[1][0]).upper()
    return name[:2].upper()


def present_person(house: House, person: str) -> PersonView:
    """Somebody of the team."""
    found = house.world.staff.people.get(person)
    name = person_name(house, person)
    role = house.world.staff.roles.get(found.role) if found else None
    since = house.world.staff.on_duty.get(person, "")
    place = (found.section if found else "") or (role.name if role else "")
    if since and len(place) <= _SHORT:
        moment = datetime.fromisoformat(since)
        place = tr("{place} · depuis {time}", place=place, time=f"{moment:%H:%M}")
    return PersonView(
        id=person,
        name=name,
        initials=initials_of(name),
        tone=(found.avatar if found else 0) % 6 + 1,
        subtitle=place,
    )


def service_name(now: datetime) -> str:
    """The service of an hour: "service du midi", "service du soir"."""
    return tr("service du midi") if 6 <= now.hour < 16 else tr("service du soir")


def present_login(house: House, now: datetime) -> LoginView:
    """Who may take the window now."""
    staff = house.world.staff
    people = [p.id for p in staff.people.values() if p.active and p.pin]
    on_duty = sum(
        1 for p in staff.people.values() if p.active and p.id in staff.on_duty
    )
    day = long_date(now.date())
    words = [day[:1].upper() + day[1:], service_name(now)]
    if on_duty:
        words.append(
            trn(on_duty, "{n} personne en service", "{n} personnes en service")
        )
    evening = now.hour >= 18 or now.hour < 4
    return LoginView(
        greeting=tr("Bonsoir, qui sert ?") if evening else tr("Bonjour, qui sert ?"),
        subtitle=" · ".join(words),
        people=tuple(present_person(house, person) for person in people),
    )


def last_table(house: House, person: str) -> str:
    """Id of the table that a person comes back to: the last one, "" for none."""
    orders = [o for o in house.world.book.open_orders() if o.waiter == person]
    return max(orders, key=lambda o: o.touched).table if orders else ""


def last_place(house: House, person: str) -> str:
    """What a person comes back to, in words, "" for nothing."""
    number = house.world.floor.number(last_table(house, person))
    if not number:
        return ""
    return tr("Reprend la table {table}, là où vous l'aviez laissée", table=number)

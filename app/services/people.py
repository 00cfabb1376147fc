"""PINs, badges and sealed names: what the domain may not do because it takes chance."""

import hmac

from app.domain.access.state import PREFIX
from app.domain.orders.allergies import sealed_texts
from app.services.house import House

_PEPPER_BYTES = 32


def hash_pin(pin: str, pepper: bytes) -> str:
    """argon2id hash of a PIN, keyed with the terminal's pepper.

    Four digits can be tried out whatever the hash; the pepper stays in the key folder,
    so a stolen database alone gives nothing away.

    Raises:
        ValueError: the PIN is not 4 to 8 digits.
    """
    if not (pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 8):
        raise ValueError("a PIN has 4 to 8 digits")
    from argon2 import PasswordHasher

    hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
    return hasher.hash(_keyed(pin, pepper))


def check_pin(pin: str, hashed: str, pepper: bytes) -> bool:
    """Whether `pin` is the one that was hashed. Takes tens of milliseconds."""
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return PasswordHasher().verify(hashed, _keyed(pin, pepper))
    except (VerificationError, InvalidHashError):
        return False


def _keyed(pin: str, pepper: bytes) -> bytes:
    return hmac.digest(pepper, pin.encode(), "sha256")


def hash_badge(code: str, pepper: bytes) -> str:
    """What is stored of a badge, keyed with the terminal's pepper.

    The same badge always gives the same hash, so one look finds whose it is. Whoever
    has the journal without the pepper cannot try out badge numbers. The word in front
    keeps a badge from sharing the key of a PIN with the same digits.
    """
    return hmac.digest(pepper, b"badge " + code.strip().encode(), "sha256").hex()


def person_name(house: House, person: str) -> str:
    """The name of somebody of the team, or of a program; the id when it was erased."""
    key = house.world.access.keys.get(person.removeprefix(PREFIX))
    if key is not None:
        return key.name
    found = house.world.staff.people.get(person)
    if found is None:
        return person
    return house.sealer.unseal(f"staff/{person}", found.name) or person


def order_key(order: str) -> str:
    """Key under which what a guest said of themselves is sealed: erased after closing."""
    return f"order/{order}"


def unseal_order(house: House, order: str, sealed: str) -> str:
    """A sealed text of an order (tab name, allergies), "" once it was erased."""
    texts = (
        house.sealer.unseal(order_key(owner), text)
        for owner, text in sealed_texts(order, sealed)
    )
    return ", ".join(filter(None, texts))


def people_with(house: House, right: str) -> list[str]:
    """Active people who have a right, by name: who may approve an act."""
    staff = house.world.staff
    found = [p.id for p in staff.people.values() if right in staff.rights_of(p.id)]
    return sorted(found, key=lambda person: person_name(house, person))

"""PINs, badges and sealed names: what the domain may not do because it takes chance."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.access.state import PREFIX
from app.domain.orders.allergies import sealed_texts
from app.domain.orders.table_orders import GUEST
from app.domain.staff.state import Staff
from app.services.credentials import slow_hasher, unseal
from app.services.house import SYSTEM, House
from db.canonical import unb64u
from resources.texts import tr

PIN_LENGTH = 4
"""Digits of a code: the login takes it with the last one, without Enter."""
_MARK_LENGTH = 8


@dataclass(frozen=True, slots=True)
class CodeKey:
    """With what a house keys the codes and badges of its team.

    It is made from the pepper for this alone: a head office gives it to its sites, and
    opens neither passwords nor seeds of one-time codes with it.
    """

    key: bytes

    @property
    def mark(self) -> str:
        """What hashes made with it begin with."""
        return hashlib.sha256(self.key).hexdigest()[:_MARK_LENGTH]

    def made(self, hashed: str) -> bool:
        """Whether a code or badge was hashed with it."""
        return hashed.startswith(f"{self.mark}$")


def own_key(pepper: bytes) -> CodeKey:
    """The key of the house with this pepper."""
    return CodeKey(hmac.digest(pepper, b"codes of the team", "sha256"))


def code_keys(staff: Staff, pepper: bytes) -> dict[str, bytes]:
    """Mark -> key, of all with which the team's codes may be hashed: ours, the head
    office's, and the pepper itself, which keyed them when Sotto knew no marks."""
    own = own_key(pepper)
    keys = {"": pepper, own.mark: own.key}
    for mark, sealed in staff.code_keys.items():
        clear = unseal(sealed, mark, pepper)
        if clear is not None:
            keys[mark] = unb64u(clear)
    return keys


def hash_pin(pin: str, pepper: bytes) -> str:
    """argon2id hash of a PIN, keyed, behind the mark of the key.

    Four digits can be tried out whatever the hash; the pepper stays in the key folder,
    so a stolen database alone gives nothing away.

    Raises:
        ValueError: the PIN has another form.
    """
    if not (pin.isascii() and pin.isdigit() and len(pin) == PIN_LENGTH):
        raise ValueError(f"a PIN has {PIN_LENGTH} digits")
    own = own_key(pepper)
    return own.mark + slow_hasher().hash(_keyed(pin, own.key))


def check_pin(pin: str, hashed: str, keys: Mapping[str, bytes]) -> bool:
    """Whether `pin` is the one that was hashed. Takes tens of milliseconds.

    Args:
        keys: as `code_keys` gives them.
    """
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    mark, _, rest = hashed.partition("$")
    try:
        return PasswordHasher().verify(f"${rest}", _keyed(pin, keys.get(mark, b"")))
    except (VerificationError, InvalidHashError):
        return False


def _keyed(pin: str, key: bytes) -> bytes:
    return hmac.digest(key, pin.encode(), "sha256")


def hash_badge(code: str, pepper: bytes) -> str:
    """What is stored of a badge, keyed, behind the mark of the key.

    The same badge always gives the same hash, so one look finds whose it is. Whoever
    has the journal without the pepper cannot try out badge numbers.
    """
    own = own_key(pepper)
    return _badge(code, own.mark, own.key)


def badge_hashes(code: str, keys: Mapping[str, bytes]) -> tuple[str, ...]:
    """All that may be stored of a badge: one for each key of `code_keys`."""
    return tuple(_badge(code, mark, key) for mark, key in keys.items())


def _badge(code: str, mark: str, key: bytes) -> str:
    # The word in front keeps a badge from sharing the hash of a PIN of the same digits.
    digest = hmac.digest(key, b"badge " + code.strip().encode(), "sha256").hex()
    return f"{mark}${digest}" if mark else digest


def person_name(house: House, person: str) -> str:
    """The name of somebody of the team, or of a program, or of Sotto itself; the id when
    it was erased."""
    if person == SYSTEM:
        return "Sotto"
    if person == GUEST:
        return tr("Un client")
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

"""The keys of every window as they are for one person: the house's own, and what that
person gave other keys to."""

from collections.abc import Mapping

from app.domain.world import World
from app.presenters.pos.keys import KEYS as POS
from app.presenters.pos.keys import KeyAct
from resources.texts import tr

WINDOW = "window"
KEYS: dict[str, tuple[KeyAct, ...]] = {
    WINDOW: (
        KeyAct("F1", "help", "Montrer ces raccourcis"),
        KeyAct("Ctrl+L", "lock", "Verrouiller"),
        KeyAct("F11", "full_screen", "Plein écran"),
        KeyAct("Ctrl+T", "table", "Ouvrir une table où les chiffres servent déjà"),
        KeyAct("Ctrl+M", "menu", "Menu de la personne"),
        KeyAct("Ctrl+F1", "go_pos", "Aller à la caisse"),
        KeyAct("Ctrl+F2", "go_floor", "Aller à la salle"),
        KeyAct("Ctrl+F3", "go_kitchen", "Aller à la cuisine"),
        KeyAct("Ctrl+F4", "go_reservations", "Aller aux réservations"),
        KeyAct("Ctrl+F5", "go_admin", "Aller à la gestion"),
    ),
    "pos": tuple(each for each in POS if each.act),
    "kitchen": (
        KeyAct("R", "recall", "Rappeler le dernier bon"),
        KeyAct("F2", "bump_keys", "Touches du pupitre"),
        KeyAct("F", "filter", "Ne montrer que certains bons"),
        KeyAct("F3", "layout", "Disposition de l'écran"),
        KeyAct("S", "sounds", "Sons de l'écran"),
    ),
}
"""Place -> its acts and their own keys; those of `WINDOW` are heard in every place."""
_MOVES = "Esc Return Enter Tab Backtab Space Backspace Del Left Right Up Down"
_PAGES = "PgUp PgDown Home End Menu Ins"
TAKEN = frozenset((*_MOVES.split(), *_PAGES.split()))
"""Keys that move and choose in every window."""
WALL = frozenset("EPT0123456789")
"""Letters and figures that the kitchen's wall takes."""


def names(place: str) -> list[str]:
    """The acts that are heard at a place, "place.act" each."""
    places = (place, WINDOW) if place in KEYS and place != WINDOW else (WINDOW,)
    return [f"{where}.{act.act}" for where in places for act in KEYS[where]]


def words_of(name: str) -> str:
    """What an act does."""
    place, _, act = name.partition(".")
    return next(tr(each.words) for each in KEYS[place] if each.act == act)


def plain_key(name: str) -> str:
    """The key of an act that nobody gave another."""
    place, _, act = name.partition(".")
    return next(each.key for each in KEYS[place] if each.act == act)


def keys_of(world: World, person: str, place: str) -> dict[str, str]:
    """Act -> key at a place, as Qt writes it."""
    own = world.staff.keys.get(person, {})
    return {a.act: own.get(f"{place}.{a.act}", a.key) for a in KEYS[place]}


def present_keys(world: World, person: str, place: str) -> tuple[tuple[str, str], ...]:
    """(key, what it does) of the acts of a place and then of every window."""
    own = world.staff.keys.get(person, {})
    return tuple(
        (own.get(name, plain_key(name)), words_of(name)) for name in names(place)
    )


def clash(keys: Mapping[str, str], name: str, key: str) -> str:
    """Why an act cannot have a key, in words; "" if it can.

    Args:
        keys: "place.act" -> key, of what has another key than its own.
    """
    place = name.partition(".")[0]
    plain = len(key) == 1
    if key in TAKEN or (place == "kitchen" and key in WALL):
        return tr("Cette touche sert à se déplacer et à choisir.")
    if plain and place != "kitchen":
        return tr("Une lettre ou un chiffre seul sert à écrire.")
    other = holder(keys, name, key)
    return tr("C'est la touche de « {act} ».", act=words_of(other)) if other else ""


def holder(keys: Mapping[str, str], name: str, key: str) -> str:
    """The other act, heard at the same place, that has a key; "" for none."""
    place = name.partition(".")[0]
    heard = [n for p in KEYS for n in names(p)] if place == WINDOW else names(place)
    same = (n for n in heard if n != name and keys.get(n, plain_key(n)) == key)
    return next(same, "")


def with_key(keys: Mapping[str, str], name: str, key: str) -> dict[str, str]:
    """The keys once an act has another; what has its own key is left out."""
    kept = {n: k for n, k in keys.items() if n != name}
    return kept if key == plain_key(name) else kept | {name: key}


def swapped(keys: Mapping[str, str], name: str, key: str) -> dict[str, str]:
    """The keys once an act has the key of another, which has the first one's."""
    other = holder(keys, name, key)
    given = keys.get(name, plain_key(name))
    return with_key(with_key(keys, other, given), name, key)

"""The keys of bump bars: which key does what at which station's screen.

A bump bar is a keyboard. Some send digits and Enter, which the wall knows; the others are
learnt, for each station, whose screen the bar lies under.
"""

from collections.abc import Mapping

from app.domain.catalogue.events import StationSet
from app.domain.world import World
from resources.texts import tr

SETTING = "kitchen.keys"
CARDS = tuple(str(number) for number in range(1, 10))
ACTS = (
    *CARDS,
    *("bump", "start", "rush", "round", "line", "back", "forth", "page", "recall"),
)
"""Nine cards, then what is done to the chosen one or to the wall."""
ALL = "*"
"""In the setting: the screen that shows every station."""
_WORDS = {
    "bump": "Terminer le bon",
    "start": "Commencer le bon",
    "rush": "Faire passer le bon devant",
    "round": "Réunir ou séparer les tournées",
    "line": "Ligne suivante",
    "back": "Bon précédent",
    "forth": "Bon suivant",
    "page": "Page suivante",
    "recall": "Rappeler",
}


def act_words(act: str) -> str:
    """What a key does."""
    if act in CARDS:
        return tr("Bon n° {n}", n=act)
    return tr(_WORDS[act])


def screens(world: World) -> list[StationSet]:
    """Stations that have a screen, in their order."""
    stations = world.catalogue.stations.values()
    return sorted((s for s in stations if s.screen), key=lambda s: s.rank)


def keys_of(text: str, station: str) -> dict[str, int]:
    """Act -> code of the key at a station, "" for all; what cannot be read is left out.

    Args:
        text: the setting: "froid:1=16777264,bump=43 *:recall=82".
    """
    found: dict[str, int] = {}
    for word in text.split():
        place, _, pairs = word.partition(":")
        if place != (station or ALL):
            continue
        for pair in pairs.split(","):
            act, _, code = pair.partition("=")
            if act in ACTS and code.isascii() and code.isdigit():
                found[act] = int(code)
    return found


def with_keys(text: str, station: str, keys: Mapping[str, int]) -> str:
    """The setting with other keys at one station."""
    place = station or ALL
    others = [word for word in text.split() if word.partition(":")[0] != place]
    pairs = ",".join(f"{act}={keys[act]}" for act in ACTS if act in keys)
    return " ".join((*others, f"{place}:{pairs}") if pairs else others)


def with_key(keys: Mapping[str, int], act: str, code: int) -> dict[str, int]:
    """The keys once one was pressed for an act; no key does two things."""
    return {a: c for a, c in keys.items() if c != code and a != act} | {act: code}

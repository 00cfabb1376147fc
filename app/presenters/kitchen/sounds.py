"""What a kitchen's screen makes heard: which news, of which the loudest wins."""

from collections.abc import Iterable

from app.domain.catalogue.events import StationSet
from app.domain.kitchen.events import DishesReady, TicketIssued
from app.domain.kitchen.screens import SERVING
from app.domain.world import World
from app.presenters.kitchen.screens import Shown, shows
from resources.texts import tr
from widgets.kitchen_wall_views import CardView

NEWS = ("stop", "rush", "late", "change", "new", "ready")
"""Kinds of news, the most urgent first: of what comes at once only that is heard."""
LEVELS = {"0": 0.0, "1": 0.25, "2": 0.5, "3": 1.0}
"""How loud a screen is -> share of what its loudspeaker gives."""
LOUD, SOFT, MUTE = "3", "1", "0"
NIGHT = 22, 8
"""Hours from when and until when neighbours sleep."""
KINDS = {"make": "new", "add": "change", "stop": "stop", "info": "change"}
"""Kind of a ticket's line -> the news that it is; "change" for others."""
_STEP = 2 ** (3 / 12)


def news_of(event: object, station: Shown) -> str:
    """What a fact is to the screen of a station ("" = the pass), "" for nothing."""
    match event:
        case TicketIssued() if shows(station, event.station):
            if event.kind in ("rush", "again"):
                return "rush"
            kinds = {KINDS.get(line.kind, "change") for line in event.lines}
            # What is held back is news once it is to be begun.
            return "" if event.due else loudest(kinds)
        case DishesReady() if station in ("", SERVING):
            return "ready"
        case _:
            return ""


def loudest(news: Iterable[str]) -> str:
    """The most urgent of them, "" for none."""
    found = set(news)
    return next((each for each in NEWS if each in found), "")


def share_at(level: str, hour: int, *, soft_nights: bool) -> float:
    """What the loudspeaker gives at an hour of the day, 0 to 1."""
    night = hour >= NIGHT[0] or hour < NIGHT[1]
    share = LEVELS[level]
    return min(share, LEVELS[SOFT]) if night and soft_nights else share


def late_ids(views: Iterable[CardView]) -> frozenset[str]:
    """The cards that are over their limit."""
    return frozenset(view.id for view in views if view.state == "late")


def pitch_of(world: World, station: str) -> float:
    """How high a station's screen sounds: each a minor third above the one before, so
    that two screens in one kitchen are told apart."""
    ranked: list[StationSet] = sorted(
        (each for each in world.catalogue.stations.values() if each.screen),
        key=lambda each: each.rank,
    )
    place = next((n for n, each in enumerate(ranked) if each.id == station), 0)
    return _STEP ** (place % 4)


def news_words(news: str) -> str:
    """What a sound means."""
    return {
        "new": tr("Nouveau bon"),
        "change": tr("Ajout ou changement"),
        "stop": tr("Stop : ne plus faire"),
        "late": tr("En retard"),
        "rush": tr("En priorité"),
        "ready": tr("Prêt, au passe"),
    }[news]


def level_words(level: str) -> str:
    """How loud."""
    return {
        "0": tr("Muet"),
        "1": tr("Doux"),
        "2": tr("Moyen"),
        "3": tr("Fort"),
    }[level]

"""What a screen of the kitchen shows besides its own: tickets of screens that are lost."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.domain.kitchen.screens import SERVING
from app.domain.terminals.events import DisplaySet
from app.domain.world import World
from resources.texts import tr
from widgets.kitchen_wall_views import CardView

Shown = str | frozenset[str]
"""A station, "" for all of them, or its own with those that it borrowed."""


def shows(shown: Shown, station: str) -> bool:
    """Whether what is made at a station is on the screen."""
    if isinstance(shown, str):
        return shown in ("", station)
    return station in shown


def shown_stations(own: str, lent: Iterable[DisplaySet]) -> Shown:
    """What a screen of `own` shows while it stands in for others."""
    stations = {own, *(display.station for display in lent)}
    return "" if "" in stations else frozenset(stations) if len(stations) > 1 else own


def display_words(world: World, station: str) -> str:
    """What a screen shows: a station, "Second passe", "Tous les postes"."""
    known = world.catalogue.stations.get(station)
    if known:
        return known.name
    return tr("Second passe") if station == SERVING else tr("Tous les postes")


def borrowed_marked(
    world: World, views: Iterable[CardView], own: str
) -> tuple[CardView, ...]:
    """The cards, those of other stations with the name of theirs: "Chaud · Plats"."""
    return tuple(_marked(world, view, own) for view in views)


def _marked(world: World, view: CardView, own: str) -> CardView:
    station = world.catalogue.stations.get(view.id.split("|")[1])
    if not own or station is None or station.id == own:
        return view
    parts = (station.name, view.course)
    return replace(view, course=" · ".join(part for part in parts if part))


def station_title(world: World, own: str, shown: Shown) -> str:
    """ "Froid + Chaud", "Froid · fermé": what the screen shows; "" for all stations."""
    stations = world.catalogue.stations
    there = {shown} if isinstance(shown, str) else shown
    ranked = sorted(
        (station for station in stations.values() if station.id in there),
        key=lambda station: (station.id != own, station.rank),
    )
    return " + ".join(
        f"{station.name} · {tr('fermé')}"
        if station.id in world.catalogue.closed
        else station.name
        for station in ranked
    )


def lent_words(
    world: World, before: Sequence[DisplaySet], now: Sequence[DisplaySet]
) -> str:
    """What is said when a screen was lost or came back, "" when nothing changed."""
    lost = [each for each in now if each not in before]
    back = [each for each in before if each not in now]
    if lost:
        return tr(
            "{screen} : écran perdu, ses bons s'affichent ici.",
            screen=_names(world, lost),
        )
    if back:
        return tr(
            "{screen} : écran de retour, ses bons y sont de nouveau.",
            screen=_names(world, back),
        )
    return ""


def _names(world: World, displays: Iterable[DisplaySet]) -> str:
    known = world.terminals.known
    return ", ".join(known[each.chain].name for each in displays if each.chain in known)

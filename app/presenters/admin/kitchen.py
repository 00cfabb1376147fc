"""The kitchen as the back office keeps it: its stations, and the rules of where dishes go."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.domain.catalogue.decide import DAY, MAX_FULL, MAX_NAME
from app.domain.catalogue.events import RouteSet, StationSet
from app.domain.catalogue.state import Catalogue
from app.domain.kitchen.routing import rules
from app.domain.reservations.availability import minute_of, time_of
from app.domain.vocabulary import MODES
from app.domain.wire import as_kind
from app.domain.world import World
from app.presenters.pos.words import mode_words
from resources.texts import tr
from widgets.dropdown import Entry
from widgets.table_model import Cell, Column, Row

_ANY = ""
"""Key of the entry that sets no condition."""


def ranked(catalogue: Catalogue) -> list[StationSet]:
    """The stations in their order."""
    return sorted(catalogue.stations.values(), key=lambda station: station.rank)


# Stations


def station_columns() -> tuple[Column, ...]:
    """The columns; what prints goes where there is no room."""
    return (
        Column("name", tr("Poste"), style="strong"),
        Column("out", tr("Ses bons"), 190, drop=1),
        Column("neighbour", tr("Poste voisin"), 190),
        Column("state", tr("État"), 120),
    )


def station_rows(world: World) -> list[Row]:
    """Every station."""
    return [_station_row(world, station) for station in ranked(world.catalogue)]


def _station_row(world: World, station: StationSet) -> Row:
    printer = world.settings.devices.get(station.printer)
    out = (printer.name if printer else "", tr("écran") if station.screen else "")
    return Row(
        station.id,
        (
            Cell(station.name, sort=station.rank),
            " · ".join(part for part in out if part) or "—",
            _neighbour_words(world.catalogue, station),
            _state(world.catalogue, station),
        ),
    )


def _neighbour_words(catalogue: Catalogue, station: StationSet) -> str:
    """ "Froid, dès 25 min"."""
    neighbour = catalogue.stations.get(station.neighbour)
    if neighbour is None:
        return "—"
    if not station.full:
        return neighbour.name
    return tr("{name}, dès {n} min", name=neighbour.name, n=station.full)


def _state(catalogue: Catalogue, station: StationSet) -> Cell:
    if station.id not in catalogue.closed:
        return Cell(tr("ouvert"), sort=1, icon="check")
    alone = station.neighbour not in catalogue.stations
    return Cell(tr("fermé"), sort=0, tag="danger" if alone else "warning")


def state_words(catalogue: Catalogue, station: str) -> str:
    """What becomes of the dishes of a station now, "" for a new one."""
    found = catalogue.stations.get(station)
    if found is None:
        return ""
    neighbour = catalogue.stations.get(found.neighbour)
    if station not in catalogue.closed:
        return tr("Ouvert : ses plats lui arrivent.")
    if neighbour is None:
        return tr("Fermé, sans poste voisin : la caisse le dit avant l'envoi.")
    return tr("Fermé : {name} reçoit ses plats.", name=neighbour.name)


def gate_words(catalogue: Catalogue, station: str) -> str:
    """The button that closes a station or opens it again; "" for a new one."""
    if station not in catalogue.stations:
        return ""
    shut = station in catalogue.closed
    return tr("Rouvrir le poste") if shut else tr("Fermer le poste")


@dataclass(frozen=True, slots=True, kw_only=True)
class StationDraft:
    """A station as it stands in the form; minutes as they are typed."""

    name: str
    printer: str
    screen: bool
    neighbour: str
    full: str
    form: str
    merged: bool
    apart: bool
    language: str


def station_draft(station: StationSet) -> StationDraft:
    """The form of a station as stored."""
    return StationDraft(
        name=station.name,
        printer=station.printer,
        screen=station.screen,
        neighbour=station.neighbour,
        full=str(station.full) if station.full else "",
        form=station.form,
        merged=station.merged,
        apart=station.apart,
        language=station.language,
    )


def station_errors(draft: StationDraft, world: World) -> dict[str, str]:
    """Field -> what is wrong with it."""
    errors = {}
    if not 0 < len(draft.name.strip()) <= MAX_NAME:
        errors["name"] = tr("De 1 à {n} caractères", n=MAX_NAME)
    if _full(draft) is None:
        errors["full"] = tr("De 1 à {n} minutes, ou rien", n=MAX_FULL)
    elif _full(draft) and not draft.neighbour:
        errors["neighbour"] = tr("Qui prend ce qui déborde ?")
    if not draft.screen and draft.printer not in world.settings.devices:
        errors["printer"] = tr("Sans écran, il faut une imprimante")
    return errors


def _full(draft: StationDraft) -> int | None:
    text = draft.full.strip()
    if not text:
        return 0
    whole = text.isascii() and text.isdigit() and len(text) <= len(str(MAX_FULL))
    return int(text) if whole and 0 < int(text) <= MAX_FULL else None


def station_of(draft: StationDraft, stored: StationSet) -> StationSet:
    """The station as the form says, once it has no errors: the house's own word."""
    return as_kind(
        replace(
            stored,
            name=draft.name.strip(),
            printer=draft.printer,
            screen=draft.screen,
            neighbour=draft.neighbour,
            full=_full(draft) or 0,
            form=draft.form,
            merged=draft.merged,
            apart=draft.apart,
            language=draft.language,
        ),
        StationSet,
    )


def printer_entries(world: World) -> tuple[Entry, ...]:
    """The printers in use, by name."""
    devices = world.settings.devices.values()
    found = [d for d in devices if d.kind == "printer" and d.active]
    found.sort(key=lambda device: device.name.casefold())
    return (Entry(_ANY, tr("Aucune")), *(Entry(d.id, d.name) for d in found))


def neighbour_entries(catalogue: Catalogue, station: str) -> tuple[Entry, ...]:
    """The other stations."""
    others = (s for s in ranked(catalogue) if s.id != station)
    return (Entry(_ANY, tr("Aucun")), *(Entry(s.id, s.name) for s in others))


# Rules


def route_columns() -> tuple[Column, ...]:
    """The columns: what a rule is about, when it holds, where it sends."""
    return (
        Column("rank", tr("Ordre"), 72),
        Column("what", tr("Quels plats"), style="strong"),
        Column("when", tr("Quand"), 190),
        Column("to", tr("Vont à"), 120, style="plain"),
        Column("state", tr("État"), 116, drop=1),
    )


def route_rows(world: World) -> list[Row]:
    """Every rule, the first that is looked at at the top."""
    found = rules(world.catalogue)
    return [_route_row(world, each, number) for number, each in enumerate(found, 1)]


def _route_row(world: World, route: RouteSet, number: int) -> Row:
    active = route.active
    return Row(
        route.id,
        (
            Cell(str(number), sort=number),
            what_words(world, route),
            when_words(world, route),
            _station_name(world.catalogue, route.station),
            Cell(tr("suivie"), icon="check") if active else Cell(tr("suspendue")),
        ),
    )


def what_words(world: World, route: RouteSet) -> str:
    """ "Chaud · Saignant": the dishes of a rule."""
    own = _station_name(world.catalogue, route.of) if route.of else tr("Tous les plats")
    option = dict(option_entries(world.catalogue)).get(route.option, route.option)
    return f"{own} · {option}" if route.option else own


def when_words(world: World, route: RouteSet) -> str:
    """ "Terrasse · 18:00 - 23:00"; "toujours" without a condition."""
    room = world.floor.rooms.get(route.room)
    parts = (
        room.name if room else route.room,
        mode_words(route.mode),
        hours_words(route),
    )
    return " · ".join(part for part in parts if part) or tr("toujours")


def hours_words(route: RouteSet) -> str:
    """ "18:00 - 23:00", "" for always."""
    if (route.start, route.end) == (0, DAY):
        return ""
    return f"{time_of(route.start)} - {time_of(route.end % DAY)}"


def _station_name(catalogue: Catalogue, station: str) -> str:
    found = catalogue.stations.get(station)
    return found.name if found else station


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteDraft:
    """A rule as it stands in the form; hours as they are typed, empty for always."""

    station: str
    of: str
    option: str
    room: str
    mode: str
    start: str
    end: str
    active: bool


def route_draft(route: RouteSet) -> RouteDraft:
    """The form of a rule as stored."""
    always = (route.start, route.end) == (0, DAY)
    return RouteDraft(
        station=route.station,
        of=route.of,
        option=route.option,
        room=route.room,
        mode=route.mode,
        start="" if always else time_of(route.start),
        end="" if always else time_of(route.end % DAY),
        active=route.active,
    )


def route_errors(draft: RouteDraft, catalogue: Catalogue) -> dict[str, str]:
    """Field -> what is wrong with it."""
    errors = {}
    if draft.station not in catalogue.stations:
        errors["station"] = tr("Choisissez un poste")
    elif draft.of == draft.station:
        errors["station"] = tr("C'est déjà leur poste")
    hours = (draft.start.strip(), draft.end.strip())
    for name, text in zip(("start", "end"), hours, strict=True):
        if (text or any(hours)) and minute_of(text) is None:
            errors[name] = tr("Par exemple 18:30")
    if not errors and hours[0] and hours[0] == hours[1]:
        errors["end"] = tr("La même heure : laissez vide pour toujours")
    return errors


def route_of(draft: RouteDraft, stored: RouteSet) -> RouteSet:
    """The rule as the form says, once it has no errors."""
    start, end = minute_of(draft.start.strip()), minute_of(draft.end.strip())
    always = start is None or end is None
    return replace(
        stored,
        station=draft.station,
        of=draft.of,
        option=draft.option,
        room=draft.room,
        mode=draft.mode,
        start=0 if always else start or 0,
        end=DAY if always else end or DAY,
        active=draft.active,
    )


def station_entries(catalogue: Catalogue, any_words: str = "") -> tuple[Entry, ...]:
    """The stations, after the entry for any when it has words."""
    entries = tuple(Entry(s.id, s.name) for s in ranked(catalogue))
    return (Entry(_ANY, any_words), *entries) if any_words else entries


def option_entries(catalogue: Catalogue) -> tuple[Entry, ...]:
    """Every answer with its question: "Cuisson : Saignant"; an answer of two questions
    once."""
    found: dict[str, str] = {}
    for group in sorted(catalogue.groups.values(), key=lambda g: g.name.casefold()):
        for option in group.options:
            words = tr("{group} : {option}", group=group.name, option=option.name)
            found.setdefault(option.id, words)
    return (
        Entry(_ANY, tr("Toutes les réponses")),
        *(Entry(key, words) for key, words in found.items()),
    )


def room_entries(world: World) -> tuple[Entry, ...]:
    """The rooms in use."""
    rooms = sorted(world.floor.rooms.values(), key=lambda room: room.rank)
    found = (Entry(room.id, room.name) for room in rooms if room.active)
    return (Entry(_ANY, tr("Toutes les salles")), *found)


def mode_entries() -> tuple[Entry, ...]:
    """The service modes."""
    return (
        Entry(_ANY, tr("Tous les modes")),
        *(Entry(mode, mode_words(mode)) for mode in MODES),
    )


def next_rank(ranks: Iterable[int]) -> int:
    """The place behind all that are there."""
    return max(ranks, default=0) + 1

"""How this terminal stands with the others, in the strip and in words.

A terminal that is alone says nothing of a hub. A hub that is lost says what that means
for the person who sells. Source: interface principle 5.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.kitchen.screens import bearer, borrowed, shown, unseen
from app.domain.outlets import stand_in, station_owner, till_printer
from app.domain.terminals.events import DisplaySet
from app.domain.world import World
from app.presenters.kitchen.screens import display_words
from app.presenters.kitchen.tickets import gaps, last_tickets, ticket_words
from app.services.ports import NetworkStatus
from resources.texts import tr, trn
from widgets.problem_stack import Problem
from widgets.state_strip import StripItem

_REASONS = {
    "revoked": "il a été révoqué",
    "unknown": "il n'est pas connu du hub",
    "site": "ce hub est celui d'un autre restaurant",
    "environment": "ce hub est d'un autre environnement",
    "busy": "le hub ne peut rien enregistrer",
    "house": "il ne peut rien enregistrer",
    "proof": "le hub ou lui n'a pas prouvé qui il est",
    "form": "ce qui répond ne parle pas comme un hub",
    "TOO_NEW": "le hub attend une mise à jour",
    "FORK": "il vient d'une ancienne sauvegarde, joignez-le comme un nouveau",
}


@dataclass(frozen=True, slots=True)
class NetworkView:
    """What the strip and the rows of problems show of the network."""

    items: tuple[StripItem, ...] = ()
    problems: tuple[Problem, ...] = ()


def present_network(
    world: World, status: NetworkStatus, terminal: str = "", now_ms: int = 0
) -> NetworkView:
    """The hub, carried here or linked, and what its loss means for who stands at this
    terminal: a cook compares the last tickets on the screen with those on paper.

    Args:
        now_ms: when, for screens that owe a proof; 0 asks for none.
    """
    carried = world.terminals.hub
    nobody = carried is not None and not carried.chain
    if status.link == "none" or (
        status.link == "seeking" and nobody and not world.terminals.several
    ):
        return NetworkView()
    if status.link == "carrying" or hub_takes(status):
        words = _hub(world, status)
        if status.link == "carrying":
            count = len(status.connected)
            words = trn(count, "Hub · {n} terminal", "Hub · {n} terminaux")
        items = (StripItem("network", "hub", words, "fine"),)
        problems = (
            *_owners_gone(world, status, terminal),
            *_screens_gone(world, status, now_ms),
            *_gaps(world, status),
        )
        return NetworkView(items, problems)
    if status.link == "seeking":
        problem = Problem(
            "network",
            "warning",
            "link_off",
            tr("Aucune machine ne porte le hub") if nobody else lost_words(status),
            _without_hub(world, terminal),
            tr("Voir"),
            "hub",
        )
        return NetworkView(
            (StripItem("network", "link_off", tr("Sans hub"), "lost"),), (problem,)
        )
    why = refused_words(status)
    problem = Problem(
        "network",
        "danger",
        "link_off",
        tr("Le hub refuse ce terminal : {why}", why=why),
        tr("On peut vendre ici ; rien ne part vers les autres terminaux."),
        tr("Voir"),
        "hub",
    )
    return NetworkView(
        (StripItem("network", "link_off", tr("Hub : refusé"), "lost"),), (problem,)
    )


def _without_hub(world: World, terminal: str) -> str:
    known = world.terminals.known.get(terminal)
    if known is None or known.role != "kitchen":
        usual = tr(
            "On vend, on encaisse et on imprime comme d'habitude. Les autres écrans "
            "ne voient rien de nouveau jusqu'à son retour."
        )
        return " ".join([usual, *_tickets_away(world, terminal)])
    stations = sorted(world.catalogue.stations.values(), key=lambda s: s.rank)
    last = {s.name: last_tickets(world, s.id) for s in stations if s.screen}
    words = [f"{name} {', '.join(found)}" for name, found in last.items() if found]
    return tr(
        "Les bons arrivent sur papier. Derniers reçus ici : {numbers}.",
        numbers=" · ".join(words) or tr("aucun"),
    )


def _gaps(world: World, status: NetworkStatus) -> Iterator[Problem]:
    """Kitchen tickets that were issued elsewhere and did not come."""
    for chain, missing in gaps(world, status):
        yield Problem(
            f"network:{chain}",
            "danger",
            "sync_problem",
            tr(
                "Bons de {terminal} qui manquent ici : {which}",
                terminal=terminal_words(world, chain),
                which=missing,
            ),
            tr("Faites-les dire par la salle : cet écran ne les montre pas."),
            tr("Voir"),
            "hub",
        )


def _owners_gone(
    world: World, status: NetworkStatus, terminal: str
) -> Iterator[Problem]:
    """Terminals that are away though papers of this one come out there."""
    for chain in world.terminals.known:
        if not terminal_gone(status, chain):
            continue
        effects = list(_tickets_away(world, terminal, chain))
        receipts = world.settings.devices.get(till_printer(world, terminal))
        if receipts is not None and world.owner(receipts) == chain:
            effects.append(tr("Les tickets de caisse attendent."))
        if effects:
            yield Problem(
                f"network:{chain}",
                "warning",
                "print_error",
                tr(
                    "{terminal} ne répond plus : ses imprimantes non plus",
                    terminal=terminal_words(world, chain),
                ),
                " ".join(effects),
                tr("Voir"),
                "hub",
            )


def _tickets_away(world: World, terminal: str, owner: str = "") -> Iterator[str]:
    """Where tickets come out whose printers other terminals drive, or this one."""
    stations = sorted(world.catalogue.stations.values(), key=lambda s: s.rank)
    for station in stations:
        drives = station_owner(world, station.id)
        if drives in ("", terminal) or owner not in ("", drives):
            continue
        instead = world.settings.devices.get(stand_in(world, station.id, terminal))
        if instead is None:
            yield tr("Les bons de {station} attendent.", station=station.name)
        else:
            yield tr(
                "Les bons de {station} sortent en secours sur {printer}.",
                station=station.name,
                printer=instead.name,
            )


def lost_words(status: NetworkStatus) -> str:
    """That the hub does not answer, and since when nothing was heard of it."""
    if not status.since:
        return tr("Le hub ne répond pas")
    return tr("Plus rien du hub depuis {time}", time=status.since[11:16])


def refused_words(status: NetworkStatus) -> str:
    """Why the hub takes nothing of this terminal."""
    return tr(_REASONS.get(status.reason, "sa chaîne n'est pas reprise"))


def _hub(world: World, status: NetworkStatus) -> str:
    known = world.terminals.known.get(status.hub)
    return tr("Hub · {name}", name=known.name if known else status.hub)


def terminal_words(world: World, chain: str) -> str:
    """What people call a terminal: "Bar"; "Caisse 2" where nobody named it."""
    known = world.terminals.known.get(chain)
    return known.name if known else tr("Caisse {number}", number=chain.lstrip("C"))


def hub_takes(status: NetworkStatus) -> bool:
    """Whether a hub on another machine takes what is written here."""
    return status.link == "linked" and not status.reason


def terminal_reached(status: NetworkStatus, terminal: str) -> bool:
    """Whether a terminal sees what is written here, as far as is known."""
    if status.link == "carrying":
        return terminal in status.connected
    return hub_takes(status) and not terminal_gone(status, terminal)


def terminal_heard(status: NetworkStatus, terminal: str) -> bool:
    """Whether what a terminal wrote is here, as far as is known."""
    if status.link == "carrying":
        return terminal in status.connected
    return status.link == "none" or (hub_takes(status) and status.level)


def terminal_gone(status: NetworkStatus, terminal: str) -> bool:
    """Whether it is known that a terminal is not there: only the hub knows it."""
    asked = status.link == "carrying" or hub_takes(status)
    return asked and status.whole and terminal not in _connected(status)


def tickets_told(
    world: World, status: NetworkStatus, terminal: str, station: str
) -> str:
    """What came of what was issued for a station; "" for all stations together."""
    if station not in world.catalogue.stations:
        return ""
    silent = silent_chains(world, status, terminal)
    return ticket_words(world, terminal, station, status, silent)


def silent_chains(world: World, status: NetworkStatus, terminal: str) -> set[str]:
    """The other terminals that are not heard: nobody knows what they write."""
    others = {c for c, t in world.terminals.known.items() if t.active and c != terminal}
    if status.link == "none":
        return set()
    if status.link == "carrying" or hub_takes(status):
        return {chain for chain in others if terminal_gone(status, chain)}
    return others


def _connected(status: NetworkStatus) -> set[str]:
    return {*status.connected, *status.lately, status.hub}


def _there(world: World, status: NetworkStatus) -> set[str]:
    """Who is there, with this machine where it carries the hub."""
    hub = world.terminals.hub
    here = {hub.chain} if hub is not None and status.link == "carrying" else set[str]()
    return _connected(status) | here


def screens_reached(
    world: World, status: NetworkStatus, station: str, now_ms: int = 0
) -> bool:
    """Whether a screen of the kitchen shows what is written here for a station.

    Alone, the screen is a window of this machine. The hub knows which terminals are
    there; to another one it says so.
    """
    if status.link == "none":
        return True
    if status.link != "carrying" and not (hub_takes(status) and status.whole):
        return hub_takes(status)
    there = _there(world, status)
    screens = world.terminals.screens()
    return not screens or shown(world, station, there.__contains__, now_ms)


def present_terminals(world: World, status: NetworkStatus) -> set[str]:
    """The terminals that are there, as the hub knows it or says it; all of them where
    nobody can say."""
    asked = status.link == "carrying" or hub_takes(status)
    if not asked or not status.whole:
        return set(world.terminals.known)
    return _there(world, status)


def screens_lent(
    world: World, status: NetworkStatus, terminal: str, now_ms: int = 0
) -> list[DisplaySet]:
    """The lost screens whose tickets the screen of a terminal shows meanwhile."""
    there = present_terminals(world, status)
    return borrowed(world, terminal, there.__contains__, now_ms)


def _screens_gone(
    world: World, status: NetworkStatus, now_ms: int
) -> Iterator[Problem]:
    """Screens of the kitchen that are away or show nothing any more, and where their
    tickets are to be seen."""
    there = present_terminals(world, status)
    for chain, display in world.terminals.screens().items():
        stand_in = bearer(world, chain, there.__contains__, now_ms)
        if stand_in == chain:
            continue
        if stand_in:
            effect = tr(
                "Ses bons s'affichent sur l'écran {screen} jusqu'à son retour.",
                screen=terminal_words(world, stand_in),
            )
        elif unseen(world, chain, there.__contains__, now_ms):
            effect = tr("Ses bons sont sur papier et sur tous les écrans de cuisine.")
        else:
            effect = tr("Ses bons sortent sur papier jusqu'à son retour.")
        lost = tr("L'écran {screen} ne répond plus : {station}")
        blind = tr("L'écran {screen} ne montre plus ses bons : {station}")
        yield Problem(
            f"network:screen:{chain}",
            "warning",
            "desktop_windows",
            (blind if chain in there else lost).format(
                screen=terminal_words(world, chain),
                station=display_words(world, display.station),
            ),
            effect,
            tr("Voir"),
            "hub",
        )

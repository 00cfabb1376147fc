"""Deciding about terminals: enrolling, naming, revoking; carrying the hub; sites."""

from dataclasses import replace
from typing import Final

from app.domain.catalogue.marks import LANGUAGES
from app.domain.kitchen.screens import SERVING
from app.domain.terminals.events import (
    HEAD_OFFICE,
    DisplaySet,
    HubSet,
    LimitsSet,
    SiteSet,
    TerminalEvent,
    TerminalLocated,
    TerminalSet,
    UpstreamSet,
)
from app.domain.vocabulary import RIGHTS, Context, Refusal, command, need
from app.domain.world import World

Decision = tuple[TerminalEvent, ...] | Refusal

ROLES = ("pos", "kitchen", "floor", "admin", "pickup", "hub")
MAX_NAME = 40

OFFICE: Final = Refusal("of_head_office", "Cela vient du siège, et se change au siège.")


@command
class EnrolTerminal:
    """Let a terminal exchange entries; its key proves who it is from now on."""

    chain: str
    x: str
    y: str
    name: str
    role: str


@command
class ChangeTerminal:
    """Give a terminal another name or role."""

    chain: str
    name: str
    role: str


@command
class RevokeTerminal:
    """Shut a terminal out: stolen, sold, broken."""

    chain: str


@command
class SayWhere:
    """Tell the others where this terminal is found, should it carry the hub one day.

    Args:
        addresses: of its machine, the likeliest first.
    """

    addresses: tuple[str, ...]


@command
class CarryHub:
    """This terminal carries the hub (or, without addresses, no longer).

    Args:
        site: id of the restaurant, made by whoever carries the hub first.
    """

    site: str
    addresses: tuple[str, ...]


@command
class AttachTo:
    """Attach this restaurant to a head office, which becomes a terminal of it.

    Detaching is revoking that terminal.

    Args:
        chain, x, y: name of the chain that the head office writes here, and its key.
        name: of the head office.
        address: of its hub, "host:port".
    """

    chain: str
    x: str
    y: str
    name: str
    address: str


@command
class MoveUpstream:
    """The head office of this restaurant is found at another address from now on; its
    key stays what it was, so nobody else is taken for it."""

    address: str


@command
class SetSite:
    """Give a site of this head office a name, or let go of it."""

    site: str
    name: str
    active: bool = True


@command
class SetDisplay:
    """Say what a kitchen's screen shows, and which one stands in for it."""

    event: DisplaySet


@command
class SetLimits:
    """Say what nobody may do at a terminal: a bar's tablet closes no day.

    Args:
        barred: rights; somewhere a terminal has to stay that may change it back.
    """

    chain: str
    barred: frozenset[str]


TerminalCommand = (
    EnrolTerminal
    | ChangeTerminal
    | RevokeTerminal
    | SayWhere
    | CarryHub
    | AttachTo
    | MoveUpstream
    | SetSite
    | SetDisplay
    | SetLimits
)

_Named = EnrolTerminal | ChangeTerminal | AttachTo | SetSite


def decide(world: World, command: TerminalCommand, context: Context) -> Decision:
    """What changed about the terminals, or why it cannot."""
    refused = need(context, "device.edit", "Les terminaux demandent un responsable.")
    if refused:
        return refused
    if isinstance(command, SayWhere):
        told = TerminalLocated(chain=context.terminal, addresses=command.addresses)
        before = world.terminals.located.get(told.chain)
        return () if told.addresses == before else (told,)
    if isinstance(command, CarryHub):
        return _carry(world, command, context)
    if isinstance(command, RevokeTerminal):
        return _revoke(world, command, context)
    if not isinstance(command, _Named):
        return _other(world, command)
    name = command.name.strip()
    if not name or len(name) > MAX_NAME:
        return Refusal("terminal_name", "Donnez un nom de 1 à 40 caractères.")
    if isinstance(command, SetSite):
        site = SiteSet(site=command.site, name=name, active=command.active)
        return () if site == world.terminals.sites.get(command.site) else (site,)
    if isinstance(command, AttachTo):
        return _attach(world, command, name)
    known = world.terminals.known.get(command.chain)
    of_head_office = known is not None and known.role == HEAD_OFFICE
    if of_head_office or command.role not in ROLES:
        return Refusal("terminal_role", "Ce rôle n'existe pas.")
    if isinstance(command, ChangeTerminal):
        if known is None:
            return _unknown()
        return (replace(known, name=name, role=command.role),)
    if known is not None and (known.x, known.y) != (command.x, command.y):
        return Refusal("terminal_taken", "Ce nom de caisse est déjà pris.")
    return (
        TerminalSet(
            chain=command.chain, x=command.x, y=command.y, name=name, role=command.role
        ),
    )


def _other(world: World, command: MoveUpstream | SetDisplay | SetLimits) -> Decision:
    if isinstance(command, MoveUpstream):
        return _move(world, command)
    if isinstance(command, SetLimits):
        return _limit(world, command)
    return _show(world, command.event)


def _limit(world: World, command: SetLimits) -> Decision:
    known = world.terminals.known.get(command.chain)
    if known is None or known.role == HEAD_OFFICE:
        return _unknown()
    if not command.barred <= RIGHTS.keys():
        return Refusal("right_unknown", "Un de ces droits n'existe pas.")
    others = (
        t
        for t in world.terminals.known.values()
        if t.chain != command.chain and t.active and t.role in ROLES and t.role != "hub"
    )
    kept = any("device.edit" not in world.terminals.barred(t.chain) for t in others)
    if "device.edit" in command.barred and not kept:
        return Refusal(
            "last_terminal", "Il faut au moins un terminal où l'on règle le matériel."
        )
    if command.barred == world.terminals.barred(command.chain):
        return ()
    return (LimitsSet(chain=command.chain, barred=tuple(sorted(command.barred))),)


def _show(world: World, display: DisplaySet) -> Decision:
    screens = world.terminals.screens()
    if display.chain not in screens:
        return _unknown()
    stations = ("", SERVING, *world.catalogue.stations)
    if display.station not in stations:
        return Refusal("station_unknown", "Choisissez un poste.")
    if display.stand_in and display.stand_in not in screens.keys() - {display.chain}:
        return Refusal("stand_in_invalid", "Choisissez un autre écran de cuisine.")
    if display.language not in ("", *LANGUAGES):
        return Refusal("language_unknown", "Choisissez une autre langue.")
    return () if display == world.terminals.displays.get(display.chain) else (display,)


def _revoke(world: World, command: RevokeTerminal, context: Context) -> Decision:
    known = world.terminals.known.get(command.chain)
    if known is None:
        return _unknown()
    if command.chain == context.terminal:
        return Refusal("terminal_own", "Un terminal ne se révoque pas lui-même.")
    hub = world.terminals.hub
    if hub is not None and hub.chain == command.chain:
        # Those that are linked to it would never learn of it.
        return Refusal("terminal_hub", "Il porte le hub : prenez-le d'abord ailleurs.")
    if not known.active:
        return ()
    upstream = world.terminals.upstream
    if upstream is not None and upstream.chain == command.chain:
        return replace(known, active=False), replace(upstream, chain="", address="")
    return (replace(known, active=False),)


def _attach(world: World, command: AttachTo, name: str) -> Decision:
    hub, upstream = world.terminals.hub, world.terminals.upstream
    if hub is None:
        return Refusal("hub_missing", "Portez d'abord le hub sur cette machine.")
    known = world.terminals.known.get(command.chain)
    if known is not None and (known.x, known.y, known.role) != (
        *(command.x, command.y),
        HEAD_OFFICE,
    ):
        return Refusal("terminal_taken", "Ce nom de caisse est déjà pris.")
    member = TerminalSet(
        chain=command.chain, x=command.x, y=command.y, name=name, role=HEAD_OFFICE
    )
    told = UpstreamSet(
        site=hub.site, chain=command.chain, name=name, address=command.address
    )
    facts: list[TerminalEvent] = []
    if upstream is not None and upstream.chain != command.chain:
        former = world.terminals.known[upstream.chain]
        facts.append(replace(former, active=False))
    if member != known:
        facts.append(member)
    if told != upstream:
        facts.append(told)
    return tuple(facts)


def _move(world: World, command: MoveUpstream) -> Decision:
    upstream, address = world.terminals.upstream, command.address.strip()
    if upstream is None:
        return Refusal("upstream_missing", "Ce restaurant n'a pas de siège.")
    if not address:
        return Refusal("address_missing", "Donnez l'adresse du siège.")
    return () if address == upstream.address else (replace(upstream, address=address),)


def _carry(world: World, command: CarryHub, context: Context) -> Decision:
    hub = world.terminals.hub
    if hub is not None and command.site != hub.site:
        return Refusal("site_other", "Ce terminal appartient à un autre restaurant.")
    chain = context.terminal if command.addresses else ""
    if not chain and hub is not None and hub.chain != context.terminal:
        return ()  # another one carries it by now
    told = HubSet(site=command.site, chain=chain, addresses=command.addresses)
    return () if told == hub else (told,)


def _unknown() -> Refusal:
    return Refusal("terminal_unknown", "Ce terminal n'est pas connu.")


def sites_refusal(world: World, sites: tuple[str, ...] | None) -> Refusal | None:
    """Why something cannot be for these sites of the head office alone, None if it can."""
    if sites is None or set(sites) <= world.terminals.sites.keys():
        return None
    return Refusal("site_unknown", "Cet établissement n'est pas connu.")

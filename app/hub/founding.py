"""The first hub of a restaurant: the terminal that carries it founds the site."""

from collections.abc import Sequence

from app.domain.rules import Command
from app.domain.terminals.decide import CarryHub, EnrolTerminal
from app.domain.vocabulary import Refusal
from app.hub.node import Node
from app.hub.places import own_addresses, place_at
from app.services.house import Actor
from app.services.ids import new_id
from db.reading import keyring

MOST_ADDRESSES = 8


def carry(
    node: Node,
    port: int,
    actor: Actor,
    *,
    name: str,
    role: str,
    hosts: Sequence[str] = (),
) -> Refusal | None:
    """Says in the journal that this terminal carries the hub; founds the site first.

    Called in the thread of the house, once the hub listens.

    Args:
        name, role: of this terminal, where it is not enrolled yet.
        hosts: its addresses, where others know them better than this machine.

    Returns:
        why not, in words.

    Raises:
        JournalError: nothing was written.
    """
    house = node.house
    addresses = tuple(place_at(host, port) for host in hosts or own_addresses())
    hub = house.world.terminals.hub
    if house.database.shared and hub is not None:  # terminals may come to any of them
        others = tuple(address for address in hub.addresses if address not in addresses)
        addresses = (*addresses, *others)[:MOST_ADDRESSES]
    commands: list[Command] = [
        CarryHub(site=node.site_id or new_id(), addresses=addresses)
    ]
    if node.chain not in house.world.terminals.known:
        key = keyring(house.database, node.chain).keys[0][1]  # whatever it led to
        enrolment = EnrolTerminal(
            chain=node.chain, x=key["x"], y=key["y"], name=name, role=role
        )
        commands.insert(0, enrolment)
    for command in commands:
        done = house.run(command, actor)
        if isinstance(done, Refusal):
            return done
    return None


def put_down(node: Node, actor: Actor) -> Refusal | None:
    """Says that this terminal no longer carries the hub."""
    done = node.house.run(CarryHub(site=node.site_id, addresses=()), actor)
    return done if isinstance(done, Refusal) else None

"""The hub goes, another terminal takes it over, the first one returns."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from queue import Queue

import pytest
from hub_kit import MANAGER, Machine, machine, paired, soon

from app import network
from app.domain.orders.commands import OpenOrder
from app.domain.settings import SettingSet
from app.domain.terminals.decide import RevokeTerminal
from app.domain.till.decide import OpenTill
from app.domain.vocabulary import Refusal
from app.hub.server import Hub, PortTakenError
from app.network import NetworkRoom

pytestmark = [pytest.mark.logs, pytest.mark.usefixtures("caplog")]


class Room(NetworkRoom):
    """The real room on a machine of its own: any port, and found without multicast."""

    street: "Street"

    def _served(self, port: int) -> Hub:
        host = self.street.host_of(self._node.chain)
        hub = Hub(
            self._node,
            self._opened.profile.keys,
            self._opened.pepper,
            port=port if self.street.numbered else 0,
            host=host,
            changed=self._tell,
        )
        hub.start()
        return hub

    def _announce(self) -> None:
        """The street knows."""

    def _addresses(self) -> list[str]:
        own = {f"127.0.0.1:{self._hub.port}"} if self._hub else set()
        return [
            a for a in [*super()._addresses(), *self.street.places()] if a not in own
        ]


class Street:
    """Three machines of a restaurant, their rooms, and one clock for all.

    Attributes:
        apart: nobody tells them where hubs are.
        numbered: each machine has a loopback address of its own, and says so.
        moved: the address that all have by now, "" for none.
    """

    def __init__(self, stack: ExitStack) -> None:
        self.stack = stack
        self.seconds = 0.0
        self.machines: list[Machine] = []
        self.rooms: dict[str, Room] = {}
        self.apart = self.numbered = False
        self.moved = ""

    def host_of(self, chain: str) -> str:
        return f"127.0.1.{chain.lstrip('C')}" if self.numbered else "127.0.0.1"

    def hosts_of(self, chain: str) -> list[str]:
        return [self.moved or self.host_of(chain), "127.0.0.1"]

    def places(self) -> list[str]:
        hubs = [room._hub for room in self.rooms.values() if not self.apart]
        return [f"127.0.0.1:{hub.port}" for hub in hubs if hub]

    def switch_on(self, machine: Machine) -> Room:
        chain = machine.house.terminal
        room = Room(
            machine.opened,
            machine._thread.submit,  # type: ignore[arg-type]
            clock=lambda: self.seconds,
            hosts=lambda: self.hosts_of(chain),
        )
        room.street = self
        self.rooms[chain] = room
        machine.ask(room.start)
        self.stack.callback(self.switch_off, machine)
        return room

    def switch_off(self, machine: Machine) -> None:
        room = self.rooms.pop(machine.house.terminal, None)
        if room is not None:
            machine.ask(room.stop)

    def carry(self, machine: Machine, port: int = 0) -> None:
        heard: Queue[str] = Queue()
        room = self.rooms[machine.house.terminal]
        machine.ask(lambda: room.carry(MANAGER, heard.put, (port,)))
        assert heard.get(timeout=20) == ""

    def linked(self, chain: str, hub: str) -> None:
        room = self.rooms[chain]
        soon(lambda: (room.status().link, room.status().hub) == ("linked", hub))

    def standing(self, chain: str) -> str:
        return self.rooms[chain].status().link

    def agree(self) -> None:
        first, *others = self.machines
        soon(lambda: all(other.vector == first.vector for other in others))


@pytest.fixture
def street(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Street]:
    monkeypatch.setattr(network, "_BEAT_S", 0.05)
    with ExitStack() as stack:
        yield opened_street(Street(stack), tmp_path)


def opened_street(street: Street, folder: Path, port: int = 0) -> Street:
    """C1 carries the hub; C2 and C3 are linked; who takes over waits a minute."""
    stack = street.stack
    one = stack.enter_context(machine(folder / "one"))
    street.machines.append(one)
    street.switch_on(one)
    street.carry(one, port)
    one.ask(
        lambda: one.house.record([SettingSet(key="hub.takeover", value="1")], MANAGER)
    )
    for name in ("two", "three"):
        hub = street.rooms["C1"]._hub
        assert hub
        code = hub.desk.open(name, "pos", MANAGER).code
        paired(folder / name, hub, code, street.host_of("C1"))
        street.machines.append(stack.enter_context(machine(folder / name)))
        street.switch_on(street.machines[-1])
    street.linked("C2", "C1")
    street.linked("C3", "C1")
    street.agree()
    return street


def sell(machine: Machine) -> None:
    machine.do(OpenTill(coins=()))
    machine.do(OpenOrder(table="t12", covers=2))


def test_every_terminal_knows_where_a_telephone_finds_the_hub(street: Street) -> None:
    hub = street.rooms["C1"]._hub
    assert hub
    place = f"127.0.0.1:{hub.port}"
    soon(lambda: street.rooms["C2"].status().address == place)
    assert street.rooms["C1"].status().address == place
    street.switch_off(street.machines[0])
    soon(lambda: street.rooms["C2"].status().address == "")  # nobody answers there


def test_the_first_of_two_takes_over_and_the_old_hub_becomes_a_terminal(
    street: Street,
) -> None:
    one, two, three = street.machines
    street.switch_off(one)
    for each in street.machines:
        sell(each)  # nobody needs a hub for that
    soon(lambda: {street.standing("C2"), street.standing("C3")} == {"seeking"})
    street.seconds += 61

    soon(lambda: street.standing("C2") == "carrying")
    street.linked("C3", "C2")
    soon(lambda: three.vector == two.vector)

    street.switch_on(one)  # it believes that it carries the hub
    street.linked("C1", "C2")
    street.agree()
    assert len(two.house.world.book.orders) == 3
    assert street.standing("C2") == "carrying"


def test_of_two_that_took_over_apart_the_later_stands(street: Street) -> None:
    one, two, three = street.machines
    street.switch_off(one)
    street.apart = True
    soon(lambda: {street.standing("C2"), street.standing("C3")} == {"seeking"})
    street.seconds += 121  # both turns are over
    soon(lambda: street.standing("C2") == "carrying")
    soon(lambda: street.standing("C3") == "carrying")
    sell(two)
    sell(three)
    found = (m.house.journal.entries(stream="hub") for m in (two, three))
    last = max((e.hlc, e.chain) for entries in found for e in entries)[1]

    street.apart = False
    street.switch_on(one)

    others = {"C1", "C2", "C3"} - {last}
    for chain in others:
        street.linked(chain, last)
    street.agree()
    assert street.standing(last) == "carrying"
    assert len(one.house.world.book.orders) == 2


def test_nobody_takes_over_from_a_hub_that_was_put_down_or_unless_it_is_wanted(
    street: Street,
) -> None:
    one, two, _ = street.machines
    one.ask(
        lambda: one.house.record([SettingSet(key="hub.takeover", value="0")], MANAGER)
    )
    street.agree()
    street.switch_off(one)
    soon(lambda: street.standing("C2") == "seeking")
    street.seconds += 86_400
    rounds: Queue[None] = Queue()
    for _ in range(3):
        street.rooms["C2"]._worker.submit(street.rooms["C2"]._look_after)
    street.rooms["C2"]._worker.submit(rounds.put, None)
    rounds.get(timeout=20)
    assert two.house.world.terminals.hub.chain == "C1"  # type: ignore[union-attr]


def test_a_hub_is_taken_over_before_it_is_revoked(street: Street) -> None:
    _, two, three = street.machines
    revoke = RevokeTerminal(chain="C1")
    refused = two.ask(lambda: two.house.run(revoke, MANAGER))
    assert isinstance(refused, Refusal)
    assert refused.code == "terminal_hub"

    street.carry(two)
    street.linked("C1", "C2")
    street.linked("C3", "C2")
    two.do(revoke)

    soon(lambda: street.standing("C1") == "turned_away")
    soon(lambda: three.vector == two.vector)
    street.linked("C3", "C2")


def test_a_terminal_joins_at_a_hub_that_did_not_found_the_restaurant(
    street: Street, tmp_path: Path
) -> None:
    one, two, _ = street.machines
    street.carry(two)
    street.linked("C1", "C2")
    two.do(RevokeTerminal(chain="C1"))  # what it wrote stands
    street.switch_off(one)
    hub = street.rooms["C2"]._hub
    assert hub
    paired(tmp_path / "four", hub, hub.desk.open("Bar", "pos", MANAGER).code)
    with machine(tmp_path / "four") as four:
        link = four.links()
        soon(link.level.is_set)
        soon(lambda: four.vector == two.vector)
        assert link.status.hub == "C2"
        link.stop()


def test_an_heir_that_never_carried_the_hub_is_found_without_multicast(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network, "_BEAT_S", 0.05)
    with ExitStack() as stack:
        street = Street(stack)
        street.apart = street.numbered = True
        with socket.create_server(("127.0.1.1", 0)) as free:
            port: int = free.getsockname()[1]
        one, two, three = opened_street(street, tmp_path, port).machines
        soon(lambda: set(three.house.world.terminals.located) == {"C1", "C2", "C3"})
        soon(lambda: set(one.house.world.terminals.located) == {"C1", "C2", "C3"})
        street.switch_off(one)
        soon(lambda: {street.standing("C2"), street.standing("C3")} == {"seeking"})
        street.seconds += 61

        soon(lambda: street.standing("C2") == "carrying")
        street.linked("C3", "C2")
        street.switch_on(one)
        street.linked("C1", "C2")
        assert two.house.world.terminals.located["C2"] == ("127.0.1.2",)


def test_a_hub_that_moved_says_where_it_is(street: Street) -> None:
    two = street.machines[1]
    street.moved = "192.0.2.7"

    def known() -> bool:
        hub = two.house.world.terminals.hub
        return hub is not None and hub.addresses[0].startswith("192.0.2.7:")

    soon(known)


def test_a_hub_whose_port_is_taken_is_carried_once_it_is_free(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, *_ = street.machines
    street.switch_off(one)
    taken: list[bool] = [True]
    serve = Room._served

    def served(room: Room, port: int) -> Hub:
        if taken:
            raise PortTakenError(port)
        return serve(room, port)

    monkeypatch.setattr(Room, "_served", served)
    street.switch_on(one)
    alarms = one.house.world.settings.alarms
    soon(lambda: "HUB_FAILED" in alarms)
    assert alarms["HUB_FAILED"][0].startswith(
        "Caisse 1 : Le port "
    )  # others see it too
    taken.clear()
    soon(lambda: street.standing("C1") == "carrying")
    street.linked("C2", "C1")
    soon(lambda: "HUB_FAILED" not in one.house.world.settings.alarms)
    codes = [
        e.data["code"] for e in one.house.journal.entries(types=["event.recorded"])
    ]
    assert codes.count("HUB_FAILED") == 1

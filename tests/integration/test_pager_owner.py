"""Two tills and one transmitter: whoever drives it pages, for both, and only once."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hub_kit import Machine, pair_of_machines, soon

from app.devices import DeviceRoom
from app.domain.rules import SetDevice
from app.domain.settings import DeviceSet
from app.domain.staff.decide import CallStaff, SetPager
from app.domain.staff.events import PagerSet
from app.rooms.pager import PagerRoom
from hardware.pagers.simulator import SocketTransmitter


class Till:
    """A machine, and what it drives while it is switched on."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        spool, post = machine.opened.profile.spool, machine.node.post
        self.room = DeviceRoom(machine.house, spool, post, lambda: None, "Sotto test")
        self.pagers = PagerRoom(machine.house, self.room.counter, lambda words: None)
        machine.ask(self.room.start)
        machine.ask(self.pagers.start)

    def look(self) -> None:
        self.machine.ask(self.pagers.look)

    def switch_off(self) -> None:
        self.machine.ask(self.pagers.stop)
        self.machine.ask(self.room.stop)

    def set_up(self, address: str, owner: str) -> None:
        event = DeviceSet(
            id="pagers",
            kind="pager",
            name="Salle",
            profile="tap_8n1",
            address=address,
            terminal=owner,
        )
        self.machine.do(SetDevice(event=event))


@pytest.fixture
def peer() -> Iterator[SocketTransmitter]:
    made = SocketTransmitter()
    yield made
    made.stop()


@pytest.fixture
def tills(tmp_path: Path) -> Iterator[tuple[Till, Till]]:
    with pair_of_machines(tmp_path) as (one, two), ExitStack() as stack:
        one.do(SetPager(event=PagerSet(person="lea", number="14")))
        two.links()
        soon(lambda: two.vector == one.vector)
        made = Till(one), Till(two)
        for till in made:
            stack.callback(till.switch_off)
        yield made


def test_the_till_that_drives_the_transmitter_pages_for_both(
    tills: tuple[Till, Till], peer: SocketTransmitter
) -> None:
    one, two = tills
    one.set_up(peer.address, owner="C2")
    soon(lambda: two.room.counter.pages("pagers"))
    assert not one.room.counter.has("pagers")
    one.machine.do(CallStaff(who="lea"))
    two.machine.do(CallStaff(who="lea", table="t1"))
    soon(lambda: two.look() or len(peer.brain.shown) == 2)
    one.look()
    two.look()
    soon(lambda: one.machine.vector == two.machine.vector)
    entries = list(one.machine.house.journal.entries(types=["staff.paged"]))
    assert [entry.chain for entry in entries] == ["C2", "C2"]
    assert len(peer.brain.shown) == 2


def test_where_each_drives_it_whoever_called_pages(
    tills: tuple[Till, Till], peer: SocketTransmitter
) -> None:
    one, two = tills
    one.set_up(peer.address, owner="")
    soon(lambda: one.room.counter.pages("pagers") and two.room.counter.pages("pagers"))
    one.machine.do(CallStaff(who="lea"))
    soon(lambda: one.look() or len(peer.brain.shown) == 1)
    soon(lambda: one.machine.vector == two.machine.vector)
    two.look()
    (entry,) = two.machine.house.journal.entries(types=["staff.paged"])
    assert entry.chain == "C1"
    assert len(peer.brain.shown) == 1

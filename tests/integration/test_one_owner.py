"""Two machines with their devices: the kitchen's printer is plugged in at the second one."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from hub_kit import Machine, pair_of_machines, soon

from app.devices import DeviceRoom
from app.domain.orders.commands import AddLine, OpenOrder, SendOrder
from app.domain.orders.events import OrderCreated
from app.domain.rules import SetDevice
from app.domain.settings import DeviceStateChanged
from app.domain.till.decide import OpenTill
from app.services.ports import ELSEWHERE, OWNER_GONE
from hardware.health import DeviceState

HOT = "chaud"


class Till:
    """A machine, and the devices that it drives while it is switched on."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.switch_on()

    def switch_on(self) -> None:
        machine = self.machine
        spool, post = machine.opened.profile.spool, machine.node.post
        self.room = DeviceRoom(machine.house, spool, post, lambda: None, "Sotto test")
        machine.ask(self.room.start)

    def switch_off(self) -> None:
        self.machine.ask(self.room.stop)

    def sends(self) -> None:
        created = self.machine.do(OpenOrder(mode="counter"))[0].event
        assert isinstance(created, OrderCreated)
        order = created.order
        self.machine.do(AddLine(order=order, article="bar_roti"))
        self.machine.do(SendOrder(order=order))

    @property
    def tickets(self) -> list[str]:
        """Who wrote the kitchen tickets that are out, and where they came out."""
        jobs = [job for job in self.room.papers() if job.kind == "kitchen"]
        return [f"{job.key.partition(':')[0]} {job.printer}" for job in jobs]


@pytest.fixture
def tills(tmp_path: Path) -> Iterator[tuple[Till, Till]]:
    with pair_of_machines(tmp_path) as (one, two), ExitStack() as stack:
        one.do(OpenTill(coins=()))
        hot = one.house.world.settings.devices[HOT]
        one.do(SetDevice(event=replace(hot, terminal=two.house.terminal)))
        two.links()
        soon(lambda: two.vector == one.vector)
        made = Till(one), Till(two)
        for till in made:
            stack.callback(till.switch_off)
        yield made


def test_a_printer_is_driven_and_printed_on_by_its_owner(
    tills: tuple[Till, Till],
) -> None:
    one, two = tills
    assert HOT not in one.room.simulated_printers
    away = one.room.healths()[HOT]
    assert (away.state, away.reasons) == (DeviceState.READY, {ELSEWHERE})
    soon(lambda: two.room.healths()[HOT].state is DeviceState.READY)
    one.sends()
    soon(lambda: two.tickets == ["C1 chaud"])

    empty = DeviceStateChanged(device=HOT, state="held", reasons=("paper_out",))
    two.machine.ask(lambda: two.machine.house.record([empty]))
    soon(lambda: one.room.healths()[HOT].reasons == {ELSEWHERE, "paper_out"})
    one.switch_off()
    one.switch_on()  # it is read in the journal again
    assert one.room.healths()[HOT].state is DeviceState.HELD
    one.room.owner_gone = lambda terminal: terminal == "C2"
    assert one.room.healths()[HOT].reasons == {ELSEWHERE, OWNER_GONE}

    two.switch_off()  # its journal goes on taking in, nobody prints
    one.sends()
    soon(lambda: two.machine.vector == one.machine.vector)
    two.switch_on()
    soon(lambda: two.tickets == ["C1 chaud"] * 2)
    assert one.tickets == []

    hot = one.machine.house.world.settings.devices[HOT]
    one.machine.do(SetDevice(event=replace(hot, terminal="C1")))
    soon(lambda: HOT not in two.room.driven_healths())
    soon(lambda: one.room.driven_healths()[HOT].state is DeviceState.READY)
    one.sends()
    soon(lambda: one.tickets == ["C1 chaud"])
    assert two.tickets == ["C1 chaud"] * 2

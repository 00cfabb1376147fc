"""Card terminals that are set otherwise while the till runs, or ends."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from gui_kit import demo_house
from pay_kit import ESPRESSOS, make_order

from app.card_terminals import CardTerminals
from app.domain.payments.commands import RequestCard
from app.domain.rules import SetDevice
from app.domain.vocabulary import Refusal
from app.services.house import Actor
from hardware.health import DeviceState
from hardware.terminals.serial_simulator import SimulatedConcert


def test_what_is_being_stopped_is_not_started(tmp_path: Path) -> None:
    """A change that was on its way when the till was closed."""
    later: list[Callable[[], None]] = []
    with demo_house(tmp_path) as opened:
        house = opened.house
        terminals = CardTerminals(
            house,
            opened.profile.spool,
            None,
            later.append,
            lambda function: function(),
            lambda: None,
            lambda event: None,
        )
        terminals.start()
        before = terminals.drivers["tpe1"]
        device = house.world.settings.devices["tpe1"]
        changed = replace(device, profile="concert_plus")
        house.run(SetDevice(event=changed), Actor("marc"))
        terminals.set_up()
        fresh = terminals.drivers["tpe1"]
        assert fresh is not before
        assert isinstance(terminals.simulated["tpe1"], SimulatedConcert)
        terminals.stop()
        for work in later:
            work()
        assert fresh.health().reasons == {"stopped"}
        assert before.health().reasons == {"stopped"}
        terminals.switch_off()


def test_a_terminal_that_serves_another_till_is_busy_not_lost(tmp_path: Path) -> None:
    """Many answer one till at a time: that is no outage, and nothing to be told."""
    with demo_house(tmp_path) as opened:
        house = opened.house
        terminals = CardTerminals(
            house,
            opened.profile.spool,
            None,
            lambda work: None,
            lambda function: function(),
            lambda: None,
            lambda event: None,
        )
        terminals.set_up()  # not started: nobody answers
        order = make_order(opened, ESPRESSOS, table="", covers=0, mode="counter")
        asked = RequestCard(order=order, amount=100, terminal="tpe1")
        assert not isinstance(house.run(asked, Actor("marc")), Refusal)
        assert terminals.healths()["tpe1"].state is DeviceState.OFFLINE
        [payment] = house.world.book.orders[order].payments.values()
        payment.chain = "C2"
        assert terminals.healths()["tpe1"].state is DeviceState.BUSY
        payment.state = "unknown"
        assert terminals.healths()["tpe1"].state is DeviceState.OFFLINE
        terminals.switch_off()

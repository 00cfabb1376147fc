"""Card terminals that are set otherwise while the till runs, or ends."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from gui_kit import demo_house

from app.card_terminals import CardTerminals
from app.domain.rules import SetDevice
from app.services.house import Actor
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

"""A device in the place of another."""

from dataclasses import replace

import pytest
from domain_kit import Till

from app.domain.catalogue.decide import SetCatalogue
from app.domain.catalogue.events import StationSet
from app.domain.replacing import ReplaceDevice
from app.domain.rules import SetDevice
from app.domain.settings import SIMULATED, DeviceSet

HOT = DeviceSet(
    id="hot",
    kind="printer",
    name="Chaud",
    profile="generic_80",
    address="tcp://192.168.1.31:9100",
    fallback="bar",
    drawer=True,
    page="cp858:19",
)
BAR = replace(HOT, id="bar", name="Bar", fallback="", drawer=False)
COLD = replace(HOT, id="cold", name="Froid", fallback="hot", drawer=False)
NEW = DeviceSet(
    id="new", kind="printer", name="Chaud", profile="star", address=HOT.address
)


@pytest.fixture
def till() -> Till:
    till = Till()
    for device in (HOT, BAR, COLD):
        till.do(SetDevice(event=device))
    grill = StationSet(id="grill", name="Grill", rank=1, printer="hot")
    till.do(SetCatalogue(event=grill))
    return till


def test_a_new_unit_takes_over_all_that_hung_on_the_old_one(till: Till) -> None:
    till.do(ReplaceDevice(device="hot", by=NEW))
    devices = till.world.settings.devices
    assert devices["new"] == replace(NEW, drawer=True, fallback="bar")
    assert devices["cold"].fallback == "new"
    assert till.world.catalogue.stations["grill"].printer == "new"
    old = devices["hot"]
    assert (old.active, old.drawer, old.fallback) == (False, False, "")
    assert old.name.startswith("Chaud ")


def test_one_that_stood_in_takes_the_place_for_good(till: Till) -> None:
    till.do(ReplaceDevice(device="hot", by=BAR))
    devices = till.world.settings.devices
    assert devices["bar"] == replace(BAR, fallback="", drawer=True)
    assert devices["hot"].name == "Chaud"
    assert till.world.catalogue.stations["grill"].printer == "bar"


def test_no_stand_in_stands_in_for_itself(till: Till) -> None:
    cold = replace(COLD, fallback="")
    till.do(SetDevice(event=cold))
    till.do(SetDevice(event=replace(BAR, fallback="cold")))  # hot, bar, cold
    till.do(ReplaceDevice(device="hot", by=cold))
    devices = till.world.settings.devices
    assert (devices["cold"].fallback, devices["bar"].fallback) == ("", "cold")


def test_the_papers_of_a_card_terminal_say_when_it_went(till: Till) -> None:
    old = DeviceSet(
        id="tpe", kind="terminal", name="TPE 9", profile="generic", address=SIMULATED
    )
    till.do(SetDevice(event=replace(old, serial="A1")))
    till.do(ReplaceDevice(device="tpe", by=replace(old, id="tpe-b")))
    devices = till.world.settings.devices
    assert devices["tpe"].serial == "A1"
    assert devices["tpe"].until == devices["tpe-b"].since != ""


def test_only_another_of_the_same_kind_will_do(till: Till) -> None:
    unlike = replace(NEW, kind="scanner")
    assert till.refuses(ReplaceDevice(device="hot", by=unlike)) == "device_unlike"
    assert till.refuses(ReplaceDevice(device="hot", by=HOT)) == "device_unlike"
    assert till.refuses(ReplaceDevice(device="gone", by=NEW)) == "device_unknown"
    assert till.refuses(ReplaceDevice(device="hot", by=NEW), "tom") == "right_missing"

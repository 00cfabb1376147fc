"""What is plugged in, in words, and how its form begins."""

import pytest

from app.domain.settings import DeviceSet
from app.domain.world import World
from app.presenters.admin.devices import device_draft, device_errors, device_of, edited
from app.presenters.admin.plugged import fields_for, plugged_rows
from hardware.plugged import SCANNER, TERMINAL, Plugged, believed
from resources.texts import set_language
from widgets.table_model import as_cell

GUN = Plugged(
    address="serial://05e0:1701",
    path="/dev/ttyACM0",
    usb="05e0:1701",
    label="Symbol Scanner",
    maker="Zebra",
    kind=SCANNER,
)
CABLE = Plugged(address="serial:///dev/ttyUSB0", path="/dev/ttyUSB0", usable=False)
TYPIST = Plugged(
    address="input:///dev/input/by-id/usb-Netum-event-kbd", path="/dev/input/x"
)
TPE = Plugged(address="serial://079b:0028", path="/dev/ttyACM1", kind=TERMINAL)
PRINTER = Plugged(address="usb:///dev/usb/lp0", path="/dev/usb/lp0", kind="printer")


@pytest.fixture
def world() -> World:
    set_language("fr")
    world = World()
    gun = DeviceSet(
        id="g",
        kind="scanner",
        name="Comptoir",
        profile="serial",
        address="serial://05e0:1701?baud=9600",
    )
    world.settings.devices["g"] = gun
    return world


def test_what_is_not_set_up_stands_first(world: World) -> None:
    rows = [
        [as_cell(cell).text for cell in row.cells]
        for row in plugged_rows(world, (GUN, CABLE, TYPIST))
    ]
    assert rows == [
        ["ttyUSB0", "port ou convertisseur série", "accès refusé", "/dev/ttyUSB0"],
        ["x", "clavier ou douchette", "—", "/dev/input"],
        [
            "Symbol Scanner",
            "Douchette ou badges",
            "Comptoir",
            "/dev/ttyACM0 · 05e0:1701",
        ],
    ]


@pytest.mark.parametrize(
    ("thing", "kind"),
    [
        (GUN, "scanner"),
        (TYPIST, "scanner"),
        (TPE, "terminal"),
        (PRINTER, "printer"),
        (CABLE, "printer"),
    ],
)
def test_the_form_of_a_new_device_lacks_only_a_name(thing: Plugged, kind: str) -> None:
    stored = DeviceSet(
        id="new", kind="printer", name="", profile="generic_80", address=""
    )
    draft = device_draft(stored)
    for field, value in (*fields_for(thing), ("name", "Neuf")):
        draft = edited(draft, field, value)
    assert device_errors(draft, stored, World()) == {}
    made = device_of(draft, stored)
    assert made.kind == kind
    assert made.address.startswith(thing.address)


def test_a_converter_says_nothing_of_what_hangs_on_it() -> None:
    assert believed(0x0403) == ("FTDI", "")
    assert believed(0x05E0) == ("Zebra", "scanner")
    assert believed(0) == ("", "")


def test_a_printer_found_by_its_name_begins_with_that_model(world: World) -> None:
    found = Plugged(
        address="tcp://192.168.1.31:9100",
        path="192.168.1.31",
        label="EPSON TM-m30II",
        kind="printer",
    )
    fields = dict(fields_for(found))
    assert fields["profile"] == "epson_tm_m30"
    assert fields["address"] == "tcp://192.168.1.31:9100"
    (row,) = plugged_rows(world, (found,))
    assert as_cell(row.cells[0]).text == "EPSON TM-m30II"

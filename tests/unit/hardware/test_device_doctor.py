"""Every lack has a cure, in both languages."""

from collections.abc import Iterator

import pytest

from hardware.doctor import (
    RULE,
    Finding,
    Machine,
    Port,
    examine,
    examine_devices,
    observe,
)
from resources.texts import catalogue, set_language

USABLE = Port("/dev/ttyACM0", usable=True, group="dialout")
BARRED = Port("/dev/ttyUSB0", usable=False, group="dialout")
PRINTER = Port("/dev/usb/lp0", usable=False, group="lp")
NAMELESS = Port("/dev/usb/lp1", usable=False)


@pytest.fixture(autouse=True)
def french() -> Iterator[None]:
    set_language("fr")
    yield
    set_language("fr")


def _found(machine: Machine) -> dict[str, Finding]:
    return {finding.name: finding for finding in examine(machine)}


def test_a_bare_machine_lacks_nothing() -> None:
    found = _found(Machine())
    assert list(found) == ["serial", "usb_printer", "portaudio"]
    assert all(finding.ok and not finding.fix for finding in found.values())


def test_usable_ports_are_named() -> None:
    serial = _found(Machine(serial_ports=(USABLE,)))["serial"]
    assert serial.ok
    assert serial.text == "Ports série utilisables : /dev/ttyACM0"


def test_a_barred_port_is_cured_by_joining_its_group() -> None:
    machine = Machine(serial_ports=(USABLE, BARRED), usb_printers=(PRINTER,))
    found = _found(machine)
    assert not found["serial"].ok
    assert found["serial"].text.endswith(": /dev/ttyUSB0")
    assert found["serial"].fix.startswith("sudo usermod -aG dialout $USER,")
    assert found["usb_printer"].fix.startswith("sudo usermod -aG lp $USER,")


def test_a_barred_port_without_group_still_has_a_cure() -> None:
    printer = _found(Machine(usb_printers=(NAMELESS,)))["usb_printer"]
    assert not printer.ok
    assert "droit" in printer.fix


def test_what_root_alone_may_use_is_cured_by_a_udev_rule() -> None:
    port = Port("/dev/usb/lp2", usable=False, group="root")
    printer = _found(Machine(usb_printers=(port,)))["usb_printer"]
    assert "/etc/udev/rules.d/70-sotto.rules" in printer.fix
    assert RULE in printer.fix


def test_missing_portaudio_costs_the_voice_and_is_one_package_away() -> None:
    sound = _found(Machine(portaudio=False))["portaudio"]
    assert not sound.ok
    assert sound.fix == "sudo apt-get install libportaudio2"


def test_every_text_is_also_english() -> None:
    everything = [
        Machine(),
        Machine(serial_ports=(USABLE,), usb_printers=(USABLE,)),
        Machine(serial_ports=(BARRED,), usb_printers=(NAMELESS,), portaudio=False),
    ]
    french = [finding for machine in everything for finding in examine(machine)]
    set_language("en")
    english = [finding for machine in everything for finding in examine(machine)]
    for ours, theirs in zip(french, english, strict=True):
        assert ours.text != theirs.text
        assert ours.fix != theirs.fix or not ours.fix or "apt-get" in ours.fix
    assert "Usable serial ports: {names}" in catalogue("en").values()


def test_this_machine_can_be_looked_at() -> None:
    machine = observe()
    assert examine_devices(machine) == examine(machine)
    assert all(finding.ok is not bool(finding.fix) for finding in examine(machine))

"""What the doctor says of a machine, healthy and not."""

import json
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from serial_gun import Gun

from app import doctor
from app.domain.settings import DeviceSet
from app.services.demo import demo_facts
from db.findings import ChainSummary, Report
from db.findings import Finding as Fault
from hardware.doctor import Finding
from hardware.pagers import session
from hardware.pagers.simulator import SocketTransmitter
from hardware.terminals.simulator import SimulatedTerminal
from resources.texts import set_language

NOW = datetime.fromisoformat("2026-11-20T20:26:00+01:00")


@pytest.fixture(autouse=True)
def _french() -> Iterator[None]:
    yield
    set_language("fr")


def report(*errors: Fault) -> Report:
    return Report(500, {"C1": ChainSummary("x", 900)}, errors, ())


@pytest.mark.parametrize(
    ("version", "ok"),
    [((3, 10, 9), False), ((3, 11, 0), True), ((3, 13, 4), True), ((3, 14, 0), False)],
)
def test_python_must_be_one_that_sotto_runs_on(
    version: tuple[int, ...], ok: bool
) -> None:
    found = doctor.python_finding(version)
    assert found.ok is ok
    assert bool(found.fix) is not ok


def test_a_missing_library_is_named_with_its_package() -> None:
    told = (
        "Traceback ...\nImportError: libEGL.so.1: cannot open shared object file: "
        "No such file or directory"
    )
    found = doctor.lacking("qt", "Qt", told)
    assert found == Finding(
        "qt",
        ok=False,
        text="Qt : libEGL.so.1 manque.",
        fix="sudo apt-get install libegl1",
    )


def test_a_trouble_without_a_library_is_told_in_its_last_words() -> None:
    found = doctor.lacking("qt", "Qt", "Traceback ...\nValueError: no")
    assert found.text == "Qt : ValueError: no"
    assert "make run" in found.fix


def test_without_a_screen_the_way_to_see_sotto_is_named() -> None:
    found = doctor.screen_finding({})
    assert not found.ok
    assert "sotto shift" in found.fix
    assert "sotto screenshots" in found.fix
    assert doctor.screen_finding({"DISPLAY": ":0"}).ok


def test_a_full_disk_is_a_lack() -> None:
    assert doctor.space_finding(Path("/x"), doctor.ENOUGH_MB).ok
    assert not doctor.space_finding(Path("/x"), doctor.ENOUGH_MB - 1).ok


@pytest.mark.parametrize(
    ("now", "last", "ok"),
    [
        (NOW, None, True),
        (NOW, NOW - timedelta(days=3), True),
        (NOW, NOW + timedelta(seconds=30), True),
        (NOW, NOW + timedelta(hours=1), False),
        (datetime.fromisoformat("2026-11-20T20:26:00+00:00"), None, False),
    ],
)
def test_the_clock_must_be_past_the_journal_and_in_a_zone(
    now: datetime, last: datetime | None, ok: bool
) -> None:
    assert doctor.clock_finding(now, last).ok is ok


def test_a_broken_journal_is_said_with_its_codes() -> None:
    assert doctor.journal_finding(report()).ok
    found = doctor.journal_finding(report(Fault("BAD_SIG", "C1", 7)))
    assert not found.ok
    assert "BAD_SIG" in found.text
    assert found.fix == "sotto journal verify --deep"


def printer(address: str) -> DeviceSet:
    fact = next(f for f in demo_facts() if isinstance(f, DeviceSet))
    return replace(fact, address=address)


def test_a_simulated_device_needs_no_cable() -> None:
    assert doctor.device_finding(printer("sim://")).ok


def test_a_device_that_listens_answers_and_one_that_does_not_is_a_lack() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        found = doctor.device_finding(printer(f"tcp://127.0.0.1:{port}"))
        assert found.ok, found
    assert not doctor.device_finding(printer(f"tcp://127.0.0.1:{port}")).ok
    assert not doctor.device_finding(printer("carrier://pigeon")).ok


def test_every_sentence_has_its_english() -> None:
    folder = Path(doctor.__file__).parents[1] / "resources/lang/en"
    known = json.loads((folder / "machine.json").read_text(encoding="utf-8"))
    set_language("en")
    for source, text in known.items():
        assert text != source or source.isascii(), source
    assert doctor.screen_finding({}).text == "No screen: windows cannot open here."


def test_a_gun_is_opened_like_any_device(tmp_path: Path) -> None:
    gun = Gun(tmp_path)
    device = DeviceSet(
        id="d1",
        kind="scanner",
        name="Boutique",
        profile="serial",
        address=f"serial://{gun.device}?baud=9600",
    )
    assert not doctor.device_finding(device).ok
    gun.plug_in()
    assert doctor.device_finding(device).ok
    gun.unplug()


def test_a_transmitter_of_pagers_is_greeted_as_it_speaks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(session, "GREET_S", 0.1)
    transmitter = SocketTransmitter()
    device = DeviceSet(
        id="pagers",
        kind="pager",
        name="Salle",
        profile="tap",
        address=transmitter.address,
    )
    assert doctor.device_finding(device).ok
    transmitter.brain.mute = True
    assert not doctor.device_finding(device).ok
    transmitter.stop()
    assert not doctor.device_finding(device).ok
    assert not doctor.device_finding(replace(device, address="tcp://nobody")).ok
    assert transmitter.brain.shown == []


def test_a_card_terminal_is_greeted_as_it_speaks(tmp_path: Path) -> None:
    terminal = SimulatedTerminal()
    terminal.power(on=True)
    device = DeviceSet(
        id="tpe",
        kind="terminal",
        name="TPE",
        profile="payxpert",
        address=terminal.setup.address,
    )
    assert doctor.device_finding(device).ok
    terminal.power(on=False)
    assert not doctor.device_finding(device).ok
    unknown = replace(device, address="tcp://nobody home")
    assert not doctor.device_finding(unknown).ok

"""The window where one pulls the cable: every switch is felt by the printer on show."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from gui_kit import board, demo_house, desk_for
from pytestqt.qtbot import QtBot

from app.windows.paper.counter_hands import CounterHands
from app.windows.paper.page import PaperPage
from hardware.printers.simulator import SimulatedPrinter
from hardware.scales.simulator import SimulatedScale
from hardware.terminals.simulator import SimulatedTerminal
from resources.texts import set_language


@pytest.fixture
def printer() -> Iterator[SimulatedPrinter]:
    printer = SimulatedPrinter("epson_tm_m30")
    printer.start()
    yield printer
    printer.stop()


@pytest.fixture
def terminal() -> Iterator[SimulatedTerminal]:
    terminal = SimulatedTerminal()
    terminal.power(on=True)
    yield terminal
    terminal.power(on=False)


@pytest.fixture
def page(
    qtbot: QtBot,
    tmp_path: Path,
    printer: SimulatedPrinter,
    terminal: SimulatedTerminal,
) -> Iterator[PaperPage]:
    set_language("fr")
    with demo_house(tmp_path) as opened:
        terminals = {"tpe1": terminal}
        page = PaperPage(desk_for(opened), board(), {"chaud": printer}, terminals, {})
        qtbot.addWidget(page)
        yield page


@pytest.mark.parametrize(
    "trouble", ["paper_out", "paper_near_end", "cover_open", "no_power"]
)
def test_a_fault_is_switched_on_and_off(
    page: PaperPage, printer: SimulatedPrinter, trouble: str
) -> None:
    page.faults.switches[trouble].setChecked(True)
    assert printer.troubles == {trouble}
    page.faults.switches[trouble].setChecked(False)
    assert printer.troubles == frozenset()


def test_the_power_goes_in_the_middle_of_a_paper_and_its_memory_with_it(
    qtbot: QtBot, page: PaperPage, printer: SimulatedPrinter
) -> None:
    switches = page.faults.switches
    switches["power_cut"].setChecked(True)
    with socket.create_connection(("127.0.0.1", printer.port), 5.0) as till:
        till.sendall(b"\x1b@" + b"BON DE CUISINE\n" * 40 + b"\x1dV\x00")
        qtbot.waitUntil(lambda: not printer.powered)
    page.show_place("chaud")
    assert not switches["power_cut"].isChecked()
    assert switches["no_power"].isChecked()
    switches["no_power"].setChecked(False)
    assert printer.powered
    assert (printer.buffered, list(printer.tickets)) == (0, [])


def test_the_network_goes_in_the_middle_of_a_paper_and_its_memory_stays(
    qtbot: QtBot, page: PaperPage, printer: SimulatedPrinter
) -> None:
    page.faults.switches["cover_open"].setChecked(True)
    page.faults.switches["drop"].setChecked(True)
    with socket.create_connection(("127.0.0.1", printer.port), 5.0) as till:
        till.settimeout(5.0)
        till.sendall(b"\x1b@" + b"BON DE CUISINE\n" * 40)
        with pytest.raises(ConnectionResetError):
            till.recv(1)
    assert printer.buffered == 150
    page.show_place("chaud")
    assert not page.faults.switches["drop"].isChecked()


def test_a_slow_printer_fills_its_memory(
    qtbot: QtBot, page: PaperPage, printer: SimulatedPrinter
) -> None:
    slow = page.faults.switches["slow"]
    slow.setChecked(True)
    paper = b"\x1b@" + b"BON DE CUISINE\n" * 400 + b"\x1dV\x00"
    with socket.create_connection(("127.0.0.1", printer.port), 5.0) as till:
        till.sendall(paper)
        qtbot.waitUntil(lambda: printer.buffered > 1000)
        assert not printer.tickets
        slow.setChecked(False)
        assert printer.wait_for_tickets(1)


def test_the_switches_of_a_window_made_anew_show_what_is_on(
    page: PaperPage, printer: SimulatedPrinter
) -> None:
    printer.open_cover()
    printer.slow(1.0)
    page.show_place("chaud")
    on = {key for key, switch in page.faults.switches.items() if switch.isChecked()}
    assert on == {"cover_open", "slow"}


def test_a_knife_jams_when_it_cuts(
    qtbot: QtBot, page: PaperPage, printer: SimulatedPrinter
) -> None:
    page.faults.switches["cutter_error"].setChecked(True)
    with socket.create_connection(("127.0.0.1", printer.port), 5.0) as till:
        till.sendall(b"\x1b@BON\n\x1dV\x00")
        qtbot.waitUntil(lambda: "cutter_error" in printer.troubles)
    assert not printer.tickets
    page.faults.switches["cutter_error"].setChecked(False)
    assert printer.wait_for_tickets(1)


def test_the_terminal_is_unplugged_and_plugged_in_again(
    page: PaperPage, terminal: SimulatedTerminal
) -> None:
    page.unplugged.setChecked(True)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((terminal.host, terminal.port), 5.0)
    page.unplugged.setChecked(False)
    with socket.create_connection((terminal.host, terminal.port), 5.0):
        assert terminal.on


def test_a_printer_that_printed_nothing_says_so_until_it_does(
    page: PaperPage, printer: SimulatedPrinter
) -> None:
    page.show_place("chaud")
    assert not page.empty.isHidden()
    with socket.create_connection(("127.0.0.1", printer.port), 5.0) as till:
        till.sendall(b"\x1b@BON\n\x1dV\x00")
        assert printer.wait_for_tickets(1)
    page.show_place("chaud")
    assert page.empty.isHidden()


def test_a_hand_loads_the_simulated_scale(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    scale = SimulatedScale("mettler_8217")
    hands = CounterHands({"scale": scale})
    qtbot.addWidget(hands)
    hands.refresh()
    assert hands.display.isHidden()
    put: list[tuple[int, bool]] = []
    monkeypatch.setattr(
        scale, "put", lambda grams, *, moving=False: put.append((grams, moving))
    )
    hands.loads.chosen.emit("empty")
    hands.moving.setChecked(True)
    assert put == [(0, False), (0, True)]
    assert hands.which.isHidden()


def test_each_simulated_scale_has_a_plate_of_its_own(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    scales = {key: SimulatedScale("mettler_8217") for key in ("cheese", "meat")}
    put: list[tuple[str, int]] = []
    for key, scale in scales.items():
        monkeypatch.setattr(
            scale, "put", lambda grams, *, moving, key=key: put.append((key, grams))
        )
    peers: dict[str, SimulatedScale] = {"cheese": scales["cheese"]}
    hands = CounterHands(peers)
    qtbot.addWidget(hands)
    hands.refresh()
    peers["meat"] = scales["meat"]
    hands.refresh()
    hands.loads.choose("some")
    hands.loads.chosen.emit("some")
    hands.which.choose("meat")
    hands.which.chosen.emit("meat")
    assert hands.loads.chosen_key == "empty"
    hands.moving.setChecked(True)
    assert put == [("cheese", 300), ("meat", 0)]
    hands.which.choose("cheese")
    hands.which.chosen.emit("cheese")
    assert hands.loads.chosen_key == "some"
    assert not hands.moving.isChecked()


def test_a_printer_that_is_simulated_later_has_its_roll(
    qtbot: QtBot, tmp_path: Path, printer: SimulatedPrinter
) -> None:
    set_language("fr")
    with demo_house(tmp_path) as opened:
        printers: dict[str, SimulatedPrinter] = {}
        scanned: list[str] = []
        desk = desk_for(opened)
        page = PaperPage(desk, board(), printers, {}, {}, scanned.append)
        qtbot.addWidget(page)
        assert page.printer is None
        printers["bar"] = printer
        page.show_place("")
        assert page.printer is printer
        page.code.submitted.emit(" 3453120000011 ")
        assert scanned == ["3453120000011"]

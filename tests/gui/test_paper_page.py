"""The window where one pulls the cable: every switch is felt by the printer on show."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from gui_kit import board, demo_house, desk_for
from pytestqt.qtbot import QtBot

from app.windows.paper.page import PaperPage
from hardware.printers.simulator import SimulatedPrinter
from resources.texts import set_language


@pytest.fixture
def printer() -> Iterator[SimulatedPrinter]:
    printer = SimulatedPrinter("epson_tm_m30")
    printer.start()
    yield printer
    printer.stop()


@pytest.fixture
def page(
    qtbot: QtBot, tmp_path: Path, printer: SimulatedPrinter
) -> Iterator[PaperPage]:
    set_language("fr")
    with demo_house(tmp_path) as opened:
        page = PaperPage(desk_for(opened), board(), {"chaud": printer}, {})
        qtbot.addWidget(page)
        yield page


@pytest.mark.parametrize(
    ("switch", "trouble"),
    [
        ("paper", "paper_out"),
        ("near_end", "paper_near_end"),
        ("cover", "cover_open"),
        ("power", "no_power"),
    ],
)
def test_a_fault_is_switched_on_and_off(
    page: PaperPage, printer: SimulatedPrinter, switch: str, trouble: str
) -> None:
    page.faults.switches[switch].setChecked(True)
    assert printer.troubles == {trouble}
    page.faults.switches[switch].setChecked(False)
    assert printer.troubles == frozenset()


def test_a_knife_jams_when_it_cuts(
    qtbot: QtBot, page: PaperPage, printer: SimulatedPrinter
) -> None:
    page.faults.switches["cutter"].setChecked(True)
    with socket.create_connection(("127.0.0.1", printer.port), 5.0) as till:
        till.sendall(b"\x1b@BON\n\x1dV\x00")
        qtbot.waitUntil(lambda: "cutter_error" in printer.troubles)
    assert not printer.tickets
    page.faults.switches["cutter"].setChecked(False)
    assert printer.wait_for_tickets(1)

"""What a guest reads while the cashier works: a display of two lines, a second screen."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from gui_kit import counter_window
from pos_kit import plain
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.domain.orders.commands import AddLine, OpenOrder
from app.domain.payments.commands import TakePayment
from app.domain.rules import Command, SetDevice
from app.domain.settings import DeviceSet
from app.presenters.guest import present_guest
from app.services.house import Actor
from app.suite import Suite
from app.windows.guest_window import GuestWindow
from app.windows.shell import Shell
from hardware.displays.simulator import SimulatedDisplay
from hardware.health import DeviceState
from resources.texts import set_language

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
DISPLAY = DeviceSet(
    id="vfd", kind="display", name="Client", profile="epson", address="sim://"
)
SCREEN = DeviceSet(
    id="tv", kind="display", name="Écran", profile="screen", address="screen://"
)


@dataclass
class Counter:
    qtbot: QtBot
    suite: Suite
    shell: Shell

    def do(self, command: Command) -> None:
        done = self.suite.house.run(command, Actor("ines"))
        assert isinstance(done, tuple), done

    @property
    def display(self) -> SimulatedDisplay:
        peer = self.suite.devices.counter.simulated["vfd"]
        assert isinstance(peer, SimulatedDisplay)
        return peer

    def until(self, upper: str, lower: str) -> None:
        def shown() -> None:
            assert self.display.text == (upper, lower)

        self.qtbot.waitUntil(shown, timeout=10_000)


@pytest.fixture
def counter(qtbot: QtBot, tmp_path: Path) -> Iterator[Counter]:
    set_language("fr")
    with counter_window(tmp_path / "profile", DISPLAY) as (suite, shell):
        yield Counter(qtbot, suite, shell)


def test_the_last_line_the_total_and_the_change(counter: Counter) -> None:
    counter.until("Le Vieux Moulin", "Bienvenue")
    counter.do(OpenOrder(mode="counter", order="o1"))
    counter.shell.go("pos", "order:o1")
    counter.do(AddLine(order="o1", article="miel_lavande", quantity=2000))
    counter.until("Miel de lavand 17,80", "TOTAL          17,80")
    counter.do(TakePayment(order="o1", method="cash", amount=1000))
    counter.until("", "RESTE À PAYER   7,80")
    counter.do(TakePayment(order="o1", method="cash", amount=780, tendered=1000))
    counter.until("Merci, à bientôt", "À RENDRE        2,20")
    counter.shell.lock()
    guests = counter.suite.guests
    assert guests._over.isActive()  # the guest still reads the change
    guests._on_over()
    counter.until("Le Vieux Moulin", "Bienvenue")


def test_the_second_screen_shows_lines_then_the_receipts_code(
    counter: Counter,
) -> None:
    world = counter.suite.house.world
    counter.do(OpenOrder(mode="counter", order="o1"))
    counter.do(AddLine(order="o1", article="miel_lavande", quantity=2000))
    counter.do(AddLine(order="o1", article="tomme_savoie", quantity=250))
    window = GuestWindow()
    counter.qtbot.addWidget(window)
    window.display(present_guest(world, "o1"))
    texts = [plain(label.text()) for label in window.rows[1]]
    assert texts == ["Tomme de Savoie", "0,250 kg", "6,23 €"]
    assert plain(window.total.text()) == "24,03 €"
    assert window.code.isHidden()
    counter.do(TakePayment(order="o1", method="cash", amount=2403))
    window.display(present_guest(world, "o1", code="ticket"))
    assert (window.label.text(), plain(window.total.text())) == ("Payé", "24,03 €")
    assert window.code.text == "ticket"
    assert window.rows[0][0].isHidden()


def test_a_screen_that_is_not_plugged_in_is_said(counter: Counter) -> None:
    counter.suite.house.run(SetDevice(event=SCREEN), Actor("marc"))
    health = counter.suite.board.health("tv")
    assert (health.state, health.reasons) == (DeviceState.OFFLINE, {"unplugged"})
    assert not counter.suite.guests.windows
    assert counter.suite.guests.free_screens() == QGuiApplication.screens()


def test_a_display_behind_a_printer_reads_what_is_never_on_paper(
    counter: Counter,
) -> None:
    house = counter.suite.house
    behind = replace(DISPLAY, id="back", name="Dos", address="printer://caisse")
    house.run(SetDevice(event=behind), Actor("marc"))
    printer = counter.suite.devices.simulated_printers["caisse"]

    def shown() -> None:
        assert printer._interpreter.glass.text == ("Le Vieux Moulin", "Bienvenue")

    counter.qtbot.waitUntil(shown, timeout=10_000)
    assert not printer.tickets
    health = counter.suite.board.health
    assert health("back").state is health("caisse").state
    caisse = house.world.settings.devices["caisse"]  # another driver, told again
    house.run(SetDevice(event=replace(caisse, profile="generic_80")), Actor("marc"))
    counter.qtbot.waitUntil(
        lambda: counter.suite.devices.simulated_printers["caisse"] is not printer,
        timeout=10_000,
    )
    printer = counter.suite.devices.simulated_printers["caisse"]
    counter.qtbot.waitUntil(shown, timeout=10_000)

"""What a guest reads while the cashier works: a display of two lines, a second screen."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from gui_kit import counter_window
from pos_kit import plain
from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.domain.orders.commands import AddLine, OpenOrder
from app.domain.payments.commands import TakePayment
from app.domain.rules import Command, SetDevice
from app.domain.settings import DeviceSet
from app.presenters.guest.display import Front, present_guest
from app.services.house import Actor
from app.suite import Suite
from app.windows.guest_language import GuestLanguageSheet
from app.windows.guest_window import GuestWindow
from app.windows.pay.page import PayPage
from app.windows.qr_sheet import QrSheet
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
    window.cover(QRect(0, 0, 1366, 768))
    window.display(present_guest(world, Front(order="o1")))
    row = window.rows[1]
    texts = [plain(label.text()) for label in (row.label, row.detail, row.amount)]
    assert texts == ["Tomme de Savoie", "0,250 kg", "6,23 €"]
    assert plain(window.total.text()) == "24,03 €"
    assert window.code.isHidden()
    counter.do(TakePayment(order="o1", method="cash", amount=2403))
    window.display(present_guest(world, Front(order="o1"), code="ticket"))
    assert (window.label.text(), plain(window.total.text())) == ("Payé", "24,03 €")
    assert window.code.text == "ticket"
    assert window.rows[0].isHidden()


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


def test_the_guest_says_tip_receipt_and_language_by_touch(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second screen is played by a window of its own: here is only one screen."""
    guests, shell = counter.suite.guests, counter.shell
    touched = GuestWindow(touch=True)
    counter.qtbot.addWidget(touched)
    touched.cover(QRect(0, 0, 1366, 768))
    touched.said.connect(guests._on_said)
    guests.windows["tv"] = touched
    counter.do(OpenOrder(mode="counter", order="o1"))
    counter.do(AddLine(order="o1", article="miel_lavande", quantity=1000))
    shell.go("pay", "order:o1")
    total = touched.total.text

    def shown(text: str) -> None:
        counter.qtbot.waitUntil(lambda: plain(total()) == text, timeout=5000)

    shown("8,90 €")
    tips, receipts = touched.questions
    tips.chips["one"].click()
    receipts.chips["digital"].click()
    touched.languages.chips["en"].click()
    shown("€9.90")
    assert tips.text.text() == "A tip?"
    assert tips.chips["one"].chosen
    page = shell.page
    assert isinstance(page, PayPage)
    assert page.pay.tenders.tips["one"].chosen
    assert page.pay.tenders.receipts["digital"].chosen
    page.pay.pad.act.click()
    counter.qtbot.waitUntil(lambda: touched.label.text() == "Paid", timeout=5000)
    order = counter.suite.house.world.book.orders["o1"]
    paid = next(iter(order.payments.values()))
    assert (paid.amount, paid.tip) == (890, 100)
    assert shell.findChild(QrSheet) is not None
    assert plain(total()) == "€9.90"
    assert touched.code.text
    assert touched.questions[0].isHidden()
    guests._on_over()
    assert touched.words.text() == "Bienvenue"  # the next guest is greeted at home
    guests.windows.clear()


def test_the_cashier_says_which_language_the_guest_reads(counter: Counter) -> None:
    counter.until("Le Vieux Moulin", "Bienvenue")
    sheet = GuestLanguageSheet(counter.shell, counter.shell.desk)
    sheet.open()
    sheet.answers.chips["es"].click()
    counter.until("Le Vieux Moulin", "Bienvenidos")
    counter.suite.guests._on_over()
    counter.until("Le Vieux Moulin", "Bienvenue")

"""A gun on a serial port sells at the counter, whatever has the keyboard."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from gui_kit import demo_house
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from serial_gun import Gun

from app.domain.orders.state import Order
from app.domain.rules import SetDevice, SetSetting
from app.domain.settings import DeviceSet
from app.services.demo import DEMO_BADGES
from app.services.house import Actor
from app.suite import Suite
from app.windows.admin.devices.page import DevicesSection
from app.windows.desk import Said
from app.windows.pos.page import PosPage
from app.windows.shell import Shell
from hardware.health import DeviceState
from resources.texts import set_language

HONEY = "3760123450010"
LONG_MS = 10_000


@dataclass
class Shop:
    """The suite of the demo house with a gun "Boutique" on a pseudo-terminal."""

    qtbot: QtBot
    suite: Suite
    gun: Gun

    def set_gun(self, *, active: bool = True) -> None:
        event = DeviceSet(
            id="gun",
            kind="scanner",
            name="Boutique",
            profile="serial",
            address=f"serial://{self.gun.device}?baud=9600",
            active=active,
        )
        done = self.suite.house.run(SetDevice(event=event), Actor("marc"))
        assert isinstance(done, tuple), done

    def until_state(self, state: DeviceState) -> None:
        board = self.suite.board
        self.qtbot.waitUntil(
            lambda: board.health("gun").state is state, timeout=LONG_MS
        )

    def window(self, person: str = "ines", place: str = "pos") -> Shell:
        """A window on show with somebody at it; the shop's at its counter."""
        shell = self.suite.open_window(place)
        with self.qtbot.waitActive(shell, timeout=LONG_MS):
            shell.show()
            shell.activateWindow()
        shell.resume(person)
        if place == "pos":
            shell.go("pos", "counter")
        return shell

    def until_sold(self, shell: Shell, quantity: int) -> None:
        """The order in that window counts so many thousandths of honey."""

        def sold() -> bool:
            order = order_of(shell)
            lines = self.suite.house.world.book.lines_of(order) if order else []
            found = [(line.article, line.quantity) for line in lines]
            return found == [("miel_lavande", quantity)]

        self.qtbot.waitUntil(sold, timeout=LONG_MS)


def order_of(shell: Shell) -> Order | None:
    page = shell.page
    assert isinstance(page, PosPage)
    return page.controller.work.order


@pytest.fixture
def shop(qtbot: QtBot, tmp_path: Path) -> Iterator[Shop]:
    set_language("fr")
    gun = Gun(tmp_path)
    gun.plug_in()
    with demo_house(tmp_path / "profile") as opened:
        suite = Suite(opened)
        suite.start()
        made = Shop(qtbot, suite, gun)
        made.set_gun()
        made.until_state(DeviceState.READY)
        yield made
        suite.stop()
    gun.unplug()


def test_a_code_is_sold_without_the_keyboard_and_after_replugging(shop: Shop) -> None:
    shell = shop.window()
    shell.rail.setFocus()
    shop.gun.send(f"]E0{HONEY}\r")
    shop.until_sold(shell, 1000)
    shop.gun.unplug()
    shop.until_state(DeviceState.OFFLINE)
    lost = "Douchette Boutique : câble ou courant coupé"
    shop.qtbot.waitUntil(lambda: lost in titles(shell), timeout=LONG_MS)
    shop.gun.plug_in()
    shop.until_state(DeviceState.READY)
    shop.gun.send(f"{HONEY}\r")
    shop.until_sold(shell, 2000)


def titles(shell: Shell) -> list[str]:
    return [row.problem.title for row in shell.problems.rows]


def test_one_window_takes_a_code_the_one_used_last(shop: Shop) -> None:
    first, second = shop.window(), shop.window("lea")
    shop.gun.send(f"{HONEY}\r")
    shop.until_sold(second, 1000)
    assert order_of(first) is None
    with shop.qtbot.waitActive(first, timeout=LONG_MS):
        first.activateWindow()
    shop.gun.send(f"{HONEY}\r{HONEY}\r")
    shop.until_sold(first, 2000)
    shop.until_sold(second, 1000)
    first.lock()
    shop.gun.send(f"{HONEY}\r")
    shop.until_sold(second, 2000)


def test_a_code_that_nobody_can_sell_is_said(shop: Shop) -> None:
    shell = shop.window(place="floor")
    said = listen(shell)
    shop.gun.send(f"{HONEY}\r")
    shop.qtbot.waitUntil(lambda: bool(said), timeout=LONG_MS)
    assert said[0].text == "Ouvrez la caisse pour vendre ce qui vient d’être scanné."
    assert not shop.suite.house.world.book.orders


def test_a_badge_goes_to_the_window_that_asks_for_one(shop: Shop) -> None:
    seller, locked = shop.window(), shop.window("lea")
    locked.lock()
    shop.gun.send(f"{HONEY}\r")
    shop.until_sold(seller, 1000)
    with shop.qtbot.waitActive(seller, timeout=LONG_MS):
        seller.activateWindow()
    shop.gun.send(f"{DEMO_BADGES['marc']}\r")
    shop.qtbot.waitUntil(lambda: locked.desk.person == "marc", timeout=LONG_MS)
    assert seller.desk.person == "ines"


def test_a_strange_badge_is_refused_at_the_login(shop: Shop) -> None:
    shell = shop.window()
    shell.lock()
    shop.gun.send("20260000\r")
    pad = shell.login_page.pad
    shop.qtbot.waitUntil(lambda: bool(pad.refusal), timeout=LONG_MS)
    assert pad.refusal == "Ce badge n’est à personne de l’équipe."


def test_a_manager_allows_an_act_with_a_serial_reader(shop: Shop) -> None:
    shell = shop.window()
    world = shop.suite.house.world
    shell.desk.run(SetSetting(key="lock.minutes", value="5"))
    assert world.settings.values["lock.minutes"] == "10"
    shop.gun.send(f"{DEMO_BADGES['marc']}\r")
    shop.qtbot.waitUntil(
        lambda: world.settings.values["lock.minutes"] == "5", timeout=LONG_MS
    )
    assert shell.desk.person == "ines"


def listen(shell: Shell) -> list[Said]:
    said: list[Said] = []
    shell.desk.said.connect(said.append)
    return said


def test_whoever_tries_a_gun_reads_what_it_read(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter, office = shop.window(), shop.window("marc", "admin")
    said = listen(office)
    section = DevicesSection(office.desk, shop.suite.board)
    shop.qtbot.addWidget(section)
    section.show_place("gun")
    section.form.test.click()
    assert said[-1].text == "Scannez un code avec Boutique"
    shop.gun.send(f"]E0{HONEY}\r")
    shop.qtbot.waitUntil(lambda: len(said) == 2, timeout=LONG_MS)
    assert said[-1].text == f"Boutique a lu {HONEY} · EAN-13"
    assert order_of(counter) is None
    monkeypatch.setattr("app.counter.LISTEN_S", 0.01)
    section.form.test.click()
    shop.qtbot.waitUntil(lambda: len(said) == 4, timeout=LONG_MS)
    assert (said[-1].text, said[-1].tone) == ("Boutique n’a rien lu", "refused")
    shop.gun.send(f"{HONEY}\r")
    shop.until_sold(counter, 1000)


def test_a_gun_out_of_service_is_let_go(shop: Shop) -> None:
    office = shop.window("marc", "admin")
    said = listen(office)
    shop.set_gun(active=False)
    shop.qtbot.waitUntil(lambda: "gun" not in shop.suite.devices.healths())
    section = DevicesSection(office.desk, shop.suite.board)
    shop.qtbot.addWidget(section)
    section.show_place("gun")
    QTest.qWait(0)
    section.form.test.click()
    assert said[-1].text == "Boutique n’est pas en service"
    shop.set_gun()
    shop.until_state(DeviceState.READY)

"""The first start of a fresh profile: a restaurant of its own, or a terminal of another."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hub_kit import MANAGER, Machine, machine
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.arrival import Arrival
from app.presenters.first_start import code_of, scanned
from app.services.ports import Arrived, HubSeen
from app.services.site import read_site
from app.starting import is_first_start
from app.windows.first_start import FirstStart
from app.windows.launcher import Launcher
from db.profile import Profile


class QuietArrival(Arrival):
    """The real way in, on a network where nothing announces itself."""

    def look(self) -> None:
        """Hears nothing."""


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Machine]:
    with machine(tmp_path / "one") as made:
        made.carries_hub()
        yield made


def shown(qtbot: QtBot, window: FirstStart) -> FirstStart:
    qtbot.addWidget(window)
    window.show()
    return window


def until(qtbot: QtBot, so: Callable[[], object]) -> None:
    qtbot.waitUntil(lambda: bool(so()), timeout=20_000)


def test_who_is_asked(tmp_path: Path) -> None:
    assert is_first_start(Profile(tmp_path / "production"))
    assert not is_first_start(Profile(tmp_path / "demo"))
    used = Profile(tmp_path / "used")
    used.create()
    used.database.touch()
    assert not is_first_start(used)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("sotto://192.168.1.20:8443/482913", ("192.168.1.20:8443", "482913")),
        (" sotto://[fe80::1]:8443/000001 ", ("[fe80::1]:8443", "000001")),
        ("sotto://192.168.1.20:8443/48291", None),
        ("482913", None),
        ("http://192.168.1.20:8443/482913", None),
    ],
)
def test_what_a_scan_says(text: str, found: tuple[str, str] | None) -> None:
    assert scanned(text) == found


def test_a_code_is_read_however_it_is_set_apart() -> None:
    assert code_of(" 482 913") == code_of("482913") == code_of("482-913") == "482913"


def test_a_first_restaurant(qtbot: QtBot, still: None, tmp_path: Path) -> None:
    window = shown(qtbot, FirstStart(QuietArrival(Profile(tmp_path / "new"))))
    qtbot.keyClick(window.first, Qt.Key.Key_Space)
    assert window.choice == "first"
    assert not window.isVisible()


def test_a_machine_joins_by_its_keyboard_alone(
    qtbot: QtBot, still: None, one: Machine, tmp_path: Path
) -> None:
    profile = Profile(tmp_path / "two")
    window = shown(qtbot, FirstStart(QuietArrival(profile)))
    qtbot.keyClick(window.other, Qt.Key.Key_Space)
    page = window.join
    page.submit()
    assert page.address.error == "Dites où est le hub."
    assert page.code.error == "Un code a six chiffres."

    assert one.hub is not None
    offer = one.hub.desk.open("Passe", "kitchen", MANAGER)
    wrong = f"{(int(offer.code) + 1) % 10**6:06d}"
    page.address.set_text(f"127.0.0.1:{one.hub.port}")
    page.code.setFocus()
    qtbot.keyClicks(page.code.edit, wrong)
    qtbot.keyClick(page.code.edit, Qt.Key.Key_Return)
    until(qtbot, lambda: page.code.error)
    assert "pas le bon code" in page.code.error
    assert not page.go.busy

    page.code.edit.clear()
    qtbot.keyClicks(page.code.edit, f"{offer.code[:3]} {offer.code[3:]}")
    qtbot.keyClick(page.code.edit, Qt.Key.Key_Return)
    until(qtbot, lambda: not window.isVisible())

    assert window.choice == "joined"
    assert window.arrived is not None
    assert window.arrived.whole
    assert (window.arrived.name, window.arrived.role) == ("Passe", "kitchen")
    assert window.arrived.house == "Le Vieux Moulin"
    assert not is_first_start(profile)
    with machine(tmp_path / "two") as two:
        assert two.house.terminal == "C2"
        assert two.house.world.staff.people


def test_a_scan_is_enough(
    qtbot: QtBot, still: None, one: Machine, tmp_path: Path
) -> None:
    profile = Profile(tmp_path / "two")
    window = shown(qtbot, FirstStart(QuietArrival(profile)))
    window.other.click()
    assert one.hub is not None
    offer = one.hub.desk.open("Bar", "pos", MANAGER)
    uri = f"sotto://127.0.0.1:{one.hub.port}/{offer.code}"
    qtbot.keyClicks(window.join.code.edit, uri)
    until(qtbot, lambda: not window.isVisible())
    assert window.choice == "joined"
    site = read_site(profile.keys)
    assert site is not None
    assert site.chain == "C2"


def test_nobody_at_the_address(qtbot: QtBot, still: None, tmp_path: Path) -> None:
    window = shown(qtbot, FirstStart(QuietArrival(Profile(tmp_path / "two"))))
    window.other.click()
    window.join.address.set_text("127.0.0.1:1")
    window.join.code.set_text("123456")
    window.join.submit()
    until(qtbot, lambda: window.join.address.error)
    assert "ne répond pas" in window.join.address.error
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.stack.currentWidget() is window.ways


class Seen(QuietArrival):
    """Two hubs announce themselves; what they send stops half way."""

    def hubs(self) -> tuple[HubSeen, ...]:
        """One after the other."""
        return (HubSeen("Le Moulin", "10.0.0.2:8443"), HubSeen("Chez Lu", "10.0.0.3:1"))

    def join(self, address: str, code: str) -> None:
        """Takes everybody."""
        self.joined = address, code

    def receive(self, patience: float = 0) -> Arrived:
        """A part of it."""
        return Arrived("C2", "Chez Lu", "Bar", "pos", whole=False)


def test_a_hub_that_announces_itself_is_tapped(
    qtbot: QtBot, still: None, tmp_path: Path
) -> None:
    way = Seen(Profile(tmp_path / "two"))
    window = shown(qtbot, FirstStart(way))
    window.other.click()
    page = window.join
    assert page.address.text == "10.0.0.2:8443"
    assert [card.chosen for card in page.cards] == [True, False, False]
    page.cards[1].click()
    assert window.focusWidget() is page.code.edit
    page.code.set_text("123456")
    page.submit()
    until(qtbot, window.receive.again.isVisible)
    assert way.joined == ("10.0.0.3:1", "123456")
    assert window.choice == "joined"
    window.receive.open.click()
    assert not window.isVisible()


def test_the_launcher_begins_with_the_role(qtbot: QtBot, still: None) -> None:
    launcher = Launcher("Le Moulin", paper=False, chosen="kitchen")
    qtbot.addWidget(launcher)
    launcher.show()
    places: list[str] = []
    launcher.window_requested.connect(places.append)
    assert launcher.cards["kitchen"].chosen
    qtbot.keyClick(launcher.focusWidget(), Qt.Key.Key_Space)
    assert places == ["kitchen"]

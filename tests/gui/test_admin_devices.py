"""Devices in the office: what a person asks of one is answered to that person."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from gui_kit import demo_house, desk_for
from pytestqt.qtbot import QtBot
from serial_gun import Gun

from app.bootstrap import SOFTWARE, Opened
from app.connectors.accounts import Accounts
from app.devices import DeviceRoom
from app.domain.rules import SetDevice, SetSetting
from app.domain.settings import DeviceStateChanged
from app.domain.terminals.events import TerminalSet
from app.main_thread import MainThread
from app.services.house import Actor
from app.windows.admin.devices.form import DeviceForm
from app.windows.admin.devices.page import DevicesSection
from app.windows.board import DeviceBoard
from app.windows.desk import Said
from hardware.health import DeviceState
from hardware.plugged import Plugged
from hardware.printers.document import Document, Text
from hardware.printers.driver import PrinterConfig
from hardware.printers.profiles import Page
from hardware.terminals.customer import Sale
from hardware.terminals.serial_simulator import SimulatedConcert
from hardware.terminals.simulator import SimulatedTerminal
from resources.texts import set_language
from widgets.dropdown import Dropdown
from widgets.field import TextField


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    set_language("fr")
    with demo_house(tmp_path) as house:
        yield house


@pytest.fixture
def room(qapp: object, opened: Opened) -> Iterator[DeviceRoom]:
    main = MainThread()
    spool = opened.profile.spool
    accounts = Accounts(opened.profile.keys)
    room = DeviceRoom(
        opened.house, spool, main.post, lambda: None, SOFTWARE, accounts=accounts
    )
    room.start()
    yield room
    room.stop()


@dataclass
class Office:
    """The section of the devices, and what was said at its desk."""

    qtbot: QtBot
    room: DeviceRoom
    section: DevicesSection
    said: list[Said]

    def open(self, device: str) -> DeviceForm:
        self.section.show_place(device)
        return self.section.form

    def allow_real_terminals(self) -> None:
        """As in production, where real cards are charged."""
        house = self.room._house
        house.run(SetSetting(key="outside.open", value="yes"), Actor("marc"))

    def until_said(self, text: str) -> Said:
        self.qtbot.waitUntil(lambda: text in [s.text for s in self.said], timeout=5000)
        return next(s for s in self.said if s.text == text)

    def until_ready(self, device: str) -> None:
        def ready() -> bool:
            return self.room.healths()[device].state is DeviceState.READY

        self.qtbot.waitUntil(ready, timeout=5000)


@pytest.fixture
def office(qtbot: QtBot, opened: Opened, room: DeviceRoom) -> Office:
    desk = desk_for(opened, "marc", "admin")
    said: list[Said] = []
    desk.said.connect(said.append)
    section = DevicesSection(desk, DeviceBoard(room))
    qtbot.addWidget(section)
    return Office(qtbot, room, section, said)


def test_a_terminal_answers_the_person_who_asks(office: Office) -> None:
    form = office.open("tpe1")
    form.test.click()
    office.qtbot.waitUntil(lambda: len(office.said) == 2)
    assert office.said[0].text == "Question posée à TPE 1"
    assert office.said[1].text.startswith("TPE 1 répond en ")
    office.room.simulated_terminals["tpe1"].power(on=False)
    form.test.click()
    assert office.until_said("TPE 1 ne répond pas").tone == "refused"


def test_a_trial_page_says_what_came_of_it(office: Office) -> None:
    office.until_ready("bar")
    form = office.open("bar")
    form.test.click()
    assert office.said[-1].text == "Page d’essai envoyée à Bar"
    office.until_said("Bar confirme : la page d’essai est sortie")
    office.said.clear()
    printer = office.room.simulated_printers["bar"]
    printer.remove_paper()
    held = DeviceState.HELD
    office.qtbot.waitUntil(lambda: office.room.healths()["bar"].state is held)
    form.test.click()
    assert office.said[-1].text == (
        "Bar : plus de papier. La page d’essai sortira ensuite."
    )
    printer.load_paper()
    office.until_said("Bar confirme : la page d’essai est sortie")


def test_what_the_trial_page_taught_reaches_the_printer(office: Office) -> None:
    office.until_ready("caisse")
    form = office.open("caisse")
    assert not form.pin.isHidden()
    form.page.chosen.emit("cp858:19")
    form.confirmation.chosen.emit("none")
    form.pin.chosen.emit("5")
    form.inverted.click()
    form.save.click()
    pool = office.room.pool

    def config() -> PrinterConfig:
        return pool._drivers["caisse"].config

    office.qtbot.waitUntil(lambda: config().drawer_pin == 5, timeout=5000)
    assert config().page == Page(encoding="cp858", number=19)
    assert (config().completion, config().status) == ("none", None)
    office.until_ready("caisse")
    assert "drawer_open" in office.room.healths()["caisse"].reasons
    assert form.page.chosen_key == "cp858:19"
    form.test.click()
    office.until_said(
        "Caisse ne confirme rien, mais saurait : choisissez « Numéro renvoyé »"
    )


def test_a_printer_that_never_answers_is_not_asked(office: Office) -> None:
    form = office.open("bar")
    assert form.pin.isHidden()
    form.page.chosen.emit("image")
    form.confirmation.chosen.emit("silent")
    form.save.click()
    pool = office.room.pool

    def taught() -> bool:
        config = pool._drivers["bar"].config
        return (config.mode, config.completion, config.status) == (
            "raster",
            "none",
            False,
        )

    office.qtbot.waitUntil(taught, timeout=5000)
    office.until_ready("bar")
    form.test.click()
    office.qtbot.waitUntil(lambda: office.said[-1].text.startswith("Bar ne confirme"))


def test_a_gun_is_added_by_port_and_speed(office: Office, tmp_path: Path) -> None:
    gun = Gun(tmp_path)
    gun.plug_in()
    office.section.show_place("")
    office.section.new.click()
    form = office.section.form
    form.kind.chosen.emit("scanner")
    assert form.address.isHidden()
    assert not form.profile.isHidden()
    form.name.text_edited.emit("Boutique")
    form.port.text_edited.emit("ttyGUN")
    form.save.click()
    assert form.port.error == "Par exemple /dev/ttyACM0, COM3 ou 05e0:1701"
    form.port.text_edited.emit(str(gun.device))
    form.speed.chosen.emit("19200")
    form.save.click()
    settings = office.section.desk.world.settings
    (device,) = [d for d in settings.devices.values() if d.kind == "scanner"]
    assert device.address == f"serial://{gun.device}?baud=19200"
    office.until_ready(device.id)
    gun.unplug()


def test_a_card_terminal_has_its_papers(office: Office) -> None:
    form = office.open("tpe1")
    assert not any(paper.isHidden() for paper in form.papers)
    for name, text in (
        ("serial", " 80K1234567 "),
        ("contract", "1234567"),
        ("acquirer", "x" * 61),
        ("since", "2 novembre"),
        ("until", "31/02/2026"),
    ):
        form.edited.emit(name, text)
    form.save_requested.emit()
    wrong = {p.property("field") for p in form.papers if p.error}
    assert wrong == {"acquirer", "since", "until"}
    for name, text in (
        ("acquirer", "Crédit du Rhône"),
        ("since", "02/11/2026"),
        ("until", ""),
    ):
        form.edited.emit(name, text)
    form.save_requested.emit()
    stored = office.section.desk.world.settings.devices["tpe1"]
    assert (stored.serial, stored.contract, stored.acquirer) == (
        "80K1234567",
        "1234567",
        "Crédit du Rhône",
    )
    assert (stored.since, stored.until) == ("2026-11-02", "")
    assert all(paper.isHidden() for paper in office.open("bar").papers)


def test_a_terminal_is_set_by_model_way_and_port(office: Office) -> None:
    office.allow_real_terminals()
    form = office.open("tpe1")
    form.profile.chosen.emit("concert_plus")
    form.reach.way.chosen.emit("serial")
    port, speed = form.reach.fields["option:"], form.reach.fields["option:baud"]
    assert isinstance(port, TextField)
    assert isinstance(speed, Dropdown)
    assert not port.isHidden()
    port.text_edited.emit("COM3")
    speed.chosen.emit("1200")
    form.save.click()
    house = office.room._house
    stored = house.world.settings.devices["tpe1"]
    assert (stored.profile, stored.address) == (
        "concert_plus",
        "serial://COM3?baud=1200",
    )


def test_a_key_is_kept_and_never_written_down(office: Office) -> None:
    office.allow_real_terminals()
    form = office.open("tpe1")
    form.profile.chosen.emit("stripe")
    form.reach.way.chosen.emit("stripe")
    for name, value in (("option:", "tmr_FfV"), ("option:key", "rk_live_123")):
        field = form.reach.fields[name]
        assert isinstance(field, TextField)
        field.text_edited.emit(value)
    form.save.click()
    house = office.room._house
    stored = house.world.settings.devices["tpe1"]
    assert stored.address == "stripe://tmr_FfV"
    assert office.room.secrets_kept("tpe1") == {"key"}
    key = form.reach.fields["option:key"]
    assert isinstance(key, TextField)
    assert key.text == ""
    files = [f for f in office.room._spool.parent.rglob("*") if f.is_file()]
    holders = [f.name for f in files if b"rk_live_123" in f.read_bytes()]
    assert holders == ["accounts.json"]


def test_a_terminal_set_otherwise_answers_at_once(office: Office) -> None:
    """Nobody starts Sotto anew to try the terminal that was just plugged in."""
    office.until_ready("tpe1")
    before = office.room.simulated_terminals["tpe1"]
    form = office.open("tpe1")
    form.profile.chosen.emit("concert_plus")
    form.save.click()
    room = office.room

    def spoken_to() -> bool:
        peer = room.simulated_terminals.get("tpe1")
        return isinstance(peer, SimulatedConcert) and not before.on

    office.qtbot.waitUntil(spoken_to, timeout=5000)
    office.until_ready("tpe1")
    form.test.click()
    office.qtbot.waitUntil(
        lambda: any(s.text.startswith("TPE 1 répond en ") for s in office.said),
        timeout=5000,
    )
    form.fields["active"].click()  # type: ignore[attr-defined]
    form.save.click()
    office.qtbot.waitUntil(lambda: "tpe1" not in room.healths(), timeout=5000)


def test_a_terminal_shows_its_last_slip_and_is_collected(office: Office) -> None:
    office.until_ready("tpe1")
    form = office.open("tpe1")
    assert [b.accessibleName() for b in form.services.buttons.values()] == [
        "Dernier ticket",
        "Télécollecte",
    ]
    form.services.buttons["duplicate"].click()
    assert office.until_said("TPE 1 ne l’a pas fait").tone == "refused"  # none yet
    peer = office.room.simulated_terminals["tpe1"]
    assert isinstance(peer, SimulatedTerminal)
    peer._ledger.charge(Sale(cents=1590, reference="R1"), 1590, "************0674")
    form.services.buttons["duplicate"].click()
    office.qtbot.waitUntil(lambda: "15,90 EUR" in form.services.slip.text())
    form.services.buttons["collect"].click()
    office.until_said("TPE 1 : fait, 15,90\u00a0€")
    office.open("bar")
    assert form.services.isHidden()


def test_papers_that_wait_are_moved_at_once_and_then_listed_as_done(
    office: Office,
) -> None:
    pool, section = office.room.pool, office.section
    office.until_ready("chaud")
    office.room.simulated_printers["chaud"].remove_paper()
    held = DeviceState.HELD
    office.qtbot.waitUntil(lambda: office.room.healths()["chaud"].state is held)
    for number in (1, 2, 3):
        paper = Document("kitchen", (Text(f"plat {number}"),), f"BON {number}")
        pool.submit("chaud", f"bulk:{number}", paper)
    section.show_place("jobs")
    section.search.text_edited.emit("BON")
    office.qtbot.waitUntil(lambda: len(section.jobs_shown()) == 3)
    section.search.text_edited.emit("cuisine 2")
    section.bulk_decided.emit("move:bar")
    assert office.said[-1].text == "Papier envoyé ailleurs"
    office.qtbot.waitUntil(lambda: bool(pool.jobs("bar", ("printed",))), timeout=5000)
    section.search.text_edited.emit("")
    section.bulk_decided.emit("drop")
    assert office.said[-1].text == "2 papiers abandonnés"
    section.show_kind("papers")
    office.qtbot.waitUntil(lambda: section.papers.model.rowCount() == 3, timeout=5000)
    row = section.papers.model.row_at(0)
    section.papers.row_opened.emit(row.id)
    assert not section.job_pane.reprint.isHidden()
    assert section.job_pane.drop_button.isHidden()


def test_a_device_is_simulated_and_real_again(office: Office) -> None:
    form = office.open("bar")
    house = office.room._house
    stored = house.world.settings.devices["bar"]
    real = replace(stored, address="tcp://127.0.0.1:9")
    house.run(SetDevice(event=real), Actor("marc"))
    assert ("simulate", "Simuler") in form._acts
    form.act_requested.emit("simulate")
    office.until_said("Bar est simulé")
    assert house.world.settings.devices["bar"].address == "sim://"
    form.act_requested.emit("real")
    assert office.said[-1].text == "Bar est de nouveau l’appareil réel"
    assert house.world.settings.devices["bar"] == real


def test_a_new_unit_takes_the_place_its_papers_and_gives_them_back(
    office: Office,
) -> None:
    office.until_ready("bar")
    house, pool = office.room._house, office.room.pool
    office.room.simulated_printers["bar"].remove_paper()
    held = DeviceState.HELD
    office.qtbot.waitUntil(lambda: office.room.healths()["bar"].state is held)
    pool.print_test("bar")
    form = office.open("bar")
    assert [row.view.title for row in form.state.queue] == ["Page d’essai Bar"]
    before = dict(house.world.settings.devices)
    form.act_requested.emit("replace:new")
    new = next(iter(set(house.world.settings.devices) - set(before)))
    office.qtbot.waitUntil(lambda: not pool.jobs("bar"), timeout=5000)
    assert pool.jobs(new)
    undo = office.said[-1].undo
    assert undo is not None
    undo()
    assert house.world.settings.devices["bar"] == before["bar"]
    assert not house.world.settings.devices[new].active


def test_the_history_of_a_device_stands_in_its_page(office: Office) -> None:
    form = office.open("bar")
    assert not form.state.history_note.isHidden()
    gone = DeviceStateChanged(device="bar", state="offline", reasons=("unplugged",))
    office.room._house.record([gone])
    assert [words for _, words in form.state.history._shown] == [
        "câble ou courant coupé"
    ]
    assert form.state.history_note.isHidden()


def test_what_is_plugged_in_becomes_a_device_at_a_tap(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    gun = Plugged(address="serial://05e0:1701", path="/dev/ttyACM0", kind="scanner")
    monkeypatch.setattr(
        "app.windows.admin.devices.plugged_controller.plugged", lambda: [gun]
    )
    section = office.section
    section.show()
    section.show_kind("plugged")
    office.qtbot.waitUntil(lambda: section.plugged.model.rowCount() == 1)
    section.plugged.row_opened.emit(gun.address)
    form = section.form
    assert form.tab == "settings"
    assert (form.kind.chosen_key, form.port.text) == ("scanner", "05e0:1701")


def test_a_printer_on_the_network_becomes_a_device_at_a_tap(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[frozenset[str]] = []

    def search(known: frozenset[str]) -> list[Plugged]:
        told.append(known)
        place = "192.168.1.31"
        address, name = f"tcp://{place}:9100", "EPSON TM-m30II"
        return [Plugged(address=address, path=place, label=name, kind="printer")]

    pages = "app.windows.admin.devices.plugged_controller"
    monkeypatch.setattr(f"{pages}.plugged", list)
    monkeypatch.setattr(f"{pages}.network_printers", search)
    section = office.section
    section.show()
    section.show_kind("plugged")
    section.seek.click()
    office.until_said("1 imprimante trouvée")
    office.qtbot.waitUntil(lambda: section.plugged.model.rowCount() == 1)
    section.plugged.row_opened.emit("tcp://192.168.1.31:9100")
    form = section.form
    assert form.profile.chosen_key == "epson_tm_m30"
    form.edited.emit("name", "Bar 2")
    form.save.click()
    devices = office.room._house.world.settings.devices.values()
    assert "tcp://192.168.1.31:9100" in {device.address for device in devices}
    assert told == [frozenset({"sim://"})]
    section.hide()


def test_only_the_settings_are_saved(office: Office) -> None:
    form = office.open("bar")
    assert (form.tab, form.foot_pane.isHidden()) == ("state", True)
    form.tabs.chosen.emit("settings")
    assert (form.tab, form.foot_pane.isHidden()) == ("settings", False)


def test_a_printer_that_is_plugged_in_elsewhere_says_where(office: Office) -> None:
    house = office.room._house
    assert office.open("caisse").terminal.isHidden()  # no question with one terminal
    names = (("C1", "Caisse 1"), ("C2", "Bar"))
    house.record([TerminalSet(chain=c, x=c, y=c, name=name) for c, name in names])
    form = office.open("caisse")
    assert not form.terminal.isHidden()
    form.terminal.chosen.emit("C2")
    assert form.drawer_words.text() == "Le tiroir ne s’ouvre que depuis Bar."
    form.save.click()
    office.qtbot.waitUntil(lambda: "caisse" not in office.room.driven_healths())
    form = office.open("caisse")
    assert house.world.settings.devices["caisse"].terminal == "C2"
    assert form.test.isHidden()
    assert form.state.state.text == "sur Bar"

"""The terminals in the office: carrying the hub, pairing a real machine, revoking it."""

import socket
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from gui_kit import board, demo_house, desk_for
from hub_kit import machine, paired
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.main_thread import MainThread
from app.network import NetworkRoom
from app.services.house import Actor
from app.services.ports import NetworkStatus
from app.windows.admin.network.page import NetworkSection
from app.windows.admin.network.pairing_pane import CODE, HERE, OVER, WHO
from app.windows.admin.page import AdminPage
from app.windows.desk import Said
from app.windows.network_board import NetworkBoard
from widgets.dialog import Dialog
from widgets.table_model import Cell


class RoomAtAnyPort(NetworkRoom):
    """The real room without multicast; its hub listens where it can."""

    ports: Sequence[int] = (0,)

    def _announce(self) -> None:
        """Nobody listens."""

    def carry(
        self,
        actor: Actor,
        heard: Callable[[str], None],
        ports: Sequence[int] | None = None,
    ) -> None:
        super().carry(actor, heard, ports or self.ports)


@dataclass
class Office:
    """The section of the terminals in a house that can carry a hub."""

    qtbot: QtBot
    opened: Opened
    room: RoomAtAnyPort
    section: NetworkSection
    said: list[str]

    def accept(self) -> Dialog:
        """Says yes to the question on show."""
        dialog = next(d for d in self.section.findChildren(Dialog) if d.isVisible())
        dialog.card.act.click()
        return dialog

    def carry(self) -> None:
        self.section.standing.act.click()
        self.accept()
        self.until(lambda: self.room.status().link == "carrying")

    def until(self, so: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(so()), timeout=20_000)

    def cells(self, chain: str) -> list[str]:
        model = self.section.terminals.model
        row = next(row for row in model._rows if row.id == chain)
        return [c.text if isinstance(c, Cell) else c for c in row.cells]

    def open_code(self, name: str) -> str:
        self.section.new.click()
        self.section.pairing.name.set_text(name)
        self.section.pairing.go_on.click()
        return self.section.pairing.code.text().replace(" ", "")


@pytest.fixture
def office(qtbot: QtBot, still: None, tmp_path: Path) -> Iterator[Office]:
    with demo_house(tmp_path / "one", open_till=False) as opened:
        main, boards = MainThread(), list[NetworkBoard]()
        room = RoomAtAnyPort(
            opened, main.post, lambda: [b.changed.emit() for b in boards] and None
        )
        boards.append(NetworkBoard(room))
        room.start()
        desk = desk_for(opened, "marc", "admin")
        desk.network = boards[0]
        said: list[str] = []

        def hear(what: Said) -> None:
            said.append(what.text)

        desk.said.connect(hear)
        section = NetworkSection(desk, board())
        qtbot.addWidget(section)
        section.resize(1190, 700)
        section.show()
        section.show_place("")
        yield Office(qtbot, opened, room, section, said)
        section.leave()
        room.stop()


def test_a_terminal_alone_carries_the_hub_after_a_question(office: Office) -> None:
    card = office.section.standing
    assert card.title.text() == "Ce terminal travaille seul"
    assert office.section.lists.currentWidget() is office.section.nobody

    office.carry()

    office.until(lambda: card.title.text() == "Cette machine porte le hub")
    assert "0 terminal" in card.words.text()
    assert office.said == ["Cette machine porte le hub."]
    assert office.cells("C1")[:3] == ["Caisse 1", "Caisse", "ce terminal, hub"]

    card.act.click()
    dialog = office.accept()
    assert "Ne plus porter" in dialog.card.accessibleName()
    office.until(lambda: card.title.text() == "Aucune machine ne porte le hub")


def test_who_adds_a_terminal_to_one_alone_goes_on_once_it_carries_the_hub(
    office: Office,
) -> None:
    office.section.new.click()
    office.accept()
    pairing = office.section.pairing
    office.until(pairing.name.isVisible)
    assert pairing.step == WHO
    assert office.room.status().link == "carrying"


def test_a_port_that_another_program_has_is_passed_over(office: Office) -> None:
    with socket.create_server(("0.0.0.0", 0)) as other:
        taken: int = other.getsockname()[1]
        office.room.ports = (taken,)
        office.section.standing.act.click()
        office.accept()
        office.until(lambda: office.said)
        assert f"Le port {taken} est déjà pris" in office.said[0]

        office.room.ports = (taken, 0)
        office.carry()
        assert not office.room.status().address.endswith(f":{taken}")


@pytest.mark.logs
def test_a_terminal_is_added_named_and_revoked(
    office: Office, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    office.carry()
    section, pairing = office.section, office.section.pairing
    section.new.click()
    pairing.go_on.click()
    assert pairing.step == WHO
    assert pairing.name.error == "Donnez un nom de 1 à 40 caractères."
    assert pairing.name.edit.hasFocus()
    code = office.open_code("Bar")
    assert len(code) == 6
    assert pairing.step == CODE
    assert pairing.qr.text == f"sotto://{office.room.status().address}/{code}"
    assert pairing.left_time.text().startswith("Valable encore 5:00")

    hub = office.room._hub
    assert hub is not None
    with ThreadPoolExecutor(1) as elsewhere:
        joining = elsewhere.submit(paired, tmp_path / "two", hub, code)
        office.until(joining.done)
        joining.result()
        office.until(lambda: pairing.step == HERE)
        assert office.said[-1] == "Bar fait partie du restaurant"
        words = pairing.here_words._words
        office.until(lambda: words.height() >= words.heightForWidth(words.width()))
        assert pairing.code.text() == pairing.qr.text == ""
        assert office.cells("C2")[:3] == ["Bar", "Caisse", "pas relié"]

        with machine(tmp_path / "two") as two:
            two.links(f"127.0.0.1:{hub.port}")
            office.until(lambda: office.cells("C2")[2] == "relié")

            section.terminals.row_opened.emit("C2")
            form = section.form
            form.name.edit.setFocus()
            form.name.edit.clear()
            office.qtbot.keyClicks(form.name.edit, "Cuisine chaude")
            form.role.chosen.emit("kitchen")
            form.save.click()
            assert office.cells("C2")[:2] == ["Cuisine chaude", "Cuisine"]
            assert office.said[-1] == "Cuisine chaude ouvrira sur : Cuisine"

            form.revoke.click()
            office.accept()
            assert office.cells("C2")[2] == "révoqué"
            assert not form.revoke.isVisible()
            office.until(lambda: not hub.peers)


def test_a_code_that_is_no_longer_open_is_not_shown(office: Office) -> None:
    office.carry()
    pairing = office.section.pairing
    office.open_code("Bar")
    office.room.close_pairing()  # as after three wrong ones
    office.until(lambda: pairing.step == OVER)
    assert pairing.code.text() == ""
    pairing.go_on.click()
    assert pairing.step == CODE

    assert office.section.go_back()
    assert office.room.pairing_left() == 0


def test_this_terminal_does_not_revoke_itself(office: Office) -> None:
    office.carry()
    office.section.terminals.row_opened.emit("C1")
    assert not office.section.form.revoke.isVisible()
    assert "un autre peut" in office.section.form.end.text()


def test_the_keyboard_reaches_everything(office: Office) -> None:
    office.carry()
    office.section.new.setFocus()
    office.qtbot.keyClick(office.section.new, Qt.Key.Key_Space)
    assert office.section.pairing.name.edit.hasFocus()
    office.qtbot.keyClicks(office.section.pairing.name.edit, "Bar")
    office.qtbot.keyClick(office.section.pairing.name.edit, Qt.Key.Key_Return)
    assert office.section.pairing.step == CODE


def test_the_code_is_at_the_hub(office: Office) -> None:
    class Linked:
        def status(self) -> NetworkStatus:
            return NetworkStatus("linked", "C9", level=True)

    office.section.desk.network.room = Linked()  # type: ignore[assignment]
    office.section.new.click()
    assert not office.section.split.side_shown
    assert "sur la machine qui porte le hub" in office.said[-1]


def test_the_row_of_problems_leads_here(office: Office) -> None:
    page = AdminPage(office.section.desk, board())
    office.qtbot.addWidget(page)
    page.show_place("network")
    assert isinstance(page.section, NetworkSection)
    page.section.leave()

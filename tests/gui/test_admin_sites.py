"""The sites in the office of a head office, and attaching in that of a restaurant."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from gui_kit import board, demo_house, desk_for
from pytestqt.qtbot import QtBot
from sites_kit import Place, Room, place

from app.domain.terminals.decide import CarryHub, SetSite
from app.main_thread import MainThread
from app.reports.sites import sites_report, sites_workbook
from app.windows.admin.network.page import NetworkSection
from app.windows.admin.network.pairing_pane import CODE, HERE
from app.windows.admin.network.sites import SitesSection
from app.windows.admin.page import AdminPage
from app.windows.admin.section import Section
from app.windows.desk import Desk
from app.windows.network_board import NetworkBoard
from widgets.dialog import Dialog
from widgets.table_model import Cell

pytestmark = [pytest.mark.logs, pytest.mark.usefixtures("caplog")]


class Window:
    """One machine with a window's desk, and the room of its network."""

    def __init__(self, qtbot: QtBot, stack: ExitStack, folder: Path) -> None:
        self.qtbot, self.stack = qtbot, stack
        opened = stack.enter_context(demo_house(folder, open_till=False))
        boards: list[NetworkBoard] = []

        def tell() -> None:
            for each in boards:
                each.changed.emit()

        self.room = Room(opened, MainThread().post, tell)
        boards.append(NetworkBoard(self.room))
        self.room.start()
        stack.callback(self.room.stop)
        self.desk: Desk = desk_for(opened, "marc", "admin")
        self.desk.network = boards[0]
        heard: list[str] = []
        self.room.carry(self.desk.actor, heard.append)
        self.until(lambda: heard == [""])
        self.until(lambda: self.room.status().link == "carrying")

    def show(self, section: Section, argument: str = "") -> None:
        self.qtbot.addWidget(section)
        section.resize(1190, 700)
        section.show()
        section.show_place(argument)
        self.stack.callback(section.leave)

    def until(self, so: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(so()), timeout=20_000)

    @property
    def address(self) -> str:
        assert self.room._hub is not None
        return f"127.0.0.1:{self.room._hub.port}"


@pytest.fixture
def window(qtbot: QtBot, still: None, tmp_path: Path) -> Iterator[Window]:
    with ExitStack() as stack:
        yield Window(qtbot, stack, tmp_path / "here")


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Place]:
    with place(tmp_path / "there") as there:
        yield there


def cells(section: SitesSection) -> list[list[str]]:
    return [
        [c.text if isinstance(c, Cell) else c for c in row.cells]
        for row in section.sites.model._rows
    ]


def test_a_site_comes_by_the_code_and_its_figures_are_shown(
    window: Window, elsewhere: Place
) -> None:
    section = SitesSection(window.desk, board())
    window.show(section, "new")
    assert section.lists.currentWidget() is section.nobody

    section.pairing.name.set_text("Bastille")
    section.pairing.go_on.click()
    assert section.pairing.step == CODE
    assert section.pairing.qr.isHidden()
    code = section.pairing.code.text()
    elsewhere.room.upstream.attach(window.address, code, window.desk.actor, print)
    window.until(lambda: section.pairing.step == HERE)
    window.until(lambda: cells(section) and cells(section)[0][1] == "relié")
    site = window.room.seen_sites()[0]
    member = site.member
    assert member is not None
    window.until(
        lambda: dict(member.house.world.seen) == dict(elsewhere.house.world.seen)
    )
    assert cells(section)[0][0] == "Bastille"
    assert section.head.heading.accessibleName().startswith("Établissements")

    section.chosen.emit(site.site)
    assert section.whose.text() == "Bastille"
    assert section.go_back()  # shuts the pane
    assert section.go_back()
    assert section.whose.text() == "Tous les établissements"
    section.chosen.emit(site.site)
    assert not section.change.isHidden()
    section.change.click()
    form = section.form
    assert form.heading.accessibleName().startswith("Bastille")
    form.name.edit.setText("")
    form.name.text_edited.emit("")
    form.save.click()
    assert form.name.error == "Donnez un nom de 1 à 40 caractères."
    form.name.set_text("La Bastille")
    form.name.text_edited.emit("La Bastille")
    form.save.click()
    assert cells(section)[0][0] == "La Bastille"
    section.change.click()
    form.let_go.click()
    dialog = next(d for d in section.window().findChildren(Dialog) if d.isVisible())
    dialog.card.act.click()
    window.until(lambda: cells(section)[0][1] == "détaché")
    window.until(lambda: elsewhere.room.status().upstream.reason == "site")
    section.change.click()
    assert form.let_go.isHidden()
    section.close_pane()
    section.chosen.emit("")
    section.span_chosen.emit("month")
    today = window.desk.house.business_day(window.desk.house.clock())
    source = window.room.seen_sites()[0].source
    assert source is not None
    report = sites_report([source], f"{today[:7]}-01", today)
    assert [figures.name for figures in report.sites] == ["La Bastille"]
    assert sites_workbook(report)[:2] == b"PK"


def test_a_restaurant_is_attached_and_detached_in_its_terminals(
    window: Window, elsewhere: Place
) -> None:
    section = NetworkSection(window.desk, board())
    window.show(section)
    card, pane = section.upstream, section.attaching
    assert card.title.text() == "Aucun siège"

    card.act.click()
    pane.go_on.click()
    assert pane.address.error == "Donnez l’adresse du siège."
    pane.address.set_text(f"127.0.0.1:{elsewhere.port}")
    pane.code.set_text("000 000")
    pane.go_on.click()
    window.until(lambda: "Aucun code" in pane.trouble.text())

    pane.code.set_text(elsewhere.code("Bastille"))
    pane.go_on.click()
    window.until(lambda: not section.split.side_shown)
    window.until(lambda: "Relié depuis" in card.words.text())
    window.until(lambda: elsewhere.site("Bastille").linked)

    card.other.click()
    assert pane.code.isHidden()
    pane.address.set_text("")
    pane.go_on.click()
    assert pane.address.error == "Donnez l’adresse du siège."
    pane.address.set_text(f"localhost:{elsewhere.port}")
    pane.go_on.click()
    window.until(lambda: not section.split.side_shown)
    attached = window.desk.world.terminals.upstream
    assert attached is not None
    assert attached.address == f"localhost:{elsewhere.port}"

    card.act.click()
    dialog = next(d for d in section.findChildren(Dialog) if d.isVisible())
    dialog.card.act.click()
    window.until(lambda: card.title.text() == "Aucun siège")
    window.until(lambda: not elsewhere.site("Bastille").active)


def test_the_sites_stand_in_the_menu_where_there_are_any(
    qtbot: QtBot, still: None, tmp_path: Path
) -> None:
    with demo_house(tmp_path, open_till=False) as opened:
        desk = desk_for(opened, "marc", "admin")
        desk.network = NetworkBoard()
        page = AdminPage(desk, board())
        qtbot.addWidget(page)
        page.resize(1366, 700)
        page.show()
        page.show_place("")
        assert page.nav.item_widget("sites").isHidden()

        desk.run(CarryHub(site="office", addresses=("a:1",)))
        desk.run(SetSite(site="bastille", name="Bastille"))
        assert not page.nav.item_widget("sites").isHidden()
        page.leave()

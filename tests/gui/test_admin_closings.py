"""The closings of the back office: lists, one in full, what is behind it, by hand."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from fiscal_kit import FLOAT, MARC, close, sell
from gui_kit import FixedClock, board, demo_house, desk_for
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.domain.till.decide import OpenTill
from app.domain.vocabulary import Refusal
from app.fiscal.periods import close_due
from app.windows.admin.money.closings import ClosingsSection
from app.windows.behind_sheet import BehindSheet, PaperSheet
from app.windows.desk import Desk
from resources.texts import set_language
from widgets.list_row import ListRow


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime.fromisoformat("2026-10-30T20:00:00+01:00"))


@pytest.fixture
def opened(tmp_path: Path, clock: FixedClock) -> Iterator[Opened]:
    """Two days of October, and one of November, all closed."""
    set_language("fr")
    with demo_house(tmp_path, clock, open_till=False) as made:
        for days in (0, 1, 2):
            clock.forward(days=days)
            close_due(made.house, thorough=True)
            done = made.house.run(OpenTill(coins=FLOAT), MARC)
            assert not isinstance(done, Refusal)
            sell(made)
            close(made)
        yield made


@pytest.fixture
def desk(opened: Opened) -> Desk:
    return desk_for(opened, "marc", "admin")


@pytest.fixture
def section(desk: Desk, qtbot: QtBot) -> ClosingsSection:
    made = ClosingsSection(desk, board())
    desk.setParent(made)
    qtbot.addWidget(made)
    made.resize(1366, 736)
    made.show()
    return made


def listed(section: ClosingsSection) -> list[str]:
    model = section.table.model
    return [model.row_at(number).id for number in range(model.rowCount())]


def test_days_and_months_are_listed(section: ClosingsSection, qtbot: QtBot) -> None:
    section.show_place("")
    qtbot.waitUntil(lambda: listed(section) == ["C1:Z:3", "C1:Z:2", "C1:Z:1"])
    section.span_requested.emit("month")
    qtbot.waitUntil(lambda: listed(section) == ["C1:ZM:1"])


def test_a_month_opens_its_days_and_a_day_its_documents(
    section: ClosingsSection, desk: Desk, qtbot: QtBot
) -> None:
    went: list[tuple[str, str]] = []
    desk.place_requested.connect(lambda page, place: went.append((page, place)))
    section.show_place("month")
    qtbot.waitUntil(lambda: listed(section) == ["C1:ZM:1"])
    section.opened.emit("C1:ZM:1")
    assert section.split.side_shown
    assert section.pane.rows[0].view.title == "2 clôtures additionnées"
    section.pane.rows[0].clicked.emit()
    qtbot.waitUntil(lambda: listed(section) == ["C1:Z:2", "C1:Z:1"])
    assert section.inside.isVisible()
    section.opened.emit("C1:Z:2")
    section.pane.rows[0].clicked.emit()
    assert went == [("admin", "documents:2026-10-31")]


def named(section: ClosingsSection, name: str) -> ListRow:
    return next(row for row in section.pane.rows if row.view.title == name)


def test_a_figure_opens_its_tickets_and_a_ticket_its_paper(
    section: ClosingsSection, desk: Desk, qtbot: QtBot
) -> None:
    went: list[tuple[str, str]] = []
    desk.place_requested.connect(lambda page, place: went.append((page, place)))
    section.show_place("")
    qtbot.waitUntil(lambda: "C1:Z:2" in listed(section))
    section.opened.emit("C1:Z:2")
    named(section, "Carte, TPE autonome").clicked.emit()
    sheet = section.controller.behind.sheet
    assert isinstance(sheet, BehindSheet)
    qtbot.waitUntil(lambda: sheet.table.model.rowCount() == 1, timeout=5000)
    assert sheet.words.text() == "1 écriture · 84,50\u00a0€"
    sheet.table.row_opened.emit(sheet.table.model.row_at(0).id)
    paper = section.controller.behind.paper
    assert isinstance(paper, PaperSheet)
    qtbot.waitUntil(lambda: len(paper.roll.pieces) == 1, timeout=5000)
    assert went == []

    named(section, "Fond de caisse").clicked.emit()
    drawer = section.controller.behind.sheet
    assert isinstance(drawer, BehindSheet)
    qtbot.waitUntil(lambda: drawer.table.model.rowCount() == 1, timeout=5000)
    entry = drawer.table.model.row_at(0).id
    drawer.table.row_opened.emit(entry)
    assert went == [("admin", f"journal:{entry}")]


def test_a_figure_of_a_month_opens_the_tickets_of_all_its_days(
    section: ClosingsSection, qtbot: QtBot
) -> None:
    section.show_place("month")
    qtbot.waitUntil(lambda: listed(section) == ["C1:ZM:1"])
    section.opened.emit("C1:ZM:1")
    named(section, "Total net").clicked.emit()
    sheet = section.controller.behind.sheet
    assert isinstance(sheet, BehindSheet)
    qtbot.waitUntil(lambda: sheet.table.model.rowCount() == 2, timeout=5000)
    assert sheet.words.text() == "2 écritures · 169,00\u00a0€"


def test_what_is_due_is_closed_and_named(
    section: ClosingsSection, clock: FixedClock, qtbot: QtBot
) -> None:
    section.show_place("month")
    clock.now = datetime.fromisoformat("2027-01-02T10:00:00+01:00")
    section.close_requested.emit("")
    qtbot.waitUntil(lambda: section.close_.isEnabled() and len(listed(section)) == 2)
    assert "2 clôtures faites" in section.bar.words.text()
    section.close_requested.emit("")
    qtbot.waitUntil(lambda: "Rien" in section.bar.words.text())


def test_what_is_due_can_be_cancelled(
    section: ClosingsSection, clock: FixedClock, opened: Opened, qtbot: QtBot
) -> None:
    section.show_place("month")
    clock.now = datetime.fromisoformat("2027-01-02T10:00:00+01:00")
    section.close_requested.emit("")
    section.controller._close_next()
    section.bar.cancel_requested.emit()
    assert "1 clôture faite" in section.bar.words.text()
    assert opened.house.world.till("C1").month.number == 2
    assert opened.house.world.till("C1").year.number == 0


def test_what_cannot_be_undone_is_asked_first(
    section: ClosingsSection, opened: Opened, clock: FixedClock
) -> None:
    clock.forward(days=1)
    opened.house.run(OpenTill(coins=FLOAT), MARC)
    section.show_place("day")
    act = QAction()
    act.setData("day")
    section._on_close_triggered(act)
    till, question = opened.house.world.till("C1"), section.question
    assert question is not None
    assert till.session
    question.accepted.emit()
    assert not till.session
    made = section.bar.findChildren(ListRow)[0].view.title
    assert made.startswith("Z C1-4 · 03/11/2026")


def test_a_month_that_runs_is_refused_in_words(
    section: ClosingsSection, desk: Desk
) -> None:
    said: list[str] = []
    desk.said.connect(lambda told: said.append(told.text))
    section.show_place("month")
    section.close_requested.emit("month")
    assert said == ["Cette période n’est pas terminée."]

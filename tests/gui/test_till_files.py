"""The receipts of what is paid out of the drawer, and what a count looked like."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from gui_kit import FixedClock, board, demo_house, desk_for
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QDropEvent,
    QImage,
    QImageReader,
    QPageSize,
    QPainter,
    QPdfWriter,
)
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.domain.till.decide import MoveCash
from app.domain.till.events import CashMoved, FileKept, TillCounted, TillOpened
from app.services.facts import facts_of
from app.services.house import Actor
from app.services.kept_files import kept
from app.windows.admin.fiscal.journal import JournalSection
from app.windows.desk import Desk, Said
from app.windows.file_picker import FilePicker
from app.windows.files_sheet import FilesSheet
from app.windows.kept_picture import MOST_PDF, NoPictureError, kept_form, pages_of
from app.windows.till.cash_sheet import CashSheet
from app.windows.till.page import TillPage
from widgets.list_row import ListRow

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("still")]


HIDDEN = Qt.WidgetAttribute.WA_WState_ExplicitShowHide


@pytest.fixture(name="opened")
def opened_fixture(tmp_path: Path) -> Iterator[Opened]:
    with demo_house(tmp_path / "profile", FixedClock()) as opened:
        yield opened


@pytest.fixture(name="desk")
def desk_fixture(opened: Opened) -> Desk:
    return desk_for(opened, "marc", "till")


@pytest.fixture(name="page")
def page_fixture(qtbot: QtBot, desk: Desk) -> TillPage:
    page = TillPage(desk, board())
    desk.setParent(page)
    qtbot.addWidget(page)
    page.resize(1366, 736)
    page.show()
    page.show_place("")
    return page


@pytest.fixture(name="photo")
def photo_fixture(tmp_path: Path) -> Path:
    """A large photograph, as a telephone makes it."""
    picture = QImage(3000, 4000, QImage.Format.Format_RGB32)
    picture.fill(QColor("#F3EDE0"))
    path = tmp_path / "ticket.jpg"
    assert picture.save(str(path))
    return path


def joined(qtbot: QtBot, picker: FilePicker, path: Path) -> None:
    picker.take_file(str(path))
    qtbot.waitUntil(lambda: not picker.reading, timeout=5000)


def cash_sheet(page: TillPage) -> CashSheet:
    sheet = page.controller.cash.sheet
    assert sheet is not None
    return sheet


def facts(opened: Opened, *types: str) -> list[object]:
    return [fact.event for fact in facts_of(opened.house.journal.entries(types=types))]


def rows(page: TillPage) -> list[ListRow]:
    found = page.overview.findChildren(ListRow)
    return [row for row in found if not row.testAttribute(HIDDEN) or row.isVisible()]


def test_the_receipt_of_the_lemons_is_kept_and_shown(
    qtbot: QtBot, page: TillPage, opened: Opened, photo: Path
) -> None:
    page.act_requested.emit("cash_out")
    sheet = cash_sheet(page)
    sheet.choose("supplier")
    sheet.pad.propose(450)
    joined(qtbot, sheet.picker, photo)
    sheet.confirm.click()

    moved, file = facts(opened, "till.cash_moved", "till.file_kept")
    assert isinstance(moved, CashMoved)
    assert isinstance(file, FileKept)
    assert (file.about, file.of) == ("move", moved.move)
    content = kept(opened.profile.files, file.file)
    assert content is not None
    assert len(content) < photo.stat().st_size
    (page_shown,) = pages_of(content)
    assert (page_shown.width(), page_shown.height()) == (1350, 1800)

    row = rows(page)[-1]
    assert row.view.subtitle == "Justificatif gardé"
    row.clicked.emit()
    shown = page.controller.files.sheet
    assert isinstance(shown, FilesSheet)
    qtbot.waitUntil(lambda: len(shown.pages) == 1, timeout=5000)
    view = shown.pages[0]
    qtbot.waitUntil(lambda: view.height() == round(view.width() * 4 / 3), timeout=5000)


def test_a_receipt_that_comes_later_is_joined_to_its_movement(
    qtbot: QtBot, page: TillPage, opened: Opened, photo: Path
) -> None:
    opened.house.run(MoveCash(amount=-2000, reason="supplier"), Actor("marc"))
    page.show_place("")
    row = rows(page)[-1]
    assert row.view.subtitle == "Justificatif à joindre"
    row.clicked.emit()
    sheet = page.controller.files.sheet
    assert isinstance(sheet, FilesSheet)
    joined(qtbot, sheet.picker, photo)

    (file,) = facts(opened, "till.file_kept")
    assert isinstance(file, FileKept)
    move = opened.house.world.till("C1").movements[-1].move
    assert opened.house.world.files_of("move", move) == (file.file,)
    assert rows(page)[-1].view.subtitle == "Justificatif gardé"


def test_a_photo_of_the_drawer_is_signed_with_its_count(
    qtbot: QtBot, page: TillPage, opened: Opened, photo: Path
) -> None:
    page.show_place("close")
    assert not page.photo.isVisible()
    page.next_button.click()
    assert page.photo.isVisible()
    joined(qtbot, page.photo, photo)
    page.next_button.click()
    page.next_button.click()

    counted, file = facts(opened, "till.counted", "till.file_kept")
    assert isinstance(counted, TillCounted)
    assert isinstance(file, FileKept)
    assert (file.about, file.of) == ("count", counted.session)
    page.show_place("close")
    page.next_button.click()
    assert page.photo.content == b""


def test_a_photo_of_the_float_is_kept_with_the_opening(
    qtbot: QtBot, tmp_path: Path, photo: Path
) -> None:
    with demo_house(tmp_path / "shut", open_till=False) as opened:
        desk = desk_for(opened, "marc", "till")
        page = TillPage(desk, board())
        desk.setParent(page)
        qtbot.addWidget(page)
        page.show_place("open")
        joined(qtbot, page.photo, photo)
        page.next_button.click()
        told, file = facts(opened, "till.opened", "till.file_kept")
        assert isinstance(told, TillOpened)
        assert isinstance(file, FileKept)
        assert (file.about, file.of) == ("float", told.session)
        page.show_place("")
        assert rows(page)[0].view.subtitle == "Photo gardée"


def test_the_journal_shows_what_is_kept_with_an_entry(
    qtbot: QtBot, page: TillPage, desk: Desk, opened: Opened, photo: Path
) -> None:
    page.act_requested.emit("cash_out")
    sheet = cash_sheet(page)
    sheet.choose("supplier")
    sheet.pad.propose(450)
    joined(qtbot, sheet.picker, photo)
    sheet.confirm.click()
    section = JournalSection(desk, board())
    qtbot.addWidget(section)
    section.show()
    (*_, moved) = opened.house.journal.entries(types=["till.cash_moved"])
    section.opened.emit(f"{moved.chain}:{moved.seq}")
    assert not section.entry_pane.files.isHidden()
    section.entry_pane.files.click()
    shown = section.controller.files.sheet
    assert isinstance(shown, FilesSheet)
    qtbot.waitUntil(lambda: len(shown.pages) == 1, timeout=5000)
    (*_, opening) = opened.house.journal.entries(types=["till.opened"])
    section.opened.emit(f"{opening.chain}:{opening.seq}")
    assert section.entry_pane.files.isHidden()


def test_what_is_no_picture_is_refused_in_words(
    qtbot: QtBot, page: TillPage, tmp_path: Path
) -> None:
    page.act_requested.emit("cash_out")
    picker = cash_sheet(page).picker
    wrong = tmp_path / "notes.jpg"
    for content in (b"citrons 4,50", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b""):
        wrong.write_bytes(content)
        joined(qtbot, picker, wrong)
        assert picker.wrong.text() == "Ce fichier ne se lit pas : une image ou un PDF."
        assert picker.content == b""
    joined(qtbot, picker, tmp_path / "gone.jpg")
    assert not picker.wrong.isHidden()


def test_a_file_is_dropped_on_it_and_taken_off_again(
    qtbot: QtBot, page: TillPage, photo: Path
) -> None:
    page.act_requested.emit("cash_out")
    picker = cash_sheet(page).picker
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(photo))])
    drop = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    picker.dropEvent(drop)
    qtbot.waitUntil(lambda: bool(picker.content), timeout=5000)
    picker.drop.click()
    assert picker.content == b""
    assert picker.button.title == "Joindre le justificatif"


def test_nothing_is_signed_without_the_picture_that_is_still_read(
    qtbot: QtBot, page: TillPage, desk: Desk, opened: Opened, photo: Path
) -> None:
    said: list[Said] = []
    desk.said.connect(said.append)
    page.act_requested.emit("cash_out")
    sheet = cash_sheet(page)
    sheet.pad.propose(450)
    sheet.choose("supplier")
    assert sheet.confirm.isEnabled()
    sheet.picker.take_file(str(photo))
    assert not sheet.confirm.isEnabled()
    qtbot.waitUntil(sheet.confirm.isEnabled, timeout=5000)
    assert sheet.picker.content
    sheet.close_overlay()

    page.show_place("close")
    for _ in range(2):
        page.next_requested.emit()
    page.photo.take_file(str(photo))
    page.next_requested.emit()
    assert said[-1].text == "Un instant : l’image se lit encore."
    assert facts(opened, "till.counted") == []
    qtbot.waitUntil(lambda: not page.photo.reading, timeout=5000)
    page.next_requested.emit()
    (counted,) = facts(opened, "till.counted")
    assert isinstance(counted, TillCounted)
    assert facts(opened, "till.file_kept")


def test_a_disk_that_refuses_writes_no_movement(
    qtbot: QtBot, page: TillPage, desk: Desk, opened: Opened, photo: Path
) -> None:
    said: list[Said] = []
    desk.said.connect(said.append)
    desk.files = photo  # no folder at all
    page.act_requested.emit("cash_out")
    sheet = cash_sheet(page)
    sheet.choose("supplier")
    sheet.pad.propose(450)
    joined(qtbot, sheet.picker, photo)
    sheet.confirm.click()
    assert facts(opened, "till.cash_moved") == []
    assert said[-1].text == "Le disque refuse cette image : vérifiez la place libre."


def test_a_scan_is_kept_as_it_is_and_shown_page_by_page(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A5))
    painter = QPainter(writer)
    painter.drawText(100, 100, "Facture")
    writer.newPage()
    painter.drawText(100, 100, "2")
    painter.end()
    content = path.read_bytes()
    assert kept_form(content) == content
    assert [page.width() for page in pages_of(content)] == [1100, 1100]
    with pytest.raises(NoPictureError):
        kept_form(b"%PDF-1.7 torn")
    with pytest.raises(NoPictureError) as large:
        kept_form(b"%PDF-" + bytes(MOST_PDF))
    assert large.value.large


def test_a_photograph_forgets_where_it_was_taken(tmp_path: Path) -> None:
    picture = QImage(40, 20, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    path = tmp_path / "placed.png"
    picture.setText("GPS", "45.76, 4.83")
    assert picture.save(str(path))
    assert QImageReader(str(path)).text("GPS")
    (page,) = pages_of(kept_form(path.read_bytes()))
    assert page.textKeys() == []

"""The fiscal section: closings and their exports, accounts, archives with progress."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyrage
import pytest
from app_kit import full_disk, small_disk
from fec_rules import faults
from fiscal_kit import close, sell
from gui_kit import FixedClock, demo_house
from office_kit import fiscal_section, said
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.fiscal import verifier_sotto
from app.windows import saving
from app.windows.admin.fiscal.page import (
    ACCOUNTS,
    ARCHIVES,
    INTEGRITY,
    JOURNAL,
    FiscalSection,
)
from resources.texts import set_language
from widgets.button import Button

pytestmark = pytest.mark.gui


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    """A day with a sale in cash, closed with a shortage."""
    set_language("fr")
    with demo_house(tmp_path / "profile", FixedClock()) as made:
        sell(made, method="cash")
        close(made)
        yield made


@pytest.fixture
def section(opened: Opened, qtbot: QtBot) -> FiscalSection:
    return fiscal_section(opened, qtbot)


def show_day(section: FiscalSection, qtbot: QtBot) -> None:
    section.show_place("")
    day = date(2026, 11, 20)
    section.days_requested.emit(day, day)
    qtbot.waitUntil(lambda: section.journal.model.rowCount() == 1)


def test_closings_are_listed_and_written_as_entries(
    section: FiscalSection,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(saving, "user_documents_path", lambda: tmp_path)
    words = said(section)
    show_day(section, qtbot)
    assert section.journal.model.row_at(0).id == "Z-C1-000001"
    with qtbot.waitSignal(section.desk.place_requested) as asked:
        section.journal.row_opened.emit("Z-C1-000001")
    assert asked.args == ["admin", "documents:2026-11-20"]
    section.export_requested.emit("fec")
    qtbot.waitUntil(lambda: bool(words))
    files = sorted(path.name for path in (tmp_path / "Sotto").iterdir())
    assert len(files) == 2
    raw = (tmp_path / "Sotto" / files[0]).read_bytes()
    assert faults(raw) == []


def test_an_account_is_changed_and_taken_back(
    section: FiscalSection, opened: Opened
) -> None:
    words = said(section)
    section.show_place(ACCOUNTS)
    key = "account.sale.SERVICE.1000"
    section.account_opened.emit(key)
    section.form.edited.emit("number", "70")
    section.form.save_requested.emit()
    settings = opened.house.world.settings
    assert settings.text(key).startswith("706110 ")
    section.form.edited.emit("number", "706111")
    section.form.save_requested.emit()
    assert settings.text(key) == "706111 Restauration sur place 10 %"
    assert not section.split.side_shown
    undo = words[-1].undo
    assert undo is not None
    undo()
    assert settings.text(key).startswith("706110 ")


def test_a_missing_account_is_said(section: FiscalSection, qtbot: QtBot) -> None:
    words = said(section)
    section.account_opened.emit("account.shortage")
    for name in ("number", "name"):
        section.form.edited.emit(name, "")
    section.form.save_requested.emit()
    words.clear()
    show_day(section, qtbot)
    section.export_requested.emit("fec")
    qtbot.waitUntil(lambda: bool(words))
    assert "Manquant" in words[-1].text
    assert words[-1].tone == "error"


def test_an_archive_is_made_listed_and_verified(
    section: FiscalSection, opened: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    section.show_place(ARCHIVES)
    stick = tmp_path / "usb"
    stick.mkdir()
    section.archive_requested.emit(stick)
    assert not section.archive.isEnabled()
    qtbot.waitUntil(lambda: section.archives.model.rowCount() == 1)
    assert section.archive.isEnabled()
    assert "écrite et relue" in section.bar.words.text()
    (file,) = stick.iterdir()
    assert verifier_sotto.verify(file).exit_code == 0
    section.verify_requested.emit(file)
    qtbot.waitUntil(lambda: "intacte" in section.bar.words.text())
    file.write_bytes(file.read_bytes()[:-9])
    section.verify_requested.emit(file)
    qtbot.waitUntil(lambda: "coupé" in section.bar.words.text())
    section.archive_requested.emit(stick)
    qtbot.waitUntil(lambda: "Rien à archiver" in section.bar.words.text())
    assert section.archive.isEnabled()


def test_a_cancelled_archive_leaves_no_record(
    section: FiscalSection, opened: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    section.show_place(ARCHIVES)
    section.archive_requested.emit(tmp_path)
    section.bar.cancel_requested.emit()
    background = section.controller._archivist._background
    qtbot.waitUntil(lambda: not background.busy)
    assert section.archive.isEnabled()
    assert not opened.house.world.archives
    assert list(tmp_path.glob("SOTTO*")) == []


def test_a_full_stick_and_one_that_is_gone_are_told(
    section: FiscalSection, opened: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    section.show_place(ARCHIVES)
    section.archive_requested.emit(tmp_path / "gone")
    qtbot.waitUntil(lambda: "rebranchez" in section.bar.words.text())
    with small_disk(tmp_path / "usb", 1) as stick, full_disk(stick):
        section.archive_requested.emit(stick)
        qtbot.waitUntil(lambda: "plein" in section.bar.words.text())
    assert not opened.house.world.archives
    section.show_place(JOURNAL)
    assert section.export.isVisible()


# ---------------------------------------------------------------- what is kept


def test_what_came_of_an_archive_stays_on_its_page(
    section: FiscalSection, qtbot: QtBot, tmp_path: Path
) -> None:
    section.show_place(ARCHIVES)
    section.archive_requested.emit(tmp_path)
    qtbot.waitUntil(lambda: section.archives.model.rowCount() == 1)
    assert section.bar.isVisible()
    section.show_place(INTEGRITY)
    assert not section.bar.isVisible()


def test_where_copies_go_and_the_key_that_seals_them(
    section: FiscalSection, opened: Opened, tmp_path: Path
) -> None:
    form, settings = section.keeping, opened.house.world.settings
    section.show_place(ARCHIVES)
    section.keep.click()
    assert form.isVisible()
    assert not form.secret.isVisible()
    form.edited.emit("backups", "stick")
    form.edited.emit("days", "0")
    form.save_requested.emit()
    assert settings.text("backup.folder") == ""
    chooser = next(b for b in form.findChildren(Button) if b.property("folder"))
    chooser.click()
    (dialog,) = form.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path))
    dialog.close()
    form.edited.emit("days", "3")
    form.edited.emit("every", "year")
    form.save_requested.emit()
    kept = [settings.text(f"backup.{k}") for k in ("folder", "days")]
    assert [*kept, settings.text("archive.every")] == [str(tmp_path), "3", "year"]
    form.make_key.click()
    secret = "".join(form.secret.text().split())
    assert secret.startswith("AGE-SECRET-KEY-1")
    assert settings.text("backup.key") == ""  # until it was noted
    form.noted.click()
    identity = pyrage.x25519.Identity.from_str(secret)
    assert settings.text("backup.key") == str(identity.to_public())
    assert form.secret.text() == ""
    form.unseal.click()
    assert settings.text("backup.key") == ""


def test_an_archive_that_makes_itself_is_seen_and_can_be_let_go(
    section: FiscalSection, qtbot: QtBot
) -> None:
    class Keeping:
        progress: tuple[str, float] | None = ("Copie vers le support", 0.4)

        def cancel(self) -> None:
            self.progress = None

    section.desk.keeping = Keeping()
    section.show_place(ARCHIVES)
    qtbot.waitUntil(section.bar.isVisible)
    assert section.bar.words.text() == "Copie vers le support"
    section.bar.cancel_requested.emit()
    qtbot.waitUntil(lambda: not section.bar.isVisible())

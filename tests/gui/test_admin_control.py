"""What a control asks for, in the office: versions, attestation, folder, the 2027 notice."""

import errno
import os
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from zipfile import ZipFile

import pytest
from gui_kit import FixedClock, board, demo_house, desk_for
from office_kit import fiscal_section, said
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.domain.settings import CONFIRMED
from app.fiscal.core import core
from app.windows.admin.fiscal.page import CONTROL, FiscalSection
from app.windows.admin.page import AdminPage
from resources.texts import set_language

pytestmark = pytest.mark.gui
PARIS = timezone(timedelta(hours=1))


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    set_language("fr")
    with demo_house(tmp_path / "profile", FixedClock()) as made:
        made.house.note("APP_START")
        yield made


@pytest.fixture
def section(opened: Opened, qtbot: QtBot) -> FiscalSection:
    return fiscal_section(opened, qtbot)


def name_user(section: FiscalSection) -> None:
    section.control.attestation_requested.emit()
    section.user.edited.emit("name", "SARL Le Vieux Moulin")
    section.user.edited.emit("acquired", "02/11/2026")
    section.user.save_requested.emit()


def test_an_attestation_is_made_once_the_user_is_named(
    section: FiscalSection, opened: Opened, qtbot: QtBot
) -> None:
    words = said(section)
    section.show_place(CONTROL)
    qtbot.waitUntil(lambda: section.control.model.rowCount() >= 1)
    section.control.attestation_requested.emit()
    assert section.split.side_shown
    section.user.made.emit()
    assert "la raison sociale" in words[-1].text
    section.user.edited.emit("acquired", "hier")
    assert not section.user.make.isEnabled()
    section.user.save_requested.emit()
    assert opened.house.world.settings.text("attestation.acquired") == ""
    name_user(section)
    assert opened.house.world.settings.text("attestation.acquired") == "2026-11-02"
    assert section.user.make.isEnabled()
    section.user.made.emit()
    kept = opened.profile.attestations / f"attestation_{core().version}.pdf"
    assert kept.read_bytes().startswith(b"%PDF")
    assert not section.split.side_shown
    states = section.control.model
    qtbot.waitUntil(lambda: "à signer" in str(states.row_at(0)))


def test_a_signed_attestation_is_kept_and_goes_into_the_folder(
    section: FiscalSection, opened: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    section.show_place(CONTROL)
    name_user(section)
    signed = tmp_path / "scan.pdf"
    signed.write_bytes(b"%PDF-1.4 signed")
    words = said(section)
    other = tmp_path / "scan.png"
    other.write_bytes(b"PNG")
    section.control.signed_chosen.emit("", other)
    assert words[-1].tone == "refused"
    section.control.signed_chosen.emit("", signed)
    older = "Sotto 0.0.9 · F0.9 · 0123456789ab"
    section.control.signed_chosen.emit(older, signed)
    assert (opened.profile.attestations / "attestation_F0.9_signee.pdf").exists()
    table = section.control.model
    qtbot.waitUntil(lambda: table.rowCount() and "signée" in str(table.row_at(0)))
    (tmp_path / "usb").mkdir()
    section.control.folder_chosen.emit(tmp_path / "usb")
    assert not section.control.folder.isEnabled()
    qtbot.waitUntil(section.control.folder.isEnabled)
    (made,) = (tmp_path / "usb").iterdir()
    with ZipFile(made) as file:
        assert (
            f"attestations/attestation_{core().version}_signee.pdf" in file.namelist()
        )
    assert "Dossier de contrôle" in section.bar.words.text()
    assert any(
        entry.data.get("code") == "EXPORT" and made.name in entry.data["detail"]
        for entry in opened.house.journal.entries(stream="jet")
    )


def test_a_full_disk_leaves_the_attestations_that_were_there(
    section: FiscalSection,
    opened: Opened,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "no space left on device")

    section.show_place(CONTROL)
    name_user(section)
    signed = tmp_path / "scan.pdf"
    signed.write_bytes(b"%PDF-1.4 signed")
    section.control.signed_chosen.emit("", signed)
    section.user.made.emit()
    before = {f: f.read_bytes() for f in opened.profile.attestations.glob("*.pdf")}
    assert len(before) == 2
    words = said(section)
    signed.write_bytes(b"%PDF-1.4 another one")
    section.user.edited.emit("name", "SARL Le Nouveau Moulin")
    section.user.save_requested.emit()
    monkeypatch.setattr(os, "fsync", full)
    section.control.signed_chosen.emit("", signed)
    section.user.made.emit()
    assert [said.tone for said in words[-2:]] == ["error", "error"]
    after = {f: f.read_bytes() for f in opened.profile.attestations.glob("*.pdf")}
    assert after == before


def test_a_folder_that_is_cancelled_leaves_nothing(
    section: FiscalSection, qtbot: QtBot, tmp_path: Path
) -> None:
    section.show_place(CONTROL)
    (tmp_path / "usb").mkdir()
    section.control.folder_chosen.emit(tmp_path / "usb")
    section.bar.cancel_requested.emit()
    assert section.control.folder.isEnabled()
    worker = section.controller._archivist._background
    qtbot.waitUntil(lambda: not worker.busy)
    assert not list((tmp_path / "usb").iterdir())


@pytest.fixture
def trade(opened: Opened) -> None:
    """The demo restaurant as if it were in real trade."""
    opened.house.mark = None


@pytest.mark.usefixtures("trade")
def test_the_switch_of_2027_is_told_and_confirmed(
    section: FiscalSection, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [datetime(2026, 11, 30, 12, tzinfo=PARIS)]
    monkeypatch.setattr(opened.house, "clock", lambda: now[0])
    section.show_place("")
    assert section.notice.isHidden()
    now[0] = datetime(2026, 12, 1, 12, tzinfo=PARIS)
    section.show_place("")
    assert not section.notice.isHidden()
    section.notice.confirmed.emit()
    assert opened.house.world.settings.text(CONFIRMED) == "2026-12-01"
    assert section.notice.isHidden()
    now[0] = datetime(2027, 1, 2, 12, tzinfo=PARIS)
    section.show_place("")
    assert not section.notice.isHidden()
    assert section.notice.confirm.isHidden()


def test_beside_real_trade_nothing_is_told(
    section: FiscalSection, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = datetime(2027, 1, 2, 12, tzinfo=PARIS)
    monkeypatch.setattr(opened.house, "clock", lambda: moment)
    section.show_place("")
    assert section.notice.isHidden()


@pytest.mark.usefixtures("trade")
def test_the_menu_says_that_there_is_something(
    opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = datetime(2026, 12, 2, 12, tzinfo=PARIS)
    monkeypatch.setattr(opened.house, "clock", lambda: moment)
    desk = desk_for(opened, "marc", "admin")
    page = AdminPage(desk, board())
    desk.setParent(page)
    qtbot.addWidget(page)
    badges: dict[str, int] = {}
    monkeypatch.setattr(page.nav, "set_badge", badges.__setitem__)
    page._show_badges()
    assert badges["fiscal"] == 1

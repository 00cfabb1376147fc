"""The office's proofs: witnesses, keys, a verification that leaves a page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fiscal_kit import close, sell
from gui_kit import FixedClock, demo_house
from office_kit import fiscal_section
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from tamper_kit import put, rewritten, stored

from app.bootstrap import Opened
from app.presenters.strip import present_alarms
from app.windows import saving
from app.windows.admin.fiscal.page import FiscalSection
from db.keys import KEY_FILE
from resources.texts import set_language
from widgets.dialog import Dialog

pytestmark = pytest.mark.gui


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    set_language("fr")
    with demo_house(tmp_path / "profile", FixedClock()) as made:
        sell(made, method="cash")
        close(made)
        yield made


def section_of(opened: Opened, qtbot: QtBot, person: str = "marc") -> FiscalSection:
    made = fiscal_section(opened, qtbot, person)
    made.show_place("integrity")
    table = made.integrity.model
    qtbot.waitUntil(lambda: table.rowCount() > 0)
    return made


def shown(section: FiscalSection) -> list[str]:
    model = section.integrity.model
    return [
        " · ".join(
            str(model.index(row, column).data(Qt.ItemDataRole.DisplayRole))
            for column in range(model.columnCount())
        )
        for row in range(model.rowCount())
    ]


def test_a_verification_leaves_a_page(
    opened: Opened, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving, "user_documents_path", lambda: tmp_path)
    section = section_of(opened, qtbot)
    found = shown(section)
    assert [line.split(" · ")[0] for line in found] == ["Témoin", "Témoin", "Clé"]
    assert all("concorde" in line for line in found[:2])
    qtbot.mouseClick(section.integrity.verify, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any(tmp_path.glob("**/verification_*.pdf")), timeout=5000)
    (page,) = tmp_path.glob("**/verification_*.pdf")
    assert page.read_bytes().startswith(b"%PDF")
    qtbot.waitUntil(lambda: "intactes" in section.bar.words.text())


def test_an_altered_entry_opens_a_segment_there(
    opened: Opened, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving, "user_documents_path", lambda: tmp_path)
    (*_, sale) = opened.house.journal.entries(types=["receipt.issued"])
    jws = stored(opened.database, sale.seq)
    new = rewritten(jws, lambda body: body.update(op="x"))
    put(opened.database, sale.seq, new)
    section = section_of(opened, qtbot)
    qtbot.mouseClick(section.integrity.verify, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: any("Segment" in line for line in shown(section)), timeout=5000
    )
    assert len(opened.house.world.segments) == 1
    keys = [problem.key for problem in present_alarms(opened.house)]
    assert "alarm:INTEGRITY_BREACH" in keys


def confirm(section: FiscalSection, qtbot: QtBot) -> None:
    (question,) = [d for d in section.window().findChildren(Dialog) if d.isVisible()]
    qtbot.mouseClick(question.card.act, Qt.MouseButton.LeftButton)


def test_a_manager_changes_the_key(opened: Opened, qtbot: QtBot) -> None:
    before = opened.signer.kid
    section = section_of(opened, qtbot)
    qtbot.mouseClick(section.integrity.key, Qt.MouseButton.LeftButton)
    confirm(section, qtbot)
    qtbot.waitUntil(lambda: sum("Clé" in line for line in shown(section)) == 2)
    assert opened.signer.kid != before
    (entry,) = opened.house.journal.entries(types=["journal.key_changed"])
    assert entry.op == "marc"


def test_a_lost_key_is_said_and_replaced(opened: Opened, qtbot: QtBot) -> None:
    (opened.profile.keys / KEY_FILE).unlink()
    opened.signer._held = None  # type: ignore[attr-defined]  # as if just started
    opened.house.note("BACKUP")
    keys = [problem.key for problem in present_alarms(opened.house)]
    assert "signature" in keys
    section = section_of(opened, qtbot)
    assert any("ne signe plus" in line for line in shown(section))
    qtbot.mouseClick(section.integrity.key, Qt.MouseButton.LeftButton)
    confirm(section, qtbot)
    qtbot.waitUntil(lambda: any("clé perdue" in line for line in shown(section)))
    assert opened.house.journal.unsigned is None


def test_who_may_not_is_told(opened: Opened, qtbot: QtBot) -> None:
    section = section_of(opened, qtbot, "lea")
    qtbot.mouseClick(section.integrity.key, Qt.MouseButton.LeftButton)
    assert not [d for d in section.window().findChildren(Dialog) if d.isVisible()]

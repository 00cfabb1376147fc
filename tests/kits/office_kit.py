"""The fiscal pages of the office, for tests."""

from gui_kit import board, desk_for
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.windows.admin.fiscal.page import FiscalSection
from app.windows.desk import Said


def fiscal_section(opened: Opened, qtbot: QtBot, person: str = "marc") -> FiscalSection:
    """The section in a window, with somebody in front of it."""
    desk = desk_for(opened, person, "admin")
    desk.signer = opened.signer
    made = FiscalSection(desk, board())
    desk.setParent(made)
    qtbot.addWidget(made)
    made.resize(1190, 736)
    made.show()
    return made


def said(section: FiscalSection) -> list[Said]:
    """What it says from now on."""
    found: list[Said] = []
    section.desk.said.connect(found.append)
    return found

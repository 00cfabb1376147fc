"""The mailbox is set up in a window: tried first, kept then, its password never shown."""

import queue
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import cast

import pytest
from gui_kit import FixedClock, board, demo_house, desk_for
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.connectors.notifier import Notifier
from app.rooms.invoice import InvoiceRoom
from app.services.ports import NotToldError
from app.windows.admin.settings import SettingsSection
from app.windows.mail_account import MailAccountSheet

pytestmark = pytest.mark.gui


class Mailbox:
    """A provider that answers at once what `why` says."""

    def __init__(self, why: str = "") -> None:
        self.why = why
        self.kept: Mapping[str, str] | None = {"host": "old", "password": "secret"}

    def mailbox(self) -> Mapping[str, str] | None:
        return self.kept

    def set_mailbox(self, account: Mapping[str, str] | None) -> None:
        self.kept = account

    def try_mailbox(
        self, account: Mapping[str, str], heard: Callable[[str], None]
    ) -> None:
        heard(self.why)


@pytest.fixture
def opened(tmp_path: Path):
    with demo_house(tmp_path, FixedClock()) as made:
        yield made


def test_an_account_is_kept_once_a_message_went_out(
    opened: Opened, qtbot: QtBot
) -> None:
    desk = desk_for(opened, "marc", "admin")
    desk.invoicing = box = Mailbox("smtp 535")
    section = SettingsSection(desk, board())
    qtbot.addWidget(section)
    section.resize(1190, 700)
    section.show()
    section.show_place("")
    section.form.mailbox.click()
    sheet = section.form.findChild(MailAccountSheet)
    assert sheet is not None
    assert sheet.fields["password"].text == ""
    assert sheet.fields["password"].edit.echoMode() == QLineEdit.EchoMode.Password
    sheet.fields["host"].set_text("smtp.moulin.example")
    sheet.confirm.click()
    assert sheet.fields["sender"].error
    sheet.fields["sender"].set_text("bonjour@moulin.example")
    sheet.confirm.click()
    assert "smtp 535" in sheet.fields["host"].error
    assert box.kept == {"host": "old", "password": "secret"}
    box.why = ""
    sheet.confirm.click()
    assert box.kept["host"] == "smtp.moulin.example"
    assert (box.kept["password"], box.kept["port"]) == ("secret", "465")


def test_a_room_keeps_the_mailbox_and_says_whether_mails_go_out(opened: Opened) -> None:
    keys = opened.profile.keys
    room = InvoiceRoom(opened, lambda work: work(), lambda: Notifier(keys))
    assert not room.mails()
    account = {"host": "smtp.moulin.example", "sender": "bonjour@moulin.example"}
    heard: list[str] = []
    room.try_mailbox(account, heard.append)  # a sandbox: nobody is told
    room.set_mailbox(account)
    assert (heard, room.mailbox(), room.mails()) == ([""], account, True)
    room.set_mailbox(None)
    assert not room.mails()
    room.stop()


class Provider:
    """Takes every mail but those to who is unknown there."""

    def __init__(self) -> None:
        self.sent: list[tuple[object, ...]] = []

    def channels(self) -> tuple[str, ...]:
        return ("email",)

    def mail_file(
        self, to: str, subject: str, text: str, name: str, content: bytes
    ) -> None:
        if to == "nobody@moulin.example":
            raise NotToldError("550")
        self.sent.append((to, subject, text, name, content))


def test_a_room_mails_a_file_and_tells_what_became_of_it(opened: Opened) -> None:
    provider, heard = Provider(), queue.Queue[str]()
    room = InvoiceRoom(opened, lambda work: work(), lambda: cast("Notifier", provider))
    for to in ("anne@moulin.example", "nobody@moulin.example"):
        words = ("Relevé", "Bonjour,")
        assert room.mail_file(to, words, "releve.pdf", lambda: b"%PDF-", heard.put)
    told = [heard.get(timeout=60) for _ in range(2)]
    room.stop()

    assert told == ["", "550"]
    assert provider.sent == [
        ("anne@moulin.example", "Relevé", "Bonjour,", "releve.pdf", b"%PDF-")
    ]

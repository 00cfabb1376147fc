"""Intégrations: keys that are made, shown once and revoked; webhooks that are looked after."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from gui_kit import board, demo_house, desk_for
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.domain.terminals.decide import CarryHub, EnrolTerminal
from app.domain.webhooks.decide import CreateWebhook
from app.services.credentials import digest
from app.services.house import Actor
from app.services.ports import WebhookHealth
from app.windows.admin.network.programs import ProgramsSection
from app.windows.desk import Said
from app.windows.network_board import NetworkBoard
from widgets.dialog import Dialog
from widgets.table_model import Cell


@dataclass
class Hub:
    """What the hub of this machine says of programs."""

    health: dict[str, WebhookHealth] = field(default_factory=dict)
    again: list[str] = field(default_factory=list)

    def last_use(self, operator: str) -> str:
        return ""

    def untold(self) -> dict[str, WebhookHealth]:
        return self.health

    def tell_again(self, webhook: str) -> int:
        self.again.append(webhook)
        return 3


class Board(NetworkBoard):
    """A board of a machine that carries the hub, or of one that does not."""

    hub: Hub | None = None

    def programs(self) -> Hub | None:
        return self.hub


@dataclass
class Office:
    """The section, and what it said."""

    opened: Opened
    section: ProgramsSection
    hub: Hub
    said: list[str]

    def state(self, table: str, row: int = 0) -> str:
        cell = getattr(self.section, table).model._rows[row].cells[-1]
        return cell.text if isinstance(cell, Cell) else cell

    def accept(self) -> None:
        dialogs = self.section.findChildren(Dialog)
        next(each for each in dialogs if each.isVisible()).card.act.click()

    def make(self, name: str, *scopes: str) -> str:
        """Makes a key; its secret."""
        section = self.section
        section.new.click()
        section.form.name.edit.setText(name)
        section.form.name.text_edited.emit(name)
        for scope in scopes:
            section.form.scopes[scope].click()
        section.form.save.click()
        return section.key.secret.text


@pytest.fixture
def office(qtbot: QtBot, still: None, tmp_path: Path) -> Iterator[Office]:
    with demo_house(tmp_path / "one", open_till=False) as opened:
        desk = desk_for(opened, "marc", "admin")
        desk.network, hub, said = Board(), Hub(), list[str]()
        desk.network.hub = hub

        def hear(what: Said) -> None:
            said.append(what.text)

        desk.said.connect(hear)
        section = ProgramsSection(desk, board())
        qtbot.addWidget(section)
        section.resize(1190, 700)
        section.show()
        section.show_place("")
        yield Office(opened, section, hub, said)
        section.leave()


def test_developers_are_told_where_their_console_is(office: Office) -> None:
    heading = office.section.head.heading
    assert "Terminaux" in heading.accessibleName()
    opened = office.opened
    key = opened.signer.jwk
    for command in (
        EnrolTerminal(chain="C1", x=key["x"], y=key["y"], name="Caisse", role="pos"),
        CarryHub(site="s", addresses=("192.168.1.20:8443",)),
    ):
        opened.house.run(command, Actor("marc"))
    office.section.controller.refresh()
    assert "https://192.168.1.20:8443/developers" in heading.accessibleName()


def test_a_key_is_shown_once_and_opens_what_was_ticked(office: Office) -> None:
    section, access = office.section, office.opened.house.world.access
    assert section.lists.currentWidget() is section.no_keys
    office.make("TheFork")
    assert section.form.problem.isVisibleTo(section.form)  # nothing was ticked
    assert access.keys == {}
    section.form.scopes["reservations:read"].click()
    section.form.save.click()

    secret = section.key.secret.text
    assert section.key.secret.edit.cursorPosition() == 0  # where it is good is seen
    key = access.key(digest(secret))
    assert key is not None
    assert (key.name, key.scopes) == ("TheFork", ("reservations:read",))
    section.key.copy_secret.click()
    assert QApplication.clipboard().text() == secret
    assert office.state("keys") == "valable"

    section.close_pane()
    section.opened.emit("keys", key.key)
    assert section.key.secret.text == ""
    assert not section.key.once.isVisibleTo(section.key)


def test_a_revoked_key_opens_nothing_and_stays_in_the_list(office: Office) -> None:
    secret = office.make("Notre site", "menu:read")
    office.section.key.revoke.click()
    office.accept()
    assert office.opened.house.world.access.key(digest(secret)) is None
    assert office.state("keys") == "révoquée"
    assert not office.section.key.revoke.isVisibleTo(office.section.key)


def test_a_webhook_that_does_not_listen_is_told_again_paused_and_removed(
    office: Office,
) -> None:
    house, section = office.opened.house, office.section
    made = CreateWebhook(
        webhook="w1",
        event="order.created",
        target_url="https://partner.example/told",
        sealed="",
    )
    house.run(made, Actor("marc"))
    office.hub.health["w1"] = WebhookHealth(dead=3, error="HTTP 503")
    section.show_place("w1")
    assert section.lists.currentWidget() is section.webhooks
    assert office.state("webhooks") == "3 abandonnés"
    section.webhook.again.click()
    assert office.hub.again == ["w1"]
    assert office.said[-1] == "3 messages repartent"

    section.webhook.pause.click()
    assert not house.world.webhooks.known["w1"].active
    assert office.state("webhooks") == "en pause"
    section.webhook.pause.click()
    assert house.world.webhooks.known["w1"].active
    section.webhook.remove.click()
    office.accept()
    assert house.world.webhooks.known == {}
    assert section.lists.currentWidget() is section.no_webhooks
    assert not section.split.side_shown


def test_a_machine_without_the_hub_says_who_knows(office: Office) -> None:
    office.section.desk.network.hub = None
    office.make("Caisse d'à côté", "orders:read")
    row = office.section.keys.model._rows[0].cells
    assert "le hub le sait" in row

"""Gestion › Terminaux says what can be done at each terminal, in plain words."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from gui_kit import board, demo_house, desk_for
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.domain.terminals.decide import EnrolTerminal
from app.domain.till.decide import OpenDrawer
from app.services.house import Actor
from app.windows.admin.network.page import NetworkSection
from app.windows.desk import Desk, Said


@dataclass
class Office:
    """The section of the terminals, at the bar's tablet."""

    opened: Opened
    desk: Desk
    section: NetworkSection
    said: list[str]
    approvals: list[object]

    @property
    def barred(self) -> frozenset[str]:
        return self.opened.house.world.terminals.barred(self.opened.house.terminal)


@pytest.fixture
def office(qtbot: QtBot, still: None, tmp_path: Path) -> Iterator[Office]:
    with demo_house(tmp_path) as opened:
        house = opened.house
        for chain, name in ((house.terminal, "Bar"), ("C9", "Comptoir")):
            enrol = EnrolTerminal(chain=chain, x=chain, y="y", name=name, role="pos")
            house.run(enrol, Actor("marc"))
        desk = desk_for(opened, "marc", "admin")
        said, approvals = list[str](), list[object]()

        def hear(what: Said) -> None:
            said.append(what.text)

        desk.said.connect(hear)
        desk.approval_requested.connect(approvals.append)
        section = NetworkSection(desk, board())
        qtbot.addWidget(section)
        section.resize(1190, 700)
        section.show()
        section.show_place("")
        section.opened.emit(house.terminal)
        yield Office(opened, desk, section, said, approvals)
        section.leave()


def test_the_bars_tablet_takes_orders_and_opens_no_drawer(office: Office) -> None:
    form = office.section.form
    form.presets.chosen.emit("orders")
    assert not form.rights["till.drawer"].isChecked()
    assert form.rights["order.take"].isChecked()
    form.save_requested.emit()
    assert "till.close" in office.barred
    assert office.said[-1] == "Bar enregistré"

    assert not office.desk.may("till.close")
    assert office.desk.may("order.take")
    office.desk.run(OpenDrawer(reason="Monnaie"))
    assert office.said[-1].startswith("Ce terminal n’est pas fait pour cela")
    assert not office.approvals


def test_one_right_is_taken_and_given_back(office: Office) -> None:
    form = office.section.form
    form.rights["payment.refund"].click()
    form.save_requested.emit()
    assert office.barred == {"payment.refund"}
    form.rights["payment.refund"].click()
    form.save_requested.emit()
    assert not office.barred


def test_what_was_ticked_and_not_saved_is_dropped(office: Office) -> None:
    form = office.section.form
    form.presets.chosen.emit("kitchen")
    form.drop_requested.emit()
    assert form.rights["till.close"].isChecked()
    assert not office.barred

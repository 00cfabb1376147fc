"""A card that is held back so that its course ends together, on the wall of a screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from gui_kit import FixedClock, board, demo_house, desk_for
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.domain.kitchen.decide import LaunchDishes
from app.domain.orders.commands import AddLine, OpenOrder, SendOrder
from app.domain.rules import Command, SetSetting
from app.domain.terminals.events import TerminalSet
from app.domain.vocabulary import Refusal
from app.services.house import Actor
from app.windows.kitchen.page import KitchenPage


@pytest.fixture(name="opened")
def opened_fixture(tmp_path: Path) -> Iterator[Opened]:
    with demo_house(tmp_path, FixedClock()) as opened:
        yield opened


def do(opened: Opened, command: Command) -> None:
    done = opened.house.run(command, Actor("marc"))
    assert not isinstance(done, Refusal), done


def test_a_screen_proves_a_held_ticket_once_it_is_to_be_begun(
    opened: Opened, qtbot: QtBot
) -> None:
    """It may be covered by then, or show what is new alone."""
    house, here = opened.house, opened.house.terminal
    desk = desk_for(opened, "theo", "kitchen")
    page = KitchenPage(desk, board())
    desk.setParent(page)
    qtbot.addWidget(page)
    page.resize(1920, 1048)
    page.show()
    page.show_place("froid")
    do(opened, SetSetting(key="kitchen.together", value="hold"))
    do(opened, OpenOrder(table="t12", covers=2, order="o1"))
    for article in ("bar_roti", "carpaccio"):  # 14 and 6 minutes
        do(opened, AddLine(order="o1", article=article, course="plats"))
    do(opened, SendOrder(order="o1"))
    house.record([TerminalSet(chain=here, x="x", y="y", name="Froid", role="kitchen")])

    def proved() -> bool:
        proofs = house.world.proofs
        cold = [t.name for t in proofs.issued.values() if t.station == "froid"]
        return all(name in proofs.shown for name in cold)

    qtbot.wait(100)
    (card,) = page.wall.views
    assert card.state == "hold"
    assert not proved()
    do(opened, LaunchDishes(order="o1"))
    qtbot.waitUntil(proved)
    assert page.wall.views[0].state == "new"

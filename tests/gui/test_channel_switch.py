"""The switch of online orders: in the strip, in its sheet, and as a proposal."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from gui_kit import FixedClock, board, demo_house, desk_for
from pay_kit import options_of, run
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.domain.access.decide import CreateKey
from app.domain.channels.decide import SetChannels
from app.domain.orders.commands import AddLine, OpenOrder, SendOrder
from app.domain.rules import SetSetting
from app.windows.channel_sheet import ChannelSheet
from app.windows.standing import StandingController
from widgets.nav import NavRail
from widgets.problem_stack import ProblemStack
from widgets.state_strip import StateStrip

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("still")]


class Edge:
    """The edge of a manager's window, on a clock one sets by hand."""

    def __init__(self, qtbot: QtBot, opened: Opened, clock: FixedClock) -> None:
        self.opened, self.clock = opened, clock
        self.desk = desk_for(opened, "marc")
        self.strip, self.problems, self.rail = StateStrip(), ProblemStack(), NavRail(())
        for each in (self.strip, self.problems, self.rail):
            qtbot.addWidget(each)
        self.standing = StandingController(
            self.desk, board(), self.strip, self.problems, self.rail
        )

    def words(self) -> str:
        """What the strip says of online orders."""
        self.standing.refresh()
        items = [each.item for each in self.strip._items]
        return next((i.word for i in items if i.key == "channels"), "")

    def rows(self) -> list[str]:
        """What is proposed."""
        self.standing._changed = True
        self.standing.on_tick()
        found = self.problems._problems
        return [f"{p.title} : {p.act}" for p in found if p.key.startswith("channels")]

    def tap(self) -> None:
        """The one tap of the proposal."""
        found = self.problems._problems
        self.standing._on_act_requested(
            next(p.key for p in found if p.key.startswith("channels"))
        )


@pytest.fixture
def edge(qtbot: QtBot, tmp_path: Path) -> Iterator[Edge]:
    clock = FixedClock()
    with demo_house(tmp_path / "profile", clock) as opened:
        made = Edge(qtbot, opened, clock)
        yield made
        made.standing.close()


def open_shop(edge: Edge) -> None:
    key = CreateKey(name="Boutique", secret="0" * 64, scopes=("orders:write",))
    run(edge.opened, key, "marc")


def test_the_strip_says_how_online_orders_stand(edge: Edge) -> None:
    assert edge.words() == ""  # no program brings any
    open_shop(edge)
    assert edge.words() == "En ligne"
    run(edge.opened, SetChannels(open=True, delay=20), "marc")
    assert edge.words() == "En ligne : +20 min"
    run(edge.opened, SetChannels(open=False, minutes=30), "marc")
    assert edge.words() == "En ligne : en pause"
    edge.clock.forward(minutes=31)
    assert edge.words() == "En ligne"


def test_the_sheet_holds_every_tap_at_once(qtbot: QtBot, edge: Edge) -> None:
    open_shop(edge)
    edge.strip.resize(1366, 32)
    sheet = ChannelSheet(edge.strip, edge.desk)
    qtbot.addWidget(sheet)
    channels = edge.opened.house.world.channels
    sheet.delays.chips["20"].click()
    assert (channels.said.open, channels.said.delay) == (True, 20)
    assert sheet.words.text() == "Promises 20 min plus tard jusqu’à 20:56"
    sheet.lasts.chips["0"].click()
    assert channels.said.until == ""
    sheet.state.options[1].click()
    assert not channels.said.open
    assert sheet.words.text() == "En pause, jusqu’à ce que vous rouvriez"
    sheet.state.options[0].click()
    assert sheet.words.text() == "Prises comme d’habitude"


def test_too_much_work_is_proposed_and_one_tap_accepts(edge: Edge) -> None:
    open_shop(edge)
    run(edge.opened, SetSetting(key="channels.load", value="8"), "marc")
    assert edge.rows() == []
    run(edge.opened, OpenOrder(table="t12", covers=4, order="o1"))
    answers = options_of(edge.opened, "entrecote")
    dish = AddLine(order="o1", article="entrecote", options=answers, quantity=4000)
    run(edge.opened, dish)
    run(edge.opened, SendOrder(order="o1"))
    assert edge.rows() == ["Chaud : 10 min de travail : Promettre 10 min plus tard"]
    edge.tap()
    assert edge.opened.house.world.channels.at(edge.clock()).delay == 10
    assert edge.rows() == []

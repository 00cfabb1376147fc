"""What is sold by weight is weighed: a scale on a pseudo-terminal, a hand on its plate."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from gui_kit import counter_window
from pos_kit import plain
from pytestqt.qtbot import QtBot

from app.domain.orders.state import Line
from app.domain.rules import SetDevice
from app.domain.settings import DeviceSet
from app.services.house import Actor
from app.suite import Suite
from app.windows.pos.page import PosPage
from app.windows.pos.sheets import AmountSheet
from app.windows.pos.weigh_sheet import WeighSheet
from hardware.scales.simulator import SimulatedScale
from resources.texts import set_language

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
LONG_MS = 10_000
SCALE = DeviceSet(
    id="scale", kind="scale", name="Crèmerie", profile="dialog_06", address="sim://"
)


@dataclass
class Counter:
    qtbot: QtBot
    suite: Suite
    page: PosPage

    @property
    def plate(self) -> SimulatedScale:
        peer = self.suite.devices.counter.simulated["scale"]
        assert isinstance(peer, SimulatedScale)
        return peer

    def weigh(self) -> WeighSheet:
        self.page.controller.taking.take("tomme_savoie")
        sheet = self.page.controller.work.sheet
        assert isinstance(sheet, WeighSheet)
        return sheet

    def until(self, true: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(true, timeout=LONG_MS)

    def lines(self) -> list[Line]:
        work = self.page.controller.work
        order = work.order
        return work.world.book.lines_of(order) if order else []


@pytest.fixture
def counter(qtbot: QtBot, tmp_path: Path) -> Iterator[Counter]:
    set_language("fr")
    with counter_window(tmp_path / "profile", SCALE) as (suite, shell):
        page = shell.page
        assert isinstance(page, PosPage)
        made = Counter(qtbot, suite, page)
        made.until(lambda: suite.board.health("scale").state.usable)
        yield made


def test_one_load_is_sold_once_net_of_its_container(counter: Counter) -> None:
    sheet = counter.weigh()
    assert not sheet.act.isEnabled()
    counter.plate.put(50)
    counter.until(lambda: plain(sheet.weight.text()) == "0,050 kg")
    sheet.tare.click()
    counter.plate.put(300)
    counter.until(lambda: plain(sheet.weight.text()) == "0,250 kg")
    assert plain(sheet.detail.text()) == "brut 0,300 kg · tare 0,050 kg"
    assert plain(sheet.amount.text()) == "6,23 €"
    sheet.act.click()
    (line,) = counter.lines()
    assert (line.quantity, line.tare) == (250, 50)
    again = counter.weigh()
    counter.until(lambda: "déjà vendu" in again.state.text)
    assert not again.act.isEnabled()
    counter.plate.put(0)
    counter.until(lambda: "posez" in again.state.text)
    counter.plate.put(400, moving=True)
    counter.until(lambda: "attendez" in again.state.text)
    counter.plate.settle()
    counter.until(again.act.isEnabled)
    counter.page.controller.work.close_sheet()
    assert len(counter.lines()) == 1


def test_without_its_scale_a_weight_is_typed(counter: Counter) -> None:
    sheet = counter.weigh()
    counter.plate.power(on=False)
    counter.until(sheet.typing.isVisible)
    sheet.typing.click()
    typed = counter.page.controller.work.sheet
    assert isinstance(typed, AmountSheet)
    counter.page.controller.work.close_sheet()
    counter.page.controller.taking.take("tomme_savoie")
    typed = counter.page.controller.work.sheet
    assert isinstance(typed, AmountSheet)
    typed.submitted.emit(300)
    (line,) = counter.lines()
    assert (line.quantity, line.typed) == (300, True)
    counter.plate.power(on=True)  # plugged in again, without a restart
    counter.until(lambda: counter.suite.board.health("scale").state.usable)
    counter.page.controller.lines.swiped(line.id, "right")  # one more of it
    assert isinstance(counter.page.controller.work.sheet, WeighSheet)
    assert len(counter.lines()) == 1


def test_whoever_tries_a_scale_reads_what_it_weighs(counter: Counter) -> None:
    answers: list[object] = []
    counter.plate.put(1234)
    counter.suite.board.test("scale", answers.append)
    counter.until(lambda: bool(answers))
    assert getattr(answers[0], "net", 0) == 1234
    off = replace(SCALE, active=False)
    counter.suite.house.run(SetDevice(event=off), Actor("marc"))
    assert not counter.suite.devices.counter.simulated


def test_of_two_windows_the_one_that_asked_last_weighs(counter: Counter) -> None:
    first = counter.weigh()
    counter.plate.put(500)
    counter.until(first.act.isEnabled)
    shell = counter.suite.open_window("pos")
    shell.show()
    shell.resume("lea")
    shell.go("pos", "counter")
    page = shell.page
    assert isinstance(page, PosPage)
    other = Counter(counter.qtbot, counter.suite, page)
    second = other.weigh()
    assert not first.act.isEnabled()  # what it showed is no load of its own any more
    counter.page.controller.work.close_sheet()
    counter.until(second.act.isEnabled)
    second.act.click()
    assert [line.quantity for line in other.lines()] == [500]
    assert not counter.lines()
    for each in (counter, other):
        counter.until(lambda work=each.page.controller.work: work.sheet is None)

"""Orders that did not come in whole: in the lane, and rung until somebody has looked."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from gui_kit import FixedClock, board, demo_house, desk_for
from pay_kit import run
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.domain.orders.commands import AddLine, ImportOrder, PlaceOrder
from app.domain.orders.import_events import PaidElsewhere
from app.domain.terminals.events import TerminalSet
from app.order_bell import OrderBell
from app.windows.desk import HouseSignals
from app.windows.import_sheet import ImportSheet
from app.windows.standing import StandingController
from widgets.nav import NavRail
from widgets.problem_stack import ProblemStack
from widgets.state_strip import StateStrip

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("still")]


@dataclass
class Speaker:
    voiceless: bool = False
    heard: list[str] = field(default_factory=list)

    def play(
        self,
        news: str,
        level: float,
        pitch: float,
        heard: Callable[[bool], None],
        words: str = "",
    ) -> None:
        self.heard.append(news)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    with demo_house(tmp_path / "profile", FixedClock()) as made:
        yield made


def bring(opened: Opened, reference: str = "A-17", paid: int = 0) -> str:
    """A shop brings a pizza that nobody knows here."""
    pizza = AddLine(order="", article="sku", quantity=2000, price=1250)
    told = (PaidElsewhere(method="transfer", amount=paid),) if paid else ()
    facts = run(
        opened,
        ImportOrder(
            order=PlaceOrder(mode="takeaway", lines=(pizza,)),
            names=("Pizza Regina",),
            reference=reference,
            payments=told,
        ),
    )
    return str(facts[0].event.order)  # type: ignore[attr-defined]


def test_the_lane_stays_in_the_window_until_each_was_looked_at(
    qtbot: QtBot, opened: Opened
) -> None:
    desk = desk_for(opened, "lea")
    strip, problems, rail = StateStrip(), ProblemStack(), NavRail(())
    for each in (strip, problems, rail):
        qtbot.addWidget(each)
    standing = StandingController(desk, board(), strip, problems, rail)

    def rows() -> list[tuple[str, str]]:
        standing._changed = True
        standing.on_tick()
        found = (p for p in problems._problems if p.key.startswith("import"))
        return [(p.title, p.effect) for p in found]

    assert rows() == []
    first, second = bring(opened), bring(opened, "A-18", paid=2500)
    (row,) = rows()
    assert row[0] == "À vérifier : Vente 0001 · A-17 · + 1 autre"
    assert row[1] == "2 × Pizza Regina : Cet article n’est pas à la carte."
    sheet = ImportSheet(strip, desk)
    qtbot.addWidget(sheet)
    assert list(sheet.cards) == [first, second]
    aimed = sheet.cards[first].done
    bring(opened, "A-19")
    assert sheet.cards[first].done is aimed  # a finger may be on it
    sheet.cards[list(sheet.cards)[-1]].done.click()
    places: list[tuple[str, str]] = []
    desk.place_requested.connect(lambda page, what: places.append((page, what)))
    sheet.cards[first].done.click()
    assert list(sheet.cards) == [second]
    sheet.cards[second].look.click()
    assert places == [("pos", f"order:{second}")]
    assert len(rows()) == 1  # to look at it is not to say that it is right
    standing.close()


def test_it_rings_until_somebody_has_looked(qtbot: QtBot, opened: Opened) -> None:
    speaker, signals = Speaker(), HouseSignals(opened.house)
    bell = OrderBell(opened.house, signals, speaker)
    desk = desk_for(opened, "lea")
    bring(opened)
    assert speaker.heard == ["late"]
    bell._ring()
    assert bell.ringing
    sheet = ImportSheet(StateStrip(), desk)
    next(iter(sheet.cards.values())).done.click()
    assert not bell.ringing
    bell.stop()
    signals.close()


def test_it_rings_again_after_a_restart(qtbot: QtBot, opened: Opened) -> None:
    bring(opened)
    speaker, signals = Speaker(), HouseSignals(opened.house)
    bell = OrderBell(opened.house, signals, speaker)
    qtbot.waitUntil(lambda: bell.ringing)
    assert speaker.heard == ["late"]
    bell.stop()
    signals.close()


def test_a_screen_of_the_kitchen_does_not_ring(qtbot: QtBot, opened: Opened) -> None:
    speaker, signals = Speaker(), HouseSignals(opened.house)
    bell = OrderBell(opened.house, signals, speaker)
    here = TerminalSet(chain=opened.house.terminal, x="", y="", name="", role="kitchen")
    opened.house.record([here])
    bring(opened)
    assert speaker.heard == []
    assert not bell.ringing
    signals.close()

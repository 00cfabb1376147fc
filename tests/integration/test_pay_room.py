"""The account of a payment provider on one machine: tried, kept, and outside production never
one by which real money moves."""

import queue
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from gui_kit import demo_house
from pay_kit import run

from app.bootstrap import Opened, open_house
from app.connectors.pages_simulator import PagesSimulator
from app.domain.environment import PRODUCTION
from app.domain.rules import SetSetting
from app.rooms.pay import PayRoom
from db.profile import Profile

LIVE = {"provider": "stripe", "key": "sk_live_1"}


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    with demo_house(tmp_path / "profile") as made:
        yield made


@pytest.fixture
def provider() -> Iterator[PagesSimulator]:
    simulator = PagesSimulator("stripe")
    simulator.start()
    try:
        yield simulator
    finally:
        simulator.stop()


def answer(room: PayRoom, account: dict[str, str], posted: queue.Queue) -> str:
    heard: list[str] = []
    room.try_out(account, heard.append)
    if not heard:
        work: Callable[[], None] = posted.get(timeout=30)
        work()
    return heard[0]


def test_an_account_is_tried_and_kept(opened: Opened, provider: PagesSimulator) -> None:
    posted: queue.Queue = queue.Queue()
    room = PayRoom(opened, posted.put, Event())
    assert room.pages() is None
    assert "manque" in answer(room, {"provider": "stripe"}, posted)
    wrong = provider.account | {"key": "sk_test_wrong"}
    assert "401" in answer(room, wrong, posted)
    assert answer(room, provider.account, posted) == ""
    room.keep(provider.account)
    pages = room.pages()
    assert pages is not None
    assert pages.name == "stripe"
    assert room.pages() is pages
    room.keep(None)
    assert room.pages() is None


def test_outside_production_no_real_money_moves(opened: Opened) -> None:
    posted: queue.Queue = queue.Queue()
    room = PayRoom(opened, posted.put, Event())
    assert "sk_test_" in answer(room, LIVE, posted)
    room.keep(LIVE)
    assert room.pages() is None
    run(opened, SetSetting(key="outside.open", value="yes"), "marc")
    assert room.pages() is not None


def test_in_production_nothing_is_paid_with_a_test_key(tmp_path: Path) -> None:
    posted: queue.Queue = queue.Queue()
    profile = Profile(tmp_path / "real")
    with open_house(profile, environment=PRODUCTION, demo=False) as real:
        room = PayRoom(real, posted.put, Event())
        trial = LIVE | {"key": "sk_test_1"}
        assert "n'encaisse rien" in answer(room, trial, posted).replace("’", "'")
        room.keep(trial)
        assert room.pages() is None
        room.keep(LIVE)
        assert room.pages() is not None


def test_what_cannot_be_read_is_no_account(opened: Opened) -> None:
    room = PayRoom(opened, lambda work: None, Event())
    opened.profile.keys.joinpath("accounts.json").write_text("{")
    assert room.pages() is None

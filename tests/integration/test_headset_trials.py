"""Sixty sentences recorded by a process of its own, and erased in one act."""

import json
from collections.abc import Callable
from pathlib import Path
from queue import Queue

from gui_kit import demo_house

from app.headset_trials import HeadsetTrials
from voice.menu import menu_from_json
from voice.sound import read_wav

PATIENCE_S = 20
DATA = Path(__file__).parents[1] / "data" / "voice" / "menu.json"
MENU = menu_from_json(json.loads(DATA.read_text("utf-8")), "fr")


def test_a_sentence_is_agreed_to_recorded_said_again_and_erased(tmp_path: Path) -> None:
    with demo_house(tmp_path / "demo") as opened:
        posted: Queue[Callable[[], None]] = Queue()
        folder = tmp_path / "recordings"
        trials = HeadsetTrials(opened.house, folder, posted.put, lambda: MENU)

        def until(reached: Callable[[], bool]) -> None:
            while not reached():
                posted.get(timeout=PATIENCE_S)()

        trials.open("lea")
        state = trials.state()
        assert state.agreement
        assert str(folder) not in state.agreement, "no path and no command to read"
        assert (state.done, state.count) == (0, 60)
        trials.begin()
        assert not trials.state().recording, "nobody has agreed yet"

        trials.agree("Léa")
        trials.listen("sim://casque")
        until(lambda: trials.state().running)
        first = trials.state().sentence
        trials.begin()
        heard = 0

        def long_enough() -> bool:
            nonlocal heard
            heard += 1
            return heard > 12

        until(long_enough)
        trials.end()
        until(lambda: trials.state().done == 1)
        assert trials.state().sentence != first
        (recorded,) = (folder / "lea").glob("*.wav")
        assert read_wav(recorded).rate == 16_000

        trials.again()
        assert trials.state().sentence == first
        trials.erase()
        assert not list(folder.rglob("*.wav"))
        assert trials.state().agreement, "whoever records again agrees again"
        trials.rest()


def test_a_microphone_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with demo_house(tmp_path / "demo") as opened:
        posted: Queue[Callable[[], None]] = Queue()
        trials = HeadsetTrials(opened.house, tmp_path / "r", posted.put, lambda: MENU)
        trials.open("lea")
        trials.listen("pulse://nobody")
        while not trials.state().trouble:
            posted.get(timeout=PATIENCE_S)()

        assert not trials.state().running
        trials.rest()

"""The process that listens: what it hears, and what becomes of a sentence when it dies."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from voice_kit import (
    MODEL,
    PATIENCE_S,
    Heard,
    listening,
    menu_json,
    needs_espeak,
    spoken,
    wait_for,
    wav_of,
)

from voice import bank
from voice.capture.claims import Claim
from voice.engine.messages import (
    Failed,
    HeadsetSetup,
    HeardAt,
    Hearing,
    Learned,
    Linked,
    Ready,
    Taught,
    Unheard,
)
from voice.meaning import Context

pytestmark = needs_espeak
_ORDER = "table douze, une entrecôte à point et une dorade"


def _headset(name: str) -> HeadsetSetup:
    return HeadsetSetup(name, f"sim://{name}-{os.getpid()}")


def _say(heard: Heard, headset: str, text: str, folder: Path) -> None:
    """Presses, speaks and lets go."""
    heard.bank.press(headset)
    heard.bank.play(headset, wav_of(text, folder))
    time.sleep(spoken(text).seconds)
    heard.bank.release(headset)


def test_a_waiter_speaks_and_is_understood(tmp_path: Path) -> None:
    with listening(_headset("a")) as heard:
        heard.bank.press("a")
        heard.bank.play("a", wav_of(_ORDER, tmp_path))
        assert heard.until(Hearing).text.startswith("table")
        time.sleep(spoken(_ORDER).seconds)
        heard.bank.release("a")
        told = heard.until(HeardAt)
        assert told.understood is not None
        assert [each.as_json() for each in told.understood.actions] == [
            {
                "intent": "order.add",
                "table": 12,
                "items": [
                    {"item": "entrecote", "qty": 1, "cooking": "à point"},
                    {"item": "dorade", "qty": 1},
                ],
            }
        ]
        # What went before is known, and a name can be learned by ear.
        heard.bank.situation("a", Context(table=7))
        _say(heard, "a", "une terrine", tmp_path)
        told = heard.until(HeardAt)
        assert told.understood is not None
        assert told.understood.actions[0].slots["table"] == 7
        heard.bank.learn("a", "bavette")
        _say(heard, "a", "bavette", tmp_path)
        learned = heard.until(Learned)
        assert learned.item == "bavette"
        assert learned.text  # whatever its ear makes of it


@pytest.mark.logs
def test_an_engine_killed_in_mid_sentence_says_so_and_comes_back(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with listening(_headset("a"), _headset("b")) as heard:
        heard.bank.situation("a", Context(table=7))
        heard.bank.press("a")
        heard.bank.play("a", wav_of(_ORDER, tmp_path))
        heard.until(Hearing)
        process = heard.bank.process_id
        assert process is not None
        os.kill(process, signal.SIGKILL)
        assert heard.until(Unheard).why == "stopped"
        heard.until(Linked, headset="b", link="lost")
        assert "L'écoute" in heard.until(Failed).text
        # The next one knows all that the first one knew.
        heard.until(Taught)
        heard.until(Linked, headset="a", link="on")
        _say(heard, "a", "une terrine", tmp_path)
        told = heard.until(HeardAt)
        assert told.understood is not None
        assert told.understood.actions[0].slots["table"] == 7


@pytest.mark.logs
def test_an_engine_that_hangs_is_ended(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bank, "HUNG_S", 0.5)
    with listening(_headset("a")) as heard:
        process = heard.bank.process_id
        assert process is not None
        os.kill(process, signal.SIGSTOP)
        heard.bank.press("a")
        heard.bank.release("a")
        assert heard.until(Unheard).why == "stopped"
        heard.until(Linked, link="lost")
        heard.until(Linked, link="on")


def test_a_press_while_nobody_listens_is_answered() -> None:
    heard = Heard()
    heard.bank.press("a")
    assert heard.until(Unheard).why == "stopped"
    with listening(_headset("a")) as heard:
        heard.bank.set_up([HeadsetSetup("a", _headset("a").microphone, muted=True)])
        heard.bank.press("a")
        assert heard.until(Unheard).why == "muted"


def test_two_processes_never_hold_one_headset() -> None:
    setup = _headset("mine")
    claim = Claim(setup.microphone)
    assert claim.take()
    heard = Heard()
    heard.bank.start()
    try:
        heard.bank.set_up([setup])
        heard.until(Linked, link="taken")
        claim.give_up()
        heard.until(Linked, link="on")
        assert not Claim(setup.microphone).take()
    finally:
        heard.bank.stop()


@pytest.mark.parametrize("part", ["am/final.mdl", "graph/Gr.fst", ""])
@pytest.mark.logs
def test_a_model_that_cannot_be_loaded_is_one_sentence(
    tmp_path: Path, part: str, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "model"
    if part:
        shutil.copytree(MODEL, folder)
        (folder / part).write_bytes((MODEL / part).read_bytes()[:50_000])
    heard = Heard(folder)
    heard.bank.start()
    try:
        heard.bank.set_up([_headset("a")])
        assert heard.until(Failed, what="model").text
    finally:
        heard.bank.stop()


def test_an_engine_ends_with_the_till_that_started_it(tmp_path: Path) -> None:
    program = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from voice.bank import HeadsetBank\n"
        "bank = HeadsetBank({'fr': Path(sys.argv[1])}, lambda event: None)\n"
        "bank.start()\n"
        "while bank.process_id is None: time.sleep(0.01)\n"
        "print(bank.process_id, flush=True)\n"
        "time.sleep(60)\n"
    )
    till = subprocess.Popen(
        [sys.executable, "-c", program, str(MODEL)], stdout=subprocess.PIPE, text=True
    )
    assert till.stdout is not None
    engine = int(till.stdout.readline())
    till.kill()
    till.wait(PATIENCE_S)
    till.stdout.close()
    wait_for(lambda: not _runs(engine))


def test_a_menu_of_two_thousand_articles(tmp_path: Path) -> None:
    told = menu_json()
    like = told["items"][0]
    words = (MODEL / "graph" / "words.txt").read_text(encoding="utf-8").split()[::2]
    names = [word for word in words if word.isalpha() and len(word) > 4]
    told["items"] += [
        {**like, "id": f"m{n}", "name": name, "say": [f"{name} {names[-n - 1]}"]}
        for n, name in enumerate((names * 2)[: 2000 - len(told["items"])])
    ]
    with listening(_headset("a"), menu=told) as heard:
        _say(heard, "a", "table douze, une entrecôte à point", tmp_path)
        assert heard.until(HeardAt).heard.alternatives[0].text.startswith("table douze")


def test_models_are_loaded_once_for_all_headsets() -> None:
    with listening(*(_headset(f"h{n}") for n in range(8))) as heard:
        assert len([e for e in heard.events if isinstance(e, Ready)]) == 1


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"

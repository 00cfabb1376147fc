"""Sixty sentences with one's own headset: recorded and measured by processes of their own."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from app.services.headset_care import TrialState, VoiceTrials
from app.services.house import House
from app.services.ports import Post
from resources.texts import tr

if TYPE_CHECKING:
    from voice.evaluation.corpus import Sentence
    from voice.evaluation.record import Booth
    from voice.menu import Menu

_SHORTEST_S = 0.4
_FIGURES = (
    ("exact", "Compris exactement"),
    ("after", "Compris après une redite"),
    ("lines", "Lignes justes"),
    ("lines_after", "Lignes justes après relecture"),
    ("wrong", "Faux sans question"),
    ("wer", "Mots mal entendus"),
    ("chatter_acts", "Bavardage pris pour une commande"),
)
"""Key of `voice.evaluation.score.totals` -> its words; shares in percent."""


class HeadsetTrials(VoiceTrials):
    """The recordings of one person at a time; see `VoiceTrials`.

    Args:
        folder: where they lie, one folder a person.
        menu: what can be spoken of now.
    """

    def __init__(
        self, house: House, folder: Path, post: Post, menu: Callable[[], "Menu"]
    ) -> None:
        self._house, self._folder, self._post, self._menu = house, folder, post, menu
        self._state = TrialState()
        self._listeners: list[Callable[[], None]] = []
        self._booth: Booth | None = None
        self._last: Sentence | None = None
        self._person = ""
        self._recorder: subprocess.Popen[str] | None = None

    @override
    def state(self) -> TrialState:
        return self._state

    @override
    def follow(self, heard: Callable[[], None]) -> Callable[[], None]:
        self._listeners.append(heard)
        return partial(self._listeners.remove, heard)

    @override
    def open(self, person: str) -> None:
        from voice.evaluation.corpus import CorpusError
        from voice.evaluation.record import begun

        if person == self._person and self._booth is not None:
            return
        self.rest()
        self._person, self._booth, self._last = person, None, None
        self._state = TrialState()
        if not person:
            return
        try:
            self._booth = begun(self._folder / person, self._menu())
        except (CorpusError, OSError) as error:
            self._tell(trouble=str(error))
            return
        self._show()

    @override
    def agree(self, name: str) -> None:
        if self._booth is not None and name.strip():
            day = self._house.clock().date().isoformat()
            self._booth.agree(name.strip(), day)
            self._show()

    @override
    def listen(self, microphone: str) -> None:
        self.rest()
        command = [sys.executable, "-m", "voice.evaluation.recorder", microphone]
        self._recorder = subprocess.Popen(  # noqa: S603 # our own module
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        read = partial(self._read, self._recorder)
        threading.Thread(target=read, name="voice trial", daemon=True).start()

    @override
    def rest(self) -> None:
        recorder, self._recorder = self._recorder, None
        if recorder is not None and recorder.stdin is not None:
            with suppress(OSError):
                recorder.stdin.close()
        self._tell(running=False, recording=False, level=0.0)

    @override
    def begin(self) -> None:
        if self._state.running and not self._state.agreement:
            self._ask("begin")
            self._tell(recording=True, trouble="")

    @override
    def end(self) -> None:
        sentence = self._booth.next() if self._booth is not None else None
        if self._state.recording and self._booth is not None and sentence is not None:
            self._last = sentence
            self._ask(f"end {self._booth.path(sentence)}")
        self._tell(recording=False, level=0.0)

    @override
    def again(self) -> None:
        if self._booth is not None and self._last is not None:
            self._booth.drop(self._last)
            self._last = None
            self._show()

    @override
    def measure(self) -> None:
        if self._booth is None or self._state.measuring:
            return
        self._tell(measuring=True, figures=(), trouble="")
        folder = str(self._booth.folder)
        command = [sys.executable, "-m", "app", "voice", "evaluate", folder, "--json"]

        def work() -> None:
            done = subprocess.run(  # noqa: S603 # our own command
                command, capture_output=True, text=True, check=False
            )
            self._post(partial(self._on_measured, done.stdout, done.stderr))

        threading.Thread(target=work, name="voice trial", daemon=True).start()

    @override
    def erase(self) -> None:
        from voice.evaluation.record import erase

        self.rest()
        booth, self._booth, self._last = self._booth, None, None
        if booth is not None:
            try:
                erase(booth.folder)
            except OSError as error:
                self._tell(trouble=str(error))
                return
        person, self._person = self._person, ""
        self.open(person)

    def _show(self) -> None:
        booth = self._booth
        if booth is None:
            return
        following = booth.next()
        self._tell(
            agreement=booth.agreement,
            sentence=following.text if following is not None else "",
            done=booth.done,
            count=len(booth.sentences),
        )

    def _ask(self, line: str) -> None:
        if self._recorder is not None and self._recorder.stdin is not None:
            with suppress(OSError):  # its end is told by who reads
                self._recorder.stdin.write(f"{line}\n")
                self._recorder.stdin.flush()

    def _read(self, recorder: "subprocess.Popen[str]") -> None:
        """In a thread of its own, until the recorder ends."""
        assert recorder.stdout is not None
        with recorder.stdout:
            for line in recorder.stdout:
                with suppress(ValueError):
                    self._post(partial(self._take, recorder, json.loads(line)))
        recorder.wait()
        self._post(partial(self._take, recorder, {"ended": True}))

    def _take(self, recorder: "subprocess.Popen[str]", told: Mapping[str, Any]) -> None:
        if recorder is not self._recorder:
            return
        match told:
            case {"ready": True}:
                self._tell(running=True, trouble="")
            case {"level": float() | int() as level}:
                self._tell(level=float(level))
            case {"kept": _, "seconds": float() | int() as seconds}:
                if seconds < _SHORTEST_S:
                    self.again()
                    self._tell(trouble=tr("Trop court : tenez le bouton en parlant."))
                self._show()
            case {"failed": str() as why}:
                self._tell(trouble=tr("Le micro ne s'ouvre pas : {why}", why=why))
            case _:
                self._tell(running=False, recording=False, level=0.0)

    def _on_measured(self, out: str, err: str) -> None:
        figures: list[tuple[str, str]] = []
        with suppress(ValueError, IndexError, AttributeError):
            found = json.loads(out)[0]
            figures = [
                (tr(words), f"{found[key]:.0f} %")
                for key, words in _FIGURES
                if key in found
            ]
        trouble = "" if figures else err.strip().rpartition("\n")[2]
        self._tell(measuring=False, figures=tuple(figures), trouble=trouble)

    def _tell(self, **changes: object) -> None:
        changed = replace(self._state, **changes)  # type: ignore[arg-type]
        if changed != self._state:
            self._state = changed
            for heard in tuple(self._listeners):
                heard()

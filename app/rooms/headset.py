"""Everything that is spoken in this process: the dialogue, the engine that hears, models.

A till without headsets pays nothing for it: the dialogue is made with the first sentence,
the engine (a process of its own) runs while a headset is set up here and a model is there.
What the engine tells comes by a thread and is taken in the window's.
"""

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot
from typing_extensions import override

from app.domain.settings import DeviceSet, SettingSet
from app.domain.staff.events import VoiceSet
from app.headset_trials import HeadsetTrials
from app.kept_sounds import KeptSounds
from app.services.headset_care import (
    HEADSET,
    UNWORN,
    CareState,
    HeadsetCare,
    SoundSource,
    UnknownWord,
    VoiceModel,
    headsets_here,
    kept_until,
    sound_of,
    tongue_of,
)
from app.services.headsets import Headsets
from app.services.house import Fact, House
from app.services.ports import Post
from hardware.health import DeviceState, Health
from resources.texts import language, tr

if TYPE_CHECKING:
    from app.headset.headsets import HouseHeadsets
    from voice.bank import HeadsetBank
    from voice.engine.messages import Event, HeadsetSetup
    from voice.menu import Menu
    from voice.models import ModelShelf, ModelShelfError

TICK_MS = 1000
CLEAN_S = 60.0
"""Between two looks at what was kept."""


class HeadsetRoom(QObject, HeadsetCare):
    """The headsets of this process; see `HeadsetCare`, and `headsets` for the dialogue.

    Args:
        post: hands a function to the thread of the house.
        changed: some headset is not how it was (`healths`).
        recordings: folder of what people record to be measured.
        models: folder of the models, None for the user's.

    Attributes:
        trials: people's recordings.
    """

    def __init__(
        self,
        house: House,
        post: Post,
        changed: Callable[[], None],
        recordings: Path,
        models: Path | None = None,
    ) -> None:
        super().__init__()
        self._house, self._post, self._folder = house, post, models
        self._changed = changed
        self._kept = KeptSounds(recordings / "kept")
        self._cleaned_at = -CLEAN_S
        self.trials = HeadsetTrials(house, recordings, post, self._spoken_menu)
        self._seen: Mapping[str, Health] = {}
        self._preparing = False
        self._tongue = language()
        self._headsets: HouseHeadsets | None = None
        self._bank: HeadsetBank | None = None
        self._shelf: ModelShelf | None = None
        self._care = CareState()
        self._setups: list[HeadsetSetup] = []
        self._listeners: list[Callable[[], None]] = []
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._on_tick)
        self._unfollow = house.follow(self._on_facts)
        self._closed = False

    def start(self) -> None:
        """Listens, where a headset is set up here; returns at once."""
        self._kept.forget_old(self._house.clock())
        if headsets_here(self._house):
            self._open()

    def stop(self) -> None:
        """Ends what hears, and lets go of every headset."""
        self._closed = True
        self._unfollow()
        self._tick.stop()
        self.trials.rest()
        if self._bank is not None:
            self._bank.stop()
        if self._headsets is not None:
            self._headsets.close()

    def _spoken_menu(self) -> "Menu":
        return self._dialogues().menu.menu

    def headsets(self) -> Headsets:
        """The dialogues of this terminal, made when they are first wanted."""
        return self._dialogues()

    def _dialogues(self) -> "HouseHeadsets":
        if self._headsets is None:
            from app.headset.headsets import HouseHeadsets
            from voice.understanding import understand

            self._headsets = HouseHeadsets(self._house, understand)
            self._headsets.follow(self._on_headset)
            self._tick.start()
        return self._headsets

    @override
    def prepare(self) -> None:
        if self._headsets is None and not self._preparing:
            self._preparing = True
            threading.Thread(target=self._load, name="voice loads", daemon=True).start()

    def _load(self) -> None:
        """Beside the window: modules, and the tables of the first sentence."""
        from app.headset.headsets import HouseHeadsets  # noqa: F401 # loaded, no more
        from voice.heard import typed
        from voice.meaning import Context
        from voice.menu import Menu
        from voice.understanding import Speakable, understand

        understand(typed("un"), Speakable(Menu()), Context())
        self._post(self._on_loaded)

    def _on_loaded(self) -> None:
        if not self._closed:
            _ = self._dialogues().menu

    @Slot()
    def _on_tick(self) -> None:
        if self._headsets is not None:
            self._headsets.tick()
        if language() != self._tongue:  # the till speaks another one now
            self._tongue = language()
            self._set_up()
        self._clean()

    # ------------------------------------------------------------------ the engine

    def _open(self) -> None:
        """Starts what hears, once; says what is missing where it cannot."""
        from voice.capture.portaudio import is_here

        shelf = self._models()
        models = shelf.in_use()
        why = shelf.why_not(language())
        if not is_here():
            words = tr("PortAudio manque : pas de commande vocale au casque.")
            self._tell(lack="microphones", trouble=words)
        elif why is not None:
            words = tr("Aucun modèle de voix : les casques n'entendent pas encore.")
            trouble = words if why.reason == "none" else why.text(language())
            self._tell(lack="model", trouble=trouble)
        elif self._care.lack:
            self._tell(lack="", trouble="")
        if self._bank is not None or self._closed or not models or not is_here():
            return
        from voice.bank import HeadsetBank

        self._bank = HeadsetBank(models, self._on_event, language())
        self._bank.start()
        self._set_up()
        self._dialogues().connect(self._bank)
        _ = self._dialogues().menu
        self._bank.look()

    def _close(self) -> None:
        bank, self._bank, self._setups = self._bank, None, []
        if self._headsets is not None:
            self._headsets.connect(None)
        if bank is not None:
            bank.stop()

    def _on_event(self, event: "Event") -> None:
        """In the bank's thread."""
        self._post(partial(self._take, event))

    def _take(self, event: "Event") -> None:
        from voice.engine.messages import Failed, Learned, Seen, Taught

        if self._closed or self._bank is None:
            return
        match event:
            case Taught() if event.language == language():
                unknown = tuple(
                    UnknownWord(
                        article=each.item, words=each.words, substitute=each.substitute
                    )
                    for each in event.unsayable
                )
                trouble = self._care.trouble if self._care.lack else ""
                self._tell(
                    listening=True,
                    phrases=event.phrases,
                    unknown=unknown,
                    trouble=trouble,
                )
            case Seen():
                sources = tuple(
                    SoundSource(address=m.address, name=m.name, speaker=m.speaker)
                    for m in event.microphones
                )
                self._tell(sources=sources, speakers=event.speakers)
            case Learned():
                heard = (*self._care.sayings.get(event.item, ()), event.text)
                self._tell(sayings={**self._care.sayings, event.item: heard})
            case Failed(what="speech", headset="") if self._speaks_itself():
                pass
            case Failed() if not event.headset:
                self._tell(trouble=event.text)
            case _:
                pass
        self._dialogues().take(event)

    def _speaks_itself(self) -> bool:
        """Whether the machine has a voice for the one headset here; from now on it is used."""
        from app.own_voice import OwnVoice, own_voice

        speech = own_voice(language()) if self._is_alone() else None
        if speech is None or self._bank is None:
            return False
        self._dialogues().connect(OwnVoice(self._bank, speech, self._is_alone))
        return True

    def _is_alone(self) -> bool:
        return len(headsets_here(self._house)) == 1

    # ------------------------------------------------------------------ which headsets

    def _set_up(self) -> None:
        """Tells the engine which headsets there are, and how their wearers want them."""
        if self._bank is None:
            return
        setups = [self._setup_of(device) for device in headsets_here(self._house)]
        if setups != self._setups:
            self._setups = setups
            self._bank.set_up(setups)

    def _keeps(self) -> bool:
        """Whether what is said is kept now, by somebody's wish."""
        settings, now = self._house.world.settings, self._house.clock()
        return kept_until(settings, now) is not None

    @override
    def erase_kept(self) -> None:
        self._kept.erase()
        self._tell(kept=self._kept.count)

    def _clean(self) -> None:
        """What was kept is looked at each minute: none of it gets older than a day."""
        if monotonic() - self._cleaned_at < CLEAN_S:
            return
        self._cleaned_at = monotonic()
        self._kept.forget_old(self._house.clock())
        self._set_up()
        self._tell(kept=self._kept.count)

    def _on_headset(self, headset: str) -> None:
        if headset in {setup.id for setup in self._setups}:
            self._set_up()  # somebody else wears it, or it is muted
            seen = self.healths()
            if seen != self._seen:
                self._seen = seen
                self._changed()

    def healths(self) -> Mapping[str, Health]:
        """Device id -> how it is; a headset that nobody wears is in order."""
        return {
            device.id: self._health(device) for device in headsets_here(self._house)
        }

    def _health(self, device: DeviceSet) -> Health:
        state = self._headsets.state(device.id) if self._headsets else None
        if state is None or not state.person:
            reasons, how = frozenset({UNWORN}), DeviceState.READY
        else:
            lost = state.link == "lost"
            reasons, how = (
                frozenset(),
                DeviceState.OFFLINE if lost else DeviceState.READY,
            )
        since = state.since if state is not None else ""
        when = datetime.fromisoformat(since or "1970-01-01T00:00:00+00:00")
        return Health(state=how, reasons=reasons, since=when)

    def _setup_of(self, device: DeviceSet) -> "HeadsetSetup":
        from voice.engine.messages import HeadsetSetup

        state = self._dialogues().state(device.id)
        wish = self._house.world.staff.voice(state.person)
        microphone, speaker = sound_of(device)
        return HeadsetSetup(
            id=device.id,
            microphone=microphone,
            speaker=speaker,
            language=tongue_of(self._house, state.person),
            mode="open" if wish.hands_free and state.person else "hold",
            muted=state.muted,
            volume=wish.volume / 100,
            keep=str(self._kept.folder) if self._keeps() else "",
        )

    def _on_facts(self, facts: tuple[Fact, ...]) -> None:
        events = [fact.event for fact in facts]
        ours = [e for e in events if isinstance(e, DeviceSet) and e.kind == HEADSET]
        if ours and self._bank is None:
            self.start()
        elif ours or any(isinstance(e, VoiceSet | SettingSet) for e in events):
            self._set_up()

    # ------------------------------------------------------------------ care

    @override
    def state(self) -> CareState:
        if not self._care.models:
            self._care = replace(self._care, models=self._all_models())
        return self._care

    @override
    def follow(self, heard: Callable[[], None]) -> Callable[[], None]:
        self._listeners.append(heard)
        return partial(self._listeners.remove, heard)

    @override
    def look(self) -> None:
        self._open()
        if self._bank is not None:
            self._bank.look()

    @override
    def listen(self, headset: str, about: str) -> None:
        if self._bank is not None:
            self._bank.learn(headset, about)
            self._bank.press(headset)

    @override
    def listened(self, headset: str) -> None:
        if self._bank is not None:
            self._bank.release(headset)

    @override
    def usable(self, article: str) -> tuple[str, ...]:
        from voice.recognition.learning import usable_aliases

        heard = self._care.sayings.get(article, ())
        return usable_aliases(heard, article, self._spoken_menu())

    @override
    def forget_sayings(self, about: str) -> None:
        kept = {k: v for k, v in self._care.sayings.items() if k != about}
        self._tell(sayings=kept)

    @override
    def try_out(self, headset: str, text: str) -> None:
        if self._bank is not None:
            self._bank.say(headset, text)

    @override
    def download(self, model: str) -> None:
        from voice.models import CATALOGUE

        found = next(each for each in CATALOGUE if each.name == model)
        self._fetch(model, lambda shelf: shelf.download(found, self._on_progress))

    @override
    def bring(self, file: Path, language: str) -> None:
        self._fetch(file.name, lambda shelf: shelf.take(file, language))

    @override
    def use(self, model: str) -> None:
        self._fetch(model, lambda shelf: shelf.use(model))

    def _fetch(self, name: str, act: "Callable[[ModelShelf], object]") -> None:
        """Does something with the models in a thread, then hears by what is there."""
        if self._care.fetching:
            return
        self._tell(fetching=name, fetched=None, trouble="")
        shelf = self._models()

        def work() -> None:
            from voice.models import ModelShelfError

            trouble: ModelShelfError | None = None
            try:
                act(shelf)
            except ModelShelfError as error:
                trouble = error
            except OSError as error:
                trouble = ModelShelfError("file", name=name, detail=error)
            self._post(partial(self._on_fetched, trouble))

        threading.Thread(target=work, name="voice model", daemon=True).start()

    def _on_progress(self, done: int, whole: int) -> None:
        """In the thread of the download."""
        if whole:
            self._post(partial(self._tell, fetched=done / whole))

    def _on_fetched(self, trouble: "ModelShelfError | None") -> None:
        if self._closed:
            return
        words = trouble.text(language()) if trouble is not None else ""
        self._tell(fetching="", fetched=None, models=self._all_models())
        if trouble is None:
            self._close()
            self._open()
        else:
            self._tell(trouble=words)

    def _models(self) -> "ModelShelf":
        from voice.models import ModelShelf

        if self._shelf is None:
            self._shelf = ModelShelf(self._folder)
        return self._shelf

    def _all_models(self) -> tuple[VoiceModel, ...]:
        """Those that are here, then those that can be fetched."""
        from voice.models import CATALOGUE, incomplete

        here = self._models().installed()
        sizes: Mapping[str, int] = {each.name: each.size for each in CATALOGUE}
        found = [
            VoiceModel(
                name=each.name,
                language=each.language,
                size=sizes.get(each.name, 0),
                here=True,
                in_use=each.in_use,
                synthetic=each.is_synthetic,
                trouble=error.text(language())
                if (error := incomplete(each.folder))
                else "",
            )
            for each in here
        ]
        names = {each.name for each in here}
        found += [
            VoiceModel(name=each.name, language=each.language, size=each.size)
            for each in CATALOGUE
            if each.name not in names
        ]
        return tuple(found)

    def _tell(self, **changes: object) -> None:
        changed = replace(self._care, **changes)  # type: ignore[arg-type]
        if changed != self._care:
            self._care = changed
            for heard in tuple(self._listeners):
                with suppress(RuntimeError):  # a window that has just gone
                    heard()

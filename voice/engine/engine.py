"""All headsets of one till, their models and menus; what the commands of the till do."""

import gc
import struct
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from time import monotonic

from voice.capture.portaudio import microphones, speakers
from voice.capture.ring import RATE
from voice.engine.headset import Headset, Tell
from voice.engine.messages import (
    Command,
    Failed,
    GiveUp,
    HeadsetSetup,
    Learn,
    Linked,
    Look,
    Play,
    Prepare,
    Press,
    Ready,
    Release,
    Say,
    Seen,
    SeenMicrophone,
    Setup,
    Situation,
    Taught,
    Teach,
    Unheard,
    Unsayable,
)
from voice.engine.watch import Watch
from voice.heard import Heard
from voice.meaning import Context, Understood
from voice.menu import Menu, menu_from_json
from voice.models import ModelShelfError
from voice.recognition.ears import Ears
from voice.recognition.grammar import Grammar, Vocabulary, grammar_of
from voice.recognition.model import ModelError, SpeechModel
from voice.sound import NotSoundError, read_wav
from voice.speech.backends import MISSING, find_backend
from voice.speech.phrases import Phrases
from voice.speech.phrasing import daily_phrases
from voice.speech.turns import Saying, Urgency
from voice.understanding import Speakable, understand


class Engine:
    """Carries out commands; called from one thread, tells its events from any."""

    def __init__(
        self, models: Mapping[str, Path], tell: Tell, tongue: str = "fr"
    ) -> None:
        """Starts to watch over headsets that are yet to be named.

        Args:
            models: folder of the model of each language.
            tongue: of the sentences in `Failed`.
        """
        self._models, self._tell, self._tongue = models, tell, tongue
        self._languages: dict[str, _Language] = {}
        self._phrases: dict[tuple[str, float], Phrases | None] = {}
        self._headsets: dict[str, Headset] = {}
        self._menus: dict[str, Mapping[str, object]] = {}
        # What takes longer than a moment; a press does not wait behind it.
        self._aside = ThreadPoolExecutor(1, "aside")
        self._watch = Watch(self._all)
        self._watch.start()

    def do(self, command: Command) -> None:
        """Carries it out; what cannot be done is told by `Failed`."""
        match command:
            case Setup():
                self._set_up(command.headsets)
            case Teach():
                self._menus[command.language] = command.menu
                for language in self._languages.values():
                    if command.language in ("", language.name):
                        self._later(self._teach, language, command.menu, monotonic())
            case Look():
                self._later(self._see)
            case Prepare():
                phrases = self._spoken(command.language, 1.0)
                if phrases is not None:
                    phrases.prepare(command.texts)
            case _:
                headset = self._headsets.get(command.headset)
                if headset is not None:
                    self._at(headset, command)
                elif isinstance(command, Press):
                    self._tell(Unheard(command.headset, "missing"))

    def close(self) -> None:
        """Lets all headsets go."""
        self._watch.stop()
        self._aside.shutdown(wait=False, cancel_futures=True)
        for headset in self._all():
            headset.close()

    def _at(
        self,
        headset: Headset,
        command: Situation | Press | Release | GiveUp | Say | Learn | Play,
    ) -> None:
        match command:
            case Press():
                headset.press()
            case Release():
                headset.release()
            case GiveUp():
                headset.channel.give_up()
            case Situation():
                headset.context = command.context
            case Learn():
                headset.learning = command.item
            case Say():
                saying = Saying(
                    command.text, Urgency(command.urgency), command.key, command.beep
                )
                phrases = self._spoken(headset.setup.language, headset.setup.pace)
                headset.say(
                    saying, phrases, partial(self._speechless, headset.setup.id)
                )
            case Play():
                self._play(headset, Path(command.file))

    def _set_up(self, wanted: tuple[HeadsetSetup, ...]) -> None:
        gone = dict(self._headsets)
        for setup in wanted:
            known = gone.get(setup.id)
            if known is not None and _same_device(known.setup, setup):
                known.apply(setup)
                del gone[setup.id]
        for key, headset in gone.items():
            headset.close()
            del self._headsets[key]
        spoken = dict.fromkeys(setup.language for setup in wanted)
        languages = {name: self._language(name) for name in spoken}
        for setup in wanted:
            language = languages[setup.language]
            if language is None:
                self._tell(Linked(setup.id, "missing", "model"))
            elif setup.id not in self._headsets:
                self._headsets[setup.id] = Headset(
                    setup, language.ears, self._interpret, self._tell
                )
        self._watch.look()

    def _language(self, language: str) -> "_Language | None":
        """A language whose model can be loaded; told once when it cannot."""
        if language not in self._languages:
            begun = monotonic()
            try:
                found = self._loaded(language)
            except ModelShelfError as error:
                self._tell(Failed("model", error.text(self._tongue)))
                return None
            self._languages[language] = found
            self._tell(Ready(language, found.model, _since(begun)))
            menu = self._menu(language)
            if menu is not None:
                self._later(self._teach, found, menu, begun)
        return self._languages[language]

    def _loaded(self, language: str) -> "_Language":
        folder = self._models.get(language)
        if folder is None:
            raise ModelShelfError("none", language=language)
        return _Language(language, folder)

    def _later(self, act: Callable[..., None], *arguments: object) -> None:
        """Does it in the thread for what takes longer."""
        self._aside.submit(act, *arguments).add_done_callback(_check)

    def _see(self) -> None:
        seen = [SeenMicrophone(m.address, m.name, m.speaker) for m in microphones()]
        self._tell(Seen(tuple(seen), speakers()))

    def _teach(
        self, language: "_Language", menu: Mapping[str, object], begun: float
    ) -> None:
        if menu is not self._menu(language.name):
            return  # a newer one waits
        try:
            read = menu_from_json(menu, language.name)
        except (KeyError, TypeError, ValueError) as error:
            self._tell(Failed("grammar", repr(error)))
            return
        grammar = language.hear(read)
        mine = [h.channel for h in self._all() if h.setup.language == language.name]
        for channel in mine:
            channel.learn(grammar.phrases)
        language.speakable = Speakable(read)  # while the recognisers learn
        for channel in mine:
            channel.wait_learned()
        unsayable = tuple(
            Unsayable(each.item, each.name, _words(each.forms), each.substitute)
            for each in grammar.unsayable
        )
        took = _since(begun)
        self._tell(Taught(language.name, len(grammar.phrases), took, unsayable))
        _settle()
        paces = {h.setup.pace for h in self._all() if h.setup.language == language.name}
        for pace in paces:
            phrases = self._spoken(language.name, pace)
            if phrases is not None:
                phrases.prepare(daily_phrases(read))

    def _menu(self, language: str) -> Mapping[str, object] | None:
        return self._menus.get(language, self._menus.get(""))

    def _interpret(
        self, language: str, heard: Heard, context: Context
    ) -> Understood | None:
        speakable = self._languages[language].speakable
        return None if speakable is None else understand(heard, speakable, context)

    def _spoken(self, language: str, pace: float) -> Phrases | None:
        if (language, pace) not in self._phrases:
            backend = find_backend(language, pace)
            if backend is None and None not in self._phrases.values():
                self._tell(Failed("speech", MISSING.get(self._tongue, MISSING["fr"])))
            self._phrases[language, pace] = Phrases(backend) if backend else None
        return self._phrases[language, pace]

    def _speechless(self, headset: str, text: str) -> None:
        self._tell(Failed("speech", text, headset))

    def _play(self, headset: Headset, file: Path) -> None:
        microphone = headset.simulated
        try:
            sound = read_wav(file).at_rate(RATE)
        except (NotSoundError, OSError) as error:
            self._tell(Failed("play", str(error), headset.setup.id))
            return
        if microphone is not None:
            microphone.play(sound.samples.tobytes())

    def _all(self) -> list[Headset]:
        return list(self._headsets.values())


class _Language:
    """What headsets of one language share."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self.model = name, folder.name
        self.speakable: Speakable | None = None
        try:
            self._model = SpeechModel(folder)
            self._vocabulary = Vocabulary(self._model)
            self.grammar = grammar_of(Menu(language=name), self._vocabulary)
            if not self.grammar.phrases:
                raise ModelShelfError("language", name=self.model, language=name)
            self.ears()  # a graph that is damaged shows here, not at the first press
        except (ModelError, OSError, struct.error) as error:
            raise ModelShelfError("broken", name=self.model) from error

    def hear(self, menu: Menu) -> Grammar:
        """What may be said of a menu, for the recognisers that there are and will be."""
        self.grammar = grammar_of(menu, self._vocabulary)
        return self.grammar

    def ears(self) -> Ears:
        return Ears(self._model, self.grammar.phrases)


def _check(done: "Future[None]") -> None:
    """A bug ends the engine as one of any other thread does; the bank starts the next."""
    error = None if done.cancelled() else done.exception()
    if error is not None:
        told = (type(error), error, error.__traceback__, threading.current_thread())
        threading.excepthook(threading.ExceptHookArgs(told))


def _settle() -> None:
    """What a menu became stays: the collector does not go through it while somebody waits."""
    gc.unfreeze()  # what an older one left behind is collected
    gc.collect()
    gc.freeze()


def _same_device(one: HeadsetSetup, two: HeadsetSetup) -> bool:
    return (one.microphone, one.speaker, one.language, one.pace) == (
        two.microphone,
        two.speaker,
        two.language,
        two.pace,
    )


def _words(forms: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for words in forms.values() for word in words))


def _since(begun: float) -> float:
    return round((monotonic() - begun) * 1000, 1)

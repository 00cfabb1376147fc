"""`sotto voice evaluate` and `sotto voice record`: how well a restaurant is understood."""

import argparse
import json
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.voice_options import Add, add_language, complain, menu_of

if TYPE_CHECKING:
    from voice.evaluation.corpus import Sentence
    from voice.evaluation.hearing import Examined
    from voice.evaluation.record import Booth
    from voice.evaluation.recorder import Recorder
    from voice.evaluation.run import Row
    from voice.menu import Menu

QUIET = ("aside", "unseen", "chatter")
"""Files whose sentences are measured and never shown."""


def add_evaluate(add: Add) -> None:
    """Adds both commands."""
    text = (
        "measure what is understood: of a folder of recordings, or of synthetic voices"
    )
    evaluate = add("evaluate", text, _evaluate)
    evaluate.add_argument("folder", nargs="?", metavar="DIR", help="see `voice record`")
    evaluate.add_argument(
        "--synthetic", type=int, metavar="N", help="N sentences, spoken by espeak-ng"
    )
    evaluate.add_argument(
        "--sentences", nargs="+", default=[], metavar="FILE", help="speak these instead"
    )
    evaluate.add_argument("--menu", metavar="FILE", help="JSON; of a folder: its own")
    evaluate.add_argument("--model", metavar="DIR", help="default: the one in use")
    add_language(evaluate)
    evaluate.add_argument(
        "--voices", default="default,unseen", help="default, unseen, english"
    )
    evaluate.add_argument(
        "--noise", default="clean,20,10,5", help="dB of speech over it, or clean"
    )
    evaluate.add_argument(
        "--known-words",
        action="store_true",
        help="leave out sentences with words that the model does not know",
    )
    evaluate.add_argument("--misses", action="store_true", help="name what was missed")
    evaluate.add_argument("--json", action="store_true", help="print a list of rows")
    record = add(
        "record", "record 60 sentences with a headset, for `evaluate`", _record
    )
    record.add_argument("folder", metavar="DIR", help="one for each person")
    record.add_argument("--menu", metavar="FILE", help="JSON; without one no articles")
    add_language(record)
    record.add_argument("--count", type=int, metavar="N", help="default: 60")
    record.add_argument("--device", metavar="NAME", help="the microphone")
    record.add_argument("--erase", action="store_true", help="delete the recordings")


def _evaluate(options: argparse.Namespace) -> int:
    from voice.evaluation.corpus import CorpusError
    from voice.evaluation.run import causes, table
    from voice.models import ModelShelfError
    from voice.recognition.model import ModelError
    from voice.sound import NotSoundError
    from voice.speech.backends import SpeechError

    try:
        rows = _rows(options)
    except (ModelShelfError, CorpusError, ModelError, NotSoundError) as error:
        text = error.text() if isinstance(error, ModelShelfError) else str(error)
        return complain(text)
    except SpeechError as error:
        return complain(f"no synthetic voice here: {error}")
    if options.json:
        told = [{"voices": r.voices, "noise": r.noise, **r.figures} for r in rows]
        print(json.dumps(told, indent=1))
        return 0
    print(table(rows))
    if causes(rows):
        told_causes = ", ".join(
            f"{cause} {many}" for cause, many in causes(rows).items()
        )
        print(f"\nMissed because of: {told_causes}")
    if options.misses:
        _print_misses(rows)
    return 0


def _rows(options: argparse.Namespace) -> "list[Row]":
    from voice.evaluation.corpus import CorpusError, read_recordings
    from voice.evaluation.record import menu_of as kept_menu
    from voice.evaluation.run import recorded, synthetic
    from voice.evaluation.voices import SETS

    folder = Path(options.folder) if options.folder else None
    menu = kept_menu(folder) if folder and not options.menu else menu_of(options)
    examined, knows = _examined(options, menu)
    if folder:
        recordings = read_recordings(folder)
        if not recordings:
            raise CorpusError(f"{folder}: nothing was recorded")
        return recorded(examined, recordings)
    names = options.voices.split(",")
    if not set(names) <= set(SETS):
        raise CorpusError(f"voices are {', '.join(SETS)}")
    try:
        noises = [None if n == "clean" else float(n) for n in options.noise.split(",")]
    except ValueError as error:
        raise CorpusError(f"noise: {error}") from error
    sentences = _sentences(options, menu)
    if options.known_words:
        sentences = [each for each in sentences if each.is_chatter or knows(each.text)]
    voices = [(name, SETS[name]) for name in names]
    return synthetic(examined, sentences, voices, noises, _tell)


def _sentences(options: argparse.Namespace, menu: "Menu") -> "list[Sentence]":
    from voice.evaluation.corpus import read_sentences
    from voice.evaluation.protocol import COUNT, protocol

    if not options.sentences:
        return protocol(menu, options.synthetic or COUNT)
    found = [each for file in options.sentences for each in read_sentences(Path(file))]
    return found[: options.synthetic]


def _examined(
    options: argparse.Namespace, menu: "Menu"
) -> "tuple[Examined, Callable[[str], bool]]":
    """The ears and the interpreter, and whether a text has only words that they know."""
    from voice.evaluation.corpus import plain
    from voice.evaluation.hearing import Examined
    from voice.heard import Heard
    from voice.meaning import Context, Understood
    from voice.models import chosen
    from voice.recognition.ears import Ears
    from voice.recognition.grammar import Vocabulary, grammar_of
    from voice.recognition.model import SpeechModel
    from voice.understanding import Speakable, understand

    model = SpeechModel(chosen(options.model, menu.language))
    vocabulary, speakable = Vocabulary(model), Speakable(menu)
    ears = Ears(model, grammar_of(menu, vocabulary).phrases)

    def interpret(heard: Heard, context: Context) -> Understood:
        return understand(heard, speakable, context)

    def knows(text: str) -> bool:
        return vocabulary.spelled(plain(text)) is not None

    return Examined(ears, interpret, menu.language), knows


def _print_misses(rows: "list[Row]") -> None:
    for row in rows:
        for result in row.results:
            key = result.sentence.key
            if result.outcome.is_exact or key.startswith(QUIET):
                continue
            print(
                f"\n{row.voices}, {row.noise}: {key} ({result.voice}) {result.outcome}"
            )
            print(f"  said:  {result.sentence.text}\n  heard: {result.text}")


def _record(options: argparse.Namespace) -> int:
    from voice.evaluation.corpus import CorpusError
    from voice.evaluation.protocol import COUNT
    from voice.evaluation.record import begun, erase

    folder = Path(options.folder)
    try:
        if options.erase:
            print(f"Effacé : {erase(folder)} enregistrements.")
            return 0
        booth = begun(folder, menu_of(options), options.count or COUNT)
        return _session(booth, options.device)
    except EOFError:  # nobody is there to answer
        return 0
    except CorpusError as error:
        return complain(str(error))


def _session(booth: "Booth", device: str | None) -> int:
    """Shows one sentence after the other until all are said, or Ctrl+C."""
    from voice.capture.portaudio import StreamSource, microphones
    from voice.capture.sources import SourceError
    from voice.evaluation.recorder import Recorder

    found = [m for m in microphones() if not device or device in (m.name, m.address)]
    if not found:
        return complain("aucun microphone" + (f" « {device} »" if device else ""))
    if booth.agreement:
        print(f"{booth.agreement} `sotto voice record {booth.folder} --erase`")
        who = input("Votre nom, pour accord (vide : non) : ").strip()
        if not who:
            return 0
        booth.agree(who, f"{datetime.now().astimezone():%Y-%m-%d}")
    recorder, source = Recorder(_ignore), StreamSource(found[0].address)
    try:
        source.start(recorder.hear)
    except SourceError as error:
        return complain(str(error))
    try:
        with suppress(KeyboardInterrupt, EOFError):
            _say_all(booth, recorder)
    finally:
        source.stop()
    print(
        f"\n{booth.done}/{len(booth.sentences)} ; `sotto voice evaluate {booth.folder}`"
    )
    return 0


def _say_all(booth: "Booth", recorder: "Recorder") -> None:
    while sentence := booth.next():
        print(f"\n{booth.done + 1}/{len(booth.sentences)}  {sentence.text}")
        input("Entrée, dites la phrase, puis Entrée : ")
        recorder.begin()
        input()
        sound = recorder.end()
        if input("Entrée : garder, r : refaire  ").strip().lower() != "r":
            booth.keep(sentence, sound)


def _ignore(_level: float) -> None:
    """Loudness is for windows."""


def _tell(row: "Row") -> None:
    from voice.evaluation.run import table

    print(table([row]).splitlines()[-1], file=sys.stderr)

"""`sotto voice …`: models of speech, recordings heard, speed measured."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from app.cli.voice_evaluate import add_evaluate
from app.cli.voice_options import Add, Run, add_language, complain, menu_of
from app.cli.voice_say import add_say

if TYPE_CHECKING:
    from voice.models import ModelShelf


def add_voice(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    command: Callable[..., argparse.ArgumentParser],
) -> None:
    """Adds the commands; `command` makes one of a name, a help text and what runs it."""
    voice = commands.add_parser("voice", help="headsets: models, listening, figures")
    actions = voice.add_subparsers(metavar="ACTION", required=True)

    def add(name: str, text: str, run: Run) -> argparse.ArgumentParser:
        return command(actions, name, text, run)

    _add_model(add)
    _add_listen(add)
    _add_bench(add)
    _add_understand(add)
    add_say(add)
    add_evaluate(add)


def _add_model(add: Add) -> None:
    model = add("model", "list, download, import, use or check a model", _model)
    model.add_argument("act", choices=("list", "download", "import", "use", "check"))
    model.add_argument("name", nargs="?", help="a model, a language, a ZIP or a folder")
    add_language(model)
    model.add_argument("--json", action="store_true", help="print JSON")


def _add_listen(add: Add) -> None:
    listen = add("listen", "hear and understand recordings", _listen)
    listen.add_argument("files", nargs="+", metavar="WAV", help="one utterance each")
    listen.add_argument("--menu", metavar="FILE", help="JSON; without one no articles")
    listen.add_argument("--model", metavar="DIR", help="default: the one in use")
    add_language(listen)
    listen.add_argument("--json", action="store_true", help="one line of JSON each")


def _add_bench(add: Add) -> None:
    bench = add("bench", "listen to many headsets at once, and measure", _bench)
    bench.add_argument("--headsets", type=int, default=8, metavar="N")
    bench.add_argument(
        "--rounds", type=int, default=6, help="sentences at each headset"
    )
    bench.add_argument("--model", metavar="DIR", help="default: the one in use")
    bench.add_argument("--json", action="store_true", help="print a list of rows")


def _add_understand(add: Add) -> None:
    text = "read utterances (JSON, one a line), write the actions that they mean"
    understand = add("understand", text, _understand)
    understand.add_argument("--menu", metavar="FILE", required=True, help="JSON")
    add_language(understand)
    understand.add_argument(
        "--score", action="store_true", help="print how many are exact instead"
    )
    understand.add_argument(
        "--misses", action="store_true", help="with --score: by intent"
    )


def _model(options: argparse.Namespace) -> int:
    from voice.models import ModelShelf, ModelShelfError

    shelf = ModelShelf()
    acts = {
        "list": _list_models,
        "download": _download_model,
        "import": _import_model,
        "use": _use_model,
        "check": _check_model,
    }
    if options.act not in ("list", "check") and not options.name:
        return complain(f"`sotto voice model {options.act}` : il manque un nom.")
    try:
        return acts[options.act](shelf, options)
    except ModelShelfError as error:
        return complain(error.text())


def _list_models(shelf: "ModelShelf", options: argparse.Namespace) -> int:
    from voice.models import CATALOGUE

    here = {each.name: each for each in shelf.installed()}
    rows = [
        {
            "name": each.name,
            "language": each.language,
            "installed": True,
            "in_use": each.in_use,
            "synthetic_voices_only": each.is_synthetic,
            "folder": str(each.folder),
        }
        for each in here.values()
    ]
    rows += [
        {
            "name": each.name,
            "language": each.language,
            "installed": False,
            "address": each.address,
            "megabytes": round(each.size / 1e6),
            "license": each.license,
        }
        for each in CATALOGUE
        if each.name not in here
    ]
    if options.json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return 0
    for row in rows:
        state = "✓" if row.get("in_use") else "·" if row["installed"] else " "
        more = (
            " (voix de synthèse seulement)" if row.get("synthetic_voices_only") else ""
        )
        size = "" if row["installed"] else f"{row['megabytes']} Mo, {row['license']}"
        print(
            f"{state} {row['language'] or '?':<3}{row['name']:<32}{size}{more}".rstrip()
        )
    return 0


def _download_model(shelf: "ModelShelf", options: argparse.Namespace) -> int:
    from voice.models import CATALOGUE, ModelShelfError

    for each in CATALOGUE:
        if options.name in (each.name, each.language):
            taken = shelf.download(each, _show_progress)
            print(file=sys.stderr)
            options.name = taken.name
            return _check_model(shelf, options)
    raise ModelShelfError("unknown", name=options.name)


def _import_model(shelf: "ModelShelf", options: argparse.Namespace) -> int:
    options.name = shelf.take(Path(options.name), options.language).name
    return _check_model(shelf, options)


def _use_model(shelf: "ModelShelf", options: argparse.Namespace) -> int:
    shelf.use(options.name)
    return 0


def _check_model(shelf: "ModelShelf", options: argparse.Namespace) -> int:
    from voice.models import check

    model = shelf.find(options.name or options.language)
    found = check(model.folder, model.language or options.language)
    if options.json:
        told = {"name": model.name, "words": found.words, "heard": found.heard}
        print(json.dumps(told, ensure_ascii=False))
        return 0
    print(f"{model.name} : {found.words} mots connus.")
    if found.phrase:
        print(
            f"Une voix de synthèse a dit « {found.phrase} », entendu « {found.heard} »."
        )
    return 0


def _listen(options: argparse.Namespace) -> int:
    from voice.meaning import Context
    from voice.models import ModelShelfError, chosen
    from voice.recognition.listener import Listener
    from voice.recognition.model import ModelError
    from voice.sound import NotSoundError, read_wav
    from voice.understanding import Speakable, understand

    menu = menu_of(options)
    try:
        listener = Listener(chosen(options.model, options.language), menu)
    except ModelShelfError as error:
        return complain(error.text())
    except ModelError as error:
        return complain(str(error))
    speakable = Speakable(menu)
    for file in options.files:
        try:
            sound = read_wav(Path(file))
        except NotSoundError as error:
            return complain(f"{file}: {error}")
        begun = perf_counter()
        heard = listener.hear(sound)
        understood = understand(heard, speakable, Context())
        row = {
            "file": file,
            "seconds": round(sound.seconds, 2),
            "took_ms": round((perf_counter() - begun) * 1000, 1),
            "alternatives": [
                [each.text, round(each.score, 2)] for each in heard.alternatives
            ],
            "agreement": round(heard.agreement, 3),
            "free": heard.witness,
            "verdict": understood.verdict,
            "probability": round(understood.probability, 3),
            "actions": [each.as_json() for each in understood.actions],
        }
        if options.json:
            print(json.dumps(row, ensure_ascii=False))
        else:
            print(f"{file}: {understood.text or '—'}")
            print(
                f"  {understood.verdict}: {json.dumps(row['actions'], ensure_ascii=False)}"
            )
    return 0


def _understand(options: argparse.Namespace) -> int:
    from voice.understanding.score import Score, understood_lines

    score = Score()
    for said, understood in understood_lines(sys.stdin, menu_of(options)):
        if options.score:
            score.add(said, understood)
        else:
            print(json.dumps(understood, ensure_ascii=False))
    if options.score:
        print(f"{score.exact}/{score.total}")
    if options.misses:
        print(json.dumps(score.misses, ensure_ascii=False, indent=1))
    return 0


def _bench(options: argparse.Namespace) -> int:
    from app.bench.cases import HEADER, line
    from app.bench.voice_cases import headsets
    from voice.models import ModelShelfError, chosen

    try:
        model = chosen(options.model, "fr")
    except ModelShelfError as error:
        return complain(error.text())
    rows = headsets(model, options.headsets, options.rounds)
    if options.json:
        print(json.dumps([each.as_json() for each in rows], ensure_ascii=False))
        return 0
    print(HEADER)
    for each in rows:
        print(line(each))
    return 0


def _show_progress(done: int, size: int) -> None:
    print(f"\r{done / 1e6:.0f} / {size / 1e6:.0f} Mo", end="", file=sys.stderr)

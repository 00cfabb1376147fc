"""Models of speech on this machine: which there are, where they come from, whether they work.

Vosk's small models hear a language in 40 MB. They are downloaded once, or brought on a stick.
"""

import errno
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from platformdirs import user_data_path

PARTS = ("am/final.mdl", "conf/model.conf", "graph/HCLr.fst", "graph/Gr.fst")
"""What Vosk reads of a model that takes a grammar."""
SYNTHETIC = "model-synth"
"""Begins the name of a model that understands synthetic voices only, and no person."""
_BLOCK = 1 << 16
_PATIENCE_S = 30.0
_CHECK_S = 120.0
_MARGIN = 1 << 24

Progress = Callable[[int, int], None]
"""Bytes done, bytes in all (0 when not known)."""


@dataclass(frozen=True, slots=True)
class Published:
    """A model that can be downloaded.

    Attributes:
        size: of the ZIP, bytes; unpacked: on the disk, bytes, about.
        md5: as its publisher lists it (alphacephei.com/vosk/models/model-list.json).
        sha256: where it is known; the publisher gives none.
    """

    name: str
    language: str
    address: str
    size: int
    unpacked: int
    md5: str
    sha256: str = ""
    license: str = "Apache-2.0"


CATALOGUE = (
    Published(
        name="vosk-model-small-fr-0.22",
        language="fr",
        address="https://alphacephei.com/vosk/models/vosk-model-small-fr-0.22.zip",
        size=42_233_323,
        unpacked=70_000_000,
        md5="8873b1234503f6edd55f54bfff31cf3e",
    ),
    Published(
        name="vosk-model-small-en-us-0.15",
        language="en",
        address="https://alphacephei.com/vosk/models/vosk-model-small-en-us-0.15.zip",
        size=41_205_931,
        unpacked=70_000_000,
        md5="09ab50ccd62b674cbaa231b825f9c1cb",
        sha256="30f26242c4eb449f948e42cb302dd7a686cb29a3423a8367f99ff41780942498",
    ),
)

TEXTS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "none": "Aucun modèle vocal n'est installé : `sotto voice model download {language}`.",
        "unknown": "Le modèle {name} n'est pas installé.",
        "missing": "Le modèle {name} est incomplet : il manque {part}.",
        "static": "Le modèle {name} n'accepte pas de menu ; prenez un modèle « small ».",
        "language": "Le modèle {name} ne connaît pas la langue « {language} ».",
        "broken": "Le modèle {name} est illisible ; téléchargez-le de nouveau.",
        "network": "Le téléchargement s'est interrompu ({detail}) ; relancez, il reprendra.",
        "checksum": "Le fichier reçu n'est pas celui de l'éditeur ; il a été effacé.",
        "zip": "{name} est tronqué ou n'est pas un ZIP ; téléchargez-le de nouveau.",
        "content": "{name} ne contient pas de modèle Vosk.",
        "disk": "Il manque {megabytes} Mo sur le disque pour {name}.",
        "file": "{name} ne peut pas être lu ({detail}).",
    },
    "en": {
        "none": "No speech model is installed: `sotto voice model download {language}`.",
        "unknown": "The model {name} is not installed.",
        "missing": "The model {name} is incomplete: {part} is missing.",
        "static": "The model {name} takes no menu; take a “small” one.",
        "language": "The model {name} does not know the language “{language}”.",
        "broken": "The model {name} cannot be read; download it again.",
        "network": "The download was interrupted ({detail}); run it again, it goes on.",
        "checksum": "The file received is not the publisher's; it was deleted.",
        "zip": "{name} is truncated or no ZIP; download it again.",
        "content": "{name} does not contain a model of Vosk.",
        "disk": "{megabytes} MB are missing on the disk for {name}.",
        "file": "{name} cannot be read ({detail}).",
    },
}


class ModelShelfError(Exception):
    """Something that cannot be done with a model; `text` says it to a person."""

    def __init__(self, reason: str, **details: object) -> None:
        """A key of `TEXTS`, and what its sentence names."""
        super().__init__(reason)
        self.reason, self._details = reason, details

    def text(self, language: str = "fr") -> str:
        """One sentence."""
        return TEXTS[language][self.reason].format_map(self._details)


@dataclass(frozen=True, slots=True)
class Installed:
    """A model on this machine.

    Attributes:
        language: "" when nobody has said which it is.
        in_use: whether headsets of that language hear by it.
    """

    name: str
    folder: Path
    language: str
    in_use: bool

    @property
    def is_synthetic(self) -> bool:
        """Whether it understands synthetic voices only."""
        return self.name.startswith(SYNTHETIC)


@dataclass(frozen=True, slots=True)
class Checked:
    """What the self-test of a model found.

    Attributes:
        words: how many it can hear.
        phrase, heard: what a synthetic voice said to it, and what it heard; "" without
            espeak-ng. A model made of people's voices may well hear it badly.
    """

    words: int
    phrase: str = ""
    heard: str = ""


class ModelShelf:
    """The folder of the models; all profiles of a machine share it."""

    def __init__(self, folder: Path | None = None) -> None:
        """Without a folder it is the user's."""
        self.folder = folder or user_data_path("sotto") / "voice-models"

    def installed(self) -> list[Installed]:
        """All of them, by name."""
        known, used = self._read("languages.json"), self._read("in_use.json")
        folders = sorted(self.folder.iterdir()) if self.folder.is_dir() else []
        return [
            Installed(
                each.name,
                each,
                known.get(each.name, ""),
                used.get(known.get(each.name, "")) == each.name,
            )
            for each in folders
            if each.is_dir() and not each.name.startswith(".")
        ]

    def in_use(self) -> dict[str, Path]:
        """The model of each language, as far as it is complete: what an engine starts with."""
        return {
            each.language: each.folder
            for each in self.installed()
            if each.in_use and not incomplete(each.folder)
        }

    def why_not(self, language: str = "fr") -> ModelShelfError | None:
        """Why headsets of a language cannot hear; None when they can."""
        mine = [
            each
            for each in self.installed()
            if each.in_use and each.language == language
        ]
        if not mine:
            return ModelShelfError("none", language=language)
        return incomplete(mine[0].folder)

    def find(self, name: str) -> Installed:
        """An installed model by its name, or by a language that has one in use.

        Raises:
            ModelShelfError: there is none.
        """
        for each in self.installed():
            if name == each.name or (each.in_use and name == each.language):
                return each
        raise ModelShelfError("unknown", name=name)

    def use(self, name: str) -> None:
        """Lets headsets of its language hear by it, from the next start on.

        Raises:
            ModelShelfError: it is not there or incomplete.
        """
        model = self.find(name)
        error = incomplete(model.folder)
        if error:
            raise error
        self._write(
            "in_use.json", {**self._read("in_use.json"), model.language: model.name}
        )

    def download(self, model: Published, progress: Progress) -> Installed:
        """Fetches a model and takes it in; what was fetched before is not fetched again.

        Raises:
            ModelShelfError: no network, no room, or another file than the publisher's.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        part = self.folder / f".{model.name}.part"
        have = part.stat().st_size if part.exists() else 0
        self._need(model.size - have + model.unpacked, model.name)
        with _no_room(model.name, model.size):
            _fetch(model, part, progress)
        if not _is_published(part, model):
            part.unlink()
            raise ModelShelfError("checksum")
        taken = self.take(part, model.language, model.name)
        part.unlink()
        return taken

    def take(self, file: Path, language: str, name: str = "") -> Installed:
        """Takes a model in out of a ZIP or a folder, and uses it if its language has none.

        Raises:
            ModelShelfError: no room, a truncated ZIP, or no model in it.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".taking-", dir=self.folder) as scratch:
            with _no_room(file.name, 0):
                root = self._unpacked(file, Path(scratch))
            name = name or (root.name if root != Path(scratch) else file.stem)
            goal = self.folder / name
            if goal.exists():
                shutil.rmtree(goal)
            root.rename(goal)
        known = self._read("languages.json")
        self._write("languages.json", {**known, name: language})
        used = self._read("in_use.json")
        if used.get(language) not in {each.name for each in self.installed()}:
            self.use(name)
        return self.find(name)

    def _unpacked(self, file: Path, scratch: Path) -> Path:
        """Where in `scratch` the model lies now."""
        if file.is_dir():
            shutil.copytree(file, scratch / file.name)
        else:
            try:
                with zipfile.ZipFile(file) as archive:
                    self._need(
                        sum(each.file_size for each in archive.infolist()), file.name
                    )
                    archive.extractall(
                        scratch
                    )  # drops "..", and checks each file's sum
            except (zipfile.BadZipFile, EOFError) as error:
                raise ModelShelfError("zip", name=file.name) from error
            except OSError as error:
                if error.errno == errno.ENOSPC:
                    raise
                raise ModelShelfError("file", name=file.name, detail=error) from error
        for found in sorted(scratch.rglob(PARTS[0])):
            return found.parent.parent
        raise ModelShelfError("content", name=file.name)

    def _need(self, size: int, name: str) -> None:
        free = shutil.disk_usage(self.folder).free - _MARGIN
        if size > free:
            raise ModelShelfError(
                "disk", name=name, megabytes=-(-(size - free) // 10**6)
            )

    def _read(self, name: str) -> dict[str, str]:
        try:
            told = json.loads((self.folder / name).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return told if isinstance(told, dict) else {}

    def _write(self, name: str, value: Mapping[str, str]) -> None:
        path = self.folder / f".{name}"
        path.write_text(json.dumps(dict(value), indent=1), encoding="utf-8")
        path.replace(self.folder / name)


def chosen(given: str | None, language: str) -> Path:
    """The folder of the model to hear by: the one given, `$SOTTO_VOICE_MODEL`, or in use.

    Raises:
        ModelShelfError: there is none, or it is incomplete.
    """
    told = given or os.environ.get("SOTTO_VOICE_MODEL", "")
    if told:
        error, folder = incomplete(Path(told)), Path(told)
    else:
        shelf = ModelShelf()
        error, folder = shelf.why_not(language), shelf.in_use().get(language, Path())
    if error:
        raise error
    return folder


def incomplete(folder: Path) -> ModelShelfError | None:
    """What a model's folder lacks at a glance; None when the parts are there."""
    if (folder / "graph" / "HCLG.fst").exists():
        return ModelShelfError("static", name=folder.name)
    for part in PARTS:
        path = folder / part
        if not path.is_file() or not path.stat().st_size:
            return ModelShelfError("missing", name=folder.name, part=part)
    return None


def check(folder: Path, language: str) -> Checked:
    """The self-test: loads a model in a process of its own and has it hear a phrase.

    Raises:
        ModelShelfError: it cannot be used for that language.
    """
    error = incomplete(folder)
    if error:
        raise error
    command = [sys.executable, "-m", "voice.model_check", str(folder), language]
    try:
        done = subprocess.run(  # noqa: S603 # our own module
            command, capture_output=True, timeout=_CHECK_S, check=False
        )
        told = json.loads(done.stdout) if not done.returncode else {"reason": "broken"}
    except (subprocess.TimeoutExpired, ValueError):
        told = {"reason": "broken"}
    if "reason" in told:
        raise ModelShelfError(told["reason"], name=folder.name, language=language)
    return Checked(**told)


def _fetch(model: Published, part: Path, progress: Progress) -> None:
    have = part.stat().st_size if part.exists() else 0
    if have >= model.size:
        return
    request = Request(model.address)  # noqa: S310 # of our catalogue
    if have:
        request.add_header("Range", f"bytes={have}-")
    try:
        with urlopen(request, timeout=_PATIENCE_S) as answer:  # noqa: S310
            goes_on = answer.status == HTTPStatus.PARTIAL_CONTENT
            have = have if goes_on else 0
            with part.open("ab" if goes_on else "wb") as file:
                for block in _blocks(answer):
                    file.write(block)
                    have += len(block)
                    progress(have, model.size)
    except HTTPError as error:
        raise ModelShelfError("network", detail=f"HTTP {error.code}") from error
    except URLError as error:
        raise ModelShelfError("network", detail=error.reason) from error
    except (TimeoutError, ConnectionError) as error:
        raise ModelShelfError("network", detail=error) from error
    if have < model.size:
        raise ModelShelfError("network", detail=f"{have}/{model.size}")


def _blocks(stream: IO[bytes]) -> Iterator[bytes]:
    while block := stream.read(_BLOCK):
        yield block


def _is_published(file: Path, model: Published) -> bool:
    sums = [hashlib.md5(usedforsecurity=False), hashlib.sha256()]
    with file.open("rb") as stream:
        for block in _blocks(stream):
            for each in sums:
                each.update(block)
    md5, sha256 = (each.hexdigest() for each in sums)
    return md5 == model.md5 and model.sha256 in ("", sha256)


@contextmanager
def _no_room(name: str, size: int) -> Iterator[None]:
    """A disk that fills up meanwhile is a sentence too."""
    try:
        yield
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        megabytes = -(-size // 10**6) or 1
        raise ModelShelfError("disk", name=name, megabytes=megabytes) from error

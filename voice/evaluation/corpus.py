"""Sentences with what they mean, and recordings of them."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from voice.meaning import Context
from voice.sound import Sound, read_wav

LIST = "sentences.jsonl"
"""In a folder of recordings: one line a sentence, its sound in `<id>.wav`."""


class CorpusError(Exception):
    """A file of sentences cannot be used; the text says which line."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Something that a waiter says.

    Attributes:
        key: names it among all: "given-12".
        actions: its meaning as JSON; empty for talk that is not for Sotto.
    """

    key: str
    text: str
    actions: tuple[Mapping[str, Any], ...] = ()
    context: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_chatter(self) -> bool:
        """Whether nothing at all may come of it."""
        return not self.actions

    def as_context(self) -> Context:
        """What went before, as the interpreter wants it."""
        told = self.context
        return Context(
            table=told.get("table"),
            last_order=bool(told.get("last_order")),
            pending=told.get("pending") or {},
        )

    def as_json(self) -> dict[str, Any]:
        """Its line in a file."""
        context = dict(self.context or {})
        return {
            "id": self.key,
            "text": self.text,
            "context": context,
            "actions": self.actions,
        }


@dataclass(frozen=True, slots=True)
class Recording:
    """A sentence as it was said, or will be (`again`: once more, as one repeats oneself)."""

    sentence: Sentence
    sound: Sound
    again: Sound | None = None
    voice: str = ""


def read_sentences(path: Path, *, named: bool = True) -> list[Sentence]:
    """The sentences of a file.

    Args:
        named: whether the name of the file comes before each key.

    Raises:
        CorpusError: a line is no sentence.
        OSError: no such file.
    """
    sentences = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            told = json.loads(line)
            key, text = str(told["id"]), str(told["text"])
            key = f"{path.stem}-{key}" if named else key
            actions = tuple(told.get("actions", ()))
        except (ValueError, KeyError, TypeError) as error:
            raise CorpusError(f"{path.name}:{number}: {error!r}") from error
        sentences.append(Sentence(key, text, actions, told.get("context") or {}))
    return sentences


def read_recordings(folder: Path) -> list[Recording]:
    """What was recorded of the sentences of a folder; those without a WAV are left out.

    Raises:
        CorpusError, NotSoundError, OSError: as of the files.
    """
    found = []
    for sentence in read_sentences(folder / LIST, named=False):
        path = folder / f"{sentence.key}.wav"
        if path.exists():
            found.append(Recording(sentence, read_wav(path), voice=folder.name))
    return found


def plain(text: str) -> str:
    """A text without capitals and marks: "l'addition vingt-deux"."""
    kept = re.sub(r"[^\w'-]|(?<!\w)-|-(?!\w)", " ", text.lower().replace("’", "'"))
    return " ".join(kept.split())


def words_of(text: str) -> list[str]:
    """The words that are heard of a text, its elisions apart: "l'", "eau"."""
    return re.findall(r"\w+'|\w+", plain(text))


def word_errors(said: Sequence[str], heard: Sequence[str]) -> int:
    """Words wrong, missing or too many: the least number of changes between the two."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(said, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            before, row[j] = (
                row[j],
                min(row[j] + 1, row[j - 1] + 1, before + (word != other)),
            )
    return row[-1]

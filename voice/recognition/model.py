"""A model of Vosk, loaded once for all headsets."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from struct import unpack_from
from typing import Any

from voice.capture.ring import RATE

UNKNOWN = "[unk]"
"""The word for all that is no word; the official models have it."""


class ModelError(Exception):
    """The folder is no model that can be used; the text says what Vosk said."""


class SpeechModel:
    """What Vosk needs to hear one language. Any thread may use it."""

    def __init__(self, folder: Path) -> None:
        """Loads it: 0.1 s for a small one.

        Raises:
            ModelError: no model, a damaged one, or no library. A damaged graph may also end
                the process: load what nobody has checked in a process of its own.
        """
        try:
            import vosk
        except OSError as error:
            raise ModelError(str(error)) from error
        vosk.SetLogLevel(-1)
        self.folder = folder
        self._vosk = vosk
        try:
            self._model = vosk.Model(str(folder))
        except Exception as error:  # vosk raises the bare class
            raise ModelError(str(error)) from error

    def knows(self, word: str) -> bool:
        """Whether it can hear that word."""
        return bool(self._model.vosk_model_find_word(word) != -1)

    def recogniser(self, phrases: Iterable[str] | None = None) -> Any:
        """A recogniser of Vosk: one thread's. With None it hears any words.

        Raises:
            ModelError: Vosk refuses, or there is no phrase: it would end the process.
        """
        try:
            if phrases is None:
                return self._vosk.KaldiRecognizer(self._model, RATE)
            return self._vosk.KaldiRecognizer(self._model, RATE, as_grammar(phrases))
        except Exception as error:  # vosk raises the bare class
            raise ModelError(str(error)) from error

    def words(self) -> list[str]:
        """Every word that it can hear, in no order."""
        text = self.folder / "graph" / "words.txt"
        if text.exists():
            lines = text.read_text(encoding="utf-8").splitlines()
            found = [line.split(" ")[0] for line in lines]
        else:
            found = list(_symbols((self.folder / "graph" / "Gr.fst").read_bytes()))
        return [word for word in found if word and word[0] not in "<[#"]


def as_grammar(phrases: Iterable[str]) -> str:
    """Phrases as Vosk takes them.

    Raises:
        ModelError: there is none: Vosk would end the process.
    """
    listed = list(phrases)
    if not listed:
        raise ModelError("a grammar without a phrase")
    return json.dumps(listed, ensure_ascii=False)


def _symbols(fst: bytes) -> Iterator[str]:
    """The words in a graph of OpenFst: the small models ship no list of their own.

    Source: fst/fst.cc, FstHeader::Write and symbol-table.cc, SymbolTableImpl::Write, of
    OpenFst 1.8: numbers little-endian, texts as an int32 and bytes.
    """
    at = 4  # the magic number
    for _ in range(2):  # kind of graph, kind of arc
        at += 4 + int(unpack_from("<i", fst, at)[0])
    flags = int(unpack_from("<i", fst, at + 4)[0])
    at += 40  # version, flags, properties, start, states, arcs
    if not flags & 0b11:  # neither words in nor words out
        return
    at += 4
    at += 4 + int(unpack_from("<i", fst, at)[0])
    at += 8
    count = int(unpack_from("<q", fst, at)[0])
    at += 8
    for _ in range(count):
        length = int(unpack_from("<i", fst, at)[0])
        yield fst[at + 4 : at + 4 + length].decode(errors="replace")
        at += 4 + length + 8

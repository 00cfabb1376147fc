"""A restaurant's own recordings: sixty sentences in a folder, which one command empties.

The only honest figure for people: their voices, their headsets, their room. The folder holds
the sentences, the menu as it was, the consent, and one WAV each; nothing else is kept.
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path

from voice.evaluation.corpus import LIST, CorpusError, Sentence, read_sentences
from voice.evaluation.protocol import COUNT, consent, protocol
from voice.menu import Menu, menu_as_json, menu_from_json
from voice.sound import Sound, write_wav

MENU, CONSENT = "menu.json", "consent.txt"


class Booth:
    """What is recorded and what is still to be said.

    Attributes:
        folder: of this person's recordings.
        sentences: all of them, in the order in which they are said.
    """

    def __init__(self, folder: Path, sentences: Sequence[Sentence]) -> None:
        """A folder that `opened` or `begun` has looked at."""
        self.folder, self.sentences = folder, tuple(sentences)

    @property
    def agreement(self) -> str:
        """What whoever is recorded must agree to first; "" once they have."""
        if (self.folder / CONSENT).exists():
            return ""
        return consent(menu_of(self.folder).language)

    def agree(self, who: str, when: str) -> None:
        """They agreed; keeps what they agreed to, who and when.

        Raises:
            OSError: the folder cannot be written.
        """
        text = f"{self.agreement}\n\n{who}, {when}\n"
        (self.folder / CONSENT).write_text(text, encoding="utf-8")

    def next(self) -> Sentence | None:
        """The first sentence that was not said yet; None at the end."""
        return next((s for s in self.sentences if not self.path(s).exists()), None)

    @property
    def done(self) -> int:
        """How many were said."""
        return sum(self.path(sentence).exists() for sentence in self.sentences)

    def keep(self, sentence: Sentence, sound: Sound) -> None:
        """Writes one down; a second time takes the place of the first.

        Raises:
            PermissionError: nobody has agreed.
            OSError: the folder cannot be written.
        """
        if self.agreement:
            raise PermissionError(CONSENT)
        write_wav(self.path(sentence), sound)

    def drop(self, sentence: Sentence) -> None:
        """Says it again."""
        self.path(sentence).unlink(missing_ok=True)

    def path(self, sentence: Sentence) -> Path:
        """Of its sound."""
        return self.folder / f"{sentence.key}.wav"


def begun(folder: Path, menu: Menu, count: int = COUNT) -> Booth:
    """A new folder of recordings, or one that was begun, with its own sentences.

    Raises:
        CorpusError: the folder holds something else.
        OSError: it cannot be written.
    """
    if (folder / LIST).exists():
        return opened(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise CorpusError(f"{folder} is not empty")
    sentences = protocol(menu, count)
    lines = [json.dumps(s.as_json(), ensure_ascii=False) for s in sentences]
    kept = {"language": menu.language, **menu_as_json(menu)}
    (folder / MENU).write_text(
        json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8"
    )
    (folder / LIST).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Booth(folder, sentences)


def opened(folder: Path) -> Booth:
    """A folder that was begun.

    Raises:
        CorpusError, OSError: it holds no sentences.
    """
    sentences = read_sentences(folder / LIST, named=False)
    for sentence in sentences:
        if not re.fullmatch(r"[\w-]+", sentence.key):  # it names a file that is deleted
            raise CorpusError(f"{folder / LIST}: {sentence.key!r}")
    return Booth(folder, sentences)


def erase(folder: Path) -> int:
    """Deletes every recording, the sentences, the menu and the consent; how many recordings.

    Files that are not of a recording stay, and then the folder.

    Raises:
        CorpusError, OSError: it holds no sentences, or they cannot be deleted.
    """
    booth = opened(folder)
    erased = booth.done
    for sentence in booth.sentences:
        booth.drop(sentence)
    for name in (CONSENT, MENU, LIST):
        (folder / name).unlink(missing_ok=True)
    if not any(folder.iterdir()):
        folder.rmdir()
    return erased


def menu_of(folder: Path) -> Menu:
    """The menu as it was when the sentences were made.

    Raises:
        CorpusError: it is damaged.
        OSError: there is none.
    """
    try:
        told = json.loads((folder / MENU).read_text(encoding="utf-8"))
        return menu_from_json(told, told.get("language", "fr"))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CorpusError(f"{folder / MENU}: {error!r}") from error

"""How this terminal looks and speaks, kept in its profile for the next start.

It belongs to the screen and the place it hangs in, not to a person: all windows of a
process share one language, and a cook's screen does not change because a waiter logs in.
So it is no fact of the journal either, which every terminal reads.
"""

import json
import logging
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QObject, QTranslator, Slot
from PySide6.QtWidgets import QApplication

from resources.texts import LANGUAGES, language, set_language
from widgets.theme import Mode, apply_theme, mode, theme_events

_log = logging.getLogger("sotto.appearance")


class Appearance(QObject):
    """Puts on what was kept at `path`, and keeps what is chosen from then on."""

    def __init__(self, path: Path, application: QApplication) -> None:
        super().__init__()
        self._path = path
        self._qt_words = QTranslator(self)
        kept = _read(path)
        if kept["language"] in LANGUAGES:
            set_language(kept["language"])
        if kept["mode"] in Mode.__members__:
            apply_theme(application, Mode[kept["mode"]])
        self._speak()
        application.installTranslator(self._qt_words)
        theme_events.changed.connect(self.keep)

    def _speak(self) -> None:
        """Gives Qt's own dialogs, those for files, the language that is on."""
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if not self._qt_words.load(f"qtbase_{language()}", folder):
            _log.warning("Qt does not speak %s", language())

    @Slot()
    def keep(self) -> None:
        """Writes down what is on now."""
        self._speak()
        chosen = {"mode": mode().name, "language": language()}
        try:
            self._path.write_text(json.dumps(chosen), encoding="utf-8")
        except OSError as error:  # it still holds until the next start
            _log.warning("appearance not kept: %s", error)


def _read(path: Path) -> dict[str, str]:
    """What was kept; empty words at the first start, or when it cannot be read."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return {key: str(kept[key]) for key in ("mode", "language")}
    except (OSError, ValueError, TypeError, KeyError):
        return {"mode": "", "language": ""}

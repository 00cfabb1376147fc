"""How windows look and speak here: to whoever is at them, or as this screen is set.

A screen's own way belongs to the place it hangs in and is kept in its profile. A person's
(`ComfortSet`) is a fact, so it goes with them to any terminal, and is on while they are at
a window. All windows of a process look and speak alike.
"""

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import asdict, fields, replace
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QObject, QTranslator, Slot
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication

from app.domain.staff.comfort import Comfort, is_right
from resources.texts import language, set_language
from widgets import fonts, theme
from widgets.zoom import set_zoom

_log = logging.getLogger("sotto.appearance")

_qt_words = QTranslator()
"""One for the process, as its language is."""
_AT_ONCE = {"mode", "palette", "motion"}
"""Fields of a comfort that windows which are there follow; the others are made with it."""


class Appearance(QObject):
    """Puts on what was kept at `path`, and whatever is worn from then on.

    Attributes:
        screen: how windows are here for who wants nothing else.
        worn: how they are now.
        screens: those whose windows grow with the scale; a guest reads on the others.
    """

    def __init__(self, path: Path, application: QApplication) -> None:
        super().__init__()
        self._path, self._application = path, application
        self.screens: Callable[[], Sequence[QScreen]] = _first_screen
        self.worn = Comfort(language=language(), mode=theme.mode().name.lower())
        self.screen = _read(path, self.worn)
        _speak()
        application.removeTranslator(_qt_words)  # each starts anew, and one speaks
        application.installTranslator(_qt_words)
        application.screenAdded.connect(self.fit_screens)
        self.wear(None)

    def set_screen(self, comfort: Comfort) -> None:
        """Windows are like this here from now on, and at the next start; `wear` says to
        whom."""
        self.screen = comfort
        try:
            self._path.write_text(json.dumps(asdict(comfort)), encoding="utf-8")
        except OSError as error:  # it still holds until the next start
            _log.warning("appearance not kept: %s", error)

    def wear(self, own: Comfort | None) -> bool:
        """Puts on a person's own comfort, None for the screen's.

        Returns:
            Whether windows that are there have to be made anew.
        """
        before, self.worn = self.worn, own or self.screen
        changed = {
            field.name
            for field in fields(Comfort)
            if getattr(before, field.name) != getattr(self.worn, field.name)
        }
        if not changed:
            return False
        set_language(self.worn.language)
        _speak()
        if "scale" in changed:
            self.fit_screens()
        fonts.set_legible(on=self.worn.font == "legible")
        theme.set_distinct(on=self.worn.palette == "distinct")
        theme.set_left_handed(on=self.worn.hand == "left")
        theme.set_reduce_motion(on=self.worn.motion == "reduced")
        theme.apply_theme(self._application, theme.Mode[self.worn.mode.upper()])
        return not changed <= _AT_ONCE

    @Slot()
    def fit_screens(self) -> None:
        """Screens came or went, or are read by others."""
        set_zoom(self.screens(), self.worn.scale)


def _speak() -> None:
    """Gives Qt's own dialogs, those for files, the language that is on."""
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if not _qt_words.load(f"qtbase_{language()}", folder):
        _log.warning("Qt does not speak %s", language())


def _first_screen() -> Sequence[QScreen]:
    return [QGuiApplication.primaryScreen()]


def _read(path: Path, plain: Comfort) -> Comfort:
    """What was kept; `plain` at the first start, or when it cannot be read."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        kept["mode"] = kept["mode"].lower()  # written in capitals once
        comfort = replace(plain, **kept)
        return comfort if is_right(comfort) else plain
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return plain

"""How large everything is drawn: Qt's own scale of a screen, while the application runs.

Qt reads its scale from the environment as it starts. What changes the scale of a screen
later is exported by Qt's library, for Qt's own modules, but has no Python: it is called
there by its name. Letters, icons and touch areas grow together and stay sharp, which no
enlarged picture would. Where a Qt has another name for it the size cannot be chosen
(`able`), and nothing else changes; `tests/gui/test_zoom.py` fails at such a Qt.
"""

import ctypes
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

import PySide6
import shiboken6
from PySide6.QtCore import QRect
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QApplication, QWidget

_LIBRARIES: Final = {
    "win32": ("Qt6Gui.dll", "?setScreenFactor@QHighDpiScaling@@SAXPEAVQScreen@@N@Z"),
    "darwin": (
        "Qt/lib/QtGui.framework/Versions/A/QtGui",
        "_ZN15QHighDpiScaling15setScreenFactorEP7QScreend",
    ),
    "linux": (
        "Qt/lib/libQt6Gui.so.6",
        "_ZN15QHighDpiScaling15setScreenFactorEP7QScreend",
    ),
}
"""Platform -> where the library lies beside PySide6, and the function's name in it."""
PLAIN: Final = 100


@cache
def _function() -> "ctypes._NamedFuncPointer | None":
    path, name = _LIBRARIES.get(sys.platform, ("", ""))
    try:
        library = ctypes.CDLL(str(Path(PySide6.__file__).parent / path))
        function = library[name]
    except (OSError, AttributeError):
        return None
    function.argtypes, function.restype = [ctypes.c_void_p, ctypes.c_double], None
    return function


def able() -> bool:
    """Whether the size of everything can be chosen here."""
    return _function() is not None


def set_zoom(screens: Iterable[QScreen], percent: int) -> None:
    """Draws windows that are made from now on those screens at `percent` of the size
    that the display itself asks for; windows that are there have to be made anew."""
    function = _function()
    if function is None:
        return
    for screen in screens:
        # Qt would note that a window on show was drawn at another scale.
        shown = [w for w in QApplication.topLevelWidgets() if _is_on(w, screen)]
        before = screen.devicePixelRatio()
        for window in shown:
            window.hide()
            window.windowHandle().destroy()
        function(shiboken6.getCppPointer(screen)[0], percent / PLAIN)
        more = before / screen.devicePixelRatio()
        for window in shown:
            box = window.geometry()  # as large on the screen as it was
            window.setGeometry(QRect(box.topLeft() * more, box.size() * more))
            window.show()


def _is_on(window: QWidget, screen: QScreen) -> bool:
    return window.isVisible() and window.screen() is screen

"""The house that is pictured, and the patience to let it paint.

The evening is played once for each of its moments and kept as a folder; each scene gets
a copy, so that what one does is not in the picture of the next. The clock stands still.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer, Slot
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget
from typing_extensions import override

from app.bootstrap import open_house
from app.demo.evening import COOKING, OPENING, PICTURED, play_evening, play_on
from app.demo.history import TravelClock
from app.domain.rules import Command
from app.domain.vocabulary import Refusal
from app.services.environment import DEMO
from app.services.house import Actor, Fact, House
from app.suite import Suite, make_application
from app.windows.shell import Shell
from db.profile import Profile
from hardware.health import DeviceState
from widgets import theme

MOMENTS = {"20:26": PICTURED, "20:34": COOKING}
_FAR = 8_000
_LOOK_MS, _STILL_LOOKS, _PATIENCE_LOOKS = 10, 4, 600


class SceneError(Exception):
    """A scene does not come about: what it taps is not there, or nothing comes to rest."""


class Studio:
    """Keeps the played evening in a folder that somebody else removes."""

    def __init__(self, folder: Path) -> None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        make_application()
        QCursor.setPos(_FAR, _FAR)  # nothing hovers
        theme.set_reduce_motion(on=True)
        self._folder = folder
        self._copies = 0

    def play(self) -> None:
        """Plays a month of services, then the evening to each of its moments."""
        clock = TravelClock(lambda: OPENING)
        first, second = map(self._of, MOMENTS)
        with open_house(Profile(first), clock=clock, history=True) as opened:
            play_evening(opened.house, clock)
        shutil.copytree(first, second)
        with open_house(Profile(second), clock=clock) as opened:
            play_on(opened.house, clock)

    @contextmanager
    def stage(self, moment: str) -> Iterator["Stage"]:
        """The running suite at a moment of `MOMENTS`, on a copy of the house."""
        self._copies += 1
        copy = self._folder / f"copy{self._copies}" / DEMO
        shutil.copytree(self._of(moment), copy)
        clock = TravelClock(lambda: MOMENTS[moment])
        try:
            with open_house(Profile(copy), clock=clock) as opened:
                suite = Suite(opened)
                suite.start()
                stage = Stage(opened.house, suite, clock)
                try:
                    stage.await_devices()
                    yield stage
                finally:
                    suite.stop()
                    still()
        finally:
            shutil.rmtree(copy.parent)

    def _of(self, moment: str) -> Path:
        """The profile that was played to a moment of `MOMENTS`."""
        return self._folder / moment.replace(":", "") / DEMO


class Stage:
    """A suite in front of the camera."""

    def __init__(self, house: House, suite: Suite, clock: TravelClock) -> None:
        self.house, self.suite, self._clock = house, suite, clock
        self._shown: QWidget | None = None

    @property
    def shown(self) -> QWidget:
        """What is pictured.

        Raises:
            SceneError: nothing yet.
        """
        if self._shown is None:
            raise SceneError("nothing to see")
        return self._shown

    def show(self, window: QWidget) -> None:
        """Pictures this window."""
        self._shown = window
        window.show()
        still()

    def at(self, moment: datetime) -> None:
        """Moves the clock on."""
        self._clock.moment = moment

    def window(self, place: str, argument: str = "", person: str = "lea") -> Shell:
        """A window at a place with somebody seated; it is what is pictured."""
        shell = self.suite.open_window(place)
        shell.open_at(place, argument)
        shell.resize(1366, 768)
        if person:
            shell.resume(person)
        self.show(shell)
        return shell

    def run(self, command: Command, person: str = "lea") -> tuple[Fact, ...]:
        """Carries an act of the house out.

        Raises:
            SceneError: it was refused: the scene is wrong.
        """
        done = self.house.run(command, Actor(person, "demo"))
        if isinstance(done, Refusal):
            raise SceneError(f"{command}: {done.code}")
        return done

    def tap(self, words: str) -> None:
        """Taps the button in reach whose spoken name begins with `words`; the shortest.

        Raises:
            SceneError: there is none: the scene is wrong.
        """
        found = [
            button
            for button in self.shown.findChildren(QAbstractButton)
            if button.accessibleName().startswith(words) and self._in_reach(button)
        ]
        if not found:
            raise SceneError(f"nothing to tap says {words!r}")
        min(found, key=lambda button: len(button.accessibleName())).click()
        still()

    def write(self, label: str, text: str) -> None:
        """Writes into the field of this label, and stays in it.

        Raises:
            SceneError: there is none: the scene is wrong.
        """
        for field in self.shown.findChildren(QLineEdit):
            if field.accessibleName() == label and field.isVisible():
                field.setFocus()
                field.selectAll()
                if text:
                    field.insert(text)
                else:
                    field.backspace()
                still()
                return
        raise SceneError(f"nothing to write into is called {label!r}")

    def _in_reach(self, button: QAbstractButton) -> bool:
        """Whether a finger on its middle would touch it and not what covers it."""
        middle = button.mapTo(self.shown, button.rect().center())
        return button.isVisible() and self.shown.childAt(middle) is button

    def order_on(self, table: str) -> str:
        """Id of the order on a table.

        Raises:
            SceneError: nobody sits there.
        """
        order = self.house.world.order_on(table)
        if order is None:
            raise SceneError(f"nobody sits at {table}")
        return order.id

    def refresh(self) -> None:
        """Has every page count from the moment that stands still."""
        self.suite.signals.changed.emit(())

    def await_devices(self) -> None:
        """Waits until every device is ready.

        Raises:
            SceneError: one never is.
        """
        until(self.devices_ready)

    def devices_ready(self) -> bool:
        """Whether every device is ready."""
        states = {health.state for health in self.suite.devices.healths().values()}
        return states == {DeviceState.READY}


class _Painting(QObject):
    """Notes that something was painted or laid out since it was last asked."""

    _NOTED = (QEvent.Type.Paint, QEvent.Type.LayoutRequest, QEvent.Type.Resize)

    def __init__(self) -> None:
        super().__init__()
        self.noted = True

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.noted |= event.type() in self._NOTED
        return False


def still() -> None:
    """Lets the windows live until nothing has been painted for some moments.

    Raises:
        SceneError: something never stops moving.
    """
    painting, looks = _Painting(), 0
    application = QApplication.instance()
    if application is None:
        return

    def nothing_moved() -> bool:
        nonlocal looks
        looks = 0 if painting.noted else looks + 1
        painting.noted = False
        return looks >= _STILL_LOOKS

    application.installEventFilter(painting)
    until(nothing_moved)
    application.removeEventFilter(painting)


def until(reached: Callable[[], bool]) -> None:
    """Turns the event loop until `reached()`.

    Raises:
        SceneError: it never is.
    """
    loop, timer, looks = QEventLoop(), QTimer(interval=_LOOK_MS), 0
    came = False

    @Slot()
    def look() -> None:
        nonlocal looks, came
        looks += 1
        came = reached()
        if came or looks > _PATIENCE_LOOKS:
            loop.quit()

    timer.timeout.connect(look)
    timer.start()
    loop.exec()
    timer.stop()
    if not came:
        raise SceneError("the windows never came to rest")

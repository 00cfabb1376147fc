"""One window: login, then pages beside the rail, over the strip that says how things are.

Pages are made when they are first shown. What every page shares lives here: who is at
the window, the undo bar, a manager's approval; beside it stand the person's `menu`, how
things are (`standing`) and what locks the window (`idle`).
"""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject, QSize, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.presenters.people import present_person
from app.windows.approval import ApprovalController
from app.windows.board import DeviceBoard
from app.windows.calls import Calls, Unserved
from app.windows.desk import Desk, Said
from app.windows.idle import Idle
from app.windows.key_wedge import BadgeReader
from app.windows.login.controller import LoginController
from app.windows.login.page import LoginPage
from app.windows.marks import window_band, window_title
from app.windows.menu import MenuController
from app.windows.page import Page
from app.windows.presence import Departure
from app.windows.shortcuts import Shortcuts
from app.windows.standing import StandingController
from app.windows.table_keys import TableKeys
from app.windows.take_over import TakeOver
from app.windows.voice.talk_keys import TalkKeys
from resources.texts import tr
from widgets.nav import NavItem, NavRail
from widgets.overlay import Overlay
from widgets.problem_stack import ProblemStack
from widgets.state_strip import StateStrip
from widgets.undo_bar import UndoBar
from widgets.view_frame import ViewFrame

_LEAST = (640, 360)
"""The smallest window: a small screen on which everything is twice as large."""
PageFactory = Callable[[Desk, DeviceBoard], Page]


def rail_items() -> tuple[NavItem, ...]:
    """The places of the rail, from the top."""
    return (
        NavItem("pos", tr("Caisse"), "point_of_sale"),
        NavItem("floor", tr("Salle"), "table_restaurant"),
        NavItem("kitchen", tr("Cuisine"), "skillet"),
        NavItem("reservations", tr("Résas"), "event"),
        NavItem("admin", tr("Gestion"), "monitoring"),
    )


class Shell(QWidget):
    """A window of the suite.

    Args:
        start: place shown after login.
        pages: place -> what makes its page.
        pepper: keys the PIN hashes.

    Signals:
        closed: the window is gone.
        windows_requested: somebody wants another window beside this one.
    """

    closed = Signal()
    windows_requested = Signal()

    def __init__(
        self,
        desk: Desk,
        board: DeviceBoard,
        pages: Mapping[str, PageFactory],
        pepper: bytes,
        start: str = "pos",
    ) -> None:
        super().__init__()
        self.desk, self.board = desk, board
        self._factories = dict(pages)
        self._pages: dict[str, Page] = {}
        self._start, self._argument = start, ""
        self._undo: Callable[[], object] | None = None
        self._acts = 0
        name = desk.world.settings.text("house.name")
        self.setWindowTitle(window_title(name, desk.house.mark))
        self.setMinimumSize(*_LEAST)
        self._build()
        self._login = LoginController(desk, self.login_page, pepper)
        self._approval = ApprovalController(self.work, desk, pepper)
        self.menu = MenuController(desk, self.work)
        self.standing = StandingController(
            desk, board, self.strip, self.problems, self.rail
        )
        self._idle = Idle(desk, self)
        self.badges = TakeOver(desk, self.login_page, pepper, self._on_person_requested)
        self._departure = Departure(desk, board, self, lambda: self.place)
        self._calls = Calls(desk, kitchen=start == "kitchen")
        self._unserved = Unserved(desk)
        TalkKeys(desk, self)
        HeldKeyboard(self)
        tables = TableKeys(desk, self)
        Shortcuts(
            desk,
            self,
            "window",
            {
                "lock": self.lock,
                "full_screen": self._on_full_screen,
                "table": tables.ask,
                **{
                    act: partial(self._do, act)
                    for act in ("help", "menu", *(f"go_{i.key}" for i in rail_items()))
                },
            },
        )
        self._connect_signals()
        self.open_at(start)

    def _build(self) -> None:
        self.login_page = LoginPage()
        self.rail = NavRail(
            rail_items(),
            last=(NavItem("help", tr("Aide"), "help"),),
            chosen=self._start,
        )
        self.stack = QStackedWidget()
        self.work = QWidget()
        side = QHBoxLayout(self.work)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(0)
        side.addWidget(self.rail)
        side.addWidget(self.stack, 1)
        self.outer = QStackedWidget()
        self.outer.addWidget(self.login_page)
        self.outer.addWidget(self.work)
        self.frame = ViewFrame(self.outer, QSize(*self.login_page.least))
        self.problems = ProblemStack()
        self.strip = StateStrip()
        self.undo_bar = UndoBar(self.stack, within=self)  # before sheets as well
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        mark = self.desk.house.mark
        if mark is not None:
            band = window_band(mark, self.strip, discreet=self.desk.discreet)
            if band is not None:
                column.addWidget(band)
        column.addWidget(self.frame, 1)
        column.addWidget(self.problems)
        column.addWidget(self.strip)

    def _connect_signals(self) -> None:
        self._login.seated.connect(self._on_login)
        self.rail.chosen.connect(self._on_rail_chosen)
        self.rail.user_requested.connect(self.menu.open)
        self.menu.person_requested.connect(self._on_person_requested)
        self.menu.lock_requested.connect(self.lock)
        self.menu.full_screen_requested.connect(self._on_full_screen)
        self.menu.windows_requested.connect(self.windows_requested)
        self.desk.said.connect(self._on_said)
        self.desk.place_requested.connect(self.go)
        self.desk.menu_requested.connect(self.menu.open)
        self.undo_bar.undo_requested.connect(self._on_undo_requested)
        self.standing.login_wanted.connect(self.login_page.refuse)
        self._idle.passed.connect(self._on_idle)
        self._departure.left.connect(self.lock)
        self._idle.touched.connect(self._departure.touch)

    @property
    def page(self) -> Page | None:
        """The page on show, None at login."""
        shown = self.stack.currentWidget()
        here = self.outer.currentWidget() is self.work
        return shown if here and isinstance(shown, Page) else None

    @property
    def place(self) -> str:
        """The place on show, or the one that the login leads to."""
        return self.page.key if self.page is not None else self._start

    @Slot(str, str)
    def go(self, place: str, argument: str = "") -> None:
        """Shows a place of this window ("pos", "table:t12")."""
        if place not in self._factories:
            return
        before = self.page
        if before is not None:
            before.leave()
        if place not in self._pages:
            self._pages[place] = self._factories[place](self.desk, self.board)
            self.stack.addWidget(self._pages[place])
        page = self._pages[place]
        self.rail.setVisible(page.rail)
        if page.rail:
            self.rail.choose(place)
        self.strip.setVisible(page.strip)
        self.stack.setCurrentWidget(page)
        self.standing.show_at(place)
        _make_room(self)
        if page is not before:
            self.frame.show_start()
        self.undo_bar.set_inset(page.beside)
        self.undo_bar.raise_()  # what was just said is about the page before
        page.setFocus()
        page.show_place(argument)

    def take_scan(self, code: str) -> bool:
        """Gives a code that a gun read to the page on show, if somebody sells there."""
        page = self.page
        return page is not None and page.isVisible() and page.take_scan(code)

    def take_badge(self, code: str) -> bool:
        """Gives a badge that a reader read to whatever asks for one here, if it does:
        the login, a manager's approval, the form of a person."""
        readers = [r for r in self.findChildren(BadgeReader) if r.listening]
        if readers:
            readers[-1].scanned.emit(code)
        return bool(readers)

    def open_at(self, place: str, argument: str = "") -> None:
        """Shows a place now, or after the login when nobody is seated."""
        if self.desk.person:
            self.go(place, argument)
        else:
            self._start, self._argument = place, argument
            self._login.comes_back = place == "pos" and not argument
            self._login.refresh()

    def resume(self, person: str, before: Page | None = None) -> None:
        """Seats somebody who was already seated in the window this one replaces.

        Args:
            before: the page that was on show there; None when they had just logged in.
        """
        self.desk.sit_down(person)
        if before is not None:
            self._argument, self._login.comes_back = before.here, False
        self._on_seated()

    @Slot()
    def lock(self) -> None:
        """Back to the login; the page stays as it is for who comes back."""
        self._login.leave("lock")
        self._show_login()
        _dress(self.desk)

    @Slot()
    def _on_login(self) -> None:
        if not _dress(self.desk):
            self._on_seated()

    def _show_login(self) -> None:
        self.outer.setCurrentWidget(self.login_page)
        self.strip.setVisible(True)
        _make_room(self)

    @Slot()
    def _on_seated(self) -> None:
        view = present_person(self.desk.house, self.desk.person)
        self.rail.show_person(view.initials, tone=view.tone, name=view.name)
        focused = self.focusWidget()
        if focused is not None:  # or Qt hands the focus on to the next control
            focused.clearFocus()
        self.outer.setCurrentWidget(self.work)
        self._idle.start()
        self._departure.begin()
        if self.page is None:
            self.go(self._start, self._argument or self._login.place())
            self._login.comes_back = False
        else:
            self.strip.setVisible(self.page.strip)
            _make_room(self)
            self.page.setFocus()

    @Slot(str)
    def _on_rail_chosen(self, key: str) -> None:
        if key != "help":
            page = self.page
            self.go(key, page.again if page is not None and page.key == key else "")
        elif self.page is not None:
            self.rail.choose(self.page.key)
            self.page.show_help()

    def _do(self, act: str) -> None:
        """What a key asks, unless a sheet or a question waits for its answer."""
        page = self.page
        if page is None or any(o.isVisible() for o in self.findChildren(Overlay)):
            return
        match act:
            case "help":
                page.show_help()
            case "menu":
                self.menu.open()
            case _:
                self.go(act.removeprefix("go_"))

    @Slot(str)
    def _on_person_requested(self, person: str) -> None:
        self._login.leave("switch")
        self._show_login()
        self.login_page.choose(person)

    @Slot(object)
    def _on_said(self, said: Said) -> None:
        self._undo = said.undo
        self._acts += 1
        if self.page is not None:
            self.undo_bar.set_inset(self.page.beside)
        if said.undo is None:
            self.undo_bar.tell(said.text)
        else:
            token = str(self._acts)
            self.undo_bar.offer(said.text, token, act=said.act, icon=said.icon)
        self.undo_bar.raise_()

    @Slot(str)
    def _on_undo_requested(self, token: str) -> None:
        undo, self._undo = self._undo, None
        if undo is not None and token == str(self._acts):
            undo()

    @Slot()
    def _on_idle(self) -> None:
        if self.page is not None and self.page.key != "kitchen":
            self.lock()

    @Slot()
    def _on_full_screen(self) -> None:
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._idle.close()
        self._departure.close()
        self.standing.close()
        super().closeEvent(event)
        self.closed.emit()


def _make_room(shell: Shell) -> None:
    """The frame scrolls where the window is smaller than what is on show."""
    page, least = shell.page, shell.login_page.least
    if page is not None:
        beside = shell.rail.sizeHint().width() if page.rail else 0
        least = page.least[0] + beside, page.least[1]
    shell.frame.set_least(QSize(*least))


def _dress(desk: Desk) -> bool:
    """Looks as who is here now wants; True when another window stands for this one."""
    return desk.wardrobe is not None and desk.wardrobe.sit(desk)


class HeldKeyboard(QObject):
    """A key always has somewhere to go: a sheet may close after what it had the
    keyboard from."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    @Slot()
    def _on_focus_changed(self) -> None:
        # Later: what lost the keyboard may be dying at this moment.
        QTimer.singleShot(0, self, self._hold)

    @Slot()
    def _hold(self) -> None:
        lost = QApplication.focusWidget() is None and self._shell.isActiveWindow()
        if lost and self._shell.page is not None:
            self._shell.page.setFocus()

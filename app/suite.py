"""The suite in one process: the house, its devices, and a window for each screen."""

import gc
import linecache
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication, QWidget

from app.appearance import Appearance
from app.bootstrap import SOFTWARE, Opened, open_house
from app.caretaker import LOOK_S, Caretaker
from app.connectors.accounts import Accounts
from app.crash import CrashGuard, guarding
from app.devices import DeviceRoom
from app.domain.environment import Environment
from app.logs import logging_to
from app.main_thread import MainThread
from app.network import NetworkRoom
from app.order_bell import OrderBell
from app.pages import page_factories
from app.presenters.network import (
    screens_reached,
    terminal_gone,
    terminal_heard,
    terminal_reached,
)
from app.rooms.display import DisplayRoom
from app.rooms.dressing import DressingRoom
from app.rooms.guest import PICKUP, GuestRoom
from app.rooms.headset import HeadsetRoom
from app.rooms.invoice import InvoiceRoom
from app.rooms.pager import PagerRoom
from app.scans import give
from app.services.duty import Duty
from app.services.environment import DEMO, named_environment
from app.services.health_history import HealthHistory
from app.services.opening import DONE, actor, due
from app.services.pacer import Pacer
from app.services.starts import local_zone, note_start, note_stop
from app.starting import (
    ProfileInUseError,
    chosen_environment,
    disk_told,
    is_first_start,
)
from app.telling import notifier_of
from app.training import TrainingRoom
from app.troubles import Troubles
from app.windows.board import DeviceBoard
from app.windows.desk import Desk, HouseSignals
from app.windows.launcher import Launcher
from app.windows.network_board import NetworkBoard
from app.windows.preparing import shown_meanwhile
from app.windows.shell import Shell
from app.windows.start_trouble import ask_way_out
from app.windows.tasks import GarbageCollector
from app.windows.voice.board import HeadsetBoard
from db.errors import KnownError
from db.profile import Profile, ProfileLock
from hardware.health import Health
from hardware.scanners.scan import Scan
from widgets.focus_ring import FocusFollower
from widgets.theme import Mode, apply_theme

PLACES = ("pos", "floor", "kitchen", "admin", "paper", PICKUP)


def _support_file(profile: Profile, healths: Mapping[str, Health]) -> bytes:
    from app.support import bundle  # a start pays nothing for what is rarely asked for

    return bundle(profile, healths)


class Suite(QObject):
    """Everything that runs in this process.

    Args:
        opened: the profile's open house.
        appearance: how windows look here; the profile's own unless given.

    Attributes:
        shells: the open windows, the one used last at the end.
    """

    def __init__(self, opened: Opened, appearance: Appearance | None = None) -> None:
        super().__init__()
        self.house = opened.house
        self._pepper, self._signer = opened.pepper, opened.signer
        self._profile = opened.profile
        self._discreet = opened.profile.folder.name == DEMO
        self.main_thread = MainThread()
        post = self.main_thread.post
        self._displays = DisplayRoom(opened.profile, post)
        self._troubles = Troubles(opened.house)
        self._history = HealthHistory(opened.house)
        self.signals = HouseSignals(opened.house)
        self.devices = DeviceRoom(
            opened.house,
            opened.profile.spool,
            post,
            self._on_devices,
            SOFTWARE,
            self._on_scan,
            Accounts(opened.profile.keys),
        )
        self._pagers = PagerRoom(opened.house, self.devices.counter, self._say)
        self.board = DeviceBoard(self.devices)
        self._network = NetworkRoom(opened, post, self._on_network_changed)
        self.network = NetworkBoard(self._network)
        self.guests = GuestRoom(
            self.house,
            self.signals,
            self.devices.counter,
            self._displays.loudspeaker,
        )
        self._bell = OrderBell(self.house, self.signals, self._displays.loudspeaker)
        notifier = partial(notifier_of, opened)
        self.invoices = InvoiceRoom(opened, post, notifier)
        place = opened.profile.recordings
        voice = HeadsetRoom(opened.house, post, self._on_devices, place)
        self._voice, self.devices.headsets = voice, voice.healths
        self.headsets = HeadsetBoard(voice.headsets, voice, voice.trials)
        self.devices.printing.screens_reached = self._screens_reached
        self.devices.printing.owner_reached = self._terminal_reached
        self.devices.printing.heard = self._terminal_heard
        self.devices.owner_gone = lambda c: terminal_gone(self._network.status(), c)
        self._gone = list[str]()
        self.caretaker = Caretaker(
            opened,
            self._try_again,
            self.devices.forget_jobs,
            notifier=notifier,
        )
        duty = Duty(self.house, self._network.status)
        self._training, self._pacer = TrainingRoom(opened), Pacer(self.house, duty)
        self._looking = QTimer(self.main_thread, interval=round(LOOK_S * 1000))
        self._looking.timeout.connect(self.caretaker.look)
        self._looking.timeout.connect(self._look_at_devices)
        self.shells: list[Shell] = []
        self.launcher: Launcher | None = None
        self._appearance = appearance or Appearance(
            opened.profile.appearance, make_application()
        )
        self._appearance.screens = self.guests.free_screens
        self._wardrobe = DressingRoom(
            opened.house,
            self.signals,
            self._appearance,
            lambda: [s.desk.person for s in self.shells if s.desk.person],
            self._make_anew,
        )
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def start(self) -> None:
        """Starts the devices and the caretaker.

        Raises:
            KnownError: nothing can be written.
        """
        note_start(self.house, SOFTWARE, local_zone())
        self.devices.start()
        self._pagers.start()
        self.guests.start()
        self._appearance.fit_screens()
        self.caretaker.start()
        self.invoices.start()
        self._voice.start()
        self._training.start()
        self._looking.start()
        self._network.start()

    def stop(self) -> None:
        """Closes the windows, joins the devices, says so in the journal."""
        self.guests.stop()
        self._voice.stop()
        self._bell.stop()
        self._displays.stop()
        for shell in tuple(self.shells):
            shell.close()
        if self.launcher is not None:
            self.launcher.close()
        self._network.stop()
        self._looking.stop()
        self.caretaker.stop()  # it works on the devices' spool too
        self.invoices.stop()
        self._training.stop()
        self._pagers.stop()
        self.devices.stop()
        self.signals.close()
        note_stop(self.house, SOFTWARE, local_zone())

    def tell(self, text: str) -> None:
        """Says a sentence in every window; any thread."""
        self.main_thread.post(partial(self._say, text))

    def _say(self, text: str) -> None:
        for shell in self.shells:
            shell.desk.say(text, tone="error")

    def _try_again(self) -> None:
        self.main_thread.try_again()
        self.devices.printing.follow(())  # what a full disk kept back

    def open_window(self, place: str) -> Shell:
        """A new window that shows `place` after the login."""
        desk = Desk(self.house, self.signals, place)
        desk.pepper = self._pepper
        desk.network, desk.headsets = self.network, self.headsets
        desk.pay_account = self._network.pay
        desk.signer, desk.software = self._signer, SOFTWARE
        desk.invoices, desk.invoicing = self._profile.invoices, self.invoices
        desk.files, desk.keeping = self._profile.files, self.caretaker.keeper
        desk.support = partial(_support_file, self._profile)
        self._displays.lend(desk)
        desk.wardrobe = self._wardrobe
        desk.discreet = self._discreet
        self.guests.listen(desk)
        shell = Shell(desk, self.board, page_factories(self), self._pepper, place)
        shell.closed.connect(self._on_shell_closed)
        shell.windows_requested.connect(self.show_launcher)
        self.shells.append(shell)
        return shell

    @Slot(str)
    def show_window(self, place: str) -> Shell | None:
        """Opens a window on a screen that has none yet, the kitchen in full; the screen of
        ready orders is nobody's, and no shell."""
        if place == PICKUP:
            self.guests.show_pickup()
            return None
        shell = self.open_window(place)
        screens = self.guests.free_screens()
        free = screens[min(len(self.shells) - 1, len(screens) - 1)]
        shell.setGeometry(free.availableGeometry())
        shell.resize(min(1366, free.size().width()), min(768, free.size().height()))
        if place == "kitchen" and len(screens) > 1:
            shell.showFullScreen()
        else:
            shell.show()
        shell.raise_()
        shell.activateWindow()
        return shell

    @property
    def role(self) -> str:
        """The place that this terminal was given, "" while it works alone."""
        known = self.house.world.terminals.known.get(self.house.terminal)
        return known.role if known is not None else ""

    @Slot()
    def show_launcher(self) -> None:
        """Asks which window to open; there is paper to see where it is simulated."""
        if self.launcher is not None:
            self.launcher.close()
            self.launcher.deleteLater()
        name = self.house.world.settings.text("house.name")
        paper = bool(self.devices.simulated_printers)
        self.launcher = Launcher(
            name, paper=paper, chosen=self.role, mark=self.house.mark
        )
        self.launcher.window_requested.connect(self.show_window)
        self.launcher.show()
        self.launcher.raise_()
        self.launcher.activateWindow()

    def come_to_front(self, arguments: Sequence[str]) -> None:
        """A second start asked for this one: show its place, or raise what is open."""
        wanted = next((a for a in arguments if a in PLACES), "")
        there = [
            shell for shell in self.shells if wanted in ("", shell.desk.actor.window)
        ]
        if wanted and not there:
            self.show_window(wanted)
            return
        window: QWidget | None = there[-1] if there else self.launcher
        if window is not None:
            window.setWindowState(
                window.windowState() & ~Qt.WindowState.WindowMinimized
            )
            window.show()
            window.raise_()
            window.activateWindow()

    def _screens_reached(self, station: str) -> bool:
        status, now = self._network.status(), self.house.clock().timestamp()
        reached = screens_reached(self.house.world, status, station, round(now * 1000))
        return reached and (status.link == "none" or self._given())

    def _terminal_reached(self, terminal: str) -> bool:
        return self._given() and terminal_reached(self._network.status(), terminal)

    def _terminal_heard(self, terminal: str) -> bool:
        return terminal_heard(self._network.status(), terminal)

    def _given(self) -> bool:
        """What no signature covers yet is given to nobody."""
        return self.house.journal.unsigned is None

    def _on_network_changed(self) -> None:
        if self._looking.isActive():  # not while we hang up ourselves
            self._troubles.see_network(self._network.status().link)
        self.devices.printing.screens_lost()
        self.network.changed.emit()
        self.board.changed.emit()  # how others' devices are

    @Slot()
    def _look_at_devices(self) -> None:
        self._history.look(self.devices.driven_healths())
        self.devices.printing.look()
        self._pacer.look()
        self._pagers.look()
        gone = list(filter(self.devices.owner_gone, self.house.world.terminals.known))
        if gone != self._gone:  # an absence is believed after a while
            self._gone = gone
            self._on_network_changed()

    def _on_devices(self) -> None:
        self.board.changed.emit()

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, _: QWidget | None, now: QWidget | None) -> None:
        shell = now.window() if now is not None else None
        if isinstance(shell, Shell) and shell in self.shells:
            self.shells.remove(shell)
            self.shells.append(shell)

    def scan(self, code: str) -> None:
        """As if a gun had read this."""
        self._on_scan(Scan(text=code, source="serial"))

    def _on_scan(self, scan: Scan) -> None:
        give(scan, self.shells, self.house.world.staff, self._pepper)

    @Slot()
    def _on_shell_closed(self) -> None:
        shell = self.sender()
        if isinstance(shell, Shell) and shell in self.shells:
            self.shells.remove(shell)
            # Its pages would go on listening, and ask devices that are gone.
            shell.deleteLater()

    def _make_anew(self) -> None:
        """Every window is made again, as it looks and speaks now."""
        for shell in tuple(self.shells):
            fresh = self.open_window(shell.place)
            if shell.desk.person:
                fresh.resume(shell.desk.person, shell.page)
            fresh.setGeometry(shell.geometry())
            fresh.setWindowState(shell.windowState())
            fresh.show()
            shell.close()
        if self.shells:  # the one used last goes on hearing the keyboard
            self.shells[-1].activateWindow()


def make_application() -> QApplication:
    """The Qt application with the house's fonts and looks; garbage is its own affair."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else None
    if application is None:
        application = QApplication(sys.argv[:1])
    application.setApplicationName("Sotto")
    apply_theme(application, Mode.LIGHT)
    if application.findChild(FocusFollower) is None:
        FocusFollower(application)
        GarbageCollector(application)
    return application


def run(profile: Profile, place: str, environment: Environment | None = None) -> int:
    """Opens the suite on `place` ("" for the launcher) and stays until it is closed.

    What stands in the way of a start is shown in a small window when there is a screen.

    Raises:
        KnownError: the profile cannot be used, and nobody found a way out.
    """
    if is_first_start(profile) and has_screen():
        chosen = _first_start(profile, environment)
        if chosen == "leave":
            return 0
        if chosen != "joined":
            environment = environment or chosen_environment(profile, chosen)
    restored = ""
    while True:
        try:
            return _run(profile, place, restored, environment)
        except KnownError as error:
            if not has_screen():
                raise
            obstacle = error
        application = make_application()
        restored = ask_way_out(profile, obstacle, application.exec)


def _first_start(profile: Profile, environment: Environment | None) -> str:
    """Asks what a fresh profile is to be; "leave" when the person leaves."""
    from app.arrival import Arrival  # and all that speaks to a hub
    from app.windows.first_start import ask_first_start

    application = make_application()
    wanted = environment or named_environment(profile)
    return ask_first_start(Arrival(profile, environment), application.exec, wanted)


def _open_up(opened: Opened) -> str:
    """Asks what a new house still needs; who manages it, "" when somebody left before
    it was done."""
    from app.windows.opening import ask_opening

    application = make_application()
    if not ask_opening(opened.house, opened.pepper, application.exec).done:
        return ""
    return actor(opened.house).person


def _run(
    profile: Profile, place: str, restored: str, environment: Environment | None
) -> int:
    lock = ProfileLock(profile)
    with disk_told():
        free = lock.acquire()
    if not free:
        if lock.notify([place]):
            return 0
        raise ProfileInUseError(str(profile.folder))
    with ExitStack() as stack:
        stack.callback(lock.release)
        application = make_application()
        # Whoever rings while we start is answered once the windows are there.
        bell, suites = MainThread(), list[Suite]()
        with disk_told():
            lock.serve(
                lambda arguments: bell.post(lambda: suites[0].come_to_front(arguments))
            )
            profile.logs.mkdir(mode=0o700, parents=True, exist_ok=True)
        appearance = Appearance(profile.appearance, application)
        stack.enter_context(logging_to(profile.logs))
        guard = CrashGuard(profile.logs, SOFTWARE, partial(_tell, suites))
        stack.enter_context(guarding(guard))
        # PySide reads the text of every module that is imported, and Python keeps it.
        linecache.clearcache()
        with guard.starting():
            with shown_meanwhile() as show:
                house = open_house(
                    profile,
                    environment=environment,
                    history=True,
                    serving=True,
                    preparing=show,
                )
                opened = stack.enter_context(house)
            fresh = opened.site is None and due(opened.house) != DONE
            person = _open_up(opened) if fresh else ""
            if fresh and not person:
                return 0
            # The catalogue lives as long as the process: never looked at for garbage.
            gc.freeze()
            suite = Suite(opened, appearance)
            stack.callback(suite.stop)
            if restored:
                opened.house.note("RESTORE", restored)
            suite.start()
            suites.append(suite)
            joined = suite.role if opened.site is not None else ""
            if place or person or joined in PLACES:
                shell = suite.show_window(place or joined or "pos")
                if person and shell is not None:
                    shell.resume(person)
            else:
                suite.show_launcher()
        return application.exec()


def _tell(suites: list[Suite], text: str) -> None:
    for suite in suites:
        suite.tell(text)


def has_screen() -> bool:
    """Whether windows can be shown to a person here."""
    if sys.platform != "linux":
        return True
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    if chosen in ("offscreen", "minimal"):
        return False
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))

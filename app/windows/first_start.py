"""The small window of a profile that was never used: a first restaurant, or joining one.

Looking, pairing and receiving run in the background.
"""

from collections.abc import Callable
from typing import Literal, Protocol

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.domain.environment import SANDBOX, Environment, mark_of
from app.services.ports import Arrived, HubSeen
from app.windows.join_pages import JoinPage, ReceivePage, page_column
from app.windows.small_window import SmallWindow
from app.windows.tasks import Background
from db.errors import KnownError
from resources.texts import tr
from widgets import theme
from widgets.choice_card import ChoiceCard

Choice = Literal["leave", "first", "sandbox", "joined"]
_HEIGHT = 640
_LOOK_MS = 400


class Way(Protocol):
    """The way into a restaurant, as the window asks for it."""

    @property
    def received(self) -> int:
        """Entries that have come so far."""
        ...

    def look(self) -> None:
        """Begins to listen for hubs."""
        ...

    def hubs(self) -> tuple[HubSeen, ...]:
        """The hubs that announce themselves."""
        ...

    def join(self, address: str, code: str) -> None:
        """Pairs; blocks, raises `KnownError`."""
        ...

    def receive(self) -> Arrived:
        """Receives the restaurant; blocks, raises `KnownError`."""
        ...

    def close(self) -> None:
        """Whatever is under way ends soon."""
        ...


class FirstStart(SmallWindow):
    """What this machine is to be.

    Args:
        environment: what a restaurant of its own has to be; None leaves the choice.

    Attributes:
        choice: "first" for a restaurant of its own, "sandbox" for one to try things in,
            "joined" for a terminal.
        arrived: what it became, once it has joined.
    """

    def __init__(self, way: Way, environment: Environment | None = None) -> None:
        super().__init__(_HEIGHT, mark_of(environment) if environment else None)
        self.choice: Choice = "leave"
        self.arrived: Arrived | None = None
        self._way = way
        self.background = Background(self)
        self.first = ChoiceCard(
            tr("Premier restaurant sur cette machine"),
            subtitle=tr("Cinq questions, puis la caisse est prête"),
            icon="storefront",
        )
        self.sandbox = ChoiceCard(
            tr("Essayer dans un bac à sable"),
            subtitle=tr("Le restaurant d'exemple, sans valeur, pour toujours"),
            icon="lightbulb",
        )
        self.first.setVisible(environment != SANDBOX)
        self.sandbox.setVisible(environment in (None, SANDBOX))
        self.other = ChoiceCard(
            tr("Rejoindre un restaurant"),
            subtitle=tr("Cette machine devient un terminal de plus"),
            icon="hub",
        )
        self.ways, self.join, self.receive = QWidget(), JoinPage(), ReceivePage()
        for page in (self.ways, self.join, self.receive):
            self.stack.addWidget(page)
        self._build()
        self._every = QTimer(self, interval=_LOOK_MS)
        self._connect_signals()
        (self.sandbox if environment == SANDBOX else self.first).setFocus()

    def _build(self) -> None:
        ways = page_column(self.ways, tr("Que devient cette machine ?"))
        ways.addWidget(self.first)
        ways.setSpacing(theme.SPACE.m)
        ways.addWidget(self.other)
        ways.addWidget(self.sandbox)
        ways.addStretch(1)

    def _connect_signals(self) -> None:
        self.first.clicked.connect(self._on_first)
        self.sandbox.clicked.connect(self._on_sandbox)
        self.other.clicked.connect(self._on_other)
        self.join.back_requested.connect(self._on_back)
        self.join.join_requested.connect(self._on_join)
        self.receive.again_requested.connect(self._receive)
        self.receive.open_requested.connect(self.close)
        self._every.timeout.connect(self._on_every)

    @Slot()
    def _on_first(self) -> None:
        self.choice = "first"
        self.close()

    @Slot()
    def _on_sandbox(self) -> None:
        self.choice = "sandbox"
        self.close()

    @Slot()
    def _on_other(self) -> None:
        self.stack.setCurrentWidget(self.join)
        self._way.look()
        self._every.start()
        self.join.show_hubs(self._way.hubs())
        self.join.code.setFocus()

    @Slot()
    def _on_back(self) -> None:
        self._every.stop()
        self._way.close()
        self.stack.setCurrentWidget(self.ways)
        self.other.setFocus()

    @Slot(str, str)
    def _on_join(self, address: str, code: str) -> None:
        self.join.go.set_busy()
        self.background.run(
            lambda: self._way.join(address, code), self._on_joined, self._on_refused
        )

    def _on_refused(self, error: Exception) -> None:
        self.join.go.set_done()
        if not isinstance(error, KnownError):
            raise error
        self.join.show_refusal(error.text(), away=error.args[:1] == ("unreachable",))

    def _on_joined(self, _: object) -> None:
        self.join.go.set_done()
        self.choice = "joined"
        self._receive()

    @Slot()
    def _receive(self) -> None:
        self.stack.setCurrentWidget(self.receive)
        self.receive.show_count(self._way.received)
        self._every.start()
        self.background.run(self._way.receive, self._on_received, self._on_failed)

    def _on_received(self, arrived: Arrived) -> None:
        self._every.stop()
        self.arrived = arrived
        if arrived.whole:
            self.close()
            return
        words = tr(
            "Cette machine fait déjà partie du restaurant : elle reçoit la suite "
            "dès que le hub répond, maintenant ou à sa prochaine ouverture."
        )
        title = tr("Le hub ne répond plus.")
        self.receive.show_trouble(title, words, may_open=bool(arrived.house))

    def _on_failed(self, error: Exception) -> None:
        self._every.stop()
        if not isinstance(error, KnownError):
            raise error
        self.receive.show_trouble(error.text(), "", may_open=False)

    @Slot()
    def _on_every(self) -> None:
        if self.stack.currentWidget() is self.join:
            self.join.show_hubs(self._way.hubs())
        else:
            self.receive.show_count(self._way.received)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        joining = self.stack.currentWidget() is self.join
        if event.key() == Qt.Key.Key_Escape and joining and not self.join.go.busy:
            self._on_back()
        else:
            super().keyPressEvent(event)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._every.stop()
        self._way.close()
        super().closeEvent(event)


def ask_first_start(
    way: Way, wait: Callable[[], object], environment: Environment | None = None
) -> Choice:
    """Asks what a machine is to be.

    Args:
        environment: as `FirstStart`.
        wait: runs the application until its last window is closed.
    """
    window = FirstStart(way, environment)
    window.show()
    wait()
    window.background.wait()
    window.deleteLater()
    return window.choice

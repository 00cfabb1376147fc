"""Drives the terminals: carrying the hub, and one more of them by a code.

`terminal_controller` drives the form of one of them.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from app.domain.terminals.events import HEAD_OFFICE, HubSet, TerminalSet, UpstreamSet
from app.domain.terminals.state import fingerprint_words
from app.presenters.admin.network import (
    CARRY,
    Question,
    ask_carry,
    ask_put_down,
    hub_name,
    present_standing,
    terminal_rows,
)
from app.services.house import Fact
from app.windows.admin.network.pairing_controller import PairingController
from app.windows.admin.network.terminal_controller import (
    TerminalController,
    question_dialog,
)
from app.windows.admin.network.upstream_controller import UpstreamController
from app.windows.desk import Desk, refusal_text
from db.errors import KnownError
from resources.texts import tr
from widgets.dialog import Dialog

if TYPE_CHECKING:
    from app.windows.admin.network.page import NetworkSection

EVERY_MS = 5000
"""How often the last entries are read again."""
_SHOWN = (TerminalSet, HubSet, UpstreamSet)


class NetworkController(QObject):
    """The list, the hub, and the code that is open."""

    def __init__(self, desk: Desk, section: "NetworkSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self.terminal = TerminalController(desk, section)
        self._upstream = UpstreamController(desk, section)
        self._known: frozenset[str] = frozenset()
        self._dialog: Dialog | None = None
        self._every = QTimer(self, interval=EVERY_MS)
        self._pairing = PairingController(desk, section.pairing, self)
        self._connect_signals()

    def _connect_signals(self) -> None:
        section = self._section
        self._desk.changed.connect(self._on_changed)
        self._desk.network.changed.connect(self._refresh)
        self._every.timeout.connect(self._refresh)
        section.act_requested.connect(self._on_act)
        section.opened.connect(self._on_opened)
        section.pairing_requested.connect(self._on_pairing_requested)
        section.pane_closed.connect(self._on_pane_closed)
        self._pairing.opened.connect(self._on_code_opened)
        self._pairing.closed.connect(section.close_pane)

    def begin(self, argument: str) -> None:
        """Shows the terminals; `argument` is the chain of the one to open."""
        self._every.start()
        self._refresh()
        if argument in self._desk.world.terminals.known:
            self._on_opened(argument)
            self._section.terminals.choose(argument)

    def rest(self) -> None:
        """Nobody looks."""
        self._every.stop()

    @Slot()
    def _refresh(self) -> None:
        if not self._every.isActive():
            return
        self._upstream.refresh()
        house, status = self._desk.house, self._desk.network.status()
        self._section.standing.display(present_standing(house.world, status))
        try:
            rows = terminal_rows(house, status, house.clock())
        except KnownError:
            return  # the strip says why; the list stays as it was
        self._section.show_rows(rows)

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        events = [
            f.event
            for f in facts
            if isinstance(f.event, TerminalSet | HubSet | UpstreamSet)
        ]
        if not events:
            return
        self._refresh()
        for event in events:
            if isinstance(event, TerminalSet):
                self._on_terminal(event)

    def _on_terminal(self, event: TerminalSet) -> None:
        """A terminal came, or is not what it was."""
        if event.chain == self.terminal.chain:
            self.terminal.open(event)
        elif self._pairing.waits and event.chain not in self._known:
            words = tr(
                "Chaîne {chain}, empreinte {key}. Son écran dit la même : Gestion › Terminaux.",
                chain=event.chain,
                key=fingerprint_words(event),
            )
            self._pairing.has_come(event.name, words)
            self._desk.say(tr("{name} fait partie du restaurant", name=event.name))

    # -------------------------------------------------------------- the hub

    @Slot()
    def _on_act(self) -> None:
        world, status = self._desk.world, self._desk.network.status()
        if present_standing(world, status).act == CARRY:
            self._ask(ask_carry(world), self._carry)
        else:
            self._ask(ask_put_down(status), self._put_down)

    def _ask(self, question: Question, act: Callable[[], None]) -> None:
        self._dialog = question_dialog(self._section.window(), question, icon="hub")
        self._dialog.accepted.connect(act)
        self._dialog.open()

    @Slot()
    def _carry(self, heard: Callable[[str], None] | None = None) -> None:
        room = self._desk.network.room
        if room is not None:
            self._section.standing.act.set_busy(tr("Le hub démarre…"))
            room.carry(self._desk.actor, heard or self._on_carried)

    @Slot()
    def _carry_and_pair(self) -> None:
        """Somebody wanted to add a terminal, and the hub comes before that."""
        self._carry(self._on_carried_to_pair)

    def _on_carried_to_pair(self, why_not: str) -> None:
        self._on_carried(why_not)
        if not why_not:
            self._begin_pairing()

    def _on_carried(self, why_not: str) -> None:
        self._section.standing.act.set_done()
        if why_not:
            self._desk.say(why_not, tone="refused")
        else:
            self._desk.say(tr("Cette machine porte le hub."))
        self._refresh()

    @Slot()
    def _put_down(self) -> None:
        room = self._desk.network.room
        try:
            refused = room.put_down(self._desk.actor) if room is not None else None
        except KnownError as error:
            self._desk.say(error.text(), tone="error")
            return
        if refused is not None:
            self._desk.say(refusal_text(refused), tone="refused")

    # -------------------------------------------------------------- one more

    @Slot()
    def _on_pairing_requested(self) -> None:
        link, world = self._desk.network.status().link, self._desk.world
        if link == "carrying":
            self._begin_pairing()
        elif link == "none":
            self._ask(ask_carry(world), self._carry_and_pair)
        else:
            words = tr(
                "Le code s'affiche sur la machine qui porte le hub : {name}.",
                name=hub_name(world) or tr("aucune en ce moment"),
            )
            self._desk.say(words, tone="refused")

    def _begin_pairing(self) -> None:
        self.terminal.forget()
        self._section.pairing.begin()
        self._section.open_pane(self._section.pairing)
        self._section.pairing.name.setFocus()

    @Slot()
    def _on_code_opened(self) -> None:
        self._known = frozenset(self._desk.world.terminals.known)

    @Slot()
    def _on_pane_closed(self) -> None:
        self.terminal.forget()
        self._pairing.forget()

    @Slot(str)
    def _on_opened(self, chain: str) -> None:
        self._on_pane_closed()
        found = self._desk.world.terminals.known.get(chain)
        if found is not None and found.role != HEAD_OFFICE:  # that one has its card
            self.terminal.open(found)
            self._section.open_pane(self._section.form)

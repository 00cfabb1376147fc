"""Drives the terminals: carrying the hub, and one more of them by a code.

`terminal_controller` drives the form of one of them.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from app.domain.terminals.events import HubSet, TerminalSet
from app.domain.terminals.state import fingerprint_words
from app.presenters.admin_network import (
    CARRY,
    Question,
    ask_carry,
    ask_put_down,
    hub_name,
    present_standing,
    role_word,
    terminal_errors,
    terminal_rows,
)
from app.services.house import Fact
from app.windows.admin.pairing_pane import CODE
from app.windows.admin.terminal_controller import TerminalController, question_dialog
from app.windows.desk import Desk, refusal_text
from db.errors import KnownError
from resources.texts import tr
from widgets.dialog import Dialog

if TYPE_CHECKING:
    from app.windows.admin.network import NetworkSection

EVERY_MS, SECOND_MS = 5000, 1000
"""How often the last entries are read again, and the time of a code shown."""


class NetworkController(QObject):
    """The list, the hub, and the code that is open."""

    def __init__(self, desk: Desk, section: "NetworkSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self.terminal = TerminalController(desk, section)
        self._known: frozenset[str] = frozenset()
        self._dialog: Dialog | None = None
        self._every = QTimer(self, interval=EVERY_MS)
        self._second = QTimer(self, interval=SECOND_MS)
        self._connect_signals()

    def _connect_signals(self) -> None:
        section, pairing = self._section, self._section.pairing
        self._desk.changed.connect(self._on_changed)
        self._desk.network.changed.connect(self._refresh)
        self._every.timeout.connect(self._refresh)
        self._second.timeout.connect(self._on_second)
        section.act_requested.connect(self._on_act)
        section.opened.connect(self._on_opened)
        section.pairing_requested.connect(self._on_pairing_requested)
        section.pane_closed.connect(self._on_pane_closed)
        pairing.code_requested.connect(self._on_code_requested)
        pairing.left.connect(self._on_name_left)
        pairing.again_requested.connect(pairing.begin)

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
        house, status = self._desk.house, self._desk.network.status()
        self._section.standing.display(present_standing(house.world, status))
        try:
            rows = terminal_rows(house, status, house.clock())
        except KnownError:
            return  # the strip says why; the list stays as it was
        self._section.show_rows(rows)

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        events = [f.event for f in facts if isinstance(f.event, TerminalSet | HubSet)]
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
        elif self._second.isActive() and event.chain not in self._known:
            self._second.stop()
            words = tr(
                "Chaîne {chain}, empreinte {key}. La même s'affiche sur son écran.",
                chain=event.chain,
                key=fingerprint_words(event),
            )
            self._section.pairing.show_here(event.name, words)
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
    def _carry(self) -> None:
        room = self._desk.network.room
        if room is not None:
            self._section.standing.act.set_busy(tr("Le hub démarre…"))
            room.carry(self._desk.actor, self._on_carried)

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
            self.terminal.forget()
            self._section.pairing.begin()
            self._section.open_pane(self._section.pairing)
            self._section.pairing.name.setFocus()
        elif link == "none":
            self._ask(ask_carry(world), self._carry)
        else:
            words = tr(
                "Le code s'affiche sur la machine qui porte le hub : {name}.",
                name=hub_name(world) or tr("aucune en ce moment"),
            )
            self._desk.say(words, tone="refused")

    @Slot()
    def _on_name_left(self) -> None:
        pairing = self._section.pairing
        if pairing.draft.name:
            pairing.show_errors(terminal_errors(pairing.draft))

    @Slot()
    def _on_code_requested(self) -> None:
        pairing, network = self._section.pairing, self._desk.network
        errors = terminal_errors(pairing.draft)
        pairing.show_errors(errors)
        if errors or network.room is None:
            pairing.name.setFocus()
            return
        draft = replace(pairing.draft, name=pairing.draft.name.strip())
        offer = network.room.open_pairing(draft.name, draft.role, self._desk.actor)
        if offer is None:  # the hub went elsewhere meanwhile
            self._section.close_pane()
            return
        self._known = frozenset(self._desk.world.terminals.known)
        what = f"{draft.name} · {role_word(draft.role)}"
        pairing.show_offer(offer, what, network.status().address)
        self._second.start()

    @Slot()
    def _on_second(self) -> None:
        room = self._desk.network.room
        left = room.pairing_left() if room is not None else 0
        if left:
            self._section.pairing.show_left(left)
        else:
            self._second.stop()
            self._section.pairing.show_over()

    @Slot()
    def _on_pane_closed(self) -> None:
        """A code that nobody sees any more is void."""
        self.terminal.forget()
        self._second.stop()
        room = self._desk.network.room
        if self._section.pairing.step == CODE and room is not None:
            room.close_pairing()

    @Slot(str)
    def _on_opened(self, chain: str) -> None:
        self._on_pane_closed()
        found = self._desk.world.terminals.known.get(chain)
        if found is not None:
            self.terminal.open(found)
            self._section.open_pane(self._section.form)

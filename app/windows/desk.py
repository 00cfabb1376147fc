"""What a window's controllers need of the house: who acts, how to act, what changed.

Each window has one desk. `run` carries a command out and says a refusal in words; when
a manager could allow it, `approval_requested` asks for one on the spot.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from app.domain.rules import Command
from app.domain.staff.comfort import Comfort
from app.domain.vocabulary import Refusal
from app.domain.world import World
from app.presenters.guest.display import Front
from app.services.house import Actor, Fact, House
from app.services.pay_pages import PayAccount
from app.services.people import person_name
from app.services.ports import Invoicing, Keeping, Loudspeaker
from app.windows.displays import Displays
from app.windows.network_board import NetworkBoard
from app.windows.voice.board import HeadsetBoard
from db.errors import KnownError
from db.keys import Signer
from hardware.health import Health
from resources.texts import speaking, tr


@dataclass(frozen=True, slots=True)
class Said:
    """A word to the person, shown in the undo bar.

    Attributes:
        tone: "done", "refused" or "error".
        undo: takes the act back; None when it cannot be.
        act: what the button says when `undo` does something else ("Réimprimer").
        icon: of that button.
    """

    text: str
    tone: str = "done"
    undo: Callable[[], object] | None = None
    act: str = ""
    icon: str = "undo"


@dataclass(frozen=True, slots=True)
class Approval:
    """An act that waits for a manager: `refusal.right` says who may allow it.

    Attributes:
        command: what is carried out then, None when `allowed` is told who allowed it.
        person: id of who acts, who may have left the window when the answer comes.
        act, amount: what a request says of it where no command does.
    """

    refusal: Refusal
    command: Command | None
    done: Callable[[tuple[Fact, ...]], None] | None
    allowed: Callable[[str], None] | None = None
    person: str = ""
    act: str = ""
    amount: int = 0


class HouseSignals(QObject):
    """The house's news as a Qt signal, one object a process.

    Signals:
        changed: tuple of facts, after each append, in the window's thread, and in the
            language of the windows, whoever is spoken to while they are written.
    """

    changed = Signal(object)

    def __init__(self, house: House) -> None:
        super().__init__()
        self._stop = house.follow(self._on_facts)

    def _on_facts(self, facts: tuple[Fact, ...]) -> None:
        with speaking(""):
            self.changed.emit(facts)

    def close(self) -> None:
        """Stops following."""
        self._stop()


class Wardrobe(Protocol):
    """How the windows of this process look and speak."""

    @property
    def screen(self) -> Comfort:
        """For who wants nothing else."""

    @property
    def worn(self) -> Comfort:
        """Now."""

    def set_screen(self, comfort: Comfort) -> None:
        """Windows are like this here from now on."""

    def sit(self, desk: "Desk") -> bool:
        """Somebody took a desk or left it; True when every window was made anew."""


class Desk(QObject):
    """One window's place in the house.

    Signals:
        changed: tuple of facts that were just written by anybody.
        said: `Said`.
        approval_requested: `Approval`.
        answer_requested(str): a request for an approval is to be answered here, its id.
        person_changed: id of the person who is at the window now, "" for nobody.
        place_requested: (page, argument): show another page of this window.
        badge_shown(str): a badge of the team was read where nobody asked for one.
        menu_requested: the person's menu is wanted, from a page without the rail.
        fronted(Front): what a guest has before them now.
        guest_said(str, str): a guest answered by touch: what, and how.
        guest_spoken(str): the guest reads this language, as the person says.

    Attributes:
        pepper: keys the PIN hashes of this terminal; set by the suite.
        network: the other terminals; headsets: what is spoken; set by the suite.
        signer: this terminal's key, and software: what it calls itself, for what is
            signed outside the journal; set by the suite.
        invoices: where the files of the invoices lie, and invoicing: the platform that
            they go to; set by the suite.
        pay_account: of the provider on whose pages guests pay; set by the suite.
        files: where pictures lie by their hash; set by the suite.
        keeping: the archive that makes itself; set by the suite.
        support: makes the file for support out of how the devices are, in any thread;
            set by the suite.
        displays: what this terminal's screens keep for themselves, and loudspeaker: what
            makes them heard, None for nothing; set by the suite.
        wardrobe: how windows look and speak, None where it cannot be chosen; set by the
            suite.
        discreet: the mark of the environment stands in the strip, not over the window;
            set by the suite.
    """

    changed = Signal(object)
    said = Signal(object)
    approval_requested = Signal(object)
    answer_requested = Signal(str)
    person_changed = Signal(str)
    place_requested = Signal(str, str)
    badge_shown = Signal(str)
    menu_requested = Signal()
    fronted = Signal(object)
    guest_said = Signal(str, str)
    guest_spoken = Signal(str)

    def __init__(self, house: House, signals: HouseSignals, window: str) -> None:
        super().__init__()
        self.house = house
        self.actor = Actor("", window)
        self.pepper = b""
        self.network = NetworkBoard()
        self.headsets = HeadsetBoard()
        self.signer: Signer | None = None
        self.software = ""
        self.invoices = Path("factures")
        self.files = Path("files")
        self.invoicing: Invoicing | None = None
        self.pay_account: PayAccount | None = None
        self.keeping: Keeping | None = None
        self.support: Callable[[Mapping[str, Health]], bytes] | None = None
        self.displays = Displays()
        self.loudspeaker: Loudspeaker | None = None
        self.wardrobe: Wardrobe | None = None
        self.discreet = False
        self._front = Front()
        signals.changed.connect(self.changed)

    @property
    def world(self) -> World:
        """The restaurant as it stands."""
        return self.house.world

    @property
    def now_ms(self) -> int:
        """This moment, milliseconds since 1970."""
        return round(self.house.clock().timestamp() * 1000)

    @property
    def person(self) -> str:
        """Id of the person at this window, "" for nobody."""
        return self.actor.person

    @property
    def name(self) -> str:
        """Name of that person."""
        return person_name(self.house, self.actor.person)

    def may(self, right: str) -> bool:
        """Whether the person has a right, and this terminal lets them."""
        barred = self.world.terminals.barred(self.house.terminal)
        return right in self.world.staff.rights_of(self.actor.person) - barred

    def sit_down(self, person: str) -> None:
        """Another person takes the window ("" leaves it)."""
        self.actor = Actor(person, self.actor.window)
        self.person_changed.emit(person)

    def run(
        self,
        command: Command,
        done: Callable[[tuple[Fact, ...]], None] | None = None,
        *,
        quiet: bool = False,
    ) -> tuple[Fact, ...]:
        """Carries a command out; () when it was refused, which is then said.

        Args:
            done: called with the facts, at once or after a manager's approval.
            quiet: a refusal is not said (the place where it was asked says it).
        """
        return self._run(command, self.actor, done, quiet=quiet)

    def approve(self, approval: Approval, manager: str) -> None:
        """Carries an act out with a manager's approval, for this once."""
        if approval.allowed is not None:
            approval.allowed(manager)
        if approval.command is None:
            return
        person = approval.person or self.actor.person
        actor = Actor(person, self.actor.window, manager)
        self._run(approval.command, actor, approval.done, quiet=False)

    def _run(
        self,
        command: Command,
        actor: Actor,
        done: Callable[[tuple[Fact, ...]], None] | None,
        *,
        quiet: bool,
    ) -> tuple[Fact, ...]:
        try:
            result = self.house.run(command, actor)
        except KnownError as error:
            self.say_failure(error)
            return ()
        if not isinstance(result, Refusal):
            if done is not None:
                done(result)
            return result
        if result.right and not actor.approver:
            wanted = Approval(result, command, done, person=actor.person)
            self.approval_requested.emit(wanted)
        elif not quiet:
            self.say(refusal_text(result), tone="refused")
        return ()

    @Slot(str)
    def say(
        self,
        text: str,
        *,
        tone: str = "done",
        undo: Callable[[], object] | None = None,
        act: str = "",
        icon: str = "undo",
    ) -> None:
        """Tells the person something, with a way to take it back or to follow it up."""
        self.said.emit(Said(text, tone, undo, act, icon))

    def say_failure(self, error: Exception) -> None:
        """Says what the world did (a full disk, a lost file); a bug is raised."""
        if not isinstance(error, KnownError):
            raise error
        self.say(error.text(), tone="error")

    def go(self, page: str, argument: str = "") -> None:
        """Shows another page of this window."""
        self.place_requested.emit(page, argument)

    def front(self, front: Front = Front()) -> None:  # noqa: B008 - it is frozen
        """Another order, or none, is in front of the person at this window."""
        if front != self._front:
            self._front = front
            self.fronted.emit(front)


def refusal_text(refusal: Refusal) -> str:
    """A refusal in the language of the person."""
    return tr(refusal.text, **dict(refusal.values))

"""What the house needs of keys and devices, as Protocols; `bootstrap` gives the real ones."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

import sqlalchemy

from hardware.health import Health
from hardware.presence.sensor import Sight
from hardware.printers.document import Document
from hardware.printers.jobs import Job
from hardware.printers.profiles import Completion
from hardware.scales.weighing import Reading
from hardware.scanners.scan import Scan
from hardware.terminals.model import ProbeReport, ServiceReport

Post = Callable[[Callable[[], None]], None]
"""Runs a function later in the thread that owns the house; callable from any thread."""


ELSEWHERE, OWNER_GONE = "elsewhere", "owner_gone"
"""`Health.reasons` of a device that another terminal drives, and of one whose terminal is
away, so that nobody knows how it is."""


class Sealer(Protocol):
    """Keeps what identifies a person unreadable once their key is destroyed."""

    def seal(self, person: str, text: str) -> str:
        """`text`, readable only while the key of `person` exists."""
        ...

    def unseal(self, person: str, sealed: str) -> str | None:
        """The text again; None when the key is gone."""
        ...

    def persons(self, prefix: str) -> list[str]:
        """Persons with a key, of those whose id begins with `prefix`."""
        ...

    def recall(self, prefix: str) -> None:
        """Reads the keys of all whose id begins with `prefix`, for a list of names."""
        ...

    def erase(self, person: str) -> None:
        """Destroys a person's key for good. Any thread."""
        ...


@dataclass(frozen=True, slots=True)
class TrialPage:
    """What became of a trial page.

    Attributes:
        job: printed or given up.
        learnt: how the printer could confirm, when it was set to confirm nothing.
    """

    job: Job
    learnt: Completion = "none"


Answer: TypeAlias = (
    ProbeReport | ServiceReport | TrialPage | Scan | Reading | Sight | Health | None
)
"""What a device says when it is tried: a terminal who it is or what it did, a printer what
became of its page, a gun what it read, a scale what it weighs, a radar whom it sees, or how
it is when it said nothing; None when nobody drives it."""
Heard: TypeAlias = Callable[[Answer], None]


class Printers(Protocol):
    """Every printer of this terminal, behind one durable spool."""

    def submit(self, printer: str, key: str, document: Document) -> int:
        """Queues a document once: the same `key` again changes nothing.

        Returns:
            the job's number.
        """
        ...

    def health(self, printer: str) -> Health:
        """How a printer is, for the state strip."""
        ...


@dataclass(frozen=True, slots=True)
class UpstreamStatus:
    """How this terminal stands with the head office of its restaurant.

    Attributes:
        link: "none" it does not dial; "linked"; "seeking" nobody answers; "turned_away".
        since: of when the link came or went, ISO 8601.
        reason: why it was turned away, or why its entries are not taken, "" if not.
    """

    link: str = "none"
    since: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NetworkStatus:
    """How this terminal stands with the others.

    Attributes:
        link: "none" it is alone; "carrying" it carries the hub; "linked"; "seeking" its
            hub does not answer; "turned_away" the hub refuses it.
        hub: chain of the hub while linked.
        connected: chains of the terminals that are connected to the hub.
        whole: `connected` is all of them; else nobody said who is there.
        lately: who is there, or was a moment ago.
        level: both ends have all that the other has, as far as is known.
        reason: why it was turned away, or why its own entries are not taken, "" if not.
        address: where the hub carried here, or linked to, is found, "host:port".
        upstream: how it stands with the head office.
        since: when the hub was lost, ISO 8601 with offset, "" if it is not known.
        lacking: chain -> its last ticket of each station, of chains of which more was
            written than came here.
    """

    link: str = "none"
    hub: str = ""
    connected: tuple[str, ...] = ()
    level: bool = False
    reason: str = ""
    address: str = ""
    upstream: UpstreamStatus = UpstreamStatus()
    since: str = ""
    whole: bool = False
    lately: tuple[str, ...] = ()
    lacking: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WebhookHealth:
    """What a webhook is still to be told.

    Attributes:
        waiting: messages that are tried again; `dead` were given up.
        error: why the last of them was not told, "HTTP 503".
    """

    waiting: int = 0
    dead: int = 0
    error: str = ""


class Programs(Protocol):
    """What a hub knows of the programs that ask it, and that it tells."""

    def last_use(self, operator: str) -> str:
        """When a program asked last, ISO 8601; "" when it has not since the start."""
        ...

    def untold(self) -> Mapping[str, WebhookHealth]:
        """What webhooks are still to be told, by id."""
        ...

    def tell_again(self, webhook: str) -> int:
        """Tells a webhook what was given up; how many messages that are."""
        ...


@dataclass(frozen=True, slots=True)
class PairingOffer:
    """A code that is open for one terminal.

    Attributes:
        uri: what a QR code carries: the hub's address and the code.
        seconds: how long it is open.
    """

    code: str
    uri: str
    seconds: int


class NotToldError(Exception):
    """A message did not go out, or nobody knows; the text is a code for the log.

    Attributes:
        final: the same message would be turned away the same way again.
    """

    def __init__(self, code: str, *, final: bool = False) -> None:
        super().__init__(code)
        self.final = final


class Notifier(Protocol):
    """Tells people outside something, by "sms" or "email"."""

    def channels(self) -> frozenset[str]:
        """The ways that are open."""
        ...

    def set_up(self, channel: str, account: Mapping[str, str] | None) -> None:
        """Opens a way with an account, or shuts it with None.

        Raises:
            NotToldError: something of the account is missing.
        """
        ...

    def tell(self, channel: str, to: str, subject: str, text: str) -> None:
        """Tells somebody something; takes seconds.

        Raises:
            NotToldError: it did not go out, or nobody knows.
        """
        ...

    def mail_file(
        self, to: str, subject: str, text: str, name: str, content: bytes
    ) -> None:
        """Mails a PDF file; takes seconds.

        Raises:
            NotToldError: it did not go out, or nobody knows.
        """
        ...


class NotSentError(Exception):
    """A platform did not take a file or an answer, or nobody knows; words for the log.

    Attributes:
        status: of its answer, 0 when there was none.
        final: the same request would be answered the same way again.
    """

    def __init__(self, words: str, *, status: int = 0, final: bool = False) -> None:
        super().__init__(words)
        self.status, self.final = status, final


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """How a platform says that a flow stands: "Pending", "Ok" or "Error"."""

    flow: str
    state: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCompany:
    """A company as a platform's directory knows it; "" for what it does not say."""

    siren: str
    name: str
    siret: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    active: bool = True


class Loudspeaker(Protocol):
    """Makes news heard in the room.

    Attributes:
        voiceless: words were to be said, and nothing here can say them.
    """

    voiceless: bool

    def play(
        self,
        news: str,
        level: float,
        pitch: float,
        heard: Callable[[bool], None],
        words: str = "",
    ) -> None:
        """Plays the sound of some news, then says it in words, and returns at once.

        Args:
            news: one of `voice.chimes.CHIMES`.
            level: 0 to 1 of what the loudspeaker gives.
            pitch: how much higher than written.
            heard: told, in the thread of the house, whether there is a loudspeaker.
            words: in the language in force, "" for the sound alone.
        """
        ...


class Keeping(Protocol):
    """What a window asks of the archive that makes itself."""

    @property
    def progress(self) -> tuple[str, float] | None:
        """Words and part (0-1) of the one that is being made, None for none."""
        ...

    def cancel(self) -> None:
        """Lets it go; it comes again later."""
        ...


class Invoicing(Protocol):
    """What a window asks of the platform and of what goes to it."""

    def seek(
        self, words: str, heard: Callable[[tuple[FoundCompany, ...], str], None]
    ) -> bool:
        """Looks companies up by number or name; whether there is somebody to ask.

        Args:
            heard: told in the thread of the house whom it found, and why not.
        """
        ...

    def hurry(self) -> None:
        """Tries everything that waits now."""
        ...

    def has_account(self) -> bool:
        """Whether it is known what Sotto logs in with at the platform."""
        ...

    def set_account(self, account: Mapping[str, str] | None) -> None:
        """Keeps what Sotto logs in with; None forgets it.

        Raises:
            OSError: it could not be kept.
        """
        ...

    def mailbox(self) -> Mapping[str, str] | None:
        """The account that mails go out from, None without one.

        Raises:
            OSError, KnownError: the accounts cannot be read.
        """
        ...

    def set_mailbox(self, account: Mapping[str, str] | None) -> None:
        """Keeps another one; None forgets it.

        Raises:
            OSError, KnownError: it could not be kept.
        """
        ...

    def try_mailbox(
        self, account: Mapping[str, str], heard: Callable[[str], None]
    ) -> None:
        """Sends a word to the account's own address.

        Args:
            heard: told in the thread of the house why it did not go, "" when it did.
        """
        ...

    def mails(self) -> bool:
        """Whether mails can go out from here.

        Raises:
            OSError, KnownError: the accounts cannot be read.
        """
        ...

    def mail_file(
        self,
        to: str,
        words: tuple[str, str],
        name: str,
        make: Callable[[], bytes],
        heard: Callable[[str], None],
    ) -> bool:
        """Mails a PDF; whether mails can go out from here.

        Args:
            words: subject and text.
            make: writes the file, in another thread.
            heard: told in the thread of the house why it did not go, "" when it did.

        Raises:
            OSError, KnownError: the accounts cannot be read.
        """
        ...

    def mail(self, invoice: str, to: str, heard: Callable[[str], None]) -> bool:
        """Mails the file of an invoice; whether mails can go out from here.

        Args:
            heard: told in the thread of the house why it did not go, "" when it did.
        """
        ...


@dataclass(frozen=True, slots=True)
class HubSeen:
    """A hub that announces itself: the name of its restaurant, and "host:port"."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Arrived:
    """A machine that became a terminal.

    Attributes:
        house: name of the restaurant; name, role: what the terminal was named there.
        whole: it has received everything; else the rest comes by and by.
    """

    chain: str
    house: str
    name: str
    role: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Alongside:
    """What else an append carries.

    Attributes:
        facts: makes them of the events that are written.
        check: raises, in the same transaction, when nothing must be written.
    """

    facts: Callable[[Sequence[object]], tuple[object, ...]]
    check: Callable[[sqlalchemy.Connection], None] = lambda connection: None

"""What the hub needs of a payment provider on whose pages guests pay by telephone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol


class PagesDownError(Exception):
    """A payment provider could not be asked, or said nothing that decides; for the log.

    Attributes:
        final: it said no, and would say it again: nobody can pay what was asked.
    """

    def __init__(self, words: str, *, final: bool = False) -> None:
        super().__init__(words)
        self.final = final


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWanted:
    """A page on which a guest shall pay.

    Attributes:
        reference: unique and never used again; asked twice, it is one page.
        amount: cents, tip included.
        words: what the guest reads that they pay.
        back: where the provider sends the guest when they are through.
        language: of `GUESTS`.
        until: seconds since 1970 after which nobody may pay it any more.
    """

    reference: str
    amount: int
    words: str
    back: str
    language: str
    until: int


@dataclass(frozen=True, slots=True)
class PayPage:
    """A page: what the provider calls it, and its address."""

    session: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageState:
    """What became of a page.

    Attributes:
        state: "open", "paid" or "ended": nobody paid and nobody can any more.
        amount: cents that were paid.
        transaction: by which the provider knows the payment.
    """

    state: str
    amount: int = 0
    transaction: str = ""
    authorisation: str = ""
    scheme: str = ""
    last4: str = ""


class PayPages(Protocol):
    """Where guests pay by telephone: the pages of one payment provider. Each call takes
    seconds. Thread: any.

    Attributes:
        name: "stripe", "sumup".
    """

    name: str

    def greet(self) -> None:
        """Finds out whether the provider knows the account; moves nothing.

        Raises:
            PagesDownError: it does not, or nobody knows.
        """
        ...

    def open(self, wanted: PageWanted) -> PayPage:
        """Makes the page, or finds the one that was made under its reference.

        Raises:
            PagesDownError: nobody knows, or it is turned away (`final`).
        """
        ...

    def look(self, session: str, reference: str) -> PageState:
        """What became of a page.

        Raises:
            PagesDownError: nobody knows, or it is not the page of that reference.
        """
        ...

    def close(self, session: str, reference: str) -> PageState:
        """Ends a page, so that nobody can pay it any more; "paid" when somebody has.

        Raises:
            PagesDownError: nobody knows.
        """
        ...

    def heard(self, headers: Mapping[str, str], body: bytes) -> str:
        """The session that a message of the provider is about, "" for none of its own.

        What the message says besides is not believed: the provider is asked.
        """
        ...


class PayAccount(Protocol):
    """The account with a provider that this machine has (`app/rooms/pay.py`)."""

    def account(self) -> Mapping[str, str]:
        """The account as it is kept, {} without one.

        Raises:
            OSError, KnownError: it cannot be read.
        """
        ...

    def keep(self, account: Mapping[str, str] | None) -> None:
        """Keeps another one; None forgets it.

        Raises:
            OSError, KnownError: it could not be kept.
        """
        ...

    def try_out(self, account: Mapping[str, str], heard: Callable[[str], None]) -> None:
        """Asks the provider whether it knows an account; `heard` gets "" or why not."""
        ...

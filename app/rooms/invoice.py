"""What leaves this terminal in writing: invoices, issued as the journal calls for them and
brought to the platform, where companies are looked up; receipts that guests want by mail."""

import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event, Thread
from typing import TYPE_CHECKING, Final

from app.bootstrap import Opened
from app.connectors.accounts import Accounts
from app.couriers import Courier
from app.domain.invoices.settings import safe_address
from app.fiscal.accounting import ClosedDay, closings_of
from app.fiscal.ereporting import days_to_report, due_reports, make_report
from app.fiscal.invoicing import Invoice, invoice_of
from app.fiscal.issuing import kept
from app.followers.invoicing import InvoicingFollower
from app.followers.mailing import MailingFollower
from app.projections.invoices import invoice_named
from app.services.house import SYSTEM, Actor, Fact
from app.services.ports import (
    FoundCompany,
    Notifier,
    NotSentError,
    NotToldError,
    Post,
)
from db.errors import KnownError
from resources.texts import tr

if TYPE_CHECKING:
    from app.connectors.platform import PlatformClient
    from app.connectors.platform_simulator import PlatformSimulator

SIMULATED: Final = "sim://"
"""`platform.flows` of a platform that Sotto plays itself."""
MAILBOX: Final = "email"
"""Service of `Accounts` that mails go out by."""
BEAT_S: Final = 5.0
REPORT_BEATS: Final = 120
"""Beats between two looks for what is to be reported: ten minutes."""
_log = logging.getLogger("sotto.invoices")


def drawn(invoice: Invoice) -> bytes:
    """The file of an invoice; what draws it is loaded with the first one."""
    from app.reports.invoice_pdf import invoice_file

    return invoice_file(invoice)


class InvoiceRoom:
    """Follows the journal from `start` to `stop`, both in the thread of the house.

    Args:
        post: hands a function to the thread of the house.
        notifier: makes what mails.

    Attributes:
        simulator: the platform that is played here, None while none is.
    """

    def __init__(
        self, opened: Opened, post: Post, notifier: Callable[[], Notifier]
    ) -> None:
        self._notifier = notifier
        self._house, self._folder = opened.house, opened.profile.invoices
        self._post = post
        self._keys = opened.profile.keys
        self._accounts = Accounts(self._keys)
        self._drawing = ThreadPoolExecutor(1, thread_name_prefix="invoices")
        self._errands = ThreadPoolExecutor(1, thread_name_prefix="platform")
        self.simulator: PlatformSimulator | None = None
        self._known: tuple[tuple[str, ...], PlatformClient] | None = None
        self._follower = InvoicingFollower(
            opened.house, self._folder, drawn, post, self._drawing.submit
        )
        self._courier = Courier(
            opened.house, self._folder, self.client, post, self._errands
        )
        self._mails = ThreadPoolExecutor(1, thread_name_prefix="mails")
        self._mailing = MailingFollower(
            opened.house, notifier, post, self._mails.submit
        )
        self._unfollow: Callable[[], None] = lambda: None
        self._over, self._beats = Event(), 0
        self._beating = Thread(target=self._beat, name="invoice beat")

    def start(self) -> None:
        """Issues and brings what a kill left undone, and what comes from now on."""
        self._unfollow = self._house.follow(self._follow)
        self._follower.look()
        self._courier.start()
        self._courier.look()
        self._mailing.start()
        self._mailing.look()
        self._beating.start()

    def stop(self) -> None:
        """Joins the threads."""
        self._unfollow()
        self._over.set()
        if self._beating.is_alive():
            self._beating.join()
        for pool in (self._drawing, self._errands, self._mails):
            pool.shutdown(wait=True, cancel_futures=True)
        if self.simulator is not None:
            self.simulator.stop()

    def _follow(self, facts: tuple[Fact, ...]) -> None:
        self._follower.follow(facts)
        self._courier.follow(facts)
        self._mailing.follow(facts)

    def _beat(self) -> None:
        """In a thread of its own, which does nothing but keep the time."""
        while not self._over.wait(BEAT_S):
            self._post(self._look)

    def _look(self) -> None:
        self._courier.look()
        self._mailing.look()
        if self._beats % REPORT_BEATS == 0:
            self._report()
        self._beats += 1

    def _report(self) -> None:
        """Makes the reports that are due; what cannot be made is due at the next look."""
        days = days_to_report(self._house)
        if days is not None and not self._over.is_set():
            self._errands.submit(self._read_days, *days)

    def _read_days(self, first: str, last: str) -> None:
        """Elsewhere."""
        try:
            closed = closings_of(self._house.database, first, last)
        except KnownError as error:
            _log.info("not reported: %s", type(error).__name__)
            return
        self._post(partial(self._make_reports, closed))

    def _make_reports(self, closed: Sequence[ClosedDay]) -> None:
        try:
            for report in due_reports(self._house, closed):
                make_report(self._house, self._folder, report, Actor(SYSTEM))
        except (KnownError, OSError) as error:
            _log.info("not reported: %s", type(error).__name__)

    # What a person asks for

    def hurry(self) -> None:
        """Tries everything that waits now."""
        self._courier.hurry()

    def has_account(self) -> bool:
        """Whether it is known what Sotto logs in with at the platform."""
        from app.connectors.platform import NEEDED, SERVICE

        account = self._accounts.of(SERVICE) or {}
        return all(account.get(name) for name in NEEDED)

    def set_account(self, account: Mapping[str, str] | None) -> None:
        """Keeps what Sotto logs in with, in the key folder; None forgets it.

        Raises:
            OSError: it could not be kept.
        """
        from app.connectors.platform import SERVICE

        self._accounts.set(SERVICE, account)
        self._known = None

    def seek(
        self, words: str, heard: Callable[[tuple[FoundCompany, ...], str], None]
    ) -> bool:
        """Looks companies up at the platform, by number or by name.

        Args:
            heard: told in the thread of the house whom it found, and why not.

        Returns:
            whether there is a platform to ask.
        """
        client = self.client()
        if client is None:
            return False

        def ask() -> None:
            digits = "".join(filter(str.isdigit, words))
            found: list[FoundCompany] = []
            try:
                if len(digits) in (9, 14) and len(digits) > len(words) / 2:
                    company = client.company(digits)
                    found = [company] if company else []
                else:
                    found = client.companies(words)
                why = ""
            except NotSentError as error:
                why = str(error)
            self._post(partial(heard, tuple(found), why))

        self._errands.submit(ask)
        return True

    def mail(self, invoice: str, to: str, heard: Callable[[str], None]) -> bool:
        """Mails the file of an invoice; whether mails can go out from here.

        Args:
            heard: told in the thread of the house why it did not go, "" when it did.

        Raises:
            KnownError: the file is not here.
            OSError: the accounts cannot be read.
        """
        with self._house.database.read() as connection:
            stored = invoice_named(connection, invoice)
        if stored is None or not self.mails():
            return False
        content = kept(self._folder, stored.event)
        name = self._house.world.settings.text("house.name")
        words = invoice_of(stored)
        text = tr("Bonjour,\n\nVous trouverez ci-joint : {words}.", words=words)
        told = f"{name} · {words}", text
        return self.mail_file(to, told, stored.event.file, lambda: content, heard)

    def mail_file(
        self,
        to: str,
        words: tuple[str, str],
        name: str,
        make: Callable[[], bytes],
        heard: Callable[[str], None],
    ) -> bool:
        """As `Invoicing.mail_file`."""
        notifier = self._notifier()
        if "email" not in notifier.channels():
            return False
        self._mail(lambda: notifier.mail_file(to, *words, name, make()), heard)
        return True

    def _mail(self, send: Callable[[], None], heard: Callable[[str], None]) -> None:
        """Sends in another thread; `heard` is told in that of the house why it failed."""

        def go() -> None:
            why = ""
            try:
                send()
            except NotToldError as error:
                why = str(error)
            self._post(partial(heard, why))

        self._mails.submit(go)

    def mailbox(self) -> Mapping[str, str] | None:
        """The account that mails go out from, None without one.

        Raises:
            OSError, KnownError: the accounts cannot be read.
        """
        return Accounts(self._keys).of(MAILBOX)

    def set_mailbox(self, account: Mapping[str, str] | None) -> None:
        """Keeps another one; None forgets it.

        Raises:
            OSError, KnownError: it could not be kept.
        """
        Accounts(self._keys).set(MAILBOX, account)

    def try_mailbox(
        self, account: Mapping[str, str], heard: Callable[[str], None]
    ) -> None:
        """Sends a word to the account's own address; outside production nothing is sent
        unless the settings let messages out.

        Args:
            heard: told in the thread of the house why it did not go, "" when it did.
        """
        house = self._house
        if (
            house.mark is not None
            and house.world.settings.text("outside.open") != "yes"
        ):
            self._post(partial(heard, ""))
            return
        name = house.world.settings.text("house.name")
        subject = tr("Essai de la messagerie de {house}", house=name)

        def send() -> None:
            from app.connectors.smtp import send_mail

            send_mail(account, account["sender"], subject, subject)

        self._mail(send, heard)

    def mails(self) -> bool:
        """Whether mails can go out from here.

        Raises:
            OSError, KnownError: the accounts cannot be read.
        """
        return "email" in self._notifier().channels()

    def client(self) -> "PlatformClient | None":
        """The platform as it is set; None while nothing may go out.

        Outside production only one that is played here is asked, unless the settings say
        so: what goes to the tax office is never tried out.
        """
        from app.connectors.platform import SERVICE, Places, PlatformClient

        values = self._house.world.settings.values
        flows, directory = values["platform.flows"], values["platform.directory"]
        token, account = values["platform.token"], self._accounts.of(SERVICE)
        if flows == SIMULATED:
            flows, directory, token, account = self._simulated()
        elif self._house.mark is not None and values["outside.open"] != "yes":
            return None
        if not (account and token and safe_address(flows) and safe_address(token)):
            return None
        key = flows, directory, token, values["platform.organization"]
        if self._known is None or self._known[0] != key:
            self._known = key, PlatformClient(Places(*key), account)
        return self._known[1]

    def _simulated(self) -> tuple[str, str, str, Mapping[str, str]]:
        from app.connectors.platform_simulator import CLIENT, PlatformSimulator

        if self.simulator is None:
            self.simulator = PlatformSimulator()
            self.simulator.start()
        base = self.simulator.address
        return (
            f"{base}/flow-service",
            f"{base}/directory-service",
            f"{base}/token",
            CLIENT,
        )

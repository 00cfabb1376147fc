"""The payment provider on whose pages guests pay by telephone: its account on this machine,
tried and kept, and the provider as the hub asks it."""

from collections.abc import Callable, Mapping
from functools import partial
from threading import Event, Thread

from app.bootstrap import Opened
from app.connectors.accounts import Accounts
from app.services.pay_pages import PagesDownError, PayPages
from app.services.ports import Post
from db.errors import KnownError
from resources.texts import tr


class PayRoom:
    """One machine's account. Methods are for any thread; `heard` is called in the house's.

    Args:
        over: set when Sotto ends.
    """

    def __init__(self, opened: Opened, post: Post, over: Event) -> None:
        self._house, self._keys = opened.house, opened.profile.keys
        self._post, self._over = post, over
        self._account: Mapping[str, str] = {}
        self._pages: PayPages | None = None

    def pages(self) -> PayPages | None:
        """The provider, None without an account, or with one that does not count here."""
        from app.connectors.pay_pages import pages_of

        try:
            account = self.account()
        except (OSError, KnownError):
            return None
        if account != self._account:
            self._account, self._pages = account, pages_of(account, self._over)
        return self._pages if self._counts(account) else None

    def account(self) -> Mapping[str, str]:
        """The account as it is kept, {} without one.

        Raises:
            OSError, KnownError: it cannot be read.
        """
        from app.connectors.pay_pages import SERVICE

        return Accounts(self._keys).of(SERVICE) or {}

    def keep(self, account: Mapping[str, str] | None) -> None:
        """Keeps another one; None forgets it.

        Raises:
            OSError, KnownError: it could not be kept.
        """
        from app.connectors.pay_pages import SERVICE

        Accounts(self._keys).set(SERVICE, account)

    def try_out(self, account: Mapping[str, str], heard: Callable[[str], None]) -> None:
        """Asks the provider of an account whether it knows it; `heard` gets why not."""
        from app.connectors.pay_pages import pages_of

        pages = pages_of(account, self._over)
        if pages is None:
            heard(tr("Il manque quelque chose à ce compte."))
        elif not self._counts(account):
            heard(
                tr("Une clé d'essai (sk_test_…) n'encaisse rien.")
                if self._house.mark is None
                else tr(
                    "Hors production, seule une clé d'essai (sk_test_…) est admise."
                )
            )
        else:
            Thread(target=self._try, args=(pages, heard), daemon=True).start()

    def _try(self, pages: PayPages, heard: Callable[[str], None]) -> None:
        why = ""
        try:
            pages.greet()
        except PagesDownError as error:
            why = tr("Le prestataire ne répond pas à cette clé ({why}).", why=error)
        self._post(partial(heard, why))

    def _counts(self, account: Mapping[str, str]) -> bool:
        """Whether this account may be used here: in production nothing is paid by what moves
        no money; outside no real money moves, unless the settings say so."""
        from app.connectors.pay_pages import is_trial

        if self._house.mark is None:
            return not is_trial(account)
        is_open = self._house.world.settings.text("outside.open") == "yes"
        return is_open or is_trial(account)

"""The invoices of this terminal: issued as the journal calls for them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from app.bootstrap import Opened
from app.fiscal.invoicing import Invoice
from app.followers.invoicing import InvoicingFollower
from app.services.ports import Post


def drawn(invoice: Invoice) -> bytes:
    """The file of an invoice; what draws it is loaded with the first one."""
    from app.reports.invoice_pdf import invoice_file

    return invoice_file(invoice)


class InvoiceRoom:
    """Follows the journal from `start` to `stop`, both in the thread of the house.

    Args:
        post: hands a function to the thread of the house.
    """

    def __init__(self, opened: Opened, post: Post) -> None:
        self._house = opened.house
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="invoices")
        self.follower = InvoicingFollower(
            opened.house,
            opened.profile.invoices,
            drawn,
            post,
            self._worker.submit,
        )
        self._unfollow: Callable[[], None] = lambda: None

    def start(self) -> None:
        """Issues what a kill left undone, and what comes from now on."""
        self._unfollow = self._house.follow(self.follower.follow)
        self.follower.look()

    def stop(self) -> None:
        """Joins the thread that draws."""
        self._unfollow()
        self._worker.shutdown(wait=True, cancel_futures=True)

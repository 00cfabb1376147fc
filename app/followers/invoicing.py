"""Invoices follow the journal: what was asked for before the payment is issued with the
receipt, and a refund of what was invoiced has its credit note.

What is due is read from the journal each time, so a kill at any moment needs no case of
its own: it is due still at the next start.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from app.domain.invoices.decide import NUMBER_TAKEN
from app.domain.invoices.events import InvoiceAsked, InvoiceIssued
from app.domain.receipts.events import ReceiptIssued, ReceiptRefunded
from app.domain.vocabulary import Refusal
from app.fiscal.invoicing import Invoice, credits_of, drafts_of
from app.fiscal.issuing import Maker, issue
from app.projections.invoices import invoices_of, uncredited
from app.services.house import SYSTEM, Actor, Fact, House
from app.services.ports import Post
from db.errors import KnownError

_log = logging.getLogger("sotto.invoices")
_CALLING = (ReceiptIssued, ReceiptRefunded, InvoiceAsked)
_CREDITED = (ReceiptRefunded, InvoiceIssued)
"""What may call for a credit note; a receipt may be invoiced after its refund, anywhere."""
FAILED = "INVOICE_FAILED"


class InvoicingFollower:
    """Issues what is due on this terminal, one after the other.

    Args:
        folder: of the files.
        make: draws one; it takes its time, so it runs `elsewhere`.
        post: brings the drawn file back to the thread of the house.
    """

    def __init__(
        self,
        house: House,
        folder: Path,
        make: Maker,
        post: Post,
        elsewhere: Callable[[Callable[[], None]], object],
    ) -> None:
        self._house, self._folder, self._make = house, folder, make
        self._post, self._elsewhere = post, elsewhere
        self._busy = False
        self._refunded_since = True
        """A refund may have come whose credit note is missing: as long as Sotto did not
        look, nobody knows."""
        self._given_up: set[str] = set()
        self._billed: set[str] = set()
        """Receipts that have their invoice: not asked about again at each payment."""

    def follow(self, facts: Iterable[Fact]) -> None:
        """Looks whether these facts call for an invoice."""
        facts = tuple(facts)
        ours = [f.event for f in facts if f.meta.chain == self._house.terminal]
        credited = any(isinstance(fact.event, _CREDITED) for fact in facts)
        self._refunded_since |= credited
        if credited or any(isinstance(event, _CALLING) for event in ours):
            self.look()

    def look(self) -> None:
        """Issues what is due, if anything is."""
        if self._busy:
            return
        try:
            due = next(self._due(), None)
        except KnownError as error:
            _log.info("invoices wait: %s", type(error).__name__)
            return
        if due is not None:
            self._busy = True
            self._elsewhere(partial(self._draw, *due))

    def _due(self) -> Iterator[tuple[str, list[Invoice]]]:
        """(receipt or refund, what is to be issued for it)."""
        for document, draft in (*self._asked(), *self._refunded()):
            if document in self._given_up:
                continue
            try:
                drafts = draft()
            except KnownError as error:
                self._give_up(document, error.text())
                continue
            if drafts:
                yield document, drafts
        self._refunded_since = False

    def _asked(self) -> Iterator[tuple[str, Callable[[], list[Invoice]]]]:
        house = self._house
        for (order_id, bill), company in house.world.invoices.asked.items():
            order = house.world.book.orders.get(order_id)
            for receipt in order.receipts if order else ():
                ours = receipt.bill == bill and receipt.chain == house.terminal
                if not ours or receipt.id in self._billed:
                    continue
                with house.database.read() as connection:
                    known = invoices_of(connection, receipt.id)
                if known:
                    self._billed.add(receipt.id)
                else:
                    yield receipt.id, partial(drafts_of, house, receipt.id, company)

    def _refunded(self) -> Iterator[tuple[str, Callable[[], list[Invoice]]]]:
        house = self._house
        if not self._refunded_since:
            return
        with house.database.read() as connection:
            refunds = uncredited(connection, house.terminal)
        for refund in refunds:
            yield refund, partial(credits_of, house, refund)

    def _draw(self, document: str, drafts: Sequence[Invoice]) -> None:
        """Elsewhere."""
        try:
            files = [self._make(draft) for draft in drafts]
        except ValueError as error:
            _log.exception("not drawn: %s", document)
            words = str(error)[:200]
            self._post(partial(self._failed, document, words))
            return
        self._post(partial(self._issue, document, drafts, files))

    def _issue(
        self, document: str, drafts: Sequence[Invoice], files: Sequence[bytes]
    ) -> None:
        self._busy = False
        try:
            done = issue(self._house, self._folder, drafts, files, Actor(SYSTEM))
        except (KnownError, OSError) as error:
            words = error.text() if isinstance(error, KnownError) else str(error)
            self._give_up(document, words)
        else:
            if isinstance(done, Refusal) and done is not NUMBER_TAKEN:
                self._give_up(document, done.text)
        self.look()

    def _failed(self, document: str, words: str) -> None:
        self._busy = False
        self._give_up(document, words)
        self.look()

    def _give_up(self, document: str, words: str) -> None:
        """Until the next start, or until somebody issues it by hand."""
        self._given_up.add(document)
        self._house.note_soon(FAILED, words)

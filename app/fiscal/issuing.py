"""Issuing: the file is kept, then the fact that names its hash is written.

A kill between the two leaves a file that no invoice names; the next one of that number
takes its place. The journal never names a file that is not there.
"""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from typing_extensions import override

from app.domain.invoices.decide import NUMBER_TAKEN, IssueInvoice
from app.domain.vocabulary import Refusal
from app.fiscal.invoicing import Invoice, drafts_of
from app.fiscal.parties import NotInvoicedError
from app.projections.invoices import invoices_of
from app.services.house import Actor, Fact, House
from app.services.ids import new_id
from db.errors import KnownError
from db.whole_file import write_whole
from resources.texts import tr


class Filed(Protocol):
    """A fact that names a file and the SHA-256 of it."""

    @property
    def file(self) -> str:
        """Name of the file."""
        ...

    @property
    def sha256(self) -> str:
        """Hash of its bytes, hexadecimal."""
        ...


Maker = Callable[[Invoice], bytes]
"""What draws the file of an invoice (`reports.invoice_pdf.invoice_file`)."""


class InvoiceFileError(KnownError):
    """The file of an invoice is not here, or is another one; the argument names it."""

    @override
    def text(self) -> str:
        return tr(
            "Le fichier {name} n'est pas sur ce poste, ou n'est plus le même.",
            name=self,
        )


def issue(
    house: House,
    folder: Path,
    drafts: Sequence[Invoice],
    files: Sequence[bytes],
    actor: Actor,
) -> tuple[Fact, ...] | Refusal:
    """Keeps the files of drafts and writes them down: all or none.

    Called in the thread of the house. `NUMBER_TAKEN` when another invoice was issued
    since they were drafted: they are drafted anew then.

    Raises:
        NotInvoicedError: somebody was faster.
        OSError: the disk refused. KnownError: the journal did.
    """
    with house.journal.lock:
        house.catch_up()
        free = house.world.invoices.numbers_after(house.terminal, len(drafts))
        if [draft.number for draft in drafts] != free:
            return NUMBER_TAKEN
        with house.database.read() as connection:
            known = invoices_of(connection, drafts[0].receipt_id)
        if known:
            number = known[0].number
            raise NotInvoicedError(
                tr("Ce ticket est déjà facturé : {number}.", number=number)
            )
        events = []
        for draft, content in zip(drafts, files, strict=True):
            write_whole(folder / draft.file, content)
            sha256 = hashlib.sha256(content).hexdigest()
            events.append(draft.fact(new_id(), house.terminal, sha256))
        return house.run(IssueInvoice(events=tuple(events)), actor)


def invoice_receipt(
    house: House, folder: Path, receipt: str, company: str, make: Maker, actor: Actor
) -> tuple[Fact, ...] | Refusal:
    """Invoices a receipt here and now; for who may wait a second.

    Raises:
        NotInvoicedError: it cannot be.
        OSError, KnownError: nothing was issued.
    """
    while True:
        drafts = drafts_of(house, receipt, company)
        done = issue(house, folder, drafts, [make(draft) for draft in drafts], actor)
        if done is not NUMBER_TAKEN:
            return done


def kept(folder: Path, event: Filed) -> bytes:
    """The file of an invoice or a report, the very one that was issued.

    Raises:
        InvoiceFileError: it is not here, or was changed.
    """
    try:
        content = (folder / event.file).read_bytes()
    except OSError as error:
        raise InvoiceFileError(event.file) from error
    if hashlib.sha256(content).hexdigest() != event.sha256:
        raise InvoiceFileError(event.file)
    return content

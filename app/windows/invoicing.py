"""Invoices asked for at a window: before the payment, or of a receipt that is there."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from app.domain.invoices.decide import NUMBER_TAKEN, AskInvoice, NameNote
from app.domain.invoices.events import InvoiceIssued
from app.domain.vocabulary import Refusal
from app.fiscal.invoicing import Invoice, drafts_of
from app.fiscal.issuing import issue
from app.fiscal.parties import Party, company_of, keep_company
from app.services.people import order_key, unseal_order
from app.starting import disk_told
from app.windows.company_sheet import CompanySheet
from app.windows.desk import Desk, refusal_text
from app.windows.tasks import Background
from db.errors import KnownError
from resources.texts import tr

MOST = 100
"""Letters of a name on a note."""


class InvoiceTaker(QObject):
    """The sheet of one page or section, and what comes of it.

    Args:
        host: what the sheet covers.
    """

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__(host)
        self._desk, self._host = desk, host
        self._background = Background(self)
        self._place: tuple[str, str] = ("", "")
        self._receipt = ""
        self._done: Callable[[Sequence[InvoiceIssued]], None] = lambda made: None
        self.sheet: CompanySheet | None = None

    # Before the payment

    def ask(self, order: str, bill: str, subtitle: str) -> None:
        """Asks who gets an invoice of a bill once it is paid."""
        self._place = order, bill
        house = self._desk.house
        named = house.world.invoices.named.get(self._place, "")
        person = unseal_order(house, order, named) if named else ""
        sheet = self._opened(subtitle, tr("Facturer à cette société"), person)
        sheet.person_named.connect(self._on_person_named)
        company = self._desk.world.invoices.asked.get(self._place, "")
        sheet.confirmed.connect(self._on_asked)
        sheet.open()
        if company_of(self._desk.house, company) is not None:
            sheet.choose(company)

    @Slot(object, str)
    def _on_asked(self, party: Party, company: str) -> None:
        order, bill = self._place
        before = self._desk.world.invoices.asked.get(self._place, "")
        kept = kept_company(self._desk, party, company)
        if kept is None:
            return

        def take_back() -> None:
            self._desk.run(AskInvoice(order=order, bill=bill, company=before))

        self._desk.run(AskInvoice(order=order, bill=bill, company=kept))
        words = tr("Facture à {name} dès l'encaissement", name=party.name)
        self._desk.say(words, undo=take_back)

    @Slot(str)
    def _on_person_named(self, name: str) -> None:
        order, bill = self._place
        house = self._desk.house
        try:
            sealed = house.sealer.seal(order_key(order), name[:MOST]) if name else ""
        except KnownError as error:
            self._desk.say_failure(error)
            return
        if self._desk.run(NameNote(order=order, bill=bill, name=sealed)):
            words = tr("La note portera le nom de {name}", name=name)
            self._desk.say(words if name else tr("La note ne porte pas de nom"))

    # Of a receipt

    def invoice(
        self,
        receipt: str,
        subtitle: str,
        done: Callable[[Sequence[InvoiceIssued]], None],
    ) -> None:
        """Asks whom a receipt is invoiced to, and does it."""
        self._receipt, self._done = receipt, done
        sheet = self._opened(subtitle, tr("Établir la facture"))
        sheet.confirmed.connect(self._on_confirmed)
        sheet.open()

    @Slot(object, str)
    def _on_confirmed(self, party: Party, company: str) -> None:
        kept = kept_company(self._desk, party, company)
        if kept is not None:
            self._draw(kept)

    def _draw(self, company: str) -> None:
        desk = self._desk
        try:
            drafts = drafts_of(desk.house, self._receipt, company)
        except KnownError as error:
            desk.say(error.text(), tone="refused")
            return
        self._background.run(
            partial(_drawn, drafts),
            partial(self._issue, company, drafts),
            desk.say_failure,
        )

    def _issue(
        self, company: str, drafts: Sequence[Invoice], files: Sequence[bytes]
    ) -> None:
        desk = self._desk
        try:
            with disk_told():
                done = issue(desk.house, desk.invoices, drafts, files, desk.actor)
        except KnownError as error:
            desk.say_failure(error)
            return
        if done is NUMBER_TAKEN:
            self._draw(company)
        elif isinstance(done, Refusal):
            desk.say(refusal_text(done), tone="refused")
        else:
            made = [f.event for f in done if isinstance(f.event, InvoiceIssued)]
            numbers = " + ".join(event.number for event in made)
            desk.say(tr("Facture {number} établie", number=numbers))
            self._done(made)

    # Both

    def _opened(
        self, subtitle: str, act: str, person: str | None = None
    ) -> CompanySheet:
        self.sheet = CompanySheet(
            self._host, self._desk, tr("Facture"), subtitle, act, person=person
        )
        return self.sheet


def kept_company(desk: Desk, party: Party, company: str) -> str | None:
    """Keeps a company, or what is new about it; its id, or None once it was said why not."""
    try:
        kept = keep_company(desk.house, party, desk.actor, company)
    except KnownError as error:
        desk.say(error.text(), tone="refused")
        return None
    if isinstance(kept, Refusal):
        desk.say(refusal_text(kept), tone="refused")
        return None
    return kept


def _drawn(drafts: Sequence[Invoice]) -> list[bytes]:
    """In another thread; what draws is loaded with the first one."""
    from app.reports.invoice_pdf import invoice_file

    return [invoice_file(draft) for draft in drafts]

"""Companies, and how far each terminal has counted its invoices."""

from dataclasses import dataclass, field

from app.domain.invoices.events import (
    CompanyForgotten,
    CompanySet,
    InvoiceAsked,
    InvoiceEvent,
    InvoiceIssued,
    NoteNamed,
)
from app.domain.invoices.reports import ReportMade


@dataclass(slots=True)
class Invoices:
    """What a decision about invoices may look at.

    Attributes:
        companies: id -> sealed identity.
        last: terminal -> number of its last invoice in series F.
        asked: (order, bill) -> company that wants an invoice of it.
        named: (order, bill) -> sealed name that its note bears.
        forgotten: companies whose names were erased.
    """

    companies: dict[str, str] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=dict)
    asked: dict[tuple[str, str], str] = field(default_factory=dict)
    named: dict[tuple[str, str], str] = field(default_factory=dict)
    forgotten: set[str] = field(default_factory=set)

    def evolve(self, event: InvoiceEvent) -> None:
        """Takes a fact in; never refuses."""
        match event:
            case CompanySet():
                if event.id not in self.forgotten:
                    self.companies[event.id] = event.identity
            case CompanyForgotten():
                self.forgotten.add(event.id)
                self.companies.pop(event.id, None)
            case InvoiceAsked(company=""):
                self.asked.pop((event.order, event.bill), None)
            case InvoiceAsked():
                self.asked[event.order, event.bill] = event.company
            case NoteNamed():
                self.named[event.order, event.bill] = event.name
            case InvoiceIssued():
                count = int(event.number.rpartition("-")[2])
                before = self.last.get(event.terminal, 0)
                self.last[event.terminal] = max(before, count)

    def numbers_after(self, terminal: str, count: int) -> list[str]:
        """How the next invoices of a terminal are called."""
        last = self.last.get(terminal, 0)
        return [number_of(terminal, last + more) for more in range(1, count + 1)]


@dataclass(slots=True)
class Reports:
    """The last report of each period, by `ReportMade.period`."""

    last: dict[str, ReportMade] = field(default_factory=dict)

    def evolve(self, event: ReportMade) -> None:
        """Takes a fact in; never refuses."""
        self.last[event.period] = event


def number_of(terminal: str, count: int) -> str:
    """ "F-C1-000012": at most 20 characters, as the public portal takes them."""
    return f"F-{terminal}-{count:06d}"

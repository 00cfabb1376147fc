"""`sotto fiscal invoice` and `sotto fiscal e-reporting`."""

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.cli.house import acting

if TYPE_CHECKING:
    from app.domain.vocabulary import Refusal

Command = Callable[
    [str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser
]


def add_invoice_commands(
    command: Command, on_server: Callable[[argparse.ArgumentParser], None]
) -> None:
    """Adds both."""
    invoice = command("invoice", "invoice a receipt, or list the invoices", _invoice)
    invoice.add_argument(
        "receipt", metavar="NUMBER", nargs="?", default="", help='"C1-000214"'
    )
    invoice.add_argument("--number", default="", help="SIREN or SIRET of the company")
    invoice.add_argument(
        "--name", default="", help="of the company; needed for one that is not known"
    )
    for name, words in (
        ("vat-number", "FR and 11 characters"),
        ("street", "of the address"),
        ("postcode", "of the address"),
        ("city", "of the address"),
        ("email", "of the company"),
    ):
        invoice.add_argument(f"--{name}", default="", help=words)
    report = command(
        "e-reporting", "write the reports 10.3 and 10.4 that are due", _report
    )
    for each in (invoice, report):
        on_server(each)


def _invoice(options: argparse.Namespace) -> int:
    from app.domain.vocabulary import Refusal
    from app.fiscal.facturx import euro_text
    from app.fiscal.issuing import invoice_receipt
    from app.fiscal.parties import Party, companies, found, keep_company
    from app.projections.invoices import invoices, invoices_of
    from app.projections.queries import document_by_number
    from app.services.house import SYSTEM, Actor

    with acting(options) as opened:
        profile = opened.profile
        house, actor = opened.house, Actor(SYSTEM)
        if not options.receipt:
            with house.database.read() as connection:
                for stored in invoices(connection):
                    event = stored.event
                    total = euro_text(event.total)
                    print(f"{stored.number} {stored.bday} {total} {event.file}")
            return 0
        with house.database.read() as connection:
            document = document_by_number(connection, options.receipt)
        if document is None:
            raise SystemExit(f"sotto: no receipt {options.receipt}")
        digits = "".join(options.number.split())
        known = companies(house)
        same = [] if options.name else found(known, digits)
        if not digits or not (options.name or same):
            raise SystemExit("sotto: --number and --name say who is invoiced")
        party = (
            known[same[0]]
            if same
            else Party(
                name=options.name.strip(),
                siren=digits[:9],
                siret=digits if len(digits) > 9 else "",
                vat_number="".join(options.vat_number.split()).upper(),
                street=options.street,
                postcode=options.postcode,
                city=options.city,
                email=options.email,
            )
        )
        company = keep_company(house, party, actor)
        if isinstance(company, Refusal):
            raise SystemExit(f"sotto: {_words(company)}")
        from app.reports.invoice_pdf import invoice_file

        receipt = document.document.receipt
        done = invoice_receipt(
            house, profile.invoices, receipt, company, invoice_file, actor
        )
        if isinstance(done, Refusal):
            raise SystemExit(f"sotto: {_words(done)}")
        with house.database.read() as connection:
            for stored in invoices_of(connection, receipt):
                print(profile.invoices / stored.event.file)
    return 0


def _words(refusal: "Refusal") -> str:
    from resources.texts import tr

    return tr(refusal.text, **dict(refusal.values))


def _report(options: argparse.Namespace) -> int:
    from app.fiscal.accounting import closings_of
    from app.fiscal.ereporting import days_to_report, due_reports, make_report
    from app.services.house import SYSTEM, Actor

    with acting(options) as opened:
        profile = opened.profile
        house = opened.house
        if not house.world.settings.text("ereporting.since"):
            raise SystemExit("sotto: ereporting.since says since when to report")
        days = days_to_report(house)
        closed = closings_of(house.database, *days) if days else ()
        for report in due_reports(house, closed):
            made = make_report(house, profile.invoices, report, Actor(SYSTEM))
            print(profile.invoices / made.file)
    return 0

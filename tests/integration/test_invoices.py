"""Invoices from receipts: numbered, filed, right by the official rules, taken back."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import facturx
import pytest
from fiscal_kit import MARC, close, open_next, refund, sell
from gui_kit import FixedClock, demo_house
from invoice_kit import DUPONT, bill, faults, know, newest
from pay_kit import make_order, run
from pypdf import PdfReader

from app.bootstrap import Opened
from app.domain.invoices.decide import NUMBER_TAKEN, AskInvoice, ForgetCompany
from app.domain.orders.billing import order_due
from app.domain.payments.commands import TakePayment
from app.domain.rules import SetSetting
from app.domain.vocabulary import Refusal
from app.fiscal.checking import verify_database
from app.fiscal.invoicing import drafts_of
from app.fiscal.issuing import InvoiceFileError, issue, kept
from app.fiscal.parties import NotInvoicedError, companies, found
from app.followers.invoicing import FAILED, InvoicingFollower
from app.followers.printing import PrintingFollower
from app.projections.invoices import invoices, invoices_of
from app.projections.queries import day_sums, document
from app.reports.invoice_pdf import invoice_file
from app.services.documents import duplicate_of
from app.services.house import Actor
from db import reading
from db.canonical import unb64u
from hardware.printers.document import Document

DINNER = (("oeufs_mimosa", 1, (1,)), ("menu_midi", 1, (1,)), ("verre_rouge", 2, (1,)))


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    with demo_house(tmp_path / "profile", FixedClock()) as house:
        yield house


def following(opened: Opened) -> InvoicingFollower:
    """A follower whose threads are this one."""
    posted: list[Callable[[], None]] = []

    def elsewhere(work: Callable[[], None]) -> None:
        work()
        while posted:
            posted.pop(0)()

    follower = InvoicingFollower(
        opened.house, opened.profile.invoices, invoice_file, posted.append, elsewhere
    )
    opened.house.follow(follower.follow)
    return follower


def test_a_receipt_becomes_an_invoice_that_the_official_rules_find_right(opened):
    sell(opened)
    receipt = newest(opened)
    (event,) = bill(opened, receipt)
    content = kept(opened.profile.invoices, event)
    name, xml = facturx.get_facturx_xml_from_pdf(content)

    assert event.number == "F-C1-000001"
    assert event.mode == "S2"
    assert event.of == (receipt,)
    assert event.sha256 == hashlib.sha256(content).hexdigest()
    assert name == "factur-x.xml"
    assert faults(xml) == []
    with opened.house.database.read() as connection:
        stored = document(connection, receipt)
        assert [each.number for each in invoices_of(connection, receipt)] == [
            event.number
        ]
    assert event.total == stored.document.ttc
    assert stored.number.encode() in xml


@pytest.mark.parametrize(
    ("key", "value", "why", "code"),
    [
        ("fiscal.regime", "exempt", "art. 293 B du CGI", "VATEX-FR-FRANCHISE"),
        ("fiscal.territory", "untaxed", "art. 294 du CGI", ""),
    ],
)
def test_an_invoice_without_vat_says_why_there_is_none(tmp_path, key, value, why, code):
    clock = FixedClock()
    with demo_house(tmp_path / "profile", clock) as opened:
        close(opened)
        assert not isinstance(
            opened.house.run(SetSetting(key=key, value=value), MARC), Refusal
        )
        open_next(opened, clock)
        sell(opened)
        (event,) = bill(opened)
        content = kept(opened.profile.invoices, event)
        _, xml = facturx.get_facturx_xml_from_pdf(content)
        assert faults(xml) == []
        assert why in xml.decode()
        assert ("VATEX" in xml.decode()) == bool(code)
        assert code in xml.decode()
        text = PdfReader(opened.profile.invoices / event.file).pages[0].extract_text()
        assert why in " ".join(text.split())


def test_the_file_is_pdf_a_3_with_the_invoice_inside(opened):
    sell(opened)
    (event,) = bill(opened)
    pdf = PdfReader(opened.profile.invoices / event.file)
    root = pdf.root_object
    metadata = root["/Metadata"].get_object().get_data().decode()
    fonts = pdf.pages[0]["/Resources"]["/Font"]

    assert "<pdfaid:part>3</pdfaid:part>" in metadata
    assert "<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>" in metadata
    assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert root["/AF"][0].get_object()["/AFRelationship"] == "/Data"
    assert root["/Lang"] == "fr-FR"
    assert pdf.trailer["/ID"]
    assert all("/FontFile2" in fonts[name]["/FontDescriptor"] for name in fonts)
    text = pdf.pages[0].extract_text()
    for word in ("Facture", event.number, DUPONT.name, DUPONT.siret, "40 €"):
        assert word in text


def test_the_journal_names_nobody(opened):
    sell(opened)
    company = know(opened)
    bill(opened, company=company)
    assert opened.house.run(ForgetCompany(id=company), MARC)
    opened.house.sealer.erase(f"company/{company}")
    stored = reading.stored(opened.house.database, "C1", 0, 10**6)
    bodies = [unb64u(jws.split(".")[1]).decode() for _, jws, _ in stored]
    journal = "".join(bodies)

    assert DUPONT.name not in journal
    assert companies(opened.house) == {}
    report = verify_database(opened.house.database, opened.profile, deep=True)
    assert not report.errors


def test_companies_are_found_by_name_and_number(opened):
    company = know(opened)
    known = companies(opened.house)

    for words in ("dupont", "fils du", "7328", "732 829", "DUPONT"):
        assert found(known, words) == [company]
    assert found(known, "durand") == []
    assert found(known, "") == []


def test_a_receipt_is_invoiced_once(opened):
    sell(opened)
    bill(opened)

    with pytest.raises(NotInvoicedError, match="F-C1-000001"):
        bill(opened)


def test_what_was_drafted_too_late_is_drafted_anew(opened):
    sell(opened)
    drafts = drafts_of(opened.house, newest(opened), know(opened))
    sell(opened, "t14")
    bill(opened)
    files = [invoice_file(draft) for draft in drafts]
    done = issue(opened.house, opened.profile.invoices, drafts, files, MARC)

    assert done is NUMBER_TAKEN


def test_an_invoice_of_today_leaves_the_takings_and_one_of_yesterday_stays(
    opened, tmp_path
):
    clock = FixedClock()
    with demo_house(tmp_path / "days", clock) as house:
        sell(house)
        day = house.house.business_day(clock())
        (today,) = bill(house)
        sell(house, "t14")
        yesterdays = newest(house)
        close(house)
        open_next(house, clock)
        (late,) = bill(house, yesterdays)
        with house.house.database.read() as connection:
            sums = day_sums(connection, day, family="invoiced")
            after = day_sums(
                connection, house.house.business_day(clock()), family="invoiced"
            )

        _, xml = facturx.get_facturx_xml_from_pdf(kept(house.profile.invoices, late))

    assert (today.mode, late.mode) == ("S2", "S7")
    assert faults(xml) == []
    assert sum(v for (*_, m), v in sums.items() if m == "ttc") == today.total
    assert after == {}


def test_goods_and_services_reported_before_need_two_invoices(tmp_path):
    clock = FixedClock()
    with demo_house(tmp_path / "profile", clock) as opened:
        order = make_order(opened, (*DINNER[:1], ("coca", 2, ())), mode="dine_in")
        book = opened.house.world.book
        due = order_due(book, book.orders[order])
        run(opened, TakePayment(order=order, method="card_manual", amount=due))
        receipt = newest(opened)
        with opened.house.database.read() as connection:
            natures = {
                line.nature for line in document(connection, receipt).document.lines
            }
        close(opened)
        open_next(opened, clock)
        made = bill(opened, receipt)

    assert [event.mode for event in made] == [
        {"GOODS": "B7", "SERVICE": "S7"}[nature] for nature in sorted(natures)
    ]
    assert sum(event.total for event in made) == due


def test_what_was_asked_before_the_payment_is_issued_with_the_receipt(opened):
    following(opened)
    company = know(opened)
    order = make_order(opened)
    run(opened, AskInvoice(order=order, bill="", company=company))
    book = opened.house.world.book
    due = order_due(book, book.orders[order])
    run(opened, TakePayment(order=order, method="card_manual", amount=due))

    with opened.house.database.read() as connection:
        (stored,) = invoices(connection)
    assert stored.event.total == due
    assert kept(opened.profile.invoices, stored.event)


def test_a_refund_of_what_was_invoiced_has_its_credit_note(opened):
    follower = following(opened)
    sell(opened, method="cash")
    (event,) = bill(opened)
    refund(opened, "C1-000001")
    follower.look()

    with opened.house.database.read() as connection:
        credit, invoice = invoices(connection)
        sums = day_sums(
            connection,
            opened.house.business_day(opened.house.clock()),
            family="invoiced",
        )
    assert (credit.event.type, credit.event.credits) == ("381", event.invoice)
    assert credit.event.total == invoice.event.total
    assert not any(sums.values())
    _, xml = facturx.get_facturx_xml_from_pdf(
        kept(opened.profile.invoices, credit.event)
    )
    assert faults(xml) == []
    assert event.number.encode() in xml


def test_a_receipt_that_is_invoiced_after_its_refund_has_its_credit_note_too(opened):
    following(opened)
    sell(opened, method="cash")
    receipt = newest(opened)
    refund(opened, "C1-000001")
    bill(opened, receipt)

    with opened.house.database.read() as connection:
        credit, invoice = invoices(connection)
    assert (credit.event.type, credit.event.total) == ("381", invoice.event.total)


def test_a_duplicate_of_the_receipt_names_its_invoice(opened):
    papers: list[Document] = []

    class Shelf:
        def submit(self, printer: str, key: str, document: Document) -> int:
            papers.append(document)
            return len(papers)

    sell(opened, method="cash")
    printing = PrintingFollower(opened.house, Shelf(), "Sotto")
    printing.catch_up()
    opened.house.follow(printing.follow)
    (event,) = bill(opened)
    run(opened, duplicate_of(opened.house, event.order, event.of[0], "C1-000001"))
    (paper,) = (each for each in papers if each.kind == "receipt")
    assert f"Facture {event.number}" in repr(paper.blocks)


def test_a_credit_note_that_a_kill_left_undone_is_issued_at_the_next_start(opened):
    sell(opened, method="cash")
    bill(opened)
    refund(opened, "C1-000001")
    following(opened).look()

    with opened.house.database.read() as connection:
        assert [each.event.type for each in invoices(connection)] == ["381", "380"]


def test_an_invoice_that_cannot_be_made_is_an_alarm(opened):
    following(opened)
    order = make_order(opened)
    run(opened, AskInvoice(order=order, bill="", company=know(opened)))
    run(opened, SetSetting(key="house.siret", value=""))
    book = opened.house.world.book
    due = order_due(book, book.orders[order])
    run(opened, TakePayment(order=order, method="card_manual", amount=due))

    (words,) = opened.house.world.settings.alarms[FAILED]
    assert "SIRET" in words


def test_a_changed_file_is_not_given_again(opened):
    sell(opened)
    (event,) = bill(opened)
    path = opened.profile.invoices / event.file
    path.write_bytes(path.read_bytes() + b" ")

    with pytest.raises(InvoiceFileError):
        kept(opened.profile.invoices, event)
    path.unlink()
    with pytest.raises(InvoiceFileError):
        kept(opened.profile.invoices, event)


def test_nobody_without_the_right_issues(opened):
    sell(opened)
    drafts = drafts_of(opened.house, newest(opened), know(opened))
    files = [invoice_file(draft) for draft in drafts]
    done = issue(opened.house, opened.profile.invoices, drafts, files, Actor("nobody"))

    assert isinstance(done, Refusal)

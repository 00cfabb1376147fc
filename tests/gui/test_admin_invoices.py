"""Invoices at the windows: of a ticket, asked for while paying, in the office."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from fiscal_kit import sell
from gui_kit import FixedClock, board, demo_house, desk_for
from invoice_kit import DUPONT, bill, know, newest
from pay_kit import Counter, make_order
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.fiscal.parties import companies, luhn, number_error
from app.presenters.admin.companies import CompanyDraft, company_errors, party_of
from app.projections.invoices import invoices, invoices_of
from app.services.ports import FoundCompany
from app.windows.admin.money.documents import DocumentsSection
from app.windows.admin.money.invoices import InvoicesSection
from app.windows.company_sheet import CompanySheet
from app.windows.desk import Desk
from app.windows.pay.page import PayPage

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("still")]
PEUGEOT = FoundCompany(siren="552100554", name="PEUGEOT SA", city="Poissy")


class Platform:
    """A platform that answers at once, and remembers what it was given."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.mailed: list[tuple[str, str]] = []
        self.account: Mapping[str, str] | None = None

    def seek(
        self, words: str, heard: Callable[[tuple[FoundCompany, ...], str], None]
    ) -> bool:
        self.asked.append(words)
        heard((PEUGEOT,), "")
        return True

    def hurry(self) -> None:
        self.asked.append("hurry")

    def has_account(self) -> bool:
        return self.account is not None

    def set_account(self, account: Mapping[str, str] | None) -> None:
        self.account = account

    def mails(self) -> bool:
        return True

    def mail(self, invoice: str, to: str, heard: Callable[[str], None]) -> bool:
        self.mailed.append((invoice, to))
        heard("")
        return True


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    with demo_house(tmp_path, FixedClock()) as made:
        yield made


@pytest.fixture
def desk(opened: Opened) -> Desk:
    made = desk_for(opened, "marc", "admin")
    made.invoicing = Platform()
    return made


def shown(qtbot: QtBot, widget):
    qtbot.addWidget(widget)
    widget.resize(1190, 700)
    widget.show()
    return widget


def test_a_ticket_is_invoiced_to_a_company_that_is_known_in_three_taps(
    opened, desk, qtbot
):
    company = know(opened)
    sell(opened)
    receipt, counter = newest(opened), Counter(desk)
    section = shown(qtbot, DocumentsSection(desk, board()))
    section.show_place(receipt)
    section.pane.invoice.click()
    sheet = section.controller._invoices.sheet
    sheet.rows[0].click()
    sheet.confirm.click()
    qtbot.waitUntil(lambda: bool(counter.places))

    with opened.house.database.read() as connection:
        (stored,) = invoices_of(connection, receipt)
    assert stored.event.company == company
    assert counter.places == [("admin", f"invoices:{stored.event.invoice}")]
    section.pane.invoice.click()
    assert counter.places[-1] == counter.places[0]


def test_a_number_is_looked_up_and_fills_the_form(opened, desk, qtbot):
    host = shown(qtbot, InvoicesSection(desk, board()))
    sheet = CompanySheet(host, desk, "Facture", "", "Établir")
    sheet.open()
    QTest.keyClicks(sheet.search.edit, "552100554")
    qtbot.waitUntil(lambda: sheet.fields["name"].text == PEUGEOT.name)

    assert sheet.fields["city"].text == "Poissy"
    assert desk.invoicing.asked == ["552100554"]


def test_a_wrong_number_is_said_before_anybody_is_asked(opened, desk, qtbot):
    host = shown(qtbot, InvoicesSection(desk, board()))
    sheet = CompanySheet(host, desk, "Facture", "", "Établir")
    said = []
    sheet.confirmed.connect(lambda *told: said.append(told))
    sheet.open()
    QTest.keyClicks(sheet.search.edit, "552100555")
    sheet._seek()
    sheet.confirm.click()

    assert not said
    assert not desk.invoicing.asked
    assert companies(opened.house) == {}


def test_who_pays_asks_for_an_invoice_and_takes_it_back(opened, desk, qtbot):
    company = know(opened)
    order, counter = make_order(opened), Counter(desk)
    page = shown(qtbot, PayPage(desk, board()))
    page.show_place(f"order:{order}")
    page.pay.bill.head.invoice.click()
    sheet = page.controller._taps._invoices.sheet
    sheet.choose(company)
    sheet.confirm.click()
    asked = opened.house.world.invoices.asked

    assert asked == {(order, ""): company}
    counter.undo()
    assert asked == {}


def test_the_office_lists_gives_again_and_mails(opened, desk, qtbot, monkeypatch):
    opened_urls = []
    monkeypatch.setattr(
        "app.windows.admin.money.invoices_controller.QDesktopServices.openUrl",
        opened_urls.append,
    )
    sell(opened)
    (event,) = bill(opened)
    section = shown(qtbot, InvoicesSection(desk, board()))
    section.show_place(event.invoice)
    section.pane.open_file.click()
    section.pane.email.set_text("compta@dupont.example")
    section.pane.mail.click()

    assert [url.fileName() for url in opened_urls] == [event.file]
    assert desk.invoicing.mailed == [(event.invoice, "compta@dupont.example")]
    given = opened.house.journal.entries(
        stream=f"order/{event.order}", types=["receipt.duplicated"]
    )
    assert [(e.data["medium"], e.data["copy"]) for e in given] == [
        ("pdf", 1),
        ("email", 2),
    ]


def test_a_company_is_forgotten_and_its_invoice_stays(opened, desk, qtbot):
    company = know(opened)
    sell(opened)
    bill(opened, company=company)
    section = shown(qtbot, InvoicesSection(desk, board()))
    section.show_place("companies")
    section.company_opened.emit(company)
    section.controller.companies.sheet.forget.click()
    section.controller.companies._dialog.accepted.emit()

    assert companies(opened.house) == {}
    assert opened.house.sealer.persons("company/") == []
    with opened.house.database.read() as connection:
        assert len(invoices(connection)) == 1


def test_the_platform_is_set_with_what_is_wrong_said(opened, desk, qtbot):
    section = shown(qtbot, InvoicesSection(desk, board()))
    section.show_place("")
    section.platform_requested.emit()
    form = section.form
    for name, value in (
        ("flows", "http://pa.example"),
        ("since", "1/9"),
        ("client", "x"),
    ):
        form.edited.emit(name, value)
    form.save_requested.emit()
    assert opened.house.world.settings.text("platform.flows") == ""
    for name, value in (
        ("flows", "https://pa.example/flow-service"),
        ("since", "01/09/2027"),
        ("secret", "y"),
    ):
        form.edited.emit(name, value)
    form.save_requested.emit()

    values = opened.house.world.settings.values
    assert values["platform.flows"] == "https://pa.example/flow-service"
    assert values["ereporting.since"] == "2027-09-01"
    assert desk.invoicing.account == {"client_id": "x", "client_secret": "y"}
    written = [
        entry.data["value"]
        for entry in opened.house.journal.entries(types=["setting.set"])
    ]
    assert "y" not in written


def test_who_may_not_keep_a_company_is_told_so(opened, qtbot):
    company = know(opened)
    desk = desk_for(opened, "theo", "admin")
    section = shown(qtbot, InvoicesSection(desk, board()))
    words = []
    desk.said.connect(words.append)
    section.show_place("companies")
    section.company_opened.emit(company)
    moved = replace(DUPONT, city="Paris")
    section.controller.companies.sheet.confirmed.emit(moved, company)
    assert [said.tone for said in words] == ["refused"]
    assert companies(opened.house) == {company: DUPONT}


@pytest.mark.parametrize(
    ("number", "right"),
    [
        ("732829320", True),
        ("73282932000074", True),
        ("732 829 320 00074", True),
        ("732829321", False),
        ("73282932000075", False),
        ("35600000000048", True),  # La Poste, its seat
        ("35600000049837", True),  # La Poste, an office: digits that sum to 45
        ("356000000", True),
        ("1234", False),
        ("٧٣٢٨٢٩٣٢٠", False),
        ("", False),
    ],
)
def test_sirens_and_sirets(number, right):
    assert (number_error(number) == "") is right


def test_what_is_typed_becomes_a_company():
    draft = CompanyDraft(
        name=" Dupont & Fils ",
        number="732 829 320 00074",
        vat_number="fr44 732829320",
        street=DUPONT.street,
        postcode="69001",
        city="Lyon",
    )

    assert company_errors(draft) == {}
    assert party_of(draft) == DUPONT
    wrong = company_errors(
        CompanyDraft(name="", number="1", vat_number="DE1", email="x")
    )
    assert set(wrong) == {"name", "number", "vat_number", "email"}
    assert luhn("732829320")

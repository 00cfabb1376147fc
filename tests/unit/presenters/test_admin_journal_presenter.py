"""The journal in words, the verdict of a verification, closings, documents."""

import typing
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from gui_kit import FixedClock, demo_house

from app.bootstrap import Opened
from app.domain.orders.commands import AddLine, OpenOrder
from app.domain.orders.events import OrderCreated
from app.domain.payments.commands import DuplicateReceipt, RefundReceipt, TakePayment
from app.domain.receipts.events import ReceiptIssued
from app.domain.rules import Command
from app.domain.till.decide import CountTill, OpenDrawer
from app.domain.till.events import Coins, DayClosed
from app.domain.vocabulary import Refusal
from app.domain.wire import FACTS
from app.fiscal.closing import close_day
from app.fiscal.periods import closings
from app.presenters.admin.closings import closing_rows, present_closing
from app.presenters.admin.documents import (
    copies_of,
    csv_rows,
    document_rows,
    present_document,
    total_words,
)
from app.presenters.admin.journal import (
    KINDS,
    Query,
    entry_rows,
    event_words,
    family_entries,
    gist_of,
    kind_words,
    operator_words,
    person_entries,
    present_entry,
    range_words,
    subject_words,
    title_of,
    types_of,
    understood,
)
from app.presenters.admin.verify import (
    CODES,
    present_verdict,
)
from app.presenters.admin.words import changed_words
from app.projections.browsing import Wanted, page
from app.projections.queries import document, documents
from app.reports.closing import report_for
from app.services.house import Actor, Fact, House, journal_types
from db.entry import OWN_TYPES, Entry
from db.findings import Code, Finding, Report
from resources.texts import set_language
from widgets.table_model import as_cell


class Day:
    """A day with one meal, its duplicate, its refund and its Z."""

    def __init__(self, opened: Opened, clock: FixedClock) -> None:
        self.house: House = opened.house
        created = self.run(OpenOrder(table="t12", covers=2))[0].event
        assert isinstance(created, OrderCreated)
        self.order = created.order
        self.run(AddLine(order=self.order, article="bar_roti"), "lea")
        self.run(OpenDrawer(reason="Monnaie"), "lea")
        paid = self.run(TakePayment(order=self.order, method="cash", amount=2300))
        receipt = next(f for f in paid if isinstance(f.event, ReceiptIssued))
        assert isinstance(receipt.event, ReceiptIssued)
        self.receipt = receipt.event
        self.number = "C1-000001"
        for _ in range(2):
            self.run(
                DuplicateReceipt(
                    order=self.order, receipt=self.receipt.receipt, number=self.number
                )
            )
        self.run(
            RefundReceipt(
                original=self.receipt,
                number=self.number,
                back=((0, 1000),),
                reason="Plat renvoyé",
                method="cash",
            )
        )
        clock.forward(hours=4)
        self.run(CountTill(coins=(Coins(value=5000, count=3),)))
        closed = close_day(self.house, Actor("marc"))
        assert not isinstance(closed, Refusal), closed

    def run(self, command: Command, person: str = "marc") -> tuple[Fact, ...]:
        done = self.house.run(command, Actor(person))
        assert not isinstance(done, Refusal), done
        return done

    def entry(self, kind: str) -> Entry:
        before = self.house.journal.head().seq + 1
        wanted = Wanted(types=(kind,))
        return page(self.house.database, "C1", wanted, before=before).entries[0]


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    set_language("fr")
    clock = FixedClock()
    with demo_house(tmp_path_factory.mktemp("journal"), clock) as opened:
        yield Day(opened, clock)


# ------------------------------------------------------------------ entries


def test_every_kind_of_entry_has_its_words() -> None:
    assert set(KINDS) == set(FACTS) | set(OWN_TYPES)
    assert set(KINDS) >= set(journal_types())


def test_every_kind_belongs_to_one_family() -> None:
    families = [types_of(entry.key) for entry in family_entries()]
    assert sorted(name for family in families for name in family) == sorted(KINDS)


def test_an_unknown_kind_keeps_its_wire_name() -> None:
    assert kind_words("meteo.changed") == "meteo.changed"


def test_a_row_says_what_happened_to_what_and_by_whom(day: Day) -> None:
    (row,) = entry_rows(day.house, [day.entry("order.line_added")])
    texts = [as_cell(cell).text for cell in row.cells]
    assert texts[1] == "hier 20:26:00"
    assert texts[2] == "Ligne ajoutée · Bar rôti, fenouil"
    assert texts[3:] == ["T. 12", "Léa"]


def test_amounts_and_reasons_tell_entries_apart(day: Day) -> None:
    assert gist_of(day.entry("receipt.issued")) == "23,00\u00a0€"
    assert gist_of(day.entry("till.drawer_opened")) == "Monnaie"
    assert gist_of(day.entry("receipt.refunded")).endswith("−23,00\u00a0€")


def test_sealed_names_are_not_shown_as_words(day: Day) -> None:
    assert gist_of(day.entry("staff.set")) == ""
    said = day.entry("staff.set")  # any entry will do to stand round the words
    for kind, data, words in (
        ("till.cash_moved", {"reason": "supplier", "amount": -1100}, "Fournisseur"),
        ("staff.logged_out", {"reason": "switch"}, "changement de personne"),
        ("payment.failed", {"state": "refused", "code": "04"}, "Carte refusée"),
        ("payment.unknown", {"detail": "link_lost"}, "La liaison s’est coupée"),
    ):
        assert gist_of(replace(said, type=kind, data=data)).startswith(words)


def test_a_refused_badge_is_not_called_a_code(day: Day) -> None:
    entry = day.entry("receipt.issued")
    for badge, words in ((False, "Code refusé"), (True, "Badge refusé")):
        refused = replace(entry, type="staff.login_refused", data={"badge": badge})
        assert title_of(refused) == words


def test_subjects_are_named(day: Day) -> None:
    house = day.house
    assert subject_words(house, "article/magret") == "Magret de canard"
    assert subject_words(house, "staff/lea") == "Léa"
    assert subject_words(house, "till/C1") == "Caisse 1"
    assert subject_words(house, "device/tpe1") == "TPE 1"
    assert subject_words(house, "role/waiter") == "Salle"
    assert subject_words(house, "station/chaud") == "Chaud"
    assert subject_words(house, "table/t12") == "Table 12"
    assert subject_words(house, "setting/house.name") == "house.name"
    assert subject_words(house, "inventory") == "Stock"
    assert subject_words(house, "client/gone") == "Client oublié"
    assert subject_words(house, "company/gone") == "société oubliée"
    assert subject_words(house, "order/01J00000000000000000000ABC") == "Commande …0ABC"
    assert subject_words(house, "jet") == "Sotto"


def test_what_nobody_did_was_done_by_sotto(day: Day) -> None:
    assert operator_words(day.house, "sotto") == "Sotto"
    assert operator_words(day.house, "") == "Sotto"
    assert person_entries(day.house)[-1].text == "Sotto"


def test_an_entry_in_full_shows_its_data_and_its_proof(day: Day) -> None:
    entry = day.entry("receipt.issued")
    view = present_entry(day.house, entry)
    facts = dict(view.facts)
    assert view.title == "Ticket"
    assert facts["Qui"] == "Marc"
    assert facts["Dans sa série"] == "1"
    assert facts["Jour d’exploitation"] == "2026-11-20"
    assert '"ttc": 2300' in view.data
    assert entry.hash in view.proof
    assert entry.prev in view.proof
    assert entry.jws.rpartition(".")[2] in view.proof


def test_an_unsigned_entry_says_what_covers_it(day: Day) -> None:
    entry = day.entry("article.set")
    assert not entry.jws.rpartition(".")[2]
    assert "couverte par la suivante" in present_entry(day.house, entry).proof


def test_a_search_understands_numbers_receipts_and_streams(day: Day) -> None:
    house = day.house
    assert understood(house, " 41 ") == ("", 41)
    assert understood(house, "till/C1") == ("till/C1", 0)
    assert understood(house, "c1-000001") == (f"order/{day.order}", 0)
    assert understood(house, "C1-999999") is None
    assert understood(house, "9" * 5000) is None
    assert understood(house, "n’importe quoi") is None


@pytest.mark.parametrize("text", ["%", "_", "C1%", "!", "' OR 1=1"])
def test_a_sign_is_looked_for_as_it_is_typed(day: Day, text: str) -> None:
    with day.house.database.read() as connection:
        assert documents(connection, search=text) == []
        assert documents(connection, search="C1-")


def test_filters_become_what_the_journal_is_asked() -> None:
    wanted = Query(family="Caisse", person="lea", bday="2026-11-20").wanted()
    assert wanted.types == types_of("Caisse")
    assert (wanted.person, wanted.bday, wanted.stream) == ("lea", "2026-11-20", "")
    assert Query().wanted() == Wanted()


def test_a_page_says_which_entries_it_holds(day: Day) -> None:
    found = page(day.house.database, "C1", Wanted(), before=11)
    assert range_words(found.entries) == "écritures 1 à 10"
    assert range_words(()) == "aucune écriture"


def test_who_changed_a_thing_last_is_said(day: Day) -> None:
    words = changed_words(day.house, "article/magret", "article.set")
    assert words == "inchangé depuis le 20/11/2026"
    assert changed_words(day.house, "article/nobody", "article.set") == ""


def test_when_a_person_changed_a_thing_is_said(tmp_path: Path) -> None:
    clock = FixedClock()
    with demo_house(tmp_path, clock) as opened:
        house = opened.house
        house.record([house.world.catalogue.articles["magret"]], Actor("marc"))
        said = []
        for days in (0, 1, 5):
            clock.forward(days=days)
            said.append(changed_words(house, "article/magret", "article.set"))
    assert said == [
        "modifié à 20:26 par Marc",
        "modifié hier 20:26 par Marc",
        "modifié le 20/11/2026 20:26 par Marc",
    ]


# ------------------------------------------------------------------ verification


def report(*findings: Finding) -> Report:
    errors = tuple(f for f in findings if f.code == "BAD_SIG")
    return Report(41, {}, errors, tuple(f for f in findings if f not in errors))


def test_every_code_has_its_words() -> None:
    assert set(CODES) == set(typing.get_args(Code))


def test_a_sound_journal_is_said_to_be_intact() -> None:
    verdict = present_verdict(report(), deep=False)
    assert verdict.tone == "success"
    assert verdict.words == "41 écritures intactes : chaîne et signatures."
    deep = present_verdict(report(), deep=True)
    assert deep.words == "41 écritures intactes : chaîne, signatures et tables."


def test_a_fault_says_which_entry_and_what() -> None:
    verdict = present_verdict(report(Finding("BAD_SIG", "C1", 7)), deep=False)
    assert verdict.tone == "danger"
    assert verdict.words == (
        "1 anomalie dans 41 écritures : n’effacez rien, appelez le support."
    )
    assert verdict.lines == (("C1:7", "Écriture 7 : signature fausse ou absente"),)


def test_a_remark_is_no_fault() -> None:
    found = Finding("WITNESS_UNREACHABLE", detail="gone")
    verdict = present_verdict(report(found), deep=False)
    assert verdict.tone == "warning"
    assert verdict.lines == (("", "le témoin de fin n’a pas pu être lu"),)


def test_a_table_that_differs_is_named() -> None:
    found = Finding("PROJECTION_DIFF", table="receipt")
    assert "(receipt)" in present_verdict(report(found), deep=True).lines[0][1]


# ------------------------------------------------------------------ closings


def closing_of(day: Day) -> Fact:
    (fact,) = closings(day.house.database, "C1", "Z")
    return fact


def test_a_closing_says_its_day_its_total_and_its_difference(day: Day) -> None:
    (row,) = closing_rows(day.house, [closing_of(day)])
    texts = [as_cell(cell).text for cell in row.cells]
    assert texts == [
        "Z C1-1",
        "vendredi 20 novembre 2026",
        "21/11 00:26",
        "Marc",
        "0,00",
        "0,00",
    ]


def test_a_closing_in_full_shows_what_the_drawer_held(day: Day) -> None:
    view = present_closing(day.house, closing_of(day))
    assert view is not None
    groups = {
        group.title: {row.name: row.value for row in group.rows}
        for group in view.groups
    }
    assert view.title == "Z C1-1"
    assert view.inside == "Documents de la journée"
    assert groups["Espèces"]["Compté"] == "150,00\u00a0€"
    assert groups["Espèces"]["Écart"] == "0,00\u00a0€"
    assert groups["Scellement"]["Tickets"] == "000001 – 000002"


def test_what_is_no_closing_is_shown_as_none(day: Day) -> None:
    fact = closing_of(day)
    assert isinstance(fact.event, DayClosed)
    assert present_closing(day.house, Fact(day.receipt, fact.meta)) is None


# ------------------------------------------------------------------ documents


def test_documents_are_listed_with_their_total(day: Day) -> None:
    with day.house.database.read() as connection:
        found = documents(connection, bday="2026-11-20")
    texts = [
        [as_cell(c).text for c in row.cells] for row in document_rows(day.house, found)
    ]
    assert {row[2] for row in texts} == {"Ticket", "Remboursement"}
    assert {row[5] for row in texts} == {"23,00", "−23,00"}
    assert total_words(found) == "2 documents · 0,00\u00a0€"
    heads, rows = csv_rows(day.house, found)
    assert {len(row) for row in rows} == {len(heads)}


def test_a_document_is_shown_as_its_paper_with_what_became_of_it(day: Day) -> None:
    with day.house.database.read() as connection:
        stored = document(connection, day.receipt.receipt)
    assert stored is not None
    view = present_document(day.house, stored)
    assert view.title == "Ticket C1-000001"
    assert view.subtitle == "hier 20:26 · Marc"
    assert view.note == "Espèces · 2 duplicatas · 23,00\u00a0€ déjà remboursés"
    assert not view.may_refund
    assert view.paper.kind == "receipt"
    assert "Sotto" in repr(view.paper)  # the software that wrote it, from the journal
    assert copies_of(day.house, stored.document) == 2


def test_a_refund_cannot_be_refunded(day: Day) -> None:
    with day.house.database.read() as connection:
        found = documents(connection, bday="2026-11-20")
        refund = next(row for row in found if row.kind == "refund")
        stored = document(connection, refund.id)
    assert stored is not None
    view = present_document(day.house, stored)
    assert view.title == "Remboursement C1-000002"
    assert not view.may_refund


def test_a_technical_event_is_told_in_words_and_not_by_its_code(day: Day) -> None:
    drawer = day.entry("till.drawer_opened")
    events = [
        replace(drawer, type="event.recorded", stream="jet", data=data)
        for data in (
            {"code": "APP_START", "detail": "Sotto 1.0"},
            {"code": "SEEN_VERIFY_FAILED", "detail": ""},
        )
    ]
    rows = entry_rows(day.house, events)
    told = [[as_cell(cell).text for cell in row.cells[2:4]] for row in rows]
    assert told == [
        ["Sotto démarré · Sotto 1.0", "Sotto"],
        ["Alarme vue · Vérification : des erreurs", "Sotto"],
    ]
    assert event_words("NEW_CODE") == "Événement technique · NEW_CODE"


def test_a_closing_counts_the_covers_of_its_tables(day: Day) -> None:
    closed = closing_of(day)
    assert isinstance(closed.event, DayClosed)
    report = report_for(day.house, closed.event, closed.meta)
    assert report.turnover.covers == 2
    assert [(hour.hour, hour.covers) for hour in report.hours] == [(20, 2)]


def test_an_order_of_a_day_that_is_over_is_named_by_its_receipt(day: Day) -> None:
    day.house.world.book.orders.pop(day.order, None)
    assert subject_words(day.house, f"order/{day.order}") == "T. 12"

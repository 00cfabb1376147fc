"""What a receipt says of its country: titles, letters, why there is no VAT, rounded cash."""

from dataclasses import replace

import pytest
from domain_kit import Till

from app.domain.environment import SANDBOX
from app.domain.payments.commands import TakePayment
from app.domain.profile import PROFILES, FiscalProfile
from app.domain.receipts.events import ReceiptIssued
from app.domain.rules import SetSetting
from app.domain.vocabulary import Context, Meta
from app.fiscal.beside import beside_lines
from app.followers.paper.receipt import Stamp, receipt_paper
from app.projections.sums import sums

STAMP = Stamp(
    number="C1-000001",
    ts="2026-11-20T20:26:00+01:00",
    operator="Léa",
    till="Caisse 1",
    extract="abcd",
    software="Sotto 0.1.0 · F1.0 · 0123456789ab",
)


class Sandbox(Till):
    """A till where every profile may be tried."""

    def context(self, person: str = "lea", approver: str = "") -> Context:
        return replace(super().context(person, approver), environment=SANDBOX)


def sold(till: Till, *articles: str, method: str = "cash") -> ReceiptIssued:
    till.open()
    order = till.seat("t1")
    for article in articles:
        till.take(order, article)
    till.do(TakePayment(order=order, method=method, amount=till.due(order)))
    return next(e for e in till.last if isinstance(e, ReceiptIssued))


def paper(till: Till, document: ReceiptIssued, copy: int = 0) -> str:
    stamp = replace(STAMP, copy=copy)
    return repr(receipt_paper(document, stamp, till.world.settings).blocks)


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_papers_are_called_as_the_country_calls_them(profile: FiscalProfile) -> None:
    till = Sandbox()
    till.do(SetSetting(key="fiscal.profile", value=profile.id))
    receipt = sold(till, "beer", "soup")
    text = paper(till, receipt, copy=2)
    assert f"'{profile.titles['sale']} C1-000001'" in text
    assert f"'{profile.titles['duplicate']} 2'" in text
    assert "'?'" not in text
    assert "attestation" not in text.casefold()  # nobody attests this core


def test_a_receipt_says_why_there_is_no_vat() -> None:
    till = Sandbox()
    till.do(SetSetting(key="fiscal.regime", value="exempt"))
    text = paper(till, sold(till, "beer"))
    assert "TVA non applicable, art. 293 B du CGI" in text
    assert "Taux" not in text


def test_so_does_one_where_the_tax_is_not() -> None:
    till = Sandbox()
    till.do(SetSetting(key="fiscal.territory", value="untaxed"))
    assert "art. 294 du CGI" in paper(till, sold(till, "beer"))


def test_what_was_sold_with_vat_keeps_its_table() -> None:
    till = Sandbox()
    receipt = sold(till, "beer")
    settings = till.world.settings
    settings.values["fiscal.regime"] = "exempt"
    assert "293 B" not in paper(till, receipt)


def test_rounded_cash_stands_on_the_receipt_and_in_the_closing() -> None:
    till = Sandbox()
    till.do(SetSetting(key="fiscal.profile", value="BE-2026"))
    receipt = sold(till, "wine", "jam", "cake")  # 44,79 -> 44,80
    text = paper(till, receipt)
    assert "'Arrondi des espèces'" in text
    assert "'0,01'" in text
    assert "44,80" in text
    told: dict[tuple[str, str, str], int] = {}
    for family, item, measure, value in sums(receipt, Meta(ts=STAMP.ts, op="lea")):
        key = family, item, measure
        told[key] = told.get(key, 0) + value
    assert told["tender", "cash", "amount"] == told["document", "sale", "ttc"] + 1
    assert list(beside_lines(told)) == [("Arrondi des espèces", 1)]

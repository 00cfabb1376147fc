"""Every country's profile through a whole day of a real house: sold, voided, given back,
copied, closed, verified, archived, read by the stand-alone verifier, booked."""

from pathlib import Path

import pytest
from fiscal_kit import archive, close, open_next, refund, sell
from gui_kit import FixedClock, demo_house
from pay_kit import make_order, run

from app.bootstrap import Opened
from app.domain.orders.commands import VoidLine
from app.domain.payments.commands import DuplicateReceipt
from app.domain.profile import PROFILES, FiscalProfile
from app.domain.rules import SetSetting
from app.domain.vocabulary import Refusal
from app.fiscal import verifier_sotto
from app.fiscal.accounting import books_of
from app.fiscal.checking import verify_database
from app.fiscal.periods import closings
from app.reports.closing import report_for
from app.reports.pdf import z_pdf
from app.services.house import Actor


def choose(opened: Opened, **settings: str) -> None:
    for key, value in settings.items():
        command = SetSetting(key=key.replace("__", "."), value=value)
        done = opened.house.run(command, Actor("marc", "admin"))
        assert not isinstance(done, Refusal), done


def accounts(opened: Opened) -> None:
    """Every figure has an account."""
    for key, value in opened.house.world.settings.values.items():
        if key.startswith("account.") and not value:
            choose(opened, **{key.replace(".", "__"): "700000 Ventes"})


def play(opened: Opened, clock: FixedClock) -> None:
    """A day with everything that leaves a document, closed."""
    open_next(opened, clock)
    first = sell(opened, method="cash", tip=200)
    sell(opened, "t14")
    sell(opened, method="cash", mode="takeaway")
    refund(opened, "C1-000001")
    order = make_order(opened, table="t1")
    book = opened.house.world.book
    line = book.lines_of(book.orders[order])[0].id
    run(opened, VoidLine(order=order, line=line, reason="error"))
    receipt = next(
        e.data["receipt"]
        for e in opened.house.journal.entries(types=["receipt.issued"])
    )
    run(opened, DuplicateReceipt(order=first, receipt=receipt, number="C1-000001"))
    close(opened, counted=5)


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
@pytest.mark.parametrize("regime", ["normal", "exempt"])
def test_a_day_in_a_country(
    profile: FiscalProfile, regime: str, tmp_path: Path
) -> None:
    if regime == "exempt" and not profile.exemption:
        pytest.skip("every house charges VAT there")
    clock = FixedClock()
    with demo_house(tmp_path / "profile", clock, open_till=False) as opened:
        choose(opened, fiscal__profile=profile.id)
        choose(opened, fiscal__regime=regime)
        accounts(opened)
        play(opened, clock)
        house = opened.house
        report = verify_database(opened.database, opened.profile, deep=True)
        assert report.errors == ()
        (fact,) = closings(opened.database, "C1", "Z")
        assert z_pdf(report_for(house, fact.event, fact.meta)).startswith(b"%PDF")
        sums = {f.key: f.value for f in fact.event.figures}
        cash = sums["tender.cash.amount"]
        assert cash % profile.cash_step == 0
        rates = {name.split(".")[1] for name in sums if name.startswith("vat_rate.")}
        assert {int(rate) for rate in rates} <= set(
            profile.rates(profile.home, regime).values()
        )
        settings = house.world.settings.values
        day = fact.event.day
        books = books_of(opened.database, settings, day, day)
        lines = [line for posting in books.postings for line in posting.lines]
        assert sum(line.debit - line.credit for line in lines) == 0
        rounded = sums.get("beside.rounding.amount", 0)
        assert any("Arrondis" in line.account.name for line in lines) == bool(rounded)
        made = archive(opened, tmp_path / "usb")
    result = verifier_sotto.verify(tmp_path / "usb" / made.file)
    assert result.errors == []

"""The key does not sign for five sales: they are marked, counted, and sealed later."""

from pathlib import Path

import pytest
from fiscal_kit import close, sell
from gui_kit import FixedClock, demo_house

from app.bootstrap import Opened
from app.domain import jet
from app.domain.receipts.events import ReceiptIssued
from app.domain.till.events import DayClosed
from app.fiscal.checking import verify_profile
from app.fiscal.closing import sums_of
from app.followers.paper.receipt import Stamp, receipt_paper
from app.followers.paper.report import report_paper
from app.presenters.strip import present_alarms
from app.services.facts import facts_of
from db.errors import KeyUnavailableError
from db.keys import LocalSigner

TABLES = ("t12", "t14", "t15", "t16", "t17")


def codes(opened: Opened) -> list[str]:
    entries = opened.house.journal.entries()
    return [code for e in entries for code, _ in jet.told_by(e.type, e.data)]


def test_five_sales_without_a_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with demo_house(tmp_path / "profile", FixedClock()) as opened:
        house = opened.house
        with monkeypatch.context() as patch:

            def fail(self: LocalSigner, signing_input: bytes) -> bytes:
                raise KeyUnavailableError("the module is gone")

            patch.setattr(LocalSigner, "sign", fail)
            for table in TABLES:
                sell(opened, table)
            alarms = [problem.key for problem in present_alarms(house)]
            assert "signature" in alarms
            assert verify_profile(opened.profile, deep=True).exit_code == 1
        sales = list(facts_of(house.journal.entries(types=["receipt.issued"])))
        assert [fact.meta.extract for fact in sales] == [""] * len(TABLES)
        fact = sales[-1]
        assert isinstance(fact.event, ReceiptIssued)
        stamp = Stamp(
            number="C1-000005",
            ts=fact.meta.ts,
            operator="Léa",
            till="Caisse 1",
            extract=fact.meta.extract,
            software=fact.meta.sw,
            waiting=5,
        )
        paper = str(receipt_paper(fact.event, stamp, house.world.settings))
        assert "MODE DÉGRADÉ 5" in paper
        assert "Hors signature" in paper

        sell(opened, "t18")
        assert house.journal.unsigned is None
        assert (
            codes(opened).count("DEGRADED_START"),
            codes(opened).count("DEGRADED_END"),
        ) == (1, 1)
        close(opened)
        (*_, z) = facts_of(house.journal.entries(types=["till.day_closed"]))
        assert isinstance(z.event, DayClosed)
        sums = sums_of(z.event.figures)
        assert sums["control", "unsigned", "count"] == len(TABLES)
        assert "Documents hors signature · 5" in str(
            report_paper(z.event, z.meta, "Marc", house.world.settings)
        )
        report = verify_profile(opened.profile, deep=True)
        assert report.errors == ()
        assert [finding.code for finding in report.warnings] == ["DEGRADED"]

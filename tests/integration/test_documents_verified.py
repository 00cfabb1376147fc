"""Documents that are signed and wrong: refunds of too much or of nothing, VAT by another
rule, tenders that do not pay, a Z that says other invoices. Both verifiers name each."""

import copy
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fiscal_kit import archive, close, refund, sell
from gui_kit import FixedClock, demo_house
from invoice_kit import bill
from tamper_kit import Body, resealed

from app.bootstrap import open_house
from app.fiscal import verifier_sotto
from app.fiscal.checking import rebuild_profile, verify_profile
from app.fiscal.documents import REFUND, SALE, check_refunds
from db.database import Database
from db.entry import Entry
from db.keys import load_key
from db.profile import Profile

CLOCK = FixedClock()
Change = Callable[[Body, list[Body]], object]


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile: six tables pay alike, one has an invoice, four are refunded; closed."""
    folder = tmp_path_factory.mktemp("documents") / "profile"
    with demo_house(folder, CLOCK) as opened:
        for _ in range(6):
            sell(opened, "t12", "cash")
        bill(opened)
        for number in range(1, 5):
            refund(opened, f"C1-{number:06d}")
        close(opened)
    return folder


def again(body: Body, refunds: list[Body]) -> None:
    """The same document back a second time."""
    first = refunds[0]["data"]
    for name in ("of", "number", "lines"):
        body["data"][name] = copy.deepcopy(first[name])


def cent_of_vat(body: Body, _: list[Body]) -> None:
    """One cent from the net to the tax, wherever it is written."""
    data = body["data"]
    row = data["vat"][0]
    line = next(each for each in data["lines"] if each["rate"] == row["rate"])
    for each in (data, row):
        each["tva"] += 1
    for each in (data, row, line):
        each["ht"] -= 1


def of_nothing(body: Body, _: list[Body]) -> None:
    body["data"]["number"] = "C1-000099"


def one_cent_unpaid(body: Body, _: list[Body]) -> None:
    body["data"]["payments"][0]["amount"] -= 1


def more_invoiced(body: Body, _: list[Body]) -> None:
    figures = body["data"]["figures"]
    next(f for f in figures if f["key"].startswith("invoiced."))["value"] += 1


def codes(profile: Profile, usb: Path) -> list[set[tuple[str, int]]]:
    """What each verifier finds: code and entry."""
    report = verify_profile(profile, deep=True)
    with open_house(profile, clock=CLOCK) as opened:
        made = archive(opened, usb)
    result = verifier_sotto.verify(usb / made.file)
    alone = [f for f in result.findings if f.code != "DECLARED"]
    return [{(f.code, f.seq) for f in each} for each in (report.errors, alone)]


def test_what_the_till_wrote_is_right(evening: Path, tmp_path: Path) -> None:
    assert codes(Profile(evening), tmp_path / "usb") == [set(), set()]


def test_both_verifiers_name_each_wrong_document(evening: Path, tmp_path: Path) -> None:
    shutil.copytree(evening, tmp_path / "profile")
    profile = Profile(tmp_path / "profile")
    wrong: set[int] = set()

    def change(bodies: list[Body]) -> list[Body]:
        sales, back, (z,) = (
            [body for body in bodies if body["type"] == kind]
            for kind in (SALE, REFUND, "till.day_closed")
        )
        changes: list[tuple[Body, Change]] = [
            *((back[1], again), (back[2], cent_of_vat), (back[3], of_nothing)),
            *((sales[4], cent_of_vat), (sales[5], one_cent_unpaid), (z, more_invoiced)),
        ]
        for body, spoil in changes:
            spoil(body, back)
            wrong.add(body["seq"])
        return bodies

    database = Database.open(profile.database)
    resealed(database, load_key(profile.keys), change)
    database.close()
    profile.witness("C1").unlink()
    rebuild_profile(profile)
    expected = {("TOTAL_DIFF", seq) for seq in wrong}
    assert codes(profile, tmp_path / "usb") == [expected, expected]


def test_what_is_signed_and_no_document_stops_no_verifier(
    evening: Path, tmp_path: Path
) -> None:
    shutil.copytree(evening, tmp_path / "profile")
    profile = Profile(tmp_path / "profile")

    def change(bodies: list[Body]) -> list[Body]:
        refund = next(body for body in bodies if body["type"] == REFUND)
        refund["data"]["of"] = [refund["data"]["of"]]
        return bodies

    database = Database.open(profile.database)
    resealed(database, load_key(profile.keys), change)
    database.close()
    profile.witness("C1").unlink()
    found = {finding.code for finding in verify_profile(profile, deep=True).errors}
    assert found == {"PROJECTION_DIFF", "TOTAL_DIFF"}


# ------------------------------------------------------------ terminals that were apart


def a_document(ttc: int, ht: int, **fields: Any) -> dict[str, Any]:
    line = {"id": "l1", "rate": 1000, "ttc": ttc, "ht": ht}
    row = {"rate": 1000, "ttc": ttc, "ht": ht, "tva": ttc - ht}
    return {"lines": [line], "vat": [row], **fields}


def back(ttc: int, ht: int) -> dict[str, Any]:
    return a_document(-ttc, -ht, of="r1", number="C1-000001")


@pytest.mark.parametrize(
    ("refunds", "expected"),
    [
        ([("C1", back(165, 150)), ("C1", back(165, 150))], ["", ""]),
        ([("C1", back(330, 300)), ("C2", back(165, 150))], ["", "REFUND_APART"]),
        ([("C1", back(330, 300)), ("C1", back(165, 150))], ["", "TOTAL_DIFF"]),
        ([("C2", back(165, 149)), ("C2", back(165, 150))], ["TOTAL_DIFF", ""]),
        ([("C2", back(495, 450))], ["TOTAL_DIFF"]),
    ],
)
def test_what_one_terminal_could_not_do_is_no_remark(
    refunds: list[tuple[str, dict[str, Any]]], expected: list[str]
) -> None:
    sold = a_document(330, 300, receipt="r1")
    given = verifier_sotto.Given(sold)
    assert [given.code(chain, data) for chain, data in refunds] == expected

    def entry(chain: str, type_: str, seq: int, data: dict[str, Any]) -> Entry:
        names = dict.fromkeys(Entry.__dataclass_fields__, "")
        fields: dict[str, Any] = {"chain": chain, "type": type_, "seq": seq}
        return Entry(**(names | fields | {"data": data}))

    entries = [entry(c, REFUND, n, data) for n, (c, data) in enumerate(refunds)]
    found = check_refunds(entries, {"C1": 1}, lambda *_: entry("C1", SALE, 1, sold))
    named = {finding.seq: finding.code for finding in found}
    assert [named.get(seq, "") for seq in range(len(refunds))] == expected


def test_an_original_that_may_be_on_its_way_is_no_alarm() -> None:
    fields = dict.fromkeys(Entry.__dataclass_fields__, "")
    refund_of_2 = back(165, 150) | {"number": "C1-000002"}
    entry = Entry(**(fields | {"chain": "C2", "seq": 7, "data": refund_of_2}))
    assert list(check_refunds([entry], {"C1": 1, "C2": 1}, lambda *_: None)) == []
    (found,) = check_refunds([entry], {"C1": 2, "C2": 1}, lambda *_: None)
    assert (found.code, found.seq) == ("TOTAL_DIFF", 7)


@pytest.mark.parametrize("data", [None, {}, {"of": ["r1"], "number": "C1-000001"}])
def test_what_is_no_refund_at_all_is_named(data: object) -> None:
    fields = dict.fromkeys(Entry.__dataclass_fields__, "")
    entry = Entry(**(fields | {"chain": "C1", "seq": 7, "data": data}))
    (found,) = check_refunds([entry], {"C1": 1}, lambda *_: None)
    assert (found.code, found.seq) == ("TOTAL_DIFF", 7)

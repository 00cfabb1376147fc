"""Closings as entries: the day of `fiscal.md` 11.8 to the cent, and any other balanced."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest
from fec_rules import faults
from hypothesis import given
from hypothesis import strategies as st

from app.domain.accounts import ACCOUNTS, JOURNAL, right_account
from app.domain.payments.commands import METHODS
from app.fiscal.accounting import (
    AccountMissingError,
    Books,
    ClosedDay,
    ClosingUnbalancedError,
    balance,
    keep_books,
)
from app.fiscal.layouts import COLUMNS, ciel, description, fec, file_name, sage
from app.projections.queries import Sums
from resources.texts import set_language

SAMPLE = """\
CA|Caisse|Z000123|20261120|531000|Caisse|||Z-C1-000123|20261120|Z 20/11/2026|99,16|0,00|||20261121||
CA|Caisse|Z000123|20261120|511500|Cartes bancaires à encaisser|||Z-C1-000123|20261120|Z 20/11/2026|104,44|0,00|||20261121||
CA|Caisse|Z000123|20261120|511600|Titres-restaurant à encaisser|||Z-C1-000123|20261120|Z 20/11/2026|25,00|0,00|||20261121||
CA|Caisse|Z000123|20261120|707155|Ventes à emporter 5,5 %|||Z-C1-000123|20261120|Z 20/11/2026|0,00|61,53|||20261121||
CA|Caisse|Z000123|20261120|707110|Ventes à emporter 10 %|||Z-C1-000123|20261120|Z 20/11/2026|0,00|45,21|||20261121||
CA|Caisse|Z000123|20261120|707120|Ventes à emporter 20 %|||Z-C1-000123|20261120|Z 20/11/2026|0,00|23,29|||20261121||
CA|Caisse|Z000123|20261120|706110|Restauration sur place 10 %|||Z-C1-000123|20261120|Z 20/11/2026|0,00|61,27|||20261121||
CA|Caisse|Z000123|20261120|706120|Alcool sur place 20 %|||Z-C1-000123|20261120|Z 20/11/2026|0,00|13,00|||20261121||
CA|Caisse|Z000123|20261120|445713|TVA collectée 5,5 %|||Z-C1-000123|20261120|Z 20/11/2026|0,00|3,38|||20261121||
CA|Caisse|Z000123|20261120|445712|TVA collectée 10 %|||Z-C1-000123|20261120|Z 20/11/2026|0,00|10,66|||20261121||
CA|Caisse|Z000123|20261120|445711|TVA collectée 20 %|||Z-C1-000123|20261120|Z 20/11/2026|0,00|7,26|||20261121||
CA|Caisse|Z000123|20261120|467100|Pourboires à reverser|||Z-C1-000123|20261120|Z 20/11/2026|0,00|3,00|||20261121||
CA|Caisse|Z000124|20261120|658000|Écart de caisse|||Z-C1-000123|20261120|Manquant Z 20/11/2026|0,50|0,00|||20261121||
CA|Caisse|Z000124|20261120|531000|Caisse|||Z-C1-000123|20261120|Manquant Z 20/11/2026|0,00|0,50|||20261121||
"""  # noqa: E501
"""`fiscal.md` 8, word for word."""

RATES = ((550, 6491, 6153), (1000, 11714, 10648), (2000, 4355, 3629))
NATURES = (
    ("550.GOODS", 6153),
    ("1000.GOODS", 4521),
    ("1000.SERVICE", 6127),
    ("2000.GOODS", 2329),
    ("2000.SERVICE", 1300),
)
DAY: Sums = {
    **{("vat_rate", str(rate), "ttc"): ttc for rate, ttc, _ in RATES},
    **{("vat_rate", str(rate), "ht"): ht for rate, _, ht in RATES},
    **{("vat_rate", str(rate), "tva"): ttc - ht for rate, ttc, ht in RATES},
    **{("vat", item, "ht"): ht for item, ht in NATURES},
    ("tender", "card", "amount"): 10144,
    ("tender", "card", "tip"): 300,
    ("tender", "cash", "amount"): 9916,
    ("tender", "voucher", "amount"): 2500,
    ("cash", "difference", "amount"): -50,
}
QUIET: Sums = {("tender", "cash", "amount"): 110} | {
    ("vat_rate", "1000", "tva"): 10,
    ("vat", "1000.SERVICE", "ht"): 100,
}


def days(*sums: Sums, until: str = "2026-11-20", chain: str = "C1") -> list[ClosedDay]:
    """Closings of days one after the other, each closed in the night after."""
    last = date.fromisoformat(until)
    made = []
    for number, each in enumerate(sums, start=1):
        day = last - timedelta(days=len(sums) - number)
        closed = (day + timedelta(days=1)).isoformat()
        made.append(ClosedDay(chain, number, day.isoformat(), closed, each))
    return made


def books(*sums: Sums, settings: dict[str, str] = ACCOUNTS, **more: str) -> Books:
    """The books of these days, of which the last `only` ones are wanted."""
    closed = days(*sums)
    first = closed[-int(more.get("only", len(closed)))].day
    return keep_books({"C1": closed}, settings, first, closed[-1].day)


def test_the_sample_of_the_law_comes_out_word_for_word() -> None:
    made = books(*[QUIET] * 122, DAY, only="1")
    raw = fec(made)
    assert raw.decode("iso8859-15").split("\r\n", 1)[1].replace("\r\n", "\n") == SAMPLE
    assert faults(raw) == []
    assert fec(books(*[QUIET] * 122, DAY, only="1")) == raw
    name = file_name("fec", made, "812 345 678 00021")
    assert name == "SOTTO_ECRITURES_812345678_20261120_20261120.txt"
    assert "FEC" not in name


def test_separators_and_encodings() -> None:
    made = books(DAY)
    assert faults(fec(made, separator="\t"), separator="\t") == []
    assert faults(fec(made, encoding="utf-8"), encoding="utf-8") == []
    assert faults(fec(made, encoding="ascii"), encoding="ascii") == []
    told = description("\t", "utf-8")
    assert "tabulation" in told
    assert all(name in told for name in COLUMNS)


def test_a_rate_without_an_account_stops_the_export() -> None:
    set_language("fr")
    strange = {("vat_rate", "210", "tva"): 21, ("vat", "210.GOODS", "ht"): 1000}
    with pytest.raises(AccountMissingError) as refused:
        books(DAY, {("tender", "cash", "amount"): 1021} | strange)
    assert refused.value.keys == ("account.sale.GOODS.210", "account.vat.210")
    assert "TVA 2,1" in refused.value.text()
    with pytest.raises(AccountMissingError):
        books(DAY, settings=ACCOUNTS | {"account.tip": ""})
    unknown = {("vat_rate", "777", "tva"): 1, ("tender", "cash", "amount"): 1}
    with pytest.raises(AccountMissingError):
        books(unknown)


def test_a_closing_that_does_not_add_up_is_not_exported() -> None:
    set_language("fr")
    with pytest.raises(ClosingUnbalancedError) as refused:
        books(DAY | {("tender", "cash", "amount"): 9915})
    assert "Z-C1-000001" in refused.value.text()


def test_refunds_may_outweigh_what_was_sold() -> None:
    back = {key: -value for key, value in QUIET.items()}
    made = books(back)
    assert faults(fec(made)) == []
    assert [line.credit for line in made.postings[0].lines] == [110, 0, 0]


def test_cash_that_was_moved_has_an_entry_of_its_own() -> None:
    moved = {("cash", "in", "amount"): 2000, ("cash", "out", "amount"): -12000}
    made = books(QUIET | moved)
    lines = [
        (line.account.number, line.debit, line.credit)
        for line in made.postings[1].lines
    ]
    assert lines == [("531000", 0, 10000), ("580000", 10000, 0)]
    assert faults(fec(made)) == []


def test_every_terminal_has_a_journal_without_a_gap() -> None:
    both = keep_books(
        {"C1": days(QUIET, DAY), "C12": days(DAY, QUIET, chain="C12")},
        ACCOUNTS,
        "2026-11-19",
        "2026-11-20",
    )
    assert faults(fec(both)) == []
    codes = [posting.journal.number for posting in both.postings]
    assert codes == ["CA", "CA12", "CA12", "CA", "CA", "CA12"]


def test_an_entry_keeps_its_number_when_other_days_are_asked_for() -> None:
    sums = [DAY, {}, QUIET, DAY]
    whole = {p.closing.day: p.number for p in books(*sums).postings}
    last = {p.closing.day: p.number for p in books(*sums, only="2").postings}
    assert last.items() <= whole.items()


def test_sage_and_ciel_have_their_columns() -> None:
    made = books(DAY)
    lines = sage(made).decode("ascii").split("\r\n")
    assert {len(line) for line in lines[1:-1]} == {112}
    assert lines[1][:11] == "CA 201126OD"
    assert lines[1][11:24].strip() == "531000"
    assert lines[1][83] == "D"
    assert lines[1][84:104].strip() == "99,16"
    rows = ciel(made).decode("ascii").split("\r\n")
    assert {len(row) for row in rows[:-1]} == {138}
    assert rows[0][:15] == "00001CA20261120"
    assert rows[0][71:85] == "0000000099.16D"
    assert "TVA collectee" in rows[8]


@pytest.mark.parametrize("key", ACCOUNTS)
def test_what_is_given_is_right(key: str) -> None:
    assert right_account(key, ACCOUNTS[key])


@pytest.mark.parametrize(
    "value",
    [
        *("531000", "53 Caisse", "A31000 Caisse", "931000 Vente", "531000  Caisse"),
        *("531000 Caisse|autre", "531000 Caisse\t", "531000000000 Trop"),
        "531000 " + "x" * 61,
    ],
)
def test_what_no_accounting_software_takes_is_wrong(value: str) -> None:
    assert not right_account("account.tip", value)


def test_a_journal_has_a_code() -> None:
    assert right_account(JOURNAL, "VE Ventes")
    assert not right_account(JOURNAL, "")
    assert not right_account(JOURNAL, "531000 Caisse")


@st.composite
def sums_of_a_day(draw: st.DrawFn) -> Sums:
    """A day as closings have it: takings pay the turnover and the tips."""
    dice = random.Random(draw(st.integers(0, 2**32)))
    sums: Counter[tuple[str, str, str]] = Counter()
    due = 0
    for rate in dice.sample((550, 1000, 2000), dice.randint(0, 3)):
        for nature in ("GOODS", "SERVICE"):
            if (nature, rate) == ("SERVICE", 550):
                continue
            ht = dice.randint(-500_00, 5_000_00)
            sums["vat", f"{rate}.{nature}", "ht"] += ht
            sums["vat_rate", str(rate), "ht"] += ht
            due += ht
        tva = dice.randint(-100_00, 900_00)
        sums["vat_rate", str(rate), "tva"] += tva
        due += tva
    for method in dice.sample(list(METHODS), dice.randint(1, 4)):
        part = dice.randint(-due, due) if due > 0 else 0
        sums["tender", method, "amount"] += part
        due -= part
        sums["tender", method, "tip"] += dice.choice((0, 0, 250))
    sums["tender", "cash", "amount"] += due
    sums["tender", "voucher", "excess"] += dice.choice((0, 180))
    sums["cash", "difference", "amount"] += dice.choice((0, -120, 45))
    sums["cash", "out", "amount"] -= dice.choice((0, 100_00))
    return dict(sums)


@given(st.lists(sums_of_a_day(), min_size=1, max_size=7))
def test_the_entries_of_any_week_are_its_closings(week: list[Sums]) -> None:
    made = books(*week)
    assert faults(fec(made)) == [] or not made.postings
    total: Counter[str] = Counter()
    for account, debit, credit in balance(made.postings):
        total[account.number] += debit - credit

    def summed(family: str, measure: str, item: str = "") -> int:
        return sum(
            value
            for sums in week
            for (f, i, m), value in sums.items()
            if (f, m) == (family, measure) and i.startswith(item)
        )

    sales = sum(total[n] for n in total if n[:3] in ("706", "707"))
    assert -sales == summed("vat", "ht") == summed("vat_rate", "ht")
    assert -sum(total[n] for n in total if n[:4] == "4457") == summed("vat_rate", "tva")
    assert -total["467100"] == summed("tender", "tip")
    assert -total["758100"] == summed("tender", "excess")
    cash = summed("tender", "amount", "cash") + summed("tender", "tip", "cash")
    moved = summed("cash", "amount", "in") + summed("cash", "amount", "out")
    assert total["531000"] == cash + moved + summed("cash", "amount", "difference")
    assert sum(total.values()) == 0

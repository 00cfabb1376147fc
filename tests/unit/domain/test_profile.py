"""Every country's profile keeps the contract; choosing one says what follows from it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from domain_kit import RESTAURANT, Till

from app.domain.environment import PRODUCTION, SANDBOX
from app.domain.payments.commands import RefundReceipt, TakePayment
from app.domain.profile import CODES, FRANCE, PROFILES, FiscalProfile, profile_named
from app.domain.profile.choosing import mention_of, profile_of
from app.domain.receipts.events import ReceiptIssued, ReceiptRefunded
from app.domain.rules import SetSetting, decide
from app.domain.settings import SETTINGS, SettingSet
from app.domain.till.decide import OpenTill
from app.domain.till.events import TillOpened
from app.domain.vocabulary import Context, Refusal

ALL = pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)


@pytest.fixture
def till() -> Till:
    return Till()


class Sandbox(Till):
    """A till where nothing is really sold, so every profile may be tried."""

    def context(self, person: str = "lea", approver: str = "") -> Context:
        return replace(super().context(person, approver), environment=SANDBOX)


def in_country(profile: FiscalProfile) -> Till:
    till = Sandbox()
    till.do(SetSetting(key="fiscal.profile", value=profile.id))
    till.open()
    return till


def sold(
    till: Till, *articles: str, method: str = "cash", **more: int
) -> ReceiptIssued:
    order = till.seat("t1")
    for article in articles:
        till.take(order, article)
    cents = till.due(order)
    till.do(TakePayment(order=order, method=method, amount=cents, **more))
    return next(e for e in till.last if isinstance(e, ReceiptIssued))


def taken(document: ReceiptIssued | ReceiptRefunded) -> int:
    return sum(paid.amount for paid in document.payments)


def beside(document: ReceiptIssued | ReceiptRefunded) -> int:
    return sum(each.amount for each in document.beside)


def given_back(till: Till, receipt: ReceiptIssued, qty: int = 1000) -> ReceiptRefunded:
    till.do(
        RefundReceipt(
            original=receipt,
            number="C1-1",
            back=((0, qty),),
            reason="froid",
            method="cash",
        )
    )
    return next(e for e in till.last if isinstance(e, ReceiptRefunded))


# What each profile says


@ALL
def test_a_profile_has_a_rate_for_each_code_everywhere(profile: FiscalProfile) -> None:
    for key, territory in profile.territories.items():
        assert set(territory.rates) == set(CODES)
        for code, rate in profile.rates(key, "normal").items():
            assert 0 <= rate <= 3000, code
            assert rate in profile.letters, "paper has a letter for it"
        assert set(profile.rates(key, "exempt").values()) == {0}
    assert len(set(profile.letters.values())) == len(profile.letters)


@ALL
def test_a_profile_limits_what_the_house_may_set(profile: FiscalProfile) -> None:
    assert set(profile.limits) == set(FRANCE.limits) <= set(SETTINGS)
    assert all(value.isdigit() for value in profile.limits.values())
    assert set(profile.titles) == set(FRANCE.titles)


@ALL
def test_what_is_not_sealed_by_the_journal_alone_is_missing(
    profile: FiscalProfile,
) -> None:
    assert bool(profile.missing) == (profile is not FRANCE)


@ALL
@pytest.mark.parametrize("cents", [*range(-26, 27), 99_998, 123_456_787])
def test_rounding_is_exact_and_mirrors(profile: FiscalProfile, cents: int) -> None:
    for method in ("cash", "card", "voucher"):
        payable, difference = profile.payable(cents, method)
        assert payable == cents + difference
        back, mirrored = profile.payable(-cents, method)
        assert (back, mirrored) == (-payable, -difference)
        small = abs(cents) <= profile.cash_step
        step = 1 if small or method != "cash" else profile.cash_step
        assert payable % step == 0
        assert bool(payable) == bool(cents)
        assert 2 * abs(difference) <= step - (step % 2)


# What each does at a till


@ALL
@pytest.mark.parametrize("environment", [PRODUCTION, SANDBOX])
def test_no_till_opens_for_sale_with_a_profile_that_lacks_something(
    till: Till, profile: FiscalProfile, environment: str
) -> None:
    till.do(SetSetting(key="fiscal.profile", value=profile.id))
    context = replace(till.context("lea"), environment=environment)
    decided = decide(till.world, OpenTill(coins=()), context)
    if profile.missing and environment == PRODUCTION:
        assert isinstance(decided, Refusal)
        assert decided.code == "profile_unfinished"
        assert profile.missing[0] in dict(decided.values)["missing"]
    else:
        assert isinstance(decided, tuple)
        assert isinstance(decided[0], TillOpened)


@ALL
@pytest.mark.parametrize("articles", [("soup",), ("wine", "coffee"), ("beer", "fish")])
def test_a_sale_and_its_refunds_add_up_in_every_country(
    profile: FiscalProfile, articles: tuple[str, ...]
) -> None:
    till = in_country(profile)
    receipt = sold(till, *articles)
    rates = set(profile.rates(profile.home, "normal").values())
    assert {row.rate for row in receipt.vat} <= rates
    assert sum(row.ttc for row in receipt.vat) == receipt.ttc
    assert receipt.ht + receipt.tva == receipt.ttc
    assert taken(receipt) == receipt.ttc + beside(receipt)
    assert taken(receipt) % profile.cash_step == 0
    refund = given_back(till, receipt, 500)
    assert taken(refund) == refund.ttc + beside(refund)
    assert taken(refund) % profile.cash_step == 0
    rest = given_back(till, receipt, 500)
    line = receipt.lines[0]
    assert refund.ttc + rest.ttc == -line.ttc
    assert till.refuses(
        RefundReceipt(
            original=receipt,
            number="C1-1",
            back=((0, 1000),),
            reason="froid",
            method="cash",
        )
    )


# Cash rounding


def test_belgium_rounds_what_is_paid_in_cash_and_nothing_else() -> None:
    till = in_country(profile_named("BE-2026"))
    receipt = sold(till, "wine", "jam", "cake")  # 29,99 + 6,90 + 7,90
    assert (receipt.ttc, taken(receipt), beside(receipt)) == (4479, 4480, 1)
    assert receipt.beside[0].kind == "rounding"
    by_card = sold(till, "wine", "jam", "cake", method="card_manual")
    assert (taken(by_card), by_card.beside) == (4479, ())


def test_the_change_is_of_the_rounded_amount() -> None:
    till = in_country(profile_named("BE-2026"))
    receipt = sold(till, "wine", tendered=5000)  # 29,99 -> 30,00
    paid = receipt.payments[0]
    assert (paid.amount, paid.tendered, paid.change) == (3000, 5000, 2000)
    assert receipt.totals.perpetual_net == 2999


def test_a_part_in_cash_is_not_rounded_the_last_one_is() -> None:
    till = in_country(profile_named("BE-2026"))
    order = till.seat("t1")
    till.take(order, "wine")
    till.do(TakePayment(order=order, method="cash", amount=1002))
    till.do(TakePayment(order=order, method="cash", amount=1997))
    receipt = next(e for e in till.last if isinstance(e, ReceiptIssued))
    assert [paid.amount for paid in receipt.payments] == [1002, 1995]
    assert beside(receipt) == -2


def test_france_rounds_nothing(till: Till) -> None:
    till.open()
    receipt = sold(till, "wine")
    assert (taken(receipt), receipt.beside) == (2999, ())


# Choosing


def test_a_fresh_house_is_in_france(till: Till) -> None:
    assert profile_of(till.world.settings) is FRANCE
    assert profile_named("XX-2031") is FRANCE
    assert {SETTINGS[key] for key in FRANCE.limits} == set(FRANCE.limits.values())


def test_a_country_brings_its_rates_and_limits(till: Till) -> None:
    till.do(SetSetting(key="fiscal.profile", value="BE-2026"))
    assert till.world.settings.number("cash.limit") == 300_000
    day = till.context("lea").bday
    assert till.world.catalogue.rate("standard", day) == 2100
    before = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
    assert till.world.catalogue.rate("standard", before) == 2000
    changed = [e for e in till.last if isinstance(e, SettingSet)]
    assert SettingSet(key="cash.limit", value="300000", was="100000") in changed


@pytest.mark.parametrize(
    ("territory", "rates"),
    [
        ("mainland", (2000, 1000, 550, 210)),
        ("corsica", (2000, 1000, 210, 90)),
        ("overseas", (850, 210, 210, 105)),
        ("untaxed", (0, 0, 0, 0)),
    ],
)
def test_territories_have_rates_of_their_own(
    till: Till, territory: str, rates: tuple[int, ...]
) -> None:
    till.do(SetSetting(key="fiscal.territory", value=territory))
    day = till.context("lea").bday
    known = till.world.catalogue
    assert tuple(known.rate(code, day) for code in CODES if code in known.vat) == tuple(
        rate for code, rate in zip(CODES, rates, strict=True) if code in known.vat
    )


def test_a_small_business_sells_without_vat_and_says_so(till: Till) -> None:
    till.do(SetSetting(key="fiscal.regime", value="exempt"))
    till.open()
    receipt = sold(till, "beer", "soup")
    assert [(row.rate, row.tva) for row in receipt.vat] == [(0, 0)]
    assert receipt.ht == receipt.ttc
    assert mention_of(till.world.settings) == "TVA non applicable, art. 293 B du CGI"


def test_whoever_leaves_the_exemption_has_the_rates_again(till: Till) -> None:
    till.do(SetSetting(key="fiscal.regime", value="exempt"))
    till.do(SetSetting(key="fiscal.regime", value="normal"))
    day = till.context("lea").bday
    assert till.world.catalogue.rate("standard", day) == 2000


def test_a_country_that_exempts_nobody_charges_vat(till: Till) -> None:
    till.do(SetSetting(key="fiscal.regime", value="exempt"))
    till.do(SetSetting(key="fiscal.profile", value="ES-2026"))
    assert till.world.settings.text("fiscal.regime") == "normal"
    exempt = SetSetting(key="fiscal.regime", value="exempt")
    assert till.refuses(exempt) == "setting_invalid"


def test_nothing_is_chosen_while_a_till_is_open(till: Till) -> None:
    till.open()
    refused = till.refuses(SetSetting(key="fiscal.regime", value="exempt"))
    assert refused == "till_open_elsewhere"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("fiscal.profile", "IT-2026"),
        ("fiscal.territory", "bavaria"),
        ("fiscal.regime", "none"),
    ],
)
def test_only_what_is_known_can_be_chosen(till: Till, key: str, value: str) -> None:
    assert till.refuses(SetSetting(key=key, value=value)) == "setting_invalid"


# What the law will change


def test_the_switch_of_2027_is_told_in_its_time() -> None:
    told = {
        day: [notice.grave for notice in FRANCE.notices_on(day)]
        for day in ("2026-11-30", "2026-12-01", "2026-12-31", "2027-01-02")
    }
    assert told == {
        "2026-11-30": [],
        "2026-12-01": [False],
        "2026-12-31": [False],
        "2027-01-02": [True],
    }


@ALL
def test_no_profile_claims_a_certificate(profile: FiscalProfile) -> None:
    said = repr(profile).casefold()
    assert "nf525" not in said
    assert "certifi" not in said


def test_the_restaurant_of_the_tests_has_french_rates() -> None:
    rates = {e.rate for e in RESTAURANT if type(e).__name__ == "VatSet"}
    assert rates <= set(FRANCE.rates("mainland", "normal").values())

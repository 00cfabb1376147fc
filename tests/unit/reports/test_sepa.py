"""The file by which the bank debits clients, held against the rules of its schema."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sepa_rules import wrong

from app.reports.sepa import (
    Creditor,
    DirectDebit,
    direct_debits,
    latin,
    right_bic,
    right_creditor,
    right_iban,
    right_mandate,
)

HOUSE = Creditor(
    name="Le Vieux Moulin — Café & Œufs",
    ident="FR72ZZZ123456",
    iban="FR7630006000011234567890189",
    bic="AGRIFRPP",
)
ANNE = DirectDebit(
    debit="C1D20261130-1",
    amount=12_050,
    name="Anne Désirée Müller",
    iban="DE89370400440532013000",
    mandate="RUM-2026/14",
    signed="2026-02-03",
    words="Tickets C1-000214, C1-000218",
)
MADE = datetime(2026, 11, 30, 10, 15, tzinfo=UTC)


def file_of(*debits: DirectDebit, creditor: Creditor = HOUSE) -> bytes:
    return direct_debits(creditor, debits, "2026-12-03", MADE, "SOTTO-20261130-1")


def test_a_file_keeps_to_the_schema_and_adds_up() -> None:
    other = replace(ANNE, debit="C1D20261130-2", amount=5, bic="DEUTDEFF")
    content = file_of(ANNE, other)

    assert wrong(content) == []
    assert b"<CtrlSum>120.55</CtrlSum>" in content
    assert b"<ReqdColltnDt>2026-12-03</ReqdColltnDt>" in content
    assert content == file_of(ANNE, other)


def test_a_house_without_a_bic_says_so() -> None:
    content = file_of(ANNE, creditor=replace(HOUSE, bic=""))

    assert wrong(content) == []
    assert content.count(b"NOTPROVIDED") == 2


def test_names_are_written_in_letters_that_every_bank_takes() -> None:
    assert latin("Café « Chez Zoë » & fils", 70) == "Cafe Chez Zoe fils"
    assert latin("Œufs d’Anne", 8) == "OEufs d'"
    assert wrong(file_of(replace(ANNE, name="☕"))) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"debit": "x" * 36}, "EndToEndId"),
        ({"signed": "03/02/2026"}, "DtOfSgntr"),
        ({"iban": "pas un IBAN"}, "IBAN"),
        ({"amount": 0}, "out of range"),
    ],
)
def test_the_rules_find_what_is_wrong(change: dict, said: str) -> None:
    assert any(said in words for words in wrong(file_of(replace(ANNE, **change))))
    assert any("twice" in words for words in wrong(file_of(ANNE, ANNE)))


@pytest.mark.parametrize(
    ("iban", "right"),
    [
        ("FR7630006000011234567890189", True),
        ("FR7630006000011234567890188", False),
        ("DE89370400440532013000", True),
        ("GB82WEST12345698765432", True),
        ("FR76", False),
        ("", False),
    ],
)
def test_an_iban_has_its_check_digits(iban: str, right: bool) -> None:
    assert right_iban(iban) is right


def test_a_creditor_is_checked_without_its_business_code() -> None:
    assert right_creditor("DE98ZZZ09999999999")
    assert right_creditor("DE98ABC09999999999")
    assert not right_creditor("DE97ZZZ09999999999")
    assert not right_creditor("FR72")


def test_bics_and_mandates_have_their_forms() -> None:
    assert right_bic("AGRIFRPP")
    assert right_bic("AGRIFRPP882")
    assert not right_bic("AGRI")
    assert right_mandate("RUM-2026/14")
    assert not right_mandate("/RUM")
    assert not right_mandate("RUM//1")
    assert not right_mandate("RUM 14")
    assert not right_mandate("x" * 36)

"""The form of guns and labels."""

from dataclasses import replace

import pytest

from app.domain.settings import Settings
from app.presenters.admin.scans import (
    LabelRow,
    scan_draft,
    scan_errors,
    scan_values,
    trial_words,
    wedge_settings,
    with_row,
)
from hardware.scanners.wedge import WedgeSettings
from resources.texts import set_language


def test_what_is_stored_comes_back_as_it_was() -> None:
    settings = Settings()
    values = scan_values(scan_draft(settings))
    assert values == {key: settings.text(key) for key in values}


def test_another_label_is_read_by_its_own_line() -> None:
    set_language("fr")
    draft = scan_draft(Settings())
    assert trial_words(draft, "2912345012500") == "Article 2912345012500"
    draft = with_row(draft, 2, LabelRow("29iiiiivvvvvc", "weight", "3"))
    assert scan_errors(draft) == {}
    assert scan_values(draft)["scan.in_store"].endswith(" 29IIIIIVVVVVC:weight:3")
    said = trial_words(draft, "2912345012502").replace("\xa0", " ")
    assert said == "Article 2912345, 1,250 kg"
    assert trial_words(draft, "2912345012503").startswith("Ce code se contredit")
    assert trial_words(draft, "0103453120000011310300125") == (
        "Ce code se contredit : clé ou longueur fausse"
    )
    assert trial_words(draft, "01034531200000113103001250") == (
        "(01) 03453120000011 (3103) 001250"
    )
    assert trial_words(draft, " ") == ""


@pytest.mark.parametrize(
    ("field", "value"),
    [("prefix", "a"), ("prefix", "~~"), ("prefix", "\t"), ("gap", "5"), ("gap", "é")],
)
def test_what_cannot_be_is_said(field: str, value: str) -> None:
    draft = scan_draft(Settings())
    changed = {field: value}
    wrong = replace(draft, **changed)  # type: ignore[arg-type]  # both are text
    assert list(scan_errors(wrong)) == [field]


def test_a_shape_that_is_none_is_said_at_its_line() -> None:
    draft = with_row(scan_draft(Settings()), 2, LabelRow("29", "price", "2"))
    assert list(scan_errors(draft)) == ["row:2"]


def test_whatever_is_stored_can_be_used() -> None:
    settings = Settings()
    assert wedge_settings(settings) == WedgeSettings()
    settings.values |= {"scan.gap": "x", "scan.prefix": "~~"}
    assert wedge_settings(settings) == WedgeSettings(prefix="~")
    settings.values["scan.gap"] = "5"
    assert wedge_settings(settings).gap_ms == 20

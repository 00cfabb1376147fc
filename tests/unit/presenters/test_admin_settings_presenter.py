"""The form of the settings: what programs and the hub are allowed."""

from dataclasses import replace

import pytest

from app.domain.settings import Settings
from app.presenters.admin.settings import (
    settings_draft,
    settings_errors,
    settings_values,
)

STORED = settings_draft(Settings())


def test_sizes_are_typed_in_megabytes_and_origins_as_words() -> None:
    assert (STORED.payload, STORED.requests, STORED.takeover) == ("5", "500", "0")
    asked = replace(
        STORED,
        payload="2,5",
        origins=" https://www.moulin.fr  http://localhost:3000 ",
        private="yes",
        told="0200",
    )
    assert settings_errors(asked, STORED) == {}
    assert settings_values(asked, STORED) == {
        "api.payload": "2500000",
        "api.origins": "https://www.moulin.fr http://localhost:3000",
        "webhooks.private": "yes",
        "api.webhooks": "200",
    }


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("requests", "0"),
        ("requests", "beaucoup"),
        ("told", ""),
        ("connections", "-1"),
        ("takeover", "1441"),
        ("payload", "0"),
        ("payload", "101"),
        ("origins", "moulin.fr"),
        ("origins", "https://moulin.fr/page"),
        ("origins", "*"),
    ],
)
def test_what_nobody_can_have_meant_is_said_at_its_field(name: str, text: str) -> None:
    errors = settings_errors(replace(STORED, **{name: text}), STORED)
    assert list(errors) == [name]


def test_discounts_with_a_limit_of_their_own_are_read_as_they_are_typed() -> None:
    settings = Settings()
    stored = settings_draft(settings)
    typed = replace(stored, kinds="Personnel 30%, Fidélité 12,5 % ; Direction 0 %")

    assert settings_errors(typed, stored) == {}
    value = settings_values(typed, stored)["discount.kinds"]
    assert value == "Personnel=3000;Fidélité=1250;Direction=0"
    settings.values["discount.kinds"] = value
    assert settings_draft(settings).kinds == (
        "Personnel 30 %, Fidélité 12,5 %, Direction 0 %"
    )
    wrong = replace(stored, kinds="Personnel")
    assert "kinds" in settings_errors(wrong, stored)

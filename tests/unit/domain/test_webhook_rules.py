"""Webhooks: who may set them up, where they may go, who sees them."""

import pytest
from domain_kit import Till

from app.domain.access.decide import CreateKey
from app.domain.access.state import PREFIX
from app.domain.rules import SetSetting
from app.domain.webhooks.decide import (
    MAX_WEBHOOKS,
    ChangeWebhook,
    CreateWebhook,
    RemoveWebhook,
    SetWebhookSecret,
)

URL = "https://partner.example:8443/sotto?a=1"


@pytest.fixture
def till() -> Till:
    made = Till()
    made.open()
    return made


def creating(
    webhook: str = "w1", event: str = "order.created", target_url: str = URL
) -> CreateWebhook:
    return CreateWebhook(
        webhook=webhook, event=event, target_url=target_url, sealed="one"
    )


def program(till: Till, *scopes: str) -> str:
    (created,) = till.do(CreateKey(name="P", secret=str(scopes), scopes=scopes))
    return PREFIX + created.key


def test_a_program_sets_its_own_webhooks_up(till: Till) -> None:
    name = program(till, "webhooks:write")
    made, secret = till.do(creating(), name)
    assert till.world.webhooks.secret(made.webhook) == secret.sealed
    till.do(ChangeWebhook(webhook=made.webhook, active=False), name)

    known = till.world.webhooks.known[made.webhook]
    assert (known.active, known.target_url, known.by) == (False, URL, name)
    assert till.do(ChangeWebhook(webhook=made.webhook, active=False), name) == ()
    till.do(RemoveWebhook(webhook=made.webhook), name)
    assert till.world.webhooks.known == {}


def test_others_do_not_even_learn_that_it_exists(till: Till) -> None:
    mine = program(till, "webhooks:write")
    theirs = program(till, "webhooks:write", "webhooks:read")
    made, _ = till.do(creating(), mine)

    removing = RemoveWebhook(webhook=made.webhook)
    assert till.refuses(removing, theirs) == "webhook_unknown"
    assert till.refuses(RemoveWebhook(webhook="x"), theirs) == "webhook_unknown"
    assert till.refuses(removing, program(till, "orders:read")) == "right_missing"
    till.do(removing)  # a manager may


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ftp://a.example/",
        "https://",
        "https://me:secret@a.example/",
        "https://a.example/\r\nHost: b",
        "https://a.example:0/",
        "https://a.example:99999/",
        "https://[::1",
        "https://é.example/",
        "https://a.example/" + "a" * 1000,
    ],
)
def test_an_address_that_leads_nowhere_is_refused(till: Till, address: str) -> None:
    asked = creating(target_url=address)
    assert till.refuses(asked) == "address_invalid"


def test_events_and_their_number_are_bounded(till: Till) -> None:
    asked = creating(event="staff.set")
    assert till.refuses(asked) == "event_invalid"
    for number in range(MAX_WEBHOOKS):
        till.do(creating(webhook=f"w{number}"))
    assert till.refuses(creating(webhook="w")) == "too_many_webhooks"


def test_a_secret_is_changed_by_who_may_see_the_webhook(till: Till) -> None:
    mine = program(till, "webhooks:write")
    made, _ = till.do(creating(), mine)
    changing = SetWebhookSecret(webhook=made.webhook, sealed="two")

    theirs = program(till, "webhooks:write", "webhooks:read")
    assert till.refuses(changing, theirs) == "webhook_unknown"
    till.do(changing, mine)
    assert till.world.webhooks.secret(made.webhook) == "two"
    assert till.do(changing, mine) == ()  # asked twice


def test_without_tls_only_where_the_house_allows_its_own_network(till: Till) -> None:
    plain = creating(target_url="http://192.168.1.9/x")
    assert till.refuses(plain) == "tls_needed"
    till.do(SetSetting(key="webhooks.private", value="yes"))
    till.do(plain)

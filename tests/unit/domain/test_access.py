"""Keys and sessions: who may come in, with which rights, and until when."""

from datetime import timedelta

import pytest
from domain_kit import Till

from app.domain.access.decide import (
    CloseSession,
    CreateKey,
    OpenSession,
    RenewSession,
    RevokeKey,
    SetPassword,
)
from app.domain.access.scopes import SCOPES, carried, opens
from app.domain.access.state import PREFIX
from app.domain.orders.commands import OpenOrder
from app.domain.vocabulary import RIGHTS


@pytest.fixture
def till() -> Till:
    made = Till()
    made.open()
    return made


def key(till: Till, *scopes: str) -> str:
    (created,) = till.do(CreateKey(name="Partner", secret="h", scopes=scopes))
    return created.key


def test_a_program_acts_with_the_rights_of_its_scopes(till: Till) -> None:
    name = PREFIX + key(till, "orders:write", "menu:read")

    assert till.world.rights_of(name) == {"order.take", "order.move"}
    till.do(OpenOrder(table="t1", covers=2), name)
    assert till.world.access.key("h") is not None


def test_a_revoked_key_opens_nothing(till: Till) -> None:
    made = key(till, "orders:write")
    till.do(RevokeKey(key=made))

    assert till.world.access.key("h") is None
    assert till.world.rights_of(PREFIX + made) == frozenset()
    assert till.refuses(OpenOrder(table="t1"), PREFIX + made) == "right_missing"
    assert till.do(RevokeKey(key=made)) == ()


def test_nobody_gives_a_key_more_than_they_have(till: Till) -> None:
    asked = CreateKey(name="x", secret="h", scopes=("payments:refund",))
    assert till.refuses(asked, "tom") == "right_missing"


@pytest.mark.parametrize("scopes", [(), ("all",), ("keys:write",)])
def test_a_key_opens_only_what_keys_may_open(till: Till, scopes: tuple[str]) -> None:
    assert till.refuses(CreateKey(name="x", secret="h", scopes=scopes)) == (
        "scope_invalid"
    )


def test_an_operator_is_never_taken_for_a_key(till: Till) -> None:
    made = key(till, "orders:write")
    assert till.world.rights_of(made) == frozenset()


def test_a_session_lasts_a_shift_and_ends_when_it_is_closed(till: Till) -> None:
    (opened,) = till.do(OpenSession(person="tom", refresh="r1", way="pin"), "tom")
    till.do(RenewSession(session=opened.session, refresh="r2"), "tom")
    access = till.world.access

    assert access.session(opened.session, till.now).refresh == "r2"
    assert access.session(opened.session, till.now + timedelta(hours=13)) is None
    till.do(CloseSession(session=opened.session), "tom")
    assert access.session(opened.session, till.now) is None
    assert till.refuses(RenewSession(session=opened.session, refresh="r"), "tom") == (
        "session_unknown"
    )


def test_only_a_manager_changes_somebody_elses_password(till: Till) -> None:
    asked = SetPassword(person="tom", hash="h")
    till.do(asked, "tom")
    assert till.world.access.passwords["tom"] == "h"
    boss = next(p for p in till.world.staff.people if p != "tom")
    assert till.refuses(SetPassword(person=boss, hash="h"), "tom") == "right_missing"
    till.do(SetPassword(person="tom", hash=""))
    assert "tom" not in till.world.access.passwords


def test_scopes_name_rights_that_exist() -> None:
    named = {r for s in SCOPES.values() for r in (*s.carries, *s.rights)}
    assert named <= RIGHTS.keys()
    assert carried(("inventory:write", "gone")) == {"stock.move"}
    assert opens("menu:read", frozenset())
    assert not opens("reports:read", frozenset({"order.take"}))

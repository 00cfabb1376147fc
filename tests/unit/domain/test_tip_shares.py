"""Tips are the team's: shared out by a rule, agreed by a manager, corrected by a new word."""

from dataclasses import replace

import pytest
from domain_kit import Till
from hypothesis import given
from hypothesis import strategies as st

from app.domain.payments.events import PaymentCompleted
from app.domain.rules import SetSetting
from app.domain.staff.events import DayTips, LoggedIn, LoggedOut, TipShare
from app.domain.staff.tips import (
    RULES,
    ShareTips,
    Worked,
    exempt,
    points_of,
    shared_out,
    window_of,
)
from app.domain.vocabulary import Meta
from app.services.facts import Fact
from app.services.tips import _minutes

TEAM = (
    Worked("lea", minutes=480, points=2, own=3000),
    Worked("tom", minutes=240, points=1, own=1000),
    Worked("ana", minutes=0, points=3),
)
DAYS = (
    DayTips(day="2026-11-19", method="card", cents=3000),
    DayTips(day="2026-11-20", method="cash", cents=1000),
)


@pytest.fixture
def till() -> Till:
    return Till()


def parts(rule: str, cents: int = 4000) -> dict[str, int]:
    return {each.person: each.cents for each in shared_out(rule, cents, TEAM)}


def agree(till: Till, rule: str = "hours", **more: object) -> ShareTips:
    shares = tuple(each for each in shared_out(rule, 4000, TEAM) if each.cents)
    team = tuple(each for each in shares if each.person in till.world.staff.people)
    rest = 4000 - sum(each.cents for each in team)
    first = replace(team[0], cents=team[0].cents + rest)
    return ShareTips(
        first="2026-11-16",
        last="2026-11-20",
        rule=rule,
        tips=DAYS,
        shares=(first, *team[1:]),
        **more,
    )


def test_each_rule_says_who_gets_what():
    assert parts("own") == {"lea": 3000, "tom": 1000}
    assert parts("equal") == {"lea": 2000, "tom": 2000}
    assert parts("hours", 3000) == {"lea": 2000, "tom": 1000}
    assert parts("points", 5000) == {"lea": 4000, "tom": 1000}
    boss = [replace(TEAM[0], points=0), *TEAM[1:]]
    for rule in ("equal", "hours", "points"):
        assert {s.person: s.cents for s in shared_out(rule, 900, boss) if s.cents} == {
            "tom": 900
        }
    nobody = [replace(each, minutes=0) for each in TEAM]
    assert shared_out("hours", 4000, nobody) == []


@given(
    st.sampled_from(RULES),
    st.integers(1, 10**7),
    st.lists(st.tuples(st.integers(0, 9000), st.integers(0, 9), st.integers(0, 9999))),
)
def test_no_cent_is_lost(rule, cents, team):
    people = [Worked(str(n), *each) for n, each in enumerate(team)]
    found = shared_out(rule, cents, people)
    assert sum(each.cents for each in found) == (cents if found else 0)
    assert all(each.cents >= 0 for each in found)


def test_a_manager_agrees_and_nobody_else(till):
    assert till.refuses(agree(till), "tom") == "right_missing"
    till.do(agree(till))
    (agreed,) = till.last
    assert till.world.staff.tips["2026-11-16"] == agreed
    assert sum(each.cents for each in agreed.shares) == 4000


def test_what_was_agreed_is_corrected_by_another_word_alone(till):
    till.do(agree(till))
    (first,) = till.last
    assert till.refuses(agree(till, "equal")) == "tips_agreed"
    again = agree(till, "equal", corrects=first.share)
    assert till.refuses(again) == "reason_missing"
    till.do(replace(again, reason="Tom était là vendredi"))
    (second,) = till.last
    assert second.corrects == first.share
    assert till.world.staff.tips["2026-11-16"] == second
    stale = agree(till, corrects=first.share, reason="encore")
    assert till.refuses(stale) == "tips_agreed"


def test_a_day_is_shared_once_and_all_of_it(till):
    till.do(agree(till))
    other = replace(agree(till), first="2026-11-20")
    assert till.refuses(other) == "tips_twice"
    less = agree(till)
    less = replace(less, first="2026-11-15", last="2026-11-15")
    short = replace(less, shares=(replace(less.shares[0], cents=1),))
    assert till.refuses(short) == "tips_unshared"
    assert till.refuses(replace(less, last="2026-11-30")) == "tips_early"
    ghost = (TipShare(person="nobody", cents=4000),)
    assert till.refuses(replace(less, shares=ghost)) == "tips_wrong"
    minus = (
        replace(less.shares[0], cents=5000),
        TipShare(person=less.shares[0].person, cents=-1000),
    )
    assert till.refuses(replace(less, shares=minus)) == "tips_wrong"


def test_whether_they_may_be_exempt_depends_on_the_day(till):
    window = "2022-01-01/2026-11-19"
    assert exempt(DAYS, window) == 3000
    assert exempt(DAYS, "") == 0
    assert window_of("2026-02-30/2026-11-19") is None
    assert window_of("2026-11-19/2022-01-01") is None
    till.do(SetSetting(key="tips.exempt", value=window))
    wrong = SetSetting(key="tips.exempt", value="toujours")
    assert till.refuses(wrong) == "setting_invalid"


def test_points_are_those_of_roles(till):
    assert points_of("chef=3,serveur=2") == {"chef": 3, "serveur": 2}
    assert points_of("") == {}
    assert points_of("chef") is None
    wrong = SetSetting(key="tips.points", value="chef=beaucoup")
    assert till.refuses(wrong) == "setting_invalid"


def fact(event: object, time: str, op: str = "lea") -> Fact:
    return Fact(event, Meta(ts=f"2026-11-20T{time}:00+01:00", op=op))


def test_somebody_is_there_until_they_say_that_they_leave():
    paid = PaymentCompleted(payment="p", order="o", bill="", method="card", amount=1)
    found = _minutes(
        [
            fact(LoggedIn(person="lea", window="pos"), "11:30"),
            fact(LoggedOut(person="lea", window="pos", reason="lock"), "12:00"),
            fact(LoggedOut(person="lea", window="pos", reason="shift_end"), "15:00"),
            fact(LoggedIn(person="tom", window="pos"), "18:00", "tom"),
            fact(LoggedIn(person="lea", window="pos"), "19:00"),
            fact(paid, "22:30", "tom"),
            fact(LoggedOut(person="lea", window="pos", reason="shift_end"), "23:00"),
        ]
    )
    assert found == {"lea": 210 + 240, "tom": 270}

"""How a person wants a headset, and calling somebody."""

import pytest
from domain_kit import Till

from app.domain.staff.decide import CallStaff, SetVoice
from app.domain.staff.events import StaffCalled, VoiceSet


@pytest.fixture
def till() -> Till:
    return Till()


def test_a_person_sets_their_own_headset_and_a_manager_anybodys(till):
    wish = VoiceSet(person="tom", send_drinks=True, silent=("late",))

    till.do(SetVoice(event=wish), "tom")
    assert till.world.staff.voice("tom") == wish
    assert (
        till.refuses(SetVoice(event=VoiceSet(person="lea")), "tom") == "right_missing"
    )
    till.do(SetVoice(event=VoiceSet(person="tom", volume=50)), "lea")
    assert till.world.staff.voice("tom").volume == 50


def test_who_never_said_hears_everything_said_again(till):
    assert till.world.staff.voice("tom").read_back


@pytest.mark.parametrize("wrong", [{"volume": 900}, {"silent": ("gossip",)}])
def test_a_setting_that_is_none_is_refused(till, wrong):
    wish = VoiceSet(person="tom", **wrong)

    assert till.refuses(SetVoice(event=wish), "tom") == "setting_invalid"


def test_a_runner_or_a_person_is_called_and_nobody_else(till):
    for who in ("runner", "lea"):
        till.do(CallStaff(who=who, table="t1"), "tom")
        assert till.written(StaffCalled) == [StaffCalled(who=who, table="t1")]
    assert till.refuses(CallStaff(who="nobody"), "tom") == "person_unknown"

"""How windows look to a person, wherever they sit down."""

from dataclasses import replace

import pytest
from domain_kit import Till

from app.domain.staff.comfort import Comfort
from app.domain.staff.decide import SetComfort
from app.domain.staff.events import ComfortSet

LEFT = Comfort(hand="left", scale=150, font="legible")


@pytest.fixture
def till() -> Till:
    return Till()


def test_a_person_sets_their_own_windows_and_a_manager_anybodys(till):
    till.do(SetComfort(event=ComfortSet(person="tom", comfort=LEFT)), "tom")
    assert till.world.staff.comforts["tom"] == LEFT

    others = SetComfort(event=ComfortSet(person="lea", comfort=LEFT))
    assert till.refuses(others, "tom") == "right_missing"
    till.do(SetComfort(event=ComfortSet(person="tom", comfort=Comfort())), "lea")
    assert till.world.staff.comforts["tom"] == Comfort()


def test_who_goes_back_to_the_screens_own_way_has_none(till):
    till.do(SetComfort(event=ComfortSet(person="tom", comfort=LEFT)), "tom")
    till.do(SetComfort(event=ComfortSet(person="tom")), "tom")
    assert till.world.staff.comforts["tom"] is None


def test_the_same_choice_again_writes_nothing(till):
    till.do(SetComfort(event=ComfortSet(person="tom", comfort=LEFT)), "tom")
    till.do(SetComfort(event=ComfortSet(person="tom", comfort=LEFT)), "tom")
    assert till.last == ()


@pytest.mark.parametrize(
    "wrong", [{"scale": 300}, {"language": "es"}, {"hand": ""}, {"mode": "pink"}]
)
def test_a_choice_that_is_none_is_refused(till, wrong):
    event = ComfortSet(person="tom", comfort=replace(LEFT, **wrong))
    assert till.refuses(SetComfort(event=event), "tom") == "setting_invalid"

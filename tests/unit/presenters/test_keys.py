"""Keys that a person gives other acts, and what cannot be given."""

from itertools import combinations

import pytest
from domain_kit import Till

from app.domain.staff.decide import SetKeys
from app.domain.staff.events import KeysSet
from app.presenters.keys import (
    KEYS,
    clash,
    keys_of,
    names,
    plain_key,
    present_keys,
    swapped,
    with_key,
)
from resources.texts import catalogue


@pytest.fixture
def till() -> Till:
    return Till()


def set_keys(till: Till, *keys: str, person: str = "tom") -> None:
    till.do(SetKeys(event=KeysSet(person=person, keys=keys)), "tom")


def test_sending_gets_another_key_for_one_person_alone(till: Till) -> None:
    set_keys(till, "pos.send=Ctrl+Return")
    assert keys_of(till.world, "tom", "pos")["send"] == "Ctrl+Return"
    assert keys_of(till.world, "lea", "pos")["send"] == "F4"
    shown = {w: k for k, w in present_keys(till.world, "tom", "pos")}
    assert shown["Envoyer"] == "Ctrl+Return"
    assert shown["Verrouiller"] == "Ctrl+L"


def test_keys_as_delivered_come_back(till: Till) -> None:
    set_keys(till, "pos.send=F9", "pos.fire=F4")
    set_keys(till)
    assert keys_of(till.world, "tom", "pos") == keys_of(till.world, "lea", "pos")


@pytest.mark.parametrize(
    "keys",
    [
        ("pos.send=F9", "pos.pay=F9"),
        ("pos.send=F9", "pos.send=F10"),
        ("send=F9",),
        ("pos.send=",),
        ("pos.send=Ctrl + N",),
        tuple(f"pos.a{chr(97 + n % 26) * (n // 26 + 1)}=F{n}" for n in range(101)),
    ],
)
def test_keys_that_nobody_could_press_are_refused(
    till: Till, keys: tuple[str, ...]
) -> None:
    event = KeysSet(person="tom", keys=keys)
    assert till.refuses(SetKeys(event=event), "tom") == "setting_invalid"


def test_a_colleagues_keys_take_a_manager(till: Till) -> None:
    command = SetKeys(event=KeysSet(person="lea"))
    assert till.refuses(command, "tom") == "right_missing"


def test_a_key_of_another_act_is_named_and_exchanged() -> None:
    assert clash({}, "pos.send", "F8") == "C’est la touche de « Encaisser »."
    assert clash({}, "pos.send", "Ctrl+L") == "C’est la touche de « Verrouiller »."
    assert (
        clash({}, "window.lock", "R") == "Une lettre ou un chiffre seul sert à écrire."
    )
    assert clash({}, "window.lock", "F3")
    assert clash({}, "kitchen.sounds", "F8") == ""
    keys = swapped({}, "pos.send", "F8")
    assert keys == {"pos.send": "F8", "pos.pay": "F4"}
    assert swapped(keys, "pos.send", "F4") == {}


@pytest.mark.parametrize("key", ["Esc", "Return", "Up", "Tab", "Space"])
@pytest.mark.parametrize("name", ["pos.send", "kitchen.recall", "window.lock"])
def test_what_moves_and_chooses_is_given_to_nothing(name: str, key: str) -> None:
    assert clash({}, name, key)


def test_the_kitchen_may_have_letters_that_its_wall_does_not_take() -> None:
    assert clash({}, "kitchen.recall", "A") == ""
    for key in "E19":
        assert clash({}, "kitchen.recall", key)
    assert clash({}, "pos.send", "A")


def test_an_act_with_its_own_key_again_is_not_kept() -> None:
    assert with_key({"pos.send": "F9"}, "pos.send", "F4") == {}


@pytest.mark.parametrize("place", KEYS)
def test_as_delivered_no_key_is_given_twice(place: str) -> None:
    for one, other in combinations(names(place), 2):
        assert plain_key(one) != plain_key(other), (one, other)
    for name in names(place):
        assert clash({}, name, plain_key(name)) == ""


def test_every_act_is_said_in_english() -> None:
    assert {act.words for acts in KEYS.values() for act in acts} <= catalogue(
        "en"
    ).keys()

"""Facts and commands are closed values, whoever makes their classes."""

import copy
import pickle
from dataclasses import FrozenInstanceError, fields, is_dataclass, replace

import pytest

from app.domain.records import record


@record
class Kettle:
    """What boils."""

    kettle: str
    litres: int = 2


@record
class Filled(Kettle):
    """One that was filled."""

    by: tuple[str, ...] = ()


@record
class Off:
    """Nothing is said of it."""


def test_two_that_say_the_same_are_one():
    assert Kettle(kettle="k1") == Kettle(kettle="k1", litres=2)
    assert Kettle(kettle="k1") != Kettle(kettle="k2")
    assert Kettle(kettle="k1") != Filled(kettle="k1")
    assert {Kettle(kettle="k1"), Kettle(kettle="k1")} == {Kettle(kettle="k1")}
    assert Off() == Off()


def test_it_says_what_it_is():
    assert repr(Filled(kettle="k1", by=("lea",))) == (
        "Filled(kettle='k1', litres=2, by=('lea',))"
    )
    assert repr(Off()) == "Off()"


def test_it_is_a_dataclass_and_another_is_made_of_it():
    assert is_dataclass(Filled)
    assert [field.name for field in fields(Filled)] == ["kettle", "litres", "by"]
    assert replace(Filled(kettle="k1"), by=("ines",)) == Filled(
        kettle="k1", by=("ines",)
    )


@pytest.mark.parametrize("name", ["litres", "lid"])
def test_nothing_in_it_changes(name):
    kettle = Kettle(kettle="k1")
    with pytest.raises(FrozenInstanceError):
        setattr(kettle, name, 3)
    with pytest.raises(FrozenInstanceError):
        delattr(kettle, name)
    assert kettle == Kettle(kettle="k1")


@pytest.mark.parametrize(
    ("said", "named"),
    [((), {}), ((), {"kettle": "k1", "lid": 1}), (("k1",), {})],
    ids=["nothing", "too much", "without its name"],
)
def test_every_field_is_said_by_its_name(said, named):
    with pytest.raises(TypeError):
        Kettle(*said, **named)


def test_a_copy_is_the_same():
    filled = Filled(kettle="k1", by=("lea",))
    assert copy.deepcopy(filled) == filled
    assert pickle.loads(pickle.dumps(filled)) == filled
    assert pickle.loads(pickle.dumps(Off())) == Off()

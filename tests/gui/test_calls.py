"""A call for somebody is said where they are, and so is what passes to them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from gui_kit import demo_house, desk_for
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.domain.catalogue.presets import SetPreset
from app.domain.floor.handover import AnswerHandover, HandOver
from app.domain.orders.commands import OpenOrder, PromiseOrder
from app.domain.orders.serving_events import OrderPromised
from app.domain.staff.decide import CallStaff
from app.domain.vocabulary import Meta
from app.services.house import Actor, Fact
from app.windows.calls import Calls, Unserved
from app.windows.desk import Desk, Said


class Windows:
    """The windows of one house; their desks live as long as it is open."""

    def __init__(self, opened: Opened) -> None:
        self.house = opened.house
        self._opened, self._desks = opened, list[Desk]()
        self._looks: list[Unserved] = []

    def told_to(self, person: str, *, kitchen: bool = False) -> list[Said]:
        """What a window says from now on."""
        said: list[Said] = []
        desk = desk_for(self._opened, person)
        self._desks.append(desk)
        Calls(desk, kitchen=kitchen)
        desk.said.connect(said.append)
        return said

    def unserved(self, person: str) -> list[Said]:
        """What a window says of guests who wait to order."""
        said: list[Said] = []
        desk = desk_for(self._opened, person)
        self._desks.append(desk)
        self._looks.append(Unserved(desk))
        desk.said.connect(said.append)
        return said

    def hear(self, fact: Fact) -> None:
        """A fact came to every window, from wherever it was written."""
        for desk in self._desks:
            desk.changed.emit((fact,))

    def look(self) -> None:
        """The time for a look has come at every window."""
        for each in self._looks:
            each.look()


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    path = tmp_path_factory.mktemp("calls") / "demo"
    with demo_house(path, open_till=False) as opened:
        yield Windows(opened)


@pytest.mark.parametrize(
    ("person", "kitchen", "who", "told"),
    [
        ("karim", False, "karim", True),
        ("karim", False, "kitchen", False),
        ("theo", False, "kitchen", True),
        ("", True, "runner", True),
        ("marc", False, "manager", True),
        ("lea", False, "runner", False),
    ],
)
def test_a_call_is_said_where_somebody_is_meant(
    qtbot: QtBot, windows: Windows, person: str, kitchen: bool, who: str, told: bool
) -> None:
    said = windows.told_to(person, kitchen=kitchen)
    windows.house.run(CallStaff(who=who, table="t12"), Actor("lea"))

    assert [each.text for each in said] == (
        ["Léa vous appelle, table 12"] if told else []
    )


def test_both_are_told_of_a_handover(qtbot: QtBot, windows: Windows) -> None:
    giver, taker, other = (windows.told_to(p) for p in ("lea", "karim", "ines"))
    wish = HandOver(giver="lea", taker="karim", sections=("salle_lea",))
    windows.house.run(wish, Actor("lea"))
    (handover,) = windows.house.world.floor.handovers
    answer = AnswerHandover(handover=handover, accepted=True)
    windows.house.run(answer, Actor("karim"))

    assert [(each.text, each.act) for each in taker] == [
        ("Léa vous passe 1 rang", "Voir")
    ]
    assert [each.text for each in giver] == ["Karim a pris 1 rang"]
    assert not other


def test_a_manager_is_told_once_of_guests_who_have_ordered_nothing(
    qtbot: QtBot, windows: Windows
) -> None:
    clock = windows.house.clock
    windows.house.run(OpenOrder(table="t4", covers=2), Actor("lea"))
    said, others = windows.unserved("marc"), windows.unserved("lea")
    windows.house.clock = lambda: clock() + timedelta(minutes=11)
    windows.look()
    assert not said
    windows.house.clock = lambda: clock() + timedelta(minutes=12)
    for _ in range(2):
        windows.look()
    assert [each.text for each in said] == ["Rien n’est commandé : table 4, 12 min"]
    assert not others


def test_a_slot_that_another_till_filled_too_is_said_with_a_way_to_look(
    qtbot: QtBot, windows: Windows
) -> None:
    house, manager = windows.house, Actor("marc", "pos")
    preset = house.world.catalogue.presets.known["takeaway"]
    house.run(SetPreset(event=replace(preset, capacity=1)), manager)
    at = house.clock() + timedelta(days=1)
    for order in ("here", "there"):
        house.run(OpenOrder(preset="takeaway", order=order), manager)
        house.run(PromiseOrder(order=order, at=at), manager)
    promised = house.world.book.orders["there"].promised
    said = windows.told_to("lea")

    for chain in (house.terminal, "C9"):
        event = OrderPromised(order="there", at=promised, later=True)
        fact = Fact(event, Meta(order=("", chain, 1), op="karim"))
        windows.hear(fact)

    assert [each.text.partition(", ")[2] for each in said] == [
        "créneau dépassé : 2 pour 1"
    ]
    assert said[0].act == "Voir"

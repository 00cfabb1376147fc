"""When a till locks because its person walked away, and when it stays open."""

from datetime import UTC, datetime

import pytest
from domain_kit import Till

from app.domain.payments.commands import RequestCard
from app.domain.settings import DeviceSet
from app.presenters.presence import DOUBTS, Presence, may_lock
from hardware.health import DeviceState, Health


def test_who_walks_away_leaves_the_till_open_for_as_long_as_the_house_wants() -> None:
    seen = Presence(touched=100.0)
    assert not seen.is_left(119.0, 19.0, 20)
    assert seen.is_left(120.5, 20.0, 20)
    assert not seen.is_left(500.0, 0.0, 20)  # somebody stands there and reads


def test_a_touch_counts_as_somebody() -> None:
    seen = Presence(touched=100.0)
    seen.touch(150.0, 30.0)
    assert not seen.is_left(155.0, 35.0, 20)
    assert seen.is_left(170.0, 50.0, 20)


def test_a_mute_sensor_never_locks() -> None:
    assert not Presence().is_left(10_000.0, None, 20)


def test_one_that_does_not_see_who_touches_the_screen_is_not_believed() -> None:
    seen = Presence()
    for number in range(DOUBTS):
        assert seen.believed
        seen.touch(100.0 + 10 * number, 60.0)
        seen.touch(100.1 + 10 * number, 60.0)  # the same touch, at another widget
    assert not seen.believed
    assert not seen.is_left(900.0, 800.0, 20)
    seen.look(0.0)  # it sees somebody again
    assert seen.believed


def test_who_comes_back_and_touches_at_once_raises_no_doubt() -> None:
    seen = Presence()
    for number in range(9):
        seen.touch(100.0 + 10 * number, 0.5)
    assert seen.believed


def fine(device: str) -> Health:
    return Health(state=DeviceState.READY, since=datetime.now(UTC))


def drawer_open(device: str) -> Health:
    reasons = frozenset({"drawer_open"})
    return Health(state=DeviceState.READY, reasons=reasons, since=datetime.now(UTC))


@pytest.mark.parametrize(
    ("place", "may"),
    [
        ("pos", True),
        ("floor", True),
        ("admin", True),
        ("pay", False),
        ("till", False),
        ("kitchen", False),
    ],
)
def test_nothing_locks_while_somebody_pays_or_counts(place: str, may: bool) -> None:
    assert may_lock(Till().world, "C1", place, fine) == may


def test_nothing_locks_while_a_guest_holds_the_card_terminal() -> None:
    till = Till()
    till.open()
    order = till.seat("t1")
    till.take(order, "soup")
    till.do(RequestCard(order=order, amount=till.due(order), terminal="tpe"))
    assert not may_lock(till.world, "C1", "floor", fine)
    assert may_lock(till.world, "C2", "floor", fine)  # another till's guest


def test_nothing_locks_beside_an_open_drawer() -> None:
    till = Till()
    drawer = DeviceSet(
        id="d", kind="printer", name="D", profile="", address="sim://", drawer=True
    )
    till.write([drawer])
    assert not may_lock(till.world, "C1", "pos", drawer_open)
    assert may_lock(till.world, "C1", "pos", fine)

"""The history of devices: what is told of one, and how often."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from app.services.health_history import (
    CHANGES,
    FINE,
    SETTLE_S,
    STEADY_S,
    UNSTEADY,
    Damper,
    State,
    state_of,
)
from hardware.health import DeviceState, Health

GONE: Final[State] = ("offline", ("unplugged",))
HEALTH: Final = Health(
    state=DeviceState.READY, since=datetime(2026, 11, 29, tzinfo=UTC)
)


def damper(told: State = FINE) -> Damper:
    made = Damper()
    made.begin("bar", told, 0.0)
    return made


def test_what_stays_away_is_told_once() -> None:
    seen = damper()
    assert seen.see("bar", GONE, 1.0) is None
    assert seen.see("bar", GONE, SETTLE_S) is None
    assert seen.see("bar", GONE, 1.0 + SETTLE_S) == GONE
    assert seen.see("bar", GONE, 2.0 + SETTLE_S) is None


def test_what_is_back_at_once_is_not_told() -> None:
    seen = damper()
    assert seen.see("bar", GONE, 1.0) is None
    assert seen.see("bar", FINE, 9.0) is None
    assert seen.see("bar", FINE, 999.0) is None


def test_what_was_told_before_a_restart_is_not_told_again() -> None:
    seen = damper(GONE)
    assert seen.see("bar", GONE, 500.0) is None
    assert seen.see("bar", FINE, 501.0) is None
    assert seen.see("bar", FINE, 501.0 + SETTLE_S) == FINE


def test_a_loose_cable_leaves_two_lines_in_an_hour_and_a_half() -> None:
    seen, told = damper(), []
    for second in range(3600):
        state = GONE if second // 5 % 2 else FINE
        told += [seen.see("bar", state, float(second))]
    for second in range(3600, 5400):
        told += [seen.see("bar", FINE, float(second))]
    assert [each for each in told if each] == [(UNSTEADY, ()), FINE]


def test_a_slow_loose_cable_is_called_unsteady_too() -> None:
    seen, told = damper(), []
    for second in range(3600):
        state = GONE if second // 60 % 2 else FINE
        told += [seen.see("bar", state, float(second))]
    assert [each for each in told if each][-1] == (UNSTEADY, ())
    assert len([each for each in told if each]) <= CHANGES


def test_an_unsteady_device_that_stays_away_is_told_as_gone() -> None:
    seen = damper((UNSTEADY, ()))
    assert seen.see("bar", GONE, 1.0) is None
    assert seen.see("bar", GONE, STEADY_S) is None
    assert seen.see("bar", GONE, 1.0 + STEADY_S) == GONE


def test_work_is_no_trouble() -> None:
    busy = replace(HEALTH, state=DeviceState.BUSY)
    drawer = replace(
        HEALTH, state=DeviceState.DEGRADED, reasons=frozenset({"drawer_open"})
    )
    low = replace(HEALTH, state=DeviceState.BUSY, reasons=frozenset({"paper_near_end"}))
    assert state_of(busy) == state_of(drawer) == state_of(HEALTH) == FINE
    assert state_of(low) == ("degraded", ("paper_near_end",))
    assert state_of(replace(HEALTH, state=DeviceState.CONNECTING)) is None

"""Terminals apart give one table twice: both stay, both terminals say so."""

import random

from domain_kit import Sim, Till, settled, world_of
from hypothesis import given
from hypothesis import strategies as st
from player_kit import searching
from reservation_kit import SERVICES, TODAY, play_reservations, reserve

from app.domain.orders.commands import CancelOrder
from app.domain.reservations import commands as c
from app.domain.reservations.clashes import clashes
from app.domain.reservations.events import ReservationCreated


def apart(*skews: float) -> Sim:
    sim = Sim(*skews)
    for service in SERVICES:
        sim.tills[0].do(c.SetService(event=service))
    sim.meet()
    return sim


def codes(till: Till) -> list[str]:
    return [each.code for each in clashes(till.world, TODAY)]


def test_the_same_table_twice_is_seen_everywhere_until_one_moves() -> None:
    sim = apart()
    one, two = sim.tills
    first = reserve(one, "20:00", 2, tables=("t1",))
    second = reserve(two, "20:30", 2, tables=("t1",))
    assert codes(one) == codes(two) == []
    sim.meet()
    for till in sim.tills:
        (clash,) = clashes(till.world, TODAY)
        assert clash.code == "table_twice"
        assert set(clash.reservations) == {first, second}
    one.do(c.ChangeReservation(reservation=second, tables=("t2",)))
    sim.meet()
    assert codes(one) == codes(two) == []


def test_a_partner_that_reached_two_terminals_is_seen() -> None:
    sim = apart()
    for till in sim.tills:
        reserve(till, "20:00", tables=(), source="thefork", reference="TF-1")
    sim.meet()
    assert codes(sim.tills[0]) == codes(sim.tills[1]) == ["same_reference"]


def test_guests_seated_twice_and_guests_seated_but_called_off() -> None:
    sim = apart()
    one, two = sim.tills
    moreau = reserve(one, "19:00", tables=("t1",))
    sim.meet()
    one.do(c.SeatReservation(reservation=moreau))
    sim.wait(seconds=1)
    two.do(c.SeatReservation(reservation=moreau, tables=("t2",)))
    sim.meet()
    assert codes(one) == codes(two) == ["seated_twice"]
    order = one.world.order_on("t1")
    assert order is not None
    one.do(CancelOrder(order=order.id))
    sim.meet()
    assert codes(one) == []

    petit = reserve(one, "19:00", tables=("t4",))
    sim.meet()
    one.do(c.SeatReservation(reservation=petit))
    sim.wait(seconds=1)
    two.do(c.SetReservationStatus(reservation=petit, status="cancelled"))
    sim.meet()
    assert codes(one) == codes(two) == ["gone_but_seated"]


def test_a_change_by_a_slow_clock_is_not_undone_by_the_creation() -> None:
    sim = apart(30, 0)
    one, two = sim.tills
    moreau = reserve(one, "20:00", tables=("t1",))
    sim.pull(two, one, "C1")
    two.do(c.ChangeReservation(reservation=moreau, time="21:00"))
    two.do(c.SetReservationStatus(reservation=moreau, status="confirmed"))
    sim.meet()
    for till in sim.tills:
        assert till.world.reservations.known[moreau].time == "21:00"
        assert till.world.reservations.status(moreau, till.world.book) == "confirmed"


@searching
@given(
    skews=st.sampled_from([(0, 0), (0, 10), (0, -10, 3)]),
    script=st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 7), st.integers(0, 9999)),
        max_size=40,
    ),
)
def test_whatever_is_booked_apart_nothing_is_lost_and_all_agree(skews, script) -> None:
    sim = apart(*skews)
    for who, what, seed in script:
        sim.wait(seconds=seed % 300)
        if who == 3:
            to, source = random.Random(seed).sample(sim.tills, 2)
            sim.pull(to, source, source.chain)
        else:
            play_reservations(sim.tills[who % len(sim.tills)], what, seed)
    sim.meet()
    sim.meet()
    first = settled(sim.tills[0].world)
    facts = [fact for chain in sim.tills[0].known.values() for fact in chain]
    created = {f.event.id for f in facts if isinstance(f.event, ReservationCreated)}
    assert created == set(first.reservations.known)
    assert settled(world_of(facts)).reservations == first.reservations
    for till in sim.tills:
        assert settled(till.world) == first
        assert clashes(till.world, TODAY) == clashes(first, TODAY)
    known = first.reservations
    for clash in clashes(first, TODAY):
        assert set(clash.reservations) <= set(known.known)

"""Facts that come late: folded at once where that makes no difference, or told."""

import json
import random
from pathlib import Path

from domain_kit import Known, Sim, settled, world_of
from hypothesis import given
from hypothesis import strategies as st
from player_kit import Player, searching
from reservation_kit import SERVICES, play_reservations

from app.domain.catalogue.events import AvailabilitySet, StockConsumed
from app.domain.folding import KEPT, Recent, about
from app.domain.inventory.decide import CountStock, MoveStock
from app.domain.inventory.events import ItemSet, Part, RecipeSet
from app.domain.orders.events import CoversSet, LinesMoved, OrderSent, QuantitySet
from app.domain.till.decide import OpenTill
from app.domain.vocabulary import Meta
from app.domain.wire import from_data
from app.domain.world import World

LARDER = (
    ItemSet(id="bottle", name="Bière", low=6000),
    RecipeSet(article="beer", parts=(Part(item="bottle", quantity=1000),)),
)


def meta(ms: int, chain: str = "C1") -> Meta:
    return Meta(order=(f"{ms:012x}-0000", chain, ms))


def covers(order: str) -> CoversSet:
    return CoversSet(order=order, covers=2)


def test_what_is_about_another_order_may_come_late() -> None:
    recent = Recent()
    recent.fold(World(), covers("a"), meta(10))
    recent.fold(World(), covers("b"), meta(20))
    assert recent.fits(covers("c"), meta(5, "C2"))
    assert recent.fits(covers("a"), meta(15, "C2"))
    assert not recent.fits(covers("b"), meta(15, "C2"))
    assert recent.fits(covers("b"), meta(25, "C2"))


def test_a_move_is_about_both_orders_and_its_lines() -> None:
    moved = LinesMoved(order="a", target="b", lines=("l1", "l2"))
    assert about(moved) == {"order/a", "a", "b", "l1", "l2"}
    recent = Recent()
    recent.fold(World(), moved, meta(10))
    assert not recent.fits(
        QuantitySet(order="c", line="l2", quantity=1, was=2), meta(5)
    )


def test_a_dish_is_about_its_line_and_a_receipt_about_the_lines_it_covers() -> None:
    sent = OrderSent(order="a", lines=(), fired=("l7.0",))
    assert about(sent) == {"order/a", "a", "l7"}
    golden = Path(__file__).parents[2] / "golden/events/receipt.issued.v1.json"
    data = json.loads(golden.read_text(encoding="utf-8"))["data"]
    receipt = from_data("receipt.issued", 1, data)
    lines = {text.partition(":")[0] for text in data["portions"]}
    assert lines
    assert lines < about(receipt)


def test_consumption_adds_up_in_any_order_but_not_across_a_count() -> None:
    recent = Recent()
    recent.fold(World(), StockConsumed(article="soup", quantity=1000), meta(10))
    assert recent.fits(StockConsumed(article="soup", quantity=2000), meta(5, "C2"))
    assert not recent.fits(AvailabilitySet(article="soup", remaining=4), meta(5, "C2"))


def test_what_is_older_than_all_that_is_remembered_does_not_fit() -> None:
    assert not Recent(since=meta(100).order).fits(covers("a"), meta(99))
    recent = Recent()
    for ms in range(1, 2 * KEPT + 2):
        recent.fold(World(), covers("b"), meta(ms))
    assert not recent.fits(covers("a"), meta(1, "C2"))
    assert recent.fits(covers("a"), meta(2 * KEPT, "C2"))


@searching
@given(seed=st.integers(0, 2**32))
def test_in_whatever_order_chains_arrive_the_world_is_the_same(seed: int) -> None:
    """Late facts that fit are folded at once; for the others all is folded anew."""
    dice = random.Random(seed)
    sim = Sim(0, dice.choice([0, 10, -10]))
    players = [Player(till) for till in sim.tills]
    sim.tills[0].open()
    sim.tills[1].do(OpenTill(coins=()))
    sim.meet()
    for act in range(60):
        sim.wait(seconds=dice.randrange(30))
        players[dice.randrange(2)].play(dice.randrange(100), dice.randrange(9999))
        if act == 20:
            sim.meet()  # both know the same orders, and go on apart
    sim.meet()
    arrives_anyhow(sim, dice)


@searching
@given(seed=st.integers(0, 2**32))
def test_so_is_what_is_known_of_reservations_and_stock(seed: int) -> None:
    dice = random.Random(seed)
    sim = Sim(0, dice.choice([0, 10, -10]))
    sim.tills[0].write((*SERVICES, *LARDER))
    sim.meet()
    orders = [till.seat(f"t{number}") for number, till in enumerate(sim.tills, 5)]
    for act in range(60):
        sim.wait(seconds=dice.randrange(30))
        who = dice.randrange(2)
        till, much = sim.tills[who], dice.randrange(1, 9)
        deed = dice.randrange(6)
        if deed == 0:
            till.run(CountStock(item="bottle", level=much * 1000))
        elif deed == 1:
            till.run(MoveStock(item="bottle", kind="delivery", quantity=much * 1000))
        elif deed == 2:
            till.take(orders[who], "beer", much)
        else:
            play_reservations(till, dice.randrange(6), dice.randrange(9999))
        if act == 20:
            sim.meet()
    sim.meet()
    arrives_anyhow(sim, dice)


def arrives_anyhow(sim: Sim, dice: random.Random) -> None:
    """What the terminals know comes in pieces, chain by chain, to somebody else."""
    chains = [list(chain) for chain in sim.tills[0].known.values()]
    whole = world_of(fact for chain in chains for fact in chain)
    world, recent, folded = World(), Recent(), list[Known]()
    while any(chains):
        chain = dice.choice([chain for chain in chains if chain])
        for fact in [chain.pop(0) for _ in chain[: dice.randint(1, 6)]]:
            folded.append(fact)
            if not recent.fold(world, *fact):
                world, recent = World(), Recent()
                for each in sorted(folded, key=lambda known: known.meta.order):
                    assert recent.fold(world, *each)
    assert settled(world) == settled(whole)

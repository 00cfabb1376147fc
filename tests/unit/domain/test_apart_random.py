"""Terminals that do anything, apart, with wrong clocks: same entries, same world, no loss.

The acts come from a list of numbers, so that a failure shrinks to a few of them.
"""

import random
from collections import Counter

from domain_kit import EVENING, Sim, Till, facts_in, renumbered, settled, world_of
from hypothesis import given
from hypothesis import strategies as st
from player_kit import Player, searching

from app.domain.orders import commands as c
from app.domain.orders.attention import attention
from app.domain.orders.billing import bills, due, order_due, price_bill
from app.domain.orders.events import (
    LineAdded,
    LineDivided,
    LinesAdded,
    LineVoided,
    OrderCreated,
    added,
)
from app.domain.orders.sending import pieces_to_send
from app.domain.orders.state import (
    receipted_share,
    share_amount,
    unreceipted,
)
from app.domain.payments.events import (
    PaymentCompleted,
    PaymentRefunded,
    PaymentRequested,
)
from app.domain.receipts.events import ReceiptIssued, ReceiptRefunded
from app.domain.till.decide import OpenTill
from app.domain.vocabulary import Refusal

Act = tuple[int, int, int, int]

acts = st.lists(
    st.tuples(
        st.integers(0, 3), st.integers(0, 99), st.integers(0, 9999), st.integers(0, 99)
    ),
    max_size=60,
)


def play(skews: tuple[float, ...], script: list[Act]) -> Sim:
    """Plays a script: who, what, how; who 3 is the network."""
    sim = Sim(*skews)
    players = [Player(till) for till in sim.tills]
    sim.tills[0].open()
    for till in sim.tills[1:]:
        till.do(OpenTill(coins=()))
    sim.meet()
    for who, what, how, when in script:
        sim.wait(seconds=when)
        if who == 3:
            exchange(sim, what, how)
        else:
            till = sim.tills[who % len(sim.tills)]
            players[who % len(sim.tills)].play(what, how)
            check(till)
    return sim


def exchange(sim: Sim, what: int, how: int) -> None:
    """Somebody gets some entries of some chain, from whoever has them."""
    dice = random.Random(what * 10_000 + how)
    to, source = dice.sample(sim.tills, 2)
    chain = dice.choice(list(source.known))
    known = source.known[chain]
    sim.pull(to, source, chain, dice.choice([None, len(known) // 2 + 1]))
    check(to)


def check(till: Till) -> None:
    """Money is exact and every line has one home, whatever is known so far."""
    book = till.world.book
    standing = Counter(line for order in book.orders.values() for line in order.lines)
    assert set(standing) == set(book.lines)
    assert set(standing.values()) <= {1}
    for line in book.lines.values():
        assert line.id in book.orders[line.home].lines
        assert 0 <= line.discount <= line.gross
        of, taken = receipted_share(line)
        assert unreceipted(line) + share_amount(line.net, of, taken) == line.net
    for order in book.orders.values():
        found = bills(book, order)
        priced = sum(price_bill(book, order, bill).ttc for bill in found)
        assert priced == sum(map(unreceipted, book.lines_of(order)))
        waiting = [p for p in order.payments.values() if p.waiting]
        assert order_due(book, order) == priced - sum(p.amount for p in waiting)
        payers = {bill.id for bill in found} | {"", "a", "b"}
        assert sum(due(book, order, b) for b in payers) == order_due(book, order)
        attention(book, order)
        pieces_to_send(till.world, order, EVENING)


def nothing_lost(till: Till) -> None:
    """Every line, tender and document of every chain is in the book."""
    book = till.world.book
    assert not book.early
    assert {f.event.order for f in facts_in(till, OrderCreated)} == set(book.orders)
    lines = {
        line.line
        for kind in (LineAdded, LinesAdded)
        for f in facts_in(till, kind)
        for line in added(f.event)
    }
    parts = {f.event.new_line for f in facts_in(till, LineDivided)}
    assert lines | parts == set(book.lines)
    voided = facts_in(till, LineVoided)
    assert len(voided) == sum(len(line.voids) for line in book.lines.values())
    tenders = {p.id: p for o in book.orders.values() for p in o.payments.values()}
    asked = {f.event.payment for f in facts_in(till, PaymentRequested)}
    taken = {f.event.payment for f in facts_in(till, PaymentCompleted)}
    assert asked | taken == set(tenders)
    returned = {
        f.event.payment for f in facts_in(till, PaymentRefunded) if not f.event.receipt
    }
    states = {name: tenders[name].state for name in taken}
    assert {name for name, state in states.items() if state == "returned"} <= returned
    assert set(states.values()) <= {"completed", "returned"}
    documents = {f.event.receipt: f.event for f in facts_in(till, ReceiptIssued)}
    receipts = {r.id: r for o in book.orders.values() for r in o.receipts}
    assert set(documents) == set(receipts)
    for document in documents.values():
        assert sum(paid.amount for paid in document.payments) == document.ttc
        assert sum(line.ttc for line in document.lines) == document.ttc
        assert sum(row.ttc for row in document.vat) == document.ttc
        assert document.ht + document.tva == document.ttc
    refunds = [f.event for f in facts_in(till, ReceiptRefunded)]
    for receipt in receipts.values():
        given = -sum(r.ttc for r in refunds if r.of == receipt.id)
        assert receipt.refunded == given


@searching
@given(skews=st.sampled_from([(0, 0), (0, 10), (0, 10, -10), (0, -10, 3)]), script=acts)
def test_terminals_that_meet_see_the_same_and_lose_nothing(skews, script):
    sim = play(skews, script)
    sim.meet()
    sim.meet()
    worlds = [settled(till.world) for till in sim.tills]
    assert all(world == worlds[0] for world in worlds)
    fresh = world_of(fact for chain in sim.tills[0].known.values() for fact in chain)
    assert settled(fresh) == worlds[0]
    for till in sim.tills:
        check(till)
    nothing_lost(sim.tills[0])


@searching
@given(script=acts, seed=st.randoms(use_true_random=False))
def test_no_order_of_entries_and_no_repetition_stops_the_fold(script, seed):
    """Any prefix, shuffled and repeated: a world, never an exception."""
    sim = play((0, 0), script)
    sim.meet()
    chains = sim.tills[0].known.values()
    events = [fact.event for chain in chains for fact in chain]
    events += seed.sample(events, k=len(events) // 3)
    seed.shuffle(events)
    world = world_of(renumbered(events[: seed.randint(0, len(events))]))

    for order in world.book.orders.values():
        world.book.closed(order)


@searching
@given(script=acts)
def test_an_entry_seen_twice_changes_nothing(script):
    sim = play((0, 5), script)
    sim.meet()
    till = sim.tills[0]
    facts = sorted(
        (fact for chain in till.known.values() for fact in chain),
        key=lambda fact: fact.meta.order,
    )
    once, twice = world_of(facts), world_of([])
    for number, fact in enumerate(facts):
        twice.evolve(fact.event, fact.meta)
        for earlier in facts[max(0, number - 3) : number + 1]:
            twice.evolve(earlier.event, earlier.meta)

    assert settled(once) == settled(twice)


def test_a_player_is_refused_now_and_then_but_plays():
    till = Till()
    till.open()
    player = Player(till)
    for number in range(300):
        player.play(number, number)
        till.wait(minutes=1)
    kinds = Counter(type(fact.event).__name__ for fact in till.known["C1"])

    assert kinds["ReceiptIssued"] > 1
    assert kinds["LinesMoved"] > 3
    assert kinds["PaymentUnknown"] > 0
    assert isinstance(till.run(c.SendOrder(order="gone")), Refusal)

"""Terminals that do anything, apart, with wrong clocks: same entries, same world, no loss.

The acts come from a list of numbers, so that a failure shrinks to a few of them.
`EXAMPLES=600 pytest …` searches longer than an everyday run does.
"""

import os
import random
from collections import Counter

from domain_kit import Sim, Till, facts_in, renumbered, settled, world_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.catalogue.decide import SetAvailability
from app.domain.floor.decide import JoinTables
from app.domain.kitchen.decide import (
    BumpDishes,
    RecallDishes,
    SeeChange,
    ServeDishes,
    StartDishes,
)
from app.domain.orders import commands as c
from app.domain.orders.attention import attention
from app.domain.orders.billing import bills, due, order_due, price_bill
from app.domain.orders.events import (
    Bill,
    LineAdded,
    LineDivided,
    LineVoided,
    OrderCreated,
    Portion,
)
from app.domain.orders.sending import pieces_to_send
from app.domain.orders.state import (
    Line,
    Order,
    receipted_share,
    share_amount,
    unreceipted,
)
from app.domain.payments.commands import (
    DuplicateReceipt,
    IssueReceipt,
    RecordOutcome,
    RefundReceipt,
    RequestCard,
    ResolvePayment,
    ReturnPayment,
    TakePayment,
)
from app.domain.payments.events import (
    PaymentCompleted,
    PaymentRefunded,
    PaymentRequested,
)
from app.domain.receipts.events import ReceiptIssued, ReceiptRefunded
from app.domain.till.decide import CloseDay, OpenTill
from app.domain.vocabulary import Refusal

searching = settings(
    max_examples=int(os.environ.get("EXAMPLES", "25")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

Act = tuple[int, int, int, int]


class Player:
    """Turns numbers into acts of a till, on what that till knows."""

    def __init__(self, till: Till) -> None:
        self.till = till
        self.dice = random.Random(0)

    def play(self, number: int, seed: int) -> None:
        """One act; a refusal is fine, an exception never."""
        self.dice = random.Random(seed)
        act = self.ACTS[number % len(self.ACTS)]
        command = act(self)
        if command is not None:
            self.till.run(command)

    def order(self) -> Order | None:
        """Some order, mostly an open one."""
        book = self.till.world.book
        found = book.open_orders() or list(book.orders.values())
        if self.dice.random() < 0.1:
            found = list(book.orders.values())
        return self.dice.choice(found) if found else None

    def line(self, order: Order) -> Line | None:
        """Some line of it."""
        lines = self.till.world.book.lines_of(order, live=False)
        return self.dice.choice(lines) if lines else None

    def seat(self) -> object:
        mode = self.dice.choice(["dine_in", "dine_in", "dine_in", "takeaway"])
        table = f"t{self.dice.randint(1, 3)}" if mode == "dine_in" else ""
        return c.OpenOrder(table=table, mode=mode, covers=self.dice.randint(0, 6))

    def take(self) -> object:
        order = self.order()
        if order is None:
            return self.seat()
        article = self.dice.choice(
            ["soup", "fish", "steak", "beer", "wine", "cake", "menu", "ham", "jam"]
        )
        options = ("rare", "with_fries", "mustard") if article == "steak" else ()
        return c.AddLine(
            order=order.id,
            article=article,
            quantity=350 if article == "ham" else 1000 * self.dice.randint(1, 4),
            options=options,
            picks=(c.Pick(step=1, article="fish"), c.Pick(step=2, article="beer"))
            if article == "menu"
            else (),
            seats=self.dice.choice([(), (), (1,), (1, 2)]),
            merge=self.dice.random() < 0.7,
        )

    def on_line(self) -> object:
        order = self.order()
        line = self.line(order) if order else None
        if order is None or line is None:
            return None
        ids = {"order": order.id, "line": line.id}
        quantity = 1000 * self.dice.randint(0, 4)
        return self.dice.choice(
            [
                c.SetQuantity(**ids, quantity=quantity),
                c.ChangeLine(**ids, seats=(self.dice.randint(0, 3),)),
                c.ChangeLine(**ids, course="mains", kitchen_note="vite"),
                c.VoidLine(**ids, reason="x"),
                c.VoidLine(**ids, reason="x", quantity=quantity),
                c.Discount(**ids, reason="x", percent=self.dice.randint(1, 10_000)),
                c.Discount(**ids, reason="x", amount=self.dice.randint(1, 900)),
                c.CompLine(**ids, reason="x"),
            ]
        )

    def on_order(self) -> object:
        order = self.order()
        if order is None:
            return None
        given = [
            d for ln in self.till.world.book.lines_of(order) for d in ln.discounts
        ] or ["gone"]
        return self.dice.choice(
            [
                c.Discount(order=order.id, reason="x", percent=1000),
                c.Discount(order=order.id, reason="x", amount=333),
                c.RemoveDiscount(order=order.id, discount=self.dice.choice(given)),
                c.SetCourseTiming(order=order.id, course="mains", timing="fire"),
                c.SetCovers(order=order.id, covers=self.dice.randint(0, 9)),
                c.NoteAllergy(
                    order=order.id, seat=self.dice.randint(0, 2), text="s1.x"
                ),
                c.SetOrderNote(order=order.id, kitchen="note"),
                c.PrintAddition(order=order.id),
                c.CancelOrder(order=order.id, reason="x"),
                c.RepeatRound(order=order.id),
            ]
        )

    def send(self) -> object:
        order = self.order()
        return c.SendOrder(order=order.id) if order else None

    def fire(self) -> object:
        order = self.order()
        return c.FireCourse(order=order.id) if order else None

    def cook(self) -> object:
        order = self.order()
        line = self.line(order) if order else None
        if order is None or line is None:
            return None
        dishes = tuple(dish.id for dish in line.dishes)
        act = self.dice.choice([StartDishes, BumpDishes, RecallDishes, SeeChange])
        if self.dice.random() < 0.3:
            return ServeDishes(order=order.id)
        return act(order=order.id, station="hot", dishes=dishes)

    def move(self) -> object:
        order = self.order()
        if order is None:
            return None
        table = f"t{self.dice.randint(1, 4)}"
        if self.dice.random() < 0.4:
            return c.MoveOrder(order=order.id, table=table)
        lines = self.till.world.book.lines_of(order)
        quantity = self.dice.choice([None, 1000, 2000])
        picked = self.dice.sample(lines, k=min(len(lines), self.dice.randint(1, 2)))
        return c.MoveLines(
            order=order.id,
            lines=tuple(c.MovedLine(line=ln.id, quantity=quantity) for ln in picked),
            table=table,
        )

    def join(self) -> object:
        tables = self.dice.sample(["t1", "t2", "t3"], k=self.dice.randint(1, 2))
        return JoinTables(tables=tuple(tables))

    def split(self) -> object:
        order = self.order()
        if order is None:
            return None
        if self.dice.random() < 0.3:
            return c.SplitOrder(order=order.id, shares=self.dice.randint(0, 4))
        found: dict[str, list[Portion]] = {}
        for line in self.till.world.book.lines_of(order):
            of, taken = receipted_share(line)
            cut = of if taken else self.dice.randint(1, 3)
            for share in range(cut):
                payer = self.dice.choice("ab-")
                if payer != "-":
                    portion = Portion(line=line.id, of=cut, taken=(share,))
                    found.setdefault(payer, []).append(portion)
        payers = tuple(
            Bill(id=name, portions=tuple(portions)) for name, portions in found.items()
        )
        return c.SplitOrder(order=order.id, bills=payers)

    def pay(self) -> object:
        order = self.order()
        if order is None:
            return None
        book = self.till.world.book
        found = bills(book, order)
        if not found:
            return IssueReceipt(order=order.id)
        bill = self.dice.choice(found).id
        left = due(book, order, bill)
        if left <= 0:
            return IssueReceipt(order=order.id, bill=bill)
        amount = left if self.dice.random() < 0.6 else self.dice.randint(1, left)
        tip = self.dice.choice([0, 0, 100])
        if self.dice.random() < 0.4:
            return RequestCard(
                order=order.id, amount=amount, bill=bill, terminal="tpe", tip=tip
            )
        return TakePayment(
            order=order.id,
            method=self.dice.choice(["cash", "cheque", "voucher"]),
            amount=amount,
            bill=bill,
            tip=tip,
            tendered=self.dice.choice([0, amount + 500]),
        )

    def card(self) -> object:
        book = self.till.world.book
        asked = [p for o in book.orders.values() for p in o.payments.values()]
        asked = [p for p in asked if p.method == "card" and p.state != "completed"]
        if not asked:
            return None
        payment = self.dice.choice(asked)
        ids = {"order": payment.order, "payment": payment.id}
        whole = payment.amount + payment.tip
        return self.dice.choice(
            [
                RecordOutcome(**ids, state="approved", amount=whole),
                RecordOutcome(**ids, state="approved", amount=max(1, whole // 2)),
                RecordOutcome(**ids, state="refused"),
                RecordOutcome(**ids, state="unknown"),
                ResolvePayment(**ids, accepted=True, authorisation="1"),
                ResolvePayment(**ids, accepted=False),
            ]
        )

    def give_back(self) -> object:
        issued = [fact.event for fact in facts_in(self.till, ReceiptIssued)]
        book = self.till.world.book
        spare = [
            p for o in book.orders.values() for p in o.payments.values() if p.waiting
        ]
        if spare and self.dice.random() < 0.5:
            payment = self.dice.choice(spare)
            return ReturnPayment(order=payment.order, payment=payment.id, reason="x")
        if not issued:
            return None
        document = self.dice.choice(issued)
        if self.dice.random() < 0.2:
            return DuplicateReceipt(
                order=document.order, receipt=document.receipt, number="x"
            )
        return RefundReceipt(
            original=document,
            number="x",
            back=((0, self.dice.choice([350, 1000])),),
            reason="x",
            method=self.dice.choice(["cash", "card_manual"]),
        )

    def house(self) -> object:
        if self.dice.random() < 0.2:
            return CloseDay(day=self.till.context().bday, figures=())
        if self.dice.random() < 0.5:
            return OpenTill(coins=())
        return SetAvailability(
            article=self.dice.choice(["fish", "fries", "menu"]),
            remaining=self.dice.randint(-1, 9),
        )

    ACTS = (
        *(take,) * 6,
        *(seat,) * 2,
        *(on_line,) * 4,
        *(on_order,) * 2,
        *(send,) * 2,
        *(pay,) * 5,
        *(card,) * 2,
        *(move,) * 3,
        fire,
        cook,
        join,
        *(split,) * 2,
        give_back,
        house,
    )


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
        pieces_to_send(till.world, order)


def nothing_lost(till: Till) -> None:
    """Every line, tender and document of every chain is in the book."""
    book = till.world.book
    assert not book.early
    assert {f.event.order for f in facts_in(till, OrderCreated)} == set(book.orders)
    lines = {f.event.line for f in facts_in(till, LineAdded)}
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

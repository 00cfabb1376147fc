"""A person who does anything at a till, and how long such services are searched.

The acts come from numbers, so that a failure shrinks to a few of them.
`EXAMPLES=600 pytest …` searches longer than an everyday run does.
"""

import os
import random

from domain_kit import Till, facts_in
from hypothesis import HealthCheck, settings

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
from app.domain.orders.billing import bills, due
from app.domain.orders.events import (
    Bill,
    Portion,
)
from app.domain.orders.state import (
    Line,
    Order,
    receipted_share,
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
from app.domain.receipts.events import ReceiptIssued
from app.domain.till.decide import CloseDay, OpenTill

searching = settings(
    max_examples=int(os.environ.get("EXAMPLES", "25")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


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
        line = c.AddLine(
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
        if self.dice.random() < 0.1:  # a program brings several at once
            return c.AddLines(order=order.id, lines=(line, line))
        return line

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
                c.ChangeLine(**ids, kitchen_note="vite"),
                c.MoveToCourse(
                    order=order.id,
                    course=self.dice.choice(("starters", "mains", "desserts")),
                    dishes=tuple(dish.id for dish in line.dishes),
                ),
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

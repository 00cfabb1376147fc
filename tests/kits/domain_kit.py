"""A tiny restaurant and tills without a database, for tests of rules and windows.

`Till` is one terminal: its own chain, clock and knowledge. `Sim` holds several that are
apart until `meet` or `pull` brings entries across; whoever gets an entry that is older, in
canonical order, than what it has folded, folds everything again.

    till = Till()
    till.open()
    order = till.seat("t1", covers=2)
    beer = till.take(order, "beer", 2)
    till.do(SendOrder(order=order))
    assert till.refuses(VoidLine(order=order, line=beer), "tom") == "reason_missing"
"""

from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from typing import Any, NamedTuple

from app.domain.catalogue.events import (
    ArticleSet,
    CategorySet,
    CourseSet,
    FormuleChoice,
    FormuleStep,
    ModifierGroupSet,
    ModifierOption,
    StationSet,
    VatSet,
)
from app.domain.floor.events import RoomSet, TableSet
from app.domain.orders.billing import due, order_due
from app.domain.orders.commands import AddLine, OpenOrder, Pick, SendOrder
from app.domain.orders.events import LineAdded, OrderCreated
from app.domain.orders.state import Line, Order
from app.domain.payments.commands import RecordOutcome, RequestCard, TakePayment
from app.domain.receipts.events import ReceiptIssued, ReceiptRefunded
from app.domain.rules import decide
from app.domain.settings import DeviceSet
from app.domain.staff.events import RoleSet, StaffSet
from app.domain.till.decide import OpenTill
from app.domain.till.events import Coins
from app.domain.vocabulary import MILLI, RIGHTS, Context, Meta, Refusal
from app.domain.wire import from_data, spec_of, to_data
from app.domain.world import World
from db.hlc import following

WAITER = ("order.take", "order.move", "payment.take", "till.open", "kitchen.work")
EVENING = datetime(2026, 11, 20, 19, 0, tzinfo=timezone(timedelta(hours=1)))


def _course(rank: int, course: str, name: str) -> CourseSet:
    return CourseSet(
        id=course,
        name=name,
        rank=rank,
        tag=str(rank) if rank else "",
        colour=rank + 1,
        limit=15,
        stage_limit=30,
    )


def _category(category: str, colour: str, *, shop: bool = False) -> CategorySet:
    return CategorySet(
        id=category, name=category, colour=colour, icon=category, rank=1, shop=shop
    )


def _article(
    article: str, price: int, category: str, station: str, course: str, **more: Any
) -> ArticleSet:
    return ArticleSet(
        id=article,
        name=article.capitalize(),
        category=category,
        price=price,
        station=station,
        course=course,
        **more,
    )


_ALCOHOL = {"vat_on_site": "standard", "vat_takeaway": "standard"}
_PACKED = {"vat_on_site": "intermediate", "vat_takeaway": "reduced"}

RESTAURANT: tuple[object, ...] = (
    VatSet(code="reduced", rate=550, since="2014-01-01"),
    VatSet(code="intermediate", rate=1000, since="2014-01-01"),
    VatSet(code="standard", rate=2000, since="2014-01-01"),
    _course(0, "direct", "Direct"),
    _course(1, "starters", "Entrées"),
    _course(2, "mains", "Plats"),
    _course(3, "desserts", "Desserts"),
    StationSet(id="bar", name="Bar", rank=1, printer="p_bar"),
    StationSet(id="hot", name="Chaud", rank=2, printer="p_hot"),
    StationSet(id="cold", name="Froid", rank=3, printer="p_cold"),
    _category("plates", "plats"),
    _category("drinks", "boissons"),
    _category("shop", "boissons", shop=True),
    ModifierGroupSet(
        id="cooking",
        name="Cuisson",
        minimum=1,
        maximum=1,
        options=(
            ModifierOption(id="rare", name="Saignant", kitchen="S"),
            ModifierOption(id="medium", name="À point", minutes=3),
        ),
    ),
    ModifierGroupSet(
        id="sides",
        name="Accompagnement",
        minimum=0,
        maximum=2,
        options=(
            ModifierOption(
                id="with_fries",
                name="Frites",
                price=300,
                groups=("sauce",),
                article="fries",
            ),
            ModifierOption(id="with_salad", name="Salade", price=250),
            ModifierOption(id="no_butter", name="Sans beurre", price=-50),
        ),
    ),
    ModifierGroupSet(
        id="sauce",
        name="Sauce",
        minimum=1,
        maximum=1,
        options=(
            ModifierOption(id="mustard", name="Moutarde"),
            ModifierOption(id="bearnaise", name="Béarnaise", price=100),
        ),
    ),
    ModifierGroupSet(
        id="staff_price",
        name="Tarif",
        minimum=0,
        maximum=1,
        options=(ModifierOption(id="much_less", name="Tout petit", price=-5000),),
    ),
    _article("soup", 850, "plates", "hot", "starters"),
    _article("salad", 900, "plates", "cold", "starters"),
    _article("steak", 2400, "plates", "hot", "mains", groups=("cooking", "sides")),
    _article("fish", 2190, "plates", "hot", "mains", kitchen="POISSON"),
    _article("fries", 450, "plates", "hot", "mains"),
    _article("cake", 790, "plates", "cold", "desserts"),
    _article("coffee", 220, "drinks", "bar", "direct", groups=("staff_price",)),
    _article("beer", 650, "drinks", "bar", "direct", **_ALCOHOL),
    _article("wine", 2999, "drinks", "bar", "direct", **_ALCOHOL),
    _article("jam", 690, "shop", "", "direct", goods=True, **_PACKED),
    _article("ham", 2990, "shop", "", "direct", goods=True, unit="kg", **_PACKED),
    _article("sundry", 0, "shop", "", "direct", open_price=True),
    _article("old", 500, "plates", "hot", "mains", active=False),
    ArticleSet(
        id="menu",
        name="Formule",
        category="plates",
        price=1890,
        groups=(),
        steps=(
            FormuleStep(
                name="Entrée",
                course="starters",
                choices=(
                    FormuleChoice(article="soup"),
                    FormuleChoice(article="salad", supplement=200),
                ),
                optional=True,
            ),
            FormuleStep(
                name="Plat",
                course="mains",
                choices=(
                    FormuleChoice(article="steak", supplement=400),
                    FormuleChoice(article="fish"),
                    FormuleChoice(article="old"),
                ),
            ),
            FormuleStep(
                name="Boisson",
                course="direct",
                choices=(
                    FormuleChoice(article="beer"),
                    FormuleChoice(article="coffee"),
                ),
            ),
        ),
    ),
    RoomSet(id="hall", name="Salle", rank=1, width=1000, height=800),
    RoomSet(id="terrace", name="Terrasse", rank=2, width=600, height=400),
    *(
        TableSet(
            id=f"t{n}",
            number=str(n),
            room="hall" if n < 5 else "terrace",
            x=n * 100,
            y=0,
            width=80,
            height=80,
            seats=4,
        )
        for n in range(1, 7)
    ),
    TableSet(
        id="t9",
        number="9",
        room="hall",
        x=0,
        y=200,
        width=80,
        height=80,
        seats=2,
        active=False,
    ),
    RoleSet(id="boss", name="Patron", rights=tuple(RIGHTS)),
    RoleSet(id="waiter", name="Serveur", rights=WAITER),
    RoleSet(id="bar", name="Bar", rights=(*WAITER, "order.discount", "order.comp")),
    RoleSet(id="nobody", name="Stagiaire", rights=()),
    StaffSet(id="lea", name="Léa", role="boss"),
    StaffSet(id="tom", name="Tom", role="waiter"),
    StaffSet(id="ines", name="Inès", role="bar"),
    StaffSet(id="sam", name="Sam", role="nobody"),
    DeviceSet(
        id="tpe", kind="terminal", name="TPE", profile="caisse_ap", address="sim://"
    ),
    DeviceSet(
        id="p_hot", kind="printer", name="Chaud", profile="escpos", address="sim://"
    ),
)

MENU = (
    Pick(step=0, article="soup"),
    Pick(step=1, article="fish"),
    Pick(step=2, article="beer"),
)


class Known(NamedTuple):
    """A fact and where and when it was written."""

    event: object
    meta: Meta


def renumbered(events: Iterable[object], chain: str = "C1") -> list[Known]:
    """Events as one chain writes them, a second apart."""
    return [
        Known(
            event,
            Meta(
                order=(f"{1_700_000_000_000 + seq * 1000:012x}-0000", chain, seq),
                ts=(EVENING + timedelta(seconds=seq)).isoformat(),
                op="lea",
                bday="2026-11-20",
                tseq=seq,
                hash=f"h{seq}",
            ),
        )
        for seq, event in enumerate(events, 1)
    ]


def world_of(known: Iterable[Known]) -> World:
    """The world after these facts, folded in canonical order."""
    world = World()
    for fact in sorted(known, key=lambda each: each.meta.order):
        world.evolve(fact.event, fact.meta)
    return world


class Till:
    """A terminal with what it knows.

    Attributes:
        known: chain -> its facts as far as this terminal has them, gapless.
        now: wall clock of the whole restaurant; `skew` is the error of this terminal's.
        last: what the last command wrote.
    """

    def __init__(
        self,
        chain: str = "C1",
        *,
        skew: timedelta = timedelta(),
        seeds: tuple[object, ...] = RESTAURANT,
    ) -> None:
        self.chain = chain
        self.skew = skew
        self.now = EVENING
        self.known: dict[str, list[Known]] = {"C0": renumbered(seeds, "C0"), chain: []}
        self.world = world_of(self.known["C0"])
        self.last: tuple[Any, ...] = ()
        self._hlc = ""
        self._newest = self.known["C0"][-1].meta.order
        self._ids = 0
        self._series: dict[str, int] = {}

    # Acting

    def context(self, person: str = "lea", approver: str = "") -> Context:
        """What a decision by this person may know now."""
        rights = self.world.rights_of(person)
        if approver:
            rights |= self.world.rights_of(approver)
        now = self.now + self.skew
        bday = (now - timedelta(hours=5)).date().isoformat()
        closed = self.world.till(self.chain).closed_until
        if bday <= closed:
            bday = (
                (datetime.fromisoformat(closed) + timedelta(days=1)).date().isoformat()
            )
        return Context(
            now=now,
            bday=bday,
            operator=person,
            rights=rights,
            approver=approver,
            terminal=self.chain,
            new_id=self.new_id,
            documents=self.documents,
        )

    def documents(self, order: str) -> tuple[object, ...]:
        """The receipts and refunds of an order that are known here."""
        return tuple(
            fact.event
            for facts in self.known.values()
            for fact in facts
            if isinstance(fact.event, ReceiptIssued | ReceiptRefunded)
            and fact.event.order == order
        )

    def new_id(self) -> str:
        """A fresh id that names its terminal."""
        self._ids += 1
        return f"{self.chain}n{self._ids:05d}"

    def run(
        self, command: Any, person: str = "lea", *, approver: str = ""
    ) -> tuple[Any, ...] | Refusal:
        """Decides and writes; the events or the refusal."""
        context = self.context(person, approver)
        decided = decide(self.world, command, context)
        if isinstance(decided, Refusal):
            return decided
        self.write(decided, context)
        return decided

    def do(
        self, command: Any, person: str = "lea", *, approver: str = ""
    ) -> tuple[Any, ...]:
        """Runs a command that must not be refused."""
        result = self.run(command, person, approver=approver)
        assert not isinstance(result, Refusal), result
        return result

    def refuses(self, command: Any, person: str = "lea") -> str:
        """The code of the refusal that a command must get; nothing may be written."""
        before = len(self.known[self.chain])
        result = self.run(command, person)
        assert isinstance(result, Refusal), result
        assert len(self.known[self.chain]) == before
        return result.code

    def write(self, events: Iterable[Any], context: Context | None = None) -> None:
        """Appends events to the chain and folds them, as they come back from the wire."""
        context = context or self.context()
        self.now += timedelta(milliseconds=20)
        chain = self.known[self.chain]
        written = []
        for event in events:
            spec = spec_of(event)
            ms = int(context.now.timestamp() * 1000)
            self._hlc = following(self._hlc, ms)
            tseq = 0
            if spec.series:
                tseq = self._series[spec.series] = self._series.get(spec.series, 0) + 1
            seq = len(chain) + 1
            meta = Meta(
                order=(self._hlc, self.chain, seq),
                ts=context.now.isoformat(timespec="milliseconds"),
                op=context.operator,
                appr=context.approver,
                bday=context.bday,
                tseq=tseq,
                hash=f"{self.chain}{seq}",
            )
            read = from_data(spec.name, spec.version, to_data(event))
            assert read == event
            chain.append(Known(read, meta))
            written.append(event)
            self._take(chain[-1])
        self.last = tuple(written)

    def _take(self, fact: Known) -> None:
        if fact.meta.order > self._newest:
            self.world.evolve(fact.event, fact.meta)
            self._newest = fact.meta.order
        else:
            self.fold()

    def fold(self) -> None:
        """Folds everything known again, from nothing."""
        facts = [fact for chain in self.known.values() for fact in chain]
        self.world = world_of(facts)
        self._newest = max(fact.meta.order for fact in facts)

    # Meeting others

    def receive(self, chain: str, facts: Iterable[Known]) -> None:
        """Takes over the facts of a chain that are not known yet."""
        mine = self.known.setdefault(chain, [])
        new = [fact for fact in facts if fact.meta.order[2] > len(mine)]
        mine.extend(new)
        self._hlc = max([self._hlc, *(fact.meta.order[0] for fact in new)])
        if new and new[0].meta.order > self._newest:
            for fact in sorted(new, key=lambda each: each.meta.order):
                self.world.evolve(fact.event, fact.meta)
                self._newest = fact.meta.order
        elif new:
            self.fold()

    # The trade's words

    def wait(self, **time: float) -> None:
        """Lets time go by."""
        self.now += timedelta(**time)

    def open(self, float_cents: int = 15_000) -> None:
        """Opens the drawer with a float."""
        coins = (Coins(value=5000, count=float_cents // 5000),)
        self.do(OpenTill(coins=coins))

    def seat(self, table: str = "t1", covers: int = 2, **more: Any) -> str:
        """Opens a table; the id of its order."""
        self.do(OpenOrder(table=table, covers=covers, **more))
        created = self.last[0]
        assert isinstance(created, OrderCreated)
        return created.order

    def take(self, order: str, article: str, n: int = 1, **more: Any) -> str:
        """Takes an article down; the id of the line it became or joined."""
        more.setdefault("quantity", n * MILLI)
        if article == "menu":
            more.setdefault("picks", MENU)
        if article == "steak":
            more.setdefault("options", ("rare",))
        facts = self.do(AddLine(order=order, article=article, **more))
        assert isinstance(facts[0], LineAdded) or facts[0].line
        return str(facts[0].line)

    def send(self, order: str) -> tuple[Any, ...]:
        """Sends what was not sent."""
        return self.do(SendOrder(order=order))

    def pay(
        self, order: str, bill: str = "", method: str = "cash", **more: Any
    ) -> None:
        """Pays what is due on a bill, or `amount` of it."""
        more.setdefault("amount", self.due(order, bill))
        self.do(TakePayment(order=order, bill=bill, method=method, **more))

    def ask_card(self, order: str, amount: int = 0, **more: Any) -> str:
        """Asks the card terminal for what is due; the payment's id."""
        amount = amount or self.due(order, more.get("bill", ""))
        self.do(RequestCard(order=order, amount=amount, terminal="tpe", **more))
        return str(self.last[0].payment)

    def answer(
        self, order: str, payment: str, state: str = "approved", amount: int = 0
    ) -> tuple[Any, ...]:
        """The terminal answers; it approves what was asked when no amount is given."""
        book = self.world.book
        asked = book.refunds.get(payment) or self.order(order).payments[payment]
        amount = amount or asked.amount + asked.tip
        return self.do(
            RecordOutcome(order=order, payment=payment, state=state, amount=amount)
        )

    # Looking

    def order(self, order: str) -> Order:
        """An order by its id."""
        return self.world.book.orders[order]

    def line(self, line: str) -> Line:
        """A line by its id."""
        return self.world.book.lines[line]

    def due(self, order: str, bill: str | None = None) -> int:
        """Cents left to pay on a bill, on the whole order without one."""
        book = self.world.book
        if bill is None:
            return order_due(book, book.orders[order])
        return due(book, book.orders[order], bill)

    def closed(self, order: str) -> bool:
        """Whether nobody has to deal with the order any more."""
        return self.world.book.closed(self.order(order))

    def written(self, kind: type) -> list[Any]:
        """The events of a kind in the last command."""
        return [event for event in self.last if isinstance(event, kind)]


class Sim:
    """Terminals that are apart until they meet."""

    def __init__(self, *skews: float) -> None:
        self.tills = [
            Till(f"C{n}", skew=timedelta(minutes=skew))
            for n, skew in enumerate(skews or (0, 0), 1)
        ]

    def wait(self, **time: float) -> None:
        """Lets time go by, everywhere."""
        latest = max(till.now for till in self.tills) + timedelta(**time)
        for till in self.tills:
            till.now = latest

    def pull(self, to: Till, source: Till, chain: str, upto: int | None = None) -> None:
        """`to` gets what `source` has of a chain, as far as its entry number `upto`."""
        to.receive(chain, source.known.get(chain, [])[:upto])

    def meet(self) -> None:
        """Everybody gets everything."""
        self.wait(seconds=1)
        for to in self.tills:
            for source in self.tills:
                for chain in list(source.known):
                    if source is not to:
                        self.pull(to, source, chain)


def facts_in(till: Till, kind: type) -> list[Known]:
    """All facts of a kind that a terminal knows, in canonical order."""
    facts = [fact for chain in till.known.values() for fact in chain]
    found = [fact for fact in facts if isinstance(fact.event, kind)]
    return sorted(found, key=lambda fact: fact.meta.order)


def settled(world: World) -> World:
    """The world without tills that were only asked for."""
    for name in [name for name, till in world.tills.items() if not till.opened_by]:
        if world.tills[name] == type(world.tills[name])(name):
            del world.tills[name]
    return world

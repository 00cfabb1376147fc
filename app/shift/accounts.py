"""The accounts of a shift: every pair that must agree, taken from two places each.

The journal's facts stand on one side; paper, the kitchen's screen, the terminal's own
ledger, the Z, the read tables and a second house on the other.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from sqlalchemy import text

from app.domain.approvals.events import ApprovalAnswered, ApprovalAsked
from app.domain.credits.events import CreditIssued
from app.domain.floor.events import HandoverAnswered, HandoverOffered, TablesJoined
from app.domain.kitchen.events import DishesRushed, TicketIssued
from app.domain.orders.events import (
    CourseChanged,
    LineAdded,
    LineDivided,
    LinesAdded,
    LineVoided,
    OrderCreated,
    QuantitySet,
    added,
    parse_portion,
)
from app.domain.payments.events import (
    PaymentCompleted,
    PaymentRefunded,
    PaymentRequested,
    RefundRequested,
)
from app.domain.receipts.events import ReceiptIssued, ReceiptRefunded
from app.domain.till.events import CashMoved, DayClosed, DrawerOpened, TillCounted
from app.domain.world import World
from app.fiscal.checking import verify_database
from app.fiscal.closing import sums_of
from app.services.house import House
from app.shift.paper import Paper, read_paper
from app.shift.screens import KitchenScreen
from app.shift.stage import Stage
from hardware.terminals.model import PayKind

Json = dict[str, object]


@dataclass
class Accounts:
    """Figures of a shift, and the pairs that differ.

    Attributes:
        mismatches: {"what", "left", "right"} of each pair that does not agree.
        figures: what `sotto shift --json` prints, without mismatches and seconds.
        told: what went wrong on purpose, in words.
    """

    mismatches: list[Json] = field(default_factory=list)
    figures: Json = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    def agree(self, what: str, left: object, right: object) -> None:
        """Notes a pair; one that differs is a mismatch."""
        if isinstance(left, set) and isinstance(right, set):
            left, right = left - right, right - left  # what only one side knows
        if left != right:
            self.mismatches.append(
                {"what": what, "left": _plain(left), "right": _plain(right)}
            )

    def trouble(self, words: str) -> None:
        """Something that hands could not do."""
        self.mismatches.append({"what": "hands", "left": words, "right": ""})

    def to_json(self, seconds: float) -> Json:
        """Everything, as the command prints it."""
        return {
            **self.figures,
            "mismatches": self.mismatches,
            "seconds": round(seconds, 1),
        }


def _plain(value: object) -> object:
    """A value that JSON can carry."""
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, set | frozenset | list | tuple):
        return [_plain(each) for each in sorted(value, key=str)]
    return value if isinstance(value, int | str | bool | None) else str(value)


def draw_up(stage: Stage, screen: KitchenScreen) -> Accounts:
    """Compares everything once the day is closed and the printers are at rest."""
    accounts = Accounts()
    _orders(accounts, stage)
    _kitchen(accounts, stage, screen)
    _team(accounts, stage)
    _money(accounts, stage)
    _paper(accounts, stage)
    _cards(accounts, stage)
    _journal(accounts, stage)
    return accounts


# Orders and lines


def _orders(accounts: Accounts, stage: Stage) -> None:
    book = stage.world.book
    opened = {event.order for event in stage.written(OrderCreated)}
    standing = {order.id for order in book.open_orders()}
    accounts.agree("orders opened / closed", opened, opened - standing)
    left, voided = _quantities(stage)
    receipts = stage.written(ReceiptIssued)
    accounts.agree(
        "lines that are wanted / whole on receipts", set(left), _on_receipts(receipts)
    )
    accounts.figures |= {
        "orders": len(opened),
        "lines": len(left) + len(voided),
        "voided_lines": len(voided),
    }


def _quantities(stage: Stage) -> tuple[dict[str, int], set[str]]:
    """(line -> thousandths still wanted, lines of which nothing is wanted)."""
    quantity: dict[str, int] = {}
    for fact in stage.facts:
        match fact.event:
            case LineAdded() | LinesAdded() as event:
                quantity |= {line.line: line.quantity for line in added(event)}
            case QuantitySet() as event:
                quantity[event.line] = event.quantity
            case LineVoided() as event:
                quantity[event.line] -= event.quantity
            case LineDivided() as event:
                quantity[event.line] -= event.quantity
                quantity[event.new_line] = event.quantity
            case _:
                pass
    wanted = {line: milli for line, milli in quantity.items() if milli}
    return wanted, set(quantity) - set(wanted)


def _on_receipts(receipts: Iterable[ReceiptIssued]) -> set[str]:
    """Lines whose shares on all receipts come to exactly one."""
    shares: dict[str, Fraction] = defaultdict(Fraction)
    for receipt in receipts:
        for portion in map(parse_portion, receipt.portions):
            shares[portion.line] += Fraction(len(portion.taken), portion.of)
    return {line for line, share in shares.items() if share == 1}


# Kitchen


def _kitchen(accounts: Accounts, stage: Stage, screen: KitchenScreen) -> None:
    stations = stage.world.catalogue.stations
    sent = {(e.station, e.number) for e in stage.written(TicketIssued)}
    paper = _all_paper(stage)
    for station in stations:
        numbers = sorted(number for where, number in sent if where == station)
        accounts.agree(
            f"ticket numbers of {station} / without a gap",
            numbers,
            list(range(1, len(numbers) + 1)),
        )
    accounts.agree("tickets sent / on paper", sent, paper.tickets)
    twice = {key for key, pieces in paper.kitchen.items() if pieces > 1}
    accounts.agree("tickets on paper twice without a mark / none", twice, set())
    accounts.agree("tickets sent / shown in the kitchen", sent, screen.shown)
    accounts.figures["kitchen"] = {
        "sent": len(sent),
        "printed": len(paper.tickets),
        "shown": len(screen.shown),
    }


def _all_paper(stage: Stage) -> Paper:
    printers = stage.suite.devices.simulated_printers.values()
    stations = stage.world.catalogue.stations.values()
    return read_paper(
        (ticket for printer in printers for ticket in printer.tickets),
        {station.id: station.name for station in stations},
    )


def _team(accounts: Accounts, stage: Stage) -> None:
    """What one person asks another for is answered."""
    asked = {event.approval for event in stage.written(ApprovalAsked)}
    answers = {event.approval for event in stage.written(ApprovalAnswered)}
    accounts.agree("approvals asked on other screens / answered", asked, answers)
    offered = {event.handover for event in stage.written(HandoverOffered)}
    taken = {event.handover for event in stage.written(HandoverAnswered)}
    accounts.agree("sections passed on / taken over", offered, taken)
    floor = stage.world.floor
    pushed = [event.tables for event in stage.written(TablesJoined)]
    together = [table for table in floor.tables if len(floor.cluster(table)) > 1]
    joined = [t for tables in pushed if len(tables) > 1 for t in tables]
    stand = [table for table in together if table in joined]
    accounts.agree("tables pushed together tonight that still stand so", stand, [])
    accounts.figures["team"] = {
        "approved_elsewhere": len(answers),
        "handed_over": len(taken),
        "rushed": len(stage.written(DishesRushed)),
        "carried": len(stage.written(CourseChanged)),
        "tables_joined": sum(len(tables) > 1 for tables in pushed),
    }


# Money


def _money(accounts: Accounts, stage: Stage) -> None:
    receipts, refunds = stage.written(ReceiptIssued), stage.written(ReceiptRefunded)
    papers: list[ReceiptIssued | ReceiptRefunded] = [*receipts, *refunds]
    journal, documents = Counter[str](), Counter[str]()
    tips: Counter[str] = Counter()
    for paid in stage.written(PaymentCompleted):
        journal[paid.method] += paid.amount
        tips[paid.method] += paid.tip
    for given in stage.written(PaymentRefunded):
        journal[given.method] -= given.amount
    for tender in (tender for paper in papers for tender in paper.payments):
        documents[tender.method] += tender.amount
    back = sum(refund.ttc for refund in refunds)
    total = sum(receipt.ttc for receipt in receipts) + back
    closed = stage.written(DayClosed)
    sums = sums_of(closed[-1].figures) if closed else {}
    day = {
        item: value
        for (family, item, measure), value in sums.items()
        if (family, measure) == ("tender", "amount")
    }
    day_tips = {
        item: value
        for (family, item, measure), value in sums.items()
        if (family, measure) == ("tender", "tip")
    }
    z_back = sums.get(("document", "refund", "ttc"), 0)
    z_total = sums.get(("document", "sale", "ttc"), 0) + z_back
    accounts.agree("payments in the journal / on receipts", journal, documents)
    accounts.agree("payments in the journal / in the Z", dict(journal), day)
    accounts.agree("tips in the journal / in the Z", +tips, Counter(day_tips))
    accounts.agree("total of receipts / of the Z", total, z_total)
    accounts.agree("given back on refunds / in the Z", back, z_back)
    sold = sum(credit.amount for credit in stage.written(CreditIssued))
    accounts.agree(
        "total of receipts and of vouchers sold / of payments",
        total + sold,
        journal.total(),
    )
    accounts.agree("total of receipts / of the table", total, _table_total(stage))
    accounts.agree("days closed", len(closed), 1)
    counted = [count.difference for count in stage.written(TillCounted)]
    accounts.agree("drawer counted / right to the cent", counted, [0])
    _drawer(accounts, stage)
    accounts.figures |= {
        "payments": dict(sorted(journal.items())),
        "receipts": len(receipts),
        "receipts_total": total,
        "vouchers_sold": sold,
        "z_total": z_total,
    }


def _table_total(stage: Stage) -> int:
    with stage.house.database.read() as connection:
        rows = connection.execute(text("SELECT ttc FROM receipt"))
        return sum(row.ttc for row in rows)


def _drawer(accounts: Accounts, stage: Stage) -> None:
    """Every cash act asks for one opening; those that came too late stay shut."""
    acts = len(stage.written(CashMoved)) + len(stage.written(DrawerOpened))
    acts += sum(paid.method == "cash" for paid in stage.written(PaymentCompleted))
    acts += sum(back.method == "cash" for back in stage.written(PaymentRefunded))
    jobs = [job for job in stage.suite.devices.pool.jobs() if job.kind == "drawer"]
    printers = stage.suite.devices.simulated_printers.values()
    kicks = sum(printer.kicks for printer in printers)
    opened = sum(job.state == "printed" for job in jobs)
    accounts.agree("cash acts / openings asked for", acts, len(jobs))
    accounts.agree("openings confirmed / drawer kicks", opened, kicks)


# Paper and cards


def _paper(accounts: Accounts, stage: Stage) -> None:
    devices = stage.suite.devices
    paper = [d for p in devices.simulated_printers.values() for d in p.digests]
    audit = devices.pool.audit(paper)
    accounts.agree("papers lost", audit.lost, 0)
    accounts.agree("papers twice without a mark", audit.unmarked_duplicates, 0)
    accounts.agree("papers still waiting", audit.pending, 0)
    accounts.figures["spool"] = {
        "printed": audit.printed,
        "unknown": audit.unknown,
        "lost": audit.lost,
        "unmarked_duplicates": audit.unmarked_duplicates,
    }


def _cards(accounts: Accounts, stage: Stage) -> None:
    """Payments and refunds: the terminal's own ledger against the journal."""
    asked = stage.written(PaymentRequested)
    wished = {refund.payment: refund for refund in stage.written(RefundRequested)}
    taken = {
        paid.reference: paid.amount + paid.tip
        for paid in stage.written(PaymentCompleted)
        if paid.method == "card"
    }
    given = {
        wished[back.payment].reference: back.amount
        for back in stage.written(PaymentRefunded)
        if back.payment in wished
    }
    moved = [
        charge
        for terminal in stage.suite.devices.simulated_terminals.values()
        for charge in terminal.approved()
    ]
    charged = {c.reference: c.cents for c in moved if c.kind is PayKind.DEBIT}
    credited = {c.reference: c.cents for c in moved if c.kind is PayKind.CREDIT}
    book = stage.world.book
    payments = [p for order in book.orders.values() for p in order.payments.values()]
    unknown = [
        payment.id
        for payment in (*payments, *book.refunds.values())
        if payment.state in ("unknown", "in_progress")
    ]
    accounts.agree("cards charged at the terminal / in the journal", charged, taken)
    accounts.agree("cards credited at the terminal / in the journal", credited, given)
    closed = stage.written(DayClosed)
    sums = sums_of(closed[-1].figures) if closed else {}
    of_terminals = sum(
        cents
        for (family, _, measure), cents in sums.items()
        if (family, measure) == ("terminal", "amount")
    )
    left = sum(charged.values()) - sum(credited.values())
    accounts.agree("cards at the terminals / in the Z", left, of_terminals)
    accounts.agree("moved once at the terminal", len(moved), len(charged | credited))
    accounts.agree("card payments in doubt", unknown, [])
    accounts.figures["card"] = {
        "asked": len(asked) + len(wished),
        "approved_at_terminal": len(moved),
        "approved_in_journal": len(taken) + len(given),
        "unknown": len(unknown),
    }


# The journal


def _journal(accounts: Accounts, stage: Stage) -> None:
    report = verify_database(stage.house.database, stage.opened.profile, deep=True)
    errors = [finding.to_json() for finding in report.errors]
    accounts.agree("journal verified", errors, [])
    accounts.figures["journal"] = {"entries": report.entries, "errors": len(errors)}


def compare_reload(
    accounts: Accounts, stage: Stage, when: str, *, closed: bool
) -> None:
    """A second house, loaded from the same database, must see the same restaurant.

    Args:
        closed: after a closing a new start reads only what is still open, so who was
            there and which tables stood uncleared that day is not compared.
    """
    house = stage.house
    second = House(house.database, house.journal, house.sealer, house.clock)
    second.load()
    parts = ("catalogue", "settings", "tills")
    for part in parts if closed else (*parts, "floor", "staff", "book"):
        if _part(house.world, part) != _part(second.world, part):
            accounts.agree(f"{part}, {when}", "now", "after a second start")
    accounts.agree(
        f"open orders now / after a second start, {when}",
        {order.id for order in house.world.book.open_orders()},
        {order.id for order in second.world.book.open_orders()},
    )


def _part(world: World, part: str) -> object:
    return getattr(world, part)

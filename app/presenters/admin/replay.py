"""An order played again: what stood on it at each second, and who did what.

The facts are those of the journal, folded one by one as the tills folded them; nothing of
the world that is served now is touched.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from app.domain.orders.billing import order_due
from app.domain.orders.events import (
    DiscountRemoved,
    LineDiscounted,
    LinesMoved,
    LineVoided,
)
from app.domain.orders.evolve import evolve
from app.domain.orders.state import Book, Line
from app.domain.payments.events import PaymentCorrected, PaymentFailed, PaymentUnknown
from app.domain.receipts.events import ReceiptRefunded
from app.domain.wire import spec_of
from app.presenters.admin.journal import kind_words
from app.presenters.admin.stock import quantity_text
from app.presenters.network import terminal_words
from app.presenters.story import fact_words, labels_of
from app.projections.browsing import entries_of_day
from app.services.facts import Fact, facts_of
from app.services.house import House
from app.services.people import person_name
from resources.texts import amount, price, tr
from widgets.order_list_views import CourseView, LineState, LineView, OrderView

_GRAVE = (
    *(LineVoided, LineDiscounted, DiscountRemoved, ReceiptRefunded),
    *(PaymentCorrected, PaymentFailed, PaymentUnknown),
)
"""What somebody who looks an order through stops at."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The order once something has happened to it.

    Attributes:
        moment: when; `words` what happened, `who` did it, where, and who allowed it.
        grave: somebody who looks the order through stops here.
        order: what stands on it; `total` and `left` are its sums.
    """

    moment: datetime
    words: str
    who: str
    grave: bool
    order: OrderView
    total: str
    left: str


def replay_of(house: House, order: str) -> tuple[Scene, ...]:
    """The scenes of an order, oldest first.

    Raises:
        KnownError: the journal cannot be read.
    """
    facts = facts_about(house, order)
    labels = labels_of(facts)
    zone = house.clock().tzinfo
    book, scenes = Book(), list[Scene]()
    for fact in facts:
        evolve(book, fact.event, fact.meta)
        here = order in (
            getattr(fact.event, "order", ""),
            getattr(fact.event, "target", ""),
        )
        if here and order in book.orders:
            scenes.append(_scene(house, book, order, fact, labels, zone))
    return tuple(scenes)


def facts_about(house: House, order: str) -> list[Fact]:
    """All about an order and, so that their lines are known, about those from which
    lines came."""
    found: dict[str, list[Fact]] = {}
    wanted, moves = [order], dict[str, list[Fact]]()
    while wanted:
        each = wanted.pop()
        if each in found:
            continue
        found[each] = list(facts_of(house.journal.entries(stream=f"order/{each}")))
        for day in {fact.meta.bday for fact in found[each]}:
            if day not in moves:
                entries = entries_of_day(house.database, day, ("order.lines_moved",))
                moves[day] = list(facts_of(entries))
            wanted += [
                move.event.order
                for move in moves[day]
                if isinstance(move.event, LinesMoved) and move.event.target == each
            ]
    return sorted((f for facts in found.values() for f in facts), key=lambda f: f.order)


def _scene(
    house: House,
    book: Book,
    order: str,
    fact: Fact,
    labels: dict[str, str],
    zone: tzinfo | None,
) -> Scene:
    meta, found = fact.meta, book.orders[order]
    words = fact_words(house.world, labels, fact) or kind_words(
        spec_of(fact.event).name
    )
    who = [person_name(house, meta.op), terminal_words(house.world, meta.chain)]
    if meta.appr and meta.appr != meta.op:
        who.append(tr("accord {name}", name=person_name(house, meta.appr)))
    lines = [book.lines[each] for each in found.lines if book.lines[each].home == order]
    return Scene(
        moment=datetime.fromisoformat(meta.ts).astimezone(zone),
        words=words,
        who=" · ".join(filter(None, who)),
        grave=isinstance(fact.event, _GRAVE),
        order=_order_view(lines, getattr(fact.event, "line", "")),
        total=price(sum(line.net for line in lines if line.live)),
        left=price(order_due(book, found)),
    )


def _order_view(lines: Iterable[Line], lit: str) -> OrderView:
    views = tuple(_line_view(line) for line in lines)
    course = CourseView(id="all", place=1, name="", lines=views)
    return OrderView(courses=(course,) if views else (), chosen=lit)


def _line_view(line: Line) -> LineView:
    state: LineState = "sent" if line.sent else "to_send"
    reasons = [each.reason for each in line.discounts.values()]
    if not line.live:
        state = "voided"
        reasons = [void.reason for void in line.voids]
    elif line.comped:
        state = "offered"
    return LineView(
        id=line.id,
        name=line.label,
        quantity_text=quantity_text(line.quantity if line.live else line.ordered),
        price_text=amount(line.net if line.live else 0),
        old_price_text=amount(line.gross) if line.live and line.discount else "",
        state=state,
        detail=" · ".join(dict.fromkeys(tr(each) for each in reasons if each)),
    )

"""What can be said of the lines of an order only when all of it was read."""

from collections.abc import Container, Sequence

from voice.understanding.islands import SLOTS, Island
from voice.understanding.lines import Order


def serve_all(order: Order, islands: Sequence[Island], *, everyone: bool) -> None:
    """ "les deux messieurs, un saumon chacun": as many as there are people."""
    guests = [i["guests"] for i in islands if "guests" in i]
    guests = guests or [i["covers"] for i in islands if "covers" in i]
    if len(guests) != 1:
        _serve_as_before(order)
        return
    lines = [line for line in order.lines if line.apiece and line.qty == 1]
    if everyone and len(order.lines) == 1 and order.lines[0].qty == 1:
        lines = order.lines
    for line in lines:
        line.qty, line.said, order.apiece = guests[0], True, True


def _serve_as_before(order: Order) -> None:
    """ "un croque, une omelette et une limonade chacun": one for each dish before."""
    for place, line in enumerate(order.lines):
        before = sum(other.qty for other in order.lines[:place])
        if line.apiece and line.qty == 1:
            line.qty = max(before, 1)
            order.misfits += 1


def find_table(order: Order, islands: Sequence[Island], tables: Container[int]) -> None:
    """ "vingt-quatre, un tartare": a number alone, first or last, is the table."""
    if order.tables or len(order.loose) != 1 or not order.lines:
        return
    number = order.loose[0]
    slots = [i for i in islands if not SLOTS.isdisjoint(i.kinds)]
    first, last = slots[0], slots[-1]
    leads = first.get("num") == number
    ends = last.get("num") == number and last.pause and not slots[-2].get("num")
    ends = ends and all(line.said for line in order.lines)
    if (leads or ends) and number in tables and number > 1:
        order.tables.append((number, "alone"))
        order.loose.clear()
        for line in order.lines:
            line.table = 0 if leads else None


def drop_spelled_out(order: Order) -> None:
    """ "trois verres de vin, deux rouges et un blanc" are three, not six."""
    lines = order.lines
    for number, line in enumerate(lines):
        kinds = [ln for ln in lines[number + 1 :] if set(ln.items) < set(line.items)]
        headed = bool(kinds) and not line.said and number == 0  # "côté eaux, …"
        told = sum(ln.qty for ln in kinds)
        if len(line.items) > 1 and (headed or told == line.qty):
            lines.remove(line)
            return


def drop_said_before(order: Order) -> None:
    """ "un foie gras, deux foies gras pardon": the same article counts once."""
    lines = order.lines
    order.lines = [
        line
        for number, line in enumerate(lines)
        if not any(
            later.items == line.items and line.is_plain for later in lines[number + 1 :]
        )
    ]

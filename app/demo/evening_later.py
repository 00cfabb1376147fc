"""The stories of the demo evening from 20:26 to 20:34: what the kitchen then shows."""

from app.demo.evening_hands import Hands, at
from app.demo.evening_tables import (
    CHEESE,
    DIRECT,
    INES,
    KARIM,
    LEA,
    MAINS,
    Story,
    Telling,
    many,
    settle,
)
from app.domain.orders.billing import next_share
from app.domain.orders.commands import PrintAddition, SplitOrder, VoidLine


def _table_1(hands: Hands) -> Story:
    yield at("20:27")
    order = hands.on("t1")
    hands.send(order, many("planche", 1))
    yield at("20:33:40")
    hands.bump(order, DIRECT)


def _table_3(hands: Hands) -> Story:
    yield at("20:26:30")
    order = hands.on("t3")
    hands.fire(order)
    yield at("20:28")
    hands.start(order, MAINS)
    yield at("20:33:10")
    hands.bump(order, MAINS, "bar_roti")


def _table_7(hands: Hands) -> Story:
    yield at("20:27:30")
    order = hands.on("t7")
    hands.recall(order, MAINS)
    yield at("20:32:55")
    hands.bump(order, MAINS)


def _table_12(hands: Hands) -> Story:
    yield at("20:31")
    order = hands.on("t12")
    hands.run(PrintAddition(order=order), LEA)
    hands.run(SplitOrder(order=order, shares=3), LEA)
    yield at("20:33:15")
    hands.send(order)
    yield at("20:33:30")
    hands.pay(order, next_share(hands.house.world.book, hands.order(order)))


def _table_20(hands: Hands) -> Story:
    yield at("20:27")
    order = hands.on("t20")
    hands.bump(order, CHEESE)
    yield at("20:28")
    hands.start(order, MAINS)
    yield at("20:33:30")
    lines = hands.house.world.book.lines_of(hands.order(order))
    (risotto,) = [line.id for line in lines if line.article == "risotto"]
    taken_back = VoidLine(order=order, line=risotto, reason="Changement d'avis")
    hands.run(taken_back, KARIM, approver="marc")
    yield at("20:33:40")
    hands.send(order, many("bar_roti", 1))


def _table_22(hands: Hands) -> Story:
    yield at("20:28:30")
    order = hands.on("t22")
    hands.send(order, many("kir", 4))
    yield at("20:31")
    hands.serve(order)


def _table_23(hands: Hands) -> Story:
    yield at("20:26:40")
    settle(hands, hands.on("t23"), "card")
    yield at("20:27:10")
    hands.clear("t23")
    yield at("20:27:20")
    order = hands.seat("t23", 2, KARIM)
    yield at("20:27:45")
    hands.send(order, many("bar_roti", 1, "sans_fenouil"), many("risotto", 1))
    yield at("20:29")
    hands.start(order, MAINS)


def _table_24(hands: Hands) -> Story:
    yield at("20:26:50")
    hands.clear("t24")


def _table_25(hands: Hands) -> Story:
    yield at("20:28")
    hands.send(hands.on("t25"), many("haricots", 1))


def _takeaway(hands: Hands) -> Story:
    yield at("20:30:40")
    order = hands.open(INES, "takeaway")
    hands.send(order, many("burger", 1, "sans_oignon"), many("frites", 1))


LATER_STORIES: tuple[Telling, ...] = (
    _table_1,
    _table_3,
    _table_7,
    _table_12,
    _table_20,
    _table_22,
    _table_23,
    _table_24,
    _table_25,
    _takeaway,
)

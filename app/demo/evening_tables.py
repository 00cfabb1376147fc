"""The stories of the demo evening: what happens at each table, and when.

A story is a generator: it yields the moment of its next act, then acts. Prices are those
of the menu, chosen so that the totals are those of the pictures.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from app.demo.evening_hands import Hands, at
from app.demo.guests import Wish
from app.domain.floor.decide import JoinTables
from app.domain.orders.billing import order_due
from app.domain.orders.commands import (
    MoveOrder,
    Pick,
    PrintAddition,
)

Story = Iterator[datetime]
Telling = Callable[[Hands], Story]

DIRECT, STARTERS, MAINS = "direct", "entrees", "plats"
CHEESE, DESSERTS = "fromages", "desserts"
LEA, KARIM, INES = "lea", "karim", "ines"


def many(article: str, portions: int, *options: str) -> Wish:
    """Several of one article, for nobody in particular."""
    return Wish(article, options, quantity=portions * 1000)


# ---------------------------------------------------------------- Léa's section


def _table_1(hands: Hands) -> Story:
    yield at("20:18")
    order = hands.seat("t1", 2, LEA)
    yield at("20:20")
    hands.send(order, many("kir", 2))
    yield at("20:22:30")
    hands.serve(order)


def _table_2(hands: Hands) -> Story:
    yield at("19:44")
    order = hands.seat("t2", 2, LEA)
    yield at("19:48")
    hands.send(
        order,
        many("verre_rouge", 2),
        Wish("soupe_oignon", seats=(1,)),
        Wish("entrecote", ("a_point", "bearnaise", "frites"), seats=(1,)),
        Wish("magret", ("rose",), seats=(2,)),
    )
    yield at("19:51")
    hands.serve(order, DIRECT)
    yield at("19:58")
    hands.bump(order, STARTERS)
    yield at("19:59")
    hands.serve(order)
    yield at("20:12")
    hands.fire(order)


def _table_3(hands: Hands) -> Story:
    yield at("19:50")
    order = hands.seat("t3", 4, LEA)
    yield at("19:52:50")
    hands.hold(order, STARTERS)
    hands.send(
        order,
        many("verre_blanc", 4),
        many("terrine", 2),
        many("burrata", 2),
        Wish("entrecote", ("bleu", "poivre", "frites", "sauce_a_part")),
        Wish("entrecote", ("saignant", "poivre", "frites", "sauce_a_part")),
        many("bar_roti", 1),
        many("risotto", 1),
    )
    yield at("19:56")
    hands.serve(order)
    yield at("19:59")
    hands.fire(order)
    yield at("20:07")
    hands.bump(order, STARTERS)
    yield at("20:08")
    hands.serve(order)


def _table_7(hands: Hands) -> Story:
    yield at("20:01")
    order = hands.seat("t7", 2, LEA)
    yield at("20:03:55")
    hands.send(order, many("pinte", 2), many("terrine", 1), many("burger", 2))
    yield at("20:06")
    hands.serve(order, DIRECT)
    yield at("20:09")
    hands.bump(order, STARTERS)
    yield at("20:10")
    hands.serve(order)
    yield at("20:15:30")
    hands.fire(order)
    yield at("20:17")
    hands.start(order, MAINS)
    yield at("20:25")
    hands.bump(order, MAINS)


def _table_8(hands: Hands) -> Story:
    yield at("19:24")
    order = hands.seat("t8", 4, LEA)
    yield at("19:30")
    hands.send(
        order,
        many("burger", 2),
        Wish("bavette", ("saignant", "legumes")),
        Wish("confit", ("puree",)),
    )
    yield at("19:45")
    hands.bump(order, MAINS)
    yield at("19:46")
    hands.serve(order)
    yield at("20:17")
    hands.send(
        order, many("creme_brulee", 1), many("fondant", 1), many("cafe_gourmand", 1)
    )
    yield at("20:23")
    hands.bump(order, DESSERTS)
    yield at("20:24")
    hands.serve(order)


def _table_12(hands: Hands) -> Story:
    yield at("19:48")
    order = hands.seat("t12", 3, LEA)
    yield at("19:55")
    hands.warn(order, 2, "Fruits à coque")
    hands.send(
        order, Wish("oeufs_mimosa", seats=(1,)), Wish("soupe_oignon", seats=(2,))
    )
    yield at("20:08")
    hands.send(order, Wish("menu_enfant", ("enfant_steak", "frites"), seats=(3,)))
    hands.fire(order, MAINS)
    yield at("20:13")
    hands.bump(order, STARTERS)
    yield at("20:14")
    hands.serve(order, STARTERS)
    yield at("20:18")
    hands.bump(order, MAINS)
    yield at("20:19")
    hands.serve(order, MAINS)
    yield at("20:24:45")
    hands.take(
        order,
        Wish("entrecote", ("saignant", "poivre", "frites"), seats=(1,)),
        Wish("magret", ("rose",), seats=(2,)),
        Wish("verre_rouge", quantity=2000, seats=(1, 2)),
        Wish("sirop", ("sans_glacon",), seats=(3,)),
    )


# -------------------------------------------------------------- Karim's section


def _table_20(hands: Hands) -> Story:
    """Five came at 19:28, six at 20:05; their tables are pushed together."""
    yield at("19:28")
    order = hands.seat("t20", 5, KARIM)
    yield at("19:32")
    hands.send(
        order,
        many("pichet", 1),
        many("eau_gazeuse", 1),
        many("moules", 3),
        many("poulet", 2, "frites"),
    )
    yield at("19:36")
    hands.serve(order, DIRECT)
    yield at("19:46")
    hands.bump(order, MAINS)
    yield at("19:47")
    hands.serve(order)
    yield at("20:05")
    friends = hands.seat("t21", 6, KARIM)
    yield at("20:07:30")
    hands.hold(friends, MAINS)
    hands.send(
        friends,
        many("magret", 2, "rose"),
        many("magret", 1, "a_point"),
        many("entrecote", 2, "saignant", "poivre", "frites"),
        many("risotto", 1),
    )
    yield at("20:10")
    hands.run(MoveOrder(order=friends, table="t20"), KARIM)
    hands.run(JoinTables(tables=("t20", "t21")), KARIM)
    yield at("20:15")
    hands.send(order, many("fromages", 3))
    hands.fire(order, CHEESE)
    yield at("20:25:50")
    hands.fire(order, MAINS)


def _table_22(hands: Hands) -> Story:
    yield at("20:19")
    hands.seat("t22", 4, KARIM)


def _table_23(hands: Hands) -> Story:
    yield at("19:18")
    order = hands.seat("t23", 2, KARIM)
    yield at("19:21")
    hands.send(order, many("pichet", 1), Wish("magret", ("rose",)), many("risotto", 1))
    yield at("19:25")
    hands.serve(order, DIRECT)
    yield at("19:36")
    hands.bump(order, MAINS)
    yield at("19:37")
    hands.serve(order)
    yield at("20:00")
    hands.send(order, many("creme_brulee", 1))
    yield at("20:06")
    hands.serve(order)
    yield at("20:23")
    hands.run(PrintAddition(order=order), KARIM)


def _table_25(hands: Hands) -> Story:
    yield at("20:10")
    order = hands.seat("t25", 4, KARIM)
    yield at("20:14")
    hands.send(order, many("escargots", 1))
    yield at("20:21:55")
    hands.send(order, many("risotto", 2))
    yield at("20:23")
    hands.bump(order, STARTERS)
    yield at("20:24")
    hands.serve(order)


def _terrace(hands: Hands) -> Story:
    """Three tables under the heaters, all of them content."""
    yield at("19:31")
    sweet = hands.seat("t13", 2, KARIM)
    yield at("19:35")
    hands.send(sweet, many("saumon", 2, "riz"), many("verre_blanc", 2))
    yield at("19:50")
    hands.serve(sweet)
    yield at("20:04")
    main = hands.seat("t9", 3, KARIM)
    yield at("20:09")
    hands.send(main, many("pichet", 1), many("moules", 2), many("quenelle", 1))
    yield at("20:12")
    aperitif = hands.seat("t6", 2, KARIM)
    yield at("20:14:30")
    hands.send(aperitif, many("spritz", 2))
    yield at("20:16:30")
    hands.serve(aperitif)
    yield at("20:17:30")
    hands.send(sweet, many("mousse_chocolat", 2))
    yield at("20:21")
    hands.serve(main)
    yield at("20:22")
    hands.serve(sweet)


# ------------------------------------------------------ the bar, and who has left


def _tab(name: str, opened: str, *wishes: Wish) -> Telling:
    def tell(hands: Hands) -> Story:
        yield at(opened)
        order = hands.open(INES, name=name)
        hands.send(order, *wishes)
        yield at(opened) + timedelta(minutes=2)
        hands.serve(order)

    return tell


def _counter(moment: str, method: str, *wishes: Wish) -> Telling:
    def tell(hands: Hands) -> Story:
        yield at(moment)
        order = hands.open(INES, "counter")
        hands.take(order, *wishes)
        settle(hands, order, method)
        if hands.in_hand(order):
            hands.serve(order)

    return tell


def _meal(
    table: str,
    covers: int,
    person: str,
    seated: str,
    paid: str,
    method: str,
    *wishes: Wish,
    laid: bool = True,
) -> Telling:
    """A whole meal: course after course is made and served, then paid."""

    def tell(hands: Hands) -> Story:
        yield (moment := at(seated))
        order = hands.seat(table, covers, person)
        yield (moment := moment + timedelta(minutes=4))
        hands.send(order, *wishes)
        while hands.in_hand(order) or hands.held(order):
            if not hands.in_hand(order):
                yield (moment := moment + timedelta(minutes=4))
                hands.fire(order)
            yield (moment := moment + timedelta(minutes=12))
            hands.serve(order)
        yield at(paid)
        settle(hands, order, method)
        if laid:
            yield at(paid) + timedelta(minutes=3)
            hands.clear(table)

    return tell


def settle(hands: Hands, order: str, method: str) -> None:
    """Everything that is due is paid."""
    hands.pay(order, order_due(hands.house.world.book, hands.order(order)), method)


_MENU = Wish(
    "menu_moulin",
    picks=(
        Pick(step=0, article="terrine"),
        Pick(step=1, article="burger"),
        Pick(step=2, article="creme_brulee"),
        Pick(step=3, article="verre_rouge"),
    ),
)

EVENING_STORIES: tuple[Telling, ...] = (
    _table_1,
    _table_2,
    _table_3,
    _table_7,
    _table_8,
    _table_12,
    _table_20,
    _table_22,
    _table_23,
    _table_25,
    _terrace,
    _tab("Paul", "20:02", many("kir", 1), many("sirop", 1)),
    _tab("Roy", "20:11", many("spritz", 1), many("jus_pomme", 1)),
    _meal("t24", 2, KARIM, "19:08", "20:22", "card",
          many("moules", 2), many("verre_blanc", 2), laid=False),
    _meal("t4", 2, LEA, "18:36", "19:48", "card",
          many("gravlax", 2), many("magret", 2, "rose"), many("tarte_tatin", 2)),
    _meal("t15", 6, LEA, "18:40", "20:02", "card",
          many("gravlax", 4), many("plat_jour", 6), many("tarte_tatin", 4),
          many("brouilly", 2)),
    _meal("t26", 4, KARIM, "18:46", "19:58", "cash",
          many("gravlax", 3), many("quenelle", 4), many("tarte_tatin", 4),
          many("chablis", 1)),
    _meal("t22", 3, KARIM, "18:52", "20:06", "card",
          many("bavette", 3, "a_point", "puree"), many("tarte_tatin", 2)),
    _meal("t7", 2, LEA, "18:35", "19:50", "card", _MENU, _MENU),
    _meal("t10", 4, KARIM, "18:38", "19:40", "card",
          many("planche", 1), many("demi", 4), many("burger", 4)),
    _counter("18:41", "cash", many("cafe", 2)),
    _counter("18:55", "cash", many("miel_lavande", 1), many("sables_beurre", 2)),
    _counter("19:12", "card", many("brouilly_cave", 2), many("sac_kraft", 1)),
    _counter("19:26", "cash", many("demi", 3)),
    _counter("19:43", "card", many("terrine_canard", 1), many("tapenade", 1)),
    _counter("20:07", "cash", many("cafe", 1)),
)  # fmt: skip

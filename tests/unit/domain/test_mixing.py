"""Two drinks in one glass: one line on bill and ticket, its own price, VAT of each part."""

from dataclasses import replace

import pytest
from domain_kit import Till, facts_in

from app.domain.catalogue.decide import SetAvailability, SetCatalogue
from app.domain.catalogue.events import PriceListSet
from app.domain.catalogue.mixes import MixSet
from app.domain.credits.decide import SetClient
from app.domain.kitchen.events import TicketIssued
from app.domain.orders.commands import (
    AddLine,
    Discount,
    DivideLine,
    MixLine,
    NameClient,
    PrintAddition,
    RepeatRound,
    SendOrder,
    SeparateLine,
    ServeAs,
    SplitOrder,
    VoidLine,
)
from app.domain.orders.events import Bill, Portion
from app.domain.receipts.events import ReceiptIssued

LONG = MixSet(
    id="long",
    name="Long drinks",
    rank=1,
    bases=("beer", "wine"),
    mixers=("coffee",),
    portion=300,
)
"""A beer with coffee in it: the house has no whisky."""


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    till.do(SetCatalogue(event=LONG))
    return till


@pytest.fixture
def order(till: Till) -> str:
    return till.seat("t1")


def mix(till: Till, order: str, base: str = "beer", n: int = 1) -> str:
    line = till.take(order, base, n)
    till.do(MixLine(order=order, line=line, mixer="coffee"))
    return line


def test_a_glass_is_one_line_with_both_names(till: Till, order: str) -> None:
    line = till.line(mix(till, order))
    assert (line.label, line.price, len(line.dishes)) == ("Beer + Coffee", 870, 1)
    till.send(order)
    (ticket,) = [e for e in till.last if isinstance(e, TicketIssued)]
    assert [each.label for each in ticket.lines] == ["Beer + Coffee"]


@pytest.mark.parametrize(
    ("rule", "amount", "price"),
    [("sum", 0, 870), ("base", 0, 650), ("base", 150, 800), ("fixed", 990, 990)],
)
def test_the_house_says_what_it_costs(
    till: Till, order: str, rule: str, amount: int, price: int
) -> None:
    till.do(SetCatalogue(event=replace(LONG, rule=rule, amount=amount)))
    assert till.line(mix(till, order)).price == price


def test_each_part_has_its_vat_on_the_receipt(till: Till, order: str) -> None:
    till.do(SetCatalogue(event=replace(LONG, rule="fixed", amount=870)))
    mix(till, order, n=2)
    till.pay(order)
    (known,) = facts_in(till, ReceiptIssued)
    receipt = known.event
    assert {row.rate: row.ttc for row in receipt.vat} == {1000: 440, 2000: 1300}
    head, *parts = receipt.lines
    assert (head.label, head.total, head.article) == ("Beer + Coffee", 1740, "beer")
    assert [part.article for part in parts] == ["beer", "coffee"]


def test_a_drink_that_stood_there_goes_into_the_glass(till: Till, order: str) -> None:
    line, coffee = till.take(order, "beer"), till.take(order, "coffee", 2)
    till.do(MixLine(order=order, line=line, mixer="coffee"))
    assert till.line(coffee).quantity == 1000
    till.do(SeparateLine(order=order, line=line))
    till.do(MixLine(order=order, line=line, mixer="coffee"))
    assert till.due(order) == 870 + 220


def test_taken_apart_both_stand_alone_again(till: Till, order: str) -> None:
    line = mix(till, order, n=2)
    till.do(SeparateLine(order=order, line=line))
    names = [
        (each.label, each.price) for each in till.world.book.lines_of(till.order(order))
    ]
    assert names == [("Beer", 650), ("Coffee", 220)]
    assert not till.line(line).formule
    till.do(MixLine(order=order, line=line, mixer="coffee"))
    till.do(SeparateLine(order=order, line=line, keep=False))
    assert till.due(order) == 1300


def test_what_is_not_there_any_more_is_not_taken_out_of_a_glass(
    till: Till, order: str
) -> None:
    till.do(SetAvailability(article="coffee", remaining=1))
    line = mix(till, order, n=3)
    assert till.refuses(SeparateLine(order=order, line=line)) == "sold_out"
    till.do(SeparateLine(order=order, line=line, keep=False))
    assert till.world.catalogue.remaining["coffee"] == 1000


@pytest.mark.parametrize(
    ("rule", "amount", "cents"),
    [("sum", 0, 696), ("base", 220, 740), ("base", 100, 620), ("fixed", 990, 990)],
)
def test_a_client_who_is_named_late_pays_for_a_glass_what_they_had_paid_before(
    till: Till, rule: str, amount: int, cents: int
) -> None:
    till.do(SetCatalogue(event=replace(LONG, rule=rule, amount=amount)))
    mates = PriceListSet(
        id="mates", name="Voisins", rank=1, prices=(), cut=2000, clients=("durand",)
    )
    till.do(SetCatalogue(event=mates))
    till.do(SetClient(client="durand", name="sealed"))
    before, after = till.seat("t1"), till.seat("t2")
    till.do(NameClient(order=before, client="durand"))
    for order in (before, after):
        mix(till, order)
    till.do(NameClient(order=after, client="durand"))
    assert till.due(before) == till.due(after) == cents


def test_so_much_as_is_poured_leaves_the_countdown(till: Till, order: str) -> None:
    till.do(SetAvailability(article="coffee", remaining=1))
    till.do(SetAvailability(article="beer", remaining=4))
    line = mix(till, order, n=3)
    left = till.world.catalogue.remaining
    assert (left["coffee"], left["beer"]) == (100, 1000)
    other = till.take(order, "beer")
    full = MixLine(order=order, line=other, mixer="coffee")
    assert till.refuses(full) == "sold_out"
    till.do(SeparateLine(order=order, line=line, keep=False))
    assert (left["coffee"], left["beer"]) == (1000, 0)
    till.do(full)
    till.do(VoidLine(order=order, line=other))
    assert (left["coffee"], left["beer"]) == (1000, 1000)


def test_what_was_sent_or_does_not_go_together_is_not_joined(
    till: Till, order: str
) -> None:
    soup, beer = till.take(order, "soup"), till.take(order, "beer")
    assert till.refuses(MixLine(order=order, line=soup, mixer="coffee")) == "not_to_mix"
    assert till.refuses(MixLine(order=order, line=beer, mixer="soup")) == "not_to_mix"
    assert till.refuses(SeparateLine(order=order, line=beer)) == "not_to_mix"
    till.do(MixLine(order=order, line=beer, mixer="coffee"))
    assert till.refuses(MixLine(order=order, line=beer, mixer="coffee")) == "not_to_mix"
    till.send(order)
    assert till.refuses(SeparateLine(order=order, line=beer)) == "line_sent"
    wine = till.take(order, "wine")
    till.do(SetCatalogue(event=replace(LONG, active=False)))
    assert till.refuses(MixLine(order=order, line=wine, mixer="coffee")) == "not_to_mix"


def test_the_same_round_has_the_same_glasses(till: Till, order: str) -> None:
    mix(till, order)
    till.do(SendOrder(order=order))
    till.do(RepeatRound(order=order))
    lines = till.world.book.lines_of(till.order(order))
    assert [line.label for line in lines] == ["Beer + Coffee"] * 2
    till.do(AddLine(order=order, article="beer", mixer="coffee"))
    assert lines[1].quantity == 2000


def test_it_is_split_and_reduced_as_any_line(till: Till, order: str) -> None:
    line = mix(till, order, n=2)
    till.do(Discount(order=order, line=line, percent=1000, reason="geste"))
    till.do(DivideLine(order=order, line=line, quantity=1000))
    part = next(each for each in till.order(order).lines if each != line)
    assert (till.line(part).label, till.line(part).net) == ("Beer + Coffee", 783)
    halves = tuple(
        Bill(
            id=f"b{half}",
            portions=tuple(
                Portion(line=each, of=2, taken=(half,)) for each in (line, part)
            ),
        )
        for half in (0, 1)
    )
    till.do(SplitOrder(order=order, bills=halves))
    for half in ("b0", "b1"):
        till.pay(order, half)
    total = [known.event.ttc for known in facts_in(till, ReceiptIssued)]
    assert sum(total) == 1566
    assert till.closed(order)


def test_taken_away_after_all_each_part_has_the_rate_of_that(till: Till) -> None:
    order = till.seat("", mode="counter", covers=0)
    line = mix(till, order)
    till.do(ServeAs(order=order, preset="takeaway"))
    assert till.line(line).price == 870
    till.pay(order)
    (known,) = facts_in(till, ReceiptIssued)
    assert {row.rate for row in known.event.vat} == {1000, 2000}
    assert {each.nature for each in known.event.lines} == {"GOODS"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": ""}, "name_invalid"),
        ({"rule": "half"}, "mix_rule_unknown"),
        ({"rule": "fixed"}, "price_out_of_range"),
        ({"amount": -1}, "price_out_of_range"),
        ({"portion": 0}, "portion_out_of_range"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(
    till: Till, change: dict[str, object], code: str
) -> None:
    event = replace(LONG, **change)  # type: ignore[arg-type]
    assert till.refuses(SetCatalogue(event=event)) == code
    assert till.refuses(SetCatalogue(event=LONG), "tom") == "right_missing"


def test_what_the_guest_read_on_an_addition_is_neither_joined_nor_parted(
    till: Till, order: str
) -> None:
    line, other = mix(till, order), till.take(order, "wine")
    till.do(PrintAddition(order=order))
    apart = SeparateLine(order=order, line=line, keep=False)
    assert till.refuses(apart) == "line_shown"
    cheap = replace(LONG, rule="fixed", amount=100)
    till.do(SetCatalogue(event=cheap))
    joined = MixLine(order=order, line=other, mixer="coffee")
    assert till.refuses(joined) == "line_shown"


def test_a_drink_that_is_wanted_its_own_way_or_by_another_guest_stays(
    till: Till, order: str
) -> None:
    line = till.take(order, "beer")
    till.do(AddLine(order=order, article="coffee", kitchen_note="sans sucre"))
    till.do(AddLine(order=order, article="coffee", seats=(2,)))
    till.do(MixLine(order=order, line=line, mixer="coffee"))
    lines = [each.article for each in till.world.book.lines_of(till.order(order))]
    assert lines == ["beer", "coffee", "coffee"]

"""Orders that programs bring: what is unknown, sold out or half said is never dropped."""

from dataclasses import replace
from datetime import timedelta

import pytest
from domain_kit import Till

from app.domain.access.decide import CreateKey
from app.domain.catalogue.decide import SetAvailability, SetCatalogue
from app.domain.catalogue.events import ListedPrice, PriceListSet
from app.domain.channels.decide import SetChannels
from app.domain.orders.commands import (
    AddLine,
    CheckOrder,
    ImportOrder,
    MoveOrder,
    PlaceOrder,
)
from app.domain.orders.import_events import OrderImported, PaidElsewhere
from app.domain.orders.importing import to_check, unbooked
from app.domain.orders.state import Line
from app.domain.payments.commands import CorrectPayment, TakePayment


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    return till


def wish(article: str, n: int = 1, **more: object) -> AddLine:
    return AddLine(order="", article=article, quantity=n * 1000, merge=False, **more)  # type: ignore[arg-type]


def brought(till: Till, *lines: AddLine, **more: object) -> str:
    """A program brings these; the id of the order."""
    names = more.pop("names", tuple(line.article.capitalize() for line in lines))
    said = {"mode": "takeaway", "lines": lines} | more.pop("place", {})  # type: ignore[operator]
    place = PlaceOrder(**said)  # type: ignore[arg-type]
    till.do(ImportOrder(order=place, names=names, **more))  # type: ignore[arg-type]
    return str(till.last[0].order)


def lines(till: Till, order: str) -> list[Line]:
    return till.world.book.lines_of(till.order(order))


def codes(till: Till, order: str) -> list[str]:
    told = till.order(order).imported
    assert told is not None
    return [doubt.code for doubt in told.doubts]


def test_what_comes_in_whole_has_nothing_to_check(till: Till) -> None:
    order = brought(till, wish("soup", 2), wish("steak", options=("rare",)))
    assert [(x.article, x.net) for x in lines(till, order)] == [
        ("soup", 1700),
        ("steak", 2400),
    ]
    assert codes(till, order) == []
    assert not to_check(till.order(order))
    assert till.refuses(CheckOrder(order=order)) == "order_checked"


def test_an_unknown_item_becomes_an_open_one_at_the_highest_rate(till: Till) -> None:
    order = brought(
        till,
        wish("pizza_regina", 2, price=1250, kitchen_note="sans olives"),
        wish("soup"),
        names=("Pizza Regina", "Soupe"),
    )
    pizza, soup = lines(till, order)
    assert (pizza.label, pizza.net, pizza.rate) == ("Pizza Regina", 2500, 2000)
    assert pizza.kitchen_note == "sans olives"
    assert pizza.dishes[0].station  # somebody is asked to make it
    assert soup.article == "soup"
    (doubt,) = till.order(order).imported.doubts  # type: ignore[union-attr]
    assert (doubt.told, doubt.code) == ("2 × Pizza Regina", "article_unknown")
    assert doubt.line == pizza.id
    assert to_check(till.order(order))


def test_an_item_that_is_half_said_keeps_its_article_and_vat(till: Till) -> None:
    order = brought(
        till, wish("steak"), wish("soup", options=("extra_hot",)), wish("beer")
    )
    steak, soup, beer = lines(till, order)
    assert (steak.article, steak.rate, steak.net) == ("steak", 1000, 2400)
    assert soup.kitchen_note == "extra_hot"  # told to the cook in words
    assert beer.rate == 2000
    assert codes(till, order) == ["choice_missing", "option_unknown"]


def test_what_is_sold_out_is_kept_and_said(till: Till) -> None:
    till.do(SetAvailability(article="soup", remaining=3))
    order = brought(till, wish("soup", 2), wish("soup", 2))
    assert [line.net for line in lines(till, order)] == [1700, 1700]
    assert codes(till, order) == ["sold_out"]


def test_a_time_a_table_or_a_waiter_that_cannot_be_is_said(till: Till) -> None:
    gone = till.now - timedelta(hours=2)
    order = brought(till, wish("soup"), place={"promised": gone, "waiter": "nobody"})
    assert till.order(order).promised == 0
    assert codes(till, order) == ["person_unknown", "promise_out_of_range"]
    till.seat("t1")
    other = brought(till, wish("soup"), place={"table": "t1", "mode": "dine_in"})
    assert till.order(other).table == ""
    assert codes(till, other) == ["table_taken"]


def test_what_is_eaten_in_keeps_its_vat_when_its_table_is_taken(till: Till) -> None:
    till.seat("t1")
    water = replace(till.world.catalogue.articles["soup"], vat_takeaway="reduced")
    till.do(SetCatalogue(event=water))
    order = brought(till, wish("soup"), place={"table": "t1", "mode": "dine_in"})
    assert codes(till, order) == ["table_taken"]
    assert [line.rate for line in lines(till, order)] == [1000]


def test_several_payments_are_kept_and_those_that_could_not_be_taken_are_said(
    till: Till,
) -> None:
    told = (
        PaidElsewhere(method="transfer", amount=500, reference="pi_1"),
        PaidElsewhere(method="transfer", amount=350, reference="pi_2"),
    )
    order = brought(till, wish("soup"), payments=told)
    assert unbooked(till.order(order)) == list(told)
    assert to_check(till.order(order))
    for paid in told:
        till.do(TakePayment(order=order, method="transfer", amount=paid.amount))
    assert unbooked(till.order(order)) == []
    assert not to_check(till.order(order))
    (receipt,) = till.order(order).receipts
    assert len(receipt.payments) == 2


def test_it_rings_until_somebody_has_looked(till: Till) -> None:
    order = brought(till, wish("nothing", price=100))
    assert to_check(till.order(order))
    till.do(CheckOrder(order=order), "tom")
    assert not to_check(till.order(order))
    till.fold()  # the same for who hears of it later
    assert not to_check(till.order(order))


def test_an_open_item_is_sold_closed_and_counted_like_any_other(till: Till) -> None:
    order = brought(till, wish("nothing", price=1000), names=("Surprise",))
    till.send(order)
    till.pay(order)
    receipt = next(e for e in till.last if hasattr(e, "vat"))
    assert [(row.rate, row.ttc) for row in receipt.vat] == [(2000, 1000)]
    assert till.world.book.closed(till.order(order))


def test_a_pause_still_keeps_it_out(till: Till) -> None:
    till.do(CreateKey(name="Boutique", secret="0" * 64, scopes=("orders:write",)))
    by = f"key:{till.last[0].key}"
    till.do(SetChannels(open=False))
    place = PlaceOrder(mode="takeaway", lines=(wish("soup"),))
    assert till.refuses(ImportOrder(order=place, names=("Soupe",)), by) == (
        "channels_paused"
    )
    assert not any(isinstance(e, OrderImported) for e in till.last)


def test_words_of_a_program_command_no_printer_and_stay_short(till: Till) -> None:
    wild = "\x1b@Pizza\x00\u202e" + "x" * 190
    order = brought(till, wish("sku"), names=(wild,), reference="A\x1b17", payments=())
    (line,) = lines(till, order)
    assert line.label.isprintable()
    assert len(line.label) <= 60
    told = till.order(order).imported
    assert told is not None
    assert told.reference.isprintable()
    assert all(doubt.told.isprintable() for doubt in told.doubts)


def test_two_hundred_unknown_items_are_all_there(till: Till) -> None:
    asked = [wish(f"sku-{n}", price=100) for n in range(200)]
    order = brought(till, *asked)
    assert len(lines(till, order)) == 200
    assert len(codes(till, order)) == 200


def test_what_is_sold_out_keeps_its_choices_in_words_and_the_rooms_price(
    till: Till,
) -> None:
    dearer = PriceListSet(
        id="terrace",
        name="Terrasse",
        rank=-1,
        prices=(ListedPrice(article="steak", price=3000),),
        rooms=("terrace",),
    )
    till.do(SetCatalogue(event=dearer))
    till.do(SetAvailability(article="steak", remaining=0))
    order = brought(
        till,
        wish("steak", options=("rare",), kitchen_note="sans sel"),
        place={"table": "t5", "mode": "dine_in", "covers": 1},
    )
    (steak,) = lines(till, order)
    assert steak.kitchen_note == "sans sel, Saignant"  # no cook knows an option's id
    assert steak.net == 3000


def test_choices_that_do_not_fit_a_note_are_said_all_the_same(till: Till) -> None:
    words = tuple(f"sans ingrédient numéro {n}" for n in range(30))
    order = brought(till, wish("nothing", options=words, price=100))
    told = till.order(order).imported
    assert told is not None
    said = " ".join(doubt.told for doubt in told.doubts)
    assert all(word in said for word in words)


def test_money_that_moved_with_the_lines_is_not_missed(till: Till) -> None:
    till.seat("t2")
    (other,) = till.world.book.open_orders()
    paid = PaidElsewhere(method="transfer", amount=500)
    order = brought(
        till,
        wish("soup"),
        place={"table": "t1", "mode": "dine_in", "covers": 1},
        payments=(paid,),
    )
    till.do(TakePayment(order=order, method="transfer", amount=500))
    assert not to_check(till.order(order))
    till.do(MoveOrder(order=order, table="t2"))
    assert [p.amount for p in till.order(other.id).payments.values()] == [500]
    assert not to_check(till.order(order))
    till.fold()
    assert not to_check(till.order(order))


def test_a_tender_that_was_corrected_is_not_taken_again(till: Till) -> None:
    paid = PaidElsewhere(method="transfer", amount=850)
    order = brought(till, wish("soup"), payments=(paid,))
    till.do(TakePayment(order=order, method="transfer", amount=850))
    (tender,) = till.order(order).payments.values()
    till.do(
        CorrectPayment(
            payment=tender.id,
            method="card_manual",
            reason="Payé par carte",
            order=order,
        )
    )
    assert not to_check(till.order(order))

"""Stock: movements, counts, what sales take of it, and who is told that it runs out."""

import pytest
from domain_kit import Sim, Till, settled, world_of
from hypothesis import given
from hypothesis import strategies as st
from player_kit import searching

from app.domain.inventory.decide import CountStock, MoveStock, SetItem, SetRecipe
from app.domain.inventory.events import (
    ItemSet,
    LowStock,
    Part,
    RecipeSet,
    Restocked,
    StockMoved,
    StockUsed,
)
from app.domain.kitchen.decide import StartDishes
from app.domain.orders.commands import SetQuantity, VoidLine
from app.domain.payments.commands import (
    Disposed,
    RefundFreely,
    RefundReceipt,
    Returned,
)
from app.domain.receipts.events import Disposition, ReceiptIssued

BEEF = ItemSet(id="beef", name="Bœuf", unit="kg", low=2000, supplier="Dumas", cost=2450)
POTATO = ItemSet(id="potato", name="Pommes de terre", unit="kg", low=5000)
BOTTLE = ItemSet(id="bottle", name="Bière 33 cl", low=6000)
RECIPES = (
    RecipeSet(
        article="steak",
        parts=(Part(item="beef", quantity=300), Part(item="potato", quantity=250)),
    ),
    RecipeSet(article="fries", parts=(Part(item="potato", quantity=200),)),
    RecipeSet(article="beer", parts=(Part(item="bottle", quantity=1000),)),
    RecipeSet(article="ham", parts=(Part(item="beef", quantity=1100),)),
)


def larder() -> Till:
    """A till of a house that keeps ten kilograms of beef and twelve bottles."""
    till = Till()
    stock(till)
    return till


def stock(till: Till) -> None:
    for item in (BEEF, POTATO, BOTTLE):
        till.do(SetItem(event=item))
    for recipe in RECIPES:
        till.do(SetRecipe(event=recipe))
    for item, level in (("beef", 10_000), ("potato", 20_000), ("bottle", 12_000)):
        till.do(MoveStock(item=item, kind="delivery", quantity=level))


def level(till: Till, item: str) -> int:
    return till.world.inventory.level(item)


def test_what_is_taken_down_is_taken_off_and_given_back_while_nobody_makes_it() -> None:
    till = larder()
    order = till.seat()
    steak = till.take(order, "steak", 2, options=("rare", "with_fries", "mustard"))
    assert level(till, "beef") == 10_000 - 600
    assert level(till, "potato") == 20_000 - 500 - 400
    till.do(SetQuantity(order=order, line=steak, quantity=3000))
    assert level(till, "beef") == 10_000 - 900
    till.send(order)
    till.do(VoidLine(order=order, line=steak, quantity=1000, reason="trop"))
    assert level(till, "beef") == 10_000 - 600
    beer = till.take(order, "beer", 1)
    till.send(order)
    dishes = tuple(dish.id for dish in till.line(beer).dishes)
    till.do(StartDishes(order=order, station="bar", dishes=dishes))
    till.do(VoidLine(order=order, line=beer, reason="trop"))
    assert level(till, "bottle") == 11_000


def test_a_formule_takes_what_its_dishes_take_and_a_weight_what_it_weighs() -> None:
    till = larder()
    order = till.seat()
    till.take(order, "menu")  # soup, fish and a beer
    assert level(till, "bottle") == 11_000
    till.take(order, "ham", quantity=250)
    assert level(till, "beef") == 10_000 - 275
    assert till.written(StockUsed)


def test_an_article_without_a_recipe_writes_nothing() -> None:
    till = larder()
    till.take(till.seat(), "cake")
    assert till.written(StockUsed) == []


def test_movements_add_up_and_a_count_begins_anew() -> None:
    till = larder()
    till.do(MoveStock(item="beef", kind="waste", quantity=500, note=" \n tombé "))
    assert till.last[0] == StockMoved(
        item="beef", kind="waste", quantity=-500, note="tombé"
    )
    till.do(MoveStock(item="beef", kind="transfer", quantity=-1000))
    till.do(MoveStock(item="beef", kind="correction", quantity=200))
    assert level(till, "beef") == 8700
    (counted,) = till.do(CountStock(item="beef", level=8000))
    assert counted.expected == 8700
    till.do(MoveStock(item="beef", kind="delivery", quantity=100))
    assert level(till, "beef") == 8100


def test_running_out_is_told_once_and_so_is_the_end_of_it() -> None:
    till = larder()
    order = till.seat()
    till.take(order, "beer", 5)
    assert till.written(LowStock) == []
    till.take(order, "beer", 1)
    assert till.written(LowStock) == [LowStock(item="bottle", level=6000, low=6000)]
    assert [item.id for item in till.world.inventory.alerts()] == ["bottle"]
    till.take(order, "beer", 1)
    assert till.written(LowStock) == []
    till.do(MoveStock(item="bottle", kind="delivery", quantity=500))
    assert till.written(Restocked) == []
    till.do(CountStock(item="bottle", level=24_000))
    assert till.written(Restocked) == [Restocked(item="bottle", level=24_000, low=6000)]
    assert till.world.inventory.alerts() == []
    till.do(CountStock(item="bottle", level=3000))
    assert len(till.written(LowStock)) == 1


def test_the_threshold_itself_may_raise_the_alert() -> None:
    till = larder()
    higher = ItemSet(id="beef", name="Bœuf", unit="kg", low=15_000)
    till.do(SetItem(event=higher))
    assert len(till.written(LowStock)) == 1
    till.do(SetItem(event=ItemSet(id="beef", name="Bœuf", unit="kg", active=False)))
    assert len(till.written(Restocked)) == 1


def test_selling_goes_on_below_zero() -> None:
    till = larder()
    till.take(till.seat(), "beer", 20)
    assert level(till, "bottle") == -8000


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (MoveStock(item="x", kind="waste", quantity=1), "item_unknown"),
        (MoveStock(item="beef", kind="waste", quantity=0), "quantity_out_of_range"),
        (MoveStock(item="beef", kind="waste", quantity=-5), "quantity_out_of_range"),
        (
            MoveStock(item="beef", kind="delivery", quantity=10**10),
            "quantity_out_of_range",
        ),
        (MoveStock(item="beef", kind="theft", quantity=1), "movement_unknown"),  # type: ignore[arg-type]
        (CountStock(item="beef", level=-1), "quantity_out_of_range"),
        (CountStock(item="x", level=1), "item_unknown"),
        (SetItem(event=ItemSet(id="", name="x")), "id_invalid"),
        (SetItem(event=ItemSet(id="x", name=" ")), "name_invalid"),
        (SetItem(event=ItemSet(id="x", name="x", unit="barrel")), "unit_unknown"),
        (SetItem(event=ItemSet(id="x", name="x", low=-1)), "quantity_out_of_range"),
        (SetItem(event=ItemSet(id="x", name="x", cost=-1)), "price_out_of_range"),
        (SetRecipe(event=RecipeSet(article="x", parts=())), "article_unknown"),
        (
            SetRecipe(
                event=RecipeSet(article="soup", parts=(Part(item="x", quantity=1),))
            ),
            "item_unknown",
        ),
        (
            SetRecipe(
                event=RecipeSet(article="soup", parts=(Part(item="beef", quantity=0),))
            ),
            "quantity_out_of_range",
        ),
        (
            SetRecipe(
                event=RecipeSet(
                    article="soup", parts=2 * (Part(item="beef", quantity=1),)
                )
            ),
            "recipe_invalid",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(asked: object, why: str) -> None:
    assert larder().refuses(asked) == why


def test_stock_needs_its_rights() -> None:
    till = larder()
    for asked in (
        MoveStock(item="beef", kind="waste", quantity=1),
        SetItem(event=BEEF),
    ):
        assert till.refuses(asked, "tom") == "right_missing"


deeds = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(["beef", "bottle"]),
        st.sampled_from(["delivery", "waste", "correction", "count", "sell"]),
        st.integers(1, 9),
        st.integers(0, 60),
    ),
    max_size=30,
)


@searching
@given(skew=st.sampled_from([0, 10, -10]), script=deeds)
def test_terminals_apart_add_up_and_agree(skew: float, script) -> None:
    sim = Sim(0, skew)
    stock(sim.tills[0])
    sim.meet()
    orders = [till.seat(f"t{n}") for n, till in enumerate(sim.tills, 1)]
    for who, item, deed, much, wait in script:
        sim.wait(seconds=wait)
        till = sim.tills[who % 2]
        if who == 2:
            sim.meet()
        elif deed == "count":
            till.do(CountStock(item=item, level=much * 1000))
        elif deed == "sell":
            till.take(orders[who], "steak" if item == "beef" else "beer", much)
        else:
            till.do(MoveStock(item=item, kind=deed, quantity=much * 1000))
    sim.meet()
    worlds = [settled(till.world) for till in sim.tills]
    assert worlds[0].inventory == worlds[1].inventory
    facts = [fact for chain in sim.tills[0].known.values() for fact in chain]
    assert world_of(facts).inventory == worlds[0].inventory
    if all(deed != "count" for _, _, deed, _, _ in script):
        sold = sum(
            much
            for who, item, deed, much, _ in script
            if who < 2 and (item, deed) == ("bottle", "sell")
        )
        moved = sum(
            {"delivery": 1, "correction": 1, "waste": -1}.get(deed, 0) * much
            for who, item, deed, much, _ in script
            if who < 2 and item == "bottle"
        )
        assert worlds[0].inventory.level("bottle") == (12 + moved - sold) * 1000


def test_a_bottle_that_comes_back_is_on_the_shelf_again_and_a_lost_one_is_not() -> None:
    till = larder()
    till.open()
    order = till.seat()
    till.take(order, "beer", 3)
    till.take(order, "ham", quantity=250)
    till.pay(order)
    (document,) = till.written(ReceiptIssued)
    levels = level(till, "bottle"), level(till, "beef")

    def back(line: int, milli: int, disposition: Disposition) -> None:
        till.do(
            RefundReceipt(
                original=document,
                number="C1-000001",
                back=((line, milli),),
                reason="rendu",
                method="cash",
                disposed=(Disposed(line=line, disposition=disposition),),
            )
        )

    back(0, 1000, "waste")
    assert (level(till, "bottle"), level(till, "beef")) == levels
    back(0, 2000, "stock")
    back(1, 250, "stock")
    assert level(till, "bottle") == levels[0] + 2000 == 11_000
    assert level(till, "beef") == levels[1] + 275 == 10_000


def test_what_was_sold_without_its_ticket_goes_back_on_the_shelf_too() -> None:
    till = larder()
    till.open()
    line = Returned(article="beer", quantity=1000, price=650, disposition="stock")
    till.do(RefundFreely(lines=(line,), reason="bouteille pleine", method="cash"))
    assert level(till, "bottle") == 13_000

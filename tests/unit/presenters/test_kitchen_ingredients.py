"""What stations have to make ready: ingredients of recipes, in batches."""

import pytest
from domain_kit import Till

from app.domain.inventory.decide import SetItem, SetRecipe
from app.domain.inventory.events import ItemSet, Part, RecipeSet
from app.domain.kitchen.decide import BumpDishes, StartDishes
from app.domain.orders.commands import AddLine, SendOrder
from app.presenters.kitchen.cards import cards
from app.presenters.kitchen.ingredients import batch_words, plural
from app.presenters.kitchen.panels import present_all_day
from resources.texts import set_language
from widgets.kitchen_wall_panels import IngredientRow

PATTY = ItemSet(id="patty", name="Steak", counted=True, batch=4000, pan="poêle")
POTATO = ItemSet(id="potato", name="Pommes", unit="kg", counted=True)


@pytest.fixture(name="till")
def till_fixture() -> Till:
    """A "fish" is a double burger: two patties; a salad has potatoes, which nobody counts
    at a station until they are."""
    set_language("fr")
    till = Till()
    till.open()
    for item in (PATTY, POTATO):
        till.do(SetItem(event=item))
    for article, parts in (
        ("fish", (Part(item="patty", quantity=2000),)),
        ("fries", (Part(item="potato", quantity=250),)),
    ):
        till.do(SetRecipe(event=RecipeSet(article=article, parts=parts)))
    return till


def send(till: Till, article: str, count: int, table: str = "t1", **more) -> str:
    order = till.seat(table)
    quantity = count * 1000
    till.do(AddLine(order=order, article=article, quantity=quantity, **more))
    till.do(SendOrder(order=order))
    return order


def rows(till: Till, station: str = "hot") -> tuple[IngredientRow, ...]:
    shown = cards(till.world, station)
    return present_all_day(till.world, shown, station, till.now).ingredients


def dishes(till: Till, order: str) -> tuple[str, ...]:
    return tuple(f"{line}.0" for line in till.order(order).lines)


def test_five_doubles_are_ten_patties_in_pans_of_four(till) -> None:
    send(till, "fish", 5)
    assert rows(till) == (
        IngredientRow(
            id="item:patty",
            name="Steak",
            to_do="10",
            cooking="0",
            coming="0",
            batches="2 poêles de 4 + 2",
        ),
    )


def test_what_a_cook_has_in_hand_and_what_waits_stand_apart(till) -> None:
    first = send(till, "fish", 1)
    send(till, "fish", 2, "t2")
    till.do(StartDishes(order=first, station="hot", dishes=dishes(till, first)))
    later = till.seat("t3")
    till.do(AddLine(order=later, article="soup"))
    till.do(AddLine(order=later, article="fish"))
    till.do(SendOrder(order=later))
    (row,) = rows(till)
    assert (row.to_do, row.cooking, row.coming) == ("4", "2", "2")
    assert row.batches == "1 poêle de 4"


def test_what_is_on_the_pass_takes_nothing_any_more(till) -> None:
    order = send(till, "fish", 1)
    till.do(BumpDishes(order=order, station="hot", dishes=dishes(till, order)))
    assert rows(till) == ()


def test_a_side_that_is_an_article_has_its_own_recipe(till) -> None:
    send(till, "steak", 3, options=("rare", "with_fries", "mustard"))
    (row,) = rows(till)
    assert (row.name, row.to_do, row.batches) == ("Pommes · kg", "0,75", "")


def test_an_item_that_is_not_counted_is_on_no_wall(till) -> None:
    send(till, "fish", 1)
    off = ItemSet(id="patty", name="Steak", batch=4000)
    till.do(SetItem(event=off))
    assert rows(till) == ()


def test_another_station_is_not_told(till) -> None:
    send(till, "fish", 1)
    assert rows(till, "cold") == ()
    assert [row.to_do for row in rows(till, "")] == ["2"]


@pytest.mark.parametrize(
    ("milli", "words"),
    [
        (0, ""),
        (3000, "1 poêle de 3"),
        (4000, "1 poêle de 4"),
        (8000, "2 poêles de 4"),
        (9000, "2 poêles de 4 + 1"),
    ],
)
def test_batches_are_said_as_a_cook_says_them(milli: int, words: str) -> None:
    set_language("fr")
    assert batch_words(PATTY, milli) == words


def test_a_batch_without_a_name_is_called_one() -> None:
    set_language("fr")
    unnamed = ItemSet(id="patty", name="Steak", batch=4000)
    assert batch_words(unnamed, 8000) == "2 fournées de 4"


def test_several_of_a_pan() -> None:
    words = ("poêle", "plateau", "bac gris")
    assert [plural(each) for each in words] == ["poêles", "plateaux", "bac gris"]


@pytest.mark.parametrize("wrong", [{"batch": -1}, {"pan": "x" * 21}])
def test_a_batch_that_cannot_be_is_not_saved(till, wrong) -> None:
    till.refuses(SetItem(event=ItemSet(id="patty", name="Steak", **wrong)))

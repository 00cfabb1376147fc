"""The stock in words: quantities, states, movements, the form."""

import pytest
from domain_kit import Till

from app.domain.inventory.decide import MoveStock, SetItem, SetRecipe
from app.domain.inventory.events import ItemSet, Part, RecipeSet
from app.presenters.admin.stock import (
    change_rows,
    item_draft,
    item_errors,
    item_of,
    low_ids,
    parse_quantity,
    quantity_words,
    recipe_rows,
    recipe_with,
    stock_rows,
)
from app.projections.queries import StockChange
from widgets.table_model import Cell

BEEF = ItemSet(id="beef", name="Bœuf", unit="kg", low=2000, supplier="Dumas", cost=2450)


@pytest.fixture
def till() -> Till:
    till = Till()
    till.do(SetItem(event=BEEF))
    till.do(MoveStock(item="beef", kind="delivery", quantity=10_500))
    part = (Part(item="beef", quantity=300),)
    till.do(SetRecipe(event=RecipeSet(article="steak", parts=part)))
    return till


def cells(till: Till) -> list[str]:
    (row,) = stock_rows(till.world.inventory)
    return [cell.text if isinstance(cell, Cell) else cell for cell in row.cells]


def test_a_row_says_how_much_there_is_and_whether_that_is_enough(till: Till) -> None:
    assert cells(till) == ["Bœuf", "10,5 kg", "2 kg", "Dumas", "257,25", "suffisant"]
    till.do(MoveStock(item="beef", kind="waste", quantity=9000))
    assert cells(till)[-1] == "à commander"
    assert low_ids(till.world.inventory) == ["beef"]
    till.do(MoveStock(item="beef", kind="correction", quantity=-2000))
    assert cells(till)[1] == "−0,5 kg"
    assert cells(till)[-1] == "à compter"
    assert low_ids(till.world.inventory) == ["beef"]


@pytest.mark.parametrize(
    ("typed", "milli"),
    [
        ("12,5", 12_500),
        ("0.25", 250),
        (" 3 ", 3000),
        ("−2", -2000),
        ("-0,5", -500),
        ("", None),
        ("1,2345", None),
        ("9" * 7, None),
        ("abc", None),
        ("²", None),
    ],
)
def test_a_quantity_is_typed_as_people_write_it(typed: str, milli: int | None) -> None:
    assert parse_quantity(typed) == milli


@pytest.mark.parametrize("milli", [0, 5, 250, 1000, 12_500, -750])
def test_what_is_shown_can_be_typed_again(milli: int) -> None:
    assert parse_quantity(quantity_words(milli, "piece")) == milli


def test_a_form_says_what_is_wrong_and_becomes_the_item() -> None:
    draft = item_draft(BEEF)
    assert item_errors(draft) == {}
    assert item_of(draft, BEEF) == BEEF
    blank = item_draft(ItemSet(id="new", name=""))
    assert set(item_errors(blank)) == {"name"}
    wrong = type(draft)(
        name="x" * 61, unit="kg", low="deux", supplier="", cost="cher", active=True
    )
    assert set(item_errors(wrong)) == {"name", "low", "cost"}


def test_movements_say_who_and_when() -> None:
    changes = [
        StockChange("beef", "used", -600, "2026-11-20T20:01:00+01:00", "lea", ""),
        StockChange("beef", "count", 8000, "2026-11-20T18:30:00+01:00", "theo", ""),
        StockChange("beef", "delivery", 5000, "2026-11-20T09:00:00+01:00", "", "BL 7"),
    ]
    rows = change_rows(changes, "kg", {"lea": "Léa", "theo": "Théo"})
    assert [(row.title, row.subtitle) for row in rows] == [
        ("Vendu −0,6 kg", "20/11 20:01 · Léa"),
        ("Inventaire 8 kg", "20/11 18:30 · Théo"),
        ("Livraison +5 kg", "20/11 09:00 · BL 7"),
    ]


def test_recipes_are_seen_and_changed_from_the_item(till: Till) -> None:
    inventory, catalogue = till.world.inventory, till.world.catalogue
    assert recipe_rows(inventory, catalogue, BEEF) == [("steak", "Steak", "0,3 kg")]
    till.do(SetRecipe(event=recipe_with(inventory, "soup", "beef", 50)))
    till.do(SetRecipe(event=recipe_with(inventory, "steak", "beef", 0)))
    assert recipe_rows(inventory, catalogue, BEEF) == [("soup", "Soup", "0,05 kg")]
    assert inventory.recipes["steak"].parts == ()

"""86 and countdowns: what lines take off them and give back."""

import pytest
from domain_kit import MENU, Till

from app.domain.catalogue.decide import SetAvailability
from app.domain.catalogue.events import StockConsumed
from app.domain.kitchen.decide import StartDishes
from app.domain.orders.commands import (
    AddLine,
    MovedLine,
    MoveLines,
    Pick,
    RepeatRound,
    SetQuantity,
    VoidLine,
)


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    return till


@pytest.fixture
def order(till: Till) -> str:
    return till.seat("t1")


def count(till: Till, article: str, remaining: int) -> None:
    till.do(SetAvailability(article=article, remaining=remaining))


def left(till: Till, article: str) -> int:
    return till.world.catalogue.remaining[article] // 1000


def test_an_article_is_taken_off_the_menu_and_put_back(till, order):
    count(till, "fish", 0)
    refused = till.run(AddLine(order=order, article="fish"))
    assert (refused.code, refused.text) == ("sold_out", "{name} est épuisé.")

    count(till, "fish", -1)
    till.take(order, "fish")
    assert "fish" not in till.world.catalogue.remaining


def test_a_line_takes_from_the_countdown_when_it_is_taken_down(till, order):
    count(till, "fish", 5)
    line = till.take(order, "fish", 2)

    assert till.written(StockConsumed) == [StockConsumed(article="fish", quantity=2000)]
    assert left(till, "fish") == 3
    assert till.world.catalogue.initial["fish"] == 5000
    till.do(SetQuantity(order=order, line=line, quantity=4000))
    assert left(till, "fish") == 1


def test_articles_that_are_not_counted_write_nothing(till, order):
    till.take(order, "fish")

    assert not till.written(StockConsumed)


def test_more_than_is_left_cannot_be_taken(till, order):
    count(till, "fish", 2)
    refused = till.run(AddLine(order=order, article="fish", quantity=3000))
    assert (refused.text, dict(refused.values)["left"]) == (
        "Il reste {left} {name}.",
        "2",
    )

    line = till.take(order, "fish", 2)
    assert till.refuses(AddLine(order=order, article="fish")) == "sold_out"
    raised = SetQuantity(order=order, line=line, quantity=3000)
    assert till.refuses(raised) == "sold_out"
    till.do(SetQuantity(order=order, line=line, quantity=1000))
    assert left(till, "fish") == 1


def test_one_more_of_the_same_takes_one_more(till, order):
    count(till, "fish", 3)
    till.take(order, "fish")
    till.take(order, "fish")

    assert left(till, "fish") == 1


def test_what_was_not_started_is_given_back(till, order):
    count(till, "fish", 5)
    unsent = till.take(order, "fish", 2)
    till.do(VoidLine(order=order, line=unsent, quantity=1000))
    assert left(till, "fish") == 4

    till.send(order)
    till.do(VoidLine(order=order, line=unsent, reason="erreur"))
    assert left(till, "fish") == 5


def test_what_a_cook_has_begun_is_gone(till, order):
    count(till, "fish", 5)
    fish = till.take(order, "fish")
    till.send(order)
    till.do(StartDishes(order=order, station="hot", dishes=(f"{fish}.0",)))
    till.do(VoidLine(order=order, line=fish, reason="erreur"))

    assert left(till, "fish") == 4


def test_a_formule_takes_each_of_its_dishes_and_itself(till, order):
    for article in ("menu", "soup", "fish", "beer"):
        count(till, article, 3)
    line = till.take(order, "menu", 2)
    assert [left(till, each) for each in ("menu", "soup", "fish", "beer")] == [1] * 4

    assert till.refuses(
        AddLine(order=order, article="menu", picks=MENU, quantity=2000)
    ) == ("sold_out")
    till.do(VoidLine(order=order, line=line))
    assert [left(till, each) for each in ("menu", "soup", "fish", "beer")] == [3] * 4


def test_a_formule_that_was_begun_gives_back_what_was_not(till, order):
    for article in ("menu", "soup", "beer"):
        count(till, article, 3)
    line = till.take(order, "menu")
    till.send(order)
    till.do(StartDishes(order=order, station="hot", dishes=(f"{line}.0",)))
    till.do(VoidLine(order=order, line=line, reason="erreur"))

    assert [left(till, each) for each in ("menu", "soup", "beer")] == [2, 2, 3]


def test_a_dish_that_is_sold_out_is_no_choice_of_a_formule(till, order):
    count(till, "fish", 0)
    refused = till.run(AddLine(order=order, article="menu", picks=MENU))

    assert (refused.code, dict(refused.values)["name"]) == ("sold_out", "Fish")


def test_an_option_shares_the_countdown_of_its_article(till, order):
    count(till, "fries", 2)
    options = ("rare", "with_fries", "mustard")
    till.take(order, "steak", options=options)
    assert left(till, "fries") == 1

    two = AddLine(order=order, article="steak", options=options, quantity=2000)
    assert till.refuses(two) == "sold_out"
    picks = (Pick(step=1, article="steak", options=options), MENU[2])
    till.take(order, "menu", picks=picks)
    assert left(till, "fries") == 0
    assert till.refuses(AddLine(order=order, article="fries")) == "sold_out"
    till.take(order, "steak", options=("rare",))


def test_a_weighed_article_is_counted_by_piece(till, order):
    count(till, "ham", 2)
    line = till.take(order, "ham", quantity=350)
    assert left(till, "ham") == 1
    till.do(SetQuantity(order=order, line=line, quantity=500))
    till.do(VoidLine(order=order, line=line, quantity=200))
    assert left(till, "ham") == 1

    till.take(order, "ham", quantity=900)
    assert till.refuses(AddLine(order=order, article="ham", quantity=100)) == "sold_out"
    till.do(VoidLine(order=order, line=line))
    assert left(till, "ham") == 1


def test_a_move_takes_nothing(till, order):
    count(till, "fish", 5)
    fish = till.take(order, "fish", 3)
    moved = (MovedLine(line=fish, quantity=1000),)
    till.do(MoveLines(order=order, lines=moved, table="t2"))

    assert left(till, "fish") == 2


def test_another_round_takes_again(till, order):
    count(till, "beer", 3)
    till.take(order, "beer", 2)
    till.send(order)

    assert till.refuses(RepeatRound(order=order)) == "sold_out"
    count(till, "beer", 3)
    till.do(RepeatRound(order=order))
    assert left(till, "beer") == 1


def test_the_name_of_an_article_that_was_forgotten_is_its_id(till, order):
    till.take(order, "fish")
    count(till, "fries", 0)
    till.world.catalogue.articles.pop("fries")
    options = ("rare", "with_fries", "mustard")
    refused = till.run(AddLine(order=order, article="steak", options=options))

    assert dict(refused.values)["name"] == "fries"

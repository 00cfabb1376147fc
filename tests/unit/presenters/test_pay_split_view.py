"""The split view: a column a payer, totals that add up, where a touched line may go."""

from datetime import UTC, datetime

import pytest
from domain_kit import EVENING, Till

from app.domain.orders.commands import NameGuest, SplitOrder
from app.presenters.pay.split import by_seats, move, plan_of, share
from app.presenters.pay.split_view import (
    SideView,
    SplitChoices,
    SplitView,
    moved_words,
    present_split,
    receipt_of,
    seats_words,
    shared_words,
    split_plan,
    touched,
)
from app.presenters.pos.words import Sight
from hardware.health import DeviceState, Health

HEALTH = Health(state=DeviceState.READY, since=datetime(2026, 11, 20, tzinfo=UTC))
SIGHT = Sight(
    now=EVENING,
    name_of=str.capitalize,
    unseal=lambda _order, text: text,
    health_of=lambda _device: HEALTH,
)


@pytest.fixture
def till() -> Till:
    made = Till()
    made.open()
    return made


@pytest.fixture
def order(till: Till) -> str:
    made = till.seat("t2", covers=3)
    till.take(made, "soup", seats=(1,))
    till.take(made, "fish", seats=(2,))
    till.take(made, "cake", seats=(3,))
    till.take(made, "wine")
    till.take(made, "beer", 2, seats=(1, 2))
    return made


def line_of(till: Till, order: str, article: str) -> str:
    book = till.world.book
    found = book.lines_of(book.orders[order])
    return next(line.id for line in found if line.article == article)


def split_by_seats(till: Till, order: str) -> None:
    book = till.world.book
    found = book.orders[order]
    made = by_seats(plan_of(book, found), found, book.lines_of(found))
    till.do(SplitOrder(order=order, bills=made.bills()))


def shown(till: Till, choices: SplitChoices) -> SplitView:
    found = till.world.book.orders[choices.order]
    return present_split(till.world, found, choices, SIGHT)


def side(till: Till, choices: SplitChoices) -> SideView:
    return shown(till, choices).side


def keys(view: SideView) -> list[str]:
    return [target.key for target in view.targets]


def test_before_any_split_everything_is_to_be_shared_out(
    till: Till, order: str
) -> None:
    view = shown(till, SplitChoices(order=order, extra=1))
    assert [p.title for p in view.payers] == ["À répartir", "Payeur 1"]
    assert [p.state for p in view.payers] == ["current", "unpaid"]
    assert view.payers[0].act_text == "Encaisser 81,29\u00a0€"
    assert (view.payers[1].act_text, view.payers[1].state_text) == ("", "rien")
    assert view.head.number == "2"
    assert view.head.note == "3 couverts · 81,29\u00a0€ · Lea"
    assert view.due_text == "81,29"
    assert view.paid_text == "rien de payé"


def test_seats_show_their_lines_and_shared_fractions(till: Till, order: str) -> None:
    split_by_seats(till, order)
    view = shown(till, SplitChoices(order=order, by="places"))
    assert [p.title for p in view.payers] == ["Place 1", "Place 2", "Place 3"]
    first = {line.name: line for line in view.payers[0].lines}
    assert first["Wine"].quantity == "1/3"
    assert first["Wine"].note == "partagé en 3"
    assert first["Wine"].price_text == "10,00"
    assert (first["Beer"].quantity, first["Beer"].note) == ("1", "")
    till.do(NameGuest(order=order, seat=2, text="Marie-Claire"))
    view = shown(till, SplitChoices(order=order, by="places"))
    assert view.payers[1].title == "Marie-Claire · place 2"
    totals = [p.total_text for p in view.payers]
    assert totals == ["25,00", "38,40", "17,89"]
    assert seats_words(till.world, till.order(order)).startswith("Une note par place :")


def test_a_share_is_said_alike_before_and_after_it_is_paid(till: Till) -> None:
    order = till.seat("t2", covers=4)
    till.take(order, "beer", 2)
    till.take(order, "soup", seats=(1,))
    split_by_seats(till, order)
    before = shown(till, SplitChoices(order=order, by="places")).payers[0]
    till.pay(order, "b1", method="cheque")
    paid = shown(till, SplitChoices(order=order, by="places")).payers[0]
    assert (before.state, paid.state) == ("current", "paid")
    last = shown(till, SplitChoices(order=order, by="places")).payers[-1]
    for column in (before, paid, last):
        beer = next(line for line in column.lines if line.name == "Beer")
        assert (beer.quantity, beer.note) == ("1/2", "partagé en 4")


def test_a_paid_seat_shows_what_was_paid_and_how(till: Till, order: str) -> None:
    split_by_seats(till, order)
    till.pay(order, "b1", method="cheque")
    view = shown(till, SplitChoices(order=order, by="places"))
    paid = view.payers[0]
    assert (paid.title, paid.state, paid.state_text) == ("Place 1", "paid", "payée")
    assert paid.act_text == "Chèque · ticket 1"
    assert {line.name: line.note for line in paid.lines}["Wine"] == "partagé en 3"
    assert [p.state for p in view.payers] == ["paid", "current", "unpaid"]
    assert [s.state for s in view.filet] == ["paid", "current", "unpaid"]
    assert sum(s.cents for s in view.filet) == 81_29
    assert view.paid_text.startswith("payé ")
    asked = side(till, SplitChoices(order=order, by="places", receipt="b1"))
    assert asked.title == "Ticket C1-000001"
    assert keys(asked) == ["reprint"]
    found = receipt_of(till.order(order), "b1")
    assert found is not None
    assert found.number == "C1-000001"


def test_a_touched_line_may_go_to_those_who_have_not_paid(
    till: Till, order: str
) -> None:
    split_by_seats(till, order)
    till.pay(order, "b1", method="cheque")
    fish = line_of(till, order, "fish")
    choices = touched(SplitChoices(order=order, by="places"), "b2", fish)
    view = side(till, choices)
    assert (view.title, view.detail) == ("Fish", "touché : où le mettre ?")
    assert keys(view) == ["to:b3", "share", "table"]
    assert view.targets[0].text == "Place 3"
    assert touched(choices, "b2", fish).chosen == ()


def test_several_lines_go_together(till: Till, order: str) -> None:
    choices = SplitChoices(order=order, extra=2)
    for article in ("soup", "cake"):
        choices = touched(choices, "", line_of(till, order, article))
    view = side(till, choices)
    assert (view.title, view.detail) == ("2 articles", "touchés : où les mettre ?")
    assert keys(view) == ["to:b1", "to:b2", "share", "table"]
    assert view.pieces is None


def test_pieces_of_a_line_can_be_counted_out(till: Till, order: str) -> None:
    beer = line_of(till, order, "beer")
    choices = touched(SplitChoices(order=order, extra=1), "", beer)
    assert side(till, choices).pieces == (2, 2)


def test_who_shares_a_line_is_chosen(till: Till, order: str) -> None:
    wine = line_of(till, order, "wine")
    choices = SplitChoices(
        order=order, extra=3, chosen=(("", wine),), sharing=("b1", "b3")
    )
    view = side(till, choices)
    assert [t.chosen for t in view.targets] == [True, False, True]
    assert (view.act, view.may_act) == ("Partager en 2", True)
    alone = side(
        till,
        SplitChoices(order=order, extra=3, chosen=(("", wine),), sharing=("b1",)),
    )
    assert not alone.may_act


def test_a_change_is_said_in_words(till: Till, order: str) -> None:
    found = till.order(order)
    plan = split_plan(till.world, found, SplitChoices(order=order, extra=2))
    wine = line_of(till, order, "wine")
    lines = till.world.book.lines
    made = share(plan, lines[wine], ("b1", "b2"))
    till.do(SplitOrder(order=order, bills=made.bills()))
    words = shared_words(till.world, till.order(order), made, [wine])
    assert words == "Wine partagé en 2 : 15,00 + 14,99"
    soup = line_of(till, order, "soup")
    moved = move(made, lines[soup], "", "b2")
    assert moved_words(till.world, moved, [soup], "b2") == "Soup → Payeur 2"
    assert moved_words(till.world, moved, [soup, wine], "") == "2 articles → À répartir"


def test_a_bill_paid_before_the_split_keeps_its_column(till: Till, order: str) -> None:
    split_by_seats(till, order)
    till.pay(order, "b1", method="cheque")
    till.do(SplitOrder(order=order))
    view = shown(till, SplitChoices(order=order, extra=1))
    assert [p.title for p in view.payers] == ["À répartir", "Ticket 1", "Payeur 1"]
    assert view.payers[1].state == "paid"


def test_what_nobody_took_stands_last_between_seats(till: Till, order: str) -> None:
    split_by_seats(till, order)
    till.take(order, "coffee")
    view = shown(till, SplitChoices(order=order, by="places"))
    assert view.payers[-1].title == "À répartir"
    assert view.payers[-1].total_text == "2,20"

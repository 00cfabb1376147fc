"""Taking lines down: options, formules, seats, quantities, merging, another round."""

from dataclasses import replace

import pytest
from domain_kit import MENU, Till

from app.domain.catalogue.decide import SetAvailability, SetCatalogue
from app.domain.catalogue.events import (
    ListedPrice,
    ModifierGroupSet,
    ModifierOption,
    PriceListSet,
)
from app.domain.orders.commands import (
    AddLine,
    ChangeLine,
    Discount,
    Pick,
    PrintAddition,
    RepeatRound,
    SetQuantity,
    SplitOrder,
    VoidLine,
)
from app.domain.orders.events import (
    Bill,
    LineAdded,
    LineVoided,
    Portion,
    QuantitySet,
)
from app.domain.orders.state import Line
from app.domain.orders.taking import MAX_LINES


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    return till


@pytest.fixture
def order(till: Till) -> str:
    return till.seat("t1", covers=4)


def line_of(till: Till, order: str, article: str, **more: object) -> Line:
    return till.line(till.take(order, article, **more))


# What is sold


def test_a_line_keeps_the_price_vat_and_names_of_its_moment(till, order):
    line = line_of(till, order, "beer", n=2)
    beer = till.world.catalogue.articles["beer"]
    till.do(SetCatalogue(event=type(beer)(**{**as_dict(beer), "price": 999})))

    assert (line.price, line.rate, line.nature) == (650, 2000, "SERVICE")
    assert (line.quantity, line.gross, line.net) == (2000, 1300, 1300)
    assert till.due(order) == 1300


def as_dict(article: object) -> dict[str, object]:
    return {name: getattr(article, name) for name in article.__slots__}


def test_taking_away_has_the_vat_of_goods(till):
    order = till.seat("", mode="takeaway")
    line = line_of(till, order, "jam")

    assert (line.rate, line.nature) == (550, "GOODS")


def test_a_price_list_in_force_gives_the_price(till, order):
    till.do(
        SetCatalogue(
            event=PriceListSet(
                id="happy",
                name="Happy hour",
                rank=1,
                prices=(ListedPrice(article="beer", price=500),),
                start=18 * 60,
                end=20 * 60,
            )
        )
    )
    assert line_of(till, order, "beer").price == 500
    till.wait(hours=2)
    assert line_of(till, order, "beer", merge=False).price == 650


@pytest.mark.parametrize("article", ["nothing", "old"])
def test_what_is_not_on_the_menu_cannot_be_taken(till, order, article):
    assert till.refuses(AddLine(order=order, article=article)) == "article_unknown"


@pytest.mark.parametrize("quantity", [0, -1000, 1_000_000])
def test_a_quantity_must_be_possible(till, order, quantity):
    command = AddLine(order=order, article="beer", quantity=quantity)
    assert till.refuses(command) == "quantity_out_of_range"


def test_pieces_are_whole(till, order):
    line = till.take(order, "beer")

    half = AddLine(order=order, article="beer", quantity=500)
    assert till.refuses(half) == "quantity_not_whole"
    change = SetQuantity(order=order, line=line, quantity=1500)
    assert till.refuses(change) == "quantity_not_whole"


def test_what_is_weighed_is_priced_by_the_kilogram(till, order):
    ham = line_of(till, order, "ham", quantity=350)

    assert ham.gross == 1047  # 0.350 x 29.90 = 10.465
    till.do(SetQuantity(order=order, line=ham.id, quantity=1234))
    assert ham.gross == 3690


def test_an_open_price_is_asked_for(till, order):
    assert till.refuses(AddLine(order=order, article="sundry")) == "price_missing"
    zero = AddLine(order=order, article="sundry", price=0)
    assert till.refuses(zero) == "price_missing"
    assert line_of(till, order, "sundry", price=1234).net == 1234


def test_a_fixed_price_is_not_asked_for(till, order):
    assert line_of(till, order, "beer", price=1).price == 650


@pytest.mark.parametrize("price", [-1, 10_000_001])
def test_an_open_price_must_be_possible(till, order, price):
    command = AddLine(order=order, article="sundry", price=price)
    assert till.refuses(command) == "price_out_of_range"


def test_options_cannot_take_off_more_than_the_price(till, order):
    command = AddLine(order=order, article="coffee", options=("much_less",))
    assert till.refuses(command) == "price_out_of_range"


def test_the_choices_of_a_formule_cannot_take_off_more_than_its_price(till, order):
    picks = (MENU[1], Pick(step=2, article="coffee", options=("much_less",)))
    costly = Pick(step=1, article="steak", options=("rare", "with_salad"))
    assert till.refuses(AddLine(order=order, article="menu", picks=picks)) == (
        "price_out_of_range"
    )
    command = AddLine(order=order, article="menu", picks=(costly, picks[1]))
    assert till.refuses(command) == "price_out_of_range"


def test_an_order_has_no_end_of_lines(till, order):
    for _ in range(MAX_LINES):
        till.take(order, "beer", merge=False)

    assert till.refuses(AddLine(order=order, article="beer")) == "order_full"


def test_the_caller_may_name_a_line_but_only_once(till, order):
    till.take(order, "beer", line="mine")

    again = AddLine(order=order, article="soup", line="mine")
    assert till.refuses(again) == "line_known"


def test_a_settled_bill_takes_no_more_lines(till, order):
    till.take(order, "beer")
    till.pay(order)

    assert till.refuses(AddLine(order=order, article="beer")) == "order_closed"


def test_a_partly_paid_order_takes_more_lines(till, order):
    till.take(order, "beer")
    till.pay(order, amount=100)
    till.take(order, "soup")

    assert till.due(order) == 550 + 850


# Options


def test_a_forced_question_must_be_answered(till, order):
    assert till.refuses(AddLine(order=order, article="steak")) == "choice_missing"


def test_a_question_takes_only_so_many_answers(till, order):
    both = AddLine(order=order, article="steak", options=("rare", "medium"))
    assert till.refuses(both) == "too_many_choices"


def test_options_add_their_price_in_the_order_of_their_groups(till, order):
    options = ("with_salad", "rare", "no_butter")
    line = line_of(till, order, "steak", options=options)

    modifiers = line.dishes[0].ordered.modifiers
    assert line.price == 2400 + 250 - 50
    assert [m.name for m in modifiers] == ["Saignant", "Salade", "Sans beurre"]
    assert [m.kitchen for m in modifiers] == ["S", "Salade", "Sans beurre"]


def test_an_option_can_ask_another_question(till, order):
    plain = AddLine(order=order, article="steak", options=("rare", "with_fries"))
    assert till.refuses(plain) == "choice_missing"

    options = ("bearnaise", "with_fries", "rare")
    line = line_of(till, order, "steak", options=options)
    assert line.price == 2400 + 300 + 100


def test_an_option_of_a_question_that_was_not_asked_is_refused(till, order):
    command = AddLine(order=order, article="steak", options=("rare", "mustard"))
    assert till.refuses(command) == "option_unknown"
    command = AddLine(order=order, article="beer", options=("rare",))
    assert till.refuses(command) == "option_unknown"


def test_a_question_that_is_not_in_the_catalogue_is_not_asked(till, order):
    nested = ModifierOption(id="odd", name="Option", groups=("gone",))
    group = ModifierGroupSet(
        id="staff_price", name="Tarif", minimum=0, maximum=1, options=(nested,)
    )
    till.do(SetCatalogue(event=group))

    assert line_of(till, order, "coffee", options=("odd",)).price == 220


# Formules


def test_a_formule_is_one_line_of_several_dishes(till, order):
    line = line_of(till, order, "menu")

    assert line.formule
    assert [d.ordered.article for d in line.dishes] == ["soup", "fish", "beer"]
    assert [d.course for d in line.dishes] == ["starters", "mains", "direct"]
    assert [d.ordered.station for d in line.dishes] == ["hot", "hot", "bar"]
    assert line.net == 1890


def test_supplements_and_options_are_added_to_a_formule(till, order):
    picks = (
        Pick(step=0, article="salad"),
        Pick(step=1, article="steak", options=("medium", "with_salad")),
        Pick(step=2, article="coffee"),
    )
    assert line_of(till, order, "menu", picks=picks).price == 1890 + 200 + 400 + 250


def test_an_optional_step_may_be_skipped(till, order):
    line = line_of(till, order, "menu", picks=MENU[1:])

    assert [d.id for d in line.dishes] == [f"{line.id}.1", f"{line.id}.2"]


@pytest.mark.parametrize(
    ("picks", "code"),
    [
        (MENU[:1], "choice_missing"),
        ((), "choice_missing"),
        ((*MENU, Pick(step=3, article="beer")), "option_unknown"),
        ((*MENU, Pick(step=2, article="coffee")), "option_unknown"),
        ((Pick(step=1, article="cake"), MENU[2]), "option_unknown"),
        ((Pick(step=1, article="old"), MENU[2]), "option_unknown"),
        ((Pick(step=1, article="steak"), MENU[2]), "choice_missing"),
    ],
)
def test_a_formule_needs_its_choices(till, order, picks, code):
    command = AddLine(order=order, article="menu", picks=picks)
    assert till.refuses(command) == code


def test_a_formule_of_optional_steps_needs_one_dish(till, order):
    menu = till.world.catalogue.articles["menu"]
    light = type(menu)(**{**as_dict(menu), "steps": menu.steps[:1]})
    till.do(SetCatalogue(event=light))

    assert till.refuses(AddLine(order=order, article="menu")) == "choice_missing"


# Equal lines


def test_one_more_of_the_same_joins_its_line(till, order):
    first = till.take(order, "beer")

    assert till.take(order, "beer", 2) == first
    assert till.last == (QuantitySet(order=order, line=first, quantity=3000, was=1000),)


def test_the_same_formule_joins_its_line(till, order):
    assert till.take(order, "menu") == till.take(order, "menu")


@pytest.mark.parametrize(
    "more",
    [
        {"seats": (1,)},
        {"kitchen_note": "sans mousse"},
        {"guest_note": "pour Paul"},
        {"course": "mains"},
        {"merge": False},
        {"options": ()},
    ],
)
def test_what_differs_is_a_line_of_its_own(till, order, more):
    article = "beer" if "options" not in more else "steak"
    more = {"options": ("medium",)} if "options" in more else more
    assert till.take(order, article) != till.take(order, article, **more)


def test_what_was_sent_shown_voided_discounted_or_paid_is_left_alone(till, order):
    sent = till.take(order, "beer")
    till.send(order)
    voided = till.take(order, "beer", 2)
    till.do(VoidLine(order=order, line=voided, quantity=1000))
    discounted = till.take(order, "beer")
    till.do(Discount(order=order, line=discounted, amount=10, reason="geste"))
    shown = till.take(order, "beer")
    till.do(PrintAddition(order=order))
    fresh = till.take(order, "beer")

    assert len({sent, voided, discounted, shown, fresh}) == 5


def test_a_course_is_the_articles_own_else_that_of_its_category(till, order):
    catalogue = till.world.catalogue
    soup = replace(catalogue.articles["soup"], course="")
    plates = replace(catalogue.categories["plates"], course="mains")
    till.write([soup, plates])

    assert till.line(till.take(order, "soup")).course == "mains"
    assert till.line(till.take(order, "soup", course="desserts")).course == "desserts"
    till.write([replace(soup, course="direct")])
    assert till.line(till.take(order, "soup")).course == "direct"


def test_an_article_may_always_stand_on_lines_of_its_own(till, order):
    soup = till.world.catalogue.articles["soup"]
    till.write([replace(soup, apart=True)])

    assert till.take(order, "soup", merge=True) != till.take(order, "soup", merge=True)
    assert len(till.world.book.lines_of(till.order(order))) == 2


def test_what_is_weighed_is_never_joined(till, order):
    assert till.take(order, "ham", quantity=200) != till.take(
        order, "ham", quantity=200
    )


def test_joining_stops_at_the_largest_quantity(till, order):
    till.take(order, "beer", 999)

    command = AddLine(order=order, article="beer")
    assert till.refuses(command) == "quantity_out_of_range"


# Seats and notes


def test_seats_are_sorted_and_zero_is_the_table(till, order):
    assert line_of(till, order, "beer", seats=(3, 1, 3)).seats == (1, 3)
    assert line_of(till, order, "wine", seats=(0,)).seats == ()


@pytest.mark.parametrize("seats", [(-1,), (1, 201)])
def test_seats_must_be_possible(till, order, seats):
    line = till.take(order, "beer")

    command = AddLine(order=order, article="beer", seats=seats)
    assert till.refuses(command) == "seat_out_of_range"
    change = ChangeLine(order=order, line=line, seats=seats)
    assert till.refuses(change) == "seat_out_of_range"


def test_a_note_is_cleaned_and_cut(till, order):
    line = line_of(
        till, order, "beer", kitchen_note="\x07bien\tfraîche\n", guest_note="é" * 999
    )

    assert line.kitchen_note == "bien fraîche"
    assert len(line.guest_note) == 200


def test_seats_and_notes_can_be_changed_one_by_one(till, order):
    line = line_of(till, order, "soup", seats=(1,), kitchen_note="chaud")
    till.do(ChangeLine(order=order, line=line.id, seats=(2, 3)))
    till.do(ChangeLine(order=order, line=line.id, guest_note="merci"))

    assert (line.seats, line.kitchen_note, line.guest_note) == (
        (2, 3),
        "chaud",
        "merci",
    )
    till.do(ChangeLine(order=order, line=line.id, kitchen_note=""))
    assert line.kitchen_note == ""


# Quantities


def test_a_quantity_is_set_until_the_line_is_sent(till, order):
    line = till.take(order, "beer", 2)
    till.do(SetQuantity(order=order, line=line, quantity=5000))
    assert till.line(line).quantity == 5000

    till.send(order)
    command = SetQuantity(order=order, line=line, quantity=6000)
    assert till.refuses(command) == "line_sent"


def test_zero_takes_the_line_off(till, order):
    line = till.take(order, "beer", 2)
    (voided,) = till.do(SetQuantity(order=order, line=line, quantity=0))

    assert voided == LineVoided(
        order=order, line=line, quantity=2000, amount=1300, stage="unsent"
    )
    assert not till.line(line).live
    command = SetQuantity(order=order, line=line, quantity=1000)
    assert till.refuses(command) == "line_unknown"


def test_the_quantity_after_a_void_is_what_is_left(till, order):
    line = till.take(order, "beer", 5)
    till.do(VoidLine(order=order, line=line, quantity=2000))
    (changed,) = till.do(SetQuantity(order=order, line=line, quantity=4000))

    assert (changed.was, changed.quantity) == (3000, 4000)
    assert till.line(line).quantity == 4000
    assert till.due(order) == 4 * 650


@pytest.mark.parametrize("quantity", [-1000, 1_000_000])
def test_a_new_quantity_must_be_possible(till, order, quantity):
    line = till.take(order, "beer")

    command = SetQuantity(order=order, line=line, quantity=quantity)
    assert till.refuses(command) == "quantity_out_of_range"


def test_a_line_that_was_paid_keeps_its_quantity(till, order):
    beer = till.take(order, "beer")
    till.take(order, "soup")
    pay_alone(till, order, beer)

    command = SetQuantity(order=order, line=beer, quantity=2000)
    assert till.refuses(command) == "line_receipted"
    command = VoidLine(order=order, line=beer, reason="erreur")
    assert till.refuses(command) == "line_receipted"


def pay_alone(till: Till, order: str, line: str) -> None:
    bill = Bill(id="a", portions=(Portion(line=line, of=1, taken=(0,)),))
    till.do(SplitOrder(order=order, bills=(bill,)))
    till.pay(order, "a")


def test_what_the_guest_saw_on_the_addition_is_not_simply_lowered(till, order):
    line = till.take(order, "beer", 3)
    till.do(PrintAddition(order=order))

    command = SetQuantity(order=order, line=line, quantity=2000)
    assert till.refuses(command) == "line_shown"
    till.do(SetQuantity(order=order, line=line, quantity=4000))
    assert till.line(line).quantity == 4000


# Another round


def test_the_last_round_of_drinks_is_taken_again(till, order):
    till.take(order, "coffee")
    till.send(order)
    till.take(order, "beer", 2, seats=(1, 2))
    till.take(order, "wine", kitchen_note="deux verres")
    till.take(order, "fish")
    till.wait(minutes=20)
    till.send(order)
    facts = till.do(RepeatRound(order=order))

    assert [(f.article, f.quantity, f.seats, f.kitchen_note) for f in facts] == [
        ("beer", 2000, (1, 2), ""),
        ("wine", 1000, (), "deux verres"),
    ]


def test_equal_drinks_of_a_round_are_counted_together(till, order):
    till.take(order, "beer", merge=False)
    till.take(order, "beer", merge=False)
    till.send(order)
    waiting = till.take(order, "beer")
    till.do(RepeatRound(order=order))

    assert till.line(waiting).quantity == 3000


def test_an_open_priced_drink_comes_again_at_its_price(till, order):
    sundry = till.world.catalogue.articles["sundry"]
    event = type(sundry)(**{**as_dict(sundry), "category": "drinks"})
    till.do(SetCatalogue(event=event))
    till.take(order, "sundry", price=777)
    till.send(order)

    (added,) = till.do(RepeatRound(order=order))
    assert isinstance(added, LineAdded)
    assert added.price == 777


def test_food_and_shop_goods_are_no_round(till, order):
    till.take(order, "fish")
    till.take(order, "jam")
    till.send(order)

    assert till.refuses(RepeatRound(order=order)) == "no_round"


def test_unsent_drinks_are_no_round(till, order):
    till.take(order, "beer")

    assert till.refuses(RepeatRound(order=order)) == "no_round"


def test_a_round_that_is_sold_out_is_refused_whole(till, order):
    till.take(order, "coffee")
    till.take(order, "beer")
    till.send(order)
    till.do(SetAvailability(article="beer", remaining=0))

    assert till.refuses(RepeatRound(order=order)) == "sold_out"

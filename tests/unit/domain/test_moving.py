"""Tables that move, merge and stand together; lines and parts that go elsewhere."""

import pytest
from domain_kit import MENU, Till

from app.domain.floor.decide import JoinTables
from app.domain.kitchen.decide import BumpDishes, ServeDishes
from app.domain.kitchen.events import TicketIssued
from app.domain.orders.allergies import allergy_of, sealed_texts
from app.domain.orders.commands import (
    CompLine,
    FireCourse,
    MovedLine,
    MoveLines,
    MoveOrder,
    NameGuest,
    NoteAllergy,
    OpenOrder,
    PrintAddition,
    SetOrderNote,
    SplitOrder,
    VoidLine,
)
from app.domain.orders.events import (
    AllergyNoted,
    Bill,
    LineDivided,
    LinesMoved,
    OrderCreated,
    Portion,
    TableChanged,
)


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    return till


@pytest.fixture
def order(till: Till) -> str:
    return till.seat("t1", covers=4)


def move(order: str, *lines: str, **to: str) -> MoveLines:
    return MoveLines(order=order, lines=tuple(MovedLine(line=ln) for ln in lines), **to)


def part(order: str, line: str, quantity: int, **to: str) -> MoveLines:
    moved = MovedLine(line=line, quantity=quantity)
    return MoveLines(order=order, lines=(moved,), **to)


# Tables


def test_an_order_moves_to_a_free_table(till, order):
    till.do(MoveOrder(order=order, table="t2"))

    assert till.last == (TableChanged(order=order, table="t2", was="t1"),)
    assert till.world.order_on("t1") is None
    assert till.world.order_on("t2") is till.order(order)


def test_the_kitchen_hears_where_its_dishes_go(till, order):
    for each in ("soup", "fish", "beer"):
        till.take(order, each)
    till.send(order)
    till.do(ServeDishes(order=order, dishes=(till.order(order).lines[2] + ".0",)))
    (_, ticket) = till.do(MoveOrder(order=order, table="t2"))

    assert (ticket.station, ticket.kind, ticket.table) == ("hot", "moved", "1 → 2")
    assert [(ln.label, ln.kind) for ln in ticket.lines] == [("Soup", "info")]


@pytest.mark.parametrize("table", ["t9", "gone", ""])
def test_an_order_moves_only_to_a_table(till, order, table):
    assert till.refuses(MoveOrder(order=order, table=table)) == "table_unknown"


def test_an_order_is_already_where_it_is(till, order):
    assert till.refuses(MoveOrder(order=order, table="t1")) == "same_table"


def test_moving_needs_the_right(till, order):
    line = till.take(order, "beer")
    nobody = Till(chain="C2")
    nobody.receive("C1", till.known["C1"])

    for command in (MoveOrder(order=order, table="t2"), move(order, line, table="t2")):
        context = till.context("tom")
        assert "order.move" in context.rights
        assert nobody.refuses(command, "sam") == "right_missing"


def test_the_order_moves_right_is_asked_for(till, order):
    from app.domain.staff.decide import SetStaff
    from app.domain.staff.events import RoleSet

    line = till.take(order, "beer")
    role = RoleSet(id="waiter", name="Serveur", rights=("order.take",))
    till.do(SetStaff(event=role))

    for command in (MoveOrder(order=order, table="t2"), move(order, line, table="t2")):
        assert till.refuses(command, "tom") == "right_missing"


# Merging


def test_onto_an_occupied_table_lines_and_guests_are_merged(till, order):
    beer = till.take(order, "beer")
    gone = till.take(order, "soup")
    till.do(VoidLine(order=order, line=gone))
    other = till.seat("t2", covers=2)
    fish = till.take(other, "fish")
    till.do(MoveOrder(order=order, table="t2"))

    assert till.order(other).lines == [fish, beer, gone]
    assert till.order(other).covers == 6
    assert till.due(other) == 2190 + 650


def test_the_merged_order_leaves_its_table(till, order):
    till.take(order, "beer")
    till.seat("t2")
    till.do(MoveOrder(order=order, table="t2"))

    assert till.closed(order)
    assert till.world.order_on("t1") is None
    till.seat("t1")


def test_an_empty_order_can_be_merged_away(till, order):
    other = till.seat("t2", covers=1)
    till.do(MoveOrder(order=order, table="t2"))

    assert till.order(other).covers == 5
    assert till.closed(order)


def test_covers_stop_at_what_is_possible(till):
    one, other = till.seat("t1", covers=150), till.seat("t2", covers=150)
    till.do(MoveOrder(order=one, table="t2"))

    assert till.order(other).covers == 200


def test_guests_who_join_sit_behind_those_who_are_there(till, order):
    beer = till.take(order, "beer", seats=(1, 2))
    water = till.take(order, "coffee")
    other = till.seat("t2", covers=2)
    till.take(other, "fish", seats=(3,))
    till.do(MoveOrder(order=order, table="t2"))

    assert till.line(beer).seats == (4, 5)
    assert till.line(water).seats == ()


def test_allergies_follow_the_guests(till, order):
    till.do(NoteAllergy(order=order, seat=0, text="s1.gluten"))
    till.do(NoteAllergy(order=order, seat=2, text="s1.nuts"))
    soup = till.take(order, "soup", seats=(2,))
    other = till.seat("t2", covers=3)
    till.do(NoteAllergy(order=other, seat=0, text="s1.milk"))
    till.do(NoteAllergy(order=other, seat=2, text="s1.eggs"))
    till.do(MoveOrder(order=order, table="t2"))

    target = till.order(other)
    assert {
        seat: sealed_texts(other, text) for seat, text in target.allergies.items()
    } == {
        0: ((other, "s1.milk"), (order, "s1.gluten")),
        2: ((other, "s1.eggs"),),
        5: ((order, "s1.nuts"),),
    }
    assert sealed_texts(other, allergy_of(target, till.line(soup))) == (
        (other, "s1.milk"),
        (order, "s1.gluten"),
        (order, "s1.nuts"),
    )


def test_the_names_of_guests_go_with_their_seats(till, order):
    other = till.seat("t2", covers=2)
    till.do(NameGuest(order=order, seat=1, text="s1.anne"))
    till.do(MoveOrder(order=order, table="t2"))

    assert till.order(other).names == {3: f"{order}\ts1.anne"}
    till.do(NameGuest(order=other, seat=3, text=""))
    assert till.order(other).names == {}
    assert till.refuses(NameGuest(order=other, seat=0, text="s1.x")) == (
        "seat_out_of_range"
    )


def test_a_guest_who_changes_tables_keeps_the_name(till, order):
    beer = till.take(order, "beer", seats=(1,))
    till.do(NameGuest(order=order, seat=1, text="s1.anne"))
    other = till.seat("t2", covers=2)
    till.do(MoveLines(order=order, target=other, lines=(MovedLine(line=beer),)))

    assert till.order(other).names == {3: f"{order}\ts1.anne"}


def test_an_allergy_that_comes_home_is_its_own_again(till, order):
    till.do(NoteAllergy(order=order, seat=0, text="s1.gluten"))
    till.take(order, "soup")
    other = till.seat("t2", covers=3)
    till.do(MoveOrder(order=order, table="t2"))
    third = till.seat("t1")
    till.do(MoveOrder(order=other, table="t1"))

    assert till.order(third).allergies[0] == f"{order}\ts1.gluten"
    assert till.order(other).allergies[0] == f"{order}\ts1.gluten"
    assert len(till.written(AllergyNoted)) == 1


def test_notes_of_merged_orders_stand_together(till, order):
    other = till.seat("t2")
    till.do(SetOrderNote(order=order, kitchen="pressés"))
    till.do(SetOrderNote(order=other, kitchen="anniversaire", guest="merci"))
    till.do(MoveOrder(order=order, table="t2"))

    assert till.order(other).kitchen_note == "anniversaire · pressés"
    assert till.order(other).guest_note == "merci"


def test_notes_stay_when_there_is_nothing_to_add(till, order):
    other = till.seat("t2")
    till.do(SetOrderNote(order=other, kitchen="anniversaire"))
    till.do(MoveOrder(order=order, table="t2"))

    assert till.order(other).kitchen_note == "anniversaire"


def test_the_kitchen_hears_of_a_merge(till, order):
    till.take(order, "soup")
    till.send(order)
    till.seat("t2")
    till.do(MoveOrder(order=order, table="t2"))

    assert [t.table for t in till.written(TicketIssued)] == ["1 → 2"]


def test_nothing_is_merged_while_a_card_is_running(till, order):
    till.take(order, "soup")
    other = till.seat("t2")
    till.take(other, "soup")
    till.ask_card(other)

    assert till.refuses(MoveOrder(order=order, table="t2")) == "being_paid"
    assert till.refuses(MoveOrder(order=other, table="t1")) == "being_paid"


def test_a_partly_paid_order_may_change_its_table(till, order):
    till.take(order, "soup")
    till.pay(order, amount=100)
    till.do(MoveOrder(order=order, table="t2"))

    assert till.due(order) == 750


# Tables pushed together


def test_an_order_on_one_of_the_tables_stands_on_all(till, order):
    till.do(JoinTables(tables=("t1", "t2", "t3")))

    assert all(till.world.order_on(f"t{n}") is till.order(order) for n in (1, 2, 3))
    assert till.refuses(OpenOrder(table="t3")) == "table_taken"
    assert till.refuses(MoveOrder(order=order, table="t2")) == "same_table"
    line = till.take(order, "beer")
    assert till.refuses(move(order, line, table="t3")) == "same_table"


def test_moving_onto_one_of_them_merges_with_the_order_there(till, order):
    till.do(JoinTables(tables=("t1", "t2")))
    guest = till.seat("t3")
    beer = till.take(guest, "beer")
    till.do(MoveOrder(order=guest, table="t2"))

    assert till.line(beer).home == order


# Lines


def test_lines_move_to_the_order_of_a_table(till, order):
    beer, soup = till.take(order, "beer"), till.take(order, "soup")
    other = till.seat("t2")
    till.do(move(order, beer, table="t2"))

    assert till.last == (LinesMoved(order=order, target=other, lines=(beer,)),)
    assert (till.order(order).lines, till.order(other).lines) == ([soup], [beer])
    assert (till.due(order), till.due(other)) == (850, 650)


def test_lines_move_to_a_named_order(till, order):
    beer = till.take(order, "beer")
    till.take(order, "soup")
    tab = till.seat("")
    till.do(move(order, beer, target=tab))

    assert till.line(beer).home == tab


def test_lines_open_a_free_table(till, order):
    beer, _ = till.take(order, "beer"), till.take(order, "soup")
    (created, moved) = till.do(move(order, beer, table="t2"))

    assert isinstance(created, OrderCreated)
    assert (created.table, moved.target) == ("t2", created.order)
    assert till.world.order_on("t2").lines == [beer]


def test_a_part_of_a_line_moves_as_a_line_of_its_own(till, order):
    beer = till.take(order, "beer", 3, seats=(1,), kitchen_note="fraîche")
    till.do(part(order, beer, 1000, table="t2"))

    divided = till.written(LineDivided)[0]
    new = till.line(divided.new_line)
    assert (till.line(beer).quantity, new.quantity) == (2000, 1000)
    assert (new.seats, new.kitchen_note, new.price) == ((1,), "fraîche", 650)
    assert new.dishes[0].id == f"{new.id}.0"
    assert till.world.book.dishes[f"{new.id}.0"] is new.dishes[0]


def test_the_whole_quantity_is_the_whole_line(till, order):
    beer, _ = till.take(order, "beer", 3), till.take(order, "soup")
    till.do(part(order, beer, 3000, table="t2"))

    assert not till.written(LineDivided)
    assert till.world.order_on("t2").lines == [beer]


def test_a_part_is_made_as_far_as_its_line(till, order):
    soup = till.take(order, "soup", 3)
    till.send(order)
    till.do(BumpDishes(order=order, station="hot", dishes=(f"{soup}.0",)))
    (_, divided, _, ticket) = till.do(part(order, soup, 1000, table="t2"))

    assert till.line(divided.new_line).stage == "ready"
    assert [(ln.dish, ln.quantity) for ln in ticket.lines] == [
        (f"{divided.new_line}.0", 1000)
    ]
    assert ticket.table == "1 → 2"


def test_a_move_to_a_tab_is_told_by_its_number(till, order):
    soup, _ = till.take(order, "soup"), till.take(order, "beer")
    till.send(order)
    tab = till.seat("")
    till.do(move(order, soup, target=tab))

    assert till.written(TicketIssued)[0].table == "1 → 0002"


@pytest.mark.parametrize("quantity", [0, -1000, 4000, 500])
def test_only_whole_pieces_that_are_there_can_move(till, order, quantity):
    beer = till.take(order, "beer", 3)

    command = part(order, beer, quantity, table="t2")
    assert till.refuses(command) == "quantity_out_of_range"


def test_a_weight_moves_whole(till, order):
    ham, _ = till.take(order, "ham", quantity=350), till.take(order, "beer")

    command = part(order, ham, 100, table="t2")
    assert till.refuses(command) == "quantity_out_of_range"
    till.do(move(order, ham, table="t2"))


def test_a_line_moves_once_in_a_command(till, order):
    beer = till.take(order, "beer", 3)

    twice = MoveLines(
        order=order,
        lines=(MovedLine(line=beer, quantity=1000), MovedLine(line=beer)),
        table="t2",
    )
    assert till.refuses(twice) == "quantity_out_of_range"


@pytest.mark.parametrize(
    ("to", "code"),
    [
        ({"table": "gone"}, "table_unknown"),
        ({}, "table_unknown"),
        ({"target": "gone"}, "order_unknown"),
        ({"table": "t1"}, "same_table"),
    ],
)
def test_lines_need_somewhere_to_go(till, order, to, code):
    beer = till.take(order, "beer")

    assert till.refuses(move(order, beer, **to)) == code


def test_lines_do_not_go_to_their_own_order(till, order):
    beer = till.take(order, "beer")

    assert till.refuses(move(order, beer, target=order)) == "same_table"


def test_lines_do_not_go_to_a_settled_bill(till, order):
    beer = till.take(order, "beer")
    paid = till.seat("t2")
    till.take(paid, "coffee")
    till.pay(paid)

    assert till.refuses(move(order, beer, target=paid)) == "order_closed"


def test_only_lines_of_this_order_move(till, order):
    other = till.seat("t2")
    foreign = till.take(other, "beer")
    voided = till.take(order, "soup")
    till.do(VoidLine(order=order, line=voided))

    for line in (foreign, voided, "gone"):
        assert till.refuses(move(order, line, table="t3")) == "line_unknown"
    assert till.refuses(MoveLines(order=order, lines=(), table="t3")) == (
        "nothing_to_move"
    )


def test_what_is_on_a_receipt_stays(till, order):
    soup, _ = till.take(order, "soup"), till.take(order, "beer")
    portion = Portion(line=soup, of=2, taken=(0,))
    till.do(SplitOrder(order=order, bills=(Bill(id="a", portions=(portion,)),)))
    till.pay(order, "a")

    assert till.refuses(move(order, soup, table="t2")) == "line_receipted"


def test_no_line_leaves_under_a_running_card(till, order):
    beer = till.take(order, "beer")
    till.ask_card(order)

    assert till.refuses(move(order, beer, table="t2")) == "being_paid"


def test_lines_that_were_paid_for_in_part_stay(till, order):
    beer, wine = till.take(order, "beer"), till.take(order, "wine")
    till.pay(order, amount=2000)

    assert till.refuses(move(order, wine, table="t2")) == "partly_paid"
    till.do(move(order, beer, table="t2"))
    assert till.due(order) == 999


def test_a_discounted_line_takes_its_share_along(till, order):
    beer, _ = till.take(order, "beer", 3), till.take(order, "soup")
    till.do(CompLine(order=order, line=beer, reason="maison"))
    till.do(part(order, beer, 1000, table="t2"))

    assert till.world.order_on("t2").id in till.world.book.orders
    assert (till.due(order), till.due(till.world.order_on("t2").id)) == (850, 0)


def test_a_line_that_moves_brings_the_warnings_of_its_guests(till, order):
    till.do(NoteAllergy(order=order, seat=0, text="s1.gluten"))
    till.do(NoteAllergy(order=order, seat=2, text="s1.nuts"))
    till.do(NoteAllergy(order=order, seat=3, text="s1.milk"))
    soup, _ = till.take(order, "soup", seats=(2,)), till.take(order, "beer")
    other = till.seat("t2", covers=2)
    till.do(move(order, soup, table="t2"))

    assert till.line(soup).seats == (4,)
    assert till.order(other).allergies == {
        0: f"{order}\ts1.gluten",
        4: f"{order}\ts1.nuts",
    }


def test_a_warning_that_is_known_is_not_written_again(till, order):
    till.do(NoteAllergy(order=order, seat=0, text="s1.gluten"))
    soup, fish = till.take(order, "soup"), till.take(order, "fish")
    till.seat("t2", covers=2)
    till.do(move(order, soup, table="t2"))
    assert len(till.written(AllergyNoted)) == 1
    till.do(move(order, fish, table="t2"))

    assert not till.written(AllergyNoted)


def test_a_dish_that_is_made_needs_no_warning_any_more(till, order):
    till.do(NoteAllergy(order=order, seat=2, text="s1.nuts"))
    soup, _ = till.take(order, "soup", seats=(2,)), till.take(order, "beer")
    till.send(order)
    till.do(BumpDishes(order=order, station="hot", dishes=(f"{soup}.0",)))
    other = till.seat("t2", covers=2)
    till.do(move(order, soup, table="t2"))

    assert till.order(other).allergies == {}


def test_the_last_lines_to_leave_release_the_table(till, order):
    beer, soup = till.take(order, "beer"), till.take(order, "soup")
    till.do(move(order, beer, table="t2"))
    assert not till.closed(order)
    till.do(move(order, soup, table="t2"))

    assert till.closed(order)


def test_what_is_left_and_voided_keeps_the_table(till, order):
    beer, soup = till.take(order, "beer"), till.take(order, "soup")
    till.do(move(order, beer, table="t2"))
    till.do(VoidLine(order=order, line=soup))

    assert not till.closed(order)


def test_lines_that_come_back_open_their_order_again(till, order):
    beer = till.take(order, "beer", seats=(2,))
    other = till.seat("t2", covers=2)
    till.do(MoveOrder(order=order, table="t2"))
    assert till.line(beer).seats == (4,)
    till.do(move(other, beer, target=order))

    assert till.world.order_on("t1") is till.order(order)
    assert till.line(beer).seats == (4,)


def test_lines_do_not_come_back_to_a_table_that_was_seated_again(till, order):
    beer = till.take(order, "beer")
    till.do(move(order, beer, table="t2"))
    other = till.world.order_on("t2").id
    till.seat("t1")

    assert till.refuses(move(other, beer, target=order)) == "order_closed"


def test_a_part_of_a_formule_keeps_its_steps(till, order):
    menu = till.take(order, "menu", 2, picks=MENU[1:])
    till.do(part(order, menu, 1000, table="t2"))

    new = till.written(LineDivided)[0].new_line
    assert [dish.id for dish in till.line(new).dishes] == [f"{new}.1", f"{new}.2"]


def test_what_was_shown_stays_shown_on_another_table(till, order):
    jam = till.take(order, "jam")
    till.do(PrintAddition(order=order))
    till.do(move(order, jam, table="t2"))
    other = till.world.order_on("t2").id

    assert till.refuses(VoidLine(order=other, line=jam)) == "reason_missing"


def test_a_held_line_is_called_where_it_went(till, order):
    till.take(order, "soup")
    fish = till.take(order, "fish")
    till.send(order)
    till.do(move(order, fish, table="t2"))
    other = till.world.order_on("t2").id
    till.do(FireCourse(order=other))

    assert till.written(TicketIssued)[0].table == "2"

"""What leaves for the kitchen and when: Direct, courses, réclame, additions, voids."""

import pytest
from domain_kit import EVENING, MENU, Till

from app.domain.kitchen.decide import BumpDishes, ServeDishes, StartDishes
from app.domain.kitchen.events import TicketIssued
from app.domain.orders.allergies import sealed_texts
from app.domain.orders.commands import (
    ChangeLine,
    FireCourse,
    NoteAllergy,
    PrintAddition,
    SendOrder,
    SetCourseTiming,
    SetOrderNote,
    VoidLine,
)
from app.domain.orders.events import CourseFired, LineVoided, OrderSent
from app.domain.orders.sending import next_held, pieces_to_send


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    return till


@pytest.fixture
def order(till: Till) -> str:
    return till.seat("t1", covers=4)


def stages(till: Till, *lines: str) -> list[str]:
    return [till.line(line).stage for line in lines]


def tickets(till: Till) -> dict[str, TicketIssued]:
    return {ticket.station: ticket for ticket in till.written(TicketIssued)}


def serve(till: Till, order: str) -> None:
    book = till.world.book
    fired = [
        dish.id
        for line in book.lines_of(book.orders[order])
        for dish in line.dishes
        if dish.fired and not dish.served
    ]
    till.do(ServeDishes(order=order, dishes=tuple(fired)))


# Sending


def test_drinks_and_the_first_course_leave_the_rest_is_held(till, order):
    beer, soup, fish, cake = (
        till.take(order, each) for each in ("beer", "soup", "fish", "cake")
    )
    till.send(order)

    assert stages(till, beer, soup, fish, cake) == ["sent", "sent", "held", "held"]
    assert next_held(till.world, till.order(order)) == "mains"


def test_each_station_gets_one_ticket_and_knows_of_the_others(till, order):
    till.take(order, "beer", 3)
    till.take(order, "soup", 2)
    till.take(order, "salad")
    till.send(order)

    bar, hot, cold = till.written(TicketIssued)
    assert [(t.station, t.number, t.kind) for t in (bar, hot, cold)] == [
        ("bar", 1, "new"),
        ("hot", 1, "new"),
        ("cold", 1, "new"),
    ]
    assert hot.also == "Bar 3 · Froid 1"
    assert (hot.table, hot.room, hot.covers, hot.suite) == ("1", "Salle", 4, "1")
    assert [(ln.label, ln.quantity, ln.kind) for ln in hot.lines] == [
        ("Soup", 2000, "make")
    ]


def test_tickets_of_a_station_count_without_a_gap(till, order):
    for n in (1, 2, 3):
        till.take(order, "beer", seats=(n,))
        till.send(order)
        assert tickets(till)["bar"].number == n


def test_the_kitchen_reads_its_own_words(till, order):
    till.take(order, "steak", options=("rare", "with_salad"), kitchen_note="vite")
    till.take(order, "fish", seats=(2,))
    till.send(order)

    steak, fish = tickets(till)["hot"].lines
    assert (steak.modifiers, steak.note) == (("S", "Salade"), "vite")
    assert (fish.label, fish.seats) == ("POISSON", (2,))


def test_the_button_tells_what_will_leave(till, order):
    for article, n in (("beer", 3), ("soup", 2), ("fish", 2), ("jam", 1)):
        till.take(order, article, n)

    assert pieces_to_send(till.world, till.order(order), EVENING) == {
        "bar": 3,
        "hot": 2,
    }


def test_a_weighed_dish_is_one_portion(till, order):
    ham = till.world.catalogue.articles["ham"]
    till.write(
        [type(ham)(**{n: getattr(ham, n) for n in ham.__slots__} | {"station": "cold"})]
    )
    till.take(order, "ham", quantity=350)

    assert pieces_to_send(till.world, till.order(order), EVENING) == {"cold": 1}
    till.take(order, "soup")
    till.send(order)
    assert tickets(till)["hot"].also == "Froid 1"


def test_nothing_unsent_is_nothing_to_send(till, order):
    assert till.refuses(SendOrder(order=order)) == "nothing_to_send"
    till.take(order, "beer")
    till.send(order)
    assert till.refuses(SendOrder(order=order)) == "nothing_to_send"


def test_what_has_no_station_is_sent_without_a_ticket(till, order):
    jam = till.take(order, "jam")
    facts = till.send(order)

    assert len(facts) == 1
    assert till.line(jam).sent


def test_a_formule_sends_its_dishes_course_by_course(till, order):
    line = till.take(order, "menu")
    (sent, *_) = till.send(order)

    assert isinstance(sent, OrderSent)
    assert sent.fired == (f"{line}.0", f"{line}.2")
    assert [d.stage for d in till.line(line).dishes] == ["sent", "held", "sent"]


def test_without_starters_the_mains_leave_at_once(till, order):
    fish = till.take(order, "fish")
    till.send(order)

    assert stages(till, fish) == ["sent"]


def test_mains_ordered_after_the_starters_were_served_leave_at_once(till, order):
    till.take(order, "soup")
    till.send(order)
    serve(till, order)
    fish = till.take(order, "fish")
    till.send(order)

    assert stages(till, fish) == ["sent"]


def test_mains_ordered_while_the_starters_are_out_are_held(till, order):
    till.take(order, "soup")
    till.send(order)
    fish = till.take(order, "fish")
    till.send(order)

    assert stages(till, fish) == ["held"]


def test_a_late_main_waits_with_the_mains_that_are_held(till, order):
    till.take(order, "soup")
    till.take(order, "fish")
    till.send(order)
    serve(till, order)
    late = till.take(order, "steak")
    till.send(order)

    assert stages(till, late) == ["held"]


def test_dessert_does_not_overtake_mains_that_are_held(till, order):
    till.take(order, "soup")
    till.take(order, "fish")
    till.send(order)
    serve(till, order)
    cake = till.take(order, "cake")
    till.send(order)

    assert stages(till, cake) == ["held"]


def test_starters_that_come_to_mind_late_go_before_held_mains(till, order):
    till.do(SetCourseTiming(order=order, course="mains", timing="hold"))
    till.take(order, "fish")
    till.send(order)
    soup = till.take(order, "soup")
    till.send(order)

    assert stages(till, soup) == ["sent"]


def test_nobody_calls_courses_away_from_a_table(till):
    for mode in ("counter", "takeaway", "delivery"):
        order = till.seat("", mode=mode)
        lines = [till.take(order, each) for each in ("beer", "soup", "fish", "cake")]
        till.send(order)
        assert stages(till, *lines) == ["sent"] * 4
    assert tickets(till)["hot"].table == "0003"


# Additions


def test_what_joins_a_course_in_the_making_is_shouted(till, order):
    till.take(order, "soup")
    till.send(order)
    late = till.take(order, "soup", 2)
    till.send(order)

    hot = tickets(till)["hot"]
    assert (hot.kind, hot.lines[0].kind) == ("change", "add")
    dish = till.line(late).dishes[0]
    assert (dish.late, dish.seen) == (True, False)


def test_another_round_of_drinks_is_no_addition(till, order):
    till.take(order, "beer")
    till.send(order)
    till.take(order, "beer")
    till.send(order)

    assert tickets(till)["bar"].lines[0].kind == "make"


def test_another_station_has_nothing_in_hand(till, order):
    till.take(order, "soup")
    till.send(order)
    till.take(order, "salad")
    till.send(order)

    assert tickets(till)["cold"].kind == "new"


# Holding and réclame


def test_a_course_is_called(till, order):
    till.take(order, "soup")
    fish = till.take(order, "fish")
    till.send(order)
    (fired, ticket) = till.do(FireCourse(order=order))

    assert fired == CourseFired(order=order, course="mains", dishes=(f"{fish}.0",))
    assert (ticket.station, ticket.course, ticket.number) == ("hot", "mains", 2)
    assert stages(till, fish) == ["sent"]
    assert till.refuses(FireCourse(order=order)) == "nothing_held"


def test_a_course_can_be_called_by_name(till, order):
    for each in ("soup", "fish", "cake"):
        till.take(order, each)
    till.send(order)
    till.do(FireCourse(order=order, course="desserts"))

    assert till.refuses(FireCourse(order=order, course="desserts")) == "nothing_held"
    assert till.refuses(FireCourse(order=order, course="direct")) == "nothing_held"


def test_a_person_decides_what_waits_and_what_leaves(till, order):
    soup, fish = till.take(order, "soup"), till.take(order, "fish")
    till.do(SetCourseTiming(order=order, course="starters", timing="hold"))
    till.do(SetCourseTiming(order=order, course="mains", timing="fire"))
    till.send(order)

    assert stages(till, soup, fish) == ["held", "sent"]


def test_a_hold_does_not_stop_a_course_that_is_being_made(till, order):
    till.take(order, "soup")
    till.send(order)
    till.do(SetCourseTiming(order=order, course="starters", timing="hold"))
    more = till.take(order, "soup")
    till.send(order)

    assert stages(till, more) == ["sent"]


def test_a_timing_needs_a_course_and_a_word(till, order):
    command = SetCourseTiming(order=order, course="brunch", timing="hold")
    assert till.refuses(command) == "course_unknown"
    command = SetCourseTiming(order=order, course="mains", timing="later")
    assert till.refuses(command) == "timing_unknown"


def test_courses_the_catalogue_does_not_know_come_first(till, order):
    article = till.world.catalogue.articles["soup"]
    fields = {n: getattr(article, n) for n in article.__slots__}
    till.write([type(article)(**fields | {"id": "odd"})])
    odd = till.take(order, "odd", course="brunch")
    till.take(order, "soup")
    till.send(order)

    assert stages(till, odd) == ["sent"]
    assert tickets(till)["hot"].suite == ""


# Allergies and late words


def test_a_ticket_names_the_allergies_of_its_seats_and_of_the_table(till, order):
    till.do(NoteAllergy(order=order, seat=0, text="s1.table"))
    till.do(NoteAllergy(order=order, seat=2, text="s1.nuts"))
    till.do(NoteAllergy(order=order, seat=3, text="s1.milk"))
    till.take(order, "soup", seats=(1,))
    till.take(order, "soup", seats=(1, 2))
    till.take(order, "soup")
    till.send(order)

    said = [line.allergy for line in tickets(till)["hot"].lines]
    assert [sealed_texts(order, each) for each in said] == [
        ((order, "s1.table"),),
        ((order, "s1.table"), (order, "s1.nuts")),
        ((order, "s1.table"), (order, "s1.nuts"), (order, "s1.milk")),
    ]


def test_an_allergy_noted_late_reaches_the_stations_at_work(till, order):
    soup = till.take(order, "soup", seats=(2,))
    till.take(order, "soup", seats=(1,))
    till.take(order, "fish", seats=(2,))
    till.send(order)
    (_, ticket) = till.do(NoteAllergy(order=order, seat=2, text="s1.nuts"))

    assert (ticket.kind, ticket.refers) == ("change", 1)
    assert [(ln.dish, ln.kind, ln.allergy) for ln in ticket.lines] == [
        (f"{soup}.0", "info", "s1.nuts")
    ]


def test_an_allergy_that_was_known_or_concerns_no_dish_makes_no_paper(till, order):
    assert len(till.do(NoteAllergy(order=order, seat=2, text="s1.nuts"))) == 1
    till.take(order, "soup", seats=(2,))
    till.send(order)

    assert len(till.do(NoteAllergy(order=order, seat=2, text="s1.nuts"))) == 1
    assert len(till.do(NoteAllergy(order=order, seat=4, text="s1.milk"))) == 1


def test_a_note_on_the_whole_order_reaches_the_stations_at_work(till, order):
    soup = till.take(order, "soup")
    assert len(till.do(SetOrderNote(order=order, kitchen="vite"))) == 1
    till.send(order)
    (_, ticket) = till.do(SetOrderNote(order=order, kitchen="très vite"))

    assert (ticket.kind, ticket.lines[0].kind) == ("change", "info")
    assert ticket.lines[0].dish == f"{soup}.0"
    assert len(till.do(SetOrderNote(order=order, kitchen="très vite", guest="!"))) == 1


def test_a_note_after_sending_is_a_ticket_of_its_own(till, order):
    soup = till.take(order, "soup")
    till.send(order)
    (_, ticket) = till.do(ChangeLine(order=order, line=soup, kitchen_note="sans sel"))

    assert (ticket.kind, ticket.lines[0].kind) == ("change", "info")
    assert ticket.lines[0].note == "sans sel"
    assert (
        len(till.do(ChangeLine(order=order, line=soup, kitchen_note="sans sel"))) == 1
    )


def test_a_note_on_what_is_held_or_ready_makes_no_paper(till, order):
    soup, fish = till.take(order, "soup"), till.take(order, "fish")
    till.send(order)
    till.do(BumpDishes(order=order, station="hot", dishes=(f"{soup}.0",)))

    for line in (soup, fish):
        command = ChangeLine(order=order, line=line, kitchen_note="sans sel")
        assert len(till.do(command)) == 1


# Voids


def test_an_unsent_line_is_voided_without_a_word(till, order):
    line = till.take(order, "beer", 3)
    (voided,) = till.do(VoidLine(order=order, line=line), "tom")

    assert voided == LineVoided(
        order=order, line=line, quantity=3000, amount=1950, stage="unsent"
    )
    assert till.due(order) == 0


def test_a_part_of_a_line_is_voided(till, order):
    line = till.take(order, "beer", 3)
    till.do(VoidLine(order=order, line=line, quantity=1000))

    assert till.line(line).quantity == 2000
    assert till.due(order) == 1300


@pytest.mark.parametrize("quantity", [0, -1000, 4000, 500])
def test_only_what_is_there_can_be_voided(till, order, quantity):
    line = till.take(order, "beer", 3)

    command = VoidLine(order=order, line=line, quantity=quantity)
    assert till.refuses(command) == "quantity_out_of_range"


def test_a_weight_can_be_voided_in_part(till, order):
    line = till.take(order, "ham", quantity=500)
    till.do(VoidLine(order=order, line=line, quantity=150))

    assert till.due(order) == 1047


def test_a_held_line_needs_a_reason_but_no_right(till, order):
    till.take(order, "soup")
    fish = till.take(order, "fish")
    till.send(order)

    command = VoidLine(order=order, line=fish)
    assert till.refuses(command, "tom") == "reason_missing"
    (voided,) = till.do(VoidLine(order=order, line=fish, reason="erreur"), "tom")
    assert voided.stage == "held"


def test_voiding_a_fired_line_needs_a_reason_and_a_manager(till, order):
    soup = till.take(order, "soup")
    till.send(order)

    assert till.refuses(VoidLine(order=order, line=soup)) == "reason_missing"
    command = VoidLine(order=order, line=soup, reason="erreur")
    assert till.refuses(command, "tom") == "right_missing"
    till.do(command, "tom", approver="lea")
    assert not till.line(soup).live


def test_the_kitchen_is_told_to_stop(till, order):
    soup = till.take(order, "soup", 3)
    till.take(order, "beer")
    till.send(order)
    command = VoidLine(order=order, line=soup, quantity=1000, reason="erreur")
    (_, stop) = till.do(command)

    assert (stop.station, stop.kind, stop.number, stop.refers) == (
        "hot",
        "change",
        2,
        1,
    )
    assert [(ln.kind, ln.quantity) for ln in stop.lines] == [("stop", 1000)]


def test_what_was_served_stops_nobody(till, order):
    soup = till.take(order, "soup")
    till.send(order)
    serve(till, order)
    facts = till.do(VoidLine(order=order, line=soup, reason="froid"))

    assert [fact.stage for fact in facts] == ["served"]


def test_a_formule_stops_where_its_dishes_are_made(till, order):
    line = till.take(order, "menu", picks=MENU)
    till.send(order)
    facts = till.do(VoidLine(order=order, line=line, reason="erreur"))

    assert [type(fact).__name__ for fact in facts] == [
        "LineVoided",
        "TicketIssued",
        "TicketIssued",
    ]
    assert {
        t.station: [ln.label for ln in t.lines] for t in till.written(TicketIssued)
    } == {
        "bar": ["Beer"],
        "hot": ["Soup"],
    }


@pytest.mark.parametrize("stage", ["started", "ready", "served"])
def test_a_void_knows_how_far_the_kitchen_was(till, order, stage):
    soup = till.take(order, "soup")
    till.send(order)
    acts = {
        "started": StartDishes(order=order, station="hot", dishes=(f"{soup}.0",)),
        "ready": BumpDishes(order=order, station="hot", dishes=(f"{soup}.0",)),
        "served": ServeDishes(order=order, dishes=(f"{soup}.0",)),
    }
    till.do(acts[stage])
    (voided, *_) = till.do(VoidLine(order=order, line=soup, reason="erreur"))

    assert voided.stage == stage
    assert till.line(soup).voids[0].stage == stage


def test_what_the_guest_saw_needs_a_reason_and_a_manager(till, order):
    jam = till.take(order, "jam")
    till.do(PrintAddition(order=order))

    assert till.refuses(VoidLine(order=order, line=jam)) == "reason_missing"
    command = VoidLine(order=order, line=jam, reason="rendu")
    assert till.refuses(command, "tom") == "right_missing"
    till.do(command)


def test_a_line_voided_twice_is_gone(till, order):
    line = till.take(order, "beer")
    till.do(VoidLine(order=order, line=line))

    assert till.refuses(VoidLine(order=order, line=line)) == "line_unknown"


def test_only_the_named_lines_are_sent_while_a_colleague_takes_down_others(till, order):
    mine, theirs = till.take(order, "beer"), till.take(order, "soup")

    till.do(SendOrder(order=order, lines=(mine,)))

    assert till.written(OrderSent)[-1].lines == (mine,)
    assert stages(till, theirs) == ["unsent"]
    assert till.refuses(SendOrder(order=order, lines=(mine,))) == "nothing_to_send"

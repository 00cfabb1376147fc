"""What the guest before the cashier reads: their lines, their part, their language."""

import json
from ast import Call, Constant, Name, parse, walk
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from domain_kit import Till
from pos_world import plain

from app.domain.catalogue.guest_names import SetGuestName
from app.domain.orders.commands import CompLine, SplitOrder
from app.domain.orders.events import Bill, Portion
from app.domain.vocabulary import ALLERGENS
from app.presenters.guest.display import (
    RECEIPT,
    RECEIPTS,
    TIP,
    Front,
    GuestView,
    pay_front,
    present_guest,
)
from app.presenters.pay.account import account_of
from app.presenters.pay.choices import Choices, guest_tip, take_command
from resources.texts import GUESTS, catalogue, language, speaking


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    return till


def seen(till: Till, order: str, **more: object) -> GuestView:
    return present_guest(till.world, Front(order=order, **more))  # type: ignore[arg-type]


def test_the_guest_reads_choices_notes_of_theirs_and_what_was_taken_off(
    till: Till,
) -> None:
    order = till.seat()
    till.take(
        order, "steak", kitchen_note="table du patron", guest_note="joyeux anniversaire"
    )
    coffee = till.take(order, "coffee", 2)
    till.do(CompLine(order=order, line=coffee, reason="Attente"), approver="marc")
    view = seen(till, order)
    told = [(line.label, line.detail, plain(line.amount)) for line in view.lines]
    assert told == [("Steak", "", "24,00 €"), ("Coffee", "× 2", "0,00 €")]
    assert [line.words for line in view.lines] == [
        "Saignant · joyeux anniversaire",
        "offert",
    ]
    everything = json.dumps(asdict(view), ensure_ascii=False)
    assert "patron" not in everything
    assert "Attente" not in everything
    assert "lea" not in everything.lower()
    assert "Prix nets, TVA et service compris" in view.notes


def test_who_pays_a_part_reads_that_part_alone(till: Till) -> None:
    order = till.seat()
    soup, steak = till.take(order, "soup"), till.take(order, "steak")
    bills = tuple(
        Bill(id=name, portions=(Portion(line=line, of=1, taken=(0,)),))
        for name, line in (("b1", soup), ("b2", steak))
    )
    till.do(SplitOrder(order=order, bills=bills))
    view = seen(till, order, bill="b2")
    assert [line.label for line in view.lines] == ["Steak"]
    assert plain(view.total) == "24,00 €"


def test_a_card_that_is_asked_leaves_nothing_to_answer(till: Till) -> None:
    order = till.seat()
    till.take(order, "soup")
    asked = {"tips": (("none", 0), ("one", 100)), "receipts": RECEIPTS}
    view = seen(till, order, **asked)
    assert [question.kind for question in view.questions] == [TIP, RECEIPT]
    till.ask_card(order, tip=100)
    view = seen(till, order, **asked)
    assert view.questions == ()
    assert plain(view.total) == "9,50 €"
    assert view.act == "Présentez votre carte au terminal"


def test_a_tip_given_by_touch_keeps_the_cash_that_is_being_counted(till: Till) -> None:
    order = till.seat()
    till.take(order, "soup")
    account = account_of(till.world, till.order(order), "")
    typing = Choices(order=order, typed=2000)
    tipped = guest_tip(typing, "one")
    front = pay_front(till.world, tipped, account)
    assert front.tips == (("none", 0), ("round", 50), ("one", 100), ("two", 200))
    assert (front.tip, front.tip_cents) == ("one", 100)
    command = take_command(till.world, tipped, account)
    assert (command.amount, command.tip, command.tendered) == (850, 100, 2000)
    voucher = pay_front(till.world, replace(tipped, tender="voucher"), account)
    assert voucher.tips == ()


def test_the_guest_chooses_among_five_languages_and_windows_do_not_notice(
    till: Till,
) -> None:
    order = till.seat()
    till.take(order, "soup")
    with speaking("de"):
        view = seen(till, order)
    assert (view.label, plain(view.total)) == ("Summe", "8,50 €")
    assert language() == "fr"


READ_BY_GUESTS = (
    *("presenters/guest/display", "reports/menu", "reports/menu_page"),
    *("reports/table_page", "hub/table", "reports/bill_page", "hub/table_bill"),
    *("hub/table_pay", "hub/guest_card", "hub/self_order"),
)


@pytest.mark.parametrize("name", [name for name in GUESTS if name != "fr"])
def test_every_text_for_guests_is_there_in_their_language(name: str) -> None:
    root = Path(__file__).parents[3]
    asked = {
        call.args[0].value
        for module in READ_BY_GUESTS
        for call in walk(parse((root / f"app/{module}.py").read_text()))
        if isinstance(call, Call)
        and isinstance(call.func, Name)
        and call.func.id == "tr"
        and isinstance(call.args[0], Constant)
    }
    printed = {"(…) traces possibles", "? non renseigné : demandez-nous"}
    words = catalogue(name)
    assert asked - set(words) - printed == set()
    assert {french for french, _ in ALLERGENS.values()} - set(words) == set()


@pytest.mark.parametrize("name", [name for name in GUESTS if name != "fr"])
def test_no_two_allergens_are_one_word_in_a_language(name: str) -> None:
    words = catalogue(name)
    told = [words[french] for french, _ in ALLERGENS.values()]
    assert len(set(told)) == len(ALLERGENS)


def test_a_dish_has_the_name_that_guests_of_a_language_know(till: Till) -> None:
    till.do(SetGuestName(kind="article", id="steak", language="de", name="Rumpsteak"))
    till.do(SetGuestName(kind="option", id="rare", language="de", name="englisch"))
    order = till.seat()
    till.take(order, "steak")
    with speaking("de"):
        (line,) = seen(till, order).lines
    assert (line.label, line.words) == ("Rumpsteak", "englisch")
    (line,) = seen(till, order).lines
    assert (line.label, line.words) == ("Steak", "Saignant")

"""What a client owes, ticket by ticket, and what is done to get it."""

import pytest
from domain_kit import Till

from app.domain.credits.collecting import AskDebits, Debit, EndDebit, NoteReminder
from app.domain.credits.decide import AddBeside, ForgetClient, SetClient
from app.domain.credits.events import ClientDebited, ClientReminded, ClientSettled
from app.domain.credits.items import AccountMove, ages_of, open_items, overdue


def charge(
    key: str, cents: int, bday: str = "2026-11-01", order: str = ""
) -> AccountMove:
    return AccountMove(key, cents, bday, order or f"order-{key}")


def paid(cents: int, *pays: str, order: str = "till") -> AccountMove:
    return AccountMove("p", -cents, "2026-11-20", order, pays)


def left(*moves: AccountMove) -> dict[str, int]:
    return {item.key: item.left for item in open_items(moves)}


# What is open


def test_what_was_paid_without_a_word_settles_the_oldest():
    moves = charge("a", 1000), charge("b", 2000), charge("c", 500)

    assert left(*moves, paid(1500)) == {"b": 1500, "c": 500}
    assert left(*moves, paid(3500)) == {}


def test_the_tickets_that_were_chosen_are_paid():
    moves = charge("a", 1000), charge("b", 2000), charge("c", 500)

    assert left(*moves, paid(2500, "b", "c")) == {"a": 1000}
    assert left(*moves, paid(2100, "b")) == {"a": 900, "c": 500}


def test_a_part_of_a_chosen_ticket_leaves_the_rest_of_it():
    assert left(charge("a", 1000), charge("b", 2000), paid(700, "b")) == {
        "a": 1000,
        "b": 1300,
    }


def test_what_was_given_back_is_off_its_own_ticket():
    moves = charge("a", 1000), charge("b", 2000, order="dinner")

    assert left(*moves, paid(500, order="dinner")) == {"a": 1000, "b": 1500}


def test_a_settlement_that_was_given_back_leaves_its_ticket_as_old_as_it_was():
    back = AccountMove("r", 1000, "2026-11-21", "till")

    assert left(charge("a", 1000), paid(1000, "a"), back) == {"a": 1000}
    assert left(charge("a", 1000), paid(1000), back) == {"a": 1000}


def test_the_age_of_what_is_owed():
    moves = [
        charge("a", 100, "2026-11-20"),
        charge("b", 200, "2026-10-21"),
        charge("c", 400, "2026-10-20"),
        charge("d", 800, "2026-08-22"),
        charge("e", 1600, "2026-08-21"),
    ]
    items = open_items(moves)

    assert ages_of(items, "2026-11-20") == [300, 400, 800, 1600]
    assert overdue(items, "2026-11-20", 30) == 400 + 800 + 1600
    assert overdue(items, "2026-11-20", 0) == 200 + 400 + 800 + 1600


# At the till, and beyond it


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    till.do(SetClient(client="anne", name="sealed", contact="s1.sealed"))
    return till


def owe(till: Till, cents: int = 850) -> None:
    order = till.seat("t1")
    till.take(order, "soup", cents // 850)
    till.pay(order, method="account", reference="anne")


def test_a_settlement_says_which_tickets_it_pays(till):
    owe(till)
    owe(till)
    order = till.seat("t2")
    pays = ("C1-9", "C1-12")
    till.do(
        AddBeside(order=order, kind="account", amount=1700, holder="anne", pays=pays)
    )
    till.pay(order)

    (settled,) = till.written(ClientSettled)
    assert (settled.amount, settled.pays) == (1700, pays)
    assert till.world.credits.left("anne") == 0


def test_a_reminder_is_counted(till):
    assert till.refuses(NoteReminder(client="anne", amount=100)) == "nothing_late"
    owe(till)
    for level in (1, 2):
        till.do(NoteReminder(client="anne", amount=850))
        assert till.written(ClientReminded)[0].level == level
    assert (
        till.refuses(NoteReminder(client="anne", amount=850), "tom") == "right_missing"
    )
    assert till.refuses(NoteReminder(client="bob", amount=850)) == "client_unknown"


def ask(amount: int = 850, day: str = "2026-11-24", client: str = "anne") -> AskDebits:
    debit = Debit(client=client, debit="D1", amount=amount, pays=("C1-9",))
    return AskDebits(debits=(debit,), day=day, file="a" * 64)


def test_the_bank_is_asked_once_until_it_has_answered(till):
    owe(till)
    till.do(ask())
    (asked,) = till.written(ClientDebited)
    assert (asked.amount, asked.pays, asked.file) == (850, ("C1-9",), "a" * 64)
    assert till.refuses(ask()) == "debit_under_way"
    assert till.world.credits.left("anne") == 850
    assert till.refuses(EndDebit(client="anne", debit="D2", paid=True)) == "debit_over"
    till.do(EndDebit(client="anne", debit="D1", paid=False))
    till.do(ask())


def test_a_client_is_kept_until_the_bank_has_answered(till):
    owe(till)
    till.do(ask())
    order = till.seat("t2")
    till.do(AddBeside(order=order, kind="account", amount=850, holder="anne"))
    till.pay(order)
    assert till.refuses(ForgetClient(client="anne")) == "debit_under_way"
    till.do(EndDebit(client="anne", debit="D1", paid=False))
    till.do(ForgetClient(client="anne"))


def test_no_more_than_is_owed_and_not_in_the_past(till):
    owe(till)
    assert till.refuses(ask(amount=900)) == "account_less"
    assert till.refuses(ask(day="2026-11-20")) == "debit_day"
    assert till.refuses(ask(client="bob")) == "client_unknown"
    assert till.refuses(AskDebits(debits=(), day="2026-11-24", file="")) == (
        "nothing_to_debit"
    )

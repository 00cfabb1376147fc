"""Cards on the paying page, against a simulated terminal that speaks the real protocol."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from card_kit import LOST, Post, card_post
from gui_kit import EVENING, FixedClock, desk_for
from pay_kit import ESPRESSOS, Counter, Taps, make_order
from pytestqt.qtbot import QtBot

from app.domain.orders.state import Payment
from app.windows.desk import Desk
from app.windows.pay.page import PayPage
from hardware.health import DeviceState
from hardware.terminals.customer import (
    ABANDONS,
    ACCEPTS,
    Behaviour,
    refuses,
)
from hardware.terminals.model import Means

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("still")]


@pytest.fixture
def post(tmp_path: Path, qtbot: QtBot) -> Iterator[Post]:
    with card_post(tmp_path, qtbot) as made:
        yield made


def sit(post: Post, person: str = "lea") -> tuple[PayPage, Counter, Desk]:
    """A window with somebody at it."""
    desk = desk_for(post.opened, person)
    who = Counter(desk)
    page = PayPage(desk, post.board)
    post.show(page)
    return page, who, desk


def payments(post: Post, order: str) -> list[Payment]:
    return list(post.order(order).payments.values())


def ask_card(post: Post, page: PayPage, order: str, title: str) -> None:
    """Asks for a card, until the page says this of it."""
    page.show_place(f"order:{order}")
    page.pay.tenders.tiles["card"].click()
    post.until(lambda: page.pay.notice.title.text() == title)


def hand_over(post: Post, page: PayPage, order: str) -> None:
    """Asks for a card; the guest has the terminal and does nothing yet."""
    post.terminal.become(None)
    page.show_place(f"order:{order}")
    page.pay.tenders.tiles["card"].click()
    post.until(lambda: post.terminal.asked() is not None)


def test_a_bill_is_split_in_three_by_card_with_five_taps(post: Post) -> None:
    order = make_order(post.opened)
    page, who, _ = sit(post)
    tap = Taps()
    tap.count = 1  # Encaisser, on the till
    page.show_place(f"order:{order}")
    tap(page.pay.tenders.modes.options[2])
    for number in range(3):
        card = page.pay.tenders.tiles["card"]
        post.until(card.isEnabled)
        tap(card)
        post.until(
            lambda n=number: (
                len(  # type: ignore[misc]  # bound on purpose
                    [p for p in payments(post, order) if p.state == "completed"]
                )
                == n + 1
            )
        )
    assert tap.count == 5
    assert [c.cents for c in post.terminal.approved()] == [2817, 2817, 2816]
    assert len(post.order(order).receipts) == 1
    post.until(lambda: who.places == [("floor", "")])
    assert who.words[-1] == "Payé 84,50\u00a0€ · ticket C1-000001"


def test_two_espressos_are_paid_by_card_with_one_tap_on_the_page(post: Post) -> None:
    order = make_order(post.opened, ESPRESSOS, table="", covers=0, mode="counter")
    page, who, _ = sit(post, "ines")
    tap = Taps()
    page.show_place(f"order:{order}")
    tap(page.pay.tenders.tiles["card"])
    post.until(lambda: bool(who.places))
    assert tap.count == 1
    assert who.places == [("pos", "counter")]
    [payment] = payments(post, order)
    assert (payment.state, payment.scheme) == ("completed", "CB")


def test_nothing_else_can_be_taken_while_a_card_runs(post: Post) -> None:
    order = make_order(post.opened)
    page, _, _ = sit(post)
    other, _, _ = sit(post, "karim")
    hand_over(post, page, order)
    assert page.pay.notice.words[0] == "Carte · TPE 1"
    assert page.pay.notice.amount.text() == "84,50\u00a0€"
    assert not any(tile.isEnabled() for tile in page.pay.tenders.tiles.values())
    assert not page.pay.tenders.modes.isEnabled()
    other.show_place(f"order:{order}")
    assert other.pay.notice.words == page.pay.notice.words
    page.leave()
    page.show_place(f"order:{order}")
    assert page.pay.notice.words[0] == "Carte · TPE 1"
    assert post.terminal.press(ACCEPTS)
    post.until(lambda: other.pay.notice.title.text() == "Tout est payé")


def test_a_card_of_a_till_that_died_is_asked_again_at_another(post: Post) -> None:
    """Else nothing could ever be taken on that bill before the dead till is back."""
    order = make_order(post.opened)
    page, _, _ = sit(post)
    hand_over(post, page, order)
    assert list(page.pay.notice.acts) == ["cancel"]
    clock = post.opened.house.clock
    assert isinstance(clock, FixedClock)
    clock.forward(minutes=6)
    page.leave()
    page.show_place(f"order:{order}")
    assert list(page.pay.notice.acts) == ["ask_again"]
    assert "La caisse qui l’a demandé ne dit plus rien." in page.pay.notice.words
    Taps()(page.pay.notice.acts["ask_again"])
    assert post.terminal.press(ABANDONS)
    post.until(lambda: page.pay.notice.title.text() == "Paiement abandonné")


def test_a_card_cannot_be_stopped_from_here_once_it_is_asked(post: Post) -> None:
    order = make_order(post.opened)
    page, _, _ = sit(post)
    hand_over(post, page, order)
    Taps()(page.pay.notice.acts["cancel"])
    assert page.pay.notice.acts == {}
    assert "Pour arrêter : touche rouge du terminal." in page.pay.notice.words
    assert post.terminal.press(ABANDONS)
    post.until(lambda: page.pay.notice.title.text() == "Paiement abandonné")
    assert "Le client a abandonné." in page.pay.notice.words


def test_a_refused_card_is_tried_again(post: Post) -> None:
    order = make_order(post.opened)
    page, who, _ = sit(post)
    post.terminal.script(refuses("04"))
    ask_card(post, page, order, "Carte refusée")
    assert "La banque refuse cette carte." in page.pay.notice.words
    assert "La carte n’est pas débitée." in page.pay.notice.words
    assert page.pay.tenders.tiles["cash"].isEnabled()
    Taps()(page.pay.notice.acts["card:tpe1"])
    post.until(lambda: bool(who.places))
    assert [p.state for p in payments(post, order)] == ["refused", "completed"]
    assert len(post.terminal.approved()) == 1


def test_a_refused_card_leaves_every_other_tender(post: Post) -> None:
    order = make_order(post.opened)
    page, _, _ = sit(post)
    post.terminal.script(refuses("04"))
    ask_card(post, page, order, "Carte refusée")
    tap = Taps()
    tap(page.pay.notice.acts["manual"])
    assert page.pay.pad.title.text() == "N° du ticket TPE"
    tap(page.pay.pad.act)
    assert payments(post, order)[-1].method == "card_manual"


def test_a_lost_answer_is_settled_by_the_slip(post: Post) -> None:
    order = make_order(post.opened)
    page, who, _ = sit(post)
    post.terminal.script(LOST)
    ask_card(post, page, order, "Vérifiez le ticket du TPE")
    assert not page.pay.tenders.tiles["cash"].isEnabled()
    tap = Taps()
    tap(page.pay.notice.acts["accepted"])
    assert page.pay.pad.title.text() == "Numéro d’autorisation"
    assert not page.pay.pad.act.isEnabled()
    for key in "184117":
        tap(page.pay.pad.keypad.key(key))
    tap(page.pay.pad.act)
    assert who.approved == ["payment.resolve"]
    [payment] = payments(post, order)
    assert (payment.state, payment.authorisation) == ("completed", "184117")
    assert post.order(order).receipts
    assert who.places == [("floor", "")]


def test_a_slip_that_says_refused_lets_one_try_again(post: Post) -> None:
    order = make_order(post.opened)
    page, who, _ = sit(post)
    post.terminal.script(LOST)
    ask_card(post, page, order, "Vérifiez le ticket du TPE")
    # The slip of another payment of as much bears another hour.
    assert page.pay.notice.words[1] == f"Carte · TPE 1 · {EVENING:%H:%M}"
    Taps()(page.pay.notice.acts["refused"])
    assert who.approved == []
    Taps()(page.pay.notice.acts["refused"])
    assert who.approved == ["payment.resolve"]
    assert page.pay.notice.title.text() == "Carte refusée"
    assert "Le ticket du TPE dit : refusé." in page.pay.notice.words
    assert "card:tpe1" in page.pay.notice.acts


def test_the_terminal_is_asked_again_and_knows(post: Post) -> None:
    order = make_order(post.opened)
    page, who, _ = sit(post)
    post.terminal.script(LOST)
    ask_card(post, page, order, "Vérifiez le ticket du TPE")
    Taps()(page.pay.notice.acts["ask_again"])
    assert "On redemande au terminal…" in page.pay.notice.words
    post.until(lambda: bool(who.places))
    assert [p.state for p in payments(post, order)] == ["completed"]
    assert len(post.terminal.approved()) == 1


def test_a_terminal_that_cannot_tell_leaves_the_decision_to_a_person(
    post: Post,
) -> None:
    order = make_order(post.opened)
    page, _, _ = sit(post)
    post.terminal.script(LOST)
    ask_card(post, page, order, "Vérifiez le ticket du TPE")
    page.pay.notice.acts["ask_again"].setEnabled(True)
    post.terminal.power(on=False)
    page.pay.notice.acts["ask_again"].click()
    post.until(lambda: "Le terminal ne répond pas." in page.pay.notice.words)
    assert set(page.pay.notice.acts) == {"ask_again", "refused", "accepted"}


def test_less_than_asked_is_booked_and_the_rest_stays_due(post: Post) -> None:
    order = make_order(post.opened)
    page, who, _ = sit(post)
    post.terminal.script(Behaviour(amount=20_00))
    page.show_place(f"order:{order}")
    page.pay.tenders.tiles["card"].click()
    post.until(lambda: page.pay.tenders.due.text == "64,50\u00a0€")
    assert who.words[-1] == "La carte n’a payé que 20,00 sur 84,50\u00a0€."
    assert page.pay.bill.parts[0].detail == "Carte · TPE 1"
    Taps()(page.pay.pad.act)
    assert post.order(order).receipts


def test_a_tip_goes_with_the_card(post: Post) -> None:
    order = make_order(post.opened)
    page, who, _ = sit(post)
    page.show_place(f"order:{order}")
    tap = Taps()
    tap(page.pay.tenders.tips["two"])
    tap(page.pay.tenders.tiles["card"])
    post.until(lambda: bool(who.places))
    [payment] = payments(post, order)
    assert (payment.amount, payment.tip) == (8450, 200)
    assert [c.cents for c in post.terminal.approved()] == [8650]


def test_a_terminal_that_is_down_offers_the_other_one(post: Post) -> None:
    order = make_order(post.opened)
    page, _, _ = sit(post)
    post.terminal.power(on=False)
    post.board.test("tpe1", lambda _: None)
    post.until(lambda: post.board.health("tpe1").state is DeviceState.OFFLINE)
    page.show_place(f"order:{order}")
    tap = Taps()
    tap(page.pay.tenders.tiles["card"])
    assert page.pay.notice.title.text() == "TPE 1 ne répond pas"
    assert payments(post, order) == []
    tap(page.pay.notice.acts["card:tpe1"])
    post.until(lambda: page.pay.notice.title.text() == "Rien n’est parti")
    assert "Le terminal ne répond pas : rien n’a été demandé." in page.pay.notice.words
    tap(page.pay.notice.acts["manual"])
    assert page.pay.pad.title.text() == "N° du ticket TPE"


@pytest.mark.parametrize(
    ("customer", "words"),
    [
        (ACCEPTS, "Table 12 : Carte acceptée 84,50\u00a0€"),
        (refuses("04"), "Table 12 : Carte refusée · La banque refuse cette carte."),
        (
            LOST,
            (
                "Table 12 : Vérifiez le ticket du TPE · "
                "La liaison s’est coupée avant la réponse."
            ),
        ),
    ],
)
def test_what_became_of_a_card_is_said_wherever_one_is(
    post: Post, customer: Behaviour, words: str
) -> None:
    order = make_order(post.opened)
    page, who, _ = sit(post)
    hand_over(post, page, order)
    page.leave()
    assert post.terminal.press(customer)
    post.until(lambda: bool(who.words))
    assert who.words == [words]
    assert who.places == []


def test_a_meal_card_is_read_by_the_terminal(post: Post) -> None:
    order = make_order(post.opened)
    page, _, _ = sit(post)
    page.show_place(f"order:{order}")
    page.pay.tenders.tiles["voucher"].click()
    assert page.pay.pad.options[2].accessibleName() == "Sur TPE 1"
    post.terminal.script(refuses("04"))
    page.pay.pad.options[2].click()
    post.until(lambda: page.pay.notice.title.text() == "Carte refusée")
    Taps()(page.pay.notice.acts["card:tpe1"])
    post.until(lambda: bool(post.terminal.approved()))
    [charge] = post.terminal.approved()
    assert (charge.means, charge.cents) == (Means.MEAL_VOUCHER, 2500)
    post.until(lambda: payments(post, order)[-1].state == "completed")
    assert payments(post, order)[-1].method == "voucher"


def test_a_terminal_that_cannot_be_asked_leaves_its_duplicate(post: Post) -> None:
    device = post.opened.house.world.settings.devices["tpe1"]
    post.opened.house.world.settings.devices["tpe1"] = replace(
        device, profile="concert_plus"
    )
    order = make_order(post.opened)
    page, _, _ = sit(post)
    post.terminal.script(LOST)
    ask_card(post, page, order, "Vérifiez le ticket du TPE")
    assert any("duplicata" in words for words in page.pay.notice.words)

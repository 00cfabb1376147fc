"""A waiter's service by voice, in the trade's words: from the door to the paid bill.

Sentences are written, not heard; everything behind the ear is real.
"""

from collections.abc import Iterator

import pytest
from headset_kit import Ear, Room, Waiter, headset_room
from meeting_kit import terminals

from app.domain.catalogue.decide import SetAvailability
from app.domain.kitchen.decide import BumpDishes, ServeDishes
from app.domain.kitchen.events import TicketIssued
from app.domain.orders.commands import AddLine, OpenOrder
from app.domain.payments.commands import RecordOutcome
from app.domain.payments.events import PaymentRequested
from app.domain.receipts.events import ReceiptIssued
from app.domain.vocabulary import MILLI
from app.headset.headsets import HouseHeadsets
from app.services.house import Fact
from voice.meaning import Action, Understood
from voice.understanding import understand


@pytest.fixture
def room(tmp_path) -> Iterator[Room]:
    with headset_room(tmp_path / "demo", understand) as room:
        yield room


def words(text: str) -> str:
    return text.replace("’", "'").replace("\u00a0", " ")


def script(waiter: Waiter, *turns: tuple[str, str]) -> None:
    """(what the waiter says, what of the answer must be heard)."""
    for said, heard in turns:
        answer = words(waiter.says(said))
        assert heard in answer, (said, answer)


def written(room: Room, kind: type) -> list[Fact]:
    return [fact for fact in room.facts if isinstance(fact.event, kind)]


def whispers(room: Room, waiter: Waiter) -> list[str]:
    return [words(text) for who, text in room.ear.said if who == waiter.headset]


def test_a_table_from_the_door_to_the_paid_bill(room):
    lea, chef = room.waiter("lea"), room.waiter("theo")
    script(
        lea,
        ("table douze, trois couverts", "12 : trois couverts"),
        ("allergie aux noix à la douze", "12 : allergie, noix"),
        ("table douze, deux soupes et une terrine", "deux soupes"),
        ("deux burgers sans oignons saignants et une frite, sauce à part", "burgers"),
        ("non, deux", "deux frites"),
        ("et un kir", "un kir"),
    )
    assert not room.order("12").lines
    script(lea, ("envoie", "12, envoyé"))
    stages = {line.article: line.stage for line in room.lines("12")}
    assert stages == {
        "kir": "sent",
        "soupe_oignon": "sent",
        "terrine": "sent",
        "burger": "held",
        "frites": "held",
    }
    tickets = {fact.event.station for fact in written(room, TicketIssued)}
    assert tickets == {"bar", "chaud", "froid"}
    assert "12, allergie, noix" in whispers(room, chef)

    script(chef, ("les entrées de la douze sont prêtes", "entrées prêtes"))
    assert "12, entrées prêtes" in whispers(room, lea)
    room.do(ServeDishes(order=room.order("12").id), "lea")
    script(
        lea,
        ("où en est la douze ?", "12 : entrées"),
        ("réclame les plats de la douze", "12 : envoie les plats ?"),
        ("oui", "Réclamé"),
    )
    (burger,) = [line for line in room.lines("12") if line.article == "burger"]
    assert burger.stage == "sent"
    chosen = {modifier.id for modifier in burger.dishes[0].ordered.modifiers}
    assert chosen == {"saignant", "sans_oignon", "sauce_a_part"}

    script(
        lea,
        ("l'addition de la douze par carte", "12 : l'addition"),
        ("oui", "paie par carte"),
    )
    assert not written(room, PaymentRequested)
    script(lea, ("oui", "carte au terminal"))
    (asked,) = [fact.event for fact in written(room, PaymentRequested)]
    room.ear.said.clear()
    room.do(
        RecordOutcome(
            order=asked.order,
            payment=asked.payment,
            state="approved",
            amount=asked.amount,
        ),
        "lea",
    )
    assert any(text.startswith("12, payée") for text in whispers(room, lea))
    assert lea.state.said.startswith("12, payée")
    (receipt,) = written(room, ReceiptIssued)
    assert receipt.event.order == asked.order
    script(lea, ("la douze est débarrassée", "12 : libre"))
    assert room.opened.house.world.order_on("t12") is None


def test_a_word_that_is_no_answer_is_of_the_line_that_was_asked_about(room):
    lea = room.waiter("lea")
    script(
        lea,
        ("table douze, une entrecôte et un café", "cuisson : "),
        ("rosé", "une entrecôte, rosée. Entrecôte 300 g, cuisson : "),
    )
    assert [line.detail for line in lea.draft] == ["rosé", ""]


def test_two_waiters_at_one_table_and_a_colleague_at_the_till(room):
    lea, karim = room.waiter("lea"), room.waiter("karim")
    order = room.do(OpenOrder(table="t12", covers=2), "ines")[0].event.order
    room.do(AddLine(order=order, article="frites"), "ines")
    lea.says("table douze, un burger")
    karim.says("table douze, deux cafés")
    karim.says("envoie")
    lea.says("envoie")

    stages = {line.article: line.stage for line in room.lines("12")}
    assert stages == {"frites": "unsent", "burger": "sent", "cafe": "sent"}


def test_a_dish_that_runs_out_between_the_order_and_its_sending(room):
    lea = room.waiter("lea")
    lea.says("table douze, deux dorades avec du riz")
    room.do(SetAvailability(article="dorade", remaining=1), "theo")
    script(lea, ("envoie", "Reste une dorade"))
    assert room.opened.house.world.order_on("t12") is None
    assert lea.draft[0].problem
    script(
        lea, ("enlève une dorade à la douze", "une dorade"), ("envoie", "12, envoyé")
    )
    assert [line.quantity for line in room.lines("12")] == [MILLI]


def test_a_right_that_lacks_is_refused_in_words_and_given_at_a_screen(room):
    lea = room.waiter("lea")
    lea.says("table douze, un burger")
    lea.says("envoie")
    script(
        lea,
        ("annule le burger de la douze", "Pourquoi ?"),
        ("un doublon", "demande un responsable"),
    )
    assert room.lines("12")
    room.headsets.approve(lea.headset, "marc")
    assert not room.lines("12")


def test_a_draft_that_was_not_sent_is_gone_after_a_kill_and_its_waiter_knows(room):
    lea = room.waiter("lea")
    lea.says("table douze, un burger")
    again = HouseHeadsets(room.opened.house, understand, room.ear)
    try:
        state = again.state(lea.headset)
        assert (state.person, state.draft) == ("", ())
        again.press(lea.headset)
        assert words(again.state(lea.headset).said) == "Identifiez-vous d'abord."
    finally:
        again.close()
    assert room.opened.house.world.order_on("t12") is None


def test_the_hub_is_away_and_both_waiters_go_on():
    """Each terminal has what its waiter sent; together again nothing is lost, and who is
    on the other one hears what ran out."""
    with terminals(0, 0) as (one, two):
        waiters = []
        for terminal, person in ((one, "lea"), (two, "tom")):
            ear = Ear()
            headsets = HouseHeadsets(terminal.house, understand, ear)
            headsets.wear("h", person)
            waiters.append((headsets, ear))
        (lea, _), (tom, ear) = waiters
        for headsets, article in ((lea, "soup"), (tom, "fish")):
            item = {"item": article, "qty": 1}
            order = Action("order.add", {"table": 1, "items": [item]})
            headsets.understood("h", Understood("accept", "…", (order,)))
            headsets.send("h")
            assert not headsets.state("h").draft
        one.do(SetAvailability(article="fish", remaining=0))
        two.hears(one)
        one.hears(two)

        for terminal in (one, two):
            standing = terminal.world.book.orders_on("t1")
            lines = [ln for o in standing for ln in terminal.world.book.lines_of(o)]
            assert {ln.article: ln.stage for ln in lines} == {
                "soup": "sent",
                "fish": "sent",
            }
        assert any("Plus de" in text for _, text in ear.said)
        for headsets, _ in waiters:
            headsets.close()


def test_cooks_are_told_and_plates_are_called_course_by_course(room):
    lea = room.waiter("lea")
    lea.says("table douze, un burger et une frite")
    lea.says("envoie")
    room.ear.said.clear()
    burger, fries = room.lines("12")
    order = room.order("12").id
    for line in (burger, fries):
        room.do(BumpDishes(order=order, station="chaud", dishes=(f"{line.id}.0",)))

    assert whispers(room, lea) == ["12, plats prêts"]


def test_a_cook_calls_what_one_station_made_and_the_others_go_on(room):
    lea, chef = room.waiter("lea"), room.waiter("theo")
    lea.says("table douze, une terrine et une soupe")
    lea.says("envoie")

    script(
        chef,
        ("douze chaud prêt", "12 : chaud prêt"),
        ("douze chaud prêt", "n'a rien au poste Chaud"),
        ("la huit, bar prêt", "n'est pas ouverte"),
    )
    stages = {line.article: line.stage for line in room.lines("12")}
    assert stages == {"terrine": "sent", "soupe_oignon": "ready"}
    script(chef, ("froid prêt pour la douze", "12 : froid prêt"))
    assert {line.stage for line in room.lines("12")} == {"ready"}
    script(
        lea,
        ("servi la douze", "12 : servie"),
        ("servi la douze", "Rien n'est prêt pour la 12"),
    )
    assert {line.stage for line in room.lines("12")} == {"served"}


def test_a_table_goes_first_by_voice_while_few_others_do(room):
    lea = room.waiter("lea")
    tables = {"12": "douze", "8": "huit", "5": "cinq", "3": "trois"}
    for spoken in tables.values():
        lea.says(f"table {spoken}, une soupe")
        lea.says("envoie")

    def first() -> set[str]:
        lines = {number: room.lines(number) for number in tables}
        return {
            n
            for n, held in lines.items()
            if any(d.rushed for ln in held for d in ln.dishes)
        }

    script(
        lea,
        ("priorité table huit", "8 : en priorité"),
        ("la douze passe devant", "12 : en priorité"),
        ("table cinq en priorité", "5 : en priorité"),
        ("priorité table trois", "3 tables passent déjà devant"),
    )
    assert first() == {"8", "12", "5"}
    script(
        lea,
        ("plus de priorité pour la huit", "8 : à son tour"),
        ("priorité table trois", "3 : en priorité"),
    )
    assert first() == {"3", "12", "5"}

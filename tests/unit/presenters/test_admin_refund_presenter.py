"""Giving back: what is left, what it comes to, how the money may go."""

from dataclasses import replace

import pytest

from app.domain.payments.commands import Disposed
from app.domain.pricing import PricingError
from app.domain.pricing import refund as price_refund
from app.domain.receipts.compose import as_priced, heads
from app.domain.receipts.events import (
    GrandTotals,
    ReceiptBeside,
    ReceiptIssued,
    ReceiptLine,
    ReceiptPayment,
    ReceiptVat,
)
from app.domain.settings import DeviceSet
from app.domain.world import World
from app.presenters.admin.refund import (
    RefundDraft,
    besides_left,
    everything,
    lines_left,
    present_refund,
    refund_command,
    refund_methods,
    refund_total,
)
from resources.texts import set_language


def line(key: str, quantity: str, unit: int, total: int, **more: object) -> ReceiptLine:
    made = ReceiptLine(
        id=key,
        article=key,
        label=key.capitalize(),
        quantity=quantity,
        unit=unit,
        total=total,
        ttc=total,
        ht=round(total / 1.1),
        rate=1000,
        nature="SERVICE",
    )
    return replace(made, **more)  # type: ignore[arg-type]  # by name


def receipt(*payments: ReceiptPayment) -> ReceiptIssued:
    lines = (
        line("magret", "2", 1950, 3900),
        line("tomme", "0.320", 2490, 797),
        line("vin", "1", 1300, 650, share="1/2"),
        line("offert", "1", 800, 0, discount=800),
    )
    ttc = sum(each.total for each in lines)
    ht = sum(each.ht for each in lines)
    return ReceiptIssued(
        receipt="r1",
        order="o1",
        bill="",
        mode="dine_in",
        table="12",
        covers=2,
        opened="2026-11-20T19:48:00.000+01:00",
        lines=lines,
        vat=(ReceiptVat(rate=1000, ttc=ttc, ht=ht, tva=ttc - ht),),
        ttc=ttc,
        ht=ht,
        tva=ttc - ht,
        payments=payments,
        portions=(),
        totals=GrandTotals(day=0, month=0, year=0, perpetual_net=0, perpetual_abs=0),
        n_lines=4,
        n_articles=5,
    )


CARD = ReceiptPayment(payment="p1", method="card", amount=3347)
CASH = ReceiptPayment(payment="p2", method="cash", amount=2000)


@pytest.fixture(autouse=True)
def _french() -> None:
    set_language("fr")


def open_world() -> World:
    world = World()
    world.till("C1").session = "s1"
    return world


def test_pieces_go_one_by_one_weights_and_shares_as_a_whole() -> None:
    found = lines_left(receipt(CARD), {}, {})
    assert [(each.label, each.most, each.step) for each in found] == [
        ("Magret", 2, 1000),
        ("Tomme", 1, 320),
        ("Vin · 1/2", 1, 1000),
    ]


def test_what_was_given_away_cannot_be_given_back() -> None:
    labels = [each.label for each in lines_left(receipt(CARD), {}, {})]
    assert "Offert" not in labels


def test_what_came_back_before_is_gone() -> None:
    found = lines_left(receipt(CARD), {0: 1000, 1: 320}, {})
    assert [(each.label, each.most) for each in found] == [
        ("Magret", 1),
        ("Vin · 1/2", 1),
    ]
    assert found[0].detail == "39,00 · reste 1 sur 2"


def test_everything_that_is_left_adds_up_to_the_receipt() -> None:
    original = receipt(CARD)
    assert refund_total(original, {}, everything(original, {})) == original.ttc
    once = refund_total(original, {}, {0: 1000})
    rest = refund_total(original, {0: 1000}, everything(original, {0: 1000}))
    assert once == 1950
    assert once + rest == original.ttc


def test_the_amount_is_that_of_the_document() -> None:
    original = receipt(CARD)
    back = {0: 1000, 2: 1000}
    priced = price_refund(as_priced(original), {}, back)
    assert refund_total(original, {}, back) == -priced.ttc


def test_more_than_is_left_comes_to_nothing() -> None:
    original = receipt(CARD)
    with pytest.raises(PricingError):
        price_refund(as_priced(original), {0: 2000}, {0: 1000})
    assert refund_total(original, {0: 2000}, {0: 1000}) == 0


def test_the_money_goes_back_the_way_it_came() -> None:
    assert refund_methods(receipt(CARD)) == ("card_manual", "transfer", "store")
    assert refund_methods(receipt(CASH, CARD)) == (
        *("cash", "card_manual", "transfer", "store"),
    )


def test_a_card_goes_back_through_a_terminal_of_the_till_first() -> None:
    terminal = DeviceSet(
        id="tpe1", kind="terminal", name="TPE 1", profile="simulated", address="sim://"
    )
    world = open_world()
    world.settings.devices["tpe1"] = terminal
    shown = view(receipt(CARD), RefundDraft(), world)
    assert [choice.text for choice in shown.methods] == [
        "Carte · TPE 1",
        "Carte, TPE autonome",
        "Virement",
        "Avoir",
    ]
    assert (shown.method, shown.needs_slip) == ("card:tpe1", False)
    command = refund_command(receipt(CARD), "C1-000001", RefundDraft(), "card:tpe1")
    assert (command.method, command.terminal) == ("card", "tpe1")


def test_the_terminal_that_took_the_card_comes_first() -> None:
    world, original = open_world(), receipt(CARD)
    for name in ("tpe1", "tpe2"):
        world.settings.devices[name] = DeviceSet(
            id=name, kind="terminal", name=name, profile="simulated", address="sim://"
        )
    shown = present_refund(
        world, "C1", original, {}, RefundDraft(), took=frozenset({"tpe2"})
    )
    assert shown.method == "card:tpe2"


def view(original: ReceiptIssued, draft: RefundDraft, world: World | None = None):  # type: ignore[no-untyped-def]
    return present_refund(world or open_world(), "C1", original, {}, draft)


def test_what_is_missing_is_said_one_thing_after_the_other() -> None:
    original = receipt(CASH, CARD)
    draft = RefundDraft()
    assert view(original, draft).missing == "Choisissez ce qui est remboursé."
    draft = replace(draft, back={0: 2000})
    assert view(original, draft).missing == "En espèces, 20,00\u00a0€ au plus"
    draft = replace(draft, back={0: 1000})
    assert view(original, draft).missing == "Dites pourquoi l’argent est rendu."
    draft = replace(draft, reason="Plat renvoyé")
    assert view(original, draft).missing == ""
    draft = replace(draft, method="card_manual")
    assert view(original, draft).missing == "Recopiez le numéro du ticket du TPE."
    shown = view(original, replace(draft, slip="000123"))
    assert (shown.missing, shown.total_text) == ("", "19,50\u00a0€")


def test_what_cash_was_rounded_by_and_what_is_spent_is_not_given_back() -> None:
    world = open_world()
    world.credits.balances["gift"] = 300
    taken = (
        ReceiptBeside(id="rounding", kind="rounding", amount=2),
        ReceiptBeside(id="more", kind="gift", amount=1000, holder="gift"),
        ReceiptBeside(id="debt", kind="account", amount=500, holder="anne"),
    )
    original = replace(receipt(CASH), beside=taken)
    first = len(heads(original))
    assert besides_left(world, original) == {first + 1: 300, first + 2: 500}


def test_a_closed_till_gives_nothing_back() -> None:
    shown = view(receipt(CASH), RefundDraft(back={0: 1000}), World())
    assert shown.problem == "Ouvrez d’abord la caisse."


def test_the_slip_is_kept_with_the_reason() -> None:
    draft = RefundDraft(
        back={2: 0, 0: 1000}, reason=" Plat renvoyé ", method="card_manual", slip=" 42 "
    )
    command = refund_command(receipt(CARD), "C1-000001", draft, "card_manual")
    assert command.reason == "Plat renvoyé · TPE 42"
    assert command.back == ((0, 1000),)
    cash = refund_command(receipt(CASH), "C1-000001", draft, "cash")
    assert cash.reason == "Plat renvoyé"


def test_the_reason_says_what_becomes_of_the_articles_unless_a_person_does() -> None:
    draft = RefundDraft(back={0: 1000, 2: 1000}, reason="Plat renvoyé")
    shown = view(receipt(CASH), draft).disposed
    assert [(each.label, each.disposition) for each in shown] == [
        ("Magret", "waste"),
        ("Vin", "waste"),
    ]
    draft = replace(draft, dispositions={2: "stock"}, reasons={0: "Geste commercial"})
    command = refund_command(receipt(CASH), "C1-000001", draft, "cash")
    assert command.disposed == (
        Disposed(line=0, disposition="kept", reason="Geste commercial"),
        Disposed(line=2, disposition="stock"),
    )


def test_a_reason_that_was_typed_leaves_it_to_be_said() -> None:
    draft = RefundDraft(back={0: 1000}, reason="tombé par terre")
    assert view(receipt(CASH), draft).missing == "Stock ou perte : Magret ?"
    draft = replace(draft, dispositions={0: "waste"})
    assert view(receipt(CASH), draft).missing == ""

"""The paying page: what is due, what the pad leads to, what a card's answer says."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from domain_kit import EVENING, Till

from app.domain.orders.commands import CompLine, PrintAddition, SplitOrder
from app.domain.orders.events import Bill, Portion
from app.domain.payments.commands import (
    RecordOutcome,
    RequestCard,
    ResolvePayment,
    TakePayment,
)
from app.domain.rules import SetSetting, decide
from app.domain.settings import DeviceSet
from app.domain.vocabulary import Refusal
from app.presenters.pay import words as pay_words
from app.presenters.pay.account import Account, account_of
from app.presenters.pay.choices import (
    Choices,
    choose_tender,
    choose_tip,
    finish_stage,
    issued,
    next_payer,
    press,
    take_command,
)
from app.presenters.pay.page import present_pay
from app.presenters.pay.views import NoticeView, PadView, PayView, Stretch
from app.presenters.pos.words import Sight
from hardware.health import DeviceState, Health
from resources.texts import catalogue

NOW = datetime(2026, 11, 20, tzinfo=UTC)


def sight(state: DeviceState = DeviceState.READY, now: datetime = EVENING) -> Sight:
    health = Health(state=state, since=NOW)
    return Sight(
        now=now,
        name_of=str.capitalize,
        unseal=lambda _order, text: text,
        health_of=lambda _device: health,
    )


@pytest.fixture
def till() -> Till:
    made = Till()
    made.open()
    return made


def dinner(till: Till, covers: int = 3) -> str:
    """47,80 €: a soup, a fish, two beers at 20 %, two coffees."""
    order = till.seat("t1", covers=covers)
    till.take(order, "soup")
    till.take(order, "fish")
    till.take(order, "beer", 2)
    till.take(order, "coffee", 2)
    till.send(order)
    return order


TOTAL = 850 + 2190 + 1300 + 440


def account(till: Till, order: str, bill: str = "") -> Account:
    return account_of(till.world, till.world.book.orders[order], bill)


def refusal(till: Till, command: TakePayment) -> Refusal | None:
    decided = decide(till.world, command, till.context())
    return decided if isinstance(decided, Refusal) else None


def page(till: Till, choices: Choices, seen: Sight | None = None) -> PayView:
    found = account(till, choices.order, choices.bill)
    refused = None
    if choices.stage == "tender" and choices.tender != "card" and found.left > 0:
        command = take_command(till.world, choices, found)
        refused = refusal(till, command) if command.amount else None
    no_cash = refusal(
        till,
        TakePayment(order=choices.order, bill=choices.bill, method="cash", amount=1),
    )
    return present_pay(
        till.world,
        found,
        choices,
        seen or sight(),
        refused=refused,
        no_cash=no_cash if found.left > 0 else None,
    )


def pad(till: Till, choices: Choices) -> PadView:
    right = page(till, choices).right
    assert isinstance(right, PadView)
    return right


def notice(till: Till, choices: Choices, seen: Sight | None = None) -> NoticeView:
    right = page(till, choices, seen).right
    assert isinstance(right, NoticeView)
    return right


# The bill


def test_paper_without_a_printer_is_said_where_it_is_chosen(till: Till) -> None:
    order = dinner(till)
    paper = Choices(order=order, issued="paper")
    assert page(till, paper).tenders.receipt_note == ""  # there is one
    for device in list(till.world.settings.devices.values()):
        if device.kind == "printer":
            till.world.settings.devices[device.id] = replace(device, active=False)
    assert "QR" in page(till, paper).tenders.receipt_note
    for other in ("none", "digital"):
        view = page(till, Choices(order=order, issued=other))
        assert view.tenders.receipt_note == ""


def test_the_bill_shows_lines_vat_and_total(till: Till) -> None:
    order = dinner(till)
    bill = page(till, Choices(order=order)).bill
    lines = bill.list.courses[0].lines
    assert [(ln.quantity_text, ln.price_text) for ln in lines] == [
        ("1", "8,50"),
        ("1", "21,90"),
        ("2", "13,00"),
        ("2", "4,40"),
    ]
    assert bill.list.total_text == "47,80"
    assert bill.list.summary == "dont TVA 10\u00a0%\u00a03,16 · 20\u00a0%\u00a02,17"
    assert bill.head.number == "1"
    assert bill.head.words == "3 couverts · Lea"
    assert bill.head.note.startswith("depuis 19:0")
    assert bill.parts == ()


def test_the_head_says_when_the_bill_was_printed(till: Till) -> None:
    order = dinner(till)
    till.wait(minutes=31)
    till.do(PrintAddition(order=order))
    assert page(till, Choices(order=order)).bill.head.note == "note imprimée 19:31"


def test_a_sale_without_a_table_is_called_by_its_number(till: Till) -> None:
    order = till.seat("", covers=0, mode="counter")
    till.take(order, "jam")
    head = page(till, Choices(order=order)).bill.head
    assert head.number == "0001"
    assert head.words == "Comptoir · Lea"


def test_weighed_goods_show_their_weight(till: Till) -> None:
    order = till.seat("", covers=0, mode="counter")
    till.take(order, "ham", quantity=320)
    line = page(till, Choices(order=order)).bill.list.courses[0].lines[0]
    assert line.quantity_text == "0,320\u00a0kg"


# Shares


def test_shares_are_paid_one_after_the_other(till: Till) -> None:
    order = dinner(till)
    till.do(SplitOrder(order=order, shares=3))
    view = page(till, Choices(order=order))
    assert [part.state for part in view.bill.parts] == ["current", "unpaid", "unpaid"]
    assert view.tenders.due.captions == ("part 1 · 15,94", "2 parts · 31,86")
    assert view.tenders.due.parts == (3, 1)
    assert view.tenders.mode == "parts"
    till.do(
        TakePayment(order=order, method="cash", amount=1594, tendered=2000),
    )
    view = page(till, Choices(order=order))
    assert view.tenders.due.amount_text == "31,86\u00a0€"
    assert view.tenders.due.captions == (
        "payé 15,94",
        "part 2 · 15,93",
        "part 3 · 15,93",
    )
    assert view.tenders.due.filet == (
        Stretch(1594, "paid"),
        Stretch(1593, "current"),
        Stretch(1593, "unpaid"),
    )
    assert view.tenders.due.parts == (3, 2)
    first = view.bill.parts[0]
    assert (first.state, first.detail) == ("paid", "Espèces · rendu 4,06")


def test_the_last_share_takes_the_odd_cents(till: Till) -> None:
    order = dinner(till)
    till.do(SplitOrder(order=order, shares=3))
    for share in (1594, 1593):
        assert account(till, order).share == share
        till.do(TakePayment(order=order, method="cash", amount=share))
    assert account(till, order).share == TOTAL - 1594 - 1593
    assert pad(till, Choices(order=order)).act == "Valider 15,93\u00a0€"


def test_a_share_that_is_partly_paid_says_so(till: Till) -> None:
    order = dinner(till)
    till.do(SplitOrder(order=order, shares=2))
    till.do(TakePayment(order=order, method="voucher", amount=1000))
    view = page(till, Choices(order=order))
    current = view.bill.parts[0]
    assert (current.state, current.detail) == ("current", "déjà payé 10,00")
    assert current.amount_text == "13,90"
    assert view.tenders.due.filet[:2] == (
        Stretch(1000, "paid"),
        Stretch(1390, "current"),
    )


def test_several_tenders_on_a_whole_bill_are_listed(till: Till) -> None:
    order = dinner(till)
    till.do(TakePayment(order=order, method="cheque", amount=2000, label="0042"))
    parts = page(till, Choices(order=order)).bill.parts
    assert [(p.title, p.detail, p.amount_text) for p in parts] == [
        ("Payé", "Chèque · 0042", "20,00"),
        ("Reste", "en cours d’encaissement", "27,80"),
    ]


# Cash


def test_the_pad_proposes_what_is_due_exactly(till: Till) -> None:
    shown = pad(till, Choices(order=dinner(till)))
    assert shown.title == "Reçu du client"
    assert shown.typed == "47,80\u00a0€"
    assert [o.text for o in shown.options] == [
        "Exact",
        "50\u00a0€",
        "60\u00a0€",
        "100\u00a0€",
    ]
    assert [o.chosen for o in shown.options] == [True, False, False, False]
    assert (shown.panel.title, shown.panel.amount_text) == ("À rendre", "0,00")
    assert shown.act == "Valider 47,80\u00a0€"
    assert shown.may_act


def test_change_is_worked_out_and_said(till: Till) -> None:
    choices = Choices(order=dinner(till), typed=50_00)
    shown = pad(till, choices)
    assert shown.panel.amount_text == "2,20"
    assert shown.panel.detail == "2 pièces"
    command = take_command(till.world, choices, account(till, choices.order))
    assert (command.amount, command.tendered, command.tip) == (TOTAL, 50_00, 0)


def test_less_cash_than_due_pays_a_part(till: Till) -> None:
    choices = Choices(order=dinner(till), typed=20_00)
    shown = pad(till, choices)
    assert (shown.panel.title, shown.panel.amount_text) == ("Il restera", "27,80")
    command = take_command(till.world, choices, account(till, choices.order))
    assert (command.amount, command.tendered) == (20_00, 20_00)
    assert shown.may_act


def test_nothing_typed_takes_nothing(till: Till) -> None:
    shown = pad(till, Choices(order=dinner(till), typed=0))
    assert not shown.may_act
    assert not shown.panel.wrong


def test_far_too_much_cash_is_refused_at_the_place(till: Till) -> None:
    shown = pad(till, Choices(order=dinner(till), typed=2_000_00))
    assert shown.panel.wrong
    assert shown.panel.title == "C’est beaucoup trop : vérifiez le montant."
    assert not shown.may_act


def test_cash_above_the_ceiling_of_the_law_cannot_be_chosen(till: Till) -> None:
    order = till.seat()
    for _ in range(34):
        till.take(order, "wine", merge=False)
    cash = page(till, Choices(order=order, tender="cheque")).tenders.tenders[1]
    assert (cash.key, cash.gone) == ("cash", "au plus 1000 €")


def test_a_shut_till_is_said_and_leads_to_its_opening() -> None:
    till = Till()
    order = dinner(till)
    shown = pad(till, Choices(order=order))
    assert shown.panel.title == "Ouvrez d’abord la caisse."
    assert (shown.act, shown.may_act) == ("Ouvrir la caisse", True)


# The other tenders


def test_a_voucher_pays_no_more_than_the_law_allows(till: Till) -> None:
    choices = choose_tender(Choices(order=dinner(till)), "voucher")
    shown = pad(till, choices)
    assert shown.typed == "25,00\u00a0€"
    assert shown.panel.amount_text == "22,80"
    assert shown.panel.detail == "plafond du jour"
    assert [o.text for o in shown.options] == ["Papier", "Carte", "Sur TPE"]
    assert shown.options[-1].key == "terminal:tpe"
    more = pad(till, replace(choices, typed=30_00))
    assert more.panel.wrong
    assert "25 €" in more.panel.title
    assert not more.may_act


def test_a_voucher_gives_no_change(till: Till) -> None:
    order = till.seat()
    till.take(order, "soup")
    choices = replace(choose_tender(Choices(order=order), "voucher"), typed=9_50)
    shown = pad(till, choices)
    assert (shown.panel.title, shown.panel.amount_text) == ("Excédent", "1,00")
    assert shown.panel.detail == "pas de monnaie sur un titre"
    command = take_command(till.world, choices, account(till, order))
    assert (command.amount, command.tendered, command.label) == (850, 950, "papier")
    till.do(command)
    assert till.world.book.orders[order].receipts


def test_a_slip_number_is_typed_as_label(till: Till) -> None:
    order = dinner(till)
    choices = choose_tender(Choices(order=order), "card_manual")
    assert pad(till, choices).act_detail == "sans numéro"
    for key in ("0", "0", "4", "erase", "7"):
        choices = press(choices, key, 0)
    shown = pad(till, choices)
    assert (shown.typed, shown.act_detail) == ("007", "")
    command = take_command(till.world, choices, account(till, order))
    assert (command.method, command.label, command.tendered) == (
        "card_manual",
        "007",
        0,
    )
    till.do(command)


def test_other_tenders_are_chosen_by_their_name(till: Till) -> None:
    choices = choose_tender(Choices(order=dinner(till)), "other")
    assert choices.method == "credit"
    assert choices.typing_code
    holiday = replace(choices, kind="holiday_voucher")
    assert not holiday.typing_code
    transfer = replace(choices, kind="transfer")
    assert transfer.method == "transfer"
    assert transfer.typing_code
    assert pad(till, transfer).title == "Référence du virement"


# Amounts and tips


def test_an_amount_is_typed_before_the_tender(till: Till) -> None:
    order = dinner(till)
    choices = Choices(order=order, stage="amount")
    assert pad(till, choices).typed == "47,80\u00a0€"
    for key in ("1", "5", "00"):
        choices = press(choices, key, 0)
    shown = pad(till, choices)
    assert (shown.act, shown.panel.amount_text) == ("Prendre 15,00\u00a0€", "32,80")
    choices = finish_stage(choices)
    assert pad(till, choices).note == "sur 15,00"
    assert page(till, choices).tenders.mode == "amount"
    assert page(till, choices).tenders.due.captions == (
        "maintenant 15,00",
        "ensuite 32,80",
    )
    command = take_command(till.world, choices, account(till, order))
    assert command.amount == 15_00


def test_more_than_what_is_left_cannot_be_taken(till: Till) -> None:
    shown = pad(till, Choices(order=dinner(till), stage="amount", typed=50_00))
    assert shown.panel.wrong
    assert not shown.may_act


def test_an_amount_being_typed_is_kept_when_a_tender_is_tapped(till: Till) -> None:
    order = dinner(till)
    typing = Choices(order=order, stage="amount", typed=10_00)
    assert choose_tender(typing, "cheque").amount == 10_00
    assert choose_tip(typing, "one").amount == 10_00


@pytest.mark.parametrize(
    ("tip", "cents"), [("none", 0), ("one", 100), ("two", 200), ("round", 20)]
)
def test_tips_are_added_to_what_is_taken(till: Till, tip: str, cents: int) -> None:
    order = dinner(till)
    choices = choose_tip(Choices(order=order), tip)
    command = take_command(till.world, choices, account(till, order))
    assert (command.amount, command.tip) == (TOTAL, cents)
    till.do(command)


def test_another_tip_is_typed(till: Till) -> None:
    order = dinner(till)
    choices = choose_tip(Choices(order=order), "other")
    assert pad(till, choices).title == "Pourboire"
    for key in ("4", "5", "0"):
        choices = press(choices, key, 0)
    choices = finish_stage(choices)
    tips = page(till, choices).tenders.tips
    assert tips[-1].text == "4,50\u00a0€"
    assert tips[-1].chosen
    shown = pad(till, choices)
    assert shown.act == "Valider 52,30\u00a0€"
    assert shown.act_detail == "dont pourboire 4,50\u00a0€"


def test_a_tip_may_be_a_part_of_the_bill(till: Till) -> None:
    order = dinner(till)
    choices = choose_tip(Choices(order=order), "other")
    ten = next(o for o in pad(till, choices).options if o.text == "10\u00a0%")
    choices = finish_stage(replace(choices, typed=int(ten.key), fresh=True))

    command = take_command(till.world, choices, account(till, order))
    assert (command.amount, command.tip) == (TOTAL, (TOTAL + 5) // 10)


def test_cash_that_does_not_reach_the_tip_shortens_it(till: Till) -> None:
    order = dinner(till)
    choices = replace(choose_tip(Choices(order=order), "two"), typed=48_00)
    command = take_command(till.world, choices, account(till, order))
    assert (command.amount, command.tip) == (TOTAL, 20)
    till.do(command)


def test_vouchers_carry_no_tip(till: Till) -> None:
    choices = choose_tender(choose_tip(Choices(order=dinner(till)), "two"), "voucher")
    assert take_command(till.world, choices, account(till, choices.order)).tip == 0
    assert not page(till, choices).tenders.may_tip


def test_a_quick_amount_is_replaced_by_the_next_digit() -> None:
    tapped = Choices(order="o", typed=50_00, fresh=True)
    assert press(tapped, "7", 50_00).typed == 7
    assert press(tapped, "erase", 50_00).typed == 5_00
    typed = press(press(Choices(order="o"), "7", 0), "00", 7)
    assert typed.typed == 7_00


def test_the_pad_takes_no_more_digits_than_an_amount_has() -> None:
    choices = Choices(order="o", typed=9_999_999)
    assert press(choices, "9", 0) == choices


# Receipts


@pytest.mark.parametrize(
    ("mode", "article", "expected"),
    [
        ("dine_in", "steak", "none"),
        ("dine_in", "wine", "paper"),
        ("counter", "wine", "none"),
        ("takeaway", "wine", "none"),
    ],
)
def test_the_law_says_whether_a_receipt_is_printed(
    till: Till, mode: str, article: str, expected: str
) -> None:
    order = till.seat("t1" if mode == "dine_in" else "", covers=1, mode=mode)
    till.take(order, article)
    found = account(till, order)
    assert issued(till.world, Choices(order=order), found) == expected
    assert issued(till.world, Choices(order=order, issued="paper"), found) == "paper"


def test_the_threshold_of_the_note_is_a_setting(till: Till) -> None:
    order = till.seat()
    till.take(order, "coffee")
    till.do(SetSetting(key="note.threshold", value="0"))
    assert issued(till.world, Choices(order=order), account(till, order)) == "paper"


def test_what_the_guests_want_on_paper_is_kept_for_the_next_payer() -> None:
    asked = Choices(order="o", issued="none", typed=5, tip="one", tender="cheque")
    assert next_payer(asked, "b2") == Choices(order="o", bill="b2", issued="none")


# Bills


def test_the_other_payers_are_seen_with_their_tickets(till: Till) -> None:
    order = till.seat(covers=2)
    soup = till.take(order, "soup", seats=(1,))
    fish = till.take(order, "fish", seats=(2,))
    bills = tuple(
        Bill(id=f"b{seat}", portions=(Portion(line=line, of=1, taken=(0,)),), seat=seat)
        for seat, line in ((1, soup), (2, fish))
    )
    till.do(SplitOrder(order=order, bills=bills))
    view = page(till, Choices(order=order, bill="b2"))
    assert view.bill.head.words == "Place 2 · Lea"
    assert [(p.title, p.state, p.tappable) for p in view.bill.parts] == [
        ("Place 1", "unpaid", True),
        ("Place 2", "current", False),
    ]
    assert view.tenders.mode == "places"
    till.do(TakePayment(order=order, bill="b1", method="cheque", amount=850))
    first = page(till, Choices(order=order, bill="b2")).bill.parts[0]
    assert (first.state, first.detail) == ("paid", "Chèque · ticket 1")


# Cards


def ask(till: Till, order: str, amount: int = TOTAL, method: str = "card") -> str:
    till.do(RequestCard(order=order, amount=amount, terminal="tpe", method=method))
    return str(till.last[0].payment)


def answer(till: Till, order: str, payment: str, state: str, **more: object) -> None:
    till.do(RecordOutcome(order=order, payment=payment, state=state, **more))  # type: ignore[arg-type]  # fields of the command


def test_a_running_card_stops_everything_else(till: Till) -> None:
    order = dinner(till)
    ask(till, order)
    view = page(till, Choices(order=order))
    assert view.tenders.busy
    shown = notice(till, Choices(order=order))
    assert shown.waiting
    assert shown.title == "Carte · TPE"
    assert shown.amount_text == "47,80\u00a0€"
    assert "Le client a le terminal." in shown.lines
    assert [act.key for act in shown.acts] == ["cancel"]
    assert notice(till, Choices(order=order, red_key=True)).acts == ()


def test_a_refused_card_can_be_tried_again(till: Till) -> None:
    order = dinner(till)
    payment = ask(till, order)
    answer(till, order, payment, "refused", code="04", detail="refused")
    shown = notice(till, Choices(order=order, tender="card", failed=payment))
    assert shown.title == "Carte refusée"
    assert "La banque refuse cette carte." in shown.lines
    assert [act.key for act in shown.acts] == ["card:tpe", "manual"]
    assert isinstance(page(till, Choices(order=order)).right, PadView)


def test_a_refused_card_may_go_to_another_terminal(till: Till) -> None:
    second = DeviceSet(id="t2", kind="terminal", name="TPE 2", profile="", address="")
    till.write((second,))
    order = dinner(till)
    payment = ask(till, order)
    answer(till, order, payment, "refused", code="04", detail="refused")
    choices = Choices(order=order, tender="card", failed=payment)
    keys = [act.key for act in notice(till, choices).acts]
    assert keys == ["card:tpe", "card:t2", "manual"]
    till.write((replace(second, id="t3", name="TPE 3"),))
    keys = [act.key for act in notice(till, choices).acts]
    assert keys == ["card:tpe", "another", "manual"]
    chosen = replace(choices, stage="terminal")
    assert notice(till, chosen).title == "Sur quel terminal ?"


def test_a_cheque_that_a_terminal_refuses_is_not_called_a_card(till: Till) -> None:
    order = dinner(till)
    payment = ask(till, order, method="cheque")
    answer(till, order, payment, "refused", code="04", detail="refused")
    shown = notice(till, Choices(order=order, tender="cheque", failed=payment))
    assert shown.title == "Chèque refusé"
    assert shown.lines[1:] == (
        "Le terminal refuse ce chèque.",
        "Le chèque n’est pas pris.",
    )
    assert [act.key for act in shown.acts] == ["card:tpe", "by_hand"]


def test_a_request_that_a_terminal_does_not_take_says_nothing_of_the_card(
    till: Till,
) -> None:
    order = dinner(till)
    payment = ask(till, order)
    answer(till, order, payment, "refused", code="05", detail="refused")
    shown = notice(till, Choices(order=order, tender="card", failed=payment))
    assert shown.title == "Demande refusée"
    assert "Opération interdite, ou terminal déjà occupé." in shown.lines


def test_a_terminal_that_another_guest_has_says_who(till: Till) -> None:
    first, second = dinner(till), till.seat("t2")
    till.take(second, "soup")
    payment = ask(till, first)
    choices = Choices(order=second, tender="card")
    offline = sight(DeviceState.OFFLINE)  # it answers one till at a time
    for seen in (sight(), offline):
        tile = page(till, choices, seen).tenders.tenders[0]
        assert tile.detail == "TPE occupé · table 1"
        shown = notice(till, choices, seen)
        assert shown.title == "TPE occupé"
        assert "Il sert à Caisse 1, pour la table 1." in shown.lines
        assert [act.key for act in shown.acts] == ["manual", "card:tpe"]
    later = sight(now=EVENING + timedelta(minutes=10))  # of a till that died
    assert page(till, choices, later).tenders.tenders[0].detail == "TPE prêt"
    answer(till, first, payment, "unknown", detail="link_lost")
    assert page(till, choices).tenders.tenders[0].detail == "TPE prêt"


def test_a_lost_answer_asks_for_the_slip(till: Till) -> None:
    order = dinner(till)
    payment = ask(till, order)
    answer(till, order, payment, "unknown", detail="link_lost")
    shown = notice(till, Choices(order=order))
    assert shown.title == "Vérifiez le ticket du TPE"
    assert "La liaison s’est coupée avant la réponse." in shown.lines
    assert "On ne sait pas si la carte est débitée." in shown.lines
    assert [act.key for act in shown.acts] == ["ask_again", "refused", "accepted"]
    asked = notice(till, Choices(order=order, asked_again="waiting"))
    assert asked.waiting
    assert [act.key for act in asked.acts] == ["refused", "accepted"]
    silent = notice(till, Choices(order=order, asked_again="silent"))
    assert "Le terminal ne tranche pas : lisez son ticket." in silent.lines
    hinted = notice(till, Choices(order=order, asked_again="slip_matches"))
    assert "Le dernier ticket du TPE porte ce montant." in hinted.lines
    number = pad(till, Choices(order=order, stage="authorisation"))
    assert number.title == "Numéro d’autorisation"
    assert not number.may_act


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (DeviceState.READY, "TPE prêt"),
        (DeviceState.BUSY, "TPE occupé"),
        (DeviceState.OFFLINE, "TPE ne répond pas"),
        (DeviceState.CONNECTING, "TPE se connecte"),
    ],
)
def test_the_card_tile_says_how_the_terminal_is(
    till: Till, state: DeviceState, words: str
) -> None:
    view = page(till, Choices(order=dinner(till)), sight(state))
    assert view.tenders.tenders[0].detail == words


def test_a_terminal_that_is_down_offers_the_other_one(till: Till) -> None:
    choices = Choices(order=dinner(till), tender="card")
    shown = notice(till, choices, sight(DeviceState.OFFLINE))
    assert shown.title == "TPE ne répond pas"
    assert [act.key for act in shown.acts] == ["manual", "card:tpe"]
    back = notice(till, choices, sight(DeviceState.READY))
    assert [act.key for act in back.acts] == ["card:tpe", "manual"]


def test_a_house_without_a_terminal_still_takes_cards(till: Till) -> None:
    off = DeviceSet(
        id="tpe", kind="terminal", name="TPE", profile="", address="", active=False
    )
    till.write((off,))
    choices = Choices(order=dinner(till), tender="card")
    assert [act.key for act in notice(till, choices).acts] == ["manual"]
    assert page(till, choices).tenders.tenders[0].detail == "aucun terminal"


def test_one_of_several_terminals_is_chosen(till: Till) -> None:
    till.write(
        (DeviceSet(id="t2", kind="terminal", name="TPE 2", profile="", address=""),)
    )
    choices = Choices(order=dinner(till), tender="card", stage="terminal")
    tile = page(till, choices).tenders.tenders[0]
    assert tile.detail == "2 terminaux prêts"
    shown = notice(till, choices)
    assert shown.title == "Sur quel terminal ?"
    assert [act.key for act in shown.acts] == ["card:t2", "card:tpe"]


def test_too_much_money_is_given_back_tender_by_tender(till: Till) -> None:
    order = dinner(till)
    first = ask(till, order, 1000)
    answer(till, order, first, "unknown", detail="link_lost")
    till.do(ResolvePayment(order=order, payment=first, accepted=False))
    till.do(TakePayment(order=order, method="cash", amount=TOTAL - 500))
    answer(till, order, first, "approved", amount=1000)
    shown = notice(till, Choices(order=order))
    assert shown.title == "Trop a été encaissé"
    assert shown.amount_text == "5,00\u00a0€"
    assert {act.key.partition(":")[0] for act in shown.acts} == {"return"}
    assert {act.text for act in shown.acts} == {
        "Rendre 10,00 · Carte",
        "Rendre 42,80 · Espèces",
    }


def test_what_was_given_away_is_closed_without_a_tender(till: Till) -> None:
    order = till.seat()
    line = till.take(order, "coffee")
    till.do(CompLine(order=order, line=line, reason="Geste"))
    shown = notice(till, Choices(order=order))
    assert shown.title == "Rien à payer"
    assert [act.key for act in shown.acts] == ["issue"]


def test_a_paid_order_says_so_and_prints_again(till: Till) -> None:
    order = dinner(till)
    till.pay(order)
    shown = notice(till, Choices(order=order))
    assert shown.title == "Tout est payé"
    assert shown.lines == ("ticket C1-000001",)
    assert [act.key for act in shown.acts] == ["leave", "tip", "reprint"]


def test_sunday_warns_about_vouchers(till: Till) -> None:
    sunday = datetime(2026, 11, 22, 12, tzinfo=UTC)
    view = page(till, Choices(order=dinner(till)), sight(now=sunday))
    assert view.tenders.tenders[2].detail == "dimanche : à vérifier"


# Words


def _tables() -> list[dict[str, str]]:
    return [
        pay_words.NOT_SENT,
        pay_words.REFUSED,
        pay_words.ABORTED,
        pay_words.UNKNOWN,
        pay_words.TITLES,
    ]


@pytest.mark.parametrize("table", _tables())
def test_every_answer_of_a_terminal_has_its_english(table: dict[str, str]) -> None:
    assert set(table.values()) <= catalogue("en").keys()


@pytest.mark.parametrize(
    ("state", "code", "detail", "words"),
    [
        ("not_sent", "", "unreachable", "Le terminal ne répond pas"),
        ("not_sent", "", "abc is in flight", "La demande n’est pas partie"),
        ("refused", "13", "refused", "Le terminal ne prend pas l’euro."),
        ("refused", "", "", "Le paiement est refusé."),
        ("aborted", "08", "aborted", "Personne n’a présenté de carte"),
        ("unknown", "", "echo_reference", "La réponse parle d’un autre paiement."),
        ("unknown", "02", "unclear_result", "ne tranche pas"),
        ("unknown", "", "never heard of", "s’est perdue"),
    ],
)
def test_an_answer_is_said_in_words(
    till: Till, state: str, code: str, detail: str, words: str
) -> None:
    order = dinner(till)
    payment = ask(till, order)
    answer(till, order, payment, state, code=code, detail=detail)
    found = till.world.book.orders[order].payments[payment]
    assert words in pay_words.card_words(found)

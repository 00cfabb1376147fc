"""Guests who pay by telephone, seen from the till: the part that they said, what they are
paying, and the provider's account."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from gui_kit import board, demo_house, desk_for
from pay_kit import run
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.domain.orders.commands import AddLine, LetGuestsIn, OpenOrder
from app.domain.orders.events import Portion
from app.domain.orders.state import Order
from app.domain.orders.table_orders import GUEST
from app.domain.payments.commands import GuestPay, RecordOutcome, TakePayment
from app.domain.rules import SetSetting
from app.presenters.admin.reconcile import matters, ways_out
from app.presenters.pay.account import account_of, first_unpaid
from app.presenters.pay.bill import current_words, present_bill
from app.presenters.pay.choices import begun
from app.presenters.pay.notice import present_notice
from app.presenters.pay.split_view import SplitChoices, present_split
from app.presenters.pos.guest_shares import present_shares, take_command, told_orders
from app.presenters.pos.sheets import guests_words, present_order_acts
from app.presenters.pos.words import Sight
from app.windows.admin.settings import SettingsSection
from app.windows.pay_account import PayAccountSheet
from app.windows.sight import Sights
from resources.texts import price

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("still")]

CODE, PHONE = "4821", "01K6PHONE00000000000000001"


class Room:
    """An account that is tried at once."""

    def __init__(self) -> None:
        self.kept: Mapping[str, str] | None = None
        self.why = ""
        self.tried: list[Mapping[str, str]] = []
        self.meanwhile: Callable[[], None] = lambda: None

    def account(self) -> Mapping[str, str]:
        return self.kept or {}

    def keep(self, account: Mapping[str, str] | None) -> None:
        self.kept = account

    def try_out(self, account: Mapping[str, str], heard: Callable[[str], None]) -> None:
        self.tried.append(account)
        self.meanwhile()
        heard(self.why)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    with demo_house(tmp_path / "profile") as made:
        run(made, OpenOrder(table="t12", covers=2, order="o1"))
        run(made, AddLine(order="o1", article="terrine", quantity=2000))
        run(made, SetSetting(key="guests.pay", value="online"), "marc")
        run(made, LetGuestsIn(order="o1", code=CODE))
        yield made


def order(opened: Opened) -> Order:
    return opened.house.world.book.orders["o1"]


def told(opened: Opened, provider: str = "", **how: object) -> None:
    line = order(opened).lines[0]
    half = (Portion(line=line, of=2, taken=(0,)),)
    asked = {"portions": half} | how
    command = GuestPay(
        table="t12",
        code=CODE,
        share=PHONE,
        provider=provider,
        **asked,  # type: ignore[arg-type]  # as given
    )
    run(opened, command, GUEST)


def test_the_waiter_lets_guests_see_their_bill(opened: Opened) -> None:
    world = opened.house.world
    acts = {act.key: act.title for act in present_order_acts(world, order(opened))}
    assert acts["guests"] == "Les clients voient et paient leur addition"
    run(opened, SetSetting(key="guests.order", value="review"), "marc")
    assert "commandent et paient" in guests_words(world.settings)


def test_a_part_that_guests_said_is_one_tap_from_its_bill(opened: Opened) -> None:
    told(opened, tip=100)
    world = opened.house.world
    (row,) = present_shares(world, told_orders(world), "lea")
    assert "Table 12" in row.title
    assert "10,50" in row.title.replace("\xa0", " ")
    assert row.effect == "Terrine de campagne"
    assert present_shares(world, told_orders(world), "nobody") == []
    which = row.key.removeprefix("share:")
    command = take_command(world, which)
    assert command is not None
    run(opened, command)
    split = order(opened).split
    assert split is not None
    assert len(split.bills) == 1
    assert told_orders(world) == []
    assert take_command(world, which) is None  # somebody else did it meanwhile


def test_an_amount_is_said_without_dishes(opened: Opened) -> None:
    told(opened, portions=(), amount=500)
    world = opened.house.world
    (row,) = present_shares(world, told_orders(world), "lea")
    assert row.effect == "Une part du total"


def test_the_cashier_sees_what_a_guest_is_paying(opened: Opened) -> None:
    told(opened, provider="stripe")
    world, bill = opened.house.world, PHONE
    account = account_of(world, order(opened), "")
    assert account.running is None  # the till waits for no telephone
    assert account.phones == {bill: 950}
    page = present_bill(world, account, begun("o1", "", ()), _sight(opened))
    words = {part.id: part.detail for part in page.parts}
    assert words[bill] == "un client le paie au téléphone"


def test_an_amount_on_a_telephone_is_shown_beside_the_rest(opened: Opened) -> None:
    told(opened, provider="stripe", portions=(), amount=500)
    account = account_of(opened.house.world, order(opened), "")
    page = present_bill(
        opened.house.world, account, begun("o1", "", ()), _sight(opened)
    )
    assert [(part.title, part.amount_text) for part in page.parts] == [
        ("Au téléphone", "5,00")
    ]


def _sight(opened: Opened) -> Sight:
    return Sights(desk_for(opened, "lea"), board()).now()


def test_an_account_is_kept_once_the_provider_knew_its_key(
    qtbot: QtBot, opened: Opened
) -> None:
    desk, room = desk_for(opened, "marc", "admin"), Room()
    desk.pay_account = room
    section = SettingsSection(desk, board())
    qtbot.addWidget(section)
    section.resize(1190, 700)
    section.show()
    section.show_place("")
    section.form.pay.click()
    sheet = section.form.findChild(PayAccountSheet)
    assert sheet is not None
    assert sheet.fields["key"].edit.echoMode() == QLineEdit.EchoMode.Password
    sheet.confirm.click()
    assert sheet.fields["key"].error
    sheet.fields["key"].set_text("sk_test_1")
    room.why = "HTTP 401"
    sheet.confirm.click()
    assert "401" in sheet.fields["key"].error
    assert room.kept is None
    room.why = ""
    sheet.confirm.click()
    assert room.kept == {"provider": "stripe", "key": "sk_test_1"}


def test_a_key_that_is_left_empty_stays_and_sumup_wants_its_merchant(
    qtbot: QtBot, opened: Opened
) -> None:
    desk, room = desk_for(opened, "marc", "admin"), Room()
    desk.pay_account = room
    room.kept = {"provider": "sumup", "key": "sup_sk_1", "merchant": "M1"}
    section = SettingsSection(desk, board())
    qtbot.addWidget(section)
    section.show()
    sheet = PayAccountSheet(section, desk, room)
    sheet.open()
    assert sheet.fields["key"].text == ""
    assert sheet.fields["secret"].isHidden()
    sheet.fields["merchant"].set_text("M2")
    sheet.confirm.click()
    assert room.kept == {"provider": "sumup", "key": "sup_sk_1", "merchant": "M2"}
    again = PayAccountSheet(section, desk, room)
    again.open()
    again.forget.click()
    assert room.kept is None


def test_the_key_that_was_tried_is_kept_whatever_is_typed_meanwhile(
    qtbot: QtBot, opened: Opened
) -> None:
    desk, room = desk_for(opened, "marc", "admin"), Room()
    desk.pay_account = room
    section = SettingsSection(desk, board())
    qtbot.addWidget(section)
    section.show()
    sheet = PayAccountSheet(section, desk, room)
    sheet.open()
    sheet.fields["key"].set_text("sk_test_1")
    room.meanwhile = lambda: sheet.fields["key"].set_text("sk_test_typo")
    sheet.confirm.click()
    assert room.kept == {"provider": "stripe", "key": "sk_test_1"}


def test_the_till_goes_on_with_what_no_guest_is_paying(opened: Opened) -> None:
    told(opened, provider="stripe")
    world = opened.house.world
    assert first_unpaid(world, order(opened)) == ""
    view = present_split(world, order(opened), SplitChoices(order="o1"), _sight(opened))
    states = {column.id: (column.state, column.state_text) for column in view.payers}
    assert states[PHONE] == ("unpaid", "au téléphone")
    assert states[""][0] == "current"


def test_the_till_proposes_what_no_guest_is_paying(opened: Opened) -> None:
    told(opened, provider="stripe", portions=(), amount=700)
    world = opened.house.world
    account = account_of(world, order(opened), "")
    assert (account.left, account.share) == (1900, 1200)
    assert current_words(account) == f"{price(700)} au téléphone"
    told_again = GuestPay(
        table="t12", code=CODE, share=PHONE[:-1] + "2", amount=1200, provider="stripe"
    )
    run(opened, told_again, GUEST)
    account = account_of(world, order(opened), "")
    assert account.share == 1900  # the till waits for nobody
    assert current_words(account) == "un client le paie au téléphone"


def test_what_a_guest_paid_too_is_refunded_at_the_provider_first(
    opened: Opened,
) -> None:
    told(opened, provider="stripe", portions=(), amount=1900)
    run(opened, TakePayment(order="o1", method="cash", amount=1900))
    outcome = RecordOutcome(order="o1", payment=PHONE, state="approved", amount=1900)
    run(opened, outcome, "sotto")
    world = opened.house.world
    (matter,) = [m for m in matters(world) if m.order.id == "o1"]
    assert any("chez Stripe" in way.words for way in ways_out(world, matter))


def test_a_page_in_doubt_says_where_a_person_finds_out(opened: Opened) -> None:
    told(opened, provider="sumup", portions=(), amount=500)
    run(opened, RecordOutcome(order="o1", payment=PHONE, state="unknown"), "sotto")
    world = opened.house.world
    account = account_of(world, order(opened), "")
    assert account.running is not None
    view = present_notice(world, account, begun("o1", "", ()), _sight(opened))
    assert view is not None
    assert any("chez SumUp" in line for line in view.lines)

"""What clients owe: chosen ticket by ticket at the till, asked for in the office."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from credit_kit import beside, client, due, event_of, take
from gui_kit import FixedClock, board, demo_house, desk_for
from pay_kit import Counter, Taps, make_order, run
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sepa_rules import wrong

from app.bootstrap import Opened
from app.domain.credits.collecting import AskDebits, Debit, EndDebit
from app.domain.credits.decide import AddBeside
from app.domain.credits.events import ClientSettled
from app.domain.orders.billing import due as bill_due
from app.domain.orders.commands import OpenOrder, SplitOrder
from app.domain.orders.events import Bill, Portion
from app.domain.payments.commands import TakePayment
from app.domain.rules import SetSetting
from app.domain.vocabulary import Refusal
from app.fiscal.closing import figures_so_far, sums_of
from app.presenters.admin.credits import client_lines
from app.services.clients import client_contact
from app.services.house import Actor
from app.services.ids import new_id
from app.windows.admin.money.collect_sheet import CollectSheet
from app.windows.admin.money.credits import CreditsSection
from app.windows.admin.money.debit_ends import DebitEnds
from app.windows.client_sheet import ClientSheet
from app.windows.desk import Desk
from app.windows.pos.page import PosPage
from app.windows.pos.settle_sheet import SettleSheet
from app.windows.pos.sheets import AmountSheet

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("still")]
IBAN = "FR76 3000 6000 0112 3456 7890 189"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def opened(tmp_path: Path, clock: FixedClock) -> Iterator[Opened]:
    with demo_house(tmp_path, clock) as made:
        yield made


def shown(qtbot: QtBot, page: QWidget) -> None:
    page.resize(1366, 736)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()


def owing(opened: Opened, *tables: str) -> str:
    anne = client(opened)
    for table in tables:
        order = make_order(opened, (("cafe", 2, ()),), table=table)
        take(opened, order, "account", reference=anne)
    return anne


class Post:
    """The mailbox of the house: what was handed to it, and what becomes of it."""

    def __init__(self, why: str = "") -> None:
        self.why, self.sent = why, list[tuple[str, str, bytes]]()

    def mails(self) -> bool:
        return True

    def mail_file(
        self,
        to: str,
        words: tuple[str, str],
        name: str,
        make: Callable[[], bytes],
        heard: Callable[[str], None],
    ) -> bool:
        self.sent.append((to, words[1], make()))
        heard(self.why)
        return True


def settle_sheet(page: PosPage, tap: Taps) -> SettleSheet:
    page.controller.beside.settle_account()
    sheet = page.window().findChildren(ClientSheet)[-1]
    tap(sheet.cards[0])
    found = page.controller.work.sheet
    assert isinstance(found, SettleSheet)
    return found


def test_two_of_three_tickets_are_paid_at_once(qtbot: QtBot, opened: Opened) -> None:
    anne = owing(opened, "t1", "t2", "t3")
    desk = desk_for(opened)
    page = PosPage(desk, board())
    shown(qtbot, page)
    page.show_place("counter")
    tap = Taps()
    sheet = settle_sheet(page, tap)
    keys = list(sheet.tiles)
    assert len(keys) == 3
    assert all(t.view.name.startswith("Ticket C1-") for t in sheet.tiles.values())
    whole = opened.house.world.credits.left(anne)
    tap(sheet.tiles[keys[1]])
    assert sheet.count.text() == "2 tickets"
    tap(sheet.act)
    order = page.controller.state.order
    assert due(opened, order) == whole * 2 // 3
    settled = event_of(take(opened, order), ClientSettled)
    assert settled.pays == (keys[0], keys[2])
    again = settle_sheet(page, tap)
    assert list(again.tiles) == [keys[1]]


def test_two_payers_of_one_table_have_each_their_ticket(
    qtbot: QtBot, opened: Opened
) -> None:
    anne = client(opened)
    order = make_order(opened, (("cafe", 1, ()), ("kir", 1, ())), table="t1")
    (line, _) = opened.house.world.book.orders[order].lines
    bill = Bill(id="a", portions=(Portion(line=line, of=1, taken=(0,)),))
    run(opened, SplitOrder(order=order, bills=(bill,)))
    book = opened.house.world.book
    first = bill_due(book, book.orders[order], "a")
    take(opened, order, "account", reference=anne, amount=first, bill="a")
    take(opened, order, "account", reference=anne)
    page = PosPage(desk_for(opened), board())
    shown(qtbot, page)
    page.show_place("counter")
    sheet = settle_sheet(page, Taps())
    titles = [tile.view.name for tile in sheet.tiles.values()]
    receipts = opened.house.world.book.orders[order].receipts
    assert titles == [f"Ticket {receipt.number}" for receipt in receipts]


def test_another_amount_is_paid_without_saying_for_which(
    qtbot: QtBot, opened: Opened
) -> None:
    owing(opened, "t1")
    page = PosPage(desk_for(opened), board())
    shown(qtbot, page)
    page.show_place("counter")
    tap = Taps()
    tap(settle_sheet(page, tap).other)
    assert isinstance(page.controller.work.sheet, AmountSheet)


def test_the_list_has_what_is_owed_by_its_age(
    qtbot: QtBot, opened: Opened, clock: FixedClock
) -> None:
    owing(opened, "t1")
    section = CreditsSection(desk_for(opened, "marc", "admin"), board())
    shown(qtbot, section)
    section.show_place("account")
    model = section.clients.model
    qtbot.waitUntil(lambda: model.rowCount() == 1)
    heads = [column.title for column in model.columns]
    assert heads[2:6] == ["0 à 30 j", "31 à 60 j", "61 à 90 j", "plus de 90 j"]


def fill(section: CreditsSection, **fields: str) -> None:
    for name, text in fields.items():
        section.form.edited.emit(name, text)
    section.form.save.click()


def test_a_mandate_is_checked_before_it_is_kept(qtbot: QtBot, opened: Opened) -> None:
    anne = owing(opened, "t1")
    section = CreditsSection(desk_for(opened, "marc", "admin"), board())
    shown(qtbot, section)
    section.show_place(anne)
    known = opened.house.world.credits.clients
    fill(section, iban="FR76 0000", mandate="RUM-1", signed="03/02/2026")
    assert not known[anne].contact
    fill(section, iban=IBAN, mandate="", signed="")
    assert not known[anne].contact
    fill(section, mandate="RUM-1", signed="3/2/2026", mail="anne@exemple.fr")
    contact = client_contact(opened.house, known[anne])
    assert contact.iban == IBAN.replace(" ", "")
    assert (contact.signed, contact.mail) == ("2026-02-03", "anne@exemple.fr")
    assert "FR76" not in known[anne].contact


def office(qtbot: QtBot, opened: Opened, anne: str) -> tuple[Desk, CollectSheet]:
    desk = desk_for(opened, "marc", "admin")
    section = CreditsSection(desk, board())
    shown(qtbot, section)
    section.show_place(anne)
    fill(
        section,
        iban=IBAN,
        mandate="RUM-1",
        signed="03/02/2026",
        mail="anne@exemple.fr",
    )
    section.collect_requested.emit()
    (sheet,) = section.findChildren(CollectSheet)
    qtbot.waitUntil(lambda: anne in sheet.tiles)
    return desk, sheet


def test_who_is_late_is_reminded_once_the_mail_has_gone(
    qtbot: QtBot, opened: Opened, clock: FixedClock
) -> None:
    anne = owing(opened, "t1")
    clock.forward(days=40)
    desk, sheet = office(qtbot, opened, anne)
    assert sheet.tiles[anne].view.chosen
    assert "en retard" in sheet.tiles[anne].view.detail
    reminded = opened.house.world.credits.reminded
    desk.invoicing = Post("smtp 451")
    sheet.remind.click()
    assert anne not in reminded
    desk.invoicing = post = Post()
    sheet.remind.setEnabled(True)
    sheet.remind.click()
    assert reminded[anne].level == 1
    (to, words, content) = post.sent[0]
    assert to == "anne@exemple.fr"
    assert "Sauf erreur" in words
    assert content.startswith(b"%PDF")
    assert not sheet.remind.isEnabled()
    sheet.remind.setEnabled(True)
    sheet.remind.click()
    assert "Malgré notre relance" in post.sent[1][1]


def test_the_bank_is_asked_and_what_it_collects_is_settled(
    qtbot: QtBot,
    opened: Opened,
    clock: FixedClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.windows.saving.user_documents_path", lambda: tmp_path)
    anne = owing(opened, "t1", "t2")
    desk, sheet = office(qtbot, opened, anne)
    who = Counter(desk)
    sheet.debit.click()
    assert not list(tmp_path.glob("**/*.xml"))  # nobody knows who collects
    for name, text in (("ident", "DE98ZZZ09999999999"), ("iban", IBAN)):
        sheet.form.fields[name].set_text(text)
    sheet.tiles[anne].click()
    sheet.debit.click()
    qtbot.waitUntil(lambda: bool(list(tmp_path.glob("**/*.xml"))))
    (file,) = tmp_path.glob("**/*.xml")
    assert wrong(file.read_bytes()) == []
    debit = opened.house.world.credits.debits[anne]
    owed = opened.house.world.credits.left(anne)
    assert debit.amount == owed
    assert not sheet.debit.isEnabled()

    section = sheet.parentWidget()
    assert isinstance(section, CreditsSection)
    section.show_place(anne)
    section.form.act_requested.emit("collected")
    assert opened.house.world.credits.left(anne) == 0
    assert anne not in opened.house.world.credits.debits
    assert any("encaissé" in words for words in who.words)


class Plug:
    """The power that goes when something is to be written."""

    def __init__(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        self.at: type | None = None
        kept = desk.run

        def run(command: object, *more: object) -> object:
            if type(command) is self.at:
                raise SystemExit
            return kept(command, *more)

        monkeypatch.setattr(desk, "run", run)


@pytest.mark.parametrize("pulled", [AddBeside, TakePayment, EndDebit])
def test_a_debit_is_settled_once_when_the_power_goes(
    opened: Opened, monkeypatch: pytest.MonkeyPatch, pulled: type
) -> None:
    anne = owing(opened, "t1")
    asked = Debit(
        client=anne, debit=new_id(), amount=opened.house.world.credits.left(anne)
    )
    run(opened, AskDebits(debits=(asked,), day="2027-01-04", file="0" * 64), "marc")
    again = make_order(opened, (("cafe", 3, ()),), table="t2")
    (cents,) = [due(opened, again)]
    take(opened, again, "account", reference=anne)
    desk = desk_for(opened, "marc", "admin")
    plug = Plug(desk, monkeypatch)
    who = opened.house.world.credits.clients[anne]

    plug.at = pulled
    with pytest.raises(SystemExit):
        DebitEnds(desk, desk).end(who, paid=True)
    plug.at = None
    DebitEnds(desk, desk).end(who, paid=True)

    assert opened.house.world.credits.left(anne) == cents
    assert anne not in opened.house.world.credits.debits
    book = opened.house.world.book
    assert not [o for o in book.open_orders() if o.mode == "counter"]


def test_the_term_is_kept_and_says_who_is_late(
    qtbot: QtBot, opened: Opened, clock: FixedClock
) -> None:
    anne = owing(opened, "t1")
    clock.forward(days=10)
    _, sheet = office(qtbot, opened, anne)
    assert sheet.tiles[anne].view.detail.startswith("à jour")
    sheet.term.set_text("7")
    sheet.term.left.emit("7")
    assert opened.house.world.settings.number("account.days") == 7
    assert "en retard" in sheet.tiles[anne].view.detail
    sheet.term.set_text("un mois")
    sheet.term.left.emit("un mois")
    assert opened.house.world.settings.number("account.days") == 7
    run(opened, SetSetting(key="account.days", value="30"))


@pytest.mark.parametrize("paid", [200, 0])
def test_a_debit_that_is_collected_after_the_guest_paid_is_in_the_books(
    opened: Opened, paid: int
) -> None:
    """The bank took it all the same: what was too much is the client's."""
    anne = owing(opened, "t1")
    owed = opened.house.world.credits.left(anne)
    asked = Debit(client=anne, debit=new_id(), amount=owed)
    run(opened, AskDebits(debits=(asked,), day="2027-01-04", file="0" * 64), "marc")
    beside(opened, "account", paid or owed, holder=anne)
    desk = desk_for(opened, "marc", "admin")
    who = opened.house.world.credits.clients[anne]

    DebitEnds(desk, desk).end(who, paid=True)

    assert opened.house.world.credits.left(anne) == -(paid or owed)
    assert anne not in opened.house.world.credits.debits
    sums = sums_of(figures_so_far(opened.house))
    assert sums["tender", "transfer", "amount"] == owed
    line = next(
        each
        for each in client_lines(opened.house.world, lambda _: "Anne")
        if each.client == anne
    )
    assert line.words.startswith("avance ")


def test_only_the_debit_itself_takes_more_than_is_owed(opened: Opened) -> None:
    anne = owing(opened, "t1")
    owed = opened.house.world.credits.left(anne)
    asked = Debit(client=anne, debit=new_id(), amount=owed)
    run(opened, AskDebits(debits=(asked,), day="2027-01-04", file="0" * 64), "marc")
    beside(opened, "account", owed, holder=anne)
    run(opened, OpenOrder(mode="counter", order=asked.debit))
    more = AddBeside(order=asked.debit, kind="account", amount=owed + 1, holder=anne)
    done = opened.house.run(more, Actor("marc"))
    assert isinstance(done, Refusal)
    assert done.code == "account_less"


def test_what_was_collected_is_taken_once(opened: Opened) -> None:
    """Two tills may both be told that the bank has collected it."""
    anne = owing(opened, "t1")
    owed = opened.house.world.credits.left(anne)
    asked = Debit(client=anne, debit=new_id(), amount=owed)
    run(opened, AskDebits(debits=(asked,), day="2027-01-04", file="0" * 64), "marc")
    beside(opened, "account", owed, holder=anne)
    run(opened, OpenOrder(mode="counter", order=asked.debit))
    settles = AddBeside(order=asked.debit, kind="account", amount=owed, holder=anne)
    run(opened, settles)
    for paid in (False, True):
        if paid:
            pay = TakePayment(order=asked.debit, method="transfer", amount=owed)
            run(opened, pay)
        again = opened.house.run(settles, Actor("marc"))
        assert isinstance(again, Refusal)
        assert again.code == "account_less"

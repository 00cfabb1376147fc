"""Tips of the back office: shared out by the rule, agreed, corrected, exported for payroll."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from credit_kit import due
from gui_kit import FixedClock, board, demo_house, desk_for
from openpyxl import load_workbook
from pay_kit import make_order, run
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.domain.orders.events import WaiterSet
from app.domain.payments.commands import ReturnPayment, TakePayment
from app.domain.payments.events import PaymentCompleted
from app.domain.rules import SetSetting
from app.domain.staff.decide import LogIn, LogOut, SetStaff
from app.fiscal.closing import close_day
from app.presenters.admin.tips import hours_text, parse_hours, tip_columns
from app.presenters.till.shift import present_shift
from app.reports.tips import tips_columns
from app.services.house import Actor
from app.services.shifts import facts_of_shifts, taken
from app.windows import saving
from app.windows.admin.money.tips import TipsSection
from app.windows.desk import Said
from resources.texts import set_language

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("still")]


@pytest.fixture(name="clock")
def clock_fixture() -> FixedClock:
    return FixedClock()


@pytest.fixture(name="opened")
def opened_fixture(tmp_path: Path, clock: FixedClock) -> Iterator[Opened]:
    """An evening: Léa was there four hours and got 8 € by card, Karim two hours and 4 € in
    cash."""
    with demo_house(tmp_path, clock) as opened:
        run(opened, SetSetting(key="tips.period", value="day"), "marc")
        for person, method, tip, table in (
            ("lea", "card_manual", 800, "t1"),
            ("karim", "cash", 400, "t2"),
        ):
            run(opened, LogIn(person=person, window="pos"), person)
            order = make_order(opened, (("cafe", 2, ()),), table=table)
            paid = TakePayment(
                order=order, method=method, amount=due(opened, order), tip=tip
            )
            run(opened, paid, person)
        for person in ("karim", "lea"):
            clock.forward(minutes=120)
            left = LogOut(person=person, window="pos", reason="shift_end")
            run(opened, left, person)
        yield opened


@pytest.fixture(name="section")
def section_fixture(qtbot: QtBot, opened: Opened) -> TipsSection:
    return another(qtbot, opened)


def another(qtbot: QtBot, opened: Opened) -> TipsSection:
    """The section in a window of its own."""
    desk = desk_for(opened, "marc", "admin")
    section = TipsSection(desk, board())
    desk.setParent(section)
    qtbot.addWidget(section)
    section.resize(1190, 736)
    section.show()
    section.show_place("")
    qtbot.waitUntil(lambda: shares(section) != {})
    return section


def shares(section: TipsSection) -> dict[str, str]:
    """Name -> part, of those who have one."""
    model = section.people.model
    rows = (model.row_at(number) for number in range(model.rowCount()))
    found = {str(row.cells[0]): row.cells[-1].text for row in rows}
    return {name: part for name, part in found.items() if part != "—"}


def said(section: TipsSection) -> list[Said]:
    found: list[Said] = []
    section.desk.said.connect(found.append)
    return found


def test_the_rule_shares_out_what_there_is(section: TipsSection) -> None:
    assert shares(section) == {"Léa": "8,00", "Karim": "4,00"}
    section.rule_chosen.emit("equal")
    assert shares(section) == {"Léa": "6,00", "Karim": "6,00"}
    section.rule_chosen.emit("own")
    assert shares(section) == {"Léa": "8,00", "Karim": "4,00"}
    section.rule_chosen.emit("points")
    section.opened.emit("karim")
    section.pane.points.set_text("6")
    section.pane.points.left.emit("6")
    points = section.desk.world.settings.text("tips.points")
    assert points == f"{section.desk.world.staff.people['karim'].role}=6"


def test_a_manager_says_who_was_there_and_agrees(
    opened: Opened, section: TipsSection
) -> None:
    section.opened.emit("karim")
    section.pane.hours.text_edited.emit("beaucoup")
    assert section.pane.hours.error
    section.pane.hours.text_edited.emit("8 h")
    assert shares(section) == {"Léa": "4,00", "Karim": "8,00"}
    section.pane.agree.click()

    (agreed,) = opened.house.world.staff.tips.values()
    assert {s.person: (s.cents, s.minutes) for s in agreed.shares if s.cents} == {
        "lea": (400, 240),
        "karim": (800, 480),
    }
    assert section.state.text() == "Validé"
    assert not section.agree.isEnabled()


def test_what_was_agreed_elsewhere_meanwhile_is_on_show_when_one_comes_back(
    qtbot: QtBot, opened: Opened, section: TipsSection
) -> None:
    section.hide()
    elsewhere = another(qtbot, opened)
    elsewhere.opened.emit("karim")
    elsewhere.pane.hours.text_edited.emit("8 h")
    elsewhere.pane.agree.click()
    section.show()
    section.show_place("")
    qtbot.waitUntil(lambda: section.state.text() == "Validé")
    assert shares(section) == {"Léa": "4,00", "Karim": "8,00"}
    assert not section.agree.isEnabled()


def test_what_was_agreed_is_corrected_with_a_reason_and_both_stay(
    opened: Opened, section: TipsSection
) -> None:
    words = said(section)
    section.agree.click()
    section.opened.emit("karim")
    section.pane.hours.text_edited.emit("4")
    section.pane.agree.click()
    assert words[-1].text == "Dites pourquoi c’est corrigé."
    section.pane.reason.set_text("Karim a fermé")
    section.pane.reason.text_edited.emit("Karim a fermé")
    section.pane.agree.click()

    (standing,) = opened.house.world.staff.tips.values()
    assert {s.person: s.cents for s in standing.shares if s.cents} == {
        "lea": 600,
        "karim": 600,
    }
    assert section.state.text() == "Corrigé : Karim a fermé"
    # The next correction has a reason of its own.
    assert section.pane.reason.text == ""
    opened.house.load()
    assert opened.house.world.staff.tips[standing.first] == standing


def test_who_was_not_there_stays_away_in_a_correction(
    opened: Opened, section: TipsSection
) -> None:
    section.opened.emit("karim")
    section.pane.hours.text_edited.emit("0")
    section.pane.agree.click()
    section.pane.reason.text_edited.emit("une autre règle")
    assert shares(section) == {"Léa": "12,00"}
    section.pane.agree.click()
    (standing,) = opened.house.world.staff.tips.values()
    assert standing.corrects
    assert {s.person: s.cents for s in standing.shares if s.cents} == {"lea": 1200}


def test_a_reason_is_asked_where_it_can_be_typed(
    qtbot: QtBot, opened: Opened, section: TipsSection
) -> None:
    section.agree.click()
    gone = next(iter(opened.house.world.staff.people.values()))
    run(opened, SetStaff(event=replace(gone, active=False)), "marc")
    order = make_order(opened, (("cafe", 2, ()),), table="t3")
    more = TakePayment(order=order, method="cash", amount=due(opened, order), tip=300)
    run(opened, more, "karim")
    qtbot.waitUntil(section.agree.isEnabled)
    section.agree.click()
    assert section.pane.reason.isVisible()


def test_another_period_is_never_agreed_with_the_tips_of_this_one(
    qtbot: QtBot, opened: Opened, section: TipsSection
) -> None:
    section.controller._on_day_chosen(section.controller._today - timedelta(days=1))
    section.agree.click()  # before yesterday was read
    assert not opened.house.world.staff.tips
    qtbot.waitUntil(lambda: shares(section) == {})
    assert not section.agree.isEnabled()


def test_another_till_says_for_how_long_tips_are_put_together(
    qtbot: QtBot, opened: Opened, section: TipsSection
) -> None:
    section.controller._on_day_chosen(section.controller._today - timedelta(days=1))
    qtbot.waitUntil(lambda: shares(section) == {})
    run(opened, SetSetting(key="tips.period", value="week"), "marc")
    qtbot.waitUntil(lambda: shares(section) == {"Léa": "8,00", "Karim": "4,00"})


def test_days_that_were_shared_already_are_not_offered_again(
    qtbot: QtBot, opened: Opened, clock: FixedClock, section: TipsSection
) -> None:
    section.agree.click()
    close_day(opened.house, Actor("marc"))
    clock.forward(days=30)
    run(opened, SetSetting(key="tips.period", value="month"), "marc")
    section.controller._on_day_chosen(date(2026, 11, 20))
    words = "Une partie de ces jours est déjà répartie autrement."
    qtbot.waitUntil(lambda: section.state.text() == words)
    assert shares(section) == {"Léa": "8,00", "Karim": "4,00"}
    assert not section.agree.isEnabled()


def test_the_line_of_a_person_says_what_their_row_says(
    qtbot: QtBot, opened: Opened, section: TipsSection
) -> None:
    section.agree.click()
    section.opened.emit("lea")
    order = make_order(opened, (("cafe", 2, ()),), table="t3")
    more = TakePayment(order=order, method="cash", amount=due(opened, order), tip=300)
    run(opened, more, "lea")
    qtbot.waitUntil(lambda: shares(section)["Léa"] == "10,00")
    assert section.pane.share.text().startswith("10,00")


def test_a_tip_that_comes_later_is_told(
    qtbot: QtBot, opened: Opened, section: TipsSection
) -> None:
    section.agree.click()
    order = make_order(opened, (("cafe", 2, ()),), table="t3")
    more = TakePayment(order=order, method="cash", amount=due(opened, order), tip=300)
    run(opened, more, "lea")
    qtbot.waitUntil(lambda: "3,00" in section.state.text())
    assert section.agree.isEnabled()


def test_a_tip_that_was_given_back_with_its_payment_is_nobodys(
    qtbot: QtBot, opened: Opened, section: TipsSection
) -> None:
    order = make_order(opened, (("cafe", 9, ()),), table="t3")
    part = TakePayment(order=order, method="card_manual", amount=100, tip=300)
    run(opened, part, "lea")
    qtbot.waitUntil(lambda: shares(section) == {"Léa": "10,00", "Karim": "5,00"})
    (payment,) = opened.house.world.book.orders[order].payments
    back = ReturnPayment(order=order, payment=payment, reason="erreur", method="cash")
    run(opened, back, "marc")
    qtbot.waitUntil(lambda: shares(section) == {"Léa": "8,00", "Karim": "4,00"})
    house = opened.house
    facts = facts_of_shifts(opened.database, house.business_day(house.clock()))
    lea = {each.method: each for each in taken(facts)["lea"]}
    assert (lea["card_manual"].tip, taken(facts)["marc"][0].amount) == (800, -400)
    assert sum(t.amount + t.tip for each in taken(facts).values() for t in each) == (
        800 + 400 + 4 * 220
    )


def test_what_a_guest_gives_by_telephone_is_of_who_serves_them(
    qtbot: QtBot, opened: Opened, section: TipsSection
) -> None:
    section.rule_chosen.emit("own")
    order = make_order(opened, (("cafe", 2, ()),), table="t3")
    waiter = opened.house.world.book.orders[order].waiter
    assert waiter not in ("karim", "sotto")
    opened.house.record([WaiterSet(order=order, waiter="karim", was=waiter)])
    paid = PaymentCompleted(
        payment="p", order=order, bill="", method="online", amount=440, tip=500
    )
    opened.house.record([paid])
    qtbot.waitUntil(lambda: shares(section) == {"Léa": "8,00", "Karim": "9,00"})


def test_a_week_that_is_not_over_waits(qtbot: QtBot, section: TipsSection) -> None:
    section.period_chosen.emit("week")
    words = "En cours : se valide dès le dimanche 22 novembre"
    qtbot.waitUntil(lambda: section.state.text() == words)
    assert not section.agree.isEnabled()
    assert shares(section) == {"Léa": "8,00", "Karim": "4,00"}


def test_payroll_gets_what_was_agreed(
    qtbot: QtBot,
    opened: Opened,
    section: TipsSection,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(saving, "user_documents_path", lambda: tmp_path)
    words = said(section)
    section.export.click()
    assert words[-1].text == "Rien n’est encore validé ce mois-ci."
    section.agree.click()
    section.export.click()
    qtbot.waitUntil(lambda: any("Enregistré" in each.text for each in words))

    (book,) = tmp_path.rglob("*.xlsx")
    sheet = load_workbook(book).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    mine = next(row for row in rows if row[0] == "Léa")
    assert mine[4:9] == [4, 1, 8, 5.33, 8]
    assert rows[-1][6:9] == [12, 8, 12]
    (table,) = tmp_path.rglob("*.csv")
    lines = list(csv.reader(io.StringIO(table.read_text("utf-8-sig")), delimiter=";"))
    assert next(line for line in lines if line[0] == "Karim")[6:9] == [
        "4,00",
        "2,67",
        "4,00",
    ]
    assert "31/12/2026" in lines[0][8]


def test_the_last_day_of_the_exemption_is_a_parameter(section: TipsSection) -> None:
    words = said(section)
    assert section.exempt.text == "31/12/2026"
    section.exempt.left.emit("31/12/2028")
    setting = section.desk.world.settings.text
    assert setting("tips.exempt") == "2022-01-01/2028-12-31"
    assert section.exempt.text == "31/12/2028"
    for wrong in ("bientôt", "31/12/2020"):
        section.exempt.left.emit(wrong)
        assert words[-1].text == "Une date, par exemple 31/12/2026"
    assert setting("tips.exempt") == "2022-01-01/2028-12-31"


def test_each_sees_their_own_part_and_no_other_name(
    opened: Opened, section: TipsSection
) -> None:
    section.agree.click()
    house = opened.house
    facts = facts_of_shifts(opened.database, house.business_day(house.clock()))
    view = present_shift(house, facts, "karim", "karim")
    assert [part for _, part in view.tips] == ["4,00\u00a0€"]
    assert "Léa" not in str(view)
    assert present_shift(house, facts, "marc", "marc").tips == ()
    # Who may read the till sees their shift, and not what they are paid.
    assert "till.report" in house.world.rights_of("ines")
    assert present_shift(house, facts, "karim", "ines").tips == ()
    assert present_shift(house, facts, "karim", "marc").tips == view.tips


def test_a_person_is_somebody_in_english_too() -> None:
    set_language("en")
    assert tips_columns("")[0].head == tip_columns()[0].title == "Name"


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("7 h 30", 450), ("7:30", 450), ("7,5", 450), ("8", 480), ("0", 0), ("—", 0)],
)
def test_hours_are_typed_as_people_write_them(text: str, minutes: int) -> None:
    assert parse_hours(text) == minutes
    assert parse_hours(hours_text(minutes)) == minutes


@pytest.mark.parametrize("text", ["7 h 75", "tôt", "-3", "9999"])
def test_what_is_no_time_is_refused(text: str) -> None:
    assert parse_hours(text) is None

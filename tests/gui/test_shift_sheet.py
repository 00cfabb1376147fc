"""The end of a shift is signed at the window, by whoever worked it or a manager."""

from collections.abc import Iterator

import pytest
from gui_kit import demo_house, desk_for
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.domain.orders.commands import AddLine, OpenOrder
from app.domain.orders.events import OrderCreated
from app.domain.payments.commands import TakePayment
from app.domain.staff.events import ShiftReviewed
from app.domain.vocabulary import Refusal
from app.services.facts import facts_of
from app.services.house import Actor
from app.windows import shift_sheet
from app.windows.desk import Said
from app.windows.shift_sheet import ShiftSheet
from db.errors import DatabaseDamagedError

LEA = Actor("lea")


@pytest.fixture
def opened(tmp_path) -> Iterator[Opened]:
    with demo_house(tmp_path) as opened:
        yield opened


def _note(opened: Opened, table: str) -> str:
    house = opened.house
    facts = house.run(OpenOrder(table=table, covers=2), LEA)
    assert not isinstance(facts, Refusal)
    (made,) = [f.event for f in facts if isinstance(f.event, OrderCreated)]
    done = house.run(AddLine(order=made.order, article="cafe", quantity=2000), LEA)
    assert not isinstance(done, Refusal), done
    return made.order


def _sheet(qtbot: QtBot, opened: Opened, person: str) -> ShiftSheet:
    host = QWidget()
    host.resize(1366, 768)
    qtbot.addWidget(host)
    host.show()
    desk = desk_for(opened, person)
    desk.setParent(host)
    sheet = ShiftSheet(host, desk)
    sheet.said_here = []  # type: ignore[attr-defined]  # for the test
    desk.said.connect(sheet.said_here.append)  # type: ignore[attr-defined]
    sheet.open()
    qtbot.waitUntil(lambda: bool(sheet.people))
    return sheet


def test_a_waiter_counts_blind_and_signs_their_own(
    qtbot: QtBot, opened: Opened, still: None
) -> None:
    paid, unpaid = _note(opened, "t4"), _note(opened, "t5")
    for method, cents, tip in (("card_manual", 100, 50), ("cash", 200, 0)):
        pay = TakePayment(order=paid, bill="", method=method, amount=cents, tip=tip)
        done = opened.house.run(pay, LEA)
        assert not isinstance(done, Refusal), done
    sheet = _sheet(qtbot, opened, "lea")
    assert list(sheet.people) == ["lea"]  # nobody else's
    assert list(sheet.notes) == [paid, unpaid]
    assert dict(sheet.said)["Espèces"] == "à compter"
    assert dict(sheet.said)["dont pourboires"] == "0,50\u00a0€"

    sheet.pad.propose(150)
    sheet.note.set_text("Une pièce perdue")
    sheet.sign.click()
    qtbot.waitUntil(lambda: bool(sheet.said) and "Espèces" not in dict(sheet.said))
    said: list[Said] = sheet.said_here  # type: ignore[attr-defined]
    assert said[-1].text == "1,50\u00a0€ remis, il manque 0,50\u00a0€"
    assert said[-1].text in dict(sheet.said).values()
    last = opened.house.journal.entries(stream="staff/lea", types=("shift.reviewed",))
    (fact,) = facts_of(last)
    assert isinstance(fact.event, ShiftReviewed)
    assert fact.event.orders == (paid, unpaid)
    assert fact.event.note == "Une pièce perdue"


def test_a_journal_that_cannot_be_read_lets_one_sign_again(
    qtbot: QtBot, opened: Opened, still: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = _sheet(qtbot, opened, "lea")

    def torn(*_: object) -> None:
        raise DatabaseDamagedError

    with monkeypatch.context() as broken:
        broken.setattr(shift_sheet, "facts_of_shifts", torn)
        sheet.sign.click()
        said: list[Said] = sheet.said_here  # type: ignore[attr-defined]
        qtbot.waitUntil(lambda: bool(said))
    assert said[-1].tone == "error"
    sheet.sign.click()
    qtbot.waitUntil(lambda: "remis" in said[-1].text)


def test_who_may_read_the_till_sees_everybodys(
    qtbot: QtBot, opened: Opened, still: None
) -> None:
    order = _note(opened, "t4")
    sheet = _sheet(qtbot, opened, "marc")
    assert {"marc", "lea"} <= set(sheet.people)
    assert not sheet.notes
    sheet.people["lea"].click()
    assert list(sheet.notes) == [order]
    sheet.sign.click()
    qtbot.waitUntil(lambda: any("par Marc" in what for what, _ in sheet.said))
    gone: list[tuple[str, str]] = []
    sheet._desk.place_requested.connect(lambda page, arg: gone.append((page, arg)))
    sheet.notes[order].click()
    assert gone == [("pos", f"order:{order}")]

"""A gift voucher of another site in the windows: it pays here, and the office says who owes."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from credit_kit import beside, due
from gui_kit import FixedClock, board, demo_house, desk_for
from pay_kit import make_order
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.domain.credits.events import CreditElsewhere, OfficeCredit
from app.domain.credits.state import code_of
from app.domain.terminals.events import UpstreamSet
from app.presenters.pos.sheets import _beside_acts
from app.windows.admin.money.credits import CreditsSection
from app.windows.pay.page import PayPage

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("still")]
CODE = code_of("gift")


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    """A site of a head office that has heard of a voucher of Lyon, of 80 €."""
    with demo_house(tmp_path, FixedClock()) as made:
        attached = UpstreamSet(site="us", chain="C9", name="Siège", address="siege:1")
        sold = OfficeCredit(
            credit="gift",
            kind="gift",
            code=CODE,
            amount=8000,
            order="",
            receipt="",
            site="lyon",
            name="Lyon",
        )
        there = CreditElsewhere(
            credit="gift",
            site="lyon",
            name="Lyon",
            cents=8000,
            op="marc",
            at="2026-11-18T12:00:00+01:00",
        )
        made.house.record([attached, sold, there])
        yield made


def pay_page(qtbot: QtBot, opened: Opened) -> tuple[PayPage, str]:
    desk = desk_for(opened, "lea")
    page = PayPage(desk, board())
    desk.setParent(page)
    page.resize(1366, 736)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    table = make_order(opened)
    page.show_place(f"order:{table}")
    return page, table


def test_it_pays_what_may_be_risked_while_lyon_is_not_heard(
    qtbot: QtBot, opened: Opened
) -> None:
    page, table = pay_page(qtbot, opened)
    before = due(opened, table)
    assert page.take_scan(CODE)
    assert page.pay.pad.panel.title.text() == "Bon de Lyon"
    assert page.pay.pad.panel.amount.text() == "50,00"
    page.pay.pad.act.click()
    assert due(opened, table) == before - 5000
    assert page.take_scan(CODE)
    assert page.pay.pad.panel.title.text().startswith("Sans nouvelles de Lyon")
    assert not page.pay.pad.act.isEnabled()


def test_it_pays_all_of_it_while_lyon_is_heard(qtbot: QtBot, opened: Opened) -> None:
    opened.house.heard = lambda: frozenset({"lyon"})
    page, _ = pay_page(qtbot, opened)
    assert page.take_scan(CODE)
    assert page.pay.pad.panel.amount.text() == "80,00"
    page.pay.pad.act.click()
    assert opened.house.world.credits.left("gift") == 0


def test_the_office_says_who_owes_and_who_took_it(qtbot: QtBot, opened: Opened) -> None:
    opened.house.heard = lambda: frozenset({"lyon"})
    page, _ = pay_page(qtbot, opened)
    page.take_scan(CODE)
    page.pay.pad.act.click()
    _, own = beside(opened, "gift", 3000)
    for site, name, op in (("nice", "Nice", "karim"), ("lyon", "Lyon", "nobody")):
        taken = CreditElsewhere(
            credit=own.credit,
            site=site,
            name=name,
            cents=-2000,
            op=op,
            at="2026-11-20T20:40:00+01:00",
        )
        opened.house.record([taken])
    desk = desk_for(opened, "marc", "admin")
    section = CreditsSection(desk, board())
    desk.setParent(section)
    qtbot.addWidget(section)
    section.resize(1190, 736)
    section.show()
    section.show_place("gift")

    assert section.dues.text() == (
        "Entre établissements : Lyon doit 60,00 · dû à Nice 20,00"
    )
    section.opened.emit(own.credit)
    assert "utilisé deux fois" in section.pane.heading._subtitle
    model = section.pane.changes.model
    qtbot.waitUntil(lambda: model.rowCount() == 3)
    told = [str(model.row_at(number).cells[1]) for number in range(3)]
    assert sorted(told) == ["Lyon", "Nice, Karim", "Émis"]
    who = {str(model.row_at(number).cells[2]) for number in range(3)}
    assert who == {"", "Karim", "Léa"}  # nobody's key is a name
    section.opened.emit("gift")
    assert not section.pane.document.isVisible()  # its ticket is in Lyon


def test_a_long_name_of_a_site_has_room_on_a_small_screen(
    qtbot: QtBot, opened: Opened
) -> None:
    sold = opened.house.world.credits.issued["gift"]
    opened.house.record([replace(sold, name="Marseille Saint-Barnabé")])
    page, _ = pay_page(qtbot, opened)
    page.resize(1024, 736)
    assert page.take_scan(CODE)
    panel = page.pay.pad.panel
    wanted = sum(
        label.heightForWidth(label.width()) for label in (panel.title, panel.detail)
    )
    assert "Saint-Barnabé" in panel.title.text()
    assert wanted <= panel.height()


def test_only_what_was_sold_here_is_offered_to_be_topped_up(opened: Opened) -> None:
    world = opened.house.world
    assert "top_up" not in [act.key for act in _beside_acts(world)]
    beside(opened, "gift", 3000)
    assert "top_up" in [act.key for act in _beside_acts(world)]

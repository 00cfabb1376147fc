"""Whisky + coca: the rule is written in the office, the glass is made at the till."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from gui_kit import board, demo_house, desk_for
from pos_kit import Bench, plain, till_bench
from pytestqt.qtbot import QtBot

from app.domain.catalogue.decide import SetCatalogue
from app.domain.catalogue.mixes import MixSet
from app.domain.kitchen.events import TicketIssued
from app.domain.orders.commands import (
    MixLine,
    PrintAddition,
    SendOrder,
    SetQuantity,
)
from app.presenters.admin.mixes import (
    mix_draft,
    mix_errors,
    mix_from,
    price_words,
    what_words,
)
from app.windows.admin.card.mix_form import BASES, MIXERS
from app.windows.admin.card.prices import MIXES, PricesSection
from app.windows.pos.line_sheet import LineSheet
from app.windows.pos.sheets import ActsSheet

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("still")]

LONG = MixSet(
    id="long",
    name="Long drinks",
    rank=1,
    bases=("ricard",),
    mixers=("limonade", "coca"),
)


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    with till_bench(qtbot, tmp_path) as made:
        made.do(SetCatalogue(event=LONG))
        made.seat()
        yield made


def act(bench: Bench, key: str) -> None:
    sheet = bench.sheet
    assert isinstance(sheet, LineSheet | ActsSheet)
    bench.tap(sheet.act(key) if isinstance(sheet, LineSheet) else sheet.row(key))


def test_a_glass_is_made_of_two_lines_and_taken_apart_again(bench: Bench) -> None:
    ricard, coca = bench.take("ricard"), bench.take("coca")
    names = ricard.label, coca.label
    total = bench.desk.world.book.total(bench.order)
    bench.tap_line(ricard.id)
    act(bench, "mix")
    sheet = bench.sheet
    assert isinstance(sheet, ActsSheet)
    first = sheet.row("coca").view
    assert plain(first.subtitle).endswith("déjà sur la note")
    assert sheet.row("coca").y() < sheet.row("limonade").y()
    act(bench, "coca")
    (line,) = bench.lines
    assert (line.label, line.net) == (" + ".join(names), total)
    (view,) = [v for c in bench.list.view.courses for v in c.lines]
    assert view.name == line.label
    assert names[0] not in view.detail
    bench.undo()
    assert tuple(each.label for each in bench.lines) == names
    assert bench.desk.world.book.total(bench.order) == total


def test_the_bar_reads_one_line_and_what_is_sent_stays_joined(bench: Bench) -> None:
    line = bench.take("ricard")
    bench.tap_line(line.id)
    act(bench, "mix")
    act(bench, "limonade")
    facts = bench.do(SendOrder(order=bench.order.id))
    tickets = [f.event for f in facts if isinstance(f.event, TicketIssued)]
    assert [len(ticket.lines) for ticket in tickets] == [1]
    assert " + " in tickets[0].lines[0].label
    bench.tap_line(line.id)
    sheet = bench.sheet
    assert isinstance(sheet, LineSheet)
    with pytest.raises(KeyError):
        sheet.act("separate")


def test_a_rule_is_written_in_the_office(qtbot: QtBot, tmp_path: Path) -> None:
    with demo_house(tmp_path / "demo") as opened:
        world = opened.house.world
        desk = desk_for(opened, "marc", "admin")
        section = PricesSection(desk, board())
        desk.setParent(section)
        qtbot.addWidget(section)
        section.resize(1190, 736)
        section.show()
        section.show_place("")
        section.kinds.chosen.emit(MIXES)
        section.show_kind(MIXES)
        before = set(world.catalogue.mixes)
        section.new.click()
        form = section.mix_form
        form.edited.emit("name", "Long drinks")
        form.edited.emit("rule", "fixed")
        form.save.click()
        assert set(world.catalogue.mixes) == before  # it says no price
        form.edited.emit("rule", "base")
        form.edited.emit("amount", "2")
        form.edited.emit("portion", "30")
        form.show_tab(BASES)
        form.category_chosen.emit(world.catalogue.articles["ricard"].category)
        form.rows[BASES].chips["ricard"].click()
        form.show_tab(MIXERS)
        form.rows["mixer_categories"].chips["vins"].click()
        form.rows[MIXERS].chips["coca"].click()
        form.save.click()
        (new,) = world.catalogue.mixes.keys() - before
        stored = world.catalogue.mixes[new]
        assert (stored.rule, stored.amount, stored.portion) == ("base", 200, 300)
        assert (stored.bases, stored.mixers) == (("ricard",), ("coca",))
        assert stored.mixer_categories == ("vins",)
        assert section.mixes.model.rowCount() == len(before) + 1
        assert plain(price_words(stored)) == "base + 2,00 € · 30 %"
        assert what_words(world, stored).startswith("Ricard + Vins")


def test_what_is_typed_is_what_is_stored() -> None:
    for mix in (LONG, replace(LONG, rule="fixed", amount=950, portion=10)):
        assert not mix_errors(mix_draft(mix))
        assert mix_from(mix_draft(mix), mix) == mix
    draft = replace(mix_draft(LONG), name="", rule="base", amount="x", portion="0")
    assert list(mix_errors(draft)) == ["name", "amount", "portion"]


def test_a_drink_that_stays_on_the_note_is_not_said_to_go_into_the_glass(
    bench: Bench,
) -> None:
    """Three glasses and one coca: it is not the one that is poured."""
    ricard = bench.take("ricard")
    bench.do(SetQuantity(order=bench.order.id, line=ricard.id, quantity=3000))
    bench.take("coca")
    bench.tap_line(ricard.id)
    act(bench, "mix")
    sheet = bench.sheet
    assert isinstance(sheet, ActsSheet)
    assert "déjà sur la note" not in plain(sheet.row("coca").view.subtitle)
    act(bench, "coca")
    assert [line.article for line in bench.lines] == ["ricard", "coca"]


def test_no_glass_of_an_addition_is_taken_apart(bench: Bench) -> None:
    ricard = bench.take("ricard")
    bench.do(MixLine(order=bench.order.id, line=ricard.id, mixer="coca"))
    bench.tap_line(ricard.id)
    assert isinstance(bench.sheet, LineSheet)
    assert bench.sheet.act("separate").isVisible()
    bench.do(PrintAddition(order=bench.order.id))
    bench.tap_line(ricard.id)
    assert isinstance(bench.sheet, LineSheet)
    with pytest.raises(KeyError):
        bench.sheet.act("separate")

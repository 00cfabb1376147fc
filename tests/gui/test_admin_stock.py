"""The stock of the back office: moving, counting, recipes, a new item."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from gui_kit import board, demo_house, desk_for
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.domain.inventory.decide import CountStock
from app.domain.orders.commands import AddLine, OpenOrder
from app.domain.orders.events import OrderCreated
from app.services.house import Actor
from app.windows.admin.page import AdminPage
from app.windows.admin.stock.page import StockSection
from app.windows.desk import Said
from widgets.switch import Switch

pytestmark = pytest.mark.gui


@pytest.fixture(name="opened")
def opened_fixture(tmp_path: Path) -> Iterator[Opened]:
    with demo_house(tmp_path) as opened:
        yield opened


@pytest.fixture(name="section")
def section_fixture(qtbot: QtBot, opened: Opened) -> StockSection:
    desk = desk_for(opened, "marc", "admin")
    section = StockSection(desk, board())
    desk.setParent(section)
    qtbot.addWidget(section)
    section.resize(1190, 736)
    section.show()
    section.show_place("")
    return section


def level(opened: Opened, item: str) -> int:
    return opened.house.world.inventory.level(item)


def said(section: StockSection) -> list[Said]:
    found: list[Said] = []
    section.desk.said.connect(found.append)
    return found


def test_what_runs_low_comes_first(section: StockSection) -> None:
    assert section.table.model.row_at(0).id == "saumon_frais"
    section.low.click()
    assert section.table.model.rowCount() == 1


def test_a_delivery_is_noted_and_taken_back(
    opened: Opened, section: StockSection
) -> None:
    words = said(section)
    section.opened.emit("saumon_frais")
    section.form.record.click()
    assert section.form.quantity.error
    section.form.quantity.set_text("4,5")
    section.form.note.set_text("BL 12")
    section.form.record.click()
    assert level(opened, "saumon_frais") == 1900 + 4500
    assert words[-1].text == "Saumon : 6,4 kg"
    assert section.form.quantity.text == ""
    assert section.table.model.row_at(0).id != "saumon_frais"
    words[-1].undo()
    assert level(opened, "saumon_frais") == 1900


def test_a_count_replaces_the_level_and_sales_go_on_from_it(
    opened: Opened, section: StockSection
) -> None:
    section.opened.emit("magret_canard")
    section.form.kind.choose("count")
    section.form.quantity.set_text("9")
    section.form.record.click()
    assert level(opened, "magret_canard") == 9000
    lea = Actor("lea")
    order = opened.house.run(OpenOrder(table="t4", covers=2), lea)[0].event
    assert isinstance(order, OrderCreated)
    rare = AddLine(order=order.order, article="magret", options=("rose",))
    opened.house.run(rare, lea)
    assert section.form.level.text() == "8"
    assert section.table.model.row_at(0).id == "magret_canard"


def test_a_recipe_takes_one_more_item_and_lets_it_go(
    opened: Opened, section: StockSection
) -> None:
    recipes = opened.house.world.inventory.recipes
    section.opened.emit("creme")
    section.form.article.choose("burger")
    section.form.part.set_text("0,03")
    section.form.give.click()
    assert [part.quantity for part in recipes["burger"].parts] == [30]
    section.form.recipe_given.emit("burger", "0")
    assert recipes["burger"].parts == ()


def test_a_new_item_is_saved_when_it_is_right(
    opened: Opened, section: StockSection
) -> None:
    section.new.click()
    section.form.edited.emit("name", "Beurre")
    section.form.edited.emit("unit", "kg")
    section.form.edited.emit("low", "beaucoup")
    section.form.save.click()
    assert section.form.low.error
    section.form.edited.emit("low", "1,5")
    section.form.edited.emit("cost", "8,40")
    section.form.save.click()
    items = opened.house.world.inventory.items.values()
    (butter,) = [item for item in items if item.name == "Beurre"]
    assert (butter.unit, butter.low, butter.cost) == ("kg", 1500, 840)
    assert section.table.chosen_id == butter.id
    assert section.go_back()
    assert not section.go_back()


def test_the_menu_counts_what_has_to_be_ordered(qtbot: QtBot, opened: Opened) -> None:
    desk = desk_for(opened, "marc", "admin")
    page = AdminPage(desk, board())
    desk.setParent(page)
    qtbot.addWidget(page)
    page.show()
    page.show_place("stock")
    assert "1" in page.nav.item_widget("stock").accessibleName()
    marc = Actor("marc")
    opened.house.run(CountStock(item="boeuf", level=0), marc)
    assert "2" in page.nav.item_widget("stock").accessibleName()


def test_an_item_is_counted_at_the_stations_in_batches(
    opened: Opened, section: StockSection
) -> None:
    section.opened.emit("pommes_de_terre")
    counted = section.form.fields["counted"]
    assert isinstance(counted, Switch)
    counted.click()
    section.form.edited.emit("batch", "une")
    section.form.save.click()
    items = opened.house.world.inventory.items
    assert not items["pommes_de_terre"].counted  # a batch is a number
    section.form.edited.emit("batch", "1,5")
    section.form.edited.emit("pan", "friteuse")
    section.form.save.click()
    saved = items["pommes_de_terre"]
    assert (saved.counted, saved.batch, saved.pan) == (True, 1500, "friteuse")

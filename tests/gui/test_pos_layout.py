"""The till laid out: every size, both languages; nothing cut, targets large enough."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pos_kit import Bench, till_bench
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.presenters.pos.order import ActView, PanelView
from app.presenters.pos.serving import ServingView
from app.windows.pos.order_panel import _Head
from app.windows.pos.sheet import PosSheet
from resources.texts import set_language
from widgets.button import Button, IconButton
from widgets.chip import Chip
from widgets.choices import SegmentedButtons
from widgets.field import FieldBox
from widgets.order_list_views import OrderView
from widgets.painted_text import width_of
from widgets.pressable import Pressable
from widgets.text import Label
from widgets.tile import ProductTile

SIZES = ((944, 736), (1286, 736), (1840, 1048), (1000, 1888))
LEAST = 64


@pytest.fixture(params=["fr", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    set_language(request.param)
    yield request.param
    set_language("fr")


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def bench(
    qtbot: QtBot, tmp_path: Path, language: str, request: pytest.FixtureRequest
) -> Iterator[Bench]:
    with till_bench(qtbot, tmp_path, size=request.param) as made:
        yield made


def shown(inside: QWidget, kind: type) -> list[QWidget]:
    return [w for w in inside.findChildren(kind) if w.isVisible()]


def cut_texts(inside: QWidget) -> list[str]:
    """Texts that are wider than the widget that paints them."""
    cut = []
    for label in shown(inside, Label):
        assert isinstance(label, Label)
        if not label.wordWrap() and label.width() < label.sizeHint().width():
            cut.append(label.text())
    for button in shown(inside, Button):
        assert isinstance(button, Button)
        words = width_of(button.title, "body_strong")
        if button.width() < words + 16:
            cut.append(button.title)
    cut += [
        chip.accessibleName()
        for chip in shown(inside, Chip)
        if chip.width() < chip.sizeHint().width()
    ]
    return cut


def small_targets(inside: QWidget) -> list[str]:
    """Controls under 64 px; those inside a field or segments stand in a row of 64."""
    return [
        f"{control.accessibleName()} {control.width()}x{control.height()}"
        for control in shown(inside, Pressable)
        if not isinstance(control.parent(), FieldBox | SegmentedButtons)
        and (control.height() < LEAST or control.width() < LEAST - 16)
    ]


def outside(inside: QWidget) -> list[str]:
    """Controls that stand beyond the edge of the page."""
    page = QRect(QPoint(0, 0), inside.size())
    return [
        control.accessibleName()
        for control in shown(inside, Pressable)
        if not page.contains(QRect(control.mapTo(inside, QPoint(0, 0)), control.size()))
    ]


def overlapping(inside: QWidget) -> list[tuple[str, str]]:
    """Pairs of controls of one parent that touch each other's area."""
    pairs = []
    for kind in (ProductTile, Button, IconButton):
        controls = shown(inside, kind)
        for number, one in enumerate(controls):
            pairs += [
                (one.accessibleName(), other.accessibleName())
                for other in controls[number + 1 :]
                if one.parent() is other.parent()
                and one.geometry().intersects(other.geometry())
            ]
    return pairs


def check(bench: Bench, inside: QWidget) -> None:
    bench.qtbot.wait(1)  # what was just shown is laid out with the next event
    assert cut_texts(inside) == []
    assert small_targets(inside) == []
    assert overlapping(inside) == []


def test_the_dining_room_fits(bench: Bench) -> None:
    bench.seat()
    bench.take("entrecote", options=("saignant", "poivre", "frites"), seats=(1,))
    bench.take("kir", 2)
    check(bench, bench.page)
    assert outside(bench.page) == []


def test_without_an_order_it_fits(bench: Bench) -> None:
    bench.seat("t7")
    bench.page.controller.opening.open_order("")
    check(bench, bench.page)
    assert outside(bench.page) == []


def test_the_counter_fits(bench: Bench) -> None:
    bench.page.show_place("counter")
    for code in ("3760123450010", "3760123450010", "3760123450072"):
        bench.page.controller.on_scan(code)
    check(bench, bench.page)
    if bench.page.height() > 700:
        assert outside(bench.page) == []


def test_the_sheets_of_articles_fit(bench: Bench) -> None:
    bench.seat()
    for article in (
        "entrecote",
        "burger",
        "bavette",
        "menu_moulin",
        "formule_bistrot",
        "tomme_savoie",
    ):
        bench.page.controller.taking.take(article, choose=True)
        sheet = bench.sheet
        assert isinstance(sheet, PosSheet), article
        check(bench, sheet)
        bench.page.controller.work.drop_sheet()


def test_the_sheets_of_orders_fit(bench: Bench) -> None:
    order = bench.seat()
    bench.take("kir", 3, seats=(1, 2))
    bench.take("magret", options=("rose",))
    controller = bench.page.controller
    line = bench.lines[0].id
    for act in (
        lambda: controller.lines.open(line),
        controller.commands.open_menu,
        controller.commands.show_keys,
        controller.prices.discount_order,
        controller.orders.ask_note,
        controller.orders.ask_allergy,
        controller.orders.ask_covers,
        controller.giving_up.empty,
        controller.moves.ask_table,
        controller.moves.ask_any_lines,
        lambda: controller.articles.open("gravlax"),
    ):
        act()
        sheet = bench.sheet
        assert isinstance(sheet, PosSheet)
        check(bench, sheet)
        controller.work.drop_sheet()
    assert bench.order.id == order


@pytest.mark.parametrize("bench", SIZES[1:2], indirect=True)
def test_a_sheet_leaves_the_order_in_the_light(bench: Bench) -> None:
    bench.seat()
    bench.page.controller.commands.open_menu()
    sheet = bench.sheet
    assert isinstance(sheet, PosSheet)
    panel = bench.panes.panel
    lit = QRect(panel.mapTo(bench.page, QPoint(0, 0)), panel.size())
    assert not sheet.geometry().intersects(lit)
    for width, height in SIZES:
        bench.page.resize(width, height)
        bench.qtbot.wait(1)
        lit = QRect(panel.mapTo(bench.page, QPoint(0, 0)), panel.size())
        assert not sheet.geometry().intersects(lit)
        across = sheet.geometry().right() + 1 == lit.left()
        above = sheet.geometry().bottom() + 1 == lit.top()
        assert across or above
        assert sheet.geometry().bottom() <= bench.page.height()


def test_the_columns_are_those_of_the_pictures(qtbot: QtBot, tmp_path: Path) -> None:
    with till_bench(qtbot, tmp_path) as bench:
        bench.seat()
        panes = bench.panes
        assert (panes.catalogue.width(), panes.panel.width()) == (854, 432)
        assert len(panes.catalogue.grid.tiles) == 25
        tile = panes.catalogue.grid.tiles[0]
        assert abs(tile.width() - 158) <= 1
        assert abs(tile.height() - 109) <= 1
        send, pay = panes.panel.send_button, panes.panel.pay_button
        assert (send.width(), pay.width(), send.height()) == (196, 195, 72)
        bench.page.show_place("counter")
        widths = panes.shop.width(), panes.ticket.width(), panes.pay.width()
        assert widths == (526, 432, 328)
        assert panes.pay.card.height() == 104
    with till_bench(qtbot, tmp_path / "small", size=(944, 736)) as bench:
        bench.seat()
        assert bench.panes.catalogue.width() == 548
        assert bench.panes.panel.width() == 396
    with till_bench(qtbot, tmp_path / "large", size=(1840, 1048)) as bench:
        bench.seat()
        assert bench.panes.panel.width() == 480
        first = bench.panes.catalogue.grid.tiles[0]
        row = [t for t in bench.panes.catalogue.grid.tiles if t.y() == first.y()]
        assert len(row) == 8


def test_the_room_of_an_order_is_shortened_not_cut(qtbot: QtBot) -> None:
    head, act = _Head(), ActView(title="")
    qtbot.addWidget(head)
    head.resize(230, 72)
    head.display(
        PanelView(
            order="o",
            title="0001",
            covers="Vente",
            room="m" * 40,
            since="",
            noted=False,
            note_words="",
            seats=(),
            seat="",
            serving=ServingView(),
            list=OrderView(),
            status="",
            fresh=False,
            warning="",
            each="",
            send=act,
            pay=act,
        )
    )
    shown = head.grab().toImage()
    edge = shown.width() - 1
    ink = {shown.pixel(x, y) for x in (edge, edge - 1) for y in range(14, 38)}
    assert len(ink) == 1

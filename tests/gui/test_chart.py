"""Charts: where bars and filets stand, what is heard, and that they stay cheap."""

import time
from dataclasses import replace

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from trade_widgets_kit import settle

from widgets import theme
from widgets.chart import BarChart, BarView, ChartView, FiletRows
from widgets.gallery_samples_money import best_sellers, sales_by_hour, tenders
from widgets.painted_text import width_of

pytestmark = pytest.mark.gui


@pytest.fixture(autouse=True)
def _themed(qapp: QApplication) -> None:
    theme.apply_theme(qapp, theme.Mode.LIGHT)


@pytest.fixture
def chart(qtbot: QtBot) -> BarChart:
    made = BarChart()
    made.resize(578, 222)
    made.display(sales_by_hour())
    settle(qtbot, made)
    return made


def picture_of(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def test_bars_are_24_wide_as_tall_as_their_share_and_rest_on_the_line(
    chart: BarChart,
) -> None:
    plot = chart.plot_rect
    for number, bar in enumerate(sales_by_hour().bars[:10]):
        box = chart.bar_rect(number)
        assert box.width() == 24
        assert box.bottom() == plot.bottom()
        assert bar.share is not None
        assert abs(box.height() - max(4, plot.height() * bar.share)) <= 0.5
    assert chart.bar_rect(11).isEmpty()


def test_the_growing_bar_has_another_tone(chart: BarChart) -> None:
    picture = picture_of(chart)
    past = chart.bar_rect(2).center().toPoint()
    now = chart.bar_rect(9).center().toPoint()
    assert picture.pixelColor(past.x() + 8, past.y() + 20) == theme.color("primary")
    assert picture.pixelColor(now.x() + 8, now.y() + 20) == theme.color("course_3")


def test_a_share_beyond_the_scale_stays_inside_the_plot(chart: BarChart) -> None:
    chart.display(ChartView(title="", bars=(BarView(label="1", share=3.0),)))
    assert chart.bar_rect(0).top() >= chart.plot_rect.top()


def test_an_empty_chart_still_shows_its_title(chart: BarChart) -> None:
    chart.display(ChartView(title="Ventes"))
    assert picture_of(chart) != picture_of(BarChart())


def test_a_chart_is_heard(chart: BarChart) -> None:
    assert chart.accessibleName() == "Ventes par heure"
    view = sales_by_hour()
    spoken = replace(view.bars[0], spoken="11 h, 80 euros")
    chart.display(replace(view, bars=(spoken, *view.bars[1:])))
    assert chart.accessibleDescription().startswith("11 h, 80 euros, 12 h")


def test_hours_do_not_run_into_each_other(chart: BarChart) -> None:
    step = chart.plot_rect.width() / len(sales_by_hour().bars)
    assert all(width_of(bar.label, "caption") < step for bar in sales_by_hour().bars)


def test_the_cost_of_the_dotted_line_grows_with_its_length_only(qtbot: QtBot) -> None:
    """One polyline with a wide pen would cost the square of its points."""
    chart = BarChart()
    chart.resize(1800, 400)
    settle(qtbot, chart)
    picture = QImage(chart.size(), QImage.Format.Format_RGB32)

    def seconds(days: int) -> float:
        bars = tuple(
            BarView(label="", share=day % 7 / 7, compared=day * 3 % 11 / 11)
            for day in range(days)
        )
        chart.display(ChartView(title="", bars=bars))
        spent = []
        for _ in range(4):
            start = time.thread_time()
            chart.render(picture)
            spent.append(time.thread_time() - start)
        return min(spent)

    assert seconds(800) < 10 * seconds(200)


def test_rows_are_heard_and_fit_their_picture(qtbot: QtBot) -> None:
    rows = FiletRows("Encaissements")
    rows.resize(266, 220)
    rows.display(tenders())
    settle(qtbot, rows)
    assert rows.accessibleName() == "Encaissements"
    assert "Titres-restaurant 486,00 €" in rows.accessibleDescription()
    assert rows.sizeHint().height() == 36 + 44 * 4
    for row in (*tenders(), *best_sellers()):
        words = width_of(row.label, "label_strong")
        value = width_of(row.value_text, "label_strong")
        assert words + value + 40 <= 266


def test_a_filet_is_as_long_as_its_share(qtbot: QtBot) -> None:
    rows = FiletRows()
    rows.resize(200, 44)
    rows.display([replace(tenders()[0], share=0.5, role="primary")])
    settle(qtbot, rows)
    picture = picture_of(rows)
    assert picture.pixelColor(50, 26) == theme.color("primary")
    assert picture.pixelColor(150, 26) == theme.color("track")

"""What a code that was scanned means."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from gui_kit import demo_house
from hypothesis import assume, example, given
from hypothesis import strategies as st

from app.domain.catalogue.events import ArticleSet
from app.domain.money import rhu
from app.domain.world import World
from app.presenters.pos.scanned import Scanned, read_scan, weight_of
from hardware.scanners.barcodes import check_digit
from resources.texts import set_language

TODAY = date(2026, 11, 20)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    set_language("fr")
    with demo_house(tmp_path) as opened:
        yield opened.house.world


def read(world: World, code: str) -> Scanned:
    return read_scan(world, code, TODAY, _unit_price)


def _unit_price(article: ArticleSet) -> int:
    return article.price


def known_as(world: World, article: str, code: str) -> None:
    world.catalogue.barcodes[code] = article


def test_a_gs1_code_brings_its_weight(world: World) -> None:
    known_as(world, "tomme_savoie", "3453120000011")
    code = "0103453120000011" + "17261231" + "10ABC123\x1d" + "3103001250"
    command = read(world, code).command
    assert command is not None
    assert (command.article, command.quantity) == ("tomme_savoie", 1250)
    assert not command.merge


def test_what_is_past_its_day_is_not_sold(world: World) -> None:
    known_as(world, "miel_lavande", "3453120000011")
    assert read(world, "0103453120000011" + "17261120").command is not None
    refused = read(world, "0103453120000011" + "17261119")
    assert refused.refusal == "Miel de lavande 250 g : périmé le 19/11/2026"
    assert refused.command is None


def test_labels_are_read_by_the_table_of_the_house(world: World) -> None:
    code = "2912345" + "01250"
    code += check_digit(code)
    known_as(world, "tomme_savoie", "2912345")
    assert read(world, code).refusal.startswith("Code inconnu")
    world.settings.values["scan.in_store"] = "29IIIIIVVVVVC:weight:3"
    command = read(world, code).command
    assert command is not None
    assert command.quantity == 1250
    other = code[:-1] + str((int(code[-1]) + 1) % 10)
    assert read(world, other).refusal == "Code mal lu : repassez l’article."


@given(
    cents=st.integers(1, 99_999), unit=st.integers(1, 30_000), off=st.integers(-20, 20)
)
@example(cents=715, unit=2490, off=0)
@example(cents=12345, unit=2491, off=-3)
def test_the_price_of_a_label_is_what_is_charged(
    cents: int, unit: int, off: int
) -> None:
    """To the cent, whatever the scale's own price was; printed at ours, it is our price
    and the weight that was weighed."""
    grams = max(1, rhu(cents * 1000, unit))
    assume(0 < grams < 99_000)
    printed = rhu(grams * unit, 1000)
    if printed and unit >= 1000:
        assert weight_of(printed, unit) == (grams, unit)
    label = rhu(grams * (unit + off), 1000) if unit + off > 0 else 0
    found = weight_of(label, unit) if label else None
    if found is not None:
        assert rhu(found[0] * found[1], 1000) == label
    else:
        assert not label


def test_an_older_label_is_charged_as_it_reads(world: World) -> None:
    code = "0212345" + "01999"
    code += check_digit(code)
    known_as(world, "tomme_savoie", "0212345")
    command = read(world, code).command
    assert command is not None
    price = world.catalogue.articles["tomme_savoie"].price
    total = rhu(command.quantity * (command.price or price), 1000)
    assert total == 1999


def test_a_table_that_cannot_be_read_stops_nobody(world: World) -> None:
    world.settings.values["scan.in_store"] = "29:::; nonsense"
    assert read(world, "3760123450010").command is not None


def test_a_weight_that_no_code_says_is_asked(world: World) -> None:
    known_as(world, "tomme_savoie", "3453120000011")
    assert read(world, "3453120000011") == Scanned(article="tomme_savoie")
    article = world.catalogue.articles["tomme_savoie"]
    world.catalogue.articles["tomme_savoie"] = replace(article, unit="piece")
    assert read(world, "3453120000011").command is not None

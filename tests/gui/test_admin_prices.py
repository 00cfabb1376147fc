"""Tarifs: a happy hour is written, tried on last month, and put into force."""

from pathlib import Path

import pytest
from gui_kit import board, demo_house, desk_for
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.domain.orders.commands import AddLine, OpenOrder
from app.domain.orders.events import LineAdded, OrderCreated, QuantitySet
from app.domain.payments.commands import TakePayment
from app.domain.vocabulary import Refusal
from app.presenters.admin.prices import PRICE
from app.services.house import Actor
from app.windows.admin.card.price_form import PRICES, TRIAL
from app.windows.admin.card.prices import PricesSection
from app.windows.desk import Said

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("still")]


def run(opened: Opened, command: object) -> list[object]:
    done = opened.house.run(command, Actor("marc"))  # type: ignore[arg-type]
    assert not isinstance(done, Refusal), done
    return [fact.event for fact in done]


def sell(opened: Opened, article: str, *, pay: bool) -> int:
    """Takes one at table 12; its price."""
    table = opened.house.world.order_on("t12")
    created = run(opened, OpenOrder(table="t12", covers=2)) if table is None else []
    order = created[0].order if created and isinstance(created[0], OrderCreated) else ""
    order = order or opened.house.world.order_on("t12").id  # type: ignore[union-attr]
    (line, *_) = run(opened, AddLine(order=order, article=article))
    assert isinstance(line, LineAdded | QuantitySet)
    price = opened.house.world.book.lines[line.line].price
    if pay:
        run(opened, TakePayment(order=order, method="cash", amount=price))
    return price


def test_a_happy_hour_is_tried_and_then_holds(qtbot: QtBot, tmp_path: Path) -> None:
    with demo_house(tmp_path / "demo") as opened:
        world = opened.house.world
        article = world.catalogue.articles["bar_roti"]
        full = sell(opened, article.id, pay=True)
        said: list[Said] = []
        desk = desk_for(opened, "marc", "admin")
        desk.said.connect(said.append)
        section = PricesSection(desk, board())
        desk.setParent(section)
        qtbot.addWidget(section)
        section.resize(1190, 736)
        section.show()
        section.show_place("")
        form = section.form

        section.new.click()
        form.edited.emit("name", "Soirée")
        form.edited.emit("cut", "20")
        form.edited.emit("hours", "20:00-22:00")
        form.categories.chips[article.category].click()
        form.trial.attempt.click()
        qtbot.waitUntil(lambda: bool(form.trial.headline.text()))
        assert form.trial.said.text().startswith("1 vente concernée")
        form.edited.emit("cut", "30")
        assert not form.trial.headline.text()  # that is not what was tried
        form.edited.emit("cut", "20")
        form.save.click()
        (stored,) = [p for p in world.catalogue.price_lists.values() if p.cut]
        assert (stored.active, stored.categories) == (False, (article.category,))
        assert sell(opened, article.id, pay=False) == full  # it is only tried so far

        form.fields["active"].toggle()
        form.save.click()
        assert said[-1].text == "Tarif en vigueur"
        assert sell(opened, article.id, pay=False) == full - (full * 20 + 50) // 100
        undo = said[-1].undo
        assert undo is not None
        undo()
        assert sell(opened, article.id, pay=False) == full

        section.new.click()
        form.edited.emit("name", "Midi")
        form.save.click()
        form.act_requested.emit("earlier")
        ranked = sorted(world.catalogue.price_lists.values(), key=lambda p: p.rank)
        assert [p.name for p in ranked][-2:] == ["Midi", "Soirée"]
        section.opened.emit(stored.id)
        form.edited.emit("cut", "30")
        form.trial.attempt.click()
        qtbot.waitUntil(lambda: bool(form.trial.headline.text()))
        form.drop.click()
        assert not form.trial.headline.text()

        form.show_tab(PRICES)
        form.category_chosen.emit(article.category)
        form.edited.emit(PRICE + article.id, "cher")
        form.show_tab(TRIAL)
        form.save.click()
        assert form.tab == PRICES  # where the error is
        form.edited.emit(PRICE + article.id, "3,50")
        form.fields["active"].toggle()
        form.save.click()
        assert sell(opened, article.id, pay=False) == 350

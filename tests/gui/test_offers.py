"""Offers: written and tried in the office, given at the till by themselves or by a tap."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from gui_kit import board, demo_house, desk_for
from pos_kit import Bench, plain, till_bench
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.domain.catalogue.decide import SetCatalogue
from app.domain.catalogue.events import PriceListSet
from app.domain.catalogue.promotions import PromotionSet
from app.domain.credits.decide import SetClient
from app.domain.orders.commands import AddLine, VoidLine
from app.services.clients import Contact, client_contact, seal_client, seal_contact
from app.services.house import Actor
from app.windows.admin.card.offer_form import ARTICLES, RULE
from app.windows.admin.card.prices import OFFERS, PricesSection
from app.windows.admin.money.credits import CreditsSection
from app.windows.client_sheet import ClientSheet
from app.windows.desk import Said
from app.windows.pos.undo import take_back

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("still")]

THIRD = PromotionSet(
    id="third", name="Le 3e café offert", rank=1, bought=2, articles=("cafe",)
)


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    with till_bench(qtbot, tmp_path) as made:
        yield made


def client(opened: Opened, name: str, born: str = "") -> str:
    house = opened.house
    found, sealed = seal_client(house, name)
    contact = seal_contact(house, found, Contact(born=born))
    bench_do(opened, SetClient(client=found, name=sealed, contact=contact))
    return found


def bench_do(opened: Opened, command: object) -> None:
    done = opened.house.run(command, Actor("marc"))  # type: ignore[arg-type]
    assert isinstance(done, tuple), done


def name_client(bench: Bench) -> None:
    bench.page.controller.clients.ask()
    sheet = bench.page.window().findChildren(ClientSheet)[-1]
    bench.tap(sheet.cards[0])


def shown(bench: Bench, line: str) -> tuple[str, str]:
    """(price, second row) of a line in the panel."""
    views = (v for c in bench.list.view.courses for v in c.lines)
    view = next(view for view in views if view.id == line)
    return view.price_text, plain(view.detail)


def test_an_offer_is_written_tried_and_in_force(qtbot: QtBot, tmp_path: Path) -> None:
    with demo_house(tmp_path / "demo") as opened:
        world = opened.house.world
        article = world.catalogue.articles["cafe"]
        said: list[Said] = []
        desk = desk_for(opened, "marc", "admin")
        desk.said.connect(said.append)
        section = PricesSection(desk, board())
        desk.setParent(section)
        qtbot.addWidget(section)
        section.resize(1190, 736)
        section.show()
        section.show_place("")
        section.kinds.chosen.emit(OFFERS)
        before = set(world.catalogue.promotions)
        section.new.click()
        form = section.offer_form
        form.edited.emit("cut", "0")
        form.save.click()
        assert form.tab == RULE
        assert set(world.catalogue.promotions) == before

        form.edited.emit("cut", "100")
        form.edited.emit("name", "Le 3e offert")
        form.show_tab(ARTICLES)
        form.category_chosen.emit(article.category)
        form.articles.chips["cafe"].click()
        other = next(key for key in form.gifts.chips if key != "cafe")
        form.gifts.chips[other].click()
        form.gifts.chips[other].click()
        assert article.name in form.gives.text()
        form.trial.attempt.click()
        qtbot.waitUntil(lambda: bool(form.trial.headline.text()))
        form.save.click()
        (new,) = world.catalogue.promotions.keys() - before
        stored = world.catalogue.promotions[new]
        assert (stored.articles, stored.gifts, stored.active) == (("cafe",), (), False)
        assert section.offers.model.rowCount() == len(before) + 1

        form.fields["active"].toggle()
        form.save.click()
        assert said[-1].text == "Offre en vigueur"
        undo = said[-1].undo
        assert undo is not None
        undo()
        assert not world.catalogue.promotions[stored.id].active


def test_the_third_coffee_costs_nothing_and_undo_takes_it_along(bench: Bench) -> None:
    bench.do(SetCatalogue(event=THIRD))
    bench.seat()
    bench.take("cafe", 2)
    facts = bench.do(AddLine(order=bench.order.id, article="cafe"))
    (line,) = [line for line in bench.lines if line.discount]
    price, detail = shown(bench, line.id)
    assert "Le 3e café offert −2,20" in detail
    assert price == plain(f"{line.net // 100},{line.net % 100:02d}")
    for command in take_back(facts):
        bench.do(command)
    assert not any(line.discount or line.counted for line in bench.lines)


def test_without_one_of_the_three_the_offer_is_gone(bench: Bench) -> None:
    bench.do(SetCatalogue(event=THIRD))
    bench.seat()
    line = bench.take("cafe", 3)
    assert bench.desk.world.book.total(bench.order) == 2 * line.price
    bench.do(VoidLine(order=bench.order.id, line=line.id, quantity=1000))
    assert not bench.lines[0].discounts
    assert "offert" not in shown(bench, line.id)[1]


def test_a_known_guest_is_given_their_offer_by_one_tap(bench: Bench) -> None:
    cake = PromotionSet(
        id="anniversaire",
        name="Anniversaire",
        rank=1,
        kind="birthday",
        gifts=("cafe",),
        span=1,
    )
    bench.do(SetCatalogue(event=cake))
    born = f"{bench.desk.house.clock():%m-%d}"
    client(bench.opened, "Anne Durand", born)
    bench.seat()
    bar = bench.panes.panel.serving
    assert not bar.client.isVisible()
    name_client(bench)
    assert bench.words == "Note de Anne Durand"
    row = bar.client.view
    assert row.title == "Anne Durand"
    assert row.subtitle == "Anniversaire : rien sur la note"
    line = bench.take("cafe")
    assert bar.client.view.subtitle == "Donner : Anniversaire"
    bench.taps = 0
    bench.tap(bar.client)
    assert bench.taps == 1
    assert bench.lines[0].net == 0
    assert bar.client.view.subtitle == "Anniversaire : donné"
    bench.undo()
    assert bench.lines[0].net == line.price
    bench.page.controller.clients.forget()
    assert not bar.client.isVisible()


def test_tiles_and_lines_cost_what_they_cost_the_client(bench: Bench) -> None:
    found = client(bench.opened, "Anne Durand")
    mates = PriceListSet(
        id="mates", name="Amis", rank=9, prices=(), cut=5000, clients=(found,)
    )
    bench.do(SetCatalogue(event=mates))
    bench.seat()
    sent = bench.take("cafe")
    before = bench.panes.middle.grid.tiles[0].view.price_text
    name_client(bench)
    assert bench.panes.panel.serving.client.view.subtitle == "Amis"
    assert bench.panes.middle.grid.tiles[0].view.price_text != before
    assert bench.lines[0].price == sent.price
    bench.undo()
    assert bench.panes.middle.grid.tiles[0].view.price_text == before


def test_a_list_is_given_to_clients_in_the_office(qtbot: QtBot, tmp_path: Path) -> None:
    with demo_house(tmp_path / "demo") as opened:
        anne = client(opened, "Anne Durand")
        desk = desk_for(opened, "marc", "admin")
        section = PricesSection(desk, board())
        desk.setParent(section)
        qtbot.addWidget(section)
        section.resize(1190, 736)
        section.show()
        section.show_place("")
        section.new.click()
        form = section.form
        form.edited.emit("name", "Amis")
        form.edited.emit("cut", "10")
        form.add_client.click()
        sheet = section.controller.sheet
        sheet.cards[0].click()
        assert list(form.clients.chips) == [anne]
        form.save.click()
        (stored,) = [
            p for p in opened.house.world.catalogue.price_lists.values() if p.cut
        ]
        assert stored.clients == (anne,)
        form.trial.attempt.click()
        qtbot.waitUntil(lambda: form.trial.headline.text() == "Rien à simuler")
        form.clients.chips[anne].click()
        form.save.click()
        assert opened.house.world.catalogue.price_lists[stored.id].clients == ()


def test_a_birthday_is_kept_with_the_client_and_sealed(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with demo_house(tmp_path / "demo") as opened:
        anne = client(opened, "Anne Durand")
        desk = desk_for(opened, "marc", "admin")
        section = CreditsSection(desk, board())
        desk.setParent(section)
        qtbot.addWidget(section)
        section.show()
        section.show_place(anne)
        form = section.form
        form.edited.emit("born", "31/13")
        form.save.click()
        known = opened.house.world.credits.clients
        assert not known[anne].contact
        form.edited.emit("born", "29/2/1988")
        form.save.click()
        assert client_contact(opened.house, known[anne]).born == "02-29"
        assert "02-29" not in known[anne].contact

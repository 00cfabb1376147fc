"""The kitchen's page: what a cook's finger does to the dishes."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from gui_kit import FixedClock, board, demo_house, desk_for
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.domain.catalogue.decide import SetCatalogue
from app.domain.kitchen.decide import BumpDishes, ServeDishes
from app.domain.kitchen.screens import SERVING
from app.domain.orders.commands import AddLine, OpenOrder, SendOrder, VoidLine
from app.domain.orders.events import OrderCreated
from app.domain.rules import SetSetting
from app.domain.terminals.events import DisplaySet, TerminalSet
from app.domain.vocabulary import Refusal
from app.presenters.kitchen.bump_keys import keys_of
from app.presenters.kitchen.cards import cards
from app.services.house import Actor
from app.services.ports import NetworkStatus
from app.windows.bump_bar import BumpSheet
from app.windows.desk import Said
from app.windows.kitchen.filters import FilterSheet
from app.windows.kitchen.layout import KitchenLayout, LayoutSheet, layout_of
from app.windows.kitchen.page import KitchenPage
from app.windows.kitchen.recall import RecallSheet
from app.windows.kitchen.sounds import SoundSheet
from widgets.kitchen_wall_card import BANNER_PART


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture(name="opened")
def opened_fixture(tmp_path: Path, clock: FixedClock) -> Iterator[Opened]:
    with demo_house(tmp_path, clock) as opened:
        yield opened


@pytest.fixture(name="page")
def page_fixture(qtbot: QtBot, opened: Opened) -> KitchenPage:
    done = opened.house.run(OpenOrder(table="t12", covers=2), Actor("lea"))
    assert not isinstance(done, Refusal)
    created = done[0].event
    assert isinstance(created, OrderCreated)
    for article in ("bar_roti", "risotto"):
        opened.house.run(AddLine(order=created.order, article=article), Actor("lea"))
    opened.house.run(SendOrder(order=created.order), Actor("lea"))
    desk = desk_for(opened, "theo", "kitchen")
    page = KitchenPage(desk, board())
    desk.setParent(page)
    qtbot.addWidget(page)
    page.resize(1920, 1048)
    page.show()
    page.show_place("chaud")
    return page


def test_a_card_that_was_taken_in_hand_is_being_made(
    page: KitchenPage, opened: Opened
) -> None:
    (card,) = page.wall.views
    assert card.state == "new"
    page.wall.card_started.emit(card.id)
    page.wall.card_started.emit(card.id)  # two cooks at one card
    assert page.wall.views[0].state == "prep"
    (found,) = cards(opened.house.world, "chaud")
    assert [dish.stage for _, dish in found.dishes] == ["started", "started"]


def test_a_bumped_card_comes_back_with_recall(page: KitchenPage) -> None:
    (card,) = page.wall.views
    page.wall.card_bumped.emit(card.id)
    assert page.wall.views[0].state == "ready"
    page.recall_requested.emit()
    assert page.wall.views[0].state == "prep"


def test_what_was_bumped_comes_back_after_a_restart_with_its_reason(
    qtbot: QtBot, page: KitchenPage, opened: Opened
) -> None:
    (card,) = page.wall.views
    page.wall.card_bumped.emit(card.id)
    page.wall.card_bumped.emit(card.id)  # and brought
    assert page.wall.views == ()
    desk = desk_for(opened, "theo", "kitchen")
    again = KitchenPage(desk, board())  # the screen was started anew
    desk.setParent(again)
    qtbot.addWidget(again)
    again.resize(1920, 1048)
    again.show()
    again.show_place("chaud")
    again.bar.recall.click()
    sheet = again.findChild(RecallSheet)
    assert isinstance(sheet, RecallSheet)
    assert [row.view.title for row in sheet.rows] == ["Table 12 · Plats"]
    sheet.reasons.choose("returned")
    sheet.rows[0].clicked.emit()
    (back,) = again.wall.views
    assert (back.state, back.banner) == ("prep", "À REFAIRE")
    assert back.sent_seconds == card.sent_seconds  # it keeps its age


def test_the_bump_bar_goes_on_after_a_finger_touched_the_bar(
    qtbot: QtBot, page: KitchenPage
) -> None:
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow, timeout=2000)
    qtbot.mouseClick(page.bar.filters[""], Qt.MouseButton.LeftButton)
    assert page.wall.hasFocus()
    page.bar.sound.setFocus()
    page.setFocus()  # as the window does when a sheet has gone
    assert page.wall.hasFocus()
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_1)
    assert page.wall.views[0].state == "ready"


def test_keys_of_another_bump_bar_are_learnt_for_its_screen(
    qtbot: QtBot, page: KitchenPage, opened: Opened
) -> None:
    desk = desk_for(opened, "marc", "kitchen")
    desk.setParent(page)
    sheet = BumpSheet(page, desk, "chaud")
    sheet.open()
    sheet.rows["1"].clicked.emit()
    qtbot.keyClick(sheet, Qt.Key.Key_F9)
    qtbot.keyClick(sheet, Qt.Key.Key_F10)  # and the next row at once
    sheet.rows["recall"].clicked.emit()
    qtbot.keyClick(sheet, Qt.Key.Key_F12)
    sheet.rows["page"].clicked.emit()
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)  # is no key of a bar
    sheet.stations.chosen.emit("froid")
    assert sheet.keys == {}
    sheet.confirm.click()
    stored = desk.world.settings.text("kitchen.keys")
    assert set(keys_of(stored, "chaud")) == {"1", "2", "recall"}
    qtbot.keyClick(page.wall, Qt.Key.Key_F9)
    assert page.wall.views[0].state == "ready"
    qtbot.keyClick(page.wall, Qt.Key.Key_F12)
    assert page.wall.views[0].state == "prep"
    page.show_place("froid")
    qtbot.keyClick(page.wall, Qt.Key.Key_F9)  # another screen, another bar
    page.show_place("chaud")
    assert page.wall.views[0].state == "prep"


class Loud:
    """What the loudspeaker of a screen is asked to play."""

    def __init__(self) -> None:
        self.played: list[tuple[str, float]] = []
        self.said: list[str] = []
        self.plugged, self.voiceless = True, False

    def play(
        self,
        news: str,
        level: float,
        pitch: float,
        heard: Callable[[bool], None],
        words: str = "",
    ) -> None:
        self.played.append((news, level))
        self.said.append(words)
        heard(self.plugged)


def test_a_screen_makes_heard_what_others_do_and_not_its_own_cook(
    page: KitchenPage, opened: Opened
) -> None:
    loud = Loud()
    page.desk.loudspeaker = loud
    (card,) = page.wall.views
    page.wall.card_bumped.emit(card.id)
    page.recall_requested.emit()
    assert loud.played == []
    order = card.id.split("|")[0]
    line = opened.house.world.book.orders[order].lines[0]
    void = VoidLine(order=order, line=line, reason="erreur")
    assert not isinstance(opened.house.run(void, Actor("marc")), Refusal)
    assert loud.played == [("stop", 1.0)]
    page.controller.sounds.set_level("0")  # mute, here only
    opened.house.run(AddLine(order=order, article="bar_roti"), Actor("lea"))
    opened.house.run(SendOrder(order=order), Actor("lea"))
    assert len(loud.played) == 1
    assert "Muet" in page.bar.sound.accessibleName()
    page.show_place("froid")
    assert page.controller.sounds.loudness.level == "3"
    page.show_place("chaud")
    assert page.controller.sounds.loudness.silent


def test_what_is_held_back_is_heard_when_it_is_to_be_begun_and_begun_by_a_touch(
    page: KitchenPage, opened: Opened, clock: FixedClock
) -> None:
    page.desk.loudspeaker = loud = Loud()
    page.show_place("froid")
    lea = Actor("lea")
    opened.house.run(SetSetting(key="kitchen.together", value="hold"), Actor("marc"))
    for order, table in (("o1", "t13"), ("o2", "t14")):
        opened.house.run(OpenOrder(table=table, covers=2, order=order), lea)
        for article in ("bar_roti", "carpaccio"):
            line = AddLine(order=order, article=article, course="plats")
            assert not isinstance(opened.house.run(line, lea), Refusal)
        opened.house.run(SendOrder(order=order), lea)
    assert [card.state for card in page.wall.views] == ["hold", "hold"]
    assert loud.played == []
    first = page.wall.views[0].id
    page.wall.card_started.emit(first)
    assert {card.id: card.state for card in page.wall.views}[first] == "prep"
    clock.forward(minutes=8, seconds=1)
    page.controller._refresh()
    assert [news for news, _ in loud.played] == ["new"]
    assert {card.state for card in page.wall.views} == {"prep", "new"}


def test_a_station_that_wants_it_says_what_comes_in_words(
    page: KitchenPage, opened: Opened
) -> None:
    page.desk.loudspeaker = loud = Loud()
    page.ask_sounds()
    sheet = page.findChild(SoundSheet)
    assert sheet.voiceless.isHidden()
    loud.voiceless = True
    sheet.spoken.click()
    assert loud.said == ["Nouveau bon"]  # how it sounds
    assert not sheet.voiceless.isHidden()
    loud.voiceless = False

    (order,) = (o for o in opened.house.world.book.orders.values() if o.table == "t12")
    opened.house.run(AddLine(order=order.id, article="bar_roti"), Actor("lea"))
    opened.house.run(SendOrder(order=order.id), Actor("lea"))
    assert loud.said[-1] == "Ajout, table 12 : 1 bar rôti"
    page.show_place("froid")
    assert not page.controller.sounds.spoken  # each station by itself


def test_a_screen_without_a_loudspeaker_says_so_once(page: KitchenPage) -> None:
    said: list[str] = []
    page.desk.said.connect(lambda told: said.append(told.text))
    page.desk.loudspeaker = loud = Loud()
    loud.plugged = False
    page.controller.sounds.play("new")
    page.controller.sounds.play("new")
    assert len(said) == 1
    assert "haut-parleur" in said[0]
    assert page.controller.sounds.loudness.silent


class There:
    """A network that says who is there."""

    def __init__(self, *connected: str) -> None:
        self.connected = connected

    def status(self) -> NetworkStatus:
        return NetworkStatus("linked", "C9", self.connected, whole=True)


def test_a_lost_screens_tickets_are_borrowed_and_go_back(
    page: KitchenPage, opened: Opened
) -> None:
    opened.house.record(
        [
            *(
                TerminalSet(chain=chain, x=chain, y=chain, name=name, role="kitchen")
                for chain, name in (("C1", "Écran froid"), ("C2", "Écran chaud"))
            ),
            DisplaySet(chain="C1", station="froid"),
            DisplaySet(chain="C2", station="chaud", stand_in="C1"),
        ]
    )
    said: list[str] = []
    page.desk.said.connect(lambda news: said.append(news.text))
    network = page.desk.network
    network.room = There("C1", "C2")
    page.show_place("froid")
    assert page.wall.views == ()

    network.room = There("C1")
    network.changed.emit()
    (card,) = page.wall.views
    assert card.course == "Chaud · Plats"
    assert page.bar.station.accessibleName().strip() == "FROID + CHAUD"
    page.wall.card_bumped.emit(card.id)
    assert page.wall.views[0].state == "ready"

    network.room = There("C1", "C2")
    network.changed.emit()
    assert page.wall.views == ()
    assert [words.partition(",")[0] for words in said] == [
        "Écran chaud : écran perdu",
        "Écran chaud : écran de retour",
    ]


def test_a_screen_proves_what_it_has_painted_and_not_what_a_filter_hides(
    page: KitchenPage, opened: Opened, qtbot: QtBot
) -> None:
    house = opened.house
    proofs, here = house.world.proofs, house.terminal

    def owed() -> list[str]:
        owed = proofs.owed(here, page.desk.now_ms)
        return [each.name for each in owed if each.station == "chaud"]

    qtbot.wait(50)
    assert owed()  # a till with a kitchen's window proves nothing
    house.record([TerminalSet(chain=here, x="x", y="y", name="Chaud", role="kitchen")])
    qtbot.waitUntil(lambda: not owed())

    (order,) = (o for o in house.world.book.orders.values() if o.table == "t12")
    page.filter_requested.emit("ready")
    house.run(AddLine(order=order.id, article="bar_roti"), Actor("lea"))
    house.run(SendOrder(order=order.id), Actor("lea"))
    qtbot.wait(50)
    assert len(owed()) == 1
    page.filter_requested.emit("")
    qtbot.waitUntil(lambda: not owed())

    page.hide()  # somebody logs out, or another window covers it
    house.run(AddLine(order=order.id, article="bar_roti"), Actor("lea"))
    house.run(SendOrder(order=order.id), Actor("lea"))
    qtbot.wait(50)
    assert len(owed()) == 1
    page.show()
    qtbot.waitUntil(lambda: not owed())


def test_what_another_screen_finished_is_owed_no_proof(
    page: KitchenPage, opened: Opened, qtbot: QtBot
) -> None:
    """With two passes what is ready stands on the second one, never again on this wall."""
    house, here = opened.house, opened.house.terminal
    house.run(SetSetting(key="kitchen.passes", value="two"), Actor("marc"))
    house.record([TerminalSet(chain=here, x="x", y="y", name="Chaud", role="kitchen")])
    page.hide()  # the screen is off for a while
    created = house.run(OpenOrder(table="t8", covers=1), Actor("lea"))
    assert not isinstance(created, Refusal)
    order = created[0].event.order
    added = house.run(AddLine(order=order, article="bar_roti"), Actor("lea"))
    assert not isinstance(added, Refusal)
    house.run(SendOrder(order=order), Actor("lea"))
    dish = f"{added[0].event.line}.0"
    made = BumpDishes(order=order, station="chaud", dishes=(dish,))
    assert not isinstance(house.run(made, Actor("theo")), Refusal)
    page.show()
    proofs = house.world.proofs

    def owed() -> list[str]:
        owed = proofs.owed(here, page.desk.now_ms)
        return [each.name for each in owed if each.station == "chaud"]

    qtbot.waitUntil(lambda: not owed())


def test_an_empty_wall_owes_no_proof_of_what_others_have_served(
    page: KitchenPage, opened: Opened, qtbot: QtBot
) -> None:
    house, here = opened.house, opened.house.terminal
    house.record([TerminalSet(chain=here, x="x", y="y", name="Chaud", role="kitchen")])
    page.filter_requested.emit("ready")  # it hides every card
    (order,) = (o for o in house.world.book.orders.values() if o.table == "t12")
    added = house.run(AddLine(order=order.id, article="bar_roti"), Actor("lea"))
    assert not isinstance(added, Refusal)
    house.run(SendOrder(order=order.id), Actor("lea"))
    qtbot.wait(50)
    assert page.wall.views == ()

    def owed() -> list[str]:
        owed = house.world.proofs.owed(here, page.desk.now_ms)
        return [each.name for each in owed if each.station == "chaud"]

    assert owed()
    dishes = tuple(
        dish.id
        for line in house.world.book.lines_of(order)
        for dish in line.dishes
        if dish.station == "chaud"
    )
    done = house.run(ServeDishes(order=order.id, dishes=dishes), Actor("lea"))
    assert not isinstance(done, Refusal)
    qtbot.waitUntil(lambda: not owed())


def test_what_two_stations_make_is_bumped_and_proved_at_each(
    page: KitchenPage, opened: Opened, qtbot: QtBot
) -> None:
    house, here = opened.house, opened.house.terminal
    sides = house.world.catalogue.groups["garniture"]
    options = tuple(
        replace(each, station="froid") if each.id == "haricots" else each
        for each in sides.options
    )
    house.run(SetCatalogue(event=replace(sides, options=options)), Actor("marc"))
    house.record([TerminalSet(chain=here, x="x", y="y", name="Mur", role="kitchen")])
    page.show_place("chaud")
    created = house.run(OpenOrder(table="t8", covers=1), Actor("lea"))
    assert not isinstance(created, Refusal)
    order = created[0].event.order
    chosen = ("saignant", "poivre", "haricots")
    house.run(AddLine(order=order, article="entrecote", options=chosen), Actor("lea"))
    house.run(SendOrder(order=order), Actor("lea"))

    def owed() -> list[str]:
        """Stations whose tickets this screen has not painted."""
        owed = house.world.proofs.owed(here, page.desk.now_ms)
        return [each.station for each in owed]

    def bump() -> None:
        (card,) = (v for v in page.wall.views if v.id.startswith(order))
        page.wall.card_bumped.emit(card.id)

    qtbot.waitUntil(lambda: owed() == ["froid"])
    bump()
    dish = house.world.book.dishes[f"{house.world.book.orders[order].lines[0]}.0"]
    assert dish.stage == "started"
    page.show_place("froid")
    qtbot.waitUntil(lambda: not owed())
    bump()
    assert dish.stage == "ready"


def test_a_later_round_is_joined_by_its_band_and_parted_again(
    page: KitchenPage, opened: Opened, qtbot: QtBot
) -> None:
    house = opened.house
    house.run(SetSetting(key="kitchen.rounds", value="5"), Actor("marc"))
    (order,) = (o for o in house.world.book.orders.values() if o.table == "t12")
    page.wall.card_started.emit(page.wall.views[0].id)
    for _ in range(2):
        house.clock.forward(minutes=6)
        house.run(AddLine(order=order.id, article="bar_roti"), Actor("lea"))
        house.run(SendOrder(order=order.id), Actor("lea"))
    begun, second, third = page.wall.views
    assert (begun.banner, second.banner) == ("", "")  # nothing joins what is begun
    assert third.banner == "TOURNÉE SUIVANTE"
    assert [view.course for view in (begun, second)] == ["Plats", "Plats · 2e"]
    assert [line.kind for line in third.lines] == ["normal"]  # a card, no addition
    qtbot.wait(400)  # what has just moved ignores the finger

    def touch(card: str) -> None:
        at = page.wall.part_rect(card, BANNER_PART).center()
        qtbot.mouseClick(page.wall.viewport(), Qt.MouseButton.LeftButton, pos=at)

    told: list[Said] = []
    page.desk.said.connect(told.append)
    touch(third.id)
    assert [view.banner for view in page.wall.views] == ["", "TOURNÉES RÉUNIES"]
    assert told[-1].undo is not None
    told[-1].undo()
    assert len(page.wall.views) == 3
    page.wall.set_current(page.wall.views[2].id)
    qtbot.keyClick(page.wall, Qt.Key.Key_T)
    assert len(page.wall.views) == 2
    page.wall.set_current(page.wall.views[1].id)
    qtbot.keyClick(page.wall, Qt.Key.Key_T)
    assert len(page.wall.views) == 3


def test_a_bump_makes_no_other_card_anew_and_a_finger_on_the_wall_loses_nothing(
    page: KitchenPage, opened: Opened, qtbot: QtBot
) -> None:
    house, wall = opened.house, page.wall
    for table in ("t5", "t8"):
        (created, *_) = house.run(OpenOrder(table=table), Actor("lea"))
        house.run(AddLine(order=created.event.order, article="risotto"), Actor("lea"))
        house.run(SendOrder(order=created.event.order), Actor("lea"))
    first, second, third = wall.views
    wall.card_started.emit(second.id)
    states = [view.state for view in wall.views]
    assert states == ["new", "prep", "new"]
    assert wall.views[0] is first
    assert wall.views[2] is third

    qtbot.wait(400)
    at = wall.item_rect(first.id).center()
    qtbot.mousePress(wall.viewport(), Qt.MouseButton.LeftButton, pos=at)
    wall.card_started.emit(first.id)
    wall.card_started.emit(third.id)
    assert [view.state for view in wall.views] == ["new", "prep", "new"]
    away = wall.rect().bottomRight()
    qtbot.mouseMove(wall.viewport(), away)
    qtbot.mouseRelease(wall.viewport(), Qt.MouseButton.LeftButton, pos=away)
    assert [view.state for view in wall.views] == ["prep"] * 3


def test_a_second_pass_serves_what_the_stations_made(
    page: KitchenPage, opened: Opened
) -> None:
    house, told = opened.house, list[Said]()
    page.desk.said.connect(told.append)
    (order,) = (o for o in house.world.book.orders.values() if o.table == "t12")
    house.run(SetSetting(key="kitchen.passes", value="two"), Actor("marc"))
    (card,) = page.wall.views
    page.wall.card_bumped.emit(card.id)
    assert page.wall.views == ()  # made: it is the second pass's
    page.passing.item_tapped.emit(f"{order.id}|{card.id.split('|')[2]}")
    assert "second passe" in told[-1].text
    assert {line.stage for line in house.world.book.lines_of(order)} == {"ready"}

    page.show_place(SERVING)
    assert page.bar.station.accessibleName().startswith("SECOND PASSE")
    assert page.passing.isHidden()
    (plate,) = page.wall.views
    page.wall.card_started.emit(plate.id)  # nobody begins what is made
    page.wall.line_bumped.emit(plate.id, plate.lines[0].id)
    stages = sorted(line.stage for line in house.world.book.lines_of(order))
    assert stages == ["ready", "served"]
    (plate,) = page.wall.views
    page.wall.card_bumped.emit(plate.id)
    assert page.wall.views == ()
    assert told[-1].text.startswith("Servi")
    assert told[-1].undo is not None
    told[-1].undo()
    assert len(page.wall.views) == 1

    house.run(SetSetting(key="kitchen.passes", value="one"), Actor("marc"))
    page.show_place("chaud")
    (card,) = page.wall.views
    assert card.state == "ready"


def test_a_screen_keeps_how_it_shows_its_cards(page: KitchenPage) -> None:
    assert page.all_day.isVisible()
    page.ask_layout()
    sheet = page.findChild(LayoutSheet)
    sheet.size_choice.chosen.emit("near")
    sheet.columns.chosen.emit("2")
    sheet.rows.chosen.emit("yes")
    sheet.counts.click()
    sheet.pulse.click()
    assert page.wall.pulse.on
    assert not page.all_day.isVisible()
    catalogue = page.desk.world.catalogue
    sheet.gate.click()  # a cook closes their station, and opens it again
    assert catalogue.closed == {"chaud"}
    assert page.bar.station.accessibleName() == "CHAUD · FERMÉ"
    sheet.gate.click()
    assert not catalogue.closed
    kept = page.desk.displays
    layout = layout_of(kept)
    assert layout == KitchenLayout("near", 2, by_rows=True, counts=False, pulse=True)
    assert (layout.reading(3840), KitchenLayout().reading(3840)) == ("near", "far")
    kept.keep("kitchen", "columns", "many")  # of a newer Sotto
    assert layout_of(kept).columns == 0


def test_a_wall_is_narrowed_to_a_course_and_says_what_it_hides(
    page: KitchenPage, opened: Opened
) -> None:
    (order,) = (o for o in opened.house.world.book.orders.values() if o.table == "t12")
    for article in ("soupe_oignon", "carpaccio"):
        opened.house.run(AddLine(order=order.id, article=article), Actor("lea"))
    opened.house.run(SendOrder(order=order.id), Actor("lea"))
    page.station_requested.emit("")
    whole = len(page.wall.views)
    page.ask_filters()
    sheet = page.findChild(FilterSheet)
    offered = {(choice.kind, choice.words): row for choice, row in sheet.rows}
    assert {kind for kind, _ in offered} == {"course", "category", "station"}

    offered["course", "Plats"].clicked.emit()
    offered = {(choice.kind, choice.words): row for choice, row in sheet.rows}
    offered["station", "Chaud"].clicked.emit()
    assert {view.course for view in page.wall.views} == {"Plats"}
    shown = len(page.wall.views)
    assert page.bar.narrow.lit
    assert page.bar.narrow.accessibleName() == "Ne montrer que Plats · Chaud"
    assert (shown, whole) == (1, 3)
    sheet.everything.click()
    assert len(page.wall.views) == whole
    assert not page.bar.narrow.lit

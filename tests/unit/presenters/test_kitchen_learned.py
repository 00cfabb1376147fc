"""What a kitchen has taught outlives a restart, a closed month and a rebuild."""

from datetime import timedelta
from pathlib import Path

from gui_kit import FixedClock, demo_house

from app.bootstrap import Opened
from app.domain.kitchen.decide import BumpDishes
from app.domain.kitchen.made import ENOUGH, part_of
from app.domain.orders.commands import AddLine, OpenOrder, SendOrder
from app.domain.orders.events import OrderCreated
from app.domain.rules import SetSetting
from app.domain.vocabulary import Refusal
from app.presenters.admin.article_form import learned_words
from app.presenters.kitchen.cards import cards
from app.presenters.kitchen.wall import present_cards
from app.projections.apply import PROJECTED
from app.projections.tables import READ_TABLES
from app.services.house import Actor, project_entries
from db.rebuild import compare, rebuild

LEA = Actor("lea")


def risotto(opened: Opened) -> tuple[str, str]:
    """One sent for a sale of its own: the order and the dish."""
    done = opened.house.run(OpenOrder(mode="takeaway"), LEA)
    assert not isinstance(done, Refusal)
    created = done[0].event
    assert isinstance(created, OrderCreated)
    order = created.order
    opened.house.run(AddLine(order=order, article="risotto"), LEA)
    opened.house.run(SendOrder(order=order), LEA)
    (line,) = opened.house.world.book.orders[order].lines
    return order, f"{line}.0"


def test_learned_times_are_there_after_a_restart_and_after_a_rebuild(
    tmp_path: Path,
) -> None:
    clock = FixedClock()
    with demo_house(tmp_path, clock) as opened:
        house = opened.house
        house.run(SetSetting(key="kitchen.limits", value="learned"), Actor("marc"))
        sold = [risotto(opened) for _ in range(ENOUGH)]
        clock.forward(minutes=9)
        for order, dish in sold:
            house.run(BumpDishes(order=order, station="chaud", dishes=(dish,)), LEA)

        def learned() -> int:
            return house.world.made.learned("risotto", part_of(clock.now.hour))

        assert learned() == 9
        house.load()
        assert learned() == 9
        told = {"tables": READ_TABLES, "project": project_entries, "types": PROJECTED}
        assert list(compare(opened.database, **told)) == []
        rebuild(opened.database, **told)
        house.load()
        assert learned() == 9

        order, _ = risotto(opened)
        world, now = house.world, house.clock()
        shown = [card for card in cards(world, "chaud") if card.order.id == order]
        (view,) = present_cards(world, shown, now, lambda *_: "", lambda _: "")
        assert (view.limit_minutes, view.limit_text) == (9, "≈ 9")
        assert view.due[0].startswith("d’habitude ")

        assert learned_words(world, "risotto") == "Habituel : 9 min"
        assert learned_words(world, "bar_roti") == ""

        clock.now += timedelta(days=75)  # what was two months ago is forgotten
        house.load()
        assert learned() == 0

"""What offers, clients and glasses are after a restart, and once a journal is read anew."""

from pathlib import Path

from gui_kit import FixedClock, demo_house

from app.bootstrap import Opened, open_house
from app.domain.catalogue.decide import SetCatalogue
from app.domain.catalogue.mixes import MixSet
from app.domain.catalogue.promotions import PromotionSet
from app.domain.credits.decide import SetClient
from app.domain.orders.commands import AddLine, NameClient, OpenOrder, VoidLine
from app.services.house import Actor
from db.profile import Profile

THIRD = PromotionSet(
    id="third", name="Le 3e café offert", rank=1, bought=2, articles=("cafe",)
)
LONG = MixSet(id="long", name="Long", rank=1, bases=("ricard",), mixers=("coca",))


def run(opened: Opened, command: object) -> None:
    done = opened.house.run(command, Actor("marc"))  # type: ignore[arg-type]
    assert isinstance(done, tuple), done


def test_a_restart_knows_what_earned_an_offer_and_who_came(tmp_path: Path) -> None:
    clock = FixedClock()
    with demo_house(tmp_path / "demo", clock) as opened:
        for event in (THIRD, LONG):
            run(opened, SetCatalogue(event=event))
        run(opened, SetClient(client="anne", name="sealed"))
        run(opened, OpenOrder(table="t12", covers=2, order="o1"))
        run(opened, AddLine(order="o1", article="cafe", quantity=3000, line="l1"))
        run(opened, AddLine(order="o1", article="ricard", mixer="coca", line="l2"))
        run(opened, NameClient(order="o1", client="anne"))
        before = opened.house.world.book.total(opened.house.world.book.orders["o1"])
    with open_house(Profile(tmp_path / "demo"), clock=clock) as opened:
        world = opened.house.world
        order = world.book.orders["o1"]
        assert world.book.total(order) == before
        assert (order.client, world.visits["anne"]) == ("anne", 1)
        assert world.book.lines["l2"].label.startswith("Ricard + Coca")
        assert world.catalogue.promotions["third"] == THIRD
        assert world.catalogue.mixes["long"] == LONG
        run(opened, VoidLine(order="o1", line="l1", quantity=1000))
        assert not world.book.lines["l1"].discounts


def test_a_cat_on_the_keyboard_is_given_what_it_earned(tmp_path: Path) -> None:
    with demo_house(tmp_path / "demo") as opened:
        run(opened, SetCatalogue(event=THIRD))
        run(opened, OpenOrder(table="t12", covers=2, order="o1"))
        run(opened, AddLine(order="o1", article="cafe", quantity=999_000, line="l1"))
        line = opened.house.world.book.lines["l1"]
        assert line.net == line.price * 666

"""Orders from outside: paused, delayed, and what the kitchen's work suggests."""

from dataclasses import replace

import pytest
from domain_kit import Till

from app.domain.access.decide import CreateKey
from app.domain.channels.decide import Proposal, SetChannels, proposal
from app.domain.orders.commands import AddLine, PlaceOrder, SendOrder
from app.domain.rules import SetSetting
from app.domain.vocabulary import Refusal

SOUP = (AddLine(order="", article="soup"),)


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    soup = till.world.catalogue.articles["soup"]
    till.write([replace(soup, id="long", minutes=10)])
    return till


def shop(till: Till) -> str:
    """An online shop with a key of its own; who it acts as."""
    till.do(CreateKey(name="Boutique", secret="0" * 64, scopes=("orders:write",)))
    return f"key:{till.last[0].key}"


def ordered(till: Till, by: str, **more: object) -> str:
    """The code of the refusal, "" for an order that is taken."""
    command = PlaceOrder(mode="takeaway", lines=SOUP, **more)  # type: ignore[arg-type]
    done = till.run(command, by)
    return done.code if isinstance(done, Refusal) else ""


def busy(till: Till, soups: int, table: str = "t1") -> None:
    """The room orders soups, ten minutes of work each, four at a time."""
    order = till.seat(table)
    till.take(order, "long", soups)
    till.do(SendOrder(order=order))


def test_a_pause_keeps_programs_out_and_ends_by_itself(till: Till) -> None:
    by = shop(till)
    assert ordered(till, by) == ""
    till.do(SetChannels(open=False, minutes=30))
    assert ordered(till, by) == "channels_paused"
    assert ordered(till, "lea") == ""  # the telephone still rings
    till.wait(minutes=30)
    assert ordered(till, by) == ""


def test_a_pause_leaves_the_programs_of_the_room_alone(till: Till) -> None:
    by = shop(till)
    till.do(SetChannels(open=False))
    at_table = PlaceOrder(mode="dine_in", table="t1", lines=SOUP)
    assert not isinstance(till.run(at_table, by), Refusal)
    till.wait(hours=3)
    assert ordered(till, by) == "channels_paused"  # until somebody says so
    till.do(SetChannels(open=True))
    assert ordered(till, by) == ""


def test_a_delay_refuses_what_is_promised_too_soon_from_outside(till: Till) -> None:
    by = shop(till)
    till.now = till.now.replace(hour=19, minute=0)
    soon = till.now.replace(hour=19, minute=30)
    later = till.now.replace(hour=20, minute=0)
    till.do(SetChannels(open=True, delay=30))
    assert ordered(till, by, promised=soon) == "slot_too_soon"
    assert ordered(till, by, promised=later) == ""
    assert ordered(till, "tom", promised=soon) == ""


def test_who_may_not_stop_a_sale_may_not_stop_channels(till: Till) -> None:
    assert till.refuses(SetChannels(open=False), "sam") == "right_missing"
    assert till.refuses(SetChannels(open=True, delay=500)) == "delay_out_of_range"
    till.do(SetChannels(open=True))
    assert till.last == ()  # as it stood


def test_the_work_of_the_busiest_station_suggests_what_to_do(till: Till) -> None:
    shop(till)
    till.do(SetSetting(key="channels.load", value="20"))
    assert proposal(till.world, till.now) is None
    busy(till, 10)  # 25 minutes
    found = proposal(till.world, till.now)
    assert found == Proposal(SetChannels(open=True, delay=10), "hot", 25)
    till.do(found.wanted)
    assert proposal(till.world, till.now) is None
    busy(till, 8, "t2")  # 45 minutes
    found = proposal(till.world, till.now)
    assert found == Proposal(SetChannels(open=False, minutes=30), "hot", 45)


def test_once_the_work_is_done_all_is_as_usual_again(till: Till) -> None:
    shop(till)
    till.do(SetChannels(open=True, delay=20))
    found = proposal(till.world, till.now)
    assert found is not None
    assert found.wanted == SetChannels(open=True)


def test_a_house_without_channels_is_asked_nothing(till: Till) -> None:
    till.do(SetSetting(key="channels.load", value="10"))
    busy(till, 10)
    assert proposal(till.world, till.now) is None

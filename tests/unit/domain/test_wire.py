"""Facts and their wire form: names, versions, what is left out, what is carried up."""

from dataclasses import FrozenInstanceError, dataclass

import pytest

from app.domain import wire
from app.domain.orders.events import LineChanged, parse_portion, portion_text
from app.domain.records import record
from app.domain.settings import EventRecorded
from app.domain.wire import fact, from_data, spec_of, stream_of, to_data, upcast


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch):
    monkeypatch.setattr(wire, "FACTS", dict(wire.FACTS))
    monkeypatch.setattr(wire, "_BY_CLASS", dict(wire._BY_CLASS))
    monkeypatch.setattr(wire, "_UPCASTS", dict(wire._UPCASTS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoon:
    size: int
    marks: tuple[str, ...] = ()


def test_a_fact_is_written_under_its_name_and_about_its_thing():
    @fact("kettle.boiled", stream="kettle/{kettle}", series="K", signed=True)
    class Boiled:
        kettle: str
        spoons: tuple[Spoon, ...]
        lid: Spoon | None = None

    event = Boiled(kettle="k1", spoons=(Spoon(size=3, marks=("a", "b")),))
    spec = spec_of(event)

    assert (spec.name, spec.version, spec.series, spec.signed) == (
        "kettle.boiled",
        1,
        "K",
        True,
    )
    assert stream_of(event) == "kettle/k1"
    data = {"kettle": "k1", "spoons": [{"size": 3, "marks": ["a", "b"]}]}
    assert to_data(event) == data
    assert from_data("kettle.boiled", 1, data) == event
    lid = Boiled(kettle="k1", spoons=(), lid=Spoon(size=1))
    assert from_data("kettle.boiled", 1, to_data(lid)) == lid


def test_what_is_read_is_the_fact_itself_closed_like_any_other():
    @record
    class Kettle:
        kettle: str

    @fact("kettle.moved", stream="kettle/{kettle}")
    class Moved(Kettle):
        to: str = "stove"

    read = from_data("kettle.moved", 1, {"kettle": "k1", "steam": True})

    assert type(read) is Moved
    assert read == Moved(kettle="k1", to="stove")
    assert hash(read) == hash(Moved(kettle="k1"))
    with pytest.raises(FrozenInstanceError):
        read.to = "table"
    with pytest.raises(LookupError):
        from_data("kettle.moved", 1, {})


def test_a_name_is_given_once():
    @fact("kettle.filled", stream="kettle/{kettle}")
    class Filled:
        kettle: str

    assert Filled
    with pytest.raises(ValueError, match=r"two facts are called kettle\.filled"):

        @fact("kettle.filled", stream="kettle/{kettle}")
        class Other:
            kettle: str


def test_a_stream_may_be_one_for_all():
    assert stream_of(EventRecorded(code="APP_START")) == "jet"


def test_none_is_left_out_and_comes_back():
    event = LineChanged(order="o", line="l", seats=())

    assert to_data(event) == {"order": "o", "line": "l", "seats": []}
    assert from_data("order.line_changed", 1, to_data(event)) == event


def test_what_a_newer_sotto_wrote_is_readable():
    assert from_data("order.eaten_by_dog", 1, {"order": "o"}) is None
    event = from_data("event.recorded", 1, {"code": "X", "later": {"a": 1}})
    assert event == EventRecorded(code="X")


def test_an_old_shape_is_carried_up_step_by_step():
    @fact("kettle.sold", 3, stream="kettle/{kettle}")
    class Sold:
        kettle: str
        cents: int

    assert Sold

    @upcast("kettle.sold", 1)
    def euros(data):
        return {"kettle": data["kettle"], "price": data["euros"] * 100}

    @upcast("kettle.sold", 2)
    def cents(data):
        return {"kettle": data["kettle"], "cents": data["price"]}

    for version, data in ((1, {"euros": 3}), (2, {"price": 300}), (3, {"cents": 300})):
        read = from_data("kettle.sold", version, {"kettle": "k", **data})
        assert read.cents == 300


def test_a_portion_is_written_as_text():
    portion = parse_portion("line:3:0,1")

    assert (portion.line, portion.of, portion.taken) == ("line", 3, (0, 1))
    assert portion_text(portion) == "line:3:0,1"

"""Programs that bring orders: paused, put off, and told so."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

import httpx2
import pytest
from api_kit import Served, served

from app.domain.catalogue.presets import PresetSet, SetPreset
from app.domain.channels.decide import SetChannels
from app.domain.till.decide import OpenTill


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("channels") / "one") as found:
        found.do(OpenTill(coins=()))
        found.set("api.requests", "100000")
        yield found


def soup(client: httpx2.Client, **more: object) -> httpx2.Response:
    items = [{"menu_item_id": "terrine", "quantity": 1}]
    return client.post("/orders", json={"items": items, **more})


def test_a_pause_is_answered_in_words_and_ends(house: Served) -> None:
    with house.program("orders:write", "orders:read") as shop:
        usual = {"open": True, "delay_minutes": 0, "until": None}
        assert shop.get("/channels").json() == usual
        assert shop.put("/channels", json={"open": False}).status_code == 403
        with house.program("menu:write", "orders:read") as till:
            told = till.put("/channels", json={"open": False, "for_minutes": 30})
            assert told.json()["open"] is False
            assert told.json()["until"]
        refused = soup(shop)
        assert (refused.status_code, refused.json()["code"]) == (409, "channels_paused")
        assert "en pause jusqu'à" in refused.json()["detail"].replace("’", "'")
        assert soup(shop, table_id="11").status_code == 201  # the room goes on
        with house.program("menu:write") as till:
            assert till.put("/channels", json={"open": True}).json() == usual
        assert soup(shop).status_code == 201


@pytest.fixture(autouse=True)
def _as_usual(house: Served) -> None:
    house.do(SetChannels(open=True))


def test_slots_begin_later_for_programs_while_there_is_a_delay(house: Served) -> None:
    preset = PresetSet(
        id="drive",
        name="Drive",
        mode="takeaway",
        rank=9,
        colour="plats",
        icon="storefront",
        slot=15,
        days=1,
    )
    house.do(SetPreset(event=preset))
    with house.program("menu:read") as shop:

        def first() -> datetime:
            """The first slot of today and tomorrow."""
            today = house.house.clock().date()
            for day in (today, today + timedelta(days=1)):
                told = shop.get(f"/presets/drive/slots?date={day}").json()["slots"]
                for slot in told:
                    return datetime.fromisoformat(slot["promised_at"])
            raise AssertionError("a whole day has slots")

        before = first()
        house.do(SetChannels(open=True, delay=180))
        assert first() >= min(before + timedelta(minutes=165), _midnight(before))


def _midnight(moment: datetime) -> datetime:
    return datetime.combine(moment.date() + timedelta(days=1), time(), moment.tzinfo)

"""The booking system's own addresses, on a real hub."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest
from api_kit import Served, served


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("booking") / "one") as found:
        yield found


def client(house: Served, *scopes: str) -> httpx2.Client:
    found = house.program(*scopes)
    found.base_url = f"https://127.0.0.1:{house.hub.port}/api"
    return found


def some_day(house: Served, ahead: int = 8) -> str:
    day = house.house.clock().date() + timedelta(days=ahead)
    return day.isoformat()


def free_time(house: Served, people: int = 4) -> tuple[str, str]:
    """A day and a time at which so many guests may come."""
    with client(house) as asked:
        for ahead in range(8, 20):
            day = some_day(house, ahead)
            told = {"date": day, "numberOfPeople": people}
            answer = asked.post("/settings/availability", json=told).json()
            if answer["available"]:
                return day, answer["times"][-1]["time"]
    raise AssertionError("no service takes anybody")


def asked_for(house: Served) -> dict:
    """The README's own example, on a day that is to come."""
    day, time = free_time(house)
    return {
        "customerName": "Jean Dupont",
        "phoneNumber": "+33612345678",
        "numberOfPeople": 4,
        "date": day,
        "time": time,
        "source": "website",
    }


def test_a_reservation_is_taken_listed_changed_and_called_off(house: Served) -> None:
    told = asked_for(house)
    with client(house) as asked:
        made = asked.post("/reservations", json=told)
        assert made.status_code == 201, made.text
        booking = made.json()
        assert {name: booking[name] for name in told} == told
        assert booking["status"] == "booked"
        assert booking["tables"]
        path = f"/reservations/{booking['id']}"
        assert made.headers["Location"] == "/api" + path
        listed = asked.get("/reservations", params={"date": told["date"]}).json()
        assert booking in listed

        changed = asked.put(
            path,
            json={"numberOfPeople": 2, "phoneNumber": "+33699", "status": "confirmed"},
        ).json()
        assert changed["numberOfPeople"] == 2
        assert changed["phoneNumber"] == "+33699"
        assert changed["customerName"] == "Jean Dupont"
        assert changed["status"] == "confirmed"
        gone = asked.delete(path)
        assert (gone.status_code, gone.json()["status"]) == (200, "cancelled")
        assert asked.get(path).json()["status"] == "cancelled"
        assert asked.delete("/reservations/nothing").status_code == 404
    entry = house.journaled("reservation.created")[-1]
    assert "Dupont" not in str(entry.data)


def test_a_repeated_request_takes_one_reservation(house: Served) -> None:
    told, key = asked_for(house), {"Idempotency-Key": "again"}
    with client(house) as asked:
        first = asked.post("/reservations", json=told, headers=key).json()
        again = asked.post("/reservations", json=told, headers=key)
    assert again.json() == first
    assert again.headers["Idempotency-Replayed"] == "true"


def test_nobody_without_a_right_reads_or_writes(house: Served) -> None:
    told = asked_for(house)
    with client(house) as asked:
        made = asked.post("/reservations", json=told).json()
    with house.client() as stranger:
        stranger.base_url = f"https://127.0.0.1:{house.hub.port}/api"
        for path in ("/reservations", "/menu", "/settings"):
            assert stranger.get(path).status_code == 401
    with client(house, "reservations:read") as asked:
        seen = asked.get(f"/reservations/{made['id']}").json()
        assert (seen["customerName"], seen["phoneNumber"]) == (None, None)
        assert asked.post("/reservations", json=told).status_code == 403
        assert asked.post("/notifications/test", json={"to": "+336"}).status_code == 403


@pytest.mark.parametrize(
    "told",
    [
        {"numberOfPeople": 0},
        {"date": "2026-02-31"},
        {"time": "25:00"},
        {"source": "Web Site"},
        {"date": None},
    ],
)
def test_what_cannot_be_is_a_problem(house: Served, told: dict) -> None:
    with client(house) as asked:
        answer = asked.post("/reservations", json=asked_for(house) | told)
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_menu_and_settings_are_told(house: Served) -> None:
    with client(house) as asked:
        menu = asked.get("/menu").json()
        settings = asked.get("/settings").json()
        document = asked.get("/openapi.json").json()
    dishes = [dish for category in menu["categories"] for dish in category["items"]]
    assert {dish["id"] for dish in dishes} <= set(house.house.world.catalogue.articles)
    assert all(dish["price"] >= 0 for dish in dishes)
    assert settings["restaurantName"] == house.house.world.settings.text("house.name")
    assert settings["services"]
    assert settings["notifications"] == []
    assert [server["url"] for server in document["servers"]] == ["/api"]
    assert set(document["paths"]) == {
        "/reservations",
        "/reservations/{reservation_id}",
        "/menu",
        "/settings",
        "/settings/availability",
        "/settings/notifications",
        "/notifications/test",
        "/notifications/reminder/{reservation_id}",
    }


def test_a_way_that_is_not_set_up_is_refused(house: Served) -> None:
    with client(house) as asked:
        told = {"channel": "sms", "to": "+33612345678"}
        answer = asked.post("/notifications/test", json=told)
    assert (answer.status_code, answer.json()["code"]) == (409, "notification_off")


def test_both_doors_stand_side_by_side(house: Served, tmp_path: Path) -> None:
    with house.program() as api, client(house) as booking:
        made = booking.post("/reservations", json=asked_for(house)).json()
        same = api.get(f"/reservations/{made['id']}").json()
        assert same["name"] == made["customerName"]
        assert booking.get("/nothing").status_code == 404
        assert api.get("/../nothing").status_code == 404


def test_requests_are_counted_at_both_doors_together(house: Served) -> None:
    house.set("api.requests", "4")
    try:
        token = house.key()
        with house.client(token) as api, house.client(token) as booking:
            booking.base_url = f"https://127.0.0.1:{house.hub.port}/api"
            statuses = [
                answer.status_code
                for _ in range(3)
                for answer in (api.get("/menu"), booking.get("/menu"))
            ]
        assert statuses == [200] * 4 + [429] * 2
    finally:
        house.set("api.requests", "500")

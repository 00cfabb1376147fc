"""Pages of the hub that anybody in the house may read."""

from collections.abc import Iterator

import pytest
from api_kit import Served, served

from app.domain.till.decide import OpenTill


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("pages") / "one") as found:
        found.do(OpenTill(coins=()))
        yield found


def test_anybody_reads_which_orders_are_ready_and_nobodys_name(
    house: Served,
) -> None:
    with house.client() as guest, house.program() as program:
        items = [{"menu_item_id": "terrine", "quantity": 1}]
        placed = program.post("/orders", json={"items": items}).json()
        order, number = placed["order_id"], f"<li>{placed['number']:04d}</li>"

        def parts() -> list[str]:
            page = guest.get(f"https://127.0.0.1:{house.hub.port}/pret")
            assert page.headers["cache-control"] == "max-age=1"
            assert 'http-equiv="refresh"' in page.text
            return page.text.partition('class="ready"')[::2]

        assert all(number not in part for part in parts())
        for status in ("sent", "ready"):
            told = program.patch(f"/orders/{order}/status", json={"status": status})
            assert told.status_code == 200, told.text
            preparing, ready = parts()
            assert (number in ready) == (status == "ready")
            assert (number in preparing) == (status == "sent")

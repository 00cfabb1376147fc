"""Pages of the hub that anybody in the house may read."""

from collections.abc import Iterator

import pytest
from api_kit import Served, served

from app.domain.catalogue.guest_names import SetGuestName
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


def test_the_card_is_read_in_the_guests_language(house: Served) -> None:
    name = SetGuestName(
        kind="article", id="entrecote", language="de", name="Rumpsteak 300 g"
    )
    house.do(name)
    address = f"https://127.0.0.1:{house.hub.port}/carte"
    with house.client() as guest:
        page = guest.get(address, headers={"Accept-Language": "de-AT,fr;q=0.5"})
        assert '<html lang="de">' in page.text
        assert "Rumpsteak 300 g" in page.text
        assert "Enthält: " in page.text
        assert "Milch" in page.text.title()
        assert page.headers["vary"] == "Accept-Language"
        asked = guest.get(f"{address}?langue=fr", headers={"Accept-Language": "de"})
        assert "Entrecôte 300 g" in asked.text
        assert '<a href="?langue=de"' in asked.text
        odd = guest.get(f"{address}?langue=<script>", headers={"Accept-Language": "xx"})
        assert '<html lang="fr">' in odd.text
        assert "<script>" not in odd.text

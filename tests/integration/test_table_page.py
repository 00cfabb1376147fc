"""A telephone at the table: the code, the card, what was chosen, and who tries codes."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape

import httpx2
import pytest
from api_kit import Served, served

from app.domain.catalogue.decide import SetAvailability, SetCatalogue
from app.domain.catalogue.events import ListedPrice, PriceListSet
from app.domain.floor.decide import SetFloor
from app.domain.orders.commands import LetGuestsIn, OpenOrder
from app.domain.orders.table_orders import GUEST
from app.domain.till.decide import OpenTill

CODE = "4821"


@pytest.fixture
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("table") / "one") as found:
        found.do(OpenTill(coins=()))
        found.set("guests.order", "review")
        found.do(OpenOrder(table="t12", covers=3, order="o1"), "lea")
        found.do(LetGuestsIn(order="o1", code=CODE), "lea")
        yield found


@pytest.fixture
def phone(house: Served) -> Iterator[httpx2.Client]:
    with house.client() as client:
        client.base_url = f"https://127.0.0.1:{house.hub.port}/table/12"
        yield client


def says(phone: httpx2.Client, **fields: object) -> str:
    answer = phone.post("", data={k: str(v) for k, v in fields.items()})
    assert answer.status_code == 200, answer.text
    assert "form-action 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert "<script" not in answer.text
    return answer.text


def looked_over(phone: httpx2.Client, **chosen: object) -> dict[str, str]:
    """What the page before the last one sends when its button is pressed."""
    review = says(phone, code=CODE, step="review", **chosen)
    sends = review[: review.index('value="send"') + len('value="send"') + 1]
    found = re.findall(r'name="([^"]+)" value="([^"]*)"', sends)
    return {name: unescape(value) for name, value in found}


def test_guests_choose_look_over_and_order(house: Served, phone: httpx2.Client) -> None:
    assert "Le code de votre table" in phone.get("").text
    card = says(phone, code=CODE)
    assert "Terrine de campagne" in card
    assert "Contient : " in card
    chosen = {
        "q.terrine": 2,
        "q.entrecote": 1,
        "o.entrecote.cuisson": "saignant",
        "o.entrecote.sauce": "poivre",
        "o.entrecote.garniture": "frites",
        "seat": 2,
        "note": "Sans sel & vite <b>",
    }
    review = says(phone, code=CODE, step="review", **chosen)
    assert "2 × Terrine de campagne" in review
    assert "Saignant · Poivre · Frites maison" in review
    assert "43,00" in review
    assert not house.house.world.book.lines  # nothing is written by looking
    kept = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', review))
    assert kept["note"] == "Sans sel &amp; vite &lt;b&gt;"
    done = says(phone, **looked_over(phone, **chosen))
    assert "votre serveur l’envoie" in done
    book = house.house.world.book
    lines = book.lines_of(book.orders["o1"])
    assert [(x.article, x.quantity, x.seats) for x in lines] == [
        ("terrine", 2000, (2,)),
        ("entrecote", 1000, (2,)),
    ]
    assert {line.added_by for line in lines} == {GUEST}
    assert not any(line.sent for line in lines)


def test_what_lacks_an_answer_is_said_and_not_sent(
    house: Served, phone: httpx2.Client
) -> None:
    review = says(phone, code=CODE, step="review", **{"q.entrecote": 1})
    assert "Entrecôte 300 g : " in review
    assert "à choisir" in review
    assert 'value="send"' not in review
    sent = says(phone, code=CODE, step="send", once="a" * 26, **{"q.entrecote": 1})
    assert "à choisir" in sent
    assert ordered(house) == []


def test_the_house_may_want_it_sent_at_once(
    house: Served, phone: httpx2.Client
) -> None:
    house.set("guests.order", "send")
    done = says(phone, **looked_over(phone, **{"q.terrine": 1}))
    assert "parti en cuisine" in done
    book = house.house.world.book
    (line,) = book.lines_of(book.orders["o1"])
    assert line.sent


def test_who_tries_codes_waits_and_the_right_one_waits_too(
    house: Served, phone: httpx2.Client
) -> None:
    for wrong in ("0000", "1111", "2222", "3333", "4444"):
        assert "pas celui de la table" in says(phone, code=wrong)
    assert "Trop d’essais" in says(phone, code=CODE, step="send", **{"q.terrine": 1})
    assert not house.house.world.book.lines


def test_it_speaks_the_guests_language_and_answers_no_nonsense(
    house: Served, phone: httpx2.Client
) -> None:
    german = phone.get("", headers={"Accept-Language": "de"}).text
    assert "Der Code Ihres Tisches" in german
    assert "Il codice" in says(phone, langue="it")
    base = f"https://127.0.0.1:{house.hub.port}/table"
    assert phone.get(f"{base}/999").status_code == 404
    assert phone.get(f"{base}/").status_code == 404
    assert phone.delete(f"{base}/12").status_code == 405
    assert phone.post(f"{base}/12", json={"code": CODE}).status_code == 415
    odd = {"q.terrine": "9" * 400, "q.nothing": "1", "seat": "99", "o.x.y": "z"}
    assert "Rien n’est choisi" in says(phone, code=CODE, step="review", **odd)
    house.set("guests.order", "no")
    assert "se prend à table" in says(phone, code=CODE)


def test_a_formule_is_chosen_step_by_step(house: Served, phone: httpx2.Client) -> None:
    chosen = {"q.menu_jour": 1, "p.menu_jour.0": "terrine", "p.menu_jour.2": "cafe"}
    lacking = says(phone, code=CODE, step="review", **chosen)
    assert "Plat, à choisir" in lacking
    chosen["p.menu_jour.1"] = "risotto"
    review = says(phone, code=CODE, step="review", **chosen)
    assert "Terrine de campagne · Risotto" in review
    says(phone, **looked_over(phone, **chosen))
    book = house.house.world.book
    (line,) = book.lines_of(book.orders["o1"])
    assert [dish.ordered.article for dish in line.dishes] == [
        "terrine",
        "risotto",
        "cafe",
    ]
    asked = re.search(r"Envoyer · ([0-9,]+)", review)
    assert asked is not None
    assert asked[1] == f"{line.net // 100},{line.net % 100:02d}"  # what was announced


def ordered(house: Served) -> list[tuple[str, int, int]]:
    """Article, thousandths, cents of what stands on the note."""
    book = house.house.world.book
    return [(x.article, x.quantity, x.net) for x in book.lines_of(book.orders["o1"])]


def test_what_is_sent_twice_is_ordered_once(
    house: Served, phone: httpx2.Client
) -> None:
    house.set("guests.order", "send")
    sends = looked_over(phone, **{"q.terrine": 2})
    first = says(phone, **sends)
    assert "parti en cuisine" in first
    assert says(phone, **sends) == first  # the page was loaded anew, the tap came twice
    assert ordered(house) == [("terrine", 2000, 1900)]
    says(phone, **looked_over(phone, **{"q.terrine": 2}))  # they want two more
    assert ordered(house) == [("terrine", 2000, 1900)] * 2


def test_the_price_of_the_room_is_announced_and_charged(
    house: Served, phone: httpx2.Client
) -> None:
    world = house.house.world
    room = world.floor.tables["t12"].room
    dearer = PriceListSet(
        id="room",
        name="Vue",
        rank=-1,
        prices=(ListedPrice(article="terrine", price=1450),),
        rooms=(room,),
    )
    house.do(SetCatalogue(event=dearer))
    card = says(phone, code=CODE)
    shown = re.search(r"Terrine de campagne<b>([0-9,]+)", card)
    assert shown is not None
    assert shown[1] == "14,50"
    review = says(phone, code=CODE, step="review", **{"q.terrine": 2})
    assert "Envoyer · 29,00" in review
    says(phone, **looked_over(phone, **{"q.terrine": 2}))
    assert ordered(house) == [("terrine", 2000, 2900)]


@pytest.mark.parametrize(
    "odd",
    [
        {"q.terrine": "000119"},
        {"q.terrine": "0001" + "0" * 5000},
        {"q.terrine": "2", "seat": "9" * 5000},
        {"q.terrine": "2", "seat": "²"},
    ],
)
def test_odd_numbers_order_no_heap_of_dishes(
    house: Served, phone: httpx2.Client, odd: dict[str, str]
) -> None:
    says(phone, code=CODE, step="review", **odd)
    says(phone, code=CODE, step="send", once="a" * 26, **odd)
    assert all(quantity <= 20_000 for _, quantity, _ in ordered(house))


def test_what_is_gone_meanwhile_is_said_before_it_is_sent(
    house: Served, phone: httpx2.Client
) -> None:
    house.do(SetAvailability(article="terrine", remaining=1))
    review = says(phone, code=CODE, step="review", **{"q.terrine": 2})
    assert 'value="send"' not in review


def test_a_table_of_any_name_is_found(house: Served, phone: httpx2.Client) -> None:
    table = replace(house.house.world.floor.tables["t12"], number="Salon 3/4 50%")
    house.do(SetFloor(event=table))
    base = f"https://127.0.0.1:{house.hub.port}/table"
    page = phone.get(f"{base}/Salon%203%2F4%2050%25")
    assert page.status_code == 200
    assert "Table Salon 3/4 50%" in page.text


def test_what_is_gone_after_the_look_is_not_left_out_in_silence(
    house: Served, phone: httpx2.Client
) -> None:
    sends = looked_over(phone, **{"q.terrine": 1, "q.risotto": 1})
    house.do(SetAvailability(article="risotto", remaining=0))
    answer = says(phone, **sends)
    assert "Risotto" in answer
    assert "est épuisé" in answer
    assert not ordered(house)  # they decide what to have instead


def test_a_dish_of_a_formule_that_is_gone_is_said_as_well(
    house: Served, phone: httpx2.Client
) -> None:
    chosen = {"q.menu_jour": 1, "p.menu_jour.0": "terrine", "p.menu_jour.1": "risotto"}
    sends = looked_over(phone, **chosen, **{"p.menu_jour.2": "cafe"})
    house.do(SetAvailability(article="cafe", remaining=0))
    assert "est épuisé" in says(phone, **sends)
    assert not ordered(house)


def test_answers_that_do_not_fit_a_dish_are_said(phone: httpx2.Client) -> None:
    fits = {
        "o.entrecote.cuisson": ["saignant"],
        "o.entrecote.sauce": ["poivre"],
        "o.entrecote.garniture": ["frites"],
    }
    for more, words in (
        ("bleu", "Cuisson, trop de choix"),
        ("taken_off", "ce choix n’est plus possible"),
    ):
        chosen = {**fits, "o.entrecote.cuisson": ["saignant", more]}
        sent = {"code": CODE, "step": "review", "q.entrecote": "1", **chosen}
        answer = phone.post("", data=sent).text
        assert words in answer
        assert 'value="send"' not in answer

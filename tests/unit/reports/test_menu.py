"""The card as guests read it: what is not said is not taken to be absent."""

import re
from dataclasses import replace
from datetime import date

from domain_kit import Till

from app.domain.catalogue.decide import SetCatalogue
from app.domain.catalogue.events import ArticleSet, ListedPrice, PriceListSet
from app.domain.environment import mark_of
from app.reports.letterhead import establishment_of
from app.reports.menu import Dish, Menu, allergen_letters, menu_of
from app.reports.menu_page import menu_html
from app.reports.menu_pdf import allergen_sheet_pdf, price_list_pdf
from app.reports.posters import posters_pdf

DAY = date(2026, 11, 29)
ORIGIN = "né en Irlande, abattu en France"


def till() -> Till:
    made = Till()
    articles = made.world.catalogue.articles
    for article, more in (
        ("soup", {"allergens": ("milk", "celery?")}),
        ("salad", {"no_allergens": True}),
        ("steak", {"name": "Steak <bleu>", "origin": ORIGIN}),
    ):
        made.do(SetCatalogue(event=replace(articles[article], **more)))
    return made


def dishes(menu: Menu) -> dict[str, Dish]:
    return {dish.name: dish for chapter in menu.chapters for dish in chapter.dishes}


def test_what_nobody_has_said_is_not_stated() -> None:
    found = dishes(menu_of(till().world.catalogue, "dine_in", DAY))
    assert allergen_letters(found["Soup"]) == "L (CÉ)"
    assert allergen_letters(found["Salad"]) == ""
    assert allergen_letters(found["Fish"]) == "?"
    assert "Jam" not in found  # of the shop
    assert "Old" not in found


def test_prices_are_those_of_the_mode_and_happy_hours_stand_apart() -> None:
    made = till()
    lists = (
        PriceListSet(
            id="away",
            name="À emporter",
            rank=2,
            modes=("takeaway",),
            prices=(ListedPrice(article="soup", price=700),),
        ),
        PriceListSet(
            id="happy",
            name="Happy hour",
            rank=1,
            weekdays=(0, 4),
            start=1020,
            end=1140,
            prices=(ListedPrice(article="beer", price=400),),
        ),
    )
    for each in lists:
        made.do(SetCatalogue(event=each))
    catalogue = made.world.catalogue
    menu = menu_of(catalogue, "dine_in", DAY)
    assert dishes(menu)["Soup"].cents == 850
    assert menu.chapters[-1].name == "Happy hour"
    assert menu.chapters[-1].note == "lun. ven. · 17:00 – 19:00"
    assert [d.cents for d in menu.chapters[-1].dishes] == [400]
    away = dishes(menu_of(catalogue, "takeaway", DAY))
    assert away["Soup"].cents == 700
    assert away["Ham"].price_text == "29,90\u00a0€ le kg"
    assert away["Sundry"].price_text == "selon le jour"


def test_the_page_says_it_in_words_and_runs_nothing() -> None:
    menu = menu_of(till().world.catalogue, "dine_in", DAY)
    page = menu_html(menu, "Chez <Léa>", mark_of("sandbox"))
    assert "Chez &lt;Léa&gt;" in page
    assert "Steak &lt;bleu&gt;" in page
    assert f"Viande : {ORIGIN}" in page
    assert "Contient : lait · Traces possibles : céleri" in page
    assert "Aucun des 14 allergènes" in page
    assert "Allergènes : non renseigné" in page
    assert "<script" not in page


def test_every_paper_to_hang_up_is_drawn() -> None:
    made = till()
    house = establishment_of(made.world.settings.values)
    many = replace(
        made.world.catalogue.articles["soup"],
        name="Un plat dont le nom tient sur deux lignes de colonne",
    )
    for number in range(120):
        made.do(SetCatalogue(event=_named(many, number)))
    for mode in ("dine_in", "takeaway"):
        menu = menu_of(made.world.catalogue, mode, DAY)
        assert price_list_pdf(menu, house).startswith(b"%PDF")
        assert allergen_sheet_pdf(menu, house, mark_of("demo")).startswith(b"%PDF")
    address = "https://moulin.example/carte"
    assert posters_pdf(made.world.settings.values, menu_address=address).startswith(
        b"%PDF"
    )


def _named(article: ArticleSet, number: int) -> ArticleSet:
    return replace(
        article, id=f"{article.id}_{number}", name=f"{article.name} {number}"
    )


def test_where_guests_order_what_they_fetch_hangs_at_the_counter() -> None:
    settings = till().world.settings.values
    address = "https://192.168.1.20:8443/commander"
    without, with_it = (
        len(re.findall(rb"/Type\s*/Page\b", posters_pdf(settings, order_address=each)))
        for each in ("", address)
    )
    assert with_it == without + 1

"""What the demo restaurant sells: prices, choices, VAT, allergens, codes, photographs."""

import re
from collections import Counter
from importlib.resources import files

import pytest

from app.domain.catalogue.decide import article_refusal
from app.domain.catalogue.events import ArticleSet, CatalogueEvent, ModifierGroupSet
from app.domain.catalogue.state import Catalogue
from app.domain.vocabulary import MODES
from app.domain.world import World
from app.services.demo import demo_facts

TODAY = "2026-11-20"
ALLERGENS = {
    "gluten",
    "crustaceans",
    "eggs",
    "fish",
    "peanuts",
    "soy",
    "milk",
    "nuts",
    "celery",
    "mustard",
    "sesame",
    "sulphites",
    "lupin",
    "molluscs",
}
"""The 14 groups of Annex II of Reg. (EU) 1169/2011."""
COLOURS = {
    "formules",
    "entrees",
    "plats",
    "fromages",
    "desserts",
    "vins",
    "boissons",
    "cafe",
}
FOLDER = files("resources").joinpath("demo")

CATALOGUE = Catalogue()
for _fact in demo_facts():
    if isinstance(_fact, CatalogueEvent):
        CATALOGUE.evolve(_fact)
ARTICLES = tuple(CATALOGUE.articles.values())
SERVED = tuple(a for a in ARTICLES if not a.goods)
SHELF = tuple(a for a in ARTICLES if a.goods)
DISHES = tuple(a for a in SERVED if not a.steps)


def named(article: ArticleSet) -> str:
    return article.id


def check_digit(code: str) -> int:
    """GS1 check digit of an EAN without its last digit: weights 1 and 3."""
    weighted = (int(d) * (3 if i % 2 == 0 else 1) for i, d in enumerate(code[-2::-1]))
    return -sum(weighted) % 10


# --- the card -------------------------------------------------------------------------


def test_the_favourites_page_is_that_of_the_picture() -> None:
    page = sorted(
        (a for a in SERVED if 1 <= a.favourite <= 25), key=lambda a: a.favourite
    )
    shown = [f"{a.button or a.name} {a.price}" for a in page]
    assert shown == [
        "Menu du Moulin 3400",
        "Formule midi 1950",
        "Menu enfant 1200",
        "Œufs mimosa 750",
        "Soupe à l’oignon 850",
        "Terrine de campagne 950",
        "Saumon gravlax 1250",
        "Entrecôte 300 g 2400",
        "Magret de canard 1950",
        "Bar rôti, fenouil 2300",
        "Blanquette de veau 1850",
        "Risotto aux cèpes 1700",
        "Burger du Moulin 1650",
        "Assiette de fromages 900",
        "Faisselle au miel 650",
        "Crème brûlée 800",
        "Tarte Tatin 850",
        "Mousse au chocolat 750",
        "Café gourmand 950",
        "Expresso 220",
        "Verre de Brouilly 500",
        "Pichet 50 cl 1300",
        "Badoit 1 L 600",
        "Sirop grenadine 300",
        "Kir cassis 550",
    ]


def test_the_counter_favourites_are_those_of_the_picture() -> None:
    page = sorted((a for a in ARTICLES if a.favourite > 100), key=lambda a: a.favourite)
    shown = [f"{a.button or a.name} {a.price}" for a in page]
    assert shown == [
        "Miel de lavande 250 g 890",
        "Terrine canard 180 g 650",
        "Confit d’oignons 520",
        "Huile d’olive 50 cl 1490",
        "Moutarde au moût 480",
        "Sel de Guérande 390",
        "Brouilly 75 cl 1550",
        "Mâcon blanc 75 cl 1390",
        "Jus de pomme 1 L 450",
        "Sablés au beurre 590",
        "Praluline 980",
        "Café moulu 250 g 720",
        "Expresso 220",
        "Sac kraft 20",
    ]
    assert all(CATALOGUE.categories[a.category].shop for a in page)


def test_what_is_sold_out_or_counted_is_that_of_the_pictures() -> None:
    left = {a: milli // 1000 for a, milli in CATALOGUE.remaining.items()}
    assert left == {
        "blanquette": 0,
        "gratin": 0,
        "baba": 0,
        "praluline": 0,
        "gravlax": 4,
        "tarte_tatin": 2,
        "huile_olive": 3,
    }
    assert all(left[a] < CATALOGUE.initial[a] for a in left if left[a])


def test_the_card_is_as_large_as_the_trade_expects() -> None:
    assert len(ARTICLES) == 140
    assert len(SHELF) == 40


def test_every_price_is_above_zero() -> None:
    assert [a.id for a in ARTICLES if a.price <= 0] == []
    lists = CATALOGUE.price_lists.values()
    assert [p.article for each in lists for p in each.prices if p.price <= 0] == []


@pytest.mark.parametrize("article", DISHES, ids=named)
def test_what_is_made_has_a_station_a_course_and_a_time(article: ArticleSet) -> None:
    assert article.station in CATALOGUE.stations
    assert article.course in CATALOGUE.courses
    assert 1 <= article.minutes <= 90


def test_costs_are_what_a_kitchen_pays() -> None:
    def share(article: ArticleSet) -> float:
        rate = CATALOGUE.rate(article.vat_on_site, TODAY)
        return article.cost / (article.price / (1 + rate / 10_000))

    assert {
        a.id: share(a) for a in ARTICLES if not 0.22 <= round(share(a), 2) <= 0.38
    } == {}
    assert round(share(CATALOGUE.articles["bar_roti"]), 2) == 0.38
    assert CATALOGUE.articles["entrecote"].cost == 702


def test_categories_use_the_palette_and_shipped_icons() -> None:
    icons = files("resources").joinpath("icons")
    for category in CATALOGUE.categories.values():
        assert category.colour in COLOURS
        assert icons.joinpath(f"{category.icon}.svg").is_file(), category.icon


def test_no_category_is_empty() -> None:
    assert set(CATALOGUE.categories) == {a.category for a in ARTICLES}


def test_aliases_name_one_article_only() -> None:
    owners = Counter(word.casefold() for a in ARTICLES for word in a.spoken)
    assert [word for word, count in owners.items() if count > 1] == []
    assert [a.id for a in SERVED if not a.spoken] == ["expresso_comptoir"]


def test_names_are_told_apart() -> None:
    owners = Counter(a.name.casefold() for a in ARTICLES)
    assert [name for name, count in owners.items() if count > 1] == []


@pytest.mark.parametrize("article", ARTICLES, ids=named)
def test_the_manager_could_save_every_article_as_it_is(article: ArticleSet) -> None:
    assert article_refusal(World(catalogue=CATALOGUE), article) is None


# --- choices --------------------------------------------------------------------------


def test_groups_can_be_answered() -> None:
    for group in CATALOGUE.groups.values():
        assert 0 <= group.minimum <= group.maximum <= len(group.options), group.id
        assert group.maximum >= 1


def test_groups_are_used() -> None:
    used = {g for a in ARTICLES for g in a.groups}
    used |= {g for e in CATALOGUE.groups.values() for o in e.options for g in o.groups}
    assert set(CATALOGUE.groups) == used


def asked(groups: tuple[str, ...], depth: int = 0) -> list[ModifierGroupSet]:
    """The groups an article can ask, nested ones included."""
    assert depth < 4, "nested groups go in a circle"
    found = [CATALOGUE.groups[name] for name in groups]
    nested = [g for each in found for o in each.options for g in o.groups]
    return found + (asked(tuple(nested), depth + 1) if nested else [])


@pytest.mark.parametrize("article", [a for a in ARTICLES if a.groups], ids=named)
def test_an_option_is_asked_once_per_article(article: ArticleSet) -> None:
    ids = Counter(o.id for group in asked(article.groups) for o in group.options)
    assert [option for option, count in ids.items() if count > 1] == []


def test_an_option_means_the_same_everywhere() -> None:
    names: dict[str, set[str]] = {}
    for group in CATALOGUE.groups.values():
        for option in group.options:
            names.setdefault(option.id, set()).add(option.name)
    ambiguous = {k: v for k, v in names.items() if len(v) > 1}
    assert ambiguous == {}


def test_the_entrecote_asks_what_the_picture_shows() -> None:
    groups = [CATALOGUE.groups[g] for g in CATALOGUE.articles["entrecote"].groups]
    shown = {
        g.name: [(o.name, o.price, o.minutes) for o in g.options] for g in groups[:3]
    }
    assert shown == {
        "Cuisson": [("Bleu", 0, -2), ("Saignant", 0, 0), ("À point", 0, 3)],
        "Sauce": [("Poivre", 0, 0), ("Béarnaise", 0, 0), ("Roquefort", 100, 0)],
        "Garniture": [
            ("Frites maison", 0, 0),
            ("Haricots verts", 0, 0),
            ("Gratin", 0, 0),
        ],
    }
    assert [(g.minimum, g.maximum) for g in groups[:3]] == [(1, 1)] * 3
    assert groups[3].name == "Consignes"
    assert groups[3].minimum == 0


def test_side_dishes_share_their_availability_with_the_options() -> None:
    for group in CATALOGUE.groups.values():
        for option in group.options:
            if option.id in CATALOGUE.articles and group.name == "Garniture":
                assert option.article == option.id


def test_the_menu_du_moulin_has_the_steps_of_the_picture() -> None:
    menu = CATALOGUE.articles["menu_moulin"]
    assert [step.name for step in menu.steps] == [
        "Entrée",
        "Plat",
        "Dessert",
        "Boisson",
    ]
    dessert = [(c.article, c.supplement) for c in menu.steps[2].choices]
    assert dessert == [
        ("creme_brulee", 0),
        ("tarte_tatin", 150),
        ("mousse_chocolat", 0),
        ("cafe_gourmand", 200),
        ("faisselle", 0),
        ("baba", 250),
    ]


@pytest.mark.parametrize("formule", [a for a in ARTICLES if a.steps], ids=named)
def test_formules_are_made_of_priced_dishes_at_several_rates(
    formule: ArticleSet,
) -> None:
    parts = [CATALOGUE.articles[c.article] for s in formule.steps for c in s.choices]
    assert all(part.price > 0 and not part.steps for part in parts)
    dearest = sum(
        max(CATALOGUE.articles[c.article].price for c in step.choices)
        for step in formule.steps
    )
    assert formule.price < dearest
    if formule.id != "menu_jour":
        rates = {CATALOGUE.rate_of(part, "dine_in", TODAY) for part in parts}
        assert rates == {1000, 2000}


# --- VAT and allergens ----------------------------------------------------------------


@pytest.mark.parametrize("article", [a for a in ARTICLES if a.alcohol], ids=named)
def test_alcohol_is_at_the_standard_rate_everywhere(article: ArticleSet) -> None:
    assert {CATALOGUE.rate_of(article, mode, TODAY) for mode in MODES} == {2000}


def test_what_holds_alcohol_is_marked() -> None:
    cellar = [a for a in ARTICLES if a.category in {"vins", "cave"}]
    assert all(a.alcohol for a in cellar)
    spirits = ["demi", "pinte", "ricard", "spritz", "mojito", "chartreuse"]
    assert all(CATALOGUE.articles[name].alcohol for name in spirits)


@pytest.mark.parametrize(
    "drink", ["coca", "limonade", "jus_pomme", "eau_plate", "eau_gazeuse"]
)
def test_soft_drinks_in_bottles_change_rate_when_taken_away(drink: str) -> None:
    article = CATALOGUE.articles[drink]
    assert CATALOGUE.rate_of(article, "dine_in", TODAY) == 1000
    assert CATALOGUE.rate_of(article, "takeaway", TODAY) == 550


@pytest.mark.parametrize("drink", ["sirop", "jus_orange", "cafe", "the"])
def test_soft_drinks_in_a_glass_stay_at_ten_percent(drink: str) -> None:
    article = CATALOGUE.articles[drink]
    assert {CATALOGUE.rate_of(article, mode, TODAY) for mode in MODES} == {1000}


def test_the_sale_of_the_counter_picture_has_its_rates() -> None:
    def rate(name: str) -> int:
        return CATALOGUE.rate_of(CATALOGUE.articles[name], "counter", TODAY)

    foods = ["miel_lavande", "terrine_canard", "tomme_savoie"]
    assert {rate(name) for name in foods} == {550}
    assert {rate(name) for name in ["brouilly_cave", "sac_kraft"]} == {2000}


def test_four_rates_hold_since_2014() -> None:
    rates = {code: CATALOGUE.rate(code, TODAY) for code in CATALOGUE.vat}
    assert rates == {
        "standard": 2000,
        "intermediate": 1000,
        "reduced": 550,
        "super_reduced": 210,
    }
    assert {since for each in CATALOGUE.vat.values() for since, _ in each} == {
        "2014-01-01"
    }


def test_allergens_are_groups_of_the_regulation() -> None:
    for article in ARTICLES:
        keys = [key.removesuffix("?") for key in article.allergens]
        assert set(keys) <= ALLERGENS, article.id
        assert len(keys) == len(set(keys)), article.id


def test_the_allergens_of_the_pictures_are_contained() -> None:
    shown = {
        "oeufs_mimosa": {"eggs"},
        "soupe_oignon": {"gluten", "milk"},
        "bar_roti": {"fish"},
        "risotto": {"milk"},
        "burger": {"gluten", "milk"},
        "fromages": {"milk"},
        "faisselle": {"milk"},
        "creme_brulee": {"eggs", "milk"},
        "mousse_chocolat": {"eggs"},
        "entrecote": {"milk", "sulphites"},
    }
    for name, keys in shown.items():
        told = CATALOGUE.articles[name].allergens
        assert {key for key in told if not key.endswith("?")} == keys, name


@pytest.mark.parametrize(
    "article",
    [a for a in DISHES if a.station in {"chaud", "froid", "patisserie"}],
    ids=named,
)
def test_every_dish_of_the_kitchen_tells_its_allergens(article: ArticleSet) -> None:
    assert article.allergens


# --- shop -----------------------------------------------------------------------------


@pytest.mark.parametrize("article", SHELF, ids=named)
def test_shelf_goods_carry_a_code_that_scans(article: ArticleSet) -> None:
    (code,) = article.barcodes
    assert CATALOGUE.barcodes[code] == article.id
    if article.unit == "kg":
        assert re.fullmatch(r"26\d{5}", code)  # the scale adds the weight and the check
    else:
        assert re.fullmatch(r"376\d{10}", code)
        assert int(code[-1]) == check_digit(code)


def test_the_check_digit_follows_the_published_example() -> None:
    assert check_digit("4006381333931") == 1  # the example of GS1's own pages


def test_codes_are_told_apart() -> None:
    codes = Counter(code for a in ARTICLES for code in a.barcodes)
    assert max(codes.values()) == 1


# --- photographs ----------------------------------------------------------------------


def test_photographs_exist_and_are_all_used() -> None:
    shipped = {item.name for item in FOLDER.joinpath("photos").iterdir()}
    assert shipped == {a.photo for a in ARTICLES if a.photo}
    assert len(shipped) >= 30
    assert {a.photo for a in SERVED if 1 <= a.favourite <= 25} <= shipped


def test_photographs_are_light() -> None:
    for item in FOLDER.joinpath("photos").iterdir():
        assert len(item.read_bytes()) < 3 * 1024, item.name

"""A table of articles: what each row becomes, and what is wrong with it in words."""

import pytest

from app.domain.catalogue.state import Catalogue
from app.presenters.admin.card_import import decoded, read_card
from app.presenters.opening import import_words
from app.services.demo import demo_facts, facts_in

DAY = "2026-11-20"


def fresh() -> Catalogue:
    made = Catalogue()
    for fact in facts_in("models", "empty"):
        made.evolve(fact)
    return made


@pytest.fixture
def demo() -> Catalogue:
    made = Catalogue()
    for fact in demo_facts():
        if type(fact).__module__ == "app.domain.catalogue.events":
            made.evolve(fact)  # type: ignore[arg-type]
    return made


def test_a_new_article_and_its_category() -> None:
    text = (
        "Article;Catégorie;Prix TTC;TVA;Poste;Codes-barres\n"
        "Galette complète;Galettes;9,50 €;10 %;cuisine;\n"
        "Cidre 75 cl;Boissons;14.00;20;;3 7601\n"
    )
    found = read_card(text, fresh(), DAY)
    assert not found.faults
    galette, cider = found.articles
    assert (galette.price, galette.vat_on_site, galette.vat_takeaway) == (
        950,
        "intermediate",
        "intermediate",
    )
    assert galette.station == "cuisine"
    assert cider.vat_on_site == "standard"
    assert cider.barcodes == ("3", "7601")
    assert [c.name for c in found.categories] == ["Galettes", "Boissons"]
    assert galette.category == found.categories[0].id
    assert found.fresh == 2


def test_an_article_that_is_there_keeps_what_the_table_does_not_say(
    demo: Catalogue,
) -> None:
    before = next(a for a in demo.articles.values() if a.allergens and a.groups)
    found = read_card(f"nom,prix\n{before.name},99.90\n", demo, DAY)
    (after,) = found.articles
    assert found.fresh == 0
    assert after.id == before.id
    assert after.price == 9990
    assert (after.groups, after.allergens) == (before.groups, before.allergens)
    assert after.category == before.category


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (";Plats;9,50;10;;", "Le nom a de 1 à 60 caractères"),
        ("Soupe;Plats;beaucoup;10;;", "« beaucoup » n’est pas un prix"),
        ("Soupe;Plats;0;10;;", "« 0 » n’est pas un prix"),
        ("Soupe;Plats;7;19,6;;", "« 19,6 » n’est pas un taux de TVA d’ici"),
        ("Soupe;Plats;7;10;Forge;", "Le poste « Forge » n’existe pas"),
        ("Soupe;Plats;7;10;;poil", "L’allergène « poil » n’existe pas"),
    ],
)
def test_what_is_wrong_is_said_by_its_row(row: str, words: str) -> None:
    text = f"Article;Catégorie;Prix TTC;TVA;Poste;Allergènes\nPain;Divers;2;;;\n{row}\n"
    found = read_card(text, fresh(), DAY)
    assert [(fault.row, fault.words) for fault in found.faults] == [(3, words)]
    assert [article.name for article in found.articles] == ["Pain"]


def test_a_barcode_belongs_to_one_article() -> None:
    text = "Article;Prix TTC;Code-barres\nA;1;12345\nB;1;12345\n"
    found = read_card(text, fresh(), DAY)
    assert [fault.row for fault in found.faults] == [3]


def test_a_table_without_its_heads_is_none() -> None:
    for text in ("", "Soupe;7\n"):
        found = read_card(text, fresh(), DAY)
        assert [fault.row for fault in found.faults] == [1]
        assert not found.articles


def test_files_of_spreadsheets_are_read() -> None:
    assert decoded("é".encode("cp1252")) == "é"
    assert decoded(b"\xef\xbb\xbf\xc3\xa9") == "é"


def test_a_house_that_opens_gets_the_stations_of_its_table() -> None:
    text = "Article;Prix;Poste;TVA\nDaube;18;Chaud;10\nSoupe;7;chaud;10\nKir;5;Bar;20\n"
    found = read_card(text, fresh(), DAY, opening=True)
    (hot,) = found.stations
    assert (hot.name, hot.rank) == ("Chaud", 3)
    assert [a.station for a in found.articles] == [hot.id, hot.id, "bar"]
    assert next(found.commands()).event == hot
    open_house = read_card(text, fresh(), DAY)
    assert [f.row for f in open_house.faults] == [2, 3]
    assert not open_house.stations


def test_a_row_that_comes_twice_is_left_out_and_a_missing_rate_is_told() -> None:
    text = "Article;Prix;TVA\nDaube;18;\nDaube;19;10\nKir;5;20\nVin;6;19,6\n"
    found = read_card(text, fresh(), DAY)
    assert [a.price for a in found.articles] == [1800, 500]
    assert [(f.row, f.words) for f in found.faults] == [
        (3, "Cet article est déjà à la ligne 2"),
        (5, "« 19,6 » n’est pas un taux de TVA d’ici"),
    ]
    words, _ = import_words(found)
    assert words.endswith("1 sans TVA, pris à 10 % · 2 lignes écartées")

"""The team: codes, roles, and the manager that must always be there."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from gui_kit import demo_house

from app.bootstrap import Opened
from app.domain.staff.events import RoleSet, StaffSet
from app.domain.vocabulary import NUMBERS, RIGHTS
from app.presenters.admin.drafts import with_field
from app.presenters.admin.team import (
    MANAGES,
    RETIRED,
    code_help,
    keeps_a_manager,
    people_words,
    person_draft,
    person_errors,
    person_filter,
    person_of,
    person_rows,
    pin_error,
    rights_by_group,
    role_changes,
    role_draft,
    role_errors,
    role_of,
    role_rows,
)
from app.services.house import House
from resources.texts import set_language
from widgets.table_model import as_cell


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    set_language("fr")
    with demo_house(tmp_path_factory.mktemp("team")) as house:
        yield house


@pytest.fixture
def house(opened: Opened) -> House:
    return opened.house


def person(house: House, key: str) -> StaffSet:
    return house.world.staff.people[key]


def role(house: House, key: str) -> RoleSet:
    return house.world.staff.roles[key]


@pytest.mark.parametrize(
    ("pin", "words"),
    [
        ("2739", ""),
        ("1111", "Trop simple à deviner"),
        ("1234", "Trop simple à deviner"),
        ("9876", "Trop simple à deviner"),
        ("123", "4 chiffres"),
        ("12345", "4 chiffres"),
        ("12a4", "4 chiffres"),
        ("١٢٣٤", "4 chiffres"),
    ],
)
def test_a_code_has_four_digits_that_nobody_guesses(pin: str, words: str) -> None:
    assert pin_error(pin) == words


def test_the_form_shows_the_name_in_clear_and_never_the_code(house: House) -> None:
    draft = person_draft(house, person(house, "lea"))
    assert (draft.name, draft.role, draft.tone, draft.pin) == ("Léa", "waiter", "1", "")


def test_the_fact_keeps_the_sealed_name_and_the_hashed_code(house: House) -> None:
    stored = person(house, "lea")
    draft = replace(person_draft(house, stored), section="  Bar ", tone="6")
    made = person_of(
        draft, stored, name=stored.name, pin=stored.pin, badge=stored.badge
    )
    assert made == replace(stored, section="Bar", avatar=5)


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", " "), ("name", "x" * 41), ("role", "roi"), ("pin", "0000")],
)
def test_what_a_person_cannot_be_is_refused_at_its_field(
    house: House, field: str, value: str
) -> None:
    stored = person(house, "lea")
    draft = with_field(person_draft(house, stored), field, value)
    assert list(person_errors(draft, stored, house)) == [field]


def test_a_person_without_a_code_is_told_what_opens_for_them(house: House) -> None:
    stored = replace(person(house, "karim"), pin="")
    draft = person_draft(house, stored)
    assert code_help(draft, stored) == "Sans code, pas d’accès"
    assert code_help(replace(draft, badge="20263333"), stored).endswith("son badge")
    badged = replace(stored, badge="hash")
    assert code_help(draft, badged) == "Entre par son badge"
    assert code_help(draft, person(house, "karim")).startswith("Vide")


def test_the_last_manager_keeps_their_role(house: House) -> None:
    stored = person(house, "marc")
    draft = replace(person_draft(house, stored), role="waiter")
    found = person_errors(draft, stored, house)
    assert found["role"] == "Il faut au moins une personne qui gère l’équipe."
    assert not keeps_a_manager(house.world.staff, replace(stored, active=False))


def test_a_second_manager_frees_the_first(house: House) -> None:
    lea = replace(person(house, "lea"), role="manager")
    marc = replace(person(house, "marc"), active=False)
    assert keeps_a_manager(house.world.staff, lea, marc)


def test_the_only_role_that_manages_keeps_that_right(house: House) -> None:
    stored = role(house, "manager")
    draft = role_draft(stored)
    draft = replace(draft, rights=draft.rights - {MANAGES})
    assert "rights" in role_errors(draft, stored, house.world.staff)


def test_two_roles_cannot_have_one_name(house: House) -> None:
    stored = role(house, "bar")
    draft = replace(role_draft(stored), name="Salle")
    assert role_errors(draft, stored, house.world.staff) == {
        "name": "Un autre rôle a ce nom"
    }


def test_a_role_that_was_not_touched_stays_the_same(house: House) -> None:
    for stored in house.world.staff.roles.values():
        made = role_of(role_draft(stored), stored)
        assert set(made.rights) == set(stored.rights)
        assert role_changes(role_draft(made), role_draft(stored)) == 0


def test_each_right_given_or_taken_is_a_change(house: House) -> None:
    stored = role_draft(role(house, "waiter"))
    draft = replace(
        stored, name="Rang", rights=(stored.rights - {"order.take"}) | {"order.comp"}
    )
    assert role_changes(draft, stored) == 3


def test_every_right_is_a_sentence_in_some_group() -> None:
    shown = [right for _, rights in rights_by_group() for right, _ in rights]
    told = (Path(__file__).parents[3] / "docs/rights.md").read_text("utf-8")
    for right, sentence in RIGHTS.items():
        assert f"| {NUMBERS[right]} | {sentence} | `{right}` |" in told
    assert len(set(NUMBERS.values())) == len(NUMBERS)
    assert sorted(shown) == sorted(RIGHTS)


def test_the_list_says_role_place_and_code(house: House) -> None:
    rows = {
        row.id: [as_cell(c).text for c in row.cells] for row in person_rows(house, "")
    }
    assert rows["ines"] == ["Inès", "Bar et caisse", "Bar", "défini", "—"]
    assert set(rows) == set(house.world.staff.people)


def test_the_filter_keeps_a_role_or_those_who_left(house: House) -> None:
    assert {row.id for row in person_rows(house, "waiter")} == {"lea", "karim"}
    assert person_rows(house, RETIRED) == []
    assert person_filter(house.world.staff)[-1].key == RETIRED


def test_roles_say_how_many_have_them(house: House) -> None:
    rows = {row.id: [as_cell(c).text for c in row.cells] for row in role_rows(house)}
    assert rows["waiter"] == ["Salle", "2 personnes", f"7 sur {len(RIGHTS)}"]
    assert people_words(house, "waiter") == "Karim, Léa"
    assert people_words(house, "nobody") == "Personne"

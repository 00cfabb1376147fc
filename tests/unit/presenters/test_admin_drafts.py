"""What is typed in a form, while the thing it is about changes elsewhere."""

from dataclasses import dataclass, replace

from app.presenters.admin.drafts import Editing


@dataclass(frozen=True)
class Thing:
    name: str
    rank: int


@dataclass(frozen=True)
class Draft:
    name: str


def editing(thing: Thing) -> Editing[Thing, Draft]:
    made: Editing[Thing, Draft] = Editing(lambda stored: Draft(stored.name))
    made.open(thing)
    return made


def test_what_is_typed_stays_and_the_rest_follows() -> None:
    soup = Thing("Soupe", 1)
    form = editing(soup)
    form.follow(replace(soup, name="Potage"))
    assert (form.draft, form.changes) == (Draft("Potage"), 0)
    form.edit("name", "Velouté")
    form.follow(replace(soup, name="Bouillon"))
    assert (form.draft, form.changes) == (Draft("Velouté"), 1)
    form.follow(None)  # it was deleted elsewhere
    assert form.draft == Draft("Velouté")


def test_what_is_dropped_is_as_it_was_stored() -> None:
    form = editing(Thing("Soupe", 1))
    form.edit("name", "")
    form.said = True
    form.drop()
    assert (form.draft, form.said, form.changes) == (Draft("Soupe"), False, 0)


def test_what_is_wrong_is_told_once_somebody_wanted_to_save() -> None:
    form = Editing[Thing, Draft](
        lambda stored: Draft(stored.name),
        lambda draft: {} if draft.name else {"name": "vide"},
    )
    form.open(Thing("Soupe", 1))
    form.edit("name", "")
    assert form.errors == {}
    form.said = True
    assert form.errors == {"name": "vide"}
    form.edit("name", "Potage")
    assert form.errors == {}


def test_a_form_that_shows_nothing_takes_nothing() -> None:
    form: Editing[Thing, Draft] = Editing(lambda stored: Draft(stored.name))
    form.edit("name", "Soupe")
    form.drop()
    assert (form.stored, form.draft, form.changes) == (None, None, 0)

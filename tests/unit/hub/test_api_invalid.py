"""What is said of a request that does not have the form of the document."""

import json
from typing import Annotated, Literal

import pytest
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field, ValidationError

from app.hub.api.access import Login
from app.hub.api.invalid import invalid
from app.hub.api.problems import response
from app.hub.api.shapes import Amount, Count, Quantity


class Asked(BaseModel):
    """A bit of everything."""

    count: Annotated[Count, Field(ge=1, le=9)] = 1
    quantity: Quantity = 1  # type: ignore[assignment]
    amount: Amount = 1  # type: ignore[assignment]
    word: Annotated[str, Field(min_length=2, max_length=3, pattern="^a")] = "ab"
    kind: Literal["one", "two"] = "one"
    flag: Annotated[bool, Field(strict=True)] = True
    several: Annotated[list[int], Field(min_length=1, max_length=2)] = [1]
    inner: Login | None = None


def said(shape: type[BaseModel], body: object, language: str = "fr") -> list[str]:
    """ "pointer code detail" of all that is wrong."""
    with pytest.raises(ValidationError) as found:
        shape.model_validate(body)
    errors = [{**each, "loc": ("body", *each["loc"])} for each in found.value.errors()]
    problem = invalid(RequestValidationError(errors))
    answer = response(problem, language=language, where="/", request_id="1")
    told = json.loads(bytes(answer.body))["errors"]
    return [f"{e['pointer']} {e['code']} {e['detail']}" for e in told]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"count": "1"}, "#/count integer_expected Un nombre entier est attendu."),
        ({"count": 0}, "#/count too_small Au moins 1."),
        ({"count": 10}, "#/count too_great Au plus 9."),
        ({"quantity": 0}, "#/quantity too_small Plus de 0."),
        ({"quantity": "x"}, "#/quantity number_expected Un nombre est attendu."),
        (
            {"amount": 1.005},
            "#/amount too_precise Au plus 2 chiffres après le point.",
        ),
        ({"word": "a"}, "#/word too_short Au moins 2 caractères."),
        ({"word": "abcd"}, "#/word too_long Au plus 3 caractères."),
        ({"word": "ba"}, "#/word pattern_expected S’écrit ainsi : ^a"),
        ({"word": 1}, "#/word text_expected Un texte est attendu."),
        (
            {"kind": "six"},
            "#/kind choice_expected Une de ces valeurs : 'one', 'two'.",
        ),
        ({"flag": 1}, "#/flag boolean_expected true ou false est attendu."),
        ({"several": []}, "#/several too_few Au moins 1 éléments."),
        ({"several": [1, 2, 3]}, "#/several too_many Au plus 2 éléments."),
        ({"several": {}}, "#/several list_expected Une liste est attendue."),
        ({"inner": 1}, "#/inner object_expected Un objet est attendu."),
        ({"inner": {"name": 1}}, "#/inner/name unknown Ce nom n’existe pas ici."),
        ({"inner": {}}, "#/inner/person missing Cette valeur manque."),
        (
            {"inner": {"person": "marc"}},
            "#/inner one_secret Donnez le code ou le mot de passe, pas les deux.",
        ),
    ],
)
def test_it_is_said_in_the_words_of_the_house(body: object, told: str) -> None:
    assert told in said(Asked, body)


def test_it_is_said_in_english_too() -> None:
    assert said(Asked, {"count": 0}, "en") == ["#/count too_small At least 1."]

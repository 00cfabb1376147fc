"""A request that does not have the form of the document: what is wrong, and where."""

from collections.abc import Mapping
from typing import Any, Final

from fastapi.exceptions import RequestValidationError

from app.domain.vocabulary import Refusal
from app.hub.api.problems import ProblemError

_MOST = 50
_WHOLE = Refusal("integer_expected", "Un nombre entier est attendu.")
_NUMBER = Refusal("number_expected", "Un nombre est attendu.")
_TEXT = Refusal("text_expected", "Un texte est attendu.")
_TRUTH = Refusal("boolean_expected", "true ou false est attendu.")
_LIST = Refusal("list_expected", "Une liste est attendue.")
_OBJECT = Refusal("object_expected", "Un objet est attendu.")
_DATE = Refusal("date_expected", "Une date est attendue, comme 2026-11-20.")
_OTHER = Refusal("invalid", "Cette valeur n'est pas possible.")

SAID: Final[dict[str, Refusal]] = {
    "missing": Refusal("missing", "Cette valeur manque."),
    "extra_forbidden": Refusal("unknown", "Ce nom n'existe pas ici."),
    "one_secret": Refusal(
        "one_secret", "Donnez le code ou le mot de passe, pas les deux."
    ),
    "literal_error": Refusal("choice_expected", "Une de ces valeurs : {expected}."),
    "greater_than": Refusal("too_small", "Plus de {gt}."),
    "greater_than_equal": Refusal("too_small", "Au moins {ge}."),
    "less_than": Refusal("too_great", "Moins de {lt}."),
    "less_than_equal": Refusal("too_great", "Au plus {le}."),
    "decimal_max_places": Refusal(
        "too_precise", "Au plus {decimal_places} chiffres après le point."
    ),
    "string_too_short": Refusal("too_short", "Au moins {min_length} caractères."),
    "string_too_long": Refusal("too_long", "Au plus {max_length} caractères."),
    "string_pattern_mismatch": Refusal("pattern_expected", "S'écrit ainsi : {pattern}"),
    "too_short": Refusal("too_few", "Au moins {min_length} éléments."),
    "too_long": Refusal("too_many", "Au plus {max_length} éléments."),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), _WHOLE),
    **dict.fromkeys(("number_expected", "decimal_type", "decimal_parsing"), _NUMBER),
    **dict.fromkeys(("float_type", "float_parsing", "finite_number"), _NUMBER),
    **dict.fromkeys(("string_type", "string_unicode"), _TEXT),
    **dict.fromkeys(("bool_type", "bool_parsing"), _TRUTH),
    **dict.fromkeys(("list_type", "tuple_type"), _LIST),
    **dict.fromkeys(("model_attributes_type", "model_type", "dict_type"), _OBJECT),
    **dict.fromkeys(("date_type", "date_parsing"), _DATE),
    "date_from_datetime_parsing": _DATE,
}
"""What pydantic calls it -> what is said."""


def invalid(error: RequestValidationError) -> ProblemError:
    """Where it is wrong, as JSON pointers; what was sent is not repeated."""
    found = []
    for each in error.errors()[:_MOST]:
        where, *rest = each["loc"]
        if each["type"] == "json_invalid":
            return ProblemError(400)
        mark = "#/" if where == "body" else f"{where}:"
        pointer = mark + "/".join(str(part) for part in rest)
        found.append((pointer, _said(each["type"], each.get("ctx", {}))))
    return ProblemError(422, errors=found)


def _said(kind: str, context: Mapping[str, Any]) -> Refusal:
    known = SAID.get(kind, _OTHER)
    values = tuple(
        (name, str(value).replace(" or ", ", "))
        for name, value in context.items()
        if f"{{{name}}}" in known.text
    )
    return Refusal(known.code, known.text, values=values)

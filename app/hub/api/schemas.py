"""The shapes of the OpenAPI document under the names that generated clients read well by.

A pydantic model that is told is called "OrderShape" here, because `Order` is the domain's;
to programs it is `Order`. Sets of words have a name of their own (`Named`), so that they
are one type wherever they stand.
"""

from collections.abc import Iterator
from typing import Any, Final

from pydantic import Field

REF: Final = "#/components/schemas/"
_SUFFIX: Final = "Shape"
_PAGE: Final = "Page"
NAME: Final = "x-name"

Json = dict[str, Any]


def named(name: str) -> Any:
    """Gives a set of words (`Annotated[Literal[…], named("OrderStatus")]`) its name."""
    return Field(json_schema_extra={NAME: name})


def tidy(made: Json) -> None:
    """Renames the shapes of a document, in place."""
    schemas: Json = made["components"]["schemas"]
    names = {REF + name: REF + _named(name, schemas) for name in schemas}
    words: Json = {}
    for each in list(_schemas(made)):
        each.pop("title", None)
        if "$ref" in each:
            each["$ref"] = names.get(each["$ref"], each["$ref"])
        name = each.pop(NAME, "")
        if name:
            kept = {key: each.pop(key) for key in ("type", "enum")}
            words[name] = kept
            each["$ref"] = REF + name
    renamed = {
        names[REF + name].removeprefix(REF): schema for name, schema in schemas.items()
    }
    made["components"]["schemas"] = dict(sorted({**renamed, **words}.items()))


def _named(name: str, schemas: Json) -> str:
    """What a shape is called: `OrderShape` is an `Order`, a list of them that is called
    `orders` an `OrdersPage`."""
    short = name.removesuffix(_SUFFIX)
    listed = schemas[name].get("properties", {}).get(short.lower(), {})
    if listed.get("type") == "array":
        return short + _PAGE
    return name if short in schemas else short


def _schemas(found: Any) -> Iterator[Json]:
    """Every schema of a document, and of a schema; properties may be called "title"."""
    if isinstance(found, list):
        for each in found:
            yield from _schemas(each)
    elif isinstance(found, dict):
        if "example" not in found and (
            "type" in found or "$ref" in found or "anyOf" in found
        ):
            yield found
        for name, each in found.items():
            if name == "properties":
                for schema in each.values():
                    yield from _schemas(schema)
            elif name not in ("example", "examples", "enum", "required", "default"):
                yield from _schemas(each)
